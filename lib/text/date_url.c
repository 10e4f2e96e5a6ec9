/* The date in a URL's path, as content management systems write it: /201509/t20150901_12.html,
 * /art/2015/9/1/art_1_2.html, /2015/0901/c1a2/page.htm, /2015-09/01/content_1.htm,
 * /15/0901/10/X.html, /news/29-10-2015. A path of year and month alone says no day. */
#include "text/date_scan.h"

enum { MOST_RUNS = 64 };

/* A run of digits in the path and what stands before and behind it. */
typedef struct run {
    na_str digits;
    char before, after;
} run;

static na_str path_of(na_str url)
{
    size_t authority = na_str_find(url, NA_STR("//"));
    if (authority != NA_NOT_FOUND) {
        url = na_str_skip(url, authority + 2);
        size_t slash = na_str_find_byte(url, '/');
        url = slash == NA_NOT_FOUND ? na_str_skip(url, url.n) : na_str_skip(url, slash);
    }
    url = na_str_take(url, na_str_find_byte(url, '?'));
    return na_str_take(url, na_str_find_byte(url, '#'));
}

static size_t split(na_str path, run runs[MOST_RUNS])
{
    size_t count = 0;
    for (size_t i = 0; i < path.n && count < MOST_RUNS;) {
        size_t n = 0;
        while (i + n < path.n && na_is_digit(path.p[i + n]))
            n++;
        if (n) {
            runs[count++] = (run){.digits = {path.p + i, n},
                                  .before = i ? path.p[i - 1] : '/',
                                  .after = i + n < path.n ? path.p[i + n] : '/'};
        }
        i += n ? n : 1;
    }
    return count;
}

static int value(na_str digits, size_t from, size_t n)
{
    return (int)na_str_number(na_str_take(na_str_skip(digits, from), n), NULL);
}

static bool is_joint(char c)
{
    return c == '/' || c == '-' || c == '_';
}

/* The run ends a part of the path. */
static bool ends(char c)
{
    return !na_is_alpha(c);
}

static bool joined(const run *a, const run *b)
{
    return a->digits.p + a->digits.n + 1 == b->digits.p && is_joint(a->after);
}

/* Shapes by the number of digits in up to three runs; 20150901 may carry a time. */
static bool read_runs(const run *r, size_t left, int parts[3])
{
    size_t n0 = r[0].digits.n;
    size_t n1 = left > 1 && joined(&r[0], &r[1]) ? r[1].digits.n : 0;
    size_t n2 = n1 && left > 2 && joined(&r[1], &r[2]) ? r[2].digits.n : 0;
    na_str a = r[0].digits, b = r[left > 1].digits, c = r[left > 2 ? 2 : 0].digits;
    if (n0 == 8 || n0 == 12 || n0 == 14) {
        parts[0] = value(a, 0, 4);
        parts[1] = value(a, 4, 2);
        parts[2] = value(a, 6, 2);
        return n0 == 8 || (value(a, 8, 2) < 24 && value(a, 10, 2) < 60);
    }
    if (n0 == 4 && n1 && n1 <= 2 && n2 && n2 <= 2 && ends(r[2].after)) {
        parts[0] = value(a, 0, 4);
        parts[1] = value(b, 0, 2);
        parts[2] = value(c, 0, 2);
        return true;
    }
    if (n0 == 2 && n1 == 2 && n2 == 4 && r[0].after == '-' && ends(r[2].after)) {
        parts[0] = value(c, 0, 4);
        parts[1] = value(b, 0, 2);
        parts[2] = value(a, 0, 2);
        return true;
    }
    if ((n0 == 4 || n0 == 2) && n1 == 4 && r[1].after == '/' && r[0].after == '/') {
        parts[0] = value(a, 0, n0) + (n0 == 2 ? 2000 : 0);
        parts[1] = value(b, 0, 2);
        parts[2] = value(b, 2, 2);
        return true;
    }
    if (n0 == 6 && n1 == 2 && ends(r[1].after)) {
        parts[0] = value(a, 0, 4);
        parts[1] = value(a, 4, 2);
        parts[2] = value(b, 0, 2);
        return true;
    }
    return false;
}

/* /2015/sep/01/ */
static bool named_month(na_str path, int64_t now, na_date *out)
{
    for (size_t i = 0; i + 10 < path.n; i++) {
        size_t at = i + 1;
        int year, day;
        if (path.p[i] != '/' || !na_date_number(path, &at, 4, 4, &year) || path.p[at] != '/')
            continue;
        na_date_month month = na_date_month_at(path, at + 1);
        at = month.end;
        if (month.month == 0 || !na_date_char(path, &at, "/") ||
            !na_date_number(path, &at, 1, 2, &day) || !na_date_allowed(now, year, month.month, day))
            continue;
        *out = (na_date){(int16_t)year, (uint8_t)month.month, (uint8_t)day, -1, -1, -1, false, 0};
        return true;
    }
    return false;
}

bool na_date_from_url(na_str url, int64_t now, na_date *out)
{
    na_str path = path_of(na_str_take(url, 2048));
    run runs[MOST_RUNS];
    size_t count = split(path, runs);
    for (size_t i = 0; i < count; i++) {
        int parts[3];
        if (!read_runs(&runs[i], count - i, parts) ||
            !na_date_allowed(now, parts[0], parts[1], parts[2]))
            continue;
        *out = (na_date){
            (int16_t)parts[0], (uint8_t)parts[1], (uint8_t)parts[2], -1, -1, -1, false, 0};
        return true;
    }
    return named_month(path, now, out);
}
