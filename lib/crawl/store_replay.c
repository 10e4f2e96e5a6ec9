/* See store_replay.h. */
#include "crawl/store_replay.h"

#include "core/alloc.h"
#include "crawl/store_sql.h"
#include <stdio.h>

typedef enum statement {
    HOST_ADD,
    HOST_FIND,
    TASK,
    POST_TASK,
    RECORD,
    ARTICLE_OF,
    RUN_ADD,
    SETTLE,
    SETTLE_POST,
    SETTLE_REST,
    END_JOINS,
    REQUEUE,
    FORGET_QUEUED,
    LAST_ENTRY,
    STATEMENTS
} statement;

struct na_store_replay {
    na_store *s;
    sqlite3_stmt *v[STATEMENTS];
};

#define TASK_OF                                                                                    \
    "SELECT f.id, f.host, f.kind, f.depth, f.hops, f.tries, f.priority, f.url, f.post, f.path, "   \
    "v.url, f.state FROM frontier f LEFT JOIN frontier v ON v.id = f.via WHERE "

static const char *const texts[STATEMENTS] = {
    [HOST_ADD] = "INSERT OR IGNORE INTO hosts(name) VALUES(?1)",
    [HOST_FIND] = "SELECT id FROM hosts WHERE name = ?1",
    [TASK] = TASK_OF "f.key = ?1",
    [POST_TASK] = TASK_OF "f.post IS NOT NULL AND f.url = ?1 AND f.post = ?2 ORDER BY f.id LIMIT 1",
    [RECORD] = "SELECT n.name, c.offset, c.length, c.record, c.date, c.digest FROM captures c JOIN "
               "files n ON n.id = c.file WHERE c.record = ?1 LIMIT 1",
    [ARTICLE_OF] = "SELECT a.url FROM captures c JOIN articles a ON a.url = c.url AND "
                   "a.capture = c.id WHERE c.record = ?1 LIMIT 1",
    [RUN_ADD] = "INSERT INTO runs(id, started, seeds, full) VALUES(max(?1, (SELECT "
                "coalesce(max(id), 0) + 1 FROM runs)), ?2, " NA_SQL_SEEDS("?3") ", ?4)",
    [SETTLE] = "UPDATE frontier SET state = ?2, tries = ?3 WHERE key = ?1 AND state IN (0, 1)",
    [SETTLE_POST] = "UPDATE frontier SET state = ?2, tries = ?3 WHERE url = ?1 AND post IS NOT "
                    "NULL AND state IN (0, 1)",
    [SETTLE_REST] = "UPDATE frontier SET state = iif(EXISTS(SELECT 1 FROM captures c WHERE c.url = "
                    "frontier.id), 2, 3) WHERE state IN (0, 1)",
    [END_JOINS] = "DELETE FROM joins",
    [REQUEUE] = "UPDATE frontier SET state = 0, tries = 0 WHERE id = ?1",
    [FORGET_QUEUED] = "DELETE FROM captures WHERE run = ?1 AND url IN (SELECT id FROM frontier "
                      "WHERE state = 0) AND id NOT IN (SELECT capture FROM articles)",
    [LAST_ENTRY] = "SELECT min(place) FROM entries WHERE run = ?1 AND place > ?1 << 32",
};

static const char begin_text[] =
    "CREATE INDEX IF NOT EXISTS replay_record ON captures(record);"
    "CREATE INDEX IF NOT EXISTS replay_post ON frontier(url) WHERE post IS NOT NULL;";
static const char end_text[] =
    "DROP INDEX IF EXISTS replay_record; DROP INDEX IF EXISTS replay_post;";

static newsarc_status run_text(na_store *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NEWSARC_OK : na_sql_failed(s);
}

newsarc_status na_store_replay_new(na_store *s, na_store_replay **out)
{
    *out = na_calloc(1, sizeof **out);
    if (!*out)
        return NEWSARC_E_NOMEM;
    (*out)->s = s;
    return run_text(s, begin_text);
}

void na_store_replay_free(na_store_replay *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(r->v[i]);
    na_free(r);
}

newsarc_status na_store_replay_end(na_store *s)
{
    newsarc_status status = na_store_commit(s);
    if (status == NEWSARC_OK)
        status = run_text(s, end_text);
    return status == NEWSARC_OK ? run_text(s, "PRAGMA wal_checkpoint(TRUNCATE)") : status;
}

/* As na_sql_ready. */
static sqlite3_stmt *ready(na_store_replay *r, statement which, bool writes)
{
    if (writes && na_sql_begin(r->s) != NEWSARC_OK)
        return NULL;
    sqlite3_stmt **st = &r->v[which];
    if (!*st && sqlite3_prepare_v3(r->s->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, st,
                                   NULL) != SQLITE_OK)
        return NULL;
    return *st;
}

static newsarc_status number_of(na_store_replay *r, statement which, na_str text, int64_t *out)
{
    sqlite3_stmt *st = ready(r, which, false);
    if (!st)
        return na_sql_failed(r->s);
    na_sql_bind_str(st, 1, text);
    newsarc_status status = na_sql_row(r->s, st);
    if (status == NEWSARC_OK) {
        *out = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

newsarc_status na_store_replay_host(na_store_replay *r, na_str name, int64_t *id)
{
    newsarc_status status = number_of(r, HOST_FIND, name, id);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    sqlite3_stmt *st = ready(r, HOST_ADD, true);
    if (!st)
        return na_sql_failed(r->s);
    na_sql_bind_str(st, 1, name);
    status = na_sql_done(r->s, st);
    *id = sqlite3_last_insert_rowid(r->s->db);
    return status;
}

static newsarc_status read_task(na_store_replay *r, sqlite3_stmt *st, na_task *out, bool *done)
{
    newsarc_status status = na_sql_row(r->s, st);
    if (status != NEWSARC_OK)
        return status;
    *done = sqlite3_column_int(st, 11) == NA_STATE_DONE;
    status = na_sql_task(st, out);
    sqlite3_reset(st);
    return status;
}

newsarc_status na_store_replay_task(na_store_replay *r, na_str canonical, na_task *out, bool *done)
{
    unsigned char key[NA_KEY_SIZE];
    *out = (na_task){0};
    sqlite3_stmt *st = ready(r, TASK, false);
    if (!st || !na_store_key(canonical, key))
        return st ? NEWSARC_E_NOMEM : na_sql_failed(r->s);
    na_sql_bind_blob(st, 1, (na_str){(char *)key, NA_KEY_SIZE});
    return read_task(r, st, out, done);
}

newsarc_status na_store_replay_post_task(na_store_replay *r, na_str url, na_str post, na_task *out,
                                         bool *done)
{
    *out = (na_task){0};
    sqlite3_stmt *st = ready(r, POST_TASK, false);
    if (!st)
        return na_sql_failed(r->s);
    na_sql_bind_str(st, 1, url);
    na_sql_bind_str(st, 2, post);
    return read_task(r, st, out, done);
}

static void copy_text(char *to, size_t size, na_str from)
{
    snprintf(to, size, "%.*s", NA_STR_ARG(na_str_take(from, size - 1)));
}

newsarc_status na_store_replay_record(na_store_replay *r, na_str record_id, na_warc_place *out)
{
    *out = (na_warc_place){0};
    sqlite3_stmt *st = ready(r, RECORD, false);
    if (!st)
        return na_sql_failed(r->s);
    na_sql_bind_str(st, 1, record_id);
    newsarc_status status = na_sql_row(r->s, st);
    if (status != NEWSARC_OK)
        return status;
    copy_text(out->file, sizeof out->file, na_sql_str(st, 0));
    out->offset = (uint64_t)sqlite3_column_int64(st, 1);
    out->length = (uint64_t)sqlite3_column_int64(st, 2);
    copy_text(out->record_id, sizeof out->record_id, na_sql_str(st, 3));
    copy_text(out->date, sizeof out->date, na_sql_str(st, 4));
    copy_text(out->payload_digest, sizeof out->payload_digest, na_sql_str(st, 5));
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_replay_article_of(na_store_replay *r, na_str record_id, int64_t *article)
{
    return number_of(r, ARTICLE_OF, record_id, article);
}

newsarc_status na_store_replay_begin_run(na_store_replay *r, int64_t number, const na_run *run,
                                         int64_t *id)
{
    sqlite3_stmt *st = ready(r, RUN_ADD, true);
    if (!st)
        return na_sql_failed(r->s);
    sqlite3_bind_int64(st, 1, number);
    sqlite3_bind_int64(st, 2, run->started);
    na_sql_bind_str(st, 3, na_str_from(run->seeds));
    sqlite3_bind_int(st, 4, run->full);
    newsarc_status status = na_sql_done(r->s, st);
    *id = sqlite3_last_insert_rowid(r->s->db);
    return status;
}

static newsarc_status settle(na_store_replay *r, statement which, na_str by, na_state state,
                             uint32_t tries)
{
    sqlite3_stmt *st = ready(r, which, true);
    if (!st)
        return na_sql_failed(r->s);
    if (which == SETTLE)
        na_sql_bind_blob(st, 1, by);
    else
        na_sql_bind_str(st, 1, by);
    sqlite3_bind_int(st, 2, (int)state);
    sqlite3_bind_int64(st, 3, tries);
    return na_sql_done(r->s, st);
}

newsarc_status na_store_replay_settle(na_store_replay *r, na_str canonical, na_str url,
                                      na_state state, uint32_t tries)
{
    unsigned char key[NA_KEY_SIZE];
    if (!na_store_key(canonical, key))
        return NEWSARC_E_NOMEM;
    newsarc_status status = settle(r, SETTLE, (na_str){(char *)key, NA_KEY_SIZE}, state, tries);
    if (status != NEWSARC_OK || sqlite3_changes(r->s->db) > 0)
        return status;
    return settle(r, SETTLE_POST, url, state, tries);
}

static newsarc_status run_statement(na_store_replay *r, statement which)
{
    sqlite3_stmt *st = ready(r, which, true);
    return st ? na_sql_done(r->s, st) : na_sql_failed(r->s);
}

newsarc_status na_store_replay_settle_rest(na_store_replay *r)
{
    return run_statement(r, SETTLE_REST);
}

newsarc_status na_store_replay_end_joins(na_store_replay *r)
{
    return run_statement(r, END_JOINS);
}

static newsarc_status run_with(na_store_replay *r, statement which, int64_t id)
{
    sqlite3_stmt *st = ready(r, which, true);
    if (!st)
        return na_sql_failed(r->s);
    sqlite3_bind_int64(st, 1, id);
    return na_sql_done(r->s, st);
}

newsarc_status na_store_replay_requeue(na_store_replay *r, int64_t url)
{
    return run_with(r, REQUEUE, url);
}

newsarc_status na_store_replay_forget_queued(na_store_replay *r, int64_t run)
{
    return run_with(r, FORGET_QUEUED, run);
}

/* Places go down from the run's largest one: see na_entry_row. */
newsarc_status na_store_replay_entries(na_store_replay *r, int64_t run, uint32_t *entries)
{
    sqlite3_stmt *st = ready(r, LAST_ENTRY, false);
    if (!st)
        return na_sql_failed(r->s);
    sqlite3_bind_int64(st, 1, run);
    newsarc_status status = na_sql_row(r->s, st);
    if (status != NEWSARC_OK)
        return status;
    bool none = sqlite3_column_type(st, 0) == SQLITE_NULL;
    *entries = none ? 0 : UINT32_MAX - (uint32_t)sqlite3_column_int64(st, 0) + 1;
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_contents(na_store *s, na_contents *out)
{
    static const char text[] =
        "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM frontier), (SELECT count(*) "
        "FROM captures), (SELECT count(*) FROM articles WHERE same_as IS NULL), (SELECT count(*) "
        "FROM versions), (SELECT count(*) FROM frontier WHERE state IN (0, 1))";
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    uint64_t *const fields[] = {&out->runs,     &out->urls,     &out->captures,
                                &out->articles, &out->versions, &out->queued};
    for (int i = 0; status == NEWSARC_OK && i < (int)(sizeof fields / sizeof *fields); i++)
        *fields[i] = (uint64_t)sqlite3_column_int64(st, i);
    sqlite3_finalize(st);
    return status;
}
