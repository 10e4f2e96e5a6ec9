/* html/selector.h: CSS selectors, a part of Selectors Level 3, over the flat document.
 *
 *     type  *  #id  .class  [attr]  [attr=v]  [attr~=v]  [attr|=v]  [attr^=v]  [attr$=v]  [attr*=v]
 *     :first-child  :last-child  :nth-child(An+B)  :not(one of all these)
 *     A B   A > B   A + B   A ~ B   A, B
 *
 * and, of Level 4, [attr=v i], which ignores ASCII case. Behind the whole may stand "@attr": then
 * the value of that attribute is meant instead of the element's text.
 *
 * A class, an id, and the names of elements and attributes match whatever their ASCII case, as
 * browsers do it on the pages without a doctype that such sites are made of.
 *
 * What may be named is what the document has: see document.h. Comments, and what stands inside
 * script, style and template, is not there; nor is what an svg draws. The elements themselves are
 * there with every attribute, hidden ones too.
 *
 * Selectors are compiled once, on the heap, and only read afterwards: threads may share them. */
#ifndef NA_HTML_SELECTOR_H
#define NA_HTML_SELECTOR_H

#include "html/document.h"

#define NA_SELECTOR_BYTES 1000 /* length at most */
#define NA_SELECTOR_STEPS 64   /* elements that a selector names, at most: A > B, C has three */
#define NA_SELECTOR_TESTS 128  /* conditions on them, at most */

typedef struct na_selector na_selector;

typedef struct na_selector_fault {
    size_t column;     /* of the first character that is wrong, counted from 1 */
    char message[200]; /* printable */
} na_selector_fault;

/* Compiles valid UTF-8; na_free frees it. NULL with what is wrong in *fault, or with column 0 when
 * out of memory. `text` is not needed any more. */
na_selector *na_selector_new(na_str text, na_selector_fault *fault);
/* Name of the attribute behind "@", lower case; empty: the text is meant. */
na_str na_selector_attribute(const na_selector *selector);

/* Goes over the elements that match, in document order. One pass over the document, whatever the
 * selector: the work is the number of nodes times that of the conditions at most. Inside an arena
 * run, whose deadline is looked at on the way. */
typedef struct na_selection {
    na_arena *arena;
    const na_selector *selector;
    const na_doc *doc;
    na_node_id next;
    struct na_level *levels; /* one for each depth */
} na_selection;

na_selection na_select(na_arena *arena, const na_selector *selector, const na_doc *doc);
/* The next element, or NA_NO_NODE. */
na_node_id na_select_next(na_selection *s);

#endif
