/* The exposition format: https://prometheus.io/docs/instrumenting/exposition_formats/. The
 * collector may read at any moment, so the file is written beside its place and renamed; its name
 * until then does not end with .prom, which is what the collector looks for. */
#include "metrics.h"

#include "exit_code.h"
#include "options.h"
#include "whole_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SUCCESS_NAME "newsarc_last_success_timestamp_seconds"
#define OLD_MAX 65536

static void add_label(struct text *t, const char *value)
{
    struct text safe = {0};
    text_adds(&safe, "");
    text_add_escaped(&safe, value, strlen(value), ESCAPE_LINE);
    text_adds(t, "{collection=\"");
    for (size_t i = 0; i < safe.n; i++)
        text_addf(t, safe.p[i] == '\\' || safe.p[i] == '"' ? "\\%c" : "%c", safe.p[i]);
    text_adds(t, "\"}");
    text_free(&safe);
}

static void add_gauge(struct text *t, const char *name, const char *help, const char *label,
                      double value)
{
    text_addf(t, "# HELP %s %s\n# TYPE %s gauge\n%s%s ", name, help, name, name, label);
    if (value == (double)(long long)value)
        text_addf(t, "%lld\n", (long long)value);
    else
        text_addf(t, "%.3f\n", value);
}

/* The value that the old file has for a series, 0 when it has none. */
static uint64_t old_value(const char *path, const char *series)
{
    struct text old = {0};
    uint64_t value = 0;
    FILE *in = fopen(path, "rbe");
    if (!in)
        return 0;
    text_reserve(&old, OLD_MAX);
    old.n = fread(old.p, 1, OLD_MAX, in);
    old.p[old.n] = 0;
    fclose(in);
    for (char *line = old.p; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, series, strlen(series)) == 0 && line[strlen(series)] == ' ') {
            char *number = line + strlen(series) + 1;
            number[strcspn(number, "\n")] = 0;
            if (!option_number(number, &value))
                value = 0;
            break;
        }
    }
    text_free(&old);
    return value;
}

static void add_counts(struct text *t, const newsarc_crawl_summary *s, const char *label)
{
    const struct {
        const char *name, *help;
        double value;
    } counts[] = {
        {"newsarc_run_pages", "Responses archived by the last run.", (double)s->pages},
        {"newsarc_run_articles", "Articles read by the last run.", (double)s->articles},
        {"newsarc_run_new_articles", "Articles that the last run found for the first time.",
         (double)s->new_articles},
        {"newsarc_run_changed_articles", "Articles that had changed in the last run.",
         (double)s->changed_articles},
        {"newsarc_run_failed", "URLs, and categories asked for, that failed in the last run.",
         (double)s->failed},
        {"newsarc_run_skipped", "URLs left alone by the last run: robots.txt, scope, exclusion.",
         (double)s->skipped},
        {"newsarc_run_queued", "URLs left for the next run.", (double)s->queued},
        {"newsarc_run_received_bytes", "Bytes received by the last run.", (double)s->bytes},
        {"newsarc_run_duration_seconds", "Duration of the last run.", s->elapsed},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        add_gauge(t, counts[i].name, counts[i].help, label, counts[i].value);
}

static void add_metrics(struct text *t, const char *path, const struct outcome *o)
{
    struct text label = {0}, series = {0};
    int64_t ended = (int64_t)time(NULL);
    add_label(&label, o->directory ? o->directory : "");
    text_addf(&series, "%s%s", SUCCESS_NAME, label.p);
    double success = o->code == EXIT_COMPLETE ? (double)ended : (double)old_value(path, series.p);
    add_gauge(t, "newsarc_run_exit_code", "Exit code of the last run, see newsarc(1).", label.p,
              o->code);
    add_gauge(t, "newsarc_last_run_timestamp_seconds", "When the last run ended.", label.p,
              (double)ended);
    add_gauge(t, SUCCESS_NAME, "When a run last ended complete (exit code 0); 0: never.", label.p,
              success);
    add_counts(t, &o->sum, label.p);
    text_free(&label);
    text_free(&series);
}

bool metrics_write(const char *path, const struct outcome *outcome, struct text *error)
{
    struct text t = {0};
    add_metrics(&t, path, outcome);
    bool good = whole_file_write(path, &t, "the metrics file", error);
    text_free(&t);
    return good;
}
