/* Opening, transactions and the plumbing of statements. See store.h. */
#include "crawl/store.h"

#include "core/alloc.h"
#include "core/error.h"
#include "crawl/store_sql.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define APPLICATION_ID 0x6e617263 /* "narc" */
#define BUSY_MS 10000

/* Why the system failed, 0: it did not. SQLite hides a full disk in its own code, and does not keep
 * errno for the file that it shares with other processes (-shm). */
static int reason_of(sqlite3 *db, int code, int last)
{
    int kept = sqlite3_system_errno(db);
    switch (code & 0xff) {
    case SQLITE_FULL: return ENOSPC;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return kept ? kept : last;
    default: return 0;
    }
}

static newsarc_status status_of(int code, int reason)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM: return NEWSARC_E_NOMEM;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return NEWSARC_E_FORMAT;
    case SQLITE_CANTOPEN:
        if (reason == ENOENT)
            return NEWSARC_E_NOT_FOUND;
        break;
    default: break;
    }
    return reason == ENOSPC || reason == EDQUOT ? NEWSARC_E_DISK_FULL : NEWSARC_E_IO;
}

/* What was done since the last commit may be half done: see na_store_commit. */
newsarc_status na_sql_failed(na_store *s)
{
    char text[sizeof s->message], words[96];
    int last = errno, code = sqlite3_extended_errcode(s->db);
    int reason = reason_of(s->db, code, last);
    const char *why = reason ? strerror_r(reason, words, sizeof words) : NULL;
    snprintf(text, sizeof text, "%s%s%s", sqlite3_errmsg(s->db), why ? ": " : "", why ? why : "");
    na_printable(s->message, sizeof s->message, na_str_from(text));
    s->failed = status_of(code, reason);
    s->damaged |= s->failed == NEWSARC_E_FORMAT;
    return s->failed;
}

static newsarc_status exec(na_store *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NEWSARC_OK : na_sql_failed(s);
}

newsarc_status na_sql_begin(na_store *s)
{
    if (s->in_transaction)
        return NEWSARC_OK;
    s->failed = NEWSARC_OK;
    newsarc_status status = exec(s, "BEGIN");
    s->in_transaction = status == NEWSARC_OK;
    return status;
}

sqlite3_stmt *na_sql_ready(na_store *s, na_sql which, bool writes)
{
    if (writes && na_sql_begin(s) != NEWSARC_OK)
        return NULL;
    sqlite3_stmt **st = &s->statements[which];
    if (!*st && sqlite3_prepare_v3(s->db, na_sql_text[which], -1, SQLITE_PREPARE_PERSISTENT, st,
                                   NULL) != SQLITE_OK)
        return NULL;
    return *st;
}

/* The bytes must live until the statement is reset. */
void na_sql_bind_str(sqlite3_stmt *st, int i, na_str v)
{
    sqlite3_bind_text(st, i, v.p ? v.p : "", (int)v.n, SQLITE_STATIC);
}

void na_sql_bind_blob(sqlite3_stmt *st, int i, na_str v)
{
    sqlite3_bind_blob(st, i, v.p ? v.p : "", (int)v.n, SQLITE_STATIC);
}

newsarc_status na_sql_done(na_store *s, sqlite3_stmt *st)
{
    int code = sqlite3_step(st);
    newsarc_status status =
        code == SQLITE_DONE || code == SQLITE_ROW ? NEWSARC_OK : na_sql_failed(s);
    sqlite3_reset(st);
    return status;
}

newsarc_status na_sql_numbers(na_store *s, na_sql which, const int64_t *v, int n)
{
    sqlite3_stmt *st = na_sql_ready(s, which, true);
    if (!st)
        return na_sql_failed(s);
    for (int i = 0; i < n; i++)
        sqlite3_bind_int64(st, i + 1, v[i]);
    return na_sql_done(s, st);
}

newsarc_status na_sql_row(na_store *s, sqlite3_stmt *st)
{
    int code = sqlite3_step(st);
    if (code == SQLITE_ROW)
        return NEWSARC_OK;
    newsarc_status status = code == SQLITE_DONE ? NEWSARC_E_NOT_FOUND : na_sql_failed(s);
    sqlite3_reset(st);
    return status;
}

na_str na_sql_str(sqlite3_stmt *st, int column)
{
    const void *p = sqlite3_column_blob(st, column);
    return (na_str){p, (size_t)sqlite3_column_bytes(st, column)};
}

static newsarc_status pragma_number(na_store *s, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    newsarc_status status = NEWSARC_OK;
    *out = 0;
    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        return na_sql_failed(s);
    int code = sqlite3_step(st);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(st, 0);
    else if (code != SQLITE_DONE)
        status = na_sql_failed(s);
    sqlite3_finalize(st);
    return status;
}

/* What leads from each version to the next one. A new file begins as version 4. */
static const struct {
    int64_t from;
    const char *sql;
} steps[] = {
    {2, na_sql_from_2}, {3, na_sql_from_3}, {4, na_sql_from_4}, {5, na_sql_from_5},
    {6, na_sql_from_6}, {7, na_sql_from_7}, {8, na_sql_from_8},
};

/* Step by step to the present version, or not at all. `sql`: what comes first. */
static newsarc_status upgrade(na_store *s, int64_t version, const char *sql)
{
    char pragmas[96];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             APPLICATION_ID, NA_STORE_VERSION);
    newsarc_status status = exec(s, "BEGIN IMMEDIATE");
    if (status == NEWSARC_OK)
        status = exec(s, sql);
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof steps / sizeof *steps; i++)
        if (steps[i].from >= version)
            status = exec(s, steps[i].sql);
    if (status == NEWSARC_OK)
        status = exec(s, pragmas);
    return status == NEWSARC_OK ? exec(s, "COMMIT") : status;
}

/* A new file gets the schema; an old one must be ours and not newer than we are. */
static newsarc_status check_schema(na_store *s, na_store_mode mode)
{
    int64_t id, version, tables;
    newsarc_status status = pragma_number(s, "PRAGMA application_id", &id);
    if (status == NEWSARC_OK)
        status = pragma_number(s, "PRAGMA user_version", &version);
    if (status == NEWSARC_OK)
        status = pragma_number(s, "SELECT count(*) FROM sqlite_schema", &tables);
    if (status != NEWSARC_OK)
        return status;
    if (tables == 0 && mode == NA_STORE_WRITE)
        return upgrade(s, 4, na_sql_schema);
    if (id == APPLICATION_ID && version == NA_STORE_VERSION)
        return NEWSARC_OK;
    if (id == APPLICATION_ID && version >= 2 && version < NA_STORE_VERSION)
        return mode == NA_STORE_WRITE ? upgrade(s, version, "") : NEWSARC_E_UNSUPPORTED;
    s->damaged = id != APPLICATION_ID;
    snprintf(s->message, sizeof s->message,
             id == APPLICATION_ID ? "the collection has version %lld, this newsarc knows version %d"
                                  : "not the state of a collection",
             (long long)version, NA_STORE_VERSION);
    return NEWSARC_E_FORMAT;
}

/* The keys of the frontier lie at random, so its index should fit into the cache: 40 MiB hold a
 * million URLs, and small crawls do not use them up. Writing back now and then only (64 MiB) keeps
 * the cost of a URL flat. */
static const char setup[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                            "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; "
                            "PRAGMA cache_size = -40960; PRAGMA wal_autocheckpoint = 16384; "
                            "PRAGMA journal_size_limit = 67108864;";

static newsarc_status set_up(na_store *s, na_store_mode mode)
{
    sqlite3_busy_timeout(s->db, BUSY_MS);
    newsarc_status status = NEWSARC_OK;
    if (mode == NA_STORE_WRITE)
        status = exec(s, setup);
    return status == NEWSARC_OK ? check_schema(s, mode) : status;
}

/* SQLite does not tell why it cannot make a file, so it finds its files made. One that is there is
 * not opened: closing it would end the locks that another handle of this process has on it. */
static newsarc_status make_files(const char *path, newsarc_error *err)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    newsarc_status status = NEWSARC_OK;
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof suffixes / sizeof *suffixes; i++) {
        na_buf name = NA_BUF(1 << 16);
        na_buf_addf(&name, "%s%s", path, suffixes[i]);
        bool fits = name.status == NEWSARC_OK;
        int fd = fits ? open(name.p, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
        if (fd >= 0)
            close(fd);
        else if (!fits || errno != EEXIST)
            status = na_error_system(err, "store", na_buf_str(&name), "make the file",
                                     fits ? errno : ENOMEM);
        na_buf_free(&name);
    }
    return status;
}

static newsarc_status open_writable(na_store *s, newsarc_error *err)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool in_memory = strcmp(s->path, ":memory:") == 0;
    newsarc_status status = in_memory ? NEWSARC_OK : make_files(s->path, err);
    if (status != NEWSARC_OK)
        return status;
    if (sqlite3_open_v2(s->path, &s->db, flags | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        return na_sql_failed(s);
    status = set_up(s, NA_STORE_WRITE);
    if (status != NEWSARC_E_NOT_FOUND || in_memory)
        return status;
    status = make_files(s->path, err); /* of a new one it makes -wal anew: why could it not? */
    return status == NEWSARC_OK ? set_up(s, NA_STORE_WRITE) : status;
}

static newsarc_status open_readable(na_store *s, const char *name, int access_flags)
{
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | access_flags;
    return sqlite3_open_v2(name, &s->db, flags, NULL) == SQLITE_OK ? set_up(s, NA_STORE_READ)
                                                                   : na_sql_failed(s);
}

/* On a disk that cannot be written SQLite cannot make the files that it shares with others. Nobody
 * writes there, so a state that was closed well needs none. */
static newsarc_status open_unchanging(na_store *s)
{
    na_buf name = NA_BUF(1 << 16);
    na_buf_addf(&name, "%s-wal", s->path);
    bool closed = name.status == NEWSARC_OK && access(name.p, F_OK) != 0;
    bool fixed = access(s->path, W_OK) != 0 && (errno == EROFS || errno == EACCES);
    newsarc_status status = NEWSARC_E_NOT_FOUND;
    if (closed && fixed) {
        na_buf_clear(&name);
        na_buf_add_cstr(&name, "file:");
        for (const char *p = s->path; *p; p++)
            na_buf_addf(&name, strchr("%?#", *p) ? "%%%02X" : "%c", (unsigned char)*p);
        na_buf_add_cstr(&name, "?immutable=1");
        sqlite3_close(s->db);
        s->db = NULL;
        status = name.status == NEWSARC_OK
                     ? open_readable(s, name.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
                     : NEWSARC_E_NOMEM;
    }
    na_buf_free(&name);
    return status;
}

static newsarc_status open_store(const char *path, na_store_mode mode, na_store **out,
                                 newsarc_error *err)
{
    *out = NULL;
    na_store *s = na_calloc(1, sizeof *s);
    if (!s || !(s->path = na_strdup(path))) {
        na_free(s);
        return na_error(err, NEWSARC_E_NOMEM, "store", na_str_from(path), "out of memory");
    }
    /* A reader, too, opens for writing where it may: only such a handle takes -wal and -shm away
     * when it is the last to close (sqlite.org/walformat.html, 1.2). */
    newsarc_status status = mode == NA_STORE_WRITE ? open_writable(s, err)
                                                   : open_readable(s, path, SQLITE_OPEN_READWRITE);
    if (status == NEWSARC_E_NOT_FOUND && mode == NA_STORE_READ)
        status = open_unchanging(s);
    if (status != NEWSARC_OK) {
        na_store_explain(s, status, err);
        na_store_close(s);
        return status;
    }
    *out = s;
    return NEWSARC_OK;
}

newsarc_status na_store_open(const char *path, na_store_mode mode, na_store **out,
                             newsarc_error *err)
{
    newsarc_status status = open_store(path, mode, out, err);
    if (status != NEWSARC_E_UNSUPPORTED || mode == NA_STORE_WRITE)
        return status;
    na_error_clear(err); /* of an older version: written once, then read */
    status = open_store(path, NA_STORE_WRITE, out, err);
    return status;
}

void na_store_close(na_store *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < NA_SQL_N; i++)
        sqlite3_finalize(s->statements[i]);
    sqlite3_close(s->db);
    na_free(s->path);
    na_free(s);
}

/* "DIR/collection.db" -> "DIR" */
static na_str directory_of(const na_store *s)
{
    const char *slash = strrchr(s->path, '/');
    return slash ? (na_str){s->path, (size_t)(slash - s->path)} : NA_STR(".");
}

newsarc_status na_store_explain(const na_store *s, newsarc_status status, newsarc_error *err)
{
    if (s->damaged && status == NEWSARC_E_FORMAT)
        return na_error(err, status, "store", na_str_from(s->path),
                        "the state is damaged (%s); rebuild it from the WARC files: newsarc "
                        "recover %.*s",
                        s->message, NA_STR_ARG(directory_of(s)));
    return na_error(err, status, "store", na_str_from(s->path), "%s",
                    s->message[0] ? s->message : newsarc_status_name(status));
}

newsarc_status na_store_rollback(na_store *s)
{
    s->in_transaction = false;
    s->failed = NEWSARC_OK;
    memset(s->seen, 0, sizeof s->seen);
    return sqlite3_get_autocommit(s->db) ? NEWSARC_OK : exec(s, "ROLLBACK");
}

newsarc_status na_store_sync(na_store *s)
{
    return exec(s, "PRAGMA wal_checkpoint(PASSIVE)");
}

/* SQLite ends a transaction by itself after some errors, and what came after them would be
 * committed alone. */
newsarc_status na_store_commit(na_store *s)
{
    if (!s->in_transaction)
        return NEWSARC_OK;
    newsarc_status status = s->failed == NEWSARC_OK ? exec(s, "COMMIT") : s->failed;
    s->in_transaction = false;
    if (status != NEWSARC_OK)
        na_store_rollback(s);
    return status;
}
