/* profile_file.h: site profiles in files. */
#ifndef CLI_PROFILE_FILE_H
#define CLI_PROFILE_FILE_H

#include "text.h"
#include <newsarc/profile.h>

/* Reads the profile in `path`; with `or_new` a file that is not there is an empty profile. NULL
 * with what is wrong in *error. The caller frees it. */
newsarc_site_profile *profile_file_read(const char *path, bool or_new, struct text *error);
bool profile_file_write(const char *path, const newsarc_site_profile *profile, struct text *error);

#endif
