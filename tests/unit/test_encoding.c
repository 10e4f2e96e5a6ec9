/* What encoding a page is taken for, and what its bytes become. The tables of whole encodings are
 * held against the standard in test_charset_judges.c. */
#include "unit/text_run.h"

#include "text/encoding.h"

typedef struct page {
    const char *bytes, *content_type, *encoding;
    na_encoding_source source;
    const char *contains; /* of the decoded text */
} page;

static void check_page(na_arena *arena, void *user)
{
    const page *p = user;
    na_decoded d = na_decode_page(arena, na_str_from(p->bytes), na_str_from(p->content_type));
    if (strcmp(d.encoding->name, p->encoding) != 0 || d.source != p->source)
        fail_msg("%.60s: got %s from %d, expected %s from %d", p->bytes, d.encoding->name,
                 (int)d.source, p->encoding, (int)p->source);
    if (na_str_find(d.text, na_str_from(p->contains)) == NA_NOT_FOUND)
        fail_msg("%.60s: \"%s\" is not in \"%.200s\"", p->bytes, p->contains, d.text.p);
    assert_int_equal(d.text.p[d.text.n], 0);
}

static void check_pages(const page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        page p = pages[i];
        run_in_arena(check_page, &p);
    }
}
#define CHECK(pages) check_pages((pages), sizeof(pages) / sizeof *(pages))

/* 协会动态 in GB2312, Big5 has other words; 新闻 twice over. */
#define GBK_WORDS "\xD0\xAD\xBB\xE1\xB6\xAF\xCC\xAC"
#define GBK_SENTENCE                                                                               \
    "\xD6\xD0\xB9\xFA\xD0\xAD\xBB\xE1\xD4\xDA\xB1\xB1\xBE\xA9\xD5\xD9\xBF\xAA\xC1\xCB\xC4\xEA"     \
    "\xB6\xC8\xBB\xE1\xD2\xE9"
#define GBK_TEXT "中国协会在北京召开了年度会议"

static void test_declared(void **state)
{
    (void)state;
    static const page pages[] = {
        {"\xEF\xBB\xBF<p>é", "text/html; charset=gbk", "utf-8", NA_ENC_BOM, "<p>é"},
        {"\xFF\xFE<\0"
         "a\0",
         "", "utf-16le", NA_ENC_BOM, ""},
        {"<p>" GBK_WORDS, "text/html; charset=GB2312", "gb18030", NA_ENC_HTTP, "协会动态"},
        {"<p>" GBK_WORDS, "text/html;charset=\"gbk\"", "gb18030", NA_ENC_HTTP, "协会动态"},
        {"<meta charset=gbk><p>" GBK_WORDS, "", "gb18030", NA_ENC_META, "协会动态"},
        {"<meta charset=\"GB2312\" /><p>" GBK_WORDS, "text/html", "gb18030", NA_ENC_META,
         "协会动态"},
        {"<META content='text/html; charset=gb2312' http-equiv=Content-Type><p>" GBK_WORDS, "",
         "gb18030", NA_ENC_META, "协会动态"},
        {"<meta http-equiv=content-type content=\"text/html; charset = gbk\"><p>" GBK_WORDS, "",
         "gb18030", NA_ENC_META, "协会动态"},
        {"<!-- <meta charset=big5> --><meta charset=gbk><p>" GBK_WORDS, "", "gb18030", NA_ENC_META,
         "协会动态"},
        {"<meta charset=nonsense><meta charset=gbk><p>" GBK_WORDS, "", "gb18030", NA_ENC_META,
         "协会动态"},
        {"<p title='<meta charset=big5>'><meta charset=gbk>" GBK_WORDS, "", "gb18030", NA_ENC_META,
         "协会动态"},
        {"<meta charset=utf-16><p>é", "", "utf-8", NA_ENC_META, "é"},
        {"<meta charset=iso-8859-1><p>caf\xE9 \x93"
         "a\x94",
         "", "windows-1252", NA_ENC_META, "café “a”"},
        {"<meta charset=x-user-defined><p>\xE9", "", "windows-1252", NA_ENC_META, "é"},
        {"<?xml version='1.0' encoding='gbk'?><p>" GBK_WORDS, "", "gb18030", NA_ENC_XML,
         "协会动态"},
        {"<p>plain", "text/html; charset=unknown", "utf-8", NA_ENC_DEFAULT, "plain"},
        {"", "", "utf-8", NA_ENC_DEFAULT, ""},
    };
    CHECK(pages);
}

static void test_late_meta(void **state)
{
    (void)state;
    static char bytes[6000];
    size_t n = (size_t)snprintf(bytes, sizeof bytes, "<html><script>");
    memset(bytes + n, ';', 3000);
    snprintf(bytes + n + 3000, sizeof bytes - n - 3000,
             "</script><meta charset=euc-kr><p>\xB0\xA1\xB0\xA1");
    page late = {bytes, "", "euc-kr", NA_ENC_META, "가가"};
    run_in_arena(check_page, &late);
}

static void test_detected(void **state)
{
    (void)state;
    static const page pages[] = {
        {"<p>新闻中心", "", "utf-8", NA_ENC_DETECTED, "新闻中心"},
        {"<p>" GBK_SENTENCE, "", "gb18030", NA_ENC_DETECTED, GBK_TEXT},
        {"<script>var a='\xE9';</script><p>" GBK_SENTENCE, "", "gb18030", NA_ENC_DETECTED,
         GBK_TEXT},
        /* 臺北市政府今天宣布新的政策 */
        {"<p>\xBB\x4F\xA5\x5F\xA5\xAB\xAC\x46\xA9\xB2\xA4\xB5\xA4\xD1\xAB\xC5\xA5\xAC\xB7\x73"
         "\xAA\xBA\xAC\x46\xB5\xA6",
         "", "big5", NA_ENC_DETECTED, "臺北市政府今天宣布新的政策"},
        /* これは日本語の文章です */
        {"<p>\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x8C\xEA\x82\xCC\x95\xB6\x8F\xCD\x82\xC5"
         "\x82\xB7",
         "", "shift_jis", NA_ENC_DETECTED, "これは日本語の文章です"},
        {"<p>\x1B$B$3$l$O\x1B(B", "", "iso-2022-jp", NA_ENC_DETECTED, "これは"},
        {"<p>\xCF\xF0\xE8\xE2\xE5\xF2, \xFD\xF2\xEE \xED\xEE\xE2\xEE\xF1\xF2\xE8 "
         "\xED\xE0\xF8\xE5\xE3\xEE \xE3\xEE\xF0\xEE\xE4\xE0",
         "", "windows-1251", NA_ENC_DETECTED, "Привет, это новости нашего города"},
    };
    CHECK(pages);
}

static void test_second_look(void **state)
{
    (void)state;
    static const page pages[] = {
        {"<meta charset=utf-8><p>" GBK_SENTENCE, "", "gb18030", NA_ENC_SECOND_LOOK, GBK_TEXT},
        {"<p>" GBK_SENTENCE, "text/html; charset=utf-8", "gb18030", NA_ENC_SECOND_LOOK, GBK_TEXT},
        {"<meta charset=gb2312><p>新闻中心协会动态", "", "utf-8", NA_ENC_SECOND_LOOK,
         "新闻中心协会动态"},
        {"<meta charset=iso-8859-1><p>新闻中心协会动态", "", "utf-8", NA_ENC_SECOND_LOOK,
         "新闻中心协会动态"},
        /* the default of old servers is no knowledge, but a page may well be in it */
        {"<meta charset=gb2312><p>" GBK_SENTENCE, "text/html; charset=ISO-8859-1", "gb18030",
         NA_ENC_SECOND_LOOK, GBK_TEXT},
        {"<meta charset=gb2312><p>caf\xE9 \x93", "text/html; charset=ISO-8859-1", "windows-1252",
         NA_ENC_HTTP, "caf\u00E9"},
        {"<meta charset=windows-1251><p>caf\xE9", "text/html; charset=ISO-8859-1", "windows-1252",
         NA_ENC_HTTP, "caf\u00E9"},
        /* one bad byte in a page is no reason */
        {"<meta charset=utf-8><p>新闻中心协会动态新闻中心协会动态新闻中心协会动态新闻中心协会动态"
         "新闻中心协会动态新闻中心协会动态新闻中心协会动态\xFF",
         "", "utf-8", NA_ENC_META, "动态\uFFFD"},
    };
    CHECK(pages);
}

typedef struct sample {
    const char *label;
    na_str bytes;
    const char *expected;
    size_t replacements;
} sample;
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static void check_sample(na_arena *arena, void *user)
{
    const sample *s = user;
    size_t replacements;
    na_str got =
        na_decode(arena, s->bytes, na_encoding_for_label(na_str_from(s->label)), &replacements);
    if (!na_str_eq(got, na_str_from(s->expected)))
        fail_msg("%s: got \"%.*s\", expected \"%s\"", s->label, NA_STR_ARG(got), s->expected);
    assert_int_equal(replacements, s->replacements);
}

/* As many U+FFFD as the decoders of the Encoding Standard give. */
static void test_bad_bytes(void **state)
{
    (void)state;
    static const sample samples[] = {
        {"utf-8", BYTES("a\xFFz"), "a\uFFFDz", 1},
        {"utf-8", BYTES("\xE4\xBD"), "\uFFFD", 1},
        {"utf-8", BYTES("\xE4\xBDz"), "\uFFFDz", 1},
        {"utf-8", BYTES("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD", 3},
        {"utf-8", BYTES("\xC0\xAF"), "\uFFFD\uFFFD", 2},
        {"utf-8", BYTES("\xF0\x9F\x98z"), "\uFFFDz", 1},
        {"utf-8", BYTES("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD", 4},
        {"gb18030", BYTES("\xFFz"), "\uFFFDz", 1},
        {"gb18030", BYTES("\x81"), "\uFFFD", 1},
        {"gb18030", BYTES("\x81 z"), "\uFFFD z", 1},
        {"gb18030", BYTES("\x81\x30"), "\uFFFD", 1},
        {"gb18030", BYTES("\x81\x30z"), "\uFFFD0z", 1},
        {"gb18030", BYTES("\x81\x30\x81z"), "\uFFFD0亃", 1},
        {"gb18030", BYTES("\xFE\x30\xFE\x30z"), "\uFFFDz", 1},
        {"gb18030", BYTES("\x80"), "€", 0},
        {"gb18030", BYTES("\x81\x30\x81\x30"), "\xC2\x80", 0},
        {"gb18030", BYTES("\x90\x30\x81\x30"), "\U00010000", 0},
        {"gb18030", BYTES("\xA3\xA0"), "　", 0},
        {"big5", BYTES("\x81z"), "\uFFFDz", 1},
        {"big5", BYTES("\x88\x62\x88\x66"), "\u00CA\u0304\u00CA", 0},
        {"big5", BYTES("\x80z"), "\uFFFDz", 1},
        {"shift_jis", BYTES("\x5C\x7E\xB1\x80"), "\\~ｱ\xC2\x80", 0},
        {"shift_jis", BYTES("\xA0\xFDz"), "\uFFFD\uFFFDz", 2},
        {"shift_jis", BYTES("\x81"), "\uFFFD", 1},
        {"euc-kr",
         BYTES("\xA2\xE8"
               "a"),
         "\uFFFD"
         "a",
         1},
        {"euc-kr", BYTES("\x81z"), "걕", 0},
        {"euc-kr", BYTES("\xC9\xA1\xC9\xA1\xB0\xA1"), "\uFFFD\uFFFD가", 2},
        {"euc-jp", BYTES("\xA4\xA2\x8E\xB1\x8F\xB0\xA1"), "あｱ丂", 0},
        {"euc-jp", BYTES("\xA1\xC1\xAD\xA1"), "～①", 0},
        {"euc-jp",
         BYTES("\xA4z\x8E\xE0\x8F"
               "a"),
         "\uFFFDz\uFFFD\uFFFD"
         "a",
         3},
        {"iso-2022-jp", BYTES("\x1B$B$\"\x1B(J\\~\x1B(I1\x1B(Ba"), "あ¥‾ｱa", 0},
        {"iso-2022-jp", BYTES("\x1B$B\x1B(Ba"),
         "\uFFFD"
         "a",
         1},
        {"iso-2022-jp", BYTES("\x80\x1B$"), "\uFFFD\uFFFD$", 2},
        {"utf-16le", BYTES("a\0\x3D\xD8\x00\xDE"), "a😀", 0},
        {"utf-16be", BYTES("\xD8\x3D\0a\0"),
         "\uFFFD"
         "a\uFFFD",
         2},
        {"utf-16le",
         BYTES("\xFF\xFE"
               "a\0"),
         "a", 0},
        {"windows-1252", BYTES("\x80\x81\x9D\xFF"), "€\xC2\x81\xC2\x9Dÿ", 0},
        {"windows-1253", BYTES("\xAA\xE1"), "\uFFFDα", 1},
        {"windows-1255", BYTES("\xE0\xC4"), "\u05D0\u05B4", 0},
        {"windows-1258", BYTES("a\xEC"), "a\u0301", 0},
        {"koi8-u", BYTES("\xAE\xBE"), "ўЎ", 0},
        {"macintosh", BYTES("\xDB\xC6"), "€∆", 0},
        {"x-user-defined", BYTES("a\x80\xFF"), "a\uF780\uF7FF", 0},
        {"iso-2022-kr", BYTES("abc"), "\uFFFD", 1},
        {"iso-2022-kr", BYTES(""), "", 0},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sample s = samples[i];
        run_in_arena(check_sample, &s);
    }
}

static void check_nul(na_arena *arena, void *user)
{
    (void)user;
    na_str got = na_decode(arena, (na_str){"a\0b", 3}, na_encoding_utf8(), NULL);
    assert_int_equal(got.n, 3);
    assert_memory_equal(got.p, "a\0b", 3);
}

static void test_nul_stays(void **state)
{
    (void)state;
    run_in_arena(check_nul, NULL);
}

static void test_labels(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"gb2312", "gb18030"},   {" GBK\n", "gb18030"},        {"x-gbk", "gb18030"},
        {"UTF8", "utf-8"},       {"latin1", "windows-1252"},   {"iso-8859-9", "windows-1254"},
        {"x-sjis", "shift_jis"}, {"ks_c_5601-1987", "euc-kr"}, {"unicode", "utf-16le"},
        {"big5-hkscs", "big5"},  {"logical", "iso-8859-8-i"},  {"hz-gb-2312", "replacement"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const na_encoding *e = na_encoding_for_label(na_str_from(pairs[i][0]));
        assert_non_null(e);
        assert_string_equal(e->name, pairs[i][1]);
        assert_ptr_equal(e, na_encoding_for_label(na_str_from(e->name)));
    }
    assert_null(na_encoding_for_label(NA_STR("gb 2312")));
    assert_null(na_encoding_for_label(NA_STR("")));
    assert_null(na_encoding_for_label(NA_STR("utf-7")));
}

static void check_encode(na_arena *arena, void *user)
{
    (void)user;
    static const char *const cases[][3] = {
        {"gbk", "a=中", "a=\xD6\xD0"},
        {"gbk", "€", "\xA2\xE3"},
        {"big5", "中€", "\xA4\xA4\xA3\xE1"},
        {"big5", "\U00027267", "&#160359;"},
        {"big5", "•", "&#8226;"},
        {"shift_jis", "中～", "\x92\x86\x81\x60"},
        {"windows-1252", "é中", "\xE9&#20013;"},
        {"utf-16le", "é", "é"},
        {"iso-2022-jp", "aあb", "a\x1B$B$\"\x1B(Bb"},
        {"euc-kr", "가", "\xB0\xA1"},
        {"x-user-defined", "aé", "a&#233;"},
        {"utf-8", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_str got = na_encode(arena, na_str_from(cases[i][1]),
                               na_encoding_for_label(na_str_from(cases[i][0])));
        if (!na_str_eq(got, na_str_from(cases[i][2])))
            fail_msg("%s %s: got \"%.*s\"", cases[i][0], cases[i][1], NA_STR_ARG(got));
    }
}

static void test_encode(void **state)
{
    (void)state;
    run_in_arena(check_encode, NULL);
}

static void test_content_type(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"text/html; charset=gbk", "text/html", "gbk"},
        {" text/html ;x=y; Charset = \"utf-8\"", "text/html", "utf-8"},
        {"text/html;charset='gb2312'", "text/html", "gb2312"},
        {"text/html", "text/html", ""},
        {"text/html; charset=", "text/html", ""},
        {"text/html; charset=gbk, text/html", "text/html", "gbk"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_str s = na_str_from(cases[i][0]);
        assert_true(na_str_eq(na_content_type_essence(s), na_str_from(cases[i][1])));
        assert_true(na_str_eq(na_content_type_charset(s), na_str_from(cases[i][2])));
    }
}

static void test_binary(void **state)
{
    (void)state;
    static const na_str binary[] = {
        BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
        BYTES("%PDF-1.4\n"),
        BYTES("PK\3\4\x14\0"),
        BYTES("\x1F\x8B\x08\0\0\0"),
        BYTES("\x7F"
              "ELF\2\1"),
        BYTES("\0\0\0\0\0\0\0\0"),
        BYTES("abc\1\2\3\4\5\6\7"),
    };
    static const na_str text[] = {
        BYTES(""),
        BYTES("<html>"),
        BYTES("<p>" GBK_SENTENCE),
        BYTES("\xFF\xFE<\0p\0>\0"),
        BYTES("<\0h\0t\0m\0l\0>\0<\0p\0>\0a\0b\0c\0"),
        BYTES("\x1B$B$\"\x1B(B"),
        BYTES("a long enough text with one \0 byte in it is still text, as browsers see it"),
    };
    for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
        assert_true(na_looks_binary(binary[i]));
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        assert_false(na_looks_binary(text[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declared),     cmocka_unit_test(test_late_meta),
        cmocka_unit_test(test_detected),     cmocka_unit_test(test_second_look),
        cmocka_unit_test(test_bad_bytes),    cmocka_unit_test(test_nul_stays),
        cmocka_unit_test(test_labels),       cmocka_unit_test(test_encode),
        cmocka_unit_test(test_content_type), cmocka_unit_test(test_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
