/* See css.h. Only what bears on addresses is read: comments, strings, url( and @import. */
#include "html/css.h"

#include "core/buf.h"
#include "text/utf8.h"

#define LINK_MAX 4096

typedef struct reader {
    na_arena *arena;
    na_str s;
    size_t i;
    na_css_fn fn;
    void *user;
    size_t count;
} reader;

static bool at(const reader *r, const char *word)
{
    return na_str_starts_nocase(na_str_skip(r->s, r->i), na_str_from(word));
}

static void skip_space(reader *r)
{
    while (r->i < r->s.n && na_is_space(r->s.p[r->i]))
        r->i++;
}

static bool is_hex(char c)
{
    return na_is_digit(c) || (na_lower(c) >= 'a' && na_lower(c) <= 'f');
}

/* Behind a backslash: up to six hexadecimal digits and one white space, or one character. */
static void add_escape(reader *r, na_sb *sb)
{
    uint32_t code = 0;
    size_t digits = 0;
    while (digits < 6 && r->i < r->s.n && is_hex(r->s.p[r->i])) {
        char c = na_lower(r->s.p[r->i++]);
        code = code * 16 + (uint32_t)(na_is_digit(c) ? c - '0' : c - 'a' + 10);
        digits++;
    }
    if (digits == 0) {
        if (r->i < r->s.n && r->s.p[r->i] != '\n')
            na_sb_add_byte(sb, r->s.p[r->i]);
        r->i++;
        return;
    }
    if (r->i < r->s.n && na_is_space(r->s.p[r->i]))
        r->i++;
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    char bytes[4];
    na_sb_add(sb, (na_str){bytes, na_utf8_put(bytes, code)});
}

/* Up to `end`, which is passed over: a quote, or ) for an address without quotes. */
static na_str value(reader *r, char end)
{
    na_sb sb = NA_SB(r->arena);
    while (r->i < r->s.n && r->s.p[r->i] != end) {
        char c = r->s.p[r->i++];
        if (c == '\\')
            add_escape(r, &sb);
        else if (c == '\n' && end != ')')
            break; /* a string that is not closed */
        else if (sb.n <= LINK_MAX)
            na_sb_add_byte(&sb, c);
    }
    r->i++;
    return sb.n <= LINK_MAX ? na_str_trim(na_sb_str(&sb)) : (na_str){NULL, 0};
}

/* The address ends where the reader stands. */
static void give(reader *r, size_t begin, na_str address)
{
    if (address.n == 0 || na_str_starts_nocase(address, NA_STR("data:")) ||
        r->count == NA_CSS_LINKS_MAX)
        return;
    r->count++;
    const na_css_link link = {address, begin, r->i < r->s.n ? r->i : r->s.n};
    r->fn(r->user, &link);
}

static void skip_comment(reader *r)
{
    size_t end = na_str_find(na_str_skip(r->s, r->i + 2), NA_STR("*/"));
    r->i = end == NA_NOT_FOUND ? r->s.n : r->i + 2 + end + 2;
}

static bool is_quote(const reader *r)
{
    return r->i < r->s.n && (r->s.p[r->i] == '"' || r->s.p[r->i] == '\'');
}

static void read_url(reader *r)
{
    size_t begin = r->i;
    r->i += 4;
    skip_space(r);
    bool quoted = is_quote(r);
    na_str address = quoted ? value(r, r->s.p[r->i++]) : value(r, ')');
    if (quoted) {
        skip_space(r);
        r->i += r->i < r->s.n && r->s.p[r->i] == ')';
    }
    give(r, begin, address);
}

/* @import "a.css"; the form with url() is found by read_url. */
static void read_import(reader *r)
{
    r->i += 7;
    skip_space(r);
    size_t begin = r->i;
    if (is_quote(r)) {
        na_str address = value(r, r->s.p[r->i++]);
        give(r, begin, address);
    }
}

void na_css_links(na_arena *arena, na_str text, na_css_fn fn, void *user)
{
    reader r = {.arena = arena, .s = text, .fn = fn, .user = user};
    while (r.i < r.s.n) {
        char c = r.s.p[r.i];
        if (c == '/' && at(&r, "/*"))
            skip_comment(&r);
        else if ((c == 'u' || c == 'U') && at(&r, "url("))
            read_url(&r);
        else if (c == '@' && at(&r, "@import"))
            read_import(&r);
        else if (is_quote(&r))
            value(&r, r.s.p[r.i++]);
        else
            r.i++;
    }
}

void na_css_style_elements(na_arena *arena, na_str html, na_css_fn fn, void *user)
{
    for (;;) {
        size_t open = na_str_find_byte(html, '<');
        if (open == NA_NOT_FOUND)
            return;
        html = na_str_skip(html, open);
        if (na_str_starts(html, NA_STR("<!--"))) {
            size_t end = na_str_find(html, NA_STR("-->"));
            html = na_str_skip(html, end == NA_NOT_FOUND ? html.n : end);
        } else if (na_str_starts_nocase(html, NA_STR("<style"))) {
            na_str_cut(html, '>', &html);
            size_t end = na_str_find_nocase(html, NA_STR("</style"));
            na_css_links(arena, na_str_take(html, end), fn, user);
            html = na_str_skip(html, end == NA_NOT_FOUND ? html.n : end);
        } else {
            html = na_str_skip(html, 1);
        }
    }
}
