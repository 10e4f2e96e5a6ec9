/* html/scan.h: finding the ends of tags, comments and raw text in a page without building a tree.
 * Follows the tokenizer of the HTML Standard (13.2.5) as far as ends are concerned. Offsets count
 * from the start of the page; NA_NOT_FOUND: the page ends first. */
#ifndef NA_HTML_SCAN_H
#define NA_HTML_SCAN_H

#include "core/str.h"

typedef struct na_tag_scan {
    na_str name; /* as written */
    na_str type; /* value of the attribute type, as written */
    uint32_t attr_count;
    bool closing;
    bool self_closing;
    size_t end; /* behind the closing '>', or NA_NOT_FOUND */
} na_tag_scan;

/* Does a tag (start or end) begin at `at`, where a '<' stands? */
bool na_scan_is_tag(na_str page, size_t at);
na_tag_scan na_scan_tag(na_str page, size_t at);

typedef struct na_attr_scan {
    na_str name, value; /* as written, the value without its quotes; value.p == NULL: none */
    na_str whole;       /* both, with the quotes */
} na_attr_scan;
/* The next attribute of a whole tag ("<a href=b>"), from *at on: behind its name at first. */
bool na_scan_attr(na_str tag, size_t *at, na_attr_scan *out);
/* `at` is a "<!--"; returns the offset behind the comment, *inside gets what it holds. */
size_t na_scan_comment(na_str page, size_t at, na_str *inside);
/* First "</name" that ends raw text (white space, '/' or '>' behind it), from `from` on. */
size_t na_scan_raw_end(na_str page, size_t from, na_str name);
/* The same for a script, whose end moves when it holds "<!--" and "<script". */
size_t na_scan_script_end(na_str page, size_t from);
/* End tag of an svg whose content begins at `from` and is a mere drawing: shapes, gradients,
 * comments. NA_NOT_FOUND when anything else is in it, were it text. */
size_t na_scan_drawing_end(na_str page, size_t from);
/* Behind the next `byte`. */
size_t na_scan_behind(na_str page, size_t from, char byte);

#endif
