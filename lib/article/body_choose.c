/* Choosing the container: several candidates, one comparison.
 *
 * Candidates are every live block: scored bottom up by points (as Readability does), by density,
 * and by what its names say. The winner is widened to an ancestor or to siblings of the same shape
 * when the body is split, and narrowed to a child that holds nearly all of it. */
#include "article/body_parts.h"

static double density(const na_weight *w)
{
    return (double)w->prose / ((double)w->prose + (double)w->junk + 20.0);
}

static bool is_container(const na_node *e)
{
    if (e->type != NA_ELEMENT || !(e->flags & NA_BLOCK))
        return false;
    switch (e->tag) {
    case NA_TAG_P:
    case NA_TAG_LI:
    case NA_TAG_H1:
    case NA_TAG_H2:
    case NA_TAG_H3:
    case NA_TAG_H4:
    case NA_TAG_H5:
    case NA_TAG_H6:
    case NA_TAG_BLOCKQUOTE:
    case NA_TAG_FIGURE:
    case NA_TAG_FIGCAPTION: return false;
    default: return true;
    }
}

static double name_factor(const na_body *b, na_node_id n)
{
    na_signs s = b->signs[n];
    const na_node *e = na_node_at(b->doc, n);
    double f = s & NA_SIGN_BODY ? 1.6 : s & NA_SIGN_MAIN ? 1.15 : 1.0;
    if (e->tag == NA_TAG_ARTICLE)
        f *= 1.15;
    if (s & (NA_SIGN_META | NA_SIGN_CAPTION | NA_SIGN_LINKS))
        f *= 0.8;
    return f;
}

static double value_of(const na_body *b, na_node_id n)
{
    const na_weight *w = &b->weight[n];
    double dens = density(w);
    return (double)w->score * dens * name_factor(b, n);
}

static na_node_id best_container(const na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id best = NA_NO_NODE;
    double top = 0;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        if (b->weight[n].score <= 0 || (b->mark[n] & NA_MARK_DEAD) || !is_container(&d->nodes[n]))
            continue;
        double v = value_of(b, n);
        if (v > top) {
            top = v;
            best = n;
        }
    }
    return best;
}

/* The child of `n` with the most prose. */
static na_node_id main_child(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = NA_NO_NODE;
    for (na_node_id c = na_first_child(d, n); c != NA_NO_NODE; c = na_next_sibling(d, c))
        if (best == NA_NO_NODE || b->weight[c].prose > b->weight[best].prose)
            best = c;
    return best;
}

static na_node_id narrow(const na_body *b, na_node_id n)
{
    for (;;) {
        na_node_id c = main_child(b, n);
        if (c == NA_NO_NODE || !is_container(na_node_at(b->doc, c)) || (b->mark[c] & NA_MARK_DEAD))
            return n;
        double whole = b->weight[n].prose, part = b->weight[c].prose;
        if (part < 0.97 * whole)
            return n;
        n = c;
    }
}

/* An ancestor is taken when it adds a good deal of prose and little else. */
static na_node_id widen(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = n, p = d->nodes[n].parent;
    for (int level = 0; level < 4 && p != NA_NO_NODE && p != d->body; level++) {
        double more = (double)b->weight[p].prose - (double)b->weight[best].prose;
        double junk = (double)b->weight[p].junk - (double)b->weight[best].junk;
        if (more > 0.1 * (double)b->weight[best].prose && more > 2.5 * junk)
            best = p;
        p = d->nodes[p].parent;
    }
    return best;
}

void na_body_choose(na_body *b)
{
    if (b->doc->body == NA_NO_NODE)
        return;
    na_node_id n = best_container(b);
    if (n == NA_NO_NODE)
        return;
    n = widen(b, n);
    n = narrow(b, n);
    b->roots[0] = n;
    b->root_count = 1;
}
