/* The end of a run: state and archive to disk, the article tar, log, checksums, and what the run is
 * called. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/archive_feed.h"
#include "crawl/changes.h"
#include "crawl/crawler.h"
#include "crawl/layout.h"
#include "crawl/report.h"
#include <stdio.h>

na_run na_crawler_run_row(const newsarc_crawler *c)
{
    const newsarc_crawl_summary *sum = &c->sum;
    return (na_run){
        .result = "",
        .pages = sum->pages,
        .articles = sum->articles,
        .new_articles = sum->new_articles,
        .changed_articles = sum->changed_articles,
        .failed = sum->failed,
        .skipped = sum->skipped,
        .queued = sum->queued,
        .bytes = sum->bytes,
        .gone = sum->gone_articles,
        .seconds = (double)(na_now_ms() - c->started_ms) / 1000,
        .file = c->covered.file,
        .offset = c->covered.offset,
    };
}

/* The archive is on the disk, so the state may say what it holds. */
static void cover(newsarc_crawler *c)
{
    uint64_t offset = 0;
    const char *name = c->warc ? na_warc_writer_end(c->warc, &offset) : "";
    if (!*name) /* it has written nothing yet */
        return;
    snprintf(c->covered.file, sizeof c->covered.file, "%s", name);
    c->covered.offset = offset;
}

/* A run that is killed counts as far as it was committed. */
static newsarc_status commit_store(newsarc_crawler *c)
{
    const na_run run = na_crawler_run_row(c);
    newsarc_status status = na_store_end_run(c->store, c->run, &run);
    if (status == NEWSARC_OK)
        status = na_crawler_keep_shapes(c);
    return status == NEWSARC_OK ? na_store_commit(c->store) : status;
}

/* After a failure nobody knows what is half done, so the state goes back to the last commit, as
 * after a kill: records that it does not know are fetched once more. */
static bool go_back(newsarc_crawler *c)
{
    na_crawler_drop_pages(c);
    na_store_rollback(c->store);
    return false;
}

bool na_crawler_commit(newsarc_crawler *c)
{
    newsarc_error err;
    na_error_clear(&err);
    c->committed_ms = na_now_ms();
    c->uncommitted = 0;
    if (c->end == NA_END_FAILURE || !na_crawler_apply_pages(c, true))
        return go_back(c);
    newsarc_status status = c->warc ? na_warc_writer_sync(c->warc, &err) : NEWSARC_OK;
    if (status != NEWSARC_OK) {
        na_crawler_fail(c, status, &err);
        return go_back(c);
    }
    const na_place before = c->covered;
    cover(c);
    status = commit_store(c);
    if (status == NEWSARC_OK)
        return true;
    c->covered = before;
    return na_crawler_fail_store(c, status);
}

static void warn_missing(newsarc_crawler *c)
{
    const char *name;
    for (size_t i = 0; (name = na_category_filter_missing(c->categories, i)); i++) {
        c->sum.failed++;
        na_log_event(c->log, NEWSARC_LOG_WARNING, "category", NULL,
                     "no category \"%s\" in the navigation of the seeds", name);
    }
}

static newsarc_status end_text(newsarc_status status, newsarc_error *err, newsarc_crawler *c,
                               const char *text)
{
    return na_error(err, status, "crawl", na_str_from(c->directory), "%s", text);
}

/* How the loop ended, as a status. */
static newsarc_status outcome(newsarc_crawler *c, newsarc_error *err)
{
    switch (c->end) {
    case NA_END_FAILURE:
        if (err && err->code == NEWSARC_OK)
            *err = c->failure;
        return c->failure.code;
    case NA_END_STOP: return end_text(NEWSARC_E_STOPPED, err, c, "stopped as asked");
    case NA_END_PAGES: return end_text(NEWSARC_E_STOPPED, err, c, "the limit of pages is reached");
    case NA_END_BYTES: return end_text(NEWSARC_E_STOPPED, err, c, "the limit of bytes is reached");
    case NA_END_TIME: return end_text(NEWSARC_E_STOPPED, err, c, "the limit of time is reached");
    case NA_END_DISK:
        return end_text(NEWSARC_E_DISK_FULL, err, c,
                        "less disk space is left than min_free_bytes asks for");
    case NA_END_BLOCKED:
        return end_text(NEWSARC_E_BLOCKED, err, c, "more than half of the answers are refusals");
    default: break;
    }
    if (c->answered == 0 && c->sum.skipped == 0 && (c->sum.failed || c->sum.queued))
        return end_text(NEWSARC_E_NETWORK, err, c, "no seed answered");
    if (c->alarms)
        return na_error(err, NEWSARC_E_BLOCKED, "crawl", na_str_from(c->directory),
                        "%u list%s gone silent: see the alarms in the log", (unsigned)c->alarms,
                        c->alarms == 1 ? " has" : "s have");
    if (c->sum.failed || c->sum.queued)
        return end_text(NEWSARC_E_INCOMPLETE, err, c, "some pages failed");
    return NEWSARC_OK;
}

static newsarc_status end_run(newsarc_crawler *c, newsarc_status result, bool tar)
{
    na_run run = na_crawler_run_row(c);
    run.ended = na_now_s();
    run.result = newsarc_status_name(result);
    run.tar = tar;
    newsarc_status status = na_store_end_run(c->store, c->run, &run);
    if (status == NEWSARC_OK)
        status = na_store_put_tally(c->store, c->run, &c->tally);
    if (status == NEWSARC_OK && c->sum.queued == 0)
        status = na_store_put_shapes(c->store, NA_STR(""));
    return status == NEWSARC_OK ? na_store_commit(c->store) : status;
}

static void count_queued(newsarc_crawler *c)
{
    uint64_t queued = 0, waiting = 0;
    na_store_count(c->store, NA_STATE_QUEUED, &queued);
    na_store_count(c->store, NA_STATE_WAITING, &waiting);
    c->sum.queued = queued + waiting;
    c->sum.elapsed = (double)(na_now_ms() - c->started_ms) / 1000;
}

static newsarc_status no_memory(const newsarc_crawler *c, newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(c->directory), "out of memory");
}

static newsarc_status write_reports(newsarc_crawler *c, newsarc_error *err)
{
    char *page = na_path_join(c->directory, NA_REPORT_PATH);
    char *feed = na_path_join(c->directory, NA_FEED_PATH);
    newsarc_status status =
        page && feed ? na_report_write(c->store, c->directory, page, NULL, err) : no_memory(c, err);
    if (status == NEWSARC_OK)
        status = na_archive_feed_write(c->store, c->directory, feed, err);
    na_free(page);
    na_free(feed);
    return status;
}

/* Before the run counts as ended: what a run that did not end found stands in the file of the next
 * one. */
static newsarc_status write_changes(newsarc_crawler *c, newsarc_error *err)
{
    char name[160];
    snprintf(name, sizeof name, "logs/" NA_CHANGES_PREFIX "%s.jsonl", c->stem);
    char *path = na_path_join(c->directory, name);
    newsarc_status status =
        path ? na_changes_write(c->store, c->directory, c->run, path, err) : no_memory(c, err);
    na_free(path);
    return status;
}

/* The end of the run and its log into the archive, and the archive under its name. */
static newsarc_status close_archive(newsarc_crawler *c, newsarc_status result, newsarc_error *err)
{
    newsarc_status status = na_crawler_write_end(c, result, err);
    newsarc_status closed = na_warc_writer_close(c->warc, err);
    na_warc_writer_free(c->warc); /* its buffers are not needed twice: the tar has its own */
    c->warc = NULL;
    return status == NEWSARC_OK ? closed : status;
}

static newsarc_status first_of(newsarc_status a, newsarc_status b)
{
    return a == NEWSARC_OK ? b : a;
}

/* The articles in their tar, and the run in the state. `so_far`: how the run ends. */
static newsarc_status close_run(newsarc_crawler *c, newsarc_status so_far, bool archived,
                                newsarc_error *err)
{
    newsarc_status tar = archived ? na_crawler_write_tar(c, err) : NEWSARC_OK;
    newsarc_status failed = first_of(tar, write_changes(c, err));
    newsarc_status ended =
        end_run(c, failed == NEWSARC_OK ? so_far : failed, archived && tar == NEWSARC_OK);
    if (ended != NEWSARC_OK)
        return na_store_explain(c->store, ended, err);
    return archived && tar == NEWSARC_OK ? first_of(failed, na_crawler_name_tar(c, err)) : failed;
}

/* What describes the collection. SHA256SUMS forgets the report before it is written anew: a run
 * that ends in between leaves no false line. */
static newsarc_status describe(newsarc_crawler *c, newsarc_error *err)
{
    newsarc_status status = na_layout_sums(c->directory, false, err);
    if (status == NEWSARC_OK)
        status = write_reports(c, err);
    return status == NEWSARC_OK ? na_layout_sums(c->directory, true, err) : status;
}

/* Everything is tried, whatever failed before: each step that works saves something. How the run
 * failed stays; how it ended gives way to what fails now. */
static newsarc_status save(newsarc_crawler *c, newsarc_status result, newsarc_error *err)
{
    newsarc_error later;
    na_error_clear(&later);
    bool stays = c->end == NA_END_FAILURE || result == NEWSARC_E_DISK_FULL;
    newsarc_status failed = close_archive(c, result, &later);
    newsarc_status so_far = stays ? result : first_of(failed, result);
    failed = first_of(failed, close_run(c, so_far, failed == NEWSARC_OK, &later));
    na_log_event(c->log, NEWSARC_LOG_INFO, "end", NULL,
                 "%s: %llu pages, %llu articles, %llu failed", newsarc_status_name(so_far),
                 (unsigned long long)c->sum.pages, (unsigned long long)c->sum.articles,
                 (unsigned long long)c->sum.failed);
    failed = first_of(failed, na_log_close(c->log, &later));
    failed = first_of(failed, describe(c, &later));
    if (failed == NEWSARC_OK || stays)
        return result;
    if (err)
        *err = later;
    return failed;
}

newsarc_status na_crawler_finish(newsarc_crawler *c, newsarc_error *err)
{
    if (c->end == NA_END_NONE)
        warn_missing(c);
    if (c->end == NA_END_FAILURE)
        na_log_event(c->log, NEWSARC_LOG_ERROR, "failure", NULL, "%s", c->failure.message);
    if (na_crawler_commit(c) && c->end != NA_END_FAILURE &&
        na_store_mark_lists(c->store, c->run) == NEWSARC_OK && na_crawler_note_delisted(c) &&
        na_crawler_join(c) && (c->end != NA_END_NONE || na_crawler_listen(c)))
        na_crawler_commit(c);
    if (c->end == NA_END_FAILURE)
        go_back(c);
    count_queued(c);
    newsarc_status result = outcome(c, err);
    return c->opts.dry_run ? result : save(c, result, err);
}
