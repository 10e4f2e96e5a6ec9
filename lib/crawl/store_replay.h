/* crawl/store_replay.h: what going through the archive again asks of the store. Statuses as in
 * store.h; all but _new and _end use statements that live as long as the handle. Free it before the
 * store is closed. */
#ifndef NA_CRAWL_STORE_REPLAY_H
#define NA_CRAWL_STORE_REPLAY_H

#include "crawl/store.h"

typedef struct na_store_replay na_store_replay;

/* Also makes indexes that only a replay needs. */
newsarc_status na_store_replay_new(na_store *s, na_store_replay **out);
void na_store_replay_free(na_store_replay *r); /* NULL is ignored */
/* Drops these indexes, commits, and brings everything into the one file, down to the disk. */
newsarc_status na_store_replay_end(na_store *s);

/* Id of a host, made when new. */
newsarc_status na_store_replay_host(na_store_replay *r, na_str name, int64_t *id);
/* A URL of the frontier as a task, in whatever state it is; NEWSARC_E_NOT_FOUND. *done: it was
 * settled before. */
newsarc_status na_store_replay_task(na_store_replay *r, na_str canonical, na_task *out, bool *done);
/* The same for one that was asked for by POST with this form data. */
newsarc_status na_store_replay_post_task(na_store_replay *r, na_str url, na_str post, na_task *out,
                                         bool *done);
/* Where a response with this record id lies; NEWSARC_E_NOT_FOUND. */
newsarc_status na_store_replay_record(na_store_replay *r, na_str record_id, na_warc_place *out);
/* The article whose page is the response with this record id; NEWSARC_E_NOT_FOUND. */
newsarc_status na_store_replay_article_of(na_store_replay *r, na_str record_id, int64_t *article);
/* A run that was: with its number, when that is larger than all before (0: the next one). */
newsarc_status na_store_replay_begin_run(na_store_replay *r, int64_t number, const na_run *run,
                                         int64_t *id);
/* Settles a URL that got no answer, by its canonical form and, for one that is asked for by POST,
 * its address; one that is settled stays as it is. */
newsarc_status na_store_replay_settle(na_store_replay *r, na_str canonical, na_str url,
                                      na_state state, uint32_t tries);
/* A run that left nothing to do: what is still queued is done when it was captured once, else
 * failed, so that the next run asks for it. Joins are done. */
newsarc_status na_store_replay_settle_rest(na_store_replay *r);
/* The page of a URL was captured and not read: it is queued again. */
newsarc_status na_store_replay_requeue(na_store_replay *r, int64_t url);
/* A killed run: what it captured of URLs that are queued again is forgotten, so that they are asked
 * for without conditions: an unchanged page is one that was read. */
newsarc_status na_store_replay_forget_queued(na_store_replay *r, int64_t run);
newsarc_status na_store_replay_end_joins(na_store_replay *r);
/* How many entries of lists a run has named so far, as their places tell. */
newsarc_status na_store_replay_entries(na_store_replay *r, int64_t run, uint32_t *entries);

/* What a store holds, for a report. */
typedef struct na_contents {
    uint64_t runs, urls, captures, articles, versions, queued;
} na_contents;
newsarc_status na_store_contents(na_store *s, na_contents *out);

#endif
