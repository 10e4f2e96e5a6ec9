/* The store's SQL: schema and statements.
 *
 * A URL is known by 16 bytes, for the most part of the SHA-256 of its canonical form: the unique
 * index is then small and its cost does not depend on the length of URLs. The two partial indexes
 * hold only what is still to do. Numbers of states and kinds are those of store.h. */
#include "crawl/store_sql.h"

const char na_sql_schema[] =
    "CREATE TABLE runs(id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, "
    " result TEXT, seeds TEXT NOT NULL, full INTEGER NOT NULL, tar INTEGER, pages INTEGER, "
    "articles INTEGER, new_articles INTEGER, "
    " changed_articles INTEGER, failed INTEGER, skipped INTEGER, queued INTEGER, bytes INTEGER, "
    " seconds REAL, gone INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE hosts(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE robots(origin TEXT PRIMARY KEY, fetched INTEGER NOT NULL, "
    " status INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE frontier(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, url TEXT NOT NULL, "
    " host INTEGER NOT NULL, via INTEGER NOT NULL, kind INTEGER NOT NULL, depth INTEGER NOT NULL, "
    " hops INTEGER NOT NULL, priority INTEGER NOT NULL, state INTEGER NOT NULL, "
    " tries INTEGER NOT NULL, not_before INTEGER, redirect BLOB, post TEXT, "
    " path TEXT NOT NULL);"
    "CREATE INDEX frontier_queued ON frontier(host, priority, id) WHERE state = 0;"
    "CREATE INDEX frontier_waiting ON frontier(not_before) WHERE state = 1;"
    "CREATE TABLE files(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE captures(id INTEGER PRIMARY KEY, url INTEGER NOT NULL, run INTEGER NOT NULL, "
    " file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, "
    " record TEXT NOT NULL, date TEXT NOT NULL, status INTEGER NOT NULL, mime TEXT NOT NULL, "
    " digest TEXT NOT NULL, whole INTEGER NOT NULL DEFAULT 1, etag TEXT NOT NULL DEFAULT '', "
    " modified TEXT NOT NULL DEFAULT '');"
    "CREATE INDEX captures_url ON captures(url);"
    "CREATE TABLE list_pages(url INTEGER PRIMARY KEY, list INTEGER NOT NULL, "
    " steps INTEGER NOT NULL, run INTEGER NOT NULL, fingerprint INTEGER NOT NULL, "
    " mark INTEGER NOT NULL DEFAULT 0, fresh INTEGER NOT NULL DEFAULT 0, "
    " known INTEGER NOT NULL DEFAULT 0, floor INTEGER NOT NULL DEFAULT 0, "
    " stopped INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX list_pages_list ON list_pages(list, fingerprint);"
    "CREATE TABLE entries(url INTEGER PRIMARY KEY, list INTEGER NOT NULL, run INTEGER NOT NULL, "
    " title TEXT NOT NULL, date TEXT NOT NULL, first_run INTEGER NOT NULL DEFAULT 0, "
    " place INTEGER NOT NULL DEFAULT 0, rank INTEGER NOT NULL DEFAULT 99);"
    "CREATE TABLE articles(url INTEGER PRIMARY KEY, capture INTEGER NOT NULL, "
    " json_file INTEGER NOT NULL, json_offset INTEGER NOT NULL, folder TEXT NOT NULL, "
    " title TEXT NOT NULL, date TEXT NOT NULL, digest TEXT NOT NULL, first_run INTEGER NOT NULL, "
    " last_run INTEGER NOT NULL, twin TEXT NOT NULL, completed INTEGER NOT NULL, "
    " same_as INTEGER, canonical INTEGER, seen INTEGER NOT NULL DEFAULT 0, "
    " born INTEGER NOT NULL DEFAULT 0, checked INTEGER NOT NULL DEFAULT 0, "
    " checked_run INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0, "
    " gone_run INTEGER NOT NULL DEFAULT 0, gone_status INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX articles_twin ON articles(twin);"
    "CREATE TABLE versions(url INTEGER NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL, "
    " seen INTEGER NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, "
    " json_file TEXT NOT NULL, json_offset INTEGER NOT NULL, title TEXT NOT NULL, "
    " digest TEXT NOT NULL, PRIMARY KEY(url, run)) WITHOUT ROWID;"
    "CREATE TABLE parts(url INTEGER PRIMARY KEY, article INTEGER NOT NULL, "
    " number INTEGER NOT NULL, digest TEXT NOT NULL, json TEXT NOT NULL, markdown TEXT NOT NULL);"
    "CREATE INDEX parts_article ON parts(article);"
    "CREATE TABLE joins(article INTEGER PRIMARY KEY);";

/* Versions 2 (a path is added) and 3 as they become version 4, which becomes 5 by what
 * store_report.c adds, 6 by what store_changes.c does, 7 by store_listed.c, 8 by the place up to
 * which a run's archive is in the state, and 9 by what stands below. Lists that an older newsarc
 * walked have no mark, so the first run walks them whole. */
const char na_sql_from_2[] = "ALTER TABLE frontier ADD COLUMN path TEXT NOT NULL DEFAULT '';";
const char na_sql_from_3[] =
    "ALTER TABLE runs ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE captures ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE captures ADD COLUMN etag TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE captures ADD COLUMN modified TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE list_pages ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN known INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE list_pages ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN first_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN rank INTEGER NOT NULL DEFAULT 99;"
    "ALTER TABLE articles ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN born INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN checked_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone_run INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN gone_status INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE versions(url INTEGER NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL, "
    " seen INTEGER NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, "
    " json_file TEXT NOT NULL, json_offset INTEGER NOT NULL, title TEXT NOT NULL, "
    " digest TEXT NOT NULL, PRIMARY KEY(url, run)) WITHOUT ROWID;"
    "UPDATE entries SET first_run = run;"
    "UPDATE articles SET seen = (SELECT started FROM runs WHERE id = first_run), checked_run = "
    "last_run, checked = (SELECT started FROM runs WHERE id = last_run);"
    "UPDATE articles SET born = seen WHERE first_run > 1;";

const char na_sql_from_7[] = "ALTER TABLE runs ADD COLUMN file TEXT;"
                             "ALTER TABLE runs ADD COLUMN offset INTEGER;";

/* From version 8 to 9: what each night adds is kept small. Versions know their files by number,
 * files have no index on names (the one that is written is the newest), runs have no seeds where
 * they are those of the run before, and captures are forgotten that nothing refers to (see
 * NA_SQL_CAPTURE_OLDER and _GONE). What was learned of shapes (shapes.h) is kept for the run that
 * goes on. */
const char na_sql_from_8[] =
    "INSERT INTO files(name) SELECT file FROM versions UNION SELECT json_file FROM versions EXCEPT "
    "SELECT name FROM files;"
    "ALTER TABLE files RENAME TO files_8;"
    "CREATE TABLE files(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "INSERT INTO files SELECT id, name FROM files_8 ORDER BY id;"
    "DROP TABLE files_8;"
    "UPDATE runs SET seeds = '' WHERE seeds = (SELECT r.seeds FROM runs r WHERE r.id < runs.id "
    "AND r.seeds <> '' ORDER BY r.id DESC LIMIT 1);"
    "UPDATE runs SET file = NULL, offset = NULL WHERE ended > 0;"
    "ALTER TABLE versions RENAME TO versions_8;"
    "DROP INDEX versions_until;"
    "CREATE TABLE versions(url INTEGER NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL, "
    " seen INTEGER NOT NULL, file INTEGER NOT NULL, offset INTEGER NOT NULL, "
    " json_file INTEGER NOT NULL, json_offset INTEGER NOT NULL, title TEXT NOT NULL, "
    " PRIMARY KEY(url, run)) WITHOUT ROWID;"
    "INSERT INTO versions SELECT v.url, v.run, v.until_run, v.seen, p.id, v.offset, j.id, "
    "v.json_offset, v.title FROM versions_8 v JOIN files p ON p.name = v.file JOIN files j ON "
    "j.name = v.json_file;"
    "DROP TABLE versions_8;"
    "CREATE INDEX versions_until ON versions(until_run);"
    "CREATE TABLE shapes(id INTEGER PRIMARY KEY, known BLOB NOT NULL);"
    "DELETE FROM captures WHERE EXISTS(SELECT 1 FROM articles a WHERE a.url = captures.url AND "
    "(captures.id < a.capture OR captures.status IN (404, 410)));";

const char *const na_sql_text[NA_SQL_N] = {
    [NA_SQL_HOST_ADD] = "INSERT OR IGNORE INTO hosts(name) VALUES(?1)",
    [NA_SQL_HOST_FIND] = "SELECT id FROM hosts WHERE name = ?1",
    [NA_SQL_HOSTS] = "SELECT f.host, h.name, f.n FROM (SELECT host, count(*) AS n FROM frontier "
                     "WHERE state = 0 GROUP BY host UNION ALL SELECT host, 0 FROM frontier WHERE "
                     "state = 1 GROUP BY host) f JOIN hosts h ON h.id = f.host ORDER BY 1, 3 DESC",
    [NA_SQL_URL_ADD] = "INSERT INTO frontier(key, url, host, via, kind, depth, hops, priority, "
                       "state, tries, post, path) "
                       "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10) "
                       "ON CONFLICT(key) DO NOTHING",
    [NA_SQL_URL_FIND] = "SELECT id FROM frontier WHERE key = ?1",
    [NA_SQL_URL_HURRY] = "UPDATE frontier SET priority = min(priority, ?2), kind = ?3 WHERE "
                         "key = ?1 AND state = 0 AND (priority > ?2 OR (kind = 5 AND ?3 <> 5))",
    [NA_SQL_URL_NEXT] = "SELECT f.id, f.host, f.kind, f.depth, f.hops, f.tries, f.priority, f.url, "
                        "f.post, f.path, v.url FROM frontier f LEFT JOIN frontier v ON "
                        "v.id = f.via WHERE f.state = 0 AND f.host = ?1 "
                        "ORDER BY f.priority, f.id LIMIT 1",
    [NA_SQL_URL_SETTLE] = "UPDATE frontier SET state = ?2, kind = ?3, tries = ?4, not_before = ?5, "
                          "redirect = ?6 WHERE id = ?1",
    [NA_SQL_URL_DUE] = "SELECT id, host FROM frontier WHERE state = 1 AND (not_before <= ?1 OR "
                       "not_before > ?1 + ?2) ORDER BY not_before LIMIT 1",
    [NA_SQL_URL_WAKE] = "UPDATE frontier SET state = 0 WHERE id = ?1",
    [NA_SQL_URL_NEXT_DUE] = "SELECT min(not_before) FROM frontier WHERE state = 1",
    /* further pages of a list are asked for by the walk; a page that only looks like a list and
     * gave nothing new lately waits some runs */
    [NA_SQL_REQUEUE_LISTS] =
        "UPDATE frontier SET state = 0, tries = 0 WHERE state = 2 AND (kind IN (0, 6) OR "
        "(kind = 1 AND coalesce((SELECT l.steps = 0 AND (frontier.priority <= 3 OR "
        "?1 - l.run >= min(7, l.run - l.fresh + 1)) FROM list_pages l WHERE l.url = frontier.id), "
        "priority <= 3)))",
    [NA_SQL_REQUEUE_PAGES] = "UPDATE frontier SET tries = 0 WHERE state = 2 AND kind = 1",
    [NA_SQL_REQUEUE_ALL] = "UPDATE frontier SET state = 0, tries = 0 WHERE state = 2",
    [NA_SQL_REQUEUE_FAILED] = "UPDATE frontier SET state = 0, tries = iif(state = 3, ?1, 0) "
                              "WHERE state IN (1, 3, 4)",
    [NA_SQL_COUNT] = "SELECT count(*) FROM frontier WHERE state = ?1",
    [NA_SQL_URL_REDIRECT] = "SELECT redirect, url FROM frontier WHERE key = ?1",
    [NA_SQL_FILE_ADD] = "INSERT INTO files(name) VALUES(?1)",
    [NA_SQL_FILE_FIND] = "SELECT id FROM files WHERE name = ?1 ORDER BY id DESC LIMIT 1",
    [NA_SQL_CAPTURE_ADD] = "INSERT INTO captures(url, run, file, offset, length, record, date, "
                           "status, mime, digest, whole, etag, modified) VALUES(?1, ?2, ?3, ?4, "
                           "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [NA_SQL_CAPTURE_KNOWN] =
        "SELECT c.id, n.name, c.offset, c.record, c.date, c.digest, c.etag, c.modified "
        "FROM captures c JOIN files n ON n.id = c.file WHERE c.url = ?1 AND c.status = 200 AND "
        "c.whole = 1 ORDER BY c.id DESC LIMIT 1",
    /* one that came whole replaces all before, another one only its like; in its row, so that the
     * table does not spread over ever more pages */
    [NA_SQL_CAPTURE_RENEW] =
        "UPDATE captures SET run = ?2, file = ?3, offset = ?4, length = ?5, record = ?6, date = "
        "?7, status = ?8, mime = ?9, digest = ?10, whole = ?11, etag = ?12, modified = ?13 WHERE "
        "id = (SELECT max(id) FROM captures WHERE url = ?1) AND (?8 = 200 AND ?11 = 1 OR status "
        "<> 200 OR whole = 0) AND id NOT IN (SELECT capture FROM articles WHERE url = ?1) "
        "RETURNING id",
    [NA_SQL_CAPTURE_PRUNE] =
        "DELETE FROM captures WHERE url = ?1 AND id < ?2 AND (status <> 200 OR whole = 0 OR "
        "EXISTS(SELECT 1 FROM captures n WHERE n.id = ?2 AND n.status = 200 AND n.whole = 1)) "
        "AND id NOT IN (SELECT capture FROM articles WHERE url = ?1)",
    [NA_SQL_CAPTURE_OLDER] = "DELETE FROM captures WHERE url = ?1 AND id < ?2",
    [NA_SQL_CAPTURE_GONE] = "DELETE FROM captures WHERE url = ?1 AND status IN (404, 410) AND "
                            "EXISTS(SELECT 1 FROM articles WHERE url = ?1)",
    [NA_SQL_CAPTURE_FIND] = "SELECT n.name, c.offset FROM frontier f JOIN captures c ON "
                            "c.url = f.id JOIN files n ON n.id = c.file WHERE f.key = ?1 AND "
                            "c.status = 200 ORDER BY c.id DESC LIMIT 1",
    [NA_SQL_ARTICLE_DIGEST] = "SELECT digest FROM articles WHERE url = ?1",
    [NA_SQL_ARTICLE_PUT] =
        "INSERT INTO articles(url, capture, json_file, json_offset, folder, title, date, digest, "
        "first_run, last_run, twin, completed, seen, born, checked, checked_run) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?12, ?9) "
        "ON CONFLICT(url) DO UPDATE SET capture = ?2, json_file = ?3, json_offset = ?4, "
        "folder = ?5, title = ?6, date = ?7, digest = ?8, last_run = ?9, twin = ?10, "
        "completed = ?11, same_as = NULL, checked = ?12, checked_run = ?9, gone = 0, gone_run = 0",
    [NA_SQL_ARTICLE_CHECKED] = "UPDATE articles SET checked = ?2, checked_run = ?3, gone = 0, "
                               "gone_run = 0 WHERE url = ?1",
    [NA_SQL_ARTICLE_GONE] = "UPDATE articles SET gone = ?2, gone_run = ?3, gone_status = ?4, "
                            "checked = ?2, checked_run = ?3 WHERE url = ?1 AND gone_run = 0",
    [NA_SQL_ARTICLE_STILL_GONE] = "UPDATE articles SET checked_run = ?2 WHERE url = ?1 AND "
                                  "gone_run NOT IN (0, ?2)",
    [NA_SQL_VERSION_KEEP] =
        "INSERT OR IGNORE INTO versions(url, run, until_run, seen, file, offset, json_file, "
        "json_offset, title) SELECT a.url, a.last_run, ?2, a.checked, c.file, c.offset, "
        "a.json_file, a.json_offset, a.title FROM articles a JOIN captures c ON "
        "c.id = a.capture WHERE a.url = ?1 AND a.last_run < ?2",
    [NA_SQL_ARTICLES] =
        "SELECT f.url, a.folder, a.title, a.date, pn.name, c.offset, jn.name, a.json_offset, "
        "c.date, a.url, a.completed "
        "FROM articles a JOIN frontier f ON f.id = a.url JOIN captures c ON c.id = a.capture "
        "JOIN files pn ON pn.id = c.file JOIN files jn ON jn.id = a.json_file "
        "WHERE (?1 = 0 OR a.last_run > (SELECT coalesce(max(id), 0) FROM runs WHERE tar = 1)) "
        "AND a.same_as IS NULL AND NOT EXISTS(SELECT 1 FROM articles b WHERE b.url = a.canonical "
        "AND b.title = a.title AND b.same_as IS NULL AND b.canonical IS NULL) "
        "ORDER BY a.folder",
    [NA_SQL_LIST_PAGE_ADD] = "INSERT OR IGNORE INTO list_pages(url, list, steps, run, fingerprint) "
                             "VALUES(?1, ?2, ?3, 0, 0)",
    [NA_SQL_LIST_PAGE_GET] = "SELECT list, steps FROM list_pages WHERE url = ?1",
    [NA_SQL_LIST_PAGE_SEE] =
        "INSERT INTO list_pages(url, list, steps, run, fingerprint, floor) VALUES(?1, ?1, 0, ?2, "
        "?3, 0x7fffffffffffffff) ON CONFLICT(url) DO UPDATE SET "
        "known = iif(run = ?2, known, 0), floor = iif(run = ?2, floor, 0x7fffffffffffffff), "
        "stopped = iif(run = ?2, stopped, 0), run = ?2, fingerprint = ?3",
    [NA_SQL_WALK_GET] = "SELECT mark, known, floor FROM list_pages WHERE url = ?1",
    [NA_SQL_WALK_PUT] =
        "UPDATE list_pages SET known = ?2, floor = min(floor, ?3), stopped = max(stopped, ?4), "
        "fresh = iif(?5, run, fresh) WHERE url = ?1",
    /* a list was walked when nothing of it is left to do and nothing failed */
    [NA_SQL_WALK_MARK] =
        "UPDATE list_pages SET mark = ?1 WHERE url = list AND run = ?1 AND NOT EXISTS(SELECT 1 "
        "FROM list_pages p JOIN frontier f ON f.id = p.url WHERE p.list = list_pages.url AND "
        "f.state IN (0, 1, 3))",
    [NA_SQL_WALK_OPEN] = "UPDATE frontier SET state = 0 WHERE id = ?1 AND state = 2 AND tries = 0 "
                         "RETURNING host",
    [NA_SQL_WALK_STATE] = "SELECT state FROM frontier WHERE id = ?1",
    /* each at once, then after 1, 2, 4, ... runs more: a list of the newest ten drops what is
     * older, and a dead link may stand for years. A place has the number of its run above. */
    [NA_SQL_WALK_MISSING] =
        "UPDATE frontier SET state = 0, tries = 0, priority = 2 WHERE state = 2 AND id IN "
        "(SELECT e.url FROM entries e JOIN list_pages l ON l.url = e.list JOIN articles a ON "
        "a.url = e.url WHERE l.mark = ?1 AND e.run <> ?1 AND a.checked_run <> ?1 AND "
        "a.gone_run = 0 AND e.place > iif(l.stopped, l.floor, 0) AND "
        "?1 - a.checked_run >= a.checked_run - e.run UNION ALL "
        "SELECT a.url FROM articles a JOIN entries e ON e.url = a.url WHERE a.gone_run NOT IN "
        "(0, ?1) AND e.run = ?1 AND (?1 - a.checked_run >= a.checked_run - a.gone_run OR "
        "(SELECT max(x.before) >> 32 FROM listed x WHERE x.url = e.url AND x.run = ?1) < ?1 - 1)) "
        "RETURNING host",
    [NA_SQL_RECHECK] =
        "UPDATE frontier SET state = 0, tries = 0, priority = 2 WHERE state = 2 AND id IN "
        "(WITH due(url) AS (SELECT a.url FROM articles a LEFT JOIN entries e ON e.url = a.url "
        "WHERE a.gone_run = 0 AND a.same_as IS NULL AND a.checked_run < ?1 AND "
        "?2 - max(a.born, iif(e.rank < 2, a.seen, 0)) < ?3 AND ("
        "(a.first_run = 1 AND e.rank < 2 AND ?2 - a.seen < 604800) OR "
        "?1 - a.checked_run >= 1 + (a.checked_run - a.first_run) / 2 OR "
        "?2 - a.checked >= 86400 + max(0, a.checked - max(a.born, a.seen)) / 2)) "
        "SELECT url FROM due UNION SELECT p.url FROM parts p JOIN due d ON d.url = p.article)",
    [NA_SQL_LIST_PAGE_SAME] = "SELECT 1 FROM list_pages WHERE list = ?1 AND fingerprint = ?2 AND "
                              "run = ?3 AND url <> ?4 LIMIT 1",
    [NA_SQL_LIST_URL] = "SELECT f.url FROM list_pages l JOIN frontier f ON f.id = l.list "
                        "WHERE l.url = ?1",
    [NA_SQL_ENTRY_PUT] =
        "INSERT INTO entries(url, list, run, title, date, first_run, place, rank) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?3, ?6, ?7) "
        "ON CONFLICT(url) DO UPDATE SET list = ?2, run = ?3, place = ?6, "
        "rank = iif(first_run = ?3, min(rank, ?7), rank), "
        "title = CASE WHEN length(?4) > length(title) THEN ?4 ELSE title END, "
        "date = CASE WHEN date = '' THEN ?5 ELSE date END WHERE list <> ?2 OR run <> ?3",
    [NA_SQL_ENTRY_OLD] = "SELECT first_run, list, run, place FROM entries WHERE url = ?1",
    [NA_SQL_ENTRY_GET] = "SELECT title, date FROM entries WHERE url = ?1",
    [NA_SQL_PART_ADD] = "INSERT OR IGNORE INTO parts(url, article, number, digest, json, markdown) "
                        "VALUES(?1, ?2, 0, '', '', '')",
    [NA_SQL_PART_OF] = "SELECT article FROM parts WHERE url = ?1",
    [NA_SQL_PART_PUT] = "UPDATE parts SET number = ?2, digest = ?3, json = ?4, markdown = ?5 "
                        "WHERE url = ?1 AND digest <> ?3",
    [NA_SQL_PARTS] = "SELECT f.url, p.json, p.markdown, p.number FROM parts p JOIN frontier f ON "
                     "f.id = p.url WHERE p.article = ?1 AND p.json <> '' "
                     "ORDER BY p.number, p.url LIMIT 200",
    [NA_SQL_JOIN_ADD] = "INSERT OR IGNORE INTO joins(article) VALUES(?1)",
    [NA_SQL_JOIN_NEXT] = "SELECT article FROM joins WHERE article > ?1 ORDER BY article LIMIT 1",
    [NA_SQL_JOIN_END] = "DELETE FROM joins WHERE article = ?1",
    [NA_SQL_ARTICLE_PAGE] =
        "SELECT f.url, n.name, c.offset, c.record, c.date, c.digest FROM articles a "
        "JOIN frontier f ON f.id = a.url JOIN captures c ON c.id = a.capture "
        "JOIN files n ON n.id = c.file WHERE a.url = ?1",
    [NA_SQL_ARTICLE_JOINED] = "UPDATE articles SET json_file = ?2, json_offset = ?3, "
                              "completed = 1 WHERE url = ?1",
    [NA_SQL_ARTICLE_TOUCH] = "UPDATE articles SET last_run = ?2 WHERE url = ?1 AND last_run <> ?2",
    [NA_SQL_TWIN_FIND] =
        "SELECT b.url, (b.date = '', instr(g.url, '?') > 0, length(g.url), g.url) > "
        "(a.date = '', instr(f.url, '?') > 0, length(f.url), f.url) "
        "FROM articles a JOIN frontier f ON f.id = a.url JOIN articles b ON b.twin = a.twin "
        "JOIN frontier g ON g.id = b.url WHERE a.url = ?1 AND b.url <> ?1 AND a.twin <> '' "
        "AND f.host = g.host AND b.same_as IS NULL "
        "AND (a.date = b.date OR a.date = '' OR b.date = '') LIMIT 1",
    [NA_SQL_ARTICLE_SAME] = "UPDATE articles SET same_as = ?2 WHERE url = ?1 OR same_as = ?1",
    [NA_SQL_ARTICLE_CANONICAL] = "UPDATE articles SET canonical = ?2 WHERE url = ?1",
    [NA_SQL_ROBOTS_GET] = "SELECT fetched, status, body FROM robots WHERE origin = ?1",
    [NA_SQL_ROBOTS_PUT] = "INSERT OR REPLACE INTO robots(origin, fetched, status, body) "
                          "VALUES(?1, ?2, ?3, ?4)",
    [NA_SQL_RUN_BEGIN] = "INSERT INTO runs(started, seeds, full, file, offset) "
                         "VALUES(?1, " NA_SQL_SEEDS("?2") ", ?3, '', 0)",
    /* the place up to which its archive is in the state is asked for of killed runs alone */
    [NA_SQL_RUN_END] = "UPDATE runs SET ended = ?2, result = ?3, pages = ?4, articles = ?5, "
                       "new_articles = ?6, changed_articles = ?7, failed = ?8, skipped = ?9, "
                       "queued = ?10, bytes = ?11, seconds = ?12, tar = ?13, gone = ?14, "
                       "file = iif(?2 > 0, NULL, ?15), offset = iif(?2 > 0, NULL, ?16) "
                       "WHERE id = ?1",
    [NA_SQL_SHAPES_PUT] = "INSERT OR REPLACE INTO shapes(id, known) VALUES(1, ?1)",
    [NA_SQL_SHAPES_GET] = "SELECT known FROM shapes WHERE id = 1",
    [NA_SQL_SHAPES_CLEAR] = "DELETE FROM shapes",
    [NA_SQL_RUN_LAST] = "SELECT started, ended, result, (SELECT s.seeds FROM runs s WHERE s.seeds "
                        "<> '' ORDER BY s.id DESC LIMIT 1), pages, articles, new_articles, "
                        "changed_articles, failed, skipped, queued, bytes, seconds, full, id, "
                        "gone, file, offset FROM runs ORDER BY id DESC LIMIT 1",
    [NA_SQL_TOTALS] =
        "SELECT (SELECT coalesce(sum(pages), 0) FROM runs), (SELECT count(*) FROM articles WHERE "
        "same_as IS NULL), "
        "(SELECT count(*) FROM frontier WHERE state IN (0, 1)), "
        "(SELECT count(*) FROM frontier WHERE state = 3), "
        "(SELECT count(*) FROM frontier WHERE state = 4), "
        "(SELECT coalesce(sum(bytes), 0) FROM runs), (SELECT count(*) FROM runs)",
    [NA_SQL_CATEGORY_NAME] = "INSERT INTO categories(url, name) VALUES(?1, ?2) ON CONFLICT(url) "
                             "DO UPDATE SET name = ?2 WHERE name <> ?2",
    [NA_SQL_SLOW_CLEAR] = "DELETE FROM slow",
    [NA_SQL_SLOW_ADD] = "INSERT OR REPLACE INTO slow(url, ms) VALUES(?1, ?2)",
    [NA_SQL_CODES_NEXT] = "UPDATE codes SET newest = 0",
    [NA_SQL_CODES_ADD] = "INSERT INTO codes(status, answers, newest) VALUES(?1, ?2, ?2) ON "
                         "CONFLICT(status) DO UPDATE SET answers = answers + ?2, newest = ?2",
    [NA_SQL_TALLY_ADD] = "INSERT OR REPLACE INTO tallies(run, revisits, bytes) VALUES(?1, ?2, ?3)",
    [NA_SQL_ALARM_ADD] = "INSERT OR REPLACE INTO alarms(list, run) VALUES(?1, ?2)",
    [NA_SQL_DELIST] = na_sql_delist,
    [NA_SQL_RELIST] = na_sql_relist,
    [NA_SQL_EVENT_NEW] = na_sql_event_new,
    [NA_SQL_EVENT_CHANGED] = na_sql_event_changed,
    [NA_SQL_EVENT_GONE] = na_sql_event_gone,
    [NA_SQL_EVENT_RETURNED] = na_sql_event_returned,
    [NA_SQL_EVENT_DELISTED] = na_sql_event_delisted,
    [NA_SQL_EVENT_RELISTED] = na_sql_event_relisted,
    [NA_SQL_RUN_SPAN] = "SELECT id, started, coalesce(ended, 0) FROM runs WHERE ?1 = 0 OR "
                        "id <= ?1 ORDER BY id DESC LIMIT 1",
    [NA_SQL_RUN_UNTOLD] = "SELECT coalesce(max(id), 0) + 1 FROM runs WHERE id < ?1 AND ended > 0",
    [NA_SQL_ALARM_END] = "DELETE FROM alarms WHERE list IN (SELECT url FROM list_pages WHERE "
                         "run = ?1 AND fingerprint <> 0)",
};
