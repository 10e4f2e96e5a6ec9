/* Counting the characters of a text node: once for each byte of a page, so the usual ones (ASCII,
 * Han) are told apart by a table and a range before the general classes of text/utf8.h are asked.
 */
#include "html/textstat.h"

#include "text/utf8.h"

enum { OTHER, WHITE, STOP, COMMA };

static const unsigned char ascii_class[128] = {
    ['\t'] = WHITE, ['\n'] = WHITE, ['\f'] = WHITE, ['\r'] = WHITE, [' '] = WHITE, ['\v'] = WHITE,
    ['.'] = STOP,   ['!'] = STOP,   ['?'] = STOP,   [','] = COMMA,  [';'] = COMMA,
};

/* "3.14" and "www.a.org" are no sentence ends, nor is each stop of "..." one. */
static bool stops_here(na_str rest)
{
    return rest.n == 0 ||
           !(na_is_alpha(rest.p[0]) || na_is_digit(rest.p[0]) ||
             ((unsigned char)rest.p[0] < 128 && ascii_class[(unsigned char)rest.p[0]] == STOP));
}

static void count_wide(na_text_stat *stat, uint32_t c)
{
    if (c >= 0x3400 && c < 0xD7B0) { /* Han and hangul */
        stat->chars++;
        return;
    }
    if (na_is_white(c))
        return;
    stat->chars++;
    if (na_is_sentence_end(c))
        stat->sentences++;
    else if (na_is_comma(c))
        stat->commas++;
}

static bool is_indented(na_str text)
{
    const na_str wide = {"\xE3\x80\x80\xE3\x80\x80", 6};
    const na_str narrow = {"\xC2\xA0\xC2\xA0\xC2\xA0\xC2\xA0", 8};
    text = na_str_trim(text);
    return na_str_starts(text, wide) || na_str_starts(text, narrow);
}

na_text_stat na_text_measure(na_str text)
{
    na_text_stat stat = {.indented = is_indented(text)};
    while (text.n) {
        unsigned char byte = (unsigned char)text.p[0];
        if (byte >= 128) {
            count_wide(&stat, na_utf8_next(&text));
            continue;
        }
        text = na_str_skip(text, 1);
        unsigned char kind = ascii_class[byte];
        stat.chars += kind != WHITE;
        stat.commas += kind == COMMA;
        stat.sentences += kind == STOP && stops_here(text);
    }
    return stat;
}
