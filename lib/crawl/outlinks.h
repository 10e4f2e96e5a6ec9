/* crawl/outlinks.h: the links of a page: what a reader may follow and what a browser would load. */
#ifndef NA_CRAWL_OUTLINKS_H
#define NA_CRAWL_OUTLINKS_H

#include "html/document.h"
#include "text/encoding.h"

#define NA_OUTLINKS_MAX 20000 /* of one page; more are left out */

typedef enum na_outlink_type {
    NA_OUTLINK_PAGE,       /* a, area, iframe, frame; onclick that leads away */
    NA_OUTLINK_REQUISITE,  /* img, source, video, audio, link rel=stylesheet/icon, script, styles */
    NA_OUTLINK_ATTACHMENT, /* a that leads to a document or archive by its name */
    NA_OUTLINK_REFRESH,    /* meta refresh, or a script on a page without links */
    NA_OUTLINK_FEED        /* link rel=alternate of the type of RSS or Atom */
} na_outlink_type;

typedef struct na_outlink {
    na_str url; /* absolute, http(s), without fragment */
    na_outlink_type type;
} na_outlink;

typedef struct na_outlinks {
    const na_outlink *v;
    size_t n;
    na_str base;   /* against which they were resolved */
    bool nofollow; /* meta robots: links of type PAGE and ATTACHMENT are left out already */
} na_outlinks;

/* `agent`: product token whose own meta element counts beside "robots". Each URL stands once, in
 * page order. Links with rel=nofollow are left out. Inside an arena run; everything in the arena.
 */
na_outlinks na_outlinks_find(na_arena *arena, const na_doc *doc, na_str url,
                             const na_encoding *encoding, na_str agent);
/* Does the path's end name a document, archive, audio or video file (".pdf", ".docx", ".zip")? */
bool na_is_attachment_url(na_str url);
/* rel and robots values: is `token` among the words of `list` (white space or commas between)? */
bool na_has_token(na_str list, na_str token);

#endif
