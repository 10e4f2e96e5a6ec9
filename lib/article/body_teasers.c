/* Teasers: three or more boxes of one shape, each a linked headline with at most a snippet of text.
 * Their snippets read like prose, so density alone does not find them. */
#include "article/body_parts.h"

#define NA_TEASER_UNITS 420 /* prose of one teaser at most */
#define NA_TEASER_GROUP 3   /* so many make a list */
#define NA_TEASER_LOOK 80   /* nodes until the first text */
#define NA_REST_UNITS 150   /* of prose that must be left on the page */

/* The first visible text of n is a link. */
static bool begins_with_link(const na_doc *d, na_node_id n)
{
    na_node_id end = d->nodes[n].end;
    for (na_node_id k = n + 1; k < end && k < n + NA_TEASER_LOOK; k++) {
        const na_node *t = na_node_at(d, k);
        if (t->type == NA_TEXT && t->text_chars > 3)
            return (t->flags & NA_IN_LINK) != 0;
    }
    return false;
}

static bool has_linked_heading(const na_doc *d, na_node_id n)
{
    for (na_node_id k = n + 1; k < d->nodes[n].end && k < n + NA_TEASER_LOOK; k++) {
        const na_node *e = na_node_at(d, k);
        bool heading = e->type == NA_ELEMENT && e->tag >= NA_TAG_H1 && e->tag <= NA_TAG_H6;
        if (heading && e->text_chars > 8)
            return e->link_chars == e->text_chars ||
                   (e->parent != n && na_is_element(d, e->parent, NA_TAG_A));
    }
    return false;
}

static bool below_body(const na_body *b, na_node_id n)
{
    for (int level = 0; level < 6 && n != NA_NO_NODE; level++, n = b->doc->nodes[n].parent)
        if (b->signs[n] & NA_SIGN_BODY)
            return true;
    return false;
}

/* Boxes in which a teaser may stand; items of a list only outside of a body, for bodies list links
 * with remarks. */
static bool is_box(const na_body *b, na_node_id n)
{
    switch (b->doc->nodes[n].tag) {
    case NA_TAG_DIV:
    case NA_TAG_ARTICLE:
    case NA_TAG_SECTION:
    case NA_TAG_DL: return (b->signs[n] & NA_SIGN_BODY) == 0;
    case NA_TAG_LI: return !below_body(b, n);
    default: return false;
    }
}

static bool is_teaser(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if (e->type != NA_ELEMENT || e->links == 0 || e->links > 12 ||
        b->weight[n].raw > NA_TEASER_UNITS || e->text_chars > 2 * NA_TEASER_UNITS ||
        e->link_chars * 8 < e->text_chars || e->link_chars < 8)
        return false;
    if (!is_box(b, n) || na_find_tag(b->doc, n, e->end, NA_TAG_H1) != NA_NO_NODE)
        return false;
    return begins_with_link(b->doc, n) || has_linked_heading(b->doc, n);
}

static void mark_group(na_body *b, na_node_id parent)
{
    const na_doc *d = b->doc;
    na_node_id first = NA_NO_NODE;
    uint32_t teasers = 0, others = 0;
    uint64_t prose = 0;
    for (na_node_id c = na_first_child(d, parent); c != NA_NO_NODE; c = na_next_sibling(d, c)) {
        if (d->nodes[c].type != NA_ELEMENT || d->nodes[c].text_chars == 0)
            continue;
        if (is_teaser(b, c) && (first == NA_NO_NODE || na_same_shape(d, first, c))) {
            first = first == NA_NO_NODE ? c : first;
            teasers++;
            prose += b->weight[c].raw;
        } else {
            others += first != NA_NO_NODE && na_same_shape(d, first, c);
        }
    }
    if (teasers < NA_TEASER_GROUP || others * 2 > teasers ||
        prose + NA_REST_UNITS > b->weight[d->body].raw)
        return;
    for (na_node_id c = first; c != NA_NO_NODE; c = na_next_sibling(d, c))
        if (is_teaser(b, c) && na_same_shape(d, first, c))
            na_mark(b, c, NA_MARK_DEAD, NA_DROP_TEASERS);
}

void na_body_mark_teasers(na_body *b)
{
    const na_doc *d = b->doc;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++)
        if (d->nodes[n].type == NA_ELEMENT && d->nodes[n].links >= NA_TEASER_GROUP &&
            d->nodes[n].tag != NA_TAG_P)
            mark_group(b, n);
}
