/* pack/inputs.h: the files that a command line names. */
#ifndef NA_PACK_INPUTS_H
#define NA_PACK_INPUTS_H

#include "core/str.h"
#include <newsarc/status.h>

typedef struct na_inputs {
    char **paths; /* sorted by the name without folder */
    size_t count, room;
} na_inputs;

/* WARC files; of a folder those in its archive/, or in itself. NEWSARC_E_FORMAT when there are
 * none, NEWSARC_E_ARGUMENT when two have the same name. */
newsarc_status na_inputs_list(const char *const *paths, size_t count, na_inputs *out,
                              newsarc_error *err);
/* At the end. NEWSARC_OK, NEWSARC_E_NOMEM. */
newsarc_status na_inputs_add(na_inputs *list, const char *path);
void na_inputs_free(na_inputs *list);
const char *na_base_name(const char *path);

/* "sha256:" and hexadecimal digits; *size the bytes that were read. */
newsarc_status na_hash_file(const char *path, char out[72], uint64_t *size, newsarc_error *err);

#endif
