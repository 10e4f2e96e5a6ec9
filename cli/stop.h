/* stop.h: SIGINT, SIGTERM and SIGHUP end a crawl in good order. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <newsarc/crawl.h>

/* From now on the first signal asks `crawler` to stop, the second ends the process with 128 + its
 * number; those that are ignored when the program starts stay ignored. NULL: no crawler runs any
 * more. */
void stop_on_signals(newsarc_crawler *crawler);
/* Number of the signal that asked to stop, or 0. */
int stop_signal(void);

#endif
