/* article/outlet.c: what can be the name of an outlet, as the value of 来源. */
#include "article/candidates.h"

#define OUTLET_CHARS_MAX 40

na_str na_strip_brackets(na_str s)
{
    static const struct {
        na_str open, close;
    } PAIRS[] = {{{"(", 1}, {")", 1}},   {{"（", 3}, {"）", 3}}, {{"[", 1}, {"]", 1}},
                 {{"【", 3}, {"】", 3}}, {{"“", 3}, {"”", 3}},   {{"\"", 1}, {"\"", 1}}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        if (na_str_starts(s, PAIRS[i].open) && na_str_ends(s, PAIRS[i].close) &&
            s.n > PAIRS[i].open.n + PAIRS[i].close.n)
            return na_str_take(na_str_skip(s, PAIRS[i].open.n),
                               s.n - PAIRS[i].open.n - PAIRS[i].close.n);
    return s;
}

static bool is_edge_noise(uint32_t c)
{
    return na_is_white(c) || c < 0x20 || c == ':' || c == 0xFF1A || c == ',' || c == 0xFF0C ||
           c == ';' || c == '-' || c == '/' || c == '|' || c == '>' || c == 0xB7;
}

static na_str trim_noise(na_str s)
{
    while (s.n > 0) {
        na_str next = s;
        if (!is_edge_noise(na_utf8_next(&next)))
            break;
        s = next;
    }
    while (s.n > 0) {
        size_t at = s.n;
        do
            at--;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80);
        na_str last = na_str_skip(s, at);
        if (!is_edge_noise(na_utf8_next(&last)))
            break;
        s.n = at;
    }
    return s;
}

na_str na_clean_outlet(na_str s)
{
    s = trim_noise(na_strip_brackets(trim_noise(s)));
    size_t words = 0, digits = 0;
    for (na_str rest = s; rest.n > 0;) {
        uint32_t c = na_utf8_next(&rest);
        words += na_is_word(c);
        digits += c < 0x80 && na_is_digit((char)c);
    }
    static const char *const NOTHING[] = {"未知",      "不详", "佚名",   "暂无",  "null",
                                          "undefined", "none", "未填写", "admin", NULL};
    for (const char *const *n = NOTHING; *n; n++)
        if (na_str_eq_nocase(s, na_str_from(*n)))
            return (na_str){0};
    bool address = na_str_starts_nocase(s, NA_STR("http")) || na_str_find_byte(s, '@') < s.n;
    if (words < 2 || digits == words || address || na_utf8_count(s) > OUTLET_CHARS_MAX)
        return (na_str){0};
    return s;
}

/* Names of outlets in Chinese have no spaces inside: what follows one is the next thing. */
na_str na_cut_outlet(na_str s)
{
    size_t space = na_str_find_byte(s, ' ');
    if (space == NA_NOT_FOUND || space < 6)
        return s;
    na_str head = na_str_take(s, space), probe = head;
    return na_is_cjk(na_utf8_next(&probe)) ? head : s;
}
