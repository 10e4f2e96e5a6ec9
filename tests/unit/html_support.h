/* Helpers of the tests of lib/html: a document from a literal, a document as one line of text. */
#ifndef HTML_SUPPORT_H
#define HTML_SUPPORT_H

#include "core/arena.h"
#include "core/buf.h"
#include "html/document.h"
#include "html/foreign.h"
#include "html/parse.h"
#include "text/utf8.h"

typedef struct page_run {
    void (*fn)(na_arena *arena, const na_doc *doc);
    na_str html;
} page_run;

static inline void parse_and_call(na_arena *arena, void *user)
{
    page_run *run = user;
    run->fn(arena, na_doc_parse(arena, run->html, na_doc_default_limits(run->html.n)));
}

/* Calls fn with the document of `html`, inside an arena run. */
static inline newsarc_status with_doc(const char *html, void (*fn)(na_arena *, const na_doc *))
{
    na_arena *arena = na_arena_new();
    page_run run = {fn, na_str_from(html)};
    newsarc_status status = na_arena_run(arena, (na_arena_limits){0, 0}, parse_and_call, &run);
    na_arena_free(arena);
    return status;
}

static inline void add_visible(na_sb *sb, na_str text)
{
    while (text.n) {
        na_str rest = text;
        if (!na_is_white(na_utf8_next(&rest)))
            na_sb_add(sb, na_str_take(text, text.n - rest.n));
        text = rest;
    }
}

/* Elements with attributes and depth, and text without white space; scripts, styles and comments
 * without their content, svg without what is in it. */
static inline na_str dump_doc(na_arena *arena, const na_doc *doc)
{
    na_sb sb = NA_SB(arena);
    for (na_node_id n = 0; n < doc->count; n++) {
        const na_node *node = na_node_at(doc, n);
        const na_node *up = node->parent == NA_NO_NODE ? node : na_node_at(doc, node->parent);
        if (node->type == NA_TEXT && up->tag != NA_TAG_SCRIPT && up->tag != NA_TAG_STYLE)
            add_visible(&sb, node->text);
        if (node->type != NA_ELEMENT)
            continue;
        if (node->tag == NA_TAG_SVG)
            n = node->end - 1;
        na_sb_addf(&sb, "<%u %.*s", node->depth, NA_STR_ARG(node->text));
        for (uint32_t i = node->attr; i < node->attr + node->attr_count; i++)
            na_sb_addf(&sb, " %.*s=%.*s", NA_STR_ARG(doc->attrs[i].name),
                       NA_STR_ARG(doc->attrs[i].value));
        na_sb_add_cstr(&sb, ">");
    }
    return na_sb_str(&sb);
}

/* The same page parsed without the slim pass. */
static inline const na_doc *parse_plain(na_arena *arena, na_str html)
{
    na_slimmed *whole = na_arena_zalloc(arena, sizeof *whole);
    char *text = na_arena_cstr(arena, html);
    na_foreign_rename(text, html.n);
    whole->text = (na_str){text, html.n};
    return na_doc_from_slimmed(arena, html, whole, na_doc_default_limits(html.n));
}

#endif
