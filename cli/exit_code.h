/* exit_code.h: the exit codes that scripts and timers rely on. */
#ifndef CLI_EXIT_CODE_H
#define CLI_EXIT_CODE_H

#include <newsarc/status.h>

#define EXIT_COMPLETE 0   /* also: nothing new */
#define EXIT_FAILED 1     /* nothing usable */
#define EXIT_USAGE 2      /* wrong usage */
#define EXIT_INCOMPLETE 3 /* some inputs failed, what was written is valid */
#define EXIT_CONFIG 4     /* bad configuration */
#define EXIT_NETWORK 5    /* site or network down */
#define EXIT_STOPPED 6    /* stopped at a limit, resumable */
#define EXIT_DISK_FULL 7  /* disk full or below the threshold */
#define EXIT_BLOCKED 8    /* too many errors */
#define EXIT_LOCKED 11    /* another run holds the lock */
#define EXIT_SIGNAL 128   /* + number of the signal */

/* Code for a run whose only result is `status`. */
int exit_of_status(newsarc_status status);
/* Code for a run over inputs of which `failed` of `total` failed, `network` of them because the
 * network or site did not answer. */
int exit_of_counts(uint64_t total, uint64_t failed, uint64_t network);
/* Name of the class, e.g. "incomplete". Static storage. */
const char *exit_name(int code);

#endif
