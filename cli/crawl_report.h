/* crawl_report.h: what a crawl says while it runs and at its end. */
#ifndef CLI_CRAWL_REPORT_H
#define CLI_CRAWL_REPORT_H

#include "outcome.h"
#include "progress.h"

struct crawl_report {
    struct cli *cli;
    const char *directory;
    struct progress progress;
};

void crawl_report_begin(struct crawl_report *r, struct cli *cli, const char *directory);
/* Callbacks of the crawler; `user` is the report. */
void crawl_report_progress(const newsarc_crawl_progress *progress, void *user);
void crawl_report_log(newsarc_log_level level, const char *event, const char *url,
                      const char *message, void *user);
/* Ends the progress and says in *outcome how the crawl went. */
void crawl_report_end(struct crawl_report *r, newsarc_status status, const newsarc_error *err,
                      struct outcome *outcome);
/* The last line; returns the exit code. */
int crawl_report_last_line(struct cli *cli, const struct outcome *outcome);

#endif
