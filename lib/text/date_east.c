/* Dates in Chinese numerals (二〇一五年九月一日, as documents are signed) and in the eras of Japan
 * and the Republic of China (令和5年9月1日, 民國104年9月1日). */
#include "text/date_scan.h"

/* A digit of a year that is written figure by figure; zero has many look-alikes. */
static int figure(na_str text, size_t *i)
{
    if (na_date_char(text, i, "〇○零ＯOoΟО0０"))
        return 0;
    return na_date_any_literal(text, i, "- 一 二 三 四 五 六 七 八 九");
}

/* 1 to 39: 九, 十二, 二十一, 廿一, or Arabic digits. */
static bool small_number(na_str text, size_t *i, int *value)
{
    static const char ones[] = "- 一 二 三 四 五 六 七 八 九";
    size_t at = na_date_white(text, *i);
    if (na_date_number(text, &at, 1, 2, value)) {
        *i = at;
        return true;
    }
    int tens = 0, unit = na_date_any_literal(text, &at, ones);
    if (na_date_literal(text, &at, "十"))
        tens = unit > 0 ? unit : 1;
    else if (unit < 0)
        tens = na_date_literal(text, &at, "廿") ? 2 : na_date_literal(text, &at, "卅") ? 3 : 0;
    if (tens)
        unit = na_date_any_literal(text, &at, ones);
    *value = tens * 10 + (unit > 0 ? unit : 0);
    *i = at;
    return *value > 0;
}

static bool era_year(na_str text, size_t *i, int *year)
{
    static const struct {
        const char *name;
        int before; /* the year before its first */
    } eras[] = {{"令和", 2018},     {"平成", 1988}, {"中華民國", 1911},
                {"中华民国", 1911}, {"民國", 1911}, {"民国", 1911}};
    for (size_t k = 0; k < sizeof eras / sizeof *eras; k++) {
        size_t at = *i;
        if (!na_date_literal(text, &at, eras[k].name))
            continue;
        size_t number = na_date_white(text, at);
        if (na_date_literal(text, &at, "元"))
            *year = 1;
        else if (na_date_number(text, &number, 3, 3, year))
            at = number;
        else if (!small_number(text, &at, year))
            return false;
        *year += eras[k].before;
        *i = at;
        return true;
    }
    return false;
}

static bool figured_year(na_str text, size_t *i, int *year)
{
    size_t at = *i;
    *year = 0;
    for (int k = 0; k < 4; k++) {
        int digit = figure(text, &at);
        if (digit < 0)
            return false;
        *year = *year * 10 + digit;
    }
    *i = at;
    return true;
}

static bool part(na_str text, size_t *i, int *value, const char *units)
{
    if (!small_number(text, i, value))
        return false;
    *i = na_date_white(text, *i);
    return na_date_any_literal(text, i, units) >= 0;
}

bool na_date_match_east(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t at = i;
    int year, month, day;
    if (!era_year(text, &at, &year) && !figured_year(text, &at, &year))
        return false;
    at = na_date_white(text, at);
    if (!na_date_literal(text, &at, "年") || !part(text, &at, &month, "月") ||
        !part(text, &at, &day, "日 号 號") || !na_date_allowed(now, year, month, day))
        return false;
    *out = (na_date_match){.begin = i, .end = at};
    out->date = (na_date){(int16_t)year, (uint8_t)month, (uint8_t)day, -1, -1, -1, false, 0};
    na_date_clock clock;
    if (na_date_clock_after(text, &out->end, &clock))
        na_date_set_clock(&out->date, &clock);
    return true;
}
