/* hook.h: a command of the user's that follows a run. */
#ifndef CLI_HOOK_H
#define CLI_HOOK_H

#include "outcome.h"

/* Runs `command` by /bin/sh, with the outcome in environment variables NEWSARC_...; its standard
 * input is empty and its standard output is our standard error. After `timeout_ms` it and its
 * children are ended. Returns false with what is wrong in *error: it could not be started, ended
 * with another status than 0, or took too long. */
bool hook_run(const char *command, int64_t timeout_ms, const struct outcome *outcome,
              struct text *error);

#endif
