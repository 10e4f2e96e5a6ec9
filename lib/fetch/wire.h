/* fetch/wire.h: which of the bytes that libcurl shows belong into an exchange. Pure functions over
 * bytes, so that they are tested without a network.
 *
 * libcurl 7.88 with HTTP_TRANSFER_DECODING off hands over header lines and body exactly as on the
 * wire (compared with a raw socket for twelve kinds of response). What is left to do: interim (1xx)
 * heads are not part of the response, HTTP/2 is shown as a synthetic HTTP/1 text with "HTTP/2" as
 * its version, a request that was sent again on a fresh connection is shown twice, and credentials
 * must not be stored. */
#ifndef NA_FETCH_WIRE_H
#define NA_FETCH_WIRE_H

#include "core/buf.h"
#include "core/str.h"

#define NA_HEAD_MAX ((size_t)1 << 20)
#define NA_REQUEST_MAX ((size_t)4 << 20)

typedef enum na_head_state { NA_HEAD_NONE, NA_HEAD_OPEN, NA_HEAD_DONE } na_head_state;

/* One header line as the header callback gave it; `head` collects the final response's head. */
void na_wire_head_line(na_buf *head, na_head_state *state, na_str line);
/* One piece of the request as the debug function gave it. */
void na_wire_request_piece(na_buf *request, na_str piece);
typedef struct na_wire_lines {
    const char *const *v;
    size_t n;
} na_wire_lines;
/* The stored form: HTTP/1.1 for HTTP/2, without Authorization and Proxy-Authorization, and without
 * the fields named by the lines "Name: value" that the user gave. */
void na_wire_request_finish(na_buf *request, na_wire_lines secret);
/* "HTTP/2 200" becomes "HTTP/1.1 200"; other heads stay as they are. */
void na_wire_head_finish(na_buf *head);
/* Status of a head, 0 when there is none; and "http/1.0", "http/1.1", "h2" by its first line. */
int na_wire_status(na_str head);
const char *na_wire_protocol(na_str head);
/* URL without userinfo and fragment, as it may be stored. */
void na_wire_public_url(na_buf *out, na_str url);

#endif
