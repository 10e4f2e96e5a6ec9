/* html/without.h: a document without some of its elements. */
#ifndef NA_HTML_WITHOUT_H
#define NA_HTML_WITHOUT_H

#include "html/document.h"

/* A copy of `doc` without the elements n for which gone[n] is set and all that is below them, as if
 * the page did not have them; html, head and body stay. Scripts, comments and source are those of
 * the page. `map`, of doc->count entries, gets the place of each node in the copy, or NA_NO_NODE.
 * In the arena. */
const na_doc *na_doc_without(na_arena *arena, const na_doc *doc, const bool *gone, na_node_id *map);

#endif
