/* An item of a link is the nearest ancestor that has siblings of the same tag with other links in
 * them. Where that gives two or three cells of a row, the row is taken if it repeats more often.
 * Each step looks at counts made before, so the whole is linear in nodes and links. */
#include "listing/items.h"

#include <stdlib.h>

#define CLIMB_MAX 12     /* levels from the link to its item */
#define ITEM_LINKS_MAX 6 /* an item with more links is a list itself */
#define CELLS_MAX 3

/* For each element: how many children of its parent have its tag and hold different links. */
static void count_siblings(const na_list_work *w, na_node_id parent, uint32_t *repeats)
{
    const na_doc *d = w->doc;
    uint32_t count[NA_TAG_COUNT] = {0}, last[NA_TAG_COUNT] = {0}, from;
    for (na_node_id c = na_first_child(d, parent); c != NA_NO_NODE; c = na_next_sibling(d, c)) {
        if (d->nodes[c].type != NA_ELEMENT || na_links_of(w, c, &from) == from)
            continue;
        uint32_t url = w->links[from].url_id + 1; /* 0: no link yet, or one without URL */
        unsigned tag = d->nodes[c].tag;
        count[tag] += url && url != last[tag];
        last[tag] = url ? url : last[tag];
    }
    for (na_node_id c = na_first_child(d, parent); c != NA_NO_NODE; c = na_next_sibling(d, c))
        if (d->nodes[c].type == NA_ELEMENT && na_links_of(w, c, &from) > from)
            repeats[c] = count[d->nodes[c].tag];
}

static uint32_t *count_repeats(const na_list_work *w)
{
    uint32_t *repeats = na_arena_zalloc(w->arena, w->doc->count * sizeof *repeats), from;
    for (na_node_id n = 0; n < w->doc->count; n++)
        if (w->doc->nodes[n].type == NA_ELEMENT && na_links_of(w, n, &from) > from)
            count_siblings(w, n, repeats);
    return repeats;
}

/* List items and rows hold one entry each even when they stand alone. */
static bool is_row(const na_doc *d, na_node_id n)
{
    switch (d->nodes[n].tag) {
    case NA_TAG_LI:
    case NA_TAG_TR:
    case NA_TAG_DD:
    case NA_TAG_ARTICLE: return true;
    default: return false;
    }
}

/* Two or three cells or blocks of a row that itself repeats more often. */
static bool is_cell_of(const na_doc *d, na_node_id cell, na_node_id row, const uint32_t *repeats,
                       uint32_t links)
{
    return !is_row(d, cell) && repeats[cell] <= CELLS_MAX && repeats[row] > repeats[cell] &&
           links <= CELLS_MAX;
}

static na_node_id item_of(const na_list_work *w, const na_link *link, const uint32_t *repeats)
{
    const na_doc *d = w->doc;
    na_node_id best = NA_NO_NODE, row = NA_NO_NODE, n = link->node;
    uint32_t from;
    for (int level = 0; level < CLIMB_MAX && n != d->body && n != 0; level++) {
        uint32_t links = na_links_of(w, n, &from) - from;
        if (links > ITEM_LINKS_MAX)
            break;
        if (repeats[n] >= 2 && (best == NA_NO_NODE || is_cell_of(d, best, n, repeats, links)))
            best = n;
        if (row == NA_NO_NODE && is_row(d, n))
            row = n;
        n = d->nodes[n].parent;
    }
    return best != NA_NO_NODE ? best : row;
}

static int compare_items(const void *a, const void *b)
{
    const na_item *x = a, *y = b;
    if (x->container != y->container)
        return x->container < y->container ? -1 : 1;
    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return x->link < y->link ? -1 : x->link > y->link;
}

static void make_groups(const na_list_work *w, na_items *items)
{
    items->groups = na_arena_array(w->arena, items->count, sizeof *items->groups);
    for (uint32_t i = 0, end; i < items->count; i = end) {
        const na_item *first = &items->v[i];
        for (end = i + 1; end < items->count; end++)
            if (items->v[end].container != first->container || items->v[end].tag != first->tag)
                break;
        items->groups[items->group_count++] = (na_item_group){i, end};
    }
}

na_items na_items_find(const na_list_work *w)
{
    na_items items = {0};
    const uint32_t *repeats = count_repeats(w);
    items.v = na_arena_array(w->arena, w->link_count, sizeof *items.v);
    for (uint32_t i = 0; i < w->link_count; i++) {
        const na_link *link = &w->links[i];
        na_node_id n = link->url.n ? item_of(w, link, repeats) : NA_NO_NODE;
        if (n != NA_NO_NODE)
            items.v[items.count++] = (na_item){n, w->doc->nodes[n].parent, i, w->doc->nodes[n].tag};
    }
    qsort(items.v, items.count, sizeof *items.v, compare_items);
    make_groups(w, &items);
    return items;
}
