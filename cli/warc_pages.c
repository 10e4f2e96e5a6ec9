/* Only what the record and the HTTP head say decides whether a capture is a page; chunks and
 * codings are removed by the threads that extract (page.c), so that reading stays ahead of them.
 * Revisit records have no body and are passed over: their original is read where it stands. */
#include "warc_pages.h"

#include "input.h"
#include <errno.h>
#include <fcntl.h>
#include <newsarc/warc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_MAX = 4096, HTTP_HEAD_ROOM = 1 << 20 };

struct input_stream {
    int fd;
    const struct text *head; /* comes first */
    size_t head_used;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A date of ISO 8601, cut anywhere behind the year; a Z at the end is taken off. */
static bool is_date(const char *s)
{
    static const char shape[] = "0000-00-00T00:00:00";
    size_t n = strlen(s);
    if (n == 20 && s[19] == 'Z')
        n = 19;
    if (n != 4 && n != 7 && n != 10 && n != 13 && n != 16 && n != 19)
        return false;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == '0' ? !is_digit(s[i]) : s[i] != shape[i])
            return false;
    return true;
}

bool warc_filter_begin(struct warc_filter *f, struct text *error)
{
    char reason[128];
    const char *const dates[] = {f->since, f->until};
    for (size_t i = 0; i < 2; i++)
        if (dates[i] && !is_date(dates[i])) {
            text_addf(error, "\"%s\" is not a date: YYYY, YYYY-MM, YYYY-MM-DD or with THH:MM:SSZ",
                      dates[i]);
            return false;
        }
    if (!f->url_pattern)
        return true;
    int rc = regcomp(&f->pattern, f->url_pattern, REG_EXTENDED | REG_NOSUB);
    if (rc == 0)
        return true;
    regerror(rc, &f->pattern, reason, sizeof reason);
    text_addf(error, "--url-pattern \"%s\": %s", f->url_pattern, reason);
    f->url_pattern = NULL;
    return false;
}

void warc_filter_end(struct warc_filter *f)
{
    if (f->url_pattern)
        regfree(&f->pattern);
    f->url_pattern = NULL;
}

/* -1, 0, 1: a capture's date against a limit, to the limit's precision. */
static int compare_dates(const char *date, const char *limit)
{
    size_t n = strlen(limit);
    int order = strncmp(date, limit, n - (limit[n - 1] == 'Z'));
    return order < 0 ? -1 : order > 0;
}

static bool is_wanted(const struct warc_filter *f, const newsarc_warc_record *record)
{
    if ((f->since || f->until) && !record->date)
        return false;
    if (f->since && compare_dates(record->date, f->since) < 0)
        return false;
    if (f->until && compare_dates(record->date, f->until) > 0)
        return false;
    return !f->url_pattern || regexec(&f->pattern, record->target_uri, 0, NULL, 0) == 0;
}

static bool is_html(const char *type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml"};
    size_t n = strcspn(type, "; \t,");
    for (size_t i = 0; i < 2; i++)
        if (n == strlen(types[i]) && strncasecmp(type, types[i], n) == 0)
            return true;
    return false;
}

/* Value of the HTTP field when the record is a page; the caller frees it. */
static char *page_type(const newsarc_warc_record *record, const struct warc_filter *filter)
{
    char *type = NULL;
    if (!record->type || strcmp(record->type, "response") != 0 || !record->target_uri ||
        newsarc_http_status(record->block, record->block_length) != 200 ||
        newsarc_http_field(record->block, record->block_length, "Content-Type", &type) !=
            NEWSARC_OK ||
        (is_html(type) && is_wanted(filter, record)))
        return type;
    newsarc_free(type);
    return NULL;
}

static int64_t number(const char *s, size_t n)
{
    int64_t value = 0;
    for (size_t i = 0; i < n && is_digit(s[i]); i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

/* Seconds since 1970 of a WARC-Date; 0 when it is none with at least a day. Days are counted as in
 * the proleptic Gregorian calendar, years beginning in March. */
static int64_t time_of(const char *date)
{
    char full[] = "0000-00-00T00:00:00";
    size_t n = date ? strcspn(date, "Z.") : 0;
    if (n < 10)
        return 0;
    memcpy(full, date, n < sizeof full - 1 ? n : sizeof full - 1);
    if (!is_date(full))
        return 0;
    int64_t year = number(full, 4), month = number(full + 5, 2), day = number(full + 8, 2);
    year -= month <= 2;
    int64_t days = year * 365 + year / 4 - year / 100 + year / 400 +
                   (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1 - 719468;
    return days * 86400 + number(full + 11, 2) * 3600 + number(full + 14, 2) * 60 +
           number(full + 17, 2);
}

static struct page *new_page(const char *name, const newsarc_warc_record *record)
{
    struct text where = {0};
    text_addf(&where, "%s:%llu", strcmp(name, "-") == 0 ? "standard input" : name,
              (unsigned long long)record->offset);
    if (record->target_uri)
        text_addf(&where, ": %s", record->target_uri);
    struct page *page = page_new(where.p);
    page->url = record->target_uri ? cli_copy(record->target_uri) : NULL;
    page->record_id = record->record_id ? cli_copy(record->record_id) : NULL;
    page->fetch_time = time_of(record->date);
    text_free(&where);
    return page;
}

static struct page *good_page(const char *name, const newsarc_warc_record *record, char *type)
{
    struct page *page = new_page(name, record);
    page->content_type = cli_copy(type);
    newsarc_free(type);
    text_add(&page->message, record->block, record->block_length);
    return page;
}

static struct page *failed_page(const char *name, const newsarc_warc_record *record,
                                newsarc_status status, const newsarc_error *err)
{
    struct page *page = new_page(name, record);
    page->status = status;
    page->error = *err;
    snprintf(page->error.input, sizeof page->error.input, "%s", page->name);
    return page;
}

static void read_records(const struct warc_reading *reading, newsarc_warc_reader *r,
                         const char *name)
{
    newsarc_warc_record record = {.struct_size = sizeof record};
    for (bool more = true; more;) {
        newsarc_error err = {0};
        newsarc_status status = newsarc_warc_reader_next(r, &record, &err);
        struct page *page = NULL;
        if (status == NEWSARC_E_NOT_FOUND)
            return;
        char *type = status == NEWSARC_OK ? page_type(&record, &reading->filter) : NULL;
        if (type)
            page = good_page(name, &record, type);
        else if (status != NEWSARC_OK)
            page = failed_page(name, &record, status, &err);
        if (page) {
            page->done = newsarc_warc_reader_position(r);
            page->total = newsarc_warc_reader_size(r);
            more = reading->fn(page, reading->user) &&
                   (status == NEWSARC_OK || status == NEWSARC_E_FORMAT);
        }
    }
}

static int64_t read_input(void *user, void *out, size_t size)
{
    struct input_stream *in = user;
    size_t left = in->head->n - in->head_used;
    if (left) {
        size_t n = left < size ? left : size;
        memcpy(out, in->head->p + in->head_used, n);
        in->head_used += n;
        return (int64_t)n;
    }
    for (;;) {
        ssize_t got = read(in->fd, out, size);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

void warc_read_pages(struct warc_reading *reading, const char *name, const struct text *head)
{
    newsarc_error err = {0};
    newsarc_warc_options opts;
    newsarc_warc_reader *r = NULL;
    struct input_stream in = {STDIN_FILENO, head, 0};
    newsarc_warc_options_init(&opts, sizeof opts);
    opts.max_block_bytes = PAGE_MAX + HTTP_HEAD_ROOM;
    newsarc_status status =
        strcmp(name, "-") == 0
            ? newsarc_warc_reader_open_function(read_input, &in, "standard input", &opts, &r, &err)
            : newsarc_warc_reader_open(name, &opts, &r, &err);
    if (status == NEWSARC_OK) {
        read_records(reading, r, name);
        tolerances_add(&reading->tolerated, r);
    } else {
        newsarc_warc_record none = {0};
        reading->fn(failed_page(name, &none, status, &err), reading->user);
    }
    newsarc_warc_reader_free(r);
}

static void read_head(int fd, struct text *head)
{
    ssize_t got = 1;
    while (got > 0 && head->n < HEAD_MAX) {
        text_reserve(head, HEAD_MAX);
        got = read(fd, head->p + head->n, HEAD_MAX - head->n);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            head->n += (size_t)got;
    }
}

bool warc_begins(const char *name, struct text *head)
{
    struct stat st;
    bool standard_input = strcmp(name, "-") == 0;
    if (is_url(name))
        return false;
    if (!standard_input && (stat(name, &st) != 0 || !S_ISREG(st.st_mode)))
        return false; /* looking into a pipe would take the bytes away */
    int fd = standard_input ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    struct text own = {0};
    struct text *bytes = standard_input ? head : &own;
    read_head(fd, bytes);
    bool is = bytes->n && newsarc_warc_is_warc(bytes->p, bytes->n);
    text_free(&own);
    if (!standard_input)
        close(fd);
    return is;
}
