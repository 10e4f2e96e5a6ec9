/* The body where a site's rule names it: its containers are the outermost elements that the
 * selector names. What is named stays, wherever it stands and whatever its looks: it is neither
 * dead nor pruned, nor is what is around it; other boxes inside are judged as always. */
#include "article/body_parts.h"
#include "article/rules.h"

static bool is_hidden(const na_node *e)
{
    return e->type == NA_ELEMENT && (e->flags & NA_HIDDEN_NODE || e->tag == NA_TAG_NOSCRIPT);
}

/* Marks the named elements and all around them. */
void na_body_keep_ruled(na_body *b, const na_ruled *ruled)
{
    const na_doc *d = b->doc;
    if (!ruled || ruled->body_count == 0)
        return;
    b->ruled = ruled;
    b->keep = na_arena_zalloc(b->arena, d->count);
    for (size_t i = 0; i < ruled->body_count; i++)
        for (na_node_id n = ruled->body[i]; n != NA_NO_NODE && !b->keep[n]; n = d->nodes[n].parent)
            b->keep[n] = true;
}

/* The outermost hidden element around the first one that is hidden. */
na_node_id na_body_shown_ruled(const na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id shown = NA_NO_NODE;
    for (size_t i = 0; i < b->ruled->body_count && shown == NA_NO_NODE; i++)
        for (na_node_id n = b->ruled->body[i]; n != NA_NO_NODE; n = d->nodes[n].parent)
            if (is_hidden(na_node_at(d, n)))
                shown = n;
    return shown;
}

bool na_body_choose_ruled(na_body *b)
{
    const na_doc *d = b->doc;
    if (!b->ruled)
        return false;
    na_node_id end = 0; /* of the last root */
    for (size_t i = 0; i < b->ruled->body_count && b->root_count < NA_ROOTS_MAX; i++) {
        na_node_id n = b->ruled->body[i];
        if (n < end)
            continue;
        end = d->nodes[n].end;
        b->roots[b->root_count++] = n;
        na_trace_note(b->trace, NA_NOTE_STEP, "a rule of the site names it", n, (na_str){0});
    }
    return true;
}
