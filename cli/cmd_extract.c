/* newsarc extract: the article of each page, as JSON, text or Markdown. A WARC file stands for the
 * pages that are in it. */
#include "batch.h"
#include "exit_code.h"
#include "input.h"
#include "page.h"
#include "profile_file.h"
#include "progress.h"
#include "rules_file.h"
#include "warc_pages.h"
#include <newsarc/article.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum format { FORMAT_DEFAULT = -1, FORMAT_JSON, FORMAT_JSONL, FORMAT_TEXT, FORMAT_MARKDOWN };

static const char *const formats[] = {"json", "jsonl", "text", "markdown", NULL};

struct extract_values {
    int format;
    const char *url;
    uint64_t threads;
    int batch, explain;
    const char *since, *until, *language, *url_pattern, *rules;
    const char *profile, *learn;
};

static const struct extract_values defaults = {.format = FORMAT_DEFAULT, .threads = 1};

static const struct option options[] = {
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct extract_values, format),
     .help = "json, jsonl, text or markdown (default: json for one page, jsonl for many)"},
    {.name = "url",
     .type = OPTION_TEXT,
     .value = "URL",
     .offset = offsetof(struct extract_values, url),
     .help = "address of a page that is read from a file"},
    {.name = "jobs",
     .letter = 'j',
     .type = OPTION_NUMBER,
     .value = "N",
     .least = 1,
     .most = 64,
     .offset = offsetof(struct extract_values, threads),
     .help = "threads; the output stays in the order of the input (default: 1)"},
    {.name = "batch",
     .type = OPTION_FLAG,
     .offset = offsetof(struct extract_values, batch),
     .help =
         "JSON lines {\"id\",\"path\",\"url\"?,\"content_type\"?} on stdin, one line out for each"},
    {.name = "explain",
     .type = OPTION_FLAG,
     .offset = offsetof(struct extract_values, explain),
     .help = "not the article but how it was found, as text or with --format=json"},
    {.name = "profile",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct extract_values, profile),
     .help = "leave out what repeats on the site's pages, by a profile that --learn made"},
    {.name = "learn",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct extract_values, learn),
     .help = "print nothing, but add the pages, all of one site, to the profile in FILE"},
    {.name = "rules",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = offsetof(struct extract_values, rules),
     .help = "selectors of sites (YAML) that go before what is found otherwise"},
    {.name = "since",
     .type = OPTION_TEXT,
     .value = "DATE",
     .offset = offsetof(struct extract_values, since),
     .help = "WARC: only what was captured then or later: 2015, 2015-09, 2015-09-01, ..."},
    {.name = "until",
     .type = OPTION_TEXT,
     .value = "DATE",
     .offset = offsetof(struct extract_values, until),
     .help = "WARC: only what was captured then or before"},
    {.name = "url-pattern",
     .type = OPTION_TEXT,
     .value = "REGEX",
     .offset = offsetof(struct extract_values, url_pattern),
     .help = "WARC: only URLs that match (POSIX extended)"},
    {.name = "lang",
     .type = OPTION_TEXT,
     .value = "LANGUAGE",
     .offset = offsetof(struct extract_values, language),
     .help = "only pages in this language: zh, en, ..."},
};

struct run {
    struct cli *cli;
    const struct extract_values *values;
    enum format format;
    struct page_options how;
    bool single; /* one page, not one of many */
    struct warc_reading warc;
    struct pool *pool; /* NULL: one thread, this one */
    struct pool_work work;
    void *state; /* of the one thread */
    struct progress progress;
    struct timespec begin;
    bool begun; /* something was written to stdout */
    uint64_t pages, failed, network;
    newsarc_error last;
};

/* What stands between two pages. */
static void write_separator(struct run *run)
{
    static const char *const first[] = {"[\n", "", "", ""};
    static const char *const between[] = {",\n", "", "\n", "\n---\n\n"};
    const char *s = run->begun ? between[run->format] : first[run->format];
    if (!run->single)
        output_data(&run->cli->out, s, strlen(s), ESCAPE_TEXT);
    run->begun = true;
}

static void write_page(struct run *run, struct page *page)
{
    bool json = run->format == FORMAT_JSON || run->format == FORMAT_JSONL;
    write_separator(run);
    if (run->format == FORMAT_JSON && !run->single)
        page->text.n -= page->text.n > 0; /* the line end comes with the comma or bracket */
    output_data(&run->cli->out, page->text.p, page->text.n, json ? ESCAPE_JSON : ESCAPE_TEXT);
}

static void show_progress(struct run *run, const struct page *page)
{
    struct timespec now;
    struct text text = {0};
    if (!page->done)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double elapsed =
        (double)(now.tv_sec - run->begin.tv_sec) + (double)(now.tv_nsec - run->begin.tv_nsec) / 1e9;
    if (!progress_due(&run->progress, elapsed))
        return;
    text_add_count(&text, run->pages, "page");
    text_adds(&text, ", ");
    text_add_bytes(&text, page->done);
    if (page->total) {
        text_adds(&text, " of ");
        text_add_bytes(&text, page->total);
    }
    progress_show(&run->progress, elapsed, page->done, page->total, text.p);
    text_free(&text);
}

static void deliver(void *task, void *user)
{
    struct page *page = task;
    struct run *run = user;
    show_progress(run, page);
    if (page->unwanted) {
        page_free(page);
        return;
    }
    run->pages++;
    page_report_rules(&run->cli->out, page);
    if (page->status == NEWSARC_OK) {
        if (!run->how.learner)
            write_page(run, page);
    } else {
        run->failed++;
        run->network += page->status == NEWSARC_E_NETWORK;
        if (!run->single)
            output_error(&run->cli->out, "extract", &page->error);
        run->last = page->error;
    }
    page_free(page);
}

/* The name of the input as JSON, the page's id when there are many. */
static char *id_of(const char *name)
{
    struct text safe = {0};
    text_add_escaped(&safe, name, strlen(name), ESCAPE_LINE);
    json_t *value = json_stringn(safe.p, safe.n);
    char *dump = json_dumps(value, JSON_ENCODE_ANY);
    json_decref(value);
    text_free(&safe);
    return dump;
}

/* Says how the page is to be written, and has it done. */
static bool submit(struct page *page, void *user)
{
    static const newsarc_rendering renderings[] = {NEWSARC_RENDER_JSON, NEWSARC_RENDER_JSON,
                                                   NEWSARC_RENDER_TEXT, NEWSARC_RENDER_MARKDOWN};
    struct run *run = user;
    bool json = run->format == FORMAT_JSON || run->format == FORMAT_JSONL;
    page->rendering = renderings[run->format];
    page->how = &run->how;
    page->language = run->values->language;
    if (run->single && run->format == FORMAT_JSON)
        page->rendering = NEWSARC_RENDER_JSON_PRETTY;
    if (json && !run->single)
        page->id = id_of(page->record_id ? page->record_id : page->name);
    if (run->pool) {
        pool_submit(run->pool, page, page_bytes(page));
    } else {
        run->work.work(run->state, page);
        deliver(page, run);
    }
    return !run->cli->out.failed;
}

static void submit_input(struct run *run, const char *name, bool is_warc, struct text *head)
{
    if (is_warc) {
        warc_read_pages(&run->warc, name, head);
        text_free(head);
        return;
    }
    struct page *page = page_new(name);
    page->url = run->values->url ? cli_copy(run->values->url) : NULL;
    page->head = *head;
    submit(page, run);
}

static int finish(struct run *run)
{
    struct output *out = &run->cli->out;
    struct text text = {0};
    int code = exit_of_counts(run->pages, run->failed, run->network);
    if (run->format == FORMAT_JSON && !run->single && run->begun)
        output_data(out, "\n]\n", 3, ESCAPE_TEXT);
    if (run->single && run->failed)
        error_text(&text, &run->last);
    else
        page_counts(&text, run->pages, run->failed);
    if (run->how.learner && run->pages > run->failed)
        text_addf(&text, ", %zu articles, %zu repeated blocks -> %s",
                  newsarc_site_profile_page_count(run->how.learner),
                  newsarc_site_profile_block_count(run->how.learner), run->values->learn);
    tolerances_text(&text, &run->warc.tolerated);
    json_t *fields =
        json_pack("{sIsIso}", "pages", (json_int_t)run->pages, "failed", (json_int_t)run->failed,
                  "tolerated", tolerances_json(&run->warc.tolerated));
    output_result(out, code, out->verbosity > 0, text.p, fields);
    text_free(&text);
    return code;
}

static bool begin(struct run *run)
{
    run->work = page_work();
    run->work.deliver = deliver;
    run->work.user = run;
    if (run->values->threads > 1)
        run->pool = pool_new((size_t)run->values->threads, &run->work);
    else
        run->state = run->work.begin(NULL);
    clock_gettime(CLOCK_MONOTONIC, &run->begin);
    progress_begin(&run->progress, run->cli);
    return run->pool || run->state;
}

static void end(struct run *run)
{
    if (run->pool)
        pool_finish(run->pool);
    else
        run->work.end(run->state);
    progress_end(&run->progress);
}

static int extract_all(struct run *run, const struct operands *names)
{
    struct text head = {0};
    const struct extract_values *values = run->values;
    bool is_warc = warc_begins(names->v[0], &head);
    run->single = names->n == 1 && !is_warc;
    run->format = values->format != FORMAT_DEFAULT ? (enum format)values->format
                  : values->explain                ? FORMAT_TEXT
                  : run->single                    ? FORMAT_JSON
                                                   : FORMAT_JSONL;
    if (!begin(run))
        return output_result(&run->cli->out, EXIT_FAILED, true, "cannot start a thread", NULL);
    for (size_t i = 0; i < names->n && !run->cli->out.failed; i++) {
        if (i) {
            head = (struct text){0};
            is_warc = warc_begins(names->v[i], &head);
        }
        submit_input(run, names->v[i], is_warc, &head);
    }
    end(run);
    return finish(run);
}

/* What --profile and --learn name. */
static bool read_profiles(const struct extract_values *values, struct page_options *how,
                          newsarc_site_profile **profile, struct text *error)
{
    if (!values->profile && !values->learn)
        return true;
    *profile = profile_file_read(values->learn ? values->learn : values->profile,
                                 values->learn != NULL, error);
    how->learner = values->learn ? *profile : NULL;
    how->profile = values->learn ? NULL : *profile;
    return *profile != NULL;
}

/* Keeps what was learned; nothing is written when no page could be read. */
static int keep_learned(struct run *run, int code)
{
    struct text error = {0};
    if (!run->how.learner || run->pages == run->failed ||
        profile_file_write(run->values->learn, run->how.learner, &error))
        return code;
    code = output_result(&run->cli->out, EXIT_FAILED, false, error.p, NULL);
    text_free(&error);
    return code;
}

static int extract_inputs(struct cli *cli, const struct extract_values *values,
                          const struct operands *names, const struct page_options *how)
{
    struct text error = {0};
    struct run run = {.cli = cli, .values = values, .how = *how};
    run.warc = (struct warc_reading){
        {.since = values->since, .until = values->until, .url_pattern = values->url_pattern},
        .fn = submit,
        .user = &run};
    int code = warc_filter_begin(&run.warc.filter, &error)
                   ? keep_learned(&run, extract_all(&run, names))
                   : output_usage(&cli->out, "extract: %s", error.p);
    warc_filter_end(&run.warc.filter);
    text_free(&error);
    return code;
}

/* Options that do not go together; NULL: all do. */
static const char *find_conflict(const struct extract_values *values, const struct operands *names)
{
    if (values->explain && values->format == FORMAT_MARKDOWN)
        return "--explain gives text or JSON, no Markdown";
    if (values->learn && (values->profile || values->batch || values->explain || values->language ||
                          values->format != FORMAT_DEFAULT || values->threads > 1))
        return "--learn prints nothing and takes one thread: it goes without --profile, --batch, "
               "--explain, --lang, --format, -j";
    if (values->batch)
        return names->n || values->url || values->format != FORMAT_DEFAULT
                   ? "--batch goes without inputs, --url, --format"
                   : NULL;
    if (values->url && names->n > 1)
        return "--url goes with one input only";
    if (names->n == 0 && isatty(STDIN_FILENO))
        return "name a file, a URL or - for standard input";
    return NULL;
}

static int run_extract(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct extract_values *values = v;
    const char *dash = "-", *conflict = find_conflict(values, operands);
    const struct operands input = {&dash, 1};
    struct page_options how = {.explain = values->explain > 0};
    struct text error = {0};
    newsarc_site_profile *profile = NULL;
    newsarc_rules *rules = NULL;
    int code;
    if (conflict)
        return output_usage(&cli->out, "extract: %s", conflict);
    bool good = read_profiles(values, &how, &profile, &error) &&
                (!values->rules || rules_file_read(values->rules, &rules, NULL, &error));
    how.rules = rules;
    if (!good)
        code = output_result(&cli->out, EXIT_CONFIG, false, error.p, NULL);
    else if (values->batch)
        code = batch_run(cli, (size_t)values->threads, &how);
    else
        code = extract_inputs(cli, values, operands->n ? operands : &input, &how);
    newsarc_site_profile_free(profile);
    newsarc_rules_free(rules);
    text_free(&error);
    return code;
}

const struct command command_extract = {
    .name = "extract",
    .arguments = "[FILE|URL|-]...",
    .summary = "Prints title, date, source, authors and body of news pages",
    .details =
        "Without an argument the page is read from standard input. A WARC or ARC file, told by "
        "its\nfirst bytes, stands for its HTML responses with status 200.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .run = run_extract,
};
