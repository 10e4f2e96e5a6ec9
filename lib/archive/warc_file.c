/* Naming after ISO 28500 annex C; `.open` while writing and the rename are what Heritrix, warcprox
 * and gowarc do, so that other tools never index half a file. The advisory lock tells
 * na_warc_recover that a writer is alive. */
#include "archive/warc_file.h"

#include "core/error.h"
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SERIAL_MAX 99999u

newsarc_status na_warc_file_init(na_warc_file *f, const char *directory, newsarc_error *err)
{
    *f = (na_warc_file){.fd = -1, .directory = -1};
    na_gzip_init(&f->gzip);
    f->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->directory < 0)
        return na_error_system(err, "warc", na_str_from(directory), "open the folder", errno);
    return NEWSARC_OK;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void na_warc_file_free(na_warc_file *f)
{
    close_fd(&f->fd);
    close_fd(&f->directory);
    na_gzip_free(&f->gzip);
    na_zstd_free(&f->zstd);
}

static void open_name(char out[NA_WARC_NAME + 8], const char *name)
{
    snprintf(out, NA_WARC_NAME + 8, "%s.open", name);
}

/* Makes the file unless it, or the finished one, exists. */
static int create(int directory, const char *name)
{
    char open_as[NA_WARC_NAME + 8];
    struct stat st;
    open_name(open_as, name);
    if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return openat(directory, open_as, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
}

const char *na_warc_suffix(na_compression compression)
{
    static const char *const suffixes[] = {".warc.gz", ".warc.zst", ".warc"};
    return suffixes[compression];
}

static newsarc_status write_dictionary(na_warc_file *f, newsarc_error *err)
{
    newsarc_status status = na_zstd_write_dictionary(&f->zstd, f->fd, &f->size);
    if (status == NEWSARC_OK)
        return status;
    int reason = errno;
    na_warc_file_discard(f);
    return na_error_system(err, "warc", na_str_from(f->name), "write the dictionary", reason);
}

newsarc_status na_warc_file_open(na_warc_file *f, na_warc_naming *naming, newsarc_error *err)
{
    naming->suffix = na_warc_suffix(f->compression);
    do {
        newsarc_status status = na_warc_name(naming, f->name);
        if (status != NEWSARC_OK)
            return na_error(err, status, "warc", na_str_from(naming->pattern),
                            "cannot make a file name of it");
        f->fd = create(f->directory, f->name);
        naming->serial += naming->serial < SERIAL_MAX;
    } while (f->fd < 0 && errno == EEXIST && naming->serial < SERIAL_MAX);
    if (f->fd < 0)
        return na_error_system(err, "warc", na_str_from(f->name), "create the file", errno);
    flock(f->fd, LOCK_EX | LOCK_NB); /* where there are no locks, recovery waits for nobody */
    f->size = 0;
    f->broken = false;
    return f->zstd.dictionary.n ? write_dictionary(f, err) : NEWSARC_OK;
}

newsarc_status na_warc_file_cut(na_warc_file *f, uint64_t size, newsarc_error *err)
{
    if (ftruncate(f->fd, (off_t)size) != 0 || lseek(f->fd, (off_t)size, SEEK_SET) < 0) {
        f->broken = true;
        return na_error_system(err, "warc", na_str_from(f->name), "cut off a torn record", errno);
    }
    f->size = size;
    return NEWSARC_OK;
}

static newsarc_status write_plain(int fd, const na_str *parts, size_t count, uint64_t *written)
{
    newsarc_status status = NEWSARC_OK;
    for (size_t i = 0; i < count && status == NEWSARC_OK; i++)
        status = na_write_all(fd, parts[i], written);
    return status;
}

static newsarc_status write_record(na_warc_file *f, const na_str *parts, size_t count,
                                   uint64_t *written)
{
    switch (f->compression) {
    case NA_COMPRESS_ZSTD: return na_zstd_write(&f->zstd, f->fd, parts, count, written);
    case NA_COMPRESS_NONE: return write_plain(f->fd, parts, count, written);
    default: return na_gzip_write(&f->gzip, f->fd, parts, count, written);
    }
}

newsarc_status na_warc_file_append(na_warc_file *f, const na_str *parts, size_t count,
                                   newsarc_error *err)
{
    uint64_t written = 0;
    na_str name = na_str_from(f->name);
    if (f->broken)
        return na_error(err, NEWSARC_E_IO, "warc", name,
                        "the file ends with a torn record after an earlier error");
    newsarc_status status = write_record(f, parts, count, &written);
    if (status == NEWSARC_OK) {
        f->size += written;
        return NEWSARC_OK;
    }
    status = status == NEWSARC_E_IO ? na_error_system(err, "warc", name, "write the record", errno)
                                    : na_error(err, status, "warc", name, "out of memory");
    na_warc_file_cut(f, f->size, err);
    return status;
}

newsarc_status na_warc_file_sync(na_warc_file *f, newsarc_error *err)
{
    na_str name = na_str_from(f->name);
    if (f->lost)
        return na_error(err, NEWSARC_E_IO, "warc", name, "it was not written to the disk before");
    if (f->fd < 0 || fdatasync(f->fd) == 0)
        return NEWSARC_OK;
    f->lost = true;
    return na_error_system(err, "warc", name, "write the file", errno);
}

/* link + unlink does the same where the file system knows no RENAME_NOREPLACE. */
static bool move(int directory, const char *from, const char *to)
{
    if (renameat2(directory, from, directory, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return linkat(directory, from, directory, to, 0) == 0 && unlinkat(directory, from, 0) == 0;
}

newsarc_status na_warc_file_publish(int directory, const char *name, newsarc_error *err)
{
    char open_as[NA_WARC_NAME + 8];
    open_name(open_as, name);
    if (!move(directory, open_as, name))
        return na_error_system(err, "warc", na_str_from(name), "give the file its final name",
                               errno);
    fsync(directory); /* some file systems cannot; the rename itself has worked */
    return NEWSARC_OK;
}

newsarc_status na_warc_file_finish(na_warc_file *f, newsarc_error *err)
{
    newsarc_status status = na_warc_file_sync(f, err);
    if (f->broken && status == NEWSARC_OK)
        status =
            na_error(err, NEWSARC_E_IO, "warc", na_str_from(f->name), "the last record is torn");
    if (status == NEWSARC_OK)
        status = na_warc_file_publish(f->directory, f->name, err);
    close_fd(&f->fd);
    return status;
}

void na_warc_file_discard(na_warc_file *f)
{
    char open_as[NA_WARC_NAME + 8];
    open_name(open_as, f->name);
    unlinkat(f->directory, open_as, 0);
    close_fd(&f->fd);
}
