/* html/extractor.h: what stands behind newsarc_extractor: the working memory of one thread. Here,
 * because article/ and listing/ stand side by side and both take pages through it. */
#ifndef NA_HTML_EXTRACTOR_H
#define NA_HTML_EXTRACTOR_H

#include "core/arena.h"
#include <newsarc/article.h>

struct newsarc_extractor {
    na_arena *arena; /* reset before each page; its pieces live until the next page */
};

#endif
