/* pack/pages.h: the pages of WARC files with their titles and texts. */
#ifndef NA_PACK_PAGES_H
#define NA_PACK_PAGES_H

#include "archive/warc_reader.h"
#include "core/spool.h"
#include <newsarc/article.h>

#define NA_PAGE_BLOCK ((size_t)9 << 20) /* of a record: a page of 8 MiB and its head */

typedef struct na_pages {
    na_spool *lines; /* pages.jsonl */
    newsarc_extractor *extractor;
    na_buf entity, line;
    uint64_t count;
    na_buf main_url, main_date; /* of the first page */
    char last[32];              /* latest WARC-Date of any record */
    newsarc_status status;      /* what made it give up: NEWSARC_E_NOMEM, NEWSARC_E_IO, ... */
} na_pages;

newsarc_status na_pages_init(na_pages *p);
void na_pages_free(na_pages *p);
/* Adds the record's page when it is a response with status 200 and HTML in it. */
void na_pages_add(na_pages *p, const na_warc_record *record);

#endif
