/* Every code point of gb18030, big5, shift_jis and euc-kr against the tables of the Encoding
 * Standard, as they lie in the outside test data (bytes in NAME_in.txt, UTF-8 in NAME_in_ref.txt).
 * Skipped where that is absent. */
#include "unit/text_run.h"

#include "text/encoding.h"

typedef struct judge {
    const char *file, *label;
    na_str bytes, expected;
} judge;

static bool read_file(const char *name, const char *suffix, na_str *out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/judges/charset/%s%s", NEWSARC_SHARED, name, suffix);
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    char *room = malloc(1 << 20);
    assert_non_null(room);
    size_t n = fread(room, 1, 1 << 20, f);
    fclose(f);
    *out = (na_str){room, n};
    return n > 0;
}

static void check(na_arena *arena, void *user)
{
    const judge *j = user;
    const na_encoding *encoding = na_encoding_for_label(na_str_from(j->label));
    assert_non_null(encoding);
    na_str got = na_decode(arena, j->bytes, encoding, NULL), want = j->expected;
    for (unsigned line = 1; got.n || want.n; line++) {
        na_str a = na_str_cut(got, '\n', &got), b = na_str_cut(want, '\n', &want);
        if (!na_str_eq(a, b))
            fail_msg("%s line %u: got \"%.*s\", expected \"%.*s\"", j->file, line, NA_STR_ARG(a),
                     NA_STR_ARG(b));
    }
}

static void decode_table(void **state)
{
    judge j = *(const judge *)*state;
    if (!read_file(j.file, "_in.txt", &j.bytes) || !read_file(j.file, "_in_ref.txt", &j.expected))
        skip();
    run_in_arena(check, &j);
    free((char *)(uintptr_t)j.bytes.p);
    free((char *)(uintptr_t)j.expected.p);
}

int main(void)
{
    static judge judges[] = {{.file = "gb18030", .label = "gb2312"},
                             {.file = "big5", .label = "big5"},
                             {.file = "shift_jis", .label = "shift_jis"},
                             {.file = "euc_kr", .label = "euc-kr"}};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(decode_table, &judges[0]),
        cmocka_unit_test_prestate(decode_table, &judges[1]),
        cmocka_unit_test_prestate(decode_table, &judges[2]),
        cmocka_unit_test_prestate(decode_table, &judges[3]),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
