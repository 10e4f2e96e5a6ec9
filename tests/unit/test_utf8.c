/* Walking over UTF-8 and classes of characters. */
#include "unit/text_run.h"

#include "text/references.h"
#include "text/unicode_tables.h"
#include "text/utf8.h"

static void test_next_and_put(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4];
        na_str s = {bytes, na_utf8_put(bytes, c)};
        if (!na_utf8_valid(s) || na_utf8_next(&s) != c || s.n != 0)
            fail_msg("U+%04X", (unsigned)c);
    }
}

static void test_bad(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",         "\xC1\x80",         "\xE0\x9F\x80",
                                      "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                                      "\xF5\x80",     "\xE4\xBD",         "\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        na_str s = na_str_from(bad[i]);
        size_t n = s.n;
        assert_false(na_utf8_valid(s));
        assert_int_equal(na_utf8_next(&s), 0xFFFD);
        assert_int_equal(s.n, n - 1);
    }
    assert_true(na_utf8_valid(NA_STR("")));
    assert_int_equal(na_utf8_valid_run(NA_STR("abcdefghij中\xFF")), 13);
    assert_int_equal(na_utf8_ascii_run(NA_STR("abcdefghijk中")), 11);
}

static void test_classes(void **state)
{
    (void)state;
    static const uint32_t white[] = {' ', '\n', 0xA0, 0x3000, 0x200B, 0xFEFF, 0x2003, 0x2028};
    static const uint32_t words[] = {'a', '9', 0xE9, 0x416, 0x4E00, 0x3042, 0xAC00, 0x660, 0x3007};
    static const uint32_t others[] = {'-', '_', 0x3002, 0xFF0C, 0x2014, 0xD7, 0x1F600, 0xB7};
    for (size_t i = 0; i < sizeof white / sizeof *white; i++)
        assert_true(na_is_white(white[i]));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(na_is_word(words[i]) && !na_is_white(words[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(na_is_word(others[i]) || na_is_white(others[i]));
    assert_true(na_is_han(0x4E2D) && na_is_han(0x20000) && na_is_han(0x3007));
    assert_false(na_is_han(0x3042) || na_is_han(0xAC00) || na_is_han(0x3002));
    assert_true(na_is_cjk(0x3042) && na_is_cjk(0xAC00) && na_is_cjk(0x3002) && na_is_cjk(0xFF0C));
    assert_false(na_is_cjk('a') || na_is_cjk(0xE9) || na_is_cjk(0x3000) || na_is_cjk(0x2019));
    assert_true(na_is_upper('A') && na_is_upper(0xC9) && na_is_upper(0x416) && na_is_upper(0x391));
    assert_false(na_is_upper('a') || na_is_upper(0xE9) || na_is_upper(0x4E00) || na_is_upper('1'));
    assert_true(na_is_sentence_end('.') && na_is_sentence_end(0x3002) && na_is_sentence_end(0x6D4));
    assert_false(na_is_sentence_end(',') || na_is_sentence_end(0xFF0C) || na_is_sentence_end(' '));
    assert_true(na_is_comma(',') && na_is_comma(0xFF0C) && na_is_comma(0x3001));
    assert_false(na_is_comma('.') || na_is_comma(0x3002));
}

static void test_width(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        int width;
    } cases[] = {{'a', 1},     {'\n', 0},   {0xE9, 1},   {0x301, 0},  {0x4E2D, 2},
                 {0x3000, 2},  {0xFF21, 2}, {0xFF71, 1}, {0xAC00, 2}, {0x200B, 0},
                 {0x1F600, 2}, {0xAD, 1},   {0x94D, 0},  {0x20000, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (na_width(cases[i].c) != cases[i].width)
            fail_msg("U+%04X: %d", (unsigned)cases[i].c, na_width(cases[i].c));
}

static void sorted(const na_range_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        assert_true(table->ranges[i].first <= table->ranges[i].last);
        assert_true(i == 0 || table->ranges[i - 1].last < table->ranges[i].first);
    }
}

/* Binary search needs it. */
static void test_tables_are_sorted(void **state)
{
    (void)state;
    sorted(&na_word_table);
    sorted(&na_zero_table);
    sorted(&na_wide_table);
    for (size_t i = 1; i < na_lower_table.count; i++)
        assert_true(na_lower_table.runs[i - 1].last < na_lower_table.runs[i].first);
    for (uint32_t c = 0; c <= 0x10FFFF; c++)
        assert_int_equal(na_to_lower(na_to_lower(c)), na_to_lower(c));
}

static void check_strings(na_arena *arena, void *user)
{
    (void)user;
    assert_true(na_str_eq(na_collapse(arena, NA_STR(" \n a　 b\xC2\xA0")), NA_STR("a b")));
    assert_true(na_str_eq(na_collapse(arena, NA_STR("　")), NA_STR("")));
    assert_true(
        na_str_eq(na_fold(arena, NA_STR("Ａbc－《Été》 12，ЖУК ΣΑΣ")), NA_STR("abcété12жукσασ")));
    assert_true(na_str_eq(na_fold(arena, NA_STR("")), NA_STR("")));
}

static void test_strings(void **state)
{
    (void)state;
    assert_true(
        na_str_eq(na_trim_white(NA_STR("　\xC2\xA0 中 文\n\xEF\xBB\xBF")), NA_STR("中 文")));
    assert_int_equal(na_trim_white(NA_STR(" 　")).n, 0);
    assert_true(na_str_eq(na_trim_white(NA_STR(" \x80 ")), NA_STR("\x80")));
    assert_int_equal(na_utf8_count(NA_STR("中a\xFF")), 3);
    assert_int_equal(na_count_nonspace(NA_STR("中 a\n　b")), 3);
    run_in_arena(check_strings, NULL);
}

static void check_references(na_arena *arena, void *user)
{
    static const struct {
        const char *in, *out;
    } CASES[] = {
        {"no reference", "no reference"},
        {"R&amp;D &#39;a&#x27; &quot;b&quot;", "R&D 'a' \"b\""},
        {"&#20013;&#x6587;&nbsp;", "中文\xC2\xA0"},
        {"&amp;lt;", "&lt;"}, /* once, not until nothing is left */
        {"a?b=1&lt=2&c", "a?b=1&lt=2&c"},
        {"&#; &#x; &#0; &#xD800; &#x110000; &#99999999; &unknown; &", NULL},
    };
    (void)user;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const char *want = CASES[i].out ? CASES[i].out : CASES[i].in;
        assert_string_equal(
            na_arena_cstr(arena, na_references_read(arena, na_str_from(CASES[i].in))), want);
    }
}

static void test_references(void **state)
{
    (void)state;
    run_in_arena(check_references, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_and_put),      cmocka_unit_test(test_bad),
        cmocka_unit_test(test_classes),           cmocka_unit_test(test_width),
        cmocka_unit_test(test_tables_are_sorted), cmocka_unit_test(test_strings),
        cmocka_unit_test(test_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
