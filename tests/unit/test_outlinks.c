/* crawl/outlinks: what a page links to. */
#include "unit/unit.h"

#include "crawl/outlinks.h"
#include <stdio.h>

typedef struct look {
    const char *html, *url;
    const char *encoding;
    char text[4096]; /* one line a link: "P http://..." */
    bool nofollow;
} look;

static void find(na_arena *arena, void *user)
{
    look *l = user;
    static const char letters[] = {[NA_OUTLINK_PAGE] = 'P',
                                   [NA_OUTLINK_REQUISITE] = 'R',
                                   [NA_OUTLINK_ATTACHMENT] = 'A',
                                   [NA_OUTLINK_REFRESH] = 'F',
                                   [NA_OUTLINK_FEED] = 'S'};
    na_str source = na_arena_str(arena, na_str_from(l->html));
    const na_doc *doc = na_doc_parse(arena, source, na_doc_default_limits(source.n));
    const na_encoding *e = na_encoding_for_label(na_str_from(l->encoding));
    na_outlinks links = na_outlinks_find(arena, doc, na_str_from(l->url), e, NA_STR("newsarc"));
    size_t n = 0;
    for (size_t i = 0; i < links.n; i++)
        n += (size_t)snprintf(l->text + n, sizeof l->text - n, "%c %.*s\n",
                              letters[links.v[i].type], NA_STR_ARG(links.v[i].url));
    l->nofollow = links.nofollow;
}

static void expect(const char *html, const char *want)
{
    look l = {.html = html, .url = "http://a.org/d/page.html", .encoding = "utf-8"};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, find, &l), NEWSARC_OK);
    assert_string_equal(l.text, want);
    na_arena_free(arena);
}

static void links_of_all_kinds(void **state)
{
    (void)state;
    expect("<link rel='shortcut icon' href=/f.ico><link rel=canonical href=/c>"
           "<link rel=StyleSheet href=../s.css><script src=j.js></script>"
           "<a href=' 1.html '>1</a><area href=2.html><img src=i.png><iframe src=f.html></iframe>"
           "<video src=v.mp4 poster=p.jpg><source src=w.webm></video><a href=x.PDF?v=1>p</a>",
           "R http://a.org/f.ico\nR http://a.org/s.css\nR http://a.org/d/j.js\n"
           "P http://a.org/d/1.html\nP http://a.org/d/2.html\nR http://a.org/d/i.png\n"
           "P http://a.org/d/f.html\nR http://a.org/d/v.mp4\nR http://a.org/d/p.jpg\n"
           "R http://a.org/d/w.webm\nA http://a.org/d/x.PDF?v=1\n");
}

static void feeds_styles_and_lazy_images(void **state)
{
    (void)state;
    expect("<link rel=alternate type='application/rss+xml' href=/rss><link rel=alternate "
           "type=text/html hreflang=en href=/en><style>p{background:url(e.png)}</style>"
           "<p style=\"background:url('s.png')\">x</p><img data-lazy=l.png data-original=o.png>",
           "S http://a.org/rss\nR http://a.org/d/s.png\nR http://a.org/d/o.png\n"
           "R http://a.org/d/l.png\nR http://a.org/d/e.png\n");
}

static void counters_of_readers_are_left_alone(void **state)
{
    (void)state;
    expect("<script src='/count.js?id=7'></script><script src='/api/getHits.php?id=7'></script>"
           "<script src='/js/count.js'></script><script src='/js/app.js?v=count'></script>",
           "R http://a.org/js/count.js\nR http://a.org/js/app.js?v=count\n");
}

static void what_is_no_link(void **state)
{
    (void)state;
    expect("<a href=#top>t</a><a href='javascript:x()'>j</a><a href=mailto:a@b>m</a>"
           "<a href='data:text/html,x'>d</a><a>none</a><a href=''>e</a><img src=''>"
           "<a href='http://[bad'>b</a><!-- <a href=c.html>c</a> -->",
           "");
}

static void scripts_that_lead_away(void **state)
{
    (void)state;
    expect("<ul><li onclick=\"window.open('1.html')\">1</li>"
           "<li onclick='location.href=&quot;2.html&quot;; return false'>2</li></ul>"
           "<a href=\"javascript:window.open('3.html', '_blank')\">3</a>"
           "<a href='#' onclick='window.location = \"4.html\"'>4</a>"
           "<button onclick=\"top.location.replace('5.html')\">5</button>",
           "P http://a.org/d/1.html\nP http://a.org/d/2.html\nP http://a.org/d/3.html\n"
           "P http://a.org/d/4.html\nP http://a.org/d/5.html\n");
    expect("<p onclick=\"open('a' + id)\">a</p><p onclick=\"reopen('b')\">b</p>"
           "<p onclick=\"if (location == 'c') x()\">c</p><p onclick='location.href=d'>d</p>"
           "<p onclick=\"open('e\">e</p><p onclick=\"open('f\\x41')\">f</p>",
           "");
    expect("<a rel=nofollow href='#' onclick=\"window.open('1.html')\">1</a>", "");
}

static void a_page_that_is_only_a_script(void **state)
{
    (void)state;
    expect("<script>var a = 1; window.location.href=\"new.html\";</script><img src=i.png>",
           "R http://a.org/d/i.png\nF http://a.org/d/new.html\n");
    expect("<script>if (phone) location.href = '/m/';</script><a href=1.html>1</a>",
           "P http://a.org/d/1.html\n");
}

static void each_url_once_without_fragment(void **state)
{
    (void)state;
    expect("<a href=1.html#a>1</a><a href=1.html#b>1</a><a href='./1.html'>1</a>",
           "P http://a.org/d/1.html\n");
}

static void lazy_and_responsive_images(void **state)
{
    (void)state;
    expect("<img src=blank.gif data-src=real.jpg srcset='a.jpg 1x, b,c.jpg 2x,d.jpg'>",
           "R http://a.org/d/blank.gif\nR http://a.org/d/a.jpg\nR http://a.org/d/b,c.jpg\n"
           "R http://a.org/d/d.jpg\nR http://a.org/d/real.jpg\n");
}

static void the_base_counts(void **state)
{
    (void)state;
    expect("<base href='http://b.org/x/'><a href=1.html>1</a>", "P http://b.org/x/1.html\n");
}

static void nofollow_links_and_pages(void **state)
{
    (void)state;
    expect("<a rel='external NoFollow' href=1.html>1</a><a href=2.html>2</a>",
           "P http://a.org/d/2.html\n");
    expect("<meta name=Robots content='noindex, nofollow'><a href=1.html>1</a><img src=i.png>",
           "R http://a.org/d/i.png\n");
    expect("<meta name=otherbot content=nofollow><a href=1.html>1</a>",
           "P http://a.org/d/1.html\n");
}

static void refresh_leads_on(void **state)
{
    (void)state;
    expect("<meta http-equiv=Refresh content=\"0; URL='n.html'\"><a href=n.html>n</a>",
           "F http://a.org/d/n.html\n");
    expect("<meta http-equiv=refresh content=300>", "");
}

static void queries_use_the_page_encoding(void **state)
{
    (void)state;
    look l = {.html = "<a href='/s\xe4\xb8\xad?q=\xe4\xb8\xad'>s</a>",
              .url = "http://a.org/",
              .encoding = "gbk"};
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, find, &l), NEWSARC_OK);
    assert_string_equal(l.text, "P http://a.org/s%E4%B8%AD?q=%D6%D0\n");
    na_arena_free(arena);
}

static void attachments_by_name(void **state)
{
    (void)state;
    assert_true(na_is_attachment_url(NA_STR("http://a.org/x.docx")));
    assert_true(na_is_attachment_url(NA_STR("http://a.org/x.ZIP?d=1#p")));
    assert_false(na_is_attachment_url(NA_STR("http://a.org/x.html?f=a.pdf")));
    assert_false(na_is_attachment_url(NA_STR("http://a.pdf/")));
    assert_false(na_is_attachment_url(NA_STR("http://a.org/pdf")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_of_all_kinds),
        cmocka_unit_test(feeds_styles_and_lazy_images),
        cmocka_unit_test(counters_of_readers_are_left_alone),
        cmocka_unit_test(what_is_no_link),
        cmocka_unit_test(scripts_that_lead_away),
        cmocka_unit_test(a_page_that_is_only_a_script),
        cmocka_unit_test(each_url_once_without_fragment),
        cmocka_unit_test(lazy_and_responsive_images),
        cmocka_unit_test(the_base_counts),
        cmocka_unit_test(nofollow_links_and_pages),
        cmocka_unit_test(refresh_leads_on),
        cmocka_unit_test(queries_use_the_page_encoding),
        cmocka_unit_test(attachments_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
