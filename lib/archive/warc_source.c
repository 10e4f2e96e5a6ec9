/* pread where it can be, so that offsets are never in doubt; read where there is no going back. */
#include "archive/warc_source.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool na_source_file(na_source *s, int fd)
{
    struct stat st;
    *s = (na_source){.fd = fd, .owned = true};
    if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
        int reason = S_ISDIR(st.st_mode) ? EISDIR : errno;
        na_source_close(s);
        errno = reason;
        return false;
    }
    s->seekable = S_ISREG(st.st_mode);
    s->size = s->seekable ? (uint64_t)st.st_size : 0;
    return true;
}

void na_source_pipe(na_source *s, int fd)
{
    *s = (na_source){.fd = fd};
}

void na_source_memory(na_source *s, na_str bytes)
{
    *s = (na_source){.fd = -1, .seekable = true, .memory = bytes, .size = bytes.n};
}

void na_source_function(na_source *s, na_read_fn read, void *user)
{
    *s = (na_source){.fd = -1, .read = read, .user = user};
}

void na_source_close(na_source *s)
{
    if (s->fd >= 0 && s->owned)
        close(s->fd);
    s->fd = -1;
}

static ssize_t read_memory(const na_source *s, uint64_t offset, void *out, size_t n)
{
    na_str left = na_str_skip(s->memory, offset < s->memory.n ? (size_t)offset : s->memory.n);
    left = na_str_take(left, n);
    if (left.n)
        memcpy(out, left.p, left.n);
    return (ssize_t)left.n;
}

/* A function does not say in errno why it failed; what is in there is of some other call. */
static ssize_t read_from_function(const na_source *s, void *out, size_t n)
{
    ssize_t got = s->read(s->user, out, n);
    if (got < 0)
        errno = EIO;
    return got;
}

ssize_t na_source_read(na_source *s, uint64_t offset, void *out, size_t n)
{
    if (s->read)
        return read_from_function(s, out, n);
    if (s->fd < 0)
        return read_memory(s, offset, out, n);
    for (;;) {
        ssize_t got = s->seekable ? pread(s->fd, out, n, (off_t)offset) : read(s->fd, out, n);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}
