/* pack/line_file.h: a file of JSON lines that appears under its name only when whole. */
#ifndef NA_PACK_LINE_FILE_H
#define NA_PACK_LINE_FILE_H

#include "core/str.h"
#include <newsarc/status.h>
#include <stdio.h>

typedef struct na_line_file {
    FILE *file;
    char *path, *open_path; /* owned */
} na_line_file;

/* Makes PATH.open. On failure nothing is left. NEWSARC_E_IO, NEWSARC_E_NOT_FOUND,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM, also of the following. */
newsarc_status na_line_file_open(const char *path, na_line_file *out, newsarc_error *err);
newsarc_status na_line_file_add(na_line_file *f, na_str line, newsarc_error *err); /* with its LF */
/* To disk, and under its name. */
newsarc_status na_line_file_close(na_line_file *f, newsarc_error *err);
/* What was not closed is removed. Also for one that is all zero. */
void na_line_file_free(na_line_file *f);

#endif
