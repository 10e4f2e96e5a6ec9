/* See replay.h. */
#include "crawl/replay.h"

#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/identity.h"
#include <stdio.h>
#include <stdlib.h>

#define KEY_MEMORY ((size_t)16 << 20)

static newsarc_status no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
}

newsarc_status na_replay_result(const na_replay *r, bool ok, newsarc_error *err)
{
    if (ok)
        return NEWSARC_OK;
    if (err)
        *err = r->c->failure;
    return r->c->failure.code;
}

newsarc_status na_replay_init(na_replay *r, const char *dir, na_store *store, newsarc_error *err)
{
    *r = (na_replay){.store = store};
    na_records_init(&r->originals, dir);
    newsarc_status status = na_store_replay_new(store, &r->look);
    return status == NEWSARC_OK || status == NEWSARC_E_NOMEM ? status
                                                             : na_store_explain(store, status, err);
}

static void clear_page(na_replay_page *page)
{
    na_free(page->url);
    *page = (na_replay_page){.url = NULL};
}

void na_replay_drop(na_replay *r)
{
    na_crawler_free_replay(r->c);
    r->c = NULL;
    na_exchange_free(r->answer);
    r->answer = NULL;
    clear_page(&r->last);
    for (size_t i = 0; i < NA_READER_MAX; i++)
        clear_page(&r->pages[i]);
    r->first = r->count = 0;
    r->due = r->has_log = r->resumed = r->described = false;
    json_decref(r->summary);
    r->summary = NULL;
}

void na_replay_free(na_replay *r)
{
    na_replay_drop(r);
    na_records_free(&r->originals);
    na_store_replay_free(r->look);
    r->look = NULL;
}

newsarc_status na_replay_begin(na_replay *r, const na_replay_run *run, newsarc_error *err)
{
    na_replay_drop(r);
    r->replayed = (na_replayed){.now_s = run->started};
    newsarc_status status =
        na_crawler_new_replay(run->options, r->store, &r->replayed, run->started, &r->c, err);
    if (status != NEWSARC_OK)
        return status;
    char *seeds = na_crawler_seeds_json(r->c);
    const na_run row = {
        .started = run->started, .seeds = seeds ? seeds : "[]", .full = run->options->full != 0};
    status = na_store_replay_begin_run(r->look, run->number, &row, &r->c->run);
    free(seeds);
    if (status != NEWSARC_OK)
        return na_store_explain(r->store, status, err);
    return na_replay_result(r, na_crawler_fill_frontier(r->c), err);
}

/* --- pages, which wait for the records that were written when they had been read --- */

static na_replay_page *oldest(na_replay *r)
{
    return &r->pages[r->first];
}

/* Applies the oldest page; `json`: its conversion record, NULL: it has none. */
static bool apply_page(na_replay *r, const na_warc_place *json)
{
    na_replay_page *page = oldest(r);
    int64_t now = r->replayed.now_s;
    r->replayed.json = json;
    r->replayed.now_s = na_warc_seconds(na_str_from(page->place.date));
    bool ok = na_crawler_apply_page(r->c);
    r->replayed.now_s = now;
    r->replayed.json = NULL;
    clear_page(page);
    r->first = (r->first + 1) % NA_READER_MAX;
    r->count--;
    r->due = false;
    return ok;
}

/* How many pages wait before the one with this record id; SIZE_MAX: it does not wait. */
static size_t pages_before(const na_replay *r, na_str id)
{
    for (size_t i = 0; i < r->count; i++)
        if (na_str_eq(na_str_from(r->pages[(r->first + i) % NA_READER_MAX].place.record_id), id))
            return i;
    return SIZE_MAX;
}

static bool apply_before(na_replay *r, size_t n)
{
    bool ok = true;
    while (ok && n-- > 0)
        ok = apply_page(r, NULL);
    return ok;
}

/* --- answers --- */

typedef struct task_job {
    na_replay *r;
    na_str url, post;
    na_task *task;
    bool done;
    newsarc_status status;
} task_job;

static void find_in_arena(na_arena *arena, void *user)
{
    task_job *job = user;
    na_store_replay *look = job->r->look;
    if (job->post.n)
        job->status = na_store_replay_post_task(look, job->url, job->post, job->task, &job->done);
    else
        job->status = na_store_replay_task(look, na_identity(arena, job->url, NA_STR("")),
                                           job->task, &job->done);
}

static newsarc_status find_task(na_replay *r, na_str url, na_str post, na_task *task, bool *done)
{
    task_job job = {.r = r, .url = url, .post = post, .task = task};
    na_arena_reset(r->c->arena);
    newsarc_status status =
        na_arena_run(r->c->arena, (na_arena_limits){KEY_MEMORY, 0}, find_in_arena, &job);
    *done = job.done;
    return status == NEWSARC_E_NOMEM ? status : job.status;
}

/* An answer that nothing leads to any more, as this version follows links: it stays known. */
static newsarc_status add_task(na_replay *r, na_str url, na_task *task)
{
    bool done;
    const na_add add = {.url = url, .kind = NA_URL_PAGE, .priority = NA_PRIORITY_PAGE};
    if (!na_crawler_add(r->c, &add))
        return r->c->failure.code;
    return find_task(r, url, NA_STR(""), task, &done);
}

/* With the frontier empty a crawl asks for articles that their lists no longer name: these answers
 * begin with the first one for an article that nothing had queued. */
static bool note_missing(na_replay *r, const na_task *task)
{
    if (task->kind != NA_URL_ARTICLE || r->c->asked_missing)
        return true;
    return apply_before(r, r->count) && na_crawler_ask_missing(r->c);
}

static newsarc_status lost_way(na_replay *r, na_str url)
{
    newsarc_error err;
    na_error_clear(&err);
    na_error(&err, NEWSARC_E_INCOMPLETE, "crawl", url, "an answer that no page leads to");
    na_crawler_fail(r->c, NEWSARC_E_INCOMPLETE, &err);
    return NEWSARC_E_INCOMPLETE;
}

/* Nothing tells when a page was read that has neither a metadata nor a conversion record, but it
 * was before it led anywhere. */
static newsarc_status find_in_pages(na_replay *r, na_str url, na_str post, na_task *task)
{
    bool done;
    newsarc_status status = NEWSARC_E_NOT_FOUND;
    if (r->described || !r->c->opts.no_metadata)
        return status;
    while (status == NEWSARC_E_NOT_FOUND && r->count) {
        if (!apply_page(r, NULL))
            return r->c->failure.code;
        status = find_task(r, url, post, task, &done);
    }
    return status == NEWSARC_E_NOT_FOUND ? lost_way(r, url) : status;
}

static newsarc_status task_for(na_replay *r, na_str url, na_str post, na_task *task)
{
    bool done = false;
    newsarc_status status = find_task(r, url, post, task, &done);
    if (status == NEWSARC_E_NOT_FOUND && r->resumed)
        return find_in_pages(r, url, post, task);
    if (status == NEWSARC_E_NOT_FOUND && post.n == 0)
        status = add_task(r, url, task);
    if (status != NEWSARC_OK || !done || r->c->asked_missing || task->kind != NA_URL_ARTICLE)
        return status;
    if (!note_missing(r, task))
        return r->c->failure.code;
    na_task_clear(task);
    return find_task(r, url, post, task, &done);
}

/* Fills the job; NEWSARC_E_NOT_FOUND: this crawl did not ask for it. */
static newsarc_status make_job(na_replay *r, na_str post, na_job *job)
{
    newsarc_crawler *c = r->c;
    char name[NA_URL_MAX + 1];
    na_str url = na_str_from(r->answer->url), host = na_host_of(url);
    newsarc_status status = NEWSARC_OK;
    if (!na_origins_get(c->origins, na_origin_of(url), r->replayed.now_s))
        return NEWSARC_E_NOMEM;
    job->origin = na_origins_asked(c->origins, url);
    if (!job->origin)
        status = task_for(r, url, post, &job->task);
    if (status == NEWSARC_OK && job->origin)
        status = na_store_replay_host(r->look, host, &job->task.host);
    if (status == NEWSARC_OK && !job->origin && c->run > 1)
        status = na_store_known(c->store, job->task.id, &job->known);
    if (status == NEWSARC_E_NOT_FOUND && job->task.id)
        status = NEWSARC_OK;
    if (status != NEWSARC_OK)
        return status;
    snprintf(name, sizeof name, "%.*s", NA_STR_ARG(host));
    job->host = na_hosts_get(c->hosts, job->task.host, name);
    if (!job->host)
        return NEWSARC_E_NOMEM;
    job->host->queued += !job->origin; /* what is settled leaves it again */
    return NEWSARC_OK;
}

static void note_waiting(na_replay *r, char *url, int64_t id, bool page)
{
    na_replay_page *to = page ? &r->pages[(r->first + r->count++) % NA_READER_MAX] : &r->last;
    clear_page(to);
    *to = (na_replay_page){.place = r->place, .url = url, .id = id};
}

static newsarc_status deliver(na_replay *r, na_job *job, newsarc_error *err)
{
    na_exchange *x = r->answer;
    char *url = na_strdup(x->url);
    int64_t id = job->task.id;
    size_t waiting = na_reader_pending(r->c->reader);
    r->answer = NULL;
    r->replayed.place = r->place;
    r->replayed.payload = r->payload;
    bool ok = na_crawler_answer(r->c, job, x);
    note_waiting(r, url, id, na_reader_pending(r->c->reader) > waiting);
    return na_replay_result(r, ok, err);
}

/* The answer that waited for its request goes to the crawler. */
static newsarc_status end_answer(na_replay *r, na_str post, newsarc_error *err)
{
    if (!r->answer)
        return NEWSARC_OK;
    if (r->count == NA_READER_MAX && !apply_page(r, NULL))
        return na_replay_result(r, false, err);
    r->replayed.now_s = na_warc_seconds(na_str_from(r->place.date));
    na_job *job = na_calloc(1, sizeof *job);
    newsarc_status status = job ? make_job(r, post, job) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        return deliver(r, job, err);
    na_job_free(job);
    na_exchange_free(r->answer);
    r->answer = NULL;
    if (status == NEWSARC_E_NOMEM)
        return no_memory(err);
    if (status != NEWSARC_E_NOT_FOUND)
        return r->c->failure.code != NEWSARC_OK ? na_replay_result(r, false, err)
                                                : na_store_explain(r->store, status, err);
    r->passed++;
    return NEWSARC_OK;
}

/* --- records --- */

static newsarc_status on_answer(na_replay *r, const char *file, const na_warc_record *record,
                                newsarc_error *err)
{
    return na_replay_read_answer(r, file, record, err);
}

static newsarc_status on_request(na_replay *r, const char *file, const na_warc_record *record,
                                 newsarc_error *err)
{
    na_str post;
    (void)file;
    if (!r->answer)
        return NEWSARC_OK;
    na_replay_read_request(r, record, &post);
    return end_answer(r, post, err);
}

/* fetchTimeMs, for the slowest answers. */
static uint32_t fetch_ms(na_str block)
{
    size_t at = 0;
    na_str name, value;
    while (na_warc_next_field(block, &at, &name, &value))
        if (na_str_eq_nocase(name, NA_STR("fetchTimeMs"))) {
            uint64_t ms = na_str_number(value, NULL);
            return ms < UINT32_MAX ? (uint32_t)ms : 0;
        }
    return 0;
}

/* By the run that caught up. */
static bool is_read_later(const na_warc_record *metadata)
{
    return na_warc_field(metadata, "WARC-Concurrent-To").n == 0;
}

static newsarc_status on_metadata(na_replay *r, const char *file, const na_warc_record *record,
                                  newsarc_error *err)
{
    bool later = is_read_later(record);
    na_str id = na_warc_field(record, later ? "WARC-Refers-To" : "WARC-Concurrent-To");
    size_t before = pages_before(r, id);
    const na_replay_page *page = &r->last;
    (void)file;
    r->described = true;
    if (before != SIZE_MAX) {
        if (!apply_before(r, before))
            return na_replay_result(r, false, err);
        page = oldest(r);
        r->due = true;
        r->read_later = later;
    } else if (!na_str_eq(na_str_from(page->place.record_id), id)) {
        return NEWSARC_OK;
    }
    if (page->url)
        na_crawler_tally_slow(r->c, page->url, fetch_ms(record->block));
    return NEWSARC_OK;
}

/* The record of an article that was joined from several pages. */
static newsarc_status set_joined(na_replay *r, na_str page, const na_warc_place *json,
                                 newsarc_error *err)
{
    int64_t article = 0;
    bool changed;
    na_place place = {.offset = json->offset};
    snprintf(place.file, sizeof place.file, "%s", json->file);
    newsarc_status status = na_store_replay_article_of(r->look, page, &article);
    if (status == NEWSARC_OK)
        status = na_store_set_joined(r->store, article, r->c->run, &place, &changed);
    if (status == NEWSARC_OK)
        status = na_store_end_join(r->store, article);
    if (status == NEWSARC_OK || status == NEWSARC_E_NOT_FOUND)
        return NEWSARC_OK;
    return na_store_explain(r->store, status, err);
}

static newsarc_status on_conversion(na_replay *r, const char *file, const na_warc_record *record,
                                    newsarc_error *err)
{
    na_str page = na_warc_field(record, "WARC-Refers-To");
    size_t before = pages_before(r, page);
    na_warc_place json = {.offset = record->offset, .length = record->length};
    snprintf(json.file, sizeof json.file, "%s", file);
    if (before == SIZE_MAX)
        return set_joined(r, page, &json, err);
    return na_replay_result(r, apply_before(r, before) && apply_page(r, &json), err);
}

static newsarc_status on_resource(na_replay *r, const char *file, const na_warc_record *record,
                                  newsarc_error *err)
{
    (void)file;
    if (na_is_configuration(record))
        return NEWSARC_OK; /* it was read when the run began */
    if (!apply_before(r, r->count))
        return na_replay_result(r, false, err);
    if (r->resumed) /* the run was not ended, whatever it had written of its end */
        return NEWSARC_OK;
    newsarc_status status = na_replay_resource(r, record);
    return status == NEWSARC_OK ? status : na_store_explain(r->store, status, err);
}

/* Without its request: the file before this one was torn there. */
static void drop_answer(na_replay *r)
{
    na_exchange_free(r->answer);
    r->answer = NULL;
}

/* Behind the metadata of a page: more of the same page, maybe. */
static bool goes_on(const na_warc_record *record, na_str type)
{
    return na_str_eq(type, NA_STR("conversion")) ||
           (na_str_eq(type, NA_STR("metadata")) && is_read_later(record));
}

newsarc_status na_replay_record(na_replay *r, const char *file, const na_warc_record *record,
                                newsarc_error *err)
{
    static const struct {
        const char *type;
        newsarc_status (*fn)(na_replay *r, const char *file, const na_warc_record *record,
                             newsarc_error *err);
    } types[] = {
        {"response", on_answer},   {"revisit", on_answer},        {"request", on_request},
        {"metadata", on_metadata}, {"conversion", on_conversion}, {"resource", on_resource},
    };
    na_str type = na_warc_field(record, "WARC-Type");
    newsarc_status status = NEWSARC_OK;
    if (na_str_eq(type, NA_STR("warcinfo"))) {
        drop_answer(r);
        return NEWSARC_OK;
    }
    if (!na_str_eq(type, NA_STR("request")))
        status = end_answer(r, NA_STR(""), err);
    if (status == NEWSARC_OK && r->due && !goes_on(record, type))
        status = na_replay_result(r, apply_page(r, NULL), err);
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof types / sizeof *types; i++)
        if (na_str_eq(type, na_str_from(types[i].type)))
            return types[i].fn(r, file, record, err);
    return status;
}

/* --- the end of a run --- */

/* Did the loop end because nothing was left to do? */
static bool is_complete(const na_run *run)
{
    static const newsarc_status ends[] = {NEWSARC_OK, NEWSARC_E_INCOMPLETE, NEWSARC_E_NETWORK,
                                          NEWSARC_E_BLOCKED};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(run->result, newsarc_status_name(ends[i])) == 0)
            return true;
    return false;
}

/* As na_crawler_finish does. */
static newsarc_status finish(na_replay *r, newsarc_error *err)
{
    na_run run;
    newsarc_crawler *c = r->c;
    na_replay_outcome(r, &run);
    bool complete = is_complete(&run);
    newsarc_status status = NEWSARC_OK;
    if (complete && run.queued == 0)
        status = na_store_replay_settle_rest(r->look);
    if (status == NEWSARC_OK)
        status = na_store_mark_lists(r->store, c->run);
    if (status == NEWSARC_OK &&
        (!na_crawler_note_delisted(c) || (complete && !na_crawler_listen(c))))
        return na_replay_result(r, false, err);
    if (status == NEWSARC_OK)
        status = na_store_replay_end_joins(r->look);
    if (status == NEWSARC_OK)
        status = na_store_end_run(r->store, c->run, &run);
    if (status == NEWSARC_OK)
        status = na_store_put_tally(r->store, c->run, &c->tally);
    if (status == NEWSARC_OK)
        status = complete && run.queued == 0 ? na_store_put_shapes(r->store, NA_STR(""))
                                             : na_crawler_keep_shapes(c);
    return status == NEWSARC_OK ? status : na_store_explain(r->store, status, err);
}

/* A killed run may have ended between the records of a capture: pages whose article may be missing
 * are asked for again, as the crawl itself would have done. Had it been so where it caught up, the
 * article would stand in one more file. */
static newsarc_status drop_rest(na_replay *r, newsarc_error *err)
{
    drop_answer(r);
    if (r->due && r->read_later && !apply_page(r, NULL))
        return na_replay_result(r, false, err);
    na_crawler_drop_pages(r->c);
    newsarc_status status = NEWSARC_OK;
    for (size_t i = 0; status == NEWSARC_OK && i < r->count; i++) {
        const na_replay_page *page = &r->pages[(r->first + i) % NA_READER_MAX];
        status = na_store_replay_requeue(r->look, page->id);
    }
    if (status == NEWSARC_OK)
        status = na_store_replay_forget_queued(r->look, r->c->run);
    return status == NEWSARC_OK ? status : na_store_explain(r->store, status, err);
}

newsarc_status na_replay_end(na_replay *r, newsarc_error *err)
{
    if (!r->c)
        return NEWSARC_OK;
    bool ended = r->summary || r->has_log;
    newsarc_status status = ended ? end_answer(r, NA_STR(""), err) : drop_rest(r, err);
    if (status == NEWSARC_OK && ended)
        status = na_replay_result(r, apply_before(r, r->count), err);
    if (status == NEWSARC_OK && ended)
        status = finish(r, err);
    if (status == NEWSARC_OK) {
        status = na_store_commit(r->store);
        if (status != NEWSARC_OK)
            na_store_explain(r->store, status, err);
    }
    na_replay_drop(r);
    return status;
}
