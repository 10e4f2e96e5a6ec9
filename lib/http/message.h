/* http/message.h: HTTP/1 messages as bytes, without a network: head, fields, chunked framing,
 * content codings. RFC 9110, 9112; lenient where servers are. */
#ifndef NA_HTTP_MESSAGE_H
#define NA_HTTP_MESSAGE_H

#include "core/buf.h"
#include "core/str.h"

#define NA_HTTP_HEAD_MAX ((size_t)1 << 20)

/* Head of a response or request: slices of the bytes given. */
typedef struct na_http_head {
    bool is_request;
    int status;            /* responses: 0 when the status line is broken */
    na_str method, target; /* requests */
    na_str reason;
    int minor;     /* HTTP/1.minor */
    na_str fields; /* all field lines, without the empty line */
    size_t size;   /* bytes of the head with the empty line; body begins there */
} na_http_head;

/* Reads the head at the start of `message`. Returns false when there is no status or request line
 * or the head is longer than NA_HTTP_HEAD_MAX; a head that ends without an empty line takes all
 * bytes. */
bool na_http_head_parse(na_str message, na_http_head *out);
/* Value of the first field of that name, trimmed, obsolete line folding left in; empty with p ==
 * NULL when absent. */
na_str na_http_field(const na_http_head *head, const char *name);
/* Next field line from *at (0 at first): false at the end. */
bool na_http_next_field(na_str fields, size_t *at, na_str *name, na_str *value);

/* Removes chunked framing (extensions and trailers dropped). *complete: the last chunk was seen.
 * Bytes that are not chunked framing end it; what was good is kept. Status: OK or that of the
 * buffer (its ceiling is the limit). */
newsarc_status na_http_dechunk(na_str body, na_buf *out, bool *complete);
/* True when Transfer-Encoding's last coding is chunked. */
bool na_http_is_chunked(const na_http_head *head);

/* Removes the content codings named in `codings` (value of Content-Encoding: gzip, x-gzip, deflate
 * (zlib or raw), br, zstd, identity; last applied first removed). NEWSARC_OK; NEWSARC_E_FORMAT:
 * broken, `out` holds what could be decoded; NEWSARC_E_LIMIT: the ceiling of `out`;
 * NEWSARC_E_UNSUPPORTED: an unknown one, or more than five, nothing was decoded; NEWSARC_E_NOMEM. A
 * body that shows no sign of the gzip or zstd it is said to be is passed on as it is, as broken. */
newsarc_status na_http_decode(na_str body, na_str codings, na_buf *out);

/* The whole way from a stored response (head + body as on the wire) to the entity that a parser
 * reads: framing and codings removed, those of Transfer-Encoding too. A broken coding or
 * framing without its end yields what could be decoded with NEWSARC_E_FORMAT; a body that is not
 * framed although its head says so is read as it is, with the same status. */
newsarc_status na_http_entity(na_str message, na_buf *out);

/* Date header forms of RFC 9110 5.6.7; false when it is none of them. Seconds since 1970 UTC. */
bool na_http_date(na_str value, int64_t *seconds);

#endif
