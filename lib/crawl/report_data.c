/* What a report says, read from the state and the folders of a collection. See report.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/origins.h"
#include "crawl/report.h"
#include "crawl/store_report.h"
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#define MONTH_ROWS 20000

static int64_t month_of(int64_t seconds)
{
    struct tm tm;
    time_t t = (time_t)seconds;
    gmtime_r(&t, &tm);
    return (int64_t)(tm.tm_year + 1900) * 12 + tm.tm_mon;
}

static newsarc_status add_run(const na_report_row *row, void *user)
{
    na_report *r = user;
    na_report_run *run = &r->runs[r->run_count++];
    *run = (na_report_run){.started = row->n[0],
                           .ended = row->n[1],
                           .pages = row->n[2],
                           .fresh = row->n[3],
                           .changed = row->n[4],
                           .failed = row->n[5],
                           .gone = row->n[6],
                           .ms = row->n[7]};
    na_printable(run->result, sizeof run->result, row->text[0]);
    return NEWSARC_OK;
}

/* They come the newest first and are shown the oldest first. */
static void turn_runs(na_report *r)
{
    for (size_t i = 0; i < r->run_count / 2; i++) {
        na_report_run kept = r->runs[i];
        r->runs[i] = r->runs[r->run_count - 1 - i];
        r->runs[r->run_count - 1 - i] = kept;
    }
    if (r->run_count == 0)
        return;
    int64_t last = month_of(r->runs[r->run_count - 1].started);
    int64_t first = month_of(r->runs[0].started);
    if (last - first >= NA_REPORT_MONTHS_MAX)
        first = last - NA_REPORT_MONTHS_MAX + 1;
    r->first_month = first;
    r->month_count = first <= last ? (size_t)(last - first + 1) : 0; /* a clock that jumped back */
}

/* The lists beyond the room share the last place. */
static newsarc_status add_list(const na_report_row *row, void *user)
{
    na_report *r = user;
    r->listed += row->n[1];
    r->archived += row->n[2];
    bool shared = r->list_count == NA_REPORT_LISTS_MAX - 1;
    na_report_list *list = &r->lists[r->list_count];
    if (!shared) {
        list->id = row->n[0];
        na_printable(list->name, sizeof list->name, row->text[0]);
        na_printable(list->url, sizeof list->url, row->text[1]);
        r->list_count++;
    }
    list->listed += row->n[1];
    list->archived += row->n[2];
    return NEWSARC_OK;
}

static na_report_list *find_list(na_report *r, int64_t id)
{
    for (size_t i = 0; i < r->list_count; i++)
        if (r->lists[i].id == id)
            return &r->lists[i];
    return &r->lists[NA_REPORT_LISTS_MAX - 1];
}

static newsarc_status add_month(const na_report_row *row, void *user)
{
    na_report *r = user;
    int64_t month = row->n[1] - r->first_month;
    if (month < 0 || (size_t)month >= r->month_count)
        return NEWSARC_OK;
    na_report_list *list = find_list(r, row->n[0]);
    list->fresh[month] += row->n[2];
    list->changed[month] += row->n[3];
    return NEWSARC_OK;
}

static bool has_any(const na_report_list *list)
{
    for (size_t i = 0; i < NA_REPORT_MONTHS_MAX; i++)
        if (list->fresh[i] || list->changed[i])
            return true;
    return list->listed > 0;
}

/* What stands in the shared place moves behind the last list. */
static void end_lists(na_report *r)
{
    na_report_list *rest = &r->lists[NA_REPORT_LISTS_MAX - 1];
    if (r->list_count == NA_REPORT_LISTS_MAX || !has_any(rest))
        return;
    if (rest != &r->lists[r->list_count])
        r->lists[r->list_count] = *rest;
    r->list_count++;
}

static newsarc_status add_year(const na_report_row *row, void *user)
{
    na_report *r = user;
    r->years[r->year_count++] = (na_report_count){.key = row->n[0], .all = row->n[1]};
    return NEWSARC_OK;
}

static newsarc_status add_code(const na_report_row *row, void *user)
{
    na_report *r = user;
    r->codes[r->code_count++] = (na_report_count){row->n[0], row->n[1], row->n[2]};
    return NEWSARC_OK;
}

static void add_url(na_report_url *out, const na_report_row *row)
{
    na_printable(out->url, sizeof out->url, row->text[0]);
    out->number = row->n[0];
    out->more = row->n[1];
}

static newsarc_status add_failing(const na_report_row *row, void *user)
{
    na_report *r = user;
    add_url(&r->failing[r->failing_count++], row);
    return NEWSARC_OK;
}

static newsarc_status add_slow(const na_report_row *row, void *user)
{
    na_report *r = user;
    add_url(&r->slow[r->slow_count++], row);
    return NEWSARC_OK;
}

static newsarc_status add_saved(const na_report_row *row, void *user)
{
    na_report *r = user;
    r->revisits = row->n[0];
    r->saved_bytes = row->n[1];
    return NEWSARC_OK;
}

static newsarc_status add_gone(const na_report_row *row, void *user)
{
    na_report *r = user;
    r->gone = row->n[0];
    return NEWSARC_OK;
}

/* The newest come first, so that the limit leaves those out that are oldest. */
static void turn_years(na_report *r)
{
    for (size_t i = 0; i < r->year_count / 2; i++) {
        na_report_count kept = r->years[i];
        r->years[i] = r->years[r->year_count - 1 - i];
        r->years[r->year_count - 1 - i] = kept;
    }
}

static newsarc_status load_rows(na_store *store, na_report *r)
{
    static const struct {
        na_report_query query;
        uint32_t limit;
        newsarc_status (*fn)(const na_report_row *row, void *user);
        void (*then)(na_report *r);
    } steps[] = {
        {NA_REPORT_RUNS, NA_REPORT_RUNS_MAX, add_run, turn_runs},
        {NA_REPORT_CATEGORIES, 10000, add_list, NULL},
        {NA_REPORT_MONTHS, MONTH_ROWS, add_month, end_lists},
        {NA_REPORT_YEARS, NA_REPORT_YEARS_MAX, add_year, turn_years},
        {NA_REPORT_STATUS, NA_REPORT_CODES_MAX, add_code, NULL},
        {NA_REPORT_FAILING, NA_REPORT_URLS_MAX, add_failing, NULL},
        {NA_REPORT_SLOW, NA_REPORT_URLS_MAX, add_slow, NULL},
        {NA_REPORT_SAVED, 1, add_saved, NULL},
        {NA_REPORT_GONE, 1, add_gone, NULL},
    };
    newsarc_status status = na_store_totals(store, &r->totals);
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof steps / sizeof *steps; i++) {
        status = na_store_report(store, steps[i].query, steps[i].limit, steps[i].fn, r);
        if (status == NEWSARC_OK && steps[i].then)
            steps[i].then(r);
    }
    return status;
}

/* The hosts of the seeds, each once. */
static void name_from_seeds(const na_run *run, void *user)
{
    na_report *r = user;
    na_buf name = NA_BUF(4096);
    json_t *seeds = json_loads(run->seeds, 0, NULL), *seed;
    size_t i;
    json_array_foreach(seeds, i, seed)
    {
        na_str host = na_host_of(na_str_from(json_string_value(seed)));
        if (host.n && na_str_find(na_buf_str(&name), host) == NA_NOT_FOUND) {
            na_buf_add_cstr(&name, name.n ? ", " : "");
            na_buf_add(&name, host);
        }
    }
    json_decref(seeds);
    na_printable(r->name, sizeof r->name, na_buf_str(&name));
    na_buf_free(&name);
}

static void measure_folder(const char *dir, na_report_files *f)
{
    char *path = na_path_join(dir, f->folder);
    DIR *d = path ? opendir(path) : NULL;
    struct stat st;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
            continue;
        f->files++;
        f->bytes += (uint64_t)st.st_size;
    }
    if (d)
        closedir(d);
    na_free(path);
}

/* The state's own size depends on when SQLite last tidied up, so it is left out: the same state
 * gives the same report. */
newsarc_status na_report_load(na_store *store, const char *dir, na_report **out, newsarc_error *err)
{
    static const char *const folders[NA_REPORT_FILES] = {"archive", "articles", "indexes", "pages",
                                                         "logs"};
    *out = NULL;
    na_report *r = na_calloc(1, sizeof *r);
    if (!r)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(dir), "out of memory");
    na_str directory = na_str_from(dir);
    while (directory.n > 1 && directory.p[directory.n - 1] == '/')
        directory.n--;
    na_printable(r->directory, sizeof r->directory, directory);
    newsarc_status status = na_store_last_run(store, name_from_seeds, r);
    if (status == NEWSARC_OK || status == NEWSARC_E_NOT_FOUND)
        status = load_rows(store, r);
    if (status != NEWSARC_OK) {
        na_free(r);
        return na_store_explain(store, status, err);
    }
    for (size_t i = 0; i < NA_REPORT_FILES; i++) {
        r->files[i].folder = folders[i];
        measure_folder(dir, &r->files[i]);
    }
    *out = r;
    return NEWSARC_OK;
}
