/* site/robots: RFC 9309, with cases of our own and, where they are, those of NEWSARC_SHARED/judges.
 */
#include "unit/unit.h"

#include "site/robots.h"
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#define JUDGES NEWSARC_SHARED "/judges/robots/"

typedef struct probe {
    const char *path;
    bool allowed;
} probe;

static void expect(const char *text, const char *agent, const probe *probes)
{
    na_robots *r = na_robots_parse(na_str_from(text), na_str_from(agent));
    assert_non_null(r);
    for (; probes->path; probes++)
        if (na_robots_allowed(r, na_str_from(probes->path)) != probes->allowed)
            fail_msg("%s for %s: not %s in\n%s", probes->path, agent,
                     probes->allowed ? "allowed" : "disallowed", text);
    na_robots_free(r);
}

#define EXPECT(text, agent, ...) expect(text, agent, (const probe[]){__VA_ARGS__, {NULL, false}})

static void groups_of_our_agent_hide_those_of_all(void **state)
{
    (void)state;
    const char *text = "User-agent: *\nDisallow: /\n\nUser-agent: newsarc/1.0\nDisallow: /cgi/\n"
                       "User-agent: other\nDisallow: /o\nUser-agent: NewsArc\nDisallow: /tmp/\n";
    EXPECT(text, "newsarc", {"/a", true}, {"/cgi/x", false}, {"/tmp/x", false}, {"/o", true});
    EXPECT(text, "third", {"/a", false}, {"/robots.txt", true}, {"/robots.txt?x", true});
    EXPECT("User-agent: newsarc\nUser-agent: *\nDisallow: /a\n", "newsarc", {"/a", false});
    EXPECT("User-agent: newsarc\nSitemap: /s\nFoo: bar\nUser-agent: b\nDisallow: /a", "newsarc",
           {"/a", false});
    EXPECT("User-agent: *\nDisallow: /\nUser-agent: newsarc\n", "newsarc", {"/a", true});
    EXPECT("User-agent: newsarchive\nDisallow: /\n", "newsarc", {"/a", true});
    EXPECT("Disallow: /\n", "newsarc", {"/a", true});
}

static void the_longest_match_counts(void **state)
{
    (void)state;
    EXPECT("User-agent: *\nDisallow: /\nAllow: /p\nDisallow: /page*.htm", "newsarc", {"/p", true},
           {"/page", true}, {"/page1.html", false}, {"/x", false}, {"", false});
    EXPECT("User-agent: *\nAllow: /same\nDisallow: /same", "newsarc", {"/same", true});
    EXPECT("User-agent: *\nDisallow:\n", "newsarc", {"/", true});
}

static void wildcards_and_ends(void **state)
{
    (void)state;
    EXPECT("User-agent: *\nDisallow: /*.php$\nDisallow: /a*b*c$\nDisallow: /$\nDisallow: /q*\n"
           "Disallow: *x*$",
           "newsarc", {"/i.php", false}, {"/i.php5", true}, {"/", false}, {"/abcbc", false},
           {"/abcb", true}, {"/acb", true}, {"/q", false}, {"/u/x/v", false});
    EXPECT("User-agent: *\nDisallow: /a$b\nDisallow: /ab*ab$", "newsarc", {"/a$b", false},
           {"/a", true}, {"/ab", true}, {"/abab", false});
    EXPECT("User-agent: *\nDisallow: /\nAllow: /f/index.html", "newsarc", {"/f/", true},
           {"/f/index.html", true}, {"/f/x", false});
}

static void escapes_are_equal_in_any_case(void **state)
{
    (void)state;
    EXPECT("User-agent: *\nDisallow: /\xe6\x96\xb0\nDisallow: /%e6%97%a5\nDisallow: /%zz",
           "newsarc", {"/%E6%96%B0/", false}, {"/%e6%96%b0", false}, {"/%E6%97%A5", false},
           {"/%zz", false}, {"/%E6", true});
}

static void faulty_files_are_read(void **state)
{
    (void)state;
    EXPECT("\xef\xbb\xbfUser-agent: *\rDisallow: /a\rDISALLOW:/b # why\r\nDissallow: /c\n"
           "disallow /d\n disallow : /e\t\nDisallow: /f#g\nDisallow : /h i\ndisallow /j k\n#x\n\n:",
           "newsarc", {"/a", false}, {"/b", false}, {"/c", false}, {"/d", false}, {"/e", false},
           {"/f", false}, {"/h i", false}, {"/j", true});
    na_str utf16 =
        NA_STR("\xfe\xff\0u\0s\0e\0r\0-\0a\0g\0e\0n\0t\0:\0*\0\n\0d\0i\0s\0a\0l\0l\0o\0w\0:\0/"
               "\x65\xb0");
    na_robots *r = na_robots_parse(utf16, NA_STR("newsarc"));
    assert_false(na_robots_allowed(r, NA_STR("/%e6%96%b0")));
    assert_true(na_robots_allowed(r, NA_STR("/")));
    na_robots_free(r);
    EXPECT("useragent newsarc\ndisallow /", "newsarc", {"/a", false});
    EXPECT("<html><body>Not: found</body></html>", "newsarc", {"/a", true});
    EXPECT("", "newsarc", {"/a", true});
}

static void delays_and_sitemaps(void **state)
{
    (void)state;
    na_robots *r = na_robots_parse(
        NA_STR("Sitemap: http://a.example/s.xml\nUser-agent: *\nCrawl-delay: 30\n"
               "User-agent: newsarc\nCrawl-delay: 1.5\nUser-agent: b\nDisallow: /p\n"
               "site-map: /t.xml\nSITEMAP: http://a.example/s.xml\nSitemap:\n"),
        NA_STR("newsarc"));
    assert_true(na_robots_crawl_delay(r) == 1.5);
    assert_int_equal(na_robots_sitemap_count(r), 2);
    assert_true(na_str_eq(na_robots_sitemap(r, 0), NA_STR("http://a.example/s.xml")));
    assert_true(na_str_eq(na_robots_sitemap(r, 1), NA_STR("/t.xml")));
    assert_false(na_robots_allowed(r, NA_STR("/p")));
    na_robots_free(r);
    r = na_robots_parse(NA_STR("User-agent: *\nCrawl-delay: soon\nCrawl-delay: -3"), NA_STR("n"));
    assert_true(na_robots_crawl_delay(r) == -1);
    na_robots_free(r);
}

static void all_or_nothing(void **state)
{
    (void)state;
    na_robots *r = na_robots_allow_all();
    assert_true(na_robots_allowed(r, NA_STR("/x")));
    assert_true(na_robots_crawl_delay(r) == -1);
    na_robots_free(r);
    r = na_robots_disallow_all();
    assert_false(na_robots_allowed(r, NA_STR("/x")));
    assert_true(na_robots_allowed(r, NA_STR("/robots.txt")));
    na_robots_free(r);
    na_robots_free(NULL);
}

static na_str member(const json_t *object, const char *key)
{
    const json_t *s = json_object_get(object, key);
    return (na_str){json_string_value(s), json_string_length(s)};
}

static na_str path_of(na_str url)
{
    size_t scheme = na_str_find(url, NA_STR("://"));
    na_str rest = scheme == NA_NOT_FOUND ? url : na_str_skip(url, scheme + 3);
    size_t slash = na_str_find_byte(rest, '/');
    return slash == NA_NOT_FOUND ? NA_STR("/") : na_str_skip(rest, slash);
}

static void the_142_cases(void **state)
{
    (void)state;
    size_t i, failed = 0;
    const json_t *c;
    json_t *root = json_load_file(JUDGES "rfc9309-cases.json", 0, NULL);
    if (!root) {
        print_message("skipped: no judges in " NEWSARC_SHARED "\n");
        skip();
    }
    json_array_foreach(root, i, c)
    {
        na_robots *r = na_robots_parse(member(c, "robots"), member(c, "agent"));
        bool want = json_is_true(json_object_get(c, "allowed"));
        if (na_robots_allowed(r, path_of(member(c, "url"))) != want) {
            print_message("%s | %s | %s | want %d\n", member(c, "robots").p, member(c, "agent").p,
                          member(c, "url").p, want);
            failed++;
        }
        na_robots_free(r);
    }
    print_message("rfc9309-cases.json: %zu passed, %zu failed\n", i - failed, failed);
    assert_int_equal(failed, 0);
    assert_int_equal(i, 142);
    json_decref(root);
}

typedef struct file_probe {
    const char *file, *agent, *path;
    bool allowed;
    double delay;
    size_t sitemaps;
} file_probe;

static const file_probe file_probes[] = {
    {"crawl-delay-group-merging.txt", "mybot", "/private/x", false, 10, 0},
    {"crawl-delay-group-merging.txt", "yourbot", "/login/", false, -1, 0},
    {"crawl-delay-group-merging.txt", "yourbot", "/private/", false, -1, 0},
    {"crawl-delay-group-merging.txt", "third", "/private/", true, 30, 0},
    {"dos-line-endings.txt", "any", "/", true, 1, 0},
    {"extensions-group-merging.txt", "mybot", "/private/", false, -1, 0},
    {"extensions-group-merging.txt", "yourbot", "/login/", false, -1, 0},
    {"extensions-group-merging.txt", "third", "/llms.txt", true, -1, 0},
    {"extensions-group-merging.txt", "third", "/x", false, -1, 0},
    {"merge-rules.txt", "wget", "/foo/bar", true, -1, 0},
    {"merge-rules.txt", "wget", "/tmp/bar", false, -1, 0},
    {"precedence-of-rules.txt", "testy", "/foo/bar", true, -1, 0},
    {"precedence-of-rules.txt", "testy", "/foo/bay", false, -1, 0},
    {"precedence-of-rules.txt", "wget", "/foo", true, -1, 0},
    {"precedence-of-rules.txt", "wget", "/other", false, -1, 0},
    {"robots-with-utf8-bom.txt", "foobot", "/login.aspx", false, -1, 1},
    {"robots-with-utf16be-bom.txt", "foobot", "/login.aspx", false, -1, 1},
    {"robots-with-utf16le-bom.txt", "foobot", "/login.aspx", false, -1, 1},
    {"sitemap-robots.txt", "any", "/", true, -1, 2},
    {"sitemap-robots-dedup.txt", "any", "/", true, -1, 1},
    {"relative-sitemap-robots.txt", "any", "/docs/x", false, -1, 1},
    {"twitter.com-robots.txt", "slurp", "/a?b", false, 1, 0},
    {"malformed-path.txt", "any", "/wiki/Wikipedia_talk:Mediation_Committee/", false, -1, 0},
    {"wildcards.txt", "any", "/x/gcrnsts", false, -1, 8},
    {"wildcards.txt", "any", "/wishlist/universal/1", true, -1, 8},
    {"www.flot.com-robots.txt", "any", "/img/1", false, -1, 1},
};

static void probe_file(const file_probe *f)
{
    static char text[1 << 16];
    char name[512];
    snprintf(name, sizeof name, JUDGES "%s", f->file);
    FILE *in = fopen(name, "rb");
    assert_non_null(in);
    na_str bytes = {text, fread(text, 1, sizeof text, in)};
    fclose(in);
    na_robots *r = na_robots_parse(bytes, na_str_from(f->agent));
    if (na_robots_allowed(r, na_str_from(f->path)) != f->allowed)
        fail_msg("%s for %s: %s", f->file, f->agent, f->path);
    if (na_robots_crawl_delay(r) < f->delay || na_robots_crawl_delay(r) > f->delay)
        fail_msg("%s for %s: delay %g", f->file, f->agent, na_robots_crawl_delay(r));
    if (na_robots_sitemap_count(r) != f->sitemaps)
        fail_msg("%s: %zu sitemaps", f->file, na_robots_sitemap_count(r));
    na_robots_free(r);
}

static void odd_files_of_the_judges(void **state)
{
    (void)state;
    if (access(JUDGES "wildcards.txt", R_OK) != 0) {
        print_message("skipped: no judges in " NEWSARC_SHARED "\n");
        skip();
    }
    for (size_t i = 0; i < sizeof file_probes / sizeof *file_probes; i++)
        probe_file(&file_probes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_our_agent_hide_those_of_all),
        cmocka_unit_test(the_longest_match_counts),
        cmocka_unit_test(wildcards_and_ends),
        cmocka_unit_test(escapes_are_equal_in_any_case),
        cmocka_unit_test(faulty_files_are_read),
        cmocka_unit_test(delays_and_sitemaps),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(the_142_cases),
        cmocka_unit_test(odd_files_of_the_judges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
