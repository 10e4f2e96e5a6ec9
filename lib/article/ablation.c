/* The switch of a build that measures what each family of rules is worth. No other build has it. */
#include "article/ablation.h"

#ifdef NEWSARC_ABLATION

#include <stdlib.h>
#include <string.h>

#define NA_RULE_NAME(id, name, what) [NA_RULE_##id] = name,
static const char *const names[] = {NA_RULES(NA_RULE_NAME)};

bool na_rule_on(na_rule rule)
{
    const char *without = getenv("NEWSARC_WITHOUT");
    return !without || strcmp(without, names[rule]) != 0;
}

#endif
