/* The slim pass: what it leaves out, and that a parser sees no difference. */
#include "html_support.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

typedef struct slim_run {
    const char *in;
    na_slimmed out;
} slim_run;

static void slim_one(na_arena *arena, void *user)
{
    slim_run *run = user;
    na_slim_page(arena, na_str_from(run->in), &run->out);
}

static na_arena *slim(const char *in, na_slimmed *out)
{
    na_arena *arena = na_arena_new();
    slim_run run = {.in = in};
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, slim_one, &run), NEWSARC_OK);
    *out = run.out;
    return arena;
}

static void leaves_out(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"a<!-- x --> b", "a b"},
        {"a <!-->b", "a b"},
        {"a <!--->b", "a b"},
        {"a <!--x--!>b", "a b"},
        {"a <!--!>b-->c", "a c"},
        {"a<!-- x -->b", "a<!-->b"},
        {"&am<!-- x --><!-- y -->p;", "&am<!-->p;"},
        {"a<!-- x", "a<!-- x"},
        {"<script>if (a<b) x()</script>t", "<script></script>t"},
        {"<SCRIPT src='a>b'>x</SCRIPT >t", "<SCRIPT src='a>b'></SCRIPT >t"},
        {"<script>x</scripts>y</script/>t", "<script></script/>t"},
        {"<script><!-- x //--></script>t", "<script></script>t"},
        {"<script><!-- <script> </script> --></script>t", "<script></script>t"},
        {"<script>never closed", "<script>never closed"},
        {"<style>p>a{}</style>", "<style></style>"},
        {"<stylex>p<!--x--></stylex>", "<stylex>p</stylex>"},
        {"<title><!-- t --></title><!-- c -->", "<title><!-- t --></title>"},
        {"<textarea><script>x</script></textarea>", "<textarea><script>x</script></textarea>"},
        {"<noscript><!-- c --><img></noscript>", "<noscript><img></noscript>"},
        {"<a title='<!-- no -->'>x", "<a title='<!-- no -->'>x"},
        {"<a title=\"a>b<script>\">x", "<a title=\"a>b<script>\">x"},
        {"<a b=c'd><!-- x -->", "<a b=c'd>"},
        {"</a x='>'><!-- x -->", "</a x='>'>"},
        {"<? <!-- x -->", "<? <!-- x -->"},
        {"</ <!-- x -->y-->", "</ <!-- x -->y-->"},
        {"< !-- x -->", "< !-- x -->"},
        {"<plaintext><!-- x -->", "<plaintext><!-- x -->"},
        {"<svg><style>a</style><!-- x --></svg>", "<bDo><style>a</style></bDo>"},
        {"<svg><style><b></style><!-- x --></svg>", "<wBr><style><b></style><!-- x --></bDo>"},
        {"<svg><![CDATA[ <!-- x --> ]]></svg>", "<bDo><![CDATA[ <!-- x --> ]]></bDo>"},
        {"<svg><path d='a>b'/> <G></g><!-- x --></SVG >t", "<bDo></bDo >t"},
        {"<svg><path><b></svg><!-- x -->", "<wBr><path><b></bDo>"},
        {"<svg><title><path></title></svg>", "<bDo><title><path></title></bDo>"},
        {"<svg><path>", "<wBr><path>"},
        {"<svg><title/><a></svg><title/>t</title>", "<bDo><wBr  /><a></bDo><title/>t</title>"},
        {"a \n\t \n b\n     <p> \n\t <b>x", "a \n\t \n b\n<p> <b>x"},
        {"<pre>a\n     <b>    </pre>    x<p>", "<pre>a\n     <b>    </pre> x<p>"},
        {"<a b='     '>", "<a b='     '>"},
        {"<svg></svg><style><b></style>", "<bDo></bDo><style></style>"},
        {"<select><title><b></title></select>", "<select><title><b></title></select>"},
        {"<MATH><mi></math><svgs></svg", "<dAta><mi></dAta><svgs></bDo"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        na_slimmed out;
        na_arena *arena = slim(cases[i].in, &out);
        assert_string_equal(out.text.p, cases[i].out);
        assert_int_equal(out.text.n, strlen(cases[i].out));
        na_arena_free(arena);
    }
}

static void records_scripts_and_comments(void **state)
{
    (void)state;
    na_slimmed out;
    const char *page = "<!--one--><script type=\"application/ld+json\">{\"a\":1}</script>"
                       "<!--two--><script>f(<!--x\n)</script><script type=a src=b></script>";
    na_arena *arena = slim(page, &out);
    assert_int_equal(out.comments.n, 2);
    assert_true(na_str_eq(out.comments.v[1], NA_STR("two")));
    assert_int_equal(out.scripts.n, 3);
    assert_true(na_str_eq(out.scripts.v[0], NA_STR("{\"a\":1}")));
    assert_true(na_str_eq(out.scripts.v[1], NA_STR("f(<!--x\n)")));
    assert_int_equal(out.scripts.v[2].n, 0);
    assert_true(na_str_eq(out.script_types.v[0], NA_STR("application/ld+json")));
    assert_int_equal(out.script_types.v[1].n, 0);
    assert_true(na_str_eq(out.script_types.v[2], NA_STR("a")));
    assert_true(out.scripts.v[0].p > page && out.scripts.v[0].p < page + strlen(page));
    na_arena_free(arena);
}

static void keeps_marks(void **state)
{
    (void)state;
    static const char *const marks[] = {"enpcontent", "/enpcontent",
                                        "<$[\xE4\xBF\xA1\xE6\x81\xAF\xE5\x86\x85\xE5\xAE\xB9]>end",
                                        "ZJEG_RSS.content.begin", " Start of text "};
    static const char *const others[] = {"", " menu ", "[if lt IE 9]", "[endif]",
                                         "content content content content content content content "
                                         "content content content content content content"};
    for (size_t i = 0; i < LENGTH(marks); i++)
        assert_true(na_is_mark(na_str_from(marks[i])));
    for (size_t i = 0; i < LENGTH(others); i++)
        assert_false(na_is_mark(na_str_from(others[i])));
}

typedef struct comparison {
    na_str html;
    bool same;
} comparison;

static void compare(na_arena *arena, void *user)
{
    comparison *c = user;
    const na_doc *slimmed = na_doc_parse(arena, c->html, na_doc_default_limits(c->html.n));
    const na_doc *plain = parse_plain(arena, c->html);
    na_str a = dump_doc(arena, slimmed), b = dump_doc(arena, plain);
    c->same = na_str_eq(a, b);
    if (!c->same)
        print_error("page:  %s\nslim:  %s\nplain: %s\n", c->html.p, a.p, b.p);
}

static bool parses_alike(na_arena *arena, const char *html)
{
    comparison c = {.html = na_str_from(html)};
    na_arena_reset(arena);
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, compare, &c), NEWSARC_OK);
    return c.same;
}

static const char *const pieces[] = {
    "<p>",
    "</p>",
    "text",
    " ",
    "<b class='x'>",
    "</b>",
    "<div id=\"a>b\">",
    "</div>",
    "<!-- c -->",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "<!",
    "<?x",
    "</",
    "<",
    ">",
    "'",
    "\"",
    "=",
    "/>",
    "<script>",
    "</script>",
    "<script type=a>",
    "<SCRIPT",
    "if(a<b)",
    "<style>",
    "</style>",
    "p>a{}",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<iframe>",
    "</iframe>",
    "<xmp>",
    "</xmp>",
    "<![CDATA[",
    "]]>",
    "<select>",
    "</select>",
    "<option>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<template>",
    "</template>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "</html>",
    "<a href=x>",
    "</a>",
    "<br>",
    "&amp;",
    "&lt;!--",
    "<frameset>",
    "<frame>",
    "<noframes>",
    "</noframes>",
    "<h1>",
    "</h1>",
    "<ul><li>",
    "</ul>",
    "<meta content='<!--'>",
    "<img alt=\"-->\">",
};

/* Pages made of the pieces in an order that a fixed generator draws. */
static void a_parser_sees_no_difference(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    uint64_t seed = 20150901;
    size_t different = 0;
    for (int round = 0; round < 20000; round++) {
        char page[512] = "";
        for (int i = 0; i < 9; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(page, pieces[(seed >> 33) % LENGTH(pieces)]);
        }
        different += !parses_alike(arena, page);
    }
    assert_int_equal(different, 0);
    na_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_out),
        cmocka_unit_test(records_scripts_and_comments),
        cmocka_unit_test(keeps_marks),
        cmocka_unit_test(a_parser_sees_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
