/* Bylines of Chinese pages: labels end values, an empty label is no value, a date may touch the
 * next label; and the reporters of datelines and signatures. */
#include "fields_support.h"

#define BYLINE(html) ZH_PAGE("", "", html, "")

static const fields_case LABELS[] = {
    {"date touches an empty source", BYLINE("<p>2015.09.01来源:</p>"), ZH_TITLE, "2015-09-01", NONE,
     NONE, NONE, ANY, "zh"},
    {"empty source before the date",
     BYLINE("<div>来源：  2016-05-04|  查看：<span>12</span></div>"), ANY, "2016-05-04", NONE, NONE,
     NONE, ANY, ANY},
    {"all labels on one line",
     BYLINE("<p>发布时间：2015-09-01 10:22 来源：海州日报 作者：张三丰 责任编辑：李四光 "
            "浏览次数：123 字号：大 中 小</p>"),
     ANY, "2015-09-01T10:22", "海州日报", "张三丰", "李四光", ANY, ANY},
    {"no colon, elements instead",
     BYLINE("<div><span>2015年9月1日 8:05</span><span>来源</span><a href=\"#\">海州在线</a>"
            "<em>作者</em><i>王小明</i></div>"),
     ANY, "2015-09-01T08:05", "海州在线", "王小明", NONE, ANY, ANY},
    {"spaces inside the label", BYLINE("<p>来 源：海州晚报　　作　者：赵六合　　点击：33</p>"), ANY,
     NONE, "海州晚报", "赵六合", NONE, ANY, ANY},
    {"brackets", BYLINE("<p>[2015-09-01]【来源：海州电视台】【编辑：周一平】</p>"), ANY,
     "2015-09-01", "海州电视台", NONE, "周一平", ANY, ANY},
    {"list items, author empty",
     BYLINE("<ul><li>来源：海州新闻网</li><li>作者：</li><li>2015-09-01 14:43</li></ul>"), ANY,
     "2015-09-01T14:43", "海州新闻网", NONE, NONE, ANY, ANY},
    {"table cells",
     BYLINE("<table><tr><td>日期：</td><td>2015-09-01</td><td>信息来源：</td>"
            "<td>市质监局</td></tr></table>"),
     ANY, "2015-09-01", "市质监局", NONE, NONE, ANY, ANY},
    {"table cells, source empty",
     BYLINE("<table><tr><td>2015.09.01来源:</td><td></td><td>浏览：8</td></tr></table>"), ANY,
     "2015-09-01", NONE, NONE, NONE, ANY, ANY},
    {"bare name behind the date", BYLINE("<p>2015年09月01日 19:55 新海州报</p>"), ANY,
     "2015-09-01T19:55", "新海州报", NONE, NONE, ANY, ANY},
    {"nothing but controls behind the date",
     BYLINE("<p>2015年09月01日 19:55 <a href=\"#\">我要评论</a> <a href=\"#\">打印</a></p>"), ANY,
     "2015-09-01T19:55", NONE, NONE, NONE, ANY, ANY},
    {"updated and published", BYLINE("<p>更新时间：2015-09-03 发布时间：2015-09-01 来源：本站</p>"),
     ANY, "2015-09-01", "本站", NONE, NONE, ANY, ANY},
    {"date of the document is not the publication",
     BYLINE("<p>成文日期：2015-08-20 发布日期：2015-09-01</p>"), ANY, "2015-09-01", NONE, NONE,
     NONE, ANY, ANY},
    {"picture credit is no source", BYLINE("<p>2015-09-01 图片来源：视觉海州</p>"), ANY,
     "2015-09-01", NONE, NONE, NONE, ANY, ANY},
    {"spaced names", BYLINE("<p>本报记者：王乐文 方 敏 2015-09-01</p>"), ANY, "2015-09-01", NONE,
     "王乐文 + 方敏", NONE, ANY, ANY},
    {"name and outlet", BYLINE("<div>石小佳/海州青年报</div><div>2015-09-01 09:10</div>"), ANY,
     "2015-09-01T09:10", "海州青年报", "石小佳", NONE, ANY, ANY},
    {"traditional characters", BYLINE("<p>發布時間：2015-09-01 來源：海州電台</p>"), ANY,
     "2015-09-01", "海州電台", NONE, NONE, ANY, ANY},
};

static const char DATELINE[] =
    "<html><head><title>" ZH_TITLE "</title></head><body><h1>" ZH_TITLE "</h1><p>2015-09-01</p>"
    "<div id=\"content\"><p>海州社海州9月1日电（记者唐小霁、李明）协会年度会议一日在市民中心召开，"
    "来自全市的代表参加了会议，听取了报告。</p>" ZH_TEXT "</div></body></html>";
static const char SIGNATURE[] =
    "<html><head><title>" ZH_TITLE "</title></head><body><h1>" ZH_TITLE "</h1><p>2015-09-01</p>"
    "<div id=\"content\">" ZH_TEXT "<p>代表们还参观了新建的检验中心，并进行了座谈。（张巨峰）</p>"
    "</div></body></html>";
static const char PHOTOGRAPHER[] =
    "<html><head><title>" ZH_TITLE "</title></head><body><h1>" ZH_TITLE "</h1><p>2015-09-01</p>"
    "<div id=\"content\"><p>图为会议现场。海州社记者 谢环山 摄</p>" ZH_TEXT "</div></body></html>";

static const fields_case REPORTERS[] = {
    {"dateline", DATELINE, ANY, ANY, ANY, "唐小霁 + 李明", ANY, ANY, ANY},
    {"signature", SIGNATURE, ANY, ANY, ANY, "张巨峰", ANY, ANY, ANY},
    {"photographers are not authors", PHOTOGRAPHER, ANY, ANY, ANY, NONE, ANY, ANY, ANY},
};

/* Bylines as the templates of common systems write them. */
#define HEADED(heading)                                                                            \
    "<html><head><title>" ZH_TITLE "-海州市锅炉协会</title></head><body>" heading ZH_TEXT          \
    "</body></html>"
static const fields_case SYSTEMS[] = {
    {"small labels, placeholders as values",
     BYLINE("<div class=\"info\"><small>时间:</small>2015-09-01 08:10<small>来源:</small>未知 "
            "<small>作者:</small>admin <small>点击:</small><script>x</script>次</div>"),
     ZH_TITLE, "2015-09-01T08:10", NONE, NONE, NONE, ANY, ANY},
    {"byline inside the heading",
     HEADED("<h1>" ZH_TITLE "<br /><span>2015-09-01 10:22:00&nbsp;&nbsp;&nbsp;来源：海州网 "
            "&nbsp;&nbsp;&nbsp;评论：<a href=\"#\">0</a> 点击：</span></h1>"),
     ZH_TITLE, "2015-09-01T10:22:00", "海州网", NONE, NONE, ANY, ANY},
    {"author by class",
     HEADED(
         "<table><tr><td class=\"titlestyle\">" ZH_TITLE "</td></tr><tr><td><span "
         "class=\"timestyle\">2015年09月01日 10:22</span>&nbsp;<span class=\"authorstyle\">张小山"
         "</span>&nbsp;&nbsp;(<span>点击次数:</span> 8)</td></tr></table>"),
     ZH_TITLE, "2015-09-01T10:22", NONE, "张小山", NONE, ANY, ANY},
    {"publisher is not the author",
     HEADED("<h1 class=\"arti_title\">" ZH_TITLE "</h1><p class=\"arti_metas\"><span "
            "class=\"arti_publisher\">发布者：张小山</span><span class=\"arti_update\">发布时间："
            "2015-09-01</span><span>浏览次数：<span>9</span></span></p>"),
     ZH_TITLE, "2015-09-01", NONE, NONE, NONE, ANY, ANY},
    {"cells and bars",
     HEADED("<table><tr><td class=\"bt\" align=\"center\"><b>" ZH_TITLE "</b></td></tr><tr><td>"
            "发布日期:2015-9-1 | 文章来源: | 点击:5</td></tr></table>"),
     ZH_TITLE, "2015-09-01", NONE, NONE, NONE, ANY, ANY},
    {"weekday between day and time",
     BYLINE("<p>2015年9月1日 星期二 10:22　来源：海州日报　编辑：王小明</p>"), ZH_TITLE,
     "2015-09-01T10:22", "海州日报", NONE, "王小明", ANY, ANY},
    {"an address is no outlet",
     BYLINE(
         "<p>2015-09-01 来源：<a href=\"http://www.example.org/\">http://www.example.org</a></p>"),
     ZH_TITLE, "2015-09-01", NONE, NONE, NONE, ANY, ANY},
    {"a section beside the date is no source",
     ZH_PAGE(
         "",
         "<div>当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/n\">新闻中心</a> &gt; 正文</div>",
         "<div>2015-09-01 新闻中心</div>", ""),
     ZH_TITLE, "2015-09-01", NONE, NONE, NONE, "新闻中心", ANY},
    {"bars for colons", BYLINE("<p>来源 | 海州发布</p><p>编辑丨李小光　责编丨周一平</p>"), ZH_TITLE,
     NONE, "海州发布", NONE, "李小光", ANY, ANY},
    {"the labels behind the text",
     ZH_PAGE("", "", "<p>2015-09-01</p>",
             "<p>（来源：海州日报　作者：张三丰）</p><p>责任编辑：李小光_HZ123</p>"),
     ZH_TITLE, "2015-09-01", "海州日报", "张三丰", "李小光", ANY, ANY},
    {"text and pictures", BYLINE("<p>文/张三丰 图/李小光</p><p>2015-09-01</p>"), ZH_TITLE,
     "2015-09-01", NONE, "张三丰", NONE, ANY, ANY},
};

static void systems_write_bylines(void **state)
{
    (void)state;
    CHECK_TABLE(SYSTEMS);
}

static void labels_end_values(void **state)
{
    (void)state;
    CHECK_TABLE(LABELS);
}

static void reporters_are_authors(void **state)
{
    (void)state;
    CHECK_TABLE(REPORTERS);
}

/* The byline that the project promises: whole title, day, no source, sections; as UTF-8 and GBK. */
static void the_notice_of_2015(void **state)
{
    (void)state;
    failed_fields = 0;
    static const char *const DRESSES[] = {"plain", "gbk", "table", "br"};
    for (size_t i = 0; i < 4; i++) {
        char name[64];
        size_t n;
        snprintf(name, sizeof name, "article229/%s.html", DRESSES[i]);
        char *bytes = read_fixture(name, &n);
        newsarc_article *a = extract_bytes(bytes, n);
        const fields_case c = {DRESSES[i],
                               NULL,
                               "海州市特种设备协会召开第三届会员代表大会 选举产生新一届理事会",
                               "2015-09-01",
                               NONE,
                               ANY,
                               ANY,
                               "新闻中心 + 协会动态",
                               "zh"};
        check_field(&c, a, NEWSARC_FIELD_TITLE, c.title);
        check_field(&c, a, NEWSARC_FIELD_DATE, c.date);
        check_field(&c, a, NEWSARC_FIELD_SOURCE, c.source);
        check_field(&c, a, NEWSARC_FIELD_SECTIONS, c.sections);
        check_field(&c, a, NEWSARC_FIELD_LANGUAGE, c.language);
        newsarc_article_free(a);
        free(bytes);
    }
    assert_int_equal(failed_fields, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_end_values),
        cmocka_unit_test(systems_write_bylines),
        cmocka_unit_test(reporters_are_authors),
        cmocka_unit_test(the_notice_of_2015),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
