/* newsarc export: the articles of a collection, or of WARC files, as one tar, zip or JSON lines
 * file. */
#include "command.h"

#include "problems.h"
#include <newsarc/newsarc.h>
#include <sys/stat.h>

struct export_values {
    const char *output;
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
static newsarc_status export_inputs(struct cli *cli, const struct operands *inputs,
                                    const struct export_values *values, uint64_t *count,
                                    newsarc_error *err)
{
    newsarc_export_options opts;
#if NEWSARC_HAS_CRAWL
    if (inputs->n == 1 && is_collection(inputs->v[0]))
        return newsarc_collection_export(inputs->v[0], values->output, count, err);
#endif
    newsarc_export_options_init(&opts, sizeof opts);
    opts.problem = problem_message;
    opts.user = cli;
    opts.self_contained = values->self_contained > 0;
    return newsarc_warc_export(inputs->v, inputs->n, values->output, &opts, count, err);
}

static int run_export(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct export_values *values = v;
    newsarc_error err = {0};
    struct text text = {0};
    uint64_t count = 0;
    if (!values->output)
        return output_usage(&cli->out, "export: -o FILE is missing");
    newsarc_status status = export_inputs(cli, operands, values, &count, &err);
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
