/* pack/rendering.h: an article's files as they stand in the article tar, and in one piece of bytes
 * when they have to be kept until the tar is written. */
#ifndef NA_PACK_RENDERING_H
#define NA_PACK_RENDERING_H

#include "core/buf.h"
#include <newsarc/article.h>

#define NA_ARTICLE_FILES 99 /* images, attachments of an article that the tar takes */

typedef struct na_rendering {
    na_str json, markdown, text; /* p == NULL: none */
    na_str attachments, images;  /* URLs, a NUL behind each */
} na_rendering;

/* Appends the article's JSON as one line to `line` and its rendering, packed, to `packed`. An error
 * stays in the buffers. */
void na_rendering_pack(const newsarc_article *article, na_buf *line, na_buf *packed);
/* Takes a packed one apart, into slices of it. False: it is none. */
bool na_rendering_unpack(na_str packed, na_rendering *out);

#endif
