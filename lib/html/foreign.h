/* html/foreign.h: keeping Gumbo out of foreign content (svg, math). */
#ifndef NA_HTML_FOREIGN_H
#define NA_HTML_FOREIGN_H

#include "core/str.h"

typedef enum na_foreign { NA_FOREIGN_NONE, NA_FOREIGN_SVG, NA_FOREIGN_MATH } na_foreign;

/* Renames every svg and math tag of `text` in place, wherever the letters stand, so that no input
 * makes Gumbo enter foreign content. */
void na_foreign_rename(char *text, size_t length);
/* What a start tag ("<bDo ...", as it stands in the renamed text) was. */
na_foreign na_foreign_kind(na_str tag);

#endif
