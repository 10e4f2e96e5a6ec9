/* fault_shim.c: an LD_PRELOAD library for tests, which makes a disk fail and a clock jump.
 *
 * Disk: calls that change files under FAULT_DIR are counted: write, pwrite, writev, fsync,
 * fdatasync, ftruncate, rename, link, mkdir, and open where it makes a file. The call number
 * FAULT_AT (from 1; 0: none) fails as FAULT_KIND says: "eio" and "enospc" with that error, "short"
 * writes the first half of the bytes only, "kill" ends the process in place of the call, as kill -9
 * does. With FAULT_FOREVER=1 all calls from there on fail.
 * Removing files and closing them always works. FAULT_LOG gets a line for each call that failed
 * ("fault NUMBER CALL PATH"), with FAULT_TRACE=1 for each other one too ("call NUMBER CALL PATH"),
 * and "count NUMBER" at the end; it must not lie under FAULT_DIR.
 *
 * Clock: CLOCK_OFFSET seconds are added to the time of day, and CLOCK_JUMP more from the moment
 * when the file CLOCK_TRIGGER is there. With CLOCK_FROZEN it stands still at that second.
 * CLOCK_MONOTONIC goes on as it does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static atomic_long counted;

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static long setting(const char *name)
{
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

/* ---- disk ---- */

static void note(const char *format, long number, const char *call, const char *path)
{
    char line[PATH_MAX + 64];
    const char *log = getenv("FAULT_LOG");
    int fd =
        log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0666) : -1;
    int n = snprintf(line, sizeof line, format, number, call, path);
    if (fd >= 0) {
        syscall(SYS_write, fd, line, (size_t)n);
        syscall(SYS_close, fd);
    }
}

__attribute__((destructor)) static void end(void)
{
    if (getenv("FAULT_DIR"))
        note("count %ld\n", atomic_load(&counted), "", "");
}

static bool is_watched(const char *path)
{
    const char *dir = getenv("FAULT_DIR");
    size_t n = dir ? strlen(dir) : 0;
    return n && strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == 0);
}

static void path_of(int fd, char out[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    out[n > 0 ? n : 0] = 0;
}

enum verdict { WORKS, SHORTENED, FAILS };

/* Counts the call; FAILS: errno is set. */
static enum verdict judge(const char *call, const char *path)
{
    const char *kind = getenv("FAULT_KIND");
    long at = setting("FAULT_AT");
    if (!is_watched(path))
        return WORKS;
    long number = atomic_fetch_add(&counted, 1) + 1;
    if (!kind || at == 0 || (setting("FAULT_FOREVER") ? number < at : number != at)) {
        if (setting("FAULT_TRACE"))
            note("call %ld %s %s\n", number, call, path);
        return WORKS;
    }
    note("fault %ld %s %s\n", number, call, path);
    if (strcmp(kind, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(kind, "short") == 0)
        return SHORTENED;
    errno = strcmp(kind, "enospc") == 0 ? ENOSPC : EIO;
    return FAILS;
}

static enum verdict judge_fd(const char *call, int fd)
{
    char path[PATH_MAX];
    int before = errno;
    path_of(fd, path);
    errno = before;
    return judge(call, path);
}

/* A path of openat and the like, made absolute. */
static enum verdict judge_at(const char *call, int dir, const char *name)
{
    char path[2 * PATH_MAX] = "", folder[PATH_MAX];
    int before = errno;
    if (name[0] == '/') {
        snprintf(path, sizeof path, "%s", name);
    } else {
        if (dir == AT_FDCWD && !getcwd(folder, sizeof folder))
            folder[0] = 0;
        if (dir != AT_FDCWD)
            path_of(dir, folder);
        snprintf(path, sizeof path, "%s/%s", folder, name);
    }
    errno = before;
    return judge(call, path);
}

/* Half of the bytes, but not none. */
static size_t some(enum verdict v, size_t n)
{
    return v == SHORTENED && n > 1 ? n / 2 : n;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    enum verdict v = judge_fd("write", fd);
    return v == FAILS ? -1 : REAL(write)(fd, bytes, some(v, n));
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    enum verdict v = judge_fd("pwrite", fd);
    return v == FAILS ? -1 : REAL(pwrite)(fd, bytes, some(v, n), at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    enum verdict v = judge_fd("pwrite", fd);
    return v == FAILS ? -1 : REAL(pwrite64)(fd, bytes, some(v, n), at);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    enum verdict v = judge_fd("writev", fd);
    return v == FAILS ? -1
                      : REAL(writev)(fd, parts, v == SHORTENED && count > 1 ? count / 2 : count);
}

int fsync(int fd)
{
    return judge_fd("fsync", fd) == FAILS ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    return judge_fd("fdatasync", fd) == FAILS ? -1 : REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t size)
{
    return judge_fd("ftruncate", fd) == FAILS ? -1 : REAL(ftruncate)(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return judge_fd("ftruncate", fd) == FAILS ? -1 : REAL(ftruncate64)(fd, size);
}

int rename(const char *from, const char *to)
{
    return judge_at("rename", AT_FDCWD, to) == FAILS ? -1 : REAL(rename)(from, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return judge_at("rename", to_dir, to) == FAILS
               ? -1
               : REAL(renameat2)(from_dir, from, to_dir, to, flags);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    return judge_at("link", to_dir, to) == FAILS ? -1
                                                 : REAL(linkat)(from_dir, from, to_dir, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    return judge_at("mkdir", AT_FDCWD, path) == FAILS ? -1 : REAL(mkdir)(path, mode);
}

static bool may_make(int flags)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

static bool makes(int dir, const char *path, int flags)
{
    int before = errno;
    bool there = syscall(SYS_faccessat, dir, path, F_OK) == 0;
    errno = before;
    return may_make(flags) && (!there || !(flags & O_CREAT));
}

#define OPEN(name, dir, ...)                                                                       \
    va_list args;                                                                                  \
    va_start(args, flags);                                                                         \
    mode_t mode = may_make(flags) ? va_arg(args, mode_t) : 0;                                      \
    va_end(args);                                                                                  \
    if (makes(dir, path, flags) && judge_at("open", dir, path) == FAILS)                           \
        return -1;                                                                                 \
    return REAL(name)(__VA_ARGS__, flags, mode)

int open(const char *path, int flags, ...)
{
    OPEN(open, AT_FDCWD, path);
}

int open64(const char *path, int flags, ...)
{
    OPEN(open64, AT_FDCWD, path);
}

int openat(int dir, const char *path, int flags, ...)
{
    OPEN(openat, dir, dir, path);
}

int openat64(int dir, const char *path, int flags, ...)
{
    OPEN(openat64, dir, dir, path);
}

/* ---- clock ---- */

/* Seconds that are to be added to now. */
static long shift(long now)
{
    if (getenv("CLOCK_FROZEN"))
        return setting("CLOCK_FROZEN") - now;
    const char *trigger = getenv("CLOCK_TRIGGER");
    bool jumped = trigger && syscall(SYS_access, trigger, F_OK) == 0;
    return setting("CLOCK_OFFSET") + (jumped ? setting("CLOCK_JUMP") : 0);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    int done = REAL(clock_gettime)(id, t);
    if (done == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
        t->tv_sec += shift(t->tv_sec);
    return done;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
    int done = REAL(gettimeofday)(t, zone);
    if (done == 0)
        t->tv_sec += shift(t->tv_sec);
    return done;
}

time_t time(time_t *out)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_REALTIME, &t);
    if (out)
        *out = t.tv_sec;
    return t.tv_sec;
}
