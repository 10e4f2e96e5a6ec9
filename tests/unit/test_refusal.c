/* Pages that stand in for others: soft 404s and block pages; and pages that only look like them. */
#include "html_support.h"
#include "listing/listing.h"

#include "unit.h"

#define MENU                                                                                         \
    "<div class=nav><a href=/>首页</a> <a href=/a/>协会概况</a> <a href=/b/>通知公告</a> " \
    "<a href=/c/>协会动态与行业新闻</a></div>"
#define ARTICLE                                                                                                                                  \
    "<p>各会员单位：为做好网站管理工作，现将有关事项通知如下。第一，各单位要对网站进行全面检查，"    \
    "发现页面不存在的，要在三日之内改正，并把情况报告秘书处；第二，要加强安全防护，防止访问被拒绝" \
    "的"                                                                                                                                        \
    "情况再次发生；第三，要安排专人值守，及时答复来信来电，做到事事有回音、件件有着落。</p>"

static int status_now;
static bool gone, blocked;

static void judge(na_arena *arena, const na_doc *doc)
{
    (void)arena;
    gone = na_page_is_soft_404(status_now, doc);
    blocked = na_page_is_blocked(status_now, doc);
}

static void expect(int status, const char *html, bool is_gone, bool is_blocked)
{
    status_now = status;
    assert_int_equal(with_doc(html, judge), NEWSARC_OK);
    if (gone != is_gone || blocked != is_blocked)
        print_error("%d %s\n", status, html);
    assert_int_equal(gone, is_gone);
    assert_int_equal(blocked, is_blocked);
}

static void soft_404s(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<title>提示信息</title>" MENU "<p>对不起，您访问的页面不存在或已被删除！</p>",
        "<title>404</title><p>返回首页</p>",
        "<title>出错了</title><h1>抱歉，没有找到您要访问的网页</h1>",
        "<title>协会网站</title>" MENU "<div>该文章不存在或者已删除</div>",
        "<title>Page not found - Example</title>" MENU "<p>Try the search.</p>",
        "<title>x</title><h1>404 Not Found</h1><hr>nginx",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        expect(200, pages[i], true, false);
        expect(404, pages[i], false, false); /* says so itself */
    }
}

static void pages_that_are_there(void **state)
{
    (void)state;
    expect(200, "<title>关于加强网站管理的通知</title>" MENU ARTICLE ARTICLE, false, false);
    expect(200, "<title>通知</title>" MENU "<p>年会定于九月一日召开。</p>", false, false);
    expect(200, "<title>公告</title><p>现公布一批已失效的规范性文件。</p>", false, false);
    expect(200, "<title>列表</title><ul><li><a href=1>网站页面不存在怎么办</a></ul>", false, false);
    expect(200, "", false, false);
}

static void block_pages(void **state)
{
    (void)state;
    expect(412, "<script>var a=1</script>", false, true);
    expect(521, "<script>document.cookie='x'</script>", false, true);
    expect(202, "<script src=/x.js></script>", false, true);
    expect(200,
           "<script>var arg1='A';document.cookie='acw_sc__v2='+arg1;location.reload()</script>",
           false, true);
    expect(403, "<title>访问被拒绝</title><p>您的请求可能存在威胁。</p>", false, true);
    expect(200, "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>",
           false, true);
    expect(405,
           "<title>405</title><p>由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>",
           false, true);
}

static void answers_of_the_site_itself(void **state)
{
    (void)state;
    expect(200, "<script>window.location.href='/index.html'</script>", false, false);
    expect(200, "<div id=app></div><script src=/app.js></script>", false, false);
    expect(200, "<title>访问被拒绝的处理办法</title>" ARTICLE ARTICLE ARTICLE ARTICLE ARTICLE,
           false, false);
    expect(200,
           "<p>正文</p><script>document.cookie='seen=1';location.hash='x'</script>" ARTICLE
           "<a href=/1>上一篇</a>",
           false, false);
    expect(403, "<title>403 Forbidden</title><h1>403 Forbidden</h1>", false, false);
    expect(202, "<p>您的投稿已经收到，我们将尽快处理，谢谢您的支持与关注，欢迎再来。</p>", false,
           false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(soft_404s),
        cmocka_unit_test(pages_that_are_there),
        cmocka_unit_test(block_pages),
        cmocka_unit_test(answers_of_the_site_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
