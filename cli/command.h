/* command.h: a command of the program is one entry of a table (main.c) and one file. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "exit_code.h"
#include "options.h"
#include "output.h"
#include <newsarc/version.h>

enum { PROGRESS_AUTO, PROGRESS_BAR, PROGRESS_PLAIN, PROGRESS_NONE };

struct cli {
    struct output out;
    int progress; /* --progress */
    const char *command;
    const bool *given; /* which of the command's options were on the command line */
};

/* `values` is the structure that the command's options filled. Returns the exit code. */
typedef int (*command_fn)(struct cli *cli, const void *values, const struct operands *operands);

struct command {
    const char *name;
    const char *arguments; /* as in the help, e.g. "DIR -o OUT" */
    const char *summary;   /* one line, without a full stop */
    const char *details;   /* further lines of the help, or NULL */
    const struct option *options;
    size_t option_count;
    const void *defaults; /* values before the command line is read; NULL: it has no options */
    size_t values_size;
    size_t least, most; /* operands; most 0: any number */
    command_fn run;
};

extern const struct command command_extract;
extern const struct command command_verify;
extern const struct command command_index;
extern const struct command command_pack;
extern const struct command command_export;
#if NEWSARC_HAS_CRAWL
extern const struct command command_categories;
extern const struct command command_config;
extern const struct command command_crawl;
extern const struct command command_status;
extern const struct command command_prune;
extern const struct command command_recover;
extern const struct command command_report;
extern const struct command command_run_all;
#endif

#endif
