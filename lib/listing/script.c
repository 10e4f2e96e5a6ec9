/* The few forms of ECMAScript that the pager readers know. */
#include "listing/script.h"

na_str na_skip_space(na_str s)
{
    while (s.n && na_is_space(s.p[0]))
        s = na_str_skip(s, 1);
    return s;
}

bool na_take_literal(na_str *s, na_str *out)
{
    if (s->n == 0 || (s->p[0] != '"' && s->p[0] != '\''))
        return false;
    na_str rest = na_str_skip(*s, 1);
    size_t end = na_str_find_byte(rest, s->p[0]);
    if (end == NA_NOT_FOUND)
        return false;
    *out = na_str_take(rest, end);
    *s = na_str_skip(rest, end + 1);
    return na_str_find_byte(*out, '\\') == NA_NOT_FOUND;
}

static bool is_name_byte(char c)
{
    return na_is_alpha(c) || na_is_digit(c) || c == '_' || c == '$';
}

na_str na_take_name(na_str s)
{
    size_t n = 0;
    while (n < s.n && is_name_byte(s.p[n]))
        n++;
    return na_str_take(s, n);
}

na_str na_find_function(na_str script, na_str name)
{
    for (size_t at; (at = na_str_find(script, NA_STR("function"))) != NA_NOT_FOUND;) {
        script = na_skip_space(na_str_skip(script, at + 8));
        na_str rest = na_skip_space(na_str_skip(script, name.n));
        if (na_str_eq(na_take_name(script), name) && na_str_starts(rest, NA_STR("(")))
            return na_str_skip(rest, 1);
    }
    return (na_str){NULL, 0};
}
