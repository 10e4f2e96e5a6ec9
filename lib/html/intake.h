/* html/intake.h: the first steps of every public call that takes a page: options with their
 * defaults, decoding, parsing, the base of its links.
 *
 * Two budgets nest: `parse` is the caller's (max_memory, max_cpu_ms) and holds for the parse alone;
 * when it ends the parse, a fallback document still gives title, metas and links. `whole` bounds
 * the page with all that is done with it. */
#ifndef NA_HTML_INTAKE_H
#define NA_HTML_INTAKE_H

#include "html/document.h"
#include "text/encoding.h"
#include <newsarc/article.h>

typedef struct na_intake {
    na_str bytes;
    newsarc_extract_options opts; /* every field set */
    na_arena_limits parse, whole;
    /* set by na_intake_read: */
    const na_doc *doc;
    const na_encoding *encoding;
    na_str url;  /* valid UTF-8; empty: unknown */
    na_str base; /* url, or what <base> makes of it */
} na_intake;

/* Takes the options as far as the caller knows them (NULL: none), defaults for the rest. False:
 * struct_size is nonsense. */
bool na_intake_init(na_intake *in, na_str bytes, const newsarc_extract_options *opts);
/* Decodes and parses. Inside an arena run under `whole`. */
void na_intake_read(na_arena *arena, na_intake *in);

#endif
