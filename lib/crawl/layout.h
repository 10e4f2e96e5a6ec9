/* crawl/layout.h: the folders and files of a collection on disk. */
#ifndef NA_CRAWL_LAYOUT_H
#define NA_CRAWL_LAYOUT_H

#include "core/str.h"
#include <newsarc/status.h>

/* DIR/name, NUL-terminated; the caller frees it with na_free. NULL when out of memory. */
char *na_path_join(const char *dir, const char *name);

/* Makes DIR with its folders where they are missing. NEWSARC_E_IO, NEWSARC_E_DISK_FULL,
 * NEWSARC_E_NOT_FOUND (the folder above), NEWSARC_E_NOMEM. */
newsarc_status na_layout_make(const char *dir, newsarc_error *err);
/* Takes the lock of the collection: *fd holds it until it is closed, also by the end of the
 * process. NEWSARC_E_LOCKED names the process that has it, and its
 * host: folders may be shared by hosts. */
newsarc_status na_layout_lock(const char *dir, int *fd, newsarc_error *err);
/* Is the lock still the collection's? NEWSARC_E_NOT_FOUND: the folder was removed or replaced. */
newsarc_status na_layout_holds(const char *dir, int lock, newsarc_error *err);
/* Files in logs/ that tell the changes of a run: this and the name of its log. */
#define NA_CHANGES_PREFIX "changes-"

/* Gives what a killed run left its final name: DIR/logs/NAME.open. A file of changes is removed:
 * the next run tells them. */
void na_layout_finish_logs(const char *dir);
/* Name stem "PREFIX-YYYYMMDDhhmmss" for the files of a run begun at `now`: the first that neither a
 * log nor a tar has, whatever the clock did. */
void na_layout_stem(const char *dir, const char *prefix, int64_t now, char *out, size_t size);
/* Bytes that may still be written to the file system of DIR; UINT64_MAX when not known. */
uint64_t na_layout_free_bytes(const char *dir);
/* Writes DIR/SHA256SUMS over the finished files in archive/, articles/, logs/, ...; digests of
 * files that it names already are kept, for finished files do not change. Those of reports/,
 * indexes/ and pages/ do: without `rewritten` they are left out, before they are written anew. */
newsarc_status na_layout_sums(const char *dir, bool rewritten, newsarc_error *err);
/* What SHA256SUMS holds, empty when there is none; freed with na_free. */
newsarc_status na_layout_read_sums(const char *dir, char **out, newsarc_error *err);
/* Does it name this file, "archive/x.warc.gz"? */
bool na_layout_is_listed(const char *sums, const char *name);

#endif
