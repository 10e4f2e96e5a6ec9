/* The flat document: order, sums, flags, limits, and what is left when a limit ends the parse. */
#include "html_support.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define assert_text(actual, expected) assert_text_equal((actual), (expected))

static void assert_text_equal(na_str actual, const char *expected)
{
    if (!na_str_eq(actual, na_str_from(expected)))
        fail_msg("\"%.*s\" != \"%s\"", NA_STR_ARG(actual), expected);
}

static na_node_id find(const na_doc *d, na_tag tag)
{
    na_node_id n = na_find_tag(d, 0, d->count, tag);
    assert_int_not_equal(n, NA_NO_NODE);
    return n;
}

static void check_order(na_arena *arena, const na_doc *d)
{
    (void)arena;
    assert_true(na_is_element(d, 0, NA_TAG_HTML));
    assert_int_equal(d->nodes[0].parent, NA_NO_NODE);
    assert_int_equal(d->nodes[0].end, d->count);
    assert_true(na_is_element(d, d->head, NA_TAG_HEAD));
    assert_true(na_is_element(d, d->body, NA_TAG_BODY));
    na_node_id ul = find(d, NA_TAG_UL), p = find(d, NA_TAG_P);
    assert_int_equal(na_first_child(d, d->body), ul);
    assert_int_equal(na_next_sibling(d, ul), p);
    assert_int_equal(na_next_sibling(d, p), NA_NO_NODE);
    na_node_id first = na_first_child(d, ul), second = na_next_sibling(d, first);
    assert_true(na_is_element(d, first, NA_TAG_LI) && na_is_element(d, second, NA_TAG_LI));
    assert_int_equal(na_next_sibling(d, second), NA_NO_NODE);
    assert_true(na_contains(d, ul, second) && !na_contains(d, first, second));
    assert_int_equal(d->nodes[first].depth, 3);
    for (na_node_id n = 1; n < d->count; n++) {
        assert_true(d->nodes[n].parent < n);
        assert_true(d->nodes[n].end > n && d->nodes[n].end <= d->nodes[d->nodes[n].parent].end);
    }
}

static void nodes_stand_in_document_order(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<ul><li>a<li><b>b</b></ul><p>c", check_order), NEWSARC_OK);
}

static void check_attributes(na_arena *arena, const na_doc *d)
{
    (void)arena;
    na_node_id a = find(d, NA_TAG_A);
    assert_int_equal(d->nodes[a].attr_count, 4);
    assert_text(d->attrs[d->nodes[a].attr].name, "href");
    assert_text(na_attr_get(d, a, "href"), "/x?a=1&b=2");
    assert_text(na_attr_get(d, a, "title"), "");
    assert_non_null(na_attr_get(d, a, "title").p);
    assert_null(na_attr_get(d, a, "TITLE").p);
    assert_true(na_attr_has(d, a, "download") && !na_attr_has(d, a, "target"));
    assert_true(na_class_has(d, a, "more") && na_class_has(d, a, "TRS_link"));
    assert_false(na_class_has(d, a, "mor") || na_class_has(d, a, ""));
    assert_text(d->base_href, "/b/");
    na_node_id odd = find(d, NA_TAG_P) + 1;
    assert_int_equal(d->nodes[odd].tag, NA_TAG_OTHER);
    assert_text(d->nodes[odd].text, "ucapcontent");
    assert_string_equal(na_tag_name(NA_TAG_H1), "h1");
    assert_string_equal(na_tag_name(NA_TAG_OTHER), "");
}

static void attributes_are_resolved(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<base target=x><base href='/b/'>"
                              "<a HREF='/x?a=1&amp;b=2' title class=' more\ttrs_LINK' download>x"
                              "</a><p><UCAPCONTENT>y",
                              check_attributes),
                     NEWSARC_OK);
}

static void check_sums(na_arena *arena, const na_doc *d)
{
    (void)arena;
    const na_node *body = na_node_at(d, d->body), *div = na_node_at(d, find(d, NA_TAG_DIV));
    assert_int_equal(div->text_chars, 15);
    assert_int_equal(div->link_chars, 4);
    assert_int_equal(div->sentences, 2);
    assert_int_equal(div->commas, 2);
    assert_int_equal(div->links, 1);
    assert_int_equal(div->elements, 4); /* itself too */
    assert_int_equal(body->text_chars, div->text_chars);
    assert_int_equal(body->elements, div->elements + 1);
    const na_node *script = na_node_at(d, find(d, NA_TAG_SCRIPT));
    assert_int_equal(script->elements + script->text_chars, 0);
}

static void sums_leave_out_what_is_not_read(void **state)
{
    (void)state;
    assert_int_equal(
        with_doc("<body><div>\xE4\xB8\x80\xEF\xBC\x8C \xE4\xBA\x8C\xE3\x80\x82<b>,</b> \n"
                 "<a href=x>li,k</a><a name=y></a>3.14 !!</div><script>a<b, c.</script>"
                 "<div hidden>hidden</div><div style='color:red; Display : NONE'>x</div>"
                 "<noscript>n</noscript><select><option>o</select><textarea>t</textarea>"
                 "<button>b</button><template><p>t</template><svg><text>s</text></svg>"
                 "<span aria-hidden=true>z</span>",
                 check_sums),
        NEWSARC_OK);
}

static void check_flags(na_arena *arena, const na_doc *d)
{
    (void)arena;
    na_node_id a = find(d, NA_TAG_A), hidden = find(d, NA_TAG_P);
    assert_false(d->nodes[a].flags & NA_IN_LINK);
    assert_int_equal(d->nodes[a + 1].flags & (NA_IN_LINK | NA_BLOCK), NA_IN_LINK);
    assert_true(d->nodes[a + 2].flags & NA_IN_LINK);
    assert_true(d->nodes[hidden].flags & NA_HIDDEN_NODE);
    assert_true(d->nodes[hidden].flags & NA_BLOCK);
    assert_true(d->nodes[hidden + 1].flags & NA_HIDDEN_NODE);
    na_node_id br = find(d, NA_TAG_BR);
    assert_false(d->nodes[br].flags & (NA_HIDDEN_NODE | NA_BLOCK));
    assert_true(d->nodes[br + 1].flags & NA_WHITE);
    assert_false(d->nodes[a + 2].flags & NA_WHITE);
    assert_false(d->nodes[find(d, NA_TAG_IMG)].flags & NA_HIDDEN_NODE);
}

static void flags_are_inherited(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<div><a href=x><b>in</b></a><p style='visibility:hidden'>gone</p>"
                              "<img aria-hidden=true><br>&nbsp;\xE3\x80\x80</div>",
                              check_flags),
                     NEWSARC_OK);
}

#define LONG_TEXT "A run of text that is longer than twenty characters"

static void check_paragraphs(na_arena *arena, const na_doc *d)
{
    (void)arena;
    static const uint32_t expected[] = {1, 0, 2, 2, 1, 2, 0, 3};
    na_node_id n = na_first_child(d, d->body);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        if (d->nodes[n].paragraphs != expected[i])
            fail_msg("element %zu: %u paragraphs", i, d->nodes[n].paragraphs);
        n = na_next_sibling(d, n);
    }
    assert_int_equal(d->nodes[d->body].paragraphs, 11);
}

static void paragraphs_are_counted(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<p>" LONG_TEXT "</p><p>short</p>"
                              "<div>" LONG_TEXT "<br><br>" LONG_TEXT "</div>"
                              "<p>" LONG_TEXT "<br> <br/>" LONG_TEXT "<br><br>short</p>"
                              "<div>" LONG_TEXT "<p>" LONG_TEXT "</p>" LONG_TEXT "</div>"
                              "<div>\xE3\x80\x80\xE3\x80\x80" LONG_TEXT
                              "<br><b>\xE3\x80\x80\xE3\x80\x80</b>" LONG_TEXT "</div>"
                              "<div>" LONG_TEXT "<br>" LONG_TEXT "</div>"
                              "<div><div>" LONG_TEXT "<br><br>" LONG_TEXT "</div><p>" LONG_TEXT
                              "</div>",
                              check_paragraphs),
                     NEWSARC_OK);
}

static void check_text(na_arena *arena, const na_doc *d)
{
    assert_text(na_node_text(arena, d, d->body), "one two three four five 6 seven");
    na_node_id title = find(d, NA_TAG_TITLE);
    assert_text(na_node_text(arena, d, title), "a & b");
    assert_text(na_node_text(arena, d, title + 1), "a & b");
    assert_text(na_node_text(arena, d, find(d, NA_TAG_OPTION)), "o");
}

static void text_of_a_subtree(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<title> a &amp;\n b</title><body>  one<p>two</p><p> three&nbsp;</p>"
                              "four<br>five<i hidden>x</i><script>y</script> <select><option>o"
                              "</select><table><tr><td>6<td>se<b>ven</b></table>",
                              check_text),
                     NEWSARC_OK);
}

static void check_marks(na_arena *arena, const na_doc *d)
{
    (void)arena;
    size_t marks = 0;
    for (na_node_id n = 0; n < d->count; n++)
        marks += d->nodes[n].type == NA_COMMENT;
    assert_int_equal(marks, 2);
    na_node_id p = find(d, NA_TAG_P);
    assert_int_equal(d->nodes[p - 1].type, NA_COMMENT);
    assert_text(d->nodes[p - 1].text, "enpcontent");
    assert_int_equal(d->comment_count, 4);
    assert_true(na_str_find(d->comments[0], NA_STR("<title>T</title>")) != NA_NOT_FOUND);
    assert_int_equal(d->script_count, 2);
    assert_text(d->scripts[1], "{}");
    assert_text(d->script_types[1], "application/ld+json");
}

static void marks_and_scripts_are_kept(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<!--enpproperty <articleid>1</articleid><title>T</title>"
                              "<author></author><nodename></nodename>/enpproperty-->"
                              "<script>x</script><div><!--enpcontent--><p>t</p><!--/enpcontent-->"
                              "<!-- nav --></div><script type=application/ld+json>{}</script>",
                              check_marks),
                     NEWSARC_OK);
}

static void check_scripts_behind_a_stop(na_arena *arena, const na_doc *d)
{
    (void)arena;
    assert_int_equal(d->script_count, 2);
    assert_text(d->scripts[0], "one");
    assert_text(d->scripts[1], "if (a<b) two()");
    assert_text(d->script_types[1], "t");
    assert_int_equal(d->comment_count, 1);
    assert_text(d->comments[0], "three");
}

static void scripts_are_found_where_slimming_stopped(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<script>one</script><select><option><style><b></style></select>"
                              "<script type=t>if (a<b) two()</script><!--three-->",
                              check_scripts_behind_a_stop),
                     NEWSARC_OK);
}

static void check_deep(na_arena *arena, const na_doc *d)
{
    uint16_t deepest = 0;
    for (na_node_id n = 0; n < d->count; n++)
        deepest = d->nodes[n].depth > deepest ? d->nodes[n].depth : deepest;
    assert_int_equal(deepest, NA_DEPTH_MAX);
    assert_text(na_node_text(arena, d, d->body), "bottom");
    assert_int_equal(d->nodes[d->body].text_chars, 6);
    assert_false(d->fallback);
}

static void deeper_elements_are_ignored(void **state)
{
    (void)state;
    static char page[8192];
    page[0] = 0;
    for (int i = 0; i < 1000; i++)
        strcat(page, "<span>");
    strcat(page, "bottom");
    assert_int_equal(with_doc(page, check_deep), NEWSARC_OK);
}

static void check_empty(na_arena *arena, const na_doc *d)
{
    assert_int_equal(d->count, 3);
    assert_int_equal(na_node_text(arena, d, 0).n, 0);
    assert_int_equal(d->script_count + d->comment_count, 0);
}

static void an_empty_page_has_head_and_body(void **state)
{
    (void)state;
    assert_int_equal(with_doc("", check_empty), NEWSARC_OK);
}

static void check_frameset(na_arena *arena, const na_doc *d)
{
    (void)arena;
    assert_int_equal(d->body, NA_NO_NODE);
    assert_text(na_attr_get(d, find(d, NA_TAG_FRAME), "src"), "a.html");
}

static void a_frameset_page_has_no_body(void **state)
{
    (void)state;
    assert_int_equal(with_doc("<frameset><frame src=a.html></frameset>", check_frameset),
                     NEWSARC_OK);
}

typedef struct tight_run {
    na_str html;
    na_arena_limits limits;
    void (*check)(na_arena *arena, const na_doc *doc);
} tight_run;

static void parse_tight(na_arena *arena, void *user)
{
    tight_run *run = user;
    run->check(arena, na_doc_parse(arena, run->html, run->limits));
}

static void check_fallback(na_arena *arena, const na_doc *d)
{
    assert_true(d->fallback);
    assert_text(na_node_text(arena, d, find(d, NA_TAG_TITLE)), "T & <b>");
    na_node_id meta = find(d, NA_TAG_META);
    assert_true(na_contains(d, d->head, meta));
    assert_text(na_attr_get(d, meta, "content"), "2015-09-01");
    assert_text(na_node_text(arena, d, find(d, NA_TAG_H1)), "Head line");
    assert_text(na_attr_get(d, find(d, NA_TAG_A), "href"), "/a&b");
    assert_text(na_node_text(arena, d, d->body), "Head line one two < three four");
    assert_int_equal(d->script_count, 1);
    for (na_node_id n = 0; n < d->count; n++)
        assert_true(d->nodes[n].depth <= 4);
}

static void a_limit_leaves_title_meta_and_text(void **state)
{
    (void)state;
    tight_run run = {NA_STR("<title>T &amp; <b></title><script>s</script>"
                            "<meta name=PubDate content='2015-09-01'><style>x</style>"
                            "<div><table><tr><td><h1>Head <b>line</b></h1><div><div>one<p>two < "
                            "<a href='/a&amp;b'>three</a><ul><li>four"),
                     {64, 0},
                     check_fallback};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, parse_tight, &run), NEWSARC_OK);
    na_arena_free(arena);
}

static void no_check(na_arena *arena, const na_doc *d)
{
    (void)arena, (void)d;
}

static void the_callers_own_limit_ends_the_callers_run(void **state)
{
    (void)state;
    tight_run run = {NA_STR("<p>text"), {0, 0}, no_check};
    na_arena *arena = na_arena_new();
    for (size_t memory = 64; memory < 4096; memory += 64)
        assert_int_equal(na_arena_run(arena, (na_arena_limits){memory, 0}, parse_tight, &run),
                         NEWSARC_E_LIMIT);
    na_arena_free(arena);
}

static void limits_follow_the_size(void **state)
{
    (void)state;
    assert_int_equal(na_doc_default_limits(0).memory, 16 << 20);
    assert_int_equal(na_doc_default_limits(1 << 20).memory, 48 << 20);
    assert_int_equal(na_doc_default_limits(SIZE_MAX / 2).memory, 256 << 20);
    assert_int_equal(na_doc_default_limits(2 << 20).cpu_ns, 2000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_stand_in_document_order),
        cmocka_unit_test(attributes_are_resolved),
        cmocka_unit_test(sums_leave_out_what_is_not_read),
        cmocka_unit_test(flags_are_inherited),
        cmocka_unit_test(paragraphs_are_counted),
        cmocka_unit_test(text_of_a_subtree),
        cmocka_unit_test(marks_and_scripts_are_kept),
        cmocka_unit_test(scripts_are_found_where_slimming_stopped),
        cmocka_unit_test(deeper_elements_are_ignored),
        cmocka_unit_test(an_empty_page_has_head_and_body),
        cmocka_unit_test(a_frameset_page_has_no_body),
        cmocka_unit_test(a_limit_leaves_title_meta_and_text),
        cmocka_unit_test(the_callers_own_limit_ends_the_callers_run),
        cmocka_unit_test(limits_follow_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
