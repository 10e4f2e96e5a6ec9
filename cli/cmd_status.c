/* newsarc status: where a collection stands. */
#include "command.h"

#include <newsarc/crawl.h>
#include <string.h>

static const char *const formats[] = {"table", "json", NULL};

struct status_values {
    int format;
};

static const struct status_values defaults = {0};

static const struct option options[] = {
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct status_values, format),
     .help = "table (default) or json"},
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

static int run_status(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct status_values *values = v;
    newsarc_error err = {0};
    struct text text = {0};
    char *json = NULL;
    newsarc_status status = newsarc_collection_status(operands->v[0], &json, &err);
    json_t *object = status == NEWSARC_OK ? json_loads(json, 0, NULL) : NULL;
    newsarc_free(json);
    if (status == NEWSARC_OK && values->format == 1) {
        output_json(&cli->out, json_incref(object));
    } else if (status == NEWSARC_OK) {
        add_table(&text, object);
        output_data(&cli->out, text.p, text.n, ESCAPE_TEXT);
    }
    json_decref(object);
    text_free(&text);
    return output_status(&cli->out, status, &err, operands->v[0], NULL);
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
