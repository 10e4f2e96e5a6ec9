#include "core/str.h"

bool na_str_eq_nocase(na_str a, na_str b)
{
    return a.n == b.n && na_str_starts_nocase(a, b);
}

bool na_str_starts_nocase(na_str s, na_str prefix)
{
    if (s.n < prefix.n)
        return false;
    for (size_t i = 0; i < prefix.n; i++)
        if (na_lower(s.p[i]) != na_lower(prefix.p[i]))
            return false;
    return true;
}

size_t na_str_find(na_str s, na_str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return NA_NOT_FOUND;
    const char *hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit ? (size_t)(hit - s.p) : NA_NOT_FOUND;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

/* Where `c` stands in [from, end), else end. */
static const char *next(const char *from, char c, const char *end)
{
    const char *hit = from < end ? memchr(from, c, (size_t)(end - from)) : NULL;
    return hit ? hit : end;
}

size_t na_str_find_nocase(na_str s, na_str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return NA_NOT_FOUND;
    char first = na_lower(needle.p[0]), other = upper(first);
    const char *end = s.p + (s.n - needle.n) + 1, *low = next(s.p, first, end);
    const char *high = other == first ? end : next(s.p, other, end);
    for (;;) {
        const char *at = low < high ? low : high;
        if (at == end)
            return NA_NOT_FOUND;
        if (na_str_starts_nocase((na_str){at, needle.n}, needle))
            return (size_t)(at - s.p);
        if (at == low)
            low = next(at + 1, first, end);
        else
            high = next(at + 1, other, end);
    }
}

size_t na_str_find_byte(na_str s, char byte)
{
    const char *hit = s.n ? memchr(s.p, byte, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : NA_NOT_FOUND;
}

na_str na_str_trim(na_str s)
{
    while (s.n && na_is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n && na_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

na_str na_str_cut(na_str s, char byte, na_str *rest)
{
    size_t at = na_str_find_byte(s, byte);
    na_str head = na_str_take(s, at);
    *rest = at == NA_NOT_FOUND ? na_str_skip(s, s.n) : na_str_skip(s, at + 1);
    return head;
}

uint64_t na_str_number(na_str s, size_t *used)
{
    uint64_t value = 0;
    size_t i = 0;
    for (; i < s.n && na_is_digit(s.p[i]); i++) {
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        value = value > (UINT64_MAX - digit) / 10 ? UINT64_MAX : value * 10 + digit;
    }
    if (used)
        *used = i;
    return value;
}

int na_hex_value(char c)
{
    if (na_is_digit(c))
        return c - '0';
    c = na_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
