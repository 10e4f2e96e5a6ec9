/* Index, package and export without memory, and with nonsense; and a stop asked for by a callback.
 * What they write when all is well is tested end to end. */
#include "core/alloc.h"
#include "unit/archive_files.h"

#include <newsarc/newsarc.h>

#define SENTENCE                                                                                   \
    "<p>This is a sentence of a body that is long enough to be one, and it goes on for a while, "  \
    "so that nobody takes it for a caption or a menu.</p>"
#define PAGE                                                                                       \
    "<html><head><title>A title that is long enough</title></head><body><h1>A title that is long " \
    "enough</h1><p>Published: 2015-08-31 10:00</p><div>" SENTENCE SENTENCE SENTENCE SENTENCE       \
    "<img src=\"/a.png\" width=\"400\" height=\"300\">" SENTENCE SENTENCE "</div></body></html>"

/* A WARC file with a page, an image, and the answer that the page was not modified; its path. */
static const char *make_warc(void)
{
    static char path[512];
    na_warc_writer *w = writer(0);
    na_warc_place page =
        put(w, "http://news.example/a.html", 200, "Content-Type: text/html\r\n", NA_STR(PAGE));
    put(w, "http://news.example/a.png", 200, "Content-Type: image/png\r\n", NA_STR("image"));
    na_warc_place place;
    na_exchange *x = exchange("http://news.example/a.html", 304, "ETag: \"a\"\r\n", NA_STR(""));
    x->begin_us += 86400000000;
    assert_int_equal(
        na_warc_write_revisit(w, x, &page, NA_STR("http://news.example/a.html"), &place, NULL),
        NEWSARC_OK);
    na_exchange_free(x);
    assert_int_equal(na_warc_writer_close(w, NULL), NEWSARC_OK);
    na_warc_writer_free(w);
    snprintf(path, sizeof path, "%s", in_folder(page.file));
    return path;
}

typedef newsarc_status (*call_fn)(const char *const *paths, newsarc_problem_fn problem,
                                  newsarc_error *err);

static newsarc_status call_read(const char *const *paths, newsarc_problem_fn problem,
                                newsarc_error *err)
{
    (void)problem;
    newsarc_warc_reader *r;
    newsarc_warc_record record = {.struct_size = sizeof record};
    newsarc_status status = newsarc_warc_reader_open(paths[0], NULL, &r, err);
    while (status == NEWSARC_OK)
        status = newsarc_warc_reader_next(r, &record, err);
    newsarc_warc_reader_free(r);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

static newsarc_status call_index(const char *const *paths, newsarc_problem_fn problem,
                                 newsarc_error *err)
{
    char *cdxj;
    size_t length;
    newsarc_status status = newsarc_index(paths, 1, problem, NULL, &cdxj, &length, err);
    assert_true(status == NEWSARC_OK ? cdxj && length : true);
    newsarc_free(cdxj);
    return status;
}

static newsarc_status call_pack(const char *const *paths, newsarc_problem_fn problem,
                                newsarc_error *err)
{
    newsarc_pack_options opts;
    newsarc_pack_options_init(&opts, sizeof opts);
    opts.title = "title";
    opts.problem = problem;
    newsarc_pack_summary sum = {.struct_size = sizeof sum};
    newsarc_status status = newsarc_pack(paths, 1, in_folder("x.wacz"), &opts, &sum, err);
    assert_true(status != NEWSARC_OK || sum.not_modified == 1);
    return status;
}

static newsarc_status call_export(const char *const *paths, newsarc_problem_fn problem,
                                  newsarc_error *err)
{
    newsarc_export_options opts;
    newsarc_export_options_init(&opts, sizeof opts);
    opts.problem = problem;
    return newsarc_warc_export(paths, 1, in_folder("x.tar"), &opts, NULL, err);
}

static newsarc_status call_lines(const char *const *paths, newsarc_problem_fn problem,
                                 newsarc_error *err)
{
    newsarc_export_options opts;
    newsarc_export_options_init(&opts, sizeof opts);
    opts.problem = problem;
    return newsarc_warc_export(paths, 1, in_folder("x.jsonl"), &opts, NULL, err);
}

static newsarc_status call_verify(const char *const *paths, newsarc_problem_fn problem,
                                  newsarc_error *err)
{
    (void)paths, (void)problem;
    return verify_path(in_folder("x.wacz"), NULL, NULL, NULL, err);
}

static const call_fn calls[] = {call_read,   call_index, call_pack,
                                call_export, call_lines, call_verify};
enum { CALLS = sizeof calls / sizeof *calls };

/* The n-th request for memory fails, for each n until none does. A package or bundle appears only
 * when all went well. */
static void memory_may_run_out(void **state)
{
    (void)state;
    const char *path = make_warc();
    assert_int_equal(call_pack(&path, NULL, NULL), NEWSARC_OK);
    for (size_t i = 0; i < CALLS; i++) {
        newsarc_status status = NEWSARC_E_NOMEM;
        for (long n = 0; status != NEWSARC_OK && n < 100000; n += n < 300 ? 1 : 13) {
            newsarc_error err = {0};
            na_alloc_fail_after(n);
            status = calls[i](&path, NULL, &err);
            na_alloc_fail_after(-1);
            if (status != NEWSARC_OK && status != NEWSARC_E_NOMEM &&
                status != NEWSARC_E_INCOMPLETE && status != NEWSARC_E_NOT_FOUND)
                fail_msg("call %zu, request %ld: %s: %s", i, n, newsarc_status_name(status),
                         err.message);
        }
        assert_int_equal(status, NEWSARC_OK);
    }
    char name[256];
    assert_int_equal(count_files(".open", name), 0);
    empty_folder();
}

static int32_t stop(const newsarc_error *problem, void *user)
{
    (void)user;
    assert_true(problem->message[0] && problem->input[0]);
    return 1;
}

static void a_callback_may_stop(void **state)
{
    (void)state;
    const char *path = make_warc();
    na_buf b = slurp(path);
    char torn_path[512];
    snprintf(torn_path, sizeof torn_path, "%s", in_folder("torn.warc.gz"));
    const char *torn = torn_path;
    spill(torn, na_str_take(na_buf_str(&b), b.n - 20));
    for (size_t i = 1; i < 5; i++) {
        newsarc_error err = {0};
        assert_int_equal(calls[i](&torn, stop, &err), NEWSARC_E_STOPPED);
        assert_int_equal(calls[i](&torn, NULL, &err), NEWSARC_E_INCOMPLETE);
        assert_true(err.message[0]);
    }
    na_buf_free(&b);
    empty_folder();
}

static void wrong_arguments_are_said(void **state)
{
    (void)state;
    newsarc_error err = {0};
    char none_path[512];
    snprintf(none_path, sizeof none_path, "%s", in_folder("none.warc"));
    const char *none = none_path;
    char *cdxj;
    size_t length;
    for (size_t i = 1; i < 5; i++) {
        memset(&err, 0, sizeof err);
        assert_int_equal(calls[i](&none, NULL, &err), NEWSARC_E_NOT_FOUND);
        assert_true(err.message[0]);
    }
    assert_int_equal(newsarc_index(NULL, 0, NULL, NULL, &cdxj, &length, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_index(&none, 1, NULL, NULL, NULL, NULL, NULL), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_pack(&none, 1, "", NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_pack_options_init(NULL, 8), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_warc_export(&none, 0, "x", NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_warc_repair(NULL, NULL, &err), NEWSARC_E_ARGUMENT);
    assert_int_equal(newsarc_warc_repair(folder, NULL, &err), NEWSARC_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(a_callback_may_stop),
        cmocka_unit_test(wrong_arguments_are_said),
    };
    return run_in_folder(tests, sizeof tests / sizeof *tests);
}
