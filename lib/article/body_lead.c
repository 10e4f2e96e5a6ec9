/* The standfirst: a sentence or two between headline and body, outside the body's container. Needs
 * the headline's place, so it comes after the fields of the page are known. */
#include "article/body_parts.h"

#define NA_LEAD_UNITS 800 /* longer ones are another article */

/* Prose, or a line that is named a standfirst (those of headlines' style have no full stop). */
static bool reads_as_lead(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if (b->weight[n].points > 0)
        return true;
    return (b->signs[n] & NA_SIGN_LEAD) && !(b->signs[n] & (NA_SIGN_META | NA_SIGN_LINKS)) &&
           e->text_chars >= 25 && e->link_chars == 0;
}

/* The first block between title and body that reads like a sentence becomes the first root. */
void na_body_add_lead(const na_page *page, na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id title = page->title_node;
    if (b->ruled || b->root_count == 0 || b->root_count == NA_ROOTS_MAX || title == NA_NO_NODE ||
        title >= b->roots[0] || title < d->body)
        return;
    for (na_node_id n = d->nodes[title].end; n < b->roots[0]; n++) {
        const na_node *e = na_node_at(d, n);
        if (b->mark[n] || (b->signs[n] & NA_SIGN_CAPTION) || na_is_element(d, n, NA_TAG_FIGURE)) {
            n = e->end - 1;
            continue;
        }
        if (na_contains(d, n, b->roots[0]) || !reads_as_lead(b, n))
            continue;
        if (b->weight[n].prose > NA_LEAD_UNITS)
            return;
        memmove(b->roots + 1, b->roots, b->root_count * sizeof *b->roots);
        b->roots[0] = n;
        b->root_count++;
        na_trace_note(b->trace, NA_NOTE_STEP, "a standfirst stands before it", n, (na_str){0});
        return;
    }
}
