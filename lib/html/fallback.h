/* html/fallback.h: what is kept of a page that the parser could not finish. */
#ifndef NA_HTML_FALLBACK_H
#define NA_HTML_FALLBACK_H

#include "core/arena.h"
#include "html/slim.h"

/* A flat page in place of slim->text: title, meta, link and base in the head; p and headings with
 * text and links in the body, nothing nested deeper, of bounded size. So it cannot meet any of the
 * parser's quadratic paths. A NUL stands behind it. Inside an arena run. */
na_str na_flat_page(na_arena *arena, const na_slimmed *slim);

#endif
