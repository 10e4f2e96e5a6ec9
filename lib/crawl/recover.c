/* newsarc_recover: the state of a collection from its WARC files. It is built beside the old one,
 * which is kept under another name; until the new one is whole and on the disk, nothing is
 * replaced. See replay.h for how. */
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/recover_files.h"
#include "crawl/replay.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define COMMIT_RECORDS 8192
#define PROGRESS_MS 200
#define SCAN_BLOCK ((size_t)1 << 20) /* of a configuration */

typedef struct recover {
    const char *dir;
    newsarc_recover_options opts;
    newsarc_recover_summary sum;
    na_recover_files files;
    na_store *store;
    na_replay replay;
    na_configuration *configuration; /* of the run, or of one before */
    char *fresh;                     /* path of the new database */
    int64_t begun_ms, told_ms;
    uint64_t read; /* bytes of the files before the present one */
} recover;

static newsarc_status no_memory(const recover *r, newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(r->dir), "out of memory");
}

static void tell_fault(recover *r, const char *file, uint64_t offset, const char *message)
{
    r->sum.faults++;
    if (r->opts.fault)
        r->opts.fault(file, offset, message, r->opts.user);
}

static void tell_progress(recover *r, const char *file, uint64_t position)
{
    int64_t now = na_now_ms();
    if (!r->opts.progress || now - r->told_ms < PROGRESS_MS)
        return;
    r->told_ms = now;
    const newsarc_recover_progress p = {
        .struct_size = sizeof p,
        .file = file,
        .files = r->sum.files,
        .file_count = r->files.count,
        .records = r->sum.records,
        .bytes = r->read + position,
        .total_bytes = r->files.bytes,
        .elapsed = (double)(now - r->begun_ms) / 1000,
    };
    r->opts.progress(&p, r->opts.user);
}

/* --- the configuration of a run, before its records are gone through --- */

typedef struct scan {
    na_configuration *found;
    char *first; /* address of the first page */
} scan;

static bool is_page(na_str url)
{
    return na_str_starts(url, NA_STR("http")) && !na_str_ends(url, NA_STR("/robots.txt"));
}

static void look_at(scan *s, const na_warc_record *record)
{
    na_str url = na_warc_field(record, "WARC-Target-URI");
    if (na_is_configuration(record))
        s->found = na_configuration_new(record->block);
    else if (!s->first && is_page(url) && url.n <= NA_URL_MAX)
        s->first = na_strndup(url.p, url.n);
}

static newsarc_status scan_file(recover *r, size_t i, scan *s)
{
    char name[NA_RECOVER_NAME + 16];
    na_warc_reader *reader;
    na_warc_record record;
    snprintf(name, sizeof name, "archive/%s", r->files.v[i].name);
    char *path = na_path_join(r->dir, name);
    newsarc_status status =
        path ? na_warc_reader_open(path, SCAN_BLOCK, &reader, NULL) : NEWSARC_E_NOMEM;
    na_free(path);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
    while (!s->found && ((status = na_warc_reader_next(reader, &record, NULL)) == NEWSARC_OK ||
                         status == NEWSARC_E_FORMAT))
        if (status == NEWSARC_OK)
            look_at(s, &record);
    na_warc_reader_free(reader);
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

/* Where no run has one: what it began with. */
static na_configuration *guess_configuration(const char *url)
{
    json_t *object = json_pack("{s[s]}", "seeds", url ? url : "http://invalid/");
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    na_configuration *c = text ? na_configuration_new(na_str_from(text)) : NULL;
    json_decref(object);
    free(text);
    return c;
}

/* For the run that begins with the i-th file: its own, else that of the run before. */
static newsarc_status find_configuration(recover *r, size_t i, newsarc_error *err)
{
    scan s = {NULL, NULL};
    newsarc_status status = NEWSARC_OK;
    size_t k = i;
    do {
        status = scan_file(r, k++, &s);
    } while (status == NEWSARC_OK && !s.found && k < r->files.count &&
             !na_recover_begins_run(&r->files, k));
    if (!s.found && !r->configuration) {
        s.found = guess_configuration(s.first);
        tell_fault(r, r->files.v[i].name, 0,
                   "the run has no configuration; taken for one of its first page's site");
    }
    if (s.found) {
        na_configuration_free(r->configuration);
        r->configuration = s.found;
    }
    na_free(s.first);
    return r->configuration && status == NEWSARC_OK ? NEWSARC_OK : no_memory(r, err);
}

/* --- runs, files, records --- */

static newsarc_status begin_run(recover *r, size_t i, newsarc_error *err)
{
    const na_recover_file *f = &r->files.v[i];
    newsarc_status status = na_replay_end(&r->replay, err);
    if (status == NEWSARC_OK)
        status = find_configuration(r, i, err);
    if (status != NEWSARC_OK)
        return status;
    na_replay_run run = {.number = f->run,
                         .started = f->started ? f->started : f->written,
                         .options = na_configuration_options(r->configuration)};
    status = na_replay_begin(&r->replay, &run, err);
    if (status != NEWSARC_E_CONFIG)
        return status;
    newsarc_crawl_options plain = *run.options; /* written by somebody else */
    tell_fault(r, f->name, 0, "scope or exclusions of the run cannot be used");
    na_error_clear(err);
    plain.scope = NULL;
    plain.exclude_count = 0;
    run.options = &plain;
    return na_replay_begin(&r->replay, &run, err);
}

static newsarc_status take_record(recover *r, const char *file, const na_warc_record *record,
                                  newsarc_error *err)
{
    newsarc_error why;
    na_error_clear(&why);
    newsarc_status status = na_replay_record(&r->replay, file, record, &why);
    if (status == NEWSARC_E_FORMAT || status == NEWSARC_E_NOT_FOUND) {
        tell_fault(r, file, record->offset, why.message);
        status = NEWSARC_OK;
    } else if (status != NEWSARC_OK && err) {
        *err = why;
    }
    if (status == NEWSARC_OK && ++r->sum.records % COMMIT_RECORDS == 0)
        status = na_store_commit(r->store);
    return status;
}

static newsarc_status take_file(recover *r, const na_recover_file *f, na_warc_reader *reader,
                                newsarc_error *err)
{
    na_warc_record record;
    newsarc_status status;
    for (;;) {
        newsarc_error why;
        na_error_clear(&why);
        status = na_warc_reader_next(reader, &record, &why);
        if (status == NEWSARC_E_NOT_FOUND)
            return NEWSARC_OK;
        if (status == NEWSARC_E_FORMAT) {
            tell_fault(r, f->name, record.offset, record.message ? record.message : why.message);
            continue;
        }
        if (status == NEWSARC_OK)
            status = take_record(r, f->name, &record, err);
        else if (err)
            *err = why;
        if (status != NEWSARC_OK)
            return status;
        tell_progress(r, f->name, na_warc_reader_position(reader));
    }
}

static newsarc_status take_run_file(recover *r, size_t i, newsarc_error *err)
{
    char name[NA_RECOVER_NAME + 16];
    const na_recover_file *f = &r->files.v[i];
    na_warc_reader *reader = NULL;
    newsarc_error why;
    na_error_clear(&why);
    newsarc_status status = na_recover_begins_run(&r->files, i) ? begin_run(r, i, err) : NEWSARC_OK;
    if (status != NEWSARC_OK)
        return status;
    snprintf(name, sizeof name, "archive/%s", f->name);
    char *path = na_path_join(r->dir, name);
    status = path ? na_warc_reader_open(path, NA_REPLAY_BLOCK, &reader, &why) : no_memory(r, err);
    na_free(path);
    if (status == NEWSARC_E_NOMEM)
        return status;
    if (status == NEWSARC_OK)
        status = take_file(r, f, reader, err);
    else
        tell_fault(r, f->name, 0, why.message);
    r->sum.files++;
    r->read += f->bytes;
    na_warc_reader_free(reader);
    return reader ? status : NEWSARC_OK;
}

/* --- the databases --- */

static void remove_database(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[4096];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) < (int)sizeof name)
            unlink(name);
}

static newsarc_status sync_path(const char *path, int flags, newsarc_error *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool bad = fd < 0 || fsync(fd) != 0;
    if (fd >= 0)
        close(fd);
    return bad ? na_error_system(err, "crawl", na_str_from(path), "write to the disk", errno)
               : NEWSARC_OK;
}

/* "DIR/collection.db.broken-20261126034512" */
static newsarc_status move_old(recover *r, const char *path, newsarc_error *err)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", ""};
    char stamp[32], from[4096], to[4096];
    na_warc_stamp(na_now_s(), stamp);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(from, sizeof from, "%s%s", path, endings[i]);
        snprintf(to, sizeof to, "%s.broken-%s%s", path, stamp, endings[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return na_error_system(err, "crawl", na_str_from(from), "rename the file", errno);
        if (!*endings[i] && access(to, F_OK) == 0)
            snprintf(r->sum.kept, sizeof r->sum.kept, "collection.db.broken-%s", stamp);
    }
    return NEWSARC_OK;
}

static newsarc_status replace(recover *r, newsarc_error *err)
{
    char *path = na_path_join(r->dir, "collection.db");
    if (!path)
        return no_memory(r, err);
    newsarc_status status = sync_path(r->fresh, O_RDONLY, err);
    if (status == NEWSARC_OK)
        status = move_old(r, path, err);
    if (status == NEWSARC_OK && rename(r->fresh, path) != 0)
        status = na_error_system(err, "crawl", na_str_from(path), "rename the file", errno);
    if (status == NEWSARC_OK)
        status = sync_path(r->dir, O_RDONLY | O_DIRECTORY, err);
    na_free(path);
    return status;
}

static void count_contents(recover *r)
{
    na_contents n = {0};
    if (na_store_contents(r->store, &n) != NEWSARC_OK)
        return;
    r->sum.runs = n.runs;
    r->sum.urls = n.urls;
    r->sum.captures = n.captures;
    r->sum.articles = n.articles;
    r->sum.versions = n.versions;
    r->sum.queued = n.queued;
    r->sum.passed = r->replay.passed;
}

static newsarc_status explain(recover *r, newsarc_status status, newsarc_error *err)
{
    return status == NEWSARC_OK || (err && err->code != NEWSARC_OK)
               ? status
               : na_store_explain(r->store, status, err);
}

static newsarc_status fill(recover *r, newsarc_error *err)
{
    newsarc_status status = na_replay_init(&r->replay, r->dir, r->store, err);
    for (size_t i = 0; status == NEWSARC_OK && i < r->files.count; i++)
        status = take_run_file(r, i, err);
    if (status == NEWSARC_OK)
        status = na_replay_end(&r->replay, err);
    count_contents(r);
    na_replay_free(&r->replay);
    if (status == NEWSARC_OK)
        status = na_store_replay_end(r->store);
    return explain(r, status, err);
}

static newsarc_status build(recover *r, newsarc_error *err)
{
    remove_database(r->fresh);
    newsarc_status status = na_store_open(r->fresh, NA_STORE_WRITE, &r->store, err);
    if (status != NEWSARC_OK)
        return status;
    status = fill(r, err);
    na_store_close(r->store);
    r->store = NULL;
    if (status == NEWSARC_OK && r->sum.captures == 0)
        status = na_error(err, NEWSARC_E_FORMAT, "crawl", na_str_from(r->dir),
                          "no WARC file in archive/ has an answer that can be read: nothing was "
                          "replaced");
    if (status == NEWSARC_OK)
        status = replace(r, err);
    if (status != NEWSARC_OK)
        remove_database(r->fresh);
    return status;
}

static newsarc_status recover_locked(recover *r, newsarc_error *err)
{
    char *folder = na_path_join(r->dir, "archive");
    r->fresh = na_path_join(r->dir, "collection.db.new");
    if (!folder || !r->fresh) {
        na_free(folder);
        return no_memory(r, err);
    }
    newsarc_status status = na_warc_recover(folder, NULL, err);
    na_free(folder);
    if (status == NEWSARC_OK)
        status = na_recover_list(r->dir, &r->files, err);
    if (status == NEWSARC_OK && r->files.count == 0)
        status = na_error(err, NEWSARC_E_NOT_FOUND, "crawl", na_str_from(r->dir),
                          "no WARC files in archive/: there is nothing to rebuild the state from");
    return status == NEWSARC_OK ? build(r, err) : status;
}

static newsarc_status run_recover(recover *r, newsarc_error *err)
{
    int lock = -1;
    struct newsarc_error why;
    na_error_clear(&why);
    if (access(r->dir, F_OK) != 0)
        return na_error(err, NEWSARC_E_NOT_FOUND, "crawl", na_str_from(r->dir), "no such folder");
    newsarc_status status = na_layout_lock(r->dir, &lock, &why);
    if (status == NEWSARC_OK) {
        r->begun_ms = na_now_ms();
        status = recover_locked(r, &why);
        close(lock);
    }
    r->sum.elapsed = r->begun_ms ? (double)(na_now_ms() - r->begun_ms) / 1000 : 0;
    na_free(r->fresh);
    na_recover_files_free(&r->files);
    na_configuration_free(r->configuration);
    if (status != NEWSARC_OK && err)
        *err = why;
    if (status == NEWSARC_OK && r->sum.faults)
        return na_error(err, NEWSARC_E_INCOMPLETE, "crawl", na_str_from(r->dir),
                        "the state was rebuilt without %llu records or files that cannot be used",
                        (unsigned long long)r->sum.faults);
    return status;
}

newsarc_status newsarc_recover_options_init(newsarc_recover_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

newsarc_status newsarc_recover(const char *directory, const newsarc_recover_options *opts,
                               newsarc_recover_summary *summary, newsarc_error *err)
{
    recover r = {.dir = directory};
    na_error_clear(err);
    if (!directory || (summary && summary->struct_size < sizeof summary->struct_size))
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "a directory is needed, and the size of the summary");
    newsarc_recover_options_init(&r.opts, sizeof r.opts);
    if (opts)
        memcpy(&r.opts, opts,
               opts->struct_size < sizeof r.opts ? opts->struct_size : sizeof r.opts);
    newsarc_status status = run_recover(&r, err);
    if (summary) {
        size_t size = summary->struct_size;
        r.sum.struct_size = size;
        memcpy(summary, &r.sum, size < sizeof r.sum ? size : sizeof r.sum);
    }
    return status;
}
