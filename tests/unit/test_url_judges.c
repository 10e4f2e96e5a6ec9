/* url/ against the data sets of others in NEWSARC_SHARED/judges; skipped when they are absent. */
#include "unit/unit.h"

#include "core/buf.h"
#include "url/url.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define JUDGES NEWSARC_SHARED "/judges/"

/* Cases where we differ, each with its reason. urltestdata.json has none. */
typedef struct difference {
    const char *input;
    const char *reason;
} difference;

static const difference accepted[] = {
    {"http://\x01\xc2\x80.com/", "surt.json: no valid host, so the URL cannot have been fetched"},
    {"%20leadingspace.com/", "surt.json: likewise"},
    {"http:// leadingspace.com/", "surt.json: likewise"},
    {"http://%20leadingspace.com/", "surt.json: likewise"},
    {"0000xa", "funky_ipv4.json: no address, and a valid name after the URL Standard"},
    {"\xc3\xa2\xc2\x98\xc2\x83.com", "surt.json: UTF-8 taken for Latin-1, no valid host"},
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

static void run_cases(const char *file, const char *group,
                      void (*body)(na_arena *arena, void *user), unsigned at_least)
{
    na_arena *arena = na_arena_new();
    char path[512];
    snprintf(path, sizeof path, JUDGES "url/%s", file);
    json_t *root = load(path);
    work w = {.cases = group ? json_object_get(root, group) : root};
    assert_non_null(w.cases);
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, body, &w), NEWSARC_OK);
    print_message("%s %s: %u passed, %u accepted differences, %u failed\n", file,
                  group ? group : "", w.passed, w.excused, w.failed);
    assert_int_equal(w.failed, 0);
    assert_true(w.passed >= at_least);
    json_decref(root);
    na_arena_free(arena);
}

static void urltestdata(void **state)
{
    (void)state;
    run_cases("urltestdata.json", NULL, run_urltestdata, 891);
}

static void count(work *w, const char *input, na_str want, na_str got)
{
    if (na_str_eq(got, want)) {
        w->passed++;
    } else if (accepted_reason(input)) {
        w->excused++;
    } else {
        w->failed++;
        print_message("%s | want %.*s | got %.*s\n", input, NA_STR_ARG(want), NA_STR_ARG(got));
    }
}

static na_str join(na_arena *arena, const char *before, const char *s, const char *after)
{
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, before);
    na_sb_add_cstr(&sb, s);
    na_sb_add_cstr(&sb, after);
    return na_sb_str(&sb);
}

static void surt_is(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want) count(
        w, input, na_str_from(json_string_value(want)), na_url_surt(arena, na_str_from(input)));
}

/* The URL and its canonical form have one key. */
static void surt_is_that_of(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
        count(w, input, na_url_surt(arena, na_str_from(json_string_value(want))),
              na_url_surt(arena, na_str_from(input)));
}

static void surt_sorts(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
    {
        const char *query = json_string_value(want);
        count(w, input, join(arena, "h)/", *query ? "?" : "", query),
              na_url_surt(arena, join(arena, "http://h/?", input, "")));
    }
}

static void surt_host(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
    {
        na_str rest, label = na_str_cut(na_str_from(json_string_value(want)), '.', &rest);
        na_str key = join(arena, "com,", na_arena_cstr(arena, label), ")/");
        count(w, input, key, na_url_surt(arena, join(arena, "http://", input, "/")));
    }
}

static void surt_path(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
        count(w, input, na_url_surt(arena, join(arena, "http://h", json_string_value(want), "")),
              na_url_surt(arena, join(arena, "http://h", input, "")));
}

static void surt_keys(void **state)
{
    (void)state;
    run_cases("surt.json", "defaultIASurt", surt_is, 15);
    run_cases("surt.json", "Canonicalizer.DefaultIA", surt_is_that_of, 7);
    run_cases("surt.json", "Canonicalizer.IA", surt_is_that_of, 7);
    run_cases("surt.json", "google", surt_is_that_of, 30);
    run_cases("surt.json", "googleSupplementalFromSurt", surt_is_that_of, 3);
    run_cases("surt.json", "alphaRorderQuery", surt_sorts, 11);
    run_cases("surt.json", "massageHost", surt_host, 5);
    run_cases("surt.json", "stripPathSessionId", surt_path, 4);
}

static void funky_body(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
    {
        na_url u;
        bool ok = na_url_parse(arena, join(arena, "http://", input, "/"), NULL, NULL, &u);
        count(w, input, json_is_string(want) ? na_str_from(json_string_value(want)) : NA_STR("-"),
              ok ? u.host : NA_STR("-"));
    }
}

static void dots_body(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
    {
        na_url u;
        if (strchr(input, '\\')) /* a slash to the URL Standard, not to this list */
            continue;
        assert_true(na_url_parse(arena, join(arena, "http://h", input, ""), NULL, NULL, &u));
        count(w, input, na_str_from(json_string_value(want)), u.path);
    }
}

static void addresses_and_dots(void **state)
{
    (void)state;
    run_cases("funky_ipv4.json", NULL, funky_body, 1);
    run_cases("path_dots.json", "special", dots_body, 1);
}

static void idempotence_body(na_arena *arena, void *user)
{
    static na_str (*const forms[])(na_arena *, na_str) = {na_url_canonical, na_url_rfc3986};
    work *w = user;
    size_t i;
    const json_t *url;
    json_array_foreach(w->cases, i, url) for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
    {
        na_str input = {json_string_value(url), json_string_length(url)};
        na_str once = forms[f](arena, input);
        count(w, input.p, once, forms[f](arena, once));
    }
}

static void forms_are_stable(void **state)
{
    (void)state;
    run_cases("idempotence.json", NULL, idempotence_body, 43);
}

/* semantic_precise.json is another canonical form (it drops credentials, sorts queries and undoes
 * all escapes), so it only says how near we are. */
static void semantic_body(na_arena *arena, void *user)
{
    work *w = user;
    const char *input;
    json_t *want;
    json_object_foreach((json_t *)w->cases, input, want)
    {
        na_str theirs = na_url_canonical(arena, na_str_from(json_string_value(want)));
        if (na_str_eq(theirs, na_url_canonical(arena, na_str_from(input))))
            w->passed++;
        else
            w->excused++;
    }
}

static void semantic_precise(void **state)
{
    (void)state;
    run_cases("semantic_precise.json", NULL, semantic_body, 150);
}

/* "checkPublicSuffix('a', 'b');" */
static na_str quoted(na_str *line)
{
    na_str value;
    (void)na_str_cut(*line, '\'', line);
    value = na_str_cut(*line, '\'', line);
    return value;
}

static void psl_body(na_arena *arena, void *user)
{
    work *w = user;
    char line[512];
    FILE *f = fopen(JUDGES "psl/test_psl.txt", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        na_str rest = na_str_from(line);
        if (!na_str_starts(rest, NA_STR("checkPublicSuffix('")))
            continue;
        na_str host = quoted(&rest), domain = quoted(&rest);
        char *input = na_arena_cstr(arena, host);
        for (char *c = input; *c; c++)
            *c = na_lower(*c);
        na_str none = na_str_from(input); /* null in the list: the host itself */
        count(w, input, domain.n ? domain : none, na_url_registrable_domain(arena, host));
    }
    fclose(f);
}

static void public_suffixes(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    work w = {0};
    assert_int_equal(na_arena_run(arena, (na_arena_limits){0, 0}, psl_body, &w), NEWSARC_OK);
    print_message("test_psl.txt: %u passed, %u failed\n", w.passed, w.failed);
    assert_int_equal(w.failed, 0);
    na_arena_free(arena);
}

int main(void)
{
    if (access(JUDGES "url/urltestdata.json", R_OK) != 0) {
        print_message("skipped: no judges in " NEWSARC_SHARED "\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urltestdata),        cmocka_unit_test(surt_keys),
        cmocka_unit_test(addresses_and_dots), cmocka_unit_test(forms_are_stable),
        cmocka_unit_test(semantic_precise),   cmocka_unit_test(public_suffixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
