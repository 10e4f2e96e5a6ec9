/* A table that is read in 80 columns: of each change what it is, the title, the URL, where and
 * when; of a changed article the difference in the notation of wdiff, [-deleted-] {+inserted+}. See
 * changes.h. */
#include "changes.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 11, PIECE_MAX = 300 };

static const char red[] = "\x1b[31m", green[] = "\x1b[32m", bold[] = "\x1b[1m", dim[] = "\x1b[2m",
                  plain[] = "\x1b[0m";

static const struct {
    const char *name, *colour;
} kinds[CHANGE_KINDS] = {{"new", green},      {"changed", bold}, {"gone", red},
                         {"returned", green}, {"delisted", red}, {"relisted", green}};

/* Colours only for people (https://no-color.org). */
void changes_table_begin(struct changes_table *table, struct output *out)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    *table = (struct changes_table){.out = out};
    table->colours = out->stdout_terminal && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

static const char *value_of(const json_t *change, const char *key)
{
    return json_string_value(json_object_get(change, key));
}

static void paint(const struct changes_table *table, struct text *t, const char *colour)
{
    if (table->colours)
        text_adds(t, colour);
}

static void add_wrapped(struct text *t, const char *s, size_t *column)
{
    struct text safe = {0};
    text_add_escaped(&safe, s, strlen(s), ESCAPE_LINE);
    if (safe.n)
        text_add_wrapped(t, safe.p, column, INDENT, WIDTH);
    text_free(&safe);
}

static void begin_line(struct text *t, size_t *column)
{
    text_addf(t, "%*s", INDENT, "");
    *column = INDENT;
}

/* ---- the difference ---- */

/* Bytes of the first PIECE_MAX characters; *more gets the number of the others. */
static size_t piece_head(const char *s, size_t *more)
{
    size_t characters = 0, n = strlen(s), head = n;
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] & 0xC0) != 0x80 && characters++ == PIECE_MAX)
            head = i;
    *more = characters > PIECE_MAX ? characters - PIECE_MAX : 0;
    return head;
}

static void add_piece(struct text *t, const char *open, const char *s, const char *close,
                      size_t *column)
{
    struct text piece = {0};
    size_t more, n = piece_head(s, &more);
    text_adds(&piece, open);
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\n')
            text_adds(&piece, " ¶ ");
        else
            text_add(&piece, s + i, 1);
    if (more)
        text_addf(&piece, "… (%zu more)", more);
    text_adds(&piece, close);
    add_wrapped(t, piece.p, column);
    text_free(&piece);
}

static void add_op(const struct changes_table *table, struct text *t, const json_t *op,
                   size_t *column)
{
    const char *kind = value_of(op, "op"), *s = value_of(op, "text");
    if (kind && strcmp(kind, "skip") == 0)
        add_piece(t, "", " … ", "", column);
    if (!kind || !s)
        return;
    if (strcmp(kind, "equal") == 0) {
        add_piece(t, "", s, "", column);
        return;
    }
    bool deleted = strcmp(kind, "delete") == 0;
    paint(table, t, deleted ? red : green);
    add_piece(t, deleted ? "[-" : "{+", s, deleted ? "-]" : "+}", column);
    paint(table, t, plain);
}

static void add_diff(const struct changes_table *table, struct text *t, json_t *change)
{
    const char *field, *error = value_of(change, "error");
    json_t *ops, *op;
    size_t i, column;
    json_object_foreach(json_object_get(change, "diff"), field, ops)
    {
        if (!json_is_array(ops))
            continue;
        begin_line(t, &column);
        add_piece(t, field, ": ", "", &column);
        json_array_foreach(ops, i, op) add_op(table, t, op, &column);
        text_adds(t, "\n");
    }
    if (error) {
        begin_line(t, &column);
        add_piece(t, "no difference: ", error, "", &column);
        text_adds(t, "\n");
    }
}

/* ---- a change ---- */

static void add_heading(struct changes_table *table, struct text *t, const json_t *change)
{
    json_int_t run = json_integer_value(json_object_get(change, "run"));
    const char *started = value_of(change, "run_started");
    if (run == table->run)
        return;
    text_addf(t, "%srun %lld, %s\n", table->run ? "\n" : "", (long long)run,
              started ? started : "");
    table->run = run;
}

static void add_title(const struct changes_table *table, struct text *t, const json_t *change,
                      size_t kind)
{
    const char *title = value_of(change, "title");
    const json_t *status = json_object_get(change, "status");
    struct text line = {0};
    size_t column = INDENT;
    paint(table, t, kinds[kind].colour);
    text_addf(t, "  %-9s", kinds[kind].name);
    paint(table, t, plain);
    text_adds(&line, title ? title : "(no title)");
    if (json_is_integer(status))
        text_addf(&line, " (status %lld)", (long long)json_integer_value(status));
    add_wrapped(t, line.p, &column);
    text_adds(t, "\n");
    text_free(&line);
}

/* "行业新闻, published 2026-11-20, at ..., first seen ..." */
static void add_about(const struct changes_table *table, struct text *t, const json_t *change,
                      size_t kind)
{
    static const struct {
        const char *key, *label;
        unsigned kinds; /* a bit for each kind of which it says anything */
    } parts[] = {{"category", "", 63},
                 {"date", "published ", 63},
                 {"time", "at ", 62},
                 {"first_seen", "first seen ", 62},
                 {"last_seen", "last seen ", 4}};
    struct text about = {0};
    size_t column;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *value = value_of(change, parts[i].key);
        if (value && parts[i].kinds >> kind & 1)
            text_addf(&about, "%s%s%s", about.n ? ", " : "", parts[i].label, value);
    }
    if (about.n) {
        begin_line(t, &column);
        paint(table, t, dim);
        add_wrapped(t, about.p, &column);
        paint(table, t, plain);
        text_adds(t, "\n");
    }
    text_free(&about);
}

void changes_table_add(struct changes_table *table, json_t *change)
{
    const char *name = value_of(change, "change"), *url = value_of(change, "url");
    size_t kind = 0, column;
    struct text t = {0};
    while (kind < CHANGE_KINDS && (!name || strcmp(kinds[kind].name, name) != 0))
        kind++;
    if (kind == CHANGE_KINDS)
        return;
    table->counts[kind]++;
    add_heading(table, &t, change);
    add_title(table, &t, change, kind);
    begin_line(&t, &column);
    add_wrapped(&t, url ? url : "-", &column);
    text_adds(&t, "\n");
    add_about(table, &t, change, kind);
    add_diff(table, &t, change);
    output_escaped(table->out, &t);
    text_free(&t);
}

void changes_table_end(struct changes_table *table)
{
    struct text t = {0};
    for (size_t i = 0; i < CHANGE_KINDS; i++)
        if (table->counts[i])
            text_addf(&t, "%s%llu %s", t.n ? ", " : "\n", table->counts[i], kinds[i].name);
    text_adds(&t, t.n ? "\n" : "no changes\n");
    output_escaped(table->out, &t);
    text_free(&t);
}
