/* archive/warc_stream.h: the decompressed bytes of a WARC file, with the borders of its gzip
 * members (RFC 1952): a record is addressed by the offset of its member. */
#ifndef NA_ARCHIVE_WARC_STREAM_H
#define NA_ARCHIVE_WARC_STREAM_H

#include "core/str.h"
#include <zlib.h>

#define NA_STREAM_WINDOW ((size_t)65536)

typedef enum na_stream_state {
    NA_STREAM_OK,
    NA_STREAM_MEMBER_END, /* no more bytes in this gzip member */
    NA_STREAM_EOF,        /* no more bytes in the file */
    NA_STREAM_TORN,       /* the file ends inside a gzip member */
    NA_STREAM_BAD,        /* gzip data or its check sum is wrong */
    NA_STREAM_IO          /* errno tells */
} na_stream_state;

typedef struct na_stream {
    int fd; /* -1: the bytes are in `memory` */
    na_str memory;
    uint64_t size;   /* of the file */
    uint64_t next;   /* offset of the next byte to read from the file */
    uint64_t member; /* offset of the present gzip member */
    bool gzip;
    bool in_member;
    bool inflating; /* z was set up */
    z_stream z;
    size_t in_at, in_n;
    size_t at, n; /* window: out[at..n) is not consumed yet */
    unsigned char in[NA_STREAM_WINDOW];
    char out[NA_STREAM_WINDOW];
} na_stream;

/* Takes fd (closed by na_stream_close); with fd == -1 reads `memory`. False: errno tells. */
bool na_stream_open(na_stream *s, int fd, na_str memory);
void na_stream_close(na_stream *s);
void na_stream_seek(na_stream *s, uint64_t offset);
/* Begins the gzip member at the present place. OK, EOF, BAD, IO. */
na_stream_state na_stream_begin_member(na_stream *s);
/* Has at least `want` (<= 4096) bytes in the window, or all that are left of the member or file:
 * OK when at least one byte is there, else why there is none. */
na_stream_state na_stream_need(na_stream *s, size_t want);
/* The bytes in the window. */
static inline na_str na_stream_view(const na_stream *s)
{
    return (na_str){s->out + s->at, s->n - s->at};
}
static inline void na_stream_consume(na_stream *s, size_t n)
{
    s->at += n;
}
/* Offset in the file: gzip: of the next compressed byte; plain: of the next byte. */
uint64_t na_stream_offset(const na_stream *s);
/* After BAD or TORN: goes to the next gzip member behind `from` that begins like a WARC record.
 * OK or EOF or IO. */
na_stream_state na_stream_find_member(na_stream *s, uint64_t from);

#endif
