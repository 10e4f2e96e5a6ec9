/* crawl/identity: by what the frontier knows a URL. */
#include "unit/unit.h"

#include "crawl/identity.h"

typedef struct same {
    const char *a, *key_a, *b, *key_b;
    bool want;
} same;

static void compare(na_arena *arena, void *user)
{
    const same *s = user;
    na_str a = na_identity(arena, na_str_from(s->a), na_str_from(s->key_a));
    na_str b = na_identity(arena, na_str_from(s->b), na_str_from(s->key_b));
    assert_int_equal(na_str_eq(a, b), s->want);
}

#define VSB "content.jsp?urltype=news.NewsContentUrl&wbtreeid=1003&wbnewsid="

static void test_identity(void **state)
{
    (void)state;
    same cases[] = {
        {"http://a.org/" VSB "7", NULL, "http://a.org/info/1003/7.htm", NULL, true},
        {"http://a.org/en/" VSB "7", NULL, "http://a.org/en/info/1003/7.htm", NULL, true},
        {"http://a.org/" VSB "7", NULL, "http://a.org/info/1003/8.htm", NULL, false},
        {"http://a.org/" VSB "x", NULL, "http://a.org/info/1003/x.htm", NULL, false},
        {"http://a.org/1.html?from=timeline&utm_source=wx", NULL, "http://a.org/1.html", NULL,
         true},
        {"http://a.org/1?id=2&utm_medium=x&b=3", NULL, "http://a.org/1?id=2&b=3", NULL, true},
        {"http://a.org/1?from=2015", NULL, "http://a.org/1", NULL, false},
        {"http://a.org/l", "page=2", "http://a.org/l", "page=2", true},
        {"http://a.org/l", "page=2", "http://a.org/l", "page=3", false},
        {"http://a.org/l", "page=2", "http://a.org/l", NULL, false},
    };
    na_arena *arena = na_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, compare, &cases[i]),
                         NEWSARC_OK);
    na_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_identity)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
