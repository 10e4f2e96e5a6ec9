/* newsarc recover: the state of a collection anew from its WARC files. */
#include "command.h"

#include "progress.h"
#include <newsarc/crawl.h>
#include <string.h>

struct recovery {
    struct cli *cli;
    struct progress progress;
};

static void on_progress(const newsarc_recover_progress *p, void *user)
{
    struct recovery *r = user;
    struct text t = {0};
    if (!progress_due(&r->progress, p->elapsed))
        return;
    text_addf(&t, "%llu records, file %llu of %llu, ", (unsigned long long)p->records,
              (unsigned long long)p->files + 1, (unsigned long long)p->file_count);
    text_add_bytes(&t, p->bytes);
    progress_show(&r->progress, p->elapsed, p->bytes, p->total_bytes, t.p);
    text_free(&t);
}

static void on_fault(const char *file, uint64_t offset, const char *message, void *user)
{
    struct recovery *r = user;
    output_message(&r->cli->out, LEVEL_WARNING, "skipped", file, "offset %llu: %s",
                   (unsigned long long)offset, message);
}

static void add_counts(struct text *t, const newsarc_recover_summary *sum)
{
    text_add_count(t, sum->runs, "run");
    text_adds(t, ", ");
    text_add_count(t, sum->urls, "URL");
    text_adds(t, ", ");
    text_add_count(t, sum->articles, "article");
    text_addf(t, ", %llu queued, from ", (unsigned long long)sum->queued);
    text_add_count(t, sum->records, "record");
    text_adds(t, " in ");
    text_add_count(t, sum->files, "file");
    if (sum->faults)
        text_addf(t, ", %llu skipped as faulty", (unsigned long long)sum->faults);
    text_adds(t, ", ");
    text_add_seconds(t, sum->elapsed);
    if (sum->kept[0])
        text_addf(t, "; the old state is %s", sum->kept);
}

static int run_recover(struct cli *cli, const void *v, const struct operands *operands)
{
    struct recovery r = {.cli = cli};
    newsarc_recover_options opts;
    newsarc_recover_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    struct text text = {0};
    (void)v;
    newsarc_recover_options_init(&opts, sizeof opts);
    opts.progress = on_progress;
    opts.fault = on_fault;
    opts.user = &r;
    progress_begin(&r.progress, cli);
    newsarc_status status = newsarc_recover(operands->v[0], &opts, &sum, &err);
    progress_end(&r.progress);
    if (status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE)
        add_counts(&text, &sum);
    else
        error_text(&text, &err);
    int code = output_result(&cli->out, exit_of_status(status), true, text.p, NULL);
    text_free(&text);
    return code;
}

const struct command command_recover = {
    .name = "recover",
    .arguments = "DIR",
    .summary = "Rebuilds the state of a collection from its WARC files",
    .details = "For a collection.db that is damaged or lost. The old one is kept beside it.",
    .least = 1,
    .most = 1,
    .run = run_recover,
};
