/* From the bytes of a stored response to what a parser reads. */
#include "http/coding.h"

/* Content codings in their order, then what else was done for the transfer. */
static void list_codings(const na_http_head *head, na_http_codings *list)
{
    na_http_codings transfer = {0};
    na_http_codings_add_fields(list, head, "content-encoding");
    na_http_codings_add_fields(&transfer, head, "transfer-encoding");
    for (size_t i = 0; i < transfer.n; i++)
        if (!na_str_eq_nocase(transfer.name[i], NA_STR("chunked")))
            na_http_codings_add(list, transfer.name[i]);
    list->too_many |= transfer.too_many;
}

newsarc_status na_http_entity(na_str message, na_buf *out)
{
    na_http_head head;
    na_http_codings list = {0};
    na_buf unframed = NA_BUF(message.n);
    newsarc_status framing = NEWSARC_OK;
    if (!na_http_head_parse(message, &head))
        return NEWSARC_E_FORMAT;
    na_str body = na_str_skip(message, head.size);
    if (na_http_is_chunked(&head) && body.n) {
        bool complete, framed;
        framing = na_http_unframe(body, &unframed, &complete, &framed);
        if (framing == NEWSARC_OK && !complete)
            framing = NEWSARC_E_FORMAT;
        if (framed) /* else an archive stored the body without its framing */
            body = na_buf_str(&unframed);
    }
    list_codings(&head, &list);
    newsarc_status status = na_http_codings_remove(&list, body, out);
    na_buf_free(&unframed);
    return status == NEWSARC_OK ? framing : status;
}
