/* archive/warc_reader.h: records of a WARC or ARC file, one after another or by offset. The public
 * reader, verify, index and recovery stand on it. */
#ifndef NA_ARCHIVE_WARC_READER_H
#define NA_ARCHIVE_WARC_READER_H

#include "archive/warc_source.h"
#include "core/buf.h"
#include <newsarc/status.h>

typedef struct na_warc_reader na_warc_reader;

/* What is odd about a record that could be read all the same. */
#define NA_WARC_BARE_LF 1u       /* header lines that end with LF alone */
#define NA_WARC_NO_END 2u        /* no CRLF CRLF behind the block */
#define NA_WARC_EXTRA_BYTES 4u   /* empty lines before the record */
#define NA_WARC_SHARED_MEMBER 8u /* does not begin a gzip member: `offset` is the member's */
#define NA_WARC_OPEN_MEMBER 16u  /* the gzip member goes on behind the record: length is 0 */

typedef struct na_warc_record {
    uint64_t offset, length; /* as stored: address of the record for na_warc_reader_seek */
    uint64_t block_size;     /* Content-Length */
    na_str version;          /* "WARC/1.1" */
    na_str fields;           /* header lines, without the empty line */
    na_str block;            /* whole block; up to the reader's ceiling */
    bool block_cut;          /* the block was longer than the ceiling */
    bool header_cut;         /* the header was not read to its end: there may be more fields */
    uint32_t oddities;       /* NA_WARC_... */
    const char *fault;       /* after NEWSARC_E_FORMAT: stable name of what is wrong, see below */
    const char *message;     /* after NEWSARC_E_FORMAT: the same in words */
} na_warc_record;

/* `block_max`: most bytes of a block that are kept in memory (the rest is read over). */
newsarc_status na_warc_reader_open(const char *path, size_t block_max, na_warc_reader **out,
                                   newsarc_error *err);
/* Takes the source. `name`: for messages. */
newsarc_status na_warc_reader_open_source(const na_source *source, const char *name,
                                          size_t block_max, na_warc_reader **out,
                                          newsarc_error *err);
/* The same over bytes that stay the caller's. */
newsarc_status na_warc_reader_open_memory(na_str bytes, size_t block_max, na_warc_reader **out,
                                          newsarc_error *err);
void na_warc_reader_free(na_warc_reader *r);
/* From now on a file that begins with "filedesc:" is read as ARC version 1: its record headers
 * come as if they were those of WARC records, with the version "ARC/1". */
void na_warc_reader_take_arc(na_warc_reader *r);
/* Every piece of every block goes through `fn` as it is read, also what is beyond block_max.
 * `begin` is called before, with the header alone in the record. NULL: none. */
typedef struct na_warc_tap {
    void (*begin)(const na_warc_record *record, void *user);
    void (*piece)(na_str bytes, void *user);
    void *user;
} na_warc_tap;
void na_warc_reader_tap(na_warc_reader *r, const na_warc_tap *tap);
newsarc_status na_warc_reader_seek(na_warc_reader *r, uint64_t offset, newsarc_error *err);
/* Next record; NEWSARC_E_NOT_FOUND at the end of the file, NEWSARC_E_FORMAT for a torn or malformed
 * record: `fault` is then "not-warc" (no record begins here), "header", "content-length",
 * "torn-record" (the file ends too early) or "gzip-data"; what was read of it is in `out`, and the
 * next call goes on at the next place where a record begins. Also NEWSARC_E_IO, NEWSARC_E_NOMEM.
 * Slices are valid until the next call. */
newsarc_status na_warc_reader_next(na_warc_reader *r, na_warc_record *out, newsarc_error *err);

/* Value of the first field of that name, trimmed, folded lines left in; p == NULL when absent. */
na_str na_warc_field(const na_warc_record *record, const char *name);
/* The same of a URI, without the < > into which writers of WARC/1.0 put it. */
na_str na_warc_uri(const na_warc_record *record, const char *name);
na_str na_without_angles(na_str uri);
/* Next field from *at (0 at first), folded lines belong to their field; false at the end. A line
 * without a colon has name.p == NULL and stands in value. */
bool na_warc_next_field(na_str fields, size_t *at, na_str *name, na_str *value);
/* Bytes of the file as stored; 0 when not known. */
uint64_t na_warc_reader_size(const na_warc_reader *r);
/* Bytes of it that were read. */
uint64_t na_warc_reader_position(const na_warc_reader *r);
bool na_warc_reader_is_compressed(const na_warc_reader *r);

#endif
