/* core/spool.h: a body of unknown length: in memory up to a threshold, then in a temporary file
 * without a name (it disappears with the process). One writer; not thread-safe. */
#ifndef NA_CORE_SPOOL_H
#define NA_CORE_SPOOL_H

#include "core/buf.h"
#include "core/str.h"
#include <newsarc/status.h>

typedef struct na_spool na_spool;

/* `dir`: folder of the temporary file, NULL: TMPDIR or /tmp. `memory_max`: bytes kept in memory.
 * NULL when out of memory. */
na_spool *na_spool_new(const char *dir, size_t memory_max);
void na_spool_free(na_spool *s); /* NULL is ignored */
/* NEWSARC_OK, NEWSARC_E_NOMEM, NEWSARC_E_IO, NEWSARC_E_DISK_FULL; an error is sticky. */
newsarc_status na_spool_write(na_spool *s, na_str bytes);
uint64_t na_spool_size(const na_spool *s);
/* All bytes as one slice (a mapping when they are in the file), valid until the next write, clear
 * or free. NEWSARC_OK, NEWSARC_E_IO, NEWSARC_E_NOMEM. */
newsarc_status na_spool_view(na_spool *s, na_str *out);
/* n bytes from `at` into `out`, which is emptied first; also after a write that failed. NEWSARC_OK,
 * NEWSARC_E_IO (also when they are not there), NEWSARC_E_NOMEM, NEWSARC_E_LIMIT (of `out`). */
newsarc_status na_spool_read(const na_spool *s, uint64_t at, size_t n, na_buf *out);
void na_spool_clear(na_spool *s);

#endif
