/* crawl/store_report.h: what the store knows beside the crawl's own needs: names of categories,
 * slow answers, the rows of a report, and lists that have gone silent. Statuses as in store.h. */
#ifndef NA_CRAWL_STORE_REPORT_H
#define NA_CRAWL_STORE_REPORT_H

#include "crawl/store.h"

/* The name by which a navigation calls a list; the latest counts. */
newsarc_status na_store_name_category(na_store *s, int64_t url, na_str name);

/* What a run saw: answers by status, the slowest ones, and what was stored as revisits. */
#define NA_TALLY_CODES 64
#define NA_TALLY_SLOW 10
typedef struct na_tally {
    struct {
        int status; /* 0: no answer */
        uint64_t answers;
    } codes[NA_TALLY_CODES];
    size_t code_count; /* what finds no room is not counted */
    struct {
        char *url; /* owned by whoever fills the tally */
        uint32_t ms;
    } slow[NA_TALLY_SLOW];
    size_t slow_count;
    uint64_t revisits, revisit_bytes; /* bytes of bodies that came and were not stored again */
} na_tally;
newsarc_status na_store_put_tally(na_store *s, int64_t run, const na_tally *t);

typedef enum na_report_query {
    NA_REPORT_RUNS,       /* text: result; n: started, ended, pages, new, changed, failed, gone,
                             milliseconds. The newest first */
    NA_REPORT_CATEGORIES, /* text: name, URL; n: list (0: none), listed, archived. Large ones first
                           */
    NA_REPORT_MONTHS,     /* n: list (0: none), month (year * 12 + 0 to 11), new, changed */
    NA_REPORT_YEARS,      /* n: year of publication (0: not known), articles */
    NA_REPORT_STATUS,     /* n: status, answers, of them in the newest run. By status */
    NA_REPORT_FAILING,    /* text: URL; n: last status (0: none), tries */
    NA_REPORT_SLOW,       /* text: URL; n: milliseconds */
    NA_REPORT_SAVED,      /* n: revisits, bytes not stored again */
    NA_REPORT_GONE,       /* n: articles that are no longer on the site */
    NA_REPORT_QUERIES
} na_report_query;

typedef struct na_report_row { /* valid for the call; what a query does not give is empty, 0 */
    na_str text[2];
    int64_t n[8];
} na_report_row;

/* At most `limit` rows; fn's status other than OK ends it. No row: NEWSARC_OK. */
newsarc_status na_store_report(na_store *s, na_report_query which, uint32_t limit,
                               newsarc_status (*fn)(const na_report_row *row, void *user),
                               void *user);

typedef enum na_silence {
    NA_SILENCE_EMPTY, /* it was read, gave no entry, and had given some */
    NA_SILENCE_GONE,  /* it had given some and answers 404 or 410; said once */
    NA_SILENCE_UNREAD /* its newest entries, three or more, are no articles; older ones are */
} na_silence;
/* Lists that have gone silent in this run. */
newsarc_status na_store_silent_lists(na_store *s, int64_t run,
                                     void (*fn)(const char *url, na_silence why, void *user),
                                     void *user);

#endif
