/* crawl/scope.h: which URLs belong to a crawl. Links must lie in the scope that the seeds span;
 * what a page needs (images, style sheets) may lie elsewhere. Exclusions hold for both. */
#ifndef NA_CRAWL_SCOPE_H
#define NA_CRAWL_SCOPE_H

#include "core/arena.h"
#include "core/str.h"
#include <newsarc/status.h>

#define NA_URL_MAX 4096 /* longer URLs are traps */

typedef struct na_scope na_scope;

/* `kind`: "domain" (same registrable domain), "host" (same host and port) or "prefix" (host, port
 * and folder of a seed); NULL: domain. `excludes`: POSIX extended regular expressions, searched
 * anywhere in the URL. NEWSARC_E_CONFIG: unknown kind, bad expression; NEWSARC_E_NOMEM. */
newsarc_status na_scope_new(const char *kind, const char *const *excludes, size_t count,
                            na_scope **out, newsarc_error *err);
void na_scope_free(na_scope *s); /* NULL is ignored */
/* `url`: absolute, serialised. False: not http(s), or out of memory. Inside an arena run, as the
 * two below. */
bool na_scope_add_seed(na_scope *s, na_arena *arena, na_str url);
/* May a link lead there? */
bool na_scope_allows(const na_scope *s, na_arena *arena, na_str url);
/* The user named this URL, so its host may be one that is not on the public internet
 * (url/private.h). Redirects of seeds do not come here. Inside an arena run; raises when out of
 * memory. */
void na_scope_trust(na_scope *s, na_arena *arena, na_str url);
/* Not http(s), on a private host that the user did not name, too long, a path or query that grows
 * without end, or excluded. */
bool na_scope_excludes(const na_scope *s, na_arena *arena, na_str url);

#endif
