#include <newsarc/version.h>

const char *newsarc_version(void)
{
    return NEWSARC_VERSION;
}

uint32_t newsarc_version_number(void)
{
    return NEWSARC_VERSION_NUMBER;
}
