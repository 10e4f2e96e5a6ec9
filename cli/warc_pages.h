/* warc_pages.h: the HTML pages of WARC and ARC files, as input of `extract`. */
#ifndef CLI_WARC_PAGES_H
#define CLI_WARC_PAGES_H

#include "page.h"
#include "tolerance.h"
#include <regex.h>

/* Which captures are wanted. Strings are borrowed. */
struct warc_filter {
    const char *since, *until; /* WARC-Date, to the precision given; NULL: no limit */
    const char *url_pattern;   /* POSIX extended; NULL: any */
    regex_t pattern;           /* of url_pattern */
};

/* Checks dates and pattern; false on wrong usage, with one line in *error. */
bool warc_filter_begin(struct warc_filter *filter, struct text *error);
void warc_filter_end(struct warc_filter *filter);

/* Whether the input (a file, or "-" for standard input) begins like a WARC or ARC file. What was
 * read of standard input to know that is left in `head`. */
bool warc_begins(const char *name, struct text *head);

/* Hands over each page, and each record that cannot be read as a page that has failed. False ends
 * the reading. Takes the page. */
typedef bool (*warc_page_fn)(struct page *page, void *user);

/* One reading of any number of files. */
struct warc_reading {
    struct warc_filter filter;
    warc_page_fn fn;
    void *user;
    struct tolerances tolerated; /* by all of them */
};

/* The responses of a file with status 200 and a type of HTML, in order; `head` as warc_begins left
 * it. */
void warc_read_pages(struct warc_reading *reading, const char *name, const struct text *head);

#endif
