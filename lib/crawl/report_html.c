/* Text and numbers of the report. Numbers are written without the locale's help, so that the same
 * state gives the same bytes everywhere. See report.h. */
#include "crawl/report.h"

#include "core/error.h"
#include <stdio.h>
#include <time.h>

static na_str entity_of(char c)
{
    switch (c) {
    case '&': return NA_STR("&amp;");
    case '<': return NA_STR("&lt;");
    case '>': return NA_STR("&gt;");
    case '"': return NA_STR("&quot;");
    case '\'': return NA_STR("&#39;");
    default: return (na_str){NULL, 0};
    }
}

void na_html_text(na_buf *b, const char *s)
{
    for (; *s; s++) {
        na_str entity = entity_of(*s);
        if (entity.n)
            na_buf_add(b, entity);
        else
            na_buf_add_byte(b, *s);
    }
}

void na_html_say(na_buf *b, na_say say)
{
    na_buf_addf(b, "<span lang=\"en\">%s</span><span lang=\"zh-Hans\">%s</span>", say.en, say.zh);
}

void na_html_number(na_buf *b, int64_t n)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)n);
    for (int i = 0; i < length; i++) {
        if (i > (digits[0] == '-') && (length - i) % 3 == 0)
            na_buf_add_byte(b, ',');
        na_buf_add_byte(b, digits[i]);
    }
}

void na_html_bytes(na_buf *b, uint64_t n)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB", "PB"};
    size_t unit = 0;
    uint64_t tenths = n < UINT64_MAX / 10 ? n * 10 : n;
    while (tenths >= 10000 && unit + 1 < sizeof units / sizeof *units) {
        tenths = (tenths + 500) / 1000;
        unit++;
    }
    if (unit && tenths < 100)
        na_buf_addf(b, "%u.%u %s", (unsigned)(tenths / 10), (unsigned)(tenths % 10), units[unit]);
    else
        na_buf_addf(b, "%llu %s", (unsigned long long)(tenths + 5) / 10, units[unit]);
}

void na_html_ms(na_buf *b, int64_t ms)
{
    unsigned long long s = ms > 0 ? (unsigned long long)ms / 1000 : 0;
    if (s >= 3600)
        na_buf_addf(b, "%llu h %02llu min", s / 3600, s / 60 % 60);
    else if (s >= 60)
        na_buf_addf(b, "%llu min %02llu s", s / 60, s % 60);
    else if (s >= 1)
        na_buf_addf(b, "%llu.%llu s", s, (unsigned long long)ms / 100 % 10);
    else
        na_buf_addf(b, "%lld ms", ms > 0 ? (long long)ms : 0);
}

static struct tm utc_of(int64_t seconds)
{
    struct tm tm;
    time_t t = (time_t)seconds;
    gmtime_r(&t, &tm);
    return tm;
}

void na_html_day(na_buf *b, int64_t seconds)
{
    struct tm tm = utc_of(seconds);
    na_buf_addf(b, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

void na_html_time(na_buf *b, int64_t seconds)
{
    struct tm tm = utc_of(seconds);
    na_html_day(b, seconds);
    na_buf_addf(b, " %02d:%02d UTC", tm.tm_hour, tm.tm_min);
}

void na_html_month(na_buf *b, int64_t month)
{
    na_buf_addf(b, "%04d-%02d", (int)(month / 12), (int)(month % 12) + 1);
}

void na_html_url(na_buf *b, const char *url)
{
    na_str s = na_str_from(url);
    bool link =
        na_str_starts_nocase(s, NA_STR("http://")) || na_str_starts_nocase(s, NA_STR("https://"));
    if (link) {
        na_buf_add_cstr(b, "<a rel=\"noreferrer noopener nofollow\" href=\"");
        na_html_text(b, url);
        na_buf_add_cstr(b, "\">");
    }
    na_buf_add_cstr(b, "<bdi>");
    na_html_text(b, url);
    na_buf_add_cstr(b, link ? "</bdi></a>" : "</bdi>");
}

void na_html_head_row(na_buf *b, const na_say *cells, size_t n)
{
    na_buf_add_cstr(b, "<thead><tr>");
    for (size_t i = 0; i < n; i++) {
        na_buf_add_cstr(b, i ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        na_html_say(b, cells[i]);
        na_buf_add_cstr(b, "</th>");
    }
    na_buf_add_cstr(b, "</tr></thead>\n");
}

void na_html_cell(na_buf *b, int64_t n)
{
    na_buf_add_cstr(b, "<td class=\"n\">");
    na_html_number(b, n);
    na_buf_add_cstr(b, "</td>");
}

void na_html_section(na_buf *b, na_say title, na_say about)
{
    na_buf_add_cstr(b, "<section><h2>");
    na_html_say(b, title);
    na_buf_add_cstr(b, "</h2>\n<p class=\"soft\">");
    na_html_say(b, about);
    na_buf_add_cstr(b, "</p>\n");
}

void na_html_table(na_buf *b, const na_say *head, size_t n)
{
    na_buf_add_cstr(b, "<div class=\"wide\"><table>");
    na_html_head_row(b, head, n);
    na_buf_add_cstr(b, "<tbody>\n");
}

void na_html_end_table(na_buf *b)
{
    na_buf_add_cstr(b, "</tbody></table></div>\n");
}

/* The numbers behind a plot, folded up. */
void na_html_details(na_buf *b)
{
    na_buf_add_cstr(b, "<details><summary>");
    na_html_say(b, NA_SAY("As a table", "查看表格"));
    na_buf_add_cstr(b, "</summary>\n");
}
