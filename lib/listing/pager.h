/* listing/pager.h: the further pages of a list. Each way of writing a pager has a reader; all of
 * them run, and what they find is one set. A new kind of pager is a new row in the table of
 * pager.c.
 */
#ifndef NA_LISTING_PAGER_H
#define NA_LISTING_PAGER_H

#include "listing/links.h"

#define NA_PAGES_MAX 5000 /* pages that a reader may make up from a number */
#define NA_PAGER_ROOTS_MAX 16

typedef struct na_page_ref {
    na_list_request request;
    uint32_t number; /* 1-based; 0: not known */
} na_page_ref;

typedef struct na_pager {
    const na_list_work *w;
    na_page_ref *v;
    size_t n, room;
    uint32_t total, current;              /* 0: not known */
    na_node_id roots[NA_PAGER_ROOTS_MAX]; /* elements that hold a pager and nothing else */
    size_t root_count;
} na_pager;

void na_pager_read(const na_list_work *w, na_pager *out);

/* For the readers. `link` is resolved against the page. */
void na_pager_add(na_pager *p, na_str link, uint32_t number);
/* A request whose body, empty for GET, is the same whenever the page is the same. */
void na_pager_add_body(na_pager *p, na_str link, na_str post, uint32_t number);
void na_pager_add_request(na_pager *p, const na_list_request *request, uint32_t number);
/* Does the pager at `root` stand at the end of an article's text, not of a list or of comments? */
bool na_pager_is_of_article(const na_list_work *w, na_node_id root);
void na_pager_read_links(na_pager *p);
void na_pager_read_totals(na_pager *p);
void na_pager_read_create_page(na_pager *p);
void na_pager_read_select(na_pager *p);
void na_pager_read_functions(na_pager *p);
void na_pager_read_postback(na_pager *p);
void na_pager_read_jpage(na_pager *p);
void na_pager_read_units(na_pager *p);
void na_pager_read_buttons(na_pager *p);
void na_pager_read_requests(na_pager *p);

/* An address with a number in it, as a script puts it together: prefix + N + suffix. */
typedef struct na_page_pattern {
    na_str prefix, suffix;
} na_page_pattern;

/* Reads `"list_" + n + ".html"` where n is `variable`. */
bool na_pattern_parse(na_str expression, na_str variable, na_page_pattern *out);
/* The pattern in the body of `function name(variable)` of any script of the page. */
bool na_pattern_of_function(const na_doc *doc, na_str name, na_page_pattern *out);
/* Behind "location", "location.href" and their "=" in `code`; empty when there is none. */
na_str na_location_expression(na_str code);
void na_pager_add_pattern(na_pager *p, const na_page_pattern *pattern, uint32_t number);

#endif
