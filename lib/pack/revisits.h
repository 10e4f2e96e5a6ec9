/* pack/revisits.h: revisit records of WARC files, and the responses that hold their payloads (ISO
 * 28500:2017, 6.7). */
#ifndef NA_PACK_REVISITS_H
#define NA_PACK_REVISITS_H

#include "archive/warc_reader.h"

typedef struct na_revisits na_revisits;

typedef struct na_original {
    size_t file; /* as noted */
    uint64_t offset;
} na_original;

na_revisits *na_revisits_new(void);    /* NULL when out of memory */
void na_revisits_free(na_revisits *r); /* NULL is ignored */
/* Notes a response or a revisit of the `file`-th file; other records are passed over. The header
 * suffices. About 100 bytes of memory a record. False when out of memory. */
bool na_revisits_note(na_revisits *r, const na_warc_record *record, size_t file);
/* The response that the revisit refers to: by URI and date, else by the digest of the payload; for
 * a 304 that names none the latest response of the same URI before it. False: it was not noted. */
bool na_revisits_find(na_revisits *r, const na_warc_record *revisit, na_original *out);
/* How many revisits were noted of which the response was not. */
uint64_t na_revisits_missing(na_revisits *r);
bool na_is_revisit(const na_warc_record *record);
/* A revisit whose block is the head of a 304 answer. */
bool na_is_304(const na_warc_record *record);
/* Was another record noted with the URI and date of this 304, a response or a revisit? */
bool na_revisits_stand_in(na_revisits *r, const na_warc_record *revisit);

#endif
