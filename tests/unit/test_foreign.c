/* html/foreign: no svg or math tag reaches Gumbo, and none hides the text behind it. */
#include "html/foreign.h"
#include "html_support.h"
#include "unit/unit.h"

static void renames_every_tag(void **state)
{
    (void)state;
    static const struct {
        const char *page, *want;
    } cases[] = {
        {"<svg><g></svg>", "<bDo><g></bDo>"},
        {"<SVG a=b><path/></Svg >", "<bDo a=b><path/></bDo >"},
        {"<svg/>t", "<wBr/>t"},
        {"<svg a='b' />t", "<wBr a='b' />t"},
        {"<svg>never closed", "<wBr>never closed"},
        {"<svg><div>left</div></svg>", "<wBr><div>left</div></bDo>"},
        {"<svg><foreignObject><div>d</div></foreignObject></svg>",
         "<bDo><foreignObject><div>d</div></foreignObject></bDo>"},
        {"<svg><svg></svg></svg>", "<bDo><bDo></bDo></bDo>"},
        {"<math><mi>x</math>", "<dAta><mi>x</dAta>"},
        {"<svg><math></svg></math>", "<wBr><dAta></bDo></dAta>"},
        {"<svgs><mathx><sv>", "<svgs><mathx><sv>"},
        {"<!-- <svg> --><a b='<svg'>", "<!-- <wBr> --><a b='<svg'>"},
        {"</svg", "</bDo"},
        {"<", "<"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[128];
        strcpy(page, cases[i].page);
        na_foreign_rename(page, strlen(page));
        assert_string_equal(page, cases[i].want);
    }
}

static void text_is(na_arena *arena, const na_doc *doc)
{
    assert_true(na_str_eq(na_node_text(arena, doc, 0), NA_STR("before behind")));
}

static void only_what_is_inside_is_hidden(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "before <svg><text>in</text><path/></svg> behind",
        "before <svg/> behind",
        "before <svg><path/><p>behind",
        "before <svg><use href='#a'/> behind",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_int_equal(with_doc(pages[i], text_is), NEWSARC_OK);
}

static void names_come_back(na_arena *arena, const na_doc *doc)
{
    (void)arena;
    na_node_id svg = na_find_tag(doc, 0, doc->count, NA_TAG_SVG);
    assert_true(svg != NA_NO_NODE);
    assert_true(na_str_eq(na_node_at(doc, svg)->text, NA_STR("svg")));
    assert_true(na_str_eq(na_attr_get(doc, svg, "role"), NA_STR("img")));
    na_node_id math = NA_NO_NODE;
    for (na_node_id n = 0; n < doc->count; n++)
        if (na_str_eq(na_node_at(doc, n)->text, NA_STR("math")))
            math = n;
    assert_true(math != NA_NO_NODE && na_node_at(doc, math)->text_chars == 1);
}

static void the_tree_has_the_names_of_the_page(void **state)
{
    (void)state;
    assert_int_equal(
        with_doc("<svg role=img><text>t</text></svg><math><mi>x</mi></math>", names_come_back),
        NEWSARC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renames_every_tag),
        cmocka_unit_test(only_what_is_inside_is_hidden),
        cmocka_unit_test(the_tree_has_the_names_of_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
