/* The frontier: URLs known, queued, waiting, done; hosts. See store.h. */
#include "core/alloc.h"
#include "core/hash.h"
#include "crawl/digest.h"
#include "crawl/store_sql.h"
#include <stdio.h>

#define MAX_REDIRECTS 10

const char *na_url_kind_name(na_url_kind kind)
{
    static const char *const names[] = {"seed",       "list", "article", "requisite",
                                        "attachment", "page", "feed",    "part"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "page";
}

/* What URLs that are found together have in common: the URL up to its last number, but for that
 * number's last two digits. */
static na_str neighbourhood(na_str canonical)
{
    size_t end = canonical.n;
    while (end && !na_is_digit(canonical.p[end - 1]))
        end--;
    size_t begin = end;
    while (begin && na_is_digit(canonical.p[begin - 1]))
        begin--;
    return na_str_take(canonical, end - begin > 2 ? end - 2 : begin);
}

/* Neighbours get neighbouring keys, so that the links of a page touch few leaves of the index: with
 * keys at random each new URL of a large frontier writes a leaf of its own. 104 bits tell them
 * apart. */
bool na_store_key(na_str canonical, unsigned char key[NA_KEY_SIZE])
{
    unsigned char digest[NA_SHA256_SIZE];
    if (!na_sha256(canonical, digest))
        return false;
    uint32_t near = na_hash(neighbourhood(canonical));
    for (size_t i = 0; i < NA_KEY_NEAR; i++)
        key[i] = (unsigned char)(near >> 8 * i);
    memcpy(key + NA_KEY_NEAR, digest, NA_KEY_SIZE - NA_KEY_NEAR);
    return true;
}

static unsigned char *seen_slot(na_store *s, const unsigned char key[NA_KEY_SIZE])
{
    size_t i = (size_t)key[NA_KEY_NEAR] | (size_t)key[NA_KEY_NEAR + 1] << 8;
    return s->seen[i & (NA_SEEN_SLOTS - 1)];
}

/* Small ones first; a URL of which something is known before one of which nothing is. */
static unsigned char rank_of(const na_new_url *u)
{
    return (unsigned char)(u->priority | (u->kind == NA_URL_PAGE ? 0x80 : 0));
}

static newsarc_status find_id(na_store *s, na_sql which, na_str name, int64_t *id)
{
    sqlite3_stmt *st = na_sql_ready(s, which, false);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, name);
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *id = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

static newsarc_status host_id(na_store *s, na_str name, int64_t *id)
{
    newsarc_status status = find_id(s, NA_SQL_HOST_FIND, name, id);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_HOST_ADD, true);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_str(st, 1, name);
    status = na_sql_done(s, st);
    *id = sqlite3_last_insert_rowid(s->db);
    return status;
}

/* The path one hop on, with the number of hops that are left out before a "+", as Heritrix writes
 * long ones. */
static void extend_path(char out[NA_HOPS_TEXT], na_str path, char hop)
{
    na_str shown = path;
    size_t plus = na_str_find(path, NA_STR("+"));
    uint64_t left_out = 0;
    if (plus != NA_NOT_FOUND) {
        left_out = na_str_number(na_str_take(path, plus), NULL);
        shown = na_str_skip(path, plus + 1);
    }
    if (shown.n >= NA_HOPS_SHOWN) {
        left_out += shown.n - NA_HOPS_SHOWN + 1;
        shown = na_str_skip(shown, shown.n - NA_HOPS_SHOWN + 1);
    }
    int n = left_out ? snprintf(out, NA_HOPS_TEXT, "%llu+", (unsigned long long)left_out) : 0;
    snprintf(out + n, NA_HOPS_TEXT - (size_t)n, "%.*s%.1s", NA_STR_ARG(shown), &hop);
}

static newsarc_status insert_url(na_store *s, const na_new_url *u, na_str key, int64_t host)
{
    char path[NA_HOPS_TEXT] = "";
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_ADD, true);
    if (!st)
        return na_sql_failed(s);
    if (u->hop)
        extend_path(path, u->via_path, u->hop);
    na_sql_bind_blob(st, 1, key);
    na_sql_bind_str(st, 2, u->url);
    sqlite3_bind_int64(st, 3, host);
    sqlite3_bind_int64(st, 4, u->via);
    sqlite3_bind_int(st, 5, (int)u->kind);
    sqlite3_bind_int64(st, 6, u->depth);
    sqlite3_bind_int64(st, 7, u->hops);
    sqlite3_bind_int(st, 8, u->priority);
    if (u->post.n)
        na_sql_bind_str(st, 9, u->post);
    else
        sqlite3_bind_null(st, 9);
    na_sql_bind_str(st, 10, na_str_from(path));
    return na_sql_done(s, st);
}

static newsarc_status hurry_url(na_store *s, const na_new_url *u, na_str key)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_HURRY, true);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_blob(st, 1, key);
    sqlite3_bind_int(st, 2, u->priority);
    sqlite3_bind_int(st, 3, (int)u->kind);
    return na_sql_done(s, st);
}

newsarc_status na_store_add(na_store *s, const na_new_url *u, int64_t *host)
{
    unsigned char key[NA_KEY_SIZE];
    const na_str k = {(char *)key, sizeof key};
    *host = 0;
    if (!na_store_key(u->canonical, key))
        return NEWSARC_E_NOMEM;
    unsigned char *slot = seen_slot(s, key);
    const unsigned char rank = rank_of(u);
    if (memcmp(slot, key, NA_KEY_SIZE) == 0 && slot[NA_KEY_SIZE] <= rank)
        return NEWSARC_OK;
    int64_t id = 0;
    newsarc_status status = host_id(s, u->host, &id);
    if (status == NEWSARC_OK)
        status = insert_url(s, u, k, id);
    if (status != NEWSARC_OK)
        return status;
    if (sqlite3_changes(s->db) > 0)
        *host = id;
    else
        status = hurry_url(s, u, k);
    memcpy(slot, key, NA_KEY_SIZE);
    slot[NA_KEY_SIZE] = rank;
    return status;
}

newsarc_status na_store_find(na_store *s, na_str canonical, int64_t *id)
{
    unsigned char key[NA_KEY_SIZE];
    if (!na_store_key(canonical, key))
        return NEWSARC_E_NOMEM;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_FIND, false);
    if (!st)
        return na_sql_failed(s);
    na_sql_bind_blob(st, 1, (na_str){(char *)key, NA_KEY_SIZE});
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *id = sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

void na_task_clear(na_task *task)
{
    na_free(task->url);
    na_free(task->post);
    na_free(task->via);
    task->url = task->post = task->via = NULL;
}

newsarc_status na_sql_task(sqlite3_stmt *st, na_task *out)
{
    na_str url = na_sql_str(st, 7), post = na_sql_str(st, 8), via = na_sql_str(st, 10);
    *out = (na_task){
        .id = sqlite3_column_int64(st, 0),
        .host = sqlite3_column_int64(st, 1),
        .kind = (na_url_kind)sqlite3_column_int(st, 2),
        .depth = (uint32_t)sqlite3_column_int64(st, 3),
        .hops = (uint32_t)sqlite3_column_int64(st, 4),
        .tries = (uint32_t)sqlite3_column_int64(st, 5),
        .priority = (uint8_t)sqlite3_column_int(st, 6),
        .url = na_strndup(url.p, url.n),
        .post = post.n ? na_strndup(post.p, post.n) : NULL,
        .via = via.n ? na_strndup(via.p, via.n) : NULL,
    };
    snprintf(out->path, sizeof out->path, "%.*s", NA_STR_ARG(na_sql_str(st, 9)));
    if (out->url && (out->post || !post.n) && (out->via || !via.n))
        return NEWSARC_OK;
    na_task_clear(out);
    return NEWSARC_E_NOMEM;
}

newsarc_status na_store_next(na_store *s, int64_t host, na_task *out)
{
    *out = (na_task){0};
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_NEXT, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, host);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    status = na_sql_task(st, out);
    sqlite3_reset(st);
    return status;
}

newsarc_status na_store_settle(na_store *s, const na_settle *how)
{
    unsigned char key[NA_KEY_SIZE];
    if (how->redirect.n && !na_store_key(how->redirect, key))
        return NEWSARC_E_NOMEM;
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_SETTLE, true);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int64(st, 1, how->id);
    sqlite3_bind_int(st, 2, (int)how->state);
    sqlite3_bind_int(st, 3, (int)how->kind);
    sqlite3_bind_int64(st, 4, how->tries);
    if (how->state == NA_STATE_WAITING)
        sqlite3_bind_int64(st, 5, how->not_before);
    else
        sqlite3_bind_null(st, 5);
    if (how->redirect.n)
        na_sql_bind_blob(st, 6, (na_str){(char *)key, NA_KEY_SIZE});
    else
        sqlite3_bind_null(st, 6);
    return na_sql_done(s, st);
}

static newsarc_status wake_one(na_store *s, int64_t id)
{
    return na_sql_numbers(s, NA_SQL_URL_WAKE, &id, 1);
}

static newsarc_status next_due(na_store *s, int64_t *next)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_NEXT_DUE, false);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    if (sqlite3_column_type(st, 0) != SQLITE_NULL)
        *next = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_wake(na_store *s, int64_t now, void (*fn)(int64_t host, void *user),
                             void *user, int64_t *next)
{
    *next = INT64_MAX;
    for (;;) {
        sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_DUE, false);
        if (!st)
            return na_sql_failed(s);
        sqlite3_bind_int64(st, 1, now);
        sqlite3_bind_int64(st, 2, NA_WAIT_MAX_S);
        newsarc_status status = na_sql_row(s, st);
        if (status == NEWSARC_E_NOT_FOUND)
            return next_due(s, next);
        if (status != NEWSARC_OK)
            return status;
        int64_t id = sqlite3_column_int64(st, 0), host = sqlite3_column_int64(st, 1);
        sqlite3_reset(st);
        status = wake_one(s, id);
        if (status != NEWSARC_OK)
            return status;
        fn(host, user);
    }
}

newsarc_status
na_store_hosts(na_store *s, void (*fn)(int64_t host, const char *name, uint64_t queued, void *user),
               void *user)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_HOSTS, false);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK)
        fn(sqlite3_column_int64(st, 0), (const char *)sqlite3_column_text(st, 1),
           (uint64_t)sqlite3_column_int64(st, 2), user);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_count(na_store *s, na_state state, uint64_t *count)
{
    sqlite3_stmt *st = na_sql_ready(s, NA_SQL_COUNT, false);
    if (!st)
        return na_sql_failed(s);
    sqlite3_bind_int(st, 1, (int)state);
    newsarc_status status = na_sql_row(s, st);
    if (status == NEWSARC_OK) {
        *count = (uint64_t)sqlite3_column_int64(st, 0);
        sqlite3_reset(st);
    }
    return status;
}

newsarc_status na_store_redirect(na_store *s, na_str canonical, na_buf *url)
{
    unsigned char key[NA_KEY_SIZE];
    if (!na_store_key(canonical, key))
        return NEWSARC_E_NOMEM;
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
        sqlite3_stmt *st = na_sql_ready(s, NA_SQL_URL_REDIRECT, false);
        if (!st)
            return na_sql_failed(s);
        na_sql_bind_blob(st, 1, (na_str){(char *)key, NA_KEY_SIZE});
        newsarc_status status = na_sql_row(s, st);
        if (status != NEWSARC_OK)
            return status;
        na_str to = na_sql_str(st, 0);
        bool on = to.n == NA_KEY_SIZE;
        if (on)
            memcpy(key, to.p, NA_KEY_SIZE);
        else
            na_buf_add(url, na_sql_str(st, 1));
        sqlite3_reset(st);
        if (!on)
            return hops ? url->status : NEWSARC_E_NOT_FOUND;
    }
    return NEWSARC_E_NOT_FOUND;
}
