/* newsarc/collection.h: keeping a collection that crawls have made (newsarc/crawl.h). Absent from
 * builds with NEWSARC_CRAWL=OFF. */
#ifndef NEWSARC_COLLECTION_H
#define NEWSARC_COLLECTION_H

#include <newsarc/warc.h>

NEWSARC_BEGIN

/* Writes the report of a collection: one HTML page without scripts that asks for nothing else, in
 * English and Chinese, for light and dark screens; the same state gives the same bytes. `path`: the
 * file to write; NULL: DIR/reports/report.html, as each run does, with SHA256SUMS kept true, for
 * which the collection is locked. `language`: what is shown at first, "en" (also NULL) or "zh". The
 * file appears under its name only when whole. Thread-safe. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT (not a collection), NEWSARC_E_LOCKED (a run works on it),
 * NEWSARC_E_UNSUPPORTED (the state of an older version: crawl once), NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_report(const char *directory, const char *path,
                                                     const char *language, newsarc_error *err);

/* One change as a JSON object on one line (see newsarc-collection(5)), UTF-8, `length` bytes
 * without the NUL behind them. Borrowed for the call. Not 0 ends the call of
 * newsarc_collection_changes. */
typedef int32_t (*newsarc_change_fn)(const char *json, size_t length, void *user);

/* Which changes; what both rules leave out is left out. */
typedef struct newsarc_changes_options {
    size_t struct_size;
    int64_t since;      /* from this time on, seconds since 1970. 0: no rule */
    uint64_t since_run; /* of this run, counted from 1, and later ones. 0: no rule */
    newsarc_change_fn each;
    void *user;
} newsarc_changes_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_changes_options_init(newsarc_changes_options *opts, size_t size);

/* Tells what changed in a collection, run by run, the oldest first: articles that are new, changed
 * (with the difference of title, date, source and text, word by word), gone or there again, no
 * longer or again named by a list. Without a rule: of the newest run, and of those before it that
 * were killed. Reads the WARC files for what changed; a version that can no longer be read is told
 * without its difference. While a run works on the collection, what it has committed counts.
 * Thread-safe. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT (not a
 * collection), NEWSARC_E_IO, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_changes(const char *directory,
                                                      const newsarc_changes_options *opts,
                                                      newsarc_error *err);

/* Writes the newest 100 changes of a collection as an Atom feed (RFC 4287), the newest run first;
 * the same state gives the same bytes, and an entry keeps its id. `path`: the file to write; NULL:
 * DIR/reports/feed.xml, as each run does. Otherwise as newsarc_collection_report. */
NEWSARC_API newsarc_status newsarc_collection_feed(const char *directory, const char *path,
                                                   newsarc_error *err);

/* One file that newsarc_collection_prune removes (`removed` not 0) or would like to and keeps;
 * `why`: in words. `path` within the collection. Borrowed for the call. */
typedef void (*newsarc_prune_fn)(const char *path, uint64_t bytes, int32_t removed, const char *why,
                                 void *user);

/* What to keep; at least one rule. What any rule keeps is kept. */
typedef struct newsarc_prune_options {
    size_t struct_size;
    uint64_t
        keep_seconds;   /* what was archived within this time before the newest run. 0: no rule */
    uint32_t keep_runs; /* what the newest runs archived. 0: no rule */
    int32_t dry_run;    /* not 0: only say what would be removed */
    newsarc_prune_fn each; /* NULL: none */
    void *user;
} newsarc_prune_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_prune_options_init(newsarc_prune_options *opts, size_t size);

typedef struct newsarc_prune_summary {
    size_t struct_size;
    uint64_t removed, bytes; /* files */
    uint64_t kept;           /* WARC files */
    uint64_t articles;       /* that stood in the removed files alone, and are forgotten */
} newsarc_prune_summary;

/* Removes old WARC files, article tars and logs of a collection, whole files only. A WARC file
 * stays as long as a kept one refers to it (a revisit to the response that it does not repeat), or
 * a kept article needs it. Only files that DIR/SHA256SUMS names are touched, never links, and no
 * WARC file with damaged records. The state forgets what is gone before the files go, and
 * SHA256SUMS follows; an interrupted call is completed by the next one. Articles that only stood in
 * removed files are not fetched again, but by a crawl with `full`. `summary` (struct_size set) may
 * be NULL. Locks the collection, but for a dry run. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT (not a collection), NEWSARC_E_LOCKED, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_prune(const char *directory,
                                                    const newsarc_prune_options *opts,
                                                    newsarc_prune_summary *summary,
                                                    newsarc_error *err);

/* newsarc_verify, and of each collection among the paths its state: that the database is sound
 * ("state-damaged"), and that each record it knows of stands where it says ("state-file",
 * "state-record"). A collection on which a run works may have records that are not finished: these
 * are no findings. Arguments, callback and statuses as of newsarc_verify. */
NEWSARC_API newsarc_status newsarc_collection_verify(const char *const *paths, size_t count,
                                                     newsarc_finding_fn fn, void *user,
                                                     newsarc_verify_summary *summary,
                                                     newsarc_error *err);

NEWSARC_END

#endif
