/* newsarc_extract as callers see it: arguments, options, ceilings, errors, repeatability. */
#include "article_support.h"

#include <pthread.h>

static newsarc_extractor *extractor(void)
{
    newsarc_extractor *ex = NULL;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    return ex;
}

static newsarc_status try_with(const char *html, size_t n, const newsarc_extract_options *opts,
                               newsarc_error *err)
{
    newsarc_extractor *ex = extractor();
    newsarc_article *a = (newsarc_article *)1;
    newsarc_status status = newsarc_extract(ex, html, n, opts, &a, err);
    if (status == NEWSARC_OK)
        newsarc_article_free(a);
    else
        assert_null(a); /* never a half-made article */
    newsarc_extractor_free(ex);
    return status;
}

static void null_arguments_are_refused(void **state)
{
    (void)state;
    newsarc_extractor *ex = extractor();
    newsarc_article *a = NULL;
    newsarc_extract_options opts;
    assert_int_equal(newsarc_extractor_new(NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract(NULL, "x", 1, NULL, &a, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract(ex, NULL, 1, NULL, &a, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract(ex, "x", 1, NULL, NULL, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract_options_init(NULL, sizeof opts), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract_options_init(&opts, 3), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_extract_options_init(&opts, sizeof opts + 8), NEWSARC_E_ARGUMENT);
    newsarc_extractor_free(ex);
    newsarc_extractor_free(NULL);
    newsarc_article_free(NULL);
}

static void struct_size_says_what_the_caller_knows(void **state)
{
    (void)state;
    newsarc_extract_options opts = {.struct_size = sizeof(size_t) + sizeof(char *),
                                    .url = PAGE_URL,
                                    .max_html_bytes = 1}; /* behind what the size covers */
    assert_int_equal(try_with("<p>Hello.", 9, &opts, NULL), NEWSARC_OK);
    opts.struct_size = sizeof opts;
    assert_int_equal(try_with("<p>Hello.", 9, &opts, NULL), NEWSARC_E_LIMIT);
    opts.struct_size = 1;
    assert_int_equal(try_with("<p>Hello.", 9, &opts, NULL), NEWSARC_E_ARGUMENT);
    opts.struct_size = sizeof opts * 2;
    assert_int_equal(try_with("<p>Hello.", 9, &opts, NULL), NEWSARC_E_ARGUMENT);
}

static void errors_say_what_is_wrong(void **state)
{
    (void)state;
    newsarc_error err = {0};
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = PAGE_URL;
    opts.max_html_bytes = 100;
    assert_int_equal(try_with("", 0, &opts, &err), NEWSARC_E_FORMAT);
    assert_non_null(strstr(err.message, "empty"));
    assert_string_equal(err.input, PAGE_URL);
    assert_string_equal(err.subsystem, "article");
    err = (newsarc_error){0};
    char big[101];
    memset(big, 'x', sizeof big);
    assert_int_equal(try_with(big, sizeof big, &opts, &err), NEWSARC_E_LIMIT);
    assert_non_null(strstr(err.message, "101 bytes"));
    assert_non_null(strstr(err.message, "100"));
    err = (newsarc_error){0};
    assert_int_equal(try_with("%PDF-1.4 ...", 12, &opts, &err), NEWSARC_E_FORMAT);
    assert_non_null(strstr(err.message, "PDF"));
    err = (newsarc_error){0};
    assert_int_equal(try_with("\1\2\0\3abc\0\4\5", 10, &opts, &err), NEWSARC_E_FORMAT);
    assert_non_null(strstr(err.message, "binary"));
}

static void utf16_is_not_binary(void **state)
{
    (void)state;
    static const char page[] = "\xFF\xFE<\0p\0>\0H\0e\0l\0l\0o\0";
    assert_int_equal(try_with(page, sizeof page - 1, NULL, NULL), NEWSARC_OK);
}

/* Nested elements far beyond what the CPU limit allows: an error that names the limit, at once. */
static void a_parse_limit_is_named(void **state)
{
    (void)state;
    size_t n = 1 << 19;
    char *html = malloc(n);
    assert_non_null(html);
    for (size_t i = 0; i < n; i++)
        html[i] = "<b>"[i % 3];
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.max_cpu_ms = 50;
    newsarc_error err = {0};
    assert_int_equal(try_with(html, n, &opts, &err), NEWSARC_E_LIMIT);
    assert_non_null(strstr(err.message, "limit"));
    free(html);
}

static void a_page_behind_the_limit_keeps_its_title(void **state)
{
    (void)state;
    static const char head[] = "<html><head><title>Harbour news</title></head><body>";
    size_t n = 1 << 19;
    char *html = malloc(n);
    assert_non_null(html);
    for (size_t i = 0; i < n; i++)
        html[i] = "<b>"[i % 3];
    memcpy(html, head, sizeof head - 1);
    newsarc_extractor *ex = extractor();
    newsarc_article *a = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.max_cpu_ms = 50;
    assert_int_equal(newsarc_extract(ex, html, n, &opts, &a, NULL), NEWSARC_OK);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TITLE), "Harbour news");
    newsarc_article_free(a);
    newsarc_extractor_free(ex);
    free(html);
}

static void accessors_survive_bad_indices(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE("<h1>Board agrees to repair the quay</h1>" P1 P2 P3));
    double confidence = 7;
    assert_null(newsarc_article_text(a, -1));
    assert_null(newsarc_article_text(a, NEWSARC_FIELD_COUNT));
    assert_null(newsarc_article_text(NULL, NEWSARC_FIELD_TITLE));
    assert_null(newsarc_article_text(a, NEWSARC_FIELD_AUTHORS)); /* a list */
    assert_null(newsarc_article_item(a, NEWSARC_FIELD_TITLE, 1));
    assert_int_equal(newsarc_article_count(a, 99), 0);
    assert_null(newsarc_article_evidence(a, NEWSARC_FIELD_EDITOR, &confidence));
    assert_true(confidence == 0);
    assert_null(newsarc_article_image_url(a, 0));
    assert_null(newsarc_article_attachment_name(a, 12));
    assert_int_equal(newsarc_article_image_count(NULL), 0);
    newsarc_article_free(a);
}

static void fields_have_value_and_evidence(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE("<h1>Board agrees to repair the quay</h1>" P1 P2 P3));
    double confidence = 0;
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_URL), PAGE_URL);
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TYPE), "article");
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TITLE),
                        "Board agrees to repair the quay");
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_CHARSET), "utf-8");
    assert_int_equal(newsarc_article_count(a, NEWSARC_FIELD_TEXT), 1);
    assert_string_equal(newsarc_article_item(a, NEWSARC_FIELD_TITLE, 0),
                        "Board agrees to repair the quay");
    assert_non_null(newsarc_article_evidence(a, NEWSARC_FIELD_TITLE, &confidence));
    assert_true(confidence > 0 && confidence <= 1);
    newsarc_article_free(a);
}

static char *whole_json(newsarc_extractor *ex, const char *html, size_t n)
{
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = PAGE_URL;
    opts.fetch_time = FETCHED;
    newsarc_article *a = NULL;
    char *json = NULL;
    if (newsarc_extract(ex, html, n, &opts, &a, NULL) == NEWSARC_OK)
        newsarc_article_render(a, NEWSARC_RENDER_JSON, NULL, &json, NULL);
    newsarc_article_free(a);
    return json;
}

static void same_bytes_in_same_bytes_out(void **state)
{
    (void)state;
    size_t n = 0, m = 0;
    char *page = read_fixture("article229/gbk.html", &n),
         *other = read_fixture("article229/br.html", &m);
    newsarc_extractor *ex = extractor();
    char *first = whole_json(ex, page, n);
    newsarc_free(whole_json(ex, other, m)); /* another page between leaves nothing behind */
    char *second = whole_json(ex, page, n);
    assert_non_null(first);
    assert_string_equal(first, second);
    newsarc_free(first);
    newsarc_free(second);
    newsarc_extractor_free(ex);
    free(page);
    free(other);
}

typedef struct shift {
    const char *page;
    size_t n;
    char *json;
} shift;

static void *work(void *user)
{
    shift *s = user;
    newsarc_extractor *ex = NULL;
    if (newsarc_extractor_new(&ex) == NEWSARC_OK)
        for (int i = 0; i < 20; i++) {
            newsarc_free(s->json);
            s->json = whole_json(ex, s->page, s->n);
        }
    newsarc_extractor_free(ex);
    return NULL;
}

static void extractors_work_side_by_side(void **state)
{
    (void)state;
    size_t n = 0;
    char *page = read_fixture("article229/gbk.html", &n);
    shift shifts[2] = {{page, n, NULL}, {page, n, NULL}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &shifts[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_non_null(shifts[0].json);
    assert_string_equal(shifts[0].json, shifts[1].json);
    newsarc_free(shifts[0].json);
    newsarc_free(shifts[1].json);
    free(page);
}

static void a_page_without_article_is_no_error(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE("<form><input name=u><input name=p></form>"));
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_TYPE), "other");
    assert_null(newsarc_article_text(a, NEWSARC_FIELD_TEXT));
    newsarc_article_free(a);
}

static void an_article_outlives_its_extractor(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(PAGE(P1 P2 P3)); /* its extractor is gone by now */
    assert_non_null(strstr(text_of(a), "northern quay"));
    newsarc_article_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_arguments_are_refused),
        cmocka_unit_test(struct_size_says_what_the_caller_knows),
        cmocka_unit_test(errors_say_what_is_wrong),
        cmocka_unit_test(utf16_is_not_binary),
        cmocka_unit_test(a_parse_limit_is_named),
        cmocka_unit_test(a_page_behind_the_limit_keeps_its_title),
        cmocka_unit_test(accessors_survive_bad_indices),
        cmocka_unit_test(fields_have_value_and_evidence),
        cmocka_unit_test(same_bytes_in_same_bytes_out),
        cmocka_unit_test(extractors_work_side_by_side),
        cmocka_unit_test(a_page_without_article_is_no_error),
        cmocka_unit_test(an_article_outlives_its_extractor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
