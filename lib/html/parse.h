/* html/parse.h: the second half of na_doc_parse, for tests that compare a slimmed with a plain
 * parse.
 */
#ifndef NA_HTML_PARSE_H
#define NA_HTML_PARSE_H

#include "html/document.h"
#include "html/slim.h"

/* Document of slim->text. With slim_end 0 and no lists, `slim` is a page that was not slimmed. */
const na_doc *na_doc_from_slimmed(na_arena *arena, na_str source, na_slimmed *slim,
                                  na_arena_limits limits);

#endif
