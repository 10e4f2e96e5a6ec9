/* A run that stands still says what it waits for: an answer, a page that is being read, a pause
 * that a host asked for, or the time of another try. See crawler.h. */
#include "crawl/crawler.h"
#include <stdio.h>

#define SILENCE_MS 30000

/* The host with queued URLs that may be asked first. */
static const na_host *next_host(const newsarc_crawler *c)
{
    return na_hosts_due(c->hosts, INT64_MAX);
}

static void describe(const newsarc_crawler *c, int64_t now, char *text, size_t size)
{
    const na_host *host = next_host(c);
    const char *asked = na_fetcher_oldest(c->fetcher);
    if (asked)
        snprintf(text, size, "the answer of %s (%zu requests under way)", asked,
                 na_fetcher_active(c->fetcher));
    else if (na_reader_pending(c->reader))
        snprintf(text, size, "%zu pages that are being read", na_reader_pending(c->reader));
    else if (host && host->due_ms > now)
        snprintf(text, size, "%s, which is not to be asked for another %lld s", host->name,
                 (long long)(host->due_ms - now + 999) / 1000);
    else if (c->next_wake_s != INT64_MAX)
        snprintf(text, size, "another try of what failed, in %lld s",
                 (long long)(c->next_wake_s - na_now_s()));
    else
        snprintf(text, size, "nothing that is known");
}

void na_crawler_watch(newsarc_crawler *c, int64_t now)
{
    char text[NA_URL_MAX + 128];
    if (now - c->heard_ms < SILENCE_MS || now - c->barked_ms < SILENCE_MS)
        return;
    c->barked_ms = now;
    describe(c, now, text, sizeof text);
    na_log_event(c->log, NEWSARC_LOG_INFO, "waiting", NULL,
                 "nothing came for %lld s: waiting for %s", (long long)(now - c->heard_ms) / 1000,
                 text);
}
