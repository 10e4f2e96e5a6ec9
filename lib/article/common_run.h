/* article/common_run.h: the longest run of bytes that two texts share, for comparing many texts
 * with one. */
#ifndef NA_ARTICLE_COMMON_RUN_H
#define NA_ARTICLE_COMMON_RUN_H

#include "core/arena.h"
#include "core/str.h"

#define NA_RUN_BYTES_MAX 400 /* of both texts; what is behind does not count */

/* A text made ready for comparing: for each byte value, the set of places where it stands. */
typedef struct na_run_text {
    na_str text;
    size_t words; /* of a set */
    const uint64_t *places;
} na_run_text;

na_run_text na_run_text_make(na_arena *arena, na_str text);
/* Length in bytes of the longest run that both have. */
size_t na_common_run(const na_run_text *a, na_str b);

#endif
