/* pack/offline_parts.h: what the parts of offline.h share. */
#ifndef NA_PACK_OFFLINE_PARTS_H
#define NA_PACK_OFFLINE_PARTS_H

#include "html/scan.h"
#include "pack/offline.h"
#include "text/encoding.h"

typedef struct na_offline {
    na_arena *arena;
    const na_offline_page *page;
    na_str text; /* the page in UTF-8 */
    na_str base; /* of its links */
    const na_encoding *encoding;
    bool based;  /* a base element was seen: the first one counts */
    bool headed; /* our own elements of the head are written */
    bool no_script_end;
    na_buf *out;
} na_offline;

/* A start tag with its attributes as they are offline. `whole`: from "<" to ">". */
void na_offline_tag(na_offline *w, const na_tag_scan *tag, na_str whole);
/* Value of the first attribute of that name, character references resolved; p == NULL: none. */
na_str na_offline_attr(na_offline *w, const na_tag_scan *tag, na_str whole, const char *name);
/* A style sheet with the addresses in it as they are offline. */
void na_offline_css(na_offline *w, na_str css, na_buf *out);
/* Whether a list of words separated by white space has this one, in any case. */
bool na_offline_has_word(na_str list, na_str word);

#endif
