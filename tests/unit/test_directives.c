/* crawl/directives: X-Robots-Tag. What meta elements say: test_outlinks, end-to-end tests. */
#include "unit/unit.h"

#include "crawl/directives.h"

static na_directives read_head(const char *fields)
{
    na_http_head head = {.fields = na_str_from(fields)};
    na_directives d = {false, false};
    na_directives_from_head(&head, NA_STR("newsarc"), &d);
    return d;
}

static void fields_for_all_and_for_us(void **state)
{
    (void)state;
    na_directives d = read_head("X-Robots-Tag: noindex\r\nx-robots-tag: NOFOLLOW, noarchive\r\n");
    assert_true(d.noindex && d.nofollow);
    d = read_head("X-Robots-Tag: none\r\n");
    assert_true(d.noindex && d.nofollow);
    d = read_head("X-Robots-Tag: NewsArc: nofollow\r\n");
    assert_true(d.nofollow && !d.noindex);
}

static void fields_for_others(void **state)
{
    (void)state;
    na_directives d = read_head("X-Robots-Tag: otherbot: noindex, nofollow\r\n"
                                "X-Robots-Tag: noarchive\r\nX-Robots: none\r\n"
                                "X-Robots-Tag: unavailable_after: 25 Jun 2030 15:00:00 GMT\r\n");
    assert_false(d.noindex || d.nofollow);
}

static void values_of_their_own(void **state)
{
    (void)state;
    na_directives d = read_head("X-Robots-Tag: nofollow, max-snippet: 5\r\n");
    assert_true(d.nofollow);
    d = read_head("X-Robots-Tag: max-snippet: 5, noindex\r\n");
    assert_true(d.noindex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_for_all_and_for_us),
        cmocka_unit_test(fields_for_others),
        cmocka_unit_test(values_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
