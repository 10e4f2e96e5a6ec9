/* listing/entries.h: the links to articles. */
#ifndef NA_LISTING_ENTRIES_H
#define NA_LISTING_ENTRIES_H

#include "listing/links.h"

typedef struct na_found_entry {
    na_entry entry;
    uint32_t link;  /* index in the link table */
    uint32_t width; /* of the title, in columns */
    bool dated;
} na_found_entry;

typedef struct na_found_entries {
    na_found_entry *v; /* in page order */
    uint32_t count;
    uint32_t dated;
} na_found_entries;

na_found_entries na_entries_find(const na_list_work *w);

/* The title and the date of an item whose article is `link`. */
na_str na_entry_title(const na_list_work *w, na_node_id item, const na_link *link);
/* Sets the date (ISO 8601, empty when there is none) and whether its year is stated. */
void na_entry_read_date(const na_list_work *w, na_node_id item, const na_link *link, na_entry *out);
uint64_t na_entries_fingerprint(const na_entry *v, size_t count);
/* Does the address look like that of an article: a date in the path, or a number that names it? */
bool na_url_names_article(na_str url, int64_t now);

#endif
