/* crawl/archive_feed.h: the newest changes of a collection as an Atom feed. */
#ifndef NA_CRAWL_ARCHIVE_FEED_H
#define NA_CRAWL_ARCHIVE_FEED_H

#include "crawl/store.h"

#define NA_FEED_PATH "reports/feed.xml"
#define NA_FEED_ENTRIES 100

/* Writes the feed to `path`, under its name only when whole. The same state gives the same bytes.
 */
newsarc_status na_archive_feed_write(na_store *store, const char *dir, const char *path,
                                     newsarc_error *err);

#endif
