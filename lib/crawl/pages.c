/* What a page holds: articles into archive and state, links into the frontier. Pages are read on
 * the reader's thread (reader.h) and applied here, on the crawl's own, in the order of their
 * coming.
 *
 * A page under way is settled as done already, or it would be asked for again; so nothing is
 * committed before the pages that are under way were applied. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "pack/folder.h"
#include "text/date.h"
#include "url/url.h"
#include <stdio.h>

#define SMALL_MEMORY ((size_t)16 << 20)

typedef struct reading {
    newsarc_crawler *c;
    na_job *job;
    na_exchange *x;
    na_warc_place place;
    int64_t capture;
    na_buf from, title, date; /* see na_parse_input */
} reading;

static void free_reading(reading *a)
{
    na_job_free(a->job);
    na_exchange_free(a->x);
    na_buf_free(&a->from);
    na_buf_free(&a->title);
    na_buf_free(&a->date);
    na_free(a);
}

static bool settle(reading *a, na_state state, na_url_kind kind)
{
    const na_settle how = {
        .id = a->job->task.id, .state = state, .kind = kind, .tries = a->job->task.tries + 1};
    newsarc_status status = na_store_settle(a->c->store, &how);
    return status == NEWSARC_OK || na_crawler_fail_store(a->c, status);
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
static bool is_known_version(reading *a, na_str digest, bool *known)
{
    na_buf old = NA_BUF(256);
    newsarc_status status = na_store_article_digest(a->c->store, a->job->task.id, &old);
    *known = status == NEWSARC_OK && na_str_eq(na_buf_str(&old), digest);
    na_buf_free(&old);
    return status == NEWSARC_OK || na_crawler_fail_store(a->c, status);
}

/* What a later run finds is new; what the first one finds, or one that goes on with it, is as old
 * as it says, and old when it does not say: all pages of a site without dates would be asked for
 * night after night. */
static int64_t born(const newsarc_crawler *c, na_str date, int64_t now)
{
    na_date d;
    if (c->run > 1 && !c->resumes)
        return now;
    if (!na_date_parse(date, now, &d))
        return 0;
    int64_t seconds = na_date_seconds(&d);
    return seconds < now ? seconds : now;
}

static bool put_article(reading *a, const na_parsed *parsed, const na_warc_place *json)
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
        .twin = parsed->twin,
        .completed = parsed->completed,
        .now = na_crawler_now(c),
    };
    row.born = born(c, parsed->date, row.now);
    snprintf(row.json.file, sizeof row.json.file, "%s", json->file);
    row.json.offset = json->offset;
    status = na_store_put_article(c->store, &row, &change);
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(c, status);
    if (c->renderings)
        na_renderings_put(c->renderings, row.url, &row.json, parsed->rendering);
    bool twin = false;
    if (!na_crawler_match(c, &a->job->task, parsed, &twin))
        return false;
    if (!twin)
        count_change(c, change);
    return true;
}

static bool keep_article(reading *a, const na_parsed *parsed)
{
    newsarc_crawler *c = a->c;
    na_warc_place json = {0};
    newsarc_error err;
    bool known;
    if (!is_known_version(a, parsed->digest, &known))
        return false;
    if (known || (!c->warc && !c->replayed)) {
        count_change(c, known ? NA_CHANGE_NONE : NA_CHANGE_NEW);
        newsarc_status checked =
            known && c->run > 1
                ? na_store_article_checked(c->store, a->job->task.id, c->run, na_crawler_now(c))
                : NEWSARC_OK;
        return checked == NEWSARC_OK || na_crawler_fail_store(c, checked);
    }
    if (c->replayed) /* without a record it was no article then, or not this version */
        return !c->replayed->json || put_article(a, parsed, c->replayed->json);
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
static bool is_article(const reading *a, const na_parsed *parsed)
{
    const na_task *t = &a->job->task;
    if (parsed->type != NA_PAGE_ARTICLE || t->kind == NA_URL_REQUISITE)
        return false;
    if (parsed->noindex || (t->kind == NA_URL_LIST && parsed->entries))
        return false;
    return na_path_of(na_str_from(t->url)).n > 1;
}

/* Did it give anything new? Copies of an article did not. */
static na_yield yield_of(const reading *a, const na_parsed *parsed, bool new_entries)
{
    bool article = is_article(a, parsed) && na_shapes_is_new(a->c->shapes, parsed->digest);
    if (article || new_entries || parsed->type == NA_PAGE_NO_HTML)
        return NA_YIELD_NEW;
    return parsed->entries ? NA_YIELD_KNOWN : NA_YIELD_NOTHING;
}

/* An answer in the page's place. Many of them end the run: see is_blocked in run.c. */
static bool blocked(reading *a)
{
    a->c->refused++;
    a->c->sum.failed++;
    na_crawler_note_fault(a->c, NEWSARC_FAULT_BLOCKED);
    na_log_event(a->c->log, NEWSARC_LOG_WARNING, "blocked", a->job->task.url,
                 "a firewall or bot check answered in the site's place (status %d)", a->x->status);
    return settle(a, NA_STATE_FAILED, a->job->task.kind);
}

static bool soft_404(reading *a)
{
    if (!na_crawler_note_gone(a->c, &a->job->task, a->x->status))
        return false;
    na_crawler_note_yield(a->c, &a->job->task, NA_YIELD_NOTHING);
    na_crawler_note_fault(a->c, NEWSARC_FAULT_MISSING);
    na_log_event(a->c->log, NEWSARC_LOG_INFO, "missing", a->job->task.url,
                 "status %d, but the page says that there is none", a->x->status);
    return true;
}

static void note_unreadable(reading *a, const na_parsed *parsed)
{
    newsarc_crawler *c = a->c;
    if (parsed->broken_coding) {
        na_crawler_note_fault(c, NEWSARC_FAULT_CODING);
        na_log_event(c->log, NEWSARC_LOG_WARNING, "coding", a->job->task.url,
                     "the content coding is broken; what could be decoded was read");
    }
    if (parsed->reason) {
        na_crawler_note_fault(c, NEWSARC_FAULT_UNREADABLE);
        na_log_event(c->log, NEWSARC_LOG_WARNING, "unreadable", a->job->task.url, "%s",
                     parsed->reason);
    }
}

/* What was found. The page is settled as done; that is put right where it is not. */
static bool apply(reading *a, const na_parsed *parsed)
{
    newsarc_crawler *c = a->c;
    na_task *t = &a->job->task;
    note_unreadable(a, parsed);
    if (parsed->verdict != NA_PAGE_GENUINE && t->kind != NA_URL_REQUISITE)
        return parsed->verdict == NA_PAGE_BLOCKED ? blocked(a) : soft_404(a);
    bool further = false;
    if (!parsed->noindex && !na_crawler_keep_part(c, t, parsed, &further))
        return false;
    if (!further && is_article(a, parsed) && !keep_article(a, parsed))
        return false;
    uint64_t entries = c->entries;
    if (t->kind != NA_URL_ATTACHMENT && !na_crawler_add_found(c, t, parsed))
        return false;
    na_crawler_note_yield(c, t, yield_of(a, parsed, c->entries > entries));
    na_url_kind kind = further ? NA_URL_PART : kind_after(t->kind, parsed);
    if (!a->x->truncated && kind == t->kind)
        return true;
    return settle(a, a->x->truncated ? NA_STATE_FAILED : NA_STATE_DONE, kind);
}

/* The list's own address, when this is one of its pages; what lists say of an article. */
static bool ask_store(reading *a)
{
    const na_task *t = &a->job->task;
    newsarc_status status = NEWSARC_OK;
    if (t->kind == NA_URL_LIST)
        status = na_store_list_url(a->c->store, t->id, &a->from);
    else if (t->kind == NA_URL_ARTICLE || t->kind == NA_URL_PAGE)
        status = na_store_entry(a->c->store, t->id, &a->title, &a->date);
    if (status == NEWSARC_OK || status == NEWSARC_E_NOT_FOUND)
        return true;
    return na_crawler_fail_store(a->c, status);
}

bool na_crawler_read_page(newsarc_crawler *c, na_job *job, na_exchange *x,
                          const na_warc_place *place, int64_t capture)
{
    reading *a = na_calloc(1, sizeof *a);
    if (!a) {
        na_job_free(job);
        na_exchange_free(x);
        return na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
    }
    *a = (reading){.c = c, .job = job, .x = x, .place = *place, .capture = capture};
    a->from = a->title = NA_BUF(NA_URL_MAX);
    a->date = NA_BUF(64);
    job->host->queued--;
    if (!ask_store(a) || !settle(a, NA_STATE_DONE, job->task.kind)) {
        free_reading(a);
        return false;
    }
    const na_read page = {
        .x = x,
        .input = {.list = is_list(job->task.kind),
                  .feed = job->task.kind == NA_URL_FEED,
                  .part = job->task.kind == NA_URL_PART,
                  .requisite = job->task.kind == NA_URL_REQUISITE,
                  .post = na_str_from(job->task.post),
                  .title = na_buf_str(&a->title),
                  .date = na_buf_str(&a->date),
                  .from = na_buf_str(&a->from),
                  .no_earlier = c->no_earlier_s},
        .user = a,
    };
    na_reader_give(c->reader, &page);
    return true;
}

static bool apply_read(newsarc_crawler *c, na_read *page)
{
    reading *a = page->user;
    bool ok = page->status == NEWSARC_OK || na_crawler_fail(c, page->status, NULL);
    ok = ok && na_crawler_note_provenance(c, a->job, a->x, &a->place, &page->parsed) &&
         apply(a, &page->parsed);
    na_reader_release(c->reader);
    free_reading(a);
    return ok;
}

bool na_crawler_apply_page(newsarc_crawler *c)
{
    na_read *page = na_reader_next(c->reader, true);
    return page && apply_read(c, page);
}

bool na_crawler_apply_pages(newsarc_crawler *c, bool all)
{
    na_read *page;
    bool ok = true;
    while (ok && (page = na_reader_next(c->reader, all)))
        ok = apply_read(c, page);
    return ok;
}

void na_crawler_drop_pages(newsarc_crawler *c)
{
    na_read *page;
    while ((page = na_reader_next(c->reader, true))) {
        reading *a = page->user;
        na_reader_release(c->reader);
        free_reading(a);
    }
}
