/* crawl/store_changes: events of runs, and collections of version 5, which did not keep them. */
#include "unit/unit.h"

#include "crawl/store_changes.h"
#include "crawl/store_sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[64];

static na_store *open_store(void)
{
    na_store *s;
    assert_int_equal(na_store_open(path, NA_STORE_WRITE, &s, NULL), NEWSARC_OK);
    return s;
}

static int set_up(void **state)
{
    snprintf(path, sizeof path, "/tmp/newsarc-changes-%ld.db", (long)getpid());
    unlink(path);
    *state = open_store();
    return 0;
}

static int tear_down(void **state)
{
    char name[80];
    na_store_close(*state);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    return 0;
}

static void run_sql(na_store *s, const char *sql)
{
    char *error = NULL;
    sqlite3_exec(s->db, sql, NULL, NULL, &error);
    if (error)
        fail_msg("%s: %s", sql, error);
}

static int64_t begin_run(na_store *s, int64_t started)
{
    const na_run run = {.started = started, .seeds = "[]"};
    int64_t id = 0;
    assert_int_equal(na_store_begin_run(s, &run, &id), NEWSARC_OK);
    return id;
}

static void end_run(na_store *s, int64_t id, int64_t ended)
{
    const na_run run = {.ended = ended, .result = "ok"};
    assert_int_equal(na_store_end_run(s, id, &run), NEWSARC_OK);
}

static int64_t put(na_store *s, const char *url, const char *title, int64_t run, int64_t now)
{
    const na_new_url u = {.canonical = na_str_from(url),
                          .url = na_str_from(url),
                          .host = NA_STR("a.org"),
                          .kind = NA_URL_ARTICLE};
    na_warc_place place = {.offset = (uint64_t)(100 * run)};
    int64_t host, id = 0, capture = 0;
    na_change change;
    assert_int_equal(na_store_add(s, &u, &host), NEWSARC_OK);
    assert_int_equal(na_store_find(s, u.canonical, &id), NEWSARC_OK);
    snprintf(place.file, sizeof place.file, "%d.warc.gz", (int)run);
    const na_capture c = {.url = id, .run = run, .place = &place, .status = 200, .whole = true};
    assert_int_equal(na_store_add_capture(s, &c, &capture), NEWSARC_OK);
    na_article_row row = {.url = id,
                          .capture = capture,
                          .run = run,
                          .folder = na_str_from(url),
                          .title = na_str_from(title),
                          .digest = na_str_from(title),
                          .now = now};
    snprintf(row.json.file, sizeof row.json.file, "%s", place.file);
    row.json.offset = place.offset + 1;
    assert_int_equal(na_store_put_article(s, &row, &change), NEWSARC_OK);
    return id;
}

static newsarc_status note(const na_event_row *row, void *user)
{
    static const char *const names[] = {"new",      "changed",  "gone",
                                        "returned", "delisted", "relisted"};
    char *text = user;
    size_t n = strlen(text);
    snprintf(text + n, 400 - n, "%s %s %lld %s>%s;", names[row->event], row->title,
             (long long)row->time, row->before.file, row->after.file);
    return NEWSARC_OK;
}

static void expect(na_store *s, int64_t run, const char *events)
{
    char text[400] = "";
    assert_int_equal(na_store_events(s, run, note, text), NEWSARC_OK);
    assert_string_equal(text, events);
}

static void each_run_has_its_events(void **state)
{
    na_store *s = *state;
    bool was = false;
    begin_run(s, 10);
    int64_t a = put(s, "http://a.org/a", "A", 1, 11);
    put(s, "http://a.org/b", "B", 1, 12);
    begin_run(s, 20);
    put(s, "http://a.org/b", "B2", 2, 21);
    assert_int_equal(na_store_article_gone(s, a, 2, 22, 404, &was), NEWSARC_OK);
    assert_int_equal(na_store_article_gone(s, a, 2, 23, 410, &was), NEWSARC_OK); /* known */
    begin_run(s, 30);
    put(s, "http://a.org/b", "B3", 3, 31);
    assert_int_equal(na_store_article_checked(s, a, 3, 32), NEWSARC_OK);
    expect(s, 1, "new A 11 >;new B 12 >;");
    expect(s, 2, "changed B2 20 1.warc.gz>2.warc.gz;gone A 22 >;");
    expect(s, 3, "changed B3 30 2.warc.gz>3.warc.gz;returned A 32 >;");
    expect(s, 4, "");
}

static void of_one_article_under_two_addresses_one_is_told(void **state)
{
    na_store *s = *state;
    begin_run(s, 10);
    int64_t a = put(s, "http://a.org/a", "A", 1, 11);
    put(s, "http://a.org/a?x", "A", 1, 11);
    char sql[128];
    snprintf(sql, sizeof sql, "UPDATE articles SET same_as = %lld WHERE url <> %lld", (long long)a,
             (long long)a);
    run_sql(s, sql);
    expect(s, 1, "new A 11 >;");
}

static void a_run_tells_also_what_killed_ones_before_it_found(void **state)
{
    na_store *s = *state;
    int64_t first = 0;
    na_run_span span;
    assert_int_equal(na_store_run_span(s, 0, &span), NEWSARC_E_NOT_FOUND);
    for (int64_t i = 1; i <= 4; i++)
        assert_int_equal(begin_run(s, 10 * i), i);
    end_run(s, 1, 15);
    assert_int_equal(na_store_first_untold(s, 4, &first), NEWSARC_OK);
    assert_int_equal(first, 2);
    assert_int_equal(na_store_first_untold(s, 1, &first), NEWSARC_OK);
    assert_int_equal(first, 1);
    assert_int_equal(na_store_run_span(s, 0, &span), NEWSARC_OK);
    assert_true(span.id == 4 && span.started == 40 && span.ended == 0);
    assert_int_equal(na_store_run_span(s, 1, &span), NEWSARC_OK);
    assert_true(span.id == 1 && span.ended == 15);
}

static void what_is_forgotten_has_no_events(void **state)
{
    na_store *s = *state;
    bool was = false;
    begin_run(s, 10);
    int64_t a = put(s, "http://a.org/a", "A", 1, 11);
    assert_int_equal(na_store_article_gone(s, a, 2, 22, 404, &was), NEWSARC_OK);
    assert_true(was);
    run_sql(s, "DELETE FROM articles");
    expect(s, 1, "");
    expect(s, 2, "");
}

/* As version 7 had them, with names of files. */
static const char versions_7[] =
    "CREATE TABLE old(url INTEGER NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL, "
    " seen INTEGER NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, "
    " json_file TEXT NOT NULL, json_offset INTEGER NOT NULL, title TEXT NOT NULL, "
    " digest TEXT NOT NULL, PRIMARY KEY(url, run)) WITHOUT ROWID;"
    "INSERT INTO old SELECT v.url, v.run, v.until_run, v.seen, p.name, v.offset, j.name, "
    " v.json_offset, v.title, 'd' FROM versions v JOIN files p ON p.id = v.file JOIN files j ON "
    " j.id = v.json_file;"
    "DROP TABLE versions; ALTER TABLE old RENAME TO versions;";

static void version_5_is_brought_up_to_date(void **state)
{
    na_store *s = *state;
    bool was = false;
    begin_run(s, 10);
    int64_t a = put(s, "http://a.org/a", "A", 1, 11);
    put(s, "http://a.org/b", "B", 1, 12);
    begin_run(s, 20);
    put(s, "http://a.org/b", "B2", 2, 21);
    assert_int_equal(na_store_article_gone(s, a, 2, 22, 404, &was), NEWSARC_OK);
    assert_int_equal(na_store_commit(s), NEWSARC_OK);
    run_sql(s, versions_7);
    run_sql(s, "DROP TABLE absences; DROP TRIGGER article_gone; DROP TRIGGER article_returned; "
               "DROP TRIGGER article_forgotten; DROP INDEX articles_first; "
               "DROP TABLE listed; DROP TRIGGER entry_first_named; "
               "DROP TRIGGER entry_named_again; ALTER TABLE runs DROP COLUMN file; "
               "ALTER TABLE runs DROP COLUMN offset; DROP TABLE shapes; PRAGMA user_version = 5");
    na_store_close(s);
    *state = NULL;
    assert_int_equal(na_store_open(path, NA_STORE_READ, &s, NULL), NEWSARC_OK);
    *state = s;
    expect(s, 1, "new A 11 >;new B 12 >;");
    expect(s, 2, "changed B2 20 1.warc.gz>2.warc.gz;gone A 22 >;");
    assert_int_equal(na_store_article_checked(s, a, 3, 32), NEWSARC_OK);
    expect(s, 3, "returned A 32 >;");
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_STORE(each_run_has_its_events),
        WITH_STORE(of_one_article_under_two_addresses_one_is_told),
        WITH_STORE(a_run_tells_also_what_killed_ones_before_it_found),
        WITH_STORE(what_is_forgotten_has_no_events),
        WITH_STORE(version_5_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
