/* Which lists name an article, and since when none does. A list that an article is missing from
 * says little by itself: it may have been walked only as far as what is known, the article may have
 * left it because it is old (the ten newest on a home page), or moved further down (a pinned entry
 * that is pinned no longer). So an article counts as delisted only when
 * - it was asked for in this run and is there,
 * - one list that had named it was walked in this run, and still names an older entry;
 * - of every list that had named it, it is known that it does not do so any more: it was walked to
 *   its end, or far enough by place and by date. Lists that were not read for ten runs do not
 * count;
 * - no other address of the same article is named.
 * Triggers keep the table beside entries, which has only the list that named an article last. */
#include "crawl/store_changes.h"

#include "crawl/store_sql.h"

/* From version 6 to 7. `before`: the place it had in runs before; 0: it was not named then. */
const char na_sql_from_6[] =
    "CREATE TABLE listed(url INTEGER NOT NULL, list INTEGER NOT NULL, run INTEGER NOT NULL, "
    " place INTEGER NOT NULL, before INTEGER NOT NULL, PRIMARY KEY(url, list)) WITHOUT ROWID;"
    "INSERT INTO listed SELECT url, list, run, place, 0 FROM entries;"
#define KEEP                                                                                       \
    " BEGIN INSERT INTO listed VALUES(NEW.url, NEW.list, NEW.run, NEW.place, 0) "                  \
    "ON CONFLICT(url, list) DO UPDATE SET before = iif(run = NEW.run, before, place), "            \
    "run = NEW.run, place = NEW.place; END;"
    "CREATE TRIGGER entry_first_named AFTER INSERT ON entries" KEEP
    "CREATE TRIGGER entry_named_again AFTER UPDATE ON entries" KEEP;

/* Lists that were walked in this run: the place that the oldest known entry had which they still
 * name, and the earliest date that they name. */
#define WALKED                                                                                     \
    "WITH walked(list, floor, date, stopped) AS (SELECT n.list, min(n.before), "                   \
    "(SELECT min(substr(d.date, 1, 10)) FROM listed m JOIN articles d ON d.url = m.url WHERE "     \
    "m.list = n.list AND m.run = ?1 AND d.date <> ''), l.stopped FROM listed n JOIN list_pages l " \
    "ON l.url = n.list WHERE n.run = ?1 AND n.before > 0 AND l.mark = ?1 GROUP BY n.list) "

const char na_sql_delist[] = WALKED
    "INSERT OR REPLACE INTO absences(url, kind, run, time, status, seen) "
    "SELECT a.url, 1, ?1, ?2, 0, a.checked FROM articles a WHERE a.gone_run = 0 AND "
    "a.checked_run = ?1 AND a.same_as IS NULL AND EXISTS(SELECT 1 FROM listed x JOIN walked w ON "
    "w.list = x.list WHERE x.url = a.url AND x.place > w.floor) "
    "AND NOT EXISTS(SELECT 1 FROM listed x JOIN list_pages l ON l.url = x.list LEFT JOIN walked w "
    "ON w.list = x.list WHERE x.url = a.url AND (x.run = ?1 OR (l.mark <> ?1 AND l.run > ?1 - 10) "
    "OR (l.mark = ?1 AND l.stopped AND NOT coalesce(x.place > w.floor AND a.date <> '' AND "
    "substr(a.date, 1, 10) >= w.date, 0)))) "
    "AND NOT EXISTS(SELECT 1 FROM absences o WHERE o.url = a.url AND o.kind = 1 AND "
    "o.until_run = 0) AND NOT EXISTS(SELECT 1 FROM articles b JOIN listed x ON x.url = b.url WHERE "
    "b.twin = a.twin AND a.twin <> '' AND b.same_as = a.url AND x.run = ?1)";
const char na_sql_relist[] =
    "UPDATE absences SET until_run = ?1, until = ?2 WHERE kind = 1 AND until_run = 0 AND run <> ?1 "
    "AND EXISTS(SELECT 1 FROM listed x WHERE x.url = absences.url AND x.run = ?1)";

newsarc_status na_store_note_delisted(na_store *s, int64_t run, int64_t now, uint64_t *delisted)
{
    static const na_sql steps[] = {NA_SQL_DELIST, NA_SQL_RELIST};
    newsarc_status status = NEWSARC_OK;
    *delisted = 0;
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof steps / sizeof *steps; i++) {
        sqlite3_stmt *st = na_sql_ready(s, steps[i], true);
        if (!st)
            return na_sql_failed(s);
        sqlite3_bind_int64(st, 1, run);
        sqlite3_bind_int64(st, 2, now);
        status = na_sql_done(s, st);
        if (status == NEWSARC_OK && steps[i] == NA_SQL_DELIST)
            *delisted = (uint64_t)sqlite3_changes(s->db);
    }
    return status;
}
