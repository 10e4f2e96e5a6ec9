/* url/url.h: URLs after the WHATWG URL Standard, and the forms that archives need. */
#ifndef NA_URL_URL_H
#define NA_URL_URL_H

#include "core/arena.h"
#include "core/str.h"
#include "text/encoding.h"

/* A parsed URL. All parts are slices of `href`, percent-encoded ASCII. */
typedef struct na_url {
    na_str href;   /* the whole, serialised */
    na_str scheme; /* without the colon, lower case */
    na_str username, password;
    na_str host;     /* ASCII (punycode); IPv6 in brackets; empty when none */
    na_str port;     /* decimal, empty when the scheme's own */
    na_str path;     /* with its leading slash; opaque for mailto: and the like */
    na_str query;    /* without ?; has_query tells "a?" from "a" */
    na_str fragment; /* without # */
    bool has_host, has_query, has_fragment, opaque_path, special;
} na_url;

/* Parses `input` (UTF-8; other bytes are kept, percent-encoded) against `base` (NULL: none).
 * `encoding` is the page's, for the query; NULL: UTF-8. Returns false on failure. Inside an arena
 * run. */
bool na_url_parse(na_arena *arena, na_str input, const na_url *base, const na_encoding *encoding,
                  na_url *out);
/* The usual call: href of a link found on a page whose address is `base` -> absolute URL without
 * fragment, or an empty slice when it is not http(s), longer than NA_URL_LINK_MAX (pictures within
 * data: URLs are no links) or cannot be parsed. Inside an arena run. */
#define NA_URL_LINK_MAX ((size_t)64 << 10)
na_str na_url_resolve(na_arena *arena, na_str base, na_str link, const na_encoding *encoding);

/* Canonical form, by which the frontier knows a URL: session ids (jsessionid, PHPSESSID,
 * ASPSESSIONID, sid, CFID/CFTOKEN) dropped, percent-escapes normalised, default document and case
 * left alone, empty query, empty parameters and fragment dropped. What cannot be parsed comes back
 * percent-encoded. */
na_str na_url_canonical(na_arena *arena, na_str url);
/* SURT key as pywb and the surt package make it: "org,example)/path?a=1&b=2".
 * URLs without a host keep their scheme; "-" for an empty one. */
na_str na_url_surt(na_arena *arena, na_str url);
/* Registrable domain of an ASCII host after the public suffix list (libpsl): "www.a.example.co.uk"
 * -> "example.co.uk". The host itself for IP addresses, single labels and public suffixes. */
na_str na_url_registrable_domain(na_arena *arena, na_str host);
/* RFC 3986 form for WARC-Target-URI: what the URL Standard leaves raw (| ^ ` { } [ ] in paths and
 * queries) is percent-encoded; fragment dropped. */
na_str na_url_rfc3986(na_arena *arena, na_str url);

#endif
