/* Names and strings as CSS Syntax Level 3, section 4, has them, and what is said of faults. */
#include "html/selector_scan.h"

#include "core/error.h"
#include "text/utf8.h"
#include <stdarg.h>
#include <stdio.h>

/* ---- errors ---- */

bool na_sel_fail(na_sel_scan *s, size_t at, const char *format, ...)
{
    char text[sizeof s->fault->message];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->fault->column = na_utf8_count(na_str_take(s->text, at)) + 1;
    na_printable(s->fault->message, sizeof s->fault->message, na_str_from(text));
    return false;
}

/* The character at `at`, for a message. */
na_str na_sel_character(const na_sel_scan *s, size_t at)
{
    na_str rest = na_str_skip(s->text, at), from = rest;
    if (rest.n)
        na_utf8_next(&rest);
    return na_str_take(from, from.n - rest.n);
}

bool na_sel_unexpected(na_sel_scan *s, const char *wanted)
{
    if (s->at >= s->text.n)
        return na_sel_fail(s, s->at, "the selector ends where %s is expected", wanted);
    return na_sel_fail(s, s->at, "\"%.*s\" stands where %s is expected",
                       NA_STR_ARG(na_sel_character(s, s->at)), wanted);
}

/* ---- characters ---- */

char na_sel_peek(const na_sel_scan *s)
{
    return s->at < s->text.n ? s->text.p[s->at] : '\0';
}

bool na_sel_take(na_sel_scan *s, char c)
{
    bool is = s->at < s->text.n && s->text.p[s->at] == c;
    s->at += is;
    return is;
}

bool na_sel_skip_space(na_sel_scan *s)
{
    size_t from = s->at;
    while (s->at < s->text.n && na_is_space(s->text.p[s->at]))
        s->at++;
    return s->at > from;
}

bool na_sel_begins_name(const na_sel_scan *s, size_t at)
{
    char c = at < s->text.n ? s->text.p[at] : '\0';
    return na_is_alpha(c) || c == '_' || c == '\\' || (unsigned char)c >= 0x80;
}

static bool goes_on(const na_sel_scan *s)
{
    char c = na_sel_peek(s);
    return na_sel_begins_name(s, s->at) || na_is_digit(c) || c == '-';
}

static void put(na_sel_scan *s, na_str bytes)
{
    memcpy(s->bytes + s->used, bytes.p, bytes.n);
    s->used += bytes.n;
}

/* What stands behind a backslash. */
static void take_escape(na_sel_scan *s)
{
    char out[4];
    uint32_t code = 0;
    size_t digits = 0;
    for (; digits < 6 && s->at < s->text.n && na_hex_value(na_sel_peek(s)) >= 0; digits++, s->at++)
        code = code * 16 + (uint32_t)na_hex_value(na_sel_peek(s));
    if (digits == 0) {
        na_str c = na_sel_character(s, s->at);
        put(s, c);
        s->at += c.n;
        return;
    }
    if (s->at < s->text.n && na_is_space(na_sel_peek(s)))
        s->at++;
    bool bad = code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
    put(s, (na_str){out, na_utf8_put(out, bad ? 0xFFFD : code)});
}

/* From `begin` in bytes to what is there now, closed by a NUL. */
static na_str close_name(na_sel_scan *s, size_t begin)
{
    na_str name = {s->bytes + begin, s->used - begin};
    s->bytes[s->used++] = '\0';
    return name;
}

bool na_sel_name(na_sel_scan *s, const char *wanted, na_str *out)
{
    size_t begin = s->used, at = s->at;
    while (na_sel_peek(s) == '-' && s->at - at < 2)
        put(s, (na_str){s->text.p + s->at++, 1});
    if (!na_sel_begins_name(s, s->at) && s->at - at < 2) {
        if (na_is_digit(na_sel_peek(s)))
            return na_sel_fail(s, s->at,
                               "a name cannot begin with a digit: write [attr=\"value\"]");
        return na_sel_unexpected(s, wanted);
    }
    while (s->at < s->text.n && goes_on(s)) {
        if (na_sel_take(s, '\\'))
            take_escape(s);
        else
            put(s, (na_str){s->text.p + s->at++, 1});
    }
    *out = close_name(s, begin);
    return true;
}

bool na_sel_lower_name(na_sel_scan *s, const char *wanted, na_str *out)
{
    size_t begin = s->used;
    if (!na_sel_name(s, wanted, out))
        return false;
    for (size_t i = begin; i < s->used; i++)
        s->bytes[i] = na_lower(s->bytes[i]);
    return true;
}

bool na_sel_string(na_sel_scan *s, na_str *out)
{
    size_t open = s->at, begin = s->used;
    char quote = s->text.p[s->at++];
    while (s->at < s->text.n && na_sel_peek(s) != quote) {
        if (na_sel_take(s, '\\'))
            take_escape(s);
        else
            put(s, (na_str){s->text.p + s->at++, 1});
    }
    if (!na_sel_take(s, quote))
        return na_sel_fail(s, open, "the quote that begins here is never closed");
    *out = close_name(s, begin);
    return true;
}
