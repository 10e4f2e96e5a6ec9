/* What the store keeps of articles in several pages, each part as it was read, and of articles that
 * stand under several URLs. */
#include "crawl/store_sql.h"

newsarc_status na_store_add_part(na_store *s, int64_t url, int64_t article)
{
    return na_sql_numbers(s, NA_SQL_PART_ADD, (int64_t[]){url, article}, 2);
}

newsarc_status na_store_part_of(na_store *s, int64_t url, int64_t *article)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_PART_OF, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *article = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

static newsarc_status queue_join(na_store *s, int64_t article)
{
    return na_sql_numbers(s, NA_SQL_JOIN_ADD, &article, 1);
}

newsarc_status na_store_put_part(na_store *s, const na_part_row *row)
{
    newsarc_status status = na_store_add_part(s, row->url, row->article);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_PART_PUT, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, row->url);
    sqlite3_bind_int64(st, 2, row->number);
    na_sql_bind_str(st, 3, row->digest);
    na_sql_bind_str(st, 4, row->json);
    na_sql_bind_str(st, 5, row->markdown);
    status = na_sql_done(s, st);
    if (status != NEWSARC_OK || sqlite3_changes(s->db) == 0)
        return status;
    return queue_join(s, row->article);
}

newsarc_status na_store_next_join(na_store *s, int64_t after, int64_t *article)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_JOIN_NEXT, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, after);
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *article = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

newsarc_status na_store_end_join(na_store *s, int64_t article)
{
    return na_sql_numbers(s, NA_SQL_JOIN_END, &article, 1);
}

newsarc_status na_store_parts(na_store *s, int64_t article,
                              newsarc_status (*fn)(const na_stored_part *part, void *user),
                              void *user)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_PARTS, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, article);
    newsarc_status status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        const na_stored_part part = {.url = na_sql_str(st, 0),
                                     .json = na_sql_str(st, 1),
                                     .markdown = na_sql_str(st, 2),
                                     .number = (uint32_t)sqlite3_column_int64(st, 3)};
        status = fn(&part, user);
        if (status != NEWSARC_OK) {
            sqlite3_reset(st);
            return status;
        }
    }
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_article_page(na_store *s, int64_t article, na_buf *url, na_warc_place *page)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ARTICLE_PAGE, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, article);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *page = (na_warc_place){.offset = (uint64_t)sqlite3_column_int64(st, 2)};
    const struct {
        char *to;
        size_t size;
        int column;
    } texts[] = {{page->file, sizeof page->file, 1},
                 {page->record_id, sizeof page->record_id, 3},
                 {page->date, sizeof page->date, 4},
                 {page->payload_digest, sizeof page->payload_digest, 5}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        na_str text = na_str_take(na_sql_str(st, texts[i].column), texts[i].size - 1);
        if (text.n)
            memcpy(texts[i].to, text.p, text.n);
    }
    na_buf_add(url, na_sql_str(st, 0));
    sqlite3_reset(st);
    return url->status;
}

newsarc_status na_store_set_joined(na_store *s, int64_t article, int64_t run, const na_place *json,
                                   bool *changed)
{
    int64_t file = 0;
    newsarc_status status = na_sql_file_id(s, json->file, &file);
    if (status != NEWSARC_OK)
        return status;
    status = na_store_keep_version(s, article, run);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ARTICLE_JOINED, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, article);
    sqlite3_bind_int64(st, 2, file);
    sqlite3_bind_int64(st, 3, (int64_t)json->offset);
    status = na_sql_done(s, st);
    if (status != NEWSARC_OK || !(st = na_sql_ready(s, NA_SQL_ARTICLE_TOUCH, true)))
        return status != NEWSARC_OK ? status : na_sql_failed(s);
    sqlite3_bind_int64(st, 1, article);
    sqlite3_bind_int64(st, 2, run);
    status = na_sql_done(s, st);
    *changed = status == NEWSARC_OK && sqlite3_changes(s->db) > 0;
    return status;
}

/* The article with that twin value that stands for the others, and whether `url` would be the
 * better one: dates are better than none, addresses without query than those with one, short ones
 * than long ones. A total order, so that it does not matter which came first. */
static newsarc_status find_twin(na_store *s, int64_t url, int64_t *other, bool *better)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_TWIN_FIND, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *other = sqlite3_column_int64(st, 0);
    *better = sqlite3_column_int(st, 1) != 0;
    sqlite3_reset(st);
    return NEWSARC_OK;
}

static newsarc_status set_same(na_store *s, int64_t url, int64_t as)
{
    return na_sql_numbers(s, NA_SQL_ARTICLE_SAME, (int64_t[]){url, as}, 2);
}

newsarc_status na_store_match_twins(na_store *s, int64_t url, bool *twin)
{
    int64_t other = 0;
    bool better = false;
    *twin = false;
    newsarc_status status = find_twin(s, url, &other, &better);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    *twin = true;
    return better ? set_same(s, other, url) : set_same(s, url, other);
}

newsarc_status na_store_set_canonical(na_store *s, int64_t url, int64_t canonical)
{
    return na_sql_numbers(s, NA_SQL_ARTICLE_CANONICAL, (int64_t[]){url, canonical}, 2);
}
