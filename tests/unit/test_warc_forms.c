/* The writer's other forms: SHA-256, zstd with and without a dictionary, no compression; metadata
 * and resource records. What is written is read back and verified without a finding. */
#include "archive/warc_reader.h"
#include "unit/archive_files.h"

#include <newsarc/warc.h>
#include <zdict.h>
#include <zstd.h>

#define HELLO_SHA1 "sha1:FKXGYNOJJ7H3IFO35FPUBC445EPOQRXN"
#define HELLO_SHA256 "sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"

/* A dictionary of many records that resemble each other. */
static na_str trained(void)
{
    static char dictionary[4096], samples[64 * 1024];
    size_t sizes[256], n = 0;
    for (unsigned i = 0; i < 256; i++) {
        int size = snprintf(samples + n, sizeof samples - n,
                            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: "
                            "http://news.example/%u\r\n\r\nHTTP/1.1 200 X\r\nX: %u\r\n\r\n",
                            i * 7919, i * i);
        sizes[i] = (size_t)size;
        n += sizes[i];
    }
    size_t size = ZDICT_trainFromBuffer(dictionary, sizeof dictionary, samples, sizes, 256);
    assert_false(ZDICT_isError(size));
    return (na_str){dictionary, size};
}

static na_warc_writer *writer_of(na_algorithm digest, na_compression compression, na_str dictionary)
{
    na_warc_writer *w;
    na_warc_options o = {.directory = folder,
                         .prefix = "test",
                         .robots = "obey",
                         .hostname = "crawler.example",
                         .is_part_of = "all news",
                         .digest = digest,
                         .compression = compression,
                         .dictionary = dictionary};
    assert_int_equal(na_warc_writer_new(&o, &w, NULL), NEWSARC_OK);
    return w;
}

static void no_findings(const char *name)
{
    newsarc_verify_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    newsarc_status status = verify_path(in_folder(name), NULL, NULL, &sum, &err);
    if (status != NEWSARC_OK)
        fail_msg("%s: %s", name, err.message);
    assert_int_equal(sum.warnings, 0);
}

/* The second one would end its line. */
static na_str outlink(size_t i, char *hop, const void *user)
{
    static const char *const urls[] = {"http://news.example/a", "http://news.example/\r\nvia: x",
                                       "http://news.example/b.png"};
    (void)user;
    *hop = i < 2 ? 'L' : 'E';
    return na_str_from(urls[i]);
}

/* One of each kind of record; returns the response's place. */
static na_warc_place write_all_kinds(na_warc_writer *w)
{
    na_warc_place page =
        put(w, "http://news.example/c", 200, "Content-Type: text/html\r\n", NA_STR("hello world"));
    na_warc_place article;
    const na_warc_fetch_info info = {.via = "http://news.example/",
                                     .hops_from_seed = "LL",
                                     .fetch_time_ms = 123,
                                     .outlink_count = 3,
                                     .outlink = outlink};
    assert_int_equal(na_warc_write_metadata(w, &page, &info, NULL), NEWSARC_OK);
    assert_int_equal(na_warc_write_article(w, NA_STR("http://news.example/c"), &page,
                                           NA_STR("{\"title\":null}"), &article, NULL),
                     NEWSARC_OK);
    assert_int_equal(na_warc_write_resource(w, "crawl.yaml", "application/yaml",
                                            NA_STR("hello world"), 1441102920, NULL),
                     NEWSARC_OK);
    return page;
}

static void expect_all_kinds(const char *name, const char *digest, uint64_t offset)
{
    static const char *const types[] = {"warcinfo", "response",   "request",
                                        "metadata", "conversion", "resource"};
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    assert_int_equal(newsarc_warc_reader_open(in_folder(name), NULL, &r, NULL), NEWSARC_OK);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
        assert_string_equal(record.type, types[i]);
        assert_int_equal(record.oddities, 0);
        if (i == 1 || i == 5)
            assert_string_equal(newsarc_warc_reader_field(r, "WARC-Payload-Digest"), digest);
    }
    assert_string_equal(record.target_uri, "urn:newsarc:test:crawl.yaml");
    assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_E_NOT_FOUND);
    assert_int_equal(newsarc_warc_reader_seek(r, offset, NULL), NEWSARC_OK);
    assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_string_equal(record.target_uri, "http://news.example/c");
    newsarc_warc_reader_free(r);
    /* at once, before anything else of the file was read */
    assert_int_equal(newsarc_warc_reader_open(in_folder(name), NULL, &r, NULL), NEWSARC_OK);
    assert_int_equal(newsarc_warc_reader_seek(r, offset, NULL), NEWSARC_OK);
    assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_string_equal(record.target_uri, "http://news.example/c");
    newsarc_warc_reader_free(r);
}

static void every_form_reads_back(void **state)
{
    (void)state;
    na_str dictionary = trained();
    static const struct {
        na_algorithm digest;
        na_compression compression;
        bool dictionary;
        const char *suffix, *want;
    } forms[] = {{NA_ALGORITHM_NONE, NA_COMPRESS_GZIP, false, ".warc.gz", HELLO_SHA1},
                 {NA_SHA256, NA_COMPRESS_GZIP, false, ".warc.gz", HELLO_SHA256},
                 {NA_SHA1, NA_COMPRESS_NONE, false, ".warc", HELLO_SHA1},
                 {NA_SHA1, NA_COMPRESS_ZSTD, false, ".warc.zst", HELLO_SHA1},
                 {NA_SHA256, NA_COMPRESS_ZSTD, true, ".warc.zst", HELLO_SHA256}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char name[256];
        na_warc_writer *w = writer_of(forms[i].digest, forms[i].compression,
                                      forms[i].dictionary ? dictionary : (na_str){0});
        na_warc_place page = write_all_kinds(w);
        assert_string_equal(page.payload_digest, forms[i].want);
        assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
        na_warc_writer_free(w);
        assert_int_equal(count_files(forms[i].suffix, name), 1);
        assert_string_equal(name, page.file);
        expect_all_kinds(name, forms[i].want, page.offset);
        no_findings(name);
        empty_folder();
    }
}

static void metadata_tells_how_a_page_was_found(void **state)
{
    (void)state;
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    na_warc_writer *w = writer_of(NA_SHA1, NA_COMPRESS_NONE, (na_str){0});
    na_warc_place page = write_all_kinds(w);
    assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
    na_warc_writer_free(w);
    assert_int_equal(newsarc_warc_reader_open(in_folder(page.file), NULL, &r, NULL), NEWSARC_OK);
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_string_equal(record.type, "metadata");
    assert_null(record.target_uri);
    assert_string_equal(newsarc_warc_reader_field(r, "WARC-Concurrent-To"), page.record_id);
    assert_string_equal(record.date, page.date);
    static const char want[] =
        "via: http://news.example/\r\nhopsFromSeed: LL\r\nfetchTimeMs: 123\r\n"
        "outlink: http://news.example/a L\r\noutlink: http://news.example/b.png E\r\n";
    assert_int_equal(record.block_length, sizeof want - 1);
    assert_memory_equal(record.block, want, sizeof want - 1);
    newsarc_warc_reader_free(r);
    empty_folder();
}

/* One that stands in another file refers to the page, and does not say when it was fetched. */
static void metadata_of_a_page_that_was_read_later(void **state)
{
    (void)state;
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    uint64_t end;
    na_warc_writer *w = writer_of(NA_SHA1, NA_COMPRESS_NONE, (na_str){0});
    assert_string_equal(na_warc_writer_end(w, &end), "");
    na_warc_place page = write_all_kinds(w);
    assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
    const na_warc_fetch_info info = {.via = "http://news.example/", .fetch_time_ms = 123};
    assert_int_equal(na_warc_write_metadata(w, &page, &info, NULL), NEWSARC_OK);
    char name[128];
    snprintf(name, sizeof name, "%s", na_warc_writer_end(w, &end));
    assert_string_not_equal(name, page.file);
    assert_true(end > 0);
    na_warc_writer_free(w);
    assert_int_equal(newsarc_warc_reader_open(in_folder(name), NULL, &r, NULL), NEWSARC_OK);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(newsarc_warc_reader_next(r, &record, NULL), NEWSARC_OK);
    assert_string_equal(record.type, "metadata");
    assert_null(newsarc_warc_reader_field(r, "WARC-Concurrent-To"));
    assert_string_equal(newsarc_warc_reader_field(r, "WARC-Refers-To"), page.record_id);
    static const char want[] = "via: http://news.example/\r\n";
    assert_int_equal(record.block_length, sizeof want - 1);
    assert_memory_equal(record.block, want, sizeof want - 1);
    newsarc_warc_reader_free(r);
    empty_folder();
}

/* Each frame names the dictionary; what is no dictionary is refused. */
static void frames_name_their_dictionary(void **state)
{
    (void)state;
    na_str dictionary = trained();
    unsigned id = ZDICT_getDictID(dictionary.p, dictionary.n);
    na_warc_writer *w = writer_of(NA_SHA1, NA_COMPRESS_ZSTD, dictionary);
    na_warc_place page = write_all_kinds(w);
    na_warc_writer_free(w);
    na_buf b = slurp(in_folder(page.file));
    assert_memory_equal(b.p, "\x5D\x2A\x4D\x18", 4);
    assert_memory_equal(b.p + 8, dictionary.p, dictionary.n);
    assert_true(id != 0);
    assert_int_equal(ZSTD_getDictID_fromFrame(b.p + page.offset, b.n - page.offset), id);
    na_buf_free(&b);
    const na_warc_options o = {.directory = folder,
                               .compression = NA_COMPRESS_ZSTD,
                               .dictionary = NA_STR("HTTP/1.1 200 OK")};
    assert_int_equal(na_warc_writer_new(&o, &w, NULL), NEWSARC_E_CONFIG);
    empty_folder();
}

static void frames_state_their_size_and_check_sum(void **state)
{
    (void)state;
    na_warc_writer *w = writer_of(NA_SHA1, NA_COMPRESS_ZSTD, (na_str){0});
    na_warc_place page = write_all_kinds(w);
    assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
    na_warc_writer_free(w);
    na_buf b = slurp(in_folder(page.file));
    size_t n = ZSTD_findFrameCompressedSize(b.p + page.offset, b.n - page.offset);
    assert_int_equal(n, page.length);
    unsigned long long size = ZSTD_getFrameContentSize(b.p + page.offset, n);
    assert_true(size != ZSTD_CONTENTSIZE_UNKNOWN && size != ZSTD_CONTENTSIZE_ERROR);
    assert_true(b.p[page.offset + 4] & 4); /* Content_Checksum_flag, RFC 8878 3.1.1.1.1 */
    na_buf_free(&b);
    empty_folder();
}

static void recovery_finishes_every_form(void **state)
{
    (void)state;
    for (int i = NA_COMPRESS_GZIP; i <= NA_COMPRESS_NONE + 1; i++) {
        char name[256], open_as[300];
        bool with_dictionary = i > NA_COMPRESS_NONE;
        int form = with_dictionary ? NA_COMPRESS_ZSTD : i;
        na_warc_recovered sum;
        na_warc_writer *w =
            writer_of(NA_SHA1, (na_compression)form, with_dictionary ? trained() : (na_str){0});
        na_warc_place page = write_all_kinds(w);
        assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
        na_warc_writer_free(w);
        na_buf b = slurp(in_folder(page.file));
        snprintf(open_as, sizeof open_as, "%s.open", page.file);
        spill(in_folder(open_as), na_str_take(na_buf_str(&b), b.n - 9));
        unlink(in_folder(page.file));
        assert_int_equal(na_warc_recover(folder, &sum, NULL), NEWSARC_OK);
        assert_int_equal(sum.files, 1);
        assert_true(sum.cut_bytes > 0);
        assert_int_equal(count_files(na_warc_suffix((na_compression)form), name), 1);
        no_findings(name);
        na_buf_free(&b);
        empty_folder();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_reads_back),
        cmocka_unit_test(metadata_tells_how_a_page_was_found),
        cmocka_unit_test(metadata_of_a_page_that_was_read_later),
        cmocka_unit_test(frames_name_their_dictionary),
        cmocka_unit_test(frames_state_their_size_and_check_sum),
        cmocka_unit_test(recovery_finishes_every_form),
    };
    return run_in_folder(tests, sizeof tests / sizeof *tests);
}
