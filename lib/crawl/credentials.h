/* crawl/credentials.h: user and password of seeds ("http://user:password@host/"). They stay in
 * memory: frontier, log and archive hold URLs without them, and each request to the same origin
 * gets them back. */
#ifndef NA_CRAWL_CREDENTIALS_H
#define NA_CRAWL_CREDENTIALS_H

#include "core/arena.h"
#include "core/str.h"

typedef struct na_credentials na_credentials;

na_credentials *na_credentials_new(void);    /* NULL when out of memory */
void na_credentials_free(na_credentials *c); /* NULL is ignored */
/* Keeps what `url` has; false when out of memory. */
bool na_credentials_keep(na_credentials *c, na_str url);
/* `url` with what is kept for its origin; na_free. NULL when out of memory. */
char *na_credentials_apply(const na_credentials *c, const char *url);
/* `url` without user and password. In the arena, or `url` itself. */
na_str na_url_without_userinfo(na_arena *arena, na_str url);

#endif
