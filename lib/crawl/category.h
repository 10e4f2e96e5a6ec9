/* crawl/category.h: keeping to categories. With categories given, only the lists of these (and of
 * categories below them), their further pages, the articles they list and what those need are
 * fetched, and the seeds, whose navigation names the categories. */
#ifndef NA_CRAWL_CATEGORY_H
#define NA_CRAWL_CATEGORY_H

#include "core/arena.h"
#include "crawl/parse.h"

typedef struct na_category_filter na_category_filter;

/* Names as the site writes them, or URLs. NULL when out of memory. */
na_category_filter *na_category_filter_new(const char *const *wanted, size_t count);
void na_category_filter_free(na_category_filter *c); /* NULL is ignored */
bool na_category_filter_on(const na_category_filter *c);
/* Is the category found[i] wanted, itself or one of its parents? Notes that it was met. Inside an
 * arena run. */
bool na_category_filter_wants(na_category_filter *c, na_arena *arena, const na_found *found,
                              size_t i);
/* Those that are URLs: lists to begin with. NULL behind the last one. */
const char *na_category_filter_url(const na_category_filter *c, size_t i);
/* Names that were never met; NULL behind the last one. */
const char *na_category_filter_missing(const na_category_filter *c, size_t i);

#endif
