/* listing/page_param.h: the page's number in an address or a form body: ?page=7, "pageNo":7. */
#ifndef NA_LISTING_PAGE_PARAM_H
#define NA_LISTING_PAGE_PARAM_H

#include "core/arena.h"

/* Where the number stands. `name` is the parameter's. */
typedef struct na_page_param {
    size_t begin, end;
    na_str name;
    uint32_t number;
} na_page_param;

bool na_is_page_param(na_str name);
/* The last parameter named like a page whose value is a number. In JSON too, raw or
 * percent-encoded. */
bool na_page_param_find(na_str text, na_page_param *out);
/* `text` with another number there. */
na_str na_page_param_set(na_arena *arena, na_str text, const na_page_param *param, uint32_t number);
/* `url` asking for a page by a parameter it does not have yet. */
na_str na_page_param_append(na_arena *arena, na_str url, na_str name, uint32_t number);

#endif
