/* See archive_feed.h. Ids are name-based UUIDs (RFC 9562, 5.5, in the namespace of URLs) of URL,
 * kind and time of the change, so that a feed that is written anew has the entries it had. */
#include "crawl/archive_feed.h"

#include "archive/digest.h"
#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "crawl/changes.h"
#include "crawl/layout.h"
#include "crawl/origins.h"
#include "crawl/report.h"
#include "site/atom.h"
#include "text/utf8.h"
#include <newsarc/version.h>
#include <stdio.h>

#define FEED_MAX ((size_t)16 << 20)
#define HTML_MAX ((size_t)64 << 10) /* of one entry, before the last piece */
#define PIECE_MAX 2000              /* code points */

static const struct {
    const char *change, *label, *before; /* `before`: in front of the title */
} kinds[] = {
    {"new", "New", ""},
    {"changed", "Changed", "Changed: "},
    {"gone", "Gone from the site", "Gone: "},
    {"returned", "On the site again", "Returned: "},
    {"delisted", "No longer on its list", "Delisted: "},
    {"relisted", "On its list again", "Relisted: "},
};

static const char *value_of(const json_t *change, const char *key)
{
    const char *value = json_string_value(json_object_get(change, key));
    return value ? value : "";
}

/* ---- content ---- */

/* The first PIECE_MAX code points. */
static void add_piece(na_buf *b, const char *s)
{
    na_str rest = na_str_from(s);
    for (size_t n = 0; n < PIECE_MAX && rest.n; n++)
        na_utf8_next(&rest);
    char *head = na_strndup(s, (size_t)(rest.p - s));
    for (const char *line = head; line;) {
        size_t length = strcspn(line, "\n");
        char *end = head + (line - head) + length;
        bool more = *end != 0;
        *end = 0;
        na_html_text(b, line);
        na_buf_add_cstr(b, more ? "<br>" : "");
        line = more ? end + 1 : NULL;
    }
    na_buf_add_cstr(b, rest.n ? "…" : "");
    na_free(head);
}

static void add_op(na_buf *b, const json_t *op)
{
    const char *kind = value_of(op, "op");
    const char *tag = strcmp(kind, "delete") == 0   ? "del"
                      : strcmp(kind, "insert") == 0 ? "ins"
                                                    : NULL;
    if (strcmp(kind, "skip") == 0)
        na_buf_add_cstr(b, " … ");
    if (tag)
        na_buf_addf(b, "<%s>", tag);
    add_piece(b, value_of(op, "text"));
    if (tag)
        na_buf_addf(b, "</%s>", tag);
}

static void add_diff(na_buf *b, json_t *diff)
{
    const char *field;
    json_t *ops, *op;
    size_t i;
    json_object_foreach(diff, field, ops)
    {
        if (!json_is_array(ops))
            continue;
        na_buf_addf(b, "<p>%s: ", field);
        json_array_foreach(ops, i, op)
        {
            if (b->n < HTML_MAX)
                add_op(b, op);
        }
        na_buf_add_cstr(b, b->n < HTML_MAX ? "</p>" : "…</p>");
    }
}

static void add_about(na_buf *b, const json_t *change, const char *label)
{
    static const struct {
        const char *key, *label;
    } parts[] = {{"date", "published"}, {"first_seen", "first seen"}, {"last_seen", "last seen"}};
    const json_t *status = json_object_get(change, "status");
    na_buf_addf(b, "<p>%s", label);
    if (json_is_integer(status))
        na_buf_addf(b, " (status %d)", (int)json_integer_value(status));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (*value_of(change, parts[i].key)) {
            na_buf_addf(b, "; %s ", parts[i].label);
            na_html_text(b, value_of(change, parts[i].key));
        }
    na_buf_add_cstr(b, "</p>");
}

/* ---- entries ---- */

typedef struct collector {
    json_t *entries; /* changes, with "label", "heading" and "html" in place of "diff" */
    size_t room;
} collector;

static newsarc_status collect(json_t *change, void *user)
{
    collector *col = user;
    na_buf html = NA_BUF(4 * HTML_MAX);
    size_t kind = 0, last = sizeof kinds / sizeof *kinds - 1;
    if (col->room == 0)
        return NEWSARC_E_STOPPED;
    while (kind < last && strcmp(kinds[kind].change, value_of(change, "change")) != 0)
        kind++;
    add_about(&html, change, kinds[kind].label);
    add_diff(&html, json_object_get(change, "diff"));
    json_object_del(change, "diff");
    json_object_set_new(change, "html", json_stringn(html.p, html.n));
    json_object_set_new(change, "label", json_string(kinds[kind].label));
    const char *title = value_of(change, "title");
    json_object_set_new(
        change, "heading",
        json_sprintf("%s%s", kinds[kind].before, *title ? title : value_of(change, "url")));
    newsarc_status status = html.status == NEWSARC_E_NOMEM ? html.status : NEWSARC_OK;
    na_buf_free(&html);
    if (json_array_append(col->entries, change) != 0)
        return NEWSARC_E_NOMEM;
    col->room--;
    return status;
}

/* The newest runs first. */
static newsarc_status collect_runs(na_store *store, const char *dir, int64_t newest, collector *col,
                                   newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    for (int64_t run = newest; run > 0 && col->room && status == NEWSARC_OK; run--) {
        const na_changes which = {.store = store, .dir = dir, .first_run = run, .last_run = run};
        status = na_changes_each(&which, collect, col, err);
    }
    if (status == NEWSARC_E_STOPPED) {
        na_error_clear(err);
        status = NEWSARC_OK;
    }
    return status;
}

static bool add_entry(na_atom *atom, const json_t *change)
{
    char id[NA_UUID_TEXT];
    const char *url = value_of(change, "url"), *time = value_of(change, "time");
    if (!*time)
        time = value_of(change, "run_started");
    const na_str parts[] = {na_str_from(url), na_str_from(value_of(change, "change")),
                            na_str_from(time)};
    bool made = na_digest_uuid(parts, 3, id);
    const na_atom_entry entry = {.id = na_str_from(id),
                                 .title = na_str_from(value_of(change, "heading")),
                                 .updated = na_str_from(time),
                                 .url = na_str_from(url),
                                 .category = na_str_from(value_of(change, "change")),
                                 .label = na_str_from(value_of(change, "label")),
                                 .section = na_str_from(value_of(change, "category")),
                                 .html = na_str_from(value_of(change, "html"))};
    na_atom_add(atom, &entry);
    return made;
}

/* ---- the feed ---- */

typedef struct heading {
    char seed[2048], host[512], since[32], updated[32];
} heading;

static void note_seed(const na_run *run, void *user)
{
    heading *h = user;
    json_t *seeds = json_loads(run->seeds, 0, NULL);
    const char *seed = json_string_value(json_array_get(seeds, 0));
    if (seed && strlen(seed) < sizeof h->seed)
        snprintf(h->seed, sizeof h->seed, "%s", seed);
    na_printable(h->host, sizeof h->host, na_host_of(na_str_from(h->seed)));
    json_decref(seeds);
}

static void note_updated(heading *h, const json_t *entries)
{
    size_t i;
    const json_t *change;
    json_array_foreach(entries, i, change)
    {
        const char *time = value_of(change, "time");
        if (strcmp(time, h->updated) > 0)
            snprintf(h->updated, sizeof h->updated, "%s", time);
    }
}

/* When the first and the newest run began. */
static newsarc_status load_heading(na_store *store, int64_t *newest, heading *h)
{
    na_run_span first = {0}, last = {0};
    newsarc_status status = na_store_last_run(store, note_seed, h);
    if (status == NEWSARC_OK)
        status = na_store_run_span(store, 0, &last);
    if (status == NEWSARC_OK)
        status = na_store_run_span(store, 1, &first);
    *newest = last.id;
    na_time_text(first.started, h->since);
    na_time_text(last.started, h->updated);
    return status;
}

static newsarc_status make_feed(const heading *h, const json_t *entries, na_buf *out)
{
    char id[NA_UUID_TEXT], title[600];
    size_t i;
    const json_t *change;
    const na_str parts[] = {na_str_from(h->seed), NA_STR("newsarc"), na_str_from(h->since)};
    snprintf(title, sizeof title, "%s: new and changed articles", h->host);
    if (!na_digest_uuid(parts, 3, id))
        return NEWSARC_E_NOMEM;
    const na_atom_feed feed = {.id = na_str_from(id),
                               .title = na_str_from(title),
                               .updated = na_str_from(h->updated),
                               .author = na_str_from(h->host),
                               .url = na_str_from(h->seed),
                               .generator = NA_STR("newsarc"),
                               .version = NA_STR(NEWSARC_VERSION)};
    na_atom *atom = na_atom_new(&feed);
    if (!atom)
        return NEWSARC_E_NOMEM;
    bool good = true;
    json_array_foreach(entries, i, change) good = add_entry(atom, change) && good;
    newsarc_status status = na_atom_end(atom, out);
    return good ? status : NEWSARC_E_NOMEM;
}

newsarc_status na_archive_feed_write(na_store *store, const char *dir, const char *path,
                                     newsarc_error *err)
{
    heading h = {0};
    int64_t newest = 0;
    collector col = {.room = NA_FEED_ENTRIES};
    na_buf out = NA_BUF(FEED_MAX);
    newsarc_status status = load_heading(store, &newest, &h);
    if (status != NEWSARC_OK)
        return na_store_explain(store, status, err);
    col.entries = json_array();
    status = collect_runs(store, dir, newest, &col, err);
    note_updated(&h, col.entries);
    if (status == NEWSARC_OK)
        status = make_feed(&h, col.entries, &out);
    if (status == NEWSARC_OK)
        status = na_file_write("crawl", path, na_buf_str(&out), err);
    json_decref(col.entries);
    na_buf_free(&out);
    return status == NEWSARC_OK
               ? status
               : na_error(err, status, "crawl", na_str_from(path), "cannot write the feed: %s",
                          newsarc_status_name(status));
}
