/* log_file.h: the messages of a run in a file that does not grow without end. */
#ifndef CLI_LOG_FILE_H
#define CLI_LOG_FILE_H

#include "text.h"
#include <stdint.h>

struct log_file {
    const char *path; /* borrowed */
    int fd;
    uint64_t max_bytes; /* a line that would go beyond begins a new file */
    uint64_t keep;      /* older files, PATH.1 the newest of them */
    int error;          /* errno of the first failure; nothing is written after it */
};

/* Opens `path` for appending, made when absent. Returns false with what is wrong in *error. */
bool log_file_open(struct log_file *log, const char *path, uint64_t max_bytes, uint64_t keep,
                   struct text *error);
/* Appends a whole line. Several processes may write to one file. */
void log_file_write(struct log_file *log, const struct text *line);
void log_file_close(struct log_file *log);

#endif
