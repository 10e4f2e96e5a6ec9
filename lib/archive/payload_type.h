/* archive/payload_type.h: WARC-Identified-Payload-Type, ISO 28500:2017 section 5.19. */
#ifndef NA_ARCHIVE_PAYLOAD_TYPE_H
#define NA_ARCHIVE_PAYLOAD_TYPE_H

#include "core/arena.h"
#include "core/str.h"
#include <newsarc/status.h>

#define NA_PAYLOAD_TYPE 64

/* "text/html; charset=gb18030" for a page in HTML that names its encoding nowhere and whose bytes
 * tell it; empty for all else. Head and body as they came. `arena` is emptied. NEWSARC_OK,
 * NEWSARC_E_NOMEM. */
newsarc_status na_payload_type(na_arena *arena, na_str head, na_str body,
                               char out[NA_PAYLOAD_TYPE]);

#endif
