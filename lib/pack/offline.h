/* pack/offline.h: a page as it can be read from its folder, without network and scripts, long after
 * its site is gone. The page itself, byte for byte, is in the WARC file. */
#ifndef NA_PACK_OFFLINE_H
#define NA_PACK_OFFLINE_H

#include "core/buf.h"

/* What was stored of a page's images and attachments. */
typedef struct na_offline_file {
    na_str url;  /* absolute, as na_url_resolve gives it */
    na_str name; /* relative to the page's folder; ASCII letters, digits, "-", "_", ".", "/" */
} na_offline_file;

typedef struct na_offline_page {
    na_str bytes, url, content_type; /* of the capture */
    const na_offline_file *files;
    size_t count;
} na_offline_page;

/* Appends the page in UTF-8:
 *
 * - its encoding is stated by a meta element of our own, for a browser reads a file by that;
 * - images and links that lead to a stored file lead to it; an image that is loaded later by a
 *   script stands where its placeholder stood;
 * - what else a browser would load by itself is taken out, and so are scripts, event handlers,
 *   refreshes; links to other pages are absolute;
 * - a Content Security Policy (Level 3) of its own forbids what was overlooked: the tree decides
 *   in rare places (svg, noscript) what is a tag, and this pass builds none.
 *
 * Everything else stays as it was written. Inside an arena run; an error stays in `out`. */
void na_offline_write(na_arena *arena, const na_offline_page *page, na_buf *out);

#endif
