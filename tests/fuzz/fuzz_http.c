/* HTTP messages: the whole input as a message, and as a body under every coding. */
#include "http/message.h"
#include <stdlib.h>

#define CEILING ((size_t)1 << 20)

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void check_within(na_str part, na_str whole)
{
    check(part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n));
}

static void check_head(na_str message)
{
    na_http_head head;
    na_str name, value;
    if (!na_http_head_parse(message, &head))
        return;
    check(head.size <= message.n);
    check_within(head.fields, message);
    check_within(head.reason, message);
    check_within(head.target, message);
    for (size_t at = 0; na_http_next_field(head.fields, &at, &name, &value);) {
        check_within(name, head.fields);
        check_within(value, head.fields);
        int64_t seconds;
        (void)na_http_date(value, &seconds);
    }
    (void)na_http_is_chunked(&head);
}

static void check_decoded(na_str body, const char *codings)
{
    na_buf out = NA_BUF(CEILING);
    newsarc_status status = na_http_decode(body, na_str_from(codings), &out);
    check(out.n <= CEILING && (status != NEWSARC_OK || out.status == NEWSARC_OK));
    na_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const codings[] = {"gzip", "deflate", "br", "zstd", "gzip, deflate"};
    na_str input = {(const char *)data, size};
    check_head(input);
    na_buf out = NA_BUF(CEILING);
    (void)na_http_entity(input, &out);
    na_buf_clear(&out);
    bool complete;
    (void)na_http_dechunk(input, &out, &complete);
    check(out.n <= size);
    na_buf_free(&out);
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        check_decoded(input, codings[i]);
    return 0;
}
