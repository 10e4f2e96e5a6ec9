/* Dates by patterns, first match wins. A pattern is a string of elements:
 *   Y y   year of four digits, of two          M m   month, one or two digits, exactly two
 *   D d   day, one or two digits, exactly two  G     day glued to an hour: 29|11:30
 *   A B   day and month in either order        J     day glued to a year: 01|2015
 *   N     month's name                         -     separator - / . (the same each time)
 *   n g   年, 月 and their like                r R   日 and its like, the second may be missing
 *   _ ' ' white space, the second may be missing
 *   q     optional comma, dash, slash or dot   f     optional "of", "de"
 *   o     optional ordinal: st, er, º, dot     T     time of day
 *   $     end: no digit and no further part
 * What a reader takes for a version, an address or a telephone number is refused by the ends:
 * parts before or behind (10.1.2015.7), letters before a day, prices. */
#include "text/date_scan.h"
#include "text/utf8.h"

enum {
    YEARLESS = 1, /* the year is reckoned */
    ALONE = 2,    /* white space, brackets or the text's ends on both sides */
    EDGE = 4,     /* moreover at an end of the text, bracketed, or with a time behind it */
    SHORT = 8,    /* year of two digits behind: written so that it is no plain number */
    GLUED = 16,   /* letters may touch from the left: Published2015-09-01 */
    NAMED = 32,   /* yearless by name: the name must be certain */
    DASHED = 64   /* separated by - */
};

static const struct {
    const char *elements;
    int flags;
} patterns[] = {
    {"Y-M-D$", GLUED},
    {"Y-M-G", GLUED},
    {"YnMgDR", GLUED},
    {"YnMgG", GLUED},
    {"Yn m-d$", 0},
    {"YqNqDo$", 0},
    {"Y_m-d$", 0},
    {"A-B-Y$", 0},
    {"d_Y-m$", 0},
    {"d_YnMg", 0},
    {"d_m-Y$", 0},
    {"J-m$", 0},
    {"m-d_Y$", 0},
    {"DoqfNqfY", 0},
    {"DoqfNqy$", SHORT},
    {"NqDoqY", 0},
    {"NqDoTY", 0},
    {"y-m-d$", ALONE | DASHED},
    {"A-B-y$", SHORT | ALONE},
    {"y-m-d$", ALONE},
    {"MgDRqY", 0},
    {"MgDr", YEARLESS},
    {"DoqfN", YEARLESS | NAMED},
    {"NqDo", YEARLESS | NAMED},
    {"m-d$", YEARLESS | EDGE},
};

/* The month's name that several patterns ask for at the same place. */
typedef struct name_cache {
    size_t at;
    na_date_month month;
    bool filled;
} name_cache;

typedef struct match {
    na_str text;
    name_cache *cache;
    int64_t now;
    size_t i;
    int year, month, day;
    int a, b; /* ambiguous parts, in the order of the text */
    char separator;
    bool has_clock;
    bool one_digit;  /* a or b */
    bool loose_year; /* nothing but white space before the year's two digits */
    na_date_month name;
    na_date_clock clock;
} match;

static bool number(match *m, unsigned least, unsigned most, int *value)
{
    return na_date_number(m->text, &m->i, least, most, value);
}

static bool year_element(match *m, char element)
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
static bool glued_day(match *m)
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

static bool day_and_year(match *m)
{
    int value;
    if (!number(m, 6, 6, &value))
        return false;
    m->day = value / 10000;
    m->year = value % 10000;
    return true;
}

static bool separator(match *m)
{
    size_t at = na_date_white(m->text, m->i);
    char c = na_date_separator(m->text, &at);
    if (c == 0 || (m->separator && c != m->separator))
        return false;
    m->separator = c;
    m->i = na_date_white(m->text, at);
    return true;
}

static bool month_name(match *m)
{
    name_cache *c = m->cache;
    if (!c->filled || c->at != m->i)
        *c = (name_cache){m->i, na_date_month_at(m->text, m->i), true};
    m->name = c->month;
    m->month = m->name.month;
    m->i = m->name.end;
    return m->month != 0;
}

static bool marker(match *m, const char *list)
{
    size_t at = na_date_white(m->text, m->i);
    if (na_date_any_literal(m->text, &at, list) < 0)
        return false;
    m->i = na_date_white(m->text, at);
    return true;
}

static void ordinal(match *m)
{
    na_date_word word = na_date_word_at(m->text, m->i);
    if (na_date_word_in(&word, "st nd rd th er ere re eme go e a o"))
        m->i = word.end;
    na_date_char(m->text, &m->i, ".ºª°");
}

static void optional_words(match *m)
{
    for (int steps = 0; steps < 2; steps++) {
        size_t at = na_date_white(m->text, m->i);
        na_date_word word = na_date_word_at(m->text, at);
        if (!na_date_word_in(&word, "de del of the di do da d nam"))
            return;
        na_date_char(m->text, &word.end, "'’");
        m->i = na_date_white(m->text, word.end);
    }
}

static void optional_punctuation(match *m)
{
    size_t at = na_date_white(m->text, m->i);
    na_date_char(m->text, &at, ",，،-‐–/.");
    m->i = na_date_white(m->text, at);
}

static bool end_of_date(match *m)
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

static bool white(match *m)
{
    size_t at = na_date_white(m->text, m->i);
    bool some = at > m->i;
    m->i = at;
    return some;
}

static bool clock_element(match *m)
{
    m->has_clock = na_date_clock_after(m->text, &m->i, &m->clock);
    m->i = na_date_white(m->text, m->i);
    return m->has_clock;
}

static bool day_or_month(match *m, int *value)
{
    size_t begin = m->i;
    bool found = number(m, 1, 2, value);
    m->one_digit = m->one_digit || m->i == begin + 1;
    return found;
}

static bool element(match *m, char e)
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

/* What stands before the date does not make it a part of something longer. */
static bool begins_well(na_str text, size_t i, int flags)
{
    uint32_t c = na_date_before(text, i);
    if (flags & (ALONE | EDGE))
        return na_date_open_before(text, i);
    if (c == 0 || na_is_white(c) || na_is_cjk(c))
        return true;
    if (strchr("$#+%=&_", (int)(c & 0x7F)) && c < 0x80)
        return false;
    if (na_is_word(c))
        return (flags & GLUED) && !(c < 0x80 && na_is_digit((char)c));
    if (c < 0x80 && strchr("-/.,:", (int)c)) {
        size_t length;
        return i < 2 || na_date_digit(text, i - 2, &length) < 0;
    }
    return c != 0x20AC && c != 0xA3 && c != 0xA5;
}

/* "09-01" in the middle of a sentence is a score or a span. */
static bool stands_at_edge(const match *m, size_t begin)
{
    uint32_t before = na_date_before(m->text, begin);
    size_t next = na_date_white(m->text, m->i);
    if (!na_date_open_after(m->text, m->i))
        return false;
    if (m->has_clock || next == m->text.n || (before && !na_is_white(before)))
        return true;
    return na_trim_white(na_str_take(m->text, begin)).n == 0;
}

/* Day first; the other way where only that is a date, or where AM and PM show an American page. */
static void settle_order(match *m)
{
    bool american = m->separator != '.' && m->has_clock && m->clock.twelve_hours;
    if ((american && m->a <= 12) || m->b > 12) {
        m->month = m->a;
        m->day = m->b;
    } else {
        m->day = m->a;
        m->month = m->b;
    }
}

static size_t behind_punctuation(const match *m)
{
    size_t next = na_date_white(m->text, m->i);
    na_date_char(m->text, &next, ",،.'’-/");
    return na_date_white(m->text, next);
}

static bool year_follows(const match *m)
{
    size_t next = behind_punctuation(m);
    int year;
    return na_date_number(m->text, &next, 4, 4, &year);
}

/* "1 set" is a month's name or not; "1 Sep", "1 septembre" and "Sep 1" are. A year that follows
 * was found out of range, and a month behind "Mar, 1" makes that a weekday. */
static bool certain_name(const match *m, size_t begin, bool name_first)
{
    if (year_follows(m))
        return false;
    if (name_first) {
        bool may_be_tuesday = m->name.month == 3 && !m->name.full;
        return m->name.month_first &&
               !(may_be_tuesday && na_date_month_at(m->text, behind_punctuation(m)).month);
    }
    uint32_t before = na_date_before(m->text, begin);
    return (m->name.trusted || m->has_clock) && (before < 0x80 || na_is_white(before));
}

/* 9月1日 behind a year that was found out of range. */
static bool behind_year(na_str text, size_t begin)
{
    na_str head = na_trim_white(na_str_take(text, begin));
    if (!na_str_ends(head, NA_STR("年")) && !na_str_ends(head, NA_STR("년")))
        return false;
    size_t length;
    na_str year = na_trim_white(na_str_take(head, head.n - strlen("年")));
    return year.n > 0 && na_date_digit(year, year.n - 1, &length) >= 0;
}

static bool flags_hold(const match *m, size_t begin, char first, int flags)
{
    if ((flags & ALONE) && !na_date_open_after(m->text, m->i))
        return false;
    if ((flags & EDGE) && !stands_at_edge(m, begin))
        return false;
    if ((flags & DASHED) && m->separator != '-')
        return false;
    if ((flags & SHORT) && m->name.month && m->loose_year && !m->has_clock)
        return false;
    if ((flags & SHORT) && m->one_digit && m->separator != '/')
        return false;
    if (first == 'Y' && m->name.month && year_follows(m)) /* in 1993. June 20, 1990 */
        return false;
    if ((flags & NAMED) && !certain_name(m, begin, first == 'N'))
        return false;
    return !(flags & YEARLESS) || !behind_year(m->text, begin);
}

static bool finish(match *m, size_t begin, char first, int flags)
{
    size_t end = m->i;
    if (!m->has_clock) {
        m->has_clock = na_date_clock_after(m->text, &end, &m->clock);
        end = m->has_clock ? end : m->i;
    }
    if (m->a || m->b)
        settle_order(m);
    if (!flags_hold(m, begin, first, flags))
        return false;
    if (flags & YEARLESS)
        m->year = na_date_latest_year(m->now, m->month, m->day);
    m->i = end;
    return na_date_allowed(m->now, m->year, m->month, m->day);
}

static bool try_pattern(match *m, size_t begin, const char *elements, int flags)
{
    if (!begins_well(m->text, begin, flags))
        return false;
    for (const char *e = elements; *e; e++)
        if (!element(m, *e))
            return false;
    return finish(m, begin, elements[0], flags);
}

/* A word that no number follows opens no date: that spares looking up every word of a text. */
static bool digit_behind_word(na_str text, size_t i)
{
    size_t at = na_date_word_at(text, i).end, length;
    if (at == i)
        at = na_date_month_at(text, i).end;
    for (int steps = 0; steps < 3; steps++) {
        at = na_date_white(text, at);
        na_date_char(text, &at, ".,،-‐–/");
    }
    return na_date_digit(text, na_date_white(text, at), &length) >= 0;
}

bool na_date_match_pattern(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t length;
    bool digit = na_date_digit(text, i, &length) >= 0;
    name_cache cache = {.filled = false};
    if (!digit && !digit_behind_word(text, i))
        return false;
    for (size_t k = 0; k < sizeof patterns / sizeof *patterns; k++) {
        if (digit == (patterns[k].elements[0] == 'N'))
            continue;
        match m = {.text = text, .cache = &cache, .now = now, .i = i};
        if (!try_pattern(&m, i, patterns[k].elements, patterns[k].flags))
            continue;
        *out = (na_date_match){.begin = i, .end = m.i};
        out->no_year = patterns[k].flags & YEARLESS;
        out->date = (na_date){(int16_t)m.year, (uint8_t)m.month, (uint8_t)m.day, -1, -1, -1, 0, 0};
        if (m.has_clock)
            na_date_set_clock(&out->date, &m.clock);
        return true;
    }
    return false;
}
