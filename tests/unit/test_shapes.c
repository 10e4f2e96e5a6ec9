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

/* The same, with what is known kept and taken up again after each page. */
static int taken_in_pieces(void (*make)(char *url, size_t size, int n), na_url_kind kind)
{
    na_buf saved = NA_BUF(NA_SHAPES_SAVED);
    char url[256];
    int count = 0;
    for (int n = 0; n < 300; n++) {
        na_shapes *s = na_shapes_new();
        na_shapes_load(s, na_buf_str(&saved));
        make(url, sizeof url, n);
        na_shape one = shape(url);
        if (!na_shapes_used_up(s, &one, kind)) {
            na_shapes_note(s, &one, NA_YIELD_NOTHING);
            count++;
        }
        na_buf_clear(&saved);
        na_shapes_save(s, &saved);
        na_shapes_free(s);
    }
    assert_int_equal(saved.status, NEWSARC_OK);
    na_buf_free(&saved);
    return count;
}

static void patience_is_kept(void **state)
{
    (void)state;
    assert_int_equal(taken_in_pieces(make_calendar, NA_URL_PAGE),
                     taken(make_calendar, NA_URL_PAGE));
    assert_int_equal(taken_in_pieces(make_filters, NA_URL_LIST), taken(make_filters, NA_URL_LIST));
    assert_int_equal(taken_in_pieces(make_growing, NA_URL_PAGE), taken(make_growing, NA_URL_PAGE));
}

static void a_full_memory_is_kept(void **state)
{
    (void)state;
    char text[32];
    na_buf saved = NA_BUF(NA_SHAPES_SAVED), again = NA_BUF(NA_SHAPES_SAVED);
    na_shapes *s = na_shapes_new(), *t = na_shapes_new();
    for (int n = 0; n < 200000; n++) {
        na_shape one = {.fine = (uint64_t)n * 0x9e3779b97f4a7c15U + 1};
        snprintf(text, sizeof text, "%d", n);
        na_shapes_note(s, &one, n % 3 ? NA_YIELD_NOTHING : NA_YIELD_NEW);
        na_shapes_is_new(s, na_str_from(text));
    }
    na_shapes_save(s, &saved);
    na_shapes_load(t, na_buf_str(&saved));
    na_shapes_save(t, &again);
    assert_int_equal(saved.status, NEWSARC_OK);
    assert_true(saved.n > 400000);
    assert_true(na_str_eq(na_buf_str(&saved), na_buf_str(&again)));
    for (size_t n = 0; n < 40; n++) /* cut anywhere, or something else */
        na_shapes_load(t, na_str_take(na_buf_str(&saved), n));
    na_shapes_load(t, NA_STR("not what was saved, but long enough"));
    na_buf_free(&saved);
    na_buf_free(&again);
    na_shapes_free(s);
    na_shapes_free(t);
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
        cmocka_unit_test(patience_is_kept),
        cmocka_unit_test(a_full_memory_is_kept),
        cmocka_unit_test(what_gives_goes_on),
        cmocka_unit_test(a_long_list_of_known_entries_is_read_far),
        cmocka_unit_test(kin_are_pages_that_make_each_other),
        cmocka_unit_test(copies_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
