/* crawl/renderings: what the article tar holds, kept until it is written. */
#include "unit/unit.h"

#include "crawl/renderings.h"
#include "pack/rendering.h"
#include <stdio.h>

static const char page[] =
    "<!DOCTYPE "
    "html><html><head><title>协会召开会员大会</title></head><body><h1>协会召开会员大会</h1>"
    "<p>2015-09-01 来源：协会秘书处</p><div class=\"content\"><p>协会第三届会员大会在海州召开，"
    "全体会员代表出席了会议，会议审议并通过了工作报告和财务报告。</p><p><img src=\"a.png\">"
    "会议选举产生了新一届理事会，秘书长在会上作了讲话，部署了下一步的各项工作。</p>"
    "<p><a href=\"b.pdf\">附件：名单.pdf</a></p></div></body></html>";

static newsarc_article *read_page(void)
{
    newsarc_extract_options opts;
    newsarc_extractor *ex = NULL;
    newsarc_article *article = NULL;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = "http://a.example/n/1.html";
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_extract(ex, page, sizeof page - 1, &opts, &article, NULL), NEWSARC_OK);
    newsarc_extractor_free(ex);
    return article;
}

static void assert_rendering(na_str got, const newsarc_article *article, newsarc_rendering how)
{
    char *want = NULL;
    size_t n = 0;
    assert_int_equal(newsarc_article_render(article, how, NULL, &want, &n), NEWSARC_OK);
    while (n && want[n - 1] == '\n')
        n--;
    assert_int_equal(got.n, n + 1); /* one line end */
    assert_memory_equal(got.p, want, n);
    assert_int_equal(got.p[n], '\n');
    newsarc_free(want);
}

static void test_files_are_the_renderings(void **state)
{
    (void)state;
    newsarc_article *article = read_page();
    na_buf line = NA_BUF(1 << 20), packed = NA_BUF(1 << 20);
    na_rendering files;
    na_rendering_pack(article, &line, &packed);
    assert_true(na_rendering_unpack(na_buf_str(&packed), &files));
    assert_rendering(files.json, article, NEWSARC_RENDER_JSON_PRETTY);
    assert_rendering(files.markdown, article, NEWSARC_RENDER_MARKDOWN);
    assert_rendering(files.text, article, NEWSARC_RENDER_TEXT);
    na_buf_add_byte(&line, '\n');
    assert_rendering(na_buf_str(&line), article, NEWSARC_RENDER_JSON);
    assert_true(na_str_eq(files.images, (na_str){"http://a.example/n/a.png", 25}));
    assert_true(na_str_eq(files.attachments, (na_str){"http://a.example/n/b.pdf", 25}));
    newsarc_article_free(article);
    na_buf_free(&line);
    na_buf_free(&packed);
}

static void test_what_is_cut_is_none(void **state)
{
    (void)state;
    newsarc_article *article = read_page();
    na_buf line = NA_BUF(1 << 20), packed = NA_BUF(1 << 20);
    na_rendering files;
    na_rendering_pack(article, &line, &packed);
    for (size_t n = 0; n < packed.n; n++)
        assert_false(na_rendering_unpack((na_str){packed.p, n}, &files));
    newsarc_article_free(article);
    na_buf_free(&line);
    na_buf_free(&packed);
}

static void put(na_renderings *r, int64_t article, uint64_t offset, const char *text)
{
    const na_place json = {.file = "a.warc.gz", .offset = offset};
    na_renderings_put(r, article, &json, na_str_from(text));
}

static void expect(na_renderings *r, int64_t article, const char *file, uint64_t offset,
                   const char *want)
{
    na_place json = {.offset = offset};
    na_buf packed = NA_BUF(1 << 20);
    snprintf(json.file, sizeof json.file, "%s", file);
    assert_int_equal(na_renderings_get(r, article, &json, &packed), want != NULL);
    if (want)
        assert_true(na_str_eq(na_buf_str(&packed), na_str_from(want)));
    na_buf_free(&packed);
}

static void test_a_version_is_found(void **state)
{
    (void)state;
    na_renderings *r = na_renderings_new(NULL, 1 << 20);
    expect(r, 7, "a.warc.gz", 10, NULL);
    put(r, 7, 10, "first");
    put(r, 3, 20, "other");
    expect(r, 7, "a.warc.gz", 10, "first");
    put(r, 7, 30, "second"); /* after something was asked for */
    expect(r, 7, "a.warc.gz", 30, "second");
    expect(r, 7, "a.warc.gz", 10, "first");
    expect(r, 3, "a.warc.gz", 20, "other");
    expect(r, 3, "a.warc.gz", 10, NULL);
    expect(r, 3, "b.warc.gz", 20, NULL);
    na_renderings_free(r);
}

static void test_no_more_than_the_ceiling(void **state)
{
    (void)state;
    enum { PIECE = 1 << 19 };
    static char big[PIECE + 1];
    na_renderings *r = na_renderings_new(NULL, 5 * PIECE);
    for (int64_t i = 1; i <= 6; i++) { /* from memory into the file, then past the ceiling */
        memset(big, 'a' + (int)i, PIECE);
        put(r, i, 0, big);
    }
    for (int64_t i = 1; i <= 6; i++) {
        memset(big, 'a' + (int)i, PIECE);
        expect(r, i, "a.warc.gz", 0, i <= 5 ? big : NULL);
    }
    put(r, 9, 0, "");
    expect(r, 9, "a.warc.gz", 0, NULL);
    na_renderings_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_are_the_renderings),
        cmocka_unit_test(test_what_is_cut_is_none),
        cmocka_unit_test(test_a_version_is_found),
        cmocka_unit_test(test_no_more_than_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
