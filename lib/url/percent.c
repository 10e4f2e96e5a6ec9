/* Percent-encoding after the URL Standard, section 1.3. */
#include "url/percent.h"

#define FRAGMENT NA_SET_FRAGMENT
#define QUERY (NA_SET_QUERY | NA_SET_SPECIAL_QUERY)
#define SPECIAL NA_SET_SPECIAL_QUERY
#define PATH (NA_SET_PATH | NA_SET_USERINFO)
#define USER NA_SET_USERINFO
#define RFC NA_SET_RFC3986

static const unsigned char in_sets[128] = {
    [' '] = FRAGMENT | QUERY | PATH | RFC,
    ['"'] = FRAGMENT | QUERY | PATH | RFC,
    ['<'] = FRAGMENT | QUERY | PATH | RFC,
    ['>'] = FRAGMENT | QUERY | PATH | RFC,
    ['`'] = FRAGMENT | PATH | RFC,
    ['#'] = QUERY | PATH | RFC,
    ['\''] = SPECIAL,
    ['?'] = PATH,
    ['^'] = PATH | RFC,
    ['{'] = PATH | RFC,
    ['}'] = PATH | RFC,
    ['/'] = USER,
    [':'] = USER,
    [';'] = USER,
    ['='] = USER,
    ['@'] = USER,
    ['['] = USER | RFC,
    ['\\'] = USER | RFC,
    [']'] = USER | RFC,
    ['|'] = USER | RFC,
};

static bool in_set(char c, unsigned set)
{
    unsigned char byte = (unsigned char)c;
    return byte < 0x20 || byte > 0x7e || (in_sets[byte] & set) != 0;
}

void na_percent_put(na_sb *sb, char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char value = (unsigned char)byte;
    char escape[3] = {'%', digits[value >> 4], digits[value & 15]};
    na_sb_add(sb, (na_str){escape, sizeof escape});
}

void na_percent_add(na_sb *sb, na_str s, unsigned set)
{
    size_t start = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!in_set(s.p[i], set))
            continue;
        na_sb_add(sb, (na_str){s.p + start, i - start});
        na_percent_put(sb, s.p[i]);
        start = i + 1;
    }
    na_sb_add(sb, na_str_skip(s, start));
}

na_str na_percent_encode(na_arena *arena, na_str s, unsigned set)
{
    na_sb sb = NA_SB(arena);
    na_percent_add(&sb, s, set);
    return na_sb_str(&sb);
}

int na_percent_byte(na_str s)
{
    if (s.n < 3 || s.p[0] != '%')
        return -1;
    int high = na_hex_value(s.p[1]), low = na_hex_value(s.p[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

na_str na_percent_decode(na_arena *arena, na_str s)
{
    if (na_str_find_byte(s, '%') == NA_NOT_FOUND)
        return s;
    char *out = na_arena_array(arena, s.n, 1);
    size_t n = 0;
    while (s.n) {
        int byte = na_percent_byte(s);
        out[n++] = byte < 0 ? s.p[0] : (char)byte;
        s = na_str_skip(s, byte < 0 ? 1 : 3);
    }
    return (na_str){out, n};
}
