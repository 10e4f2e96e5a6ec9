/* Reading for the report and the alarm, and what they need to be kept. The statements for reading
 * run once a run, so they are not kept. */
#include "crawl/store_report.h"

#include "crawl/store_sql.h"

const char na_sql_from_4[] =
    "CREATE TABLE categories(url INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "CREATE TABLE slow(url TEXT PRIMARY KEY, ms INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE codes(status INTEGER PRIMARY KEY, answers INTEGER NOT NULL, "
    " newest INTEGER NOT NULL);"
    "CREATE TABLE tallies(run INTEGER PRIMARY KEY, revisits INTEGER NOT NULL, "
    " bytes INTEGER NOT NULL);"
    "CREATE TABLE alarms(list INTEGER PRIMARY KEY, run INTEGER NOT NULL);";

static const char *const report_text[NA_REPORT_QUERIES] = {
    [NA_REPORT_RUNS] =
        "SELECT coalesce(result, ''), '', started, coalesce(ended, 0), coalesce(pages, 0), "
        "coalesce(new_articles, 0), coalesce(changed_articles, 0), coalesce(failed, 0), "
        "gone, CAST(coalesce(seconds, 0) * 1000 AS INTEGER) FROM runs ORDER BY id DESC LIMIT ?1",
    [NA_REPORT_CATEGORIES] =
        "SELECT coalesce(k.name, ''), coalesce(f.url, ''), x.list, x.listed, x.archived FROM "
        "(SELECT e.list AS list, count(*) AS listed, sum(EXISTS(SELECT 1 FROM captures c WHERE "
        "c.url = e.url AND c.status BETWEEN 200 AND 399)) AS archived FROM entries e "
        "GROUP BY e.list) x LEFT JOIN categories k ON k.url = x.list "
        "LEFT JOIN frontier f ON f.id = x.list ORDER BY x.listed DESC, x.list LIMIT ?1",
    /* by run first: many articles share one, and its month is reckoned once */
    [NA_REPORT_MONTHS] =
        "SELECT '', '', y.list, CAST(strftime('%Y', r.started, 'unixepoch') AS INTEGER) * 12 + "
        "CAST(strftime('%m', r.started, 'unixepoch') AS INTEGER) - 1, sum(y.new), sum(y.n - y.new) "
        "FROM (SELECT coalesce(e.list, 0) AS list, x.run AS run, sum(x.new) AS new, count(*) AS n "
        "FROM ("
        "SELECT url, first_run AS run, 1 AS new FROM articles WHERE same_as IS NULL UNION ALL "
        "SELECT url, last_run, 0 FROM articles WHERE last_run <> first_run AND same_as IS NULL "
        "UNION ALL SELECT v.url, v.run, 0 FROM versions v JOIN articles a ON a.url = v.url WHERE "
        "v.run <> a.first_run AND a.same_as IS NULL) x LEFT JOIN entries e ON e.url = x.url "
        "GROUP BY 1, 2) y JOIN runs r ON r.id = y.run GROUP BY 3, 4 ORDER BY 3, 4 LIMIT ?1",
    [NA_REPORT_YEARS] =
        "SELECT '', '', CAST(substr(date, 1, 4) AS INTEGER), count(*) FROM articles "
        "WHERE same_as IS NULL GROUP BY 3 ORDER BY 3 DESC LIMIT ?1",
    [NA_REPORT_STATUS] =
        "SELECT '', '', status, answers, newest FROM codes ORDER BY status LIMIT ?1",
    [NA_REPORT_FAILING] =
        "SELECT f.url, '', coalesce((SELECT c.status FROM captures c WHERE c.url = f.id "
        "ORDER BY c.id DESC LIMIT 1), 0), f.tries FROM frontier f WHERE f.state = 3 "
        "ORDER BY f.kind, f.id LIMIT ?1",
    [NA_REPORT_SLOW] = "SELECT url, '', ms FROM slow ORDER BY ms DESC, url LIMIT ?1",
    [NA_REPORT_SAVED] = "SELECT '', '', coalesce(sum(revisits), 0), coalesce(sum(bytes), 0) FROM "
                        "tallies LIMIT ?1",
    [NA_REPORT_GONE] = "SELECT '', '', count(*) FROM articles WHERE gone_run <> 0 AND same_as IS "
                       "NULL LIMIT ?1",
};

/* Numbers in the second column are those of na_silence. Of a list's entries that came as HTML the
 * newest are those of as many runs as it takes to have three. */
static const char silent_text[] =
    "SELECT f.url, iif(c.status = 200, 0, 1), p.url FROM list_pages p JOIN frontier f ON "
    "f.id = p.url JOIN captures c ON c.id = (SELECT max(b.id) FROM captures b WHERE b.url = p.url) "
    "WHERE p.list = p.url AND c.run = ?1 AND NOT (p.run = ?1 AND p.fingerprint <> 0) "
    "AND EXISTS(SELECT 1 FROM entries e WHERE e.list = p.url AND e.first_run < ?1) "
    "AND (c.status = 200 OR (c.status IN (404, 410) AND p.url NOT IN (SELECT list FROM alarms))) "
    "UNION ALL "
    "SELECT f.url, 2, 0 FROM (SELECT list, max(first_run) AS run, count(*) AS n, "
    "sum(article) AS articles FROM (SELECT e.list AS list, e.first_run AS first_run, "
    "EXISTS(SELECT 1 FROM articles a WHERE a.url = e.url) AS article, "
    "rank() OVER (PARTITION BY e.list ORDER BY e.first_run DESC) AS age FROM entries e WHERE "
    "EXISTS(SELECT 1 FROM captures c WHERE c.url = e.url AND c.status = 200 AND "
    "c.mime LIKE 'text/html%')) WHERE age <= 3 GROUP BY list) x JOIN frontier f ON f.id = x.list "
    "WHERE x.run = ?1 AND x.n >= 3 AND x.articles = 0 AND EXISTS(SELECT 1 FROM entries e JOIN "
    "articles a ON a.url = e.url WHERE e.list = x.list AND a.first_run < ?1)";

newsarc_status na_store_name_category(na_store *s, int64_t url, na_str name)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_CATEGORY_NAME, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    na_sql_bind_str(st, 2, name);
    return na_sql_done(s, st);
}

static newsarc_status put_slow(na_store *s, const char *url, uint32_t ms)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_SLOW_ADD, true);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, na_str_from(url));
    sqlite3_bind_int64(st, 2, ms);
    return na_sql_done(s, st);
}

newsarc_status na_store_put_tally(na_store *s, int64_t run, const na_tally *t)
{
    newsarc_status status = na_sql_numbers(s, NA_SQL_SLOW_CLEAR, NULL, 0);
    if (status == NEWSARC_OK)
        status = na_sql_numbers(s, NA_SQL_CODES_NEXT, NULL, 0);
    for (size_t i = 0; status == NEWSARC_OK && i < t->slow_count; i++)
        status = put_slow(s, t->slow[i].url, t->slow[i].ms);
    for (size_t i = 0; status == NEWSARC_OK && i < t->code_count; i++)
        status = na_sql_numbers(s, NA_SQL_CODES_ADD,
                                (int64_t[]){t->codes[i].status, (int64_t)t->codes[i].answers}, 2);
    if (status == NEWSARC_OK)
        status =
            na_sql_numbers(s, NA_SQL_TALLY_ADD,
                           (int64_t[]){run, (int64_t)t->revisits, (int64_t)t->revisit_bytes}, 3);
    return status;
}

static newsarc_status prepare(na_store *s, const char *sql, sqlite3_stmt **st)
{
    *st = NULL;
    return sqlite3_prepare_v2(s->db, sql, -1, st, NULL) == SQLITE_OK ? NEWSARC_OK
                                                                     : na_sql_failed(s);
}

static na_report_row row_of(sqlite3_stmt *st)
{
    na_report_row row = {.text = {na_sql_str(st, 0), na_sql_str(st, 1)}};
    int columns = sqlite3_column_count(st);
    for (int i = 2; i < columns && i < 10; i++)
        row.n[i - 2] = sqlite3_column_int64(st, i);
    return row;
}

newsarc_status na_store_report(na_store *s, na_report_query which, uint32_t limit,
                               newsarc_status (*fn)(const na_report_row *row, void *user),
                               void *user)
{
    sqlite3_stmt *st;
    newsarc_status status = prepare(s, report_text[which], &st);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_bind_int64(st, 1, limit);
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        const na_report_row row = row_of(st);
        status = fn(&row, user);
        if (status != NEWSARC_OK)
            break;
    }
    sqlite3_finalize(st);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_silent_lists(na_store *s, int64_t run,
                                     void (*fn)(const char *url, na_silence why, void *user),
                                     void *user)
{
    sqlite3_stmt *st;
    newsarc_status status = prepare(s, silent_text, &st);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_bind_int64(st, 1, run);
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        const char *url = (const char *)sqlite3_column_text(st, 0);
        na_silence why = (na_silence)sqlite3_column_int(st, 1);
        int64_t list = sqlite3_column_int64(st, 2);
        if (url)
            fn(url, why, user);
        if (why == NA_SILENCE_GONE)
            status = na_sql_numbers(s, NA_SQL_ALARM_ADD, (int64_t[]){list, run}, 2);
        if (status != NEWSARC_OK)
            break;
    }
    sqlite3_finalize(st);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    return na_sql_numbers(s, NA_SQL_ALARM_END, &run, 1);
}
