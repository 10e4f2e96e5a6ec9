/* Leaving elements out: one pass that copies what stays, and takes the sums of what goes off those
 * of the elements around it. */
#include "html/without.h"

static bool stays_always(const na_doc *d, na_node_id n)
{
    return n == 0 || n == d->head || n == d->body;
}

static void subtract(uint32_t *from, uint32_t what)
{
    *from -= what < *from ? what : *from; /* a p counts as one paragraph, whatever is in it */
}

static void take_off(na_node *nodes, na_node_id around, const na_node *gone)
{
    for (; around != NA_NO_NODE; around = nodes[around].parent) {
        na_node *up = &nodes[around];
        subtract(&up->text_chars, gone->text_chars);
        subtract(&up->link_chars, gone->link_chars);
        subtract(&up->sentences, gone->sentences);
        subtract(&up->commas, gone->commas);
        subtract(&up->paragraphs, gone->paragraphs);
        subtract(&up->links, gone->links);
        subtract(&up->elements, gone->elements);
    }
}

/* Descendants stand behind their ancestors, so from the back each end is known in time. */
static void set_ends(na_node *nodes, uint32_t count)
{
    for (na_node_id k = 0; k < count; k++)
        nodes[k].end = k + 1;
    for (na_node_id k = count; k-- > 1;) {
        na_node *up = &nodes[nodes[k].parent];
        if (nodes[k].end > up->end)
            up->end = nodes[k].end;
    }
}

const na_doc *na_doc_without(na_arena *arena, const na_doc *d, const bool *gone, na_node_id *map)
{
    na_doc *copy = na_arena_zalloc(arena, sizeof *copy);
    na_node *nodes = na_arena_array(arena, d->count, sizeof *nodes);
    uint32_t count = 0;
    for (na_node_id n = 0; n < d->count;) {
        const na_node *from = na_node_at(d, n);
        na_node_id parent = from->parent == NA_NO_NODE ? NA_NO_NODE : map[from->parent];
        if (gone[n] && !stays_always(d, n)) {
            take_off(nodes, parent, from);
            for (na_node_id k = n; k < from->end; k++)
                map[k] = NA_NO_NODE;
            n = from->end;
            continue;
        }
        nodes[count] = *from;
        nodes[count].parent = parent;
        map[n++] = count++;
    }
    set_ends(nodes, count);
    *copy = *d;
    copy->nodes = nodes;
    copy->count = count;
    copy->head = d->head == NA_NO_NODE ? NA_NO_NODE : map[d->head];
    copy->body = d->body == NA_NO_NODE ? NA_NO_NODE : map[d->body];
    return copy;
}
