/* Tables of pages with the fields they must give. */
#ifndef TESTS_FIELDS_SUPPORT_H
#define TESTS_FIELDS_SUPPORT_H

#include "article_support.h"

#define ANY NULL /* not looked at */
#define NONE ""  /* must be unknown */

/* Lists are written with " + " between their values. */
typedef struct fields_case {
    const char *name;
    const char *html;
    const char *title, *date, *source, *authors, *editor, *sections, *language;
} fields_case;

static int failed_fields; /* of the table at hand */

static inline void join_values(const newsarc_article *a, newsarc_field field, char *out,
                               size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < newsarc_article_count(a, field); i++) {
        size_t n = strlen(out);
        const char *text = newsarc_article_text(a, field);
        snprintf(out + n, size - n, "%s%s", i > 0 ? " + " : "",
                 text ? text : newsarc_article_item(a, field, i));
    }
}

static inline void check_field(const fields_case *c, const newsarc_article *a, newsarc_field field,
                               const char *expected)
{
    char got[2000];
    if (!expected)
        return;
    join_values(a, field, got, sizeof got);
    if (strcmp(got, expected) != 0) {
        print_error("%s: field %d is \"%s\", should be \"%s\"\n", c->name, (int)field, got,
                    expected);
        failed_fields++;
        return;
    }
    double confidence = -1;
    const char *from = newsarc_article_evidence(a, field, &confidence);
    if (*expected && (!from || !*from || confidence < 0 || confidence > 1)) {
        print_error("%s: field %d has no evidence\n", c->name, (int)field);
        failed_fields++;
    }
}

static inline void check_case(const fields_case *c)
{
    newsarc_article *a = extract_string(c->html);
    check_field(c, a, NEWSARC_FIELD_TITLE, c->title);
    check_field(c, a, NEWSARC_FIELD_DATE, c->date);
    check_field(c, a, NEWSARC_FIELD_SOURCE, c->source);
    check_field(c, a, NEWSARC_FIELD_AUTHORS, c->authors);
    check_field(c, a, NEWSARC_FIELD_EDITOR, c->editor);
    check_field(c, a, NEWSARC_FIELD_SECTIONS, c->sections);
    check_field(c, a, NEWSARC_FIELD_LANGUAGE, c->language);
    newsarc_article_free(a);
}

static inline void check_cases(const fields_case *table, size_t n)
{
    failed_fields = 0;
    for (size_t i = 0; i < n; i++)
        check_case(&table[i]);
    assert_int_equal(failed_fields, 0);
}

#define CHECK_TABLE(table) check_cases(table, sizeof(table) / sizeof((table)[0]))

/* Two paragraphs of an invented notice. */
#define ZH_TEXT                                                                                                                               \
    "<p>　　本次会议于上午九时在市民中心召开，来自全市三十六家会员单位的代表参加了会议，会议听取" \
    "了上一年度的工作报告。</p><p>　　会议认为，一年来协会围绕安全生产做了大量工作，会员单位的管"   \
    "理水平明显提高，下一步要继续加强培训，完善标准。</p>"
#define ZH_TITLE "海州市锅炉协会召开年度会议"
#define ZH_PAGE(head, above, byline, below)                                                        \
    "<html><head><title>" ZH_TITLE "_海州市锅炉协会</title>" head "</head><body>" above            \
    "<div class=\"article\"><h1>" ZH_TITLE "</h1>" byline "<div id=\"content\">" ZH_TEXT           \
    "</div>" below "</div></body></html>"

#define EN_PAGE(head, byline)                                                                      \
    "<html><head><title>Board agrees to repair the quay - The Harbour Post</title>" head           \
    "</head><body><article><h1>Board agrees to repair the quay</h1>" byline P1 P2 P3               \
    "</article></body></html>"

#endif
