/* http/exchange.h: one request and its response, with the exact bytes of the wire. fetch/ makes it,
 * archive/ stores it, crawl/ reads it. */
#ifndef NA_HTTP_EXCHANGE_H
#define NA_HTTP_EXCHANGE_H

#include "core/buf.h"
#include "core/spool.h"

/* Why a body is shorter than the server meant: the words of WARC-Truncated. */
typedef enum na_truncated {
    NA_WHOLE,
    NA_TRUNCATED_LENGTH,
    NA_TRUNCATED_TIME,
    NA_TRUNCATED_DISCONNECT
} na_truncated;

typedef struct na_exchange {
    char *url;      /* as requested, absolute, without fragment; owned */
    na_buf request; /* request bytes, head and body; credentials removed */
    na_buf head;    /* status line and fields with the empty line, of the final response (no 1xx) */
    na_spool *body; /* behind the head, as on the wire: chunk framing and codings in */
    int status;     /* 0: no response at all */
    int64_t begin_us; /* microseconds since 1970 UTC when the request was begun */
    uint32_t duration_ms;
    uint32_t first_byte_ms; /* until the response began; duration_ms when it did not */
    char ip[64];            /* of the server, empty when unknown or through a proxy */
    char protocol[16];      /* "http/1.0", "http/1.1", "h2" */
    char tls[16];           /* "tls/1.2", "tls/1.3", empty: no TLS */
    char cipher[64];        /* "TLS_AES_128_GCM_SHA256", empty: no TLS or unknown */
    na_truncated truncated;
    newsarc_status result; /* NEWSARC_OK, or why there is no (whole) response */
    bool off_limits;       /* not asked: a private address */
    char reason[256];      /* text for result, printable */
} na_exchange;

na_exchange *na_exchange_new(const char *url, const char *spool_dir); /* NULL when out of memory */
void na_exchange_free(na_exchange *x);                                /* NULL is ignored */

#endif
