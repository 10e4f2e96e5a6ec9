/* Walking over a text for dates, and reading a whole string as one. A candidate begins at a run of
 * digits, at the start of a word, or at a character that opens a Chinese, Japanese or Korean form;
 * the forms themselves are in the other date_*.c. */
#include "text/date_scan.h"
#include "text/utf8.h"

static size_t ascii_digits(na_str text, size_t i)
{
    size_t n = 0;
    while (i + n < text.n && na_is_digit(text.p[i + n]))
        n++;
    return n;
}

static int take(na_str text, size_t i, size_t n)
{
    return (int)na_str_number((na_str){text.p + i, n}, NULL);
}

/* 20150901, 201509011022, 20150901102205, 20150901T102205Z. */
bool na_date_match_digits(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t n = ascii_digits(text, i);
    if ((n != 8 && n != 12 && n != 14) || !na_date_open_before(text, i))
        return false;
    int year = take(text, i, 4), month = take(text, i + 4, 2), day = take(text, i + 6, 2);
    if (!na_date_allowed(now, year, month, day))
        return false;
    na_date_clock clock = {-1, -1, -1, false, false, 0};
    size_t end = i + n;
    if (n == 8) {
        if (!na_date_clock_after(text, &end, &clock) && !na_date_open_after(text, end))
            return false;
    } else {
        clock.hour = take(text, i + 8, 2);
        clock.minute = take(text, i + 10, 2);
        clock.second = n == 14 ? take(text, i + 12, 2) : -1;
        if (clock.hour > 23 || clock.minute > 59 || clock.second > 59)
            return false;
        na_date_zone_at(text, &end, true, &clock);
    }
    *out = (na_date_match){.begin = i, .end = end};
    out->date = (na_date){(int16_t)year, (uint8_t)month, (uint8_t)day, -1, -1, -1, false, 0};
    na_date_set_clock(&out->date, &clock);
    return true;
}

/* 10:22, 1 September 2015. */
static bool clock_first(na_str text, size_t i, int64_t now, na_date_match *out)
{
    uint32_t before = na_date_before(text, i);
    if (before && (na_is_word(before) || before == ':') && !na_is_cjk(before))
        return false;
    na_date_clock clock;
    size_t at = i;
    if (!na_date_clock_at(text, &at, false, &clock))
        return false;
    na_date_zone_at(text, &at, false, &clock);
    bool dotted = false;
    size_t date_at = na_date_between(text, at, &dotted);
    if (date_at == at || (!na_date_match_pattern(text, date_at, now, out) &&
                          !na_date_match_digits(text, date_at, now, out) &&
                          !na_date_match_east(text, date_at, now, out)))
        return false;
    if (out->date.hour < 0) {
        na_date_set_clock(&out->date, &clock);
        out->begin = i;
    }
    return true;
}

/* The forms that can begin here, by the kind of the first character. */
bool na_date_match_at(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t length;
    if (na_date_digit(text, i, &length) >= 0)
        return na_date_match_pattern(text, i, now, out) ||
               na_date_match_digits(text, i, now, out) ||
               na_date_match_relative(text, i, now, out) || clock_first(text, i, now, out);
    if (na_date_word_at(text, i).end > i)
        return na_date_match_pattern(text, i, now, out) ||
               na_date_match_relative(text, i, now, out);
    return na_date_match_east(text, i, now, out) || na_date_match_pattern(text, i, now, out) ||
           na_date_match_relative(text, i, now, out);
}

/* Where the next candidate after i begins: behind the run of digits or the word at i. */
static size_t step(na_str text, size_t i)
{
    size_t digits = ascii_digits(text, i);
    if (digits)
        return i + digits;
    na_date_word word = na_date_word_at(text, i);
    if (word.end > i)
        return word.end;
    na_str rest = na_str_skip(text, i);
    na_utf8_next(&rest);
    return text.n - rest.n;
}

/* Characters that open a Chinese, Japanese or Korean form. */
static bool is_opener(uint32_t c)
{
    switch (c) {
    case 0x305F: /* た */
    case 0x30AA: /* オ */
    case 0x4E00: /* 一 */
    case 0x4E03: /* 七 */
    case 0x4E09: /* 三 */
    case 0x4E21: /* 両 */
    case 0x4E24: /* 两 */
    case 0x4E2D: /* 中 */
    case 0x4E5D: /* 九 */
    case 0x4E8C: /* 二 */
    case 0x4E94: /* 五 */
    case 0x4ECA: /* 今 */
    case 0x4EE4: /* 令 */
    case 0x516B: /* 八 */
    case 0x516D: /* 六 */
    case 0x51E0: /* 几 */
    case 0x521A: /* 刚 */
    case 0x524D: /* 前 */
    case 0x525B: /* 剛 */
    case 0x5341: /* 十 */
    case 0x534A: /* 半 */
    case 0x56DB: /* 四 */
    case 0x5E73: /* 平 */
    case 0x6628: /* 昨 */
    case 0x6C11: /* 民 */
    case 0xAE08: /* 금 */
    case 0xBC29: /* 방 */
    case 0xC5B4: /* 어 */
    case 0xC624: /* 오 */ return true;
    default: return false;
    }
}

static bool may_begin(na_str text, size_t i)
{
    unsigned char b = (unsigned char)text.p[i];
    if (b < 0x80)
        return na_is_digit((char)b) || na_is_alpha((char)b);
    na_str rest = na_str_skip(text, i);
    uint32_t c = na_utf8_next(&rest);
    size_t length;
    if (!na_is_cjk(c))
        return na_is_word(c);
    return is_opener(c) || (!na_is_plain_han(c) && na_date_digit(text, i, &length) >= 0);
}

/* A word inside a text with no digit near it, no "ago", and not like "vor", "il y a", "hace" or
 * "just": no form begins there. This is nearly every word, so it is settled by a glance. */
static bool is_plain_word(na_str text, size_t i)
{
    if (!na_is_alpha(text.p[i]) || strchr("vhij", na_lower(text.p[i])))
        return false;
    na_str near = na_str_take(na_str_skip(text, i), 32);
    for (size_t k = 0; k < near.n; k++)
        if (na_is_digit(near.p[k]) || (unsigned char)near.p[k] >= 0xD9) /* Arabic digits, ... */
            return false;
    return na_str_find(near, NA_STR(" ago")) == NA_NOT_FOUND;
}

bool na_date_find_from(na_str text, size_t from, int64_t now, na_date_match *out)
{
    bool inside = from > 0;
    for (size_t i = from; i < text.n; i = step(text, i)) {
        if (!may_begin(text, i) || (inside && is_plain_word(text, i)))
            continue;
        inside = true;
        if (na_date_match_at(text, i, now, out))
            return true;
    }
    return false;
}

bool na_date_find(na_str text, int64_t now, na_date_match *out)
{
    return na_date_find_from(text, 0, now, out);
}

/* Seconds or milliseconds since 1970, perhaps with a fraction. */
static bool since_1970(na_str text, int64_t now, na_date *out)
{
    size_t digits;
    uint64_t value = na_str_number(text, &digits);
    if (digits < 9 || digits > 13 || (digits < text.n && text.p[digits] != '.'))
        return false;
    for (size_t i = digits + 1; i < text.n; i++)
        if (!na_is_digit(text.p[i]))
            return false;
    int64_t seconds = (int64_t)(digits > 10 ? value / 1000 : value);
    na_date date;
    na_date_from_days(seconds / 86400, &date);
    if (!na_date_allowed(now, date.year, date.month, date.day))
        return false;
    date.hour = (int8_t)(seconds % 86400 / 3600);
    date.minute = (int8_t)(seconds % 3600 / 60);
    date.second = (int8_t)(seconds % 60);
    date.has_offset = true;
    *out = date;
    return true;
}

/* What may follow a date that is the whole of a text: weekday, a zone's name in capitals, brackets
 * with whatever is in them. */
static bool is_tail(na_str text, size_t i)
{
    for (bool zone = false, dotted = false;; zone = true) {
        i = na_date_between(text, i, &dotted);
        while (na_date_char(text, &i, "()[]（）"))
            i = na_date_between(text, i, &dotted);
        if (i >= text.n)
            return true;
        na_date_word word = na_date_word_at(text, i);
        if (zone || !word.capital || word.letters > 5)
            return na_str_find_byte(na_str_skip(text, i), ')') == text.n - i - 1;
        i = word.end;
    }
}

bool na_date_parse(na_str text, int64_t now, na_date *out)
{
    text = na_trim_white(text);
    if (text.n == 0 || text.n > 200)
        return false;
    na_date_match m;
    bool dotted = false;
    if (!na_date_match_at(text, 0, now, &m)) {
        size_t begin = na_date_between(text, 0, &dotted);
        if (begin == 0 || begin >= text.n || !na_date_match_at(text, begin, now, &m))
            return since_1970(text, now, out);
    }
    if (!is_tail(text, m.end))
        return false;
    *out = m.date;
    return true;
}
