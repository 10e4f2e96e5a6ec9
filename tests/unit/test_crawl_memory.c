/* The crawl's public calls when memory runs out: a status and nothing leaked, at every request.
 * Also what they say to arguments that make no sense. */
#include "unit/unit.h"

#include "core/alloc.h"
#include <newsarc/crawl.h>
#include <newsarc/fetch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/newsarc-crawl-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* A crawl that is told to stop before it begins: everything but the network. */
static newsarc_status crawl_nothing(newsarc_error *err)
{
    const char *const seeds[] = {"http://localhost:9/a", "http://u:p@localhost:9/b"};
    const char *const categories[] = {"news"}, *const excludes[] = {"x+"};
    newsarc_crawl_options opts;
    newsarc_crawler *crawler = NULL;
    newsarc_crawl_summary sum = {.struct_size = sizeof sum};
    newsarc_crawl_options_init(&opts, sizeof opts);
    opts.directory = folder;
    opts.seeds = seeds;
    opts.seed_count = 2;
    opts.categories = categories;
    opts.category_count = 1;
    opts.excludes = excludes;
    opts.exclude_count = 1;
    opts.min_free_bytes = 1;
    newsarc_status status = newsarc_crawler_new(&opts, &crawler, err);
    if (status == NEWSARC_OK) {
        newsarc_crawler_stop(crawler);
        status = newsarc_crawler_run(crawler, &sum, err);
    } else {
        assert_null(crawler);
    }
    newsarc_crawler_free(crawler);
    return status;
}

/* Each time in a new folder: what a collection knows of earlier runs takes memory, too. */
static void a_crawl_without_memory(void **state)
{
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long n = 0; status != NEWSARC_E_STOPPED; n++) {
        newsarc_error err = {0};
        assert_true(n < 5000);
        assert_int_equal(tear_down(state), 0);
        assert_int_equal(set_up(state), 0);
        na_alloc_fail_after(n);
        status = crawl_nothing(&err);
        na_alloc_fail_after(-1);
        if (status != NEWSARC_E_STOPPED) {
            assert_int_equal(status, NEWSARC_E_NOMEM);
            assert_int_equal(err.code, NEWSARC_E_NOMEM);
        }
    }
}

static newsarc_status ask_status(void)
{
    char *json = NULL;
    newsarc_status status = newsarc_collection_status(folder, &json, NULL);
    assert_true((status == NEWSARC_OK) == (json != NULL));
    newsarc_free(json);
    return status;
}

static void status_and_export_without_memory(void **state)
{
    (void)state;
    char path[96];
    assert_int_equal(crawl_nothing(NULL), NEWSARC_E_STOPPED);
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long n = 0; status == NEWSARC_E_NOMEM; n++) {
        na_alloc_fail_after(n);
        status = ask_status();
    }
    assert_int_equal(status, NEWSARC_OK);
    snprintf(path, sizeof path, "%s/x.tar.gz", folder);
    status = NEWSARC_E_NOMEM;
    for (long n = 0; status == NEWSARC_E_NOMEM; n++) {
        na_alloc_fail_after(n);
        status = newsarc_collection_export(folder, path, NULL, NULL, NULL);
    }
    na_alloc_fail_after(-1);
    assert_int_equal(status, NEWSARC_E_NOT_FOUND); /* it has no articles */
}

static void a_fetch_without_memory(void **state)
{
    (void)state;
    newsarc_response *response = NULL;
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long n = 0; status == NEWSARC_E_NOMEM || status == NEWSARC_E_ARGUMENT; n++) {
        assert_true(n < 1000);
        na_alloc_fail_after(n);
        status = newsarc_fetch("http://127.0.0.1:9/", NULL, &response, NULL);
        assert_null(response);
    }
    na_alloc_fail_after(-1);
    assert_int_equal(status, NEWSARC_E_NETWORK); /* port 9 is closed */
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    newsarc_crawl_options opts;
    newsarc_crawler *crawler = NULL;
    newsarc_response *response = NULL;
    newsarc_error err = {0};
    char *json = NULL;
    newsarc_crawl_options_init(&opts, sizeof opts);
    assert_int_equal(newsarc_crawler_new(NULL, &crawler, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_crawler_new(&opts, &crawler, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_crawler_new(&opts, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_crawler_run(NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_collection_status(NULL, &json, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_collection_status("/nowhere/at/all", &json, &err),
                     NEWSARC_E_NOT_FOUND);
    assert_int_equal(newsarc_collection_export(NULL, "x", NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_fetch("ftp://a/", NULL, &response, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_fetch("file:///etc/passwd", NULL, &response, &err),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_fetch(NULL, NULL, &response, &err), NEWSARC_E_ARGUMENT);
    const char *const seeds[] = {"ftp://a.org/"};
    opts.directory = folder;
    opts.seeds = seeds;
    opts.seed_count = 1;
    assert_int_equal(newsarc_crawler_new(&opts, &crawler, &err), NEWSARC_E_CONFIG);
    newsarc_crawler_stop(NULL);
    newsarc_crawler_free(NULL);
    newsarc_response_free(NULL);
}

static void only_one_crawler_has_a_collection(void **state)
{
    (void)state;
    const char *const seeds[] = {"http://localhost:9/"};
    newsarc_crawl_options opts;
    newsarc_crawler *first = NULL, *second = NULL;
    newsarc_error err = {0};
    newsarc_crawl_options_init(&opts, sizeof opts);
    opts.directory = folder;
    opts.seeds = seeds;
    opts.seed_count = 1;
    assert_int_equal(newsarc_crawler_new(&opts, &first, &err), NEWSARC_OK);
    assert_int_equal(newsarc_crawler_new(&opts, &second, &err), NEWSARC_E_LOCKED);
    newsarc_crawler_free(first);
    assert_int_equal(newsarc_crawler_new(&opts, &second, &err), NEWSARC_OK);
    newsarc_crawler_free(second);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_crawl_without_memory),
        WITH_FOLDER(status_and_export_without_memory),
        cmocka_unit_test(a_fetch_without_memory),
        WITH_FOLDER(what_makes_no_sense_is_refused),
        WITH_FOLDER(only_one_crawler_has_a_collection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
