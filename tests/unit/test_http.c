/* http/: heads, framing, codings, dates, exchanges. */
#include "unit/unit.h"

#include "core/alloc.h"
#include "http/exchange.h"
#include "http/message.h"
#include <zlib.h>
#include <zstd.h>

static void expect(na_str got, const char *want)
{
    if (!na_str_eq(got, na_str_from(want)))
        fail_msg("want \"%s\", got \"%.*s\"", want, NA_STR_ARG(got));
}

static void heads_of_responses(void **state)
{
    (void)state;
    na_http_head h;
    na_str message =
        NA_STR("HTTP/1.1 404 Not  Found\r\nServer: x\r\nSet-Cookie:a\r\nset-cookie : b\r\n"
               "X-Long: one\r\n\ttwo\r\nno colon\r\nEmpty:\r\n\r\nbody");
    assert_true(na_http_head_parse(message, &h));
    assert_false(h.is_request);
    assert_int_equal(h.status, 404);
    assert_int_equal(h.minor, 1);
    expect(h.reason, "Not  Found");
    expect(na_str_skip(message, h.size), "body");
    expect(na_http_field(&h, "SERVER"), "x");
    expect(na_http_field(&h, "Set-Cookie"), "a");
    expect(na_http_field(&h, "x-long"), "one\r\n\ttwo");
    assert_non_null(na_http_field(&h, "empty").p);
    assert_int_equal(na_http_field(&h, "empty").n, 0);
    assert_null(na_http_field(&h, "absent").p);
    na_str name, value;
    size_t at = 0, n = 0;
    while (na_http_next_field(h.fields, &at, &name, &value))
        n++;
    assert_int_equal(n, 5);
}

typedef struct first_line {
    const char *line;
    int status, minor;
    const char *reason;
} first_line;

static void status_lines_as_they_come(void **state)
{
    (void)state;
    static const first_line lines[] = {
        {"HTTP/1.0 200 OK\n\n", 200, 0, "OK"},     {"\r\nHTTP/1.1 200\r\n\r\n", 200, 1, ""},
        {"HTTP/2 301 \r\n\r\n", 301, 1, ""},       {"http/1.1  503 a b", 503, 1, "a b"},
        {"HTTP/1.1 20x no\r\n\r\n", 0, 1, "x no"}, {"HTTP/1.1\r\n", 0, 1, ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        na_http_head h;
        assert_true(na_http_head_parse(na_str_from(lines[i].line), &h));
        assert_int_equal(h.status, lines[i].status);
        assert_int_equal(h.minor, lines[i].minor);
        expect(h.reason, lines[i].reason);
        assert_int_equal(h.size, strlen(lines[i].line));
        assert_int_equal(h.fields.n, 0);
    }
}

static void heads_of_requests(void **state)
{
    (void)state;
    na_http_head h;
    assert_true(na_http_head_parse(NA_STR("GET /a b HTTP/1.0\r\nHost: x\r\n\r\n"), &h));
    assert_true(h.is_request);
    assert_int_equal(h.minor, 0);
    expect(h.method, "GET");
    expect(h.target, "/a b");
    expect(na_http_field(&h, "host"), "x");
    assert_false(na_http_head_parse(NA_STR("<html>\n\n"), &h));
    assert_false(na_http_head_parse(NA_STR("GET /\r\n\r\n"), &h));
    assert_false(na_http_head_parse(NA_STR("\r\n\r\n"), &h));
    assert_false(na_http_head_parse((na_str){NULL, 0}, &h));
}

static void heads_have_a_ceiling(void **state)
{
    (void)state;
    na_http_head h;
    na_buf b = NA_BUF(2 * NA_HTTP_HEAD_MAX);
    na_buf_add_cstr(&b, "HTTP/1.1 200 OK\r\n");
    while (b.n < NA_HTTP_HEAD_MAX)
        na_buf_add_cstr(&b, "A: b\r\n");
    assert_false(na_http_head_parse(na_buf_str(&b), &h));
    assert_true(na_http_head_parse(na_str_take(na_buf_str(&b), NA_HTTP_HEAD_MAX), &h));
    assert_int_equal(h.size, NA_HTTP_HEAD_MAX);
    na_buf_free(&b);
}

typedef struct framing {
    const char *body, *want;
    bool complete;
} framing;

static void chunked_framing(void **state)
{
    (void)state;
    static const framing cases[] = {
        {"5\r\nhello\r\n0\r\n\r\n", "hello", true},
        {"5;ext=\"v\"\r\nhello\r\n6 \r\n world\r\n0\r\nTrailer: x\r\n\r\n", "hello world", true},
        {"000A\n0123456789\n0\n\n", "0123456789", true},
        {"5\r\nhel", "hel", false},
        {"5\r\nhello\r\n", "hello", false},
        {"5\r\nhello\r\nzz\r\n", "hello", false},
        {"5\r\nhelloXX\r\n0\r\n", "hello", false},
        {"FFFFFFFFFFFFFFFF\r\nhello", "hello", false},
        {"1FFFFFFFFFFFFFFFF\r\nhello", "", false},
        {"<p>hello", "", false},
        {"", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_buf out = NA_BUF(100);
        bool complete;
        assert_int_equal(na_http_dechunk(na_str_from(cases[i].body), &out, &complete), NEWSARC_OK);
        expect(na_buf_str(&out), cases[i].want);
        assert_int_equal(complete, cases[i].complete);
        na_buf_free(&out);
    }
    na_buf small = NA_BUF(3);
    bool complete;
    assert_int_equal(na_http_dechunk(NA_STR("5\r\nhello\r\n0\r\n\r\n"), &small, &complete),
                     NEWSARC_E_LIMIT);
    expect(na_buf_str(&small), "hel");
    assert_false(complete);
    na_buf_free(&small);
}

static void the_last_transfer_coding_counts(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        bool chunked;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", true},
        {"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip , chunked\r\n\r\n", true},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", true},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", false},
        {"HTTP/1.1 200 OK\r\n\r\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_http_head h;
        assert_true(na_http_head_parse(na_str_from(cases[i].head), &h));
        assert_int_equal(na_http_is_chunked(&h), cases[i].chunked);
    }
}

/* 15 + 16: gzip, 15: zlib, -15: raw */
static na_str deflated(na_buf *out, na_str text, int window_bits)
{
    static unsigned char room[1 << 16];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text.p;
    z.avail_in = (uInt)text.n;
    z.next_out = room;
    z.avail_out = sizeof room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    na_buf_add(out, (na_str){(char *)room, sizeof room - z.avail_out});
    deflateEnd(&z);
    return na_buf_str(out);
}

static na_str zstd(na_buf *out, na_str text)
{
    static char room[1 << 16];
    size_t n = ZSTD_compress(room, sizeof room, text.p, text.n, 3);
    assert_false(ZSTD_isError(n));
    na_buf_add(out, (na_str){room, n});
    return na_buf_str(out);
}

static const char brotli_hello[] = "\x0b\x02\x80hello\x03";

static void expect_decoded(na_str body, const char *codings, newsarc_status want, const char *text)
{
    na_buf out = NA_BUF(1000);
    newsarc_status got = na_http_decode(body, na_str_from(codings), &out);
    if (got != want)
        fail_msg("%s: status %d", codings, got);
    expect(na_buf_str(&out), text);
    na_buf_free(&out);
}

static void content_codings(void **state)
{
    (void)state;
    na_str text = NA_STR("hello, hello, hello");
    na_buf gz = NA_BUF(1000), zlib = NA_BUF(1000), raw = NA_BUF(1000), zs = NA_BUF(1000);
    expect_decoded(deflated(&gz, text, 31), "gzip", NEWSARC_OK, text.p);
    expect_decoded(na_buf_str(&gz), " X-GZIP ", NEWSARC_OK, text.p);
    expect_decoded(deflated(&zlib, text, 15), "deflate", NEWSARC_OK, text.p);
    expect_decoded(deflated(&raw, text, -15), "deflate", NEWSARC_OK, text.p);
    expect_decoded(zstd(&zs, text), "zstd", NEWSARC_OK, text.p);
    expect_decoded(NA_STR(brotli_hello), "br", NEWSARC_OK, "hello");
    expect_decoded(text, "", NEWSARC_OK, text.p);
    expect_decoded(text, "identity, none", NEWSARC_OK, text.p);
    expect_decoded(text, "compress", NEWSARC_E_UNSUPPORTED, "");
    expect_decoded(text, "identity,identity,identity,identity,identity,identity",
                   NEWSARC_E_UNSUPPORTED, "");
    na_buf twice = NA_BUF(1000);
    expect_decoded(deflated(&twice, na_buf_str(&zs), 31), "zstd, gzip", NEWSARC_OK, text.p);
    na_buf_free(&twice);
    deflated(&gz, NA_STR("!"), 31); /* a second member */
    na_buf_add_cstr(&gz, "rubbish");
    expect_decoded(na_buf_str(&gz), "gzip", NEWSARC_OK, "hello, hello, hello!");
    na_buf_free(&gz);
    na_buf_free(&zlib);
    na_buf_free(&raw);
    na_buf_free(&zs);
}

static void broken_codings_give_what_they_can(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1000);
    na_str gz = deflated(&b, NA_STR("hello"), 31);
    expect_decoded(na_str_take(gz, gz.n - 8), "gzip", NEWSARC_E_FORMAT, "hello");
    b.p[b.n - 8] ^= 1; /* the checksum */
    expect_decoded(na_buf_str(&b), "gzip", NEWSARC_E_FORMAT, "hello");
    expect_decoded(NA_STR("<p>hello"), "gzip", NEWSARC_E_FORMAT, "<p>hello");
    expect_decoded(NA_STR("<p>hello"), "zstd", NEWSARC_E_FORMAT, "<p>hello");
    expect_decoded(NA_STR("\xff\xff\xff"), "deflate", NEWSARC_E_FORMAT, "");
    expect_decoded(na_str_take(NA_STR(brotli_hello), 5), "br", NEWSARC_E_FORMAT, "he");
    expect_decoded((na_str){NULL, 0}, "gzip", NEWSARC_OK, "");
    expect_decoded((na_str){NULL, 0}, "br, zstd, deflate", NEWSARC_OK, "");
    na_buf_clear(&b);
    na_str zs = zstd(&b, NA_STR("hello"));
    expect_decoded(na_str_take(zs, 8), "zstd", NEWSARC_E_FORMAT, "");
    na_buf_free(&b);
}

static void bombs_end_at_the_ceiling(void **state)
{
    (void)state;
    static char zeros[1 << 20];
    static const int bits[] = {31, 15, -15};
    static const char *const names[] = {"gzip", "deflate", "deflate", "zstd"};
    for (size_t i = 0; i < 4; i++) {
        na_buf bomb = NA_BUF(1 << 16), out = NA_BUF(100000);
        na_str text = {zeros, sizeof zeros};
        na_str body = i < 3 ? deflated(&bomb, text, bits[i]) : zstd(&bomb, text);
        assert_int_equal(na_http_decode(body, na_str_from(names[i]), &out), NEWSARC_E_LIMIT);
        assert_int_equal(out.n, 100000);
        na_buf_free(&bomb);
        na_buf_free(&out);
    }
}

static void expect_entity(na_str message, newsarc_status want, const char *text)
{
    na_buf out = NA_BUF(1000);
    assert_int_equal(na_http_entity(message, &out), want);
    expect(na_buf_str(&out), text);
    na_buf_free(&out);
}

static void entities_of_stored_responses(void **state)
{
    (void)state;
    na_buf gz = NA_BUF(1000), m = NA_BUF(2000);
    deflated(&gz, NA_STR("hello"), 31);
    na_buf_addf(&m,
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
                "\r\n%zx\r\n",
                gz.n);
    size_t data = m.n;
    na_buf_add(&m, na_buf_str(&gz));
    na_buf_add_cstr(&m, "\r\n0\r\n\r\n");
    expect_entity(na_buf_str(&m), NEWSARC_OK, "hello");
    expect_entity(na_str_take(na_buf_str(&m), m.n - 5), NEWSARC_E_FORMAT, "hello");
    expect_entity(na_str_take(na_buf_str(&m), data), NEWSARC_E_FORMAT, "");
    na_buf_clear(&m);
    na_buf_add_cstr(&m, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    na_buf_addf(&m, "%zx\r\n", gz.n);
    na_buf_add(&m, na_buf_str(&gz));
    na_buf_add_cstr(&m, "\r\n0\r\n\r\n");
    expect_entity(na_buf_str(&m), NEWSARC_OK, "hello");
    expect_entity(NA_STR("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>plain"),
                  NEWSARC_E_FORMAT, "<p>plain");
    expect_entity(NA_STR("HTTP/1.1 304 x\r\nTransfer-Encoding: chunked\r\n\r\n"), NEWSARC_OK, "");
    expect_entity(NA_STR("HTTP/1.1 200 OK\r\nContent-Encoding: sdch\r\n\r\nx"),
                  NEWSARC_E_UNSUPPORTED, "");
    expect_entity(NA_STR("no message"), NEWSARC_E_FORMAT, "");
    na_buf_free(&gz);
    na_buf_free(&m);
}

static void dates(void **state)
{
    (void)state;
    static const char *const good[] = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        " sun, 6 nov 1994 08:49:37 gmt ",
    };
    static const char *const bad[] = {
        "",
        "1994-11-06",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "Sun, 06 Nov 1994 08:49:37 GMT x",
        "Abc, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Abc 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov",
    };
    int64_t t = 0;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(na_http_date(na_str_from(good[i]), &t));
        assert_int_equal(t, 784111777);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (na_http_date(na_str_from(bad[i]), &t))
            fail_msg("taken: %s", bad[i]);
    assert_true(na_http_date(NA_STR("Thu, 01 Jan 1970 00:00:00 GMT"), &t));
    assert_int_equal(t, 0);
    assert_true(na_http_date(NA_STR("Thu, 29 Feb 2024 23:59:59 GMT"), &t));
    assert_int_equal(t, 1709251199);
    assert_true(na_http_date(NA_STR("Wed, 31 Dec 1969 23:59:59 GMT"), &t));
    assert_int_equal(t, -1);
}

static void exchanges_are_whole_or_not_made(void **state)
{
    (void)state;
    na_exchange *x = na_exchange_new("http://a.example/", NULL);
    assert_non_null(x);
    assert_string_equal(x->url, "http://a.example/");
    assert_int_equal(na_spool_size(x->body), 0);
    na_buf_add_cstr(&x->head, "HTTP/1.1 200 OK\r\n\r\n");
    assert_int_equal(x->head.status, NEWSARC_OK);
    na_exchange_free(x);
    na_exchange_free(NULL);
    for (long n = 0; n < 20; n++) {
        na_alloc_fail_after(n);
        x = na_exchange_new("http://a.example/", NULL);
        na_alloc_fail_after(-1);
        bool made = x != NULL;
        na_exchange_free(x);
        if (made) {
            assert_true(n >= 3);
            return;
        }
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_of_responses),
        cmocka_unit_test(status_lines_as_they_come),
        cmocka_unit_test(heads_of_requests),
        cmocka_unit_test(heads_have_a_ceiling),
        cmocka_unit_test(chunked_framing),
        cmocka_unit_test(the_last_transfer_coding_counts),
        cmocka_unit_test(content_codings),
        cmocka_unit_test(broken_codings_give_what_they_can),
        cmocka_unit_test(bombs_end_at_the_ceiling),
        cmocka_unit_test(entities_of_stored_responses),
        cmocka_unit_test(dates),
        cmocka_unit_test(exchanges_are_whole_or_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
