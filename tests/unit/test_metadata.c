/* What the head states: metas, JSON-LD, time elements; Latin bylines; language; dates that may not
 * be. */
#include "fields_support.h"

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define OG_DATE "<meta property=\"article:published_time\" content=\"2016-03-04T10:20:00+01:00\">"

static const fields_case DATES[] = {
    {.name = "government metas",
     .html = ZH_PAGE("<meta name=\"PubDate\" content=\"2015-09-01 10:22\"><meta "
                     "content=\"海州市政府\" name=\"ContentSource\">",
                     "", "", ""),
     .date = "2015-09-01T10:22",
     .source = "海州市政府"},
    {.name = "an empty PubDate is none",
     .html = ZH_PAGE("<meta name=\"PubDate\" content=\"\">", "", "<p>2015-09-02</p>", ""),
     .date = "2015-09-02"},
    {.name = "the minute from the byline",
     .html = ZH_PAGE("<meta name=\"PubDate\" content=\"2015-09-01\">", "",
                     "<p>时间：2015-09-01 08:30</p>", ""),
     .date = "2015-09-01T08:30"},
    {.name = "og", .html = EN_PAGE(OG_DATE, ""), .date = "2016-03-04T10:20:00+01:00"},
    {.name = "time element",
     .html = EN_PAGE("", "<time datetime=\"2016-03-04T10:20:00+01:00\">yesterday</time>"),
     .date = "2016-03-04T10:20:00+01:00"},
    {.name = "the local day where the meta is in UTC",
     .html = EN_PAGE("<meta property=\"article:published_time\" "
                     "content=\"2016-03-05T02:25:54+00:00\">",
                     "<time datetime=\"2016-03-04T21:25:54-05:00\">4 March</time>"),
     .date = "2016-03-04T21:25:54-05:00"},
    {.name = "dates of comments do not count",
     .html = EN_PAGE("", "") "<div class=\"comments\"><time>2016-05-05</time> Well said</div>",
     .date = NONE},
    {.name = "above the title",
     .html = "<html><head><title>Board agrees to repair the quay</title></head><body><div>In the "
             "media</div><span>02.12.16</span><h1>Board agrees to repair the quay</h1>" P1 P2 P3,
     .date = "2016-12-02"},
    {.name = "behind the text, where the theme says so",
     .html = EN_PAGE("", "") "<p class=\"postmetadata\">This entry was posted on Saturday, 3 "
                             "December 2011 and is filed under Harbour.</p>",
     .date = "2011-12-03"},
    {.name = "in a script",
     .html = EN_PAGE("<script>var page = {id: 7, \"publishedDate\": \"2016-03-04T10:20:00Z\"};"
                     "</script>",
                     ""),
     .date = "2016-03-04T10:20:00+00:00"},
    {.name = "a day without a year may be of any year",
     .html = EN_PAGE("", "<p class=\"info\">4 March</p>"),
     .date = NONE},
    {.name = "not later than the fetch", .html = EN_PAGE("", "<p>2031-01-01</p>"), .date = NONE},
    {.name = "Founder's comment",
     .html = ZH_PAGE("<!--enpproperty <articleid>1</articleid><date>2015-09-01 "
                     "09:36:26.0</date><author>张三丰</author><title>" ZH_TITLE
                     "</title>/enpproperty-->",
                     "", "", ""),
     .date = "2015-09-01T09:36:26",
     .authors = "张三丰"},
    {.name = "fields for a search engine, hidden",
     .html = ZH_PAGE("", "",
                     "<div style=\"display:none\"><span id=\"pubtime_baidu\">2015-09-01 "
                     "12:10:24</span><span id=\"source_baidu\">来源：海州网</span><span "
                     "id=\"author_baidu\">作者：陈海山</span></div>",
                     ""),
     .date = "2015-09-01T12:10:24",
     .source = "海州网",
     .authors = "陈海山"},
    {.name = "marks of a CMS around the source",
     .html =
         ZH_PAGE("", "", "<p><!--<$[信息来源]>begin-->海州市质监局<!--<$[信息来源]>end--></p>", ""),
     .source = "海州市质监局"},
};

static const fields_case JSONLD[] = {
    {.name = "strict",
     .html = EN_PAGE(LD("{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\","
                        "\"datePublished\":\"2016-03-04\",\"author\":[{\"@type\":\"Person\","
                        "\"name\":\"Ann Reed\"},{\"@type\":\"Person\",\"name\":\"Bo Lund\"}]}"),
                     ""),
     .date = "2016-03-04",
     .authors = "Ann Reed + Bo Lund"},
    {.name = "comments, CDATA, commas and line breaks",
     .html = EN_PAGE(LD("//<![CDATA[\n{/* made by hand */\"@type\":\"NewsArticle\",\"headline\":\"a"
                        "\nb\",\"datePublished\":\"2016-03-04\",\"author\":{\"name\":\"Ann "
                        "Reed\",},};\n//]]>"),
                     ""),
     .date = "2016-03-04",
     .authors = "Ann Reed"},
    {.name = "graph with a reference",
     .html = EN_PAGE(LD("{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann "
                        "Reed\"},{\"@type\":[\"Article\"],\"author\":{\"@id\":\"#a\"}}]}"),
                     ""),
     .authors = "Ann Reed"},
    {.name = "broken beyond repair",
     .html = EN_PAGE(LD("{\"@type\": NewsArticle"), ""),
     .authors = NONE,
     .date = NONE},
    {.name = "a person in the byline goes before an organisation",
     .html = EN_PAGE(LD("{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\","
                        "\"name\":\"Harbour Media\"}}"),
                     "<p class=\"byline\">By Ann Reed</p>"),
     .authors = "Ann Reed"},
};

static const fields_case AUTHORS[] = {
    {.name = "meta",
     .html = EN_PAGE("<meta name=\"author\" content=\"Ann Reed and Bo Lund\">", ""),
     .authors = "Ann Reed + Bo Lund"},
    {.name = "family name first",
     .html = EN_PAGE("<meta name=\"citation_author\" content=\"Reed, Ann\">", ""),
     .authors = "Ann Reed"},
    {.name = "the site is no author",
     .html = EN_PAGE("<meta property=\"og:site_name\" content=\"The Harbour Post\"><meta "
                     "name=\"author\" content=\"The Harbour Post\">",
                     ""),
     .authors = NONE},
    {.name = "addresses are no authors",
     .html = EN_PAGE("<meta name=\"author\" content=\"https://example.org/people/ann-reed\">", ""),
     .authors = NONE},
    {.name = "mail goes, role goes",
     .html = EN_PAGE("", "<p class=\"byline\">By Ann Reed, Staff Writer ann@example.org</p>"),
     .authors = "Ann Reed"},
    {.name = "date in the byline",
     .html = EN_PAGE("", "<p class=\"post-author\">Posted on March 4, 2016 by Ann Reed</p>"),
     .authors = "Ann Reed",
     .date = "2016-03-04"},
    {.name = "rel",
     .html = EN_PAGE("", "<p>Text: <a rel=\"author\" href=\"/a\">Ann Reed</a>, <a rel=\"author\" "
                         "href=\"/b\">Bo Lund</a></p>"),
     .authors = "Ann Reed + Bo Lund"},
    {.name = "authors of comments do not count",
     .html =
         EN_PAGE("", "") "<div class=\"comments\"><span class=\"author\">Bo Lund</span> No</div>",
     .authors = NONE},
    {.name = "an account in a Chinese head is no author",
     .html =
         ZH_PAGE("<meta name=\"author\" content=\"haizhou_admin\">", "", "<p>2015-09-01</p>", ""),
     .authors = NONE},
};

static const fields_case LANGUAGES[] = {
    {.name = "html lang",
     .html = "<html lang=\"en-GB\"><title>Quay</title>" P1 P2,
     .language = "en"},
    {.name = "a template's lang over Chinese text",
     .html = "<html lang=\"en\"><title>" ZH_TITLE "</title>" ZH_TEXT,
     .language = "zh"},
    {.name = "by script",
     .html = "<html><title>Порт</title><p>Совет порта решил отремонтировать "
             "северный причал до зимних штормов, сообщил инженер порта "
             "вчера вечером.</p>",
     .language = "ru"},
    {.name = "not stated", .html = PAGE(P1 P2), .language = NONE},
};

static void dates_by_trust(void **state)
{
    (void)state;
    CHECK_TABLE(DATES);
}

static void jsonld_as_pages_write_it(void **state)
{
    (void)state;
    CHECK_TABLE(JSONLD);
}

static void authors_are_people(void **state)
{
    (void)state;
    CHECK_TABLE(AUTHORS);
}

static void languages(void **state)
{
    (void)state;
    CHECK_TABLE(LANGUAGES);
}

static void evidence_names_the_meta(void **state)
{
    (void)state;
    newsarc_article *a =
        extract_string(ZH_PAGE("<meta name=\"PubDate\" content=\"2015-09-01\">", "", "", ""));
    double confidence = 0;
    assert_string_equal(newsarc_article_evidence(a, NEWSARC_FIELD_DATE, &confidence),
                        "meta:PubDate");
    assert_true(confidence > 0.9);
    assert_string_equal(newsarc_article_evidence(a, NEWSARC_FIELD_TITLE, NULL), "h1");
    assert_null(newsarc_article_evidence(a, NEWSARC_FIELD_SOURCE, NULL));
    newsarc_article_free(a);
}

static void canonical_url_is_absolute(void **state)
{
    (void)state;
    newsarc_article *a = extract_string(EN_PAGE("<link rel=\"canonical\" href=\"/news/7\">", ""));
    assert_string_equal(newsarc_article_text(a, NEWSARC_FIELD_CANONICAL_URL),
                        "http://www.example.org/news/7");
    newsarc_article_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_by_trust),          cmocka_unit_test(jsonld_as_pages_write_it),
        cmocka_unit_test(authors_are_people),      cmocka_unit_test(languages),
        cmocka_unit_test(evidence_names_the_meta), cmocka_unit_test(canonical_url_is_absolute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
