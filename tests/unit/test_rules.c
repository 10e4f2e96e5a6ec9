/* Rules of sites: which of them a page has, and what they make of it. */
#include "article_support.h"

#include "core/alloc.h"
#include <jansson.h>

/* A page that misleads: two dates, a heading that is no title, a long text beside the article. */
static const char page[] =
    "<html><head><title>Portal</title><meta name=PubDate content='2015-09-01 10:22'></head><body>"
    "<h1>Board agrees to repair the quay</h1><h2 class=ours>The quay is repaired</h2>"
    "<div class=line>2014-01-02 Views: 10</div>"
    "<div class='by'>\xE6\x9D\xA5\xE6\xBA\x90\xEF\xBC\x9A<b>Harbour News</b> "
    "<span class=who>Ann Smith, Bob Miller</span></div>"
    "<div id=wrong>" P1 P2 P3 "</div>"
    "<div id=right><p>The short text that is meant, of the second box, stands here alone.</p>"
    "<div class='share related'><a href=/a>Share this</a> <a href=/b>Share that</a></div>"
    "<p class=advert>Buy now, it is cheap and it is good, and all of it is new.</p></div>"
    "<div class=pager><a href=229.html>1</a> <a class=next href=/next/2.html>2</a></div>"
    "</body></html>";

static newsarc_rules *new_rules(void)
{
    newsarc_rules *rules = NULL;
    assert_int_equal(newsarc_rules_new(&rules), NEWSARC_OK);
    return rules;
}

static void add(newsarc_rules *rules, const char *pattern, newsarc_rule rule, const char *selector)
{
    newsarc_error err = {0};
    newsarc_status status = newsarc_rules_add(rules, pattern, rule, selector, &err);
    if (status != NEWSARC_OK)
        fail_msg("%s %s: %s", pattern, selector, err.message);
}

static newsarc_article *extract_at(const newsarc_rules *rules, const char *html, const char *url)
{
    newsarc_extractor *ex = NULL;
    newsarc_article *article = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = url;
    opts.fetch_time = FETCHED;
    opts.explain = 1;
    opts.rules = rules;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_extract(ex, html, strlen(html), &opts, &article, NULL), NEWSARC_OK);
    newsarc_extractor_free(ex);
    return article;
}

static const char *title_at(const newsarc_rules *rules, const char *url, newsarc_article **a)
{
    newsarc_article_free(*a);
    *a = extract_at(rules, page, url);
    return newsarc_article_text(*a, NEWSARC_FIELD_TITLE);
}

static const char *from(const newsarc_article *a, newsarc_field field)
{
    const char *where = newsarc_article_evidence(a, field, NULL);
    return where ? where : "";
}

static void the_most_specific_pattern_counts(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    newsarc_article *a = NULL;
    /* the selector tells which pattern counted: the attribute is on no page, so a literal class */
    add(rules, "*", NEWSARC_RULE_TITLE, "title");
    add(rules, "*.example.cn", NEWSARC_RULE_TITLE, "h1");
    add(rules, "*.news.example.cn", NEWSARC_RULE_TITLE, "h2");
    add(rules, "www.example.cn/a/*", NEWSARC_RULE_TITLE, ".who");
    add(rules, "WWW.example.cn", NEWSARC_RULE_TITLE, "b");
    add(rules, "www.example.cn/a/*/c*", NEWSARC_RULE_TITLE, ".next");
    add(rules, "www.example.cn/x?id=*", NEWSARC_RULE_TITLE, ".line");
    static const struct {
        const char *url, *title;
    } cases[] = {
        {NULL, "Portal"},
        {"http://other.org/", "Portal"},
        {"http://badexample.cn/", "Portal"},
        {"http://example.cn/", "Board agrees to repair the quay"},
        {"https://a.b.example.cn:8080/x", "Board agrees to repair the quay"},
        {"http://news.example.cn/", "The quay is repaired"},
        {"http://x.news.example.cn/", "The quay is repaired"},
        {"http://www.example.cn/", "Harbour News"},
        {"http://www.example.cn/b/a/", "Harbour News"},
        {"http://www.example.cn/a/", "Ann Smith, Bob Miller"},
        {"http://www.example.cn/a/b.html#c", "Ann Smith, Bob Miller"},
        {"http://www.example.cn/a/b/c.html", "2"},
        {"http://www.example.cn/x?id=7", "2014-01-02 Views: 10"},
        {"http://www.example.cn/x", "Harbour News"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(title_at(rules, cases[i].url, &a), cases[i].title);
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void equals_are_taken_in_order(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    newsarc_article *a = NULL;
    add(rules, "example.org/*ew", NEWSARC_RULE_TITLE, ".none");
    add(rules, "example.org/ne*", NEWSARC_RULE_TITLE, "h2");
    add(rules, "example.org/*ew", NEWSARC_RULE_TITLE, "h1"); /* the same pattern: tried behind */
    assert_string_equal(title_at(rules, "http://example.org/new", &a),
                        "Board agrees to repair the quay");
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void found_values_override(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    add(rules, "*", NEWSARC_RULE_TITLE, "h2.ours");
    add(rules, "*", NEWSARC_RULE_DATE, ".line");
    add(rules, "*", NEWSARC_RULE_SOURCE, ".by");
    add(rules, "*", NEWSARC_RULE_AUTHORS, ".who");
    add(rules, "*", NEWSARC_RULE_BODY, "#right");
    add(rules, "*", NEWSARC_RULE_DROP, ".advert");
    add(rules, "*", NEWSARC_RULE_NEXT_PAGE, ".pager .next");
    newsarc_article *a = extract_at(rules, page, PAGE_URL);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TITLE), "The quay is repaired");
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_DATE), "2014-01-02");
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_SOURCE), "Harbour News");
    assert_int_equal(newsarc_article_count(a, NEWSARC_FIELD_AUTHORS), 2);
    assert_string_equal(newsarc_article_item(a, NEWSARC_FIELD_AUTHORS, 1), "Bob Miller");
    assert_string_equal(text_of(a),
                        "The short text that is meant, of the second box, stands here alone.");
    assert_string_equal(newsarc_article_next_page(a), "http://www.example.org/next/2.html");
    static const newsarc_field fields[] = {NEWSARC_FIELD_TITLE, NEWSARC_FIELD_DATE,
                                           NEWSARC_FIELD_SOURCE, NEWSARC_FIELD_AUTHORS,
                                           NEWSARC_FIELD_TEXT};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_string_equal(from(a, fields[i]), "rule");
    for (newsarc_rule r = 0; r < NEWSARC_RULE_COUNT; r++)
        assert_int_equal(newsarc_article_rule(a, r), NEWSARC_RULE_FOUND);
    assert_int_equal(newsarc_article_rule(a, NEWSARC_RULE_COUNT), NEWSARC_RULE_NONE);
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void attributes_and_later_selectors_give_values(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    add(rules, "*", NEWSARC_RULE_DATE, ".none");
    add(rules, "*", NEWSARC_RULE_DATE, "h1"); /* matches, but holds no date */
    add(rules, "*", NEWSARC_RULE_DATE, "meta[name=PubDate]@content");
    add(rules, "*", NEWSARC_RULE_NEXT_PAGE, ".next@href");
    newsarc_article *a = extract_at(rules, page, PAGE_URL);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_DATE), "2015-09-01T10:22");
    assert_string_equal(newsarc_article_next_page(a), "http://www.example.org/next/2.html");
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void check_fallback(const newsarc_article *a)
{
    char *json = render(a, NEWSARC_RENDER_JSON, NULL);
    json_t *all = json_loads(json, 0, NULL), *evidence = json_object_get(all, "evidence");
    json_t *title = json_object_get(evidence, "title"),
           *source = json_object_get(evidence, "source");
    assert_string_equal(json_string_value(json_object_get(title, "rule")), "found nothing");
    assert_string_equal(json_string_value(json_object_get(title, "from")), "h1");
    assert_string_equal(json_string_value(json_object_get(source, "rule")), "found nothing");
    assert_null(json_object_get(json_object_get(evidence, "date"), "rule"));
    assert_null(json_object_get(all, "next_page"));
    json_decref(all);
    newsarc_free(json);
}

static void what_finds_nothing_falls_back_and_says_so(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    newsarc_article *usual = extract_at(NULL, page, PAGE_URL);
    add(rules, "*", NEWSARC_RULE_TITLE, "h4");
    add(rules, "*", NEWSARC_RULE_SOURCE, ".line:not(.line)");
    add(rules, "*", NEWSARC_RULE_BODY, "#none");
    add(rules, "*", NEWSARC_RULE_DROP, "#none");
    add(rules, "*", NEWSARC_RULE_NEXT_PAGE, ".pager a:first-child"); /* the page itself */
    newsarc_article *a = extract_at(rules, page, PAGE_URL);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TITLE),
                        newsarc_article_text(usual, NEWSARC_FIELD_TITLE));
    assert_string_equal(text_of(a), text_of(usual));
    for (newsarc_rule r = 0; r < NEWSARC_RULE_COUNT; r++)
        assert_int_equal(newsarc_article_rule(a, r),
                         r == NEWSARC_RULE_DATE || r == NEWSARC_RULE_AUTHORS ? NEWSARC_RULE_NONE
                                                                             : NEWSARC_RULE_MISSED);
    check_fallback(a);
    newsarc_article_free(usual);
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

/* A box that is dropped for its name, unless the selector names it too. */
static void the_body_keeps_what_is_named(void **state)
{
    (void)state;
    static const char boxed[] =
        "<html><body><h1>T</h1><div id=c>" P1 P1 P2
        "<div class=other><div class='sidebar related'>" P3 "</div></div></div></body></html>";
    static const char *const selectors[] = {"#c", "#c, #c .sidebar"};
    for (size_t i = 0; i < 2; i++) {
        newsarc_rules *rules = new_rules();
        add(rules, "*", NEWSARC_RULE_BODY, selectors[i]);
        newsarc_article *a = extract_at(rules, boxed, PAGE_URL);
        assert_non_null(strstr(text_of(a), "Work begins"));
        assert_int_equal(strstr(text_of(a), "Fishermen") != NULL, i);
        newsarc_article_free(a);
        newsarc_rules_free(rules);
    }
}

/* Hidden until a script shows it, inside an element that never holds text, in two parts. */
static void hidden_bodies_are_read(void **state)
{
    (void)state;
    static const char hidden[] =
        "<html><body><h1>T</h1>" P3 "<form style='display:none'><div id=a>" P1
        "</div><aside id=b class=sidebar>" P2 "</aside></form></body></html>";
    newsarc_rules *rules = new_rules();
    add(rules, "*", NEWSARC_RULE_BODY, "#a, #b");
    newsarc_article *a = extract_at(rules, hidden, PAGE_URL);
    assert_non_null(strstr(text_of(a), "The harbour board"));
    assert_non_null(strstr(text_of(a), "Work begins"));
    assert_null(strstr(text_of(a), "Fishermen"));
    assert_string_equal(from(a, NEWSARC_FIELD_TEXT), "rule");
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

/* A byline may be read and dropped. */
static void dropping_comes_last(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    add(rules, "*", NEWSARC_RULE_AUTHORS, ".who");
    add(rules, "*", NEWSARC_RULE_TITLE, "h2");
    add(rules, "*", NEWSARC_RULE_BODY, "#wrong p");
    add(rules, "*", NEWSARC_RULE_DROP, ".by, h2, html, body");
    add(rules, "*", NEWSARC_RULE_DROP, "#wrong p:nth-child(2)");
    newsarc_article *a = extract_at(rules, page, PAGE_URL);
    assert_string_equal(newsarc_article_item(a, NEWSARC_FIELD_AUTHORS, 0), "Ann Smith");
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TITLE), "The quay is repaired");
    assert_null(newsarc_article_text(a, NEWSARC_FIELD_SOURCE));
    assert_non_null(strstr(text_of(a), "The harbour board"));
    assert_null(strstr(text_of(a), "Work begins"));
    assert_non_null(strstr(text_of(a), "Fishermen"));
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void explain_shows_the_selectors(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    add(rules, "*.example.org", NEWSARC_RULE_TITLE, "h4");
    add(rules, "*.example.org", NEWSARC_RULE_TITLE, "h2");
    add(rules, "*.example.org", NEWSARC_RULE_DROP, ".advert");
    newsarc_article *a = extract_at(rules, page, PAGE_URL);
    char *out = NULL;
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_TEXT, &out, NULL), NEWSARC_OK);
    assert_non_null(strstr(out, "rules of *.example.org\n"));
    assert_non_null(strstr(out, "title: \"h4\" names nothing"));
    assert_non_null(strstr(out, "title: \"h2\" found: html > body > h2.ours"));
    assert_non_null(strstr(out, "drop: \".advert\" found: "));
    assert_non_null(strstr(out, "\"Buy now, it is cheap"));
    newsarc_free(out);
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_JSON, &out, NULL), NEWSARC_OK);
    json_t *all = json_loads(out, 0, NULL), *list = json_object_get(all, "rules");
    assert_int_equal(json_array_size(list), 3);
    assert_true(json_is_false(json_object_get(json_array_get(list, 0), "found")));
    assert_string_equal(json_string_value(json_object_get(all, "rules_of")), "*.example.org");
    json_decref(all);
    newsarc_free(out);
    newsarc_article_free(a);
    newsarc_rules_free(rules);
}

static void wrong_rules_are_refused(void **state)
{
    (void)state;
    newsarc_rules *rules = new_rules();
    newsarc_error err = {0};
    assert_int_equal(newsarc_rules_add(rules, "*", NEWSARC_RULE_BODY, "p:hover", &err),
                     NEWSARC_E_CONFIG);
    assert_int_equal(err.offset, 1);
    assert_string_equal(err.input, "p:hover");
    assert_non_null(strstr(err.message, "\":hover\" is not known"));
    static const char *const patterns[] = {"",         "*x.cn",  "a.*.cn",   "http://a.cn",
                                           "a.cn:80",  "a b.cn", "/x",       "u@a.cn",
                                           "a.cn/x#y", "*.",     "a.cn\xFF", "[::1"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        err = (newsarc_error){0};
        newsarc_status status = newsarc_rules_add(rules, patterns[i], 0, "p", &err);
        if (status != NEWSARC_E_CONFIG || !err.message[0])
            fail_msg("\"%s\": %d", patterns[i], status);
    }
    assert_int_equal(newsarc_rules_add(rules, "*", NEWSARC_RULE_COUNT, "p", NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_rules_add(rules, "*", -1, "p", NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_rules_add(rules, NULL, 0, "p", NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_rules_add(rules, "*", 0, "p\xFF", NULL), NEWSARC_E_CONFIG);
    for (int i = 0; i < 32; i++)
        add(rules, "*", NEWSARC_RULE_DROP, "p");
    assert_int_equal(newsarc_rules_add(rules, "*", NEWSARC_RULE_DROP, "p", NULL), NEWSARC_E_LIMIT);
    assert_string_equal(newsarc_rule_name(NEWSARC_RULE_NEXT_PAGE), "next-page");
    assert_null(newsarc_rule_name(NEWSARC_RULE_COUNT));
    assert_int_equal(newsarc_rules_new(NULL), NEWSARC_E_ARGUMENT);
    newsarc_rules_free(NULL);
    newsarc_rules_free(rules);
}

static newsarc_status make_and_add(void)
{
    newsarc_rules *rules = NULL;
    newsarc_status status = newsarc_rules_new(&rules);
    for (int i = 0; status == NEWSARC_OK && i < 20; i++) {
        char pattern[32];
        snprintf(pattern, sizeof pattern, "h%d.example.org/x", i);
        status = newsarc_rules_add(rules, pattern, i % NEWSARC_RULE_COUNT, "p.a > b", NULL);
    }
    newsarc_rules_free(rules);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    newsarc_status status = NEWSARC_E_NOMEM;
    long failures = 0;
    for (long i = 0; i < 2000 && status != NEWSARC_OK; i++) {
        na_alloc_fail_after(i);
        status = make_and_add();
        na_alloc_fail_after(-1);
        assert_true(status == NEWSARC_OK || status == NEWSARC_E_NOMEM);
        failures += status != NEWSARC_OK;
    }
    assert_int_equal(status, NEWSARC_OK);
    assert_true(failures > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_specific_pattern_counts),
        cmocka_unit_test(equals_are_taken_in_order),
        cmocka_unit_test(found_values_override),
        cmocka_unit_test(attributes_and_later_selectors_give_values),
        cmocka_unit_test(what_finds_nothing_falls_back_and_says_so),
        cmocka_unit_test(the_body_keeps_what_is_named),
        cmocka_unit_test(hidden_bodies_are_read),
        cmocka_unit_test(dropping_comes_last),
        cmocka_unit_test(explain_shows_the_selectors),
        cmocka_unit_test(wrong_rules_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
