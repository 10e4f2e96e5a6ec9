/* html/document.h: a page as a flat, read-only tree.
 *
 * Nodes stand in document order (preorder) in one array. A node's descendants are the nodes behind
 * it up to, not including, its `end`: to walk a subtree count from n + 1 to end; to skip one go on
 * at end; its first child, if any, is n + 1. No recursion anywhere.
 *
 * Only this room knows Gumbo. The page is slimmed first (comments and the inside of script and
 * style never reach Gumbo; scripts and comments are kept beside the tree), parsed once under the
 * arena's budget and deadline, flattened once. Elements deeper than NA_DEPTH_MAX are ignored, their
 * text is kept by their last kept ancestor. The content of template is ignored. Elements of foreign
 * namespaces are NA_TAG_SVG (the svg element itself; what it draws is left out) or NA_TAG_OTHER. */
#ifndef NA_HTML_DOCUMENT_H
#define NA_HTML_DOCUMENT_H

#include "core/arena.h"
#include "core/str.h"
#include "html/tags.h"

#define NA_DEPTH_MAX 512
#define NA_NO_NODE UINT32_MAX

typedef uint32_t na_node_id;

typedef enum na_node_type { NA_ELEMENT, NA_TEXT, NA_COMMENT } na_node_type;

/* Comments are nodes only when they look like marks that a CMS puts around its fields: short, with
 * "begin", "end", "start", "content", "enp" or "<$[" in them. All comments stand in doc->comments.
 *
 * Flags of a node. NA_HIDDEN_NODE: hidden by attribute hidden, aria-hidden on non-media, style
 * display:none or visibility:hidden, or by an ancestor. NA_IN_LINK: inside <a href> (the a itself
 * is not). NA_BLOCK: an element that begins a line of its own. */
#define NA_BLOCK 1u
#define NA_HIDDEN_NODE 2u
#define NA_IN_LINK 4u
#define NA_WHITE 8u /* a text node of white space only */

typedef struct na_attr {
    na_str name;  /* lower case */
    na_str value; /* character references resolved */
} na_attr;

typedef struct na_node {
    na_str text;       /* text or comment; for elements the name, lower case */
    na_node_id parent; /* NA_NO_NODE for the root */
    na_node_id end;
    uint32_t attr; /* first attribute in doc->attrs */
    uint16_t attr_count;
    uint16_t tag; /* na_tag; NA_TAG_OTHER for text and comments */
    uint16_t depth;
    uint8_t type; /* na_node_type */
    uint8_t flags;
    /* sums over the subtree, the node itself among it, without what is in hidden nodes, script,
     * style, noscript, template, select, textarea, button, iframe, svg (these have sums of 0
     * themselves): */
    uint32_t text_chars; /* code points that are not white space */
    uint32_t link_chars; /* of these, inside <a href> */
    uint32_t sentences;  /* sentence ends outside links */
    uint32_t commas;     /* outside links */
    uint32_t paragraphs; /* p elements, and runs of text ended by two br or by one br with an
                            indent behind it, of 20 code points or more */
    uint32_t links;      /* a[href] */
    uint32_t elements;
} na_node;

typedef struct na_doc {
    const na_node *nodes; /* nodes[0] is the html element */
    uint32_t count;
    const na_attr *attrs;
    na_node_id head, body; /* NA_NO_NODE when absent (only a frameset page has no body) */
    na_str source;         /* the whole page as UTF-8, before slimming */
    const na_str
        *scripts; /* inside of each script element, slices of source, in order; JSON-LD too */
    const na_str *script_types; /* value of the type attribute of each, as written; may be empty */
    size_t script_count;
    const na_str *comments; /* inside of each comment of the page, slices of source, in order */
    size_t comment_count;
    na_str base_href; /* of <base>, as written, empty when absent */
    bool fallback; /* a limit ended the parse: the tree holds title, meta, links and text as a flat
                      list only */
} na_doc;

/* The usual limits of a parse for a page of `bytes`: max(16 MiB, 48 x page) but at most 256 MiB,
 * and 1 s + 0.5 s a MB of CPU time. Three times what the worst honest page needed. */
na_arena_limits na_doc_default_limits(size_t bytes);
/* Parses UTF-8 `source` (a NUL must stand behind its last byte). `limits` bound the Gumbo parse
 * alone; when they end it, a linear tag-stripper makes a fallback document, so that title and metas
 * are not lost. Inside an arena run. Everything is in the arena. Never NULL. */
const na_doc *na_doc_parse(na_arena *arena, na_str source, na_arena_limits limits);

static inline const na_node *na_node_at(const na_doc *d, na_node_id n)
{
    return &d->nodes[n];
}
static inline bool na_is_element(const na_doc *d, na_node_id n, na_tag tag)
{
    return d->nodes[n].type == NA_ELEMENT && d->nodes[n].tag == tag;
}
/* Next node in preorder that is a sibling of n, or NA_NO_NODE. */
static inline na_node_id na_next_sibling(const na_doc *d, na_node_id n)
{
    na_node_id p = d->nodes[n].parent, next = d->nodes[n].end;
    return p != NA_NO_NODE && next < d->nodes[p].end ? next : NA_NO_NODE;
}
static inline na_node_id na_first_child(const na_doc *d, na_node_id n)
{
    return n + 1 < d->nodes[n].end ? n + 1 : NA_NO_NODE;
}
/* Is `inner` inside (or the same as) `outer`? */
static inline bool na_contains(const na_doc *d, na_node_id outer, na_node_id inner)
{
    return inner >= outer && inner < d->nodes[outer].end;
}
/* Value of an attribute, empty slice with p == NULL when the element has none of that name. */
na_str na_attr_get(const na_doc *d, na_node_id n, const char *name);
bool na_attr_has(const na_doc *d, na_node_id n, const char *name);
/* Is `word` one of those that white space separates in `list`? `any_case`: ASCII case is ignored.
 */
bool na_has_word(na_str list, na_str word, bool any_case);
/* Is `token` one of the element's classes? ASCII case is ignored, as in quirks mode. */
bool na_class_has(const na_doc *d, na_node_id n, const char *token);
/* First element with that tag in [from, end), or NA_NO_NODE. */
na_node_id na_find_tag(const na_doc *d, na_node_id from, na_node_id end, na_tag tag);
/* Text of the subtree, white space collapsed, blocks and br separated by one space; below n, what
 * the sums leave out is left out. In the arena. */
na_str na_node_text(na_arena *arena, const na_doc *d, na_node_id n);
const char *na_tag_name(na_tag tag);

#endif
