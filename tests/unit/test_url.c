/* url/: parsing, resolving and the forms for archives, with cases of our own. */
#include "unit/unit.h"

#include "url/url.h"

static na_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = na_arena_new();
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    na_arena_free(arena);
    return 0;
}

static void in_run(void (*fn)(na_arena *arena, void *user))
{
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, fn, NULL), NEWSARC_OK);
}

static void expect(na_str got, const char *want, const char *input)
{
    if (!na_str_eq(got, na_str_from(want)))
        fail_msg("%s: want %s, got %.*s", input, want, NA_STR_ARG(got));
}

typedef struct pair {
    const char *input, *want;
} pair;

static void parts_body(na_arena *a, void *user)
{
    (void)user;
    na_url u;
    assert_true(na_url_parse(a, NA_STR("HTTPS://Me:p%40:w@News.Example.ORG:8443/a/./b/../c?x=1#f"),
                             NULL, NULL, &u));
    expect(u.href, "https://Me:p%40%3Aw@news.example.org:8443/a/c?x=1#f", "href");
    expect(u.scheme, "https", "scheme");
    expect(u.username, "Me", "username");
    expect(u.password, "p%40%3Aw", "password");
    expect(u.host, "news.example.org", "host");
    expect(u.port, "8443", "port");
    expect(u.path, "/a/c", "path");
    expect(u.query, "x=1", "query");
    expect(u.fragment, "f", "fragment");
    assert_true(u.special && u.has_host && u.has_query && u.has_fragment && !u.opaque_path);
    assert_true(u.href.p[u.href.n] == '\0');
    assert_true(na_url_parse(a, NA_STR("mailto:a@b.example"), NULL, NULL, &u));
    expect(u.path, "a@b.example", "opaque");
    assert_true(u.opaque_path && !u.has_host && !u.special);
}

static void a_url_has_its_parts(void **state)
{
    (void)state;
    in_run(parts_body);
}

/* Base: http://a.example/x/y.html?q=1 */
static const pair links[] = {
    {"z.html", "http://a.example/x/z.html"},
    {"../z", "http://a.example/z"},
    {"../../../z", "http://a.example/z"},
    {"/index.php/News/view/id/229.html", "http://a.example/index.php/News/view/id/229.html"},
    {"//b.example", "http://b.example/"},
    {"?p=2", "http://a.example/x/y.html?p=2"},
    {"", "http://a.example/x/y.html?q=1"},
    {"#top", "http://a.example/x/y.html?q=1"},
    {" \n z\n.html\t", "http://a.example/x/z.html"},
    {"\\x\\z", "http://a.example/x/z"},
    {"http:z", "http://a.example/x/z"},
    {"https:z", "https://z/"},
    {"http:///b.example/c", "http://b.example/c"},
    {"/a%2Fb/%2e%2E/c", "http://a.example/c"},
    {"/新闻?q=中文", "http://a.example/%E6%96%B0%E9%97%BB?q=%E4%B8%AD%E6%96%87"},
    {"http://新闻.例子/", "http://xn--efvy88h.xn--fsqu00a/"},
    {"http://fa\xc3\x9f.example", "http://xn--fa-hia.example/"},
    {"http://\xe2\x98\x83.example", "http://xn--n3h.example/"},
    {"http://XN--zz.example", "http://xn--zz.example/"},
    {"http://0x7f.1/", "http://127.0.0.1/"},
    {"http://[2001:DB8:0:0::1]:80/", "http://[2001:db8::1]/"},
    {"http://[::ffff:1.2.3.4]/", "http://[::ffff:102:304]/"},
    {"http://a.example:080/", "http://a.example/"},
    {"http://a.example:/", "http://a.example/"},
    {"http://u:p@a.example/", "http://u:p@a.example/"},
    {"/\xd0\xc2", "http://a.example/%D0%C2"},
    {"javascript:void(0)", ""},
    {"mailto:a@b.example", ""},
    {"ftp://a.example/", ""},
    {"http://", ""},
    {"http://a b/", ""},
    {"http://a%00b/", ""},
    {"http://a%zzb/", ""},
    {"http://1.2.3.4.5/", ""},
    {"http://256.1.1.1/", ""},
    {"http://[1:2]/", ""},
    {"http://[1:2:3:4:5:6:7:8:9]/", ""},
    {"http://a.example:65536/", ""},
    {"http://a.example:8x/", ""},
    {"http://user@/", ""},
    {"http://\xff.example/", ""},
};

static void links_body(na_arena *a, void *user)
{
    (void)user;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        expect(na_url_resolve(a, NA_STR("http://a.example/x/y.html?q=1"),
                              na_str_from(links[i].input), NULL),
               links[i].want, links[i].input);
}

static void links_resolve_against_their_page(void **state)
{
    (void)state;
    in_run(links_body);
}

static const pair canonicals[] = {
    {"HTTP://A.example:80", "http://a.example/"},
    {"http://a.example/?", "http://a.example/"},
    {"http://a.example/a?#f", "http://a.example/a"},
    {"http://a.example/%7euser/%e4%b8%ad%41", "http://a.example/~user/%E4%B8%ADA"},
    {"http://a.example/a|b%zz", "http://a.example/a%7Cb%25zz"},
    {"http://a.example/Index.HTML", "http://a.example/Index.HTML"},
    {"http://a.example/l.php?b=2&a=1", "http://a.example/l.php?b=2&a=1"},
    {"http://a.example/x.jsp;jsessionid=0A1B.node-1?id=3", "http://a.example/x.jsp?id=3"},
    {"http://a.example/?PHPSESSID=abc&id=3", "http://a.example/?id=3"},
    {"http://a.example/?id=3&ASPSESSIONIDQQ=abc", "http://a.example/?id=3"},
    {"http://a.example/?CFID=1&CFTOKEN=2", "http://a.example/"},
    {"http://a.example/?sid=12", "http://a.example/?sid=12"},
    {"http://a.example/?sid=0123456789abcdef0123456789abcdef", "http://a.example/"},
    {"http://a.example/?a&&b=&", "http://a.example/?a&b="},
    {"http://a.example/.;jsessionid=x/b", "http://a.example/b"},
    {"http://a.example/;jsessionid;jsessionid=x=y", "http://a.example/;jsessionid"},
    {"no url", "no%20url"},
};

static const pair surts[] = {
    {"http://www.a.example.org/", "org,example,a)/"},
    {"https://www2.a.example:8443/B/?C=D#e", "example,a:8443)/b?c=d"},
    {"http://127.0.0.1:8911/", "1,0,0,127:8911)/"},
    {"http://[::1]/x", "[::1])/x"},
    {"http://u:p@a.example//x/", "example,a)/x"},
    {"http://a.example/?b=2&a&a=1&", "example,a)/?&a&a=1&b=2"},
    {"http://a.example/%25%34%31 b", "example,a)/a%20b"},
    {"http://a.example/新", "example,a)/%e6%96%b0"},
    {"http://新闻.example/", "example,xn--efvy88h)/"},
    {"http://a.example/?x=1&PHPSESSID=0123456789abcdef0123456789ABCDEF&y=2", "example,a)/?x=1&y=2"},
    {"http://a.example/?PHPSESSID=short", "example,a)/?phpsessid=short"},
    {"http://a.example/?aspsessionidABCDEFGH=ABCDEFGHIJKLMNOPQRSTUVWX&x=y", "example,a)/?x=y"},
    {"http://a.example/?CFID=1&CFTOKEN=2&m=3", "example,a)/?m=3"},
    {"http://a.example/(S(0123456789abcdef01234567))/p.aspx", "example,a)/p.aspx"},
    {"http://a.example/(S(0123456789abcdef01234567))/p.html",
     "example,a)/(s(0123456789abcdef01234567))/p.html"},
    {"dns:a.example", "dns:a.example"},
    {"urn:article:http://a.example/x", "urn:article:http://a.example/x"},
    {"a.example/x", "example,a)/x"},
    {"", "-"},
};

static const pair rfc3986s[] = {
    {"http://a.example/a|b/[c]/{d}^`?x[]=|\"#f",
     "http://a.example/a%7Cb/%5Bc%5D/%7Bd%7D%5E%60?x%5B%5D=%7C%22"},
    {"http://a.example/中 文%2f%", "http://a.example/%E4%B8%AD%20%E6%96%87%2f%25"},
    {"http://[::1]:8080/", "http://[::1]:8080/"},
    {"http://a.example/?", "http://a.example/?"},
    {"urn:article:http://a.example/x|y", "urn:article:http://a.example/x%7Cy"},
    {"<no url>", "%3Cno%20url%3E"},
};

static const pair domains[] = {
    {"www.a.example.co.uk", "example.co.uk"},
    {"WWW.A.ORG.CN", "a.org.cn"},
    {"a.example.", "a.example"},
    {"xn--fiqs8s", "xn--fiqs8s"},
    {"localhost", "localhost"},
    {"co.uk", "co.uk"},
    {"127.0.0.1", "127.0.0.1"},
    {"[2001:db8::1]", "[2001:db8::1]"},
    {"", ""},
};

static void encodings_body(na_arena *a, void *user)
{
    (void)user;
    na_str base = NA_STR("http://a.example/x"),
           link = NA_STR("/\xe4\xb8\xad?q=\xe4\xb8\xad\xe2\x82\xac&a='#\xe4");
    const na_encoding *gbk = na_encoding_for_label(NA_STR("gbk"));
    const na_encoding *latin = na_encoding_for_label(NA_STR("iso-8859-1"));
    assert_non_null(gbk);
    expect(na_url_resolve(a, base, link, gbk), "http://a.example/%E4%B8%AD?q=%D6%D0%A2%E3&a=%27",
           "gbk");
    expect(na_url_resolve(a, base, link, latin),
           "http://a.example/%E4%B8%AD?q=%26%2320013%3B%80&a=%27", "latin-1");
    expect(na_url_resolve(a, base, link, na_encoding_utf8()),
           "http://a.example/%E4%B8%AD?q=%E4%B8%AD%E2%82%AC&a=%27", "utf-8");
}

static void queries_are_in_the_encoding_of_the_page(void **state)
{
    (void)state;
    in_run(encodings_body);
}

typedef struct form {
    na_str (*make)(na_arena *arena, na_str input);
    const pair *pairs;
    size_t n;
} form;

static const form forms[] = {
    {na_url_canonical, canonicals, sizeof canonicals / sizeof *canonicals},
    {na_url_surt, surts, sizeof surts / sizeof *surts},
    {na_url_rfc3986, rfc3986s, sizeof rfc3986s / sizeof *rfc3986s},
    {na_url_registrable_domain, domains, sizeof domains / sizeof *domains},
};

static void forms_body(na_arena *a, void *user)
{
    (void)user;
    for (const form *f = forms; f < forms + sizeof forms / sizeof *forms; f++)
        for (size_t i = 0; i < f->n; i++)
            expect(f->make(a, na_str_from(f->pairs[i].input)), f->pairs[i].want, f->pairs[i].input);
}

static void forms_for_archives(void **state)
{
    (void)state;
    in_run(forms_body);
}

static void long_body(na_arena *a, void *user)
{
    (void)user;
    char *link = na_arena_zalloc(a, NA_URL_LINK_MAX + 2);
    memset(link, 'a', NA_URL_LINK_MAX + 1);
    na_str base = NA_STR("http://a.example/");
    assert_int_equal(na_url_resolve(a, base, (na_str){link, NA_URL_LINK_MAX + 1}, NULL).n, 0);
    assert_int_equal(na_url_resolve(a, base, (na_str){link, NA_URL_LINK_MAX}, NULL).n,
                     NA_URL_LINK_MAX + base.n);
    assert_int_equal(na_url_resolve(a, (na_str){NULL, 0}, NA_STR("x"), NULL).n, 0);
    expect(na_url_resolve(a, (na_str){NULL, 0}, NA_STR("http:x"), NULL), "http://x/", "no base");
}

static void links_have_a_ceiling(void **state)
{
    (void)state;
    in_run(long_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_has_its_parts),
        cmocka_unit_test(links_resolve_against_their_page),
        cmocka_unit_test(queries_are_in_the_encoding_of_the_page),
        cmocka_unit_test(forms_for_archives),
        cmocka_unit_test(links_have_a_ceiling),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
