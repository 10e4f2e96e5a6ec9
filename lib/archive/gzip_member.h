/* archive/gzip_member.h: one gzip member (RFC 1952) out of several slices, straight to a file. */
#ifndef NA_ARCHIVE_GZIP_MEMBER_H
#define NA_ARCHIVE_GZIP_MEMBER_H

#include "core/buf.h"

struct libdeflate_compressor;

typedef struct na_gzip {
    struct libdeflate_compressor *compressor; /* made at the first use */
    na_buf in, out;
} na_gzip;

void na_gzip_init(na_gzip *g);
void na_gzip_free(na_gzip *g);
/* A member of at most 8 MiB in memory; *out is valid until the next call. NEWSARC_OK,
 * NEWSARC_E_NOMEM. */
newsarc_status na_gzip_pack(na_gzip *g, const na_str *parts, size_t count, na_str *out);
/* Writes the member to fd. *written: bytes that reached the file, also after an error. NEWSARC_OK,
 * NEWSARC_E_NOMEM, NEWSARC_E_IO (errno tells). */
newsarc_status na_gzip_write(na_gzip *g, int fd, const na_str *parts, size_t count,
                             uint64_t *written);

#endif
