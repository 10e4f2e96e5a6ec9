/* url/query.h: the query in the encoding of its page. Internal to url/. */
#ifndef NA_URL_QUERY_H
#define NA_URL_QUERY_H

#include "text/encoding.h"

/* "Percent-encode after encoding" of the URL Standard; `encoding` NULL: bytes as they are. */
na_str na_url_query(na_arena *arena, na_str query, unsigned set, const na_encoding *encoding);

#endif
