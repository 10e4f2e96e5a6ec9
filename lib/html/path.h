/* html/path.h: how an element is named to people: as a CSS selector. */
#ifndef NA_HTML_PATH_H
#define NA_HTML_PATH_H

#include "html/document.h"

/* "div#zoom.TRS_Editor": tag, id and classes, as far as they are plain identifiers (ASCII letters,
 * digits, '-', '_', no digit first). With `stable`, names with digits are left out, too: templates
 * number them. In the arena. */
na_str na_element_step(na_arena *arena, const na_doc *doc, na_node_id element, bool stable);
/* The element (or that of a text) below at most three ancestors: "body > div.main > div#zoom". In
 * the arena. */
na_str na_element_path(na_arena *arena, const na_doc *doc, na_node_id n);

#endif
