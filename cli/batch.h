/* batch.h: extract --batch. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "command.h"

/* JSON lines {"id","path","url"?,"content_type"?} on stdin, one JSON line out per line in. */
int batch_run(struct cli *cli, size_t threads);

#endif
