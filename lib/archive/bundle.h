/* archive/bundle.h: tar and zip files through libarchive, with the same bytes for the same members.
 */
#ifndef NA_ARCHIVE_BUNDLE_H
#define NA_ARCHIVE_BUNDLE_H

#include "core/str.h"
#include <newsarc/status.h>

typedef struct na_bundle na_bundle;

/* The manifest of a bundle's members: its last member, in the form of sha256sum(1), which checks
 * the members where they were extracted. (A BagIt manifest would want them under data/.) */
#define NA_BUNDLE_MANIFEST "SHA256SUMS"

/* Format by the name: .tar, .tar.gz, .tgz, .tar.zst, .tar.xz, .zip. Written as PATH.open until
 * na_bundle_close. */
newsarc_status na_bundle_new(const char *path, na_bundle **out, newsarc_error *err);
/* A WACZ package: a zip in which archive/ and *.gz are stored as they are (WACZ 1.1.1, 5.2), so
 * that readers get at a record by its offset. */
newsarc_status na_bundle_new_wacz(const char *path, na_bundle **out, newsarc_error *err);
/* Adds a regular file, mode 0644, owner 0. `name`: relative UTF-8 path; absolute ones, "..",
 * control characters and empty parts are refused (NEWSARC_E_ARGUMENT). Members must come in sorted
 * order of the names (byte order): the caller sorts. */
newsarc_status na_bundle_add(na_bundle *b, na_str name, na_str bytes, int64_t mtime,
                             newsarc_error *err);
/* The same with the first `size` bytes of a file, which need not fit into memory. */
newsarc_status na_bundle_add_file(na_bundle *b, na_str name, const char *path, uint64_t size,
                                  int64_t mtime, newsarc_error *err);
/* The manifest of all members so far. It stands behind them, whatever its name, for only then they
 * are known; nothing may be added after it. Its time is that of the newest member. */
newsarc_status na_bundle_add_manifest(na_bundle *b, newsarc_error *err);
newsarc_status na_bundle_close(na_bundle *b, newsarc_error *err); /* fsync, rename */
void na_bundle_free(na_bundle *b); /* an unclosed bundle's file is removed; NULL is ignored */

#endif
