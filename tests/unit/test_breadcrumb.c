/* Sections: the breadcrumb without home page, 正文 and title. */
#include "fields_support.h"

#define CRUMBS(html) ZH_PAGE("", html, "<p>2015-09-01</p>", "")
#define HOME "<a href=\"/\">首页</a>"
#define NEWS "<a href=\"/news\">新闻中心</a>"
#define CLUB "<a href=\"/news/club\">协会动态</a>"

static const fields_case CRUMB_LINES[] = {
    {.name = "arrows",
     .html = CRUMBS("<div>当前位置：" HOME " &gt; " NEWS " &gt; " CLUB " &gt; 正文</div>"),
     .sections = "新闻中心 + 协会动态"},
    {.name = "double arrows, title at the end",
     .html = CRUMBS("<p>您现在的位置： " HOME " >> " NEWS " >> " ZH_TITLE "</p>"),
     .sections = "新闻中心"},
    {.name = "no label",
     .html = CRUMBS("<div class=\"top\">" HOME " » " NEWS " » " CLUB "</div>"),
     .sections = "新闻中心 + 协会动态"},
    {.name = "a list without separators",
     .html = CRUMBS("<ul class=\"breadcrumb\"><li>" HOME "</li><li>" NEWS "</li><li>" CLUB
                    "</li><li>详情</li></ul>"),
     .sections = "新闻中心 + 协会动态"},
    {.name = "a menu is no breadcrumb",
     .html = CRUMBS("<ul><li>" HOME "</li><li>" NEWS "</li><li>" CLUB "</li></ul>"),
     .sections = NONE},
    {.name = "ColumnName",
     .html = ZH_PAGE("<meta name=\"ColumnName\" content=\"协会动态\">", "", "", ""),
     .sections = "协会动态"},
    {.name = "JSON-LD",
     .html = EN_PAGE("<script type=\"application/ld+json\">{\"@type\":\"BreadcrumbList\","
                     "\"itemListElement\":[{\"name\":\"Home\"},{\"item\":{\"name\":\"Local\"}},"
                     "{\"name\":\"Board agrees to repair the quay\"}]}</script>",
                     ""),
     .sections = "Local"},
    {.name = "none", .html = CRUMBS(""), .sections = NONE},
};

static void breadcrumbs(void **state)
{
    (void)state;
    CHECK_TABLE(CRUMB_LINES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(breadcrumbs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
