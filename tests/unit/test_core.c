/* core/: slices, buffers, arena runs, spools, error texts. */
#include "unit/unit.h"

#include "core/alloc.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/spool.h"
#include "core/str.h"
#include <errno.h>
#include <newsarc/version.h>
#include <stdio.h>

static void slices_cut_and_trim(void **state)
{
    (void)state;
    na_str rest, head = na_str_cut(NA_STR("a=b=c"), '=', &rest);
    assert_true(na_str_eq(head, NA_STR("a")));
    assert_true(na_str_eq(rest, NA_STR("b=c")));
    head = na_str_cut(NA_STR("abc"), '=', &rest);
    assert_true(na_str_eq(head, NA_STR("abc")));
    assert_int_equal(rest.n, 0);
    assert_true(na_str_eq(na_str_trim(NA_STR("\t x y\r\n")), NA_STR("x y")));
    assert_int_equal(na_str_trim(NA_STR("  ")).n, 0);
    assert_true(na_str_ends(NA_STR("a.html"), NA_STR(".html")));
    assert_false(na_str_ends(NA_STR("l"), NA_STR(".html")));
}

static void slices_find(void **state)
{
    (void)state;
    assert_int_equal(na_str_find(NA_STR("hay needle"), NA_STR("needle")), 4);
    assert_int_equal(na_str_find(NA_STR("hay"), NA_STR("needle")), NA_NOT_FOUND);
    assert_int_equal(na_str_find_nocase(NA_STR("Content-TYPE"), NA_STR("type")), 8);
    assert_int_equal(na_str_find((na_str){NULL, 0}, NA_STR("")), 0);
    assert_int_equal(na_str_find_byte((na_str){NULL, 0}, 'a'), NA_NOT_FOUND);
    size_t used;
    assert_int_equal(na_str_number(NA_STR("2015-09"), &used), 2015);
    assert_int_equal(used, 4);
    assert_true(na_str_number(NA_STR("99999999999999999999999"), NULL) == UINT64_MAX);
}

static void buffer_keeps_what_fits_and_remembers_the_error(void **state)
{
    (void)state;
    na_buf b = NA_BUF(8);
    na_buf_addf(&b, "%d-%s", 12, "ab");
    assert_string_equal(b.p, "12-ab");
    na_buf_add_cstr(&b, "cdef");
    assert_int_equal(b.status, NEWSARC_E_LIMIT);
    na_buf_add_byte(&b, 'x');
    assert_string_equal(b.p, "12-ab");
    assert_null(na_buf_take(&b));
    assert_int_equal(b.status, NEWSARC_OK);
    char *empty = na_buf_take(&b);
    assert_string_equal(empty, "");
    na_free(empty);
    na_buf_free(&b);
}

static void buffer_formats_into_the_room_it_has_or_gets(void **state)
{
    (void)state;
    na_buf b = NA_BUF(200);
    na_buf_addf(&b, "%d-%s", 12, "ab");
    for (int i = 0; i < 9; i++)
        na_buf_addf(&b, "%020d", i);
    assert_int_equal(b.n, 185);
    assert_string_equal(b.p + 165, "00000000000000000008");
    na_buf_addf(&b, "%020d", 9);
    assert_int_equal(b.status, NEWSARC_E_LIMIT);
    assert_string_equal(b.p + 165, "00000000000000000008");
    na_buf_free(&b);
}

static void grow_without_end(na_arena *arena, void *user)
{
    (void)user;
    for (;;)
        na_arena_alloc(arena, 100);
}

static void spin_without_end(na_arena *arena, void *user)
{
    (void)user;
    for (;;)
        na_arena_tick(arena);
}

static void count_cleanup(void *object)
{
    ++*(int *)object;
}

static void defer_then_raise(na_arena *arena, void *user)
{
    na_arena_defer(arena, count_cleanup, user);
    na_arena_raise(arena, NEWSARC_E_FORMAT);
}

static void run_ends_at_its_limits(void **state)
{
    (void)state;
    na_arena *a = na_arena_new();
    assert_int_equal(na_arena_run(a, (na_arena_limits){.memory = 1 << 20}, grow_without_end, NULL),
                     NEWSARC_E_LIMIT);
    assert_int_equal(na_arena_last_cause(a), NA_CAUSE_MEMORY);
    assert_true(na_arena_used(a) <= 1 << 20);
    na_arena_reset(a);
    assert_int_equal(na_arena_run(a, (na_arena_limits){.cpu_ns = 20000000}, spin_without_end, NULL),
                     NEWSARC_E_LIMIT);
    assert_int_equal(na_arena_last_cause(a), NA_CAUSE_CPU);
    na_arena_free(a);
}

static void run_ends_with_what_was_raised_and_cleans_up(void **state)
{
    (void)state;
    int cleaned = 0;
    na_arena *a = na_arena_new();
    assert_int_equal(na_arena_run(a, (na_arena_limits){0}, defer_then_raise, &cleaned),
                     NEWSARC_E_FORMAT);
    assert_int_equal(cleaned, 0);
    na_arena_reset(a);
    assert_int_equal(cleaned, 1);
    na_arena_free(a);
    assert_int_equal(cleaned, 1);
}

static void run_inside_a_run(na_arena *arena, void *user)
{
    newsarc_status *inner = user;
    *inner = na_arena_run(arena, (na_arena_limits){0}, grow_without_end, NULL);
    na_arena_run(arena, (na_arena_limits){0}, grow_without_end, NULL);
}

static void inner_run_has_the_outer_limits_and_ends_alone(void **state)
{
    (void)state;
    newsarc_status inner = NEWSARC_OK;
    na_arena *a = na_arena_new();
    assert_int_equal(
        na_arena_run(a, (na_arena_limits){.memory = 1 << 20}, run_inside_a_run, &inner),
        NEWSARC_OK);
    assert_int_equal(inner, NEWSARC_E_LIMIT);
    na_arena_free(a);
}

static void build_string(na_arena *arena, void *user)
{
    (void)user;
    na_sb sb = NA_SB(arena);
    for (int i = 0; i < 1000; i++)
        na_sb_addf(&sb, "%d,", i);
    assert_int_equal(na_sb_str(&sb).n, 10 * 2 + 90 * 3 + 900 * 4);
    assert_true(na_str_ends(na_sb_str(&sb), NA_STR("998,999,")));
    char *first = na_arena_alloc(arena, 10);
    assert_ptr_equal(na_arena_grow(arena, first, 10, 1000), first);
    na_arena_alloc(arena, 1);
    assert_ptr_not_equal(na_arena_grow(arena, first, 1000, 2000), first);
}

static void arena_grows_strings(void **state)
{
    (void)state;
    na_arena *a = na_arena_new();
    for (int page = 0; page < 3; page++) {
        assert_int_equal(na_arena_run(a, (na_arena_limits){0}, build_string, NULL), NEWSARC_OK);
        na_arena_reset(a);
        assert_int_equal(na_arena_used(a), 0);
    }
    na_arena_free(a);
}

static void arena_says_when_the_system_has_no_memory(void **state)
{
    (void)state;
    na_arena *a = na_arena_new();
    na_alloc_fail_after(3);
    newsarc_status s = na_arena_run(a, (na_arena_limits){0}, grow_without_end, NULL);
    na_alloc_fail_after(-1);
    assert_int_equal(s, NEWSARC_E_NOMEM);
    na_arena_free(a);
}

static void spool_moves_to_a_file(void **state)
{
    (void)state;
    na_spool *s = na_spool_new(NULL, 10);
    na_str view;
    assert_int_equal(na_spool_write(s, NA_STR("0123456789")), NEWSARC_OK);
    assert_int_equal(na_spool_view(s, &view), NEWSARC_OK);
    assert_true(na_str_eq(view, NA_STR("0123456789")));
    assert_int_equal(na_spool_write(s, NA_STR("abc")), NEWSARC_OK);
    assert_int_equal(na_spool_view(s, &view), NEWSARC_OK);
    assert_true(na_str_eq(view, NA_STR("0123456789abc")));
    assert_int_equal(na_spool_write(s, NA_STR("!")), NEWSARC_OK);
    assert_int_equal(na_spool_size(s), 14);
    na_spool_clear(s);
    assert_int_equal(na_spool_view(s, &view), NEWSARC_OK);
    assert_int_equal(view.n, 0);
    na_spool_free(s);
    s = na_spool_new("/nonexistent-folder", 1);
    assert_int_equal(na_spool_write(s, NA_STR("ab")), NEWSARC_E_IO);
    na_spool_free(s);
}

static void errors_are_printable_and_the_first_stays(void **state)
{
    (void)state;
    newsarc_error e;
    na_error_clear(&e);
    assert_int_equal(
        na_error(&e, NEWSARC_E_FORMAT, "html", NA_STR("a\x1b[31m\xc2\x9b\xff.html"), "bad %d", 1),
        NEWSARC_E_FORMAT);
    assert_string_equal(e.input, "a?[31m??.html");
    assert_string_equal(e.message, "bad 1");
    na_error(&e, NEWSARC_E_IO, "x", NA_STR("y"), "later");
    assert_int_equal(e.code, NEWSARC_E_FORMAT);
    assert_int_equal(na_error(NULL, NEWSARC_E_IO, "x", NA_STR("y"), "no place to say it"),
                     NEWSARC_E_IO);
    na_error_clear(&e);
    assert_int_equal(na_error_system(&e, "core", NA_STR("f"), "write", ENOSPC),
                     NEWSARC_E_DISK_FULL);
    assert_non_null(strstr(e.message, "cannot write: "));
}

static void long_inputs_lose_their_middle(void **state)
{
    (void)state;
    char url[1000], out[64];
    memset(url, 'u', sizeof url);
    memcpy(url, "http", 4);
    memcpy(url + sizeof url - 4, "html", 4);
    na_printable(out, sizeof out, (na_str){url, sizeof url});
    assert_true(strlen(out) < sizeof out);
    assert_true(na_str_starts(na_str_from(out), NA_STR("http")));
    assert_true(na_str_ends(na_str_from(out), NA_STR("html")));
    assert_non_null(strstr(out, "..."));
}

static void version_three_ways(void **state)
{
    (void)state;
    assert_string_equal(newsarc_version(), NEWSARC_VERSION);
    assert_int_equal(newsarc_version_number(), NEWSARC_VERSION_NUMBER);
    assert_string_equal(newsarc_status_name(NEWSARC_E_LIMIT), "limit");
    assert_string_equal(newsarc_status_name(12345), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_cut_and_trim),
        cmocka_unit_test(slices_find),
        cmocka_unit_test(buffer_keeps_what_fits_and_remembers_the_error),
        cmocka_unit_test(buffer_formats_into_the_room_it_has_or_gets),
        cmocka_unit_test(run_ends_at_its_limits),
        cmocka_unit_test(run_ends_with_what_was_raised_and_cleans_up),
        cmocka_unit_test(inner_run_has_the_outer_limits_and_ends_alone),
        cmocka_unit_test(arena_grows_strings),
        cmocka_unit_test(arena_says_when_the_system_has_no_memory),
        cmocka_unit_test(spool_moves_to_a_file),
        cmocka_unit_test(errors_are_printable_and_the_first_stays),
        cmocka_unit_test(long_inputs_lose_their_middle),
        cmocka_unit_test(version_three_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
