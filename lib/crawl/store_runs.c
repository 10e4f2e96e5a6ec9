/* Runs and totals. See store.h. */
#include "crawl/store_sql.h"

newsarc_status na_store_begin_run(na_store *s, const na_run *run, int64_t *id)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_RUN_BEGIN, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, run->started);
    na_sql_bind_str(st, 2, na_str_from(run->seeds));
    sqlite3_bind_int(st, 3, run->full);
    newsarc_status status = na_sql_done(s, st);
    *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

newsarc_status na_store_end_run(na_store *s, int64_t id, const na_run *run)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_RUN_END, true);
    if (!st)
        return na_sql_failed(s);
    const uint64_t counts[] = {run->pages,  run->articles, run->new_articles, run->changed_articles,
                               run->failed, run->skipped,  run->queued,       run->bytes};
    sqlite3_bind_int64(st, 1, id);
    sqlite3_bind_int64(st, 2, run->ended);
    na_sql_bind_str(st, 3, na_str_from(run->result));
    for (int i = 0; i < (int)(sizeof counts / sizeof *counts); i++)
        sqlite3_bind_int64(st, 4 + i, (int64_t)counts[i]);
    sqlite3_bind_double(st, 12, run->seconds);
    sqlite3_bind_int(st, 13, run->tar);
    sqlite3_bind_int64(st, 14, (int64_t)run->gone);
    sqlite3_bind_text(st, 15, run->file, -1, SQLITE_STATIC); /* or NULL */
    sqlite3_bind_int64(st, 16, (int64_t)run->offset);
    return na_sql_done(s, st);
}

newsarc_status na_store_put_shapes(na_store *s, na_str known)
{
    sqlite3_stmt *st = na_sql_ready(s, known.n ? NA_SQL_SHAPES_PUT : NA_SQL_SHAPES_CLEAR, true);
    if (!st)
        return na_sql_failed(s);
    if (known.n)
        na_sql_bind_blob(st, 1, known);
    return na_sql_done(s, st);
}

newsarc_status na_store_shapes(na_store *s, void (*fn)(na_str known, void *user), void *user)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_SHAPES_GET, false);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    fn(na_sql_str(st, 0), user);
    sqlite3_reset(st);
    return NEWSARC_OK;
}

static const char *text_or_empty(sqlite3_stmt *st, int column)
{
    const char *p = (const char *)sqlite3_column_text(st, column);
    return p ? p : "";
}

newsarc_status na_store_last_run(na_store *s, void (*fn)(const na_run *run, void *user), void *user)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_RUN_LAST, false);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    na_run run = {
        .started = sqlite3_column_int64(st, 0),
        .ended = sqlite3_column_int64(st, 1),
        .result = text_or_empty(st, 2),
        .seeds = text_or_empty(st, 3),
        .seconds = sqlite3_column_double(st, 12),
        .full = sqlite3_column_int(st, 13) != 0,
        .id = sqlite3_column_int64(st, 14),
        .gone = (uint64_t)sqlite3_column_int64(st, 15),
        .file = (const char *)sqlite3_column_text(st, 16),
        .offset = (uint64_t)sqlite3_column_int64(st, 17),
    };
    uint64_t *const counts[] = {
        &run.pages,  &run.articles, &run.new_articles, &run.changed_articles,
        &run.failed, &run.skipped,  &run.queued,       &run.bytes};
    for (int i = 0; i < (int)(sizeof counts / sizeof *counts); i++)
        *counts[i] = (uint64_t)sqlite3_column_int64(st, 4 + i);
    fn(&run, user);
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_totals(na_store *s, na_totals *out)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_TOTALS, false);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    uint64_t *const fields[] = {&out->pages,   &out->articles, &out->queued, &out->failed,
                                &out->skipped, &out->bytes,    &out->runs};
    for (int i = 0; i < (int)(sizeof fields / sizeof *fields); i++)
        *fields[i] = (uint64_t)sqlite3_column_int64(st, i);
    sqlite3_reset(st);
    return NEWSARC_OK;
}
