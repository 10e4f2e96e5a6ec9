/* A saved site profile. What is read can be saved, and what was saved is read as the same. */
#include <newsarc/profile.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    newsarc_site_profile *first = NULL, *second = NULL;
    char *json = NULL, *again = NULL;
    size_t n = 0, m = 0;
    if (newsarc_site_profile_load((const char *)data, size, &first, NULL) != NEWSARC_OK)
        return 0;
    if (newsarc_site_profile_save(first, &json, &n) != NEWSARC_OK ||
        newsarc_site_profile_load(json, n, &second, NULL) != NEWSARC_OK ||
        newsarc_site_profile_save(second, &again, &m) != NEWSARC_OK)
        abort();
    if (n != m || memcmp(json, again, n) != 0)
        abort();
    newsarc_free(json);
    newsarc_free(again);
    newsarc_site_profile_free(first);
    newsarc_site_profile_free(second);
    return 0;
}
