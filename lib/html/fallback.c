/* The tag-stripper for pages that end the parse. Its output goes through the same parser, because
 * character references and attributes should be read in one place only. */
#include "html/fallback.h"

#include "core/buf.h"
#include "html/document.h"
#include "html/scan.h"
#include "html/tagtable.h"

#define HEAD_MAX ((size_t)256 << 10)
#define BODY_MAX ((size_t)1 << 20)
#define ELEMENTS_MAX 20000
#define TAG_MAX 8192     /* bytes of a start tag that is copied */
#define TAG_ATTRS_MAX 32 /* Gumbo compares each attribute with each other one */

typedef struct stripper {
    na_arena *arena;
    na_str page;
    na_sb head, body;
    const char *block; /* open block in the body, NULL: none */
    bool in_link, have_title;
    unsigned elements;
} stripper;

static void put_text(na_sb *out, na_str text)
{
    while (text.n) {
        size_t lt = na_str_find_byte(text, '<');
        na_sb_add(out, na_str_take(text, lt));
        if (lt == NA_NOT_FOUND)
            return;
        na_sb_add(out, NA_STR("&lt;"));
        text = na_str_skip(text, lt + 1);
    }
}

static void close_link(stripper *s)
{
    if (s->in_link)
        na_sb_add(&s->body, NA_STR("</a>"));
    s->in_link = false;
}

static void close_block(stripper *s)
{
    close_link(s);
    if (s->block)
        na_sb_addf(&s->body, "</%s>", s->block);
    s->block = NULL;
}

static void open_block(stripper *s, const char *name)
{
    close_block(s);
    na_sb_addf(&s->body, "<%s>", name);
    s->block = name;
    s->elements++;
}

static void add_text(stripper *s, na_str text)
{
    if (!s->block && na_str_trim(text).n == 0)
        return;
    if (!s->block)
        open_block(s, "p");
    put_text(&s->body, text);
}

static bool may_copy(const na_tag_scan *tag, na_str written)
{
    return written.n <= TAG_MAX && tag->attr_count <= TAG_ATTRS_MAX;
}

static void add_link(stripper *s, const na_tag_scan *tag, na_str written)
{
    close_link(s);
    if (tag->closing || !may_copy(tag, written))
        return;
    if (!s->block)
        open_block(s, "p");
    na_sb_add(&s->body, written);
    s->in_link = true;
    s->elements++;
}

static void add_block(stripper *s, na_tag tag, bool closing)
{
    close_block(s);
    if (!closing && tag >= NA_TAG_H1 && tag <= NA_TAG_H6)
        open_block(s, na_tag_name(tag));
}

/* Content of title, script, style, textarea...; returns the offset of its end tag. */
static size_t take_raw(stripper *s, const na_tag_scan *tag, na_tag kind)
{
    size_t end = kind == NA_TAG_SCRIPT ? na_scan_script_end(s->page, tag->end)
                                       : na_scan_raw_end(s->page, tag->end, tag->name);
    if (kind != NA_TAG_TITLE || s->have_title || end == NA_NOT_FOUND || end - tag->end > HEAD_MAX)
        return end;
    s->have_title = true;
    na_sb_add(&s->head, NA_STR("<title>"));
    put_text(&s->head, (na_str){s->page.p + tag->end, end - tag->end});
    na_sb_add(&s->head, NA_STR("</title>"));
    return end;
}

static size_t take_tag(stripper *s, size_t at)
{
    na_tag_scan tag = na_scan_tag(s->page, at);
    if (tag.end == NA_NOT_FOUND)
        return tag.end;
    na_str written = {s->page.p + at, tag.end - at};
    na_tag kind = na_tag_from_gumbo(gumbo_tagn_enum(tag.name.p, (unsigned)tag.name.n));
    switch (kind) {
    case NA_TAG_META:
    case NA_TAG_LINK:
    case NA_TAG_BASE:
        if (may_copy(&tag, written) && s->head.n + written.n < HEAD_MAX && !tag.closing)
            na_sb_add(&s->head, written);
        break;
    case NA_TAG_A: add_link(s, &tag, written); break;
    case NA_TAG_BR: close_block(s); break;
    case NA_TAG_TITLE:
    case NA_TAG_SCRIPT:
    case NA_TAG_STYLE:
    case NA_TAG_TEXTAREA:
    case NA_TAG_IFRAME: return tag.closing ? tag.end : take_raw(s, &tag, kind);
    default:
        if (na_tag_is_block(kind))
            add_block(s, kind, tag.closing);
    }
    return tag.end;
}

static size_t take_markup(stripper *s, size_t at)
{
    na_str inside;
    char next = at + 1 < s->page.n ? s->page.p[at + 1] : 0;
    if (na_scan_is_tag(s->page, at))
        return take_tag(s, at);
    if (na_str_starts(na_str_skip(s->page, at), NA_STR("<!--")))
        return na_scan_comment(s->page, at, &inside);
    if (next == '!' || next == '/' || next == '?')
        return na_scan_behind(s->page, at + 1, '>');
    add_text(s, NA_STR("<"));
    return at + 1;
}

static bool is_full(const stripper *s)
{
    return s->body.n > BODY_MAX || s->elements > ELEMENTS_MAX;
}

/* Text from `at` to the next '<'; returns where that stands, NA_NOT_FOUND at the end. */
static size_t take_text(stripper *s, size_t at)
{
    na_str rest = na_str_skip(s->page, at);
    size_t lt = na_str_find_byte(rest, '<');
    add_text(s, na_str_take(na_str_take(rest, lt), BODY_MAX));
    return lt == NA_NOT_FOUND ? lt : at + lt;
}

na_str na_flat_page(na_arena *arena, const na_slimmed *slim)
{
    stripper s = {.arena = arena, .page = slim->text, .head = NA_SB(arena), .body = NA_SB(arena)};
    na_sb_add(&s.head, NA_STR("<!DOCTYPE html><head>"));
    for (size_t at = 0; at != NA_NOT_FOUND && at < s.page.n && !is_full(&s);) {
        at = take_text(&s, at);
        if (at != NA_NOT_FOUND)
            at = take_markup(&s, at);
    }
    close_block(&s);
    na_sb_add(&s.head, NA_STR("</head><body>"));
    na_sb_add(&s.head, na_sb_str(&s.body));
    return na_sb_str(&s.head);
}
