/* article/hints.h: what the caller knows of the sites, for extraction. */
#ifndef NA_ARTICLE_HINTS_H
#define NA_ARTICLE_HINTS_H

#include <newsarc/profile.h>
#include <newsarc/rules.h>

typedef struct na_hints { /* borrowed; NULL: none */
    const newsarc_rules *rules;
    const newsarc_site_profile *profile;
} na_hints;

#endif
