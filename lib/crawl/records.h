/* crawl/records.h: records of a collection's WARC files by their places. */
#ifndef NA_CRAWL_RECORDS_H
#define NA_CRAWL_RECORDS_H

#include "archive/warc_reader.h"
#include "crawl/store.h"

#define NA_RECORD_MAX ((size_t)64 << 20) /* of one block */

typedef struct na_records {
    const char *dir;        /* borrowed */
    na_warc_reader *reader; /* of the file read last; NULL: none */
    char file[128];
} na_records;

/* `dir` must live as long. Nothing is opened before the first read. */
void na_records_init(na_records *r, const char *dir);
void na_records_free(na_records *r);
/* The record at `place`; slices are valid until the next call. Reads also what the run under way
 * has not finished. NEWSARC_E_FORMAT: no whole record there; NEWSARC_E_NOT_FOUND: no such file;
 * NEWSARC_E_IO, NEWSARC_E_NOMEM. */
newsarc_status na_records_read(na_records *r, const na_place *place, na_warc_record *out,
                               newsarc_error *err);

#endif
