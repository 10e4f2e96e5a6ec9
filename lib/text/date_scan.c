/* Reading digits, separators and words off a text, whatever their script and width. */
#include "text/date_scan.h"
#include "text/utf8.h"

static uint32_t peek(na_str text, size_t i, size_t *length)
{
    na_str rest = na_str_skip(text, i);
    if (rest.n == 0) {
        *length = 0;
        return 0;
    }
    size_t n = rest.n;
    uint32_t c = na_utf8_next(&rest);
    *length = n - rest.n;
    return c;
}

int na_date_digit(na_str text, size_t i, size_t *length)
{
    static const uint32_t zeros[] = {0xFF10, 0x660, 0x6F0, 0x966, 0x9E6};
    uint32_t c = peek(text, i, length);
    if (c < 0x80)
        return *length && na_is_digit((char)c) ? (int)c - '0' : -1;
    for (size_t k = 0; k < sizeof zeros / sizeof *zeros; k++)
        if (c >= zeros[k] && c <= zeros[k] + 9)
            return (int)(c - zeros[k]);
    return -1;
}

bool na_date_number(na_str text, size_t *i, unsigned least, unsigned most, int *value)
{
    size_t at = *i, length;
    unsigned count = 0;
    int sum = 0;
    for (int digit; (digit = na_date_digit(text, at, &length)) >= 0; at += length) {
        if (++count > most)
            return false;
        sum = sum * 10 + digit;
    }
    if (count < least)
        return false;
    *value = sum;
    *i = at;
    return true;
}

size_t na_date_white(na_str text, size_t i)
{
    for (;;) {
        size_t length;
        uint32_t c = peek(text, i, &length);
        if (length == 0 || !(na_is_white(c) || c == 0x200E || c == 0x200F))
            return i;
        i += length;
    }
}

char na_date_separator(na_str text, size_t *i)
{
    size_t length;
    uint32_t c = peek(text, *i, &length);
    char separator = 0;
    if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D)
        separator = '-';
    else if (c == '/' || c == 0xFF0F)
        separator = '/';
    else if (c == '.' || c == 0xFF0E)
        separator = '.';
    *i += separator ? length : 0;
    return separator;
}

bool na_date_char(na_str text, size_t *i, const char *any_of)
{
    size_t length;
    uint32_t c = peek(text, *i, &length);
    for (na_str list = na_str_from(any_of); length && list.n;) {
        if (na_utf8_next(&list) == c) {
            *i += length;
            return true;
        }
    }
    return false;
}

bool na_date_literal(na_str text, size_t *i, const char *literal)
{
    na_str s = na_str_from(literal);
    if (!na_str_starts(na_str_skip(text, *i), s))
        return false;
    *i += s.n;
    return true;
}

int na_date_any_literal(na_str text, size_t *i, const char *list)
{
    int which = 0;
    for (na_str rest = na_str_from(list); rest.n; which++) {
        na_str literal = na_str_cut(rest, ' ', &rest);
        if (na_str_starts(na_str_skip(text, *i), literal)) {
            *i += literal.n;
            return which;
        }
    }
    return -1;
}

/* Base letters of U+00C0 to U+017F. */
static const char base_letters[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                                   "aaaaaaaceeeeiiiidnooooo*ouuuuyty"
                                   "aaaaaaccccccccddddeeeeeeeeeegggg"
                                   "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                   "lllnnnnnnnnnoooooooorrrrrrssssss"
                                   "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Lower case without marks: é, É and e + U+0301 are all e. 0 for a combining mark. */
static uint32_t fold(uint32_t c)
{
    /* Romanian comma letters and the Vietnamese block, by first letter */
    static const struct {
        uint32_t first, last;
        char base;
    } ranges[] = {{0x218, 0x219, 's'},   {0x21A, 0x21B, 't'},   {0x1A0, 0x1A1, 'o'},
                  {0x1AF, 0x1B0, 'u'},   {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'},
                  {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'}, {0x1EE4, 0x1EF1, 'u'},
                  {0x1EF2, 0x1EF9, 'y'}};
    if (c < 0x80)
        return (uint32_t)(unsigned char)na_lower((char)c);
    if (c >= 0xC0 && c < 0xC0 + sizeof base_letters - 1)
        return (uint32_t)(unsigned char)base_letters[c - 0xC0];
    if (c >= 0x300 && c <= 0x36F)
        return 0;
    for (size_t k = 0; k < sizeof ranges / sizeof *ranges; k++)
        if (c >= ranges[k].first && c <= ranges[k].last)
            return (uint32_t)(unsigned char)ranges[k].base;
    return na_to_lower(c);
}

na_date_word na_date_word_at(na_str text, size_t i)
{
    na_date_word word = {.end = i};
    bool fits = true;
    for (;;) {
        size_t length;
        uint32_t c = peek(text, word.end, &length);
        if (length == 0 || !na_is_word(c) || na_is_cjk(c) ||
            na_date_digit(text, word.end, &length) >= 0)
            break;
        if (word.end == i)
            word.capital = na_is_upper(c);
        word.end += length;
        uint32_t folded = fold(c);
        fits = fits && word.n + 4 <= sizeof word.p;
        if (fits && folded) {
            word.n += na_utf8_put(word.p + word.n, folded);
            word.letters++;
        }
    }
    if (!fits)
        word.n = 0;
    return word;
}

bool na_date_word_in(const na_date_word *word, const char *list)
{
    const char *p = list;
    while (*p && word->n) {
        if (*p == word->p[0] && strncmp(p, word->p, word->n) == 0 &&
            (p[word->n] == ' ' || p[word->n] == '\0'))
            return true;
        while (*p && *p++ != ' ')
            ;
    }
    return false;
}

uint32_t na_date_before(na_str text, size_t i)
{
    for (size_t back = 1; back <= 4 && back <= i; back++) {
        if (((unsigned char)text.p[i - back] & 0xC0) == 0x80)
            continue;
        size_t length;
        return peek(na_str_take(text, i), i - back, &length);
    }
    return 0;
}

static bool is_open(uint32_t c)
{
    if (c == 0 || na_is_white(c))
        return true;
    for (na_str list = NA_STR("()[]{}（）【】［］〔〕「」『』<>《》|｜│"); list.n;)
        if (na_utf8_next(&list) == c)
            return true;
    return false;
}

bool na_date_open_before(na_str text, size_t i)
{
    return is_open(na_date_before(text, i));
}

bool na_date_open_after(na_str text, size_t i)
{
    size_t length;
    return is_open(peek(text, i, &length));
}
