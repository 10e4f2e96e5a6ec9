/* archive/warc_file.h: a WARC file while it is written: `.open` behind its name, appended to record
 * by record, renamed when it is whole. */
#ifndef NA_ARCHIVE_WARC_FILE_H
#define NA_ARCHIVE_WARC_FILE_H

#include "archive/gzip_member.h"
#include "archive/warc_name.h"
#include "archive/zstd_frame.h"
#include <newsarc/status.h>

typedef enum na_compression { NA_COMPRESS_GZIP, NA_COMPRESS_ZSTD, NA_COMPRESS_NONE } na_compression;

typedef struct na_warc_file {
    int fd; /* -1: none open */
    int directory;
    char name[NA_WARC_NAME]; /* final name, without folder */
    uint64_t size;
    bool broken; /* a torn record could not be cut off */
    bool lost;   /* a sync failed: nobody knows what of the records is on disk */
    na_compression compression;
    na_gzip gzip;
    na_zstd zstd;
} na_warc_file;

newsarc_status na_warc_file_init(na_warc_file *f, const char *directory, newsarc_error *err);
void na_warc_file_free(na_warc_file *f); /* leaves an open file as it is */
/* ".warc.gz", ".warc.zst" or ".warc". */
const char *na_warc_suffix(na_compression compression);
/* Makes NAME.warc.gz.open (or .warc.zst, .warc); naming->serial goes up, past names that are
 * taken; the suffix is set here. NEWSARC_E_ARGUMENT: see na_warc_name. */
newsarc_status na_warc_file_open(na_warc_file *f, na_warc_naming *naming, newsarc_error *err);
/* One record as one gzip member or zstd frame. After an error the file is as before. */
newsarc_status na_warc_file_append(na_warc_file *f, const na_str *parts, size_t count,
                                   newsarc_error *err);
/* Back to `size` bytes. */
newsarc_status na_warc_file_cut(na_warc_file *f, uint64_t size, newsarc_error *err);
/* Once it failed it fails: the system tells a lost write one time only. */
newsarc_status na_warc_file_sync(na_warc_file *f, newsarc_error *err);
/* fsync, rename to the final name, fsync of the folder. */
newsarc_status na_warc_file_finish(na_warc_file *f, newsarc_error *err);
/* Closes and removes the file. */
void na_warc_file_discard(na_warc_file *f);

/* Renames NAME.open to NAME, never over a file that is there, and makes it durable. */
newsarc_status na_warc_file_publish(int directory, const char *name, newsarc_error *err);

#endif
