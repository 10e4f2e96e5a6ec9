/* pack/offline: pages that open from a folder, without network and scripts. */
#include "unit/unit.h"

#include "pack/offline.h"

static const na_offline_file files[] = {
    {{"http://a.example/up/a.png", 25}, {"images/01-a.png", 15}},
    {{"http://a.example/n/b.pdf", 24}, {"attachments/01-b.pdf", 20}},
};

typedef struct look {
    na_offline_page page;
    na_buf out;
} look;

static void write_page(na_arena *arena, void *user)
{
    look *l = user;
    na_offline_write(arena, &l->page, &l->out);
}

static na_buf offline(na_str bytes, const char *type)
{
    look l = {.page = {.bytes = bytes,
                       .url = NA_STR("http://a.example/n/1.html"),
                       .content_type = na_str_from(type),
                       .files = files,
                       .count = sizeof files / sizeof *files},
              .out = NA_BUF(1 << 20)};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){(size_t)8 << 20, 0}, write_page, &l),
                     NEWSARC_OK);
    assert_int_equal(l.out.status, NEWSARC_OK);
    na_arena_free(arena);
    return l.out;
}

/* `want` is what stands behind the elements that every page gets. */
static void expect(const char *page, const char *want)
{
    na_buf out = offline(na_str_from(page), "text/html; charset=utf-8");
    const na_str end = NA_STR("x-dns-prefetch-control\" content=\"off\">");
    size_t at = na_str_find(na_buf_str(&out), end);
    assert_int_not_equal(at, NA_NOT_FOUND);
    na_str got = na_str_skip(na_buf_str(&out), at + end.n);
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p, want, got.n);
    na_buf_free(&out);
}

static void expect_start(const char *page, const char *want)
{
    na_buf out = offline(na_str_from(page), "text/html; charset=utf-8");
    assert_true(na_str_starts(na_buf_str(&out), na_str_from(want)));
    na_buf_free(&out);
}

static void test_stored_files(void **state)
{
    (void)state;
    expect("<p><img src='../up/a.png' alt=x>", "<p><img src=\"images/01-a.png\" alt=x>");
    expect("<IMG SRC=/up/a.png>", "<IMG src=\"images/01-a.png\">");
    expect("<img src=wait.gif data-original=\"/up/a.png\">",
           "<img src=\"images/01-a.png\" data-original=\"/up/a.png\">");
    expect("<img srcset=\"/up/a-s.png 1x, /up/a.png 2x\">", "<img src=\"images/01-a.png\">");
    expect("<a href=\"b.pdf\">b</a>", "<a href=\"attachments/01-b.pdf\">b</a>");
    expect("<td background=/up/a.png>", "<td background=\"images/01-a.png\">");
    expect("<base href=http://a.example/up/><img src=a.png>", "<img src=\"images/01-a.png\">");
}

static void test_nothing_is_loaded(void **state)
{
    (void)state;
    expect("<img src=/logo.png alt=logo width=3>", "<img alt=logo width=3>");
    expect("<link rel=stylesheet href=s.css><link rel='shortcut icon' href=f.ico>"
           "<link rel=dns-prefetch href=//c.example>",
           "");
    expect("<iframe src=//v.example/1 width=9>no frames</iframe>", "<iframe width=9></iframe>");
    expect("<object data=m.swf><param name=movie value=m.swf><embed src=m.swf></object>",
           "<object><param name=movie value=m.swf><embed></object>");
    expect("<video src=v.mp4 poster=p.jpg controls></video>", "<video controls></video>");
    expect("<img src=data:image/gif;base64,R0>", "<img src=\"data:image/gif;base64,R0\">");
    expect("<a ping=/p attributionsrc href=c.html>c</a>",
           "<a href=\"http://a.example/n/c.html\">c</a>");
    expect("<svg><use href=\"#i\"/><use href=\"i.svg#j\"/></svg>",
           "<svg><use href=\"#i\" /><use /></svg>");
}

static void test_scripts_are_inert(void **state)
{
    (void)state;
    expect("<script>document.write('<img src=x>')</script>a<script src=j.js></script>", "a");
    expect("<p onclick=\"go()\" ONLOAD=x class=b>t</p>", "<p class=b>t</p>");
    expect("<a href=\"javascript:go()\">t</a>", "<a>t</a>");
    expect("<a href=\"&#106;avascript:go()\">t</a><a href=\"java&#9;script:go()\">t</a>",
           "<a>t</a><a>t</a>");
    expect("<meta http-equiv=refresh content='0;url=b.html'>", "");
    expect("<iframe srcdoc='<script>1</script>'></iframe><frame src=data:text/html,x>",
           "<iframe></iframe><frame>");
    expect("a<script>open", "a");
}

static void test_links_are_absolute(void **state)
{
    (void)state;
    expect("<a href=../c.html#d>c</a>", "<a href=\"http://a.example/c.html#d\">c</a>");
    expect("<a href=#d>c</a><a href=mailto:a@a.example>m</a>",
           "<a href=\"#d\">c</a><a href=\"mailto:a@a.example\">m</a>");
    expect("<a href=\"?a=1&amp;b=2\">c</a>",
           "<a href=\"http://a.example/n/1.html?a=1&amp;b=2\">c</a>");
    expect("<form action=/s method=post>", "<form action=\"http://a.example/s\" method=post>");
    expect("<link rel=canonical href=/1.html>",
           "<link rel=canonical href=\"http://a.example/1.html\">");
}

static void test_styles(void **state)
{
    (void)state;
    expect("<p style=\"background:url('/up/a.png') no-repeat\">",
           "<p style=\"background:url(images/01-a.png) no-repeat\">");
    expect("<p style='color:red'>", "<p style='color:red'>");
    expect("<style>@import 'x.css';a{background:url(x.png)}b{fill:url(#g)}</style>",
           "<style>@import url(data:,);a{background:url(data:,)}b{fill:url(#g)}</style>");
}

static void test_text_stays(void **state)
{
    (void)state;
    expect("<!-- c --><p>a < b && c &amp; d</p><textarea><b></textarea>",
           "<p>a < b && c &amp; d</p><textarea>&lt;b></textarea>");
    expect("<title>a</title><p title=\"x > y\" hidden>",
           "<title>a</title><p title=\"x > y\" hidden>");
    expect("", "");
    expect("<p", "");
}

static void test_the_head(void **state)
{
    (void)state;
    expect_start("<!DOCTYPE html>\n<html lang=zh><head><meta charset=gbk><title>a",
                 "<!DOCTYPE html>\n<html lang=zh><head><meta charset=\"utf-8\"><meta http-equiv=");
    expect_start("<!-- a -->\n<!DOCTYPE html><html><body>t",
                 "<!-- a -->\n<!DOCTYPE html><html><meta charset=\"utf-8\">");
    expect_start("text", "<meta charset=\"utf-8\">");
    expect("<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
           "<meta name=a content=b>",
           "<meta name=a content=b>");
}

/* The encoding must be known within the first 1,024 bytes. */
static void test_a_long_preamble(void **state)
{
    (void)state;
    na_buf page = NA_BUF(1 << 16);
    na_buf_add_cstr(&page, "<!DOCTYPE html><!--");
    for (size_t i = 0; i < 3000; i++)
        na_buf_add_byte(&page, 'x');
    na_buf_add_cstr(&page, "--><html><head><title>a</title>");
    na_buf out = offline(na_buf_str(&page), "text/html");
    size_t at = na_str_find(na_buf_str(&out), NA_STR("<meta charset=\"utf-8\">"));
    assert_true(at < 900);
    na_buf_free(&page);
    na_buf_free(&out);
}

static void test_gbk_becomes_utf8(void **state)
{
    (void)state;
    /* 协会 in GBK; the query of a link keeps the page's encoding (URL Standard). */
    na_buf out = offline(NA_STR("<meta charset=gbk><title>\xd0\xad\xbb\xe1</title>"
                                "<a href=\"s?k=\xd0\xad\">\xd0\xad</a>"),
                         "text/html");
    na_str all = na_buf_str(&out);
    assert_int_not_equal(na_str_find(all, NA_STR("<title>协会</title>")), NA_NOT_FOUND);
    assert_int_not_equal(na_str_find(all, NA_STR("s?k=%D0%AD\">协</a>")), NA_NOT_FOUND);
    assert_int_equal(na_str_find(all, NA_STR("gbk")), NA_NOT_FOUND);
    na_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored_files),
        cmocka_unit_test(test_nothing_is_loaded),
        cmocka_unit_test(test_scripts_are_inert),
        cmocka_unit_test(test_links_are_absolute),
        cmocka_unit_test(test_styles),
        cmocka_unit_test(test_text_stays),
        cmocka_unit_test(test_the_head),
        cmocka_unit_test(test_a_long_preamble),
        cmocka_unit_test(test_gbk_becomes_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
