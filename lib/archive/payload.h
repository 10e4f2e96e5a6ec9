/* archive/payload.h: the payload digest of an HTTP message that streams by: ISO 28500:2017 5.9 and
 * 6.3.2, payload = entity-body with the transfer coding (chunk framing) removed and content codings
 * kept. Nothing but the head is held in memory. Writer and verify use the same code. */
#ifndef NA_ARCHIVE_PAYLOAD_H
#define NA_ARCHIVE_PAYLOAD_H

#include "archive/digest.h"
#include "core/buf.h"
#include "http/message.h"

typedef enum na_chunk_state {
    NA_CHUNK_SIZE,
    NA_CHUNK_EXTENSION,
    NA_CHUNK_DATA,
    NA_CHUNK_DATA_END,
    NA_CHUNK_TRAILER, /* behind the last chunk */
    NA_CHUNK_DONE,
    NA_CHUNK_BAD /* what came is not chunked framing (RFC 9112 section 7.1) */
} na_chunk_state;

typedef struct na_dechunker {
    na_chunk_state state;
    uint64_t left; /* of the present chunk */
    bool digits;   /* of its size were seen */
    bool flag;     /* extension: ";" was seen; behind data: CR; trailer: the line is not empty */
} na_dechunker;

/* Takes bytes off the front of *bytes until a piece of a chunk's data is found; empty when all are
 * used up. */
na_str na_dechunk_next(na_dechunker *d, na_str *bytes);

typedef struct na_payload {
    na_digest *digest; /* owned; of the payload */
    na_digest *stored; /* of a chunked body as stored; NULL unless asked for */
    na_buf head;       /* status NEWSARC_E_NOMEM: all that follows is worthless */
    na_http_head parsed;
    bool has_head; /* `head` holds a whole head and `parsed` is set */
    bool is_http;  /* the head is one of HTTP/1 */
    bool chunked;
    na_dechunker chunks;
    uint64_t stored_bytes, payload_bytes;
} na_payload;

/* False when out of memory. NA_ALGORITHM_NONE: only counts. */
bool na_payload_init(na_payload *p, na_algorithm algorithm, bool with_stored);
void na_payload_free(na_payload *p);
/* For the next message; the digests' memory is kept. */
void na_payload_begin(na_payload *p);
/* Bytes of head and body in order, cut anywhere. */
void na_payload_add(na_payload *p, na_str bytes);
/* All bytes were added: a head without its empty line counts as whole. */
void na_payload_end(na_payload *p);

#endif
