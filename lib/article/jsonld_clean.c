/* article/jsonld_clean.c: JSON-LD as pages write it. Seen in the wild: HTML comments and CDATA
 * around the object, comments inside, commas before a closing bracket, raw line breaks and tabs
 * inside strings, a semicolon at the end, and bad escapes such as \' . */
#include "article/candidates.h"
#include "core/buf.h"

typedef struct cleaner {
    na_str in;
    size_t at;
    na_sb out;
    bool in_string;
} cleaner;

static bool at_text(const cleaner *c, na_str what)
{
    return na_str_starts(na_str_skip(c->in, c->at), what);
}

/* Comments and wrappers, with the text that ends them; an empty end: only the opener goes. */
static const struct {
    na_str open, close;
} WRAPPERS[] = {
    {{"/*", 2}, {"*/", 2}},      {{"<!--", 4}, {"", 0}}, {{"-->", 3}, {"", 0}},
    {{"<![CDATA[", 9}, {"", 0}}, {{"]]>", 3}, {"", 0}},
};

static bool skip_wrapper(cleaner *c)
{
    for (size_t i = 0; i < sizeof WRAPPERS / sizeof WRAPPERS[0]; i++) {
        if (!at_text(c, WRAPPERS[i].open))
            continue;
        c->at += WRAPPERS[i].open.n;
        if (WRAPPERS[i].close.n > 0) {
            size_t end = na_str_find(na_str_skip(c->in, c->at), WRAPPERS[i].close);
            c->at = end == NA_NOT_FOUND ? c->in.n : c->at + end + WRAPPERS[i].close.n;
        }
        return true;
    }
    return false;
}

static bool skip_line_comment(cleaner *c)
{
    if (!at_text(c, NA_STR("//")))
        return false;
    /* also the "//" before <![CDATA[, which does not end the line */
    if (na_str_starts(na_str_skip(c->in, c->at + 2), NA_STR("<![CDATA[")) ||
        na_str_starts(na_str_skip(c->in, c->at + 2), NA_STR("]]>"))) {
        c->at += 2;
        return true;
    }
    size_t end = na_str_find_byte(na_str_skip(c->in, c->at), '\n');
    c->at = end == NA_NOT_FOUND ? c->in.n : c->at + end;
    return true;
}

/* A comma that a closing bracket follows is left out. */
static bool is_trailing_comma(const cleaner *c)
{
    size_t i = c->at + 1;
    while (i < c->in.n && (na_is_space(c->in.p[i]) || c->in.p[i] == ','))
        i++;
    return i < c->in.n && (c->in.p[i] == '}' || c->in.p[i] == ']');
}

static void copy_escape(cleaner *c)
{
    char next = c->at + 1 < c->in.n ? c->in.p[c->at + 1] : '\0';
    if (next != '\0' && strchr("\"\\/bfnrtu", next)) {
        na_sb_add_byte(&c->out, '\\');
        na_sb_add_byte(&c->out, next);
    } else if (next != '\0' && (unsigned char)next >= 0x20) {
        na_sb_add_byte(&c->out, next);
    }
    c->at += 2;
}

static void copy_in_string(cleaner *c)
{
    char b = c->in.p[c->at];
    if (b == '\\') {
        copy_escape(c);
        return;
    }
    if (b == '"')
        c->in_string = false;
    na_sb_add_byte(&c->out, (unsigned char)b < 0x20 ? ' ' : b);
    c->at++;
}

static void copy_outside(cleaner *c)
{
    char b = c->in.p[c->at];
    if (skip_wrapper(c) || skip_line_comment(c))
        return;
    if (b == '"')
        c->in_string = true;
    bool drop = b == ';' || (b == ',' && is_trailing_comma(c));
    if (!drop)
        na_sb_add_byte(&c->out, (unsigned char)b < 0x20 ? ' ' : b);
    c->at++;
}

na_str na_jsonld_clean(na_arena *arena, na_str raw)
{
    cleaner c = {.in = raw, .out = NA_SB(arena)};
    while (c.at < c.in.n) {
        if (c.in_string)
            copy_in_string(&c);
        else
            copy_outside(&c);
    }
    return na_sb_str(&c.out);
}
