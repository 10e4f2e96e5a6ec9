/* newsarc export: the articles of a collection, or of WARC files, as one tar, zip or JSON lines
 * file. */
#include "command.h"

#include "exit_code.h"
#include "problems.h"
#include "site_hints.h"
#include <newsarc/newsarc.h>
#include <sys/stat.h>

struct export_values {
    const char *output, *rules, *profile;
    int self_contained;
};

static const struct export_values defaults = {0};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct export_values, output),
     .help = "file to write: .tar, .tar.gz, .tar.zst, .tar.xz, .zip or .jsonl"},
    {.name = "self-contained",
     .type = OPTION_FLAG,
     .offset = offsetof(struct export_values, self_contained),
     .help = "also what WARC files hold as revisits of responses in files beside them"},
    {.name = "rules",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct export_values, rules),
     .help = "selectors of sites (YAML) that go before what is found otherwise"},
    {.name = "profile",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct export_values, profile),
     .help = "leave out what repeats on the site, by a profile of extract --learn"},
};

#if NEWSARC_HAS_CRAWL
static bool is_collection(const char *path)
{
    struct stat st;
    struct text state = {0};
    text_addf(&state, "%s/collection.db", path);
    bool is = stat(state.p, &st) == 0;
    text_free(&state);
    return is;
}
#endif

/* What a collection knows of its articles is taken from it; all else is extracted on the fly. */
static newsarc_status export_inputs(const struct operands *inputs,
                                    const struct export_values *values,
                                    const newsarc_export_options *opts, uint64_t *count,
                                    newsarc_error *err)
{
#if NEWSARC_HAS_CRAWL
    if (inputs->n == 1 && is_collection(inputs->v[0]))
        return newsarc_collection_export(inputs->v[0], values->output, opts, count, err);
#endif
    return newsarc_warc_export(inputs->v, inputs->n, values->output, opts, count, err);
}

static int export_with(struct cli *cli, const struct export_values *values,
                       const struct operands *operands, const newsarc_export_options *opts)
{
    newsarc_error err = {0};
    struct text text = {0};
    uint64_t count = 0;
    newsarc_status status = export_inputs(operands, values, opts, &count, &err);
    int code = exit_of_status(status);
    if (status != NEWSARC_OK && err.code == NEWSARC_OK)
        error_set(&err, status, operands->v[0], "%s", newsarc_status_name(status));
    if (status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE) {
        text_add_count(&text, count, "article");
        if (status != NEWSARC_OK)
            text_addf(&text, ", %s", err.message);
        text_addf(&text, " -> %s", values->output);
    } else {
        error_text(&text, &err);
    }
    json_t *fields = json_pack("{sI}", "articles", (json_int_t)count);
    output_result(&cli->out, code, true, text.p, fields);
    text_free(&text);
    return code;
}

static int run_export(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct export_values *values = v;
    newsarc_export_options opts;
    struct site_hints hints;
    struct text error = {0};
    if (!values->output)
        return output_usage(&cli->out, "export: -o FILE is missing");
    bool good = site_hints_read(&hints, values->rules, values->profile, &error);
    newsarc_export_options_init(&opts, sizeof opts);
    opts.problem = problem_message;
    opts.user = cli;
    opts.self_contained = values->self_contained > 0;
    opts.rules = hints.rules;
    opts.profile = hints.profile;
    int code = good ? export_with(cli, values, operands, &opts)
                    : output_result(&cli->out, EXIT_CONFIG, false, error.p, NULL);
    site_hints_free(&hints);
    text_free(&error);
    return code;
}

const struct command command_export = {
    .name = "export",
    .arguments = "DIR|FILE... -o FILE",
    .summary =
        "Writes the articles of a collection or of WARC files to a tar, zip or JSON lines file",
    .details = "The kind of file follows from its name. The same articles give the same bytes.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .run = run_export,
};
