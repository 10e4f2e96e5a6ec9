/* archive/warc_record.h: header of a record to be written, ISO 28500:2017 section 5. */
#ifndef NA_ARCHIVE_WARC_RECORD_H
#define NA_ARCHIVE_WARC_RECORD_H

#include "core/buf.h"

#define NA_WARC_ID 64
#define NA_WARC_FORMAT "WARC File Format 1.1" /* of a warcinfo, with what it conforms to */
#define NA_WARC_CONFORMS_TO                                                                        \
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

/* Fields in the order in which they are written; NULL and "" are left out. */
typedef struct na_warc_header {
    const char *type;
    const char *id;
    const char *date;
    const char *target_uri;
    const char *filename;
    const char *ip;
    const char *protocol, *tls; /* WARC-Protocol, one line a layer */
    const char *cipher;
    const char *warcinfo_id;
    const char *concurrent_to;
    const char *profile;
    const char *refers_to, *refers_to_uri, *refers_to_date;
    const char *block_digest, *payload_digest;
    const char *identified_type;
    const char *truncated;
    const char *content_type;
    uint64_t content_length;
} na_warc_header;

/* Version line, fields, empty line. A value with a control character makes NEWSARC_E_ARGUMENT. */
newsarc_status na_warc_header_write(const na_warc_header *h, na_buf *out);
/* "<urn:uuid:...>", version 4 (RFC 4122), from the system's random numbers; false when they fail.
 */
bool na_warc_new_id(char out[NA_WARC_ID]);
/* Seconds since 1970 as "2015-09-01T10:22:00Z": without a fraction, which readers made for WARC 1.0
 * refuse. */
void na_warc_date(int64_t seconds, char out[32]);
/* The other way round; a fraction may follow the seconds. 0: malformed. */
int64_t na_warc_seconds(na_str date);
/* As "20150901102200". */
void na_warc_stamp(int64_t seconds, char out[32]);

#endif
