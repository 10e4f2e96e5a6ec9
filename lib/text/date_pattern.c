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
#include "text/date_pattern.h"
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
    {"YqfqNqDo$", 0},
    {"YqfqDqN", 0},
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
static bool stands_at_edge(const na_date_trial *m, size_t begin)
{
    uint32_t before = na_date_before(m->text, begin);
    size_t next = na_date_white(m->text, m->i);
    if (!na_date_open_after(m->text, m->i))
        return false;
    if (m->has_clock || next == m->text.n || (before && !na_is_white(before)))
        return true;
    return na_trim_white(na_str_take(m->text, begin)).n == 0;
}

/* Day first; the other way where only that is a date that has been, or where AM and PM show an
 * American page. */
static void settle_order(na_date_trial *m)
{
    bool american = m->separator != '.' && m->has_clock && m->clock.twelve_hours && m->a <= 12;
    bool only_other = m->separator != '.' && !na_date_allowed(m->now, m->year, m->b, m->a) &&
                      na_date_allowed(m->now, m->year, m->a, m->b);
    bool month_first = american || only_other;
    m->month = month_first ? m->a : m->b;
    m->day = month_first ? m->b : m->a;
}

static size_t behind_punctuation(const na_date_trial *m)
{
    size_t next = na_date_white(m->text, m->i);
    na_date_char(m->text, &next, ",،.'’-/");
    return na_date_white(m->text, next);
}

static bool year_follows(const na_date_trial *m)
{
    size_t next = behind_punctuation(m);
    int year;
    return na_date_number(m->text, &next, 4, 4, &year);
}

/* "1 set" is a month's name or not; "1 Sep", "1 septembre" and "Sep 1" are. A year that follows
 * was found out of range, and a month behind "Mar, 1" makes that a weekday. */
static bool certain_name(const na_date_trial *m, size_t begin, bool name_first)
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

static bool flags_hold(const na_date_trial *m, size_t begin, char first, int flags)
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

static bool finish(na_date_trial *m, size_t begin, char first, int flags)
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

static bool try_pattern(na_date_trial *m, size_t begin, const char *elements, int flags)
{
    if (!begins_well(m->text, begin, flags))
        return false;
    for (const char *e = elements; *e; e++)
        if (!na_date_element(m, *e))
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

/* Can a pattern begin with a run of so many digits, as its first element asks? */
static bool fits_run(char element, unsigned digits)
{
    switch (element) {
    case 'Y': return digits == 4;
    case 'J': return digits == 6;
    case 'y':
    case 'm':
    case 'd': return digits == 2;
    default: return digits == 1 || digits == 2; /* M D A; names have none */
    }
}

static unsigned digit_run(na_str text, size_t i)
{
    unsigned n = 0;
    for (size_t length; n < 8 && na_date_digit(text, i, &length) >= 0; i += length)
        n++;
    return n;
}

bool na_date_match_pattern(na_str text, size_t i, int64_t now, na_date_match *out)
{
    unsigned run = digit_run(text, i);
    bool digit = run > 0;
    na_date_name_cache cache = {.filled = false};
    if (!digit && !digit_behind_word(text, i))
        return false;
    for (size_t k = 0; k < sizeof patterns / sizeof *patterns; k++) {
        char first = patterns[k].elements[0];
        if (digit == (first == 'N') || (digit && !fits_run(first, run)))
            continue;
        na_date_trial m = {.text = text, .cache = &cache, .now = now, .i = i};
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
