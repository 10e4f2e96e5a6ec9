/* crawl/scope, crawl/origins' URL parts, pack/folder's names. */
#include "unit/unit.h"

#include "crawl/origins.h"
#include "crawl/scope.h"
#include "pack/folder.h"
#include <newsarc/status.h>

typedef struct question {
    na_scope *scope;
    const char *seed, *url;
    bool answer;
} question;

static void ask(na_arena *arena, void *user)
{
    question *q = user;
    if (q->seed) {
        assert_true(na_scope_add_seed(q->scope, arena, na_str_from(q->seed)));
        na_scope_trust(q->scope, arena, na_str_from(q->seed));
    }
    q->answer = na_scope_allows(q->scope, arena, na_str_from(q->url));
}

static bool allows(const char *kind, const char *seed, const char *url)
{
    na_arena *arena = na_arena_new();
    question q = {.seed = seed, .url = url};
    assert_int_equal(na_scope_new(kind, NULL, 0, &q.scope, NULL), NEWSARC_OK);
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, ask, &q), NEWSARC_OK);
    na_scope_free(q.scope);
    na_arena_free(arena);
    return q.answer;
}

static void domain_is_the_registrable_one(void **state)
{
    (void)state;
    assert_true(allows(NULL, "http://www.a.com.cn/x/", "https://img.a.com.cn/1.png"));
    assert_true(allows("domain", "http://a.com.cn/", "http://a.com.cn:8080/"));
    assert_false(allows("domain", "http://www.a.com.cn/", "http://b.com.cn/"));
    assert_false(allows("domain", "http://www.a.com.cn/", "http://www.a.com.cn.evil.org/"));
    assert_false(allows("domain", "http://a.org/", "ftp://a.org/"));
}

static void addresses_and_localhost_go_by_port(void **state)
{
    (void)state;
    assert_true(allows(NULL, "http://localhost:81/a", "http://localhost:81/b"));
    assert_false(allows(NULL, "http://localhost:81/a", "http://localhost:82/b"));
    assert_false(allows(NULL, "http://127.0.0.1:81/", "http://127.0.0.2:81/"));
    assert_false(allows(NULL, "http://[::1]:81/", "http://[::1]:82/"));
}

static void host_and_prefix(void **state)
{
    (void)state;
    assert_true(allows("host", "http://www.a.org/x/", "http://www.a.org/y"));
    assert_false(allows("host", "http://www.a.org/", "http://img.a.org/"));
    assert_false(allows("host", "http://www.a.org/", "http://www.a.org:8080/"));
    assert_true(allows("prefix", "http://a.org/news/index.html", "http://a.org/news/1/2.html"));
    assert_false(allows("prefix", "http://a.org/news/index.html", "http://a.org/newsletter"));
    assert_false(allows("prefix", "http://a.org/news/", "http://b.org/news/1"));
}

static void very_long_urls_are_out(void **state)
{
    (void)state;
    char url[NA_URL_MAX + 64] = "http://a.org/";
    memset(url + strlen(url), 'x', NA_URL_MAX);
    assert_false(allows(NULL, "http://a.org/", url));
}

static void paths_that_grow_are_out(void **state)
{
    (void)state;
    assert_true(allows(NULL, "http://a.org/", "http://a.org/x/x/x/y"));
    assert_false(allows(NULL, "http://a.org/", "http://a.org/x/x/x/x/y"));
    assert_true(allows(NULL, "http://a.org/", "http://a.org/a/b/a/b/a/b/c"));
    assert_false(allows(NULL, "http://a.org/", "http://a.org/a/b/a/b/a/b/a/b"));
    assert_true(allows(NULL, "http://a.org/", "http://a.org/2015/09/01/1/2/3/4/5/6/7/8/9/10.html"));
    assert_true(allows(NULL, "http://a.org/", "http://a.org/l?u=/x/x/x/x/x/x"));
    assert_true(allows(NULL, "http://a.org/", "http://a.org/l?a=1&b=2&a=2"));
    assert_false(allows(NULL, "http://a.org/", "http://a.org/l?a=1&b=2&a=1"));
}

static void exclusions_are_regular_expressions(void **state)
{
    (void)state;
    const char *const excludes[] = {"/calendar/[0-9]+", "[?&]print=1($|&)"};
    na_arena *arena = na_arena_new();
    question q = {.seed = "http://a.org/", .url = "http://a.org/calendar/2015"};
    assert_int_equal(na_scope_new(NULL, excludes, 2, &q.scope, NULL), NEWSARC_OK);
    na_arena_run(arena, (na_arena_limits){0, 0}, ask, &q);
    assert_false(q.answer);
    q.seed = NULL;
    q.url = "http://a.org/x?print=1";
    na_arena_run(arena, (na_arena_limits){0, 0}, ask, &q);
    assert_false(q.answer);
    q.url = "http://a.org/calendar/";
    na_arena_run(arena, (na_arena_limits){0, 0}, ask, &q);
    assert_true(q.answer);
    na_scope_free(q.scope);
    na_arena_free(arena);
}

static void bad_settings_are_named(void **state)
{
    (void)state;
    const char *const excludes[] = {"(unclosed"};
    na_scope *scope;
    newsarc_error err = {0};
    assert_int_equal(na_scope_new("planet", NULL, 0, &scope, &err), NEWSARC_E_CONFIG);
    assert_string_equal(err.input, "planet");
    newsarc_error err2 = {0};
    assert_int_equal(na_scope_new(NULL, excludes, 1, &scope, &err2), NEWSARC_E_CONFIG);
    assert_string_equal(err2.input, "(unclosed");
}

static void assert_str(na_str got, const char *want)
{
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p, want, got.n);
}

static void parts_of_urls(void **state)
{
    (void)state;
    assert_str(na_origin_of(NA_STR("http://a.org:81/x?y")), "http://a.org:81");
    assert_str(na_origin_of(NA_STR("http://a.org?y")), "http://a.org");
    assert_str(na_path_of(NA_STR("http://a.org/x?y#z")), "/x?y");
    assert_str(na_path_of(NA_STR("http://a.org")), "/");
    assert_str(na_host_of(NA_STR("http://a.org:81/x")), "a.org");
    assert_str(na_host_of(NA_STR("http://u:p@a.org/x")), "a.org");
    assert_str(na_host_of(NA_STR("http://[::1]:81/x")), "[::1]");
}

static void name_folders(na_arena *arena, void *user)
{
    (void)user;
    na_str a = na_article_folder(arena, NA_STR("http://a.org/News/view/id/229.html"),
                                 NA_STR("2015-09-01T10:22"));
    assert_true(na_str_starts(a, NA_STR("2015/2015-09-01_229-")));
    assert_int_equal(a.n, strlen("2015/2015-09-01_229-") + 12);
    na_str b = na_article_folder(arena, NA_STR("http://a.org/News/view/id/229.html?x=2"),
                                 NA_STR("2015-09-01"));
    assert_false(na_str_eq(a, b));
    assert_true(na_str_starts(na_article_folder(arena, NA_STR("http://a.org/"), NA_STR("")),
                              NA_STR("undated/")));
    assert_str(na_str_take(na_article_folder(arena, NA_STR("http://a.org/%E4%B8%AD/a%2fb..c"),
                                             NA_STR("2015")),
                           15),
               "2015/2015_a-2fb");
    assert_str(na_member_name(arena, NA_STR("http://a.org/up/photo%201.JPG?v=1"), 3),
               "03-photo-201.JPG");
    assert_str(na_member_name(arena, NA_STR("http://a.org/down.php"), 1), "01-down.php");
    assert_str(na_member_name(arena, NA_STR("http://a.org/"), 12), "12-file");
}

static void names_in_the_tar(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, name_folders, NULL), NEWSARC_OK);
    na_arena_free(arena);
}

static void lead_into_the_network(na_arena *arena, void *user)
{
    na_scope *s = user;
    na_str seed = NA_STR("http://a.org/"), home = NA_STR("http://127.0.0.1:81/");
    assert_true(na_scope_add_seed(s, arena, seed));
    na_scope_trust(s, arena, seed);
    assert_true(na_scope_excludes(s, arena, NA_STR("http://127.0.0.1:81/x.png")));
    assert_true(na_scope_excludes(s, arena, NA_STR("http://localhost/x.png")));
    assert_true(na_scope_excludes(s, arena, NA_STR("http://[fe80::1]/x.png")));
    assert_false(na_scope_excludes(s, arena, NA_STR("http://8.8.8.8/x.png")));
    assert_true(na_scope_add_seed(s, arena, home)); /* where a seed was redirected to */
    assert_true(na_scope_excludes(s, arena, home));
    na_scope_trust(s, arena, home);
    assert_false(na_scope_excludes(s, arena, home));
    assert_true(na_scope_excludes(s, arena, NA_STR("http://127.0.0.2:81/")));
}

static void private_hosts_are_for_those_who_name_them(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    na_scope *scope;
    assert_int_equal(na_scope_new(NULL, NULL, 0, &scope, NULL), NEWSARC_OK);
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, lead_into_the_network, scope),
                     NEWSARC_OK);
    na_scope_free(scope);
    na_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(domain_is_the_registrable_one),
        cmocka_unit_test(addresses_and_localhost_go_by_port),
        cmocka_unit_test(host_and_prefix),
        cmocka_unit_test(very_long_urls_are_out),
        cmocka_unit_test(paths_that_grow_are_out),
        cmocka_unit_test(exclusions_are_regular_expressions),
        cmocka_unit_test(private_hosts_are_for_those_who_name_them),
        cmocka_unit_test(bad_settings_are_named),
        cmocka_unit_test(parts_of_urls),
        cmocka_unit_test(names_in_the_tar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
