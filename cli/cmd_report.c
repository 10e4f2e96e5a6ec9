/* newsarc report: a collection as a page to look at, or as a feed. */
#include "command.h"

#include <newsarc/collection.h>

static const char *const languages[] = {"en", "zh", NULL};
static const char *const formats[] = {"html", "atom", NULL};

struct report_values {
    const char *path;
    int language, format;
};

static const struct report_values defaults = {0};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct report_values, path),
     .help = "file to write (default: DIR/reports/report.html or feed.xml)"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct report_values, format),
     .help = "html: the page (default); atom: a feed of what changed"},
    {.name = "lang",
     .type = OPTION_CHOICE,
     .value = "LANGUAGE",
     .choices = languages,
     .offset = offsetof(struct report_values, language),
     .help = "language shown at first: en (default) or zh"},
};

static int run_report(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct report_values *values = v;
    const char *directory = operands->v[0];
    newsarc_error err = {0};
    struct text text = {0};
    newsarc_status status =
        values->format
            ? newsarc_collection_feed(directory, values->path, &err)
            : newsarc_collection_report(directory, values->path, languages[values->language], &err);
    if (values->path)
        text_addf(&text, "report -> %s", values->path);
    else
        text_addf(&text, "report -> %s/reports/%s", directory,
                  values->format ? "feed.xml" : "report.html");
    int code = output_status(&cli->out, status, &err, directory, text.p);
    text_free(&text);
    return code;
}

const struct command command_report = {
    .name = "report",
    .arguments = "DIR",
    .summary = "Writes a page about a collection: runs, articles, coverage, failures, sizes",
    .details = "Every run writes both page and feed. English and Chinese, without scripts.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run_report,
};
