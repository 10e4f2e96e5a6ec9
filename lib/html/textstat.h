/* html/textstat.h: the sums of one piece of text. */
#ifndef NA_HTML_TEXTSTAT_H
#define NA_HTML_TEXTSTAT_H

#include "core/str.h"

typedef struct na_text_stat {
    uint32_t chars; /* code points that are not white space */
    uint32_t sentences, commas;
    bool indented; /* begins with two ideographic or four no-break spaces, as a paragraph does */
} na_text_stat;

na_text_stat na_text_measure(na_str text);

#endif
