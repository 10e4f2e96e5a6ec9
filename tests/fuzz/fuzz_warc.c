/* The readers, newsarc_verify, the index and the repair on any bytes: as they are, and as the
 * content of gzip members and zstd frames, so that check sums do not keep the fuzzer out; from
 * memory and in pieces as from a pipe. Reading ends, offsets lie in the file, what is read by
 * offset is what was read in order, and what was repaired needs no repair. */
#include "archive/verify.h"
#include "fuzz/fuzz_file.h"

#include <zlib.h>
#include <zstd.h>

#define STEPS_MAX 100000
#define DICTIONARY "\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:\r\nContent-Length: "

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

/* What a pipe gives. */
typedef struct drip {
    na_str left;
    size_t piece;
} drip;

static int64_t read_drip(void *user, void *out, size_t size)
{
    drip *d = user;
    na_str piece = na_str_take(d->left, d->piece < size ? d->piece : size);
    if (piece.n)
        memcpy(out, piece.p, piece.n);
    d->left = na_str_skip(d->left, piece.n);
    return (int64_t)piece.n;
}

/* The public reader, with all that may be asked about a record. */
static void read_public(newsarc_warc_reader *r)
{
    newsarc_warc_record record = {.struct_size = sizeof record};
    newsarc_status status;
    unsigned steps = 0;
    while ((status = newsarc_warc_reader_next(r, &record, NULL)) != NEWSARC_E_NOT_FOUND) {
        char *body = NULL;
        size_t length = 0;
        const char *name;
        require(status == NEWSARC_OK || status == NEWSARC_E_FORMAT);
        require(++steps < STEPS_MAX);
        for (size_t i = 0; i < 40 && newsarc_warc_reader_field_at(r, i, &name); i++)
            require(name != NULL);
        if (newsarc_http_status(record.block, record.block_length)) {
            newsarc_http_body(record.block, record.block_length, 1000, &body, &length, NULL);
            require(length <= 1000 && (body || !length));
            newsarc_free(body);
        }
    }
    newsarc_warc_reader_free(r);
}

static void read_both_ways(na_str bytes)
{
    newsarc_warc_reader *r;
    drip d = {bytes, 1 + bytes.n % 97};
    require(newsarc_warc_reader_open_memory(bytes.p, bytes.n, NULL, &r, NULL) == NEWSARC_OK);
    read_public(r);
    require(newsarc_warc_reader_open_function(read_drip, &d, NULL, NULL, &r, NULL) == NEWSARC_OK);
    read_public(r);
    newsarc_warc_is_warc(bytes.p, bytes.n);
}

static void index_and_repair(na_str bytes)
{
    static char torn[80];
    const char *path = write_fuzz_file(".warc", bytes.p, bytes.n);
    char *cdxj = NULL;
    size_t length = 0;
    uint64_t cut = 0, again = 0;
    newsarc_index(&path, 1, NULL, NULL, &cdxj, &length, NULL);
    newsarc_free(cdxj);
    snprintf(torn, sizeof torn, "%s.torn", path);
    if (newsarc_warc_repair(path, &cut, NULL) == NEWSARC_OK) {
        unlink(torn);
        require(cut < bytes.n || !bytes.n);
        require(newsarc_warc_repair(path, &again, NULL) == NEWSARC_OK && again == 0);
    }
}

static void run(na_str bytes)
{
    uint64_t findings = 0;
    read_all(bytes);
    read_both_ways(bytes);
    newsarc_status status = na_verify_memory(bytes, look, &findings);
    require(status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE || status == NEWSARC_E_FORMAT);
    require(status != NEWSARC_E_INCOMPLETE || findings);
    index_and_repair(bytes);
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

static size_t compress_frame(unsigned char *out, size_t room, na_str bytes, na_str dictionary)
{
    static ZSTD_CCtx *c; /* kept: making one takes longer than a run */
    if (!c)
        c = ZSTD_createCCtx();
    size_t n =
        ZSTD_compress_usingDict(c, out, room, bytes.p, bytes.n, dictionary.p, dictionary.n, 1);
    require(!ZSTD_isError(n));
    return n;
}

/* A zstd frame that stores `size` bytes; returns its length. */
static size_t add_frame(unsigned char *out, size_t room, const uint8_t *data, size_t size)
{
    return compress_frame(out, room, (na_str){(const char *)data, size}, (na_str){0});
}

/* The dictionary, in the skippable frame that the IIPC's draft on zstd gives it. */
static size_t add_dictionary(unsigned char *out)
{
    static const unsigned char frame[] = {0x5D, 0x2A, 0x4D, 0x18, sizeof DICTIONARY - 1, 0, 0, 0};
    memcpy(out, frame, sizeof frame);
    memcpy(out + sizeof frame, DICTIONARY, sizeof DICTIONARY - 1);
    return sizeof frame + sizeof DICTIONARY - 1;
}

static size_t add_with_dictionary(unsigned char *out, size_t room, const uint8_t *data, size_t size)
{
    return compress_frame(out, room, (na_str){(const char *)data, size}, NA_STR(DICTIONARY));
}

typedef size_t (*add_fn)(unsigned char *out, size_t room, const uint8_t *data, size_t size);

/* What is packed how depends on the size, so that the bytes stay what they are. Members begin at
 * each "WARC/", or only at some of them. */
static void run_packed(const uint8_t *data, size_t size)
{
    static const add_fn ways[] = {add_member, add_frame, add_with_dictionary};
    add_fn add = ways[size % 3];
    size_t room = size * 2 + 4096 + size / 5 * 64, n = 0, from = 0;
    unsigned char *file = malloc(room);
    if (!file)
        return;
    if (add == add_with_dictionary)
        n = add_dictionary(file);
    for (size_t i = 1; i <= size; i++) {
        bool mark = i < size && size - i >= 5 && memcmp(data + i, "WARC/", 5) == 0;
        if (i < size && !(mark && (size / 3 % 4 || i % 3)))
            continue;
        n += add(file + n, room - n, data + from, i - from);
        from = i;
    }
    run((na_str){(char *)file, n});
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    run((na_str){(const char *)data, size});
    if (size > 1 && size < 1 << 16)
        run_packed(data, size);
    return 0;
}
