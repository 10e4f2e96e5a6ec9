/* Pagers whose pages are no plain links: ASP.NET forms, units of jpage and JPaaS, buttons and
 * scripts that load more, and the data that such requests bring. */
#include "listing/listing.h"
#include <newsarc/listing.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define NOW 1442000000 /* 2015-09-11 */
#define SITE "http://www.example.org"

static newsarc_listing *read_as(const char *text, const char *url, const char *type)
{
    newsarc_extractor *ex = NULL;
    newsarc_listing *listing = NULL;
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = url;
    opts.content_type = type;
    opts.fetch_time = NOW;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    assert_int_equal(newsarc_list_page(ex, text, strlen(text), &opts, &listing, NULL), NEWSARC_OK);
    newsarc_extractor_free(ex);
    return listing;
}

static newsarc_listing *read_page(const char *html, const char *url)
{
    return read_as(html, url, "text/html; charset=utf-8");
}

/* `want`: "URL" or "URL POST body", NULL behind the last. Frees the listing. */
static void expect_pages(newsarc_listing *l, const char *const *want)
{
    char got[2000];
    size_t n = 0;
    for (; want[n]; n++) {
        assert_true(n < newsarc_listing_page_count(l));
        const char *post = newsarc_listing_page_post(l, n);
        snprintf(got, sizeof got, "%s%s%s", newsarc_listing_page_url(l, n), post ? " POST " : "",
                 post ? post : "");
        assert_string_equal(got, want[n]);
    }
    assert_int_equal(newsarc_listing_page_count(l), n);
    newsarc_listing_free(l);
}

#define PAGES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void expect_entry(const newsarc_listing *l, size_t i, const char *url, const char *title,
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

#define LIST                                                                                       \
    "<ul><li><a href=/a/1.aspx>关于召开理事会的通知</a> 2015-09-01"                      \
    "<li><a href=/a/2.aspx>关于开展培训的通知</a> 2015-08-31"                             \
    "<li><a href=/a/3.aspx>关于征集论文的通知</a> 2015-08-30</ul>"
#define STATE                                                                                      \
    "<form method=post action='list.aspx?id=3'><input type=hidden name=__VIEWSTATE "               \
    "value='/wEP+a=='><input type=hidden name=__EVENTTARGET value=''><input type=submit "          \
    "name=go value=Go>"

static void an_aspnet_pager_by_post(void **state)
{
    (void)state;
    expect_pages(read_page(STATE LIST
                           "<div class=pages>1 "
                           "<a href=\"javascript:__doPostBack('ctl00$Pager1','2')\">2</a> "
                           "<a href=\"javascript:__doPostBack('ctl00$Pager1','4')\">尾页</a></div>"
                           "</form>",
                           SITE "/list.aspx?id=3"),
                 PAGES(SITE "/list.aspx?id=3 POST __EVENTTARGET=ctl00%24Pager1&__EVENTARGUMENT=2"
                            "&__VIEWSTATE=%2FwEP%2Ba%3D%3D",
                       SITE "/list.aspx?id=3 POST __EVENTTARGET=ctl00%24Pager1&__EVENTARGUMENT=3"
                            "&__VIEWSTATE=%2FwEP%2Ba%3D%3D",
                       SITE "/list.aspx?id=3 POST __EVENTTARGET=ctl00%24Pager1&__EVENTARGUMENT=4"
                            "&__VIEWSTATE=%2FwEP%2Ba%3D%3D"));
}

static void an_aspnet_grid(void **state)
{
    (void)state;
    expect_pages(
        read_page(STATE LIST
                  "<div class=pages>第2/3页 "
                  "<a href=\"javascript:__doPostBack('Grid','Page$1')\">1</a> "
                  "<a href=\"javascript:__doPostBack('Grid','Page$3')\">3</a></div></form>",
                  SITE "/list.aspx?id=3"),
        PAGES(SITE "/list.aspx?id=3 POST __EVENTTARGET=Grid&__EVENTARGUMENT=Page%243"
                   "&__VIEWSTATE=%2FwEP%2Ba%3D%3D"));
}

static void an_aspnet_button_without_number(void **state)
{
    (void)state;
    expect_pages(read_page(STATE LIST "<div class=pages>"
                                      "<a href=\"javascript:__doPostBack('lbPrev','')\">上一页</a> "
                                      "<a href=\"javascript:__doPostBack('lbNext','')\">下一页</a>"
                                      "</div></form>",
                           SITE "/list.aspx?id=3"),
                 PAGES(SITE "/list.aspx?id=3 POST __EVENTTARGET=lbNext&__EVENTARGUMENT="
                            "&__VIEWSTATE=%2FwEP%2Ba%3D%3D"));
}

static void an_aspnet_pager_with_addresses(void **state)
{
    (void)state;
    static const char by_get[] =
        "<form method=get><input type=hidden name=__VIEWSTATE value=x>" LIST
        "<div class=pages><a href=\"javascript:__doPostBack('P','2')\">下一页</a> 第1/3页</div>";
    expect_pages(read_page(by_get, SITE "/list.aspx?id=3"),
                 PAGES(SITE "/list.aspx?id=3&page=2", SITE "/list.aspx?id=3&page=3"));
    expect_pages(read_page(by_get, SITE "/list.aspx"),
                 PAGES(SITE "/list.aspx?page=2", SITE "/list.aspx?page=3"));
    /* a form by POST, but the site itself links a page */
    expect_pages(read_page(STATE LIST
                           "<div class=pages><a href='?id=3&pageIndex=2'>下一页</a> "
                           "<a href=\"javascript:__doPostBack('P','3')\">3</a></div></form>",
                           SITE "/list.aspx?id=3"),
                 PAGES(SITE "/list.aspx?id=3&pageIndex=2", SITE "/list.aspx?id=3&pageIndex=3"));
}

#define STORE                                                                                           \
    "<datastore><nextgroup><![CDATA[<a href=\"/module/web/jpage/dataproxy.jsp?page=1&webid=2"           \
    "&columnid=7&unitid=55\"></a>]]></nextgroup><recordset>"                                            \
    "<record><![CDATA[<li><a href='/art/2015/9/1/art_7_1.html' title='协会召开年会'>协会召开" \
    "...</a><span>2015-09-01</span></li>]]></record>"                                                   \
    "<record><![CDATA[<li><a href='/art/2015/8/1/art_7_2.html'>培训开班</a>"                        \
    "<span>2015-08-01</span></li>]]></record></recordset></datastore>"

static void pages_counted_by_entries(void **state)
{
    (void)state;
    expect_pages(read_page("<form method=get>" LIST "<div class=pages>共 53 条 每页 20 条 "
                           "<a href=\"javascript:__doPostBack('P','2')\">下一页</a></div>",
                           SITE "/list.aspx"),
                 PAGES(SITE "/list.aspx?page=2", SITE "/list.aspx?page=3"));
}

static void jpage_with_the_next_group(void **state)
{
    (void)state;
    newsarc_listing *l = read_page("<div id=55><script type='text/xml'>" STORE "</script></div>",
                                   SITE "/col/col7/index.html");
    assert_int_equal(newsarc_listing_entry_count(l), 2);
    expect_entry(l, 0, SITE "/art/2015/9/1/art_7_1.html", "协会召开年会", "2015-09-01");
    expect_entry(l, 1, SITE "/art/2015/8/1/art_7_2.html", "培训开班", "2015-08-01");
    expect_pages(l,
                 PAGES(SITE "/module/web/jpage/dataproxy.jsp?page=1&webid=2&columnid=7&unitid=55"));
}

static void jpage_with_parameters(void **state)
{
    (void)state;
    expect_pages(
        read_page("<script>$('#u').jpage({dataBefore:'',totalRecord:70,perPage:10,"
                  "proxyUrl:'/module/jpage/dataproxy.jsp',ajaxParam:{col:'1',webid:'2',"
                  "\"columnid\":'7',unitid:\"55\"}})</script>",
                  SITE "/col/col7/index.html"),
        PAGES(SITE "/module/jpage/dataproxy.jsp?startrecord=1&endrecord=30&perpage=10&col=1&"
                   "webid=2&columnid=7&unitid=55",
              SITE "/module/jpage/dataproxy.jsp?startrecord=31&endrecord=60&perpage=10&col=1&"
                   "webid=2&columnid=7&unitid=55",
              SITE "/module/jpage/dataproxy.jsp?startrecord=61&endrecord=90&perpage=10&col=1&"
                   "webid=2&columnid=7&unitid=55"));
}

static void jpage_answers(void **state)
{
    (void)state;
    newsarc_listing *l =
        read_as("<?xml version='1.0'?>" STORE,
                SITE "/module/web/jpage/dataproxy.jsp?page=0&webid=2&columnid=7&unitid=55",
                "text/xml; charset=utf-8");
    assert_int_equal(newsarc_listing_entry_count(l), 2);
    expect_entry(l, 1, SITE "/art/2015/8/1/art_7_2.html", "培训开班", "2015-08-01");
    expect_pages(l,
                 PAGES(SITE "/module/web/jpage/dataproxy.jsp?page=1&webid=2&columnid=7&unitid=55"));
}

static void jpaas_units(void **state)
{
    (void)state;
    static const char first[] =
        SITE "/api/page/build/unit?parseType=bulidstatic&webId=a1&pageId=b2&"
             "paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A24%7D";
    static const char second[] =
        SITE "/api/page/build/unit?parseType=bulidstatic&webId=a1&pageId=b2&"
             "paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A24%7D";
    expect_pages(read_page("<script src=/script/unitbuild.js url='/api/page/build/unit' "
                           "queryData=\"{'parseType':'bulidstatic','webId':'a1','pageId':'b2'}\">"
                           "</script>",
                           SITE "/col/7/"),
                 PAGES(first));
    newsarc_listing *l = read_as(
        "{\"success\":true,\"data\":{\"html\":\"<ul><li><a href=\\\"/art/2015/art_1.html\\\">"
        "\\u5173\\u4e8e\\u4f1a\\u8bae\\u7684\\u901a\\u77e5</a><span>2015-09-01</span></li></"
        "ul>\"}}",
        first, "application/json");
    assert_int_equal(newsarc_listing_entry_count(l), 1);
    expect_entry(l, 0, SITE "/art/2015/art_1.html", "关于会议的通知", "2015-09-01");
    expect_pages(l, PAGES(second));
}

static void buttons_that_load_more(void **state)
{
    (void)state;
    expect_pages(read_page(LIST "<a class=more href='javascript:;' data-api='api.json' data-page=1 "
                                "data-total=3>加载更多</a>",
                           SITE "/list/"),
                 PAGES(SITE "/list/api.json?page=2", SITE "/list/api.json?page=3"));
    /* 53 may be entries: only the next page is sure */
    expect_pages(read_page(LIST
                           "<div data-url='/x?pageNo=1&cid=4' data-total=53>点击加载更多</div>",
                           SITE "/list/"),
                 PAGES(SITE "/x?pageNo=2&cid=4"));
    expect_pages(
        read_page(LIST "<a data-url='p_{page}.json' data-pages=3>查看更多</a>", SITE "/list/"),
        PAGES(SITE "/list/p_2.json", SITE "/list/p_3.json"));
    expect_pages(read_page(LIST "<a data-url='/share/wx?u=1'>分享到微信</a>"
                                "<a data-url='/comment/list' data-page=1>评论</a>",
                           SITE "/list/"),
                 (const char *const[]){NULL});
}

static void scripts_that_load_more(void **state)
{
    (void)state;
    expect_pages(
        read_page(LIST "<div>加载更多</div><script>var totalPage = 3;function more(page){"
                       "$.get(\"/api/list?cid=4&page=\" + page + \"&size=10\",show)}"
                       "</script>",
                  SITE "/list/"),
        PAGES(SITE "/api/list?cid=4&page=2&size=10", SITE "/api/list?cid=4&page=3&size=10"));
    expect_pages(read_page(LIST "<button>加载更多</button><script>$.ajax({url:'/api/list.do',"
                                "type:'post',data:{cid:4,pageNo:n,size:\"10\"}})</script>",
                           SITE "/list/"),
                 PAGES(SITE "/api/list.do POST cid=4&pageNo=2&size=10"));
    /* not a list's endpoint; no sign that there is more */
    expect_pages(read_page(LIST "<script>var totalPage=3;$.get('/comment/list?page='+p)</script>",
                           SITE "/list/"),
                 (const char *const[]){NULL});
    expect_pages(read_page(LIST "<script>$.get('/api/list?page='+p)</script>", SITE "/list/"),
                 (const char *const[]){NULL});
}

static void lists_as_json(void **state)
{
    (void)state;
    newsarc_listing *l =
        read_as("{\"code\":0,\"total\":53,\"pageSize\":20,\"banner\":[{\"url\":\"/"
                "b.jpg\",\"title\":\"x\"}],"
                "\"rows\":[{\"docTitle\":\"<em>\\u5e74\\u4f1a</em>\\u901a\\u77e5\",\"linkUrl\":\"/"
                "a/1.html\","
                "\"pub_date\":\"2015-09-01 10:22\"},{\"title\":\"\\u57f9\\u8bad\\u901a\\u77e5\","
                "\"url\":\"http://www.example.org/a/2.html\",\"createTime\":1441065600000},"
                "{\"title\":\"no address\"}]}",
                SITE "/api/list?pageNo=2", "application/json;charset=UTF-8");
    assert_int_equal(newsarc_listing_entry_count(l), 2);
    expect_entry(l, 0, SITE "/a/1.html", "年会通知", "2015-09-01T10:22");
    assert_string_equal(newsarc_listing_entry_url(l, 1), SITE "/a/2.html");
    assert_memory_equal(newsarc_listing_entry_date(l, 1), "2015-09-01", 10);
    expect_pages(l, PAGES(SITE "/api/list?pageNo=3"));
}

static void json_of_wordpress_and_with_a_callback(void **state)
{
    (void)state;
    newsarc_listing *l = read_as("[{\"date\":\"2015-09-01T08:00:00\",\"link\":\"/2015/09/x/\","
                                 "\"title\":{\"rendered\":\"Q&amp;A\"}}]",
                                 SITE "/wp-json/wp/v2/posts?page=1", "application/json");
    expect_entry(l, 0, SITE "/2015/09/x/", "Q&A", "2015-09-01T08:00:00");
    expect_pages(l, PAGES(SITE "/wp-json/wp/v2/posts?page=2"));
    l = read_as(
        "show({\"pages\":2,\"list\":[{\"title\":\"t\",\"url\":\"/1\",\"date\":\"09-01\"}]});",
        SITE "/l.js?page=2", "text/javascript");
    expect_entry(l, 0, SITE "/1", "t", "2015-09-01");
    assert_int_equal(newsarc_listing_entry_date_has_year(l, 0), 0);
    expect_pages(l, (const char *const[]){NULL});
}

static void data_that_is_no_list(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{", "[]", "{\"a\":[[[{}]]]}", "null", "<datastore>", "<?xml version='1.0'?><a/>", "x("};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        newsarc_listing *l = read_as(texts[i], SITE "/x?page=4", "application/json");
        assert_int_equal(newsarc_listing_entry_count(l), 0);
        expect_pages(l, (const char *const[]){NULL});
    }
}

static void pages_are_no_data(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<?xml version='1.0'?><!DOCTYPE html><html><body>" LIST,
        "{head}<!doctype html><html><body>" LIST,
        "<html><body>" LIST,
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        newsarc_listing *l = read_page(pages[i], SITE "/list/");
        assert_int_equal(newsarc_listing_entry_count(l), 3);
        newsarc_listing_free(l);
    }
    /* JSON under the wrong label */
    newsarc_listing *l = read_page("{\"a\":[{\"title\":\"t\",\"url\":\"/1\"}]}", SITE "/x");
    assert_int_equal(newsarc_listing_entry_count(l), 1);
    newsarc_listing_free(l);
}

/* A service that wraps HTML in an XML string. */
static void html_escaped_in_xml(void **state)
{
    (void)state;
    newsarc_listing *l = read_as(
        "<?xml version='1.0'?><string>&lt;li&gt;&lt;a href='/a/1.html'&gt;年会通知&lt;/a&gt;"
        "2015-09-01&lt;/li&gt;</string>",
        SITE "/list.asmx/More?page=2", "text/xml; charset=utf-8");
    expect_entry(l, 0, SITE "/a/1.html", "年会通知", "2015-09-01");
    expect_pages(l, PAGES(SITE "/list.asmx/More?page=3"));
}

/* The state may be long, and the bodies of all pages together longer than anyone wants. */
static void bodies_have_a_ceiling(void **state)
{
    (void)state;
    size_t state_bytes = 400000, room = state_bytes + 1000;
    char *html = malloc(room), *value = malloc(state_bytes);
    assert_true(html && value);
    memset(value, 'x', state_bytes - 1);
    value[state_bytes - 1] = '\0';
    snprintf(html, room,
             "<form method=post><input type=hidden name=__VIEWSTATE value=%s>" LIST
             "<div class=pages><a href=\"javascript:__doPostBack('P','900')\">尾页</a></div>",
             value);
    newsarc_listing *l = read_page(html, SITE "/list.aspx");
    assert_in_range(newsarc_listing_page_count(l), 1, 3);
    assert_non_null(strstr(newsarc_listing_page_post(l, 0), "__EVENTARGUMENT=2&"));
    newsarc_listing_free(l);
    free(html);
    free(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_aspnet_pager_by_post),
        cmocka_unit_test(an_aspnet_grid),
        cmocka_unit_test(an_aspnet_button_without_number),
        cmocka_unit_test(an_aspnet_pager_with_addresses),
        cmocka_unit_test(pages_counted_by_entries),
        cmocka_unit_test(jpage_with_the_next_group),
        cmocka_unit_test(jpage_with_parameters),
        cmocka_unit_test(jpage_answers),
        cmocka_unit_test(jpaas_units),
        cmocka_unit_test(buttons_that_load_more),
        cmocka_unit_test(scripts_that_load_more),
        cmocka_unit_test(lists_as_json),
        cmocka_unit_test(json_of_wordpress_and_with_a_callback),
        cmocka_unit_test(data_that_is_no_list),
        cmocka_unit_test(pages_are_no_data),
        cmocka_unit_test(html_escaped_in_xml),
        cmocka_unit_test(bodies_have_a_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
