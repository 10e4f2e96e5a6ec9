/* batch.h: extract --batch. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "command.h"
#include "page.h"

/* JSON lines {"id","path","url"?,"content_type"?} on stdin, one JSON line out per line in. */
int batch_run(struct cli *cli, size_t threads, const struct page_options *how);

#endif
