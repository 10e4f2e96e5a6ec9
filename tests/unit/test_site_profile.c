/* newsarc_site_profile: what repeats on the pages of a site is left out, what is text stays, and
 * the profile depends on the pages alone, not on their order. */
#include "article_support.h"

#include "core/alloc.h"
#include <newsarc/profile.h>

#define NOTICE                                                                                     \
    "Members receive this newsletter every Friday, and whoever wants it may write to the office "  \
    "in Harbour Street."
#define SITE_PAGES 6
#define PAGE_BYTES 6000

static const char *const nouns[] = {"quay",  "ferry",  "lighthouse", "market", "school",
                                    "tower", "bridge", "garden",     "museum", "mill"};

/* Article number `n` of a site: no two share a sentence but for the notice, which is a paragraph
 * among the others, and the heading. `dress`: how the page around it looks. */
static void write_page(char page[PAGE_BYTES], int n, const char *dress)
{
    const char *noun = nouns[n % 10], *other = nouns[(n / 10 + 3) % 10];
    snprintf(page, PAGE_BYTES,
             "<html><head><title>The %s and the %s, report %d</title></head><body>"
             "<div class=\"%s\"><a href=/>Home</a> <a href=/news>News</a></div>"
             "<div id=\"paper-%d\" class=\"column\"><h1>The %s and the %s, report %d</h1>"
             "<p>The council spoke about the %s for %d minutes, and then it gave the %s to those "
             "who had asked for it in letter %d.</p><h2>The background</h2>"
             "<p>Nobody had expected that number %d would need the %s, said the mayor, who has "
             "seen %d of them since the %s was opened.</p>"
             "<p>Work on it begins in week %d, when the %s is closed, and %d people will help to "
             "carry what is left of the %s.</p>"
             "<p>" NOTICE "</p></div><div class=foot>Harbour board, Harbour Street</div>"
             "</body></html>",
             noun, other, n, dress, n, noun, other, n, noun, n + 20, other, n + 7000, n + 100,
             other, n + 300, noun, n + 400, other, n + 500, noun);
}

typedef struct site {
    newsarc_extractor *ex;
    newsarc_site_profile *profile;
} site;

static void begin(site *s)
{
    assert_int_equal(newsarc_extractor_new(&s->ex), NEWSARC_OK);
    assert_int_equal(newsarc_site_profile_new(&s->profile), NEWSARC_OK);
}

static void end(site *s)
{
    newsarc_site_profile_free(s->profile);
    newsarc_extractor_free(s->ex);
}

static int32_t learn(site *s, const char *page)
{
    int32_t learned = -1;
    newsarc_error err = {0};
    assert_int_equal(
        newsarc_site_profile_learn(s->profile, s->ex, page, strlen(page), NULL, &learned, &err),
        NEWSARC_OK);
    return learned;
}

static int32_t learn_article(site *s, int n)
{
    char page[PAGE_BYTES];
    write_page(page, n, "menu");
    return learn(s, page);
}

static newsarc_article *read_page(site *s, const char *page, const newsarc_site_profile *profile)
{
    newsarc_article *a = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.profile = profile;
    opts.explain = 1;
    assert_int_equal(newsarc_extract(s->ex, page, strlen(page), &opts, &a, NULL), NEWSARC_OK);
    return a;
}

/* Is `words` in the text of the page when it is read with that profile? */
static bool has(site *s, const char *page, const newsarc_site_profile *profile, const char *words)
{
    newsarc_article *a = read_page(s, page, profile);
    bool found = strstr(text_of(a), words) != NULL;
    newsarc_article_free(a);
    return found;
}

static char *save(const newsarc_site_profile *profile)
{
    char *json = NULL;
    size_t n = 0;
    assert_int_equal(newsarc_site_profile_save(profile, &json, &n), NEWSARC_OK);
    assert_int_equal(strlen(json), n);
    return json;
}

static void what_repeats_is_left_out_by_name(void **state)
{
    (void)state;
    site s;
    char page[PAGE_BYTES], *why = NULL;
    begin(&s);
    for (int i = 0; i < SITE_PAGES; i++)
        assert_int_equal(learn_article(&s, i), 1);
    assert_int_equal(newsarc_site_profile_page_count(s.profile), SITE_PAGES);
    assert_true(newsarc_site_profile_block_count(s.profile) >= 1);
    write_page(page, 8, "menu"); /* one that it has not seen */
    assert_true(has(&s, page, NULL, "every Friday"));
    assert_false(has(&s, page, s.profile, "every Friday"));
    assert_true(has(&s, page, s.profile, "The council spoke"));
    newsarc_article *a = read_page(&s, page, s.profile);
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_JSON, &why, NULL), NEWSARC_OK);
    assert_non_null(strstr(why, "\"site-repeat\""));
    newsarc_free(why);
    newsarc_article_free(a);
    end(&s);
}

/* A heading of a few words stands on every page, and is text. */
static void short_lines_stay(void **state)
{
    (void)state;
    site s;
    char page[PAGE_BYTES];
    begin(&s);
    for (int i = 0; i < SITE_PAGES; i++)
        learn_article(&s, i);
    write_page(page, 8, "menu");
    assert_true(has(&s, page, s.profile, "The background"));
    end(&s);
}

static void two_pages_say_nothing(void **state)
{
    (void)state;
    site s;
    begin(&s);
    learn_article(&s, 0);
    learn_article(&s, 1);
    assert_int_equal(newsarc_site_profile_block_count(s.profile), 0);
    end(&s);
}

/* The same article under three addresses, each time in another dress, counts as one. */
static void an_article_does_not_repeat_itself(void **state)
{
    (void)state;
    static const char *const dresses[] = {"menu", "menu print", "menu mobile"};
    site s;
    char page[PAGE_BYTES];
    begin(&s);
    for (int i = 0; i < 3; i++) {
        write_page(page, 0, dresses[i]);
        assert_int_equal(learn(&s, page), i == 0);
    }
    assert_int_equal(newsarc_site_profile_page_count(s.profile), 1);
    learn_article(&s, 1);
    assert_true(has(&s, page, s.profile, "The council spoke"));
    assert_true(has(&s, page, s.profile, "every Friday"));
    end(&s);
}

/* Half of the pages that have text on its path must have the block. */
static void what_few_pages_share_stays(void **state)
{
    (void)state;
    site s;
    char page[PAGE_BYTES];
    begin(&s);
    for (int i = 0; i < 10; i++) {
        write_page(page, i, "menu");
        char *notice = strstr(page, "Friday");
        if (i >= 3)
            memcpy(notice, nouns[i], 4);
        learn(&s, page);
    }
    write_page(page, 0, "menu");
    assert_true(has(&s, page, s.profile, "every Friday"));
    end(&s);
}

static void pages_without_an_article_teach_nothing(void **state)
{
    (void)state;
    site s;
    begin(&s);
    assert_int_equal(learn(&s, "<html><body><a href=/a>One</a> <a href=/b>Two</a></body></html>"),
                     0);
    assert_int_equal(newsarc_site_profile_page_count(s.profile), 0);
    end(&s);
}

/* More pages than a profile holds, from both ends, and through a file half way. */
static void the_order_of_pages_does_not_matter(void **state)
{
    (void)state;
    enum { MANY = NEWSARC_PROFILE_PAGES_MAX + 12 };
    site forth, back;
    begin(&forth);
    begin(&back);
    for (int i = 0; i < MANY; i++)
        learn_article(&forth, i);
    for (int i = MANY; i-- > 0;) {
        learn_article(&back, i);
        if (i != MANY / 2)
            continue;
        char *half = save(back.profile);
        newsarc_site_profile_free(back.profile);
        assert_int_equal(newsarc_site_profile_load(half, strlen(half), &back.profile, NULL),
                         NEWSARC_OK);
        newsarc_free(half);
    }
    assert_int_equal(newsarc_site_profile_page_count(forth.profile), NEWSARC_PROFILE_PAGES_MAX);
    char *one = save(forth.profile), *other = save(back.profile);
    assert_string_equal(one, other);
    newsarc_free(one);
    newsarc_free(other);
    end(&forth);
    end(&back);
}

static void a_saved_profile_does_the_same(void **state)
{
    (void)state;
    site s;
    char page[PAGE_BYTES];
    newsarc_site_profile *copy = NULL;
    begin(&s);
    for (int i = 0; i < SITE_PAGES; i++)
        learn_article(&s, i);
    char *json = save(s.profile);
    assert_int_equal(newsarc_site_profile_load(json, strlen(json), &copy, NULL), NEWSARC_OK);
    char *again = save(copy);
    assert_string_equal(json, again);
    assert_non_null(strstr(json, "membersreceivethisnewsletter")); /* people can see what goes */
    write_page(page, 8, "menu");
    assert_false(has(&s, page, copy, "every Friday"));
    newsarc_free(json);
    newsarc_free(again);
    newsarc_site_profile_free(copy);
    end(&s);
}

#define HEAD "{\"format\": \"newsarc-site-profile\", \"version\": 1, "

static void a_bad_profile_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"", "no JSON"},
        {"[1]", "not a site profile"},
        {"{\"format\": \"other\"}", "not a site profile"},
        {"{\"format\": \"newsarc-site-profile\", \"version\": 2, \"pages\": []}", "version"},
        {HEAD "\"pages\": 7}", "pages"},
        {HEAD "\"pages\": [7]}", "text"},
        {HEAD "\"pages\": [{\"text\": \"0123\"}]}", "text"},
        {HEAD "\"pages\": [{\"text\": \"0123456789abcdef\", \"blocks\": \"0123\"}]}", "16 digits"},
        {HEAD "\"pages\": [{\"text\": \"0123456789abcdef\", \"blocks\": \"0123456789abcdeg\"}]}",
         "hexadecimal"},
        {HEAD "\"pages\": [{\"text\": \"0123456789abcdef\", \"blocks\": "
              "\"00000000000000020000000000000001\"}]}",
         "in order"},
        {HEAD "\"pages\": [{\"text\": \"0123456789abcdef\", \"container\": \"a\\\"b\"}]}",
         "container"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        newsarc_site_profile *p = NULL;
        newsarc_error err = {0};
        assert_int_equal(newsarc_site_profile_load(cases[i].json, strlen(cases[i].json), &p, &err),
                         NEWSARC_E_FORMAT);
        assert_null(p);
        assert_non_null(strstr(err.message, cases[i].says));
    }
    newsarc_site_profile *p = NULL;
    assert_int_equal(newsarc_site_profile_load("", (size_t)9 << 20, &p, NULL), NEWSARC_E_LIMIT);
    assert_int_equal(newsarc_site_profile_load(NULL, 0, &p, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_site_profile_save(NULL, NULL, NULL), NEWSARC_E_ARGUMENT);
}

/* Learns a page more, saves, loads; any request for memory may be the last. */
static newsarc_status go_round(site *s, const char *page)
{
    char *json = NULL;
    size_t n = 0;
    newsarc_site_profile *copy = NULL;
    newsarc_status status =
        newsarc_site_profile_learn(s->profile, s->ex, page, strlen(page), NULL, NULL, NULL);
    if (status == NEWSARC_OK)
        status = newsarc_site_profile_save(s->profile, &json, &n);
    if (status == NEWSARC_OK)
        status = newsarc_site_profile_load(json, n, &copy, NULL);
    newsarc_free(json);
    newsarc_site_profile_free(copy);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    char page[PAGE_BYTES];
    newsarc_status status = NEWSARC_E_NOMEM;
    long failures = 0;
    write_page(page, 9, "menu");
    for (long i = 0; i < 2000 && status != NEWSARC_OK; i++) {
        site s;
        begin(&s);
        for (int k = 0; k < 3; k++)
            learn_article(&s, k);
        char *before = save(s.profile);
        na_alloc_fail_after(i);
        status = go_round(&s, page);
        na_alloc_fail_after(-1);
        assert_true(status == NEWSARC_OK || status == NEWSARC_E_NOMEM);
        if (newsarc_site_profile_page_count(s.profile) == 3) { /* learning failed: as it was */
            char *after = save(s.profile);
            assert_string_equal(before, after);
            newsarc_free(after);
        }
        newsarc_free(before);
        end(&s);
        failures += status != NEWSARC_OK;
    }
    assert_int_equal(status, NEWSARC_OK);
    assert_true(failures >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_repeats_is_left_out_by_name),
        cmocka_unit_test(short_lines_stay),
        cmocka_unit_test(two_pages_say_nothing),
        cmocka_unit_test(an_article_does_not_repeat_itself),
        cmocka_unit_test(what_few_pages_share_stays),
        cmocka_unit_test(pages_without_an_article_teach_nothing),
        cmocka_unit_test(the_order_of_pages_does_not_matter),
        cmocka_unit_test(a_saved_profile_does_the_same),
        cmocka_unit_test(a_bad_profile_is_refused),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
