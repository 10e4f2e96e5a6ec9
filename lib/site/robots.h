/* site/robots.h: robots.txt after RFC 9309 (groups merged, longest match, * and $), with
 * Crawl-delay and Sitemap. */
#ifndef NA_SITE_ROBOTS_H
#define NA_SITE_ROBOTS_H

#include "core/str.h"
#include <newsarc/status.h>

typedef struct na_robots na_robots;

#define NA_ROBOTS_MAX ((size_t)512 << 10) /* bytes read; RFC 9309 2.5 asks for at least 500 KiB */

/* `agent`: product token of our User-Agent, e.g. "newsarc". NULL when out of memory. */
na_robots *na_robots_parse(na_str text, na_str agent);
na_robots *na_robots_allow_all(void);
na_robots *na_robots_disallow_all(void);
void na_robots_free(na_robots *r); /* NULL is ignored */
/* `path`: path and query of the URL, percent-encoded, beginning with "/". /robots.txt is always
 * allowed. */
bool na_robots_allowed(const na_robots *r, na_str path);
/* Seconds, or -1 when the group has none. */
double na_robots_crawl_delay(const na_robots *r);
size_t na_robots_sitemap_count(const na_robots *r);
na_str na_robots_sitemap(const na_robots *r, size_t i);

#endif
