/* core/str.h: string slices. A slice borrows its bytes and carries their length; it need not end
 * with NUL. The empty slice may have p == NULL. */
#ifndef NA_CORE_STR_H
#define NA_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct na_str {
    const char *p;
    size_t n;
} na_str;

#define NA_STR(literal) ((na_str){(literal), sizeof(literal) - 1})
#define NA_STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */
#define NA_NOT_FOUND SIZE_MAX

static inline na_str na_str_from(const char *cstr)
{
    return (na_str){cstr, cstr ? strlen(cstr) : 0};
}
static inline bool na_str_eq(na_str a, na_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool na_str_starts(na_str s, na_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}
static inline bool na_str_ends(na_str s, na_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}
/* s without its first n bytes; empty when there are fewer */
static inline na_str na_str_skip(na_str s, size_t n)
{
    return n >= s.n ? (na_str){s.p ? s.p + s.n : NULL, 0} : (na_str){s.p + n, s.n - n};
}
/* the first n bytes of s at most */
static inline na_str na_str_take(na_str s, size_t n)
{
    return (na_str){s.p, n < s.n ? n : s.n};
}

/* ASCII only: bytes from 0x80 compare as they are, whatever the locale. */
bool na_str_eq_nocase(na_str a, na_str b);
bool na_str_starts_nocase(na_str s, na_str prefix);
/* Byte offset of the first occurrence, or NA_NOT_FOUND. An empty needle is found at 0. */
size_t na_str_find(na_str s, na_str needle);
size_t na_str_find_nocase(na_str s, na_str needle);
size_t na_str_find_byte(na_str s, char byte);
/* Without ASCII white space (HTML's: tab, LF, FF, CR, space) at both ends. */
na_str na_str_trim(na_str s);
/* Cuts at the first `byte`: returns what stands before it, *rest gets what stands behind (empty
 * when `byte` does not occur). *rest may be s itself. */
na_str na_str_cut(na_str s, char byte, na_str *rest);
/* Decimal digits at the start of s as a number; *used (may be NULL) gets how many. Saturates. */
uint64_t na_str_number(na_str s, size_t *used);

static inline char na_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline bool na_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool na_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool na_is_space(char c) /* HTML white space */
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
/* Value of a hexadecimal digit, -1 for other bytes. */
int na_hex_value(char c);

#endif
