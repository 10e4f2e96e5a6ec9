/* tar and zip files: the same members give the same bytes, wherever and whenever; names that lead
 * out of the folder are refused; libarchive reads back what went in. */
#include "archive/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/unit.h"

static char folder[] = "/tmp/na_bundle_XXXXXX";
static const char *const formats[] = {".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".zip"};
#define FORMATS (sizeof formats / sizeof *formats)

static const struct {
    const char *name, *text;
} members[] = {
    {"2015/2015-09-01_a/article.json", "{\"title\":\"\xE6\xA0\x87\xE9\xA2\x98\"}"},
    {"2015/2015-09-01_a/article.txt", ""},
    {"2015/2015-09-01_a/\xE9\x99\x84\xE4\xBB\xB6.pdf", "%PDF"},
    {"2015/2015-09-02_0123456789012345678901234567890123456789/"
     "0123456789012345678901234567890123456789012345678901234567890123456789/page.html",
     "<p>"},
};
#define MEMBERS (sizeof members / sizeof *members)

static const char *path_of(const char *name, const char *suffix)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix);
    return path;
}

static void write_bundle(const char *path)
{
    na_bundle *b;
    assert_int_equal(na_bundle_new(path, &b, NULL), NEWSARC_OK);
    for (size_t i = 0; i < MEMBERS; i++)
        assert_int_equal(na_bundle_add(b, na_str_from(members[i].name),
                                       na_str_from(members[i].text), 1441065600, NULL),
                         NEWSARC_OK);
    assert_int_equal(na_bundle_close(b, NULL), NEWSARC_OK);
    na_bundle_free(b);
}

static size_t slurp(const char *path, char *out, size_t size)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(out, 1, size, f);
    fclose(f);
    return n;
}

static void same_bytes_everywhere(void **state)
{
    (void)state;
    static char one[1 << 16], two[1 << 16];
    for (size_t i = 0; i < FORMATS; i++) {
        setenv("TZ", "UTC0", 1);
        setlocale(LC_ALL, "C");
        write_bundle(path_of("one", formats[i]));
        size_t n = slurp(path_of("one", formats[i]), one, sizeof one);
        setenv("TZ", "XXX-11", 1);
        setlocale(LC_ALL, "C.UTF-8");
        sleep(i == 1); /* a time in the gzip header would show */
        write_bundle(path_of("two", formats[i]));
        assert_int_equal(slurp(path_of("two", formats[i]), two, sizeof two), n);
        assert_memory_equal(one, two, n);
    }
    setlocale(LC_ALL, "C");
}

static void check_members(const char *path, bool zip)
{
    struct archive *a = archive_read_new();
    struct archive_entry *e;
    char text[256];
    archive_read_support_format_all(a);
    archive_read_support_filter_all(a);
    assert_int_equal(archive_read_open_filename(a, path, 4096), ARCHIVE_OK);
    for (size_t i = 0; i < MEMBERS; i++) {
        assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
        assert_string_equal(archive_entry_pathname_utf8(e), members[i].name);
        assert_int_equal(archive_entry_perm(e), 0644);
        assert_int_equal(archive_entry_uid(e), 0);
        assert_int_equal(archive_entry_filetype(e), AE_IFREG);
        if (!zip)
            assert_int_equal(archive_entry_mtime(e), 1441065600);
        assert_int_equal(archive_read_data(a, text, sizeof text), strlen(members[i].text));
        assert_memory_equal(text, members[i].text, strlen(members[i].text));
    }
    assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_EOF);
    archive_read_free(a);
}

static void libarchive_reads_it(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    for (size_t i = 0; i < FORMATS; i++) {
        write_bundle(path_of("read", formats[i]));
        check_members(path_of("read", formats[i]), i == FORMATS - 1);
    }
    setlocale(LC_ALL, "C");
}

/* Larger than what is compressed at once; no two places alike, so nothing may be lost or swapped.
 */
static void large_member_comes_back(void **state)
{
    (void)state;
    enum { WORDS = 400000 };
    static uint32_t words[WORDS], back[WORDS];
    na_bundle *b;
    for (uint32_t i = 0; i < WORDS; i++)
        words[i] = i * 2654435761U;
    for (size_t i = 0; i < FORMATS; i++) {
        const char *path = path_of("large", formats[i]);
        struct archive *a = archive_read_new();
        struct archive_entry *entry;
        assert_int_equal(na_bundle_new(path, &b, NULL), NEWSARC_OK);
        assert_int_equal(
            na_bundle_add(b, NA_STR("a"), (na_str){(char *)words, sizeof words}, 0, NULL),
            NEWSARC_OK);
        assert_int_equal(na_bundle_close(b, NULL), NEWSARC_OK);
        na_bundle_free(b);
        archive_read_support_format_all(a);
        archive_read_support_filter_all(a);
        assert_int_equal(archive_read_open_filename(a, path, 10240), ARCHIVE_OK);
        assert_int_equal(archive_read_next_header(a, &entry), ARCHIVE_OK);
        assert_int_equal(archive_read_data(a, back, sizeof back), sizeof back);
        assert_memory_equal(back, words, sizeof words);
        assert_int_equal(archive_read_next_header(a, &entry), ARCHIVE_EOF);
        archive_read_free(a);
    }
}

static void unsafe_names_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a/..",
        "..",
        ".",
        "a/./b",
        "a//b",
        "a/b/",
        "a\nb",
        "a\x7F"
        "b",
        "a\\b",
        "C:/x",
        "\xFF\xFE",
        "a\xC2\x85"
        "b",
    };
    char longest[300];
    memset(longest, 'a', sizeof longest);
    na_bundle *b;
    assert_int_equal(na_bundle_new(path_of("bad", ".tar"), &b, NULL), NEWSARC_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        newsarc_error err = {0};
        assert_int_equal(na_bundle_add(b, na_str_from(bad[i]), NA_STR("x"), 0, &err),
                         NEWSARC_E_ARGUMENT);
        assert_int_equal(err.code, NEWSARC_E_ARGUMENT);
    }
    assert_int_equal(na_bundle_add(b, NA_STR("a\0b"), NA_STR("x"), 0, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(na_bundle_add(b, (na_str){longest, 256}, NA_STR("x"), 0, NULL),
                     NEWSARC_E_ARGUMENT);
    assert_int_equal(na_bundle_add(b, NA_STR("..a/b..c"), NA_STR("x"), 0, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_close(b, NULL), NEWSARC_OK);
    na_bundle_free(b);
}

static void order_is_kept(void **state)
{
    (void)state;
    na_bundle *b;
    assert_int_equal(na_bundle_new(path_of("order", ".tar"), &b, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add(b, NA_STR("b"), NA_STR("x"), 0, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add(b, NA_STR("b"), NA_STR("x"), 0, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(na_bundle_add(b, NA_STR("a"), NA_STR("x"), 0, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(na_bundle_add(b, NA_STR("b/c"), NA_STR("x"), 0, NULL), NEWSARC_OK);
    na_bundle_free(b);
}

static void unclosed_leaves_nothing(void **state)
{
    (void)state;
    struct stat st;
    na_bundle *b;
    assert_int_equal(na_bundle_new(path_of("left", ".tar.gz"), &b, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add(b, NA_STR("a"), NA_STR("x"), 0, NULL), NEWSARC_OK);
    assert_int_equal(stat(path_of("left", ".tar.gz.open"), &st), 0);
    na_bundle_free(b);
    assert_int_not_equal(stat(path_of("left", ".tar.gz.open"), &st), 0);
    assert_int_not_equal(stat(path_of("left", ".tar.gz"), &st), 0);
    na_bundle_free(NULL);
}

static void errors_have_their_status(void **state)
{
    (void)state;
    na_bundle *b;
    newsarc_error err = {0};
    assert_int_equal(na_bundle_new("x.rar", &b, &err), NEWSARC_E_ARGUMENT);
    assert_non_null(strstr(err.message, ".tar.gz"));
    assert_int_equal(na_bundle_new("/nonexistent/x.tar", &b, NULL), NEWSARC_E_NOT_FOUND);
    assert_null(b);
}

static void the_manifest_is_the_last_member(void **state)
{
    (void)state;
    static char all[1 << 14];
    na_bundle *b;
    assert_int_equal(na_bundle_new(path_of("sums", ".tar"), &b, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add(b, NA_STR("a/b"), NA_STR("abc"), 7, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add(b, NA_STR("undated/c"), NA_STR(""), 5, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_add_manifest(b, NULL), NEWSARC_OK);
    assert_int_not_equal(na_bundle_add(b, NA_STR("x"), NA_STR(""), 0, NULL), NEWSARC_OK);
    assert_int_equal(na_bundle_close(b, NULL), NEWSARC_OK);
    na_bundle_free(b);
    size_t n = slurp(path_of("sums", ".tar"), all, sizeof all);
    const char want[] =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/b\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  undated/c\n";
    assert_int_equal(na_str_find((na_str){all, n}, NA_STR("SHA256SUMS")), 512 * 3);
    assert_memory_equal(all + 512 * 4, want, sizeof want - 1);
}

/* A full disk is told as such and leaves no file behind. */
static void full_disk(void **state)
{
    (void)state;
    if (symlink("/dev/full", path_of("full", ".tar.open")) != 0)
        skip();
    static char big[1 << 20];
    na_bundle *b;
    assert_int_equal(na_bundle_new(path_of("full", ".tar"), &b, NULL), NEWSARC_OK);
    newsarc_status status = na_bundle_add(b, NA_STR("a"), (na_str){big, sizeof big}, 0, NULL);
    assert_int_equal(status, NEWSARC_E_DISK_FULL);
    assert_int_not_equal(na_bundle_close(b, NULL), NEWSARC_OK);
    na_bundle_free(b);
    struct stat st;
    assert_int_not_equal(stat(path_of("full", ".tar"), &st), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_everywhere),
        cmocka_unit_test(libarchive_reads_it),
        cmocka_unit_test(large_member_comes_back),
        cmocka_unit_test(unsafe_names_are_refused),
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(unclosed_leaves_nothing),
        cmocka_unit_test(errors_have_their_status),
        cmocka_unit_test(the_manifest_is_the_last_member),
        cmocka_unit_test(full_disk),
    };
    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0 ? failed : 1;
}
