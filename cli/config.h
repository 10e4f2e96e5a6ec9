/* config.h: a crawl file (YAML). Its keys are the long options of a command and `seeds`. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "command.h"

struct config {
    void *values;             /* what the command's options would fill */
    bool *given;              /* for each option: it stands in the file */
    struct option_list seeds; /* addresses to start from */
    const struct command *command;
    struct config_file *file; /* owns the strings */
};

/* Reads `path` for the options of `command`. Returns false with one line that names file, line and
 * key in *error; config_free is needed in either case. */
bool config_read(const char *path, const struct command *command, struct config *config,
                 struct text *error);
/* Puts what the file says into `values`, but for the options that `given` marks. */
void config_apply(const struct config *config, const bool *given, void *values);
void config_free(struct config *config);

#endif
