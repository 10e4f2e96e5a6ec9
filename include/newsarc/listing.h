/* newsarc/listing.h: what a list page or home page offers: categories, entries, the pager. */
#ifndef NEWSARC_LISTING_H
#define NEWSARC_LISTING_H

#include <newsarc/article.h>

NEWSARC_BEGIN

typedef struct newsarc_listing newsarc_listing;

/* Reads a list page or home page, or the JSON or XML that a list loads its further pages from
 * (`content_type` or the first bytes tell). Arguments, statuses and ownership as for
 * newsarc_extract; the options' `url` must be given, for links are made absolute. */
NEWSARC_API newsarc_status newsarc_list_page(newsarc_extractor *ex, const void *html, size_t length,
                                             const newsarc_extract_options *opts,
                                             newsarc_listing **out, newsarc_error *err);
NEWSARC_API void newsarc_listing_free(newsarc_listing *listing); /* NULL is ignored */

/* Entries: links to articles, in page order. Strings are owned by the listing; date (ISO 8601) may
 * be NULL. */
NEWSARC_API size_t newsarc_listing_entry_count(const newsarc_listing *listing);
NEWSARC_API const char *newsarc_listing_entry_url(const newsarc_listing *listing, size_t i);
NEWSARC_API const char *newsarc_listing_entry_title(const newsarc_listing *listing, size_t i);
NEWSARC_API const char *newsarc_listing_entry_date(const newsarc_listing *listing, size_t i);

/* 1 when the list or the article's address states the year of the date; 0 when there is no date or
 * its year is a guess. */
NEWSARC_API int newsarc_listing_entry_date_has_year(const newsarc_listing *listing, size_t i);

/* Further pages of this list, in ascending order as far as the page tells them, without the page
 * itself; and the number of pages of the list, 0 when not known. */
NEWSARC_API size_t newsarc_listing_page_count(const newsarc_listing *listing);
NEWSARC_API const char *newsarc_listing_page_url(const newsarc_listing *listing, size_t i);
/* NULL: the page is had by GET; else the body of a POST to its URL, as
 * application/x-www-form-urlencoded (ASP.NET pagers, which send the page's view state back). */
NEWSARC_API const char *newsarc_listing_page_post(const newsarc_listing *listing, size_t i);
NEWSARC_API uint32_t newsarc_listing_total_pages(const newsarc_listing *listing);

/* Categories that the page's navigation names. `parent` is the index of another category or
 * SIZE_MAX. */
NEWSARC_API size_t newsarc_listing_category_count(const newsarc_listing *listing);
NEWSARC_API const char *newsarc_listing_category_url(const newsarc_listing *listing, size_t i);
NEWSARC_API const char *newsarc_listing_category_name(const newsarc_listing *listing, size_t i);
NEWSARC_API size_t newsarc_listing_category_parent(const newsarc_listing *listing, size_t i);

NEWSARC_END

#endif
