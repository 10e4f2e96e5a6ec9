/* The loop: start what is due, wait, take what came; the limits. One request at a time to a host,
 * up to `concurrency` hosts at once. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "crawl/layout.h"
#include <stdio.h>
#include <time.h>

#define COMMIT_MS 1000
#define COMMIT_ANSWERS 256
#define CHECK_MS 500 /* disk, waiting URLs */
#define LONGEST_WAIT_MS 1000
#define READ_AHEAD (NA_READER_MAX / 2)
#define GRACE_MS 15000   /* for what is under way when the run is to end */
#define BLOCKED_LEAST 20 /* answers before refusals say anything */

int64_t na_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t na_now_s(void)
{
    return (int64_t)time(NULL);
}

int64_t na_crawler_now(const newsarc_crawler *c)
{
    return c->replayed ? c->replayed->now_s : na_now_s();
}

bool na_crawler_fail(newsarc_crawler *c, newsarc_status status, const newsarc_error *err)
{
    if (c->end == NA_END_FAILURE)
        return false;
    c->end = NA_END_FAILURE;
    if (err && err->code != NEWSARC_OK)
        c->failure = *err;
    else
        na_error(&c->failure, status, "crawl", na_str_from(c->directory), "%s",
                 newsarc_status_name(status));
    return false;
}

bool na_crawler_fail_store(newsarc_crawler *c, newsarc_status status)
{
    newsarc_error err;
    na_error_clear(&err);
    na_store_explain(c->store, status, &err);
    return na_crawler_fail(c, status, &err);
}

/* Articles are asked for only when they changed; lists always, for their entries count. */
static bool may_ask_if(const newsarc_crawler *c, const na_task *task)
{
    return !c->opts.full && !task->post &&
           (task->kind == NA_URL_ARTICLE || task->kind == NA_URL_PART ||
            task->kind == NA_URL_ATTACHMENT || task->kind == NA_URL_REQUISITE);
}

static newsarc_status send(newsarc_crawler *c, na_job *job, const char *url)
{
    const na_task *task = &job->task;
    newsarc_status status = NEWSARC_OK;
    if (c->run > 1 && !job->origin)
        status = na_store_known(c->store, task->id, &job->known);
    if (status != NEWSARC_OK && status != NEWSARC_E_NOT_FOUND)
        return status;
    const na_known *k = job->known;
    if (!k || (!k->etag && !k->modified) || !may_ask_if(c, task))
        return na_fetcher_begin(c->fetcher, url, na_str_from(task->post), job);
    const na_validators validators = {k->etag, k->modified};
    return na_fetcher_begin_if(c->fetcher, url, &validators, job);
}

static bool begin(newsarc_crawler *c, na_host *host, na_task *task, na_origin *origin,
                  const char *url)
{
    na_job *job = na_calloc(1, sizeof *job);
    char *full = na_credentials_apply(c->credentials, url);
    newsarc_status status = NEWSARC_E_NOMEM;
    if (job && full) {
        *job = (na_job){.host = host, .task = *task, .origin = origin};
        status = send(c, job, full);
    } else {
        na_task_clear(task);
    }
    na_free(full);
    if (status != NEWSARC_OK) {
        na_job_free(job);
        return na_crawler_fail(c, status, NULL);
    }
    host->busy = true;
    c->last_host = host->name;
    c->last_delay = na_host_delay(c->hosts, host);
    return true;
}

static bool ask_robots(newsarc_crawler *c, na_host *host, na_origin *origin)
{
    char url[NA_URL_MAX + 16];
    na_task none = {.host = host->id};
    snprintf(url, sizeof url, "%s/robots.txt", origin->name);
    return begin(c, host, &none, origin, origin->moved ? origin->moved : url);
}

/* Settles a URL without asking for it. */
static bool skip(newsarc_crawler *c, na_host *host, const na_task *task, na_state state)
{
    const na_settle how = {
        .id = task->id, .state = state, .kind = task->kind, .tries = task->tries};
    host->queued--;
    c->uncommitted++;
    newsarc_status status = na_store_settle(c->store, &how);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

static bool forbidden(newsarc_crawler *c, na_host *host, const na_task *task)
{
    bool seed = task->kind == NA_URL_SEED;
    c->sum.skipped++;
    c->sum.failed += seed;
    na_crawler_note_fault(c, NEWSARC_FAULT_FORBIDDEN);
    na_log_event(c->log, seed ? NEWSARC_LOG_WARNING : NEWSARC_LOG_INFO, "skipped", task->url,
                 "robots.txt forbids it");
    return skip(c, host, task, NA_STATE_SKIPPED);
}

static bool leave_trap(newsarc_crawler *c, na_host *host, const na_task *task)
{
    c->sum.skipped++;
    na_crawler_note_fault(c, NEWSARC_FAULT_TRAP);
    na_log_event(c->log, NEWSARC_LOG_INFO, "trap", task->url,
                 "addresses like this one keep giving nothing new");
    return skip(c, host, task, NA_STATE_DONE);
}

/* A dry run says what it would fetch and why: what it is taken for, and where it was found. */
static void tell_reason(newsarc_crawler *c, const na_task *task)
{
    na_log_event(c->log, NEWSARC_LOG_INFO, "would-fetch", task->url, "%s, %s%s",
                 na_url_kind_name(task->kind), task->via ? "found on " : "given",
                 task->via ? task->via : "");
}

/* It asks only for what leads on. */
static bool only_named(newsarc_crawler *c, const na_task *task)
{
    return !c->warc && task->kind != NA_URL_SEED && task->kind != NA_URL_LIST &&
           task->kind != NA_URL_FEED;
}

/* With nothing urgent left, what is being read comes first: it may name something that is. */
static bool must_wait(newsarc_crawler *c, const na_task *task)
{
    c->await_reader = task->priority >= NA_PRIORITY_PAGE && na_reader_pending(c->reader) > 0;
    return c->await_reader;
}

/* Does the next thing that this host has queued: asks for it, or for robots.txt first. */
static bool start_host(newsarc_crawler *c, na_host *host)
{
    na_task task;
    newsarc_status status = na_store_next(c->store, host->id, &task);
    if (status == NEWSARC_E_NOT_FOUND) {
        host->queued = 0;
        return true;
    }
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    if (must_wait(c, &task)) {
        na_task_clear(&task);
        return true;
    }
    na_str url = na_str_from(task.url);
    na_origin *origin = na_origins_get(c->origins, na_origin_of(url), na_now_s());
    bool ok = true, asked = false;
    if (origin)
        na_host_set_crawl_delay(host, na_origin_delay_ms(origin));
    if (!origin) {
        ok = na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
    } else if (origin->state == NA_ROBOTS_UNKNOWN) {
        ok = ask_robots(c, host, origin);
    } else if (!na_robots_allowed(origin->robots, na_path_of(url))) {
        ok = forbidden(c, host, &task);
    } else if (na_crawler_is_trap(c, &task)) {
        ok = leave_trap(c, host, &task);
    } else if (only_named(c, &task)) {
        tell_reason(c, &task);
        ok = skip(c, host, &task, NA_STATE_DONE);
    } else {
        if (!c->warc)
            tell_reason(c, &task);
        asked = true;
        ok = begin(c, host, &task, NULL, task.url);
    }
    if (!asked)
        na_task_clear(&task);
    return ok;
}

/* When reading is what takes the time, fetching more would only fill memory. */
static bool reader_has_room(const newsarc_crawler *c)
{
    return na_reader_pending(c->reader) < READ_AHEAD;
}

static bool start_all(newsarc_crawler *c)
{
    na_host *host;
    c->await_reader = false;
    while (!c->await_reader && reader_has_room(c) &&
           na_fetcher_active(c->fetcher) < c->opts.concurrency &&
           (c->opts.max_pages == 0 ||
            c->sum.pages + na_fetcher_active(c->fetcher) < c->opts.max_pages) &&
           (host = na_hosts_due(c->hosts, na_now_ms())))
        if (!start_host(c, host))
            return false;
    return true;
}

static void woken(int64_t host, void *user)
{
    newsarc_crawler *c = user;
    na_host *h = na_hosts_get(c->hosts, host, NULL);
    if (h)
        h->queued++;
}

static bool wake_waiting(newsarc_crawler *c)
{
    int64_t now = na_now_s();
    bool jumped = c->next_wake_s != INT64_MAX && c->next_wake_s - now > NA_WAIT_MAX_S;
    if (now < c->next_wake_s && !jumped)
        return true;
    newsarc_status status = na_store_wake(c->store, now, woken, c, &c->next_wake_s);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

static bool disk_is_low(newsarc_crawler *c)
{
    return c->warc && na_layout_free_bytes(c->directory) < c->opts.min_free_bytes;
}

/* Files that were removed are written on without any error, until they are to get their names. */
static bool is_there(newsarc_crawler *c)
{
    newsarc_error err;
    na_error_clear(&err);
    if (c->lock < 0)
        return true;
    newsarc_status status = na_layout_holds(c->directory, c->lock, &err);
    return status == NEWSARC_OK || na_crawler_fail(c, status, &err);
}

static bool is_blocked(const newsarc_crawler *c)
{
    uint64_t plain = c->sum.pages - c->redirected;
    return c->sum.pages >= BLOCKED_LEAST && c->refused * 2 > plain;
}

static na_end limit_reached(newsarc_crawler *c)
{
    const newsarc_crawl_options *o = &c->opts;
    if (atomic_load(&c->stop))
        return NA_END_STOP;
    if (o->max_pages && c->sum.pages >= o->max_pages)
        return NA_END_PAGES;
    if (o->max_bytes && c->sum.bytes >= o->max_bytes)
        return NA_END_BYTES;
    if (o->max_seconds && na_now_ms() - c->started_ms >= (int64_t)o->max_seconds * 1000)
        return NA_END_TIME;
    return is_blocked(c) ? NA_END_BLOCKED : NA_END_NONE;
}

/* The run is to end: what is under way may finish, but not for ever. URLs that are dropped here are
 * still queued. */
static void end_in_time(newsarc_crawler *c, int64_t now)
{
    if (c->ending_ms == 0)
        c->ending_ms = now;
    if (now - c->ending_ms >= GRACE_MS)
        na_fetcher_cancel(c->fetcher, na_job_free);
}

/* What is looked at now and then only. */
static bool check(newsarc_crawler *c)
{
    int64_t now = na_now_ms();
    if (c->end == NA_END_NONE)
        c->end = limit_reached(c);
    else
        end_in_time(c, now);
    if (now - c->checked_ms < CHECK_MS)
        return true;
    c->checked_ms = now;
    na_crawler_watch(c, now);
    if (!is_there(c))
        return false;
    if (c->end == NA_END_NONE && disk_is_low(c))
        c->end = NA_END_DISK;
    return wake_waiting(c);
}

static void tell_progress(newsarc_crawler *c)
{
    if (!c->opts.progress)
        return;
    const newsarc_crawl_progress p = {
        .struct_size = sizeof p,
        .pages = c->sum.pages,
        .articles = c->sum.articles,
        .queued = na_hosts_queued(c->hosts),
        .failed = c->sum.failed,
        .bytes = c->sum.bytes,
        .elapsed = (double)(na_now_ms() - c->started_ms) / 1000,
        .delay_ms = c->last_delay,
        .host = c->last_host,
        .url = c->last_url,
    };
    c->opts.progress(&p, c->opts.user);
}

static bool take_all(newsarc_crawler *c)
{
    void *user;
    na_exchange *x;
    bool ok = true;
    while ((x = na_fetcher_take(c->fetcher, &user))) {
        if (na_reader_pending(c->reader) == NA_READER_MAX)
            ok = na_crawler_apply_pages(c, true) && ok;
        char *url = na_strdup(x->url);
        c->heard_ms = na_now_ms();
        ok = na_crawler_answer(c, user, x) && ok;
        c->last_url = url;
        tell_progress(c);
        c->last_url = NULL;
        na_free(url);
    }
    return ok;
}

/* Milliseconds until something may have to be done. */
static int how_long(const newsarc_crawler *c)
{
    int64_t wait = LONGEST_WAIT_MS, now = na_now_ms();
    int64_t due = na_hosts_next_due(c->hosts);
    if (c->end == NA_END_NONE && !c->await_reader && reader_has_room(c) &&
        na_fetcher_active(c->fetcher) < c->opts.concurrency && due != INT64_MAX && due - now < wait)
        wait = due - now;
    return wait < 0 ? 0 : (int)wait;
}

/* Nothing under way, and nothing left that may be asked for in this run. */
static bool is_over(const newsarc_crawler *c)
{
    if (na_fetcher_active(c->fetcher) || na_reader_pending(c->reader))
        return false;
    return c->end != NA_END_NONE ||
           (na_hosts_next_due(c->hosts) == INT64_MAX && c->next_wake_s == INT64_MAX);
}

static bool maybe_commit(newsarc_crawler *c)
{
    if (c->uncommitted < COMMIT_ANSWERS && na_now_ms() - c->committed_ms < COMMIT_MS)
        return true;
    return na_crawler_commit(c);
}

static bool loop(newsarc_crawler *c)
{
    for (;;) {
        if (!check(c) || (c->end == NA_END_NONE && !start_all(c)))
            return false;
        if (is_over(c)) {
            if (!na_crawler_ask_missing(c))
                return false;
            if (is_over(c))
                return true;
        }
        newsarc_status status = na_fetcher_wait(c->fetcher, how_long(c));
        if (status != NEWSARC_OK)
            return na_crawler_fail(c, status, NULL);
        if (!take_all(c) || !na_crawler_apply_pages(c, false) || !maybe_commit(c))
            return false;
    }
}

static void load_host(int64_t id, const char *name, uint64_t queued, void *user)
{
    newsarc_crawler *c = user;
    na_host *host = na_hosts_get(c->hosts, id, name);
    if (host)
        host->queued += queued;
    else
        na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
}

/* A run that was cut short is resumed; after a complete one lists are read again (with `full`:
 * everything is). */
bool na_crawler_fill_frontier(newsarc_crawler *c)
{
    uint64_t queued = 0, waiting = 0;
    const na_requeue how = {.all = c->opts.full != 0,
                            .run = c->run,
                            .now = c->started_s,
                            .recheck_s = (int64_t)c->opts.recheck_days * 86400,
                            .failed_tries = NA_TRIES - 1};
    newsarc_status status = na_store_count(c->store, NA_STATE_QUEUED, &queued);
    if (status == NEWSARC_OK)
        status = na_store_count(c->store, NA_STATE_WAITING, &waiting);
    bool resume = status == NEWSARC_OK && queued + waiting > 0 && c->last_was_cut;
    if (c->opts.full && !c->last_was_full)
        resume = false;
    if (status == NEWSARC_OK && !resume)
        status = na_store_requeue(c->store, &how);
    if (status == NEWSARC_OK && resume)
        status = na_crawler_load_shapes(c);
    if (status == NEWSARC_OK)
        status = na_store_hosts(c->store, load_host, c);
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    c->resumes = resume;
    if (resume)
        na_log_event(c->log, NEWSARC_LOG_INFO, "resume", NULL, "%llu URLs were left",
                     (unsigned long long)queued + waiting);
    return c->end == NA_END_NONE && na_crawler_add_seeds(c);
}

newsarc_status newsarc_crawler_run(newsarc_crawler *c, newsarc_crawl_summary *summary,
                                   newsarc_error *err)
{
    na_error_clear(err);
    if (!c || !summary || summary->struct_size < sizeof summary->struct_size || c->started_ms)
        return na_error(err, NEWSARC_E_ARGUMENT, "crawl", NA_STR(""),
                        "a crawler runs once and wants a summary");
    c->started_ms = c->heard_ms = na_now_ms();
    c->committed_ms = c->checked_ms = c->started_ms - CHECK_MS;
    if (disk_is_low(c))
        c->end = NA_END_DISK;
    if (na_crawler_fill_frontier(c))
        loop(c);
    newsarc_status status = na_crawler_finish(c, err);
    size_t size = summary->struct_size;
    c->sum.struct_size = size;
    memcpy(summary, &c->sum, size < sizeof c->sum ? size : sizeof c->sum);
    return status;
}
