/* archive/warc_name.h: names of WARC files by a template with fields in braces, named as warcprox
 * names them: {prefix}, {timestamp14}, {timestamp17}, {serialno}, {hostname}, {shorthostname}. */
#ifndef NA_ARCHIVE_WARC_NAME_H
#define NA_ARCHIVE_WARC_NAME_H

#include "core/str.h"
#include <newsarc/status.h>
#include <time.h>

#define NA_WARC_NAME 128 /* with suffix and NUL */
#define NA_WARC_NAME_TEMPLATE "{prefix}-{timestamp14}-{serialno}"

typedef struct na_warc_naming {
    const char *pattern; /* borrowed, as prefix */
    const char *prefix;
    const char *suffix;    /* ".warc.gz" */
    struct timespec begun; /* of the file */
    uint32_t serial;       /* from 0 */
    const char *hostname;  /* "" when unknown */
} na_warc_naming;

/* NEWSARC_E_ARGUMENT: an unknown field, a brace that stays open, a name with spaces, slashes or
 * control characters, that begins with a dot, is too long, or would be the same for two files
 * (without {serialno}). NEWSARC_E_NOMEM. */
newsarc_status na_warc_name(const na_warc_naming *n, char out[NA_WARC_NAME]);

#endif
