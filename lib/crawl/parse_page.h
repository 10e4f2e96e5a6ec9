/* crawl/parse_page.h: what the files parse*.c share. No other file includes it. */
#ifndef NA_CRAWL_PARSE_PAGE_H
#define NA_CRAWL_PARSE_PAGE_H

#include "core/buf.h"
#include "crawl/directives.h"
#include "crawl/parse.h"
#include "html/intake.h"
#include "listing/listing.h"

#define NA_PARSE_MAX ((size_t)8 << 20) /* bytes of a body that are read */

/* One answer on its way through the parser. */
typedef struct na_parse_page {
    na_arena *arena;
    const na_parse_input *input;
    na_str agent;
    na_str url, content_type, body;
    int64_t now;
    int status; /* of the response */
    na_directives directives;
    na_intake in;
    newsarc_article *article; /* owned; NULL: none */
    na_found *v;
    size_t n, room;
    na_parsed *out;
} na_parse_page;

/* Room for one more found thing, zeroed; NULL when `url` is empty. */
na_found *na_parse_add(na_parse_page *pg, na_str url, na_role role);
void na_parse_add_list(na_parse_page *pg, const na_list_page *list);

/* parse_parts.c. Finds the other parts of an article. */
void na_parse_parts(na_parse_page *pg);
/* Puts into the JSON what lists say and the page does not. */
newsarc_status na_parse_complete(na_parse_page *pg, na_buf *json);

/* parse_data.c: bodies that are no pages. */
typedef enum na_body_type {
    NA_BODY_OTHER,
    NA_BODY_HTML,
    NA_BODY_FEED, /* sitemap, RSS, Atom: it may be */
    NA_BODY_DATA, /* of a list: JSON, XML */
    NA_BODY_CSS
} na_body_type;
/* May a body with this Content-Type be of use? So that others are not decoded. */
bool na_parse_wants(const na_parse_input *input, na_str content_type);
na_body_type na_parse_body_type(const na_parse_page *pg);
/* Reads pg->body as that type (not HTML). */
newsarc_status na_parse_data(na_parse_page *pg, na_body_type type);

#endif
