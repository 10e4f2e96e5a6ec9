/* crawl/reader.h: a thread that reads pages, so that the network never waits for the parser. Pages
 * come out in the order in which they went in; the crawl's own thread applies what was found.
 *
 * The reader touches nothing but the page it is given (exchange and input) and its parsers; all
 * else belongs to the caller's thread. */
#ifndef NA_CRAWL_READER_H
#define NA_CRAWL_READER_H

#include "crawl/parse.h"

#define NA_READER_MAX 16 /* pages that were given and not yet released */

typedef struct na_read {
    na_exchange *x;       /* the caller's; the reader's until the page is released */
    na_parse_input input; /* its slices likewise */
    void *user;
    /* set by the reader: */
    newsarc_status status;
    na_parsed parsed; /* valid until the page is released */
} na_read;

typedef struct na_reader na_reader;

/* `wake` is called on the reader's thread when a page is done. NULL: out of memory, or no thread
 * could be started. */
na_reader *na_reader_new(na_str agent, na_hints hints, void (*wake)(void *user), void *user);
/* Waits for the page being read. Pages that are not released are the caller's loss: release them
 * first. NULL is ignored. */
void na_reader_free(na_reader *r);
/* Pages that were given and not yet released. */
size_t na_reader_pending(const na_reader *r);
/* At most NA_READER_MAX may be pending. */
void na_reader_give(na_reader *r, const na_read *page);
/* The oldest page, once it is done; NULL: none is pending or, without `wait`, it is not done. */
na_read *na_reader_next(na_reader *r, bool wait);
/* Ends the use of what na_reader_next gave. */
void na_reader_release(na_reader *r);

#endif
