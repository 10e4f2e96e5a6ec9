/* metrics.h: a run in the text format of Prometheus, for the textfile collector. */
#ifndef CLI_METRICS_H
#define CLI_METRICS_H

#include "outcome.h"

/* Writes `path` anew; the time of the last success is kept from the file that stands there when
 * this run was none. It appears under its name only when whole. Returns false with what is wrong in
 * *error. */
bool metrics_write(const char *path, const struct outcome *outcome, struct text *error);

#endif
