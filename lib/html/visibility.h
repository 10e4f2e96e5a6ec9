/* html/visibility.h: does an element's start tag hide it? */
#ifndef NA_HTML_VISIBILITY_H
#define NA_HTML_VISIBILITY_H

#include "html/document.h"

bool na_hides(na_tag tag, const na_attr *attrs, size_t count);

#endif
