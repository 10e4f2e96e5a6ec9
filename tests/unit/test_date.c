/* Dates as pages write them: what is found, what is left alone, and what a whole string says. Now
 * is 2024-05-10 12:00 UTC (20:00 in China). An empty expectation means that nothing may be found.
 */
#include "unit/unit.h"

#include "text/date.h"

#include <stdio.h>
#include <string.h>

static const int64_t now = 1715342400;

typedef struct example {
    const char *text, *expected;
} example;

typedef bool (*reader)(na_str text, na_date *date);

static bool find(na_str text, na_date *date)
{
    na_date_match m;
    if (!na_date_find(text, now, &m))
        return false;
    if (m.begin >= m.end || m.end > text.n)
        fail_msg("\"%s\": match from %zu to %zu", text.p, m.begin, m.end);
    *date = m.date;
    return true;
}

static bool parse(na_str text, na_date *date)
{
    return na_date_parse(text, now, date);
}

static bool from_url(na_str text, na_date *date)
{
    return na_date_from_url(text, now, date);
}

static void check(reader read, const example *examples, size_t count)
{
    unsigned failed = 0;
    for (size_t i = 0; i < count; i++) {
        na_date date;
        char got[40] = "";
        if (read(na_str_from(examples[i].text), &date))
            na_date_format(&date, got);
        if (strcmp(got, examples[i].expected) != 0) {
            print_message("\"%s\": got \"%s\", expected \"%s\"\n", examples[i].text, got,
                          examples[i].expected);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}
#define CHECK(read, examples) check((read), (examples), sizeof(examples) / sizeof *(examples))

static void test_numeric(void **state)
{
    (void)state;
    static const example examples[] = {
        {"2015-09-01", "2015-09-01"},
        {"发布时间：2015-09-01 10:22 来源：本站", "2015-09-01T10:22"},
        {"2015-09-01 10:22:05", "2015-09-01T10:22:05"},
        {"2015/9/1", "2015-09-01"},
        {"2015/09/01 10:22", "2015-09-01T10:22"},
        {"2015.09.01来源:", "2015-09-01"},
        {"2015.9.1", "2015-09-01"},
        {"[2015-09-01]", "2015-09-01"},
        {"[2015.09.01] 标题", "2015-09-01"},
        {"【2015-09-01】", "2015-09-01"},
        {"２０１５－０９－０１ １０：２２", "2015-09-01T10:22"},
        {"2015－09－01", "2015-09-01"},
        {"2015–09–01", "2015-09-01"},
        {"Published2015-09-01", "2015-09-01"},
        {"2015-09-0110:22", "2015-09-01T10:22"},
        {"2015-09-01\n10:22", "2015-09-01T10:22"},
        {"2015-09-01　10：22", "2015-09-01T10:22"},
        {"2015-09-01|10:22", "2015-09-01T10:22"},
        {"01 2015-09", "2015-09-01"},
        {"01\n2015.09", "2015-09-01"},
        {"01 2015/09 标题", "2015-09-01"},
        {"012015-09", "2015-09-01"},
        {"09-01 2015", "2015-09-01"},
        {"2015 09-01", "2015-09-01"},
        {"01.09.2015", "2015-09-01"},
        {"1.9.2015, 10:22 Uhr", "2015-09-01T10:22"},
        {"01/09/2015", "2015-09-01"},
        {"09/13/2015", "2015-09-13"},
        {"13/09/2015", "2015-09-13"},
        {"09/01/2015 10:22 AM", "2015-09-01T10:22"},
        {"09/01/2015 03:22 PM", "2015-09-01T15:22"},
        {"09/01/2015 12:05 a.m.", "2015-09-01T00:05"},
        {"01-09-2015", "2015-09-01"},
        {"01.09.15", "2015-09-01"},
        {"9/1/15 3:22 pm", "2015-09-01T15:22"},
        {"15-09-01", "2015-09-01"},
        {"标题 15-09-01", "2015-09-01"},
        {"20150901", "2015-09-01"},
        {"日期 20150901 10:22", "2015-09-01T10:22"},
        {"2015-09-01T10:22:05+08:00", "2015-09-01T10:22:05+08:00"},
        {"2015-09-01T10:22:05.123Z", "2015-09-01T10:22:05+00:00"},
        {"2015-09-01T10:22-0500", "2015-09-01T10:22-05:00"},
        {"2015-09-01 10:22:05 +0800", "2015-09-01T10:22:05+08:00"},
        {"2015-09-01 10:22:05 CST", "2015-09-01T10:22:05"},
        {"20150901T102205Z", "2015-09-01T10:22:05+00:00"},
        {"2024-05-11", "2024-05-11"},
        {"2015-09-01 10:22-11:30", "2015-09-01T10:22"},
        {"01/Sep/2015:10:22:05 +0800", "2015-09-01T10:22:05+08:00"},
    };
    CHECK(find, examples);
}

static void test_without_year(void **state)
{
    (void)state;
    static const example examples[] = {
        {"09-01", "2023-09-01"},
        {"05-10", "2024-05-10"},
        {"[09-01]", "2023-09-01"},
        {"标题标题 09-01", "2023-09-01"},
        {"09-01 标题标题", "2023-09-01"},
        {"(05-01)", "2024-05-01"},
        {"05-01 10:22", "2024-05-01T10:22"},
        {"9月1日", "2023-09-01"},
        {"5月1日 10:22", "2024-05-01T10:22"},
        {"9月1日电", "2023-09-01"},
        {"02-29", "2024-02-29"},
        {"Sep 1", "2023-09-01"},
        {"1 Sep", "2023-09-01"},
        {"1 septembre", "2023-09-01"},
        {"5. Mai, 10:22 Uhr", "2024-05-05T10:22"},
    };
    CHECK(find, examples);
}

static void test_east(void **state)
{
    (void)state;
    static const example examples[] = {
        {"2015年9月1日", "2015-09-01"},
        {"2015年09月01日 10:22", "2015-09-01T10:22"},
        {"2015 年 9 月 1 日 10时22分", "2015-09-01T10:22"},
        {"2015年9月1日10点半", "2015-09-01T10:30"},
        {"2015年9月1日10时22分05秒", "2015-09-01T10:22:05"},
        {"2016年6月2911:30", "2016-06-29T11:30"},
        {"2015年9月1号", "2015-09-01"},
        {"2015年09-01", "2015-09-01"},
        {"01 2015年09月", "2015-09-01"},
        {"2015年9月1日 下午3:22", "2015-09-01T15:22"},
        {"2015年9月1日上午10:22", "2015-09-01T10:22"},
        {"2015年9月1日晚上8点", "2015-09-01T20:00"},
        {"2015年9月1日 星期二 10:22", "2015-09-01T10:22"},
        {"2015年9月1日(二) 10:22", "2015-09-01T10:22"},
        {"二〇一五年九月一日", "2015-09-01"},
        {"二○一五年十二月三十一日", "2015-12-31"},
        {"二O一五年十月二十日", "2015-10-20"},
        {"二零一五年 九月 廿一日", "2015-09-21"},
        {"二0一五年九月十一日", "2015-09-11"},
        {"一九九八年十月十日", "1998-10-10"},
        {"2015年9月1日（火）10時22分", "2015-09-01T10:22"},
        {"2015年9月1日 午後3時22分", "2015-09-01T15:22"},
        {"令和5年9月1日", "2023-09-01"},
        {"令和元年9月1日", "2019-09-01"},
        {"平成27年9月1日 10:22", "2015-09-01T10:22"},
        {"平成二十七年九月一日", "2015-09-01"},
        {"民國104年9月1日", "2015-09-01"},
        {"2015년 9월 1일", "2015-09-01"},
        {"2015년 9월 1일 오후 3:22", "2015-09-01T15:22"},
        {"2015년 9월 1일 10시 22분", "2015-09-01T10:22"},
        {"2015.09.01 오전 10:22", "2015-09-01T10:22"},
        {"입력 2015. 9. 1. 10:22", "2015-09-01T10:22"},
    };
    CHECK(find, examples);
}

static void test_names(void **state)
{
    (void)state;
    static const example examples[] = {
        {"1 September 2015", "2015-09-01"},
        {"September 1, 2015", "2015-09-01"},
        {"Sept. 1, 2015 10:22 AM", "2015-09-01T10:22"},
        {"1st of September, 2015", "2015-09-01"},
        {"Tuesday, September 1st, 2015 at 3:22 p.m.", "2015-09-01T15:22"},
        {"Updated 10:22 AM ET, Tue September 1, 2015", "2015-09-01T10:22"},
        {"04:25:06 PM IST Apr 08, 2020", "2020-04-08T16:25:06"},
        {"10:22, 1 September 2015", "2015-09-01T10:22"},
        {"01-Sep-2015", "2015-09-01"},
        {"2015-Sep-01", "2015-09-01"},
        {"SEP 1 2015", "2015-09-01"},
        {"Posted by Ann on 1 May 2015", "2015-05-01"},
        {"1. September 2015 um 10:22 Uhr", "2015-09-01T10:22"},
        {"1. September 2015, 10.22 Uhr", "2015-09-01T10:22"},
        {"Dienstag, 1. März 2016", "2016-03-01"},
        {"01. MÄRZ 2016", "2016-03-01"},
        {"Le 1er septembre 2015 à 10h22", "2015-09-01T10:22"},
        {"mardi 11 août 2015", "2015-08-11"},
        {"Publié le 1 févr. 2016 à 10 h 22", "2016-02-01T10:22"},
        {"1 de septiembre de 2015 a las 10:22", "2015-09-01T10:22"},
        {"01 sep 2015 - 10:22 CET", "2015-09-01T10:22+01:00"},
        {"1 settembre 2015 alle ore 10:22", "2015-09-01T10:22"},
        {"1º de março de 2016 às 10h22", "2016-03-01T10:22"},
        {"1 set 2015", "2015-09-01"},
        {"1 september 2015 om 10:22", "2015-09-01T10:22"},
        {"1 mei 2015", "2015-05-01"},
        {"1 сентября 2015 г., 10:22", "2015-09-01T10:22"},
        {"1 СЕНТЯБРЯ 2015 года в 10:22", "2015-09-01T10:22"},
        {"1 вересня 2015 р. 10:22", "2015-09-01T10:22"},
        {"1 września 2015, 10:22", "2015-09-01T10:22"},
        {"1 Eylül 2015 Salı 10:22", "2015-09-01T10:22"},
        {"1 AĞUSTOS 2015", "2015-08-01"},
        {"1. září 2015", "2015-09-01"},
        {"2015. szeptember 1.", "2015-09-01"},
        {"1 septembrie 2015", "2015-09-01"},
        {"1 september 2015 kl. 10.22", "2015-09-01T10:22"},
        {"1. syyskuuta 2015", "2015-09-01"},
        {"1 Σεπτεμβρίου 2015", "2015-09-01"},
        {"1 tháng 9, 2015", "2015-09-01"},
        {"ngày 1 tháng 9 năm 2015", "2015-09-01"},
        {"Thứ ba, 1/9/2015, 10:22 (GMT+7)", "2015-09-01T10:22+07:00"},
        {"1 سبتمبر 2015", "2015-09-01"},
        {"١ سبتمبر ٢٠١٥", "2015-09-01"},
        {"Selasa, 1 Sep 2015 10:22 WIB", "2015-09-01T10:22+07:00"},
        {"1 सितंबर 2015", "2015-09-01"},
        {"Mar, 1 Sep 2015", "2015-09-01"},
        {"Peace Prize 1993. June 20, 1990, he", "1990-06-20"},
    };
    CHECK(find, examples);
}

static void test_relative(void **state)
{
    (void)state;
    static const example examples[] = {
        {"刚刚", "2024-05-10T12:00+00:00"},
        {"3小时前", "2024-05-10T09:00+00:00"},
        {"30分钟前", "2024-05-10T11:30+00:00"},
        {"半小时前", "2024-05-10T11:30+00:00"},
        {"两小时前", "2024-05-10T10:00+00:00"},
        {"3天前", "2024-05-07"},
        {"昨天 10:22", "2024-05-09T10:22"},
        {"昨天10:22", "2024-05-09T10:22"},
        {"今天 下午3:22", "2024-05-10T15:22"},
        {"前天", "2024-05-08"},
        {"昨天", "2024-05-09"},
        {"3 hours ago", "2024-05-10T09:00+00:00"},
        {"an hour ago", "2024-05-10T11:00+00:00"},
        {"2 days ago", "2024-05-08"},
        {"Yesterday at 10:22", "2024-05-09T10:22"},
        {"yesterday", "2024-05-09"},
        {"just now", "2024-05-10T12:00+00:00"},
        {"vor 3 Stunden", "2024-05-10T09:00+00:00"},
        {"gestern um 10:22 Uhr", "2024-05-09T10:22"},
        {"il y a 3 heures", "2024-05-10T09:00+00:00"},
        {"hace 2 días", "2024-05-08"},
        {"3 часа назад", "2024-05-10T09:00+00:00"},
        {"вчера в 10:22", "2024-05-09T10:22"},
        {"3時間前", "2024-05-10T09:00+00:00"},
        {"3시간 전", "2024-05-10T09:00+00:00"},
        {"USA Today", ""},
        {"Today we learn that 3 hours are long", ""},
        {"今天我们学习", ""},
        {"voters are just now beginning", ""},
        {"十年前", ""},
    };
    CHECK(find, examples);
    na_date_match m;
    assert_true(na_date_find(NA_STR("更新：3小时前"), now, &m));
    assert_true(m.relative);
    assert_true(na_date_find(NA_STR("09-01"), now, &m));
    assert_true(m.no_year && !m.relative);
    assert_true(na_date_find(NA_STR("2015-09-01"), now, &m));
    assert_false(m.no_year || m.relative);
    na_date_find(NA_STR("昨天"), 1715342400 + 6 * 3600, &m); /* in China the 11th has begun */
    assert_int_equal(m.date.day, 10);
}

static void test_not_dates(void **state)
{
    (void)state;
    static const example examples[] = {
        {"", ""},
        {"2023/12", ""},
        {"2015-09", ""},
        {"2015", ""},
        {"2024-05-12", ""},
        {"2035-09-01", ""},
        {"2035年9月1日", ""},
        {"1 September 2035", ""},
        {"September 1, 1985", ""},
        {"1989-09-01", ""},
        {"2015-13-01", ""},
        {"2015-02-29", ""},
        {"31.04.2015", ""},
        {"192.168.1.1", ""},
        {"10.1.2015.7", ""},
        {"1.2.2015.09.01", ""},
        {"v1.2.15", ""},
        {"version 10.9.15.2", ""},
        {"电话：010-12345678", ""},
        {"电话 0571-87012015", ""},
        {"Tel. 030 / 12 34 56 78", ""},
        {"13812345678", ""},
        {"2015090112345", ""},
        {"$20.15 - 9.01", ""},
        {"¥2015.09", ""},
        {"1990-2015", ""},
        {"2015-2016学年", ""},
        {"得分 3-5", ""},
        {"于 09-01 比赛中", ""},
        {"10:22", ""},
        {"may 5 people", ""},
        {"I may 10 times", ""},
        {"10 out of 10", ""},
        {"the 5 may be", ""},
        {"增长 20.15%", ""},
        {"ISBN 978-7-01-012345-6", ""},
        {"ICP备12010101号-1", ""},
        {"7月份", ""},
        {"第3-5页", ""},
    };
    CHECK(find, examples);
}

static void test_parse(void **state)
{
    (void)state;
    static const example examples[] = {
        {"2015-09-01", "2015-09-01"},
        {"  2015-09-01 10:22\n", "2015-09-01T10:22"},
        {"2015-09-01T10:22:05+08:00", "2015-09-01T10:22:05+08:00"},
        {"2015-09-01T02:22:05.000Z", "2015-09-01T02:22:05+00:00"},
        {"Tue, 01 Sep 2015 10:22:05 GMT", "2015-09-01T10:22:05+00:00"},
        {"Tue, 01 Sep 15 10:22:05 +0800", "2015-09-01T10:22:05+08:00"},
        {"Tuesday, 01-Sep-15 10:22:05 GMT", "2015-09-01T10:22:05+00:00"},
        {"Tue Sep  1 10:22:05 2015", "2015-09-01T10:22:05"},
        {"Tue Sep 01 10:22:05 CST 2015", "2015-09-01T10:22:05"},
        {"Tue Sep 01 2015 10:22:05 GMT+0800 (中国标准时间)", "2015-09-01T10:22:05+08:00"},
        {"2015-09-01 10:22:05 +0800 CST", "2015-09-01T10:22:05+08:00"},
        {"20150901", "2015-09-01"},
        {"20150901102205", "2015-09-01T10:22:05"},
        {"201509011022", "2015-09-01T10:22"},
        {"20150901T102205Z", "2015-09-01T10:22:05+00:00"},
        {"20150901T102205+0800", "2015-09-01T10:22:05+08:00"},
        {"1441074125", "2015-09-01T02:22:05+00:00"},
        {"1441074125000", "2015-09-01T02:22:05+00:00"},
        {"September 1, 2015", "2015-09-01"},
        {"2015年9月1日", "2015-09-01"},
        {"2015-09-01 12:00:00 AM", "2015-09-01T00:00:00"},
        {"(2015-09-01)", "2015-09-01"},
        {"2015-09", ""},
        {"2015", ""},
        {"12345", ""},
        {"99999999999", ""},
        {"2015-09-01 and more words", ""},
        {"posted 2015-09-01", ""},
        {"", ""},
        {"null", ""},
        {"0000-00-00 00:00:00", ""},
    };
    CHECK(parse, examples);
}

static void test_url(void **state)
{
    (void)state;
    static const example examples[] = {
        {"http://x.cn/201509/t20150901_12345.html", "2015-09-01"},
        {"http://x.cn/art/2015/9/1/art_1_2.html", "2015-09-01"},
        {"http://x.cn/2015/0901/c1a2/page.htm", "2015-09-01"},
        {"http://x.cn/2015-09/01/content_1.htm", "2015-09-01"},
        {"http://x.cn/2015/09/01/", "2015-09-01"},
        {"http://x.cn/n1/2015/0901/c1-2.html", "2015-09-01"},
        {"http://x.cn/15/0901/10/ABC.html", "2015-09-01"},
        {"http://x.cn/a/20150901/123.html", "2015-09-01"},
        {"http://x.cn/201509/01/123.html", "2015-09-01"},
        {"http://x.com/2015/sep/01/slug", "2015-09-01"},
        {"http://x.com/news/2015-09-01-slug", "2015-09-01"},
        {"/2015/09/01/slug.html", "2015-09-01"},
        {"http://x.com/20150901102205.html", "2015-09-01"},
        {"http://x.com/2015/09/slug", ""},
        {"http://x.com/2035/09/01/", ""},
        {"http://x.com/view/id/229.html", ""},
        {"http://2015.09.01.x.com/", ""},
        {"http://x.com/?d=2015-09-01", ""},
        {"http://x.com/item/20159999", ""},
        {"http://x.com/a/4123-2015-09-31", ""},
        {"", ""},
    };
    CHECK(from_url, examples);
}

static void test_span_and_walk(void **state)
{
    (void)state;
    na_str text = NA_STR("签发 2015-09-01 10:22 来源 2015年9月3日，Sep 5, 2015.");
    static const char *const expected[] = {"2015-09-01 10:22", "2015年9月3日", "Sep 5, 2015"};
    size_t from = 0;
    for (size_t i = 0; i < 3; i++) {
        na_date_match m;
        assert_true(na_date_find_from(text, from, now, &m));
        na_str got = {text.p + m.begin, m.end - m.begin};
        if (!na_str_eq(got, na_str_from(expected[i])))
            fail_msg("got \"%.*s\", expected \"%s\"", NA_STR_ARG(got), expected[i]);
        from = m.end;
    }
    na_date_match m;
    assert_false(na_date_find_from(text, from, now, &m));
}

static void test_calendar(void **state)
{
    (void)state;
    na_date a = {2015, 9, 1, 10, 22, 5, true, 480}, b = {2015, 9, 2, -1, -1, -1, false, 0};
    assert_int_equal(na_date_seconds(&a), 1441074125);
    assert_int_equal(na_date_seconds(&b), 1441152000);
    assert_true(na_date_compare_day(&a, &b) < 0);
    assert_true(na_date_compare_day(&b, &a) > 0);
    assert_int_equal(na_date_compare_day(&a, &a), 0);
    char out[40];
    assert_int_equal(na_date_format(&b, out), 10);
    a.offset_minutes = -210;
    na_date_format(&a, out);
    assert_string_equal(out, "2015-09-01T10:22:05-03:30");
    na_date epoch = {1970, 1, 1, 0, 0, 0, true, 0};
    assert_int_equal(na_date_seconds(&epoch), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numeric),       cmocka_unit_test(test_without_year),
        cmocka_unit_test(test_east),          cmocka_unit_test(test_names),
        cmocka_unit_test(test_relative),      cmocka_unit_test(test_not_dates),
        cmocka_unit_test(test_parse),         cmocka_unit_test(test_url),
        cmocka_unit_test(test_span_and_walk), cmocka_unit_test(test_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
