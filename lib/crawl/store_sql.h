/* crawl/store_sql.h: what store*.c share. No other file includes it. */
#ifndef NA_CRAWL_STORE_SQL_H
#define NA_CRAWL_STORE_SQL_H

#include "crawl/store.h"
#include <sqlite3.h>

typedef enum na_sql {
    NA_SQL_HOST_ADD,
    NA_SQL_HOST_FIND,
    NA_SQL_HOSTS,
    NA_SQL_URL_ADD,
    NA_SQL_URL_FIND,
    NA_SQL_URL_HURRY,
    NA_SQL_URL_NEXT,
    NA_SQL_URL_SETTLE,
    NA_SQL_URL_DUE,
    NA_SQL_URL_WAKE,
    NA_SQL_URL_NEXT_DUE,
    NA_SQL_REQUEUE_LISTS,
    NA_SQL_REQUEUE_PAGES,
    NA_SQL_REQUEUE_ALL,
    NA_SQL_REQUEUE_FAILED,
    NA_SQL_COUNT,
    NA_SQL_URL_REDIRECT,
    NA_SQL_FILE_ADD,
    NA_SQL_FILE_FIND,
    NA_SQL_CAPTURE_ADD,
    NA_SQL_CAPTURE_FIND,
    NA_SQL_CAPTURE_KNOWN,
    NA_SQL_CAPTURE_RENEW,
    NA_SQL_CAPTURE_PRUNE,
    NA_SQL_CAPTURE_OLDER,
    NA_SQL_CAPTURE_GONE,
    NA_SQL_ARTICLE_DIGEST,
    NA_SQL_ARTICLE_PUT,
    NA_SQL_ARTICLES,
    NA_SQL_ARTICLE_CHECKED,
    NA_SQL_ARTICLE_GONE,
    NA_SQL_ARTICLE_STILL_GONE,
    NA_SQL_VERSION_KEEP,
    NA_SQL_WALK_GET,
    NA_SQL_WALK_PUT,
    NA_SQL_WALK_MARK,
    NA_SQL_WALK_OPEN,
    NA_SQL_WALK_STATE,
    NA_SQL_WALK_MISSING,
    NA_SQL_RECHECK,
    NA_SQL_LIST_PAGE_ADD,
    NA_SQL_LIST_PAGE_GET,
    NA_SQL_LIST_PAGE_SEE,
    NA_SQL_LIST_PAGE_SAME,
    NA_SQL_LIST_URL,
    NA_SQL_ENTRY_PUT,
    NA_SQL_ENTRY_OLD,
    NA_SQL_ENTRY_GET,
    NA_SQL_PART_ADD,
    NA_SQL_PART_OF,
    NA_SQL_PART_PUT,
    NA_SQL_PARTS,
    NA_SQL_JOIN_ADD,
    NA_SQL_JOIN_NEXT,
    NA_SQL_JOIN_END,
    NA_SQL_ARTICLE_PAGE,
    NA_SQL_ARTICLE_JOINED,
    NA_SQL_ARTICLE_TOUCH,
    NA_SQL_TWIN_FIND,
    NA_SQL_ARTICLE_SAME,
    NA_SQL_ARTICLE_CANONICAL,
    NA_SQL_ROBOTS_GET,
    NA_SQL_ROBOTS_PUT,
    NA_SQL_RUN_BEGIN,
    NA_SQL_RUN_END,
    NA_SQL_SHAPES_PUT,
    NA_SQL_SHAPES_GET,
    NA_SQL_SHAPES_CLEAR,
    NA_SQL_RUN_LAST,
    NA_SQL_TOTALS,
    NA_SQL_CATEGORY_NAME,
    NA_SQL_SLOW_CLEAR,
    NA_SQL_SLOW_ADD,
    NA_SQL_CODES_NEXT,
    NA_SQL_CODES_ADD,
    NA_SQL_TALLY_ADD,
    NA_SQL_ALARM_ADD,
    NA_SQL_ALARM_END,
    NA_SQL_DELIST,
    NA_SQL_RELIST,
    NA_SQL_EVENT_NEW,
    NA_SQL_EVENT_CHANGED,
    NA_SQL_EVENT_GONE,
    NA_SQL_EVENT_RETURNED,
    NA_SQL_EVENT_DELISTED,
    NA_SQL_EVENT_RELISTED,
    NA_SQL_RUN_SPAN,
    NA_SQL_RUN_UNTOLD,
    NA_SQL_N
} na_sql;

#define NA_SEEN_SLOTS 4096 /* power of two */
#define NA_KEY_SIZE 16
#define NA_KEY_NEAR 3 /* first bytes, in common with neighbours */

struct na_store {
    sqlite3 *db;
    char *path;
    bool in_transaction;
    newsarc_status failed; /* of a statement since the transaction began */
    sqlite3_stmt *statements[NA_SQL_N];
    char message[256]; /* of the last failure */
    bool damaged;      /* the file is no sound database, or not ours */
    /* keys that were added or found lately, and the priority asked for: the links that every page
     * of a site repeats need no look at the table */
    unsigned char seen[NA_SEEN_SLOTS][NA_KEY_SIZE + 1];
};

/* The seeds of a new run; empty: they are those of the run before. */
#define NA_SQL_SEEDS(seeds)                                                                        \
    "iif(" seeds " = (SELECT s.seeds FROM runs s WHERE s.seeds <> '' ORDER BY s.id DESC LIMIT 1)," \
    " '', " seeds ")"

extern const char *const na_sql_text[NA_SQL_N];
extern const char na_sql_schema[];
extern const char na_sql_from_2[], na_sql_from_3[]; /* to the next version */
extern const char na_sql_from_4[];                  /* also in a new file; store_report.c */
extern const char na_sql_from_5[];                  /* also in a new file; store_changes.c */
extern const char na_sql_from_6[];                  /* also in a new file; store_listed.c */
extern const char na_sql_from_7[], na_sql_from_8[]; /* also in a new file */
extern const char na_sql_delist[], na_sql_relist[]; /* store_listed.c */
extern const char na_sql_event_new[], na_sql_event_changed[], na_sql_event_gone[],
    na_sql_event_returned[], na_sql_event_delisted[], na_sql_event_relisted[]; /* store_changes.c */

/* A statement ready for binding, NULL after a failure (noted in s). Begins a transaction when
 * `writes`. Give it back with sqlite3_reset (na_sql_done does so). */
sqlite3_stmt *na_sql_ready(na_store *s, na_sql which, bool writes);
/* Begins a transaction where there is none. */
newsarc_status na_sql_begin(na_store *s);
void na_sql_bind_str(sqlite3_stmt *st, int i, na_str v);
void na_sql_bind_blob(sqlite3_stmt *st, int i, na_str v);
/* Steps a statement that gives no rows, resets it. */
newsarc_status na_sql_done(na_store *s, sqlite3_stmt *st);
/* The same in one: a statement that writes, its parameters numbers. */
newsarc_status na_sql_numbers(na_store *s, na_sql which, const int64_t *v, int n);
/* Steps to the next row: OK, NEWSARC_E_NOT_FOUND at the end (reset then), or a failure. */
newsarc_status na_sql_row(na_store *s, sqlite3_stmt *st);
na_str na_sql_str(sqlite3_stmt *st, int column);
/* A row with the columns of NA_SQL_URL_NEXT; NEWSARC_E_NOMEM. */
newsarc_status na_sql_task(sqlite3_stmt *st, na_task *out);
/* Id of a WARC file by its name, made when new. */
newsarc_status na_sql_file_id(na_store *s, const char *name, int64_t *id);
/* By which the frontier knows a URL; false when out of memory. */
bool na_store_key(na_str canonical, unsigned char key[NA_KEY_SIZE]);
/* Status of SQLite's last failure, with its text noted. */
newsarc_status na_sql_failed(na_store *s);

#endif
