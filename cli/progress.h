/* progress.h: how far a long run has come, on stderr. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "command.h"

struct progress {
    struct output *out;
    bool bar;       /* redrawn in place; only on a terminal */
    bool plain;     /* a line now and then */
    bool drawn;     /* a bar stands on the line */
    double next;    /* elapsed seconds from which the next one is due */
    double every;   /* seconds between two */
    unsigned width; /* columns of the terminal */
};

/* Follows --progress: a bar needs a terminal, else it becomes plain lines; auto is a bar on a
 * terminal and nothing elsewhere. Messages wipe the bar. */
void progress_begin(struct progress *p, struct cli *cli);
/* `done` of `total` (0: not known), `text` says the rest. Cheap when nothing is due. */
void progress_show(struct progress *p, double elapsed, uint64_t done, uint64_t total,
                   const char *text);
bool progress_due(const struct progress *p, double elapsed);
void progress_end(struct progress *p);

#endif
