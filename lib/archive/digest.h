/* archive/digest.h: labelled digests as WARC fields hold them: "sha1:" + base32 in capitals is what
 * every index expects; read are also hexadecimal and base64. */
#ifndef NA_ARCHIVE_DIGEST_H
#define NA_ARCHIVE_DIGEST_H

#include "core/str.h"
#include <newsarc/status.h>

#define NA_DIGEST_TEXT 160 /* room for any label and value */

typedef enum na_algorithm {
    NA_ALGORITHM_NONE, /* not known here */
    NA_MD5,
    NA_SHA1,
    NA_SHA256,
    NA_SHA512
} na_algorithm;

typedef struct na_digest na_digest;

na_digest *na_digest_new(na_algorithm algorithm); /* NULL when out of memory */
void na_digest_free(na_digest *d);                /* NULL is ignored */
void na_digest_begin(na_digest *d);               /* forgets what was added */
void na_digest_add(na_digest *d, na_str bytes);
/* Value of what was added so far; returns its length in bytes (at most 64), 0 when the digest
 * failed. More may be added afterwards. */
size_t na_digest_value(na_digest *d, unsigned char out[64]);
/* "sha1:BASE32" into out. */
void na_digest_text(na_digest *d, char out[NA_DIGEST_TEXT]);

#define NA_UUID_TEXT 48
/* "urn:uuid:..." of a name, version 5 in the namespace of URLs (RFC 9562, 5.5 and 6.6): the same
 * name has the same UUID. The name is the parts with LF between them. False when out of memory. */
bool na_digest_uuid(const na_str *parts, size_t n, char out[NA_UUID_TEXT]);

/* A labelled digest out of a WARC field. */
typedef struct na_labelled {
    na_algorithm algorithm;
    unsigned char value[64];
    size_t size; /* 0: the value cannot be read for this algorithm */
    bool lower_case;
} na_labelled;

/* False when it is not "label:value" with both parts. */
bool na_digest_parse(na_str field, na_labelled *out);
/* Lower-case hexadecimal; out has 2 * n + 1 bytes. */
void na_digest_hex(const unsigned char *value, size_t n, char *out);

#endif
