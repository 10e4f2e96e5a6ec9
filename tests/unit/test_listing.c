/* List pages: entries, pagers, categories, in the ways that Chinese associations, TRS sites and
 * WordPress write them. */
#include "core/alloc.h"
#include "html_support.h"
#include "listing/listing.h"
#include "url/url.h"
#include <newsarc/listing.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW 1442000000 /* 2015-09-11 */
#define SITE "http://www.example.org"

static newsarc_listing *read_page(const char *html, const char *url)
{
    newsarc_extractor *ex = NULL;
    newsarc_listing *listing = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = url;
    opts.content_type = "text/html; charset=utf-8";
    opts.fetch_time = NOW;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_list_page(ex, html, strlen(html), &opts, &listing, NULL), NEWSARC_OK);
    newsarc_extractor_free(ex);
    return listing;
}

static void assert_entry(const newsarc_listing *l, size_t i, const char *url, const char *title,
                         const char *date)
{
    assert_true(i < newsarc_listing_entry_count(l));
    assert_string_equal(newsarc_listing_entry_url(l, i), url);
    assert_string_equal(newsarc_listing_entry_title(l, i), title);
    if (date)
        assert_string_equal(newsarc_listing_entry_date(l, i), date);
    else
        assert_null(newsarc_listing_entry_date(l, i));
}

/* `urls`: the pages in their order, NULL behind the last. */
static void assert_pages(const newsarc_listing *l, const char *const *urls)
{
    size_t n = 0;
    for (; urls[n]; n++) {
        assert_true(n < newsarc_listing_page_count(l));
        assert_string_equal(newsarc_listing_page_url(l, n), urls[n]);
    }
    assert_int_equal(newsarc_listing_page_count(l), n);
}

static void assert_category(const newsarc_listing *l, size_t i, const char *name, const char *url,
                            size_t parent)
{
    assert_true(i < newsarc_listing_category_count(l));
    assert_string_equal(newsarc_listing_category_name(l, i), name);
    assert_string_equal(newsarc_listing_category_url(l, i), url);
    assert_int_equal(newsarc_listing_category_parent(l, i), parent);
}

#define MENU                                                                                           \
    "<div class=nav><ul><li><a href='/'>首页</a><li><a href='/about.html'>协会概况</a>"          \
    "<li><a href='/news/'>新闻中心</a><ul><li><a href='/news/xhdt/'>协会动态</a>"              \
    "<li><a href='/news/tzgg/'>通知公告</a></ul><li><a href='javascript:;'>会员专区</a>"       \
    "<ul><li><a href='/member/'>会员名录</a></ul>"                                                 \
    "<li><a href='/user/login.php'>登录</a><li><a href='http://other.example.net/'>外部站点</a>" \
    "<li><a href='http://example.org/contact.html'>联系我们</a></ul></div>"
#define FOOT                                                                                       \
    "<div class=footer>版权所有 <a href='/about/law.html'>法律声明与隐私保护政策全文</a></div>"

static const char association[] =
    "<body>" MENU "<div class=position>您现在的位置：<a href='/'>首页</a> &gt; "
    "<a href='/news/'>新闻中心</a> &gt; <a href='/news/xhdt/'>协会动态</a></div>"
    "<ul class=list><li><a href='/view/229.html' title='协会召开第三届会员代表大会 "
    "选举新一届理事会'>"
    "协会召开第三届会员代表大会 选...</a><span>[2015-09-01]</span>"
    "<li>[<a href='/news/xhdt/'>动态</a>] <a href='/view/228.html'>技能竞赛</a> 2015.08.17"
    "<li><a href='/2014/1231/c1a2/page.htm'>年终总结会</a><em>12-31</em>"
    "<li><a href='/view/227.html'>春季培训班</a><b>05-20</b>"
    "<li><a href='http://paper.example.com/1.pdf'>行业报告</a><b>2015/5/6</b></ul>"
    "<div class=page>共 3 页 <span>1</span> <a href='/news/xhdt/?p=2'>2</a> "
    "<a href='/news/xhdt/?p=3'>3</a> <a href='/news/xhdt/?p=2'>下一页</a></div>" FOOT;

static void an_association_s_list(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(association, SITE "/news/xhdt/");
    assert_int_equal(newsarc_listing_entry_count(l), 5);
    assert_entry(l, 0, SITE "/view/229.html", "协会召开第三届会员代表大会 选举新一届理事会",
                 "2015-09-01");
    assert_entry(l, 1, SITE "/view/228.html", "技能竞赛", "2015-08-17");
    assert_entry(l, 2, SITE "/2014/1231/c1a2/page.htm", "年终总结会", "2014-12-31");
    assert_entry(l, 3, SITE "/view/227.html", "春季培训班", "2015-05-20");
    assert_entry(l, 4, "http://paper.example.com/1.pdf", "行业报告", "2015-05-06");
    assert_pages(l, (const char *[]){SITE "/news/xhdt/?p=2", SITE "/news/xhdt/?p=3", NULL});
    assert_int_equal(newsarc_listing_total_pages(l), 3);
    newsarc_listing_free(l);
}

static void dates_tell_whether_their_year_is_stated(void **state)
{
    (void)state;
    static const int stated[] = {1, 1, 1, 0, 1}; /* the third: by the address */
    newsarc_listing *l = read_page(association, SITE "/news/xhdt/");
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(newsarc_listing_entry_date_has_year(l, i), stated[i]);
    assert_int_equal(newsarc_listing_entry_date_has_year(l, 5), 0);
    newsarc_listing_free(l);
}

static void categories_of_a_menu(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(association, SITE "/news/xhdt/");
    assert_category(l, 0, "协会概况", SITE "/about.html", SIZE_MAX);
    assert_category(l, 1, "新闻中心", SITE "/news/", SIZE_MAX);
    assert_category(l, 2, "协会动态", SITE "/news/xhdt/", 1);
    assert_category(l, 3, "通知公告", SITE "/news/tzgg/", 1);
    assert_category(l, 4, "会员名录", SITE "/member/", SIZE_MAX);
    assert_category(l, 5, "联系我们", "http://example.org/contact.html", SIZE_MAX);
    assert_int_equal(newsarc_listing_category_count(l), 6);
    newsarc_listing_free(l);
}

static void a_trs_list(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(
        "<table><tr><td><a href='../'>首页</a><td><a href='../zwgk/'>政务公开</a>"
        "<td><a href='../xwzx/'>新闻中心</a><td><a href='../hdjl/'>互动交流</a></table>"
        "<table><tr><td><a href='./201509/t20150901_1.html'>关于召开座谈会的通知</a>"
        "<td>09-01<tr><td><a href='./201508/t20150817_2.html'>关于开展培训的公告</a><td>08-17"
        "<tr><td><a href='./201508/t20150803_3.html'>关于征求意见的函</a><td>08-03</table>"
        "<script>function createPageHTML(c,i,n,e){document.write(c)}\n"
        "createPageHTML(4, 1, \"index\", \"html\");</script>",
        SITE "/tzgg/index_1.html");
    assert_int_equal(newsarc_listing_entry_count(l), 3);
    assert_entry(l, 0, SITE "/tzgg/201509/t20150901_1.html", "关于召开座谈会的通知", "2015-09-01");
    assert_entry(l, 2, SITE "/tzgg/201508/t20150803_3.html", "关于征求意见的函", "2015-08-03");
    assert_pages(l, (const char *[]){SITE "/tzgg/index.html", SITE "/tzgg/index_2.html",
                                     SITE "/tzgg/index_3.html", NULL});
    assert_int_equal(newsarc_listing_total_pages(l), 4);
    assert_int_equal(newsarc_listing_category_count(l), 3);
    assert_category(l, 0, "政务公开", SITE "/zwgk/", SIZE_MAX);
    newsarc_listing_free(l);
}

static void a_wordpress_blog(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(
        "<header><nav class=main-navigation><ul><li><a href='/'>Home</a>"
        "<li class=menu-item><a href='/category/press/'>Press</a><ul class=sub-menu>"
        "<li><a href='/category/press/2015/'>Archive</a></ul>"
        "<li><a href='/category/events/'>Events</a><li><a href='/?s=x&search'>Search</a>"
        "</ul></nav></header><main>"
        "<article><a href='/2015/09/annual-meeting/'><img src=a.jpg></a><h2>"
        "<a href='/2015/09/annual-meeting/'>Members elect a new board</a></h2>"
        "<time datetime='2015-09-01'>September 1, 2015</time><p>The meeting was held on Tuesday, "
        "and members of all branches came.</p><a href='/2015/09/annual-meeting/'>Read more</a>"
        "</article><article><h2><a href='/2015/08/contest/'>Welders compete for the first cup</a>"
        "</h2><time>August 17, 2015</time><p>Forty welders took part.</p>"
        "<a href='/2015/08/contest/'>Read more</a></article></main>"
        "<aside><h3>Popular</h3><ul><li><a href='/2014/01/old-story/'>An old story that many "
        "readers liked</a></ul></aside>"
        "<nav class='navigation pagination'><div class=nav-links><span>1</span> "
        "<a href='/page/2/'>2</a> &hellip; <a href='/page/9/'>9</a> "
        "<a class=next href='/page/2/'>Next</a></div></nav>",
        SITE "/");
    assert_int_equal(newsarc_listing_entry_count(l), 2);
    assert_entry(l, 0, SITE "/2015/09/annual-meeting/", "Members elect a new board", "2015-09-01");
    assert_entry(l, 1, SITE "/2015/08/contest/", "Welders compete for the first cup", "2015-08-17");
    assert_pages(l, (const char *[]){SITE "/page/2/", SITE "/page/9/", NULL});
    assert_category(l, 0, "Press", SITE "/category/press/", SIZE_MAX);
    assert_category(l, 1, "Archive", SITE "/category/press/2015/", 0);
    assert_category(l, 2, "Events", SITE "/category/events/", SIZE_MAX);
    assert_int_equal(newsarc_listing_category_count(l), 3);
    newsarc_listing_free(l);
}

static void split_dates_and_cards(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(
        "<div class=list><div class=row><div class=date><b>01</b><span>2015-09</span></div>"
        "<div class=txt><a href='a1.html'>第一条新闻的标题</a></div></div>"
        "<div class=row><div class=date><b>17</b><span>2015/08</span></div>"
        "<div class=txt><a href='a2.html'>第二条新闻的标题</a></div></div>"
        "<div class=row><div class=date><b>03</b><span>2015年08月</span></div>"
        "<div class=txt><a href='a3.html'>第三条新闻的标题</a></div></div></div>"
        "<ul class=cards><li><a href='b1.html'><span>08-16</span><p>卡片里的第一条标题</p></a>"
        "<li><a href='b2.html'><span>08-15</span><p>卡片里的第二条标题</p></a></ul>",
        SITE "/news/list.html");
    assert_entry(l, 0, SITE "/news/a1.html", "第一条新闻的标题", "2015-09-01");
    assert_entry(l, 1, SITE "/news/a2.html", "第二条新闻的标题", "2015-08-17");
    assert_entry(l, 2, SITE "/news/a3.html", "第三条新闻的标题", "2015-08-03");
    assert_entry(l, 3, SITE "/news/b1.html", "卡片里的第一条标题", "2015-08-16");
    assert_entry(l, 4, SITE "/news/b2.html", "卡片里的第二条标题", "2015-08-15");
    assert_int_equal(newsarc_listing_entry_count(l), 5);
    newsarc_listing_free(l);
}

static void a_list_without_elements(void **state)
{
    (void)state;
    newsarc_listing *l = read_page("<div><a href=n1.htm>关于召开年会的通知</a> (2015-09-01)<br>"
                                   "<a href=n2.htm>关于缴纳会费的通知</a> (2015-08-17)<br>"
                                   "<a href=n3.htm>关于换届的公告</a> (2015-08-03)<br></div>",
                                   SITE "/x/");
    assert_int_equal(newsarc_listing_entry_count(l), 3);
    assert_entry(l, 0, SITE "/x/n1.htm", "关于召开年会的通知", "2015-09-01");
    assert_entry(l, 2, SITE "/x/n3.htm", "关于换届的公告", "2015-08-03");
    newsarc_listing_free(l);
}

static void a_home_page_with_more_links(void **state)
{
    (void)state;
    newsarc_listing *l = read_page(
        "<div class=block><h2>协会动态 <a href='/list/3.html'>更多&gt;&gt;</a></h2><ul>"
        "<li><a href='/view/229.html'>海州市协会召开第三届会员代表大会</a><span>09-01</span>"
        "<li><a href='/view/228.html'>我市举办首届技能竞赛</a><span>08-17</span></ul></div>"
        "<div class=block><h2><span>通知公告</span><a href='/list/4.html'>more</a></h2><ul>"
        "<li><a href='/view/310.html'>关于举办培训班的通知</a><span>03-02</span>"
        "<li><a href='/view/309.html'>关于收取会费的通知</a><span>02-25</span></ul></div>",
        SITE "/");
    assert_int_equal(newsarc_listing_entry_count(l), 4);
    assert_entry(l, 0, SITE "/view/229.html", "海州市协会召开第三届会员代表大会", "2015-09-01");
    assert_entry(l, 3, SITE "/view/309.html", "关于收取会费的通知", "2015-02-25");
    assert_category(l, 0, "协会动态", SITE "/list/3.html", SIZE_MAX);
    assert_category(l, 1, "通知公告", SITE "/list/4.html", SIZE_MAX);
    assert_int_equal(newsarc_listing_category_count(l), 2);
    newsarc_listing_free(l);
}

static void pagers(void **state)
{
    (void)state;
    static const struct {
        const char *url, *html, *pages[4];
        uint32_t total;
    } cases[] = {
        {SITE "/a/list.html",
         "<select onchange='location.href=this.value'><option value=list.html selected>第1页"
         "<option value=list_2.html>第2页<option value=list_3.html>第3页</select>",
         {SITE "/a/list_2.html", SITE "/a/list_3.html"},
         3},
        {SITE "/a/",
         "<select onchange=\"window.location='list_'+this.value+'.html'\"><option value=1>1"
         "<option value=2 selected>2</select>",
         {SITE "/a/list_1.html", SITE "/a/list_2.html"},
         2},
        {SITE "/a/?id=5",
         "<script>function goPage(p){location.href=\"?id=5&PAGENUM=\"+p}</script>"
         "<a href='javascript:goPage(2)'>下一页</a> 第1/3页",
         {SITE "/a/?id=5&PAGENUM=2", SITE "/a/?id=5&PAGENUM=3"},
         0},
        {SITE "/a/2.htm", /* numbers that run down */
         "<div class=p_next><a href=index.htm>首页</a> <a href=3.htm>上页</a> "
         "<a href=1.htm>下页</a> <a href=1.htm>尾页</a></div>",
         {SITE "/a/index.htm", SITE "/a/1.htm", SITE "/a/3.htm"},
         0},
        {SITE "/a/p/2/",
         "<p><a href='/a/p/1/'>\xC2\xAB</a><a href='/a/p/3/'>\xE2\x80\xBA</a></p>",
         {SITE "/a/p/1/", SITE "/a/p/3/"},
         0},
        {SITE "/a/", /* years are no pages; nor is the next article */
         "<p><a href=2013/>2013</a> <a href=2014/>2014</a></p>"
         "<p><a href=x.html>下一篇：另一篇文章</a></p>",
         {NULL},
         0},
        {SITE "/a/", /* a definition alone is no call */
         "<script>function createPageHTML(a,b,c,d){}</script>",
         {NULL},
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        newsarc_listing *l = read_page(cases[i].html, cases[i].url);
        assert_pages(l, cases[i].pages);
        if (cases[i].total)
            assert_int_equal(newsarc_listing_total_pages(l), cases[i].total);
        newsarc_listing_free(l);
    }
}

static void wrong_calls(void **state)
{
    (void)state;
    newsarc_extractor *ex = NULL;
    newsarc_listing *l = NULL;
    newsarc_extract_options opts;
    newsarc_error err = {0};
    newsarc_extract_options_init(&opts, sizeof opts);
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_list_page(ex, "<p>", 3, &opts, &l, &err), NEWSARC_E_ARGUMENT);
    assert_true(strstr(err.message, "address") != NULL);
    opts.url = SITE;
    assert_int_equal(newsarc_list_page(ex, "", 0, &opts, &l, NULL), NEWSARC_E_FORMAT);
    assert_int_equal(newsarc_list_page(ex, "%PDF-1.4", 8, &opts, &l, NULL), NEWSARC_E_FORMAT);
    assert_int_equal(newsarc_list_page(NULL, "<p>", 3, &opts, &l, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_list_page(ex, "<p>", 3, &opts, &l, NULL), NEWSARC_OK);
    assert_int_equal(newsarc_listing_entry_count(l), 0);
    assert_null(newsarc_listing_entry_url(l, 0));
    assert_null(newsarc_listing_page_url(l, 7));
    assert_int_equal(newsarc_listing_category_parent(l, 0), SIZE_MAX);
    newsarc_listing_free(l);
    newsarc_listing_free(NULL);
    newsarc_extractor_free(ex);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    newsarc_status status = NEWSARC_E_NOMEM;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = SITE;
    for (long n = 0; status != NEWSARC_OK && n < 1000; n++) {
        newsarc_extractor *ex = NULL;
        newsarc_listing *l = NULL;
        na_alloc_fail_after(n);
        status = newsarc_extractor_new(&ex);
        if (status == NEWSARC_OK)
            status = newsarc_list_page(ex, association, sizeof association - 1, &opts, &l, NULL);
        na_alloc_fail_after(-1);
        assert_true(status == NEWSARC_OK || status == NEWSARC_E_NOMEM);
        assert_true((status == NEWSARC_OK) == (l != NULL));
        newsarc_listing_free(l);
        newsarc_extractor_free(ex);
    }
    assert_int_equal(status, NEWSARC_OK);
}

typedef struct kind_run {
    const char *html, *url;
    na_page_kind kind;
    uint64_t fingerprint;
} kind_run;

static void read_kind(na_arena *arena, void *user)
{
    kind_run *run = user;
    na_str html = na_str_from(run->html), url = na_str_from(run->url);
    na_list_input in = {.doc = na_doc_parse(arena, html, na_doc_default_limits(html.n)),
                        .url = url,
                        .base = url,
                        .encoding = na_encoding_utf8(),
                        .now = NOW};
    na_list_page page;
    na_list_read(arena, &in, &page);
    run->kind = page.kind;
    run->fingerprint = page.fingerprint;
}

static kind_run run_kind(const char *html, const char *url)
{
    na_arena *arena = na_arena_new();
    kind_run run = {html, url, NA_KIND_OTHER, 0};
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, read_kind, &run), NEWSARC_OK);
    na_arena_free(arena);
    return run;
}

static na_page_kind kind_of(const char *html, const char *url)
{
    return run_kind(html, url).kind;
}

static uint64_t fingerprint_of(const char *html)
{
    return run_kind(html, SITE "/list.html").fingerprint;
}

static void a_fingerprint_names_the_set_of_entries(void **state)
{
    (void)state;
#define ITEM(n) "<li><a href=/view/" n ".html>第" n "号会议通知的标题</a> 2015-08-0" n
    uint64_t set = fingerprint_of("<ul>" ITEM("1") ITEM("2") ITEM("3") "</ul>");
    assert_true(set == fingerprint_of("<p>共三条</p><ul>" ITEM("3") ITEM("1") ITEM("2") "</ul>"));
    assert_false(set == fingerprint_of("<ul>" ITEM("1") ITEM("2") "</ul>"));
    assert_false(set == fingerprint_of("<ul>" ITEM("1") ITEM("2") ITEM("4") "</ul>"));
    assert_true(fingerprint_of("<p>no list</p>") == 0);
}

#define SENTENCE                                                                                                                                 \
    "大会听取并审议通过了第二届理事会的工作报告和财务报告，并以无记名投票方式选举产生了新一届理事" \
    "会，"                                                                                                                                     \
    "与会代表一致认为这次大会开得圆满。"

static void kinds_of_pages(void **state)
{
    (void)state;
    assert_int_equal(kind_of(association, SITE "/news/xhdt/"), NA_KIND_LISTING);
    assert_int_equal(kind_of(MENU "<h1>标题</h1><p>" SENTENCE "</p><p>" SENTENCE "</p><p>" SENTENCE
                                  "</p><p>" SENTENCE "</p><ul><li><a href=1.html>相关的一条新闻标题"
                                  "</a><li><a href=2.html>相关的另一条新闻标题</a></ul>" FOOT,
                             SITE "/view/229.html"),
                     NA_KIND_ARTICLE);
    assert_int_equal(kind_of("<form><input name=user><input name=pass></form>", SITE "/x"),
                     NA_KIND_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_association_s_list),
        cmocka_unit_test(dates_tell_whether_their_year_is_stated),
        cmocka_unit_test(categories_of_a_menu),
        cmocka_unit_test(a_trs_list),
        cmocka_unit_test(a_wordpress_blog),
        cmocka_unit_test(split_dates_and_cards),
        cmocka_unit_test(a_list_without_elements),
        cmocka_unit_test(a_home_page_with_more_links),
        cmocka_unit_test(pagers),
        cmocka_unit_test(wrong_calls),
        cmocka_unit_test(every_failed_allocation_is_reported),
        cmocka_unit_test(kinds_of_pages),
        cmocka_unit_test(a_fingerprint_names_the_set_of_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
