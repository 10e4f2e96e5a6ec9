/* newsarc status: where a collection stands, and what changed in it. */
#include "command.h"

#include "changes.h"
#include <newsarc/collection.h>
#include <newsarc/crawl.h>
#include <string.h>
#include <time.h>

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_JSONL };
static const char *const formats[] = {"table", "json", "jsonl", NULL};

struct status_values {
    int format, changes;
    const char *since;
};

static const struct status_values defaults = {0};

static const struct option options[] = {
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct status_values, format),
     .help = "table (default), json, or jsonl (a line for each change)"},
    {.name = "changes",
     .type = OPTION_FLAG,
     .offset = offsetof(struct status_values, changes),
     .help = "articles that the last run found new, changed or gone"},
    {.name = "since",
     .type = OPTION_TEXT,
     .value = "WHEN",
     .offset = offsetof(struct status_values, since),
     .help = "with --changes: since 2026-11-20, 2026-11-20T03:00 (UTC), 12 (a run), 7d (ago)"},
};

static void add_value(struct text *t, const char *key, const json_t *value)
{
    bool bytes = strcmp(key, "bytes") == 0;
    const char *s = json_string_value(value);
    if (s)
        text_add_escaped(t, s, strlen(s), ESCAPE_LINE);
    else if (json_is_integer(value) && bytes)
        text_add_bytes(t, (unsigned long long)json_integer_value(value));
    else if (json_is_integer(value))
        text_addf(t, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        text_addf(t, "%.1f", json_real_value(value));
    else
        text_adds(t, json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "-");
}

static void add_row(struct text *t, const char *group, const char *key, const json_t *value)
{
    enum { COLUMN = 28 };
    size_t start = t->n, i;
    json_t *item;
    text_addf(t, "%s%s%s", group, *group ? " " : "", key);
    for (char *p = t->p + start; *p; p++)
        if (*p == '_')
            *p = ' ';
    size_t used = t->n - start;
    text_addf(t, "%*s", used < COLUMN ? (int)(COLUMN - used) : 1, "");
    if (json_is_array(value)) {
        json_array_foreach(value, i, item)
        {
            text_adds(t, i ? " " : "");
            add_value(t, key, item);
        }
    } else {
        add_value(t, key, value);
    }
    text_adds(t, "\n");
}

static void add_table(struct text *t, json_t *object)
{
    const char *key, *inner;
    json_t *value, *inner_value;
    json_object_foreach(object, key, value)
    {
        if (!json_is_object(value)) {
            add_row(t, "", key, value);
            continue;
        }
        json_object_foreach(value, inner, inner_value) add_row(t, key, inner, inner_value);
    }
}

static newsarc_status show_status(struct cli *cli, int format, const char *directory,
                                  newsarc_error *err)
{
    struct text text = {0};
    char *json = NULL;
    newsarc_status status = newsarc_collection_status(directory, &json, err);
    json_t *object = status == NEWSARC_OK ? json_loads(json, 0, NULL) : NULL;
    if (status == NEWSARC_OK && format == FORMAT_JSON) {
        output_json(&cli->out, json_incref(object));
    } else if (status == NEWSARC_OK && format == FORMAT_JSONL) {
        text_addf(&text, "%s\n", json);
        output_data(&cli->out, text.p, text.n, ESCAPE_JSON);
    } else if (status == NEWSARC_OK) {
        add_table(&text, object);
        output_data(&cli->out, text.p, text.n, ESCAPE_TEXT);
    }
    newsarc_free(json);
    json_decref(object);
    text_free(&text);
    return status;
}

/* ---- changes ---- */

/* `length` digits as a number from `least` to `most`, and what separates it from a next one. */
static bool take_digits(const char **s, size_t length, const char *behind, int least, int most,
                        int *out)
{
    int value = 0;
    if (strspn(*s, "0123456789") != length)
        return false;
    for (size_t i = 0; i < length; i++)
        value = value * 10 + (*(*s)++ - '0');
    *out = value;
    if (**s && (**s != *behind || !(*s)[1]))
        return false;
    *s += **s != 0;
    return value >= least && value <= most;
}

/* Day or time in UTC: "2026-11-20", "2026-11-20T03:00", also with seconds and with Z. */
static bool parse_time(const char *s, int64_t *seconds)
{
    struct tm tm = {0};
    size_t n = strlen(s);
    char text[32];
    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, s, n + 1);
    if (n > 10 && text[n - 1] == 'Z')
        text[n - 1] = 0;
    s = text;
    bool day = take_digits(&s, 4, "-", 1970, 9999, &tm.tm_year) &&
               take_digits(&s, 2, "-", 1, 12, &tm.tm_mon) &&
               take_digits(&s, 2, "T", 1, 31, &tm.tm_mday);
    bool whole = day && (!*s || (take_digits(&s, 2, ":", 0, 23, &tm.tm_hour) &&
                                 take_digits(&s, 2, ":", 0, 59, &tm.tm_min) &&
                                 (!*s || take_digits(&s, 2, "", 0, 60, &tm.tm_sec))));
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    int month = tm.tm_mon;
    *seconds = whole ? (int64_t)timegm(&tm) : 0;
    return whole && !*s && tm.tm_mon == month; /* 31 February is none */
}

static bool parse_since(const char *s, newsarc_changes_options *opts)
{
    int64_t ago;
    if (*s && strspn(s, "0123456789") == strlen(s))
        return option_number(s, &opts->since_run) && opts->since_run > 0;
    if (parse_time(s, &opts->since))
        return true;
    if (!option_time(s, &ago))
        return false;
    opts->since = (int64_t)time(NULL) - ago / 1000;
    return opts->since > 0;
}

struct changes_job {
    struct cli *cli;
    int format;
    size_t count;
    struct changes_table table;
};

static int32_t on_change(const char *json, size_t length, void *user)
{
    struct changes_job *job = user;
    struct text line = {0};
    job->count++;
    if (job->format == FORMAT_TABLE) {
        json_t *change = json_loadb(json, length, 0, NULL);
        changes_table_add(&job->table, change);
        json_decref(change);
        return job->cli->out.failed;
    }
    if (job->format == FORMAT_JSON)
        text_adds(&line, job->count > 1 ? ",\n" : "[\n");
    text_add(&line, json, length);
    if (job->format == FORMAT_JSONL)
        text_adds(&line, "\n");
    output_data(&job->cli->out, line.p, line.n, ESCAPE_JSON);
    text_free(&line);
    return job->cli->out.failed;
}

static void end_changes(struct changes_job *job)
{
    const char *end = job->count ? "\n]\n" : "[]\n";
    if (job->format == FORMAT_TABLE)
        changes_table_end(&job->table);
    else if (job->format == FORMAT_JSON)
        output_data(&job->cli->out, end, strlen(end), ESCAPE_JSON);
}

static newsarc_status show_changes(struct cli *cli, const struct status_values *values,
                                   const char *directory, const newsarc_changes_options *since,
                                   newsarc_error *err)
{
    struct changes_job job = {.cli = cli, .format = values->format};
    changes_table_begin(&job.table, &cli->out);
    newsarc_changes_options opts = *since;
    opts.each = on_change;
    opts.user = &job;
    newsarc_status status = newsarc_collection_changes(directory, &opts, err);
    if (status == NEWSARC_OK)
        end_changes(&job);
    return status;
}

static int run_status(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct status_values *values = v;
    const char *directory = operands->v[0];
    newsarc_changes_options opts;
    newsarc_error err = {0};
    newsarc_changes_options_init(&opts, sizeof opts);
    if (values->since && !values->changes)
        return output_usage(&cli->out, "status: --since needs --changes");
    if (values->since && !parse_since(values->since, &opts))
        return output_usage(&cli->out,
                            "status: --since is a day (2026-11-20), a time (2026-11-20T03:00), "
                            "a run (12) or a time ago (7d), not \"%s\"",
                            values->since);
    newsarc_status status = values->changes ? show_changes(cli, values, directory, &opts, &err)
                                            : show_status(cli, values->format, directory, &err);
    return output_status(&cli->out, status, &err, directory, NULL);
}

const struct command command_status = {
    .name = "status",
    .arguments = "DIR",
    .summary = "Shows where a collection stands",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run_status,
};
