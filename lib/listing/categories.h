/* listing/categories.h: the categories that a page's menus and breadcrumb name. */
#ifndef NA_LISTING_CATEGORIES_H
#define NA_LISTING_CATEGORIES_H

#include "listing/links.h"

#define NA_CATEGORIES_MAX 500

typedef struct na_categories {
    na_category *v; /* in page order, each pair of URL and name once */
    size_t n;
} na_categories;

/* `entries`: for each URL number 1 when it is an article of a list. */
na_categories na_categories_find(const na_list_work *w, const uint8_t *entries);

#endif
