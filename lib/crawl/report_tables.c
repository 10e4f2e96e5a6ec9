/* Sections of the report that are tables: years, status codes, URLs, sizes. See report.h. */
#include "crawl/report.h"

static void add(na_buf *b, const char *s)
{
    na_buf_add_cstr(b, s);
}

static void say(na_buf *b, const char *en, const char *zh)
{
    na_html_say(b, NA_SAY(en, zh));
}

/* ---- counts ---- */

static void count_row(na_buf *b, const na_report_count *c, int64_t most, bool with_last)
{
    na_plot_share(b, c->all, c->all, most);
    add(b, "</td>");
    na_html_cell(b, c->all);
    if (with_last)
        na_html_cell(b, c->last);
    add(b, "</tr>\n");
}

static int64_t most_of(const na_report_count *v, size_t n)
{
    int64_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = v[i].all > most ? v[i].all : most;
    return most;
}

void na_report_years(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("Year", "年份"), NA_SAY("", ""), NA_SAY("Articles", "文章")};
    int64_t most = most_of(r->years, r->year_count);
    na_html_section(b, NA_SAY("Years of publication", "发布年份"),
                    NA_SAY("By the date that the articles state.", "按文章所载日期统计。"));
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->year_count; i++) {
        add(b, "<tr><th scope=\"row\">");
        if (r->years[i].key > 0)
            na_buf_addf(b, "%lld", (long long)r->years[i].key);
        else
            say(b, "not stated", "未注明");
        add(b, "</th><td class=\"plot\">");
        count_row(b, &r->years[i], most, false);
    }
    na_html_end_table(b);
    add(b, "</section>\n");
}

void na_report_codes(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("Status", "状态码"), NA_SAY("", ""), NA_SAY("All runs", "全部"),
                           NA_SAY("Last run", "最近一次")};
    int64_t most = most_of(r->codes, r->code_count);
    na_html_section(
        b, NA_SAY("Answers by status code", "响应状态码"),
        NA_SAY("As the site answered, robots.txt included.", "网站的回应，包括 robots.txt。"));
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->code_count; i++) {
        add(b, "<tr><th scope=\"row\">");
        if (r->codes[i].key)
            na_buf_addf(b, "%lld", (long long)r->codes[i].key);
        else
            say(b, "no answer", "无响应");
        add(b, "</th><td class=\"plot\">");
        count_row(b, &r->codes[i], most, true);
    }
    na_html_end_table(b);
    add(b, "</section>\n");
}

/* ---- URLs ---- */

void na_report_failing(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("URL", "网址"), NA_SAY("Status", "状态码"),
                           NA_SAY("Tries", "次数")};
    na_html_section(
        b, NA_SAY("Failing", "失败的网址"),
        NA_SAY("Asked for in vain; the next run tries again.", "未能取得，下次运行会重试。"));
    if (r->failing_count == 0) {
        add(b, "<p>");
        say(b, "None.", "无。");
        add(b, "</p></section>\n");
        return;
    }
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->failing_count; i++) {
        add(b, "<tr><th scope=\"row\">");
        na_html_url(b, r->failing[i].url);
        add(b, "</th><td class=\"n\">");
        if (r->failing[i].number)
            na_buf_addf(b, "%lld", (long long)r->failing[i].number);
        else
            add(b, "–");
        add(b, "</td>");
        na_html_cell(b, r->failing[i].more);
        add(b, "</tr>\n");
    }
    na_html_end_table(b);
    if (r->totals.failed > r->failing_count) {
        add(b, "<p class=\"soft\">");
        na_html_number(b, (int64_t)(r->totals.failed - r->failing_count));
        say(b, " more", " 个未列出");
        add(b, "</p>");
    }
    add(b, "</section>\n");
}

void na_report_slow(na_buf *b, const na_report *r)
{
    const na_say head[] = {NA_SAY("URL", "网址"), NA_SAY("Time", "用时")};
    na_html_section(b, NA_SAY("Slowest", "最慢的网址"),
                    NA_SAY("Of the last run, from the request to the last byte.",
                           "最近一次运行中，从请求到最后一个字节。"));
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < r->slow_count; i++) {
        add(b, "<tr><th scope=\"row\">");
        na_html_url(b, r->slow[i].url);
        add(b, "</th><td class=\"n\">");
        na_html_ms(b, r->slow[i].number);
        add(b, "</td></tr>\n");
    }
    na_html_end_table(b);
    add(b, "</section>\n");
}

/* ---- sizes ---- */

void na_report_sizes(na_buf *b, const na_report *r)
{
    static const na_say names[NA_REPORT_FILES] = {{"WARC files", "WARC 文件"},
                                                  {"article archives", "文章包"},
                                                  {"indexes", "索引"},
                                                  {"page lists", "页面列表"},
                                                  {"logs", "日志"}};
    const na_say head[] = {NA_SAY("What", "内容"), NA_SAY("Files", "文件数"),
                           NA_SAY("Size", "大小")};
    na_html_section(b, NA_SAY("Sizes", "存储"),
                    NA_SAY("What the collection takes on disk.", "存档占用的磁盘空间。"));
    na_html_table(b, head, sizeof head / sizeof *head);
    for (size_t i = 0; i < NA_REPORT_FILES; i++) {
        if (r->files[i].files == 0)
            continue;
        add(b, "<tr><th scope=\"row\">");
        na_html_say(b, names[i]);
        add(b, "</th>");
        na_html_cell(b, (int64_t)r->files[i].files);
        add(b, "<td class=\"n\">");
        na_html_bytes(b, r->files[i].bytes);
        add(b, "</td></tr>\n");
    }
    na_html_end_table(b);
    add(b, "<p class=\"soft\">");
    say(b, "Answers that were archived before and not stored again: ",
        "此前已存档、未重复存储的响应：");
    na_html_number(b, r->revisits);
    say(b, "; that saved ", "；节省 ");
    na_html_bytes(b, (uint64_t)r->saved_bytes);
    add(b, ".</p></section>\n");
}
