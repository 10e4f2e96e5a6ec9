/* crawl/crawler.h: the crawler's inside, shared by crawler.c (making it), run.c (the loop),
 * answer.c (what an answer means), enqueue.c (which links to follow) and finish.c (the end of a
 * run). */
#ifndef NA_CRAWL_CRAWLER_H
#define NA_CRAWL_CRAWLER_H

#include "archive/warc_writer.h"
#include "core/arena.h"
#include "crawl/category.h"
#include "crawl/credentials.h"
#include "crawl/log.h"
#include "crawl/origins.h"
#include "crawl/politeness.h"
#include "crawl/reader.h"
#include "crawl/renderings.h"
#include "crawl/scope.h"
#include "crawl/shapes.h"
#include "crawl/store.h"
#include "crawl/store_report.h"
#include "fetch/fetcher.h"
#include <newsarc/crawl.h>
#include <stdatomic.h>

/* Priorities: an article that was begun is completed first, so that a crawl ended by a limit leaves
 * whole articles. */
#define NA_PRIORITY_SEED 0
#define NA_PRIORITY_BODY 1
#define NA_PRIORITY_ARTICLE 2
#define NA_PRIORITY_LIST 3
#define NA_PRIORITY_REQUISITE 4
#define NA_PRIORITY_PAGE 5
#define NA_PRIORITY_GUESS 7
#define NA_PRIORITY_KIN 6 /* a link between pages of one shape (shapes.h): maybe without end */

#define NA_LIST_STEPS_MAX 5000 /* from page to page of one list */

#define NA_TRIES 3         /* of a URL that fails */
#define NA_STALLED_TRIES 2 /* of one whose answer stalled: each holds its host up */
#define NA_REFUSED_TRIES 6 /* of a URL that is put off by 429 or 503 */
#define NA_REDIRECTS 10
#define NA_KIN_REDIRECTS 4 /* between addresses of one shape */

/* Why the loop ends before the frontier is empty. */
typedef enum na_end {
    NA_END_NONE,
    NA_END_STOP,
    NA_END_PAGES,
    NA_END_BYTES,
    NA_END_TIME,
    NA_END_DISK,
    NA_END_BLOCKED,
    NA_END_FAILURE /* `failure` says which */
} na_end;

typedef struct na_dictionary {
    char *p; /* owned */
    size_t n;
} na_dictionary;

/* Goes through an archive again: the answer at hand. See replay.h. */
typedef struct na_replayed {
    na_warc_place place;       /* of its response or revisit */
    na_warc_place payload;     /* of the response with its payload: the same, or of its original */
    const na_warc_place *json; /* conversion record of the page being applied; NULL: none */
    int64_t now_s;             /* when it came */
} na_replayed;

struct newsarc_crawler {
    newsarc_crawl_options opts; /* numbers and callbacks; strings are the copies below */
    char *directory, *user_agent, *agent, *prefix, *tar_path;
    na_dictionary dictionary;
    char *configuration; /* as JSON, without credentials */
    char *stem;          /* "PREFIX-YYYYMMDDhhmmss" of this run */
    char **seeds;
    size_t seed_count;
    int lock; /* file descriptor, -1 */

    na_store *store;
    na_scope *scope;
    na_category_filter *categories;
    na_credentials *credentials;
    na_shapes *shapes;
    na_hosts *hosts;
    na_origins *origins;
    na_fetcher *fetcher;
    na_warc_writer *warc;        /* NULL: dry run, or replay */
    const na_replayed *replayed; /* NULL: this is no replay */
    na_reader *reader;
    na_renderings *renderings; /* of the articles of this run; NULL: none are kept */
    na_log *log;
    na_arena *arena; /* for one URL or one page's links */

    atomic_int stop;
    na_end end;
    newsarc_error failure;
    newsarc_crawl_summary sum;
    na_tally tally;
    uint32_t alarms;      /* lists that have gone silent */
    uint64_t answered;    /* requests of the frontier that were */
    uint64_t refused;     /* no answer, or one that looks like being blocked */
    uint64_t redirected;  /* say nothing about blocking */
    uint64_t entries;     /* of lists, that were not known */
    int64_t no_earlier_s; /* the latest beginning of this run and the last: the clock may jump */
    bool last_was_full;   /* of the run before */
    bool last_was_cut;    /* short: it was killed, stopped or failed */
    bool resumes;         /* what such a run left to do */
    bool asked_missing;   /* see walk.c */
    uint32_t entry_seq;   /* entries of lists named in this run */
    bool last_has_ended;
    int64_t run, started_s, started_ms, committed_ms, checked_ms;
    int64_t heard_ms, barked_ms; /* see watchdog.c: last answer, last word */
    int64_t ending_ms;           /* when it became clear that the run is to end; 0: not yet */
    bool await_reader;           /* what is being read may lead to more urgent URLs */
    uint32_t uncommitted;        /* answers since the last commit */
    na_place covered;            /* the state holds what the archive says up to here */
    int64_t next_wake_s;         /* when the next waiting URL is due */
    const char *last_url;
    const char *last_host;
    uint32_t last_delay;
};

/* A request under way. */
typedef struct na_job {
    na_host *host;
    na_task task;      /* the URL; for robots.txt only its host counts */
    na_origin *origin; /* not NULL: this is a request for its robots.txt */
    na_known *known;   /* the copy that is archived; NULL: none, or this is the first run */
} na_job;

int64_t na_now_ms(void); /* monotonic */
int64_t na_now_s(void);  /* since 1970 */
static inline na_hints na_crawler_hints(const newsarc_crawler *c)
{
    return (na_hints){c->opts.rules, c->opts.profile};
}
int64_t na_crawler_now(const newsarc_crawler *c); /* the same; in a replay: of the answer */

/* crawler.c: a crawler that goes through the archive of a run again: without folder, log and
 * network use. `store` stays the caller's, as `replayed`. Statuses of newsarc_crawler_new. */
newsarc_status na_crawler_new_replay(const newsarc_crawl_options *opts, na_store *store,
                                     const na_replayed *replayed, int64_t started,
                                     newsarc_crawler **out, newsarc_error *err);
void na_crawler_free_replay(newsarc_crawler *c); /* NULL is ignored */
/* A JSON array, freed with free. NULL: out of memory. */
char *na_crawler_seeds_json(const newsarc_crawler *c);

/* run.c: what there is to do in this run. False: the run must end. */
bool na_crawler_fill_frontier(newsarc_crawler *c);

/* Notes the first failure that ends the run; returns false, so that callers end with it. */
bool na_crawler_fail(newsarc_crawler *c, newsarc_status status, const newsarc_error *err);
bool na_crawler_fail_store(newsarc_crawler *c, newsarc_status status);

/* answer.c: takes job and exchange. False: the run must end. */
bool na_crawler_answer(newsarc_crawler *c, na_job *job, na_exchange *x);
void na_job_free(void *job); /* a callback, hence void */

/* pages.c: a page that came whole or as far as it will. Takes job and exchange. */
bool na_crawler_read_page(newsarc_crawler *c, na_job *job, na_exchange *x,
                          const na_warc_place *place, int64_t capture);
/* Applies the pages that were read; `all`: waits for those that are being read, too. */
bool na_crawler_apply_pages(newsarc_crawler *c, bool all);
/* Applies the oldest one, which there is. */
bool na_crawler_apply_page(newsarc_crawler *c);
/* Queues those under way again: nothing more can be applied. */
void na_crawler_drop_pages(newsarc_crawler *c);

/* provenance.c: how a capture came about, as a metadata record; `parsed` (may be NULL) has its
 * links. False: the run must end. */
bool na_crawler_note_provenance(newsarc_crawler *c, const na_job *job, const na_exchange *x,
                                const na_warc_place *place, const na_parsed *parsed);

/* archive.c: also NEWSARC_E_CONFIG for options of the files that cannot be. */
newsarc_status na_crawler_open_archive(newsarc_crawler *c, newsarc_error *err);
/* Only the writer. `serial`: of its first file. */
newsarc_status na_crawler_open_writer(newsarc_crawler *c, uint32_t serial, newsarc_error *err);
/* By the run's number and beginning a reader of the archive tells which files belong together. */
void na_crawler_name_run(newsarc_crawler *c);

/* catch_up.c: what a killed run archived and had not committed goes into the state. What cannot be
 * used is asked for again. NEWSARC_E_NOMEM, NEWSARC_E_IO, NEWSARC_E_DISK_FULL: of the disk. */
newsarc_status na_crawler_catch_up(newsarc_crawler *c, newsarc_error *err);

/* resources.c */
char *na_crawler_configuration(const newsarc_crawler *c, const newsarc_crawl_options *o);
#define NA_SUMMARY_SUFFIX ".summary.json" /* of the name of such a resource record */
/* The configuration into the archive; behind the run's first capture. */
newsarc_status na_crawler_write_configuration(newsarc_crawler *c, newsarc_error *err);
/* How the run ended, and its log so far, if the archive got anything in this run. */
newsarc_status na_crawler_write_end(newsarc_crawler *c, newsarc_status result, newsarc_error *err);

/* parts.c: articles in several pages, and under several URLs. */
/* Was this a further page of an article (kept then, with the article to which it belongs)? False:
 * the run must end. */
bool na_crawler_keep_part(newsarc_crawler *c, const na_task *task, const na_parsed *parsed,
                          bool *further);
/* An article was put: other URLs of it. *twin: it is in the collection already. */
bool na_crawler_match(newsarc_crawler *c, const na_task *task, const na_parsed *parsed, bool *twin);
/* Joins the articles whose parts have come or changed; before the WARC is closed. */
bool na_crawler_join(newsarc_crawler *c);

/* enqueue.c */
typedef struct na_add {
    na_str url;
    na_url_kind kind;
    uint8_t priority;
    const na_task *via; /* where it was found; NULL: given by the user, or by robots.txt */
    char hop;           /* from there to here, as in na_warc_fetch_info; 0: a seed */
    uint32_t depth, hops;
    bool anywhere;        /* a requisite: the scope does not count, only exclusions */
    na_str post, key;     /* as in na_found */
    int64_t *id;          /* gets the id, 0: it was left out; or NULL */
    const na_shape *from; /* of the page where it stands; NULL: none, or it does not matter */
} na_add;
char na_crawler_hop(na_role role);
/* False: the run must end. */
bool na_crawler_add(newsarc_crawler *c, const na_add *add);
/* The seeds into scope and frontier, with what earlier runs found them redirected to. */
bool na_crawler_add_seeds(newsarc_crawler *c);
/* Id of the URL by which a frontier knows it; 0: it does not. */
bool na_crawler_find(newsarc_crawler *c, na_str url, int64_t *id);
bool na_crawler_add_found(newsarc_crawler *c, const na_task *task, const na_parsed *parsed);
typedef struct na_redirect {
    na_str own, target; /* as the frontier knows them, in c->arena; target empty: nowhere */
    int64_t id;         /* of the target; 0: it is none of this crawl */
    bool self;          /* to the URL that was asked for */
    bool endless;       /* from one address of a shape to the next, and not followed any more */
} na_redirect;
/* Adds a redirect's target. */
bool na_crawler_add_redirect(newsarc_crawler *c, const na_task *task, const char *from,
                             na_str location, na_redirect *out);

/* Sitemaps that a robots.txt names; when it names none, the usual place is tried, once, on the
 * hosts of the seeds. */
bool na_crawler_add_sitemaps(newsarc_crawler *c, const na_origin *origin);

/* The next request for robots.txt goes to where this redirect leads. */
bool na_crawler_move_robots(newsarc_crawler *c, na_origin *origin, const char *from,
                            na_str location);

/* walk.c: the pages of one list in later runs. All: false: the run must end. */
typedef struct na_list_walk {
    int64_t list;
    na_walk walk;
    bool incremental; /* it was walked before, so one page follows the other */
    bool has_next;    /* a further page is still to come */
} na_list_walk;
bool na_crawler_walk_begin(newsarc_crawler *c, na_list_walk *w, int64_t list);
bool na_crawler_walk_entry(newsarc_crawler *c, na_list_walk *w, int64_t url);
/* So many entries are known that the rest will be. */
bool na_crawler_walk_is_over(na_list_walk *w);
bool na_crawler_walk_page(newsarc_crawler *c, na_list_walk *w, int64_t url);
bool na_crawler_walk_end(newsarc_crawler *c, const na_list_walk *w);
/* With nothing left to do: asks once for the articles that lists no longer name. */
bool na_crawler_ask_missing(newsarc_crawler *c);
/* An article that was known may be gone. */
bool na_crawler_note_gone(newsarc_crawler *c, const na_task *task, int status);
/* At the end of a run: which articles no list names any more, or one does again. */
bool na_crawler_note_delisted(newsarc_crawler *c);

/* traps.c: is this URL one of an endless number? What came of a page counts for the next ones. */
bool na_crawler_is_trap(newsarc_crawler *c, const na_task *task);
void na_crawler_note_yield(newsarc_crawler *c, const na_task *task, na_yield yield);
/* The patience of a crawl with endless addresses outlives a kill: without, one that is killed each
 * night would never end. */
newsarc_status na_crawler_keep_shapes(newsarc_crawler *c);
newsarc_status na_crawler_load_shapes(newsarc_crawler *c);
na_shape na_crawler_shape_of(newsarc_crawler *c, const char *url);

/* faults.c: counts for the summary; na_crawler_note_answer those that the answer itself shows. */
void na_crawler_note_fault(newsarc_crawler *c, newsarc_fault fault);
void na_crawler_note_answer(newsarc_crawler *c, const na_exchange *x);

/* watchdog.c: says what is waited for when nothing has come for long. */
void na_crawler_watch(newsarc_crawler *c, int64_t now);

/* tally.c: counts for the report. `url` as the user may see it, NULL: only the status counts. */
void na_crawler_tally(newsarc_crawler *c, const char *url, int status, uint32_t ms);
void na_crawler_tally_slow(newsarc_crawler *c, const char *url, uint32_t ms);
void na_crawler_tally_revisit(newsarc_crawler *c, uint64_t bytes);
void na_tally_clear(na_tally *t);
/* Raises the alarm for lists that have gone silent. False: the run must end. */
bool na_crawler_listen(newsarc_crawler *c);

/* run_tar.c: the articles that no tar has yet, in this order: written under a hidden name, the
 * state committed, named. */
newsarc_status na_crawler_write_tar(newsarc_crawler *c, newsarc_error *err);
newsarc_status na_crawler_name_tar(newsarc_crawler *c, newsarc_error *err);
/* What a killed run left. `known`: it had committed its end, so its tar is named; else removed. */
newsarc_status na_crawler_recover_tars(newsarc_crawler *c, bool known, newsarc_error *err);

/* finish.c: what follows when the loop has ended. Returns the run's status. */
na_run na_crawler_run_row(const newsarc_crawler *c); /* what the run did so far */
newsarc_status na_crawler_finish(newsarc_crawler *c, newsarc_error *err);
/* WARC to disk, then the state. */
bool na_crawler_commit(newsarc_crawler *c);

#endif
