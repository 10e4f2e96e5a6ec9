/* newsarc_verify on WACZ packages: any bytes as a zip file, and the same bytes as the members of a
 * well-formed one (parted by RS, the index as gzip members), so that the zip's own check sums do
 * not keep the fuzzer out. It ends, and every finding is whole. */
#include "fuzz/fuzz_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <newsarc/newsarc.h>
#include <zlib.h>

#define ROOM ((size_t)1 << 20)

static const char *const names[] = {
    "datapackage.json",     "datapackage-digest.json", "archive/a.warc",    "archive/b.warc.gz",
    "indexes/index.cdx.gz", "pages/pages.jsonl",       "indexes/index.idx", "archive/a.warc",
};

static int32_t look(const newsarc_finding *f, void *user)
{
    require(f->rule && f->file && f->message && f->severity);
    ++*(uint64_t *)user;
    return 0;
}

static void verify(const void *bytes, size_t n)
{
    const char *path = write_fuzz_file(".wacz", bytes, n);
    uint64_t findings = 0;
    newsarc_status status = newsarc_verify(&path, 1, look, &findings, NULL, NULL);
    require(status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE || status == NEWSARC_E_FORMAT);
    require(status != NEWSARC_E_INCOMPLETE || findings);
}

static size_t compress_member(unsigned char *out, size_t room, const void *bytes, size_t n)
{
    z_stream z = {0};
    require(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes;
    z.avail_in = (unsigned)n;
    z.next_out = out;
    z.avail_out = (unsigned)room;
    require(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

static void add_member(struct archive *zip, const char *name, const void *bytes, size_t n)
{
    static unsigned char packed[ROOM];
    size_t length = strlen(name);
    if (length > 3 && strcmp(name + length - 3, ".gz") == 0) {
        n = compress_member(packed, sizeof packed, bytes, n);
        bytes = packed;
    }
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, (la_int64_t)n);
    require(archive_write_header(zip, e) == ARCHIVE_OK);
    require(archive_write_data(zip, bytes, n) == (la_ssize_t)n);
    archive_entry_free(e);
}

static void verify_members(const uint8_t *data, size_t size)
{
    static unsigned char file[2 * ROOM];
    size_t used = 0;
    struct archive *zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_zip_set_compression_store(zip);
    require(archive_write_open_memory(zip, file, sizeof file, &used) == ARCHIVE_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const uint8_t *end = size ? memchr(data, 0x1E, size) : NULL;
        size_t n = end ? (size_t)(end - data) : size;
        add_member(zip, names[i], data, n);
        if (!end)
            break;
        data += n + 1;
        size -= n + 1;
    }
    archive_write_close(zip);
    archive_write_free(zip);
    verify(file, used);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    verify(data, size);
    verify_members(data, size);
    return 0;
}
