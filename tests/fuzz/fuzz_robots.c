/* robots.txt: the first line of the input is a path that is asked for, the rest the file. */
#include "site/robots.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    na_str text, path = na_str_cut((na_str){(const char *)data, size}, '\n', &text);
    na_robots *r = na_robots_parse(text, NA_STR("newsarc"));
    if (!r)
        return 0;
    (void)na_robots_allowed(r, path);
    for (size_t i = 0; i < na_robots_sitemap_count(r); i++)
        if (na_robots_sitemap(r, i).n == 0)
            abort();
    double delay = na_robots_crawl_delay(r);
    if (!na_robots_allowed(r, NA_STR("/robots.txt")) || !(delay >= 0 || delay == -1.0))
        abort();
    na_robots_free(r);
    return 0;
}
