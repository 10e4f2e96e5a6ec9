/* crawl/store_prune.h: what pruning and verifying ask of the store, and what it forgets. Statuses
 * as in store.h.
 */
#ifndef NA_CRAWL_STORE_PRUNE_H
#define NA_CRAWL_STORE_PRUNE_H

#include "crawl/store.h"

/* When the run began that is the n-th newest (from 1); NEWSARC_E_NOT_FOUND: there are fewer. */
newsarc_status na_store_run_started(na_store *s, uint32_t n, int64_t *started);
/* Names of WARC files that hold the page and the JSON of an article or version; where both are one
 * file nothing is said. */
newsarc_status na_store_split_articles(na_store *s,
                                       void (*fn)(const char *page, const char *json, void *user),
                                       void *user);
/* Forgets what stands in these WARC files; *articles gets the number of articles that are none any
 * more. Commits, down to the disk. */
newsarc_status na_store_forget_files(na_store *s, const char *const *names, size_t count,
                                     uint64_t *articles);
/* The number alone; nothing changes. */
newsarc_status na_store_count_forgotten(na_store *s, const char *const *names, size_t count,
                                        uint64_t *articles);

/* NEWSARC_E_FORMAT: the database is damaged; na_store_explain says where. */
newsarc_status na_store_check(na_store *s);
/* Every record that the state knows of, by file and offset; `record`: its id, "" for JSON of an
 * article. fn's status other than OK ends it. */
newsarc_status na_store_places(na_store *s,
                               newsarc_status (*fn)(const char *file, uint64_t offset,
                                                    const char *record, void *user),
                               void *user);

#endif
