/* crawl/identity.h: by what the frontier knows a URL, so that one page that stands under several
 * addresses is asked for once. */
#ifndef NA_CRAWL_IDENTITY_H
#define NA_CRAWL_IDENTITY_H

#include "core/arena.h"
#include "core/str.h"

/* The canonical form without parameters that only track readers, with further forms of one CMS's
 * articles made equal; for a POST, `key` (what
 * names the page; may be empty for a GET) is part of it. Inside an arena run. */
na_str na_identity(na_arena *arena, na_str url, na_str key);
/* The URL without those parameters: the address under which a page is asked for, whoever passed on
 * the link. Inside an arena run. */
na_str na_without_tracking(na_arena *arena, na_str url);

#endif
