/* archive/warc_stream.h: the decompressed bytes of a WARC file, with the borders of its gzip
 * members (RFC 1952) or zstd frames (RFC 8878, with the dictionary frame of the IIPC's draft on
 * zstd): a record is addressed by the offset of its member. Both are called members here. */
#ifndef NA_ARCHIVE_WARC_STREAM_H
#define NA_ARCHIVE_WARC_STREAM_H

#include "archive/warc_source.h"
#include "core/str.h"
#include <zlib.h>

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
/* So small that the files of a fuzzer pass their ends. */
#define NA_STREAM_WINDOW ((size_t)8192)
#define NA_STREAM_INPUT ((size_t)5000)
#else
#define NA_STREAM_WINDOW ((size_t)65536)
#define NA_STREAM_INPUT ((size_t)262144)
#endif

typedef enum na_stream_state {
    NA_STREAM_OK,
    NA_STREAM_MEMBER_END, /* no more bytes in this member */
    NA_STREAM_EOF,        /* no more bytes in the file */
    NA_STREAM_TORN,       /* the file ends inside a member */
    NA_STREAM_BAD,        /* compressed data or its check sum is wrong */
    NA_STREAM_IO          /* errno tells */
} na_stream_state;

typedef enum na_coding { NA_CODING_NONE, NA_CODING_GZIP, NA_CODING_ZSTD } na_coding;

typedef struct na_stream {
    na_source source;
    uint64_t next;   /* offset of the next byte to read from the source */
    uint64_t member; /* offset of the present member */
    na_coding coding;
    bool in_member;
    bool inflating; /* z was set up */
    z_stream z;
    struct ZSTD_DCtx_s *zstd;
    size_t in_at, in_n; /* in[0..in_n) are the bytes before `next` */
    size_t at, n;       /* window: out[at..n) is not consumed yet */
    char *out;          /* `pieces`, or `whole` */
    struct libdeflate_decompressor *deflate;
    char *whole; /* a member that was decompressed at once */
    size_t whole_room;
    unsigned char in[NA_STREAM_INPUT];
    char pieces[NA_STREAM_WINDOW];
} na_stream;

/* Takes the source (closed by na_stream_close). False: errno tells. */
bool na_stream_open(na_stream *s, const na_source *source);
void na_stream_close(na_stream *s);
/* Only when the source is seekable. */
void na_stream_seek(na_stream *s, uint64_t offset);
/* Begins the member at the present place; skippable zstd frames are passed, a dictionary among them
 * is loaded. OK, EOF, BAD, TORN, IO. */
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
/* Offset in the file: compressed: of the next compressed byte; plain: of the next byte. */
uint64_t na_stream_offset(const na_stream *s);
/* After BAD or TORN: goes to the next member behind `from` that begins like a WARC record; where
 * there is no going back, to the next one that was not read yet. OK or EOF or IO. */
na_stream_state na_stream_find_member(na_stream *s, uint64_t from);

/* For warc_stream.c and warc_zstd.c. */
na_stream_state na_stream_fill(na_stream *s);
na_stream_state na_stream_begin_zstd(na_stream *s);
na_stream_state na_stream_unzstd(na_stream *s);

#endif
