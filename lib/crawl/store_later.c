/* What later runs ask of the store: the copy that is already archived, how far a list was walked,
 * which articles are to be asked again, which are gone.
 *
 * A list is walked from its newest entry. An entry is known when it was first named by a run at or
 * before the list's mark, the last run that walked the list to the end of its walk with no page
 * failed; so an entry that a broken run met is not taken for old. */
#include "core/alloc.h"
#include "crawl/store_sql.h"
#include <stdio.h>

void na_known_free(na_known *k)
{
    if (!k)
        return;
    na_free(k->etag);
    na_free(k->modified);
    na_free(k);
}

static void copy_text(char *to, size_t size, na_str from)
{
    snprintf(to, size, "%.*s", NA_STR_ARG(na_str_take(from, size - 1)));
}

static na_known *read_known(sqlite3_stmt *st)
{
    na_known *k = na_calloc(1, sizeof *k);
    if (!k)
        return NULL;
    na_str etag = na_sql_str(st, 6), modified = na_sql_str(st, 7);
    k->capture = sqlite3_column_int64(st, 0);
    copy_text(k->place.file, sizeof k->place.file, na_sql_str(st, 1));
    k->place.offset = (uint64_t)sqlite3_column_int64(st, 2);
    copy_text(k->place.record_id, sizeof k->place.record_id, na_sql_str(st, 3));
    copy_text(k->place.date, sizeof k->place.date, na_sql_str(st, 4));
    copy_text(k->place.payload_digest, sizeof k->place.payload_digest, na_sql_str(st, 5));
    k->etag = etag.n ? na_strndup(etag.p, etag.n) : NULL;
    k->modified = modified.n ? na_strndup(modified.p, modified.n) : NULL;
    return k;
}

newsarc_status na_store_known(na_store *s, int64_t url, na_known **out)
{
    *out = NULL;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_CAPTURE_KNOWN, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *out = read_known(st);
    sqlite3_reset(st);
    return *out ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

newsarc_status na_store_article_checked(na_store *s, int64_t url, int64_t run, int64_t now)
{
    return na_sql_numbers(s, NA_SQL_ARTICLE_CHECKED, (int64_t[]){url, now, run}, 3);
}

newsarc_status na_store_article_gone(na_store *s, int64_t url, int64_t run, int64_t now, int status,
                                     bool *was)
{
    newsarc_status done =
        na_sql_numbers(s, NA_SQL_ARTICLE_GONE, (int64_t[]){url, now, run, status}, 4);
    *was = done == NEWSARC_OK && sqlite3_changes(s->db) > 0;
    if (done == NEWSARC_OK && !*was)
        done = na_sql_numbers(s, NA_SQL_ARTICLE_STILL_GONE, (int64_t[]){url, run}, 2);
    return done == NEWSARC_OK ? na_sql_numbers(s, NA_SQL_CAPTURE_GONE, &url, 1) : done;
}

newsarc_status na_store_keep_version(na_store *s, int64_t url, int64_t run)
{
    return na_sql_numbers(s, NA_SQL_VERSION_KEEP, (int64_t[]){url, run}, 2);
}

newsarc_status na_store_walk(na_store *s, int64_t list, na_walk *out)
{
    *out = (na_walk){.floor = INT64_MAX};
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_WALK_GET, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, list);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    *out = (na_walk){.mark = sqlite3_column_int64(st, 0),
                     .known = (uint32_t)sqlite3_column_int64(st, 1),
                     .floor = sqlite3_column_int64(st, 2)};
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_set_walk(na_store *s, int64_t list, const na_walk *walk)
{
    return na_sql_numbers(s, NA_SQL_WALK_PUT,
                          (int64_t[]){list, walk->known, walk->floor, walk->stopped, walk->fresh},
                          5);
}

newsarc_status na_store_old_entry(na_store *s, int64_t url, na_old_entry *out)
{
    *out = (na_old_entry){0};
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ENTRY_OLD, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    *out = (na_old_entry){.first_run = sqlite3_column_int64(st, 0),
                          .list = sqlite3_column_int64(st, 1),
                          .run = sqlite3_column_int64(st, 2),
                          .place = sqlite3_column_int64(st, 3)};
    sqlite3_reset(st);
    return NEWSARC_OK;
}

static newsarc_status each_host(na_store *s, sqlite3_stmt *st, void (*fn)(int64_t host, void *user),
                                void *user, uint64_t *count)
{
    newsarc_status status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        fn(sqlite3_column_int64(st, 0), user);
        *count += 1;
    }
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_open_page(na_store *s, int64_t url, void (*fn)(int64_t host, void *user),
                                  void *user, bool *pending)
{
    uint64_t opened = 0;
    *pending = false;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_WALK_OPEN, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = each_host(s, st, fn, user, &opened);
    *pending = opened > 0;
    if (status != NEWSARC_OK || *pending)
        return status;
    if (!(st = na_sql_ready(s, NA_SQL_WALK_STATE, false)))
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    *pending = sqlite3_column_int(st, 0) <= NA_STATE_WAITING;
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_mark_lists(na_store *s, int64_t run)
{
    return na_sql_numbers(s, NA_SQL_WALK_MARK, &run, 1);
}

newsarc_status na_store_requeue_missing(na_store *s, int64_t run,
                                        void (*fn)(int64_t host, void *user), void *user,
                                        uint64_t *count)
{
    *count = 0;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_WALK_MISSING, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, run);
    return each_host(s, st, fn, user, count);
}

newsarc_status na_store_requeue(na_store *s, const na_requeue *how)
{
    const int64_t run[] = {how->run}, tries[] = {how->failed_tries},
                  recheck[] = {how->run, how->now, how->recheck_s};
    const struct {
        bool wanted;
        na_sql sql;
        const int64_t *v;
        int n;
    } steps[] = {
        {how->all, NA_SQL_REQUEUE_ALL, NULL, 0},
        {!how->all, NA_SQL_REQUEUE_PAGES, NULL, 0},
        {!how->all, NA_SQL_REQUEUE_LISTS, run, 1},
        {true, NA_SQL_REQUEUE_FAILED, tries, 1},
        {!how->all && how->recheck_s > 0, NA_SQL_RECHECK, recheck, 3},
    };
    newsarc_status status = NEWSARC_OK;
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof steps / sizeof *steps; i++)
        if (steps[i].wanted)
            status = na_sql_numbers(s, steps[i].sql, steps[i].v, steps[i].n);
    return status;
}
