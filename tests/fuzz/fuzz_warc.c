/* The WARC reader and newsarc_verify on any bytes: as they are, and as the content of gzip members,
 * so that the check sums of gzip do not keep the fuzzer out. Reading ends, offsets lie in the file,
 * what is read by offset is what was read in order. */
#include "archive/verify.h"

#include <stdlib.h>
#include <zlib.h>

#define STEPS_MAX 100000

static void require(bool condition)
{
    if (!condition)
        abort();
}

static int32_t look(const newsarc_finding *f, void *user)
{
    require(f->rule && f->file && f->message && f->severity);
    ++*(uint64_t *)user;
    return 0;
}

/* The record at `offset` read anew. */
static void check_seek(na_str bytes, uint64_t offset, uint64_t length)
{
    na_warc_reader *r;
    na_warc_record again;
    require(na_warc_reader_open_memory(bytes, 100, &r, NULL) == NEWSARC_OK);
    require(na_warc_reader_seek(r, offset, NULL) == NEWSARC_OK);
    require(na_warc_reader_next(r, &again, NULL) == NEWSARC_OK);
    require(again.offset == offset && again.length == length);
    na_warc_reader_free(r);
}

static void read_all(na_str bytes)
{
    na_warc_reader *r;
    na_warc_record record;
    newsarc_status status;
    unsigned steps = 0, seeks = 0;
    require(na_warc_reader_open_memory(bytes, 1000, &r, NULL) == NEWSARC_OK);
    while ((status = na_warc_reader_next(r, &record, NULL)) != NEWSARC_E_NOT_FOUND) {
        require(status == NEWSARC_OK || status == NEWSARC_E_FORMAT);
        require(++steps < STEPS_MAX);
        require(record.offset <= bytes.n && record.block.n <= 1000);
        if (status == NEWSARC_E_FORMAT)
            require(record.fault && record.message);
        else if (record.length && !(record.oddities & NA_WARC_EXTRA_BYTES) && seeks++ < 4)
            check_seek(bytes, record.offset, record.length);
    }
    na_warc_reader_free(r);
}

static void run(na_str bytes)
{
    uint64_t findings = 0;
    read_all(bytes);
    newsarc_status status = na_verify_memory(bytes, look, &findings);
    require(status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE || status == NEWSARC_E_FORMAT);
    require(status != NEWSARC_E_INCOMPLETE || findings);
}

/* A gzip member that stores `size` bytes; returns its length. */
static size_t add_member(unsigned char *out, size_t room, const uint8_t *data, size_t size)
{
    z_stream z = {0};
    require(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)data;
    z.avail_in = (unsigned)size;
    z.next_out = out;
    z.avail_out = (unsigned)room;
    require(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

/* Members begin where the first byte says: at each "WARC/", or only at some of them. */
static void run_gzip(const uint8_t *data, size_t size)
{
    size_t room = size * 2 + 4096 + size / 5 * 32, n = 0, from = 0;
    unsigned char *file = malloc(room);
    if (!file)
        return;
    for (size_t i = 1; i <= size; i++) {
        bool mark = i < size && size - i >= 5 && memcmp(data + i, "WARC/", 5) == 0;
        if (i < size && !(mark && (data[0] & 1 || i % 3)))
            continue;
        n += add_member(file + n, room - n, data + from, i - from);
        from = i;
    }
    run((na_str){(char *)file, n});
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    run((na_str){(const char *)data, size});
    if (size > 1 && size < 1 << 16)
        run_gzip(data, size);
    return 0;
}
