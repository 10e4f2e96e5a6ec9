/* newsarc_article_explain, and with it the promise that no text is lost silently: every character
 * of the chosen containers is in the text or under the name of a rule. */
#include "article_support.h"

#include "text/utf8.h"
#include <dirent.h>
#include <jansson.h>

static newsarc_article *extract_explained(const char *html, size_t n)
{
    newsarc_extractor *ex = NULL;
    newsarc_article *article = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = PAGE_URL;
    opts.fetch_time = FETCHED;
    opts.explain = 1;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_extract(ex, html, n, &opts, &article, NULL), NEWSARC_OK);
    newsarc_extractor_free(ex);
    return article;
}

static json_t *explanation(const newsarc_article *a)
{
    char *out = NULL;
    size_t n = 0;
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_JSON, &out, &n), NEWSARC_OK);
    json_t *value = json_loadb(out, n, 0, NULL);
    assert_non_null(value);
    newsarc_free(out);
    return value;
}

typedef struct bag { /* of code points */
    uint32_t *v;
    size_t n;
} bag;

/* Without white space, and what has no width. */
static void put_text(bag *b, const char *text)
{
    na_str s = na_str_from(text ? text : "");
    b->v = realloc(b->v, (b->n + s.n + 1) * sizeof *b->v);
    assert_non_null(b->v);
    while (s.n) {
        uint32_t c = na_utf8_next(&s);
        if (!na_is_white(c) && c > 0x20 && c != 0x7F && c != 0xAD && c != 0x2060)
            b->v[b->n++] = c;
    }
}

static void put_texts(bag *b, const json_t *list)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        const char *rule = json_string_value(json_object_get(one, "rule"));
        if (rule) {
            assert_string_not_equal(rule, "inherited");
            assert_string_not_equal(rule, "kept");
        }
        put_text(b, json_string_value(json_object_get(one, "text")));
    }
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool nothing_lost(const char *page, size_t n)
{
    newsarc_article *a = extract_explained(page, n);
    json_t *e = explanation(a);
    bag there = {0}, told = {0};
    put_text(&there, "");
    put_texts(&there, json_object_get(e, "chosen"));
    put_texts(&told, json_object_get(e, "dropped"));
    put_text(&told, text_of(a));
    qsort(there.v, there.n, sizeof *there.v, compare);
    qsort(told.v, told.n, sizeof *told.v, compare);
    bool same = there.n == told.n && memcmp(there.v, told.v, there.n * sizeof *there.v) == 0;
    if (!same)
        print_error("%zu characters in the container, %zu told of\n", there.n, told.n);
    free(there.v);
    free(told.v);
    json_decref(e);
    newsarc_article_free(a);
    return same;
}

/* The pages of a folder of the fixtures. */
static size_t check_folder(const char *folder)
{
    char path[900], whole[1024];
    size_t seen = 0;
    snprintf(whole, sizeof whole, "%s/%s", NEWSARC_FIXTURES, folder);
    DIR *dir = opendir(whole);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t n = 0, length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 5, ".html") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%.255s", folder, entry->d_name);
        char *page = read_fixture(path, &n);
        if (!nothing_lost(page, n))
            fail_msg("%s loses text", path);
        free(page);
        seen++;
    }
    closedir(dir);
    return seen;
}

static void no_character_of_the_fixtures_is_lost(void **state)
{
    (void)state;
    assert_int_equal(check_folder("article229"), 4);
    assert_true(check_folder("site/index.php/News/view/id") >= 20);
    assert_true(check_folder("site/index.php/News/lists/cid") >= 3);
}

#define NOISY                                                                                      \
    "<article><h1>Board agrees to repair the quay</h1><div class=\"share\">Share this page</div>"  \
    "<p class=\"byline\">By Jane Miller, 3 May 2015</p>" P1                                        \
    "<p style=\"display:none\">Nobody sees this line.</p><figure><img src=\"a.jpg\">"              \
    "<figcaption>The quay in March</figcaption></figure>" P2                                       \
    "<p>Read more: <a href=\"/x\">Another story of the harbour</a></p><button>Menu</button>" P3    \
    "<ul><li><a href=\"/1\">One more headline</a></li><li><a href=\"/2\">Two more</a></li>"        \
    "<li><a href=\"/3\">Three more</a></li></ul><nav>Home</nav>"                                   \
    "<p>Related articles</p><p><a href=\"/4\">A fourth headline</a></p></article>"

static bool is_dropped(const json_t *e, const char *rule, const char *text)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(e, "dropped"), i, one)
    {
        const char *said = json_string_value(json_object_get(one, "text"));
        if (strcmp(json_string_value(json_object_get(one, "rule")), rule) == 0 && said &&
            strstr(said, text))
            return true;
    }
    return false;
}

static void drops_bear_the_name_of_their_rule(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *text;
    } want[] = {{"name", "Share this page"},
                {"hidden", "Nobody sees"},
                {"control", "Menu"},
                {"tag", "Home"},
                {"caption", "The quay in March"},
                {"links", "One more headline"},
                {"line-phrase", "Read more"},
                {"line-head", "Board agrees"},
                {"line-tail", "Related articles"}};
    assert_true(nothing_lost(PAGE(NOISY), strlen(PAGE(NOISY))));
    newsarc_article *a = extract_explained(PAGE(NOISY), strlen(PAGE(NOISY)));
    json_t *e = explanation(a);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        if (!is_dropped(e, want[i].rule, want[i].text))
            fail_msg("\"%s\" is not under %s", want[i].text, want[i].rule);
    json_decref(e);
    newsarc_article_free(a);
}

static void candidates_tell_place_and_trust(void **state)
{
    (void)state;
    newsarc_article *a = extract_explained(PAGE(NOISY), strlen(PAGE(NOISY)));
    json_t *e = explanation(a);
    json_t *box = json_array_get(json_object_get(e, "containers"), 0);
    assert_string_equal(json_string_value(json_object_get(box, "element")),
                        "html > body > article");
    assert_true(json_real_value(json_object_get(box, "value")) > 0);
    json_t *title = json_array_get(json_object_get(json_object_get(e, "candidates"), "title"), 0);
    assert_string_equal(json_string_value(json_object_get(title, "from")), "h1");
    assert_string_equal(json_string_value(json_object_get(title, "value")),
                        "Board agrees to repair the quay");
    assert_true(json_array_size(json_object_get(e, "steps")) > 0);
    json_decref(e);
    newsarc_article_free(a);
}

static void asking_changes_nothing_and_must_be_asked_before(void **state)
{
    (void)state;
    char *out = NULL;
    newsarc_article *plain = extract_string(PAGE(NOISY));
    newsarc_article *a = extract_explained(PAGE(NOISY), strlen(PAGE(NOISY)));
    char *x = render(plain, NEWSARC_RENDER_JSON, NULL), *y = render(a, NEWSARC_RENDER_JSON, NULL);
    assert_string_equal(x, y);
    assert_int_equal(newsarc_article_explain(plain, NEWSARC_RENDER_TEXT, &out, NULL),
                     NEWSARC_E_NOT_FOUND);
    assert_null(out);
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_MARKDOWN, &out, NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_article_explain(NULL, NEWSARC_RENDER_TEXT, &out, NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_article_explain(a, NEWSARC_RENDER_TEXT, &out, NULL), NEWSARC_OK);
    assert_non_null(strstr(out, "left out of it, by rule"));
    assert_non_null(strstr(out, "Share this page"));
    newsarc_free(out);
    newsarc_free(x);
    newsarc_free(y);
    newsarc_article_free(plain);
    newsarc_article_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_character_of_the_fixtures_is_lost),
        cmocka_unit_test(drops_bear_the_name_of_their_rule),
        cmocka_unit_test(candidates_tell_place_and_trust),
        cmocka_unit_test(asking_changes_nothing_and_must_be_asked_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
