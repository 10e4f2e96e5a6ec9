/* article/sniff.h: is this HTML at all? */
#ifndef NA_ARTICLE_SNIFF_H
#define NA_ARTICLE_SNIFF_H

#include "core/str.h"

/* What binary data the bytes are, in words for an error text ("a PDF file"), or NULL for text. */
const char *na_binary_kind(na_str bytes);

#endif
