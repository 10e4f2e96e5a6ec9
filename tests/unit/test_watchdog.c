/* crawl/watchdog: what a run that stands still says, and how often. */
#include "unit/unit.h"

#include "crawl/crawler.h"
#include <stdio.h>
#include <stdlib.h>

#define NOW 10000000

static char said[512];
static int times;

static void on_log(newsarc_log_level level, const char *event, const char *url, const char *message,
                   void *user)
{
    (void)level;
    (void)url;
    (void)user;
    if (strcmp(event, "waiting") != 0)
        return;
    snprintf(said, sizeof said, "%s", message);
    times++;
}

static newsarc_crawler *a_crawler(const char *folder)
{
    const char *const seeds[] = {"http://a.example/"};
    newsarc_crawl_options opts;
    newsarc_crawler *c = NULL;
    newsarc_crawl_options_init(&opts, sizeof opts);
    opts.directory = folder;
    opts.seeds = seeds;
    opts.seed_count = 1;
    opts.dry_run = 1;
    opts.log = on_log;
    assert_int_equal(newsarc_crawler_new(&opts, &c, NULL), NEWSARC_OK);
    c->heard_ms = NOW;
    c->next_wake_s = INT64_MAX;
    times = 0;
    return c;
}

static void it_names_what_it_waits_for(void **state)
{
    (void)state;
    newsarc_crawler *c = a_crawler("/nonexistent");
    na_host *host = na_hosts_get(c->hosts, 1, "a.example");
    host->queued = 1;
    host->due_ms = NOW + 90000;
    na_crawler_watch(c, NOW + 29000);
    assert_int_equal(times, 0);
    na_crawler_watch(c, NOW + 31000);
    assert_int_equal(times, 1);
    assert_non_null(strstr(said, "a.example, which is not to be asked for another 59 s"));
    na_crawler_watch(c, NOW + 32000);
    assert_int_equal(times, 1); /* not again at once */
    host->queued = 0;
    c->next_wake_s = na_now_s() + 100;
    na_crawler_watch(c, NOW + 62000);
    assert_int_equal(times, 2);
    assert_non_null(strstr(said, "another try"));
    newsarc_crawler_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_names_what_it_waits_for)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
