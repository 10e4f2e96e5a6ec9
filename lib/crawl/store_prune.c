/* See store_prune.h. */
#include "crawl/store_prune.h"

#include "core/error.h"
#include "crawl/store_sql.h"

/* A temporary table holds the files; id NULL: the state has nothing of it. */
static const char doomed_text[] =
    "CREATE TEMP TABLE IF NOT EXISTS doomed(name TEXT PRIMARY KEY, id INTEGER)";
#define LOST_ARTICLES                                                                              \
    "(capture IN (SELECT c.id FROM captures c JOIN doomed d ON d.id = c.file) OR "                 \
    "json_file IN (SELECT id FROM doomed WHERE id IS NOT NULL))"

static const char *const forget_text[] = {
    "DELETE FROM articles WHERE " LOST_ARTICLES,
    "UPDATE articles SET same_as = NULL WHERE same_as IS NOT NULL AND same_as NOT IN (SELECT url "
    "FROM articles)",
    "DELETE FROM versions WHERE file IN (SELECT id FROM doomed WHERE id IS NOT NULL) OR json_file "
    "IN (SELECT id FROM doomed WHERE id IS NOT NULL)",
    "DELETE FROM captures WHERE file IN (SELECT id FROM doomed WHERE id IS NOT NULL)",
    "DELETE FROM files WHERE id IN (SELECT id FROM doomed WHERE id IS NOT NULL)",
};

static newsarc_status prepare(na_store *s, const char *sql, sqlite3_stmt **st)
{
    *st = NULL;
    return sqlite3_prepare_v2(s->db, sql, -1, st, NULL) == SQLITE_OK ? NEWSARC_OK
                                                                     : na_sql_failed(s);
}

static newsarc_status run(na_store *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NEWSARC_OK : na_sql_failed(s);
}

newsarc_status na_store_run_started(na_store *s, uint32_t n, int64_t *started)
{
    sqlite3_stmt *st;
    newsarc_status status =
        prepare(s, "SELECT started FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?1 - 1", &st);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_bind_int64(st, 1, n);
    status = na_sql_row(s, st);
    if (status == NEWSARC_OK)
        *started = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return status;
}

newsarc_status na_store_split_articles(na_store *s,
                                       void (*fn)(const char *page, const char *json, void *user),
                                       void *user)
{
    static const char text[] =
        "SELECT DISTINCT p.name, j.name FROM articles a JOIN captures c ON c.id = a.capture JOIN "
        "files p ON p.id = c.file JOIN files j ON j.id = a.json_file WHERE p.id <> j.id UNION "
        "SELECT p.name, j.name FROM versions v JOIN files p ON p.id = v.file JOIN files j ON "
        "j.id = v.json_file WHERE p.id <> j.id";
    sqlite3_stmt *st;
    newsarc_status status = prepare(s, text, &st);
    if (status != NEWSARC_OK)
        return status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        const char *page = (const char *)sqlite3_column_text(st, 0);
        const char *json = (const char *)sqlite3_column_text(st, 1);
        if (page && json)
            fn(page, json, user);
    }
    sqlite3_finalize(st);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

static newsarc_status list_doomed(na_store *s, const char *const *names, size_t count)
{
    sqlite3_stmt *st;
    newsarc_status status = run(s, doomed_text);
    if (status == NEWSARC_OK)
        status = run(s, "DELETE FROM doomed");
    if (status == NEWSARC_OK)
        status = prepare(s, "INSERT OR IGNORE INTO doomed(name) VALUES(?1)", &st);
    if (status != NEWSARC_OK)
        return status;
    for (size_t i = 0; status == NEWSARC_OK && i < count; i++) {
        na_sql_bind_str(st, 1, na_str_from(names[i]));
        status = na_sql_done(s, st);
    }
    sqlite3_finalize(st);
    return status == NEWSARC_OK ? run(s, "UPDATE doomed SET id = f.id FROM files f WHERE f.name = "
                                         "doomed.name")
                                : status;
}

newsarc_status na_store_count_forgotten(na_store *s, const char *const *names, size_t count,
                                        uint64_t *articles)
{
    sqlite3_stmt *st;
    newsarc_status status = list_doomed(s, names, count);
    *articles = 0;
    if (status == NEWSARC_OK)
        status = prepare(
            s, "SELECT count(*) FROM articles WHERE same_as IS NULL AND " LOST_ARTICLES, &st);
    if (status != NEWSARC_OK)
        return status;
    status = na_sql_row(s, st);
    if (status == NEWSARC_OK)
        *articles = (uint64_t)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return status;
}

newsarc_status na_store_forget_files(na_store *s, const char *const *names, size_t count,
                                     uint64_t *articles)
{
    newsarc_status status = na_store_count_forgotten(s, names, count, articles);
    if (status == NEWSARC_OK)
        status = run(s, "BEGIN IMMEDIATE");
    if (status != NEWSARC_OK)
        return status;
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof forget_text / sizeof *forget_text; i++)
        status = run(s, forget_text[i]);
    if (status == NEWSARC_OK)
        status = run(s, "COMMIT");
    if (status != NEWSARC_OK) {
        char message[sizeof s->message];
        memcpy(message, s->message, sizeof message);
        run(s, "ROLLBACK");
        memcpy(s->message, message, sizeof message);
        return status;
    }
    return run(s, "PRAGMA wal_checkpoint(TRUNCATE)"); /* with synchronous NORMAL only this syncs */
}

newsarc_status na_store_check(na_store *s)
{
    sqlite3_stmt *st;
    newsarc_status status = prepare(s, "PRAGMA quick_check(1)", &st);
    if (status != NEWSARC_OK)
        return status;
    status = na_sql_row(s, st);
    na_str said = status == NEWSARC_OK ? na_sql_str(st, 0) : NA_STR("");
    if (status == NEWSARC_OK && !na_str_eq(said, NA_STR("ok"))) {
        na_printable(s->message, sizeof s->message, said);
        s->damaged = true;
        status = NEWSARC_E_FORMAT;
    }
    sqlite3_finalize(st);
    return status;
}

newsarc_status na_store_places(na_store *s,
                               newsarc_status (*fn)(const char *file, uint64_t offset,
                                                    const char *record, void *user),
                               void *user)
{
    static const char text[] =
        "SELECT n.name, c.offset, c.record FROM captures c JOIN files n ON n.id = c.file UNION ALL "
        "SELECT n.name, a.json_offset, '' FROM articles a JOIN files n ON n.id = a.json_file "
        "UNION ALL SELECT n.name, v.json_offset, '' FROM versions v JOIN files n ON n.id = "
        "v.json_file ORDER BY 1, 2";
    sqlite3_stmt *st;
    newsarc_status status = prepare(s, text, &st);
    if (status != NEWSARC_OK)
        return status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        const char *file = (const char *)sqlite3_column_text(st, 0);
        const char *record = (const char *)sqlite3_column_text(st, 2);
        status = file && record ? fn(file, (uint64_t)sqlite3_column_int64(st, 1), record, user)
                                : NEWSARC_OK;
        if (status != NEWSARC_OK)
            break;
    }
    sqlite3_finalize(st);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}
