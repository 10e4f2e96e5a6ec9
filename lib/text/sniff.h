/* text/sniff.h: what a page says about its encoding, and what its bytes say. */
#ifndef NA_TEXT_SNIFF_H
#define NA_TEXT_SNIFF_H

#include "text/encoding.h"

/* NULL when the bytes do not begin with a byte order mark. */
const na_encoding *na_sniff_bom(na_str bytes);
/* NULL when no meta element, no XML declaration names a known encoding. */
const na_encoding *na_sniff_meta(na_str bytes);
const na_encoding *na_sniff_xml(na_str bytes);

/* By the text between the tags. NULL when there is nothing to go by (all ASCII). */
const na_encoding *na_detect(na_arena *arena, na_str bytes);
/* UTF-16 without a byte order mark, by its NULs; NULL for all else. */
const na_encoding *na_detect_utf16(na_str bytes);
/* All of `bytes` is UTF-8, with so many multi-byte characters that it cannot be chance. */
bool na_surely_utf8(na_str bytes);

#endif
