/* Captures, articles, robots.txt and runs. See store.h. */
#include "archive/warc_record.h"
#include "crawl/store_sql.h"
#include "http/message.h"
#include <stdio.h>

static newsarc_status find_file(na_store *s, const char *name, int64_t *id)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_FILE_FIND, false);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, na_str_from(name));
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *id = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_sql_file_id(na_store *s, const char *name, int64_t *id)
{
    newsarc_status status = find_file(s, name, id);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_FILE_ADD, true);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, na_str_from(name));
    status = na_sql_done(s, st);
    *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

static void bind_capture(sqlite3_stmt *st, const na_capture *c, int64_t file)
{
    sqlite3_bind_int64(st, 1, c->url);
    sqlite3_bind_int64(st, 2, c->run);
    sqlite3_bind_int64(st, 3, file);
    sqlite3_bind_int64(st, 4, (int64_t)c->place->offset);
    sqlite3_bind_int64(st, 5, (int64_t)c->place->length);
    na_sql_bind_str(st, 6, na_str_from(c->place->record_id));
    na_sql_bind_str(st, 7, na_str_from(c->place->date));
    sqlite3_bind_int(st, 8, c->status);
    na_sql_bind_str(st, 9, c->mime);
    na_sql_bind_str(st, 10, na_str_from(c->place->payload_digest));
    sqlite3_bind_int(st, 11, c->whole);
    na_sql_bind_str(st, 12, c->etag);
    na_sql_bind_str(st, 13, c->modified);
}

/* *st: bound to the capture. */
static newsarc_status capture_statement(na_store *s, na_sql which, const na_capture *c,
                                        sqlite3_stmt **st)
{
    int64_t file = 0;
    newsarc_status status = na_sql_file_id(s, c->place->file, &file);
    if (status != NEWSARC_OK)
        return status;
    *st = na_sql_ready(s, which, true);
    if (!*st)
        return na_sql_failed(s);
    bind_capture(*st, c, file);
    return NEWSARC_OK;
}

newsarc_status na_store_add_capture(na_store *s, const na_capture *c, int64_t *id)
{
    sqlite3_stmt *st;
    newsarc_status status = capture_statement(s, NA_SQL_CAPTURE_ADD, c, &st);
    if (status != NEWSARC_OK)
        return status;
    status = na_sql_done(s, st);
    *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

newsarc_status na_store_renew_capture(na_store *s, const na_capture *c, int64_t *id)
{
    sqlite3_stmt *st;
    newsarc_status status = capture_statement(s, NA_SQL_CAPTURE_RENEW, c, &st);
    if (status != NEWSARC_OK)
        return status;
    status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *id = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    } else if (status == NEWSARC_E_NOT_FOUND) {
        status = na_store_add_capture(s, c, id);
    }
    return status == NEWSARC_OK
               ? na_sql_numbers(s, NA_SQL_CAPTURE_PRUNE, (int64_t[]){c->url, *id}, 2)
               : status;
}

static void read_place(sqlite3_stmt *st, int column, na_place *out)
{
    na_str name = na_str_take(na_sql_str(st, column), sizeof out->file - 1);
    if (name.n)
        memcpy(out->file, name.p, name.n);
    out->file[name.n] = 0;
    out->offset = (uint64_t)sqlite3_column_int64(st, column + 1);
}

static newsarc_status find_capture(na_store *s, na_str canonical, na_place *out)
{
    unsigned char key[NA_KEY_SIZE];
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_CAPTURE_FIND, false);
    if (!st || !na_store_key(canonical, key))
        return st ? NEWSARC_E_NOMEM : na_sql_failed(s);
    na_sql_bind_blob(st, 1, (na_str){(char *)key, NA_KEY_SIZE});
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        read_place(st, 0, out);
        sqlite3_reset(st);
    }
    return status;
}

newsarc_status na_store_find_capture(na_store *s, na_str canonical, na_place *out)
{
    newsarc_status status = find_capture(s, canonical, out);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    na_buf url = NA_BUF((size_t)64 << 10);
    status = na_store_redirect(s, canonical, &url);
    if (status == NEWSARC_OK)
        status = find_capture(s, na_buf_str(&url), out);
    na_buf_free(&url);
    return status;
}

newsarc_status na_store_article_digest(na_store *s, int64_t url, na_buf *digest)
{
    na_buf_clear(digest);
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ARTICLE_DIGEST, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_E_NOT_FOUND)
        return NEWSARC_OK;
    if (status != NEWSARC_OK)
        return status;
    na_buf_add(digest, na_sql_str(st, 0));
    sqlite3_reset(st);
    return digest->status;
}

static newsarc_status write_article(na_store *s, const na_article_row *row)
{
    int64_t file = 0;
    newsarc_status status = na_sql_file_id(s, row->json.file, &file);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ARTICLE_PUT, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, row->url);
    sqlite3_bind_int64(st, 2, row->capture);
    sqlite3_bind_int64(st, 3, file);
    sqlite3_bind_int64(st, 4, (int64_t)row->json.offset);
    na_sql_bind_str(st, 5, row->folder);
    na_sql_bind_str(st, 6, row->title);
    na_sql_bind_str(st, 7, row->date);
    na_sql_bind_str(st, 8, row->digest);
    sqlite3_bind_int64(st, 9, row->run);
    na_sql_bind_str(st, 10, row->twin);
    sqlite3_bind_int(st, 11, row->completed);
    sqlite3_bind_int64(st, 12, row->now);
    sqlite3_bind_int64(st, 13, row->born);
    return na_sql_done(s, st);
}

newsarc_status na_store_put_article(na_store *s, const na_article_row *row, na_change *change)
{
    na_buf old = NA_BUF(256);
    newsarc_status status = na_store_article_digest(s, row->url, &old);
    *change = old.n == 0                                 ? NA_CHANGE_NEW
              : na_str_eq(na_buf_str(&old), row->digest) ? NA_CHANGE_NONE
                                                         : NA_CHANGE_CHANGED;
    na_buf_free(&old);
    if (status == NEWSARC_OK && *change == NA_CHANGE_CHANGED)
        status = na_store_keep_version(s, row->url, row->run);
    if (status != NEWSARC_OK || *change == NA_CHANGE_NONE)
        return status;
    status = write_article(s, row);
    if (status != NEWSARC_OK || *change == NA_CHANGE_NEW)
        return status;
    return na_sql_numbers(s, NA_SQL_CAPTURE_OLDER, (int64_t[]){row->url, row->capture}, 2);
}

newsarc_status na_store_articles(na_store *s, bool fresh,
                                 newsarc_status (*fn)(const na_stored_article *a, void *user),
                                 void *user)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ARTICLES, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int(st, 1, fresh);
    newsarc_status status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        na_stored_article a = {
            .url = (const char *)sqlite3_column_text(st, 0),
            .folder = (const char *)sqlite3_column_text(st, 1),
            .title = (const char *)sqlite3_column_text(st, 2),
            .date = (const char *)sqlite3_column_text(st, 3),
            .fetched = na_warc_seconds(na_sql_str(st, 8)),
            .id = sqlite3_column_int64(st, 9),
            .completed = sqlite3_column_int(st, 10) != 0,
        };
        read_place(st, 4, &a.page);
        read_place(st, 6, &a.json);
        status = fn(&a, user);
        if (status != NEWSARC_OK) {
            sqlite3_reset(st);
            return status;
        }
    }
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_get_robots(na_store *s, na_str origin, int64_t *fetched, int *http_status,
                                   na_buf *body)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ROBOTS_GET, false);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, origin);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *fetched = sqlite3_column_int64(st, 0);
    *http_status = sqlite3_column_int(st, 1);
    na_buf_add(body, na_sql_str(st, 2));
    sqlite3_reset(st);
    return body->status;
}

newsarc_status na_store_put_robots(na_store *s, na_str origin, int64_t fetched, int http_status,
                                   na_str body)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ROBOTS_PUT, true);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, origin);
    sqlite3_bind_int64(st, 2, fetched);
    sqlite3_bind_int(st, 3, http_status);
    na_sql_bind_blob(st, 4, body);
    return na_sql_done(s, st);
}
