/* crawl/store: what is kept between runs. */
#include "unit/unit.h"

#include "core/alloc.h"
#include "crawl/store_replay.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64], path[96];

static int set_up(void **state)
{
    snprintf(folder, sizeof folder, "/tmp/newsarc-store-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/collection.db", folder);
    na_store *s;
    assert_int_equal(na_store_open(path, NA_STORE_WRITE, &s, NULL), NEWSARC_OK);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    char command[128];
    na_store_close(*state);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static na_store *reopen(void **state)
{
    na_store_close(*state);
    na_store *s;
    assert_int_equal(na_store_open(path, NA_STORE_WRITE, &s, NULL), NEWSARC_OK);
    *state = s;
    return s;
}

static int64_t add(na_store *s, const char *url, uint8_t priority)
{
    int64_t host;
    const na_new_url u = {.canonical = na_str_from(url),
                          .url = na_str_from(url),
                          .host = NA_STR("a.org"),
                          .kind = NA_URL_PAGE,
                          .priority = priority};
    assert_int_equal(na_store_add(s, &u, &host), NEWSARC_OK);
    return host;
}

static void expect_next(na_store *s, int64_t host, const char *url, int64_t *id)
{
    na_task task;
    assert_int_equal(na_store_next(s, host, &task), NEWSARC_OK);
    assert_string_equal(task.url, url);
    if (id)
        *id = task.id;
    na_task_clear(&task);
}

static void settle(na_store *s, int64_t id, na_state how, int64_t not_before)
{
    const na_settle settled = {
        .id = id, .state = how, .kind = NA_URL_PAGE, .tries = 1, .not_before = not_before};
    assert_int_equal(na_store_settle(s, &settled), NEWSARC_OK);
}

static void a_url_is_known_once(void **state)
{
    na_store *s = *state;
    int64_t host = add(s, "http://a.org/1", 5);
    assert_true(host > 0);
    assert_int_equal(add(s, "http://a.org/1", 5), 0);
    assert_int_equal(na_store_commit(s), NEWSARC_OK);
    s = reopen(state);
    assert_int_equal(add(s, "http://a.org/1", 5), 0);
}

static void urgent_ones_come_first_then_old_ones(void **state)
{
    na_store *s = *state;
    int64_t id, host = add(s, "http://a.org/old", 5);
    add(s, "http://a.org/new", 5);
    add(s, "http://a.org/urgent", 2);
    expect_next(s, host, "http://a.org/urgent", &id);
    settle(s, id, NA_STATE_DONE, 0);
    expect_next(s, host, "http://a.org/old", NULL);
    add(s, "http://a.org/new", 1); /* known, but more urgent than was thought */
    expect_next(s, host, "http://a.org/new", NULL);
}

static void what_is_under_way_is_still_queued(void **state)
{
    na_store *s = *state;
    int64_t host = add(s, "http://a.org/1", 5);
    expect_next(s, host, "http://a.org/1", NULL);
    assert_int_equal(na_store_commit(s), NEWSARC_OK);
    s = reopen(state); /* killed */
    expect_next(s, host, "http://a.org/1", NULL);
}

static void what_was_not_committed_never_was(void **state)
{
    na_store *s = *state;
    add(s, "http://a.org/1", 5);
    assert_int_equal(na_store_commit(s), NEWSARC_OK);
    add(s, "http://a.org/2", 5);
    s = reopen(state);
    uint64_t n;
    assert_int_equal(na_store_count(s, NA_STATE_QUEUED, &n), NEWSARC_OK);
    assert_int_equal(n, 1);
}

static void count_host(int64_t host, void *user)
{
    (void)host;
    ++*(int *)user;
}

static void waiting_ones_are_woken_when_due(void **state)
{
    na_store *s = *state;
    int64_t id, next, host = add(s, "http://a.org/1", 5);
    int woken = 0;
    na_task task;
    expect_next(s, host, "http://a.org/1", &id);
    settle(s, id, NA_STATE_WAITING, 1000);
    assert_int_equal(na_store_next(s, host, &task), NEWSARC_E_NOT_FOUND);
    assert_int_equal(na_store_wake(s, 999, count_host, &woken, &next), NEWSARC_OK);
    assert_int_equal(woken, 0);
    assert_int_equal(next, 1000);
    assert_int_equal(na_store_wake(s, 1000, count_host, &woken, &next), NEWSARC_OK);
    assert_int_equal(woken, 1);
    assert_true(next == INT64_MAX);
    expect_next(s, host, "http://a.org/1", NULL);
}

static void a_form_is_asked_for_by_post(void **state)
{
    na_store *s = *state;
    int64_t host, id = 0;
    na_task task;
    const na_new_url u = {.canonical = NA_STR("http://a.org/l\n2"),
                          .url = NA_STR("http://a.org/l"),
                          .host = NA_STR("a.org"),
                          .post = NA_STR("page=2"),
                          .kind = NA_URL_LIST};
    assert_int_equal(na_store_add(s, &u, &host), NEWSARC_OK);
    assert_int_equal(na_store_find(s, NA_STR("http://a.org/l"), &id), NEWSARC_E_NOT_FOUND);
    assert_int_equal(na_store_find(s, u.canonical, &id), NEWSARC_OK);
    assert_int_equal(na_store_next(s, host, &task), NEWSARC_OK);
    assert_string_equal(task.url, "http://a.org/l");
    assert_string_equal(task.post, "page=2");
    assert_int_equal(task.id, id);
    na_task_clear(&task);
    assert_null(task.post);
}

/* The way from a seed, one letter a hop; of long ways the last 50 and the number before them. */
static void the_way_from_a_seed_is_told(void **state)
{
    na_store *s = *state;
    na_task task;
    int64_t host = add(s, "http://a.org/0", 5);
    for (int i = 1; i <= 60; i++) {
        char url[32], shown[NA_HOPS_TEXT], left[8] = "";
        assert_int_equal(na_store_next(s, host, &task), NEWSARC_OK);
        settle(s, task.id, NA_STATE_DONE, 0);
        snprintf(url, sizeof url, "http://a.org/%d", i);
        const na_new_url u = {.canonical = na_str_from(url),
                              .url = na_str_from(url),
                              .host = NA_STR("a.org"),
                              .via = task.id,
                              .via_path = na_str_from(task.path),
                              .hop = i == 60 ? 'E' : 'L'};
        assert_int_equal(na_store_add(s, &u, &host), NEWSARC_OK);
        na_task_clear(&task);
        if (i > 50)
            snprintf(left, sizeof left, "%d+", i - 50);
        snprintf(shown, sizeof shown, "%s%.*s%c", left, (i < 50 ? i : 50) - 1,
                 "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL", i == 60 ? 'E' : 'L');
        assert_int_equal(na_store_next(s, host, &task), NEWSARC_OK);
        assert_string_equal(task.path, shown);
        assert_non_null(task.via);
        na_task_clear(&task);
    }
}

static void a_list_that_repeats_itself_is_noticed(void **state)
{
    na_store *s = *state;
    na_list_place place;
    na_buf url = NA_BUF(100);
    int64_t one = 0;
    add(s, "http://a.org/1", 5);
    assert_int_equal(na_store_find(s, NA_STR("http://a.org/1"), &one), NEWSARC_OK);
    assert_int_equal(na_store_see_list(s, one, 1, 77, &place), NEWSARC_OK);
    assert_int_equal(place.list, one);
    assert_false(place.repeated);
    assert_int_equal(na_store_add_list_page(s, 50, one, 1), NEWSARC_OK);
    assert_int_equal(na_store_add_list_page(s, 51, one, 2), NEWSARC_OK);
    assert_int_equal(na_store_see_list(s, 50, 1, 78, &place), NEWSARC_OK);
    assert_false(place.repeated);
    assert_int_equal(na_store_see_list(s, 51, 1, 78, &place), NEWSARC_OK);
    assert_true(place.repeated);
    assert_int_equal(place.list, one);
    assert_int_equal(place.steps, 2);
    assert_int_equal(na_store_see_list(s, 51, 2, 78, &place), NEWSARC_OK);
    assert_false(place.repeated); /* of another run: lists shift */
    assert_int_equal(na_store_list_url(s, 51, &url), NEWSARC_OK);
    assert_true(na_str_eq(na_buf_str(&url), NA_STR("http://a.org/1")));
    na_buf_free(&url);
}

static void what_lists_say_of_an_article_is_kept(void **state)
{
    na_store *s = *state;
    bool fresh;
    na_buf title = NA_BUF(100), date = NA_BUF(100);
    na_entry_row row = {.url = 9, .list = 1, .run = 1, .title = NA_STR("short")};
    assert_int_equal(na_store_put_entry(s, &row, &fresh), NEWSARC_OK);
    assert_true(fresh);
    assert_int_equal(na_store_put_entry(s, &row, &fresh), NEWSARC_OK);
    assert_false(fresh);
    row.list = 2;
    row.title = NA_STR("a longer title");
    row.date = NA_STR("2015-09-01");
    assert_int_equal(na_store_put_entry(s, &row, &fresh), NEWSARC_OK);
    assert_true(fresh);
    assert_int_equal(na_store_entry(s, 9, &title, &date), NEWSARC_OK);
    assert_true(na_str_eq(na_buf_str(&title), row.title));
    assert_true(na_str_eq(na_buf_str(&date), row.date));
    assert_int_equal(na_store_entry(s, 8, &title, &date), NEWSARC_E_NOT_FOUND);
    na_buf_free(&title);
    na_buf_free(&date);
}

static void the_next_run_reads_lists_again(void **state)
{
    na_store *s = *state;
    static const struct {
        const char *url;
        na_url_kind kind;
        na_state state;
    } urls[] = {{"http://a.org/seed", NA_URL_SEED, NA_STATE_DONE},
                {"http://a.org/list", NA_URL_LIST, NA_STATE_DONE},
                {"http://a.org/article", NA_URL_ARTICLE, NA_STATE_DONE},
                {"http://a.org/failed", NA_URL_ARTICLE, NA_STATE_FAILED}};
    int64_t id;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        int64_t host = add(s, urls[i].url, 3);
        expect_next(s, host, urls[i].url, &id);
        const na_settle how = {.id = id, .state = urls[i].state, .kind = urls[i].kind};
        assert_int_equal(na_store_settle(s, &how), NEWSARC_OK);
    }
    uint64_t n;
    assert_int_equal(na_store_requeue(s, &(na_requeue){.run = 2}), NEWSARC_OK);
    assert_int_equal(na_store_count(s, NA_STATE_QUEUED, &n), NEWSARC_OK);
    assert_int_equal(n, 3);
    assert_int_equal(na_store_requeue(s, &(na_requeue){.all = true, .run = 2}), NEWSARC_OK);
    assert_int_equal(na_store_count(s, NA_STATE_QUEUED, &n), NEWSARC_OK);
    assert_int_equal(n, 4);
}

static int64_t capture(na_store *s, int64_t url, const char *file, uint64_t offset)
{
    na_warc_place place = {.offset = offset, .length = 1, .date = "2026-01-02T03:04:05Z"};
    snprintf(place.file, sizeof place.file, "%s", file);
    const na_capture c = {
        .url = url, .run = 1, .place = &place, .status = 200, .mime = NA_STR("text/html")};
    int64_t id = 0;
    assert_int_equal(na_store_add_capture(s, &c, &id), NEWSARC_OK);
    return id;
}

static void redirects_lead_to_captures(void **state)
{
    na_store *s = *state;
    int64_t from, to, host = add(s, "http://a.org/from", 1);
    expect_next(s, host, "http://a.org/from", &from);
    const na_settle moved = {.id = from,
                             .state = NA_STATE_DONE,
                             .kind = NA_URL_PAGE,
                             .redirect = NA_STR("http://a.org/to")};
    assert_int_equal(na_store_settle(s, &moved), NEWSARC_OK);
    add(s, "http://a.org/to", 1);
    expect_next(s, host, "http://a.org/to", &to);
    na_place place;
    assert_int_equal(na_store_find_capture(s, NA_STR("http://a.org/from"), &place),
                     NEWSARC_E_NOT_FOUND);
    capture(s, to, "x.warc.gz", 77);
    assert_int_equal(na_store_find_capture(s, NA_STR("http://a.org/from"), &place), NEWSARC_OK);
    assert_string_equal(place.file, "x.warc.gz");
    assert_int_equal(place.offset, 77);
}

static void circles_of_redirects_end(void **state)
{
    na_store *s = *state;
    static const char *const urls[] = {"http://a.org/x", "http://a.org/y"};
    for (int i = 0; i < 2; i++) {
        int64_t id, host = add(s, urls[i], 1);
        expect_next(s, host, urls[i], &id);
        const na_settle moved = {.id = id,
                                 .state = NA_STATE_DONE,
                                 .kind = NA_URL_PAGE,
                                 .redirect = na_str_from(urls[!i])};
        assert_int_equal(na_store_settle(s, &moved), NEWSARC_OK);
    }
    na_place place;
    assert_int_equal(na_store_find_capture(s, na_str_from(urls[0]), &place), NEWSARC_E_NOT_FOUND);
}

static na_change put(na_store *s, int64_t url, int64_t run, const char *where, const char *digest)
{
    na_change change;
    const na_article_row row = {.url = url,
                                .capture = capture(s, url, "x.warc.gz", 5),
                                .run = run,
                                .json = {"x.warc.gz", 9},
                                .folder = na_str_from(where),
                                .title = NA_STR("t"),
                                .date = NA_STR("2015-09-01"),
                                .digest = na_str_from(digest)};
    assert_int_equal(na_store_put_article(s, &row, &change), NEWSARC_OK);
    return change;
}

static newsarc_status note(const na_stored_article *a, void *user)
{
    char *text = user;
    size_t n = strlen(text);
    assert_string_equal(a->page.file, "x.warc.gz");
    assert_int_equal(a->json.offset, 9);
    assert_int_equal(a->fetched, 1767323045);
    snprintf(text + n, 200 - n, "%s;", a->folder);
    return NEWSARC_OK;
}

static void articles_are_new_changed_or_the_same(void **state)
{
    na_store *s = *state;
    int64_t ids[2], host = add(s, "http://a.org/1", 1), run;
    const na_run begun = {.started = 1, .seeds = "[]"},
                 ended = {.ended = 2, .result = "ok", .tar = true};
    char text[200] = "";
    expect_next(s, host, "http://a.org/1", &ids[0]);
    settle(s, ids[0], NA_STATE_DONE, 0);
    add(s, "http://a.org/2", 1);
    expect_next(s, host, "http://a.org/2", &ids[1]);
    assert_int_equal(na_store_begin_run(s, &begun, &run), NEWSARC_OK);
    assert_int_equal(put(s, ids[0], run, "2016/b", "d1"), NA_CHANGE_NEW);
    assert_int_equal(put(s, ids[1], run, "2015/a", "d2"), NA_CHANGE_NEW);
    assert_int_equal(put(s, ids[0], run, "2016/b", "d1"), NA_CHANGE_NONE);
    assert_int_equal(na_store_articles(s, true, note, text), NEWSARC_OK);
    assert_string_equal(text, "2015/a;2016/b;");
    assert_int_equal(na_store_end_run(s, run, &ended), NEWSARC_OK);
    assert_int_equal(na_store_begin_run(s, &begun, &run), NEWSARC_OK);
    assert_int_equal(put(s, ids[0], run, "2016/b", "d3"), NA_CHANGE_CHANGED);
    text[0] = 0;
    assert_int_equal(na_store_articles(s, true, note, text), NEWSARC_OK);
    assert_string_equal(text, "2016/b;");
}

static int64_t renew(na_store *s, int64_t url, int status, uint64_t offset)
{
    const na_warc_place place = {.file = "x.warc.gz", .offset = offset, .length = 1};
    const na_capture c = {.url = url,
                          .run = 2,
                          .place = &place,
                          .status = status,
                          .mime = NA_STR("text/html"),
                          .whole = true};
    int64_t id = 0;
    assert_int_equal(na_store_renew_capture(s, &c, &id), NEWSARC_OK);
    return id;
}

static void expect_captures(na_store *s, uint64_t count)
{
    na_contents contents;
    assert_int_equal(na_store_contents(s, &contents), NEWSARC_OK);
    assert_int_equal(contents.captures, count);
}

static void a_later_capture_takes_the_place_of_an_older_one(void **state)
{
    na_store *s = *state;
    na_place place;
    int64_t list = 0;
    add(s, "http://a.org/list", 1);
    assert_int_equal(na_store_find(s, NA_STR("http://a.org/list"), &list), NEWSARC_OK);
    int64_t id = renew(s, list, 200, 10);
    for (uint64_t night = 1; night < 20; night++)
        assert_int_equal(renew(s, list, 200, 10 + night), id);
    expect_captures(s, 1);
    assert_int_equal(na_store_find_capture(s, NA_STR("http://a.org/list"), &place), NEWSARC_OK);
    assert_int_equal(place.offset, 29);
    int64_t refused = renew(s, list, 503, 40); /* the page that came stays known */
    assert_true(refused > id);
    assert_int_equal(renew(s, list, 404, 50), refused);
    expect_captures(s, 2);
    assert_int_equal(na_store_find_capture(s, NA_STR("http://a.org/list"), &place), NEWSARC_OK);
    assert_int_equal(place.offset, 29);
    assert_int_equal(renew(s, list, 200, 60), refused);
    expect_captures(s, 1);
}

static void an_article_keeps_its_capture_until_it_changes(void **state)
{
    na_store *s = *state;
    int64_t id, host = add(s, "http://a.org/1", 1);
    expect_next(s, host, "http://a.org/1", &id);
    put(s, id, 1, "2016/b", "d1");
    int64_t second = renew(s, id, 200, 10); /* in other bytes, and the same article */
    assert_int_equal(renew(s, id, 200, 20), second);
    expect_captures(s, 2);
    assert_int_equal(put(s, id, 2, "2016/b", "d2"), NA_CHANGE_CHANGED);
    expect_captures(s, 1);
}

static void a_killed_runs_articles_go_into_the_next_tar(void **state)
{
    na_store *s = *state;
    int64_t id, run, host = add(s, "http://a.org/1", 1);
    const na_run begun = {.started = 1, .seeds = "[]"};
    char text[200] = "";
    expect_next(s, host, "http://a.org/1", &id);
    assert_int_equal(na_store_begin_run(s, &begun, &run), NEWSARC_OK);
    put(s, id, run, "2016/b", "d1");
    assert_int_equal(na_store_begin_run(s, &begun, &run), NEWSARC_OK);
    assert_int_equal(na_store_articles(s, true, note, text), NEWSARC_OK);
    assert_string_equal(text, "2016/b;");
}

static void robots_are_kept(void **state)
{
    na_store *s = *state;
    int64_t fetched;
    int status;
    na_buf body = NA_BUF(100);
    assert_int_equal(na_store_get_robots(s, NA_STR("http://a.org"), &fetched, &status, &body),
                     NEWSARC_E_NOT_FOUND);
    assert_int_equal(na_store_put_robots(s, NA_STR("http://a.org"), 5, 200, NA_STR("x\0y")),
                     NEWSARC_OK);
    assert_int_equal(na_store_get_robots(s, NA_STR("http://a.org"), &fetched, &status, &body),
                     NEWSARC_OK);
    assert_int_equal(fetched, 5);
    assert_int_equal(status, 200);
    assert_int_equal(body.n, 3);
    na_buf_free(&body);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    char other[128];
    na_store *s;
    newsarc_error err = {0};
    snprintf(other, sizeof other, "%s/other.db", folder);
    FILE *f = fopen(other, "w");
    assert_non_null(f);
    fputs("this is no database, whatever its name says", f);
    fclose(f);
    assert_int_equal(na_store_open(other, NA_STORE_WRITE, &s, &err), NEWSARC_E_FORMAT);
    assert_null(s);
    newsarc_error err2 = {0};
    snprintf(other, sizeof other, "%s/absent.db", folder);
    assert_int_equal(na_store_open(other, NA_STORE_READ, &s, &err2), NEWSARC_E_NOT_FOUND);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_url_is_known_once),
        WITH_STORE(urgent_ones_come_first_then_old_ones),
        WITH_STORE(what_is_under_way_is_still_queued),
        WITH_STORE(what_was_not_committed_never_was),
        WITH_STORE(waiting_ones_are_woken_when_due),
        WITH_STORE(a_form_is_asked_for_by_post),
        WITH_STORE(the_way_from_a_seed_is_told),
        WITH_STORE(a_list_that_repeats_itself_is_noticed),
        WITH_STORE(what_lists_say_of_an_article_is_kept),
        WITH_STORE(the_next_run_reads_lists_again),
        WITH_STORE(redirects_lead_to_captures),
        WITH_STORE(circles_of_redirects_end),
        WITH_STORE(articles_are_new_changed_or_the_same),
        WITH_STORE(a_later_capture_takes_the_place_of_an_older_one),
        WITH_STORE(an_article_keeps_its_capture_until_it_changes),
        WITH_STORE(a_killed_runs_articles_go_into_the_next_tar),
        WITH_STORE(robots_are_kept),
        WITH_STORE(other_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
