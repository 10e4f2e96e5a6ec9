/* site_run.h: the crawl of one site as a process of its own, for run-all: what ends one leaves the
 * others alone. */
#ifndef CLI_SITE_RUN_H
#define CLI_SITE_RUN_H

#include "command.h"
#include <sys/types.h>

struct site_run {
    const char *file; /* the crawl file; borrowed */
    char *hosts;      /* of its seeds, each between spaces: " a.example b.example " */
    pid_t pid;        /* 0: not started, or ended */
    int errors;       /* its standard error; -1: closed */
    struct text line; /* what was read of the next message */
    bool over_long;   /* the rest of the line is dropped */
    bool done;
    int code;           /* exit code, once done */
    struct text result; /* of its last line, without class and code; the rest is in `code` */
};

/* Starts `newsarc crawl -c FILE`, messages as JSON lines into a pipe. Returns false after a
 * message: the site is done then, with a code. */
bool site_run_start(struct site_run *s, struct cli *cli);
/* Reads what has come and passes it on as messages of ours; at the end of it waits for the process
 * and says how the site went. */
void site_run_read(struct site_run *s, struct cli *cli);
/* Says how the site went, with `code` and `text`. */
void site_run_end(struct site_run *s, struct cli *cli, int code, const char *text);
void site_run_free(struct site_run *s);

#endif
