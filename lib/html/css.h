/* html/css.h: addresses in style sheets: url() and @import (CSS Syntax Level 3, 4.3.6; CSS Cascade
 * Level 4, 2). */
#ifndef NA_HTML_CSS_H
#define NA_HTML_CSS_H

#include "core/arena.h"
#include "core/str.h"

#define NA_CSS_LINKS_MAX 5000 /* of one sheet; more are left out */

typedef struct na_css_link {
    na_str address;    /* as written, with its escapes resolved */
    size_t begin, end; /* of url(...) or the quoted address of an @import, in the text */
} na_css_link;
typedef void (*na_css_fn)(void *user, const na_css_link *link);

/* Calls fn for each address in `text` (a sheet or the value of a style attribute) but data: URLs;
 * what stands in comments is left out. Inside an arena run. */
void na_css_links(na_arena *arena, na_str text, na_css_fn fn, void *user);
/* The same for the <style> elements of a page's source. */
void na_css_style_elements(na_arena *arena, na_str html, na_css_fn fn, void *user);

#endif
