/* Selectors: which elements they name, and what is said of wrong ones. */
#include "core/alloc.h"
#include "html/selector.h"
#include "html_support.h"
#include "unit.h"

static const char page[] =
    "<html id=html><head id=head><meta id=m1 name=PubDate content='2015-09-01'>"
    "<meta id=m2 name='og:title' content=x></head><body id=body CLASS='Home two'>"
    "<div id=main class='news  list'><h1 id=h>t</h1>"
    "<p id=p1 class=lead>a <b id=b1>b</b> c</p>"
    "<p id=p2 lang=zh-CN>b<b id=b2>x</b></p>"
    "<ul id=ul><li id=l1><a id=a1 href='/news/1.html' rel='next nofollow'>1</a>"
    "<li id=l2><a id=a2 href='http://x.cn/2.pdf'>2</a><li id=l3><b id=b3>3</b><li id=l4 title>"
    "</ul></div><div id=foot class=list-foot><div id=inner><p id=p3>c</p></div>"
    "<p id=p4 style='display:none' data-Id=7>d</p><ucapcontent id=u>e</ucapcontent>"
    "<span id=\xE6\xAD\xA3\xE6\x96\x87 class='a:b'>f</span></div></body></html>";

typedef struct selector_run {
    const char *selector;
    na_str found;
} selector_run;

static selector_run run;

static void collect(na_arena *arena, const na_doc *doc)
{
    na_selector_fault fault;
    na_sb ids = NA_SB(arena);
    na_selector *selector = na_selector_new(na_str_from(run.selector), &fault);
    if (!selector)
        fail_msg("%s: column %zu: %s", run.selector, fault.column, fault.message);
    na_selection s = na_select(arena, selector, doc);
    for (na_node_id n; (n = na_select_next(&s)) != NA_NO_NODE;) {
        if (ids.n)
            na_sb_add_byte(&ids, ' ');
        na_sb_add(&ids, na_attr_get(doc, n, "id"));
    }
    run.found = na_sb_str(&ids);
    na_free(selector);
}

static void check(na_arena *arena, const na_doc *doc, const char *selector, const char *ids)
{
    run.selector = selector;
    collect(arena, doc);
    if (!na_str_eq(run.found, na_str_from(ids)))
        fail_msg("%s: \"%.*s\" != \"%s\"", selector, NA_STR_ARG(run.found), ids);
}

static void check_table(na_arena *arena, const na_doc *doc)
{
    static const struct {
        const char *selector, *ids;
    } table[] = {
        {"h1", "h"},
        {" H1 ", "h"},
        {"ucapContent", "u"},
        {"body *", "main h p1 b1 p2 b2 ul l1 a1 l2 a2 l3 b3 l4 foot inner p3 p4 u "
                   "\xE6\xAD\xA3\xE6\x96\x87"},
        {"#p1", "p1"},
        {"p#P1.LEAD", "p1"},
        {"p.lead#p2", ""},
        {".list", "main"},
        {".news.list", "main"},
        {".home", "body"},
        {".lis", ""},
        {"#\xE6\xAD\xA3\xE6\x96\x87", "\xE6\xAD\xA3\xE6\x96\x87"},
        {".a\\:b", "\xE6\xAD\xA3\xE6\x96\x87"},
        {".\\61 \\3a b", "\xE6\xAD\xA3\xE6\x96\x87"},
        /* attributes */
        {"[title]", "l4"},
        {"[TITLE='']", "l4"},
        {"[name=PubDate]", "m1"},
        {"[name=pubdate]", ""},
        {"[name=pubdate i]", "m1"},
        {"[name=\"og:title\"]", "m2"},
        {"[ name = 'og:title' ]", "m2"},
        {"[name=og\\:title]", "m2"},
        {"[data-id]", "p4"},
        {"[rel~=next]", "a1"},
        {"[rel~=nex]", ""},
        {"[rel~='next nofollow']", ""},
        {"[rel~='']", ""},
        {"[lang|=zh]", "p2"},
        {"[lang|=zh-cn]", ""},
        {"[lang|=z]", ""},
        {"[href^='/news/']", "a1"},
        {"[href^='']", ""},
        {"[href$='.pdf']", "a2"},
        {"[href$='.PDF' i]", "a2"},
        {"[href*=news]", "a1"},
        {"[class*=list]", "main foot"},
        {"[class^=news][class$=list]", "main"},
        /* combinators */
        {"ul a", "a1 a2"},
        {"div p", "p1 p2 p3 p4"},
        {"div div p", "p3"},
        {"body>div>p", "p1 p2 p4"},
        {"div>b", ""},
        {"h1+p", "p1"},
        {"h1 + p + p", "p2"},
        {"h1 ~ p", "p1 p2"},
        {"p~ul b", "b3"},
        {"li ~ li > b", "b3"},
        {"#l1~#l3", "l3"},
        {"#l3~#l1", ""},
        {"div *>b", "b1 b2 b3"},
        {"body div > div > p , h1", "h p3"},
        {"p.lead , p.lead", "p1"},
        /* places */
        {"li:first-child", "l1"},
        {"li:LAST-child", "l4"},
        {"b:first-child", "b1 b2 b3"}, /* text is no child here */
        {"b:last-child", "b1 b2 b3"},
        {"li:nth-child(2)", "l2"},
        {"li:nth-child(odd)", "l1 l3"},
        {"li:nth-child(EVEN)", "l2 l4"},
        {"li:nth-child(2n+1)", "l1 l3"},
        {"li:nth-child( 2N + 2 )", "l2 l4"},
        {"li:nth-child(n)", "l1 l2 l3 l4"},
        {"li:nth-child(n+3)", "l3 l4"},
        {"li:nth-child(-n+2)", "l1 l2"},
        {"li:nth-child(-2n+3)", "l1 l3"},
        {"li:nth-child(3n - 2)", "l1 l4"},
        {"li:nth-child(+4)", "l4"},
        {"li:nth-child(0n+3)", "l3"},
        {"li:nth-child(0)", ""},
        {"li:nth-child(-1)", ""},
        {"html:first-child", "html"},
        {"p:nth-child(2)", "p1 p4"},
        /* not */
        {"li:not(:first-child):not(#l3)", "l2 l4"},
        {"p:not(.lead)", "p2 p3 p4"},
        {"body > :not( p ):not([class])", ""},
        {"#foot > *:not(p)", "inner u \xE6\xAD\xA3\xE6\x96\x87"},
        {"[href]:not([href$='.pdf'])", "a1"},
        {"li:not(:nth-child(2n))", "l1 l3"},
        /* an attribute is wanted, not another element */
        {"meta[name=PubDate]@content", "m1"},
        {"a @HREF", "a1 a2"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        check(arena, doc, table[i].selector, table[i].ids);
}

static void selectors_name_elements(void **state)
{
    (void)state;
    assert_int_equal(with_doc(page, check_table), NEWSARC_OK);
}

static void wrong_ones_are_explained(void **state)
{
    (void)state;
    static const struct {
        const char *selector;
        size_t column;
        const char *says;
    } table[] = {
        {"", 1, "missing"},
        {"  ", 1, "missing"},
        {"p,", 3, "ends where an element"},
        {"p >", 4, "ends where an element"},
        {"> p", 1, "\">\" stands where an element"},
        {"p > > b", 5, "\">\" stands where an element"},
        {"p.", 3, "ends where the name of a class"},
        {"p. a", 3, "\" \" stands where the name of a class"},
        {"#1a", 2, "cannot begin with a digit"},
        {"#", 2, "ends where an id"},
        {"[href", 1, "bracket that begins here is never closed"},
        {"a[href=", 8, "ends where a value"},
        {"[href=]", 7, "\"]\" stands where a value"},
        {"[href=/x]", 7, "in quotes"},
        {"[id=7]", 5, "in quotes"},
        {"[name=og:title]", 9, "in quotes: \":\""},
        {"[href='x]", 7, "quote that begins here is never closed"},
        {"[href!='x']", 6, "\"!\" stands where \"]\" or one of"},
        {"[href='x' y]", 11, "\"y\" stands where \"]\""},
        {"a:hover", 2, "\":hover\" is not known; known are :first-child"},
        {"a::before", 2, "pseudo-elements"},
        {"a:", 3, "ends where the name of a pseudo-class"},
        {"li:nth-child", 13, "ends where \"(\""},
        {"li:nth-child(2x)", 14, "\"2x\" is no An+B"},
        {"li:nth-child()", 14, "is no An+B"},
        {"li:nth-child(2n+)", 14, "is no An+B"},
        {"li:nth-child(2", 13, "never closed"},
        {"p:not(.a .b)", 10, "one simple selector"},
        {"p:not(.a, .b)", 9, "one simple selector"},
        {"p:not(a.b)", 8, "one simple selector"},
        {"p:not(:not(.a))", 7, ":not inside :not"},
        {"p:not(*)", 7, "matches nothing"},
        {"p:not(.a", 2, "never closed"},
        {"svg|a", 4, "stands where the end is expected"},
        {"*|a", 1, "namespaces"},
        {"p@", 3, "ends where the name of an attribute"},
        {"a@href, b@href", 7, "behind the whole selector"},
        {"a@href b", 8, "stands where the end is expected"},
        {"p{color:red}", 2, "\"{\" stands where the end is expected"},
        {"\xE6\xAD\xA3\xE6\x96\x87 ! p", 4, "\"!\" stands where"},
        {"p\x01", 2, "control character"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        na_selector_fault fault;
        na_selector *s = na_selector_new(na_str_from(table[i].selector), &fault);
        if (s)
            fail_msg("\"%s\" was taken", table[i].selector);
        if (fault.column != table[i].column || !strstr(fault.message, table[i].says))
            fail_msg("\"%s\": column %zu: %s", table[i].selector, fault.column, fault.message);
    }
}

static void attributes_are_told(void **state)
{
    (void)state;
    na_selector_fault fault;
    na_selector *s = na_selector_new(NA_STR("meta[name=PubDate] @ "), &fault);
    assert_null(s);
    s = na_selector_new(NA_STR("meta[name='a@b']@CONTENT "), &fault);
    assert_non_null(s);
    assert_true(na_str_eq(na_selector_attribute(s), NA_STR("content")));
    na_free(s);
    s = na_selector_new(NA_STR("meta"), &fault);
    assert_int_equal(na_selector_attribute(s).n, 0);
    na_free(s);
}

/* `times` times `piece`, then `tail`. */
static na_selector *repeated(const char *piece, size_t times, const char *tail,
                             na_selector_fault *fault)
{
    na_buf b = NA_BUF(10000);
    for (size_t i = 0; i < times; i++)
        na_buf_add_cstr(&b, piece);
    na_buf_add_cstr(&b, tail);
    na_selector *s = na_selector_new(na_buf_str(&b), fault);
    na_buf_free(&b);
    return s;
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    na_selector_fault fault;
    na_free(repeated("a ", 63, "b", &fault));
    assert_int_equal(fault.column, 0);
    assert_null(repeated("a ", 64, "b", &fault));
    assert_non_null(strstr(fault.message, "more than 64 elements"));
    na_free(repeated(".a", 128, "", &fault));
    assert_int_equal(fault.column, 0);
    assert_null(repeated(".a", 129, "", &fault));
    assert_non_null(strstr(fault.message, "more than 128 conditions"));
    assert_null(repeated("aaaaa", 200, "a", &fault));
    assert_non_null(strstr(fault.message, "more than 1000 bytes"));
    na_free(repeated("\\0\\0", 250, "", &fault)); /* escapes that grow */
    assert_int_equal(fault.column, 0);
}

static void check_deep(na_arena *arena, const na_doc *doc)
{
    na_buf b = NA_BUF(10000);
    for (int i = 0; i < 63; i++)
        na_buf_add_cstr(&b, "div ");
    na_buf_add_cstr(&b, "#end");
    check(arena, doc, b.p, "");
    check(arena, doc, "div div div div > p", "p");
    na_buf_free(&b);
}

/* Work that goes back would take all ways through 400 ancestors. */
static void many_descendants_cost_one_pass(void **state)
{
    (void)state;
    na_buf html = NA_BUF(100000);
    for (int i = 0; i < 400; i++)
        na_buf_add_cstr(&html, "<div>");
    na_buf_add_cstr(&html, "<p id=p>x");
    assert_int_equal(with_doc(html.p, check_deep), NEWSARC_OK);
    na_buf_free(&html);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    na_selector_fault fault;
    na_alloc_fail_after(0);
    assert_null(na_selector_new(NA_STR("p"), &fault));
    na_alloc_fail_after(-1);
    assert_int_equal(fault.column, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_name_elements),
        cmocka_unit_test(wrong_ones_are_explained),
        cmocka_unit_test(attributes_are_told),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(many_descendants_cost_one_pass),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
