/* The page of the report: its sections from top to bottom. See report.h. */
#include "crawl/report.h"

#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "crawl/layout.h"
#include "crawl/report_style.h"
#include <newsarc/version.h>
#include <stdio.h>

#define REPORT_MAX ((size_t)8 << 20)

static void add(na_buf *b, const char *s)
{
    na_buf_add_cstr(b, s);
}

static void say(na_buf *b, const char *en, const char *zh)
{
    na_html_say(b, NA_SAY(en, zh));
}

/* ---- head ---- */

static void add_head(na_buf *b, const na_report *r, bool chinese)
{
    add(b, "<!DOCTYPE html>\n<html lang=\"");
    add(b, chinese ? "zh-Hans" : "en");
    add(b, "\"><head><meta charset=\"utf-8\">"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'unsafe-inline'\">"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
           "<meta name=\"color-scheme\" content=\"light dark\">"
           "<meta name=\"referrer\" content=\"no-referrer\">"
           "<meta name=\"generator\" content=\"newsarc " NEWSARC_VERSION "\"><title>");
    na_html_text(b, r->name);
    add(b, chinese ? " · 存档报告" : " · archive report");
    add(b, "</title><style>" NA_REPORT_STYLE "</style></head>\n<body>");
    add(b, "<input class=\"pick\" type=\"radio\" name=\"lang\" id=\"en\" aria-label=\"English\"");
    add(b, chinese ? ">" : " checked>");
    add(b, "<input class=\"pick\" type=\"radio\" name=\"lang\" id=\"zh\" aria-label=\"中文\"");
    add(b, chinese ? " checked>\n" : ">\n");
}

static void add_title(na_buf *b, const na_report *r)
{
    add(b, "<main><header><div><p class=\"soft\">");
    say(b, "News archive", "新闻存档");
    add(b, "</p><h1><bdi>");
    na_html_text(b, r->name[0] ? r->name : r->directory);
    add(b, "</bdi></h1><p class=\"soft\"><bdi>");
    na_html_text(b, r->directory);
    add(b, "</bdi>");
    if (r->run_count) {
        add(b, " · ");
        na_html_day(b, r->runs[0].started);
        add(b, " – ");
        na_html_day(b, r->runs[r->run_count - 1].started);
    }
    add(b, "</p></div><div class=\"lang\"><label for=\"en\">English</label>"
           "<label for=\"zh\">中文</label></div></header>\n");
}

static const na_report_run *last_run(const na_report *r)
{
    return r->run_count ? &r->runs[r->run_count - 1] : NULL;
}

static void begin_figure(na_buf *b)
{
    add(b, "<div class=\"figure\"><b>");
}

static void end_figure(na_buf *b, na_say label)
{
    add(b, "</b><span class=\"soft\">");
    na_html_say(b, label);
    add(b, "</span></div>");
}

static void number_figure(na_buf *b, int64_t n, na_say label)
{
    begin_figure(b);
    na_html_number(b, n);
    end_figure(b, label);
}

static void add_figures(na_buf *b, const na_report *r)
{
    const na_report_run *last = last_run(r);
    uint64_t bytes = 0;
    for (size_t i = 0; i < NA_REPORT_FILES; i++)
        bytes += r->files[i].bytes;
    add(b, "<div class=\"figures\">");
    number_figure(b, (int64_t)r->totals.articles, NA_SAY("articles", "篇文章"));
    number_figure(b, last ? last->fresh : 0, NA_SAY("new in the last run", "最近一次新增"));
    number_figure(b, last ? last->changed : 0, NA_SAY("changed in the last run", "最近一次变更"));
    number_figure(b, r->gone, NA_SAY("no longer on the site", "已从网站消失"));
    begin_figure(b);
    if (r->listed)
        na_buf_addf(b, "%d.%d %%", (int)(r->archived * 100 / r->listed),
                    (int)(r->archived * 1000 / r->listed % 10));
    else
        add(b, "–");
    end_figure(b, NA_SAY("of what lists name is archived", "列表条目已存档"));
    begin_figure(b);
    na_html_bytes(b, bytes);
    end_figure(b, NA_SAY("on disk", "占用磁盘"));
    add(b, "</div>\n");
}

static const struct {
    const char *result;
    na_say say;
    bool good;
} results[] = {
    {"ok", {"complete", "完整"}, true},
    {"incomplete", {"incomplete: some pages failed", "不完整：部分页面失败"}, false},
    {"stopped", {"stopped at a limit; the next run goes on", "达到限制而停止，下次继续"}, false},
    {"network", {"site or network down", "网站或网络不可用"}, false},
    {"blocked",
     {"too many errors: refused, or the layout changed", "错误过多：被拒绝或版式已变"},
     false},
    {"disk-full", {"disk full", "磁盘已满"}, false},
};

static void add_state(na_buf *b, const na_report *r)
{
    const na_report_run *run = last_run(r);
    size_t i = 0, n = sizeof results / sizeof *results;
    if (!run)
        return;
    while (i < n && strcmp(results[i].result, run->result) != 0)
        i++;
    na_say what = i < n ? results[i].say : NA_SAY("failed", "失败");
    if (run->ended == 0)
        what = NA_SAY("not ended: it is running, or was killed", "未结束：正在运行或被中断");
    na_buf_addf(b, "<div class=\"state%s\"><p>",
                i < n && results[i].good && run->ended ? "" : " bad");
    say(b, "Last run: ", "最近一次运行：");
    add(b, "<b>");
    na_html_say(b, what);
    add(b, "</b></p><p class=\"soft\">");
    na_html_time(b, run->started);
    add(b, " · ");
    na_html_ms(b, run->ms);
    add(b, " · ");
    na_html_number(b, run->pages);
    say(b, " answers · ", " 个响应 · ");
    na_html_number(b, run->failed);
    say(b, " failed", " 个失败");
    add(b, "</p></div>\n");
}

static void add_footer(na_buf *b, const na_report *r)
{
    const na_report_run *last = last_run(r);
    add(b, "<footer>");
    say(b, "State of ", "状态截至 ");
    na_html_time(b, last ? last->ended ? last->ended : last->started : 0);
    add(b, " · newsarc " NEWSARC_VERSION "</footer></main></body></html>\n");
}

void na_report_html(const na_report *r, const char *language, na_buf *out)
{
    static void (*const sections[])(na_buf *, const na_report *) = {
        add_title,         add_figures,        add_state,       na_report_runs,
        na_report_months,  na_report_coverage, na_report_years, na_report_codes,
        na_report_failing, na_report_slow,     na_report_sizes, add_footer};
    add_head(out, r, language && strcmp(language, "zh") == 0);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        sections[i](out, r);
}

newsarc_status na_report_write(na_store *store, const char *dir, const char *path,
                               const char *language, newsarc_error *err)
{
    na_report *r = NULL;
    na_buf html = NA_BUF(REPORT_MAX);
    newsarc_status status = na_report_load(store, dir, &r, err);
    if (status != NEWSARC_OK)
        return status;
    na_report_html(r, language, &html);
    status = html.status;
    if (status == NEWSARC_OK)
        status = na_file_write("crawl", path, na_buf_str(&html), err);
    na_buf_free(&html);
    na_free(r);
    return status == NEWSARC_OK
               ? status
               : na_error(err, status, "crawl", na_str_from(path), "cannot write the report");
}
