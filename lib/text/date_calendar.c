/* The Gregorian calendar, and dates as ISO 8601. Days are counted after H. Hinnant, "chrono-
 * compatible low-level date algorithms": years begin in March, 400 years have 146,097 days. */
#include "text/date_scan.h"

#include <stdio.h>

enum { FIRST_YEAR = 1990 };

int64_t na_date_days(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void na_date_from_days(int64_t days, na_date *date)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    *date = (na_date){.hour = -1, .minute = -1, .second = -1};
    date->day = (uint8_t)(day_of_year - (153 * month + 2) / 5 + 1);
    date->month = (uint8_t)(month < 10 ? month + 3 : month - 9);
    date->year = (int16_t)(year_of_era + era * 400 + (date->month <= 2));
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static int64_t day_of(int64_t seconds)
{
    return (seconds >= 0 ? seconds : seconds - 86399) / 86400;
}

bool na_date_allowed(int64_t now, int year, int month, int day)
{
    if (year < FIRST_YEAR || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month))
        return false;
    return na_date_days(year, month, day) <= day_of(now) + 1;
}

int na_date_latest_year(int64_t now, int month, int day)
{
    na_date today;
    na_date_from_days(day_of(now) + 1, &today);
    for (int back = 0; back < 8; back++) /* eight years hold a leap day */
        if (na_date_allowed(now, today.year - back, month, day))
            return today.year - back;
    return 0;
}

size_t na_date_format(const na_date *date, char out[40])
{
    int n = snprintf(out, 40, "%04d-%02d-%02d", date->year, date->month, date->day);
    if (date->hour >= 0) {
        n += snprintf(out + n, 40 - (size_t)n, "T%02d:%02d", date->hour,
                      date->minute < 0 ? 0 : date->minute);
        if (date->second >= 0)
            n += snprintf(out + n, 40 - (size_t)n, ":%02d", date->second);
        int offset = date->offset_minutes < 0 ? -date->offset_minutes : date->offset_minutes;
        if (date->has_offset)
            n += snprintf(out + n, 40 - (size_t)n, "%c%02d:%02d",
                          date->offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
    }
    return (size_t)n;
}

int64_t na_date_seconds(const na_date *date)
{
    int64_t seconds =
        na_date_days(date->year, date->month ? date->month : 1, date->day ? date->day : 1) * 86400;
    if (date->hour > 0)
        seconds += date->hour * INT64_C(3600);
    if (date->minute > 0)
        seconds += date->minute * INT64_C(60);
    if (date->second > 0)
        seconds += date->second;
    return seconds - (date->has_offset ? date->offset_minutes * INT64_C(60) : 0);
}

int na_date_compare_day(const na_date *a, const na_date *b)
{
    if (a->year != b->year)
        return a->year - b->year;
    return a->month != b->month ? a->month - b->month : a->day - b->day;
}
