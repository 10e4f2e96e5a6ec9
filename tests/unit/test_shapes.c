/* crawl/shapes: addresses without end are left, those that give something are not. */
#include "unit/unit.h"

#include "crawl/shapes.h"
#include <stdio.h>

static na_shape shape(const char *url)
{
    return na_shape_of(na_str_from(url));
}

static bool same(const char *a, const char *b)
{
    return shape(a).fine == shape(b).fine;
}

static void numbers_and_values_are_taken_out(void **state)
{
    (void)state;
    assert_true(same("http://a.org/2015/9/t20150901_12.html", "http://a.org/2026/11/t1_3.html"));
    assert_true(same("http://a.org/c?y=2026&m=1", "http://a.org/c?m=12&y=1999"));
    assert_true(same("http://a.org/f?color=1&size=2", "http://a.org/f?size=9&color=1&size=2"));
    assert_false(same("http://a.org/i.php?a=show&id=1", "http://a.org/i.php?a=list&id=1"));
    assert_false(same("http://a.org/i.php?id=1", "http://a.org/i.php?cid=1"));
    assert_false(same("http://a.org/news/1.html", "http://a.org/about/1.html"));
    assert_false(same("http://a.org/1.html", "http://b.org/1.html"));
    assert_true(same("http://a.org/x/a/b/a/", "http://a.org/x/a/b/b/a/"));
    assert_true(shape("http://a.org/x/a/b/a/").repeats);
    assert_false(shape("http://a.org/2015/09/09/1.html").repeats);
}

/* How many pages of the shapes that `make` numbers are taken when none gives anything. */
static int taken(void (*make)(char *url, size_t size, int n), na_url_kind kind)
{
    na_shapes *s = na_shapes_new();
    char url[256];
    int count = 0;
    for (int n = 0; n < 1000; n++) {
        make(url, sizeof url, n);
        na_shape one = shape(url);
        if (na_shapes_used_up(s, &one, kind))
            continue;
        na_shapes_note(s, &one, NA_YIELD_NOTHING);
        count++;
    }
    na_shapes_free(s);
    return count;
}

static void make_calendar(char *url, size_t size, int n)
{
    snprintf(url, size, n % 2 ? "http://a.org/cal?y=%d&m=%d" : "http://a.org/cal?y=%d&m=%d&d=1", n,
             n % 12);
}

static void make_filters(char *url, size_t size, int n)
{
    static const char *const names[] = {"color", "size", "sort", "page", "brand"};
    size_t used = (size_t)snprintf(url, size, "http://a.org/f?x=1");
    for (int i = n; i > 0; i /= 5)
        used += (size_t)snprintf(url + used, size - used, "&%s=%d", names[i % 5], i % 3);
}

static void make_growing(char *url, size_t size, int n)
{
    size_t used = (size_t)snprintf(url, size, "http://a.org/deep/a/");
    for (int i = n + 1; i > 0; i /= 2)
        used += (size_t)snprintf(url + used, size - used, i % 2 ? "a/" : "b/");
}

static void traps_are_left(void **state)
{
    (void)state;
    assert_in_range(taken(make_calendar, NA_URL_PAGE), 5, 20);
    assert_in_range(taken(make_filters, NA_URL_PAGE), 5, 20);
    assert_in_range(taken(make_filters, NA_URL_LIST), 10, 50);
    assert_in_range(taken(make_growing, NA_URL_PAGE), 3, 20);
    assert_in_range(taken(make_calendar, NA_URL_ARTICLE), 200, 450);
}

static void what_gives_goes_on(void **state)
{
    (void)state;
    na_shapes *s = na_shapes_new();
    char url[64];
    for (int n = 0; n < 5000; n++) {
        snprintf(url, sizeof url, "http://a.org/show.php?id=%d", n);
        na_shape one = shape(url);
        assert_false(na_shapes_used_up(s, &one, NA_URL_PAGE));
        na_shapes_note(s, &one, n % 5 ? NA_YIELD_NOTHING : NA_YIELD_NEW);
    }
    na_shape filter = shape("http://a.org/show.php?sort=1");
    for (int n = 0; n < 100; n++)
        na_shapes_note(s, &filter, NA_YIELD_NOTHING);
    na_shape article = shape("http://a.org/show.php?id=1");
    assert_true(na_shapes_used_up(s, &filter, NA_URL_PAGE));
    assert_false(na_shapes_used_up(s, &article, NA_URL_PAGE)); /* one path, two shapes */
    na_shapes_free(s);
}

static void a_long_list_of_known_entries_is_read_far(void **state)
{
    (void)state;
    na_shapes *s = na_shapes_new();
    na_shape list = shape("http://a.org/list_2.html");
    for (int n = 0; n < 200; n++) {
        assert_false(na_shapes_used_up(s, &list, NA_URL_LIST));
        na_shapes_note(s, &list, NA_YIELD_KNOWN);
    }
    na_shapes_free(s);
}

static void kin_are_pages_that_make_each_other(void **state)
{
    (void)state;
    na_shape list = shape("http://a.org/list.php?cid=1"), next = shape("http://a.org/list.php?p=2");
    na_shape article = shape("http://a.org/show/1.html");
    assert_true(na_shape_is_kin(&list, &next));
    assert_false(na_shape_is_kin(&list, &article));
}

static void copies_are_told(void **state)
{
    (void)state;
    na_shapes *s = na_shapes_new();
    assert_true(na_shapes_is_new(s, NA_STR("0123")));
    assert_false(na_shapes_is_new(s, NA_STR("0123")));
    assert_true(na_shapes_is_new(s, NA_STR("0124")));
    na_shapes_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_values_are_taken_out),
        cmocka_unit_test(traps_are_left),
        cmocka_unit_test(what_gives_goes_on),
        cmocka_unit_test(a_long_list_of_known_entries_is_read_far),
        cmocka_unit_test(kin_are_pages_that_make_each_other),
        cmocka_unit_test(copies_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
