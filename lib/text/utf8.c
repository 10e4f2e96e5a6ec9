/* Walking over UTF-8 (RFC 3629, so no surrogates, no overlong forms) and what is built on it. */
#include "text/utf8.h"

#include "core/buf.h"

/* Length of the sequence that `lead` opens, and the range of the byte behind it, which is where
 * overlong forms, surrogates and what lies above U+10FFFF show (Unicode, table 3-7). */
static unsigned sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static bool take_sequence(na_str s, unsigned n, unsigned char low, unsigned char high, uint32_t *c)
{
    if (n < 2 || s.n < n)
        return false;
    const unsigned char *p = (const unsigned char *)s.p;
    if (p[1] < low || p[1] > high)
        return false;
    uint32_t value = p[0] & (0x7Fu >> n);
    for (unsigned i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return false;
        value = value << 6 | (p[i] & 0x3Fu);
    }
    *c = value;
    return true;
}

uint32_t na_utf8_next_wide(na_str *s)
{
    unsigned char low, high;
    uint32_t c;
    unsigned n = sequence((unsigned char)*s->p, &low, &high);
    if (!take_sequence(*s, n, low, high, &c)) {
        c = 0xFFFD;
        n = 1;
    }
    s->p += n;
    s->n -= n;
    return c;
}

size_t na_utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xFFu) | c);
    return n;
}

size_t na_utf8_ascii_run(na_str s)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= s.n; i += sizeof word) {
        memcpy(&word, s.p + i, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

static bool is_plain_three(na_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    return s.n >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 &&
           (p[2] & 0xC0) == 0x80;
}

size_t na_utf8_valid_run(na_str s)
{
    na_str rest = s;
    for (;;) {
        rest = na_str_skip(rest, na_utf8_ascii_run(rest));
        while (is_plain_three(rest))
            rest = na_str_skip(rest, 3);
        if (rest.n == 0)
            return s.n;
        if ((unsigned char)*rest.p < 0x80)
            continue;
        unsigned char low, high;
        uint32_t c;
        unsigned n = sequence((unsigned char)*rest.p, &low, &high);
        if (!take_sequence(rest, n, low, high, &c))
            return s.n - rest.n;
        rest = na_str_skip(rest, n);
    }
}

size_t na_utf8_bad_length(na_str s)
{
    unsigned char low, high;
    unsigned n = sequence((unsigned char)s.p[0], &low, &high);
    size_t i = 1;
    for (; i < n && i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        if (b < low || b > high)
            break;
        low = 0x80;
        high = 0xBF;
    }
    return i;
}

bool na_utf8_valid(na_str s)
{
    return na_utf8_valid_run(s) == s.n;
}

/* Eight bytes at once: those with both high bits set. */
size_t na_utf8_leads(na_str s)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t count = 0;
    uint64_t word;
    for (; s.n >= sizeof word; s = na_str_skip(s, sizeof word)) {
        memcpy(&word, s.p, sizeof word);
        count += (size_t)(((word >> 7 & word >> 6 & ones) * ones) >> 56);
    }
    for (size_t i = 0; i < s.n; i++)
        count += (unsigned char)s.p[i] >= 0xC0;
    return count;
}

size_t na_utf8_count(na_str s)
{
    size_t count = 0;
    while (s.n) {
        na_utf8_next(&s);
        count++;
    }
    return count;
}

size_t na_count_nonspace(na_str s)
{
    size_t count = 0;
    while (s.n)
        count += !na_is_white(na_utf8_next(&s));
    return count;
}

/* The last code point of s and where it begins; a bad byte counts as one. */
static uint32_t last_code_point(na_str s, size_t *begin)
{
    for (size_t back = 1; back <= 4 && back <= s.n; back++) {
        if (((unsigned char)s.p[s.n - back] & 0xC0) == 0x80)
            continue;
        na_str tail = na_str_skip(s, s.n - back);
        uint32_t c = na_utf8_next(&tail);
        if (tail.n)
            break;
        *begin = s.n - back;
        return c;
    }
    *begin = s.n - 1;
    return 0xFFFD;
}

na_str na_trim_white(na_str s)
{
    for (na_str rest = s; rest.n; s = rest)
        if (!na_is_white(na_utf8_next(&rest)))
            break;
    while (s.n) {
        size_t begin;
        if (!na_is_white(last_code_point(s, &begin)))
            break;
        s.n = begin;
    }
    return s;
}

na_str na_collapse(na_arena *arena, na_str s)
{
    s = na_trim_white(s);
    char *out = na_arena_alloc(arena, s.n + 1);
    size_t n = 0;
    bool white = false;
    while (s.n) {
        na_str before = s;
        bool is_white = na_is_white(na_utf8_next(&s));
        if (!is_white) {
            memcpy(out + n, before.p, before.n - s.n);
            n += before.n - s.n;
        } else if (!white) {
            out[n++] = ' ';
        }
        white = is_white;
    }
    out[n] = '\0';
    return (na_str){out, n};
}

na_str na_fold(na_arena *arena, na_str s)
{
    na_sb out = NA_SB(arena);
    while (s.n) {
        char bytes[4];
        uint32_t c = na_utf8_next(&s);
        if (c < 0x80) {
            if (na_is_alpha((char)c) || na_is_digit((char)c))
                na_sb_add_byte(&out, na_lower((char)c));
            continue;
        }
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - '!';
        if (na_is_word(c))
            na_sb_add(&out, (na_str){bytes, na_utf8_put(bytes, na_to_lower(c))});
    }
    return na_sb_str(&out);
}
