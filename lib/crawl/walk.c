/* Lists in later runs: walked page by page from the newest entry until many entries in a row are
 * known; then, with the frontier empty, articles that their list no longer names are asked for, and
 * those that were gone and that it names again. See store_later.c. */
#include "crawl/crawler.h"
#include "crawl/store_changes.h"

/* Lists of usual length are walked to their end, long ones are not: pinned, moved and backdated
 * entries stand near the top. */
#define KNOWN_RUN 50

static bool walks(const newsarc_crawler *c)
{
    return c->run > 1 && !c->opts.full;
}

static bool ok(newsarc_crawler *c, newsarc_status status)
{
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

bool na_crawler_walk_begin(newsarc_crawler *c, na_list_walk *w, int64_t list)
{
    *w = (na_list_walk){.list = list, .walk = {.floor = INT64_MAX}};
    if (!walks(c))
        return true;
    newsarc_status status = na_store_walk(c->store, list, &w->walk);
    w->walk.fresh = w->walk.stopped = false;
    w->incremental = status == NEWSARC_OK && w->walk.mark > 0;
    return ok(c, status);
}

bool na_crawler_walk_entry(newsarc_crawler *c, na_list_walk *w, int64_t url)
{
    na_old_entry old;
    if (!walks(c)) {
        w->walk.fresh = true;
        return true;
    }
    newsarc_status status = na_store_old_entry(c->store, url, &old);
    if (status != NEWSARC_OK || (old.run == c->run && old.list == w->list))
        return ok(c, status);
    if (old.first_run == 0 || old.first_run > w->walk.mark) {
        w->walk.known = 0;
        w->walk.fresh = true;
        return true;
    }
    w->walk.known++;
    if (old.list == w->list && old.place < w->walk.floor)
        w->walk.floor = old.place;
    return true;
}

bool na_crawler_walk_is_over(na_list_walk *w)
{
    if (w->incremental && w->walk.known >= KNOWN_RUN)
        w->walk.stopped = true;
    return w->walk.stopped;
}

static void woken(int64_t host, void *user)
{
    newsarc_crawler *c = user;
    na_host *h = na_hosts_get(c->hosts, host, NULL);
    if (h)
        h->queued++;
}

bool na_crawler_walk_page(newsarc_crawler *c, na_list_walk *w, int64_t url)
{
    bool pending = false;
    if (!walks(c) || url == 0)
        return true;
    newsarc_status status = na_store_open_page(c->store, url, woken, c, &pending);
    w->has_next |= pending;
    return ok(c, status);
}

bool na_crawler_walk_end(newsarc_crawler *c, const na_list_walk *w)
{
    return ok(c, na_store_set_walk(c->store, w->list, &w->walk));
}

bool na_crawler_ask_missing(newsarc_crawler *c)
{
    uint64_t count = 0;
    if (!walks(c) || c->asked_missing || c->end != NA_END_NONE || (!c->warc && !c->replayed))
        return true;
    c->asked_missing = true;
    newsarc_status status = na_store_mark_lists(c->store, c->run);
    if (status == NEWSARC_OK)
        status = na_store_requeue_missing(c->store, c->run, woken, c, &count);
    if (count)
        na_log_event(c->log, NEWSARC_LOG_INFO, "missing-entries", NULL,
                     "%llu articles are no longer named by their list, or again; asking for them",
                     (unsigned long long)count);
    return ok(c, status);
}

bool na_crawler_note_gone(newsarc_crawler *c, const na_task *task, int status)
{
    bool was = false;
    if (c->run <= 1)
        return true;
    newsarc_status done =
        na_store_article_gone(c->store, task->id, c->run, na_crawler_now(c), status, &was);
    if (was) {
        c->sum.gone_articles++;
        na_log_event(c->log, NEWSARC_LOG_INFO, "gone", task->url, "status %d", status);
    }
    return ok(c, done);
}

bool na_crawler_note_delisted(newsarc_crawler *c)
{
    uint64_t count = 0;
    if (c->run <= 1)
        return true;
    newsarc_status status = na_store_note_delisted(c->store, c->run, na_crawler_now(c), &count);
    if (count)
        na_log_event(c->log, NEWSARC_LOG_INFO, "delisted", NULL,
                     "%llu articles are there, but no list names them any more",
                     (unsigned long long)count);
    return ok(c, status);
}
