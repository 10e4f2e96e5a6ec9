/* Memory that runs out at any place: every call of the article API ends with NEWSARC_E_NOMEM or
 * with a whole result; under AddressSanitizer nothing leaks. */
#include "article_support.h"

#include "core/alloc.h"

#define ENOUGH 2000 /* far more requests than an extraction makes */

/* As text and as JSON. */
static newsarc_status explain(const newsarc_article *a)
{
    newsarc_status status = NEWSARC_OK;
    const newsarc_rendering how[] = {NEWSARC_RENDER_TEXT, NEWSARC_RENDER_JSON};
    for (size_t i = 0; i < sizeof how / sizeof *how && status == NEWSARC_OK; i++) {
        char *out = NULL;
        status = newsarc_article_explain(a, how[i], &out, NULL);
        assert_true((status == NEWSARC_OK) == (out != NULL));
        newsarc_free(out);
    }
    return status;
}

static newsarc_status add_rules(newsarc_rules **rules)
{
    newsarc_status status = newsarc_rules_new(rules);
    if (status == NEWSARC_OK)
        status = newsarc_rules_add(*rules, "*", NEWSARC_RULE_BODY, "td, div", NULL);
    if (status == NEWSARC_OK)
        status = newsarc_rules_add(*rules, "*", NEWSARC_RULE_DROP, "a:nth-child(2n)", NULL);
    return status;
}

static newsarc_status extract_and_render(const char *page, size_t n)
{
    newsarc_extractor *ex = NULL;
    newsarc_article *a = NULL;
    newsarc_extract_options opts;
    newsarc_rules *rules = NULL;
    char *out = NULL;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.explain = 1;
    newsarc_status status = add_rules(&rules);
    opts.rules = rules;
    if (status == NEWSARC_OK)
        status = newsarc_extractor_new(&ex);
    if (status == NEWSARC_OK)
        status = newsarc_extract(ex, page, n, &opts, &a, NULL);
    for (newsarc_rendering how = 0; status == NEWSARC_OK && how <= NEWSARC_RENDER_MARKDOWN; how++) {
        status = newsarc_article_render(a, how, "id", &out, NULL);
        assert_true((status == NEWSARC_OK) == (out != NULL));
        newsarc_free(out);
        out = NULL;
    }
    if (status == NEWSARC_OK)
        status = explain(a);
    newsarc_article_free(a);
    newsarc_extractor_free(ex);
    newsarc_rules_free(rules);
    return status;
}

static void every_request_may_fail(void **state)
{
    (void)state;
    size_t n = 0;
    char *page = read_fixture("article229/gbk.html", &n);
    long failures = 0;
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long i = 0; i < ENOUGH && status != NEWSARC_OK; i++) {
        na_alloc_fail_after(i);
        status = extract_and_render(page, n);
        na_alloc_fail_after(-1);
        assert_true(status == NEWSARC_OK || status == NEWSARC_E_NOMEM);
        failures += status != NEWSARC_OK;
    }
    assert_int_equal(status, NEWSARC_OK);
    assert_true(failures >= 5); /* extractor, arena, its memory, article, rendering */
    free(page);
}

static void an_extractor_goes_on_after_a_failure(void **state)
{
    (void)state;
    newsarc_extractor *ex = NULL;
    newsarc_article *a = NULL;
    newsarc_error err = {0};
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    na_alloc_fail_after(0);
    newsarc_status status =
        newsarc_extract(ex, PAGE(P1 P2), sizeof(PAGE(P1 P2)) - 1, NULL, &a, &err);
    na_alloc_fail_after(-1);
    assert_int_equal(status, NEWSARC_E_NOMEM);
    assert_non_null(strstr(err.message, "memory"));
    status = newsarc_extract(ex, PAGE(P1 P2), sizeof(PAGE(P1 P2)) - 1, NULL, &a, NULL);
    assert_int_equal(status, NEWSARC_OK);
    newsarc_article_free(a);
    newsarc_extractor_free(ex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_request_may_fail),
        cmocka_unit_test(an_extractor_goes_on_after_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
