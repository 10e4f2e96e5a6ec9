/* pack/self_contained.h: WARC files in which no record needs another file to be replayed. */
#ifndef NA_PACK_SELF_CONTAINED_H
#define NA_PACK_SELF_CONTAINED_H

#include "pack/inputs.h"
#include <newsarc/warc.h>

typedef struct na_self_contained {
    char *folder;  /* of the copies, removed with them; NULL: none were needed */
    char **copies; /* paths */
    size_t count;
    uint64_t replaced; /* revisits that are responses in the copies */
    uint64_t missing;  /* revisits whose response was not found; told to `problem` */
} na_self_contained;

/* Makes a copy of each input that has revisit records, in a new folder OUT.parts, and lets `inputs`
 * name it in the input's place. In it a response stands for each revisit: with the revisit's ID,
 * URI, date and head, and the payload of the response that it refers to; for a 304, whose head is
 * not that of the page, with that response's head. All other records keep their bytes. The
 * responses are looked for in the inputs, then in the WARC files beside them. NEWSARC_OK,
 * NEWSARC_E_IO, NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM, NEWSARC_E_STOPPED (by `problem`, which may be
 * NULL). */
newsarc_status na_self_contain(na_inputs *inputs, const char *out, newsarc_problem_fn problem,
                               void *user, na_self_contained *made, newsarc_error *err);
void na_self_contained_free(na_self_contained *made);

#endif
