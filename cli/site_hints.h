/* site_hints.h: what the user knows of sites, as --rules and --profile name it. */
#ifndef CLI_SITE_HINTS_H
#define CLI_SITE_HINTS_H

#include "text.h"
#include <newsarc/profile.h>
#include <newsarc/rules.h>

struct site_hints {
    newsarc_rules *rules;
    newsarc_site_profile *profile;
};

/* Reads the files whose paths are not NULL. On failure false with one line in *error; the caller
 * frees *hints in either case. */
bool site_hints_read(struct site_hints *hints, const char *rules, const char *profile,
                     struct text *error);
void site_hints_free(struct site_hints *hints);

#endif
