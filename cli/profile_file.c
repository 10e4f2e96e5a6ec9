#include "profile_file.h"

#include "input.h"
#include "whole_file.h"
#include <errno.h>
#include <unistd.h>

#define PROFILE_MIB 8 /* as much as the library takes */

newsarc_site_profile *profile_file_read(const char *path, bool or_new, struct text *error)
{
    struct text bytes = {0};
    newsarc_error err = {0};
    newsarc_site_profile *profile = NULL;
    if (or_new && access(path, F_OK) != 0 && errno == ENOENT) {
        if (newsarc_site_profile_new(&profile) != NEWSARC_OK)
            text_addf(error, "%s: out of memory", path);
    } else if (input_read_settings(path, "a site profile", PROFILE_MIB, &bytes, error) &&
               newsarc_site_profile_load(bytes.p, bytes.n, &profile, &err) != NEWSARC_OK) {
        text_addf(error, "%s: %s", path, err.message);
    }
    text_free(&bytes);
    return profile;
}

bool profile_file_write(const char *path, const newsarc_site_profile *profile, struct text *error)
{
    char *json = NULL;
    size_t n = 0;
    if (newsarc_site_profile_save(profile, &json, &n) != NEWSARC_OK) {
        text_addf(error, "%s: out of memory", path);
        return false;
    }
    const struct text bytes = {.p = json, .n = n};
    bool good = whole_file_write(path, &bytes, "the profile", error);
    newsarc_free(json);
    return good;
}
