/* newsarc config: looks at a crawl file, or at a rules file, without crawling. */
#include "command.h"
#include "config.h"
#include "profile_file.h"
#include "rules_file.h"

#include <string.h>

static const char no_values = 0;

static void add_list(const struct option_list *list, struct text *out)
{
    for (size_t i = 0; i < list->n; i++)
        text_addf(out, "\n  - %s", list->v[i]);
}

static void add_value(const struct option *o, const void *values, struct text *out)
{
    const void *field = (const char *)values + o->offset;
    switch (o->type) {
    case OPTION_FLAG: text_adds(out, *(const int *)field ? " true" : " false"); break;
    case OPTION_TEXT: text_addf(out, " %s", *(const char *const *)field); break;
    case OPTION_LIST: add_list(field, out); break;
    case OPTION_CHOICE: text_addf(out, " %s", o->choices[*(const int *)field]); break;
    case OPTION_NUMBER:
    case OPTION_BYTES: text_addf(out, " %llu", (unsigned long long)*(const uint64_t *)field); break;
    case OPTION_TIME: text_addf(out, " %lldms", (long long)*(const int64_t *)field); break;
    }
}

/* Each key with the value that counts. */
static void add_values(const struct config *config, struct text *out)
{
    text_adds(out, config->seeds.n ? "seeds:" : "seeds: (none)");
    add_list(&config->seeds, out);
    for (size_t i = 0; i < config->command->option_count; i++) {
        const struct option *o = &config->command->options[i];
        if (o->command_line_only)
            continue;
        text_addf(out, "\n%s:", o->name);
        if (config->given[i])
            add_value(o, config->values, out);
        else
            text_adds(out, " (default)");
    }
    text_adds(out, "\n");
}

static bool check_rules_file(const char *path, bool values, struct text *shown, struct text *error)
{
    newsarc_rules *rules = NULL;
    struct text counts = {0};
    bool good = rules_file_read(path, &rules, &counts, error);
    if (good && values)
        text_addf(shown, "rules: %s\n", counts.p);
    newsarc_rules_free(rules);
    text_free(&counts);
    return good;
}

/* The file that a crawl file names under `key`; NULL: none. */
static const char *file_of(const struct config *config, const char *key)
{
    for (size_t i = 0; i < config->command->option_count; i++) {
        const struct option *o = &config->command->options[i];
        if (config->given[i] && strcmp(o->name, key) == 0)
            return *(const char *const *)(const void *)((const char *)config->values + o->offset);
    }
    return NULL;
}

static bool check_profile_file(const char *path, struct text *error)
{
    newsarc_site_profile *profile = profile_file_read(path, false, error);
    newsarc_site_profile_free(profile);
    return profile != NULL;
}

static bool check_crawl_file(const char *path, bool values, struct text *shown, struct text *error)
{
    struct config config = {0};
    bool good = config_read(path, &command_crawl, &config, error);
    const char *rules = good ? file_of(&config, "rules") : NULL;
    const char *profile = good ? file_of(&config, "profile") : NULL;
    if (good && values)
        add_values(&config, shown);
    if (rules)
        good = check_rules_file(rules, false, shown, error);
    if (good && profile)
        good = check_profile_file(profile, error);
    config_free(&config);
    return good;
}

static int run_config(struct cli *cli, const void *values, const struct operands *operands)
{
    struct text error = {0}, shown = {0};
    int code = EXIT_COMPLETE;
    bool verbose = cli->out.verbosity > 0;
    (void)values;
    if (strcmp(operands->v[0], "check") != 0)
        return output_usage(&cli->out, "config: \"%s\" is not \"check\"", operands->v[0]);
    const char *path = operands->v[1];
    text_addf(&shown, "%s: ok\n", path);
    if ((rules_file_is(path) ? check_rules_file : check_crawl_file)(path, verbose, &shown,
                                                                    &error)) {
        output_data(&cli->out, shown.p, shown.n, ESCAPE_TEXT);
    } else {
        code = output_result(&cli->out, EXIT_CONFIG, false, error.p, NULL);
    }
    text_free(&shown);
    text_free(&error);
    return code;
}

const struct command command_config = {
    .name = "config",
    .arguments = "check FILE",
    .summary = "Checks a YAML crawl file, as crawl -c takes it, or a rules file",
    .details = "With -v it also prints the values that count. A rules file has the key \"sites\".",
    .defaults = &no_values,
    .values_size = sizeof no_values,
    .least = 2,
    .most = 2,
    .run = run_config,
};
