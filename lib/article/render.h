/* article/render.h: what the renderings of an article share. */
#ifndef NA_ARTICLE_RENDER_H
#define NA_ARTICLE_RENDER_H

#include "article/result.h"
#include "core/buf.h"
#include <jansson.h>

#define NA_RENDER_MAX ((size_t)256 << 20)

/* Dumps and takes `object` (NULL: out of memory). */
void na_render_json(json_t *object, size_t flags, na_buf *out);
/* Gives the bytes of `b` to the caller of a public function. */
newsarc_status na_render_end(na_buf *b, char **out, size_t *length);

#endif
