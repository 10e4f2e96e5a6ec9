/* Progress, log and summary of a crawl. */
#include "command.h"

#include "crawl_report.h"
#include "stop.h"
#include <string.h>

#define COUNT(n) ((unsigned long long)(n))

void crawl_report_begin(struct crawl_report *r, struct cli *cli, const char *directory)
{
    *r = (struct crawl_report){.cli = cli, .directory = directory};
    progress_begin(&r->progress, cli);
}

/* Pages a second so far, and how long what is queued takes at that rate: what is still to be found
 * nobody knows. */
static void add_rate(struct text *t, const newsarc_crawl_progress *p)
{
    enum { TELLING = 5 };
    if (p->pages < TELLING || p->elapsed <= 0)
        return;
    double rate = (double)p->pages / p->elapsed;
    text_addf(t, ", %.1f/s, ", rate);
    text_add_seconds(t, (double)p->queued / rate);
    text_adds(t, " left");
}

void crawl_report_progress(const newsarc_crawl_progress *p, void *user)
{
    struct crawl_report *r = user;
    struct text t = {0};
    if (!progress_due(&r->progress, p->elapsed))
        return;
    text_addf(&t, "%llu pages, %llu articles, %llu queued", COUNT(p->pages), COUNT(p->articles),
              COUNT(p->queued));
    if (p->failed)
        text_addf(&t, ", %llu failed", COUNT(p->failed));
    add_rate(&t, p);
    text_adds(&t, ", ");
    text_add_bytes(&t, p->bytes);
    if (p->host)
        text_addf(&t, ", %s %.1fs", p->host, (double)p->delay_ms / 1000);
    progress_show(&r->progress, p->elapsed, p->pages, p->pages + p->queued, t.p);
    text_free(&t);
}

/* Which URL and why: what a dry run is for, hence data. */
static void list_url(struct cli *cli, const char *url, const char *why)
{
    struct text line = {0};
    if (cli->out.before)
        cli->out.before(cli->out.before_user);
    text_add_escaped(&line, url, strlen(url), ESCAPE_LINE);
    text_addf(&line, "\t");
    text_add_escaped(&line, why, strlen(why), ESCAPE_LINE);
    text_adds(&line, "\n");
    output_data(&cli->out, line.p, line.n, ESCAPE_TEXT);
    text_free(&line);
}

void crawl_report_log(newsarc_log_level level, const char *event, const char *url,
                      const char *message, void *user)
{
    static const enum level levels[] = {LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG};
    struct crawl_report *r = user;
    if (event && url && message && strcmp(event, "would-fetch") == 0) {
        list_url(r->cli, url, message);
        return;
    }
    enum level shown = level >= 0 && level < 4 ? levels[level] : LEVEL_DEBUG;
    output_message(&r->cli->out, shown, event ? event : "crawl", url, "%s", message ? message : "");
}

static void add_counts(struct text *t, const newsarc_crawl_summary *sum)
{
    text_add_count(t, sum->pages, "page");
    text_addf(t, ", %llu failed, %llu new, %llu changed, ", COUNT(sum->failed),
              COUNT(sum->new_articles), COUNT(sum->changed_articles));
    text_add_bytes(t, sum->bytes);
    text_adds(t, ", ");
    text_add_seconds(t, sum->elapsed);
}

static json_t *fault_fields(const newsarc_crawl_summary *sum)
{
    json_t *faults = json_object();
    for (newsarc_fault i = 0; faults && i < NEWSARC_FAULT_COUNT; i++)
        if (sum->faults[i])
            json_object_set_new(faults, newsarc_fault_name(i),
                                json_integer((json_int_t)sum->faults[i]));
    return faults;
}

/* "faults: 2 cut short, 1 stalled": one line before the last, when there were any. */
static void tell_faults(struct cli *cli, const newsarc_crawl_summary *sum)
{
    struct text text = {0};
    for (newsarc_fault i = 0; i < NEWSARC_FAULT_COUNT; i++)
        if (sum->faults[i])
            text_addf(&text, "%s%llu %s", text.n ? ", " : "", COUNT(sum->faults[i]),
                      newsarc_fault_name(i));
    if (text.n)
        output_message(&cli->out, LEVEL_NOTICE, "faults", NULL, "faults: %s", text.p);
    text_free(&text);
}

static json_t *count_fields(const newsarc_crawl_summary *sum, const char *directory)
{
    json_t *fields =
        json_pack("{sIsIsIsIsIsIsIsIsf}", "pages", (json_int_t)sum->pages, "articles",
                  (json_int_t)sum->articles, "new", (json_int_t)sum->new_articles, "changed",
                  (json_int_t)sum->changed_articles, "failed", (json_int_t)sum->failed, "skipped",
                  (json_int_t)sum->skipped, "queued", (json_int_t)sum->queued, "bytes",
                  (json_int_t)sum->bytes, "elapsed", sum->elapsed);
    json_t *name = json_string(directory); /* NULL when the name is not UTF-8 */
    if (fields && name)
        json_object_set_new(fields, "directory", name);
    if (fields)
        json_object_set_new(fields, "faults", fault_fields(sum));
    return fields;
}

void crawl_report_end(struct crawl_report *r, newsarc_status status, const newsarc_error *err,
                      struct outcome *outcome)
{
    struct text *text = &outcome->text;
    progress_end(&r->progress);
    outcome->code = exit_of_status(status);
    if (status == NEWSARC_E_STOPPED && stop_signal())
        outcome->code = EXIT_SIGNAL + stop_signal();
    if (outcome->ran)
        add_counts(text, &outcome->sum);
    if (status != NEWSARC_OK && status != NEWSARC_E_INCOMPLETE) {
        text_adds(text, outcome->ran ? "; " : "");
        if (err->code == NEWSARC_OK || strcmp(err->input, r->directory) == 0)
            text_adds(text, err->message[0] ? err->message : newsarc_status_name(status));
        else
            error_text(text, err);
    }
    text_addf(text, " -> %s", r->directory);
}

int crawl_report_last_line(struct cli *cli, const struct outcome *outcome)
{
    json_t *fields = outcome->ran ? count_fields(&outcome->sum, outcome->directory) : NULL;
    const char *text = outcome->text.p ? outcome->text.p : "";
    if (outcome->ran)
        tell_faults(cli, &outcome->sum);
    return output_result(&cli->out, outcome->code, true, text, fields);
}
