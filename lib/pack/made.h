/* pack/made.h: what it takes to make a record from others. */
#ifndef NA_PACK_MADE_H
#define NA_PACK_MADE_H

#include "archive/digest.h"
#include "pack/revisits.h"

/* Reads records by their places. All zero but block_max: none open. */
typedef struct na_places {
    size_t block_max;
    na_warc_reader *reader; /* of file `file` */
    size_t file;
} na_places;

/* The record at a place of the file `path`, valid until the next call. NEWSARC_OK,
 * NEWSARC_E_NOT_FOUND (it cannot be read), NEWSARC_E_NOMEM. */
newsarc_status na_places_read(na_places *p, const char *path, const na_original *place,
                              na_warc_record *out);
void na_places_free(na_places *p);

/* "Name: value" and CRLF; nothing when there is no value. */
void na_made_field(na_buf *out, const char *name, na_str value);
/* Of a block in parts, by the algorithm of the block digest of `like`. False when out of memory. */
bool na_made_digest(const na_warc_record *like, const na_str *parts, size_t count,
                    char out[NA_DIGEST_TEXT]);

#endif
