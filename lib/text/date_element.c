/* The elements of date patterns: numbers, separators, names, units, and what may stand between. */
#include "text/date_pattern.h"
#include "text/utf8.h"

static bool number(na_date_trial *m, unsigned least, unsigned most, int *value)
{
    return na_date_number(m->text, &m->i, least, most, value);
}

static bool year_element(na_date_trial *m, char element)
{
    if (element == 'Y')
        return number(m, 4, 4, &m->year);
    m->loose_year =
        !na_date_char(m->text, &m->i, "'’") && na_is_white(na_date_before(m->text, m->i));
    if (!number(m, 2, 2, &m->year))
        return false;
    na_date today;
    na_date_from_days(m->now / 86400 + 1, &today);
    m->year += m->year + 2000 <= today.year ? 2000 : 1900;
    size_t next = m->i;
    return !na_date_char(m->text, &next, ":：hH"); /* 1 Sep 15:22 */
}

/* The last two of a run of digits are the hour of the time that follows. */
static bool glued_day(na_date_trial *m)
{
    size_t n = 0, at = m->i;
    while (at + n < m->text.n && na_is_digit(m->text.p[at + n]))
        n++;
    size_t behind = at + n;
    if (n < 3 || n > 4 || na_date_any_literal(m->text, &behind, ": ： 时 時 点 點") < 0)
        return false;
    m->day = (int)na_str_number((na_str){m->text.p + at, n - 2}, NULL);
    m->i = at + n - 2;
    return true;
}

static bool day_and_year(na_date_trial *m)
{
    int value;
    if (!number(m, 6, 6, &value))
        return false;
    m->day = value / 10000;
    m->year = value % 10000;
    return true;
}

static bool separator(na_date_trial *m)
{
    size_t at = na_date_white(m->text, m->i);
    char c = na_date_separator(m->text, &at);
    if (c == 0 || (m->separator && c != m->separator))
        return false;
    m->separator = c;
    m->i = na_date_white(m->text, at);
    return true;
}

static bool month_name(na_date_trial *m)
{
    na_date_name_cache *c = m->cache;
    if (!c->filled || c->at != m->i)
        *c = (na_date_name_cache){m->i, na_date_month_at(m->text, m->i), true};
    m->name = c->month;
    m->month = m->name.month;
    m->i = m->name.end;
    return m->month != 0;
}

static bool marker(na_date_trial *m, const char *list)
{
    size_t at = na_date_white(m->text, m->i);
    if (na_date_any_literal(m->text, &at, list) < 0)
        return false;
    m->i = na_date_white(m->text, at);
    return true;
}

static void ordinal(na_date_trial *m)
{
    na_date_word word = na_date_word_at(m->text, m->i);
    if (na_date_word_in(&word, "st nd rd th er ere re eme go e a o"))
        m->i = word.end;
    na_date_char(m->text, &m->i, ".ºª°");
}

static void optional_words(na_date_trial *m)
{
    for (int steps = 0; steps < 2; steps++) {
        size_t at = na_date_white(m->text, m->i);
        na_date_word word = na_date_word_at(m->text, at);
        if (!na_date_word_in(&word, "de del of the di do da d nam m metu gada"))
            return;
        na_date_char(m->text, &word.end, "'’");
        m->i = na_date_white(m->text, word.end);
    }
}

static void optional_punctuation(na_date_trial *m)
{
    size_t at = na_date_white(m->text, m->i);
    na_date_char(m->text, &at, ",，،-‐–/.");
    m->i = na_date_white(m->text, at);
}

static bool end_of_date(na_date_trial *m)
{
    size_t at = m->i, length;
    if (na_date_digit(m->text, at, &length) >= 0 || na_date_char(m->text, &at, "%％"))
        return false;
    char c = na_date_separator(m->text, &at);
    if (c == 0 || na_date_digit(m->text, at, &length) < 0)
        return true;
    na_date_clock clock;
    return c == '-' && na_date_clock_at(m->text, &at, false, &clock);
}

static bool white(na_date_trial *m)
{
    size_t at = na_date_white(m->text, m->i);
    bool some = at > m->i;
    m->i = at;
    return some;
}

static bool clock_element(na_date_trial *m)
{
    m->has_clock = na_date_clock_after(m->text, &m->i, &m->clock);
    m->i = na_date_white(m->text, m->i);
    return m->has_clock;
}

static bool day_or_month(na_date_trial *m, int *value)
{
    size_t begin = m->i;
    bool found = number(m, 1, 2, value);
    m->one_digit = m->one_digit || m->i == begin + 1;
    return found;
}

bool na_date_element(na_date_trial *m, char e)
{
    switch (e) {
    case 'Y':
    case 'y': return year_element(m, e);
    case 'M': return number(m, 1, 2, &m->month);
    case 'm': return number(m, 2, 2, &m->month);
    case 'D': return number(m, 1, 2, &m->day);
    case 'd': return number(m, 2, 2, &m->day);
    case 'A': return day_or_month(m, &m->a);
    case 'B': return day_or_month(m, &m->b);
    case 'G': return glued_day(m);
    case 'J': return day_and_year(m);
    case 'N': return month_name(m);
    case '-': return separator(m);
    case 'n': return marker(m, "年 년");
    case 'g': return marker(m, "月 월");
    case 'r': return marker(m, "日 号 號 일");
    case 'R': marker(m, "日 号 號 일"); return true;
    case '_': return white(m);
    case ' ': white(m); return true;
    case 'q': optional_punctuation(m); return true;
    case 'f': optional_words(m); return true;
    case 'o': ordinal(m); return true;
    case 'T': return clock_element(m);
    default: return end_of_date(m);
    }
}
