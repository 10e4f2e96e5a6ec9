/* crawl/join: one article of its parts. */
#include "unit/unit.h"

#include "crawl/join.h"
#include <stdlib.h>

static void add(na_join *j, uint32_t number, const char *url, const char *json)
{
    assert_true(na_join_add(j, number, na_str_from(url), na_str_from(json), NA_STR("md")));
}

static void expect(na_join *j, const char *want)
{
    char *json = na_join_json(j);
    if (want)
        assert_string_equal(json, want);
    else
        assert_null(json);
    free(json);
    na_join_free(j);
}

#define PART(date, text, images)                                                                   \
    "{\"title\":\"T\",\"date\":" date ",\"source\":null,\"authors\":[],\"text\":\"" text           \
    "\",\"images\":[" images "],\"attachments\":[],\"evidence\":{}}"

static void test_text_and_images_follow_each_other(void **state)
{
    (void)state;
    na_join j;
    na_join_init(&j);
    add(&j, 1, "http://a.org/1", PART("null", "one\\n1 2 下一页", "1"));
    add(&j, 2, "http://a.org/1_2", PART("\"2015-09-01\"", "two\\n上一页 1 2", "2"));
    assert_true(na_str_eq(na_buf_str(&j.markdown), NA_STR("md\n\nmd")));
    expect(&j, "{\"title\":\"T\",\"date\":\"2015-09-01\",\"source\":null,\"authors\":[],"
               "\"text\":\"one\\ntwo\",\"images\":[1,2],\"attachments\":[],\"evidence\":{},"
               "\"parts\":[\"http://a.org/1\",\"http://a.org/1_2\"]}");
}

static void test_one_part_is_no_join(void **state)
{
    (void)state;
    na_join j;
    na_join_init(&j);
    add(&j, 1, "http://a.org/1", PART("null", "one", ""));
    add(&j, 1, "http://a.org/1_2", PART("null", "one", "")); /* the same page again */
    add(&j, 0, "http://a.org/1_3", "no JSON");
    expect(&j, NULL);
}

static void test_parts_may_say_the_same(void **state)
{
    (void)state;
    na_join j;
    na_join_init(&j);
    add(&j, 1, "http://a.org/1", PART("null", "one", ""));
    add(&j, 2, "http://a.org/1_2", PART("null", "one", ""));
    assert_true(na_str_eq(na_buf_str(&j.text), NA_STR("one\none")));
    na_join_free(&j);
}

static void test_what_is_a_pager(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {{"body\n[上一页](http://a.org/1) 1 [2](x_2.html)\n\n 共2页", "body"},
                 {"body\n2015-09-01", "body\n2015-09-01"},
                 {"body\n第一章", "body\n第一章"},
                 {"1 2", ""},
                 {"body 1 2", "body 1 2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(
            na_str_eq(na_without_pager(na_str_from(cases[i].text)), na_str_from(cases[i].want)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text_and_images_follow_each_other),
                                       cmocka_unit_test(test_one_part_is_no_join),
                                       cmocka_unit_test(test_parts_may_say_the_same),
                                       cmocka_unit_test(test_what_is_a_pager)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
