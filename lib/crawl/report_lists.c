/* Sections of the report: runs over time, and the lists of the site. See report.h. */
#include "crawl/report.h"

#include "core/alloc.h"
#include <stdio.h>

static void add(na_buf *b, const char *s)
{
    na_buf_add_cstr(b, s);
}

static void say(na_buf *b, const char *en, const char *zh)
{
    na_html_say(b, NA_SAY(en, zh));
}

/* ---- runs ---- */

static void run_rows(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("Run", "运行"),     NA_SAY("New", "新增"),
                           NA_SAY("Changed", "变更"), NA_SAY("Gone", "消失"),
                           NA_SAY("Answers", "响应"), NA_SAY("Failed", "失败"),
                           NA_SAY("Duration", "用时")};
    na_html_details(b);
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = r->run_count; i-- > 0;) {
        const na_report_run *run = &r->runs[i];
        add(b, "<tr><th scope=\"row\">");
        na_html_time(b, run->started);
        add(b, "</th>");
        na_html_cell(b, run->fresh);
        na_html_cell(b, run->changed);
        na_html_cell(b, run->gone);
        na_html_cell(b, run->pages);
        na_html_cell(b, run->failed);
        add(b, "<td class=\"n\">");
        na_html_ms(b, run->ms);
        add(b, "</td></tr>\n");
    }
    na_html_end_table(b);
    add(b, "</details>\n");
}

typedef struct run_columns {
    int64_t fresh[NA_REPORT_RUNS_MAX], changed[NA_REPORT_RUNS_MAX];
    int64_t pages[NA_REPORT_RUNS_MAX], failed[NA_REPORT_RUNS_MAX];
    char text[2][NA_REPORT_RUNS_MAX][64];
    const char *titles[2][NA_REPORT_RUNS_MAX];
} run_columns;

static void fill_columns(run_columns *c, const na_report *r)
{
    for (size_t i = 0; i < r->run_count; i++) {
        const na_report_run *run = &r->runs[i];
        na_buf day = NA_BUF(64);
        na_html_day(&day, run->started);
        const char *text = day.p ? day.p : "";
        c->fresh[i] = run->fresh, c->changed[i] = run->changed;
        c->pages[i] = run->pages, c->failed[i] = run->failed;
        snprintf(c->text[0][i], sizeof c->text[0][i], "%.10s: +%lld ~%lld", text,
                 (long long)run->fresh, (long long)run->changed);
        snprintf(c->text[1][i], sizeof c->text[1][i], "%.10s: %lld / %lld", text,
                 (long long)run->pages, (long long)run->failed);
        c->titles[0][i] = c->text[0][i], c->titles[1][i] = c->text[1][i];
        na_buf_free(&day);
    }
}

/* Keys of the colours, the plot, and what stands at its ends. */
static void add_run_plot(na_buf *b, const na_report *r, const na_bars *bars, na_say up, na_say down)
{
    add(b, "<p class=\"soft\"><span class=\"key\">");
    na_html_say(b, up);
    add(b, bars->failures ? "</span><span class=\"key k4\">" : "</span><span class=\"key k2\">");
    na_html_say(b, down);
    add(b, "</span></p>\n");
    na_plot_bars(b, bars);
    add(b, "<div class=\"axis\"><span>");
    na_html_day(b, r->runs[0].started);
    add(b, "</span><span>");
    say(b, "highest: ", "最高：");
    int64_t most = na_plot_most(bars->up, bars->n), other = na_plot_most(bars->down, bars->n);
    na_html_number(b, most > other ? most : other);
    add(b, "</span><span>");
    na_html_day(b, r->runs[r->run_count - 1].started);
    add(b, "</span></div>\n");
}

void na_report_runs(na_buf *b, const na_report *r)
{
    run_columns *c = na_calloc(1, sizeof *c);
    if (!c) {
        b->status = NEWSARC_E_NOMEM;
        return;
    }
    fill_columns(c, r);
    na_html_section(b, NA_SAY("Runs", "历次运行"),
                    NA_SAY("One bar a run, logarithmic scale: lines at 1, 10, 100, …",
                           "每次运行一条，对数刻度：横线为 1、10、100……"));
    const na_bars articles = {
        .up = c->fresh,
        .down = c->changed,
        .titles = c->titles[0],
        .n = r->run_count,
        .label = NA_SAY("New and changed articles of each run", "每次运行的新增与变更文章")};
    add_run_plot(b, r, &articles, NA_SAY("new articles", "新增文章"), NA_SAY("changed", "变更"));
    const na_bars answers = {
        .up = c->pages,
        .down = c->failed,
        .titles = c->titles[1],
        .n = r->run_count,
        .failures = true,
        .label = NA_SAY("Answers and failures of each run", "每次运行的响应与失败")};
    add_run_plot(b, r, &answers, NA_SAY("answers", "响应"), NA_SAY("failed", "失败"));
    run_rows(b, r);
    add(b, "</section>\n");
    na_free(c);
}

/* ---- lists ---- */

static void list_name(na_buf *b, const na_report_list *list)
{
    add(b, "<bdi>");
    if (list->name[0])
        na_html_text(b, list->name);
    else if (list->url[0])
        na_html_text(b, list->url);
    else
        say(b, "others", "其他");
    add(b, "</bdi>");
}

static int64_t sum_of(const int64_t *v, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i];
    return sum;
}

static void month_row(na_buf *b, const na_report *r, const na_report_list *list, int64_t most)
{
    const na_bars bars = {.up = list->fresh,
                          .down = list->changed,
                          .n = r->month_count,
                          .most = most,
                          .label = NA_SAY("new and changed by month", "每月新增与变更")};
    add(b, "<tr><th scope=\"row\">");
    list_name(b, list);
    add(b, "</th><td class=\"plot\">");
    na_plot_bars(b, &bars);
    add(b, "</td>");
    na_html_cell(b, sum_of(list->fresh, r->month_count));
    na_html_cell(b, sum_of(list->changed, r->month_count));
    add(b, "</tr>\n");
}

static void month_cells(na_buf *b, const na_report *r)
{
    na_html_details(b);
    add(b, "<div class=\"wide\"><table><thead><tr><th scope=\"col\"></th>");
    for (size_t m = 0; m < r->month_count; m++) {
        add(b, "<th scope=\"col\" class=\"n\">");
        na_html_month(b, r->first_month + (int64_t)m);
        add(b, "</th>");
    }
    add(b, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < r->list_count; i++) {
        add(b, "<tr><th scope=\"row\">");
        list_name(b, &r->lists[i]);
        add(b, "</th>");
        for (size_t m = 0; m < r->month_count; m++) {
            add(b, "<td class=\"n\">");
            na_html_number(b, r->lists[i].fresh[m]);
            if (r->lists[i].changed[m])
                na_buf_addf(b, " + %lld", (long long)r->lists[i].changed[m]);
            add(b, "</td>");
        }
        add(b, "</tr>\n");
    }
    na_html_end_table(b);
    add(b, "</details>\n");
}

void na_report_months(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("Category", "栏目"), NA_SAY("By month", "按月"),
                           NA_SAY("New", "新增"), NA_SAY("Changed", "变更")};
    int64_t most = 0;
    for (size_t i = 0; i < r->list_count; i++) {
        int64_t up = na_plot_most(r->lists[i].fresh, r->month_count);
        int64_t down = na_plot_most(r->lists[i].changed, r->month_count);
        most = up > most ? up : most;
        most = down > most ? down : most;
    }
    na_html_section(b, NA_SAY("New and changed articles", "新增与变更的文章"),
                    NA_SAY("By category and the month in which a run found them; all on one "
                           "logarithmic scale.",
                           "按栏目与发现月份统计，统一对数刻度。"));
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->list_count; i++)
        month_row(b, r, &r->lists[i], most);
    na_html_end_table(b);
    if (r->month_count) {
        add(b, "<div class=\"axis\"><span>");
        na_html_month(b, r->first_month);
        add(b, "</span><span>");
        na_html_month(b, r->first_month + (int64_t)r->month_count - 1);
        add(b, "</span></div>\n");
        month_cells(b, r);
    }
    add(b, "</section>\n");
}

void na_report_coverage(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("Category", "栏目"), NA_SAY("", ""), NA_SAY("Listed", "列出"),
                           NA_SAY("Archived", "已存档")};
    int64_t most = 0;
    for (size_t i = 0; i < r->list_count; i++)
        most = r->lists[i].listed > most ? r->lists[i].listed : most;
    na_html_section(b, NA_SAY("Coverage", "覆盖率"),
                    NA_SAY("What the site's lists name, and how much of it is in the archive.",
                           "网站列表列出的条目，以及其中已存档的部分。"));
    add(b, "<p class=\"soft\"><span class=\"key\">");
    say(b, "archived", "已存档");
    add(b, "</span><span class=\"key k3\">");
    say(b, "listed", "列出");
    add(b, "</span></p>\n");
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->list_count; i++) {
        const na_report_list *list = &r->lists[i];
        if (list->listed == 0)
            continue;
        add(b, "<tr><th scope=\"row\">");
        list_name(b, list);
        add(b, "</th><td class=\"plot\">");
        na_plot_share(b, list->archived, list->listed, most);
        add(b, "</td>");
        na_html_cell(b, list->listed);
        na_html_cell(b, list->archived);
        add(b, "</tr>\n");
    }
    na_html_end_table(b);
    add(b, "</section>\n");
}
