/* Gumbo 0.10.1 ends the process in an assertion when foreign content holds an element that shares
 * its name with select, td or th (<svg><select><title><select><table>): resetting the insertion
 * mode forgets the namespace. Debian's library is built with assertions, so such a page must never
 * be seen by it. svg and math therefore become HTML elements that the tree builder knows and gives
 * no rules of their own, bdo and data, in a spelling that nobody uses; the flattening gives the
 * names back.
 *
 * HTML does not end svg where the foreign rules would, at <div>, <p> and their like (HTML Standard
 * 13.2.6.5). An svg that is left in that way, or never closed, becomes an element without content,
 * so that it cannot hide the text behind it. */
#include "html/foreign.h"

#define NAME_MAX_BYTES 16
#define OPEN_MAX                                                                                   \
    32 /* nested svg and math that are paired; deeper ones lose their content's name               \
        */

typedef struct open_tag {
    size_t name; /* offset of the name */
    na_foreign kind;
} open_tag;

typedef struct renamer {
    char *text;
    na_str all;
    open_tag open[OPEN_MAX];
    size_t depth;
    size_t html_depth; /* inside foreignObject, where HTML is at home */
} renamer;

static const struct {
    na_str name;
    const char *with_content, *without;
} names[] = {
    [NA_FOREIGN_SVG] = {{"svg", 3}, "bDo", "wBr"},
    [NA_FOREIGN_MATH] = {{"math", 4}, "dAta", "aRea"},
};

/* Start tags that leave foreign content. */
static const char *const leaving[] = {
    "b",      "big",     "blockquote", "body",  "br",  "center", "code", "dd",   "div",
    "dl",     "dt",      "em",         "embed", "h1",  "h2",     "h3",   "h4",   "h5",
    "h6",     "head",    "hr",         "i",     "img", "li",     "menu", "meta", "nobr",
    "ol",     "p",       "pre",        "ruby",  "s",   "small",  "span", "sub",  "strong",
    "strike", "listing", "sup",        "table", "tt",  "u",      "ul",   "var",
};

/* Cut at NAME_MAX_BYTES: no name that matters here is as long. */
static na_str name_at(na_str text, size_t at)
{
    size_t end = at;
    while (end < text.n && end - at < NAME_MAX_BYTES && !na_is_space(text.p[end]) &&
           text.p[end] != '/' && text.p[end] != '>')
        end++;
    return (na_str){text.p + at, end - at};
}

static na_foreign kind_of(na_str name)
{
    for (na_foreign k = NA_FOREIGN_SVG; k <= NA_FOREIGN_MATH; k++)
        if (na_str_eq_nocase(name, names[k].name))
            return k;
    return NA_FOREIGN_NONE;
}

static bool leaves(na_str name)
{
    for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++)
        if (na_str_eq_nocase(name, na_str_from(leaving[i])))
            return true;
    return false;
}

static void put(renamer *r, const open_tag *tag, const char *name)
{
    memcpy(r->text + tag->name, name, names[tag->kind].name.n);
}

static bool is_self_closing(na_str text, size_t at)
{
    size_t end = na_str_find_byte(na_str_take(na_str_skip(text, at), 4096), '>');
    return end != NA_NOT_FOUND && end > 0 && text.p[at + end - 1] == '/';
}

static void drop_open(renamer *r)
{
    while (r->depth)
        r->depth--, put(r, &r->open[r->depth], names[r->open[r->depth].kind].without);
    r->html_depth = 0;
}

static void begin(renamer *r, open_tag tag)
{
    if (r->depth == OPEN_MAX || is_self_closing(r->all, tag.name)) {
        put(r, &tag, names[tag.kind].without);
        return;
    }
    r->open[r->depth++] = tag;
}

static void end(renamer *r, open_tag tag)
{
    put(r, &tag, names[tag.kind].with_content);
    if (r->depth && r->open[r->depth - 1].kind == tag.kind) {
        r->depth--;
        put(r, &r->open[r->depth], names[tag.kind].with_content);
    }
}

/* <title/> in foreign content is empty; in HTML the rest of the page would be its text. */
static bool is_empty_raw(na_str text, size_t at, na_str name)
{
    static const char *const raw[] = {"title", "style", "script", "textarea", "iframe"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        if (na_str_eq_nocase(name, na_str_from(raw[i])))
            return is_self_closing(text, at);
    return false;
}

static void pass_other(renamer *r, na_str name, bool closing)
{
    size_t at = (size_t)(name.p - r->text);
    if (!closing && !r->html_depth && is_empty_raw(r->all, at, name)) {
        memset(r->text + at, ' ', name.n);
        memcpy(r->text + at, names[NA_FOREIGN_SVG].without, names[NA_FOREIGN_SVG].name.n);
        return;
    }
    if (na_str_eq_nocase(name, NA_STR("foreignobject")))
        r->html_depth = closing ? 0 : 1;
    else if (!closing && !r->html_depth && leaves(name))
        drop_open(r);
}

void na_foreign_rename(char *text, size_t length)
{
    renamer r = {.text = text, .all = {text, length}};
    for (size_t at = 0, step; at < length; at += step) {
        size_t found = na_str_find_byte(na_str_skip(r.all, at), '<');
        if (found == NA_NOT_FOUND)
            break;
        size_t begins = at + found + 1;
        bool closing = begins < length && text[begins] == '/';
        open_tag tag = {begins + closing, NA_FOREIGN_NONE};
        step = found + 1;
        na_str name = name_at(r.all, tag.name);
        tag.kind = kind_of(name);
        if (tag.kind == NA_FOREIGN_NONE) {
            if (r.depth)
                pass_other(&r, name, closing);
        } else if (closing) {
            end(&r, tag);
        } else {
            begin(&r, tag);
        }
    }
    drop_open(&r);
}

na_foreign na_foreign_kind(na_str tag)
{
    for (na_foreign k = NA_FOREIGN_SVG; k <= NA_FOREIGN_MATH; k++)
        if (na_str_starts(na_str_skip(tag, 1), na_str_from(names[k].with_content)) ||
            na_str_starts(na_str_skip(tag, 1), na_str_from(names[k].without)))
            return k;
    return NA_FOREIGN_NONE;
}
