/* newsarc/status.h: how every call of the library reports failure.
 *
 * Every function that can fail returns a newsarc_status: NEWSARC_OK (0) or a negative code.
 * Functions that take a `newsarc_error *` also fill it, on failure only, with what failed, on which
 * input and what to do; NULL is accepted everywhere. The first error of a call wins.
 *
 * Severity follows from the value, as one comparison:
 *   status > NEWSARC_FATAL   this input failed, the handle stays good: go on with the next one
 *   status <= NEWSARC_FATAL  the handle is only good for freeing
 *
 * The library never exits, aborts, prints, touches signals or keeps mutable globals. */
#ifndef NEWSARC_STATUS_H
#define NEWSARC_STATUS_H

#include <newsarc/export.h>
#include <stddef.h>
#include <stdint.h>

NEWSARC_BEGIN

typedef int32_t newsarc_status;

#define NEWSARC_OK 0
#define NEWSARC_E_ARGUMENT (-1)  /* an argument is NULL, out of range or of an unknown version */
#define NEWSARC_E_FORMAT (-2)    /* the input is not what it should be (binary, torn, malformed) */
#define NEWSARC_E_LIMIT (-3)     /* a ceiling was reached: input size, parse memory, CPU time */
#define NEWSARC_E_NOT_FOUND (-4) /* a file, record or collection does not exist */
#define NEWSARC_E_IO (-5)        /* reading or writing failed; the text holds the system's reason */
#define NEWSARC_E_UNSUPPORTED (-6) /* not in this build or not in this version */
#define NEWSARC_E_NETWORK (-7)     /* the site or the network did not answer */
#define NEWSARC_E_STOPPED (-8)     /* ended early: asked to stop, or a stated limit of the run */
#define NEWSARC_E_LOCKED (-9)      /* another run works on the same collection */
#define NEWSARC_E_DISK_FULL (-10)  /* no space left, or below the threshold that was asked for */
#define NEWSARC_E_CONFIG (-11)     /* the configuration is wrong; retrying does not help */
#define NEWSARC_E_INCOMPLETE (-12) /* some inputs failed; what was written is valid */
#define NEWSARC_E_BLOCKED (-13)    /* too many errors: the site blocks us or changed its layout */
#define NEWSARC_FATAL (-100)
#define NEWSARC_E_NOMEM (-101)    /* out of memory */
#define NEWSARC_E_INTERNAL (-102) /* a bug of ours: please report it with the input */

/* Filled by us, owned by the caller; every string ends with NUL and is valid UTF-8 without control
 * characters, so it may be printed. */
typedef struct newsarc_error {
    newsarc_status code;
    char subsystem[12]; /* room of the library, e.g. "html", "warc" */
    uint64_t offset;    /* byte or line in `input` where it was seen, UINT64_MAX: not known */
    char input[256];    /* file, URL or record; shortened in the middle when long */
    char message[512];  /* what is wrong and what to do, without a full stop at the end */
} newsarc_error;

/* Name of a status without prefix, e.g. "limit"; "unknown" for other numbers. Static storage. */
NEWSARC_API const char *newsarc_status_name(newsarc_status status);

/* Frees memory that the library says is the caller's to free. NULL is ignored. Thread-safe. */
NEWSARC_API void newsarc_free(void *memory);

NEWSARC_END

#endif
