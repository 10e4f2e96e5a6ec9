/* Folders, lock, names. See layout.h. */
#include "crawl/layout.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define LOCK_NAME "collection.lock"
#define LOCK_TEXT (HOST_NAME_MAX + 48) /* "process 123 on host" */
#define STEMS_MAX 100000               /* more than a collection has runs */

char *na_path_join(const char *dir, const char *name)
{
    size_t above = strlen(dir), size = strlen(name) + 1;
    char *path = na_malloc(above + 1 + size);
    if (path) {
        memcpy(path, dir, above);
        path[above] = '/';
        memcpy(path + above + 1, name, size);
    }
    return path;
}

static newsarc_status make_folder(const char *path, newsarc_error *err)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return NEWSARC_OK;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return NEWSARC_OK;
    return na_error_system(err, "crawl", na_str_from(path), "make the folder", errno);
}

newsarc_status na_layout_make(const char *dir, newsarc_error *err)
{
    static const char *const names[] = {"archive", "articles", "logs", "reports"};
    newsarc_status status = make_folder(dir, err);
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof names / sizeof *names; i++) {
        char *path = na_path_join(dir, names[i]);
        status = path ? make_folder(path, err)
                      : na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(dir), "out of memory");
        na_free(path);
    }
    return status;
}

/* A help for people: the lock itself is the kernel's and ends with the process. */
static void sign_lock(int fd)
{
    char text[LOCK_TEXT], host[HOST_NAME_MAX + 1] = "";
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = 0;
    int n = snprintf(text, sizeof text, "process %ld on %s\n", (long)getpid(),
                     host[0] ? host : "this host");
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) < 0)
        errno = 0;
}

/* Who holds the lock, as the file's first line says. */
static newsarc_status locked(const char *path, int fd, newsarc_error *err)
{
    char text[LOCK_TEXT];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = 0;
    text[strcspn(text, "\n")] = 0;
    close(fd);
    return na_error(err, NEWSARC_E_LOCKED, "crawl", na_str_from(path),
                    "another run works on this collection%s%s", text[0] ? ": " : "", text);
}

newsarc_status na_layout_lock(const char *dir, int *fd, newsarc_error *err)
{
    *fd = -1;
    char *path = na_path_join(dir, LOCK_NAME);
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(dir), "out of memory");
    newsarc_status status = NEWSARC_OK;
    int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (f < 0) {
        status = na_error_system(err, "crawl", na_str_from(path), "open the lock", errno);
    } else if (flock(f, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK
                     ? locked(path, f, err)
                     : na_error_system(err, "crawl", na_str_from(path), "lock", errno);
    } else {
        sign_lock(f);
        *fd = f;
    }
    na_free(path);
    return status;
}

newsarc_status na_layout_holds(const char *dir, int lock, newsarc_error *err)
{
    struct stat mine, named;
    char *path = na_path_join(dir, LOCK_NAME);
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(dir), "out of memory");
    bool there = fstat(lock, &mine) == 0 && stat(path, &named) == 0 &&
                 mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
    na_free(path);
    return there ? NEWSARC_OK
                 : na_error(err, NEWSARC_E_NOT_FOUND, "crawl", na_str_from(dir),
                            "the folder was removed or replaced while the run worked on it");
}

/* Tells changes: it begins so, and there is the log that it is called after. (A collection's prefix
 * may be such a word, too.) */
static bool is_changes(int logs, const char *name)
{
    na_str prefix = NA_STR(NA_CHANGES_PREFIX);
    char log[256];
    if (!na_str_starts(na_str_from(name), prefix))
        return false;
    snprintf(log, sizeof log, "%s", name + prefix.n);
    if (faccessat(logs, log, F_OK, 0) == 0)
        return true;
    log[strlen(log) - (sizeof ".open" - 1)] = 0;
    return faccessat(logs, log, F_OK, 0) == 0;
}

static void finish_log(int logs, const char *name)
{
    char whole[256];
    int n = snprintf(whole, sizeof whole, "%s", name);
    if (n < 0 || n >= (int)sizeof whole)
        return;
    whole[(size_t)n - (sizeof ".open" - 1)] = 0;
    if (is_changes(logs, name) ? unlinkat(logs, name, 0) : renameat(logs, name, logs, whole))
        errno = 0; /* it stays under its old name */
}

void na_layout_finish_logs(const char *dir)
{
    char *logs = na_path_join(dir, "logs");
    DIR *d = logs ? opendir(logs) : NULL;
    for (struct dirent *e; d && (e = readdir(d));)
        if (na_str_ends(na_str_from(e->d_name), NA_STR(".jsonl.open")))
            finish_log(dirfd(d), e->d_name);
    if (d)
        closedir(d);
    na_free(logs);
}

static bool is_taken(const char *dir, const char *stem)
{
    static const struct {
        const char *before, *after;
    } forms[] = {{"logs/", ".jsonl"},
                 {"logs/", ".jsonl.open"},
                 {"articles/", ".tar.gz"},
                 {"articles/.", ".tar.gz"}};
    bool taken = false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !taken; i++) {
        na_buf path = NA_BUF(1 << 16);
        na_buf_addf(&path, "%s/%s%s%s", dir, forms[i].before, stem, forms[i].after);
        taken = path.status == NEWSARC_OK && access(path.p, F_OK) == 0;
        na_buf_free(&path);
    }
    return taken;
}

void na_layout_stem(const char *dir, const char *prefix, int64_t now, char *out, size_t size)
{
    for (int i = 0; i < STEMS_MAX; i++, now++) {
        struct tm tm;
        time_t t = (time_t)now;
        gmtime_r(&t, &tm);
        snprintf(out, size, "%s-%04d%02d%02d%02d%02d%02d", prefix, tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
        if (!is_taken(dir, out))
            return;
    }
}

uint64_t na_layout_free_bytes(const char *dir)
{
    struct statvfs v;
    return statvfs(dir, &v) == 0 ? (uint64_t)v.f_bavail * v.f_frsize : UINT64_MAX;
}
