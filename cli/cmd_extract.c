/* newsarc extract: the article of each page, as JSON, text or Markdown. */
#include "batch.h"
#include "input.h"
#include "page.h"
#include <newsarc/article.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum format { FORMAT_DEFAULT = -1, FORMAT_JSON, FORMAT_JSONL, FORMAT_TEXT, FORMAT_MARKDOWN };

static const char *const formats[] = {"json", "jsonl", "text", "markdown", NULL};

struct extract_values {
    int format;
    const char *url;
    uint64_t threads;
    int batch;
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
};

struct run {
    struct cli *cli;
    enum format format;
    bool single;
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

static void deliver(void *task, void *user)
{
    struct page *page = task;
    struct run *run = user;
    run->pages++;
    if (page->status == NEWSARC_OK) {
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

static struct page *new_page(const struct run *run, const struct extract_values *values,
                             const char *name)
{
    static const newsarc_rendering renderings[] = {NEWSARC_RENDER_JSON, NEWSARC_RENDER_JSON,
                                                   NEWSARC_RENDER_TEXT, NEWSARC_RENDER_MARKDOWN};
    struct page *page = page_new(name);
    bool json = run->format == FORMAT_JSON || run->format == FORMAT_JSONL;
    page->url = values->url ? cli_copy(values->url) : NULL;
    page->rendering = renderings[run->format];
    if (run->single && run->format == FORMAT_JSON)
        page->rendering = NEWSARC_RENDER_JSON_PRETTY;
    if (json && !run->single)
        page->id = id_of(name);
    return page;
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
    json_t *fields =
        json_pack("{sIsI}", "pages", (json_int_t)run->pages, "failed", (json_int_t)run->failed);
    output_result(out, code, out->verbosity > 0, text.p, fields);
    text_free(&text);
    return code;
}

static int extract_all(struct cli *cli, const struct extract_values *values,
                       const struct operands *names)
{
    struct run run = {.cli = cli, .single = names->n == 1};
    run.format = values->format != FORMAT_DEFAULT ? (enum format)values->format
                 : run.single                     ? FORMAT_JSON
                                                  : FORMAT_JSONL;
    struct pool_work work = page_work();
    work.deliver = deliver;
    work.user = &run;
    struct pool *pool = pool_new((size_t)values->threads, &work);
    if (!pool)
        return output_result(&cli->out, EXIT_FAILED, true, "cannot start a thread", NULL);
    for (size_t i = 0; i < names->n && !cli->out.failed; i++)
        pool_submit(pool, new_page(&run, values, names->v[i]));
    pool_finish(pool);
    return finish(&run);
}

static int run_extract(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct extract_values *values = v;
    const char *dash = "-";
    struct operands input = {&dash, 1};
    if (values->batch) {
        if (operands->n || values->url || values->format != FORMAT_DEFAULT)
            return output_usage(&cli->out, "extract: --batch goes without inputs, --url, --format");
        return batch_run(cli, (size_t)values->threads);
    }
    if (values->url && operands->n > 1)
        return output_usage(&cli->out, "extract: --url goes with one input only");
    if (operands->n == 0 && isatty(STDIN_FILENO))
        return output_usage(&cli->out, "extract: name a file, a URL or - for standard input");
    return extract_all(cli, values, operands->n ? operands : &input);
}

const struct command command_extract = {
    .name = "extract",
    .arguments = "[FILE|URL|-]...",
    .summary = "Prints title, date, source, authors and body of news pages",
    .details = "Without an argument the page is read from standard input.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .run = run_extract,
};
