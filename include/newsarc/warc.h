/* newsarc/warc.h: WARC files: checking what was written (ISO 28500, WARC 1.0 and 1.1). */
#ifndef NEWSARC_WARC_H
#define NEWSARC_WARC_H

#include <newsarc/status.h>

NEWSARC_BEGIN

/* How much a finding weighs. */
#define NEWSARC_SEVERITY_ERROR 1   /* the standard says "shall", or data is damaged */
#define NEWSARC_SEVERITY_WARNING 2 /* the standard says "should", or readers stumble over it */

/* One fault found by newsarc_verify. Strings are borrowed for the callback. */
typedef struct newsarc_finding {
    size_t struct_size;
    int32_t severity;      /* NEWSARC_SEVERITY_... */
    const char *file;      /* path of the file */
    const char *rule;      /* short stable name, e.g. "payload-digest" */
    const char *record_id; /* WARC-Record-ID, or NULL */
    uint64_t offset;       /* of the record in the file as stored (compressed) */
    const char *message;   /* what is wrong, printable UTF-8 */
} newsarc_finding;

typedef struct newsarc_verify_summary {
    size_t struct_size;
    uint64_t files;
    uint64_t records;
    uint64_t digests; /* digests compared */
    uint64_t bytes;   /* of the files as stored */
    uint64_t errors;
    uint64_t warnings;
} newsarc_verify_summary;

/* Called once per finding; a value other than 0 ends the check with NEWSARC_E_STOPPED. */
typedef int32_t (*newsarc_finding_fn)(const newsarc_finding *finding, void *user);

/* Checks a WARC file (plain or gzip), or a collection's folder (archive/ and SHA256SUMS): record
 * grammar, lengths, gzip members, dates, ids, block and payload digests. `path` UTF-8. `fn` and
 * `summary` (struct_size set) may be NULL. Thread-safe. Returns NEWSARC_OK when there was no error
 * (there may have been warnings), NEWSARC_E_INCOMPLETE when there were errors, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_NOT_FOUND, NEWSARC_E_IO, NEWSARC_E_FORMAT (not a WARC at all), NEWSARC_E_STOPPED,
 * NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_verify(const char *path, newsarc_finding_fn fn, void *user,
                                          newsarc_verify_summary *summary, newsarc_error *err);

NEWSARC_END

#endif
