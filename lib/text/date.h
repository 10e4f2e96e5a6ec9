/* text/date.h: dates as pages write them: ISO 8601, RFC 822 and 850, asctime, numbers in any order,
 * names of months in some thirty languages, Chinese numerals, the eras of Japan, "3 hours ago".
 *
 * Numbers in doubt: day first (01/09/2015 is 1 September), unless only month first is a date or a
 * time with AM or PM follows; two-digit years are 15-09-01 with dashes and 01.09.15 else.
 * A bare pair as 09-01 counts at an end of the text, in brackets, or with a time behind it.
 * Year and month alone are no date. Offsets from UTC are given only where the text states them;
 * zone names that stand for several zones (CST) are not guessed. Days reckoned from now (昨天) are
 * those of China, Japan or Korea on texts in their languages, of UTC else; spans below a day give
 * the minute in UTC. */
#ifndef NA_TEXT_DATE_H
#define NA_TEXT_DATE_H

#include "core/arena.h"
#include "core/str.h"

typedef struct na_date {
    int16_t year;       /* 0: no date */
    uint8_t month, day; /* 1.. ; 0: not stated (only where na_date_find is told to allow it) */
    int8_t hour, minute, second; /* -1: not stated */
    bool has_offset;             /* the text states an offset from UTC */
    int16_t offset_minutes;
} na_date;

typedef struct na_date_match {
    na_date date;
    size_t begin,
        end;       /* bytes of the text that the date takes, from the first to behind the last */
    bool relative; /* 3小时前, yesterday: reckoned from `now` */
    bool no_year;  /* 09-01, 1 September: the latest year that is not after `now` */
} na_date_match;

/* Finds the first date in `text` (UTF-8). `now`: seconds since 1970 UTC, for relative dates, for
 * years that are missing and as the latest date allowed (one day of grace for time zones); dates
 * before 1990 are not taken. Returns false when there is none. A bare run of eight digits counts
 * only when it stands alone. */
bool na_date_find(na_str text, int64_t now, na_date_match *out);
/* The same, from byte `from` on: for walking over all dates of a text. */
bool na_date_find_from(na_str text, size_t from, int64_t now, na_date_match *out);
/* The whole of `text` (white space aside) is a date; for metas, <time datetime>, JSON-LD, headers.
 * Accepts in addition seconds or milliseconds since 1970. */
bool na_date_parse(na_str text, int64_t now, na_date *out);
/* Date in a URL's path: /201509/t20150901_12.html, /art/2015/9/1/, /2015/0901/c1a2/page.htm,
 * /2015-09/01/content_1.htm, /2015/09/01/. */
bool na_date_from_url(na_str url, int64_t now, na_date *out);

/* ISO 8601, as precise as the date is: "2015-09-01", "2015-09-01T10:22", "...T10:22:05+08:00".
 * `out` gets a NUL; returns the length. */
size_t na_date_format(const na_date *date, char out[40]);
/* Seconds since 1970, UTC where no offset is stated; missing parts count as their least value. */
int64_t na_date_seconds(const na_date *date);
/* Orders by day only: < 0, 0, > 0. */
int na_date_compare_day(const na_date *a, const na_date *b);

#endif
