/* Pruning inside the chosen nodes: lists and boxes of links, by link density and by signs. Never
 * when more than two fifths of the prose would go. */
#include "article/body_parts.h"

static bool is_box(const na_node *e)
{
    if (e->type != NA_ELEMENT)
        return false;
    switch (e->tag) {
    case NA_TAG_DIV:
    case NA_TAG_SECTION:
    case NA_TAG_ARTICLE:
    case NA_TAG_UL:
    case NA_TAG_OL:
    case NA_TAG_DL:
    case NA_TAG_TABLE:
    case NA_TAG_HEADER:
    case NA_TAG_P:
    case NA_TAG_SPAN: return true;
    default: return false;
    }
}

/* Why a box is not body, or NA_DROP_INHERITED when it is. */
static na_drop foreign_by(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    const na_weight *w = &b->weight[n];
    na_signs s = b->signs[n];
    if (!is_box(e) || e->text_chars == 0)
        return NA_DROP_INHERITED;
    if ((s & NA_SIGN_META) && w->prose < 60 && e->text_chars < 150)
        return NA_DROP_META;
    if ((s & NA_SIGN_LINKS) && e->link_chars * 10 > e->text_chars * 4)
        return NA_DROP_RELATED;
    if (e->tag == NA_TAG_P || e->tag == NA_TAG_SPAN)
        return NA_DROP_INHERITED;
    /* many short links */
    bool many =
        e->links >= 2 && e->link_chars * 10 > e->text_chars * 6 && e->link_chars < e->links * 90;
    return many ? NA_DROP_LINKS : NA_DROP_INHERITED;
}

void na_body_prune(na_body *b)
{
    const na_doc *d = b->doc;
    for (size_t i = 0; i < b->root_count; i++) {
        na_node_id root = b->roots[i], end = d->nodes[root].end;
        uint64_t whole = b->weight[root].prose;
        for (na_node_id n = root + 1; n < end;) {
            bool judged = b->mark[n] || na_is_kept(b, n);
            na_drop why = judged ? NA_DROP_INHERITED : foreign_by(b, n);
            if (why && (uint64_t)b->weight[n].prose * 5 < whole * 2)
                na_mark(b, n, NA_MARK_PRUNED, why);
            n = b->mark[n] ? d->nodes[n].end : n + 1;
        }
    }
}
