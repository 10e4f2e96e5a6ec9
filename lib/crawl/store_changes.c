/* See store_changes.h. Gone and returned are noted by triggers, so that whatever sets or clears
 * articles.gone_run keeps the history of it. */
#include "crawl/store_changes.h"

#include "crawl/store_sql.h"
#include <stdio.h>

/* From version 5 to 6. Kinds: 0 gone, 1 delisted. `seen`: when it was last there. */
const char na_sql_from_5[] =
    "CREATE TABLE absences(url INTEGER NOT NULL, kind INTEGER NOT NULL, run INTEGER NOT NULL, "
    " time INTEGER NOT NULL, status INTEGER NOT NULL, seen INTEGER NOT NULL, "
    " until_run INTEGER NOT NULL DEFAULT 0, until INTEGER NOT NULL DEFAULT 0, "
    " PRIMARY KEY(url, kind, run)) WITHOUT ROWID;"
    "CREATE INDEX absences_run ON absences(run);"
    "CREATE INDEX absences_until ON absences(until_run);"
    "CREATE INDEX articles_first ON articles(first_run);"
    "CREATE INDEX versions_until ON versions(until_run);"
    "INSERT INTO absences(url, kind, run, time, status, seen) SELECT url, 0, gone_run, gone, "
    "gone_status, 0 FROM articles WHERE gone_run <> 0;"
    "CREATE TRIGGER article_gone AFTER UPDATE OF gone_run ON articles "
    "WHEN OLD.gone_run = 0 AND NEW.gone_run <> 0 BEGIN "
    "INSERT OR REPLACE INTO absences(url, kind, run, time, status, seen) VALUES(NEW.url, 0, "
    "NEW.gone_run, NEW.gone, NEW.gone_status, OLD.checked); END;"
    "CREATE TRIGGER article_returned AFTER UPDATE OF gone_run ON articles "
    "WHEN OLD.gone_run <> 0 AND NEW.gone_run = 0 BEGIN "
    "UPDATE absences SET until_run = NEW.checked_run, until = NEW.checked WHERE url = NEW.url AND "
    "kind = 0 AND until_run = 0; END;"
    "CREATE TRIGGER article_forgotten AFTER DELETE ON articles BEGIN "
    "DELETE FROM absences WHERE url = OLD.url; END;";

/* Columns: URL, title, date, category, list, time, first seen, last seen, status, file and offset
 * of the JSON before and after. */
#define COMMON "a.date, coalesce(k.name, ''), coalesce(g.url, ''), "
/* Of the lists that name an article: a category of the navigation, rather than the home page or a
 * feed. */
#define PLACES                                                                                     \
    " JOIN frontier f ON f.id = a.url LEFT JOIN entries e ON e.url = a.url "                       \
    "LEFT JOIN frontier g ON g.id = coalesce((SELECT x.list FROM listed x JOIN categories c ON "   \
    "c.url = x.list JOIN frontier h ON h.id = x.list WHERE x.url = a.url "                         \
    "ORDER BY h.kind = 0, x.list LIMIT 1), e.list) LEFT JOIN categories k ON k.url = g.id "
#define NO_JSON ", '', 0, '', 0 "
/* One address of each article, as in its tar. */
#define SHOWN                                                                                      \
    " AND a.same_as IS NULL AND NOT EXISTS(SELECT 1 FROM articles b WHERE b.url = a.canonical "    \
    "AND b.title = a.title AND b.same_as IS NULL AND b.canonical IS NULL) "
#define LAST_SEEN                                                                                  \
    "iif(a.gone_run = 0, a.checked, coalesce((SELECT o.seen FROM absences o WHERE o.url = a.url "  \
    "AND o.kind = 0 ORDER BY o.run DESC LIMIT 1), 0))"
#define ABSENCE(time, last_seen, status, run, kind)                                                \
    "SELECT f.url, a.title, " COMMON time ", a.seen, " last_seen ", " status NO_JSON               \
    "FROM absences s JOIN articles a ON a.url = s.url" PLACES "WHERE s." run                       \
    " = ?1 AND s.kind = " kind SHOWN "ORDER BY s.url"

/* known before under another address it is not new */
const char na_sql_event_new[] =
    "SELECT f.url, coalesce((SELECT v.title FROM versions v WHERE v.url = a.url ORDER BY v.run "
    "LIMIT 1), a.title), " COMMON "a.seen, a.seen, " LAST_SEEN ", 0" NO_JSON
    "FROM articles a" PLACES "WHERE a.first_run = ?1" SHOWN
    "AND NOT EXISTS(SELECT 1 FROM articles b WHERE b.twin = a.twin AND b.same_as = a.url AND "
    "b.first_run < a.first_run) ORDER BY a.url";
const char na_sql_event_changed[] =
    "SELECT f.url, coalesce(w.title, a.title), " COMMON
    "(SELECT r.started FROM runs r WHERE r.id = v.until_run), a.seen, " LAST_SEEN
    ", 0, o.name, v.json_offset, n.name, coalesce(w.json_offset, a.json_offset) FROM versions v "
    "JOIN articles a ON a.url = v.url "
    "LEFT JOIN versions w ON w.url = v.url AND w.run = v.until_run "
    "LEFT JOIN files o ON o.id = v.json_file LEFT JOIN files n ON n.id = coalesce(w.json_file, "
    "iif(a.last_run = v.until_run, a.json_file, 0))" PLACES "WHERE v.until_run = ?1" SHOWN
    "ORDER BY v.url";
const char na_sql_event_gone[] = ABSENCE("s.time", "s.seen", "s.status", "run", "0");
const char na_sql_event_returned[] = ABSENCE("s.until", LAST_SEEN, "0", "until_run", "0");
const char na_sql_event_delisted[] = ABSENCE("s.time", LAST_SEEN, "0", "run", "1");
const char na_sql_event_relisted[] = ABSENCE("s.until", LAST_SEEN, "0", "until_run", "1");

static const na_sql event_sql[NA_EVENTS] = {
    [NA_EVENT_NEW] = NA_SQL_EVENT_NEW,           [NA_EVENT_CHANGED] = NA_SQL_EVENT_CHANGED,
    [NA_EVENT_GONE] = NA_SQL_EVENT_GONE,         [NA_EVENT_RETURNED] = NA_SQL_EVENT_RETURNED,
    [NA_EVENT_DELISTED] = NA_SQL_EVENT_DELISTED, [NA_EVENT_RELISTED] = NA_SQL_EVENT_RELISTED,
};

/* NULL (out of memory, or a value that is none) reads as "". */
static const char *text_at(sqlite3_stmt *st, int column)
{
    const char *p = (const char *)sqlite3_column_text(st, column);
    return p ? p : "";
}

static void place_at(sqlite3_stmt *st, int column, na_place *out)
{
    snprintf(out->file, sizeof out->file, "%s", text_at(st, column));
    out->offset = (uint64_t)sqlite3_column_int64(st, column + 1);
}

static void read_row(sqlite3_stmt *st, na_event_row *row)
{
    row->url = text_at(st, 0);
    row->title = text_at(st, 1);
    row->date = text_at(st, 2);
    row->category = text_at(st, 3);
    row->list = text_at(st, 4);
    row->time = sqlite3_column_int64(st, 5);
    row->first_seen = sqlite3_column_int64(st, 6);
    row->last_seen = sqlite3_column_int64(st, 7);
    row->status = sqlite3_column_int(st, 8);
    place_at(st, 9, &row->before);
    place_at(st, 11, &row->after);
}

/* Bound to a run; NULL after a failure. A feed asks for the events of many runs. */
static sqlite3_stmt *ready(na_store *s, na_sql which, int64_t run)
{
    sqlite3_stmt *st = na_sql_ready(s, which, false);
    if (st)
        sqlite3_bind_int64(st, 1, run);
    return st;
}

static newsarc_status each_event(na_store *s, na_event event, int64_t run,
                                 newsarc_status (*fn)(const na_event_row *row, void *user),
                                 void *user)
{
    sqlite3_stmt *st = ready(s, event_sql[event], run);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status;
    while ((status = na_sql_row(s, st)) == NEWSARC_OK) {
        na_event_row row = {.event = event, .run = run};
        read_row(st, &row);
        status = fn(&row, user);
        if (status != NEWSARC_OK) {
            sqlite3_reset(st);
            return status;
        }
    }
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

newsarc_status na_store_events(na_store *s, int64_t run,
                               newsarc_status (*fn)(const na_event_row *row, void *user),
                               void *user)
{
    newsarc_status status = NEWSARC_OK;
    for (int i = 0; status == NEWSARC_OK && i < NA_EVENTS; i++)
        status = each_event(s, (na_event)i, run, fn, user);
    return status;
}

newsarc_status na_store_run_span(na_store *s, int64_t run, na_run_span *out)
{
    sqlite3_stmt *st = ready(s, NA_SQL_RUN_SPAN, run);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *out = (na_run_span){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                         sqlite3_column_int64(st, 2)};
    sqlite3_reset(st);
    return NEWSARC_OK;
}

newsarc_status na_store_first_untold(na_store *s, int64_t run, int64_t *first)
{
    sqlite3_stmt *st = ready(s, NA_SQL_RUN_UNTOLD, run);
    if (!st)
        return na_sql_failed(s);
    newsarc_status status = na_sql_row(s, st);
    if (status != NEWSARC_OK)
        return status;
    *first = sqlite3_column_int64(st, 0);
    sqlite3_reset(st);
    return NEWSARC_OK;
}
