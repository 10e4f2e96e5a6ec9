/* Finishes files that a killed run left open: records are whole gzip members (check sum and length
 * at the end of each), so what stands before the first fault is good and the rest was never
 * promised to anyone. */
#include "archive/warc_file.h"
#include "archive/warc_reader.h"
#include "archive/warc_writer.h"
#include "core/alloc.h"
#include "core/error.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEFT_MAX 10000u

/* Where the last whole record ends, and how many there are besides warcinfo. */
static newsarc_status measure(const char *path, uint64_t *end, uint64_t *pages, newsarc_error *err)
{
    na_warc_reader *r;
    na_warc_record record;
    *end = *pages = 0;
    newsarc_status status = na_warc_reader_open(path, 0, &r, err);
    if (status != NEWSARC_OK)
        return status;
    while ((status = na_warc_reader_next(r, &record, NULL)) == NEWSARC_OK) {
        if (record.oddities || record.length == 0)
            break;
        *end = record.offset + record.length;
        *pages += !na_str_eq(na_warc_field(&record, "WARC-Type"), NA_STR("warcinfo"));
    }
    na_warc_reader_free(r);
    if (status == NEWSARC_E_IO || status == NEWSARC_E_NOMEM)
        return na_error(err, status, "warc", na_str_from(path), "cannot read the file");
    return NEWSARC_OK;
}

static newsarc_status cut(int fd, const char *path, uint64_t end, na_warc_recovered *sum,
                          newsarc_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return na_error_system(err, "warc", na_str_from(path), "look at the file", errno);
    if ((uint64_t)st.st_size > end && ftruncate(fd, (off_t)end) != 0)
        return na_error_system(err, "warc", na_str_from(path), "cut off a torn record", errno);
    sum->cut_bytes += (uint64_t)st.st_size - end;
    if (fsync(fd) != 0)
        return na_error_system(err, "warc", na_str_from(path), "write the file", errno);
    return NEWSARC_OK;
}

static newsarc_status recover_locked(int directory, int fd, const char *path, const char *name,
                                     na_warc_recovered *sum, newsarc_error *err)
{
    uint64_t end, pages;
    char open_as[NA_WARC_NAME + 8];
    newsarc_status status = measure(path, &end, &pages, err);
    if (status != NEWSARC_OK)
        return status;
    if (pages == 0) {
        snprintf(open_as, sizeof open_as, "%s.open", name);
        sum->removed++;
        return unlinkat(directory, open_as, 0) == 0
                   ? NEWSARC_OK
                   : na_error_system(err, "warc", na_str_from(path), "remove the file", errno);
    }
    status = cut(fd, path, end, sum, err);
    if (status == NEWSARC_OK)
        status = na_warc_file_publish(directory, name, err);
    sum->files += status == NEWSARC_OK;
    return status;
}

static newsarc_status recover_file(int directory, const char *folder, const char *entry,
                                   na_warc_recovered *sum, newsarc_error *err)
{
    char path[4096], name[NA_WARC_NAME];
    int written = snprintf(path, sizeof path, "%s/%s", folder, entry);
    size_t n = strlen(entry) - strlen(".open");
    if (written >= (int)sizeof path || n >= sizeof name)
        return NEWSARC_OK; /* no file of ours */
    snprintf(name, sizeof name, "%.*s", (int)n, entry);
    int fd = openat(directory, entry, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return na_error_system(err, "warc", na_str_from(path), "open the file", errno);
    newsarc_status status = NEWSARC_OK;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        status = recover_locked(directory, fd, path, name, sum, err);
    close(fd);
    return status;
}

static bool is_open_name(na_str name)
{
    return na_str_ends(name, NA_STR(".warc.gz.open")) ||
           na_str_ends(name, NA_STR(".warc.zst.open")) || na_str_ends(name, NA_STR(".warc.open"));
}

newsarc_status na_warc_recover(const char *directory, na_warc_recovered *out, newsarc_error *err)
{
    na_warc_recovered sum = {0};
    newsarc_status status = NEWSARC_OK;
    DIR *dir = opendir(directory);
    if (!dir && errno != ENOENT)
        return na_error_system(err, "warc", na_str_from(directory), "open the folder", errno);
    const struct dirent *entry;
    for (unsigned i = 0; dir && i < LEFT_MAX && (entry = readdir(dir)) && status == NEWSARC_OK;)
        if (is_open_name(na_str_from(entry->d_name))) {
            i++;
            status = recover_file(dirfd(dir), directory, entry->d_name, &sum, err);
        }
    if (dir)
        closedir(dir);
    if (out)
        *out = sum;
    return status;
}
