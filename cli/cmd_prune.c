/* newsarc prune: removes old files of a collection; nothing without a rule that says what to keep.
 */
#include "command.h"

#include <newsarc/collection.h>
#include <string.h>

struct prune_values {
    int64_t keep; /* milliseconds */
    uint64_t keep_runs;
    int dry_run;
};

static const struct prune_values defaults = {0};

static const struct option options[] = {
    {.name = "keep",
     .type = OPTION_TIME,
     .value = "TIME",
     .offset = offsetof(struct prune_values, keep),
     .least = 1000,
     .help = "keep what was archived within this time before the newest run: 90d"},
    {.name = "keep-runs",
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = offsetof(struct prune_values, keep_runs),
     .least = 1,
     .most = 1000000,
     .help = "keep what the newest N runs archived"},
    {.name = "dry-run",
     .type = OPTION_FLAG,
     .offset = offsetof(struct prune_values, dry_run),
     .help = "remove nothing, only say what would go"},
};

static void on_file(const char *path, uint64_t bytes, int32_t removed, const char *why, void *user)
{
    struct cli *cli = user;
    struct text row = {0};
    if (cli->out.verbosity < 0)
        return;
    text_adds(&row, removed ? "remove  " : "keep    ");
    text_add_escaped(&row, path, strlen(path), ESCAPE_LINE);
    text_adds(&row, "  ");
    text_add_bytes(&row, bytes);
    if (!removed)
        text_addf(&row, "  (%s)", why);
    text_adds(&row, "\n");
    output_data(&cli->out, row.p, row.n, ESCAPE_TEXT);
    text_free(&row);
}

static void add_counts(struct text *t, const newsarc_prune_summary *sum, bool dry_run)
{
    text_adds(t, dry_run ? "would remove " : "removed ");
    text_add_count(t, sum->removed, "file");
    text_adds(t, ", ");
    text_add_bytes(t, sum->bytes);
    text_addf(t, "; %llu WARC kept, ", (unsigned long long)sum->kept);
    text_add_count(t, sum->articles, "article");
    text_adds(t, " forgotten");
}

static int run_prune(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct prune_values *values = v;
    newsarc_prune_options opts;
    newsarc_prune_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    struct text text = {0};
    if (!values->keep && !values->keep_runs)
        return output_usage(&cli->out,
                            "prune: --keep or --keep-runs is missing: nothing is removed "
                            "without a rule that says what to keep");
    newsarc_prune_options_init(&opts, sizeof opts);
    opts.keep_seconds = (uint64_t)values->keep / 1000;
    opts.keep_runs = (uint32_t)values->keep_runs;
    opts.dry_run = values->dry_run > 0;
    opts.each = on_file;
    opts.user = cli;
    newsarc_status status = newsarc_collection_prune(operands->v[0], &opts, &sum, &err);
    if (status == NEWSARC_OK)
        add_counts(&text, &sum, opts.dry_run != 0);
    int code = output_status(&cli->out, status, &err, operands->v[0], text.p);
    text_free(&text);
    return code;
}

const struct command command_prune = {
    .name = "prune",
    .arguments = "DIR",
    .summary = "Removes old WARC files, article tars and logs of a collection",
    .details = "WARC files that kept ones refer to stay; so does what SHA256SUMS does not name.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run_prune,
};
