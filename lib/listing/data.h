/* listing/data.h: lists that come as JSON or XML. */
#ifndef NA_LISTING_DATA_H
#define NA_LISTING_DATA_H

#include "listing/listing.h"

#define NA_DATA_ENTRIES_MAX 5000

/* What an answer says of the list's length; 0: nothing. */
typedef struct na_data_totals {
    uint32_t pages, size; /* size: entries of a page */
    uint32_t total;       /* of entries or of pages: the name of the field leaves it open */
} na_data_totals;

/* What was found in an answer. Either entries, or HTML that holds them. */
typedef struct na_data {
    na_entry *entries;
    size_t entry_count;
    na_str html;
    na_str next; /* address of the next part as written; empty: not stated */
    na_data_totals totals;
} na_data;

void na_data_read_json(na_arena *arena, const na_list_input *in, na_str text, na_data *out);
void na_data_read_xml(na_arena *arena, na_str text, na_data *out);
/* The number of <record> elements in a text, and the number behind "name" as in totalRecord:12,
 * "totalrecord":"12", <totalrecord>12; 0 when it is not there. */
uint32_t na_data_records(na_str text);
uint32_t na_data_number(na_str text, na_str name);

/* Reads a piece of HTML in which every group of links is part of the list. */
void na_list_read_fragment(na_arena *arena, const na_list_input *in, na_list_page *out);

#endif
