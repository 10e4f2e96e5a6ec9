/* outcome.h: how a run of `crawl` ended, for the last line, the metrics file and the hooks. */
#ifndef CLI_OUTCOME_H
#define CLI_OUTCOME_H

#include "text.h"
#include <newsarc/crawl.h>

struct outcome {
    int code;              /* exit code */
    bool ran;              /* the crawl began: `sum` counts */
    const char *directory; /* the collection; NULL: not known */
    int64_t started;       /* seconds since 1970 */
    newsarc_crawl_summary sum;
    struct text text; /* of the last line, without class and code */
};

#endif
