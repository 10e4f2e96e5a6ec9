/* The public view of HTTP messages in records. */
#include <newsarc/warc.h>

#include "core/alloc.h"
#include "core/error.h"
#include "http/message.h"

#define BODY_MAX ((uint64_t)64 << 20)

int32_t newsarc_http_status(const void *message, size_t length)
{
    na_http_head head;
    na_str bytes = {message, message ? length : 0};
    return bytes.n && na_http_head_parse(bytes, &head) && !head.is_request ? head.status : 0;
}

newsarc_status newsarc_http_field(const void *message, size_t length, const char *name,
                                  char **value)
{
    na_http_head head;
    na_str bytes = {message, message ? length : 0};
    if (!name || !value)
        return NEWSARC_E_ARGUMENT;
    *value = NULL;
    if (!bytes.n || !na_http_head_parse(bytes, &head))
        return NEWSARC_E_NOT_FOUND;
    na_str found = na_http_field(&head, name);
    if (!found.p)
        return NEWSARC_E_NOT_FOUND;
    *value = na_strndup(found.p, found.n);
    return *value ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

size_t newsarc_http_body_offset(const void *message, size_t length)
{
    na_http_head head;
    na_str bytes = {message, message ? length : 0};
    return bytes.n && na_http_head_parse(bytes, &head) ? head.size : length;
}

static newsarc_status explain(newsarc_status status, newsarc_error *err)
{
    static const struct {
        newsarc_status status;
        const char *text;
    } texts[] = {
        {NEWSARC_E_FORMAT, "the HTTP message is torn, or its coding broken"},
        {NEWSARC_E_LIMIT, "the decoded body is larger than allowed"},
        {NEWSARC_E_UNSUPPORTED, "the body has an unknown content coding"},
        {NEWSARC_E_NOMEM, "out of memory"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].status == status)
            return na_error(err, status, "http", (na_str){0}, "%s", texts[i].text);
    return status;
}

newsarc_status newsarc_http_body(const void *message, size_t length, uint64_t max_bytes,
                                 char **body, size_t *body_length, newsarc_error *err)
{
    na_str bytes = {message, message ? length : 0};
    uint64_t max = max_bytes ? max_bytes : BODY_MAX;
    na_error_clear(err);
    if (!body || !body_length)
        return na_error(err, NEWSARC_E_ARGUMENT, "http", (na_str){0}, "an argument is missing");
    *body = NULL;
    *body_length = 0;
    na_buf out = NA_BUF(max < SIZE_MAX / 2 ? (size_t)max : SIZE_MAX / 2);
    newsarc_status status = bytes.n ? na_http_entity(bytes, &out) : NEWSARC_E_FORMAT;
    out.status = NEWSARC_OK; /* what there is, is given also when it is not all */
    *body_length = out.n;
    *body = out.n || status == NEWSARC_OK ? na_buf_take(&out) : NULL;
    if (status == NEWSARC_OK && !*body)
        status = NEWSARC_E_NOMEM;
    na_buf_free(&out);
    return explain(status, err);
}
