/* http/coding.h: lists of codings and the decoders behind na_http_decode. Internal to http/. */
#ifndef NA_HTTP_CODING_H
#define NA_HTTP_CODING_H

#include "core/buf.h"
#include "http/message.h"

/* More codings than this on one message are refused. */
#define NA_HTTP_CODINGS_MAX 5

typedef struct na_http_codings {
    na_str name[NA_HTTP_CODINGS_MAX]; /* in the order they were applied, without parameters */
    size_t n;
    bool too_many;
} na_http_codings;

/* Adds the members of a comma-separated list. */
void na_http_codings_add(na_http_codings *list, na_str value);
/* Adds the members of all fields of that name. */
void na_http_codings_add_fields(na_http_codings *list, const na_http_head *head, const char *name);
/* Removes the codings, last one first. Status as of na_http_decode. */
newsarc_status na_http_codings_remove(const na_http_codings *list, na_str body, na_buf *out);

/* Appends up to the ceiling of `out`; its status. */
newsarc_status na_http_append(na_buf *out, na_str bytes);

/* The decoders: NEWSARC_OK, NEWSARC_E_FORMAT (broken or torn), or that of the buffer. */
newsarc_status na_http_gunzip(na_str body, na_buf *out);
newsarc_status na_http_inflate(na_str body, na_buf *out);
newsarc_status na_http_unbrotli(na_str body, na_buf *out);
newsarc_status na_http_unzstd(na_str body, na_buf *out);

/* As na_http_dechunk; *framed: the body began with a chunk's size. */
newsarc_status na_http_unframe(na_str body, na_buf *out, bool *complete, bool *framed);

#endif
