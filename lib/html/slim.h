/* html/slim.h: a page without what extraction never reads. */
#ifndef NA_HTML_SLIM_H
#define NA_HTML_SLIM_H

#include "core/arena.h"
#include "core/str.h"

typedef struct na_str_list {
    na_str *v;
    size_t n, room;
} na_str_list;

void na_str_list_add(na_arena *arena, na_str_list *list, na_str s);

typedef struct na_slimmed {
    na_str text;         /* the slim page; a NUL stands behind it */
    size_t slim_end;     /* from this offset of `text` on nothing was left out */
    na_str_list scripts; /* inside of each script before slim_end, slices of the source */
    na_str_list script_types;
    na_str_list comments; /* inside of each comment before slim_end, slices of the source */
} na_slimmed;

/* Leaves out comments and the inside of script and style, so that a parser builds the same elements
 * with the same text. Comments that look like marks of a CMS stay (na_is_mark). Where the scan
 * cannot know what a parser would do, it keeps the rest of the page as it is. Inside an arena run.
 */
void na_slim_page(na_arena *arena, na_str source, na_slimmed *out);
/* Does a comment look like a mark that a CMS puts around its fields? */
bool na_is_mark(na_str comment);

#endif
