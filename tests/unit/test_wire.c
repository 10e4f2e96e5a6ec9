/* fetch/wire: which of libcurl's bytes belong into an exchange. */
#include "unit/unit.h"

#include "fetch/wire.h"

static void feed(na_buf *head, na_head_state *state, const char *const *lines)
{
    for (; *lines; lines++)
        na_wire_head_line(head, state, na_str_from(*lines));
}

static void assert_bytes(const na_buf *b, const char *want)
{
    assert_int_equal(b->n, strlen(want));
    assert_memory_equal(b->p, want, b->n);
}

static void interim_heads_are_dropped(void **test)
{
    (void)test;
    const char *const lines[] = {
        "HTTP/1.1 103 Early Hints\r\n", "Link: </a>\r\n", "\r\n", "HTTP/1.1 200 OK\r\n",
        "X: \xd6\xd0\r\n \tfolded\n",   "\r\n",           NULL};
    na_buf head = NA_BUF(NA_HEAD_MAX);
    na_head_state state = NA_HEAD_NONE;
    feed(&head, &state, lines);
    assert_int_equal(state, NA_HEAD_DONE);
    assert_bytes(&head, "HTTP/1.1 200 OK\r\nX: \xd6\xd0\r\n \tfolded\n\r\n");
    assert_int_equal(na_wire_status(na_buf_str(&head)), 200);
    na_buf_free(&head);
}

static void an_interim_head_alone_is_no_response(void **test)
{
    (void)test;
    const char *const lines[] = {"HTTP/1.1 100 Continue\r\n", "\r\n", NULL};
    na_buf head = NA_BUF(NA_HEAD_MAX);
    na_head_state state = NA_HEAD_NONE;
    feed(&head, &state, lines);
    assert_int_equal(state, NA_HEAD_NONE);
    assert_int_equal(head.n, 0);
    na_buf_free(&head);
}

static void trailers_of_http2_do_not_join_the_head(void **test)
{
    (void)test;
    const char *const lines[] = {"HTTP/2 200 \r\n", "server: x\r\n", "\r\n",
                                 "grpc: 0\r\n",     "\r\n",          NULL};
    na_buf head = NA_BUF(NA_HEAD_MAX);
    na_head_state state = NA_HEAD_NONE;
    feed(&head, &state, lines);
    assert_string_equal(na_wire_protocol(na_buf_str(&head)), "h2");
    na_wire_head_finish(&head);
    assert_bytes(&head, "HTTP/1.1 200 \r\nserver: x\r\n\r\n");
    na_buf_free(&head);
}

static void heads_of_http1_stay_as_they_are(void **test)
{
    (void)test;
    na_buf head = NA_BUF(NA_HEAD_MAX);
    na_buf_add_cstr(&head, "HTTP/1.0 404 gone away\nA:b\n\n");
    na_wire_head_finish(&head);
    assert_bytes(&head, "HTTP/1.0 404 gone away\nA:b\n\n");
    assert_string_equal(na_wire_protocol(na_buf_str(&head)), "http/1.0");
    na_buf_free(&head);
}

static void a_request_sent_again_counts_once(void **test)
{
    (void)test;
    na_buf request = NA_BUF(NA_REQUEST_MAX);
    na_wire_request_piece(&request, NA_STR("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"));
    na_wire_request_piece(&request, NA_STR("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    na_wire_request_piece(&request, NA_STR("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    na_wire_request_finish(&request, (na_wire_lines){0});
    assert_bytes(&request, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    na_buf_free(&request);
}

static void credentials_are_removed(void **test)
{
    (void)test;
    na_buf request = NA_BUF(NA_REQUEST_MAX);
    na_wire_request_piece(&request, NA_STR("POST /x HTTP/2\r\nHost: a\r\nauthorization: Basic "
                                           "c2VjcmV0\r\nProxy-Authorization: Basic Zg==\r\nA: b\r\n"
                                           "\r\nAuthorization: body"));
    na_wire_request_finish(&request, (na_wire_lines){0});
    assert_bytes(&request, "POST /x HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\nAuthorization: body");
    na_buf_free(&request);
}

static void what_the_user_gave_is_removed(void **test)
{
    (void)test;
    static const char *const given[] = {"X-Token: one", "Cookie: two"};
    na_buf request = NA_BUF(NA_REQUEST_MAX);
    na_wire_request_piece(&request, NA_STR("GET /x HTTP/2\r\nx-token: one\r\nX-Tokens: b\r\n"
                                           "cookie: two; of-the-server=1\r\n\r\n"));
    na_wire_request_finish(&request, (na_wire_lines){given, 2});
    assert_bytes(&request, "GET /x HTTP/1.1\r\nX-Tokens: b\r\n\r\n");
    na_buf_free(&request);
}

static void broken_status_lines_have_no_status(void **test)
{
    (void)test;
    assert_int_equal(na_wire_status(NA_STR("HTTP/1.1")), 0);
    assert_int_equal(na_wire_status(NA_STR("HTTP/1.1 2")), 0);
    assert_int_equal(na_wire_status(NA_STR("ICY 200 OK")), 0);
    assert_int_equal(na_wire_status(NA_STR("HTTP/1.1 200")), 200);
}

static void stored_urls_have_no_userinfo(void **test)
{
    (void)test;
    static const char *const cases[][2] = {
        {"http://u:p@example.org/a@b?c@d#e", "http://example.org/a@b?c@d"},
        {"http://example.org/@x", "http://example.org/@x"},
        {"https://a@b@example.org?q", "https://example.org?q"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        na_buf out = NA_BUF(1000);
        na_wire_public_url(&out, na_str_from(cases[i][0]));
        assert_bytes(&out, cases[i][1]);
        na_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interim_heads_are_dropped),
        cmocka_unit_test(an_interim_head_alone_is_no_response),
        cmocka_unit_test(trailers_of_http2_do_not_join_the_head),
        cmocka_unit_test(heads_of_http1_stay_as_they_are),
        cmocka_unit_test(a_request_sent_again_counts_once),
        cmocka_unit_test(credentials_are_removed),
        cmocka_unit_test(what_the_user_gave_is_removed),
        cmocka_unit_test(broken_status_lines_have_no_status),
        cmocka_unit_test(stored_urls_have_no_userinfo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
