/* The batch protocol: for programs that extract page after page without starting a process each.
 * Every line of input has exactly one line of output, in the same order; what fails, fails alone.
 */
#include "batch.h"

#include "page.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20 };

struct batch {
    struct cli *cli;
    uint64_t pages, failed;
};

struct line {
    struct text text;
    bool too_long;
};

/* Reads one line without its end; the rest of a line that is too long is read over. */
static bool read_line(FILE *f, struct line *line)
{
    int c;
    bool any = false;
    text_clear(&line->text);
    line->too_long = false;
    while ((c = getc_unlocked(f)) != EOF) {
        char byte = (char)c;
        any = true;
        if (c == '\n')
            break;
        if (line->text.n < LINE_MAX_BYTES)
            text_add(&line->text, &byte, 1);
        else
            line->too_long = true;
    }
    return any;
}

static bool is_blank(const struct line *line)
{
    return strspn(line->text.n ? line->text.p : "", " \t\r") == line->text.n;
}

static char *copy_string(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s && *s ? cli_copy(s) : NULL;
}

static struct page *failed_page(const char *id, const char *message)
{
    struct page *page = page_new("-");
    page->id = cli_copy(id);
    page->status = error_set(&page->error, NEWSARC_E_ARGUMENT, "standard input", "%s", message);
    return page;
}

static struct page *page_of_request(const json_t *request, uint64_t number)
{
    char message[64];
    const char *path = json_string_value(json_object_get(request, "path"));
    char *id = json_dumps(json_object_get(request, "id"), JSON_ENCODE_ANY | JSON_COMPACT);
    struct page *page;
    if (!path || !*path) {
        snprintf(message, sizeof message, "line %llu: \"path\" is missing",
                 (unsigned long long)number);
        page = failed_page(id ? id : "null", message);
    } else {
        page = page_new(path);
        page->id = cli_copy(id ? id : "null");
        page->url = copy_string(request, "url");
        page->content_type = copy_string(request, "content_type");
    }
    free(id);
    return page;
}

static struct page *page_of_line(const struct line *line, uint64_t number)
{
    json_error_t json_error;
    char message[JSON_ERROR_TEXT_LENGTH + 64];
    json_t *request = NULL;
    struct page *page;
    if (line->too_long)
        snprintf(message, sizeof message, "line %llu: longer than 1 MiB",
                 (unsigned long long)number);
    else if (!(request =
                   json_loadb(line->text.p ? line->text.p : "", line->text.n, 0, &json_error)))
        snprintf(message, sizeof message, "line %llu: not JSON: %s", (unsigned long long)number,
                 json_error.text);
    else if (!json_is_object(request))
        snprintf(message, sizeof message, "line %llu: not a JSON object",
                 (unsigned long long)number);
    else
        message[0] = 0;
    page = message[0] ? failed_page("null", message) : page_of_request(request, number);
    json_decref(request);
    return page;
}

static void add_failure(struct page *page)
{
    struct text message = {0}, safe = {0};
    error_text(&message, &page->error);
    text_add_escaped(&safe, message.p, message.n, ESCAPE_LINE);
    json_t *value = json_stringn(safe.p, safe.n);
    char *dump = json_dumps(value, JSON_ENCODE_ANY);
    text_clear(&page->text);
    text_addf(&page->text, "{\"id\":%s,\"error\":%s}\n", page->id, dump ? dump : "null");
    free(dump);
    json_decref(value);
    text_free(&message);
    text_free(&safe);
}

static void deliver(void *task, void *user)
{
    struct page *page = task;
    struct batch *batch = user;
    batch->pages++;
    if (page->status != NEWSARC_OK) {
        batch->failed++;
        add_failure(page);
    }
    page_report_rules(&batch->cli->out, page);
    output_data(&batch->cli->out, page->text.p, page->text.n, ESCAPE_JSON);
    page_free(page);
}

static int finish(struct batch *batch)
{
    struct text text = {0};
    page_counts(&text, batch->pages, batch->failed);
    int code = exit_of_counts(batch->pages, batch->failed, 0);
    json_t *fields =
        json_pack("{sIsI}", "pages", (json_int_t)batch->pages, "failed", (json_int_t)batch->failed);
    output_result(&batch->cli->out, code, batch->cli->out.verbosity > 0, text.p, fields);
    text_free(&text);
    return code;
}

static void submit(struct pool *pool, struct page *page, const struct page_options *how)
{
    page->how = how;
    pool_submit(pool, page, page_bytes(page));
}

int batch_run(struct cli *cli, size_t threads, const struct page_options *how)
{
    struct batch batch = {.cli = cli};
    struct pool_work work = page_work();
    work.deliver = deliver;
    work.user = &batch;
    struct pool *pool = pool_new(threads, &work);
    if (!pool)
        return output_result(&cli->out, EXIT_FAILED, true, "cannot start a thread", NULL);
    struct line line = {0};
    for (uint64_t number = 1; !cli->out.failed && read_line(stdin, &line); number++)
        if (!is_blank(&line))
            submit(pool, page_of_line(&line, number), how);
    pool_finish(pool);
    text_free(&line.text);
    if (ferror(stdin)) {
        char reason[128];
        output_message(&cli->out, LEVEL_ERROR, "batch", "standard input", "cannot read: %s",
                       strerror_r(errno, reason, sizeof reason));
        batch.failed += batch.failed == 0;
    }
    return finish(&batch);
}
