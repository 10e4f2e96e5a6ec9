/* core/file: files that appear only when they are whole. */
#include "unit/unit.h"

#include "core/error.h"
#include "core/file.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static char folder[] = "/tmp/newsarc-file-XXXXXX";
static char path[64], open_path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/x", folder);
    snprintf(open_path, sizeof open_path, "%s/x.open", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    unlink(open_path);
    return rmdir(folder);
}

static void assert_holds(const char *name, const char *bytes)
{
    char is[64] = "";
    FILE *f = fopen(name, "r");
    assert_non_null(f);
    is[fread(is, 1, sizeof is - 1, f)] = 0;
    fclose(f);
    assert_string_equal(is, bytes);
}

static void it_appears_when_it_is_whole(void **state)
{
    (void)state;
    na_file f;
    assert_int_equal(na_file_open(&f, "test", path, NULL), NEWSARC_OK);
    assert_int_equal(na_file_add(&f, NA_STR("one\n"), NULL), NEWSARC_OK);
    assert_int_equal(na_file_flush(&f, NULL), NEWSARC_OK);
    assert_int_equal(na_file_add(&f, NA_STR("two\n"), NULL), NEWSARC_OK);
    assert_int_equal(access(path, F_OK), -1);
    assert_holds(open_path, "one\n");
    assert_int_equal(na_file_finish(&f, NULL), NEWSARC_OK);
    assert_holds(path, "one\ntwo\n");
    assert_int_equal(access(open_path, F_OK), -1);
    na_file_discard(&f); /* it is finished: nothing to do */
    assert_holds(path, "one\ntwo\n");
}

static void the_old_file_stays_until_then(void **state)
{
    (void)state;
    na_file f;
    assert_int_equal(na_file_write("test", path, NA_STR("old"), NULL), NEWSARC_OK);
    assert_int_equal(na_file_open(&f, "test", path, NULL), NEWSARC_OK);
    assert_int_equal(na_file_add(&f, NA_STR("new"), NULL), NEWSARC_OK);
    na_file_discard(&f);
    assert_holds(path, "old");
    assert_int_equal(access(open_path, F_OK), -1);
}

static void limit_files_to(rlim_t bytes)
{
    struct rlimit l;
    getrlimit(RLIMIT_FSIZE, &l);
    l.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

/* A write that stops in the middle leaves no half of what was added, and is tried again. */
static void a_failed_write_is_cut_off_and_tried_again(void **state)
{
    (void)state;
    na_file f;
    newsarc_error err;
    na_error_clear(&err);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(na_file_open(&f, "test", path, NULL), NEWSARC_OK);
    assert_int_equal(na_file_add(&f, NA_STR("first\n"), NULL), NEWSARC_OK);
    assert_int_equal(na_file_flush(&f, NULL), NEWSARC_OK);
    assert_int_equal(na_file_add(&f, NA_STR("second\n"), NULL), NEWSARC_OK);
    limit_files_to(9);
    assert_int_equal(na_file_flush(&f, &err), NEWSARC_E_IO);
    assert_non_null(strstr(err.input, "/x"));
    assert_non_null(strstr(err.message, "File too large"));
    assert_holds(open_path, "first\n");
    limit_files_to(RLIM_INFINITY);
    assert_int_equal(na_file_add(&f, NA_STR("third\n"), NULL), NEWSARC_OK);
    assert_int_equal(na_file_finish(&f, NULL), NEWSARC_OK);
    assert_holds(path, "first\nsecond\nthird\n");
}

static void nothing_is_left_of_a_whole_file_that_failed(void **state)
{
    (void)state;
    unlink(path);
    limit_files_to(2);
    assert_int_equal(na_file_write("test", path, NA_STR("bytes"), NULL), NEWSARC_E_IO);
    limit_files_to(RLIM_INFINITY);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(access(open_path, F_OK), -1);
    assert_int_equal(na_file_write("test", "/nowhere/x", NA_STR(""), NULL), NEWSARC_E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_appears_when_it_is_whole),
        cmocka_unit_test(the_old_file_stays_until_then),
        cmocka_unit_test(a_failed_write_is_cut_off_and_tried_again),
        cmocka_unit_test(nothing_is_left_of_a_whole_file_that_failed),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
