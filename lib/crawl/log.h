/* crawl/log.h: what happened, to the caller's callback and as JSON lines in DIR/logs. */
#ifndef NA_CRAWL_LOG_H
#define NA_CRAWL_LOG_H

#include "core/str.h"
#include <newsarc/crawl.h>

typedef struct na_log na_log;

/* `path`: of the finished file; it is written as PATH.open. NULL: no file. `fn` may be NULL. */
newsarc_status na_log_new(const char *path, newsarc_log_fn fn, void *user, na_log **out,
                          newsarc_error *err);
/* Each event has a short stable name. `url` may be NULL. A message is made as for printf. */
void na_log_event(na_log *log, newsarc_log_level level, const char *event, const char *url,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The lines so far, mapped; empty when there is no file. Ended by na_log_unmap. NEWSARC_OK,
 * NEWSARC_E_IO, NEWSARC_E_NOMEM. */
newsarc_status na_log_map(na_log *log, na_str *out, newsarc_error *err);
void na_log_unmap(na_str lines);
/* Flushes and gives the file its final name. */
newsarc_status na_log_close(na_log *log, newsarc_error *err);
void na_log_free(na_log *log); /* NULL is ignored */

#endif
