/* What an answer means: archive it, then by status: again later, elsewhere, gone, or a page to
 * read. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "fetch/entity.h"
#include "pack/folder.h"
#include "text/encoding.h"
#include "url/url.h"
#include <stdio.h>

#define SMALL_MEMORY ((size_t)16 << 20)

void na_job_free(void *user)
{
    na_job *job = user;
    if (!job)
        return;
    na_task_clear(&job->task);
    na_free(job);
}

/* One exchange on its way through this file. */
typedef struct answer {
    newsarc_crawler *c;
    na_job *job;
    na_exchange *x;
    na_http_head head;
    na_warc_place place;
    int64_t capture;
    int64_t retry_after_s; /* -1: not stated */
} answer;

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static bool is_refusal(int status)
{
    return status == 429 || status == 503;
}

/* What a site that does not want us answers. */
static bool looks_blocked(int status)
{
    return status == 403 || status == 412 || status == 429 || status == 521 || status == 0 ||
           status == 503;
}

static bool settle(answer *a, na_state state, na_url_kind kind, na_str redirect, int64_t wait_s)
{
    na_job *job = a->job;
    const na_settle how = {
        .id = job->task.id,
        .state = state,
        .kind = kind,
        .tries = job->task.tries + 1,
        .not_before = na_now_s() + wait_s,
        .redirect = redirect,
    };
    if (state != NA_STATE_QUEUED)
        job->host->queued--;
    if (state == NA_STATE_WAITING && how.not_before < a->c->next_wake_s)
        a->c->next_wake_s = how.not_before;
    newsarc_status status = na_store_settle(a->c->store, &how);
    return status == NEWSARC_OK || na_crawler_fail_store(a->c, status);
}

static bool done(answer *a, na_state state)
{
    return settle(a, state, a->job->task.kind, NA_STR(""), 0);
}

static bool give_up(answer *a, const char *why)
{
    a->c->sum.failed++;
    na_log_event(a->c->log, NEWSARC_LOG_WARNING, "failed", a->job->task.url, "%s (try %u)", why,
                 (unsigned)a->job->task.tries + 1);
    return done(a, NA_STATE_FAILED);
}

/* Later once more, or not any more. */
static bool again(answer *a, const char *why)
{
    na_task *t = &a->job->task;
    if (t->tries + 1 >= NA_TRIES)
        return give_up(a, why);
    uint32_t wait = na_backoff_ms(t->tries + 1, (uint64_t)t->id);
    na_log_event(a->c->log, NEWSARC_LOG_INFO, "retry", t->url, "%s; again in %u s", why,
                 (unsigned)(wait + 999) / 1000);
    return settle(a, NA_STATE_WAITING, t->kind, NA_STR(""), (wait + 999) / 1000);
}

/* The host's pause holds for this URL too, so it only stays queued. */
static bool refused(answer *a)
{
    a->c->refused++;
    char why[64];
    snprintf(why, sizeof why, "status %d", a->x->status);
    if (a->job->task.tries + 1 >= NA_REFUSED_TRIES)
        return give_up(a, why);
    na_log_event(a->c->log, NEWSARC_LOG_INFO, "refused", a->job->task.url, "%s; pause of %lld s",
                 why, (long long)((a->job->host->due_ms - na_now_ms() + 999) / 1000));
    return done(a, NA_STATE_QUEUED);
}

static na_str mime_of(const answer *a)
{
    return na_content_type_essence(na_http_field(&a->head, "Content-Type"));
}

static bool archive(answer *a)
{
    newsarc_crawler *c = a->c;
    newsarc_error err;
    na_error_clear(&err);
    c->sum.pages++;
    c->uncommitted++;
    if (!c->warc)
        return true;
    newsarc_status status = na_warc_write_exchange(c->warc, a->x, &a->place, &err);
    if (status != NEWSARC_OK)
        return na_crawler_fail(c, status, &err);
    const na_capture capture = {.url = a->job->origin ? 0 : a->job->task.id,
                                .run = c->run,
                                .place = &a->place,
                                .status = a->x->status,
                                .mime = mime_of(a)};
    status = na_store_add_capture(c->store, &capture, &a->capture);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

typedef struct folder_job {
    na_str url, date, folder;
} folder_job;

static void folder_in_arena(na_arena *arena, void *user)
{
    folder_job *job = user;
    job->folder = na_article_folder(arena, na_url_canonical(arena, job->url), job->date);
}

static void count_change(newsarc_crawler *c, na_change change)
{
    c->sum.articles++;
    c->sum.new_articles += change == NA_CHANGE_NEW;
    c->sum.changed_articles += change == NA_CHANGE_CHANGED;
}

/* Has the store this very version? Then its record is kept and no other is written. */
static bool is_known_version(answer *a, na_str digest, bool *known)
{
    na_buf old = NA_BUF(256);
    newsarc_status status = na_store_article_digest(a->c->store, a->job->task.id, &old);
    *known = status == NEWSARC_OK && na_str_eq(na_buf_str(&old), digest);
    na_buf_free(&old);
    return status == NEWSARC_OK || na_crawler_fail_store(a->c, status);
}

static bool put_article(answer *a, const na_parsed *parsed, const na_warc_place *json)
{
    newsarc_crawler *c = a->c;
    na_change change;
    folder_job folder = {.url = na_str_from(a->job->task.url), .date = parsed->date};
    na_arena_reset(c->arena);
    newsarc_status status =
        na_arena_run(c->arena, (na_arena_limits){SMALL_MEMORY, 0}, folder_in_arena, &folder);
    if (status != NEWSARC_OK)
        return na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
    na_article_row row = {
        .url = a->job->task.id,
        .capture = a->capture,
        .run = c->run,
        .folder = folder.folder,
        .title = parsed->title,
        .date = parsed->date,
        .digest = parsed->digest,
    };
    snprintf(row.json.file, sizeof row.json.file, "%s", json->file);
    row.json.offset = json->offset;
    status = na_store_put_article(c->store, &row, &change);
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    count_change(c, change);
    return true;
}

static bool keep_article(answer *a, const na_parsed *parsed)
{
    newsarc_crawler *c = a->c;
    na_warc_place json = {0};
    newsarc_error err;
    bool known;
    if (!is_known_version(a, parsed->digest, &known))
        return false;
    if (known || !c->warc) {
        count_change(c, known ? NA_CHANGE_NONE : NA_CHANGE_NEW);
        return true;
    }
    na_error_clear(&err);
    newsarc_status status = na_warc_write_article(c->warc, na_str_from(a->x->url), &a->place,
                                                  parsed->json, &json, &err);
    if (status != NEWSARC_OK)
        return na_crawler_fail(c, status, &err);
    return put_article(a, parsed, &json);
}

/* A link of unknown kind turned out to be something; what is known stays. */
static na_url_kind kind_after(na_url_kind kind, const na_parsed *parsed)
{
    na_page_type type = parsed->type;
    if (parsed->is_feed && (kind == NA_URL_PAGE || kind == NA_URL_FEED))
        return NA_URL_FEED;
    if (kind != NA_URL_PAGE)
        return kind == NA_URL_FEED ? NA_URL_PAGE : kind;
    return type == NA_PAGE_ARTICLE   ? NA_URL_ARTICLE
           : type == NA_PAGE_LISTING ? NA_URL_LIST
                                     : NA_URL_PAGE;
}

static bool is_list(na_url_kind kind)
{
    return kind == NA_URL_SEED || kind == NA_URL_LIST;
}

/* A category may turn out to be a single article, but a list that reads like one is a list; a home
 * page is never an article. */
static bool is_article(const answer *a, const na_parsed *parsed)
{
    const na_task *t = &a->job->task;
    if (parsed->type != NA_PAGE_ARTICLE || t->kind == NA_URL_REQUISITE)
        return false;
    if (t->kind == NA_URL_LIST && parsed->entries)
        return false;
    return na_path_of(na_str_from(t->url)).n > 1;
}

/* *from lives until the answer is read. */
static bool parse(answer *a, na_buf *from, na_parsed *parsed)
{
    const na_task *t = &a->job->task;
    newsarc_status status =
        t->kind == NA_URL_LIST ? na_store_list_url(a->c->store, t->id, from) : NEWSARC_OK;
    if (status != NEWSARC_OK && status != NEWSARC_E_NOT_FOUND)
        return na_crawler_fail_store(a->c, status);
    const na_parse_input input = {.list = is_list(t->kind),
                                  .feed = t->kind == NA_URL_FEED,
                                  .requisite = t->kind == NA_URL_REQUISITE,
                                  .post = na_str_from(t->post),
                                  .from = na_buf_str(from)};
    status = na_parse_response(a->c->parser, a->x, &input, parsed);
    return status == NEWSARC_OK || na_crawler_fail(a->c, status, NULL);
}

/* Did it give anything new? Copies of an article did not. */
static na_yield yield_of(const answer *a, const na_parsed *parsed, bool new_entries)
{
    bool article = is_article(a, parsed) && na_shapes_is_new(a->c->shapes, parsed->digest);
    if (article || new_entries || parsed->type == NA_PAGE_NO_HTML)
        return NA_YIELD_NEW;
    return parsed->entries ? NA_YIELD_KNOWN : NA_YIELD_NOTHING;
}

static bool read_page(answer *a)
{
    newsarc_crawler *c = a->c;
    na_task *t = &a->job->task;
    na_parsed parsed;
    na_buf from = NA_BUF(NA_URL_MAX);
    bool ok = parse(a, &from, &parsed);
    na_buf_free(&from);
    if (!ok)
        return false;
    if (parsed.reason)
        na_log_event(c->log, NEWSARC_LOG_WARNING, "unreadable", t->url, "%s", parsed.reason);
    if (is_article(a, &parsed) && !keep_article(a, &parsed))
        return false;
    uint64_t entries = c->entries;
    if (t->kind != NA_URL_ATTACHMENT && !na_crawler_add_found(c, t, &parsed))
        return false;
    na_crawler_note_yield(c, t, yield_of(a, &parsed, c->entries > entries));
    return settle(a, a->x->truncated ? NA_STATE_FAILED : NA_STATE_DONE,
                  kind_after(t->kind, &parsed), NA_STR(""), 0);
}

/* Short bodies get new tries; in the end what came is read all the same. */
static bool page_came(answer *a)
{
    na_truncated why = a->x->truncated;
    uint32_t tries = why == NA_TRUNCATED_TIME ? NA_STALLED_TRIES : NA_TRIES;
    if (why != NA_WHOLE && why != NA_TRUNCATED_LENGTH && a->job->task.tries + 1 < tries)
        return again(a, a->x->reason);
    if (why != NA_WHOLE) {
        a->c->sum.failed++;
        na_log_event(a->c->log, NEWSARC_LOG_WARNING, "cut", a->job->task.url, "%s", a->x->reason);
    }
    return read_page(a);
}

static bool redirected(answer *a)
{
    newsarc_crawler *c = a->c;
    na_task *t = &a->job->task;
    na_str location = na_http_field(&a->head, "Location"), canonical = {NULL, 0};
    bool self = false;
    if (location.n == 0)
        return done(a, NA_STATE_DONE);
    if (t->hops >= NA_REDIRECTS)
        return give_up(a, "too many redirects");
    na_crawler_note_yield(c, t, NA_YIELD_NOTHING);
    if (!na_crawler_add_redirect(c, t, a->x->url, location, &canonical, &self))
        return false;
    c->redirected++;
    if (self && na_http_field(&a->head, "Set-Cookie").p && t->tries + 1 < NA_TRIES)
        return done(a, NA_STATE_QUEUED); /* a wall that wants its cookie back */
    na_log_event(c->log, NEWSARC_LOG_DEBUG, "redirect", t->url, "to %.*s", NA_STR_ARG(canonical));
    return settle(a, NA_STATE_DONE, t->kind, canonical, 0);
}

/* 4xx is the site's answer, and a crawl with dead links is complete; a seed must be there. */
static bool gone(answer *a)
{
    char why[32];
    snprintf(why, sizeof why, "status %d", a->x->status);
    a->c->refused += looks_blocked(a->x->status);
    if (a->job->task.kind == NA_URL_SEED)
        return give_up(a, why);
    na_crawler_note_yield(a->c, &a->job->task, NA_YIELD_NOTHING);
    na_log_event(a->c->log, NEWSARC_LOG_INFO, "missing", a->job->task.url, "%s", why);
    na_url_kind kind = a->job->task.kind; /* no feed: it is not asked for again */
    return settle(a, NA_STATE_DONE, kind == NA_URL_FEED ? NA_URL_PAGE : kind, NA_STR(""), 0);
}

/* A name that leads into a private network: see fetch/guard.h. */
static bool off_limits(answer *a)
{
    a->c->sum.skipped++;
    na_log_event(a->c->log, NEWSARC_LOG_WARNING, "skipped", a->job->task.url, "%s", a->x->reason);
    return done(a, NA_STATE_SKIPPED);
}

static bool by_status(answer *a)
{
    int status = a->x->status;
    char why[32];
    snprintf(why, sizeof why, "status %d", status);
    if (a->x->off_limits)
        return off_limits(a);
    if (status == 0) {
        a->c->refused++;
        return again(a, a->x->reason);
    }
    if (is_refusal(status))
        return refused(a);
    if (is_redirect(status))
        return redirected(a);
    if (status >= 500 || status == 408)
        return again(a, why);
    return status >= 400 ? gone(a) : page_came(a);
}

/* The next request comes no sooner than `ms` from now. */
static void pause_host(na_host *host, int64_t ms)
{
    int64_t due = na_now_ms() + ms;
    if (due > host->due_ms)
        host->due_ms = due;
}

static void robots_verdict(answer *a, na_robots_verdict verdict)
{
    na_host *host = a->job->host;
    na_origin *origin = a->job->origin;
    switch (verdict) {
    case NA_ROBOTS_SETTLED:
        na_host_set_crawl_delay(host, na_origin_delay_ms(origin));
        pause_host(host, na_host_delay(a->c->hosts, host));
        break;
    case NA_ROBOTS_AGAIN: pause_host(host, na_backoff_ms(origin->tries, (uint64_t)host->id)); break;
    case NA_ROBOTS_UNREACHABLE:
        host->aside = true;
        na_log_event(a->c->log, NEWSARC_LOG_WARNING, "robots", a->x->url,
                     "robots.txt cannot be had (%s); the host is left to the next run",
                     a->x->status ? "server error" : a->x->reason);
    }
}

/* robots.txt: elsewhere, again, or settled. */
static bool robots_came(answer *a)
{
    newsarc_crawler *c = a->c;
    na_origin *origin = a->job->origin;
    na_str location = na_http_field(&a->head, "Location");
    na_robots_verdict verdict;
    if (is_redirect(a->x->status) && location.n && origin->hops < NA_ROBOTS_HOPS)
        return na_crawler_move_robots(c, origin, a->x->url, location);
    na_buf body = NA_BUF(NA_ROBOTS_MAX);
    na_exchange_entity(a->x, &a->head, &body); /* what could be decoded counts */
    newsarc_status status = na_origin_answered(c->origins, origin, a->x->status, na_buf_str(&body),
                                               na_now_s(), &verdict);
    na_buf_free(&body);
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    robots_verdict(a, verdict);
    return verdict != NA_ROBOTS_SETTLED || na_crawler_add_sitemaps(c, origin);
}

static void count(answer *a)
{
    newsarc_crawler *c = a->c;
    c->answered += a->x->status != 0 && !a->job->origin;
    c->sum.bytes += a->x->head.n + na_spool_size(a->x->body);
    na_log_event(c->log, NEWSARC_LOG_INFO, "fetched", a->x->url, "status %d, %llu bytes, %u ms",
                 a->x->status, (unsigned long long)na_spool_size(a->x->body),
                 (unsigned)a->x->duration_ms);
}

static void tell_host(answer *a)
{
    na_str value = na_http_field(&a->head, "Retry-After");
    a->retry_after_s = value.p ? na_retry_after(value, na_now_s()) : -1;
    na_outcome outcome = a->x->status == 0          ? NA_SILENT
                         : is_refusal(a->x->status) ? NA_REFUSED
                                                    : NA_ANSWERED;
    int64_t now = na_now_ms();
    const na_ending end = {
        .outcome = outcome,
        .retry_after_s = a->retry_after_s,
        .answer_ms = a->x->first_byte_ms,
        .begun_ms = now - (a->x->duration_ms - a->x->first_byte_ms),
        .now_ms = now,
    };
    na_host_ended(a->c->hosts, a->job->host, &end);
    if (a->job->host->aside)
        na_log_event(a->c->log, NEWSARC_LOG_WARNING, "aside", a->job->host->name,
                     "the host does not answer or asks for a long pause; left to the next run");
}

bool na_crawler_answer(newsarc_crawler *c, na_job *job, na_exchange *x)
{
    answer a = {.c = c, .job = job, .x = x};
    na_http_head_parse(na_buf_str(&x->head), &a.head);
    tell_host(&a);
    count(&a);
    bool ok = x->result != NEWSARC_E_NOMEM && x->result != NEWSARC_E_DISK_FULL &&
              x->result != NEWSARC_E_IO;
    if (!ok)
        na_crawler_fail(c, x->result, NULL);
    if (ok && x->status)
        ok = archive(&a);
    if (ok)
        ok = job->origin ? robots_came(&a) : by_status(&a);
    na_job_free(job);
    na_exchange_free(x);
    return ok;
}
