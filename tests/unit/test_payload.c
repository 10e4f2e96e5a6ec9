/* The payload digest that is taken while a message streams by equals the digest of what
 * na_http_dechunk gives for the whole, wherever the message is cut and however odd its framing. */
#include "archive/payload.h"
#include "unit/unit.h"

static uint32_t seed = 1;

static uint32_t number(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void digest_of(na_str bytes, char out[NA_DIGEST_TEXT])
{
    na_digest *d = na_digest_new(NA_SHA1);
    na_digest_add(d, bytes);
    na_digest_text(d, out);
    na_digest_free(d);
}

static void stream(na_payload *p, na_str message)
{
    na_payload_begin(p);
    while (message.n) {
        size_t n = 1 + number(7);
        na_payload_add(p, na_str_take(message, n));
        message = na_str_skip(message, n);
    }
    na_payload_end(p);
}

/* Framing put together from pieces that may follow each other in any order. */
static void make_body(na_buf *b)
{
    static const char *const pieces[] = {
        "5\r\nhello\r\n",
        "3;x=\"y\"\r\nabc\r\n",
        "000000000000000000002\nab\n",
        "0\r\n\r\n",
        "0\r\nA: b\r\n\r\n",
        "\r\n",
        "\n",
        "5 \r\nhello",
        "2 x\r\nab\r\n",
        "A\r\n0123456789\r\n",
        "1\r\n\r\r\n",
        "g",
        ";",
        "fffffffffffffffff\r\n",
        "7\r\nabc",
        "\r",
    };
    for (uint32_t i = number(6); i < 6; i++)
        na_buf_add_cstr(b, pieces[number(i % 2 ? 3 : sizeof pieces / sizeof *pieces)]);
}

static void same_as_the_whole(void **state)
{
    (void)state;
    na_payload p;
    unsigned with_payload = 0;
    assert_true(na_payload_init(&p, NA_SHA1, false));
    for (int i = 0; i < 20000; i++) {
        bool complete;
        char want[NA_DIGEST_TEXT], got[NA_DIGEST_TEXT];
        na_buf message = NA_BUF(1 << 16), whole = NA_BUF(1 << 16);
        na_buf_add_cstr(&message, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        size_t head = message.n;
        make_body(&message);
        na_str body = na_str_skip(na_buf_str(&message), head);
        assert_int_equal(na_http_dechunk(body, &whole, &complete), NEWSARC_OK);
        stream(&p, na_buf_str(&message));
        assert_true(p.is_http && p.chunked);
        assert_int_equal(p.stored_bytes, body.n);
        assert_int_equal(p.payload_bytes, whole.n);
        digest_of(na_buf_str(&whole), want);
        na_digest_text(p.digest, got);
        assert_string_equal(got, want);
        with_payload += whole.n > 10;
        na_buf_free(&message);
        na_buf_free(&whole);
    }
    assert_true(with_payload > 1000);
    na_payload_free(&p);
}

static void heads_end_where_they_end(void **state)
{
    (void)state;
    static const struct {
        const char *message;
        bool is_http;
        uint64_t body;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", true, 4},
        {"HTTP/1.0 200 OK\nA: b\n\nbody", true, 4},
        {"HTTP/1.1 200 OK\r\nA: b\r\n", true, 0},
        {"HTTP/1.1 200 OK\r\n\r\n", true, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true, 0},
        {"rubbish\r\n\r\nbody", false, 4},
        {"", false, 0},
    };
    na_payload p;
    assert_true(na_payload_init(&p, NA_ALGORITHM_NONE, false));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int again = 0; again < 10; again++) {
            stream(&p, na_str_from(cases[i].message));
            assert_int_equal(p.is_http, cases[i].is_http);
            assert_int_equal(p.stored_bytes, cases[i].body);
        }
    na_payload_free(&p);
}

static void digests_are_read_in_all_forms(void **state)
{
    (void)state;
    static const char *const same[] = {
        "sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN",
        "SHA-1: fkxgynojj7h3ifo35fpubc445epoqrxn",
        "sha1:2aae6c35c94fcfb415dbe95f408b9ce91ee846ed",
        "sha1:Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
    };
    static const char *const bad[] = {"sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRX", "sha1:1", "md5:0",
                                      "sha256:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN",
                                      "sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQR!N"};
    static const char *const none[] = {"", "sha1", "sha1:", ":abc"};
    na_labelled d;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(na_digest_parse(na_str_from(same[i]), &d));
        assert_int_equal(d.algorithm, NA_SHA1);
        assert_int_equal(d.size, 20);
        assert_int_equal(d.value[0] << 8 | d.value[19], 0x2AED);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(na_digest_parse(na_str_from(bad[i]), &d));
        assert_int_equal(d.size, 0);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(na_digest_parse(na_str_from(none[i]), &d));
    assert_true(na_digest_parse(NA_STR("blake9:00"), &d));
    assert_int_equal(d.algorithm, NA_ALGORITHM_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_the_whole),
        cmocka_unit_test(heads_end_where_they_end),
        cmocka_unit_test(digests_are_read_in_all_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
