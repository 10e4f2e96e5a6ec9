/* url/ against the data sets of others in NEWSARC_SHARED/judges; skipped when they are absent. */
#include "unit/unit.h"

#include "url/url.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define JUDGES NEWSARC_SHARED "/judges/"

/* Cases of urltestdata.json where we differ, each with its reason. */
typedef struct difference {
    const char *input;
    const char *reason;
} difference;

static const difference accepted[] = {
    {NULL, NULL},
};

static const char *accepted_reason(const char *input)
{
    for (const difference *d = accepted; d->input; d++)
        if (strcmp(d->input, input) == 0)
            return d->reason;
    return NULL;
}

typedef struct work {
    const json_t *cases;
    unsigned passed, failed, excused;
} work;

static na_str member(const json_t *object, const char *key)
{
    const json_t *s = json_object_get(object, key);
    return (na_str){json_string_value(s), json_string_length(s)};
}

static bool part_is(const json_t *c, const char *key, const char *prefix, na_str part,
                    const char *suffix)
{
    na_str want = member(c, key);
    if (!want.p)
        return true;
    na_str before = na_str_from(part.n ? prefix : ""), after = na_str_from(part.n ? suffix : "");
    return na_str_starts(want, before) && na_str_ends(want, after) &&
           na_str_eq((na_str){want.p + before.n, want.n - before.n - after.n}, part);
}

static bool parts_match(const json_t *c, const na_url *u)
{
    return part_is(c, "href", "", u->href, "") && part_is(c, "protocol", "", u->scheme, ":") &&
           part_is(c, "username", "", u->username, "") &&
           part_is(c, "password", "", u->password, "") && part_is(c, "hostname", "", u->host, "") &&
           part_is(c, "port", "", u->port, "") && part_is(c, "pathname", "", u->path, "") &&
           part_is(c, "search", "?", u->query, "") && part_is(c, "hash", "#", u->fragment, "");
}

static bool url_case_passes(na_arena *arena, const json_t *c, na_str *got)
{
    na_url base, url;
    bool has_base = json_is_string(json_object_get(c, "base"));
    bool ok = !has_base || na_url_parse(arena, member(c, "base"), NULL, NULL, &base);
    ok = ok && na_url_parse(arena, member(c, "input"), has_base ? &base : NULL, NULL, &url);
    *got = ok ? url.href : NA_STR("failure");
    return json_is_true(json_object_get(c, "failure")) ? !ok : ok && parts_match(c, &url);
}

static void run_urltestdata(na_arena *arena, void *user)
{
    work *w = user;
    size_t i;
    const json_t *c;
    json_array_foreach(w->cases, i, c)
    {
        na_str got, input = member(c, "input");
        if (!json_is_object(c))
            continue;
        if (url_case_passes(arena, c, &got)) {
            w->passed++;
            if (accepted_reason(input.p))
                print_message("no longer different: %s\n", input.p);
        } else if (accepted_reason(input.p)) {
            w->excused++;
        } else {
            w->failed++;
            print_message("%s | base %s | want %s | got %.*s\n", input.p, member(c, "base").p,
                          member(c, "href").p, NA_STR_ARG(got));
        }
    }
}

static json_t *load(const char *path)
{
    json_error_t err;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &err);
    if (!root)
        print_message("%s:%d: %s\n", path, err.line, err.text);
    assert_non_null(root);
    return root;
}

static void urltestdata(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    json_t *root = load(JUDGES "url/urltestdata.json");
    work w = {.cases = root};
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, run_urltestdata, &w), NEWSARC_OK);
    print_message("urltestdata: %u passed, %u accepted differences, %u failed\n", w.passed,
                  w.excused, w.failed);
    assert_int_equal(w.failed, 0);
    assert_true(w.passed > 800);
    json_decref(root);
    na_arena_free(arena);
}

int main(void)
{
    if (access(JUDGES "url/urltestdata.json", R_OK) != 0) {
        print_message("skipped: no judges in " NEWSARC_SHARED "\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urltestdata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
