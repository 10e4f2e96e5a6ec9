/* A file of the target's own, for calls that take a path; in memory where there is a place for it.
 */
#ifndef NA_TESTS_FUZZ_FILE_H
#define NA_TESTS_FUZZ_FILE_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline void require(int condition)
{
    if (!condition)
        abort();
}

static char fuzz_path[64];

static inline void remove_fuzz_file(void)
{
    unlink(fuzz_path);
}

/* Its path; what was in it before is gone. It is removed at the end of the process. */
static inline const char *write_fuzz_file(const char *suffix, const void *bytes, size_t n)
{
    if (!fuzz_path[0]) {
        snprintf(fuzz_path, sizeof fuzz_path, "%s/na_fuzz_%d%s",
                 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid(), suffix);
        atexit(remove_fuzz_file);
    }
    int fd = open(fuzz_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
    return fuzz_path;
}

#endif
