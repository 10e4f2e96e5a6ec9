/* crawl/report.h: the report of a collection: one HTML page without scripts, with all that it
 * needs inside, in English and Chinese. report_data.c collects what it says, report.c is the page,
 * report_lists.c and report_tables.c its sections, report_plot.c draws, report_html.c writes text
 * and numbers. */
#ifndef NA_CRAWL_REPORT_H
#define NA_CRAWL_REPORT_H

#include "core/buf.h"
#include "crawl/store.h"

#define NA_REPORT_PATH "reports/report.html" /* in the collection */
#define NA_REPORT_RUNS_MAX 400
#define NA_REPORT_LISTS_MAX 30
#define NA_REPORT_MONTHS_MAX 24
#define NA_REPORT_YEARS_MAX 60
#define NA_REPORT_CODES_MAX 40
#define NA_REPORT_URLS_MAX 20
#define NA_REPORT_FILES 5

/* ---- what it says: report_data.c ---- */

typedef struct na_report_run {
    int64_t started, ended; /* ended 0: it was killed */
    char result[24];
    int64_t pages, fresh, changed, failed, gone, ms;
} na_report_run;

typedef struct na_report_list {
    int64_t id; /* 0: of no list */
    char name[128], url[256];
    int64_t listed, archived;
    int64_t fresh[NA_REPORT_MONTHS_MAX], changed[NA_REPORT_MONTHS_MAX];
} na_report_list;

typedef struct na_report_url {
    char url[400];
    int64_t number, more;
} na_report_url;

typedef struct na_report_count {
    int64_t key, all, last;
} na_report_count;

typedef struct na_report_files {
    const char *folder;
    uint64_t files, bytes;
} na_report_files;

typedef struct na_report {
    char name[128]; /* hosts of the seeds */
    char directory[256];
    na_totals totals;
    na_report_run runs[NA_REPORT_RUNS_MAX]; /* the oldest first */
    size_t run_count;
    na_report_list lists[NA_REPORT_LISTS_MAX];
    size_t list_count;
    int64_t listed, archived; /* of all lists */
    int64_t first_month;      /* year * 12 + month of the months' first */
    size_t month_count;
    na_report_count years[NA_REPORT_YEARS_MAX], codes[NA_REPORT_CODES_MAX];
    size_t year_count, code_count;
    na_report_url failing[NA_REPORT_URLS_MAX], slow[NA_REPORT_URLS_MAX];
    size_t failing_count, slow_count;
    int64_t revisits, saved_bytes; /* answers stored as revisits, their bodies */
    int64_t gone;                  /* articles that are no longer on the site */
    na_report_files files[NA_REPORT_FILES];
} na_report;

/* The caller frees *out with na_free. NEWSARC_E_IO, NEWSARC_E_NOMEM, as the store. */
newsarc_status na_report_load(na_store *store, const char *dir, na_report **out,
                              newsarc_error *err);

/* ---- how it looks ---- */

typedef struct na_say { /* one text in both languages */
    const char *en, *zh;
} na_say;
#define NA_SAY(en_, zh_) ((na_say){(en_), (zh_)})

/* report_html.c. Everything foreign passes na_html_text. */
void na_html_text(na_buf *b, const char *s);
void na_html_say(na_buf *b, na_say say);
void na_html_number(na_buf *b, int64_t n); /* 12,345 */
void na_html_bytes(na_buf *b, uint64_t n); /* 41 MB */
void na_html_ms(na_buf *b, int64_t ms);    /* 6m 12s */
void na_html_day(na_buf *b, int64_t seconds);
void na_html_time(na_buf *b, int64_t seconds);
void na_html_month(na_buf *b, int64_t month);
/* A link to a page of the site; what is no http or https URL becomes text. */
void na_html_url(na_buf *b, const char *url);
/* <tr> of cells: the first is a heading. */
void na_html_head_row(na_buf *b, const na_say *cells, size_t n);

void na_html_cell(na_buf *b, int64_t n);                     /* <td> with a number */
void na_html_section(na_buf *b, na_say title, na_say about); /* the caller ends it */
void na_html_table(na_buf *b, const na_say *head, size_t n); /* up to its rows */
void na_html_end_table(na_buf *b);
void na_html_details(na_buf *b); /* numbers behind a plot, folded up; the caller ends it */

/* report_plot.c */
typedef struct na_bars { /* `up` above the line, `down` (may be NULL) below it */
    const int64_t *up, *down;
    const char *const *titles; /* of each pair, shown when pointed at; NULL: none */
    size_t n;
    int64_t most;  /* of the scale; 0: that of the values */
    bool failures; /* `down` is what went wrong */
    na_say label;
} na_bars;
/* Bars on a logarithmic scale, stretched to the width of what stands around. */
void na_plot_bars(na_buf *b, const na_bars *bars);
int64_t na_plot_most(const int64_t *v, size_t n);
/* A bar of `part` in `whole`, on a linear scale of `most`. */
void na_plot_share(na_buf *b, int64_t part, int64_t whole, int64_t most);

/* report_lists.c, report_tables.c: the sections. */
void na_report_runs(na_buf *b, const na_report *r);
void na_report_months(na_buf *b, const na_report *r);
void na_report_coverage(na_buf *b, const na_report *r);
void na_report_years(na_buf *b, const na_report *r);
void na_report_codes(na_buf *b, const na_report *r);
void na_report_failing(na_buf *b, const na_report *r);
void na_report_slow(na_buf *b, const na_report *r);
void na_report_sizes(na_buf *b, const na_report *r);

/* report.c: the whole page; the language shown at first is "en" or "zh". The buffer's status says
 * whether it became whole. */
void na_report_html(const na_report *r, const char *language, na_buf *out);

/* Writes the report to `path`, under its name only when whole. `language`: "en" (also NULL) or
 * "zh". */
newsarc_status na_report_write(na_store *store, const char *dir, const char *path,
                               const char *language, newsarc_error *err);

#endif
