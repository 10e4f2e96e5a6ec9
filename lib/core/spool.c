#include "core/spool.h"

#include "core/alloc.h"
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct na_spool {
    na_buf memory;
    char *dir;
    int fd; /* -1: still in memory */
    uint64_t size;
    void *map;
    size_t map_size;
    newsarc_status status;
};

na_spool *na_spool_new(const char *dir, size_t memory_max)
{
    const char *tmp = dir ? dir : getenv("TMPDIR");
    na_spool *s = na_calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->memory = NA_BUF(memory_max);
    s->fd = -1;
    s->dir = na_strdup(tmp && *tmp ? tmp : "/tmp");
    if (!s->dir) {
        na_free(s);
        return NULL;
    }
    return s;
}

static void unmap(na_spool *s)
{
    if (s->map)
        munmap(s->map, s->map_size);
    s->map = NULL;
}

void na_spool_clear(na_spool *s)
{
    unmap(s);
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    s->size = 0;
    s->status = NEWSARC_OK;
    na_buf_clear(&s->memory);
}

void na_spool_free(na_spool *s)
{
    if (!s)
        return;
    na_spool_clear(s);
    na_buf_free(&s->memory);
    na_free(s->dir);
    na_free(s);
}

static int open_unnamed(const char *dir)
{
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    char name[4096];
    snprintf(name, sizeof name, "%s/newsarc-XXXXXX", dir);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    return fd;
}

static newsarc_status write_all(int fd, na_str bytes)
{
    uint64_t written = 0;
    newsarc_status status = na_write_all(fd, bytes, &written);
    return status == NEWSARC_E_IO && (errno == ENOSPC || errno == EDQUOT) ? NEWSARC_E_DISK_FULL
                                                                          : status;
}

static newsarc_status move_to_file(na_spool *s)
{
    s->fd = open_unnamed(s->dir);
    if (s->fd < 0)
        return errno == ENOSPC ? NEWSARC_E_DISK_FULL : NEWSARC_E_IO;
    newsarc_status status = write_all(s->fd, na_buf_str(&s->memory));
    na_buf_free(&s->memory);
    return status;
}

newsarc_status na_spool_write(na_spool *s, na_str bytes)
{
    if (s->status != NEWSARC_OK)
        return s->status;
    unmap(s);
    if (s->fd < 0 && s->size + bytes.n > s->memory.max)
        s->status = move_to_file(s);
    if (s->status == NEWSARC_OK && s->fd >= 0)
        s->status = write_all(s->fd, bytes);
    if (s->status == NEWSARC_OK && s->fd < 0) {
        na_buf_add(&s->memory, bytes);
        s->status = s->memory.status;
    }
    if (s->status == NEWSARC_OK)
        s->size += bytes.n;
    return s->status;
}

uint64_t na_spool_size(const na_spool *s)
{
    return s->size;
}

newsarc_status na_spool_view(na_spool *s, na_str *out)
{
    *out = na_buf_str(&s->memory);
    if (s->fd < 0 || s->size == 0)
        return NEWSARC_OK;
    if (!s->map) {
        s->map_size = (size_t)s->size;
        void *map = mmap(NULL, s->map_size, PROT_READ, MAP_PRIVATE, s->fd, 0);
        if (map == MAP_FAILED)
            return errno == ENOMEM ? NEWSARC_E_NOMEM : NEWSARC_E_IO;
        s->map = map;
    }
    *out = (na_str){s->map, s->map_size};
    return NEWSARC_OK;
}

/* pread until all is there. */
static newsarc_status read_all(int fd, uint64_t at, char *bytes, size_t n)
{
    while (n) {
        ssize_t got = pread(fd, bytes, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return NEWSARC_E_IO;
        bytes += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return NEWSARC_OK;
}

newsarc_status na_spool_read(const na_spool *s, uint64_t at, size_t n, na_buf *out)
{
    na_buf_clear(out);
    if (at > s->size || n > s->size - at)
        return NEWSARC_E_IO;
    if (s->fd < 0) {
        na_buf_add(out, (na_str){s->memory.p + at, n});
        return out->status;
    }
    char *bytes = na_buf_extend(out, n);
    return bytes ? read_all(s->fd, at, bytes, n) : out->status;
}
