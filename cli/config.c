/* Crawl files. The schema is made from the table of the command's options: each value is read as a
 * string, a list as strings, and stored by the code that stores options, so that both mean the
 * same. libcyaml tells the line only of what it refuses itself; for a value refused here the file
 * is read once more by a schema that refuses it at that place. */
#include "config.h"

#include "input.h"
#include <cyaml/cyaml.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_ITEMS 100000

static const struct option seeds_key = {.name = "seeds",
                                        .type = OPTION_LIST,
                                        .offset = offsetof(struct config, seeds),
                                        .accepts = is_url,
                                        .accepted = "an http or https URL"};

/* What one key holds. */
struct slot {
    char *text;
    char **items;
    uint64_t n;
};

/* What libcyaml said: the first error, and the key and line nearest to it. */
struct complaint {
    struct text problem, key;
    unsigned long line; /* 0: not told */
};

struct config_file {
    const char *path;
    struct text bytes;
    const struct option **keys;
    size_t count;
    cyaml_schema_field_t *fields; /* as the keys, one to spare, the end */
    struct slot *slots;           /* made by libcyaml; NULL: an empty file */
    char **paths;                 /* as the keys: paths that start at the file, made whole */
    struct complaint complaint;
};

static const cyaml_schema_value_t item_schema = {.type = CYAML_STRING,
                                                 .flags = CYAML_FLAG_POINTER,
                                                 .data_size = 1,
                                                 .string = {0, CYAML_UNLIMITED}};

static cyaml_schema_field_t field_of(const char *key, bool list, size_t index)
{
    cyaml_schema_field_t f = {.key = key};
    size_t slot = index * sizeof(struct slot);
    f.value.flags = (enum cyaml_flag)(CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL);
    if (list) {
        f.data_offset = (uint32_t)(slot + offsetof(struct slot, items));
        f.count_offset = (uint32_t)(slot + offsetof(struct slot, n));
        f.count_size = sizeof(uint64_t);
        f.value.type = CYAML_SEQUENCE;
        f.value.data_size = sizeof(char *);
        f.value.sequence.entry = &item_schema;
        f.value.sequence.max = CONFIG_ITEMS;
    } else {
        f.data_offset = (uint32_t)(slot + offsetof(struct slot, text));
        f.value.type = CYAML_STRING;
        f.value.data_size = 1;
        f.value.string.max = CYAML_UNLIMITED;
    }
    return f;
}

static void make_schema(struct config_file *f, const struct command *c)
{
    f->keys = cli_alloc(c->option_count + 1, sizeof *f->keys);
    f->paths = cli_alloc(c->option_count + 1, sizeof *f->paths);
    f->fields = cli_alloc(c->option_count + 3, sizeof *f->fields);
    f->keys[f->count++] = &seeds_key;
    for (size_t i = 0; i < c->option_count; i++)
        if (!c->options[i].command_line_only)
            f->keys[f->count++] = &c->options[i];
    for (size_t i = 0; i < f->count; i++)
        f->fields[i] = field_of(f->keys[i]->name, f->keys[i]->type == OPTION_LIST, i);
}

/* The part of `line` between two marks, into an empty text. */
static void take_between(const char *line, const char *from, char to, struct text *out)
{
    const char *start = strstr(line, from);
    const char *end = start ? strchr(start + strlen(from), to) : NULL;
    if (end && out->n == 0)
        text_add(out, start + strlen(from), (size_t)(end - start) - strlen(from));
}

__attribute__((format(printf, 3, 0))) static void collect(cyaml_log_t level, void *user,
                                                          const char *format, va_list args)
{
    struct complaint *c = user;
    struct text line = {0}, number = {0};
    if (level < CYAML_LOG_ERROR)
        return;
    text_addv(&line, format, args);
    take_between(line.p, "Load: ", '\n', &c->problem);
    take_between(line.p, "in mapping field '", '\'', &c->key);
    take_between(line.p, "(line: ", ',', &number);
    uint64_t n;
    if (c->line == 0 && number.p && option_number(number.p, &n))
        c->line = (unsigned long)n;
    text_free(&number);
    text_free(&line);
}

static cyaml_config_t settings(struct config_file *f)
{
    return (cyaml_config_t){.log_fn = collect,
                            .log_ctx = &f->complaint,
                            .mem_fn = cyaml_mem,
                            .log_level = CYAML_LOG_ERROR,
                            .flags = CYAML_CFG_NO_ALIAS};
}

static cyaml_schema_value_t schema(const struct config_file *f)
{
    cyaml_schema_value_t top = {.type = CYAML_MAPPING, .flags = CYAML_FLAG_POINTER};
    top.data_size = (uint32_t)((f->count + 1) * sizeof(struct slot));
    top.mapping.fields = f->fields;
    return top;
}

static void forget(struct complaint *c)
{
    text_free(&c->problem);
    text_free(&c->key);
    *c = (struct complaint){0};
}

static cyaml_err_t load(struct config_file *f, struct slot **slots)
{
    cyaml_config_t how = settings(f);
    cyaml_schema_value_t top = schema(f);
    forget(&f->complaint);
    return cyaml_load_data((const uint8_t *)f->bytes.p, f->bytes.n, &how, &top,
                           (cyaml_data_t **)slots, NULL);
}

static void unload(struct config_file *f, struct slot *slots)
{
    cyaml_config_t how = settings(f);
    cyaml_schema_value_t top = schema(f);
    if (slots)
        cyaml_free(&how, &top, slots, 0);
}

/* The line of a field's value, or of item `item` of its list. */
static unsigned long line_of(struct config_file *f, size_t field, uint64_t item)
{
    cyaml_schema_field_t kept = f->fields[field];
    struct slot *slots = NULL;
    if (kept.value.type == CYAML_SEQUENCE)
        f->fields[field].value.sequence.max = (uint32_t)item;
    else
        f->fields[field].value.string.min = CYAML_UNLIMITED;
    load(f, &slots);
    f->fields[field] = kept;
    unload(f, slots);
    return f->complaint.line;
}

static void add_place(struct text *error, const char *path, unsigned long line)
{
    text_adds(error, path);
    if (line)
        text_addf(error, ":%lu", line);
    text_adds(error, ": ");
}

static const char *key_at(size_t i, const void *user)
{
    const struct config_file *f = user;
    return i < f->count ? f->keys[i]->name : NULL;
}

static void unknown_key(struct config_file *f, const char *key, struct text *error)
{
    const char *near = suggest(key, key_at, f);
    f->fields[f->count] = field_of(key, false, f->count);
    unsigned long line = line_of(f, f->count, 0);
    f->fields[f->count] = (cyaml_schema_field_t){.key = NULL};
    add_place(error, f->path, line);
    text_addf(error, "unknown key \"%s\"", key);
    if (near)
        text_addf(error, "; did you mean \"%s\"?", near);
}

static void repeated_key(struct config_file *f, const char *key, struct text *error)
{
    size_t i = 0;
    while (i + 1 < f->count && strcmp(f->keys[i]->name, key) != 0)
        i++;
    add_place(error, f->path, line_of(f, i, 0));
    text_addf(error, "%s: the key comes again below", key);
}

static void wrong_kind(struct config_file *f, const char *kind, struct text *error)
{
    const struct complaint *c = &f->complaint;
    add_place(error, f->path, c->line);
    if (c->key.n)
        text_addf(error, "%s: ", c->key.p);
    if (strncmp(kind, "STRING", 6) == 0)
        text_adds(error, "one value is expected here");
    else if (strncmp(kind, "SEQUENCE", 8) == 0)
        text_adds(error, "a list is expected, as in [a, b]");
    else
        text_adds(error, "lines of the form \"key: value\" are expected");
}

/* The line of a fault in the syntax is not told, only that of the value before it. */
static void bad_syntax(struct config_file *f, const char *what, struct text *error)
{
    add_place(error, f->path, 0);
    text_addf(error, "not YAML: %s", what);
    if (f->complaint.line)
        text_addf(error, ", at line %lu or below", f->complaint.line);
}

static void explain(struct config_file *f, cyaml_err_t code, struct text *error)
{
    static const struct {
        const char *says;
        void (*say)(struct config_file *, const char *, struct text *);
    } kinds[] = {{"Unexpected key: ", unknown_key},
                 {"Mapping field already seen: ", repeated_key},
                 {"Expecting ", wrong_kind},
                 {"libyaml: ", bad_syntax}};
    char *problem = cli_copy(f->complaint.problem.n ? f->complaint.problem.p : "");
    size_t i = 0, count = sizeof kinds / sizeof *kinds;
    while (i < count && strncmp(problem, kinds[i].says, strlen(kinds[i].says)) != 0)
        i++;
    if (i < count) {
        kinds[i].say(f, problem + strlen(kinds[i].says), error);
    } else {
        add_place(error, f->path, f->complaint.line);
        if (f->complaint.key.n)
            text_addf(error, "%s: ", f->complaint.key.p);
        text_adds(error, cyaml_strerror(code));
    }
    free(problem);
}

/* A path beside the file as one from the working directory. */
static const char *whole_path(struct config_file *f, size_t field, const char *value)
{
    const char *slash = strrchr(f->path, '/');
    if (!f->keys[field]->beside_file || *value == '/' || !slash)
        return value;
    struct text path = {0};
    text_add(&path, f->path, (size_t)(slash - f->path) + 1);
    text_adds(&path, value);
    free(f->paths[field]);
    f->paths[field] = path.p;
    return path.p;
}

static bool take_value(struct config *config, size_t field, uint64_t item, const char *value,
                       struct text *error)
{
    struct config_file *f = config->file;
    const struct option *key = f->keys[field];
    struct text wrong = {0};
    if (!*value)
        text_adds(&wrong, "a value is missing");
    else if (key->accepts && !key->accepts(value))
        text_addf(&wrong, "\"%s\" is not %s", value, key->accepted);
    else
        option_store(key, key == &seeds_key ? (void *)config : config->values,
                     whole_path(f, field, value), &wrong);
    bool good = wrong.n == 0;
    if (!good) {
        add_place(error, f->path, line_of(f, field, item));
        text_addf(error, "%s: %s", key->name, wrong.p);
    }
    text_free(&wrong);
    return good;
}

static bool take_key(struct config *config, size_t field, struct text *error)
{
    const struct option *key = config->file->keys[field];
    const struct slot *slot = &config->file->slots[field];
    bool good = true;
    if (key != &seeds_key)
        config->given[key - config->command->options] = slot->text || slot->items;
    if (slot->text)
        good = take_value(config, field, 0, slot->text, error);
    for (uint64_t i = 0; good && i < slot->n; i++)
        good = take_value(config, field, i, slot->items[i] ? slot->items[i] : "", error);
    return good;
}

bool config_read(const char *path, const struct command *command, struct config *config,
                 struct text *error)
{
    struct config_file *f = cli_alloc(1, sizeof *f);
    *config = (struct config){.command = command, .file = f};
    config->values = cli_alloc(1, command->values_size);
    memcpy(config->values, command->defaults, command->values_size);
    config->given = cli_alloc(command->option_count, sizeof *config->given);
    f->path = path;
    make_schema(f, command);
    if (!input_read_settings(path, "a crawl file", SETTINGS_MIB, &f->bytes, error))
        return false;
    cyaml_err_t code = load(f, &f->slots);
    if (code != CYAML_OK) {
        explain(f, code, error);
        return false;
    }
    bool good = true;
    for (size_t i = 0; f->slots && good && i < f->count; i++)
        good = take_key(config, i, error);
    return good;
}

void config_apply(const struct config *config, const bool *given, void *values)
{
    static const size_t sizes[] = {
        [OPTION_FLAG] = sizeof(int),
        [OPTION_TEXT] = sizeof(const char *),
        [OPTION_LIST] = sizeof(struct option_list),
        [OPTION_CHOICE] = sizeof(int),
        [OPTION_NUMBER] = sizeof(uint64_t),
        [OPTION_BYTES] = sizeof(uint64_t),
        [OPTION_TIME] = sizeof(int64_t),
    };
    for (size_t i = 0; i < config->command->option_count; i++) {
        const struct option *o = &config->command->options[i];
        if (config->given[i] && !given[i])
            memcpy((char *)values + o->offset, (const char *)config->values + o->offset,
                   sizes[o->type]);
    }
}

void config_free(struct config *config)
{
    struct config_file *f = config->file;
    if (!f)
        return;
    struct option_table table = {config->command->options, config->command->option_count,
                                 config->values, NULL};
    options_free(&table);
    free(config->seeds.v);
    unload(f, f->slots);
    forget(&f->complaint);
    text_free(&f->bytes);
    for (size_t i = 0; i < f->count; i++)
        free(f->paths[i]);
    free(f->paths);
    free(f->keys);
    free(f->fields);
    free(f);
    free(config->values);
    free(config->given);
}
