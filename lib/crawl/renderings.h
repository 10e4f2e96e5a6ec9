/* crawl/renderings.h: what the article tar holds of an article, kept from the moment when its page
 * was read until the tar is written at the end of the run, so that no page is read twice.
 *
 * A cache and no more: it lies in a temporary file without a name and ends with the process. What
 * is not in it (the run was killed and resumed, or there was no more room) is extracted again from
 * the archive, which gives the same bytes. */
#ifndef NA_CRAWL_RENDERINGS_H
#define NA_CRAWL_RENDERINGS_H

#include "core/buf.h"
#include "crawl/store.h"

typedef struct na_renderings na_renderings;

/* `dir`: where the file lies; `max`: bytes that it may have. NULL: out of memory. Not
 * thread-safe. */
na_renderings *na_renderings_new(const char *dir, uint64_t max);
void na_renderings_free(na_renderings *r); /* NULL is ignored */
/* Keeps the rendering of a version of an article: the one whose JSON is kept at `json`. What cannot
 * be kept is left out. */
void na_renderings_put(na_renderings *r, int64_t article, const na_place *json, na_str packed);
/* Into `packed`. False: it was not kept. */
bool na_renderings_get(na_renderings *r, int64_t article, const na_place *json, na_buf *packed);

#endif
