/* See file.h. write(2) instead of stdio, so that a failed write leaves no half of a line behind and
 * can be tried again. */
#include "core/file.h"

#include "core/alloc.h"
#include "core/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FLUSH_BYTES ((size_t)16 << 10)
#define WAITING_MAX ((size_t)64 << 20)

newsarc_status na_write_all(int fd, na_str bytes, uint64_t *written)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return NEWSARC_E_IO;
        }
        *written += (uint64_t)n;
        bytes = na_str_skip(bytes, (size_t)n);
    }
    return NEWSARC_OK;
}

void na_sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? na_strndup(path, (size_t)(slash - path) + 1) : na_strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    na_free(folder);
}

static newsarc_status failed(const na_file *f, const char *action, newsarc_error *err)
{
    return na_error_system(err, f->subsystem, na_str_from(f->path), action, errno);
}

static void forget(na_file *f)
{
    na_free(f->path);
    na_free(f->open_path);
    na_buf_free(&f->waiting);
    *f = NA_FILE_NONE;
}

newsarc_status na_file_open(na_file *f, const char *subsystem, const char *path, newsarc_error *err)
{
    size_t size = strlen(path) + sizeof ".open";
    *f = (na_file){.fd = -1, .subsystem = subsystem, .waiting = NA_BUF(WAITING_MAX)};
    f->path = na_strdup(path);
    f->open_path = na_malloc(size);
    newsarc_status status = NEWSARC_OK;
    if (!f->path || !f->open_path) {
        status = na_error(err, NEWSARC_E_NOMEM, subsystem, na_str_from(path), "out of memory");
    } else {
        snprintf(f->open_path, size, "%s.open", path);
        f->fd = open(f->open_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (f->fd < 0)
            status = failed(f, "make the file", err);
    }
    if (status != NEWSARC_OK)
        forget(f);
    return status;
}

static newsarc_status not_whole(const na_file *f, newsarc_error *err)
{
    return na_error(err, f->status, f->subsystem, na_str_from(f->path),
                    "the file is not whole after an earlier error");
}

newsarc_status na_file_add(na_file *f, na_str bytes, newsarc_error *err)
{
    if (f->status == NEWSARC_OK)
        na_buf_add(&f->waiting, bytes);
    if (f->waiting.status != NEWSARC_OK)
        f->status = f->waiting.status;
    if (f->status != NEWSARC_OK)
        return not_whole(f, err);
    return f->waiting.n >= FLUSH_BYTES ? na_file_flush(f, err) : NEWSARC_OK;
}

newsarc_status na_file_add_line(na_file *f, na_str line, newsarc_error *err)
{
    if (f->status == NEWSARC_OK)
        na_buf_add(&f->waiting, line);
    return na_file_add(f, NA_STR("\n"), err);
}

newsarc_status na_file_flush(na_file *f, newsarc_error *err)
{
    uint64_t written = 0;
    if (f->status != NEWSARC_OK)
        return not_whole(f, err);
    if (na_write_all(f->fd, na_buf_str(&f->waiting), &written) == NEWSARC_OK) {
        f->size += written;
        na_buf_clear(&f->waiting);
        return NEWSARC_OK;
    }
    newsarc_status status = failed(f, "write the file", err);
    if (ftruncate(f->fd, (off_t)f->size) != 0 || lseek(f->fd, (off_t)f->size, SEEK_SET) < 0)
        f->status = status;
    return status;
}

newsarc_status na_file_finish(na_file *f, newsarc_error *err)
{
    newsarc_status status = na_file_flush(f, err);
    if (status == NEWSARC_OK && fsync(f->fd) != 0)
        f->status = status = failed(f, "write the file", err);
    if (status == NEWSARC_OK && rename(f->open_path, f->path) != 0)
        status = failed(f, "give the file its final name", err);
    if (status != NEWSARC_OK)
        return status;
    na_sync_folder_of(f->path);
    na_file_close(f);
    return NEWSARC_OK;
}

void na_file_close(na_file *f)
{
    if (f->fd < 0)
        return;
    close(f->fd);
    forget(f);
}

void na_file_discard(na_file *f)
{
    if (f->fd < 0)
        return;
    unlink(f->open_path);
    na_file_close(f);
}

newsarc_status na_file_write(const char *subsystem, const char *path, na_str bytes,
                             newsarc_error *err)
{
    na_file f;
    newsarc_status status = na_file_open(&f, subsystem, path, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_file_add(&f, bytes, err);
    if (status == NEWSARC_OK)
        status = na_file_finish(&f, err);
    na_file_discard(&f);
    return status;
}
