/* newsarc: the command line, a client of the public headers alone. This file holds the table of
 * commands and what they share: common options, help, the dispatch. */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command *const commands[] = {
    &command_extract,
#if NEWSARC_HAS_CRAWL
    &command_categories, &command_crawl,  &command_config, &command_status,
    &command_run_all,    &command_report, &command_prune,  &command_recover,
#endif
    &command_verify,     &command_index,  &command_pack,   &command_export,
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

struct common {
    int help, quiet, verbose, log_format, progress;
};

static const char *const progress_choices[] = {"auto", "bar", "plain", "none", NULL};
static const char *const log_choices[] = {"text", "json", NULL};

static const struct option common_options[] = {
    {.name = "quiet",
     .letter = 'q',
     .type = OPTION_FLAG,
     .offset = offsetof(struct common, quiet),
     .help = "only errors on stderr"},
    {.name = "verbose",
     .letter = 'v',
     .type = OPTION_FLAG,
     .offset = offsetof(struct common, verbose),
     .help = "more messages; twice: still more"},
    {.name = "progress",
     .type = OPTION_CHOICE,
     .value = "HOW",
     .choices = progress_choices,
     .offset = offsetof(struct common, progress),
     .help = "auto (default), bar, plain or none"},
    {.name = "log-format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = log_choices,
     .offset = offsetof(struct common, log_format),
     .help = "messages as text (default) or json, one object a line"},
    {.name = "help",
     .letter = 'h',
     .type = OPTION_FLAG,
     .offset = offsetof(struct common, help),
     .help = "show this help"},
};
enum { COMMON_COUNT = sizeof common_options / sizeof *common_options };

static const char *command_name_at(size_t i, const void *user)
{
    (void)user;
    return i < COMMAND_COUNT ? commands[i]->name : NULL;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int show(struct cli *cli, struct text *text)
{
    output_data(&cli->out, text->p, text->n, ESCAPE_TEXT);
    text_free(text);
    return output_close(&cli->out, EXIT_COMPLETE);
}

static int show_overview(struct cli *cli)
{
    struct text t = {0};
    text_adds(&t, "newsarc extracts news articles and archives news sites.\n\n"
                  "Usage: newsarc COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        text_addf(&t, "  %-12s%s\n", commands[i]->name, commands[i]->summary);
    text_adds(&t,
              "\n\"newsarc COMMAND --help\" shows a command's options; \"newsarc --version\" the "
              "version.\n");
    return show(cli, &t);
}

static int show_help(struct cli *cli, const struct command *c)
{
    struct text t = {0};
    struct option_table own = {c->options, c->option_count, NULL, NULL};
    struct option_table common = {common_options, COMMON_COUNT, NULL, NULL};
    text_addf(&t, "Usage: newsarc %s [OPTIONS] %s\n\n%s.\n", c->name, c->arguments, c->summary);
    if (c->details)
        text_addf(&t, "%s\n", c->details);
    text_adds(&t, "\nOptions:\n");
    options_help(&own, &t);
    options_help(&common, &t);
    return show(cli, &t);
}

static int show_version(struct cli *cli)
{
    struct text t = {0};
    text_addf(&t, "newsarc %s\n", newsarc_version());
    return show(cli, &t);
}

static int unknown_command(struct cli *cli, const char *name)
{
    const char *near = suggest(name, command_name_at, NULL);
    if (near)
        return output_usage(&cli->out, "unknown command \"%s\"; did you mean \"%s\"?", name, near);
    return output_usage(&cli->out, "unknown command \"%s\"; see newsarc --help", name);
}

static int check_operands(struct cli *cli, const struct command *c, size_t n)
{
    if (n < c->least)
        return output_usage(&cli->out, "%s: an argument is missing; usage: newsarc %s %s", c->name,
                            c->name, c->arguments);
    if (c->most && n > c->most)
        return output_usage(&cli->out, "%s: too many arguments; usage: newsarc %s %s", c->name,
                            c->name, c->arguments);
    return EXIT_COMPLETE;
}

static int run_command(struct cli *cli, const struct command *c, int argc, char **argv)
{
    struct common common = {0};
    void *values = cli_alloc(1, c->values_size);
    if (c->defaults)
        memcpy(values, c->defaults, c->values_size);
    bool *given = cli_alloc(c->option_count + 1, sizeof *given);
    struct option_table tables[] = {{c->options, c->option_count, values, given},
                                    {common_options, COMMON_COUNT, &common, NULL}};
    struct operands operands;
    struct text error = {0};
    bool good = options_parse(tables, 2, argc, argv, &operands, &error);
    cli->out.json = common.log_format == 1;
    cli->out.verbosity = common.quiet ? -1 : common.verbose;
    cli->progress = common.progress;
    cli->command = c->name;
    cli->given = given;
    int code;
    if (!good)
        code = output_usage(&cli->out, "%s: %s", c->name, error.p);
    else if (common.help)
        code = show_help(cli, c);
    else if ((code = check_operands(cli, c, operands.n)) == EXIT_COMPLETE)
        code = output_close(&cli->out, c->run(cli, values, &operands));
    options_free(&tables[0]);
    text_free(&error);
    free(operands.v);
    free(given);
    free(values);
    return code;
}

int main(int argc, char **argv)
{
    struct cli cli = {0};
    output_init(&cli.out);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, see output_close */
    if (argc < 2)
        return output_usage(&cli.out, "a command is missing; see newsarc --help");
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return show_version(&cli);
    bool help = strcmp(name, "help") == 0;
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (help && argc < 3))
        return show_overview(&cli);
    if (name[0] == '-')
        return output_usage(&cli.out,
                            "unknown option %s; a command comes first, see newsarc --help", name);
    const struct command *c = find_command(help ? argv[2] : name);
    if (!c)
        return unknown_command(&cli, help ? argv[2] : name);
    return help ? show_help(&cli, c) : run_command(&cli, c, argc - 1, argv + 1);
}
