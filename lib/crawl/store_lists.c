/* What the store keeps of lists: their pages, each with the fingerprint of its entries, so that
 * paging ends where a list begins to repeat itself; and titles and dates that they state. */
#include "crawl/store_sql.h"

static newsarc_status place_of(na_store *s, int64_t url, na_list_place *out)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_LIST_PAGE_GET, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    *out = (na_list_place){.list = url};
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    out->list = sqlite3_column_int64(st, 0);
    out->steps = (uint32_t)sqlite3_column_int64(st, 1);
    sqlite3_reset(st);
    return NEWSARC_OK;
}

static newsarc_status is_repeated(na_store *s, int64_t url, int64_t run, uint64_t fingerprint,
                                  na_list_place *out)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_LIST_PAGE_SAME, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, out->list);
    sqlite3_bind_int64(st, 2, (int64_t)fingerprint);
    sqlite3_bind_int64(st, 3, run);
    sqlite3_bind_int64(st, 4, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    out->repeated = true;
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_see_list(na_store *s, int64_t url, int64_t run, uint64_t fingerprint,
                                 na_list_place *out)
{
    newsarc_status status = place_of(s, url, out);
    if (status == NEWSARC_OK && fingerprint)
        status = is_repeated(s, url, run, fingerprint, out);
    if (status != NEWSARC_OK)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_LIST_PAGE_SEE, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    sqlite3_bind_int64(st, 2, run);
    sqlite3_bind_int64(st, 3, (int64_t)fingerprint);
    return na_sql_done(s, st);
}

newsarc_status na_store_add_list_page(na_store *s, int64_t url, int64_t list, uint32_t steps)
{
    return na_sql_numbers(s, NA_SQL_LIST_PAGE_ADD, (int64_t[]){url, list, steps}, 3);
}

newsarc_status na_store_list_url(na_store *s, int64_t url, na_buf *list)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_LIST_URL, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    na_buf_add(list, na_sql_str(st, 0));
    sqlite3_reset(st);
    return list->status;
}

newsarc_status na_store_put_entry(na_store *s, const na_entry_row *row, bool *fresh)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ENTRY_PUT, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, row->url);
    sqlite3_bind_int64(st, 2, row->list);
    sqlite3_bind_int64(st, 3, row->run);
    na_sql_bind_str(st, 4, row->title);
    na_sql_bind_str(st, 5, row->date);
    sqlite3_bind_int64(st, 6, row->place);
    sqlite3_bind_int64(st, 7, row->rank);
    newsarc_status status = na_sql_done(s, st);
    *fresh = status == NEWSARC_OK && sqlite3_changes(s->db) > 0;
    return status;
}

newsarc_status na_store_entry(na_store *s, int64_t url, na_buf *title, na_buf *date)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_ENTRY_GET, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, url);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    na_buf_add(title, na_sql_str(st, 0));
    na_buf_add(date, na_sql_str(st, 1));
    sqlite3_reset(st);
    return title->status != NEWSARC_OK ? title->status : date->status;
}
