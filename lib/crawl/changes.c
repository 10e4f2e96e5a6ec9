/* See changes.h. */
#include "crawl/changes.h"

#include "core/arena.h"
#include "core/error.h"
#include "core/file.h"
#include "crawl/records.h"
#include "text/diff.h"
#include "text/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DIFF_MEMORY ((size_t)128 << 20)

typedef struct teller {
    const na_changes *which;
    na_records records;
    na_arena *arena;
    char started[32]; /* of the run */
    newsarc_status (*fn)(json_t *change, void *user);
    void *user;
} teller;

void na_time_text(int64_t seconds, char out[32])
{
    struct tm tm;
    time_t t = (time_t)seconds;
    gmtime_r(&t, &tm);
    snprintf(out, 32, "%04d-%02u-%02uT%02u:%02u:%02uZ", (tm.tm_year + 1900) % 10000,
             (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100,
             (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
}

json_t *na_time_json(int64_t seconds)
{
    char text[32];
    if (seconds == 0)
        return json_null();
    na_time_text(seconds, text);
    return json_string(text);
}

static json_t *text_json(const char *text)
{
    json_t *value = *text ? json_string(text) : NULL;
    return value ? value : json_null();
}

/* ---- what changed in an article ---- */

static void add_text(json_t *list, const char *op, na_str text)
{
    if (text.n)
        json_array_append_new(list,
                              json_pack("{ss so}", "op", op, "text", json_stringn(text.p, text.n)));
}

/* The first `n` code points; all when there are fewer. */
static na_str head_of(na_str s, size_t n)
{
    na_str rest = s;
    for (; n > 0 && rest.n; n--)
        na_utf8_next(&rest);
    return na_str_take(s, s.n - rest.n);
}

/* What is equal, but for what is far from any change. */
static void add_equal(json_t *list, na_str text, bool first, bool last)
{
    size_t count = na_utf8_count(text);
    size_t before = first ? 0 : NA_CHANGE_CONTEXT, behind = last ? 0 : NA_CHANGE_CONTEXT;
    if (count <= before + behind + 1) {
        add_text(list, "equal", text);
        return;
    }
    size_t skipped = count - before - behind;
    na_str head = head_of(text, before);
    na_str tail = na_str_skip(text, head_of(text, before + skipped).n);
    add_text(list, "equal", head);
    json_array_append_new(list,
                          json_pack("{ss sI}", "op", "skip", "characters", (json_int_t)skipped));
    add_text(list, "equal", tail);
}

typedef struct diff_job {
    na_str before, after;
    na_diff diff;
} diff_job;

static void diff_in_arena(na_arena *arena, void *user)
{
    diff_job *job = user;
    job->diff = na_diff_words(arena, job->before, job->after);
}

static json_t *ops_json(na_arena *arena, na_str before, na_str after)
{
    json_t *list = json_array();
    diff_job job = {.before = before, .after = after};
    na_arena_reset(arena);
    if (na_arena_run(arena, (na_arena_limits){DIFF_MEMORY, 0}, diff_in_arena, &job) != NEWSARC_OK) {
        add_text(list, "delete", before);
        add_text(list, "insert", after);
    }
    for (size_t i = 0; i < job.diff.n; i++) {
        const na_diff_piece *piece = &job.diff.v[i];
        if (piece->kind == NA_DIFF_EQUAL)
            add_equal(list, piece->text, i == 0, i + 1 == job.diff.n);
        else
            add_text(list, piece->kind == NA_DIFF_DELETE ? "delete" : "insert", piece->text);
    }
    return list;
}

/* A field's text up to the ceiling, cut between two characters. */
static na_str field_text(const json_t *article, const char *name, bool *cut)
{
    const json_t *value = json_object_get(article, name);
    na_str text = {json_string_value(value), json_string_length(value)};
    if (text.n <= NA_CHANGE_TEXT_MAX)
        return text;
    *cut = true;
    text.n = NA_CHANGE_TEXT_MAX;
    while (text.n && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
        text.n--;
    return text;
}

/* Of the fields that make up a version those that differ. */
static json_t *diff_json(teller *t, const json_t *before, const json_t *after)
{
    static const char *const fields[] = {"title", "date", "source", "text"};
    json_t *diff = json_object();
    bool cut = false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        na_str from = field_text(before, fields[i], &cut), to = field_text(after, fields[i], &cut);
        if (!na_str_eq(from, to))
            json_object_set_new(diff, fields[i], ops_json(t->arena, from, to));
    }
    if (cut)
        json_object_set_new(diff, "truncated", json_true());
    return diff;
}

/* The article of a version, and when it was fetched; NULL: *err says why. */
static json_t *read_version(teller *t, const na_place *place, char date[32], newsarc_error *err)
{
    na_warc_record record = {0};
    if (!place->file[0]) {
        na_error(err, NEWSARC_E_NOT_FOUND, "crawl", NA_STR(""), "this version is not kept");
        return NULL;
    }
    if (na_records_read(&t->records, place, &record, err) != NEWSARC_OK)
        return NULL;
    na_str when = na_str_take(na_warc_field(&record, "WARC-Date"), 19);
    if (when.n == 19)
        snprintf(date, 32, "%.*sZ", NA_STR_ARG(when));
    json_t *article = json_loadb(record.block.p ? record.block.p : "", record.block.n, 0, NULL);
    if (!json_is_object(article)) {
        json_decref(article);
        na_error(err, NEWSARC_E_FORMAT, "crawl", na_str_from(place->file),
                 "no article at offset %llu", (unsigned long long)place->offset);
        return NULL;
    }
    return article;
}

static void add_diff(teller *t, json_t *change, const na_event_row *row)
{
    char ignored[32], date[32] = "";
    newsarc_error err;
    na_error_clear(&err);
    json_t *after = read_version(t, &row->after, date, &err);
    json_t *before = after ? read_version(t, &row->before, ignored, &err) : NULL;
    /* what was joined anew from several pages has the date of its first page */
    if (strcmp(date, t->started) > 0)
        json_object_set_new(change, "time", json_string(date));
    json_object_set_new(change, "diff", before ? diff_json(t, before, after) : json_null());
    if (!before)
        json_object_set_new(change, "error",
                            json_sprintf("%s%s%s", err.input, *err.input ? ": " : "", err.message));
    json_decref(before);
    json_decref(after);
}

/* ---- changes ---- */

static json_t *change_json(teller *t, const na_event_row *row)
{
    static const char *const names[NA_EVENTS] = {"new",      "changed",  "gone",
                                                 "returned", "delisted", "relisted"};
    json_t *change = json_object();
    const struct {
        const char *key;
        json_t *value;
    } fields[] = {
        {"change", json_string(names[row->event])},
        {"time", na_time_json(row->time)},
        {"run", json_integer(row->run)},
        {"run_started", json_string(t->started)},
        {"url", text_json(row->url)},
        {"title", text_json(row->title)},
        {"date", text_json(row->date)},
        {"category", text_json(row->category)},
        {"list", text_json(row->list)},
        {"first_seen", na_time_json(row->first_seen)},
        {"last_seen", na_time_json(row->last_seen)},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        json_object_set_new(change, fields[i].key, fields[i].value);
    if (row->event == NA_EVENT_GONE)
        json_object_set_new(change, "status", json_integer(row->status));
    if (row->event == NA_EVENT_CHANGED)
        add_diff(t, change, row);
    return change;
}

/* Times as text, which compare as they are. */
static bool is_before(const json_t *change, int64_t since)
{
    char text[32];
    const char *time = json_string_value(json_object_get(change, "time"));
    na_time_text(since, text);
    return since > 0 && time && strcmp(time, text) < 0;
}

static newsarc_status tell(const na_event_row *row, void *user)
{
    teller *t = user;
    json_t *change = change_json(t, row);
    newsarc_status status =
        is_before(change, t->which->since) ? NEWSARC_OK : t->fn(change, t->user);
    json_decref(change);
    return status;
}

static newsarc_status tell_runs(teller *t)
{
    newsarc_status status = NEWSARC_OK;
    for (int64_t run = t->which->first_run; status == NEWSARC_OK && run <= t->which->last_run;
         run++) {
        na_run_span span;
        status = na_store_run_span(t->which->store, run, &span);
        if (status == NEWSARC_E_NOT_FOUND) {
            status = NEWSARC_OK;
            continue;
        }
        bool early = span.ended > 0 && span.ended < t->which->since;
        if (status != NEWSARC_OK || span.id != run || early)
            continue;
        na_time_text(span.started, t->started);
        status = na_store_events(t->which->store, run, tell, t);
    }
    return status;
}

newsarc_status na_changes_each(const na_changes *which,
                               newsarc_status (*fn)(json_t *change, void *user), void *user,
                               newsarc_error *err)
{
    teller t = {.which = which, .fn = fn, .user = user, .arena = na_arena_new()};
    if (!t.arena)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(which->dir), "out of memory");
    na_records_init(&t.records, which->dir);
    newsarc_status status = tell_runs(&t);
    na_records_free(&t.records);
    na_arena_free(t.arena);
    return status == NEWSARC_OK ? status : na_store_explain(which->store, status, err);
}

/* ---- the file of a run ---- */

typedef struct line_writer {
    na_file file;
    newsarc_error *err;
} line_writer;

static newsarc_status write_line(json_t *change, void *user)
{
    line_writer *w = user;
    char *text = json_dumps(change, JSON_COMPACT);
    newsarc_status status = text ? na_file_add_line(&w->file, na_str_from(text), w->err)
                                 : na_error(w->err, NEWSARC_E_NOMEM, "crawl",
                                            na_str_from(w->file.path), "out of memory");
    free(text);
    return status;
}

newsarc_status na_changes_write(na_store *store, const char *dir, int64_t run, const char *path,
                                newsarc_error *err)
{
    line_writer w = {.file = NA_FILE_NONE, .err = err};
    na_changes which = {.store = store, .dir = dir, .last_run = run};
    newsarc_status status = na_store_first_untold(store, run, &which.first_run);
    if (status != NEWSARC_OK)
        return na_store_explain(store, status, err);
    status = na_file_open(&w.file, "crawl", path, err);
    if (status == NEWSARC_OK)
        status = na_changes_each(&which, write_line, &w, err);
    if (status == NEWSARC_OK)
        status = na_file_finish(&w.file, err);
    na_file_discard(&w.file);
    return status;
}
