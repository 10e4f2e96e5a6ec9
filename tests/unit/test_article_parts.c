/* Articles in several pages: which links at their end lead to further parts, and which to other
 * articles, other lists, comments. */
#include "html_support.h"
#include "listing/listing.h"

#include "unit.h"

#define SITE "http://www.example.org"
#define TEXT                                                                                           \
    "<h1>协会章程全文</h1><p>第一条 "                                                         \
    "本会是由从事有关工作的单位和个人自愿结成的全国性行业性社会团体。" \
    "</p><p>第二条 本会的宗旨是遵守宪法、法律、法规和国家政策，为会员服务，为行业服务。</p>"

typedef struct parts_run {
    const char *html, *url;
    char out[2000];
} parts_run;

/* "number first | url url ..." with the site left out */
static void find_parts(na_arena *arena, void *user)
{
    parts_run *run = user;
    na_str html = na_str_from(run->html), url = na_str_from(run->url);
    na_list_input in = {.doc = na_doc_parse(arena, html, na_doc_default_limits(html.n)),
                        .url = url,
                        .base = url,
                        .encoding = na_encoding_utf8(),
                        .now = 1442000000};
    na_article_parts parts;
    na_sb sb = NA_SB(arena);
    na_article_parts_find(arena, &in, &parts);
    na_sb_addf(&sb, "%u %.*s |", parts.number,
               NA_STR_ARG(na_str_skip(parts.first, sizeof SITE - 1)));
    for (size_t i = 0; i < parts.count; i++)
        na_sb_addf(&sb, " %.*s", NA_STR_ARG(na_str_skip(parts.urls[i], sizeof SITE - 1)));
    assert_true(sb.n < sizeof run->out);
    memcpy(run->out, sb.p, sb.n);
    run->out[sb.n] = '\0';
}

static void expect(const char *html, const char *url, const char *want)
{
    parts_run run = {.html = html, .url = url};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, find_parts, &run), NEWSARC_OK);
    na_arena_free(arena);
    assert_string_equal(run.out, want);
}

static void numbers_behind_the_text(void **state)
{
    (void)state;
    expect(TEXT "<div class=page><span>1</span> <a href=229_2.html>2</a> <a href=229_3.html>3</a> "
                "<a href=229_2.html>下一页</a></div>",
           SITE "/a/229.html", "1 /a/229.html | /a/229_2.html /a/229_3.html");
    expect(TEXT "<div class=page><a href=229.html>上一页</a> <a href=229.html>1</a> <b>2</b> "
                "<a href=229_3.html>3</a> <a href=229_3.html>下一页</a></div>",
           SITE "/a/229_2.html", "2 /a/229.html | /a/229.html /a/229_3.html");
}

static void forms_of_addresses(void **state)
{
    (void)state;
    expect(TEXT
           "<p>[1] <a href='?id=3&ArticlePage=2'>[2]</a> <a href='?id=3&ArticlePage=3'>[3]</a>",
           SITE "/show.asp?id=3",
           "1 /show.asp?id=3 | /show.asp?id=3&ArticlePage=2 "
           "/show.asp?id=3&ArticlePage=3");
    expect(TEXT "<p><b>1</b> <a href=229-p2.htm>2</a> <a href=229-p3.htm>3</a>", SITE "/229.htm",
           "1 /229.htm | /229-p2.htm /229-p3.htm");
    expect(TEXT "<p><a href=229_0.shtml>1</a> <b>2</b> <a href=229_2.shtml>3</a>",
           SITE "/229_1.shtml", "2 /229_0.shtml | /229_0.shtml /229_2.shtml");
    expect(TEXT "<p><a href=show-4-120-1.html>1</a> <b>2</b> <a href=show-4-120-3.html>3</a>",
           SITE "/show-4-120-2.html",
           "2 /show-4-120-1.html | /show-4-120-1.html /show-4-120-3.html");
    expect(TEXT "<p>Pages: <span>1</span> <a href='/2015/09/post/2/'>2</a> "
                "<a href='/2015/09/post/3/'>3</a>",
           SITE "/2015/09/post/", "1 /2015/09/post/ | /2015/09/post/2/ /2015/09/post/3/");
    expect(TEXT "<p><span>1</span> <a href='?page=2&x=1'>2</a> <a href='?page=3&x=1'>3</a>",
           SITE "/a?x=1", "1 /a?x=1 | /a?page=2&x=1 /a?page=3&x=1");
}

static void a_script_that_counts_from_0(void **state)
{
    (void)state;
    static const char html[] =
        TEXT "<script>createPageHTML(3, 1, \"t20150901_12\", \"html\");</script>";
    expect(html, SITE "/a/t20150901_12_1.html",
           "2 /a/t20150901_12.html | /a/t20150901_12.html /a/t20150901_12_2.html");
}

static void a_next_link_alone(void **state)
{
    (void)state;
    expect(TEXT "<p><a href=229_2.html>下一页</a></p>", SITE "/a/229.html",
           "1 /a/229.html | /a/229_2.html");
    expect(TEXT "<p><a href=229_2.html>上一页</a> <a href=229_4.html>下一页</a></p>",
           SITE "/a/229_3.html", "3  | /a/229_2.html /a/229_4.html");
}

/* Nothing but the pager's class says what the single number is: the body has no other link. */
static void one_number_inside_of_the_body(void **state)
{
    (void)state;
    expect("<div id=main><div class=body>" TEXT "<div class=page><span>1</span> "
           "<a href=229_2.html>2</a></div></div></div>",
           SITE "/a/229.html", "1 /a/229.html | /a/229_2.html");
    expect("<div id=main><div class=body><p>全文完。</p><div class=page><a href=229.html>1</a> "
           "<span>2</span></div></div></div>",
           SITE "/a/229_2.html", "2 /a/229.html | /a/229.html");
}

static void parts_between_are_filled_in(void **state)
{
    (void)state;
    expect(TEXT "<div class=page><b>1</b> <a href=9_2.html>2</a> ... <a href=9_5.html>5</a></div>",
           SITE "/a/9.html", "1 /a/9.html | /a/9_2.html /a/9_3.html /a/9_4.html /a/9_5.html");
}

static void what_is_no_part(void **state)
{
    (void)state;
    static const char none[] = "1 /a/229.html |";
    expect(TEXT "<p>上一篇：<a href=228.html>关于召开年会的通知</a> 下一篇：<a href=230.html>"
                "关于开展培训的通知</a>",
           SITE "/a/229.html", none);
    expect(TEXT "<p><a href=228.html>上一页</a> <a href=230.html>下一页</a>", SITE "/a/229.html",
           none);
    expect(TEXT "<p><a href=list_2.html>2</a> <a href=list_3.html>3</a> <a href=list_2.html>下一页"
                "</a>",
           SITE "/a/229.html", none);
    expect(TEXT "<p><a href=/>首页</a> <a href=/>上一页</a>", SITE "/2011/", "1 /2011/ |");
    expect(TEXT "<div id=comments><p>说得好，说得对，这一篇写得确实好，希望以后多多发表这样的文章。"
                "<div class=page><b>1</b> <a href='229.html?page=2'>2</a></div></div>",
           SITE "/a/229.html", none);
    expect(TEXT "<ul><li><a href=1.html>关于召开年会的通知</a><li><a href=2.html>关于开展培训的通知"
                "</a><li><a href=3.html>关于征集论文的通知</a><li><a href=4.html>关于缴纳会费的通知"
                "</a></ul><div class=page><b>1</b> <a href='229.html?page=2'>2</a></div>",
           SITE "/a/229.html", none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_behind_the_text),
        cmocka_unit_test(forms_of_addresses),
        cmocka_unit_test(a_script_that_counts_from_0),
        cmocka_unit_test(a_next_link_alone),
        cmocka_unit_test(one_number_inside_of_the_body),
        cmocka_unit_test(parts_between_are_filled_in),
        cmocka_unit_test(what_is_no_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
