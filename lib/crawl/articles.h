/* crawl/articles.h: the articles of a collection as a bundle (tar, zip) or as JSON lines, read back
 * from its WARC files. Nothing of the fetch goes in, so the same articles give the same bytes. */
#ifndef NA_CRAWL_ARTICLES_H
#define NA_CRAWL_ARTICLES_H

#include "article/hints.h"
#include "crawl/renderings.h"

/* `fresh`: as for na_store_articles. The members are those of na_article_file_add. When there
 * is no article no file is made.
 * `kept`: what needs not be extracted again, or NULL; `hints`: for the rest. */
newsarc_status na_articles_write(na_store *store, const char *dir, na_renderings *kept,
                                 na_hints hints, bool fresh, const char *path, uint64_t *count,
                                 newsarc_error *err);

#endif
