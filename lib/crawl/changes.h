/* crawl/changes.h: what changed in a collection, each change as a JSON object (described in
 * newsarc-collection(5)); the text of a changed article is compared with that of its version
 * before, both read back from the WARC files. */
#ifndef NA_CRAWL_CHANGES_H
#define NA_CRAWL_CHANGES_H

#include "crawl/store_changes.h"
#include <jansson.h>

#define NA_CHANGE_TEXT_MAX ((size_t)1 << 20) /* of a text that is compared; the rest is not */
#define NA_CHANGE_CONTEXT 40                 /* code points of what is equal around a change */

typedef struct na_changes {
    na_store *store;
    const char *dir;
    int64_t first_run, last_run; /* both included; the oldest come first */
    int64_t since;               /* seconds since 1970: what changed before is left out */
} na_changes;

/* fn borrows the object for the call; its status other than OK ends it. A version that cannot be
 * read has "diff": null and says why in "error". */
newsarc_status na_changes_each(const na_changes *which,
                               newsarc_status (*fn)(json_t *change, void *user), void *user,
                               newsarc_error *err);

/* "2026-11-26T03:12:45Z" */
void na_time_text(int64_t seconds, char out[32]);
json_t *na_time_json(int64_t seconds); /* null for 0 */

/* The changes of `run`, and of killed runs before it, as JSON lines; the file appears only when
 * whole. */
newsarc_status na_changes_write(na_store *store, const char *dir, int64_t run, const char *path,
                                newsarc_error *err);

#endif
