/* html/flatten.h: Gumbo's tree as the flat document. */
#ifndef NA_HTML_FLATTEN_H
#define NA_HTML_FLATTEN_H

#include "html/document.h"
#include "html/slim.h"
#include <gumbo.h>

/* Fills nodes, attributes, head, body, base_href of `doc` from the tree, and appends to `slim` the
 * scripts and comments that stand behind its slim_end. One pass, linear, no recursion. Inside an
 * arena run. */
void na_flatten(na_arena *arena, const GumboOutput *tree, na_slimmed *slim, na_doc *doc);

#endif
