/* What the report says of a run: counted while it goes on, kept at its end. And the alarm: lists
 * that have gone silent. See crawler.h. */
#include "core/alloc.h"
#include "crawl/crawler.h"

static void count_status(na_tally *t, int status)
{
    size_t i = 0;
    while (i < t->code_count && t->codes[i].status != status)
        i++;
    if (i == NA_TALLY_CODES)
        return;
    t->codes[i].status = status;
    t->codes[i].answers++;
    t->code_count += i == t->code_count;
}

/* The place of this answer among the slowest: that of the same URL, a free one, or that of the
 * fastest of them; NA_TALLY_SLOW: none. */
static size_t slow_place(const na_tally *t, const char *url, uint32_t ms)
{
    size_t fastest = 0;
    for (size_t i = 0; i < t->slow_count; i++) {
        if (strcmp(t->slow[i].url, url) == 0)
            return t->slow[i].ms < ms ? i : NA_TALLY_SLOW;
        if (t->slow[i].ms < t->slow[fastest].ms)
            fastest = i;
    }
    if (t->slow_count < NA_TALLY_SLOW)
        return t->slow_count;
    return t->slow[fastest].ms < ms ? fastest : NA_TALLY_SLOW;
}

void na_crawler_tally(newsarc_crawler *c, const char *url, int status, uint32_t ms)
{
    count_status(&c->tally, status);
    if (!c->replayed) /* which gets to know later how long it took */
        na_crawler_tally_slow(c, url, ms);
}

void na_crawler_tally_slow(newsarc_crawler *c, const char *url, uint32_t ms)
{
    na_tally *t = &c->tally;
    size_t i = url ? slow_place(t, url, ms) : NA_TALLY_SLOW;
    char *copy = i < NA_TALLY_SLOW ? na_strdup(url) : NULL;
    if (!copy)
        return; /* without memory the crawl itself says so soon enough */
    na_free(t->slow[i].url);
    t->slow[i].url = copy;
    t->slow[i].ms = ms;
    t->slow_count += i == t->slow_count;
}

void na_crawler_tally_revisit(newsarc_crawler *c, uint64_t bytes)
{
    c->tally.revisits++;
    c->tally.revisit_bytes += bytes;
}

void na_tally_clear(na_tally *t)
{
    for (size_t i = 0; i < t->slow_count; i++)
        na_free(t->slow[i].url);
    *t = (na_tally){0};
}

static void alarm(const char *url, na_silence why, void *user)
{
    static const char *const texts[] = {
        [NA_SILENCE_EMPTY] = "the list had entries and gives none: its layout may have changed",
        [NA_SILENCE_GONE] = "the list had entries and is gone",
        [NA_SILENCE_UNREAD] = "the newest entries of the list cannot be read as articles: their "
                              "layout may have changed",
    };
    newsarc_crawler *c = user;
    c->alarms++;
    na_log_event(c->log, NEWSARC_LOG_ERROR, "alarm", url, "%s", texts[why]);
}

bool na_crawler_listen(newsarc_crawler *c)
{
    newsarc_status status = na_store_silent_lists(c->store, c->run, alarm, c);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}
