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
    na_str post; /* what the page was asked for with, when by POST; else empty */
} na_list_input;

typedef struct na_entry {
    na_str url, title;
    na_str date;        /* ISO 8601, empty: not known */
    bool date_has_year; /* the list or the address states the year; else it is a guess (the latest
                           that fits) and no more than weak evidence */
} na_entry;

/* How a further page is asked for: GET url, or, when `post` is not empty, POST url with that body
 * as application/x-www-form-urlencoded. */
typedef struct na_list_request {
    na_str url;
    na_str post;
    na_str key; /* of a POST: names the page, for `post` differs from answer to answer (view state);
                   two requests with equal URLs and keys bring the same page */
} na_list_request;

typedef struct na_category {
    na_str url, name;
    size_t parent; /* index of another category, SIZE_MAX: none */
} na_category;

typedef enum na_page_kind { NA_KIND_OTHER, NA_KIND_LISTING, NA_KIND_ARTICLE } na_page_kind;

typedef struct na_list_page {
    const na_entry *entries; /* in page order, each URL once */
    size_t entry_count;
    const na_list_request *pages; /* further pages, ascending where their numbers are known */
    size_t page_count;
    uint32_t total_pages; /* 0: not known */
    uint64_t fingerprint; /* of the set of entry URLs, whatever their order; 0: no entries */
    const na_category *categories;
    size_t category_count;
    na_page_kind kind;
} na_list_page;

void na_list_read(na_arena *arena, const na_list_input *in, na_list_page *out);

/* Parts of an article that is spread over several pages ("1 2 3 下一页" behind the text). */
#define NA_ARTICLE_PARTS_MAX 200
typedef struct na_article_parts {
    const na_str *urls; /* the other parts, ascending */
    size_t count;       /* 0: the article has no other parts */
    na_str first;       /* the first part: this page itself when it is that; empty: not known */
    uint32_t number;    /* of this page, from 1 */
} na_article_parts;
/* For pages that are articles. What a part tells adds to what the parts before it told: long
 * articles name only the parts near the current one. */
void na_article_parts_find(na_arena *arena, const na_list_input *in, na_article_parts *out);

/* Does a page that came with a status of success say that there is none (soft 404)? */
bool na_page_is_soft_404(int status, const na_doc *doc);
/* Did a firewall or a bot check answer in place of the site? Such an answer is no article and says
 * nothing about the page. */
bool na_page_is_blocked(int status, const na_doc *doc);

/* Is the answer to a page's request data (JSON, JSONP, XML) and not a page? `body` in any encoding
 * that has ASCII. */
bool na_list_is_data(na_str content_type, na_str body);
/* The same from such data, `text` in UTF-8. in->doc is not used; in->base should be the address of
 * the page that asked for it where that is known. Data that is no list gives an empty page. */
void na_list_read_data(na_arena *arena, const na_list_input *in, na_str text, na_list_page *out);

#endif
