/* What an answer means: archive it, then by status: again later, elsewhere, gone, or a page to
 * read. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "fetch/entity.h"
#include "text/encoding.h"
#include "url/url.h"
#include <stdio.h>

void na_job_free(void *user)
{
    na_job *job = user;
    if (!job)
        return;
    na_task_clear(&job->task);
    na_known_free(job->known);
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
        .not_before = na_crawler_now(a->c) + wait_s,
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

#define REVISIT_LEAST 1024 /* smaller payloads cost less than what says that they are the same */

/* Is this what is archived already? */
static newsarc_status is_unchanged(answer *a, bool *unchanged, newsarc_error *err)
{
    const na_known *k = a->job->known;
    const na_exchange *x = a->x;
    char digest[80];
    *unchanged = k && x->status == 304;
    if (!k || x->status != 200 || x->truncated || na_spool_size(x->body) < REVISIT_LEAST ||
        !k->place.payload_digest[0])
        return NEWSARC_OK;
    newsarc_status status = na_warc_writer_payload_digest(a->c->warc, a->x, digest, err);
    *unchanged = status == NEWSARC_OK && strcmp(digest, k->place.payload_digest) == 0;
    return status;
}

/* The state keeps the capture that it refers to. */
static newsarc_status write_revisit(answer *a, newsarc_error *err)
{
    const na_known *k = a->job->known;
    a->capture = k->capture;
    return na_warc_write_revisit(a->c->warc, a->x, &k->place, na_str_from(a->x->url), &a->place,
                                 err);
}

static bool keep_capture(answer *a, const na_warc_place *payload)
{
    newsarc_crawler *c = a->c;
    const na_capture capture = {.url = a->job->origin ? 0 : a->job->task.id,
                                .run = c->run,
                                .place = payload,
                                .status = a->x->status,
                                .mime = mime_of(a),
                                .whole = !a->x->truncated,
                                .etag = na_http_field(&a->head, "ETag"),
                                .modified = na_http_field(&a->head, "Last-Modified")};
    newsarc_status status = c->run > 1 ? na_store_renew_capture(c->store, &capture, &a->capture)
                                       : na_store_add_capture(c->store, &capture, &a->capture);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

/* The archive has it: its place is known. */
static bool archive_again(answer *a)
{
    const na_replayed *r = a->c->replayed;
    const na_known *k = a->job->known;
    bool repeats = strcmp(r->payload.record_id, r->place.record_id) != 0;
    a->place = r->place;
    if (repeats)
        na_crawler_tally_revisit(a->c, na_spool_size(a->x->body));
    if (!k || !repeats || strcmp(r->payload.record_id, k->place.record_id) != 0)
        return keep_capture(a, &r->payload);
    a->capture = k->capture;
    return true;
}

static bool archive(answer *a)
{
    bool unchanged = false;
    newsarc_crawler *c = a->c;
    newsarc_error err;
    na_error_clear(&err);
    c->sum.pages++;
    c->uncommitted++;
    if (c->replayed)
        return archive_again(a);
    if (!c->warc)
        return true;
    if (na_warc_writer_is_full(c->warc) && !na_crawler_apply_pages(c, true))
        return false; /* what is written about a capture belongs into its file */
    newsarc_status status = is_unchanged(a, &unchanged, &err);
    if (status == NEWSARC_OK)
        status = unchanged ? write_revisit(a, &err)
                           : na_warc_write_exchange(c->warc, a->x, &a->place, &err);
    if (status == NEWSARC_OK && c->sum.pages == 1)
        status = na_crawler_write_configuration(c, &err);
    if (status != NEWSARC_OK)
        return na_crawler_fail(c, status, &err);
    if (unchanged || strcmp(na_warc_writer_payload(c->warc)->record_id, a->place.record_id) != 0)
        na_crawler_tally_revisit(c, na_spool_size(a->x->body));
    return unchanged || keep_capture(a, na_warc_writer_payload(c->warc));
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
    na_job *job = a->job;
    na_exchange *x = a->x;
    a->job = NULL; /* the page's now */
    a->x = NULL;
    return na_crawler_read_page(a->c, job, x, &a->place, a->capture);
}

static void note_redirect(answer *a, const na_redirect *to, const char *why)
{
    na_crawler_note_fault(a->c, NEWSARC_FAULT_REDIRECTS);
    na_log_event(a->c->log, NEWSARC_LOG_INFO, "redirects", a->job->task.url, "%s: to %.*s", why,
                 NA_STR_ARG(to->target));
}

/* A redirect that does not lead to a page has a name. */
static bool judge_redirect(answer *a, const na_redirect *to)
{
    na_buf end = NA_BUF((size_t)64 << 10);
    newsarc_status status = NEWSARC_OK;
    if (to->self) {
        note_redirect(a, to, "a redirect to itself");
    } else if (to->endless) {
        note_redirect(a, to, "one redirect after the other to addresses of one shape");
    } else if (to->id == 0 && to->target.n) {
        na_log_event(a->c->log, NEWSARC_LOG_INFO, "left", a->job->task.url,
                     "a redirect out of the crawl: to %.*s", NA_STR_ARG(to->target));
    } else if (to->id) {
        status = na_store_redirect(a->c->store, to->own, &end);
        if (status == NEWSARC_E_NOT_FOUND)
            note_redirect(a, to, "redirects in a circle, or out of the crawl");
    }
    na_buf_free(&end);
    return status == NEWSARC_OK || status == NEWSARC_E_NOT_FOUND ||
           na_crawler_fail_store(a->c, status);
}

static bool redirected(answer *a)
{
    newsarc_crawler *c = a->c;
    na_task *t = &a->job->task;
    na_str location = na_http_field(&a->head, "Location");
    na_redirect to = {.id = 0};
    if (location.n == 0)
        return done(a, NA_STATE_DONE);
    if (t->hops >= NA_REDIRECTS) {
        na_crawler_note_fault(c, NEWSARC_FAULT_REDIRECTS);
        return give_up(a, "too many redirects");
    }
    na_crawler_note_yield(c, t, NA_YIELD_NOTHING);
    if (!na_crawler_add_redirect(c, t, a->x->url, location, &to))
        return false;
    c->redirected++;
    if (to.self && na_http_field(&a->head, "Set-Cookie").p && t->tries + 1 < NA_TRIES)
        return done(a, NA_STATE_QUEUED); /* a wall that wants its cookie back */
    na_log_event(c->log, NEWSARC_LOG_DEBUG, "redirect", t->url, "to %.*s", NA_STR_ARG(to.target));
    return settle(a, NA_STATE_DONE, t->kind, to.target, 0) && judge_redirect(a, &to);
}

/* 4xx is the site's answer, and a crawl with dead links is complete; a seed must be there. */
static bool gone(answer *a)
{
    char why[32];
    snprintf(why, sizeof why, "status %d", a->x->status);
    a->c->refused += looks_blocked(a->x->status);
    if (a->job->task.kind == NA_URL_SEED)
        return give_up(a, why);
    if ((a->x->status == 404 || a->x->status == 410) &&
        !na_crawler_note_gone(a->c, &a->job->task, a->x->status))
        return false;
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

/* The server says that our copy is still good. */
static bool not_modified(answer *a)
{
    newsarc_crawler *c = a->c;
    if (!a->job->known)
        return again(a, "status 304 to a request without conditions");
    newsarc_status status =
        na_store_article_checked(c->store, a->job->task.id, c->run, na_crawler_now(c));
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    return done(a, NA_STATE_DONE);
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
    if (status == 304)
        return not_modified(a);
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
                                               na_crawler_now(c), &verdict);
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
    na_crawler_note_answer(c, a->x);
    na_crawler_tally(c, a->job->task.url, a->x->status, (uint32_t)a->x->duration_ms);
    if (a->x->status == 0) {
        na_log_event(c->log, NEWSARC_LOG_INFO, "no-answer", a->x->url, "%s", a->x->reason);
        return;
    }
    na_log_event(c->log, NEWSARC_LOG_INFO, "fetched", a->x->url, "status %d, %llu bytes, %u ms",
                 a->x->status, (unsigned long long)na_spool_size(a->x->body),
                 (unsigned)a->x->duration_ms);
}

static void tell_host(answer *a)
{
    na_str value = na_http_field(&a->head, "Retry-After");
    a->retry_after_s = value.p ? na_retry_after(value, na_crawler_now(a->c)) : -1;
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

/* The body is kept in a temporary file until it is archived. */
static void fail_body(newsarc_crawler *c, const na_exchange *x)
{
    newsarc_error err;
    na_error_clear(&err);
    na_error(&err, x->result, "crawl", na_str_from(x->url),
             "cannot keep the answer in memory or in TMPDIR: %s", newsarc_status_name(x->result));
    na_crawler_fail(c, x->result, &err);
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
        fail_body(c, x);
    if (ok && x->status)
        ok = archive(&a);
    if (ok)
        ok = job->origin ? robots_came(&a) : by_status(&a);
    if (ok && a.x) /* a page follows when it was read */
        ok = na_crawler_note_provenance(c, a.job, a.x, &a.place, NULL);
    na_job_free(a.job);
    na_exchange_free(a.x);
    return ok;
}
