/* What is written, byte by byte where it matters: record order and fields, digests of the payload,
 * names, rolling, and what stays on the disk when a write fails or the process dies. */
#include "archive/warc_reader.h"
#include "core/alloc.h"
#include "unit/archive_files.h"

#include <fcntl.h>
#include <newsarc/warc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* sha1 of "hello world" in base32, by another tool. */
#define HELLO "sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN"

static na_warc_reader *open_file(const char *name)
{
    na_warc_reader *r;
    assert_int_equal(na_warc_reader_open(in_folder(name), 1 << 20, &r, NULL), NEWSARC_OK);
    return r;
}

static void next(na_warc_reader *r, na_warc_record *record, const char *type)
{
    assert_int_equal(na_warc_reader_next(r, record, NULL), NEWSARC_OK);
    assert_int_equal(record->oddities, 0);
    assert_true(na_str_eq(na_warc_field(record, "WARC-Type"), na_str_from(type)));
}

static void field(const na_warc_record *record, const char *name, const char *want)
{
    na_str value = na_warc_field(record, name);
    if (!na_str_eq(value, na_str_from(want)))
        fail_msg("%s is \"%.*s\", not \"%s\"", name, NA_STR_ARG(value), want);
}

static void no_findings(const char *name)
{
    newsarc_verify_summary sum = {.struct_size = sizeof sum};
    newsarc_error err;
    newsarc_status status = verify_path(in_folder(name), NULL, NULL, &sum, &err);
    assert_int_equal(status, NEWSARC_OK);
    assert_int_equal(sum.warnings, 0);
}

static void an_exchange_is_two_records(void **state)
{
    (void)state;
    char name[256];
    na_warc_record record;
    na_warc_writer *w = writer(0);
    na_exchange *x = exchange("http://news.example/a^b?q=|", 200, "Content-Length: 11\r\n",
                              NA_STR("hello world"));
    na_warc_place place, article;
    snprintf(x->tls, sizeof x->tls, "tls/1.3");
    snprintf(x->cipher, sizeof x->cipher, "TLS_AES_128_GCM_SHA256");
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
    assert_int_equal(na_warc_write_article(w, NA_STR("http://news.example/a"), &place,
                                           NA_STR("{\"title\":null}"), &article, NULL),
                     NEWSARC_OK);
    na_exchange_free(x);
    assert_int_equal(count_files(".warc.gz.open", name), 1);
    assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
    na_warc_writer_free(w);
    assert_int_equal(count_files(".open", name), 0);
    assert_int_equal(count_files(".warc.gz", name), 1);
    assert_string_equal(place.file, name);

    na_warc_reader *r = open_file(name);
    next(r, &record, "warcinfo");
    field(&record, "WARC-Filename", name);
    assert_true(na_str_find(record.block, NA_STR("format: WARC File Format 1.1\r\n")) !=
                NA_NOT_FOUND);
    char info[64];
    snprintf(info, sizeof info, "%.*s", NA_STR_ARG(na_warc_field(&record, "WARC-Record-ID")));
    next(r, &record, "response");
    assert_int_equal(record.offset, place.offset);
    assert_int_equal(record.length, place.length);
    field(&record, "WARC-Record-ID", place.record_id);
    field(&record, "WARC-Date", "2015-09-01T10:22:00Z");
    field(&record, "WARC-Target-URI", "http://news.example/a%5Eb?q=%7C");
    field(&record, "WARC-IP-Address", "192.0.2.7");
    field(&record, "WARC-Protocol", "http/1.1");
    assert_true(na_str_find(record.fields, NA_STR("WARC-Protocol: tls/1.3\r\n")) != NA_NOT_FOUND);
    field(&record, "WARC-Cipher-Suite", "TLS_AES_128_GCM_SHA256");
    field(&record, "WARC-Warcinfo-ID", info);
    field(&record, "WARC-Payload-Digest", HELLO);
    field(&record, "Content-Type", "application/http;msgtype=response");
    assert_null(na_warc_field(&record, "WARC-Truncated").p);
    assert_true(
        na_str_eq(record.block, NA_STR("HTTP/1.1 200 X\r\nContent-Length: 11\r\n\r\nhello world")));
    next(r, &record, "request");
    field(&record, "WARC-Concurrent-To", place.record_id);
    field(&record, "WARC-Date", "2015-09-01T10:22:00Z");
    field(&record, "Content-Type", "application/http;msgtype=request");
    assert_true(na_str_starts(record.block, NA_STR("GET /a^b?q=| HTTP/1.1\r\n")));
    next(r, &record, "conversion");
    field(&record, "WARC-Target-URI", "urn:article:http://news.example/a");
    field(&record, "WARC-Refers-To", place.record_id);
    field(&record, "Content-Type", "application/json");
    assert_int_equal(record.offset, article.offset);
    assert_int_equal(na_warc_reader_next(r, &record, NULL), NEWSARC_E_NOT_FOUND);
    na_warc_reader_free(r);
    no_findings(name);
    empty_folder();
}

/* Chunk borders do not change the payload digest; the content coding stays in. */
static void chunk_framing_is_not_payload(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "b\r\nhello world\r\n0\r\n\r\n",
        "5;ext=\"v\"\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n",
        "00005  \r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n",
    };
    char name[256], digest[64];
    na_warc_writer *w = writer(0);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        na_warc_place p = put(w, "http://news.example/c", 200, "Transfer-Encoding: chunked\r\n",
                              na_str_from(bodies[i]));
        assert_string_equal(p.payload_digest, HELLO);
    }
    na_warc_place gzip =
        put(w, "http://news.example/g", 200, "Content-Encoding: gzip\r\n", NA_STR("hello world"));
    assert_string_equal(gzip.payload_digest, HELLO);
    na_exchange *x = exchange("http://news.example/", 200, "Transfer-Encoding: chunked\r\n",
                              na_str_from(bodies[1]));
    assert_int_equal(na_warc_payload_digest(x, digest, NULL), NEWSARC_OK);
    assert_string_equal(digest, HELLO);
    na_exchange_free(x);
    na_warc_writer_free(w);
    count_files(".warc.gz", name);
    no_findings(name);
    empty_folder();
}

static void cut_bodies_say_so(void **state)
{
    (void)state;
    static const char *const words[] = {"", "length", "time", "disconnect"};
    char name[256];
    na_warc_record record;
    na_warc_writer *w = writer(0);
    for (int why = 1; why <= NA_TRUNCATED_DISCONNECT; why++) {
        na_warc_place place;
        na_exchange *x =
            exchange("http://news.example/t", 200, "Content-Length: 99\r\n", NA_STR("short"));
        x->truncated = (na_truncated)why;
        assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
        na_exchange_free(x);
    }
    na_warc_writer_free(w);
    count_files(".warc.gz", name);
    na_warc_reader *r = open_file(name);
    next(r, &record, "warcinfo");
    for (int why = 1; why <= NA_TRUNCATED_DISCONNECT; why++) {
        next(r, &record, "response");
        field(&record, "WARC-Truncated", words[why]);
        next(r, &record, "request");
        assert_null(na_warc_field(&record, "WARC-Truncated").p);
    }
    na_warc_reader_free(r);
    no_findings(name);
    empty_folder();
}

static void unchanged_pages_are_revisits(void **state)
{
    (void)state;
    char name[256];
    na_warc_record record;
    na_warc_place revisit;
    na_warc_writer *w = writer(0);
    na_warc_place first =
        put(w, "http://news.example/r", 200, "Content-Length: 11\r\n", NA_STR("hello world"));
    na_exchange *x =
        exchange("http://news.example/r", 200, "Content-Length: 11\r\n", NA_STR("hello world"));
    x->begin_us += 86400000000;
    assert_int_equal(
        na_warc_write_revisit(w, x, &first, NA_STR("http://news.example/r"), &revisit, NULL),
        NEWSARC_OK);
    na_exchange_free(x);
    x = exchange("http://news.example/r", 304, "ETag: \"a\"\r\n", NA_STR(""));
    assert_int_equal(
        na_warc_write_revisit(w, x, &first, NA_STR("http://news.example/r"), &revisit, NULL),
        NEWSARC_OK);
    na_exchange_free(x);
    put(w, "http://news.example/r", 304, "ETag: \"a\"\r\n", NA_STR(""));
    na_warc_writer_free(w);
    count_files(".warc.gz", name);
    na_warc_reader *r = open_file(name);
    next(r, &record, "warcinfo");
    next(r, &record, "response");
    next(r, &record, "request");
    next(r, &record, "revisit");
    field(&record, "WARC-Profile",
          "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
    field(&record, "WARC-Date", "2015-09-02T10:22:00Z");
    field(&record, "WARC-Refers-To", first.record_id);
    field(&record, "WARC-Refers-To-Target-URI", "http://news.example/r");
    field(&record, "WARC-Refers-To-Date", "2015-09-01T10:22:00Z");
    field(&record, "WARC-Payload-Digest", HELLO);
    field(&record, "WARC-Truncated", "length");
    assert_true(na_str_ends(record.block, NA_STR("\r\n\r\n")));
    next(r, &record, "request");
    for (int known = 1; known >= 0; known--) {
        next(r, &record, "revisit");
        field(&record, "WARC-Profile",
              "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
        assert_int_equal(na_warc_field(&record, "WARC-Refers-To").n > 0, known);
        next(r, &record, "request");
    }
    na_warc_reader_free(r);
    no_findings(name);
    empty_folder();
}

static na_warc_place put_long(na_warc_writer *w, const char *url, int status, const char *fields,
                              na_truncated cut)
{
    static char body[2000];
    na_warc_place place;
    memset(body, 'a', sizeof body);
    na_exchange *x = exchange(url, status, fields, (na_str){body, sizeof body});
    x->truncated = cut;
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
    na_exchange_free(x);
    return place;
}

/* The same payload under another URL is stored once; what differs in what a reader sees, what is
 * cut and what is tiny is stored as it is. */
static void a_payload_is_stored_once(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        int status;
        const char *fields;
        na_truncated cut;
        bool revisit;
    } puts[] = {
        {"http://news.example/cut", 200, "", NA_TRUNCATED_TIME, false},
        {"http://news.example/a", 200, "", NA_WHOLE, false},
        {"http://news.example/b?x=|", 200, "X: y\r\n", NA_WHOLE, true},
        {"http://news.example/a", 200, "", NA_WHOLE, true},
        {"http://news.example/c", 404, "", NA_WHOLE, false},
        {"http://news.example/d", 302, "Location: /e\r\n", NA_WHOLE, false},
        {"http://news.example/d", 302, "Location: /f\r\n", NA_WHOLE, false},
        {"http://news.example/g", 200, "", NA_TRUNCATED_DISCONNECT, false},
    };
    char name[256];
    na_warc_record record;
    na_warc_place first = {0};
    na_warc_writer *w = writer(0);
    for (size_t i = 0; i < sizeof puts / sizeof *puts; i++) {
        na_warc_place p = put_long(w, puts[i].url, puts[i].status, puts[i].fields, puts[i].cut);
        const na_warc_place *payload = na_warc_writer_payload(w);
        assert_int_equal(payload->offset, puts[i].revisit ? first.offset : p.offset);
        assert_string_equal(payload->file, p.file);
        if (i == 1)
            first = p;
    }
    put(w, "http://news.example/tiny", 200, "", NA_STR("hello world"));
    put(w, "http://news.example/tiny", 200, "", NA_STR("hello world"));
    na_warc_writer_free(w);
    count_files(".warc.gz", name);
    na_warc_reader *r = open_file(name);
    next(r, &record, "warcinfo");
    for (size_t i = 0; i < sizeof puts / sizeof *puts; i++) {
        next(r, &record, puts[i].revisit ? "revisit" : "response");
        if (puts[i].revisit) {
            field(&record, "WARC-Refers-To", first.record_id);
            field(&record, "WARC-Refers-To-Target-URI", "http://news.example/a");
            field(&record, "WARC-Refers-To-Date", first.date);
            field(&record, "WARC-Payload-Digest", first.payload_digest);
        }
        next(r, &record, "request");
    }
    for (int i = 0; i < 2; i++) {
        next(r, &record, "response");
        next(r, &record, "request");
    }
    na_warc_reader_free(r);
    no_findings(name);
    empty_folder();
}

static void no_answer_is_no_record(void **state)
{
    (void)state;
    char name[256];
    na_warc_writer *w = writer(0);
    na_warc_place place;
    na_exchange *x = exchange("http://news.example/n", 0, "", NA_STR(""));
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
    assert_int_equal(place.length, 0);
    na_exchange_free(x);
    x = exchange("http://news.example/n", 200, "", NA_STR(""));
    na_buf_clear(&x->head);
    na_buf_add_cstr(&x->head, "HTTP/2 200\r\n\r\n");
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_E_ARGUMENT);
    na_exchange_free(x);
    na_warc_writer_free(w);
    assert_int_equal(count_files("", name), 2); /* . and .. */
}

static void options_are_checked(void **state)
{
    (void)state;
    static const char *const bad[] = {"a/b", ".hidden", "a b", "a\n"};
    na_warc_writer *w;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            na_warc_writer_new(&(na_warc_options){.directory = folder, .prefix = bad[i]}, &w, NULL),
            NEWSARC_E_ARGUMENT);
    assert_int_equal(na_warc_writer_new(
                         &(na_warc_options){.directory = "/nonexistent", .prefix = "a"}, &w, NULL),
                     NEWSARC_E_NOT_FOUND);
    assert_null(w);
    na_warc_writer_free(NULL);
}

static void names_follow_the_template(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *want; /* NULL: refused */
    } cases[] = {
        {NA_WARC_NAME_TEMPLATE, "p-20150901102200-00007.warc.gz"},
        {"{shorthostname}_{timestamp17}.{serialno}{prefix}",
         "web_20150901102200123.00007p.warc.gz"},
        {"{hostname}-{serialno}", "web.example_x-00007.warc.gz"},
        {"{prefix}", NULL},
        {"{serialno}{nothing}", NULL},
        {"{serialno", NULL},
        {"a/{serialno}", NULL},
        {".{serialno}", NULL},
        {"{serialno} ", NULL},
        {"", NULL},
        {"{prefix}{timestamp17}{timestamp17}{timestamp17}{timestamp17}{timestamp17}{timestamp17}"
         "{timestamp17}{serialno}",
         NULL},
    };
    na_warc_naming n = {.prefix = "p",
                        .suffix = ".warc.gz",
                        .begun = {1441102920, 123456789},
                        .serial = 7,
                        .hostname = "web.example/x"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[NA_WARC_NAME];
        n.pattern = cases[i].pattern;
        newsarc_status status = na_warc_name(&n, name);
        assert_int_equal(status, cases[i].want ? NEWSARC_OK : NEWSARC_E_ARGUMENT);
        assert_string_equal(name, cases[i].want ? cases[i].want : "");
    }
}

static void files_roll(void **state)
{
    (void)state;
    char name[256];
    na_warc_writer *w = writer(1);
    na_warc_place places[3];
    for (size_t i = 0; i < 3; i++)
        places[i] = put(w, "http://news.example/r", 200, "", NA_STR("x"));
    assert_int_equal(count_files(".warc.gz", name), 2);
    assert_int_equal(count_files(".warc.gz.open", name), 1);
    assert_int_equal(na_warc_writer_sync(w, NULL), NEWSARC_OK);
    na_warc_writer_free(w);
    assert_int_equal(count_files(".warc.gz", name), 3);
    assert_string_equal(places[2].file, name);
    for (size_t i = 0; i < 3; i++)
        no_findings(places[i].file);
    w = writer(0); /* a second run in the same second takes no name that is there */
    put(w, "http://news.example/r", 200, "", NA_STR("x"));
    na_warc_writer_free(w);
    assert_int_equal(count_files(".warc.gz", name), 4);
    empty_folder();
}

/* Larger than the buffer of whole compression: streamed, still one member. */
static void large_bodies_stream(void **state)
{
    (void)state;
    char name[256];
    static char piece[1 << 16];
    uint32_t seed = 1;
    na_warc_writer *w = writer(0);
    na_warc_place place;
    na_exchange *x = exchange("http://news.example/big", 200, "", NA_STR(""));
    for (int i = 0; i < 200; i++) {
        for (size_t k = 0; k < sizeof piece; k++)
            piece[k] = (char)((seed = seed * 1664525 + 1013904223) >> 28);
        assert_int_equal(na_spool_write(x->body, (na_str){piece, sizeof piece}), NEWSARC_OK);
    }
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
    na_exchange_free(x);
    na_warc_writer_free(w);
    assert_true(place.length > 1 << 20);
    count_files(".warc.gz", name);
    no_findings(name);
    empty_folder();
}

/* The disk is full in the middle of a record: the file ends before the exchange. */
static void failed_writes_leave_whole_records(void **state)
{
    (void)state;
    char name[256];
    static char noise[300000];
    uint32_t seed = 1;
    for (size_t k = 0; k < sizeof noise; k++)
        noise[k] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {200000, 200000};
        na_warc_writer *w = writer(0);
        na_warc_place place;
        put(w, "http://news.example/1", 200, "", NA_STR("hello world"));
        signal(SIGXFSZ, SIG_IGN);
        na_exchange *x = exchange("http://news.example/2", 200, "", (na_str){noise, sizeof noise});
        setrlimit(RLIMIT_FSIZE, &limit);
        newsarc_status status = na_warc_write_exchange(w, x, &place, NULL);
        bool right = status == NEWSARC_E_IO && place.length == 0;
        put(w, "http://news.example/3", 200, "", NA_STR("hello world"));
        na_exchange_free(x);
        na_warc_writer_free(w);
        _exit(right ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(count_files(".warc.gz", name), 1);
    no_findings(name);
    newsarc_verify_summary sum = {.struct_size = sizeof sum};
    verify_path(in_folder(name), NULL, NULL, &sum, NULL);
    assert_int_equal(sum.records, 5);
    empty_folder();
}

/* What a killed run leaves, cut at every byte of its last record. */
static void recovery_keeps_whole_records(void **state)
{
    (void)state;
    char name[256], open_name[300];
    na_warc_writer *w = writer(0);
    put(w, "http://news.example/1", 200, "", NA_STR("one"));
    na_warc_place last = put(w, "http://news.example/2", 200, "", NA_STR("two"));
    na_warc_writer_free(w);
    count_files(".warc.gz", name);
    na_buf whole = slurp(in_folder(name));
    snprintf(open_name, sizeof open_name, "%s.open", name);
    unlink(in_folder(name));
    for (size_t n = last.offset; n <= whole.n; n++) {
        na_warc_recovered got;
        newsarc_verify_summary sum = {.struct_size = sizeof sum};
        spill(in_folder(open_name), na_str_take(na_buf_str(&whole), n));
        assert_int_equal(na_warc_recover(folder, &got, NULL), NEWSARC_OK);
        assert_int_equal(got.files, 1);
        assert_int_equal(verify_path(in_folder(name), NULL, NULL, &sum, NULL), NEWSARC_OK);
        size_t want = n == whole.n ? 5 : n >= last.offset + last.length ? 4 : 3;
        assert_int_equal(sum.records, want);
        assert_int_equal(sum.bytes + got.cut_bytes, n);
        unlink(in_folder(name));
    }
    na_buf_free(&whole);
    empty_folder();
}

static void recovery_minds_others(void **state)
{
    (void)state;
    char name[256];
    na_warc_recovered got;
    na_warc_writer *w = writer(0);
    put(w, "http://news.example/1", 200, "", NA_STR("one"));
    assert_int_equal(na_warc_recover(folder, &got, NULL), NEWSARC_OK);
    assert_int_equal(got.files + got.removed, 0); /* its writer lives */
    assert_int_equal(count_files(".open", name), 1);
    na_warc_writer_free(w);
    empty_folder();

    spill(in_folder("x.warc.gz.open"), NA_STR("\x1F\x8B\x08"));
    assert_int_equal(na_warc_recover(folder, &got, NULL), NEWSARC_OK);
    assert_int_equal(got.removed, 1);
    assert_int_equal(count_files("", name), 2);
    assert_int_equal(na_warc_recover("/nonexistent", &got, NULL), NEWSARC_OK);
}

/* Whichever allocation fails: a clean error, and never a file that is not valid. */
static void allocations_may_fail(void **state)
{
    (void)state;
    char name[256];
    newsarc_status status = NEWSARC_E_NOMEM;
    for (long n = 0; n < 200 && status == NEWSARC_E_NOMEM; n++) {
        na_exchange *x = exchange("http://news.example/1", 200, "", NA_STR("hello world"));
        na_warc_place place;
        na_warc_writer *w = NULL;
        na_warc_options o = {.directory = folder, .prefix = "test"};
        na_alloc_fail_after(n);
        status = na_warc_writer_new(&o, &w, NULL);
        if (status == NEWSARC_OK)
            status = na_warc_write_exchange(w, x, &place, NULL);
        na_alloc_fail_after(-1);
        na_warc_writer_free(w);
        na_exchange_free(x);
        if (status != NEWSARC_OK)
            assert_int_equal(count_files(".warc.gz", name), 0);
    }
    assert_int_equal(status, NEWSARC_OK);
    assert_int_equal(count_files(".warc.gz", name), 1);
    no_findings(name);
    empty_folder();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exchange_is_two_records),
        cmocka_unit_test(chunk_framing_is_not_payload),
        cmocka_unit_test(cut_bodies_say_so),
        cmocka_unit_test(unchanged_pages_are_revisits),
        cmocka_unit_test(a_payload_is_stored_once),
        cmocka_unit_test(no_answer_is_no_record),
        cmocka_unit_test(options_are_checked),
        cmocka_unit_test(names_follow_the_template),
        cmocka_unit_test(files_roll),
        cmocka_unit_test(large_bodies_stream),
        cmocka_unit_test(failed_writes_leave_whole_records),
        cmocka_unit_test(recovery_keeps_whole_records),
        cmocka_unit_test(recovery_minds_others),
        cmocka_unit_test(allocations_may_fail),
    };
    return run_in_folder(tests, sizeof tests / sizeof *tests);
}
