/* listing/listing.h: reading a list page or home page from a document that is already parsed. All
 * results are in the arena; all functions run inside an arena run. */
#ifndef NA_LISTING_LISTING_H
#define NA_LISTING_LISTING_H

#include "core/arena.h"
#include "html/document.h"
#include "text/encoding.h"

typedef struct na_list_input {
    const na_doc *doc;
    na_str url;  /* of the page, absolute */
    na_str base; /* what links are resolved against: url, or <base> */
    const na_encoding *encoding;
    int64_t now; /* fetch time, seconds since 1970 */
} na_list_input;

typedef struct na_entry {
    na_str url, title;
    na_str date; /* ISO 8601, empty: not known */
} na_entry;

typedef struct na_category {
    na_str url, name;
    size_t parent; /* index of another category, SIZE_MAX: none */
} na_category;

typedef enum na_page_kind { NA_KIND_OTHER, NA_KIND_LISTING, NA_KIND_ARTICLE } na_page_kind;

typedef struct na_list_page {
    const na_entry *entries; /* in page order, each URL once */
    size_t entry_count;
    const na_str *pages; /* further pages of the list, ascending where their numbers are known */
    size_t page_count;
    uint32_t total_pages; /* 0: not known */
    const na_category *categories;
    size_t category_count;
    na_page_kind kind;
} na_list_page;

void na_list_read(na_arena *arena, const na_list_input *in, na_list_page *out);

#endif
