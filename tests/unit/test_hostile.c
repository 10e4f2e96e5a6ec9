/* Pages that make HTML parsers quadratic, recursive or hungry: the cases that were measured with
 * Gumbo 0.10.1. Each must give a document, at each size; the guard of the parse bounds time and
 * memory, so a hang or a crash here is what fails. */
#include "html_support.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* '#' in `unit` becomes a running number. */
typedef struct hostile_case {
    const char *name, *head, *unit, *tail;
} hostile_case;

static const hostile_case cases[] = {
    {"nested div", "", "<div>", ""},
    {"nested div beside closed ones", "", "<div></div><div>", ""},
    {"b never closed", "", "<b>", "x"},
    {"b, i, font never closed", "", "<b><i><font>", "x"},
    {"formatting elements without end", "", "<p><b a=#>", "x"},
    {"links never closed", "", "<a href=#>x", ""},
    {"b across p ends", "", "<b a=#></p>", ""},
    {"nobr", "", "<nobr>x", ""},
    {"attributes", "<div ", "a#=1 ", ">x"},
    {"one long attribute", "<div a='", "xxxxxxxx", "'>x"},
    {"nested table", "", "<table>", ""},
    {"nested cells", "", "<table><tr><td>", ""},
    {"foster parenting", "<table>", "x<b a=#>", ""},
    {"nested select", "", "<select><option>", ""},
    {"options", "<select>", "<option>x", ""},
    {"list items", "<ul>", "<li>x", ""},
    {"nested lists", "", "<ul><li>", ""},
    {"buttons", "", "<button>", ""},
    {"nested svg", "<svg>", "<g>", ""},
    {"nested template", "", "<template>", ""},
    {"stray p ends", "", "</p>", ""},
    {"stray ends", "<div>", "</x>", ""},
    {"less-than signs", "", "<", ""},
    {"ampersands", "", "&", ""},
    {"references without semicolon", "", "&amp", ""},
    {"bytes that are not UTF-8", "", "\xff", ""},
    {"comment never closed", "<!--", "- -", ""},
    {"script never closed", "<script><!--", "<script ", ""},
    {"span never closed", "", "<span>", "a"},
    {"plain text", "", "lorem ipsum dolor ", ""},
    /* ours: the passes before and behind the parse */
    {"comments", "", "<!--x-->", ""},
    {"small scripts", "", "<script>x</script>", ""},
    {"styles in doubt", "<svg>", "<style>x</style>", ""},
    {"ends of CDATA", "<svg>", "<![CDATA[", ""},
    {"title starts", "", "<title>", ""},
    {"blocks in a deep b", "<b><b><b><b><b><b><b><b>", "<p>x</p>", ""},
    {"line breaks", "<p>", "x<br>", ""},
    {"quotes", "<a ", "'\"", ">"},
    /* found by fuzzing: Gumbo's assertions end the process */
    {"select in svg", "<table>", "<svg><select><title><select><table>", ""},
    {"template in svg", "", "<table><svg><select><title><template></template><table>", ""},
    {"cells in math", "<table>", "<math><td><mi><select></select></td><th>", ""},
    {"metas", "", "<meta name=a content=#>", ""},
};

static void add_unit(char *out, size_t *n, const char *unit, unsigned number)
{
    for (; *unit; unit++)
        if (*unit == '#')
            *n += (size_t)sprintf(out + *n, "%u", number);
        else
            out[(*n)++] = *unit;
}

static na_str make_page(char *out, const hostile_case *c, size_t size)
{
    size_t n = strlen(c->head);
    memcpy(out, c->head, n);
    for (unsigned i = 0; n + 64 < size; i++)
        add_unit(out, &n, c->unit, i);
    memcpy(out + n, c->tail, strlen(c->tail) + 1);
    return (na_str){out, n + strlen(c->tail)};
}

/* What holds for every document. */
static void check_shape(const na_doc *d)
{
    assert_true(d->count > 1);
    for (na_node_id n = 1; n < d->count; n++) {
        const na_node *node = na_node_at(d, n);
        if (node->parent >= n || node->end <= n || node->end > d->nodes[node->parent].end ||
            node->depth > NA_DEPTH_MAX + 1 || node->link_chars > node->text_chars)
            fail_msg("node %u of %u", n, d->count);
    }
}

static void parse_and_read(na_arena *arena, void *user)
{
    na_str html = *(na_str *)user;
    const na_doc *d = na_doc_parse(arena, html, na_doc_default_limits(html.n));
    check_shape(d);
    na_node_text(arena, d, 0);
}

static void every_page_gives_a_document(size_t size)
{
    na_arena *arena = na_arena_new();
    char *page = malloc(size + 64);
    assert_non_null(page);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_str html = make_page(page, &cases[i], size);
        na_arena_reset(arena);
        if (na_arena_run(arena, (na_arena_limits){0, 0}, parse_and_read, &html) != NEWSARC_OK)
            fail_msg("%s: no document of %zu bytes", cases[i].name, size);
    }
    free(page);
    na_arena_free(arena);
}

static void pages_of_10_kb(void **state)
{
    (void)state;
    every_page_gives_a_document(10000);
}

static void pages_of_100_kb(void **state)
{
    (void)state;
    every_page_gives_a_document(100000);
}

static void pages_of_1_mb(void **state)
{
    (void)state;
    every_page_gives_a_document(1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_10_kb),
        cmocka_unit_test(pages_of_100_kb),
        cmocka_unit_test(pages_of_1_mb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
