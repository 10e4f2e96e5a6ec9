/* See entity.h. The body may be a mapping of a file, so it is not copied behind the head first. */
#include "fetch/entity.h"

newsarc_status na_exchange_entity(na_exchange *x, na_http_head *head, na_buf *out)
{
    na_str body;
    if (x->status == 0 || !na_http_head_parse(na_buf_str(&x->head), head))
        return NEWSARC_E_NOT_FOUND;
    newsarc_status status = na_spool_view(x->body, &body);
    if (status != NEWSARC_OK)
        return status;
    na_buf plain = NA_BUF(SIZE_MAX / 4);
    if (na_http_is_chunked(head)) {
        bool complete;
        status = na_http_dechunk(body, &plain, &complete);
        body = na_buf_str(&plain);
    }
    if (status == NEWSARC_OK) {
        status = na_http_decode(body, na_http_field(head, "Content-Encoding"), out);
        if (status == NEWSARC_E_UNSUPPORTED)
            status = NEWSARC_E_FORMAT;
    }
    na_buf_free(&plain);
    na_buf_add(out, (na_str){NULL, 0}); /* a NUL stands behind the bytes */
    return status;
}
