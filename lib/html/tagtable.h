/* html/tagtable.h: what the room knows about each element, by Gumbo's number and by ours. */
#ifndef NA_HTML_TAGTABLE_H
#define NA_HTML_TAGTABLE_H

#include "html/tags.h"
#include <gumbo.h>
#include <stdbool.h>

na_tag na_tag_from_gumbo(GumboTag tag);
/* Begins a line of its own in the rendering section of the HTML Standard (15.3). */
bool na_tag_is_block(na_tag tag);
/* Its content is no text of the page: see the sums of na_node. */
bool na_tag_is_silent(na_tag tag);
/* img, svg, video and their like, on which aria-hidden does not mean hidden from sight. */
bool na_tag_is_media(na_tag tag);

#endif
