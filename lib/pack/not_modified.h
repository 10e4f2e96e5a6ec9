/* pack/not_modified.h: records with which replay tools show a page on a date on which its server
 * answered 304. */
#ifndef NA_PACK_NOT_MODIFIED_H
#define NA_PACK_NOT_MODIFIED_H

#include "core/spool.h"
#include "pack/inputs.h"
#include "pack/revisits.h"

typedef struct na_not_modified {
    na_original *places; /* of the revisit records that are 304 answers, as they came */
    size_t n, room;
    na_spool *warc;  /* the WARC file that was made */
    uint64_t made;   /* records in it besides its warcinfo */
    uint64_t unread; /* 304 answers whose record, or whose response, cannot be read any more */
} na_not_modified;

/* Notes a record of the `file`-th input when it is the revisit of a 304 answer. False when out of
 * memory. */
bool na_not_modified_note(na_not_modified *m, const na_warc_record *record, size_t file);
/* Makes a WARC file of that name: for each 304 that was noted a revisit record with its URI and
 * date, and the head and payload digest of the response that `revisits` finds for it. Left out are
 * those without one, and those in whose place another record stands already. *warc: the file, valid
 * until free; empty when there is nothing in it. NEWSARC_OK, NEWSARC_E_NOMEM, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL. */
newsarc_status na_not_modified_make(na_not_modified *m, const char *name, na_revisits *revisits,
                                    const na_inputs *inputs, na_str *warc);
void na_not_modified_free(na_not_modified *m);

#endif
