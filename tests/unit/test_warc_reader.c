/* Reading WARC files: whole, odd, torn and damaged, plain and gzip. The bytes are written by hand
 * here, so that reader and writer cannot agree on a mistake. */
#include "archive/warc_reader.h"

#include "core/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "unit/unit.h"

static void add_record(na_buf *b, const char *id, const char *block)
{
    na_buf_addf(b,
                "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x:%s>\r\n"
                "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
                id, strlen(block), block);
}

static void add_gzip(na_buf *b, na_str bytes)
{
    unsigned char out[1 << 16];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes.p;
    z.avail_in = (unsigned)bytes.n;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    na_buf_add(b, (na_str){(char *)out, sizeof out - z.avail_out});
    deflateEnd(&z);
}

static void add_gzip_record(na_buf *b, const char *id, const char *block)
{
    na_buf plain = NA_BUF(1 << 16);
    add_record(&plain, id, block);
    add_gzip(b, na_buf_str(&plain));
    na_buf_free(&plain);
}

static na_warc_reader *reader_of(const na_buf *b)
{
    na_warc_reader *r;
    assert_int_equal(na_warc_reader_open_memory(na_buf_str(b), 1 << 16, &r, NULL), NEWSARC_OK);
    return r;
}

static void expect_record(na_warc_reader *r, na_warc_record *record, const char *id,
                          const char *block)
{
    char want[64];
    assert_int_equal(na_warc_reader_next(r, record, NULL), NEWSARC_OK);
    snprintf(want, sizeof want, "<urn:x:%s>", id);
    assert_true(na_str_eq(na_warc_field(record, "warc-record-id"), na_str_from(want)));
    assert_true(na_str_eq(record->block, na_str_from(block)));
}

static void expect_end(na_warc_reader *r)
{
    na_warc_record record;
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_NOT_FOUND);
}

static void expect_fault(na_warc_reader *r, const char *fault, uint64_t offset)
{
    na_warc_record record;
    newsarc_error err = {0};
    assert_int_equal(na_warc_reader_next(r, &record, &err), NEWSARC_E_FORMAT);
    assert_string_equal(record.fault, fault);
    assert_int_equal(record.offset, offset);
    assert_int_equal(err.offset, offset);
}

static void reads_plain(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    add_record(&b, "1", "one");
    size_t second = b.n;
    add_record(&b, "2", "");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "one");
    assert_int_equal(record.length, second);
    assert_true(na_str_eq(record.version, NA_STR("WARC/1.1")));
    expect_record(r, &record, "2", "");
    assert_int_equal(record.offset, second);
    assert_int_equal(record.oddities, 0);
    expect_end(r);
    assert_int_equal(na_warc_reader_seek(r, second, NULL), NEWSARC_OK);
    expect_record(r, &record, "2", "");
    assert_int_equal(na_warc_reader_seek(r, b.n + 1, NULL), NEWSARC_E_NOT_FOUND);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

static void reads_gzip_by_offset(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    add_gzip_record(&b, "1", "one");
    size_t second = b.n;
    add_gzip_record(&b, "2", "two");
    size_t third = b.n;
    add_gzip_record(&b, "3", "three");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "one");
    assert_int_equal(record.length, second);
    assert_int_equal(na_warc_reader_seek(r, third, NULL), NEWSARC_OK);
    expect_record(r, &record, "3", "three");
    assert_int_equal(record.length, b.n - third);
    assert_int_equal(na_warc_reader_seek(r, second, NULL), NEWSARC_OK);
    expect_record(r, &record, "2", "two");
    assert_int_equal(record.offset, second);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

/* Two records in one member are read, and told from the ones that stand alone. */
static void notes_shared_members(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16), pair = NA_BUF(1 << 16);
    na_warc_record record;
    add_record(&pair, "1", "one");
    add_record(&pair, "2", "two");
    add_gzip(&b, na_buf_str(&pair));
    size_t third = b.n;
    add_gzip_record(&b, "3", "three");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "one");
    assert_int_equal(record.oddities, NA_WARC_OPEN_MEMBER);
    expect_record(r, &record, "2", "two");
    assert_int_equal(record.oddities, NA_WARC_SHARED_MEMBER);
    assert_int_equal(record.offset, 0);
    expect_record(r, &record, "3", "three");
    assert_int_equal(record.oddities, 0);
    assert_int_equal(record.offset, third);
    na_warc_reader_free(r);
    na_buf_free(&pair);
    na_buf_free(&b);
}

static void joins_folded_lines(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    na_buf_add_cstr(&b, "WARC/1.0\r\nWARC-Record-ID:\r\n\t<urn:x:1>\r\nno colon\r\n"
                        "Content-Length:\r\n 3\r\n\r\nabc\r\n\r\n");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "abc");
    size_t at = 0, n = 0;
    na_str name, value;
    while (na_warc_next_field(record.fields, &at, &name, &value))
        n += name.p ? 1 : 10;
    assert_int_equal(n, 12);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

static void notes_oddities(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    na_buf_add_cstr(&b, "WARC/1.0\nWARC-Record-ID: <urn:x:1>\nContent-Length: 3\n\nabc\r\n\r\n");
    na_buf_add_cstr(&b, "\r\n\r\n");
    na_buf_add_cstr(&b, "WARC/1.0\r\nWARC-Record-ID: <urn:x:2>\r\nContent-Length: 3\r\n\r\nabc");
    na_buf_add_cstr(&b, "\r\n");
    add_record(&b, "3", "abc");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "abc");
    assert_int_equal(record.oddities, NA_WARC_BARE_LF);
    expect_record(r, &record, "2", "abc");
    assert_int_equal(record.oddities, NA_WARC_EXTRA_BYTES | NA_WARC_NO_END);
    expect_record(r, &record, "3", "abc");
    assert_int_equal(record.oddities, 0);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

static void goes_on_behind_wrong_length(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    na_buf_add_cstr(&b, "WARC/1.0\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Length: 1\r\n\r\na long "
                        "block\nof two lines\r\n\r\n");
    size_t second = b.n;
    add_record(&b, "2", "two");
    na_buf_add_cstr(&b, "WARC/1.0\r\nWARC-Record-ID: <urn:x:3>\r\n\r\n");
    size_t fourth = b.n;
    add_record(&b, "4", "four");
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "a");
    assert_int_equal(record.oddities, NA_WARC_NO_END);
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_FORMAT);
    assert_string_equal(record.fault, "not-warc");
    expect_record(r, &record, "2", "two");
    assert_int_equal(record.offset, second);
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_FORMAT);
    assert_string_equal(record.fault, "content-length");
    assert_true(na_str_eq(na_warc_field(&record, "WARC-Record-ID"), NA_STR("<urn:x:3>")));
    expect_record(r, &record, "4", "four");
    assert_int_equal(record.offset, fourth);
    expect_end(r);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

/* A file cut anywhere gives the whole records in front and a torn one, never a wrong one. */
static void finds_torn_tails(void **state)
{
    bool gzip = *state != NULL;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    (gzip ? add_gzip_record : add_record)(&b, "1", "one");
    size_t second = b.n;
    (gzip ? add_gzip_record : add_record)(&b, "2", "two and more");
    size_t end = gzip ? b.n : b.n - 4;
    for (size_t n = second + 1; n < end; n++) {
        na_buf cut = b;
        cut.n = n;
        char *exact = malloc(n);
        memcpy(exact, b.p, n);
        cut.p = exact;
        na_warc_reader *r = reader_of(&cut);
        expect_record(r, &record, "1", "one");
        assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_FORMAT);
        assert_int_equal(record.offset, second);
        expect_end(r);
        na_warc_reader_free(r);
        free(exact);
    }
    na_buf_free(&b);
}

static void goes_on_behind_damaged_member(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_record record;
    add_gzip_record(&b, "1", "one");
    size_t second = b.n;
    add_gzip_record(&b, "2", "two two two");
    size_t third = b.n;
    add_gzip_record(&b, "3", "three");
    b.p[third - 6] ^= 1; /* in the check sum */
    na_warc_reader *r = reader_of(&b);
    expect_record(r, &record, "1", "one");
    expect_fault(r, "gzip-data", second);
    expect_record(r, &record, "3", "three");
    assert_int_equal(record.offset, third);
    expect_end(r);
    na_warc_reader_free(r);

    na_buf_add_cstr(&b, "rubbish");
    r = reader_of(&b);
    assert_int_equal(na_warc_reader_seek(r, third, NULL), NEWSARC_OK);
    expect_record(r, &record, "3", "three");
    expect_fault(r, "gzip-data", b.n - 7);
    expect_end(r);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

static void refuses_what_is_no_warc(void **state)
{
    (void)state;
    na_buf b = NA_BUF(1 << 16);
    na_warc_reader *r;
    na_buf_add_cstr(&b, "<html>\n<body>\n");
    r = reader_of(&b);
    expect_fault(r, "not-warc", 0);
    expect_end(r);
    na_warc_reader_free(r);
    na_buf_free(&b);
    assert_int_equal(na_warc_reader_open("/nonexistent/x.warc", 0, &r, NULL), NEWSARC_E_NOT_FOUND);
    assert_null(r);
}

static void count_piece(na_str bytes, void *user)
{
    *(uint64_t *)user += bytes.n;
}

/* A block beyond the ceiling is cut in memory, and passes the tap whole. */
static void keeps_its_ceiling(void **state)
{
    (void)state;
    char path[] = "/tmp/na_reader_XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "wb");
    fprintf(f, "WARC/1.1\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Length: 3000000\r\n\r\n");
    for (int i = 0; i < 3000; i++)
        fprintf(f, "%01000d", i);
    fprintf(f, "\r\n\r\n");
    fclose(f);
    na_warc_reader *r;
    na_warc_record record;
    uint64_t seen = 0;
    assert_int_equal(na_warc_reader_open(path, 1000, &r, NULL), NEWSARC_OK);
    na_warc_reader_tap(r, &(na_warc_tap){.piece = count_piece, .user = &seen});
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_int_equal(record.block.n, 1000);
    assert_true(record.block_cut);
    assert_int_equal(record.block_size, 3000000);
    assert_int_equal(seen, 3000000);
    expect_end(r);
    na_warc_reader_free(r);
    unlink(path);
}

/* A header without end does not eat memory. */
static void bounds_the_header(void **state)
{
    (void)state;
    na_buf b = NA_BUF((size_t)4 << 20);
    na_warc_reader *r;
    na_buf_add_cstr(&b, "WARC/1.1\r\n");
    for (int i = 0; i < 200000; i++)
        na_buf_add_cstr(&b, "a: bbbbbbb\r\n");
    size_t second = b.n;
    add_record(&b, "2", "two");
    r = reader_of(&b);
    expect_fault(r, "header", 0);
    na_warc_record record;
    expect_record(r, &record, "2", "two");
    assert_int_equal(record.offset, second);
    na_warc_reader_free(r);
    na_buf_free(&b);
}

int main(void)
{
    static int gzip = 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain),
        cmocka_unit_test(reads_gzip_by_offset),
        cmocka_unit_test(notes_shared_members),
        cmocka_unit_test(joins_folded_lines),
        cmocka_unit_test(notes_oddities),
        cmocka_unit_test(goes_on_behind_wrong_length),
        {"finds_torn_tails plain", finds_torn_tails, NULL, NULL, NULL},
        {"finds_torn_tails gzip", finds_torn_tails, NULL, NULL, &gzip},
        cmocka_unit_test(goes_on_behind_damaged_member),
        cmocka_unit_test(refuses_what_is_no_warc),
        cmocka_unit_test(keeps_its_ceiling),
        cmocka_unit_test(bounds_the_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
