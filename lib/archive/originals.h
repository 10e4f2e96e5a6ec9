/* archive/originals.h: responses that a writer stored, by their payload, so that the same payload
 * is not stored again. A table of fixed size: what is forgotten is only stored once more. */
#ifndef NA_ARCHIVE_ORIGINALS_H
#define NA_ARCHIVE_ORIGINALS_H

#include "archive/warc_writer.h"

typedef struct na_originals na_originals;

/* What must be the same: a revisit is replayed with the header of its own and the original's
 * payload. Another status or Location is another answer, and where one of two answers is chunked
 * readers would take the framing for the payload or the other way round. */
typedef struct na_payload_key {
    const char *digest;
    int status;
    bool chunked;
    na_str location;
} na_payload_key;

na_originals *na_originals_new(void);    /* NULL when out of memory */
void na_originals_free(na_originals *o); /* NULL is ignored */
/* Remembers a response under its URI; false when out of memory. */
bool na_originals_add(na_originals *o, const na_payload_key *key, const na_warc_place *place,
                      const char *uri);
/* Where the payload is stored, and the URI of that response (borrowed until the next add); NULL:
 * it is not known. */
const char *na_originals_find(const na_originals *o, const na_payload_key *key,
                              na_warc_place *place);

#endif
