/* crawl/directives.h: what a page says to robots: meta name=robots (or our own name) and the
 * X-Robots-Tag field, whose values may begin with the name of one robot.
 *
 * nofollow: none of its links is taken; what it needs to be shown (requisites) and where it says it
 * stands now (refresh) are. noindex: the page is archived and its links are taken, but it is not
 * made an article, for then it would be found. "none" is both. Rules for other robots are not ours;
 * the rest (noarchive, nosnippet, ...) speaks of the result pages of search engines. */
#ifndef NA_CRAWL_DIRECTIVES_H
#define NA_CRAWL_DIRECTIVES_H

#include "html/document.h"
#include "http/message.h"

typedef struct na_directives {
    bool nofollow, noindex;
} na_directives;

/* Both add to *d. `agent`: our product token. */
void na_directives_from_head(const na_http_head *head, na_str agent, na_directives *d);
void na_directives_from_doc(const na_doc *doc, na_str agent, na_directives *d);

#endif
