/* WARC-Date: the profile of ISO 8601 in the W3C note on dates. WARC 1.0 has only the form with
 * seconds; 1.1 allows less precision, and one to nine digits of a fraction. */
#include "archive/verify.h"

/* `shape` has d for a digit; what else stands in it must be there. */
static bool has_shape(na_str value, const char *shape)
{
    na_str want = na_str_from(shape);
    for (size_t i = 0; i < want.n; i++)
        if (i >= value.n || (want.p[i] == 'd' ? !na_is_digit(value.p[i]) : value.p[i] != want.p[i]))
            return false;
    return true;
}

static unsigned two(na_str value, size_t at)
{
    return at + 2 <= value.n ? (unsigned)na_str_number((na_str){value.p + at, 2}, NULL) : 0;
}

static unsigned month_days(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* The numbers are those of a real instant; leap seconds are. */
static bool in_range(na_str value)
{
    unsigned year = (unsigned)na_str_number(na_str_take(value, 4), NULL);
    unsigned month = two(value, 5), day = two(value, 8);
    if (value.n > 4 && (month < 1 || month > 12))
        return false;
    if (value.n > 7 && (day < 1 || day > month_days(year, month)))
        return false;
    return two(value, 11) < 24 && two(value, 14) < 60 && (value.n < 20 || two(value, 17) <= 60);
}

static bool is_fraction(na_str rest)
{
    size_t n = 1;
    while (n < rest.n && na_is_digit(rest.p[n]))
        n++;
    return rest.n >= 3 && rest.p[0] == '.' && n >= 2 && n <= 10 && n + 1 == rest.n &&
           rest.p[n] == 'Z';
}

bool na_verify_is_date(na_str value, bool fraction)
{
    static const char *const shapes[] = {"dddd", "dddd-dd", "dddd-dd-dd", "dddd-dd-ddTdd:ddZ"};
    if (value.n == 20)
        return has_shape(value, "dddd-dd-ddTdd:dd:ddZ") && in_range(value);
    if (!fraction)
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (value.n == strlen(shapes[i]))
            return has_shape(value, shapes[i]) && in_range(value);
    return has_shape(value, "dddd-dd-ddTdd:dd:dd") && is_fraction(na_str_skip(value, 19)) &&
           in_range(value);
}
