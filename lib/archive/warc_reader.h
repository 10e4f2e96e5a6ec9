/* archive/warc_reader.h: records of a WARC file, one after another or by offset. The public reader
 * comes with the archive issue; this one serves verify, export and resume. */
#ifndef NA_ARCHIVE_WARC_READER_H
#define NA_ARCHIVE_WARC_READER_H

#include "core/buf.h"
#include <newsarc/status.h>

typedef struct na_warc_reader na_warc_reader;

typedef struct na_warc_record {
    uint64_t offset, length; /* as stored; length is known once the record was read whole */
    na_str version;          /* "WARC/1.1" */
    na_str fields;           /* header lines, without the empty line */
    na_str block;            /* whole block; up to the reader's ceiling */
    bool block_cut;          /* the block was longer than the ceiling */
} na_warc_record;

/* `block_max`: most bytes of a block that are kept in memory (the rest is read over). */
newsarc_status na_warc_reader_open(const char *path, size_t block_max, na_warc_reader **out,
                                   newsarc_error *err);
void na_warc_reader_free(na_warc_reader *r);
newsarc_status na_warc_reader_seek(na_warc_reader *r, uint64_t offset, newsarc_error *err);
/* Next record; NEWSARC_E_NOT_FOUND at the end of the file, NEWSARC_E_FORMAT for a torn or malformed
 * record. Slices are valid until the next call. */
newsarc_status na_warc_reader_next(na_warc_reader *r, na_warc_record *out, newsarc_error *err);
/* Value of the first field of that name, trimmed; p == NULL when absent. */
na_str na_warc_field(const na_warc_record *record, const char *name);

#endif
