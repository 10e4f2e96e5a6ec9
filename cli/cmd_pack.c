/* newsarc pack: a collection, or WARC files, as one WACZ package. */
#include "command.h"

#include "problems.h"

struct pack_values {
    const char *output, *title, *description, *key;
    int self_contained;
};

static const struct pack_values defaults = {0};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct pack_values, output),
     .help = "package to write, a name that ends with .wacz (required)"},
    {.name = "title",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = offsetof(struct pack_values, title),
     .help = "title of the package"},
    {.name = "description",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = offsetof(struct pack_values, description),
     .help = "description of the package"},
    {.name = "sign",
     .type = OPTION_TEXT,
     .value = "KEY",
     .offset = offsetof(struct pack_values, key),
     .help = "sign with this private key: a PEM file, Ed25519 or P-384"},
    {.name = "self-contained",
     .type = OPTION_FLAG,
     .offset = offsetof(struct pack_values, self_contained),
     .help = "make responses of revisit records, so that the package replays alone"},
};

static void add_counts(struct text *t, const newsarc_pack_summary *sum, const char *output)
{
    text_add_count(t, sum->warcs, "WARC file");
    text_adds(t, ", ");
    text_add_count(t, sum->captures, "capture");
    text_adds(t, ", ");
    text_add_count(t, sum->pages, "page");
    text_adds(t, ", ");
    text_add_bytes(t, sum->bytes);
    if (sum->problems)
        text_addf(t, ", %llu left out", (unsigned long long)sum->problems);
    if (sum->missing)
        text_addf(t, ", %llu revisits without their responses (see --self-contained)",
                  (unsigned long long)sum->missing);
    text_addf(t, " -> %s", output);
}

static int run_pack(struct cli *cli, const void *v, const struct operands *paths)
{
    const struct pack_values *values = v;
    newsarc_pack_options opts;
    newsarc_pack_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    struct text text = {0};
    if (!values->output)
        return output_usage(&cli->out, "pack: -o FILE is missing");
    newsarc_pack_options_init(&opts, sizeof opts);
    opts.title = values->title;
    opts.description = values->description;
    opts.key_path = values->key;
    opts.self_contained = values->self_contained > 0;
    opts.problem = problem_message;
    opts.user = cli;
    newsarc_status status = newsarc_pack(paths->v, paths->n, values->output, &opts, &sum, &err);
    int code = exit_of_status(status);
    if (status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE)
        add_counts(&text, &sum, values->output);
    else
        error_text(&text, &err);
    json_t *fields = json_pack("{sIsIsIsIsIsI}", "warcs", (json_int_t)sum.warcs, "captures",
                               (json_int_t)sum.captures, "pages", (json_int_t)sum.pages, "replaced",
                               (json_int_t)sum.replaced, "missing", (json_int_t)sum.missing,
                               "not_modified", (json_int_t)sum.not_modified);
    output_result(&cli->out, code, true, text.p, fields);
    text_free(&text);
    return code;
}

const struct command command_pack = {
    .name = "pack",
    .arguments = "DIR|FILE... -o FILE",
    .summary = "Packs a collection or WARC files into one WACZ file for replay",
    .details = "The same input gives the same bytes, unless it is signed.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .run = run_pack,
};
