/* newsarc export: the articles of a collection as one tar, zip or JSON lines file. */
#include "command.h"

#include <newsarc/crawl.h>

struct export_values {
    const char *output;
};

static const struct export_values defaults = {0};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct export_values, output),
     .help = "file to write: .tar, .tar.gz, .tar.zst, .tar.xz, .zip or .jsonl"},
};

static int run_export(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct export_values *values = v;
    newsarc_error err = {0};
    struct text text = {0};
    uint64_t count = 0;
    if (!values->output)
        return output_usage(&cli->out, "export: -o FILE is missing");
    newsarc_status status = newsarc_collection_export(operands->v[0], values->output, &count, &err);
    int code = exit_of_status(status);
    if (status != NEWSARC_OK && err.code == NEWSARC_OK)
        error_set(&err, status, operands->v[0], "%s", newsarc_status_name(status));
    if (status == NEWSARC_OK) {
        text_add_count(&text, count, "article");
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
    .arguments = "DIR -o FILE",
    .summary = "Writes the articles of a collection to a tar, zip or JSON lines file",
    .details = "The kind of file follows from its name. The same articles give the same bytes.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run_export,
};
