/* Tar and zip files: that they can be read to their end, and their members against the SHA256SUMS
 * in them, see verify.h. Read by libarchive, once, member by member; kept of a member is its name
 * and its digest, so memory grows with their number alone. */
#include "archive/verify.h"

#include "archive/bundle.h"
#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MEMBERS_MAX ((size_t)1 << 22)
#define SUMS_MAX ((size_t)512 << 20)
#define TAR_END_BYTES 1024 /* two blocks of zeros (POSIX.1-2017, pax) */

typedef struct member {
    char *name;
    char hex[65];
    bool regular;
} member;

typedef struct bundle {
    na_verify *v;
    struct archive *archive;
    na_digest *digest;
    member *members;
    size_t count, room;
    na_buf sums; /* the manifest */
    bool has_sums, full;
} bundle;

bool na_is_bundle_name(na_str name)
{
    static const char *const endings[] = {".tar",    ".tar.gz",  ".tgz",     ".tar.zst",
                                          ".tar.xz", ".tar.bz2", ".tar.lz4", ".zip"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (na_str_ends(name, na_str_from(endings[i])))
            return true;
    return false;
}

static void fault(bundle *b, int32_t severity, const char *rule, const char *name,
                  const char *message)
{
    char printable[1200];
    na_printable(printable, sizeof printable, na_str_from(name));
    b->v->member = printable;
    na_verify_report(b->v, severity, rule, "%.300s %s", printable, message);
    b->v->member = NULL;
}

/* NULL: no more are looked at, or out of memory. */
static member *add(bundle *b, const char *name)
{
    if (b->count == b->room) {
        size_t room = b->room ? b->room * 2 : 256;
        member *m = room <= MEMBERS_MAX ? na_realloc_array(b->members, room, sizeof *m) : NULL;
        if (!m) {
            b->full = room > MEMBERS_MAX;
            b->v->failed = b->full ? b->v->failed : NEWSARC_E_NOMEM;
            return NULL;
        }
        b->members = m;
        b->room = room;
    }
    member *m = &b->members[b->count];
    *m = (member){.name = na_strdup(name)};
    if (!m->name) {
        b->v->failed = NEWSARC_E_NOMEM;
        return NULL;
    }
    b->count++;
    return m;
}

/* The bytes of the present member, digested. False: they cannot be read. */
static bool read_member(bundle *b, na_buf *keep)
{
    char bytes[1 << 14];
    la_ssize_t n;
    na_digest_begin(b->digest);
    while ((n = archive_read_data(b->archive, bytes, sizeof bytes)) > 0) {
        na_digest_add(b->digest, (na_str){bytes, (size_t)n});
        if (keep)
            na_buf_add(keep, (na_str){bytes, (size_t)n});
    }
    return n == 0;
}

static bool leads_out(na_str name)
{
    if (na_str_starts(name, NA_STR("/")))
        return true;
    while (name.n)
        if (na_str_eq(na_str_cut(name, '/', &name), NA_STR("..")))
            return true;
    return false;
}

static void take_member(bundle *b, struct archive_entry *entry)
{
    unsigned char value[64];
    const char *name = archive_entry_pathname_utf8(entry);
    name = name ? name : archive_entry_pathname(entry);
    name = name ? name : "(a member without a name)";
    bool manifest = strcmp(name, NA_BUNDLE_MANIFEST) == 0;
    if (leads_out(na_str_from(name)))
        fault(b, ERROR, "member-name", name, "would be written outside of the folder");
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return;
    manifest = manifest && !b->has_sums;
    if (!read_member(b, manifest ? &b->sums : NULL)) {
        fault(b, ERROR, "archive-data", name, "cannot be read");
        return;
    }
    if (manifest) {
        b->has_sums = true;
        return;
    }
    member *m = add(b, name);
    if (!m)
        return;
    m->regular = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
    na_digest_hex(value, na_digest_value(b->digest, value), m->hex);
}

/* Behind the last member. libarchive takes the end of the file for the end of the tar. */
static void check_end(bundle *b)
{
    bool tar = (archive_format(b->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
    if (tar && archive_filter_bytes(b->archive, 0) - archive_read_header_position(b->archive) <
                   TAR_END_BYTES)
        na_verify_report(b->v, ERROR, "archive-end",
                         "the file ends without the end of the tar: it was cut off");
}

static void read_members(bundle *b)
{
    struct archive_entry *entry;
    int rc = ARCHIVE_OK;
    while (
        !b->v->stopped && b->v->failed == NEWSARC_OK && !b->full &&
        ((rc = archive_read_next_header(b->archive, &entry)) == ARCHIVE_OK || rc == ARCHIVE_WARN))
        take_member(b, entry);
    if (rc == ARCHIVE_EOF)
        check_end(b);
    else if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
        na_verify_report(b->v, ERROR, "archive-data",
                         "the file cannot be read to its end, behind %llu members: %s",
                         (unsigned long long)b->count, archive_error_string(b->archive));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const member *)a)->name, ((const member *)b)->name);
}

static member *find(const bundle *b, na_str name)
{
    size_t low = 0, high = b->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        na_str is = na_str_from(b->members[middle].name);
        size_t n = is.n < name.n ? is.n : name.n;
        int order = n ? memcmp(is.p, name.p, n) : 0;
        order = order ? order : (is.n > name.n) - (is.n < name.n);
        if (order == 0)
            return &b->members[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Line by line. A member that was listed loses its digest; the others are left. */
static void check_line(bundle *b, na_str line)
{
    char name[1200];
    na_str digest, listed;
    if (!na_verify_sums_line(line, &digest, &listed)) {
        na_verify_report(b->v, ERROR, "manifest-line", "malformed line in " NA_BUNDLE_MANIFEST);
        return;
    }
    na_printable(name, sizeof name, listed);
    member *m = find(b, listed);
    if (!m) {
        fault(b, ERROR, "member-missing", name,
              "is listed in " NA_BUNDLE_MANIFEST " and not in the file");
        return;
    }
    b->v->sum.digests++;
    if (!m->regular)
        fault(b, ERROR, "member-hash", name, "is no regular file");
    else if (!na_str_eq_nocase(digest, na_str_from(m->hex)))
        fault(b, ERROR, "member-hash", name,
              "is not the file that is listed in " NA_BUNDLE_MANIFEST);
    m->hex[0] = 0;
}

static void check_manifest(bundle *b)
{
    if (b->sums.status == NEWSARC_E_NOMEM)
        b->v->failed = NEWSARC_E_NOMEM;
    for (na_str left = na_buf_str(&b->sums); left.n && !b->v->stopped;) {
        na_str line = na_str_cut(left, '\n', &left);
        if (line.n)
            check_line(b, line);
    }
    for (size_t i = 0; i < b->count && !b->v->stopped; i++)
        if (b->members[i].hex[0])
            fault(b, ERROR, "member-extra", b->members[i].name,
                  "is in the file and not listed in " NA_BUNDLE_MANIFEST);
}

static void check_members(bundle *b)
{
    if (b->count)
        qsort(b->members, b->count, sizeof *b->members, by_name);
    for (size_t i = 1; i < b->count && !b->v->stopped; i++)
        if (by_name(&b->members[i - 1], &b->members[i]) == 0)
            fault(b, ERROR, "member-twice", b->members[i].name, "stands twice in the file");
    if (b->full || b->sums.status == NEWSARC_E_LIMIT)
        na_verify_report(b->v, WARNING, "unchecked", "too many members to check them");
    else if (b->has_sums)
        check_manifest(b);
    else
        na_verify_report(b->v, WARNING, "manifest-absent",
                         "there is no " NA_BUNDLE_MANIFEST " in the file: it can be read, but "
                         "nothing says what its members should be");
}

static bool set_up(struct archive *a)
{
    return archive_read_support_format_tar(a) == ARCHIVE_OK &&
           archive_read_support_format_zip_seekable(a) == ARCHIVE_OK &&
           archive_read_support_filter_gzip(a) == ARCHIVE_OK &&
           archive_read_support_filter_xz(a) == ARCHIVE_OK &&
           archive_read_support_filter_zstd(a) == ARCHIVE_OK &&
           archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
           archive_read_support_filter_lz4(a) == ARCHIVE_OK;
}

static void bundle_free(bundle *b)
{
    for (size_t i = 0; i < b->count; i++)
        na_free(b->members[i].name);
    na_free(b->members);
    na_digest_free(b->digest);
    archive_read_free(b->archive);
    na_buf_free(&b->sums);
}

static newsarc_status run(bundle *b, const char *path)
{
    uint64_t before = b->v->sum.errors;
    if (!b->archive || !b->digest || !set_up(b->archive))
        return NEWSARC_E_NOMEM;
    if (archive_read_open_filename(b->archive, path, 1 << 16) == ARCHIVE_OK)
        read_members(b);
    else
        na_verify_report(b->v, ERROR, "archive-data", "not a whole tar or zip file: %s",
                         archive_error_string(b->archive));
    if (b->v->sum.errors == before || b->has_sums) /* a torn one has said all */
        check_members(b);
    return NEWSARC_OK;
}

newsarc_status na_verify_bundle(na_verify *v, const char *path)
{
    struct stat st;
    bundle b = {.v = v, .sums = NA_BUF(SUMS_MAX)};
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); /* libarchive's names */
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    v->file = path;
    v->sum.files++;
    v->sum.bytes += stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
    b.archive = archive_read_new();
    b.digest = na_digest_new(NA_SHA256);
    newsarc_status status = run(&b, path);
    bundle_free(&b);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    return status;
}
