/* crawl/origins.h: robots.txt of each origin (scheme, host, port), after RFC 9309: kept for 24
 * hours, also across runs; 4xx allows everything, 5xx and silence forbid everything until it
 * answers. */
#ifndef NA_CRAWL_ORIGINS_H
#define NA_CRAWL_ORIGINS_H

#include "crawl/store.h"
#include "site/robots.h"

#define NA_CRAWL_DELAY_MAX_MS 300000

#define NA_ROBOTS_AGE_S 86400
#define NA_ROBOTS_HOPS 5  /* RFC 9309 2.3.1.2 */
#define NA_ROBOTS_TRIES 3 /* before the host is put aside for this run */

typedef enum na_robots_state { NA_ROBOTS_UNKNOWN, NA_ROBOTS_KNOWN } na_robots_state;

typedef struct na_origin {
    char *name; /* "http://host:port" */
    na_robots *robots;
    na_robots_state state;
    uint32_t tries, hops;
    char *moved; /* where a redirect says its robots.txt is; NULL: at home */
} na_origin;

typedef struct na_origins na_origins;

na_origins *na_origins_new(na_store *store, na_str agent); /* NULL when out of memory */
void na_origins_free(na_origins *o);                       /* NULL is ignored */
/* Finds or makes; a kept robots.txt that is young enough at `now` is taken from the store. NULL
 * when out of memory. */
na_origin *na_origins_get(na_origins *o, na_str name, int64_t now);

/* The one whose robots.txt is to be asked for at this URL; NULL: none. */
na_origin *na_origins_asked(const na_origins *o, na_str url);

typedef enum na_robots_verdict {
    NA_ROBOTS_SETTLED,
    NA_ROBOTS_AGAIN,      /* no answer, 429 or 5xx: ask again later */
    NA_ROBOTS_UNREACHABLE /* asked often enough */
} na_robots_verdict;
/* The answer came (redirects already followed; status 0: none). */
newsarc_status na_origin_answered(na_origins *o, na_origin *origin, int status, na_str body,
                                  int64_t now, na_robots_verdict *verdict);
/* Its Crawl-delay, at most NA_CRAWL_DELAY_MAX_MS; 0: none or not known. */
uint32_t na_origin_delay_ms(const na_origin *origin);
/* "http://host:port" of a serialised http(s) URL, and its path with query. */
na_str na_origin_of(na_str url);
na_str na_path_of(na_str url);
/* Host name alone: what politeness goes by. */
na_str na_host_of(na_str url);

#endif
