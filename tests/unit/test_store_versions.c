/* crawl/store: collections that an older newsarc has made are brought up to date and keep what they
 * hold. The old schemas stand here as they were. */
#include "unit/unit.h"

#include "core/buf.h"
#include "crawl/store.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char version_2[] =
    "CREATE TABLE runs(id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, "
    " result TEXT, seeds TEXT NOT NULL, full INTEGER NOT NULL, tar INTEGER, pages INTEGER, "
    "articles INTEGER, new_articles INTEGER, "
    " changed_articles INTEGER, failed INTEGER, skipped INTEGER, queued INTEGER, bytes INTEGER, "
    " seconds REAL);"
    "CREATE TABLE hosts(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE robots(origin TEXT PRIMARY KEY, fetched INTEGER NOT NULL, "
    " status INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE frontier(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, url TEXT NOT NULL, "
    " host INTEGER NOT NULL, via INTEGER NOT NULL, kind INTEGER NOT NULL, depth INTEGER NOT NULL, "
    " hops INTEGER NOT NULL, priority INTEGER NOT NULL, state INTEGER NOT NULL, "
    " tries INTEGER NOT NULL, not_before INTEGER, redirect BLOB, post TEXT);"
    "CREATE INDEX frontier_queued ON frontier(host, priority, id) WHERE state = 0;"
    "CREATE INDEX frontier_waiting ON frontier(not_before) WHERE state = 1;"
    "CREATE TABLE files(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE captures(id INTEGER PRIMARY KEY, url INTEGER NOT NULL, run INTEGER NOT NULL, "
    " file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, "
    " record TEXT NOT NULL, date TEXT NOT NULL, status INTEGER NOT NULL, mime TEXT NOT NULL, "
    " digest TEXT NOT NULL);"
    "CREATE INDEX captures_url ON captures(url);"
    "CREATE TABLE list_pages(url INTEGER PRIMARY KEY, list INTEGER NOT NULL, "
    " steps INTEGER NOT NULL, run INTEGER NOT NULL, fingerprint INTEGER NOT NULL);"
    "CREATE INDEX list_pages_list ON list_pages(list, fingerprint);"
    "CREATE TABLE entries(url INTEGER PRIMARY KEY, list INTEGER NOT NULL, run INTEGER NOT NULL, "
    " title TEXT NOT NULL, date TEXT NOT NULL);"
    "CREATE TABLE articles(url INTEGER PRIMARY KEY, capture INTEGER NOT NULL, "
    " json_file INTEGER NOT NULL, json_offset INTEGER NOT NULL, folder TEXT NOT NULL, "
    " title TEXT NOT NULL, date TEXT NOT NULL, digest TEXT NOT NULL, first_run INTEGER NOT NULL, "
    " last_run INTEGER NOT NULL, twin TEXT NOT NULL, completed INTEGER NOT NULL, "
    " same_as INTEGER, canonical INTEGER);"
    "CREATE INDEX articles_twin ON articles(twin);"
    "CREATE TABLE parts(url INTEGER PRIMARY KEY, article INTEGER NOT NULL, "
    " number INTEGER NOT NULL, digest TEXT NOT NULL, json TEXT NOT NULL, markdown TEXT NOT NULL);"
    "CREATE INDEX parts_article ON parts(article);"
    "CREATE TABLE joins(article INTEGER PRIMARY KEY);";
static const char to_3[] = "ALTER TABLE frontier ADD COLUMN path TEXT NOT NULL DEFAULT '';";
static const char to_4[] =
    "ALTER TABLE runs ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE captures ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE captures ADD COLUMN etag TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE captures ADD COLUMN modified TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE list_pages ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN known INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN first_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN rank INTEGER NOT NULL DEFAULT 99;"
    "ALTER TABLE articles ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN born INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN checked_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone_status INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE versions(url INTEGER NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL, "
    " seen INTEGER NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, "
    " json_file TEXT NOT NULL, json_offset INTEGER NOT NULL, title TEXT NOT NULL, "
    " digest TEXT NOT NULL, PRIMARY KEY(url, run)) WITHOUT ROWID;";
static const char to_5[] =
    "CREATE TABLE categories(url INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "CREATE TABLE slow(url TEXT PRIMARY KEY, ms INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE codes(status INTEGER PRIMARY KEY, answers INTEGER NOT NULL, "
    " newest INTEGER NOT NULL);"
    "CREATE TABLE tallies(run INTEGER PRIMARY KEY, revisits INTEGER NOT NULL, "
    " bytes INTEGER NOT NULL);"
    "CREATE TABLE alarms(list INTEGER PRIMARY KEY, run INTEGER NOT NULL);";
static const char content[] =
    "INSERT INTO runs(started, ended, result, seeds, full, tar, pages, articles, new_articles, "
    " changed_articles, failed, skipped, queued, bytes, seconds) VALUES(1700000000, 1700000060, "
    " 'ok', '[\"http://a.org/\"]', 0, 1, 2, 1, 1, 0, 0, 0, 0, 1234, 60.0);"
    "INSERT INTO hosts(name) VALUES('a.org');"
    "INSERT INTO frontier(key, url, host, via, kind, depth, hops, priority, state, tries) "
    " VALUES(x'01', 'http://a.org/', 1, 0, 0, 0, 0, 0, 2, 1), "
    " (x'02', 'http://a.org/1.html', 1, 1, 2, 1, 0, 2, 2, 1);"
    "INSERT INTO files(name) VALUES('a.org-20231114221320-00000.warc.gz');"
    "INSERT INTO captures(url, run, file, offset, length, record, date, status, mime, digest) "
    " VALUES(2, 1, 1, 500, 700, '<urn:uuid:1>', '2023-11-14T22:13:21Z', 200, 'text/html', "
    " 'sha1:A');"
    "INSERT INTO entries(url, list, run, title, date) VALUES(2, 1, 1, 't', '2023-11-14');"
    "INSERT INTO articles(url, capture, json_file, json_offset, folder, title, date, digest, "
    " first_run, last_run, twin, completed) VALUES(2, 1, 1, 1200, 'f', 't', '2023-11-14', 'd', 1, "
    " 1, '', 0);";

static char folder[64], path[96];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/newsarc-old-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/collection.db", folder);
    return 0;
}

static int tear_down(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void make_old(int version)
{
    static const char *const steps[] = {version_2, to_3, to_4, to_5};
    char pragmas[96];
    sqlite3 *db;
    unlink(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (int i = 0; i <= version - 2; i++)
        assert_int_equal(sqlite3_exec(db, steps[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, content, NULL, NULL, NULL), SQLITE_OK);
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA application_id = 1851880035; PRAGMA user_version = %d", version);
    assert_int_equal(sqlite3_exec(db, pragmas, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* Rows of a query, as text. */
static char *ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    na_buf rows = NA_BUF(1 << 20);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const char *text = (const char *)sqlite3_column_text(st, i);
            na_buf_addf(&rows, "%s|", text ? text : "");
        }
        na_buf_add_byte(&rows, '\n');
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
    return na_buf_take(&rows);
}

static void expect_rows(const char *sql, const char *rows)
{
    char *is = ask(sql);
    assert_string_equal(is, rows);
    newsarc_free(is);
}

static const char shape[] = "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema t, "
                            "pragma_table_info(t.name) c "
                            "WHERE t.type = 'table' ORDER BY 1, 2";

static void open_and_close(na_store_mode mode)
{
    na_store *s;
    assert_int_equal(na_store_open(path, mode, &s, NULL), NEWSARC_OK);
    na_store_close(s);
}

static void each_version_becomes_the_present_one(void **state)
{
    (void)state;
    char version[16];
    open_and_close(NA_STORE_WRITE);
    char *present = ask(shape);
    snprintf(version, sizeof version, "%d|\n", NA_STORE_VERSION);
    for (int old = 2; old <= 5; old++) {
        make_old(old);
        open_and_close(old % 2 ? NA_STORE_READ : NA_STORE_WRITE); /* reading does it, too */
        expect_rows(shape, present);
        expect_rows("PRAGMA user_version", version);
        expect_rows("PRAGMA quick_check", "ok|\n");
        expect_rows("SELECT url, path FROM frontier", "http://a.org/||\nhttp://a.org/1.html||\n");
        expect_rows("SELECT whole, etag, record FROM captures", "1||<urn:uuid:1>|\n");
        expect_rows("SELECT pages, gone, result FROM runs", "2|0|ok|\n");
        expect_rows("SELECT title, gone_run FROM articles", "t|0|\n");
    }
    newsarc_free(present);
}

/* Without the place up to which a run's archive is in the state: it is not known, rather than the
 * beginning. */
static void version_7_gets_what_it_lacks(void **state)
{
    (void)state;
    sqlite3 *db;
    unlink(path);
    open_and_close(NA_STORE_WRITE);
    char *present = ask(shape);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "INSERT INTO runs(started, seeds, full) VALUES(1, '[]', 0);"
                                  "ALTER TABLE runs DROP COLUMN file;"
                                  "ALTER TABLE runs DROP COLUMN offset; DROP TABLE shapes;"
                                  "PRAGMA user_version = 7",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    open_and_close(NA_STORE_READ);
    expect_rows(shape, present);
    expect_rows("SELECT id, file IS NULL, offset IS NULL FROM runs", "1|1|1|\n");
    newsarc_free(present);
}

/* What an older version did not note is taken from what it did. */
static void times_of_old_articles_are_those_of_their_run(void **state)
{
    (void)state;
    make_old(3);
    open_and_close(NA_STORE_WRITE);
    expect_rows("SELECT seen, checked, checked_run FROM articles", "1700000000|1700000000|1|\n");
    expect_rows("SELECT first_run FROM entries", "1|\n");
}

static void a_newer_version_is_refused_and_left_alone(void **state)
{
    (void)state;
    na_store *s;
    newsarc_error err = {0};
    make_old(5);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 1000", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(na_store_open(path, NA_STORE_WRITE, &s, &err), NEWSARC_E_FORMAT);
    assert_non_null(strstr(err.message, "version 1000"));
    expect_rows("PRAGMA user_version", "1000|\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_version_becomes_the_present_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(version_7_gets_what_it_lacks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(times_of_old_articles_are_those_of_their_run, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_newer_version_is_refused_and_left_alone, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
