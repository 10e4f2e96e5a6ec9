/* crawl/parse.h: a response in, what the crawler needs of it out. A pure function of its input and
 * behind one call, so that it can run on a thread of its own: a parser holds the working memory of
 * one thread. */
#ifndef NA_CRAWL_PARSE_H
#define NA_CRAWL_PARSE_H

#include "article/hints.h"
#include "core/arena.h"
#include "core/str.h"
#include "http/exchange.h"
#include <newsarc/status.h>

typedef struct na_parser na_parser;

typedef enum na_role {
    NA_ROLE_ENTRY,           /* of a list: an article */
    NA_ROLE_PAGER,           /* a further page of this list */
    NA_ROLE_CATEGORY,        /* named by the navigation */
    NA_ROLE_BODY_IMAGE,      /* of the article itself */
    NA_ROLE_BODY_ATTACHMENT, /* of the article itself */
    NA_ROLE_PAGE,            /* any other link */
    NA_ROLE_CANDIDATE,       /* named by a sitemap: an article or a list */
    NA_ROLE_FEED,            /* sitemap, RSS, Atom */
    NA_ROLE_PART,            /* a further page of this article */
    NA_ROLE_ATTACHMENT,
    NA_ROLE_REQUISITE,
    NA_ROLE_REFRESH /* meta refresh */
} na_role;

typedef struct na_found {
    na_str url;
    na_role role;
    na_str name;   /* of a category; title of an entry */
    na_str date;   /* of an entry, its year stated; empty: not known */
    na_str post;   /* of a pager, when it is asked for by POST; empty: GET */
    na_str key;    /* of such a page: names it where `post` differs from time to time */
    size_t parent; /* categories: index among all found, SIZE_MAX: none */
} na_found;

typedef enum na_page_type {
    NA_PAGE_NO_HTML, /* also data of lists, feeds, style sheets: what they name is found */
    NA_PAGE_ARTICLE,
    NA_PAGE_LISTING,
    NA_PAGE_OTHER,
    NA_PAGE_BROKEN /* HTML that could not be read; `reason` says why */
} na_page_type;

/* Is it what it says it is? */
typedef enum na_page_verdict {
    NA_PAGE_GENUINE,
    NA_PAGE_GONE,   /* a page of status 200 that says there is none */
    NA_PAGE_BLOCKED /* of a firewall or bot check, in the page's place */
} na_page_verdict;

/* Slices live until the parser's next page. */
typedef struct na_parsed {
    na_page_type type;
    na_page_verdict verdict; /* not GENUINE: nothing was found */
    bool noindex;            /* see directives.h */
    const na_found *found;
    size_t found_count;
    size_t entries; /* of a list, among found */
    bool is_feed;
    uint64_t fingerprint; /* of the entries; 0: none */
    na_str title, date;   /* articles */
    na_str digest;        /* hex, over title, date, source, authors and text */
    na_str json;          /* the article as one line of JSON */
    na_str twin;          /* hex, the same for pages of one article; empty: no title */
    na_str canonical;     /* address that the page says is its own; empty: none */
    bool completed;       /* title or date came from a list */
    uint32_t part_number; /* of an article in several pages, from 1; 0: it stands on one */
    na_str part_first;    /* address of its first part; empty: not known */
    na_str rendering;     /* packed, see renderings.h */
    const char *reason;
    bool broken_coding; /* of the whole body: what could be decoded was read */
} na_parsed;

/* What the answer was asked for. */
typedef struct na_parse_input {
    bool list;          /* look for entries, pages and categories even if it reads like an article
                           (seeds and lists) */
    bool feed;          /* it should be a sitemap or feed: plain text and gzip will do */
    bool part;          /* it should be a further page of an article */
    bool requisite;     /* only style sheets are read */
    na_str post;        /* form data that it was asked for with; empty: GET */
    na_str title, date; /* what lists say of this article; or empty */
    na_str from; /* a list's page: address of the page by which the list was found; or empty */
    int64_t no_earlier; /* seconds since 1970: it is later than that, whatever the clock says */
} na_parse_input;

/* agent: product token for meta robots; hints: borrowed. NULL: out of memory
 */
na_parser *na_parser_new(na_str agent, na_hints hints);
void na_parser_free(na_parser *p); /* NULL is ignored */
/* NEWSARC_OK also for pages that are no HTML or cannot be read; NEWSARC_E_NOMEM,
 * NEWSARC_E_IO. */
newsarc_status na_parse_response(na_parser *p, na_exchange *x, const na_parse_input *input,
                                 na_parsed *out);

#endif
