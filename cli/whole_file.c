#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What became of a step; errno is kept in it. */
struct step {
    int error;
    const char *what;
};

static struct step write_all(const char *path, const struct text *t)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return (struct step){errno, "make"};
    errno = EIO;
    int error = write(fd, t->p, t->n) == (ssize_t)t->n && fsync(fd) == 0 ? 0 : errno;
    if (close(fd) != 0 && !error)
        error = errno;
    return (struct step){error, "write"};
}

/* The new name is on disk once its folder is. */
static void sync_folder(const char *path)
{
    char *folder = cli_copy(path), *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

bool whole_file_write(const char *path, const struct text *bytes, const char *what,
                      struct text *error)
{
    struct text name = {0};
    char reason[128];
    text_addf(&name, "%s.%ld.tmp", path, (long)getpid());
    unlink(name.p); /* of a process that had our number and was killed */
    struct step step = write_all(name.p, bytes);
    if (!step.error && rename(name.p, path) != 0)
        step = (struct step){errno, "rename"};
    if (step.error) {
        text_addf(error, "%s: cannot %s %s: %s", path, step.what, what,
                  strerror_r(step.error, reason, sizeof reason));
        unlink(name.p);
    } else {
        sync_folder(path);
    }
    text_free(&name);
    return step.error == 0;
}
