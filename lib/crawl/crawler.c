/* Making and freeing a crawler: options, folders, lock, state. See crawler.h. */
#include "crawl/crawler.h"

#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/recover_files.h"
#include "crawl/store_prune.h"
#include "fetch/wire.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_DELAY_MS 1000
#define DEFAULT_CONCURRENCY 8
#define DEFAULT_DEPTH 32
#define DEFAULT_RECHECK_DAYS 30
#define DEFAULT_MAX_BODY ((uint64_t)64 << 20)
#define DEFAULT_MIN_FREE ((uint64_t)64 << 20)
#define PREFIX_MAX 80
#define SEED_MAX ((size_t)64 << 10)
#define RENDERINGS_MAX ((uint64_t)256 << 20) /* bytes of disk */
#define CONNECT_MS 20000
#define FIRST_BYTE_MS 30000
#define STALL_MS 30000
#define TOTAL_MS 300000

newsarc_status newsarc_crawl_options_init(newsarc_crawl_options *opts, size_t size)
{
    if (!opts || size < offsetof(newsarc_crawl_options, seed_count))
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    if (size >= offsetof(newsarc_crawl_options, delay_ms) + sizeof opts->delay_ms)
        opts->delay_ms = -1;
    return NEWSARC_OK;
}

/* The caller's numbers and callbacks as far as he knows them, defaults for the rest. */
static newsarc_crawl_options known_options(const newsarc_crawl_options *from)
{
    newsarc_crawl_options o;
    newsarc_crawl_options_init(&o, sizeof o);
    memcpy(&o, from, from->struct_size < sizeof o ? from->struct_size : sizeof o);
    if (o.delay_ms < 0)
        o.delay_ms = DEFAULT_DELAY_MS;
    if (!o.concurrency)
        o.concurrency = DEFAULT_CONCURRENCY;
    if (!o.max_depth)
        o.max_depth = DEFAULT_DEPTH;
    if (!o.max_body_bytes)
        o.max_body_bytes = DEFAULT_MAX_BODY;
    if (!o.min_free_bytes)
        o.min_free_bytes = DEFAULT_MIN_FREE;
    if (!o.recheck_days)
        o.recheck_days = DEFAULT_RECHECK_DAYS;
    return o;
}

static newsarc_status check_options(const newsarc_crawl_options *o, newsarc_error *err)
{
    if (!o || o->struct_size < offsetof(newsarc_crawl_options, categories) || !o->directory ||
        !*o->directory || !o->seeds || o->seed_count == 0)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", NA_STR(""),
                        "a crawl needs a directory and at least one seed");
    for (size_t i = 0; i < o->seed_count; i++) {
        na_str seed = na_str_from(o->seeds[i]);
        if (!na_str_starts_nocase(seed, NA_STR("http://")) &&
            !na_str_starts_nocase(seed, NA_STR("https://")))
            return na_error(err, NEWSARC_E_CONFIG, "crawl", seed, "not an http or https URL");
    }
    return NEWSARC_OK;
}

/* The value may be a secret: the message has the name alone. */
static newsarc_status check_headers(const newsarc_crawl_options *o, newsarc_error *err)
{
    for (size_t i = 0; i < o->header_count; i++) {
        na_str line = na_str_from(o->headers[i]);
        if (!na_fetcher_is_header(o->headers[i]))
            return na_error(err, NEWSARC_E_CONFIG, "crawl",
                            na_str_take(line, na_str_find_byte(line, ':')),
                            "not a header that can be set: it takes \"Name: value\", and no field "
                            "that a crawl sets itself");
    }
    return NEWSARC_OK;
}

static newsarc_status no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
}

/* Product token of a User-Agent: what stands before the first "/" or space. */
static char *product_token(const char *user_agent)
{
    return na_strndup(user_agent, strcspn(user_agent, "/ \t("));
}

/* File names keep letters, digits, dot, minus and underscore of the prefix. */
static char *make_prefix(const newsarc_crawl_options *o)
{
    na_str from =
        o->prefix && *o->prefix ? na_str_from(o->prefix) : na_host_of(na_str_from(o->seeds[0]));
    char name[PREFIX_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < from.n && n < PREFIX_MAX; i++) {
        char c = from.p[i];
        bool safe = na_is_alpha(c) || na_is_digit(c) || c == '_' || ((c == '.' || c == '-') && n);
        name[n++] = safe ? na_lower(c) : '_';
    }
    return n ? na_strndup(name, n) : na_strdup("crawl");
}

static bool copy_seeds(newsarc_crawler *c, const newsarc_crawl_options *o)
{
    c->seeds = na_calloc(o->seed_count, sizeof *c->seeds);
    for (size_t i = 0; c->seeds && i < o->seed_count; i++) {
        na_str seed = na_str_from(o->seeds[i]);
        if (!na_credentials_keep(c->credentials, seed))
            return false;
        na_buf stored = NA_BUF(SEED_MAX);
        na_wire_public_url(&stored, seed);
        c->seeds[i] = na_buf_take(&stored);
        if (!c->seeds[i])
            return false;
        c->seed_count++;
    }
    return c->seeds != NULL;
}

static newsarc_status copy_options(newsarc_crawler *c, const newsarc_crawl_options *o,
                                   newsarc_error *err)
{
    c->opts = *o;
    c->directory = na_strdup(o->directory);
    c->user_agent = na_strdup(o->user_agent ? o->user_agent : NA_USER_AGENT);
    c->agent = c->user_agent ? product_token(c->user_agent) : NULL;
    c->prefix = make_prefix(o);
    c->tar_path = na_strdup(o->tar_path);
    c->stem = na_malloc(PREFIX_MAX + 32);
    c->categories = na_category_filter_new(o->categories, o->category_count);
    c->credentials = na_credentials_new();
    c->arena = na_arena_new();
    c->shapes = na_shapes_new();
    c->hosts = na_hosts_new((uint32_t)o->delay_ms);
    if (!c->directory || !c->user_agent || !c->agent || !c->prefix ||
        (o->tar_path && !c->tar_path) || !c->stem || !c->categories || !c->credentials ||
        !c->arena || !c->shapes || !c->hosts || !copy_seeds(c, o))
        return no_memory(err);
    return na_scope_new(o->scope, o->excludes, o->exclude_count, &c->scope, err);
}

/* Others left URLs only because their host does not answer: no reason not to read the lists. */
static bool was_cut_short(const na_run *run)
{
    static const newsarc_status whole[] = {NEWSARC_OK, NEWSARC_E_INCOMPLETE, NEWSARC_E_NETWORK,
                                           NEWSARC_E_BLOCKED};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(run->result, newsarc_status_name(whole[i])) == 0)
            return false;
    return true;
}

static void note_last_run(const na_run *run, void *user)
{
    newsarc_crawler *c = user;
    c->last_was_full = run->full;
    c->last_has_ended = run->ended != 0;
    c->no_earlier_s = run->started > c->started_s ? run->started : c->started_s;
    if (run->started > c->started_s)
        na_log_event(c->log, NEWSARC_LOG_WARNING, "clock", NULL,
                     "the clock is %lld s behind the beginning of the last run",
                     (long long)(run->started - c->started_s));
    c->last_was_cut = was_cut_short(run);
}

char *na_crawler_seeds_json(const newsarc_crawler *c)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < c->seed_count; i++)
        json_array_append_new(list, json_string(c->seeds[i]));
    char *text = list ? json_dumps(list, JSON_COMPACT) : NULL;
    json_decref(list);
    return text;
}

static newsarc_status begin_run(newsarc_crawler *c, const na_run *run, newsarc_error *err)
{
    newsarc_status status = na_store_begin_run(c->store, run, &c->run);
    na_crawler_name_run(c);
    if (status == NEWSARC_OK)
        status = na_store_commit(c->store);
    if (status == NEWSARC_OK) /* before its first record */
        status = na_store_sync(c->store);
    return status == NEWSARC_OK ? status : na_store_explain(c->store, status, err);
}

/* An archive without its state would be fetched all over again. */
static newsarc_status check_lost(const newsarc_crawler *c, bool has_state, newsarc_error *err)
{
    bool lost = !has_state && !c->opts.dry_run && na_count_warcs(c->directory) > 0;
    return lost ? na_no_state(c->directory, err) : NEWSARC_OK;
}

/* After a run that was killed, or a crash of the machine, it is looked at as a whole. */
static newsarc_status check_store(newsarc_crawler *c, newsarc_error *err)
{
    newsarc_status status = na_store_last_run(c->store, note_last_run, c);
    if (status == NEWSARC_E_NOT_FOUND)
        return check_lost(c, false, err);
    if (status == NEWSARC_OK && !c->last_has_ended && !c->opts.dry_run)
        status = na_store_check(c->store);
    return status == NEWSARC_OK ? status : na_store_explain(c->store, status, err);
}

static newsarc_status open_store(newsarc_crawler *c, newsarc_error *err)
{
    char *path =
        c->opts.dry_run ? na_strdup(":memory:") : na_path_join(c->directory, "collection.db");
    char *seeds = na_crawler_seeds_json(c);
    newsarc_status status = path && seeds ? check_lost(c, na_has_state(path), err) : no_memory(err);
    if (status == NEWSARC_OK)
        status = na_store_open(path, NA_STORE_WRITE, &c->store, err);
    if (status == NEWSARC_OK) {
        const na_run run = {.started = c->started_s, .seeds = seeds, .full = c->opts.full != 0};
        status = check_store(c, err);
        if (status == NEWSARC_OK && !c->opts.dry_run) /* before the next run stands in the state */
            status = na_crawler_recover_tars(c, c->last_has_ended, err);
        if (status == NEWSARC_OK && !c->opts.dry_run)
            status = na_crawler_catch_up(c, err);
        if (status == NEWSARC_OK)
            status = begin_run(c, &run, err);
    }
    na_free(path);
    free(seeds);
    return status;
}

static newsarc_status open_log(newsarc_crawler *c, newsarc_error *err)
{
    char name[PREFIX_MAX + 64], *path = NULL;
    if (!c->opts.dry_run) {
        na_layout_finish_logs(c->directory);
        na_layout_stem(c->directory, c->prefix, c->started_s, c->stem, PREFIX_MAX + 32);
        snprintf(name, sizeof name, "logs/%s.jsonl", c->stem);
        path = na_path_join(c->directory, name);
        if (!path)
            return no_memory(err);
    }
    newsarc_status status = na_log_new(path, c->opts.log, c->opts.user, &c->log, err);
    na_free(path);
    return status;
}

/* What stands on disk; nothing of it in a dry run. */
static newsarc_status open_collection(newsarc_crawler *c, newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    if (!c->opts.dry_run) {
        status = na_layout_make(c->directory, err);
        if (status == NEWSARC_OK)
            status = na_layout_lock(c->directory, &c->lock, err);
    }
    if (status == NEWSARC_OK)
        status = open_log(c, err);
    if (status == NEWSARC_OK && !c->opts.dry_run)
        status = na_crawler_open_archive(c, err);
    return status == NEWSARC_OK ? open_store(c, err) : status;
}

static void wake_fetcher(void *fetcher)
{
    na_fetcher_wake(fetcher);
}

static newsarc_status open_network(newsarc_crawler *c, newsarc_error *err)
{
    const na_fetcher_options o = {
        .user_agent = c->user_agent,
        .from = c->opts.from,
        .headers = c->opts.headers,
        .header_count = c->opts.header_count,
        .proxy = c->opts.proxy,
        .ca_file = c->opts.ca_file,
        .public_only = true,
        .cookies = true,
        .limits = {.connect_ms = CONNECT_MS,
                   .first_byte_ms = FIRST_BYTE_MS,
                   .total_ms = TOTAL_MS,
                   .stall_ms = STALL_MS,
                   .max_body = c->opts.max_body_bytes},
    };
    c->origins = na_origins_new(c->store, na_str_from(c->agent));
    newsarc_status status = c->origins ? na_fetcher_new(&o, &c->fetcher, err) : no_memory(err);
    if (status != NEWSARC_OK)
        return status;
    c->reader = na_reader_new(na_str_from(c->agent), na_crawler_hints(c), wake_fetcher, c->fetcher);
    return c->reader ? NEWSARC_OK : no_memory(err);
}

static newsarc_status open_renderings(newsarc_crawler *c, newsarc_error *err)
{
    c->renderings = na_renderings_new(c->directory, RENDERINGS_MAX);
    return c->renderings ? NEWSARC_OK : no_memory(err);
}

static newsarc_crawler *new_crawler(int64_t started)
{
    newsarc_crawler *c = na_calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->lock = -1;
    c->started_s = c->no_earlier_s = started;
    na_error_clear(&c->failure);
    return c;
}

newsarc_status newsarc_crawler_new(const newsarc_crawl_options *opts, newsarc_crawler **out,
                                   newsarc_error *err)
{
    na_error_clear(err);
    if (!out)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", NA_STR(""), "no place for the crawler");
    *out = NULL;
    newsarc_status status = check_options(opts, err);
    if (status != NEWSARC_OK)
        return status;
    const newsarc_crawl_options known = known_options(opts);
    newsarc_crawler *c = new_crawler(na_now_s());
    if (!c)
        return no_memory(err);
    status = check_headers(&known, err);
    if (status == NEWSARC_OK)
        status = copy_options(c, &known, err);
    if (status == NEWSARC_OK)
        status = open_collection(c, err);
    if (status == NEWSARC_OK)
        status = open_network(c, err);
    if (status == NEWSARC_OK)
        status = open_renderings(c, err);
    if (status != NEWSARC_OK) {
        newsarc_crawler_free(c);
        return status;
    }
    *out = c;
    return NEWSARC_OK;
}

newsarc_status na_crawler_new_replay(const newsarc_crawl_options *opts, na_store *store,
                                     const na_replayed *replayed, int64_t started,
                                     newsarc_crawler **out, newsarc_error *err)
{
    const newsarc_crawl_options known = known_options(opts);
    newsarc_crawler *c = *out = new_crawler(started);
    if (!c)
        return no_memory(err);
    c->store = store;
    c->replayed = replayed;
    na_store_last_run(store, note_last_run, c);
    newsarc_status status = copy_options(c, &known, err);
    if (status == NEWSARC_OK)
        status = na_log_new(NULL, NULL, NULL, &c->log, err);
    if (status == NEWSARC_OK)
        status = open_network(c, err);
    if (status != NEWSARC_OK) {
        na_crawler_free_replay(c);
        *out = NULL;
    }
    return status;
}

void na_crawler_free_replay(newsarc_crawler *c)
{
    if (!c)
        return;
    if (c->reader) /* while the store is still there */
        na_crawler_drop_pages(c);
    c->store = NULL;
    newsarc_crawler_free(c);
}

void newsarc_crawler_stop(newsarc_crawler *c)
{
    if (!c)
        return;
    atomic_store(&c->stop, 1);
    na_fetcher_wake(c->fetcher);
}

/* Requests under way when the run broke off: their jobs are the crawler's. */
static void free_fetcher(newsarc_crawler *c)
{
    na_fetcher_cancel(c->fetcher, na_job_free);
    na_fetcher_free(c->fetcher);
}

void newsarc_crawler_free(newsarc_crawler *c)
{
    if (!c)
        return;
    if (c->reader)
        na_crawler_drop_pages(c);
    na_reader_free(c->reader);
    na_renderings_free(c->renderings);
    if (c->fetcher)
        free_fetcher(c);
    na_warc_writer_free(c->warc);
    na_log_free(c->log);
    na_tally_clear(&c->tally);
    na_origins_free(c->origins);
    na_store_close(c->store);
    na_shapes_free(c->shapes);
    na_hosts_free(c->hosts);
    na_scope_free(c->scope);
    na_category_filter_free(c->categories);
    na_credentials_free(c->credentials);
    na_arena_free(c->arena);
    for (size_t i = 0; i < c->seed_count; i++)
        na_free(c->seeds[i]);
    na_free(c->seeds);
    na_free(c->directory);
    na_free(c->user_agent);
    na_free(c->agent);
    na_free(c->prefix);
    na_free(c->tar_path);
    na_free(c->stem);
    na_free(c->configuration);
    na_free(c->dictionary.p);
    if (c->lock >= 0)
        close(c->lock);
    na_free(c);
}
