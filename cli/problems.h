/* problems.h: records that a library call left out, as messages. */
#ifndef CLI_PROBLEMS_H
#define CLI_PROBLEMS_H

#include "command.h"
#include <newsarc/warc.h>

/* A newsarc_problem_fn; `user` is the struct cli. */
int32_t problem_message(const newsarc_error *problem, void *user);

#endif
