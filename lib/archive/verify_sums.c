/* DIR/SHA256SUMS in the form of sha256sum(1): 64 hexadecimal digits, a space, a space or asterisk,
 * the path inside the folder. */
#include "archive/verify.h"

#include "core/alloc.h"
#include "core/buf.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUMS_MAX ((size_t)64 << 20)
#define PATH_MAX_BYTES 4096

/* Passes a file's bytes on; false: errno tells. */
static bool read_file(const char *path, void (*take)(void *user, na_str bytes), void *user)
{
    char bytes[1 << 16];
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    do {
        n = read(fd, bytes, sizeof bytes);
        if (n > 0)
            take(user, (na_str){bytes, (size_t)n});
    } while (n > 0 || (n < 0 && errno == EINTR));
    close(fd);
    return n == 0;
}

static void take_buf(void *user, na_str bytes)
{
    na_buf_add(user, bytes);
}

static void take_digest(void *user, na_str bytes)
{
    na_digest_add(user, bytes);
}

/* A path that stays in the folder. */
static bool is_inside(na_str path)
{
    if (path.n == 0 || path.p[0] == '/' || memchr(path.p, 0, path.n))
        return false;
    while (path.n)
        if (na_str_eq(na_str_cut(path, '/', &path), NA_STR("..")))
            return false;
    return true;
}

static void check_sum(na_verify *v, const char *path, na_str want)
{
    unsigned char value[64];
    char hex[129];
    na_digest *d = na_digest_new(NA_SHA256);
    if (!d) {
        v->failed = NEWSARC_E_NOMEM;
        return;
    }
    const char *before = v->file;
    v->file = path;
    if (!read_file(path, take_digest, d)) {
        na_verify_report(v, ERROR, "sha256sums", "listed in SHA256SUMS, and cannot be read");
    } else {
        na_digest_hex(value, na_digest_value(d, value), hex);
        v->sum.digests++;
        if (!na_str_eq_nocase(want, na_str_from(hex)))
            na_verify_report(v, ERROR, "sha256", "the file is not the one listed in SHA256SUMS");
    }
    v->file = before;
    na_digest_free(d);
}

bool na_verify_sums_line(na_str line, na_str *digest, na_str *path)
{
    *digest = na_str_take(line, 64);
    *path = na_str_skip(line, 66);
    bool good = line.n > 66 && line.p[64] == ' ' && (line.p[65] == ' ' || line.p[65] == '*') &&
                is_inside(*path);
    for (size_t i = 0; good && i < 64; i++)
        good = na_hex_value(line.p[i]) >= 0;
    return good;
}

static void check_line(na_verify *v, const char *folder, na_str line)
{
    char path[PATH_MAX_BYTES];
    na_str digest, name;
    bool good = na_verify_sums_line(line, &digest, &name);
    int n = snprintf(path, sizeof path, "%s/%.*s", folder, good ? (int)name.n : 0, name.p);
    if (good && n < (int)sizeof path) {
        check_sum(v, path, digest);
    } else {
        na_verify_report(v, ERROR, "sha256sums", "malformed line in SHA256SUMS: %.*s",
                         line.n < 80 ? (int)line.n : 80, line.p);
    }
}

void na_verify_sums(na_verify *v, const char *folder)
{
    char sums[PATH_MAX_BYTES];
    struct stat st;
    na_buf text = NA_BUF(SUMS_MAX);
    int n = snprintf(sums, sizeof sums, "%s/SHA256SUMS", folder);
    v->record_id[0] = 0;
    v->offset = 0;
    if (n >= (int)sizeof sums || stat(sums, &st) != 0)
        return;
    v->file = sums;
    bool whole = read_file(sums, take_buf, &text);
    if (text.status == NEWSARC_E_NOMEM)
        v->failed = NEWSARC_E_NOMEM;
    else if (!whole || text.status != NEWSARC_OK)
        na_verify_report(v, ERROR, "sha256sums", "SHA256SUMS cannot be read");
    na_str left = na_buf_str(&text);
    while (left.n && !v->stopped && v->failed == NEWSARC_OK && text.status == NEWSARC_OK) {
        na_str line = na_str_cut(left, '\n', &left);
        if (line.n)
            check_line(v, folder, line);
    }
    v->file = folder;
    na_buf_free(&text);
}
