/* tar and zip by libarchive. The same members give the same bytes: owner 0, mode 0644, pax records
 * only where ustar has no room, no time in the gzip header, one thread; zip members carry no time,
 * because libarchive writes it in the machine's own time zone.
 *
 * libarchive converts names by the thread's locale, so each call runs under C.UTF-8. */
#include "archive/bundle.h"

#include "archive/digest.h"
#include "archive/gzip_member.h"
#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "core/spool.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MAX_BYTES ((size_t)1024)
#define PART_MAX_BYTES ((size_t)255)
#define GZIP_MEMBER_BYTES ((size_t)512 << 10) /* of tar */
#define SUMS_IN_MEMORY ((size_t)256 << 10)

struct na_bundle {
    struct archive *archive;
    struct archive_entry *entry;
    locale_t locale;
    int fd;
    int write_error; /* errno of the first write that failed; nothing is written after it */
    bool zip;
    bool wacz;
    bool members; /* what libarchive writes is compressed here, see end_gzip_member */
    na_gzip gzip;
    na_buf tail; /* tar bytes of the gzip member to come */
    bool failed;
    char *path, *open_path;
    char last[NAME_MAX_BYTES + 1]; /* name of the member before */
    na_digest *digest;             /* of the member being written; NULL: a WACZ package */
    na_spool *sums;                /* lines of the manifest */
    int64_t newest;
    bool complete; /* the manifest is written */
};

static const struct kind {
    const char *suffix;
    int format, filter;
    const char *options;
    bool gzip; /* by gzip_member.h */
} kinds[] = {
    {".tar.gz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "", true},
    {".tgz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "", true},
    {".tar.zst", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_ZSTD, "zstd:compression-level=9",
     false},
    {".tar.xz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_XZ, "xz:threads=1", false},
    {".tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, "", false},
    {".zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:hdrcharset=UTF-8", false},
};

static const struct kind *kind_of(const char *path)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (na_str_ends(na_str_from(path), na_str_from(kinds[i].suffix)))
            return &kinds[i];
    return NULL;
}

static void write_file(na_bundle *b, na_str bytes)
{
    uint64_t written = 0;
    if (!b->write_error && na_write_all(b->fd, bytes, &written) != NEWSARC_OK)
        b->write_error = errno;
}

/* What is left of the tar becomes a gzip member. A file of several members is a gzip file like any
 * other (RFC 1952, 2.2), and libdeflate, which wants each whole, needs half of zlib's time. */
static void end_gzip_member(na_bundle *b)
{
    uint64_t written = 0;
    const na_str tail = na_buf_str(&b->tail);
    if (tail.n && !b->write_error &&
        na_gzip_write(&b->gzip, b->fd, &tail, 1, &written) != NEWSARC_OK)
        b->write_error = errno ? errno : ENOMEM;
    na_buf_clear(&b->tail);
}

static void compress(na_bundle *b, na_str bytes)
{
    while (bytes.n && !b->write_error) {
        na_str take = na_str_take(bytes, GZIP_MEMBER_BYTES - b->tail.n);
        na_buf_add(&b->tail, take);
        if (b->tail.status != NEWSARC_OK)
            b->write_error = ENOMEM;
        if (b->tail.n == GZIP_MEMBER_BYTES)
            end_gzip_member(b);
        bytes = na_str_skip(bytes, take.n);
    }
}

/* Never tells libarchive of a failure: in its fatal state version 3.6 loses the memory of its
 * filters. */
static la_ssize_t write_bytes(struct archive *a, void *user, const void *bytes, size_t size)
{
    (void)a;
    na_bundle *b = user;
    if (b->members)
        compress(b, (na_str){bytes, size});
    else
        write_file(b, (na_str){bytes, size});
    return (la_ssize_t)size;
}

static newsarc_status archive_error(na_bundle *b, const char *action, newsarc_error *err)
{
    int errnum = archive_errno(b->archive);
    const char *text = archive_error_string(b->archive);
    newsarc_status status = errnum == ENOSPC || errnum == EDQUOT ? NEWSARC_E_DISK_FULL
                            : errnum == ENOMEM                   ? NEWSARC_E_NOMEM
                                                                 : NEWSARC_E_IO;
    b->failed = true;
    return na_error(err, status, "bundle", na_str_from(b->path), "cannot %s: %s", action,
                    text ? text : "unknown reason");
}

/* OK, or what stopped write_bytes. */
static newsarc_status write_error(na_bundle *b, newsarc_error *err)
{
    if (!b->write_error)
        return NEWSARC_OK;
    b->failed = true;
    return na_error_system(err, "bundle", na_str_from(b->path), "write the file", b->write_error);
}

static bool set_up(na_bundle *b, const struct kind *kind)
{
    struct archive *a = b->archive;
    return archive_write_set_format(a, kind->format) == ARCHIVE_OK &&
           archive_write_add_filter(a, kind->filter) == ARCHIVE_OK &&
           archive_write_set_options(a, kind->options) == ARCHIVE_OK &&
           archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK &&
           archive_write_open(a, b, NULL, write_bytes, NULL) == ARCHIVE_OK;
}

static newsarc_status open_bundle(na_bundle *b, const struct kind *kind, newsarc_error *err)
{
    na_str path = na_str_from(b->path);
    if (!b->archive || !b->entry || !b->path || !b->open_path ||
        (!b->wacz && (!b->digest || !b->sums)))
        return na_error(err, NEWSARC_E_NOMEM, "bundle", path, "out of memory");
    b->fd = open(b->open_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (b->fd < 0)
        return na_error_system(err, "bundle", path, "create the file", errno);
    locale_t before = b->locale ? uselocale(b->locale) : (locale_t)0;
    newsarc_status status =
        set_up(b, kind) ? NEWSARC_OK : archive_error(b, "begin the archive", err);
    if (b->locale)
        uselocale(before);
    return status;
}

static newsarc_status bundle_new(const struct kind *kind, bool wacz, const char *path,
                                 na_bundle **out, newsarc_error *err)
{
    na_bundle *b = na_calloc(1, sizeof *b);
    if (!b)
        return na_error(err, NEWSARC_E_NOMEM, "bundle", na_str_from(path), "out of memory");
    na_buf open_path = NA_BUF(1 << 16);
    na_buf_addf(&open_path, "%s.open", path);
    b->fd = -1;
    b->zip = kind->format == ARCHIVE_FORMAT_ZIP;
    b->wacz = wacz;
    b->members = kind->gzip;
    na_gzip_init(&b->gzip);
    b->tail = NA_BUF(GZIP_MEMBER_BYTES);
    b->path = na_strdup(path);
    b->open_path = na_buf_take(&open_path);
    b->digest = wacz ? NULL : na_digest_new(NA_SHA256);
    b->sums = wacz ? NULL : na_spool_new(NULL, SUMS_IN_MEMORY);
    b->archive = archive_write_new();
    b->entry = archive_entry_new();
    b->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    newsarc_status status = open_bundle(b, kind, err);
    if (status != NEWSARC_OK) {
        na_bundle_free(b);
        return status;
    }
    *out = b;
    return NEWSARC_OK;
}

newsarc_status na_bundle_new(const char *path, na_bundle **out, newsarc_error *err)
{
    *out = NULL;
    const struct kind *kind = kind_of(path);
    if (!kind)
        return na_error(err, NEWSARC_E_ARGUMENT, "bundle", na_str_from(path),
                        "the name must end with .tar.gz, .tgz, .tar.zst, .tar.xz, .tar or .zip");
    return bundle_new(kind, false, path, out, err);
}

newsarc_status na_bundle_new_wacz(const char *path, na_bundle **out, newsarc_error *err)
{
    *out = NULL;
    return bundle_new(kind_of("x.zip"), true, path, out, err);
}

static bool is_safe_part(na_str part)
{
    return part.n > 0 && part.n <= PART_MAX_BYTES && !na_str_eq(part, NA_STR(".")) &&
           !na_str_eq(part, NA_STR(".."));
}

/* Relative, printable, and without anything that leads out of the folder on any system. */
static bool is_safe_name(na_str name)
{
    char printable[NAME_MAX_BYTES + 1];
    if (name.n == 0 || name.n > NAME_MAX_BYTES || na_str_find_byte(name, '\\') != NA_NOT_FOUND)
        return false;
    na_printable(printable, sizeof printable, name);
    if (!na_str_eq(name, na_str_from(printable))) /* control characters, invalid UTF-8 */
        return false;
    if (name.n > 1 && name.p[1] == ':' && na_is_alpha(name.p[0]))
        return false;
    if (name.p[name.n - 1] == '/')
        return false;
    while (name.n)
        if (!is_safe_part(na_str_cut(name, '/', &name)))
            return false;
    return true;
}

/* How the next member of a WACZ package is kept. */
static void choose_compression(na_bundle *b)
{
    na_str name = na_str_from(b->last);
    if (!b->wacz)
        return;
    if (na_str_starts(name, NA_STR("archive/")) || na_str_ends(name, NA_STR(".gz")))
        archive_write_zip_set_compression_store(b->archive);
    else
        archive_write_zip_set_compression_deflate(b->archive);
}

/* What goes into a member: bytes, or all of a file that has `size` bytes. */
typedef struct content {
    na_str bytes;
    int fd; /* -1: bytes */
    uint64_t size;
    int64_t mtime;
} content;

static newsarc_status write_data(na_bundle *b, na_str bytes, newsarc_error *err)
{
    if (b->digest)
        na_digest_add(b->digest, bytes);
    while (bytes.n) {
        la_ssize_t n = archive_write_data(b->archive, bytes.p, bytes.n);
        if (n <= 0)
            return archive_error(b, "write a member", err);
        bytes = na_str_skip(bytes, (size_t)n);
    }
    return NEWSARC_OK;
}

static newsarc_status copy_file(na_bundle *b, const content *c, newsarc_error *err)
{
    char piece[1 << 16];
    newsarc_status status = NEWSARC_OK;
    for (uint64_t at = 0; at < c->size && status == NEWSARC_OK;) {
        uint64_t left = c->size - at;
        size_t want = left < sizeof piece ? (size_t)left : sizeof piece;
        ssize_t n = pread(c->fd, piece, want, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            b->failed = true;
            return n < 0 ? na_error_system(err, "bundle", na_str_from(b->last), "read the file",
                                           errno)
                         : na_error(err, NEWSARC_E_IO, "bundle", na_str_from(b->last),
                                    "the file has become shorter while it was read");
        }
        status = write_data(b, (na_str){piece, (size_t)n}, err);
        at += (uint64_t)n;
    }
    return status;
}

/* The member's line of the manifest. */
static newsarc_status note_sum(na_bundle *b, newsarc_error *err)
{
    unsigned char value[64];
    char line[64 + 2 + NAME_MAX_BYTES + 2];
    if (!b->digest)
        return NEWSARC_OK;
    na_digest_hex(value, na_digest_value(b->digest, value), line);
    int n = snprintf(line + 64, sizeof line - 64, "  %s\n", b->last);
    newsarc_status status = na_spool_write(b->sums, (na_str){line, 64 + (size_t)n});
    b->failed = status != NEWSARC_OK;
    return status == NEWSARC_OK ? status
                                : na_error(err, status, "bundle", na_str_from(b->path),
                                           "cannot keep the manifest in a temporary file");
}

static newsarc_status write_member(na_bundle *b, const content *c, newsarc_error *err)
{
    choose_compression(b);
    if (b->digest)
        na_digest_begin(b->digest);
    if (c->mtime > b->newest)
        b->newest = c->mtime;
    archive_entry_clear(b->entry);
    archive_entry_set_pathname_utf8(b->entry, b->last);
    archive_entry_set_filetype(b->entry, AE_IFREG);
    archive_entry_set_perm(b->entry, 0644);
    archive_entry_set_uid(b->entry, 0);
    archive_entry_set_gid(b->entry, 0);
    archive_entry_set_size(b->entry, (int64_t)c->size);
    if (!b->zip)
        archive_entry_set_mtime(b->entry, c->mtime, 0);
    if (archive_write_header(b->archive, b->entry) != ARCHIVE_OK)
        return archive_error(b, "write a member's header", err);
    newsarc_status status = c->fd >= 0 ? copy_file(b, c, err) : write_data(b, c->bytes, err);
    if (status != NEWSARC_OK)
        return status;
    if (archive_write_finish_entry(b->archive) != ARCHIVE_OK)
        return archive_error(b, "finish a member", err);
    status = write_error(b, err);
    return status == NEWSARC_OK ? note_sum(b, err) : status;
}

static newsarc_status add_member(na_bundle *b, na_str name, const content *c, newsarc_error *err)
{
    if (b->failed || b->complete)
        return na_error(err, NEWSARC_E_IO, "bundle", na_str_from(b->path),
                        b->complete ? "the manifest is written already"
                                    : "an earlier member could not be written");
    if (!is_safe_name(name))
        return na_error(err, NEWSARC_E_ARGUMENT, "bundle", name,
                        "a member's name must be relative, without \"..\", empty parts, "
                        "backslashes and control characters");
    na_str last = na_str_from(b->last);
    size_t common = name.n < last.n ? name.n : last.n;
    int order = common ? memcmp(last.p, name.p, common) : 0;
    if (last.n && (order > 0 || (order == 0 && last.n >= name.n)))
        return na_error(err, NEWSARC_E_ARGUMENT, "bundle", name,
                        "members must come in the order of their names, each once");
    memcpy(b->last, name.p, name.n);
    b->last[name.n] = 0;
    locale_t before = b->locale ? uselocale(b->locale) : (locale_t)0;
    newsarc_status status = write_member(b, c, err);
    if (b->locale)
        uselocale(before);
    return status;
}

newsarc_status na_bundle_add(na_bundle *b, na_str name, na_str bytes, int64_t mtime,
                             newsarc_error *err)
{
    const content c = {.bytes = bytes, .fd = -1, .size = bytes.n, .mtime = mtime};
    return add_member(b, name, &c, err);
}

newsarc_status na_bundle_add_file(na_bundle *b, na_str name, const char *path, uint64_t size,
                                  int64_t mtime, newsarc_error *err)
{
    content c = {.size = size, .mtime = mtime};
    c.fd = open(path, O_RDONLY | O_CLOEXEC);
    if (c.fd < 0)
        return na_error_system(err, "bundle", na_str_from(path), "open the file", errno);
    newsarc_status status = add_member(b, name, &c, err);
    close(c.fd);
    return status;
}

newsarc_status na_bundle_add_manifest(na_bundle *b, newsarc_error *err)
{
    na_str sums = {NULL, 0};
    newsarc_status status = b->sums ? na_spool_view(b->sums, &sums) : NEWSARC_E_ARGUMENT;
    if (status != NEWSARC_OK)
        return na_error(err, status, "bundle", na_str_from(b->path), "cannot read the manifest");
    b->last[0] = 0; /* out of the order */
    na_digest_free(b->digest);
    b->digest = NULL; /* it has no line of its own */
    status = na_bundle_add(b, NA_STR(NA_BUNDLE_MANIFEST), sums, b->newest, err);
    b->complete = status == NEWSARC_OK;
    return status;
}

newsarc_status na_bundle_close(na_bundle *b, newsarc_error *err)
{
    na_str path = na_str_from(b->path);
    if (b->failed || b->fd < 0)
        return na_error(err, NEWSARC_E_IO, "bundle", path, "the archive is not whole");
    if (archive_write_close(b->archive) != ARCHIVE_OK)
        return archive_error(b, "finish the archive", err);
    end_gzip_member(b);
    newsarc_status status = write_error(b, err);
    if (status != NEWSARC_OK)
        return status;
    b->failed = true; /* until it has its name */
    if (fsync(b->fd) != 0)
        return na_error_system(err, "bundle", path, "write the file", errno);
    if (rename(b->open_path, b->path) != 0)
        return na_error_system(err, "bundle", path, "give the file its final name", errno);
    close(b->fd);
    b->fd = -1;
    na_sync_folder_of(b->path);
    return NEWSARC_OK;
}

void na_bundle_free(na_bundle *b)
{
    if (!b)
        return;
    b->write_error = b->write_error ? b->write_error : ECANCELED; /* nothing more is written */
    archive_write_free(b->archive);
    archive_entry_free(b->entry);
    if (b->fd >= 0) {
        close(b->fd);
        unlink(b->open_path);
    }
    if (b->locale)
        freelocale(b->locale);
    na_gzip_free(&b->gzip);
    na_buf_free(&b->tail);
    na_digest_free(b->digest);
    na_spool_free(b->sums);
    na_free(b->path);
    na_free(b->open_path);
    na_free(b);
}
