/* newsarc verify: whether WARC files, or those of a collection, are whole and their digests right.
 */
#include "command.h"

#include <newsarc/newsarc.h>
#include <stdlib.h>
#include <string.h>

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
    uint64_t findings; /* written */
    newsarc_verify_summary sum;
    uint64_t failed; /* inputs */
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

/* The object of --format=json, one finding a line, written as they come: there may be millions. */
static void add_json(struct run *run, const newsarc_finding *f)
{
    json_t *object = json_object();
    json_object_set_new(object, "file", json_safe_string(f->file));
    json_object_set_new(object, "offset", json_integer((json_int_t)f->offset));
    json_object_set_new(object, "severity", json_string(severity_name(f->severity)));
    json_object_set_new(object, "rule", json_string(f->rule));
    json_object_set_new(object, "message", json_safe_string(f->message));
    json_object_set_new(object, "record_id",
                        f->record_id ? json_safe_string(f->record_id) : json_null());
    if (f->member)
        json_object_set_new(object, "member", json_safe_string(f->member));
    char *dump = json_dumps(object, JSON_COMPACT);
    struct text line = {0};
    text_addf(&line, "%s%s", run->findings ? ",\n" : "{\"findings\":[\n", dump ? dump : "null");
    output_data(&run->cli->out, line.p, line.n, ESCAPE_JSON);
    text_free(&line);
    free(dump);
    json_decref(object);
}

static int32_t on_finding(const newsarc_finding *f, void *user)
{
    struct run *run = user;
    if (run->json)
        add_json(run, f);
    else
        add_row(run, f);
    run->findings++;
    return run->cli->out.failed ? 1 : 0;
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

static void note_failure(struct run *run, const char *path, newsarc_status status,
                         newsarc_error *err)
{
    run->failed++;
    if (err->code == NEWSARC_OK)
        error_set(err, status, path, "%s", newsarc_status_name(status));
    run->last = *err;
}

/* All paths in one check, since records of one may refer to those of another. */
static void verify(struct run *run, const char *const *paths, size_t count)
{
    newsarc_error err = {0};
    run->sum.struct_size = sizeof run->sum;
#if NEWSARC_HAS_CRAWL
    newsarc_status status =
        newsarc_collection_verify(paths, count, on_finding, run, &run->sum, &err);
#else
    newsarc_status status = newsarc_verify(paths, count, on_finding, run, &run->sum, &err);
#endif
    if (status != NEWSARC_OK && status != NEWSARC_E_INCOMPLETE && status != NEWSARC_E_STOPPED)
        note_failure(run, paths[0], status, &err);
}

/* Puts those that could be repaired, or need no repair, to the front. */
static size_t repair_all(struct run *run, const struct operands *paths, const char **good)
{
    size_t n = 0;
    for (size_t i = 0; i < paths->n; i++) {
        newsarc_error err = {0};
        newsarc_status status = run->repair ? repair(run, paths->v[i], &err) : NEWSARC_OK;
        if (status == NEWSARC_OK) {
            good[n++] = paths->v[i];
            continue;
        }
        note_failure(run, paths->v[i], status, &err);
        if (paths->n > 1)
            output_error(&run->cli->out, "repair", &err);
    }
    return n;
}

static json_t *summary_json(const struct run *run)
{
    return json_pack("{sIsIsIsIsIsIsI}", "files", (json_int_t)run->sum.files, "records",
                     (json_int_t)run->sum.records, "digests", (json_int_t)run->sum.digests, "bytes",
                     (json_int_t)run->sum.bytes, "errors", (json_int_t)run->sum.errors, "warnings",
                     (json_int_t)run->sum.warnings, "failed", (json_int_t)run->failed);
}

static void end_json(struct run *run)
{
    json_t *summary = summary_json(run);
    char *dump = json_dumps(summary, JSON_COMPACT);
    struct text end = {0};
    text_addf(&end, "%s],%s\n", run->findings ? "\n" : "{\"findings\":[", dump ? dump + 1 : "}");
    output_data(&run->cli->out, end.p, end.n, ESCAPE_JSON);
    text_free(&end);
    free(dump);
    json_decref(summary);
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
    if (run->json && (code != EXIT_FAILED || run->findings))
        end_json(run);
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
    struct run run = {.cli = cli, .json = values->format == 1, .repair = values->repair > 0};
    const char **good = cli_alloc(paths->n, sizeof *good);
    size_t n = repair_all(&run, paths, good);
    if (n)
        verify(&run, good, n);
    free(good);
    return finish(&run, paths->n);
}

const struct command command_verify = {
    .name = "verify",
    .arguments = "FILE|DIR...",
    .summary = "Checks structure and digests of WARC files, a collection or a WACZ package",
    .details = "Each finding is one line: FILE:OFFSET: error|warning: RULE: MESSAGE RECORD-ID.\n"
               "All that is named is checked together: records may refer to those in other files.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .run = run_verify,
};
