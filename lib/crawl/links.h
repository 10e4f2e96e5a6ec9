/* crawl/links.h: the links of a page: what a reader may follow and what a browser would load. */
#ifndef NA_CRAWL_LINKS_H
#define NA_CRAWL_LINKS_H

#include "html/document.h"
#include "text/encoding.h"

#define NA_LINKS_MAX 20000 /* of one page; more are left out */

typedef enum na_link_type {
    NA_LINK_PAGE,       /* a, area, iframe, frame, meta refresh */
    NA_LINK_REQUISITE,  /* img, source, video, audio, link rel=stylesheet/icon, script, ... */
    NA_LINK_ATTACHMENT, /* a that leads to a document or archive by its name */
    NA_LINK_REFRESH     /* meta refresh: the page says it stands elsewhere */
} na_link_type;

typedef struct na_link {
    na_str url; /* absolute, http(s), without fragment */
    na_link_type type;
} na_link;

typedef struct na_links {
    const na_link *v;
    size_t n;
    na_str base;   /* against which they were resolved */
    bool nofollow; /* meta robots: links of type PAGE and ATTACHMENT are left out already */
} na_links;

/* `agent`: product token whose own meta element counts beside "robots". Each URL stands once, in
 * page order. Links with rel=nofollow are left out. Inside an arena run; everything in the arena.
 */
na_links na_links_find(na_arena *arena, const na_doc *doc, na_str url, const na_encoding *encoding,
                       na_str agent);
/* Does the path's end name a document, archive, audio or video file (".pdf", ".docx", ".zip")? */
bool na_is_attachment_url(na_str url);
/* rel and robots values: is `token` among the words of `list` (white space or commas between)? */
bool na_has_token(na_str list, na_str token);

#endif
