/* rules_file.h: a file with rules of sites (YAML), see newsarc-rules(5). */
#ifndef CLI_RULES_FILE_H
#define CLI_RULES_FILE_H

#include "text.h"
#include <newsarc/rules.h>

/* Whether the file is meant to hold rules: a line of it begins with the key "sites". */
bool rules_file_is(const char *path);

/* Reads `path` into *out, which the caller frees with newsarc_rules_free. On failure false with one
 * line that names file, line and column in *error. `counts` (may be NULL) gets what was read, in
 * words. */
bool rules_file_read(const char *path, newsarc_rules **out, struct text *counts,
                     struct text *error);

#endif
