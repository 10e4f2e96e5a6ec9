/* newsarc/collection.h: keeping a collection that crawls have made (newsarc/crawl.h). Absent from
 * builds with NEWSARC_CRAWL=OFF. */
#ifndef NEWSARC_COLLECTION_H
#define NEWSARC_COLLECTION_H

#include <newsarc/status.h>

NEWSARC_BEGIN

/* Writes the report of a collection: one HTML page without scripts that asks for nothing else, in
 * English and Chinese, for light and dark screens; the same state gives the same bytes. `path`: the
 * file to write; NULL: DIR/reports/report.html, as each run does, with SHA256SUMS kept true, for
 * which the collection is locked. `language`: what is shown at first, "en" (also NULL) or "zh". The
 * file appears under its name only when whole. Thread-safe. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT (not a collection), NEWSARC_E_LOCKED (a run works on it),
 * NEWSARC_E_UNSUPPORTED (the state of an older version: crawl once), NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_report(const char *directory, const char *path,
                                                     const char *language, newsarc_error *err);

NEWSARC_END

#endif
