/* Text and Markdown of one line. White space collapses to single spaces; zero-width spaces, soft
 * hyphens and control characters are dropped. Emphasis and links are opened when text comes and
 * closed before the space that ends them, for CommonMark knows no "** text **". */
#include "article/inline.h"

#include "text/utf8.h"

/* Bytes that could begin markup in CommonMark or GFM wherever they stand. */
static bool is_markup(char c)
{
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '_':
    case '[':
    case ']':
    case '<':
    case '>':
    case '|':
    case '~':
    case '&': return true;
    default: return false;
    }
}

void na_markdown_escape(na_sb *md, na_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++)
        if (is_markup(s.p[i])) {
            na_sb_add(md, (na_str){s.p + from, i - from});
            na_sb_add_byte(md, '\\');
            from = i;
        }
    na_sb_add(md, na_str_skip(s, from));
}

void na_inline_begin(na_inline *w)
{
    w->text_from = w->text.n;
    w->md_from = w->md.n;
    w->space = false;
    w->is = (na_style){0};
}

static void close_emphasis(na_inline *w)
{
    if (w->is.code)
        na_sb_add_byte(&w->md, '`');
    if (w->is.italic)
        na_sb_add_byte(&w->md, '*');
    if (w->is.bold)
        na_sb_add_cstr(&w->md, "**");
    w->is.bold = w->is.italic = w->is.code = false;
}

void na_inline_target(na_sb *md, na_str url)
{
    for (size_t i = 0; i < url.n; i++) {
        char c = url.p[i];
        if (c == '(' || c == ')' || c == '<' || c == '>' || c == '\\' || (unsigned char)c <= ' ')
            na_sb_addf(md, "%%%02X", (unsigned)(unsigned char)c);
        else
            na_sb_add_byte(md, c);
    }
}

static bool same_style(const na_style *a, const na_style *b)
{
    return a->link.p == b->link.p && a->bold == b->bold && a->italic == b->italic &&
           a->code == b->code;
}

static void close_style(na_inline *w)
{
    if (same_style(&w->is, &w->want))
        return;
    close_emphasis(w);
    if (w->is.link.n && w->is.link.p != w->want.link.p) {
        na_sb_add_cstr(&w->md, "](");
        na_inline_target(&w->md, w->is.link);
        na_sb_add_byte(&w->md, ')');
        w->is.link = (na_str){0};
    }
}

static void open_style(na_inline *w)
{
    if (same_style(&w->is, &w->want))
        return;
    if (w->want.link.n && w->is.link.n == 0)
        na_sb_add_byte(&w->md, '[');
    if (w->want.bold)
        na_sb_add_cstr(&w->md, "**");
    if (w->want.italic)
        na_sb_add_byte(&w->md, '*');
    if (w->want.code)
        na_sb_add_byte(&w->md, '`');
    w->is = w->want;
}

/* Writes what is due before the next character. */
static void before_text(na_inline *w)
{
    bool first = w->text.n == w->text_from;
    close_style(w);
    if (w->space && !first) {
        na_sb_add_byte(&w->text, ' ');
        na_sb_add_byte(&w->md, ' ');
    }
    w->space = false;
    open_style(w);
}

static void put(na_inline *w, na_str s)
{
    before_text(w);
    na_sb_add(&w->text, s);
    if (w->want.code)
        for (size_t i = 0; i < s.n; i++)
            na_sb_add_byte(&w->md, s.p[i] == '`' ? '\'' : s.p[i]);
    else
        na_markdown_escape(&w->md, s);
}

/* Length of what is neither white nor dropped at the start of s; with 0 *skip is the length of the
 * one that is and *white says which. */
static size_t solid_length(na_str s, size_t *skip, bool *white)
{
    na_str rest = s;
    while (rest.n) {
        unsigned char c = (unsigned char)rest.p[0];
        if (c > 0x20 && c < 0x7F) {
            rest = na_str_skip(rest, 1);
            continue;
        }
        na_str before = rest;
        uint32_t u = na_utf8_next(&rest);
        bool drop = u == 0x200B || u == 0xFEFF || u == 0xAD || u == 0x2060 || u == 0x7F ||
                    (u < 0x20 && !na_is_space((char)u));
        if (drop || na_is_white(u)) {
            if (before.n == s.n) {
                *skip = before.n - rest.n;
                *white = !drop;
            }
            return s.n - before.n;
        }
    }
    return s.n;
}

static void put_pre(na_inline *w, na_str s)
{
    w->space = false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\n' || s.p[i] == '\t') {
            na_sb_add_byte(&w->text, s.p[i]);
            na_sb_add_byte(&w->md, s.p[i]);
        }
}

void na_inline_text(na_inline *w, na_str s)
{
    if (w->pre) {
        put_pre(w, s);
        return;
    }
    while (s.n) {
        size_t skip = 0;
        bool white = false;
        size_t n = solid_length(s, &skip, &white);
        if (n)
            put(w, na_str_take(s, n));
        else if (white)
            w->space = true;
        s = na_str_skip(s, n ? n : skip);
    }
}

void na_inline_end(na_inline *w)
{
    na_style want = w->want;
    w->want = (na_style){0};
    close_style(w);
    w->want = want;
    w->space = false;
}

void na_inline_cell(na_inline *w)
{
    na_inline_end(w);
    na_sb_add_byte(&w->text, '\t');
    na_sb_add_cstr(&w->md, " | ");
}
