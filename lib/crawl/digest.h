/* crawl/digest.h: SHA-256 over slices and files. */
#ifndef NA_CRAWL_DIGEST_H
#define NA_CRAWL_DIGEST_H

#include "core/str.h"
#include <newsarc/status.h>

#define NA_SHA256_SIZE 32
#define NA_SHA256_HEX 65 /* with the NUL */

/* False when OpenSSL has no memory. */
bool na_sha256(na_str bytes, unsigned char out[NA_SHA256_SIZE]);
newsarc_status na_sha256_file(const char *path, char out[NA_SHA256_HEX]);

#endif
