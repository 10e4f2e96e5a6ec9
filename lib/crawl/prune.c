/* Removing what prune_plan.c found to be old. The order: the state forgets what is to go, on disk;
 * the files go; SHA256SUMS and the report follow. Broken off in between, nothing is missing that
 * the state knows of, and the next call removes the rest. */
#include "crawl/prune.h"

#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/recover_files.h"
#include "crawl/report.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

typedef struct prune {
    const newsarc_prune_options *opts;
    const char *dir;
    na_store *store;
    char *sums;
    na_prune_plan plan;
    na_prune_files tars, logs;
    newsarc_prune_summary sum;
} prune;

newsarc_status newsarc_prune_options_init(newsarc_prune_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

/* The older of the two borders: what either rule keeps is kept. */
static newsarc_status find_cutoff(prune *p, newsarc_error *err)
{
    int64_t newest, of_runs = INT64_MAX, of_time = INT64_MAX;
    newsarc_status status = na_store_run_started(p->store, 1, &newest);
    if (status == NEWSARC_OK && p->opts->keep_runs) {
        status = na_store_run_started(p->store, p->opts->keep_runs, &of_runs);
        if (status == NEWSARC_E_NOT_FOUND) {
            of_runs = INT64_MIN;
            status = NEWSARC_OK;
        }
    }
    if (status == NEWSARC_E_NOT_FOUND)
        return na_error(err, status, "crawl", na_str_from(p->dir), "the collection has no run yet");
    if (status != NEWSARC_OK)
        return na_store_explain(p->store, status, err);
    if (p->opts->keep_seconds)
        of_time = p->opts->keep_seconds < INT64_MAX / 2 ? newest - (int64_t)p->opts->keep_seconds
                                                        : INT64_MIN;
    p->plan.cutoff = of_runs < of_time ? of_runs : of_time;
    return NEWSARC_OK;
}

/* Tars and logs are as old as their names say. */
static newsarc_status decide_by_name(prune *p, const char *folder, const char *const *endings,
                                     na_prune_files *files, newsarc_error *err)
{
    newsarc_status status = na_prune_list(&p->plan, folder, endings, files, err);
    for (size_t i = 0; i < files->n; i++) {
        files->v[i].newest = na_prune_name_time(files->v[i].name);
        files->v[i].kept = files->v[i].newest >= p->plan.cutoff;
    }
    return status;
}

static newsarc_status decide(prune *p, newsarc_error *err)
{
    static const char *const tars[] = {".tar.gz", NULL}, *const logs[] = {".jsonl", NULL};
    newsarc_status status = na_layout_read_sums(p->dir, &p->sums, err);
    p->plan.sums = p->sums;
    if (status == NEWSARC_OK)
        status = find_cutoff(p, err);
    if (status == NEWSARC_OK)
        status = na_prune_decide(&p->plan, p->store, err);
    if (status == NEWSARC_OK)
        status = decide_by_name(p, "articles", tars, &p->tars, err);
    if (status == NEWSARC_OK)
        status = decide_by_name(p, "logs", logs, &p->logs, err);
    return status;
}

static void tell(prune *p, const na_prune_files *files)
{
    char path[512];
    for (size_t i = 0; i < files->n; i++) {
        const na_prune_file *f = &files->v[i];
        if (!f->kept) {
            p->sum.removed++;
            p->sum.bytes += f->bytes;
        }
        if (!p->opts->each || (f->kept && !f->why))
            continue;
        snprintf(path, sizeof path, "%s/%s", files->folder, f->name);
        p->opts->each(path, f->bytes, !f->kept, f->why ? f->why : "old", p->opts->user);
    }
}

static newsarc_status forget(prune *p, newsarc_error *err)
{
    const na_prune_files *warcs = &p->plan.warcs;
    const char **names = na_calloc(warcs->n + 1, sizeof *names);
    size_t n = 0;
    if (!names)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(p->dir), "out of memory");
    for (size_t i = 0; i < warcs->n; i++)
        if (!warcs->v[i].kept)
            names[n++] = warcs->v[i].name;
    p->sum.kept = warcs->n - n;
    newsarc_status status = p->opts->dry_run
                                ? na_store_count_forgotten(p->store, names, n, &p->sum.articles)
                                : na_store_forget_files(p->store, names, n, &p->sum.articles);
    na_free(names);
    return status == NEWSARC_OK ? status : na_store_explain(p->store, status, err);
}

static newsarc_status remove_files(const prune *p, const na_prune_files *files, newsarc_error *err)
{
    char *path = files->n ? na_path_join(p->dir, files->folder) : NULL;
    int fd = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) : -1;
    newsarc_status status = NEWSARC_OK;
    if (files->n && fd < 0)
        status = na_error_system(err, "crawl", na_str_from(path), "open the folder", errno);
    for (size_t i = 0; status == NEWSARC_OK && i < files->n; i++)
        if (!files->v[i].kept && unlinkat(fd, files->v[i].name, 0) != 0 && errno != ENOENT)
            status = na_error_system(err, "crawl", na_str_from(files->v[i].name), "remove the file",
                                     errno);
    if (fd >= 0) {
        if (fsync(fd) != 0 && status == NEWSARC_OK)
            status = na_error_system(err, "crawl", na_str_from(path), "write the folder", errno);
        close(fd);
    }
    na_free(path);
    return status;
}

static newsarc_status write_report(const prune *p, newsarc_error *err)
{
    char *path = na_path_join(p->dir, NA_REPORT_PATH);
    newsarc_status status =
        path ? na_report_write(p->store, p->dir, path, NULL, err)
             : na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(p->dir), "out of memory");
    na_free(path);
    return status;
}

static newsarc_status carry_out(prune *p, newsarc_error *err)
{
    newsarc_status status = decide(p, err);
    if (status != NEWSARC_OK)
        return status;
    tell(p, &p->plan.warcs);
    tell(p, &p->tars);
    tell(p, &p->logs);
    status = forget(p, err);
    if (status != NEWSARC_OK || p->opts->dry_run)
        return status;
    const na_prune_files *const files[] = {&p->plan.warcs, &p->tars, &p->logs};
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof files / sizeof *files; i++)
        status = remove_files(p, files[i], err);
    newsarc_status sums = na_layout_sums(p->dir, false, status == NEWSARC_OK ? err : NULL);
    status = status == NEWSARC_OK ? sums : status;
    status = status == NEWSARC_OK ? write_report(p, err) : status;
    return status == NEWSARC_OK ? na_layout_sums(p->dir, true, err) : status;
}

static newsarc_status open_and_prune(prune *p, newsarc_error *err)
{
    int lock = -1;
    char *path = na_path_join(p->dir, "collection.db");
    newsarc_status status = NEWSARC_OK;
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(p->dir), "out of memory");
    if (access(p->dir, F_OK) != 0)
        status = na_error(err, NEWSARC_E_NOT_FOUND, "crawl", na_str_from(p->dir), "no such folder");
    else if (!na_has_state(path))
        status = na_no_state(p->dir, err);
    else if (!p->opts->dry_run)
        status = na_layout_lock(p->dir, &lock, err);
    if (status == NEWSARC_OK)
        status =
            na_store_open(path, p->opts->dry_run ? NA_STORE_READ : NA_STORE_WRITE, &p->store, err);
    if (status == NEWSARC_OK)
        status = carry_out(p, err);
    na_store_close(p->store);
    if (lock >= 0)
        close(lock);
    na_free(path);
    return status;
}

newsarc_status newsarc_collection_prune(const char *directory, const newsarc_prune_options *opts,
                                        newsarc_prune_summary *summary, newsarc_error *err)
{
    na_error_clear(err);
    if (!directory || !opts || opts->struct_size < sizeof *opts ||
        (!opts->keep_runs && !opts->keep_seconds) ||
        (summary && summary->struct_size < sizeof summary->struct_size))
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "pruning needs a directory and at least one rule of what to keep");
    prune p = {.opts = opts, .dir = directory, .plan = {.dir = directory}};
    newsarc_status status = open_and_prune(&p, err);
    if (summary) {
        size_t size = summary->struct_size;
        p.sum.struct_size = size;
        memcpy(summary, &p.sum, size < sizeof p.sum ? size : sizeof p.sum);
    }
    na_prune_plan_free(&p.plan);
    na_prune_files_free(&p.tars);
    na_prune_files_free(&p.logs);
    na_free(p.sums);
    return status;
}
