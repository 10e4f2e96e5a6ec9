/* Dates in any text: a match lies inside the text and moves forward, its date is one of the
 * calendar and in range, and what na_date_format writes is read back as the same date. */
#include "text/date.h"

#include <stdlib.h>

static const int64_t now = 1715342400;

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_date(const na_date *date)
{
    require(date->year >= 1990 && date->year <= 2024);
    require(date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31);
    require(date->hour < 24 && date->minute < 60 && date->second < 60);
    require((date->hour < 0) == (date->minute < 0));
    char text[40];
    na_date again;
    size_t n = na_date_format(date, text);
    require(n < sizeof text && na_date_parse((na_str){text, n}, now, &again));
    require(na_date_compare_day(date, &again) == 0 && again.hour == date->hour &&
            again.has_offset == date->has_offset);
    require(na_date_seconds(&again) == na_date_seconds(date));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    na_str text = {(const char *)data, size};
    na_date date;
    if (na_date_parse(text, now, &date))
        check_date(&date);
    if (na_date_from_url(text, now, &date))
        check_date(&date);
    na_date_match m;
    for (size_t from = 0; na_date_find_from(text, from, now, &m); from = m.end) {
        require(m.begin >= from && m.end > m.begin && m.end <= size);
        check_date(&m.date);
    }
    return 0;
}
