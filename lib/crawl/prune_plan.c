/* Which WARC files are kept: those with anything as new as asked for; those that a kept one refers
 * to, step by step, since a revisit is worth nothing without the response that it does not repeat;
 * those with the JSON of an article whose page is kept; and those that cannot be read whole. */
#include "crawl/prune.h"

#include "archive/warc_reader.h"
#include "core/alloc.h"
#include "core/error.h"
#include "core/hash.h"
#include "crawl/layout.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define FILES_MAX 100000
#define RECORDS_MAX ((size_t)200 << 20)

void na_prune_files_free(na_prune_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        na_free(files->v[i].name);
    na_free(files->v);
    *files = (na_prune_files){0};
}

void na_prune_plan_free(na_prune_plan *plan)
{
    na_prune_files_free(&plan->warcs);
    na_free(plan->links);
    na_free(plan->records);
}

static bool ends_so(const char *name, const char *const *endings)
{
    for (; *endings; endings++)
        if (na_str_ends(na_str_from(name), na_str_from(*endings)))
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const na_prune_file *)a)->name, ((const na_prune_file *)b)->name);
}

/* Ours: a regular file that SHA256SUMS names. */
static bool is_ours(const na_prune_plan *plan, DIR *d, const char *folder, const char *name,
                    uint64_t *bytes)
{
    struct stat st;
    char listed[512];
    int n = snprintf(listed, sizeof listed, "%s/%s", folder, name);
    if (n < 0 || n >= (int)sizeof listed ||
        fstatat(dirfd(d), name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return false;
    *bytes = (uint64_t)st.st_size;
    return na_layout_is_listed(plan->sums, listed);
}

static bool add_file(na_prune_files *files, const char *name, uint64_t bytes)
{
    if (files->n == files->room) {
        size_t room = files->room ? files->room * 2 : 64;
        na_prune_file *v = na_realloc_array(files->v, room, sizeof *v);
        if (!v)
            return false;
        files->v = v;
        files->room = room;
    }
    char *copy = na_strdup(name);
    if (copy)
        files->v[files->n++] = (na_prune_file){.name = copy, .bytes = bytes, .newest = INT64_MAX};
    return copy != NULL;
}

newsarc_status na_prune_list(const na_prune_plan *plan, const char *folder,
                             const char *const *endings, na_prune_files *out, newsarc_error *err)
{
    uint64_t bytes;
    char *path = na_path_join(plan->dir, folder);
    DIR *d = path ? opendir(path) : NULL;
    bool good = path != NULL;
    out->folder = folder;
    for (struct dirent *e; d && good && out->n < FILES_MAX && (e = readdir(d));)
        if (ends_so(e->d_name, endings) && is_ours(plan, d, folder, e->d_name, &bytes))
            good = add_file(out, e->d_name, bytes);
    if (d)
        closedir(d);
    na_free(path);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
    return good ? NEWSARC_OK
                : na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(plan->dir), "out of memory");
}

int64_t na_prune_name_time(const char *name)
{
    size_t end = strcspn(name, ".");
    for (size_t i = strlen(name); i-- > 0;) /* a prefix may have dots */
        if (name[i] == '-' && strspn(name + i + 1, "0123456789") == 14) {
            end = i + 1;
            break;
        }
    if (strspn(name + end, "0123456789") != 14)
        return INT64_MAX;
    na_str digits = {name + end, 14};
    struct tm tm = {.tm_year = (int)na_str_number(na_str_take(digits, 4), NULL) - 1900,
                    .tm_mon = (int)na_str_number((na_str){digits.p + 4, 2}, NULL) - 1,
                    .tm_mday = (int)na_str_number((na_str){digits.p + 6, 2}, NULL),
                    .tm_hour = (int)na_str_number((na_str){digits.p + 8, 2}, NULL),
                    .tm_min = (int)na_str_number((na_str){digits.p + 10, 2}, NULL),
                    .tm_sec = (int)na_str_number((na_str){digits.p + 12, 2}, NULL)};
    return (int64_t)timegm(&tm);
}

/* ---- reading them ---- */

static uint64_t hash_of(na_str id)
{
    return na_hash64(NA_HASH64_BEGIN, id);
}

static bool add_link(na_prune_link **v, size_t *n, size_t *room, na_prune_link link)
{
    if (*n == *room) {
        size_t wider = *room ? *room * 2 : 1024;
        na_prune_link *p = wider <= RECORDS_MAX ? na_realloc_array(*v, wider, sizeof *p) : NULL;
        if (!p)
            return false;
        *v = p;
        *room = wider;
    }
    (*v)[(*n)++] = link;
    return true;
}

static int64_t time_of(na_str date)
{
    char digits[32] = "-";
    size_t n = 1;
    for (size_t i = 0; i < date.n && n < 15; i++)
        if (na_is_digit(date.p[i]))
            digits[n++] = date.p[i];
    digits[n] = 0;
    return na_prune_name_time(digits);
}

static bool take_record(na_prune_plan *plan, uint32_t file, const na_warc_record *record)
{
    na_prune_file *f = &plan->warcs.v[file];
    na_str id = na_warc_field(record, "WARC-Record-ID");
    na_str refers = na_warc_field(record, "WARC-Refers-To");
    int64_t date = time_of(na_warc_field(record, "WARC-Date"));
    if (date != INT64_MAX && (f->newest == INT64_MAX || date > f->newest))
        f->newest = date;
    bool good = add_link(&plan->records, &plan->record_count, &plan->record_room,
                         (na_prune_link){hash_of(id), file});
    if (good && refers.n)
        good = add_link(&plan->links, &plan->link_count, &plan->link_room,
                        (na_prune_link){hash_of(refers), file});
    return good;
}

static newsarc_status read_warc(na_prune_plan *plan, uint32_t file, newsarc_error *err)
{
    char name[512];
    na_warc_reader *reader = NULL;
    na_warc_record record;
    na_prune_file *f = &plan->warcs.v[file];
    snprintf(name, sizeof name, "archive/%s", f->name);
    char *path = na_path_join(plan->dir, name);
    newsarc_status status = path ? na_warc_reader_open(path, 0, &reader, err) : NEWSARC_E_NOMEM;
    na_free(path);
    if (status != NEWSARC_OK)
        return status;
    while ((status = na_warc_reader_next(reader, &record, err)) == NEWSARC_OK)
        if (!take_record(plan, file, &record)) {
            status = na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(f->name), "out of memory");
            break;
        }
    na_warc_reader_free(reader);
    if (status == NEWSARC_E_FORMAT) {
        na_error_clear(err);
        f->why = "it has damaged records: see verify";
        f->kept = true;
    }
    return status == NEWSARC_E_FORMAT || status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

/* ---- deciding ---- */

static int by_id(const void *a, const void *b)
{
    uint64_t x = ((const na_prune_link *)a)->id, y = ((const na_prune_link *)b)->id;
    return x < y ? -1 : x > y;
}

static bool keep(na_prune_file *f, const char *why)
{
    if (f->kept)
        return false;
    f->kept = true;
    f->why = why;
    return true;
}

typedef struct split_job {
    na_prune_plan *plan;
    bool changed;
} split_job;

static na_prune_file *find_warc(na_prune_plan *plan, const char *name)
{
    na_prune_file key = {.name = (char *)(uintptr_t)name};
    return plan->warcs.n ? bsearch(&key, plan->warcs.v, plan->warcs.n, sizeof key, by_name) : NULL;
}

static void keep_json(const char *page, const char *json, void *user)
{
    split_job *job = user;
    const na_prune_file *from = find_warc(job->plan, page);
    na_prune_file *to = find_warc(job->plan, json);
    if (to && (!from || from->kept))
        job->changed = keep(to, "an article that is kept has its text here") || job->changed;
}

static bool follow_links(na_prune_plan *plan)
{
    bool changed = false;
    for (size_t i = 0; i < plan->link_count; i++) {
        const na_prune_link *link = &plan->links[i];
        if (!plan->warcs.v[link->from].kept || plan->record_count == 0)
            continue;
        const na_prune_link *to =
            bsearch(link, plan->records, plan->record_count, sizeof *link, by_id);
        if (to)
            changed = keep(&plan->warcs.v[to->from], "a kept file refers to it") || changed;
    }
    return changed;
}

newsarc_status na_prune_decide(na_prune_plan *plan, na_store *store, newsarc_error *err)
{
    static const char *const endings[] = {".warc.gz", ".warc.zst", ".warc", NULL};
    newsarc_status status = na_prune_list(plan, "archive", endings, &plan->warcs, err);
    for (uint32_t i = 0; status == NEWSARC_OK && i < plan->warcs.n; i++) {
        status = read_warc(plan, i, err);
        if (plan->warcs.v[i].newest >= plan->cutoff)
            plan->warcs.v[i].kept = true;
    }
    if (plan->record_count)
        qsort(plan->records, plan->record_count, sizeof *plan->records, by_id);
    split_job job = {.plan = plan, .changed = true};
    while (status == NEWSARC_OK && job.changed) { /* each time one file more at least */
        job.changed = follow_links(plan);
        status = na_store_split_articles(store, keep_json, &job);
        if (status != NEWSARC_OK)
            na_store_explain(store, status, err);
    }
    return status;
}
