/* A log with rotation: PATH becomes PATH.1, PATH.1 becomes PATH.2, and so on up to PATH.keep. A
 * lock on the file keeps two processes from rotating it at once; the one that finds that the name
 * leads to another file by now only opens that one. */
#include "log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_end(struct log_file *log)
{
    log->fd = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (log->fd < 0)
        log->error = errno;
    return log->fd >= 0;
}

bool log_file_open(struct log_file *log, const char *path, uint64_t max_bytes, uint64_t keep,
                   struct text *error)
{
    char reason[128];
    *log = (struct log_file){.path = path, .fd = -1, .max_bytes = max_bytes, .keep = keep};
    if (open_end(log))
        return true;
    text_addf(error, "%s: cannot open the log: %s", path,
              strerror_r(log->error, reason, sizeof reason));
    return false;
}

static bool is_current(const struct log_file *log)
{
    struct stat open_file, named;
    return fstat(log->fd, &open_file) == 0 && stat(log->path, &named) == 0 &&
           open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

static void add_number(struct text *name, const char *path, uint64_t number)
{
    text_clear(name);
    text_adds(name, path);
    if (number)
        text_addf(name, ".%llu", (unsigned long long)number);
}

/* Moves each file one number up; the last one is replaced. A missing one leaves a gap only. */
static bool shift_names(const struct log_file *log)
{
    struct text from = {0}, to = {0};
    bool good = true;
    if (log->keep == 0)
        return unlink(log->path) == 0;
    for (uint64_t i = log->keep; good && i > 0; i--) {
        add_number(&from, log->path, i - 1);
        add_number(&to, log->path, i);
        good = rename(from.p, to.p) == 0 || errno == ENOENT;
    }
    text_free(&from);
    text_free(&to);
    return good;
}

static bool rotate(struct log_file *log)
{
    if (flock(log->fd, LOCK_EX) == 0 && is_current(log) && !shift_names(log)) {
        log->error = errno;
        return false;
    }
    close(log->fd);
    return open_end(log);
}

void log_file_write(struct log_file *log, const struct text *line)
{
    struct stat st;
    if (log->error)
        return;
    if (log->max_bytes && fstat(log->fd, &st) == 0 && st.st_size > 0 &&
        (uint64_t)st.st_size + line->n > log->max_bytes && !rotate(log))
        return;
    errno = EIO;
    if (write(log->fd, line->p, line->n) != (ssize_t)line->n)
        log->error = errno;
}

void log_file_close(struct log_file *log)
{
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
}
