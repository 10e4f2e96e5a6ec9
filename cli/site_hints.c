#include "site_hints.h"

#include "profile_file.h"
#include "rules_file.h"

bool site_hints_read(struct site_hints *hints, const char *rules, const char *profile,
                     struct text *error)
{
    *hints = (struct site_hints){0};
    if (rules && !rules_file_read(rules, &hints->rules, NULL, error))
        return false;
    if (profile)
        hints->profile = profile_file_read(profile, false, error);
    return !profile || hints->profile;
}

void site_hints_free(struct site_hints *hints)
{
    newsarc_site_profile_free(hints->profile);
    newsarc_rules_free(hints->rules);
}
