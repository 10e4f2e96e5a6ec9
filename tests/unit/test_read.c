/* The public reader over what the world writes: WARC and ARC, plain, gzip, zstd, from files, pipes,
 * memory and functions. The bytes are written by hand here. */
#include <newsarc/newsarc.h>

#include <fcntl.h>
#include <zlib.h>
#include <zstd.h>

#include "unit/archive_files.h"

#define MESSAGE                                                                                    \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nTransfer-Encoding: chunked\r\n"    \
    "\r\n3\r\nabc\r\n2;x=\"y\"\r\nde\r\n0\r\n\r\n"

static void add(na_buf *b, const char *version, const char *id, const char *block)
{
    na_buf_addf(b,
                "%s\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:%s>\r\n"
                "WARC-Date: 2015-09-01T10:22:00Z\r\nWARC-Target-URI: http://a.example/%s\r\n"
                "Content-Type: application/http;msgtype=response\r\n"
                "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
                version, id, id, strlen(block), block);
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

/* One frame, with the dictionary when there is one. */
static void add_zstd(na_buf *b, na_str bytes, na_str dictionary)
{
    char out[1 << 16];
    ZSTD_CCtx *z = ZSTD_createCCtx();
    size_t n = ZSTD_compress_usingDict(z, out, sizeof out, bytes.p, bytes.n, dictionary.p,
                                       dictionary.n, 3);
    assert_false(ZSTD_isError(n));
    na_buf_add(b, (na_str){out, n});
    ZSTD_freeCCtx(z);
}

static void add_little(na_buf *b, uint32_t n)
{
    for (unsigned i = 0; i < 4; i++)
        na_buf_add_byte(b, (char)(n >> 8 * i & 0xFF));
}

static newsarc_warc_reader *reader_of(const na_buf *b)
{
    newsarc_warc_reader *r;
    assert_int_equal(newsarc_warc_reader_open_memory(b->p, b->n, NULL, &r, NULL), NEWSARC_OK);
    return r;
}

static newsarc_warc_record expect(newsarc_warc_reader *r, const char *uri, const char *block)
{
    newsarc_error err = {0};
    newsarc_warc_record record = {.struct_size = sizeof record};
    assert_int_equal(newsarc_warc_reader_next(r, &record, &err), NEWSARC_OK);
    assert_string_equal(record.target_uri, uri);
    assert_int_equal(record.block_length, strlen(block));
    assert_memory_equal(record.block, block, record.block_length);
    return record;
}

static newsarc_status next(newsarc_warc_reader *r)
{
    newsarc_warc_record record = {.struct_size = sizeof record};
    return newsarc_warc_reader_next(r, &record, NULL);
}

static uint64_t tolerated(const newsarc_warc_reader *r, const char *name)
{
    const char *found;
    uint64_t n;
    for (size_t i = 0; (found = newsarc_warc_reader_tolerance(r, i, &n)); i++)
        if (strcmp(found, name) == 0)
            return n;
    fail_msg("no tolerance is called %s", name);
    return 0;
}

static void expect_three(newsarc_warc_reader *r)
{
    expect(r, "http://a.example/1", "one");
    expect(r, "http://a.example/2", MESSAGE);
    expect(r, "http://a.example/3", "");
    assert_int_equal(next(r), NEWSARC_E_NOT_FOUND);
    assert_int_equal(next(r), NEWSARC_E_NOT_FOUND);
}

static na_buf three(void (*wrap)(na_buf *out, na_str record))
{
    static const char *const blocks[] = {"one", MESSAGE, ""};
    na_buf out = NA_BUF(1 << 20), plain = NA_BUF(1 << 20);
    for (unsigned i = 0; i < 3; i++) {
        char id[2] = {(char)('1' + i), 0};
        na_buf_clear(&plain);
        add(&plain, i ? "WARC/1.1" : "WARC/0.18", id, blocks[i]);
        wrap(&out, na_buf_str(&plain));
    }
    na_buf_free(&plain);
    return out;
}

static void wrap_plain(na_buf *out, na_str record)
{
    na_buf_add(out, record);
}

static void wrap_gzip(na_buf *out, na_str record)
{
    add_gzip(out, record);
}

static void wrap_zstd(na_buf *out, na_str record)
{
    add_zstd(out, record, (na_str){0});
}

/* A record of two frames. */
static void wrap_zstd_twice(na_buf *out, na_str record)
{
    add_zstd(out, na_str_take(record, 40), (na_str){0});
    add_zstd(out, na_str_skip(record, 40), (na_str){0});
}

static void (*const wraps[])(na_buf *, na_str) = {wrap_plain, wrap_gzip, wrap_zstd,
                                                  wrap_zstd_twice};
enum { WRAPS = sizeof wraps / sizeof *wraps };

static void reads_every_compression(void **state)
{
    (void)state;
    for (size_t i = 0; i < WRAPS; i++) {
        na_buf b = three(wraps[i]);
        newsarc_warc_reader *r = reader_of(&b);
        assert_true(newsarc_warc_is_warc(b.p, b.n < 200 ? b.n : 200));
        expect_three(r);
        assert_int_equal(tolerated(r, "skipped"), 0);
        assert_int_equal(newsarc_warc_reader_position(r), b.n);
        newsarc_warc_reader_free(r);
        na_buf_free(&b);
    }
}

static void reads_by_offset(void **state)
{
    (void)state;
    for (size_t i = 0; i < WRAPS; i++) {
        na_buf b = three(wraps[i]);
        newsarc_warc_reader *r = reader_of(&b);
        expect(r, "http://a.example/1", "one");
        newsarc_warc_record second = expect(r, "http://a.example/2", MESSAGE);
        expect(r, "http://a.example/3", "");
        assert_int_equal(newsarc_warc_reader_seek(r, second.offset, NULL), NEWSARC_OK);
        newsarc_warc_record again = expect(r, "http://a.example/2", MESSAGE);
        assert_int_equal(again.offset, second.offset);
        assert_int_equal(again.length, second.length);
        assert_true(again.length > 0);
        newsarc_warc_reader_free(r);
        na_buf_free(&b);
    }
}

struct drip {
    na_str left;
    size_t piece;
};

static int64_t drip(void *user, void *out, size_t size)
{
    struct drip *d = user;
    na_str piece = na_str_take(d->left, d->piece < size ? d->piece : size);
    if (piece.n)
        memcpy(out, piece.p, piece.n);
    d->left = na_str_skip(d->left, piece.n);
    return (int64_t)piece.n;
}

static void reads_what_comes_in_drops(void **state)
{
    (void)state;
    for (size_t i = 0; i < WRAPS; i++)
        for (size_t piece = 1; piece < 40; piece += 6) {
            na_buf b = three(wraps[i]);
            struct drip d = {na_buf_str(&b), piece};
            newsarc_warc_reader *r;
            assert_int_equal(newsarc_warc_reader_open_function(drip, &d, NULL, NULL, &r, NULL),
                             NEWSARC_OK);
            expect_three(r);
            assert_int_equal(newsarc_warc_reader_seek(r, 0, NULL), NEWSARC_E_UNSUPPORTED);
            newsarc_warc_reader_free(r);
            na_buf_free(&b);
        }
}

static void reads_a_pipe_and_leaves_it_open(void **state)
{
    (void)state;
    int ends[2];
    newsarc_warc_reader *r;
    na_buf b = three(wrap_gzip);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], b.p, b.n), (ssize_t)b.n);
    close(ends[1]);
    assert_int_equal(newsarc_warc_reader_open_fd(ends[0], NULL, &r, NULL), NEWSARC_OK);
    expect_three(r);
    newsarc_warc_reader_free(r);
    assert_int_equal(fcntl(ends[0], F_GETFD) >= 0, 1);
    close(ends[0]);
    na_buf_free(&b);
}

static void reads_zstd_with_a_dictionary(void **state)
{
    (void)state;
    static const char dictionary[] = "WARC-Record-ID: <urn:x:1>\r\nWARC-Target-URI: http://a.exam";
    na_str bytes = NA_STR(dictionary);
    for (unsigned packed = 0; packed < 2; packed++) {
        na_buf b = NA_BUF(1 << 20), dict = NA_BUF(1 << 16), plain = NA_BUF(1 << 16);
        if (packed)
            add_zstd(&dict, bytes, (na_str){0});
        else
            na_buf_add(&dict, bytes);
        add_little(&b, 0x184D2A5D);
        add_little(&b, (uint32_t)dict.n);
        na_buf_add(&b, na_buf_str(&dict));
        size_t first = b.n;
        add(&plain, "WARC/1.1", "1", "one");
        add_zstd(&b, na_buf_str(&plain), bytes);
        assert_true(newsarc_warc_is_warc(b.p, 20));
        newsarc_warc_reader *r = reader_of(&b);
        newsarc_warc_record record = expect(r, "http://a.example/1", "one");
        assert_int_equal(record.offset, first);
        assert_int_equal(newsarc_warc_reader_seek(r, first, NULL), NEWSARC_OK);
        expect(r, "http://a.example/1", "one");
        newsarc_warc_reader_free(r);
        na_buf_free(&b);
        na_buf_free(&dict);
        na_buf_free(&plain);
    }
}

static void reads_arc(void **state)
{
    (void)state;
    static const char arc[] =
        "filedesc://x.arc 127.0.0.1 20140216050221 text/plain 69\n"
        "1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\nxx\n"
        "\nhttp://a.example/two words 192.0.2.1 20140216050222 text/html 18\n"
        "HTTP/1.0 200 OK\n\nx\n"
        "http://a.example/bad 192.0.2.1 20140216050222 text/html abc\n\n"
        "dns:a.example 192.0.2.1 20140216050223 text/dns 4\naddr\n";
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    assert_true(newsarc_warc_is_warc(arc, 40));
    assert_int_equal(newsarc_warc_reader_open_memory(arc, sizeof arc - 1, NULL, &r, NULL),
                     NEWSARC_OK);
    assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_string_equal(record.type, "warcinfo");
    assert_string_equal(record.version, "ARC/1");
    record = expect(r, "http://a.example/two words", "HTTP/1.0 200 OK\n\nx");
    assert_string_equal(record.type, "response");
    assert_string_equal(record.date, "2014-02-16T05:02:22Z");
    assert_string_equal(newsarc_warc_reader_field(r, "warc-ip-address"), "192.0.2.1");
    assert_int_equal(newsarc_http_status(record.block, record.block_length), 200);
    assert_true(record.oddities & NEWSARC_WARC_RAW_URI);
    assert_int_equal(next(r), NEWSARC_E_FORMAT);
    record = expect(r, "dns:a.example", "addr");
    assert_string_equal(record.type, "resource");
    assert_string_equal(record.content_type, "text/dns");
    assert_int_equal(next(r), NEWSARC_E_NOT_FOUND);
    newsarc_warc_reader_free(r);
}

static void goes_on_behind_a_bad_record(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9223372036854775808\r\n\r\nx\r\n\r\n",
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 4611686018427387904\r\n\r\nx\r\n\r\n",
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: abc\r\n\r\nx\r\n\r\n",
        "WARC/1.1\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", "no record at all\r\n\r\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (size_t w = 0; w < 3; w++) {
            na_buf b = NA_BUF(1 << 20), plain = NA_BUF(1 << 16);
            add(&plain, "WARC/1.1", "1", "one");
            wraps[w](&b, na_buf_str(&plain));
            wraps[w](&b, na_str_from(bad[i]));
            wraps[w](&b, na_buf_str(&plain));
            newsarc_warc_reader *r = reader_of(&b);
            expect(r, "http://a.example/1", "one");
            assert_int_equal(next(r), NEWSARC_E_FORMAT);
            if (w == 2 && i < 2) { /* the frames that follow could be the record's own */
                while (next(r) == NEWSARC_E_FORMAT)
                    ;
            } else {
                expect(r, "http://a.example/1", "one");
                assert_int_equal(next(r), NEWSARC_E_NOT_FOUND);
                assert_int_equal(tolerated(r, "skipped"), 1);
            }
            newsarc_warc_reader_free(r);
            na_buf_free(&b);
            na_buf_free(&plain);
        }
}

/* In a pipe there is no going back: the damaged member is lost, those behind are not. */
static void goes_on_behind_damaged_members(void **state)
{
    (void)state;
    for (unsigned pipe = 0; pipe < 2; pipe++)
        for (size_t w = 1; w < 3; w++) {
            na_buf b = three(wraps[w]);
            newsarc_warc_reader *r;
            newsarc_warc_record record = {.struct_size = sizeof record};
            struct drip d = {na_buf_str(&b), 64};
            b.p[80] ^= 0x55;
            newsarc_status status =
                pipe ? newsarc_warc_reader_open_function(drip, &d, NULL, NULL, &r, NULL)
                     : newsarc_warc_reader_open_memory(b.p, b.n, NULL, &r, NULL);
            assert_int_equal(status, NEWSARC_OK);
            unsigned good = 0;
            while ((status = newsarc_warc_reader_next(r, &record, NULL)) != NEWSARC_E_NOT_FOUND) {
                assert_true(status == NEWSARC_OK || status == NEWSARC_E_FORMAT);
                good += status == NEWSARC_OK;
            }
            assert_true(good >= 2);
            newsarc_warc_reader_free(r);
            na_buf_free(&b);
        }
}

static void counts_what_it_tolerates(void **state)
{
    (void)state;
    static const char bytes[] =
        "WARC/1.0\nWARC-Type: resource\nWARC-Target-URI: <http://a.example/1>\n"
        "Content-Length: 3\n\none\n"
        "\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\nWARC-Type: response\r\n"
        "WARC-Target-URI: http://a.example/\xe4\xb8\xad\r\n"
        "Content-Length: 0\r\n\r\n\r\n\r\n";
    newsarc_warc_reader *r;
    assert_int_equal(newsarc_warc_reader_open_memory(bytes, sizeof bytes - 1, NULL, &r, NULL),
                     NEWSARC_OK);
    expect(r, "http://a.example/1", "one");
    expect(r, "http://a.example/\xe4\xb8\xad", "");
    assert_int_equal(tolerated(r, "bare-lf"), 1);
    assert_int_equal(tolerated(r, "no-record-end"), 1);
    assert_int_equal(tolerated(r, "angle-uri"), 1);
    assert_int_equal(tolerated(r, "extra-bytes"), 1);
    assert_int_equal(tolerated(r, "raw-uri"), 1);
    assert_int_equal(tolerated(r, "field-twice"), 1);
    newsarc_warc_reader_free(r);
}

static void gives_fields_and_cuts_blocks(void **state)
{
    (void)state;
    const char *name;
    newsarc_warc_options opts;
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    na_buf b = three(wrap_gzip);
    assert_int_equal(newsarc_warc_options_init(&opts, sizeof opts), NEWSARC_OK);
    opts.max_block_bytes = 2;
    assert_int_equal(newsarc_warc_reader_open_memory(b.p, b.n, &opts, &r, NULL), NEWSARC_OK);
    assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_int_equal(record.block_length, 2);
    assert_int_equal(record.content_length, 3);
    assert_string_equal(record.version, "WARC/0.18");
    assert_string_equal(newsarc_warc_reader_field_at(r, 1, &name), "<urn:x:1>");
    assert_string_equal(name, "WARC-Record-ID");
    assert_null(newsarc_warc_reader_field_at(r, 6, &name));
    assert_null(newsarc_warc_reader_field(r, "warc-profile"));
    newsarc_warc_reader_free(r);
    na_buf_free(&b);
}

static void decodes_http(void **state)
{
    (void)state;
    char *out;
    size_t n;
    assert_int_equal(newsarc_http_status(MESSAGE, sizeof MESSAGE - 1), 200);
    assert_int_equal(newsarc_http_status("GET / HTTP/1.1\r\n\r\n", 18), 0);
    assert_int_equal(newsarc_http_field(MESSAGE, sizeof MESSAGE - 1, "content-type", &out),
                     NEWSARC_OK);
    assert_string_equal(out, "text/html; charset=gbk");
    newsarc_free(out);
    assert_int_equal(newsarc_http_field(MESSAGE, sizeof MESSAGE - 1, "Date", &out),
                     NEWSARC_E_NOT_FOUND);
    assert_int_equal(newsarc_http_body(MESSAGE, sizeof MESSAGE - 1, 0, &out, &n, NULL), NEWSARC_OK);
    assert_string_equal(out, "abcde");
    assert_int_equal(n, 5);
    newsarc_free(out);
    assert_int_equal(newsarc_http_body(MESSAGE, sizeof MESSAGE - 1, 2, &out, &n, NULL),
                     NEWSARC_E_LIMIT);
    assert_string_equal(out, "ab");
    newsarc_free(out);
    size_t at = newsarc_http_body_offset(MESSAGE, sizeof MESSAGE - 1);
    assert_memory_equal(MESSAGE + at, "3\r\nabc", 6);
    assert_int_equal(newsarc_http_body("", 0, 0, &out, &n, NULL), NEWSARC_E_FORMAT);
    assert_null(out);
    assert_int_equal(newsarc_http_body("HTTP/1.1 204 No\r\n\r\n", 19, 0, &out, &n, NULL),
                     NEWSARC_OK);
    assert_string_equal(out, "");
    newsarc_free(out);
}

static void refuses_wrong_arguments(void **state)
{
    (void)state;
    newsarc_warc_reader *r = NULL;
    newsarc_error err = {0};
    assert_int_equal(newsarc_warc_reader_open(NULL, NULL, &r, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_warc_reader_open("/nowhere/x", NULL, &r, &err), NEWSARC_E_NOT_FOUND);
    assert_int_equal(newsarc_warc_reader_open("/", NULL, &r, &err), NEWSARC_E_IO);
    assert_int_equal(newsarc_warc_reader_next(NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_warc_reader_open_fd(-1, NULL, &r, &err), NEWSARC_E_ARGUMENT);
    assert_null(r);
    assert_false(newsarc_warc_is_warc("<!doctype html>", 15));
    assert_false(newsarc_warc_is_warc(NULL, 0));
    newsarc_warc_reader_free(NULL);
}

/* Other people's files, good and damaged, are read to their ends. */
static void reads_the_judges(void **state)
{
    (void)state;
    char path[1024];
    DIR *dir = opendir(NEWSARC_SHARED "/judges/warc/warcio");
    const struct dirent *entry;
    if (!dir)
        skip();
    while ((entry = readdir(dir))) {
        newsarc_warc_reader *r;
        newsarc_status status;
        unsigned records = 0;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/judges/warc/warcio/%s", NEWSARC_SHARED, entry->d_name);
        assert_int_equal(newsarc_warc_reader_open(path, NULL, &r, NULL), NEWSARC_OK);
        while ((status = next(r)) == NEWSARC_OK || status == NEWSARC_E_FORMAT)
            records += status == NEWSARC_OK;
        assert_int_equal(status, NEWSARC_E_NOT_FOUND);
        if (strcmp(entry->d_name, "bad.arc") != 0 && records < 1)
            fail_msg("%s: %u records", entry->d_name, records);
        newsarc_warc_reader_free(r);
    }
    closedir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_compression),
        cmocka_unit_test(reads_by_offset),
        cmocka_unit_test(reads_what_comes_in_drops),
        cmocka_unit_test(reads_a_pipe_and_leaves_it_open),
        cmocka_unit_test(reads_zstd_with_a_dictionary),
        cmocka_unit_test(reads_arc),
        cmocka_unit_test(goes_on_behind_a_bad_record),
        cmocka_unit_test(goes_on_behind_damaged_members),
        cmocka_unit_test(counts_what_it_tolerates),
        cmocka_unit_test(gives_fields_and_cuts_blocks),
        cmocka_unit_test(decodes_http),
        cmocka_unit_test(refuses_wrong_arguments),
        cmocka_unit_test(reads_the_judges),
    };
    return run_in_folder(tests, sizeof tests / sizeof *tests);
}
