/* archive/zstd_frame.h: one zstd frame (RFC 8878) out of several slices, straight to a file, as the
 * IIPC's draft on zstd in WARC asks: content size and check sum present. */
#ifndef NA_ARCHIVE_ZSTD_FRAME_H
#define NA_ARCHIVE_ZSTD_FRAME_H

#include "core/str.h"
#include <newsarc/status.h>

typedef struct na_zstd {
    struct ZSTD_CCtx_s *context; /* made at the first use */
    na_str dictionary;           /* borrowed; empty: none */
} na_zstd;

void na_zstd_free(na_zstd *z);
/* Writes the frame to fd. *written: bytes that reached the file, also after an error. NEWSARC_OK,
 * NEWSARC_E_NOMEM, NEWSARC_E_IO (errno tells). */
newsarc_status na_zstd_write(na_zstd *z, int fd, const na_str *parts, size_t count,
                             uint64_t *written);
/* Writes the skippable frame that holds the dictionary; it stands before all records. */
newsarc_status na_zstd_write_dictionary(const na_zstd *z, int fd, uint64_t *written);

#endif
