/* article/extract.h: an article from a page that was decoded and parsed already, for callers that
 * want more of the page than its article. newsarc_extract does the whole in one call. */
#ifndef NA_ARTICLE_EXTRACT_H
#define NA_ARTICLE_EXTRACT_H

#include "html/intake.h"

/* Is it a page at all: not empty, not too long, no PDF or picture? */
newsarc_status na_article_check(const na_intake *in, newsarc_error *err);
/* `in`: after na_intake_read in the same arena. Inside an arena run; has a run of its own under
 * in->whole, so a failure does not end the caller's. The caller owns *out. */
newsarc_status na_article_read(na_arena *arena, const na_intake *in, newsarc_article **out,
                               newsarc_error *err);

#endif
