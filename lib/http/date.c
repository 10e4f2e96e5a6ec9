/* HTTP dates, RFC 9110 section 5.6.7: IMF-fixdate, the form of RFC 850, and that of asctime. */
#include "http/message.h"

typedef struct moment {
    int year, month, day, hour, minute, second;
} moment;

static bool take_text(na_str *s, const char *text)
{
    na_str want = na_str_from(text);
    if (!na_str_starts_nocase(*s, want))
        return false;
    *s = na_str_skip(*s, want.n);
    return true;
}

/* A number of at most `digits` digits. */
static bool take_number(na_str *s, size_t digits, int *value)
{
    size_t used;
    uint64_t number = na_str_number(na_str_take(*s, digits), &used);
    *value = (int)number;
    *s = na_str_skip(*s, used);
    return used > 0;
}

/* Position (from 0) of the name that *s begins with in a list of names of three letters. */
static int take_name(na_str *s, const char *names)
{
    for (int i = 0; *names; i++, names += 3)
        if (na_str_starts_nocase(*s, (na_str){names, 3})) {
            *s = na_str_skip(*s, 3);
            return i;
        }
    return -1;
}

static bool take_month(na_str *s, int *month)
{
    *month = take_name(s, "JanFebMarAprMayJunJulAugSepOctNovDec") + 1;
    return *month > 0;
}

static bool take_time(na_str *s, moment *m)
{
    return take_number(s, 2, &m->hour) && take_text(s, ":") && take_number(s, 2, &m->minute) &&
           take_text(s, ":") && take_number(s, 2, &m->second);
}

/* "Nov  6 08:49:37 1994", behind the day's name; the day is padded with a space. */
static bool take_asctime(na_str *s, moment *m)
{
    return take_month(s, &m->month) && (take_text(s, "  ") || take_text(s, " ")) &&
           take_number(s, 2, &m->day) && take_text(s, " ") && take_time(s, m) &&
           take_text(s, " ") && take_number(s, 4, &m->year);
}

/* "06 Nov 1994 08:49:37 GMT" and "06-Nov-94 08:49:37 GMT". Two digits stand for 1970 to 2069. */
static bool take_day_first(na_str *s, moment *m)
{
    if (!take_number(s, 2, &m->day) || !(take_text(s, " ") || take_text(s, "-")) ||
        !take_month(s, &m->month) || !(take_text(s, " ") || take_text(s, "-")))
        return false;
    size_t before = s->n;
    if (!take_number(s, 4, &m->year))
        return false;
    if (before - s->n <= 2)
        m->year += m->year < 70 ? 2000 : 1900;
    return take_text(s, " ") && take_time(s, m) && (take_text(s, " GMT") || take_text(s, " UTC"));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool is_valid(const moment *m)
{
    return m->year >= 1 && m->day >= 1 && m->day <= days_in_month(m->year, m->month) &&
           m->hour < 24 && m->minute < 60 && m->second <= 60;
}

/* Days since 1970-01-01 in the Gregorian calendar; the year is taken to begin in March. */
static int64_t days_since_1970(const moment *m)
{
    int64_t year = m->month > 2 ? m->year : m->year - 1, month = (m->month + 9) % 12;
    int64_t leap_days = year / 4 - year / 100 + year / 400;
    return year * 365 + leap_days + (month * 153 + 2) / 5 + m->day - 1 - 719468;
}

bool na_http_date(na_str value, int64_t *seconds)
{
    moment m = {0};
    value = na_str_trim(value);
    if (take_name(&value, "MonTueWedThuFriSatSun") < 0)
        return false;
    while (value.n && na_is_alpha(value.p[0]))
        value = na_str_skip(value, 1);
    bool comma = take_text(&value, ",");
    if (!take_text(&value, " ") ||
        !(comma ? take_day_first(&value, &m) : take_asctime(&value, &m)) || value.n ||
        !is_valid(&m))
        return false;
    *seconds = days_since_1970(&m) * 86400 + (m.hour * 60L + m.minute) * 60 + m.second;
    return true;
}
