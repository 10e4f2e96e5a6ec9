/* newsarc verify: whether WARC files, or those of a collection, are whole and their digests right.
 */
#include "command.h"

#include <newsarc/newsarc.h>
#include <string.h>
#include <sys/stat.h>

static const char *const formats[] = {"table", "json", NULL};

struct verify_values {
    int format;
    int repair;
};

static const struct verify_values defaults = {0};

static const struct option options[] = {
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct verify_values, format),
     .help = "table (default) or json"},
    {.name = "repair",
     .type = OPTION_FLAG,
     .offset = offsetof(struct verify_values, repair),
     .help = "first cut a torn end off each file and keep it in FILE.torn"},
};

struct run {
    struct cli *cli;
    bool json;
    bool repair;
    json_t *findings; /* with --format=json */
    newsarc_verify_summary sum;
    uint64_t failed;
    newsarc_error last;
};

static const char *severity_name(int32_t severity)
{
    return severity == NEWSARC_SEVERITY_WARNING ? "warning" : "error";
}

static void add_row(struct run *run, const newsarc_finding *f)
{
    struct text row = {0};
    text_add_escaped(&row, f->file, strlen(f->file), ESCAPE_LINE);
    text_addf(&row, ":%llu: %s: %s: ", (unsigned long long)f->offset, severity_name(f->severity),
              f->rule);
    text_add_escaped(&row, f->message, strlen(f->message), ESCAPE_LINE);
    if (f->record_id) {
        text_adds(&row, " ");
        text_add_escaped(&row, f->record_id, strlen(f->record_id), ESCAPE_LINE);
    }
    text_adds(&row, "\n");
    output_data(&run->cli->out, row.p, row.n, ESCAPE_TEXT);
    text_free(&row);
}

static int32_t on_finding(const newsarc_finding *f, void *user)
{
    struct run *run = user;
    if (run->json)
        json_array_append_new(run->findings,
                              json_pack("{ss sI ss ss ss ss*}", "file", f->file, "offset",
                                        (json_int_t)f->offset, "severity",
                                        severity_name(f->severity), "rule", f->rule, "message",
                                        f->message, "record_id", f->record_id));
    else
        add_row(run, f);
    return run->cli->out.failed ? 1 : 0;
}

static void add_summary(newsarc_verify_summary *to, const newsarc_verify_summary *from)
{
    to->files += from->files;
    to->records += from->records;
    to->digests += from->digests;
    to->bytes += from->bytes;
    to->errors += from->errors;
    to->warnings += from->warnings;
}

static newsarc_status repair(struct run *run, const char *path, newsarc_error *err)
{
    uint64_t cut = 0;
    newsarc_status status = newsarc_warc_repair(path, &cut, err);
    if (cut)
        output_message(&run->cli->out, LEVEL_NOTICE, "repair", path,
                       "%llu bytes of a torn record moved to %s.torn", (unsigned long long)cut,
                       path);
    return status;
}

/* A folder may be a collection. */
static newsarc_status verify(struct run *run, const char *path, newsarc_verify_summary *sum,
                             newsarc_error *err)
{
#if NEWSARC_HAS_CRAWL
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return newsarc_collection_verify(path, on_finding, run, sum, err);
#endif
    return newsarc_verify(path, on_finding, run, sum, err);
}

static void check_path(struct run *run, const char *path, bool single)
{
    newsarc_verify_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    newsarc_status status = run->repair ? repair(run, path, &err) : NEWSARC_OK;
    if (status == NEWSARC_OK)
        status = verify(run, path, &sum, &err);
    add_summary(&run->sum, &sum);
    if (status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE || status == NEWSARC_E_STOPPED)
        return;
    run->failed++;
    if (err.code == NEWSARC_OK)
        error_set(&err, status, path, "%s", newsarc_status_name(status));
    if (!single)
        output_error(&run->cli->out, "verify", &err);
    run->last = err;
}

static json_t *summary_json(const struct run *run)
{
    return json_pack("{sIsIsIsIsIsIsI}", "files", (json_int_t)run->sum.files, "records",
                     (json_int_t)run->sum.records, "digests", (json_int_t)run->sum.digests, "bytes",
                     (json_int_t)run->sum.bytes, "errors", (json_int_t)run->sum.errors, "warnings",
                     (json_int_t)run->sum.warnings, "failed", (json_int_t)run->failed);
}

static void write_json(struct run *run)
{
    json_t *object = summary_json(run);
    json_object_set(object, "findings", run->findings);
    output_json(&run->cli->out, object);
}

static void add_counts(struct text *t, const newsarc_verify_summary *sum)
{
    const struct {
        uint64_t n;
        const char *one;
    } counts[] = {{sum->files, "file"},
                  {sum->records, "record"},
                  {sum->digests, "digest"},
                  {sum->errors, "error"},
                  {sum->warnings, "warning"}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        text_adds(t, i ? ", " : "");
        text_add_count(t, counts[i].n, counts[i].one);
    }
}

static int finish(struct run *run, size_t wanted)
{
    struct output *out = &run->cli->out;
    struct text text = {0};
    int code = exit_of_counts(wanted, run->failed, 0);
    if (code == EXIT_COMPLETE && run->sum.errors)
        code = EXIT_INCOMPLETE;
    if (run->json && code != EXIT_FAILED)
        write_json(run);
    if (wanted == 1 && run->failed)
        error_text(&text, &run->last);
    else
        add_counts(&text, &run->sum);
    output_result(out, code, true, text.p, summary_json(run));
    text_free(&text);
    return code;
}

static int run_verify(struct cli *cli, const void *v, const struct operands *paths)
{
    const struct verify_values *values = v;
    struct run run = {.cli = cli,
                      .json = values->format == 1,
                      .repair = values->repair > 0,
                      .findings = json_array()};
    for (size_t i = 0; i < paths->n && !cli->out.failed; i++)
        check_path(&run, paths->v[i], paths->n == 1);
    int code = finish(&run, paths->n);
    json_decref(run.findings);
    return code;
}

const struct command command_verify = {
    .name = "verify",
    .arguments = "FILE|DIR...",
    .summary = "Checks structure and digests of WARC files, a collection or a WACZ package",
    .details = "Each finding is one line: FILE:OFFSET: error|warning: RULE: MESSAGE RECORD-ID.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .run = run_verify,
};
