/* newsarc_warc_repair: what a crash left behind the last whole record is moved to FILE.torn, and
 * only when that copy is on the disk is the file cut. Damage in front of a whole record is left
 * where it is: the bytes there may still tell somebody something, and readers pass over it. */
#include <newsarc/warc.h>

#include "archive/warc_reader.h"
#include "core/error.h"
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

/* Where the last whole record ends; 0 when there is none. */
static newsarc_status find_end(const char *path, uint64_t *end, newsarc_error *err)
{
    na_warc_reader *r = NULL;
    na_warc_record record;
    *end = 0;
    newsarc_status status = na_warc_reader_open(path, 0, &r, err);
    if (status != NEWSARC_OK)
        return status;
    while ((status = na_warc_reader_next(r, &record, NULL)) == NEWSARC_OK ||
           status == NEWSARC_E_FORMAT) {
        bool whole = status == NEWSARC_OK && record.length &&
                     !(record.oddities & (NA_WARC_NO_END | NA_WARC_OPEN_MEMBER));
        if (whole)
            *end = record.offset + record.length;
    }
    na_warc_reader_free(r);
    if (status != NEWSARC_E_NOT_FOUND)
        return na_error(err, status, "warc", na_str_from(path), "cannot read the file");
    return NEWSARC_OK;
}

static bool copy_tail(int from, uint64_t offset, int to)
{
    char bytes[PIECE];
    uint64_t written = 0;
    for (;;) {
        ssize_t n = pread(from, bytes, sizeof bytes, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && fsync(to) == 0;
        if (na_write_all(to, (na_str){bytes, (size_t)n}, &written) != NEWSARC_OK)
            return false;
        offset += (uint64_t)n;
    }
}

/* FILE.torn, which must not be there yet. */
static newsarc_status save_tail(int fd, const char *path, uint64_t end, newsarc_error *err)
{
    na_buf torn = NA_BUF(1 << 16);
    na_buf_addf(&torn, "%s.torn", path);
    if (torn.status != NEWSARC_OK)
        return na_error(err, NEWSARC_E_NOMEM, "warc", na_str_from(path), "out of memory");
    newsarc_status status = NEWSARC_OK;
    int to = open(torn.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (to < 0) {
        status = na_error_system(err, "warc", na_buf_str(&torn), "create the file", errno);
    } else if (!copy_tail(fd, end, to)) {
        status = na_error_system(err, "warc", na_buf_str(&torn), "write the file", errno);
        unlink(torn.p);
    }
    if (to >= 0)
        close(to);
    na_buf_free(&torn);
    return status;
}

static newsarc_status cut(int fd, const char *path, uint64_t end, uint64_t size, uint64_t *out,
                          newsarc_error *err)
{
    if (size <= end)
        return NEWSARC_OK;
    newsarc_status status = save_tail(fd, path, end, err);
    if (status != NEWSARC_OK)
        return status;
    if (ftruncate(fd, (off_t)end) != 0 || fsync(fd) != 0)
        return na_error_system(err, "warc", na_str_from(path), "cut the file", errno);
    *out = size - end;
    return NEWSARC_OK;
}

newsarc_status newsarc_warc_repair(const char *path, uint64_t *cut_bytes, newsarc_error *err)
{
    struct stat st;
    uint64_t end = 0, ignored = 0;
    uint64_t *out = cut_bytes ? cut_bytes : &ignored;
    *out = 0;
    na_error_clear(err);
    if (!path || !*path)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", (na_str){0}, "give a path");
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return na_error_system(err, "warc", na_str_from(path), "open the file", errno);
    newsarc_status status = fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)
                                ? na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(path),
                                           "only a file can be repaired")
                                : find_end(path, &end, err);
    if (status == NEWSARC_OK && end == 0)
        status = na_error(err, NEWSARC_E_FORMAT, "warc", na_str_from(path),
                          "there is no whole WARC record in the file");
    if (status == NEWSARC_OK)
        status = cut(fd, path, end, (uint64_t)st.st_size, out, err);
    close(fd);
    return status;
}
