/* crawl/store.h: the one interface to a collection's state: runs, frontier, captures, articles,
 * robots.txt. SQLite stands behind it and no SQL is written outside store*.c, so that a store
 * shared by many crawlers can take its place.
 *
 * The store counts only what was committed: the crawler syncs its WARC file before it calls
 * na_store_commit, so a record that the store knows is on disk, and a URL whose record was not
 * committed is fetched again by the next run.
 *
 * Functions return NEWSARC_OK, NEWSARC_E_NOT_FOUND where that is said, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM; na_store_explain gives the reason in words. */
#ifndef NA_CRAWL_STORE_H
#define NA_CRAWL_STORE_H

#include "archive/warc_writer.h"
#include "core/buf.h"
#include "core/str.h"
#include <newsarc/status.h>

#define NA_HOPS_SHOWN 50 /* last hops of a path; "3+..." says how many are left out */
#define NA_HOPS_TEXT 72

#define NA_STORE_VERSION 9 /* of the schema; 2 to 8 are brought up to date */

typedef struct na_store na_store;

typedef enum na_store_mode { NA_STORE_READ, NA_STORE_WRITE } na_store_mode;

/* NA_STORE_WRITE makes the file when absent. NEWSARC_E_NOT_FOUND: no such file (reading);
 * NEWSARC_E_FORMAT: not a collection, or of a newer version. One of an older version is brought up
 * to date, also for reading. */
newsarc_status na_store_open(const char *path, na_store_mode mode, na_store **out,
                             newsarc_error *err);
void na_store_close(na_store *s); /* what was not committed is dropped; NULL is ignored */
newsarc_status na_store_explain(const na_store *s, newsarc_status status, newsarc_error *err);
/* Writes all that was done since the last commit; after an error, also an earlier one of a
 * statement, none of it is. */
newsarc_status na_store_commit(na_store *s);
/* Back to the last commit. */
newsarc_status na_store_rollback(na_store *s);
/* What was committed down to the disk: it outlives a crash of the machine, too. */
newsarc_status na_store_sync(na_store *s);

/* --- frontier --- */

typedef enum na_url_kind {
    NA_URL_SEED,
    NA_URL_LIST,
    NA_URL_ARTICLE,
    NA_URL_REQUISITE,
    NA_URL_ATTACHMENT,
    NA_URL_PAGE, /* a link of which nothing is known */
    NA_URL_FEED, /* sitemap, RSS, Atom */
    NA_URL_PART, /* a further page of an article */
} na_url_kind;

typedef enum na_state {
    NA_STATE_QUEUED,
    NA_STATE_WAITING, /* for another try */
    NA_STATE_DONE,
    NA_STATE_FAILED,
    NA_STATE_SKIPPED, /* by robots.txt */
} na_state;

const char *na_url_kind_name(na_url_kind kind);

typedef struct na_new_url {
    na_str canonical; /* by which the frontier knows it */
    na_str url;       /* as it will be asked for */
    na_str host;      /* politeness: URLs with the same host wait for each other */
    na_str post;      /* form data to ask with by POST; empty: GET */
    int64_t via;      /* id of the URL where it was found, 0: given by the user */
    na_str via_path;  /* that URL's path from a seed */
    char hop;         /* what leads from there to here, as in na_warc_fetch_info; 0: a seed */
    na_url_kind kind;
    uint32_t depth;   /* links from a seed */
    uint32_t hops;    /* redirects in a row */
    uint8_t priority; /* small ones first */
} na_new_url;

/* *host_id gets the host's id when the URL is new, 0 when it was known. A known one that is still
 * queued takes the new priority and kind when they are more urgent. */
newsarc_status na_store_add(na_store *s, const na_new_url *u, int64_t *host_id);
/* The id of a known URL; NEWSARC_E_NOT_FOUND. */
newsarc_status na_store_find(na_store *s, na_str canonical, int64_t *id);

typedef struct na_task {
    int64_t id, host;
    na_url_kind kind;
    uint32_t depth, hops, tries;
    uint8_t priority;
    char *url;               /* owned, as post and via: na_task_clear */
    char *post;              /* NULL: GET */
    char *via;               /* URL where it was found; NULL: given by the user */
    char path[NA_HOPS_TEXT]; /* hops from a seed, one letter each */
} na_task;
void na_task_clear(na_task *task);

/* The next URL of a host in order of priority, then age; it stays queued until na_store_settle.
 * NEWSARC_E_NOT_FOUND: none. */
newsarc_status na_store_next(na_store *s, int64_t host, na_task *out);

typedef struct na_settle {
    int64_t id;
    na_state state;
    na_url_kind kind;
    uint32_t tries;
    int64_t not_before; /* seconds since 1970; for NA_STATE_WAITING */
    na_str redirect;    /* canonical form of where it leads; empty: nowhere */
} na_settle;
newsarc_status na_store_settle(na_store *s, const na_settle *how);

/* Longer than any URL waits: one that is due later was put off by a clock that was ahead. */
#define NA_WAIT_MAX_S 1800
/* Queues the waiting URLs that are due at `now`; fn once for each. *next gets when the next one is
 * due, INT64_MAX: none is waiting. */
newsarc_status na_store_wake(na_store *s, int64_t now, void (*fn)(int64_t host, void *user),
                             void *user, int64_t *next);
/* Hosts with queued URLs and their number; also hosts with waiting ones, as 0 (so a host may come
 * twice). */
newsarc_status
na_store_hosts(na_store *s, void (*fn)(int64_t host, const char *name, uint64_t queued, void *user),
               void *user);
/* Begins over: seeds, lists and feeds (`all`: everything) that are done are queued again, and what
 * failed gets new tries. */
typedef struct na_requeue {
    bool all;
    int64_t run, now;      /* the run that begins; seconds since 1970 */
    int64_t recheck_s;     /* articles younger than this are asked again, less often with age */
    uint32_t failed_tries; /* that are taken from what failed */
} na_requeue;
newsarc_status na_store_requeue(na_store *s, const na_requeue *how);
/* URLs in a state. */
newsarc_status na_store_count(na_store *s, na_state state, uint64_t *count);
/* Where a URL leads after redirects, at most 10; NEWSARC_E_NOT_FOUND when it is not known or leads
 * nowhere. */
newsarc_status na_store_redirect(na_store *s, na_str canonical, na_buf *url);

/* --- lists: which pages belong to one list, and what it says of its articles --- */

typedef struct na_list_place {
    int64_t list;   /* id of the page by which the list was found */
    uint32_t steps; /* from there to this page */
    bool repeated;  /* another page of the list had the same entries in this run */
} na_list_place;
/* A list page was read. `fingerprint`: of its entries, 0: it has none. */
newsarc_status na_store_see_list(na_store *s, int64_t url, int64_t run, uint64_t fingerprint,
                                 na_list_place *out);
/* `url` is a further page of `list`; what is known of it stays. */
newsarc_status na_store_add_list_page(na_store *s, int64_t url, int64_t list, uint32_t steps);
/* Address of the page by which the list of this page was found; NEWSARC_E_NOT_FOUND. */
newsarc_status na_store_list_url(na_store *s, int64_t url, na_buf *list);

typedef struct na_entry_row {
    int64_t url, list, run;
    na_str title, date; /* empty: not stated */
    int64_t place;      /* the larger the newer, over all runs */
    uint32_t rank;      /* on the list's first page, from 0; 99: elsewhere */
} na_entry_row;
/* *fresh: this list had not named it in this run. */
newsarc_status na_store_put_entry(na_store *s, const na_entry_row *row, bool *fresh);
/* What is known of an entry before it is put; all 0: nothing. */
typedef struct na_old_entry {
    int64_t first_run, list, run, place;
} na_old_entry;
newsarc_status na_store_old_entry(na_store *s, int64_t url, na_old_entry *out);

/* How far a list was walked; see store_later.c. */
typedef struct na_walk {
    int64_t mark;   /* last run that walked it to the end; 0: none */
    int64_t floor;  /* place of the oldest known entry met in this run, as it was before */
    uint32_t known; /* entries in a row that were */
    bool stopped;   /* before the end of the list */
    bool fresh;     /* it named something that was not known */
} na_walk;
newsarc_status na_store_walk(na_store *s, int64_t list, na_walk *out);
newsarc_status na_store_set_walk(na_store *s, int64_t list, const na_walk *walk);
/* Asks for a list's page that this run has not asked for yet. fn: its host has one more queued.
 * *pending: it is still to come. */
newsarc_status na_store_open_page(na_store *s, int64_t url, void (*fn)(int64_t host, void *user),
                                  void *user, bool *pending);
/* The lists of which the run left nothing to do are walked. */
newsarc_status na_store_mark_lists(na_store *s, int64_t run);
/* Queues the articles that their list, as far as it was walked, does not name any more, and those
 * that were gone and are named again. */
newsarc_status na_store_requeue_missing(na_store *s, int64_t run,
                                        void (*fn)(int64_t host, void *user), void *user,
                                        uint64_t *count);

/* What lists say of an article; NEWSARC_E_NOT_FOUND: none names it. */
newsarc_status na_store_entry(na_store *s, int64_t url, na_buf *title, na_buf *date);

/* --- captures, articles --- */

typedef struct na_capture {
    int64_t url, run;
    const na_warc_place *place;
    int status;
    na_str mime;
    bool whole;            /* nothing of it is cut off */
    na_str etag, modified; /* ETag, Last-Modified; empty: not stated */
} na_capture;
newsarc_status na_store_add_capture(na_store *s, const na_capture *c, int64_t *id);
/* The same, in place of older captures of the URL, which stay in the archive: a whole 200 replaces
 * all, another one only its like, and none what the URL's article refers to. */
newsarc_status na_store_renew_capture(na_store *s, const na_capture *c, int64_t *id);

/* The newest whole 200 response of a URL. */
typedef struct na_known {
    int64_t capture;
    na_warc_place place;
    char *etag, *modified; /* NULL: not stated */
} na_known;
/* NEWSARC_E_NOT_FOUND: none. The caller frees *out with na_known_free. */
newsarc_status na_store_known(na_store *s, int64_t url, na_known **out);
void na_known_free(na_known *k); /* NULL is ignored */

typedef struct na_place { /* of a record, as kept */
    char file[128];
    uint64_t offset;
} na_place;

/* Newest 200 response of a URL, redirects followed. NEWSARC_E_NOT_FOUND: none. */
newsarc_status na_store_find_capture(na_store *s, na_str canonical, na_place *out);

typedef enum na_change { NA_CHANGE_NONE, NA_CHANGE_NEW, NA_CHANGE_CHANGED } na_change;

typedef struct na_article_row {
    int64_t url, capture, run;
    na_place json; /* conversion record */
    na_str folder; /* in the tar */
    na_str title, date;
    na_str digest;  /* of title, date, source and text */
    na_str twin;    /* the same for pages of one article; empty: not known */
    bool completed; /* the JSON holds more than the page does: see na_stored_article */
    int64_t now;    /* seconds since 1970 */
    int64_t born;   /* when it was published, as far as known */
} na_article_row;
/* It was asked for again and is unchanged. */
newsarc_status na_store_article_checked(na_store *s, int64_t url, int64_t run, int64_t now);
/* It is no longer there, as `status` says. *was: it was an article, and not gone yet. */
newsarc_status na_store_article_gone(na_store *s, int64_t url, int64_t run, int64_t now, int status,
                                     bool *was);
/* Before an article changes: its present version stays among the versions. */
newsarc_status na_store_keep_version(na_store *s, int64_t url, int64_t run);
/* Adds or replaces; *change says whether the digest is new. */
newsarc_status na_store_put_article(na_store *s, const na_article_row *row, na_change *change);
/* What the store knows of an article's digest; empty when it is none yet. */
newsarc_status na_store_article_digest(na_store *s, int64_t url, na_buf *digest);

typedef struct na_stored_article {
    const char *url, *folder, *title, *date; /* date: "" when unknown; all valid for the call */
    na_place page, json;
    int64_t fetched; /* seconds since 1970 */
    int64_t id;
    bool completed; /* the JSON holds further parts, or what a list says */
} na_stored_article;
/* Articles in byte order of their folders; of those that are the same under several URLs, one.
 * `fresh`: only those that became new or changed after the
 * last run whose articles were written to a tar. fn's status other than OK ends it. */
newsarc_status na_store_articles(na_store *s, bool fresh,
                                 newsarc_status (*fn)(const na_stored_article *a, void *user),
                                 void *user);

/* An article was put: is there another with the same title and text on the same host? Then one
 * stands for both. */
newsarc_status na_store_match_twins(na_store *s, int64_t url, bool *twin);
/* The page says that its own address is another: that article, if there is one with the same title,
 * stands for it. */
newsarc_status na_store_set_canonical(na_store *s, int64_t url, int64_t canonical);

/* --- articles in several pages --- */

/* `url` is a part of `article`; what is known of it stays. */
newsarc_status na_store_add_part(na_store *s, int64_t url, int64_t article);
newsarc_status na_store_part_of(na_store *s, int64_t url, int64_t *article); /* or NOT_FOUND */

typedef struct na_part_row {
    int64_t url, article; /* equal: the first part */
    uint32_t number;      /* from 1 */
    na_str digest, json, markdown;
} na_part_row;
/* A part was read. When it is new or changed its article is to be joined. */
newsarc_status na_store_put_part(na_store *s, const na_part_row *row);
/* Articles to be joined, in turn; NEWSARC_E_NOT_FOUND: no more. */
newsarc_status na_store_next_join(na_store *s, int64_t after, int64_t *article);
newsarc_status na_store_end_join(na_store *s, int64_t article);

typedef struct na_stored_part {
    na_str url, json, markdown; /* valid for the call */
    uint32_t number;            /* 0: not known */
} na_stored_part;
/* The parts that were read, in their order. fn's status other than OK ends it. */
newsarc_status na_store_parts(na_store *s, int64_t article,
                              newsarc_status (*fn)(const na_stored_part *part, void *user),
                              void *user);
/* URL of an article and place of its page; NEWSARC_E_NOT_FOUND: it is none. */
newsarc_status na_store_article_page(na_store *s, int64_t article, na_buf *url,
                                     na_warc_place *page);
/* Its JSON is now this one. *changed: the article had not been written in this run. */
newsarc_status na_store_set_joined(na_store *s, int64_t article, int64_t run, const na_place *json,
                                   bool *changed);

/* --- robots.txt --- */

/* NEWSARC_E_NOT_FOUND: none kept. status 0: no answer. */
newsarc_status na_store_get_robots(na_store *s, na_str origin, int64_t *fetched, int *status,
                                   na_buf *body);
newsarc_status na_store_put_robots(na_store *s, na_str origin, int64_t fetched, int status,
                                   na_str body);

/* --- runs --- */

typedef struct na_run {
    int64_t id;             /* read only */
    int64_t started, ended; /* seconds since 1970; ended 0: still running, or killed */
    const char *result;     /* name of the status; "" while running */
    const char *seeds;      /* JSON array */
    bool full;              /* everything was to be fetched again */
    bool tar;               /* the articles of this and earlier runs are in tars */
    uint64_t pages, articles, new_articles, changed_articles, failed, skipped, queued, bytes;
    uint64_t gone;
    double seconds;
    /* The state holds what the run's WARC files say up to here. NULL: not known; "": the run has
     * written nothing that it holds. */
    const char *file;
    uint64_t offset;
} na_run;
/* Reads started, seeds and full. */
newsarc_status na_store_begin_run(na_store *s, const na_run *run, int64_t *id);
/* All but what beginning set; `ended` 0: it goes on. */
newsarc_status na_store_end_run(na_store *s, int64_t id, const na_run *run);
/* What is kept of shapes.h for the run that goes on with this one; empty: nothing. */
newsarc_status na_store_put_shapes(na_store *s, na_str known);
/* fn borrows the bytes for the call; it is not called when there are none. */
newsarc_status na_store_shapes(na_store *s, void (*fn)(na_str known, void *user), void *user);
/* Newest run; strings valid for the call of fn. NEWSARC_E_NOT_FOUND: none. */
newsarc_status na_store_last_run(na_store *s, void (*fn)(const na_run *run, void *user),
                                 void *user);

typedef struct na_totals {
    uint64_t pages, articles, queued, failed, skipped, bytes, runs;
} na_totals;
newsarc_status na_store_totals(na_store *s, na_totals *out);

#endif
