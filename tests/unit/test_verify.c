/* A good file has no findings; then one thing at a time is broken, and the rule for it must be
 * named with the record that has it. */
#include "archive/verify.h"
#include "core/alloc.h"
#include "unit/archive_files.h"

#include <sys/stat.h>
#include <zlib.h>

#define HELLO "sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN"
#define RECORDS 8

/* Records of the good file: 0 warcinfo, 1 response, 2 request, 3 conversion, 4 chunked response,
 * 5 request, 6 revisit, 7 request. */
static na_buf good[RECORDS];

static void keep_records(const char *path)
{
    na_warc_reader *r;
    na_warc_record record;
    assert_int_equal(na_warc_reader_open(path, 1 << 20, &r, NULL), NEWSARC_OK);
    for (size_t i = 0; i < RECORDS; i++) {
        assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_OK);
        good[i] = NA_BUF(1 << 20);
        na_buf_addf(&good[i], "%.*s\r\n", NA_STR_ARG(record.version));
        na_buf_add(&good[i], record.fields);
        na_buf_add_cstr(&good[i], "\r\n");
        na_buf_add(&good[i], record.block);
        na_buf_add_cstr(&good[i], "\r\n\r\n");
    }
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_NOT_FOUND);
    na_warc_reader_free(r);
}

static int make_good(void **state)
{
    (void)state;
    char name[256];
    na_warc_place article, revisit;
    na_warc_writer *w = writer(0);
    na_warc_place page =
        put(w, "http://news.example/1", 200, "Content-Length: 11\r\n", NA_STR("hello world"));
    na_warc_write_article(w, NA_STR("http://news.example/1"), &page, NA_STR("{}"), &article, NULL);
    put(w, "http://news.example/2", 200, "Transfer-Encoding: chunked\r\n",
        NA_STR("b\r\nhello world\r\n0\r\n\r\n"));
    na_exchange *x = exchange("http://news.example/1", 304, "", NA_STR(""));
    assert_int_equal(
        na_warc_write_revisit(w, x, &page, NA_STR("http://news.example/1"), &revisit, NULL),
        NEWSARC_OK);
    na_exchange_free(x);
    na_warc_writer_free(w);
    assert_int_equal(count_files(".warc.gz", name), 1);
    keep_records(in_folder(name));
    empty_folder();
    return 0;
}

static int free_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < RECORDS; i++)
        na_buf_free(&good[i]);
    return 0;
}

static void add_member(na_buf *file, na_str bytes)
{
    static unsigned char out[1 << 20];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes.p;
    z.avail_in = (unsigned)bytes.n;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    na_buf_add(file, (na_str){(char *)out, sizeof out - z.avail_out});
    deflateEnd(&z);
}

/* What the check said about one rule, and all it said. */
typedef struct heard {
    const char *rule; /* the one that is listened for */
    unsigned times, errors, warnings;
    uint64_t offset;
    int32_t severity;
    char record_id[128], all[512];
} heard;

static int32_t listen(const newsarc_finding *f, void *user)
{
    heard *h = user;
    assert_int_equal(f->struct_size, sizeof *f);
    assert_non_null(f->file);
    assert_true(f->message[0] != 0);
    *(f->severity == NEWSARC_SEVERITY_ERROR ? &h->errors : &h->warnings) += 1;
    size_t n = strlen(h->all);
    snprintf(h->all + n, sizeof h->all - n, " %s", f->rule);
    if (!h->rule || strcmp(f->rule, h->rule) != 0)
        return 0;
    h->times++;
    h->offset = f->offset;
    h->severity = f->severity;
    snprintf(h->record_id, sizeof h->record_id, "%s", f->record_id ? f->record_id : "");
    return 0;
}

static heard check(const na_buf *file, const char *rule)
{
    heard h = {.rule = rule};
    newsarc_status status = na_verify_memory(na_buf_str(file), listen, &h);
    assert_int_equal(status, h.errors ? NEWSARC_E_INCOMPLETE : NEWSARC_OK);
    return h;
}

static void expect(const heard *h, int32_t severity)
{
    if (h->times == 0)
        fail_msg("%s is not named; named are:%s", h->rule, h->all);
    assert_int_equal(h->severity, severity);
}

static void good_is_good(void **state)
{
    (void)state;
    na_buf file = NA_BUF(1 << 20), plain = NA_BUF(1 << 20);
    for (size_t i = 0; i < RECORDS; i++) {
        add_member(&file, na_buf_str(&good[i]));
        na_buf_add(&plain, na_buf_str(&good[i]));
    }
    assert_string_equal(check(&file, NULL).all, " filename"); /* it has no name in memory */
    assert_string_equal(check(&plain, NULL).all, " filename");
    na_buf_free(&file);
    na_buf_free(&plain);
}

/* In record `at` the text `find` becomes `put`; with `line`, all that stands from it to the end of
 * its line, CRLF included. */
typedef struct fault {
    size_t at;
    bool line;
    const char *find, *put, *rule;
    int32_t severity;
} fault;

#define E NEWSARC_SEVERITY_ERROR
#define W NEWSARC_SEVERITY_WARNING
#define ID "<urn:uuid:00000000-0000-4000-8000-000000000000>"
#define ZEROS "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const fault faults[] = {
    {0, false, "WARC/1.1", "WARC/1.2", "version", E},
    {0, false, "WARC-Type: warcinfo", "WARC-Type: metadata", "warcinfo", W},
    {0, false, "Content-Type: application/warc-fields", "Content-Type: text/plain", "content-type",
     E},
    {1, false, "hello world", "jello world", "block-digest", E},
    {1, false, "hello world", "jello world", "payload-digest", E},
    {1, true, "WARC-Block-Digest:", "WARC-Block-Digest: " ZEROS "\r\n", "block-digest", E},
    {1, true, "WARC-Payload-Digest:", "WARC-Payload-Digest: " ZEROS "\r\n", "payload-digest", E},
    {3, true, "WARC-Payload-Digest:", "WARC-Payload-Digest: " ZEROS "\r\n", "payload-digest", E},
    {4, true, "WARC-Payload-Digest:", "WARC-Payload-Digest: " ZEROS "\r\n", "payload-digest", E},
    /* sha1 of the body with its chunk framing, by another tool */
    {4, true, "WARC-Payload-Digest:",
     "WARC-Payload-Digest: sha1:4VLAIXCCZBKMB53SQULTIGXO5OPH6NA2\r\n", "payload-digest-chunked", W},
    {1, true, "WARC-Block-Digest:", "WARC-Block-Digest: sha1:AAAA\r\n", "digest-format", E},
    {1, true, "WARC-Block-Digest:", "WARC-Block-Digest: none\r\n", "digest-format", E},
    {1, true, "WARC-Block-Digest:", "WARC-Block-Digest: xxh3:0011\r\n", "digest-algorithm", W},
    {1, false, HELLO, "sha1:fkxgynojj7h3ifo35fpubc445epoqrxn", "digest-case", W},
    {1, true, "Content-Length:", "Content-Length: 2\r\n", "record-end", E},
    {1, true, "Content-Length:", "Content-Length: 99999\r\n", "torn-record", E},
    {1, true, "Content-Length:", "Content-Length: x\r\n", "content-length", E},
    {1, true, "Content-Length:", "Content-Length: 9223372036854775808\r\n", "content-length", E},
    {1, true, "Content-Length:", "", "content-length", E},
    {1, false, "hello world\r\n\r\n", "hello world\r\n", "record-end", E},
    {1, false, "hello world\r\n\r\n", "hello world", "record-end", E},
    {1, false, "WARC/1.1\r\n", "\r\nWARC/1.1\r\n", "extra-bytes", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\n", "header", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nno colon\r\n", "header", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nbad name: x\r\n", "header", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nX-Y: \xFF\r\n", "header", E},
    {1, true, "WARC-Record-ID:", "", "field-missing", E},
    {1, true, "WARC-Date:", "", "field-missing", E},
    {1, true, "WARC-Type:", "", "field-missing", E},
    {1, true, "WARC-Target-URI:", "", "field-missing", E},
    {6, true, "WARC-Profile:", "", "field-missing", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Date: 2015-09-01T10:22:00Z\r\n", "field-repeated",
     E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Filename: x\r\n", "field-forbidden", E},
    {0, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Target-URI: http://a.example/\r\n",
     "field-forbidden", E},
    {3, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-IP-Address: 192.0.2.1\r\n", "field-forbidden", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Truncated:\r\n", "field-value", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Truncated: boredom\r\n", "truncated", W},
    {1, true, "WARC-Type:", "WARC-Type: monkey\r\n", "type", W},
    {1, true, "WARC-Record-ID:", "WARC-Record-ID: urn:uuid:1\r\n", "record-id", E},
    {1, true, "WARC-Record-ID:", "WARC-Record-ID: <1>\r\n", "record-id", E},
    {1, true, "WARC-Date:", "WARC-Date: 2015-02-29T10:22:00Z\r\n", "date", E},
    {1, true, "WARC-Date:", "WARC-Date: 2015-09-01 10:22:00\r\n", "date", E},
    {1, true, "WARC-Date:", "WARC-Date: 2015-09-01T10:22:00.Z\r\n", "date", E},
    {1, true, "WARC-Target-URI:", "WARC-Target-URI: <http://a.example/>\r\n", "target-uri", E},
    {1, true, "WARC-Target-URI:", "WARC-Target-URI: http://a.example/a b\r\n", "target-uri", E},
    {1, true, "WARC-Target-URI:", "WARC-Target-URI: http://a.example/\xE4\xB8\xAD\r\n",
     "target-uri", E},
    {1, true, "WARC-IP-Address:", "WARC-IP-Address: 192.0.2.256\r\n", "ip-address", E},
    {1, true, "Content-Type: application/http", "", "content-type", E},
    {1, false, "msgtype=response", "msgtype=request", "content-type", E},
    {1, false, "WARC/1.1\r\n", "WARC/1.1\r\nWARC-Segment-Number: 2\r\n", "segment-number", E},
    {6, true, "WARC-Profile:", "WARC-Profile: http://a.example/mine\r\n", "profile", W},
    {1, false, "HTTP/1.1 200", "HTTP/2.0 200", "http-head", E},
    {2, false, "GET /1 HTTP/1.1", "hello          ", "http-head", E},
    {1, false, "Content-Length: 11\r\n", "Content-Length: 12\r\n", "http-length", E},
    {1, false, "Content-Length: 11\r\n", "Content-Length: 10\r\n", "http-length", E},
    {4, false, "\r\n0\r\n\r\n", "\r\n1\r\n\r\n", "http-chunks", E},
    {4, false, "\r\n\r\nb\r\nhello", "\r\n\r\nx\r\nhello", "http-chunks", E},
    {2, false, "Host: news.example\r\n", "Authorization: Basic\r\n", "credentials", W},
    {2, true, "WARC-Concurrent-To:", "WARC-Concurrent-To: " ID "\r\n", "concurrent-to", W},
    {2, true, "WARC-Date:", "WARC-Date: 2015-09-01T10:22:01Z\r\n", "concurrent-date", E},
    {3, true, "WARC-Refers-To:", "WARC-Refers-To: " ID "\r\n", "refers-to", W},
    {1, true, "WARC-Warcinfo-ID:", "WARC-Warcinfo-ID: " ID "\r\n", "warcinfo-id", W},
};

static na_buf broken(const fault *f, const na_buf *record)
{
    na_buf b = NA_BUF(1 << 20);
    na_str s = na_buf_str(record);
    size_t at = na_str_find(s, na_str_from(f->find));
    if (at == NA_NOT_FOUND)
        fail_msg("no %s in record %zu", f->find, f->at);
    na_str rest = na_str_skip(s, at + strlen(f->find));
    if (f->line)
        rest = na_str_skip(rest, na_str_find_byte(rest, '\n') + 1);
    na_buf_add(&b, na_str_take(s, at));
    na_buf_add_cstr(&b, f->put);
    na_buf_add(&b, rest);
    return b;
}

static void each_fault_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const fault *f = &faults[i];
        na_buf file = NA_BUF(1 << 20), bad = broken(f, &good[f->at]);
        size_t offset = 0;
        for (size_t k = 0; k < RECORDS; k++) {
            offset = k == f->at ? file.n : offset;
            add_member(&file, na_buf_str(k == f->at ? &bad : &good[k]));
        }
        heard h = check(&file, f->rule);
        expect(&h, f->severity);
        assert_int_equal(h.offset, offset);
        na_buf_free(&file);
        na_buf_free(&bad);
    }
}

static na_buf file_of_good(void)
{
    na_buf file = NA_BUF(1 << 20);
    for (size_t i = 0; i < RECORDS; i++)
        add_member(&file, na_buf_str(&good[i]));
    return file;
}

static void members_are_checked(void **state)
{
    (void)state;
    na_buf file = NA_BUF(1 << 20), two = NA_BUF(1 << 20);
    add_member(&file, na_buf_str(&good[0]));
    na_buf_add(&two, na_buf_str(&good[1]));
    na_buf_add(&two, na_buf_str(&good[2]));
    add_member(&file, na_buf_str(&two));
    heard h = check(&file, "gzip-member");
    expect(&h, E);
    assert_int_equal(h.times, 2);
    na_buf_free(&file);
    na_buf_free(&two);

    file = file_of_good();
    file.n--;
    h = check(&file, "torn-record");
    expect(&h, E);
    na_buf_add_cstr(&file, "\x01\x02\x03");
    h = check(&file, "gzip-data");
    expect(&h, E);
    na_buf_free(&file);
}

static void ids_are_unique(void **state)
{
    (void)state;
    na_buf file = file_of_good();
    size_t end = file.n;
    add_member(&file, na_buf_str(&good[1]));
    heard h = check(&file, "repeated-record");
    expect(&h, W);
    assert_int_equal(h.offset, end);
    file.n = end;
    na_buf other = broken(&(fault){1, false, "hello", "jello", NULL, 0}, &good[1]);
    add_member(&file, na_buf_str(&other));
    h = check(&file, "duplicate-id");
    expect(&h, E);
    assert_int_equal(h.offset, end);
    assert_true(na_str_find(na_buf_str(&good[1]), na_str_from(h.record_id)) != NA_NOT_FOUND);
    na_buf_free(&other);
    na_buf_free(&file);
}

/* A collection must hold what its records refer to, in whichever file. */
static void folders_are_checked(void **state)
{
    (void)state;
    heard h = {0};
    newsarc_verify_summary sum = {.struct_size = sizeof sum};
    na_buf one = NA_BUF(1 << 20), two = NA_BUF(1 << 20);
    mkdir(in_folder("archive"), 0755);
    for (size_t i = 0; i < RECORDS; i++)
        add_member(i < 3 ? &one : &two, na_buf_str(&good[i]));
    spill(in_folder("archive/b.warc.gz"), na_buf_str(&two));
    h.rule = "refers-to";
    assert_int_equal(verify_path(folder, listen, &h, &sum, NULL), NEWSARC_E_INCOMPLETE);
    expect(&h, E);
    assert_int_equal(h.times, 2);

    spill(in_folder("archive/c.warc.gz"), na_buf_str(&one));
    spill(in_folder("archive/d.warc.gz.open"), NA_STR("x"));
    h = (heard){.rule = "left-open"};
    assert_int_equal(verify_path(folder, listen, &h, &sum, NULL), NEWSARC_OK);
    expect(&h, W);
    assert_int_equal(sum.files, 2);
    assert_int_equal(sum.records, RECORDS);
    assert_int_equal(sum.errors, 0);
    assert_int_equal(sum.bytes, one.n + two.n);

    spill(in_folder("archive/e.warc.gz"), NA_STR("<html>"));
    h = (heard){.rule = "not-warc"};
    assert_int_equal(verify_path(folder, listen, &h, &sum, NULL), NEWSARC_E_INCOMPLETE);
    expect(&h, E);
    assert_int_equal(sum.records, RECORDS);
    na_buf_free(&one);
    na_buf_free(&two);
}

static newsarc_status check_two(const char *one, const char *two, heard *h)
{
    const char *const paths[] = {in_folder(one), in_folder(two)};
    return newsarc_verify(paths, 2, listen, h, NULL, NULL);
}

/* Files that are given together are checked together. */
static void files_are_checked_together(void **state)
{
    (void)state;
    na_buf one = NA_BUF(1 << 20), two = NA_BUF(1 << 20);
    for (size_t i = 0; i < RECORDS; i++)
        add_member(i == 1 ? &one : &two, na_buf_str(&good[i]));
    spill(in_folder("one.warc.gz"), na_buf_str(&one));
    spill(in_folder("two.warc.gz"), na_buf_str(&two));

    heard h = {.rule = "refers-to-target"};
    assert_int_equal(verify_path(in_folder("two.warc.gz"), listen, &h, NULL, NULL), NEWSARC_OK);
    expect(&h, W);
    h = (heard){.rule = "refers-to"};
    assert_int_equal(check_two("two.warc.gz", "one.warc.gz", &h), NEWSARC_OK);
    assert_int_equal(h.times, 0);
    assert_null(strstr(h.all, "refers-to-target"));

    h = (heard){.rule = "repeated-record"};
    assert_int_equal(check_two("one.warc.gz", "one.warc.gz", &h), NEWSARC_E_INCOMPLETE);
    expect(&h, E);
    na_buf other = broken(&(fault){1, false, "hello", "jello", NULL, 0}, &good[1]);
    one.n = 0;
    add_member(&one, na_buf_str(&other));
    spill(in_folder("other.warc.gz"), na_buf_str(&one));
    h = (heard){.rule = "duplicate-id"};
    assert_int_equal(check_two("one.warc.gz", "other.warc.gz", &h), NEWSARC_E_INCOMPLETE);
    expect(&h, E);

    h = (heard){.rule = "unreadable"};
    assert_int_equal(check_two("gone", "two.warc.gz", &h), NEWSARC_E_INCOMPLETE);
    expect(&h, E);
    na_buf_free(&other);
    na_buf_free(&one);
    na_buf_free(&two);
    empty_folder();
}

/* Many references to records that come later, and one whose record never comes. */
static void references_are_settled(void **state)
{
    (void)state;
    na_buf file = NA_BUF(1 << 20);
    na_buf_add(&file, na_buf_str(&good[0]));
    for (unsigned i = 0; i < 1000; i++) {
        static const char *const dates[] = {"2015-09-01T10:22:00Z", "2015-09-01T10:22:01Z"};
        na_buf_addf(&file,
                    "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:x:%u>\r\n"
                    "WARC-Date: %s\r\nWARC-Concurrent-To: <urn:x:%u>\r\n"
                    "Content-Length: 0\r\n\r\n\r\n\r\n",
                    i, dates[i == 501], i + 1);
    }
    heard h = check(&file, "concurrent-to");
    assert_int_equal(h.times, 1);
    assert_string_equal(h.record_id, "<urn:x:999>");
    h = check(&file, "concurrent-date");
    assert_int_equal(h.times, 2);
    na_buf_free(&file);
}

static void sums_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *line, *rule;
    } cases[] = {
        /* sha256 of "x", by another tool */
        {"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  archive/d.warc.gz.open",
         NULL},
        {"2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881 *archive/d.warc.gz.open",
         NULL},
        {"0d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  archive/d.warc.gz.open",
         "sha256"},
        {"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  archive/gone",
         "sha256sums"},
        {"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  archive/../../x",
         "sha256sums"},
        {"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  /etc/passwd",
         "sha256sums"},
        {"2d71  x", "sha256sums"},
    };
    unlink(in_folder("archive/e.warc.gz"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        heard h = {.rule = cases[i].rule};
        spill(in_folder("SHA256SUMS"), na_str_from(cases[i].line));
        newsarc_status status = verify_path(folder, listen, &h, NULL, NULL);
        assert_int_equal(status, cases[i].rule ? NEWSARC_E_INCOMPLETE : NEWSARC_OK);
        if (cases[i].rule)
            expect(&h, E);
    }
    unlink(in_folder("archive/b.warc.gz"));
    unlink(in_folder("archive/c.warc.gz"));
    unlink(in_folder("archive/d.warc.gz.open"));
    assert_int_equal(rmdir(in_folder("archive")), 0);
    empty_folder();
}

static int32_t stop(const newsarc_finding *f, void *user)
{
    (void)f;
    ++*(int *)user;
    return 1;
}

static void bad_calls(void **state)
{
    (void)state;
    newsarc_error err;
    newsarc_verify_summary none = {0};
    int calls = 0;
    assert_int_equal(verify_path(NULL, NULL, NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(verify_path("", NULL, NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_verify(NULL, 1, NULL, NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(verify_path(folder, NULL, NULL, &none, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(verify_path(in_folder("gone"), NULL, NULL, NULL, &err), NEWSARC_E_NOT_FOUND);
    assert_int_equal(verify_path(folder, NULL, NULL, NULL, &err), NEWSARC_E_FORMAT);
    spill(in_folder("x"), NA_STR(""));
    assert_int_equal(verify_path(in_folder("x"), NULL, NULL, NULL, &err), NEWSARC_E_FORMAT);
    spill(in_folder("x"), NA_STR("WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n"));
    assert_int_equal(verify_path(in_folder("x"), stop, &calls, NULL, &err), NEWSARC_E_STOPPED);
    assert_int_equal(calls, 1);
    assert_int_equal(verify_path(in_folder("x"), NULL, NULL, NULL, &err), NEWSARC_E_INCOMPLETE);
    empty_folder();
}

static void dates_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool in_10, in_11;
    } dates[] = {
        {"2015-09-01T10:22:00Z", true, true},
        {"2016-02-29T23:59:60Z", true, true},
        {"2015-09-01T10:22:00.5Z", false, true},
        {"2015-09-01T10:22:00.123456789Z", false, true},
        {"2015-09-01T10:22:00.1234567890Z", false, false},
        {"2015-09-01T10:22Z", false, true},
        {"2015-09-01", false, true},
        {"2015-09", false, true},
        {"2015", false, true},
        {"2015-13", false, false},
        {"2015-09-31", false, false},
        {"2015-09-01T24:00:00Z", false, false},
        {"2015-09-01T10:22:00+01:00", false, false},
        {"2015-09-01T10:22:00", false, false},
        {"20150901102200", false, false},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        assert_int_equal(na_verify_is_date(na_str_from(dates[i].text), false), dates[i].in_10);
        assert_int_equal(na_verify_is_date(na_str_from(dates[i].text), true), dates[i].in_11);
    }
}

static void allocations_may_fail(void **state)
{
    (void)state;
    na_buf file = file_of_good();
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long n = 0; n < 500 && status == NEWSARC_E_NOMEM; n++) {
        na_alloc_fail_after(n);
        status = na_verify_memory(na_buf_str(&file), NULL, NULL);
        na_alloc_fail_after(-1);
    }
    assert_int_equal(status, NEWSARC_OK);
    na_buf_free(&file);
}

/* Of a header that was not read to its end nobody knows what it lacks. */
static void cut_header_lacks_nothing(void **state)
{
    (void)state;
    static char filler[2 << 20];
    na_buf file = NA_BUF(4 << 20);
    na_str s = na_buf_str(&good[1]);
    size_t at = na_str_find_byte(s, '\n') + 1;
    memset(filler, 'a', sizeof filler);
    na_buf_add(&file, na_str_take(s, at));
    na_buf_add_cstr(&file, "X-Long: ");
    na_buf_add(&file, (na_str){filler, sizeof filler});
    na_buf_add_cstr(&file, "\r\n");
    na_buf_add(&file, na_str_skip(s, at));
    heard h = check(&file, "header");
    assert_string_equal(h.all, " header");
    na_buf_clear(&file);
    na_buf_add(&file, na_str_take(s, na_str_find(s, NA_STR("WARC-Date: 2")) + 12));
    h = check(&file, "torn-record");
    assert_string_equal(h.all, " torn-record");
    na_buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(good_is_good, make_good),
        cmocka_unit_test(each_fault_is_named),
        cmocka_unit_test(members_are_checked),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(files_are_checked_together),
        cmocka_unit_test(references_are_settled),
        cmocka_unit_test(folders_are_checked),
        cmocka_unit_test(sums_are_checked),
        cmocka_unit_test(bad_calls),
        cmocka_unit_test(dates_of_the_standard),
        cmocka_unit_test(cut_header_lacks_nothing),
        cmocka_unit_test_teardown(allocations_may_fail, free_good),
    };
    return run_in_folder(tests, sizeof tests / sizeof *tests);
}
