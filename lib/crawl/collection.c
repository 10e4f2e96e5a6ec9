/* A collection as its users read it: status and export. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/archive_feed.h"
#include "crawl/articles.h"
#include "crawl/changes.h"
#include "crawl/layout.h"
#include "crawl/recover_files.h"
#include "crawl/report.h"
#include <newsarc/collection.h>
#include <newsarc/crawl.h>
#include <stdlib.h>
#include <unistd.h>

static newsarc_status open_collection(const char *dir, na_store **store, newsarc_error *err)
{
    na_str input = na_str_from(dir);
    if (access(dir, F_OK) != 0)
        return na_error(err, NEWSARC_E_NOT_FOUND, "crawl", input, "no such folder");
    char *path = na_path_join(dir, "collection.db");
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", input, "out of memory");
    newsarc_status status;
    if (!na_has_state(path))
        status = na_no_state(dir, err);
    else
        status = na_store_open(path, NA_STORE_READ, store, err);
    na_free(path);
    return status;
}

static void set_count(json_t *object, const char *key, uint64_t value)
{
    json_object_set_new(object, key, json_integer((json_int_t)value));
}

static void add_run(const na_run *run, void *user)
{
    json_t *object = user, *last = json_object();
    json_t *seeds = json_loads(run->seeds, 0, NULL);
    json_object_set_new(object, "seeds", seeds ? seeds : json_array());
    json_object_set_new(last, "started", na_time_json(run->started));
    json_object_set_new(last, "ended", na_time_json(run->ended));
    json_object_set_new(last, "result", run->ended ? json_string(run->result) : json_null());
    const struct {
        const char *key;
        uint64_t value;
    } counts[] = {{"pages", run->pages},
                  {"articles", run->articles},
                  {"new_articles", run->new_articles},
                  {"changed_articles", run->changed_articles},
                  {"failed", run->failed},
                  {"skipped", run->skipped},
                  {"bytes", run->bytes}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        set_count(last, counts[i].key, counts[i].value);
    json_object_set_new(last, "seconds", json_real(run->seconds));
    json_object_set_new(object, "last_run", last);
}

static char *status_json(const char *dir, const na_totals *t, na_store *store)
{
    json_t *object = json_object();
    json_t *name = json_string(dir); /* NULL when it is not UTF-8 */
    json_object_set_new(object, "directory", name ? name : json_null());
    json_object_set_new(object, "seeds", json_array());
    const struct {
        const char *key;
        uint64_t value;
    } counts[] = {{"pages", t->pages},     {"articles", t->articles},
                  {"queued", t->queued},   {"failed", t->failed},
                  {"skipped", t->skipped}, {"bytes", t->bytes},
                  {"runs", t->runs},       {"warc_files", na_count_warcs(dir)}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        set_count(object, counts[i].key, counts[i].value);
    json_object_set_new(object, "last_run", json_null());
    na_store_last_run(store, add_run, object);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    return text;
}

newsarc_status newsarc_collection_status(const char *directory, char **json, newsarc_error *err)
{
    na_error_clear(err);
    if (json)
        *json = NULL;
    if (!directory || !json)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "argument missing");
    na_store *store = NULL;
    na_totals totals;
    newsarc_status status = open_collection(directory, &store, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_store_totals(store, &totals);
    if (status == NEWSARC_OK) {
        char *text = status_json(directory, &totals, store);
        *json = na_strdup(text);
        free(text);
        if (!*json)
            status =
                na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(directory), "out of memory");
    } else {
        na_store_explain(store, status, err);
    }
    na_store_close(store);
    return status;
}

newsarc_status newsarc_changes_options_init(newsarc_changes_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

static newsarc_status give_change(json_t *change, void *user)
{
    const newsarc_changes_options *opts = user;
    char *text = json_dumps(change, JSON_COMPACT);
    if (!text)
        return NEWSARC_E_NOMEM;
    int32_t end = opts->each(text, strlen(text), opts->user);
    free(text);
    return end ? NEWSARC_E_STOPPED : NEWSARC_OK;
}

static newsarc_status give_changes(na_store *store, const char *dir, newsarc_changes_options *opts,
                                   newsarc_error *err)
{
    na_run_span last;
    na_changes which = {.store = store, .dir = dir, .first_run = 1, .since = opts->since};
    newsarc_status status = na_store_run_span(store, 0, &last);
    if (status == NEWSARC_E_NOT_FOUND)
        return NEWSARC_OK;
    if (status == NEWSARC_OK && opts->since_run == 0 && opts->since == 0)
        status = na_store_first_untold(store, last.id, &which.first_run);
    if (status != NEWSARC_OK)
        return na_store_explain(store, status, err);
    which.last_run = last.id;
    if (opts->since_run)
        which.first_run = (int64_t)opts->since_run;
    status = na_changes_each(&which, give_change, opts, err);
    if (status != NEWSARC_E_STOPPED)
        return status;
    na_error_clear(err);
    return NEWSARC_OK;
}

newsarc_status newsarc_collection_changes(const char *directory,
                                          const newsarc_changes_options *options,
                                          newsarc_error *err)
{
    na_error_clear(err);
    newsarc_changes_options opts = {0};
    if (options)
        memcpy(&opts, options,
               options->struct_size < sizeof opts ? options->struct_size : sizeof opts);
    if (!directory || !opts.each)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "argument missing");
    na_store *store = NULL;
    newsarc_status status = open_collection(directory, &store, err);
    if (status != NEWSARC_OK)
        return status;
    status = give_changes(store, directory, &opts, err);
    na_store_close(store);
    return status;
}

newsarc_status newsarc_collection_export(const char *directory, const char *path,
                                         const newsarc_export_options *given, uint64_t *count,
                                         newsarc_error *err)
{
    uint64_t n = 0;
    newsarc_export_options opts = {0};
    na_error_clear(err);
    if (count)
        *count = 0;
    if (!directory || !path || (given && given->struct_size < sizeof(size_t)))
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "argument missing");
    if (given)
        memcpy(&opts, given, given->struct_size < sizeof opts ? given->struct_size : sizeof opts);
    na_store *store = NULL;
    newsarc_status status = open_collection(directory, &store, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_articles_write(store, directory, NULL, (na_hints){opts.rules, opts.profile}, false,
                               path, &n, err);
    na_store_close(store);
    if (status == NEWSARC_OK && n == 0)
        status = na_error(err, NEWSARC_E_NOT_FOUND, "crawl", na_str_from(directory),
                          "the collection has no articles");
    if (count)
        *count = n;
    return status;
}

/* What every run writes about a collection. */
typedef newsarc_status (*write_fn)(na_store *store, const char *dir, const char *path,
                                   const char *language, newsarc_error *err);

static newsarc_status write_feed(na_store *store, const char *dir, const char *path,
                                 const char *language, newsarc_error *err)
{
    (void)language;
    return na_archive_feed_write(store, dir, path, err);
}

/* The collection's own, written anew. */
static newsarc_status write_own(na_store *store, const char *dir, const char *name,
                                const char *language, write_fn write, newsarc_error *err)
{
    int lock = -1;
    char *path = na_path_join(dir, name);
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(dir), "out of memory");
    newsarc_status status = na_layout_make(dir, err);
    if (status == NEWSARC_OK)
        status = na_layout_lock(dir, &lock, err);
    if (status == NEWSARC_OK)
        status = na_layout_sums(dir, false, err);
    if (status == NEWSARC_OK)
        status = write(store, dir, path, language, err);
    if (status == NEWSARC_OK)
        status = na_layout_sums(dir, true, err);
    if (lock >= 0)
        close(lock);
    na_free(path);
    return status;
}

static newsarc_status write_about(const char *directory, const char *path, const char *name,
                                  const char *language, write_fn write, newsarc_error *err)
{
    na_store *store = NULL;
    newsarc_status status = open_collection(directory, &store, err);
    if (status != NEWSARC_OK)
        return status;
    status = path ? write(store, directory, path, language, err)
                  : write_own(store, directory, name, language, write, err);
    na_store_close(store);
    return status;
}

newsarc_status newsarc_collection_report(const char *directory, const char *path,
                                         const char *language, newsarc_error *err)
{
    na_error_clear(err);
    if (!directory || (language && strcmp(language, "en") != 0 && strcmp(language, "zh") != 0))
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", na_str_from(directory),
                        "a report needs a directory and the language en or zh");
    return write_about(directory, path, NA_REPORT_PATH, language, na_report_write, err);
}

newsarc_status newsarc_collection_feed(const char *directory, const char *path, newsarc_error *err)
{
    na_error_clear(err);
    if (!directory)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", NA_STR(""), "a feed needs a directory");
    return write_about(directory, path, NA_FEED_PATH, NULL, write_feed, err);
}
