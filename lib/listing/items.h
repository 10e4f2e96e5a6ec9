/* listing/items.h: the repeated structures of a page: rows, list items, blocks that hold one link
 * each. */
#ifndef NA_LISTING_ITEMS_H
#define NA_LISTING_ITEMS_H

#include "listing/links.h"

/* One link and the item it belongs to. */
typedef struct na_item {
    na_node_id node;
    na_node_id container; /* its parent */
    uint32_t link;        /* index in the link table */
    uint16_t tag;
} na_item;

/* Items of one container with the same tag: v[from] up to, not including, v[end]; links of the same
 * item stand together. */
typedef struct na_item_group {
    uint32_t from, end;
} na_item_group;

typedef struct na_items {
    na_item *v; /* ordered by container, tag, node, link */
    uint32_t count;
    na_item_group *groups; /* in page order of their containers */
    uint32_t group_count;
} na_items;

na_items na_items_find(const na_list_work *w);

#endif
