/* html/css: addresses in style sheets. */
#include "unit/unit.h"

#include "html/css.h"
#include <stdio.h>

typedef struct look {
    const char *text;
    bool html;
    char found[2048];
    size_t n;
} look;

static void found(void *user, const na_css_link *link)
{
    look *l = user;
    l->n += (size_t)snprintf(l->found + l->n, sizeof l->found - l->n, "%.*s\n",
                             NA_STR_ARG(link->address));
}

static void find(na_arena *arena, void *user)
{
    look *l = user;
    (l->html ? na_css_style_elements : na_css_links)(arena, na_str_from(l->text), found, l);
}

static void expect(const char *text, bool html, const char *want)
{
    look l = {.text = text, .html = html};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, find, &l), NEWSARC_OK);
    assert_string_equal(l.found, want);
    na_arena_free(arena);
}

static void test_addresses(void **state)
{
    (void)state;
    expect("a{background:url(a.png)} b{background:URL( 'b c.png' ) } c{src:url(\"c.woff\")}", false,
           "a.png\nb c.png\nc.woff\n");
    expect("@import 'a.css';@import \"b.css\" print;@import url(c.css);", false,
           "a.css\nb.css\nc.css\n");
    expect("a{background:url(\\61 b\\).png)}", false, "ab).png\n");
}

static void note_place(void *user, const na_css_link *link)
{
    look *l = user;
    l->n += (size_t)snprintf(l->found + l->n, sizeof l->found - l->n, "%.*s\n",
                             (int)(link->end - link->begin), l->text + link->begin);
}

static void find_places(na_arena *arena, void *user)
{
    look *l = user;
    na_css_links(arena, na_str_from(l->text), note_place, l);
}

static void test_places(void **state)
{
    (void)state;
    look l = {.text = "@import 'a.css';b{c:url( 'b) c.png' ) d} e{src:URL(f)} g{h:url(open"};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, find_places, &l), NEWSARC_OK);
    assert_string_equal(l.found, "'a.css'\nurl( 'b) c.png' )\nURL(f)\nurl(open\n");
    na_arena_free(arena);
}

static void test_what_is_none(void **state)
{
    (void)state;
    expect("/* url(no.png) */ a{content:'url(no.png)';background:url(data:image/png;base64,x)}"
           "b{background:url()} c{color:red",
           false, "");
    expect("a{background:url(open.png", false, "open.png\n");
    expect("/* not closed url(no.png)", false, "");
}

static void test_style_elements(void **state)
{
    (void)state;
    expect("<p>url(no.png)</p><STYLE type=text/css>a{background:url(a.png)}</STYLE>"
           "<!-- <style>b{background:url(no.png)}</style> --><style>@import 'b.css'",
           true, "a.png\nb.css\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses), cmocka_unit_test(test_places),
        cmocka_unit_test(test_what_is_none), cmocka_unit_test(test_style_elements)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
