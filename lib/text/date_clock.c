/* Times of day: 10:22, 10:22:05, 10时22分, 下午3:22, 3:22 p.m., 10h22, 10.22 Uhr, and offsets from
 * UTC: Z, +08:00, +0800, GMT+8. Zone names that stand for several zones (CST) are not guessed. */
#include "text/date_scan.h"

enum { NONE, MORNING, NOON, AFTERNOON, NIGHT };

/* Parts of the day as East Asian pages write them before the hour. */
static const struct {
    const char *name;
    int part;
} parts[] = {
    {"上午", MORNING},   {"下午", AFTERNOON}, {"早上", MORNING},   {"早晨", MORNING},
    {"凌晨", MORNING},   {"清晨", MORNING},   {"中午", NOON},      {"晚上", NIGHT},
    {"傍晚", AFTERNOON}, {"午前", MORNING},   {"午後", AFTERNOON}, {"오전", MORNING},
    {"오후", AFTERNOON},
};

static int day_part(na_str text, size_t *i)
{
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (na_date_literal(text, i, parts[k].name))
            return parts[k].part;
    return NONE;
}

/* AM, p.m., a. m.; also before the time, as Korean pages have it. */
static int am_pm(na_str text, size_t *i)
{
    size_t at = na_date_white(text, *i);
    na_date_word word = na_date_word_at(text, at);
    if (na_date_word_in(&word, "am pm")) {
        *i = word.end;
        return word.p[0] == 'p' ? AFTERNOON : MORNING;
    }
    if (!na_date_word_in(&word, "a p"))
        return NONE;
    at = word.end;
    if (!na_date_char(text, &at, "."))
        return NONE;
    at = na_date_white(text, at);
    if (!na_date_char(text, &at, "mM"))
        return NONE;
    na_date_char(text, &at, ".");
    *i = at;
    return word.p[0] == 'p' ? AFTERNOON : MORNING;
}

/* To 24 hours. Noon reaches from 11 to 3, night from 5 to midnight. */
static void apply_part(na_date_clock *clock, int part)
{
    int h = clock->hour;
    if (part == NONE || h > 12)
        return;
    if (h == 12)
        clock->hour = part == MORNING || part == NIGHT ? 0 : 12;
    else if (part == AFTERNOON || (part == NOON && h < 4) || (part == NIGHT && h > 4))
        clock->hour = h + 12;
}

static bool two_digits(na_str text, size_t *i, int *value)
{
    size_t at = *i;
    int read;
    if (!na_date_number(text, &at, 2, 2, &read) || read > 59)
        return false;
    *i = at;
    *value = read;
    return true;
}

/* Seconds, with a fraction that is dropped. */
static void seconds(na_str text, size_t *i, na_date_clock *clock)
{
    size_t at = *i, length;
    if (!na_date_char(text, &at, ":：") || !two_digits(text, &at, &clock->second))
        return;
    *i = at;
    if (!na_date_char(text, &at, ".,") || na_date_digit(text, at, &length) < 0)
        return;
    for (int digits = 0; digits < 12 && na_date_digit(text, at, &length) >= 0; digits++)
        at += length;
    *i = at;
}

/* 10时22分05秒, 10時, 10点半, 10시 22분; the hour is taken. */
static bool east_minutes(na_str text, size_t *i, na_date_clock *clock)
{
    size_t at = na_date_white(text, *i);
    if (na_date_any_literal(text, &at, "时 時 点 點 시") < 0)
        return false;
    clock->minute = 0;
    *i = at;
    if (na_date_literal(text, i, "半"))
        clock->minute = 30;
    int value;
    at = na_date_white(text, at);
    if (!na_date_number(text, &at, 1, 2, &value) || value > 59)
        return true;
    size_t unit = na_date_white(text, at);
    if (na_date_any_literal(text, &unit, "分 분") < 0)
        return true;
    clock->minute = value;
    *i = unit;
    at = na_date_white(text, unit);
    if (na_date_number(text, &at, 1, 2, &value) && value < 60 &&
        na_date_any_literal(text, &at, "秒 초") >= 0) {
        clock->second = value;
        *i = at;
    }
    return true;
}

static bool is_unit_of_time(na_str text, size_t *i, const char *units)
{
    size_t at = na_date_white(text, *i);
    na_date_word word = na_date_word_at(text, at);
    if (!na_date_word_in(&word, units))
        return false;
    *i = word.end;
    return true;
}

/* What follows the hour. `dotted`: a word before it says that 10.22 is a time. */
static bool minutes(na_str text, size_t *i, bool dotted, na_date_clock *clock)
{
    size_t at = *i;
    if (na_date_char(text, &at, ":：∶") && two_digits(text, &at, &clock->minute)) {
        *i = at;
        seconds(text, i, clock);
        return true;
    }
    at = *i;
    if (na_date_char(text, &at, ".") && two_digits(text, &at, &clock->minute)) {
        bool unit = is_unit_of_time(text, &at, "uhr wib wita wit h hs hrs");
        *i = at;
        return dotted || unit;
    }
    clock->minute = -1;
    if (east_minutes(text, i, clock))
        return true;
    at = *i;
    if (!is_unit_of_time(text, &at, "h uhr"))
        return false;
    *i = at;
    at = na_date_white(text, at);
    if (two_digits(text, &at, &clock->minute))
        *i = at;
    else
        clock->minute = 0;
    return true;
}

/* T102205 of ISO 8601's basic form. */
static bool basic_clock(na_str text, size_t *i, na_date_clock *clock)
{
    size_t at = *i;
    int value;
    if (!na_date_char(text, &at, "Tt"))
        return false;
    size_t digits = at;
    if (na_date_number(text, &digits, 6, 6, &value)) {
        clock->second = value % 100;
        value /= 100;
    } else if (!na_date_number(text, &digits, 4, 4, &value)) {
        return false;
    }
    clock->hour = value / 100;
    clock->minute = value % 100;
    *i = digits;
    return clock->hour < 24 && clock->minute < 60 && clock->second < 60;
}

bool na_date_clock_at(na_str text, size_t *i, bool dotted, na_date_clock *clock)
{
    *clock = (na_date_clock){-1, -1, -1, false, false, 0};
    size_t at = *i;
    int part = day_part(text, &at);
    if (part == NONE)
        part = am_pm(text, &at);
    at = na_date_white(text, at);
    size_t hour_at = at;
    if (!na_date_number(text, &at, 1, 2, &clock->hour) || clock->hour > 23)
        return false;
    bool stated = minutes(text, &at, dotted, clock);
    if (!stated) {
        at = hour_at;
        na_date_number(text, &at, 1, 2, &clock->hour);
        clock->minute = clock->second = -1;
    }
    if (part == NONE) {
        part = am_pm(text, &at);
        clock->twelve_hours = part != NONE;
        stated = stated || (part != NONE && clock->hour >= 1 && clock->hour <= 12);
    }
    if (!stated)
        return false;
    if (clock->minute < 0)
        clock->minute = 0;
    *i = at;
    apply_part(clock, part);
    return true;
}

/* Names that mean one offset. RFC 822 defines CST, but pages also mean China's and Cuba's. */
static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"utc", 0},    {"gmt", 0},    {"est", -300}, {"edt", -240}, {"mst", -420}, {"mdt", -360},
    {"pst", -480}, {"pdt", -420}, {"cet", 60},   {"cest", 120}, {"mez", 60},   {"mesz", 120},
    {"eet", 120},  {"eest", 180}, {"msk", 180},  {"jst", 540},  {"kst", 540},  {"hkt", 480},
    {"wib", 420},  {"sgt", 480},  {"мск", 180},  {"cdt", -300},
};
static const char vague_zones[] = "cst et ct mt pt ist bst ast wat uhr h hs hrs";

static bool numeric_offset(na_str text, size_t *i, bool iso, na_date_clock *clock)
{
    size_t at = *i;
    bool minus = false;
    if (na_date_char(text, &at, "-−"))
        minus = true;
    else if (!na_date_char(text, &at, "+"))
        return false;
    int hours, rest = 0;
    size_t four = at;
    if (na_date_number(text, &four, 4, 4, &hours)) {
        rest = hours % 100;
        hours /= 100;
        at = four;
    } else if (na_date_number(text, &at, 1, 2, &hours)) {
        size_t colon = at;
        bool has_minutes = na_date_char(text, &colon, ":") && two_digits(text, &colon, &rest);
        at = has_minutes ? colon : at;
        if (minus && !iso) /* 10:22-11:30 is a span */
            return false;
    } else {
        return false;
    }
    if (hours > 14 || rest > 59)
        return false;
    clock->has_offset = true;
    clock->offset_minutes = (minus ? -1 : 1) * (hours * 60 + rest);
    *i = at;
    return true;
}

static bool named_zone(na_str text, size_t *i, na_date_clock *clock)
{
    na_date_word word = na_date_word_at(text, *i);
    for (size_t k = 0; word.n && k < sizeof zones / sizeof *zones; k++) {
        if (!na_date_word_in(&word, zones[k].name))
            continue;
        clock->has_offset = true;
        clock->offset_minutes = zones[k].minutes;
        *i = word.end;
        if (zones[k].minutes == 0)
            numeric_offset(text, i, true, clock); /* GMT+8 */
        return true;
    }
    if (!na_date_word_in(&word, vague_zones))
        return false;
    *i = word.end;
    return true;
}

void na_date_zone_at(na_str text, size_t *i, bool iso, na_date_clock *clock)
{
    size_t at = *i;
    na_date_word word = na_date_word_at(text, at);
    if (na_date_word_in(&word, "z")) {
        clock->has_offset = true;
        *i = word.end;
        return;
    }
    for (int steps = 0; steps < 3; steps++) {
        size_t next = na_date_white(text, at);
        bool bracket = na_date_char(text, &next, "(（");
        if (!(clock->has_offset && !bracket) && numeric_offset(text, &next, iso, clock)) {
            iso = false;
        } else if (!named_zone(text, &next, clock)) {
            return;
        }
        if (bracket)
            na_date_char(text, &next, ")）");
        *i = at = next;
    }
}

static const na_date_clock no_clock = {-1, -1, -1, false, false, 0};

bool na_date_clock_after(na_str text, size_t *i, na_date_clock *clock)
{
    size_t at = *i, length;
    bool dotted = false;
    *clock = no_clock;
    bool iso = basic_clock(text, &at, clock);
    if (!iso) {
        at = *i;
        iso = na_date_char(text, &at, "Tt") && na_date_digit(text, at, &length) >= 0;
        if (!iso) {
            at = *i;
            na_date_char(text, &at, ":：_"); /* 01/Sep/2015:10:22:05 */
            at = na_date_between(text, at, &dotted);
        }
        if (!na_date_clock_at(text, &at, dotted, clock)) {
            *clock = no_clock;
            return false;
        }
    }
    na_date_zone_at(text, &at, iso || clock->second >= 0, clock);
    *i = at;
    return true;
}

void na_date_set_clock(na_date *date, const na_date_clock *clock)
{
    date->hour = (int8_t)clock->hour;
    date->minute = (int8_t)clock->minute;
    date->second = (int8_t)clock->second;
    date->has_offset = clock->has_offset;
    date->offset_minutes = (int16_t)clock->offset_minutes;
}
