/* The option parser: GNU conventions (--name=VALUE, --name VALUE, -nVALUE, -n VALUE, -qv), no
 * abbreviations, so that a script keeps its meaning when options are added. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

struct parser {
    const struct option_table *tables;
    size_t table_count;
    int argc, next; /* next: argument to look at */
    char **argv;
    struct text *error;
};

struct found {
    const struct option *option;
    void *values;
    bool *given; /* NULL: nobody asks */
};

static struct found find_option(const struct parser *p, const char *name, size_t n, char letter)
{
    for (size_t t = 0; t < p->table_count; t++) {
        const struct option_table *table = &p->tables[t];
        for (size_t i = 0; i < table->count; i++) {
            const struct option *o = &table->options[i];
            if (name ? strlen(o->name) == n && memcmp(o->name, name, n) == 0 : o->letter == letter)
                return (struct found){o, table->values, table->given ? table->given + i : NULL};
        }
    }
    return (struct found){NULL, NULL, NULL};
}

static const char *option_name_at(size_t i, const void *user)
{
    const struct parser *p = user;
    for (size_t t = 0; t < p->table_count; t++) {
        if (i < p->tables[t].count)
            return p->tables[t].options[i].name;
        i -= p->tables[t].count;
    }
    return NULL;
}

static bool unknown_option(struct parser *p, const char *name, size_t n)
{
    struct text word = {0};
    text_add(&word, name, n);
    const char *near = suggest(word.p, option_name_at, p);
    text_addf(p->error, "unknown option --%s", word.p);
    if (near)
        text_addf(p->error, "; did you mean --%s?", near);
    text_free(&word);
    return false;
}

static void list_choices(const struct option *o, struct text *out)
{
    for (size_t i = 0; o->choices[i]; i++)
        text_addf(out, "%s%s", i ? ", " : "", o->choices[i]);
}

static bool bad_value(const struct option *o, const char *value, struct text *error)
{
    static const char *const wanted[] = {
        [OPTION_FLAG] = "true or false",
        [OPTION_NUMBER] = "a number",
        [OPTION_BYTES] = "a size such as 500K, 20M or 2G",
        [OPTION_TIME] = "a time such as 2, 500ms, 90s or 2h30m",
    };
    text_addf(error, "\"%s\" is not ", value);
    if (o->type == OPTION_CHOICE) {
        text_adds(error, "one of ");
        list_choices(o, error);
    } else {
        text_adds(error, wanted[o->type]);
        if (o->type != OPTION_TIME && (o->least > 0 || o->most > 0))
            text_addf(error, " from %llu", (unsigned long long)o->least);
        if (o->type != OPTION_TIME && o->most > 0)
            text_addf(error, " to %llu", (unsigned long long)o->most);
    }
    return false;
}

static bool store_choice(const struct option *o, const char *value, int *field)
{
    for (int i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], value) == 0) {
            *field = i;
            return true;
        }
    }
    return false;
}

static bool in_range(const struct option *o, uint64_t n)
{
    return n >= o->least && (o->most == 0 || n <= o->most);
}

static bool store_switch(const char *value, int *field)
{
    *field = strcmp(value, "true") == 0;
    return *field || strcmp(value, "false") == 0;
}

/* The list is full when its length is 0 or a power of two. */
static void store_item(struct option_list *list, const char *value)
{
    if ((list->n & (list->n - 1)) == 0 || list->n == 0) {
        const char **wider = cli_alloc(list->n ? 2 * list->n : 1, sizeof *wider);
        for (size_t i = 0; i < list->n; i++)
            wider[i] = list->v[i];
        free(list->v);
        list->v = wider;
    }
    list->v[list->n++] = value;
}

bool option_store(const struct option *o, void *values, const char *value, struct text *error)
{
    void *field = (char *)values + o->offset;
    bool good = true;
    switch (o->type) {
    case OPTION_FLAG:
        if (value)
            good = store_switch(value, field);
        else
            ++*(int *)field;
        break;
    case OPTION_TEXT: *(const char **)field = value; break;
    case OPTION_LIST: store_item(field, value); break;
    case OPTION_CHOICE: good = store_choice(o, value, field); break;
    case OPTION_NUMBER:
        good = option_number(value, field) && in_range(o, *(uint64_t *)field);
        break;
    case OPTION_BYTES: good = option_bytes(value, field) && in_range(o, *(uint64_t *)field); break;
    case OPTION_TIME:
        good = option_time(value, field) && in_range(o, (uint64_t) * (int64_t *)field);
        break;
    }
    return good || bad_value(o, value, error);
}

static bool store(struct parser *p, struct found f, const char *value)
{
    struct text wrong = {0};
    bool good = option_store(f.option, f.values, value, &wrong);
    if (f.given)
        *f.given = true;
    if (!good)
        text_addf(p->error, "--%s: %s", f.option->name, wrong.p);
    text_free(&wrong);
    return good;
}

/* The value of an option: what follows in the same argument, or the next argument. */
static bool take_value(struct parser *p, struct found f, const char *attached)
{
    if (attached)
        return store(p, f, attached);
    if (p->next >= p->argc) {
        text_addf(p->error, "--%s needs a value (%s)", f.option->name, f.option->value);
        return false;
    }
    return store(p, f, p->argv[p->next++]);
}

static bool parse_long(struct parser *p, const char *arg)
{
    size_t n = strcspn(arg, "=");
    struct found f = find_option(p, arg, n, 0);
    const char *attached = arg[n] == '=' ? arg + n + 1 : NULL;
    if (!f.option)
        return unknown_option(p, arg, n);
    if (f.option->type != OPTION_FLAG)
        return take_value(p, f, attached);
    if (attached) {
        text_addf(p->error, "--%s takes no value", f.option->name);
        return false;
    }
    return store(p, f, NULL);
}

static bool parse_letters(struct parser *p, const char *arg)
{
    for (; *arg; arg++) {
        struct found f = find_option(p, NULL, 0, *arg);
        if (!f.option) {
            text_addf(p->error, "unknown option -%s", arg);
            return false;
        }
        if (f.option->type != OPTION_FLAG)
            return take_value(p, f, arg[1] ? arg + 1 : NULL);
        store(p, f, NULL);
    }
    return true;
}

bool options_parse(const struct option_table *tables, size_t table_count, int argc, char **argv,
                   struct operands *operands, struct text *error)
{
    struct parser p = {tables, table_count, argc, 1, argv, error};
    bool options_over = false, good = true;
    operands->v = cli_alloc((size_t)argc, sizeof *operands->v);
    operands->n = 0;
    while (good && p.next < argc) {
        const char *arg = argv[p.next++];
        if (options_over || arg[0] != '-' || arg[1] == 0)
            operands->v[operands->n++] = arg;
        else if (strcmp(arg, "--") == 0)
            options_over = true;
        else
            good = arg[1] == '-' ? parse_long(&p, arg + 2) : parse_letters(&p, arg + 1);
    }
    return good;
}

void options_free(const struct option_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct option *o = &table->options[i];
        if (o->type == OPTION_LIST)
            free(((struct option_list *)(void *)((char *)table->values + o->offset))->v);
    }
}

static void help_line(const struct option *o, struct text *out)
{
    enum { COLUMN = 30 };
    size_t start = out->n;
    if (o->letter)
        text_addf(out, "  -%c, --%s", o->letter, o->name);
    else
        text_addf(out, "      --%s", o->name);
    if (o->type != OPTION_FLAG)
        text_addf(out, "=%s", o->value);
    size_t used = out->n - start;
    if (used + 2 > COLUMN) {
        text_adds(out, "\n");
        used = 0;
    }
    text_addf(out, "%*s%s\n", (int)(COLUMN - used), "", o->help);
}

void options_help(const struct option_table *table, struct text *out)
{
    for (size_t i = 0; i < table->count; i++)
        help_line(&table->options[i], out);
}
