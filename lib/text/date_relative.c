/* Dates reckoned from now: 刚刚, 3小时前, 昨天 10:22, "3 hours ago", "gestern um 10:22". Spans
 * below a day give the minute in UTC. Days are counted on the calendar of the place where the
 * language is mostly read, because 昨天 on a Chinese page in the evening of UTC is China's
 * yesterday. */
#include "text/date_scan.h"
#include "text/utf8.h"

enum { CHINA = 8 * 60, JAPAN = 9 * 60 };

/* Words for a day: one or more of the same meaning, folded. They count at the start of a text when
 * it ends behind them or a time follows ("today" alone is a word like any other). */
static const struct {
    const char *words;
    int days;
    int zone; /* minutes */
} days[] = {
    {"今天 今日", 0, CHINA},
    {"昨天 昨日", 1, CHINA},
    {"前天", 2, CHINA},
    {"오늘", 0, JAPAN},
    {"어제", 1, JAPAN},
    {"today heute oggi hoy hoje vandaag сегодня сьогодні dzisiaj dzis bugun idag днес", 0, 0},
    {"yesterday gestern hier ieri ayer ontem gisteren вчера вчора wczoraj dun igar kemarin", 1, 0},
    {"vorgestern anteayer anteontem eergisteren позавчера позавчора przedwczoraj", 2, 0},
};

static const struct {
    const char *words;
    int seconds;
    bool whole_days;
} units[] = {
    {"秒钟 秒 초 s sec secs second seconds sekunde sekunden seconde secondes segundo segundos "
     "secondo secondi seconden секунд секунды секунду sekund saniye giay",
     1, false},
    {"分钟 分鐘 分 분 min mins minute minutes minuten minuto minutos minuti minut минут минуты "
     "минуту хвилин dakika phut menit",
     60, false},
    {"个小时 個小時 小时 小時 时间 時間 시간 h hr hrs hour hours stunde stunden std heure heures "
     "hora horas ora ore uur час часа часов годин години godzin godziny saat gio jam",
     3600, false},
    {"天 日 일 d day days tag tagen jour jours dia dias giorno giorni dag dagen день дня дней днів "
     "dni gun ngay hari",
     86400, true},
    {"个星期 星期 週間 周 주 week weeks woche wochen semaine semaines semana semanas settimana "
     "settimane weken неделю недели недель tydzien tygodnie hafta tuan minggu",
     7 * 86400, true},
};

static bool is_east(const char *word)
{
    return (unsigned char)word[0] >= 0xE3;
}

/* A word of the list at *i: East Asian ones as literals, others as whole words. */
static bool take_word(na_str text, size_t *i, const char *list)
{
    na_date_word word = na_date_word_at(text, *i);
    if (word.n && na_date_word_in(&word, list)) {
        *i = word.end;
        return true;
    }
    if (*i >= text.n || !is_east(text.p + *i))
        return false;
    for (na_str rest = na_str_from(list); rest.n;) {
        na_str w = na_str_cut(rest, ' ', &rest);
        if (is_east(w.p) && na_str_starts(na_str_skip(text, *i), w)) {
            *i += w.n;
            return true;
        }
    }
    return false;
}

static int take_unit(na_str text, size_t *i)
{
    for (int k = 0; k < (int)(sizeof units / sizeof *units); k++) {
        size_t at = na_date_white(text, *i);
        if (take_word(text, &at, units[k].words)) {
            *i = at;
            return k;
        }
    }
    return -1;
}

static void set_moment(int64_t seconds, na_date *date)
{
    int64_t day = seconds / 86400;
    int rest = (int)(seconds - day * 86400);
    na_date_from_days(day, date);
    date->hour = (int8_t)(rest / 3600);
    date->minute = (int8_t)(rest % 3600 / 60);
    date->has_offset = true;
}

static bool accept(size_t begin, size_t end, na_date_match *out)
{
    out->begin = begin;
    out->end = end;
    out->relative = true;
    return true;
}

/* A number, or a word for one. */
static bool count_at(na_str text, size_t *i, int *count)
{
    static const char figures[] = "半 一 二 三 四 五 六 七 八 九 十 两 几";
    if (na_date_number(text, i, 1, 3, count))
        return true;
    na_date_word word = na_date_word_at(text, *i);
    if (na_date_word_in(&word, "a an one ein eine einer einem un une una um uma een")) {
        *i = na_date_white(text, word.end);
        *count = 1;
        return true;
    }
    int which = na_date_any_literal(text, i, figures);
    *count = which == 11 ? 2 : which;
    return which > 0 && which < 12;
}

/* vor 3 Stunden, il y a 3 heures: the word in front. */
static bool take_front(na_str text, size_t *i)
{
    size_t at = *i;
    if (take_word(text, &at, "il") && (at = na_date_white(text, at), take_word(text, &at, "y")) &&
        (at = na_date_white(text, at), take_word(text, &at, "a"))) {
        *i = na_date_white(text, at);
        return true;
    }
    at = *i;
    if (!take_word(text, &at, "vor hace ha fa"))
        return false;
    *i = na_date_white(text, at);
    return true;
}

static bool span_ago(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t at = i;
    size_t length;
    bool told = na_date_digit(text, i, &length) < 0 && take_front(text, &at);
    int count;
    bool half = na_str_starts(na_str_skip(text, at), NA_STR("半"));
    if (half)
        at += strlen("半");
    if (!half && !count_at(text, &at, &count))
        return false;
    int unit = take_unit(text, &at);
    if (unit < 0)
        return false;
    size_t behind = na_date_white(text, at);
    bool east = na_date_any_literal(text, &behind, "之前 以前 前 전") >= 0;
    if (!east && !told)
        told =
            take_word(text, &behind, "ago geleden fa назад тому temu once oncesi truoc lalu sedan");
    if (!east && !told)
        return false;
    at = behind > at && (east || !na_date_word_at(text, at).n) ? behind : at;
    int64_t span = half ? units[unit].seconds / 2 : (int64_t)count * units[unit].seconds;
    if (span > INT64_C(31) * 86400)
        return false;
    *out = (na_date_match){0};
    if (units[unit].whole_days)
        na_date_from_days((now + (east ? CHINA * INT64_C(60) : 0) - span) / 86400, &out->date);
    else
        set_moment(now - span, &out->date);
    return accept(i, at, out);
}

static bool just_now(na_str text, size_t i, int64_t now, na_date_match *out)
{
    size_t at = i;
    bool found = na_date_any_literal(text, &at, "刚刚 剛剛 刚才 たった今 방금") >= 0;
    if (!found && take_word(text, &at, "just")) {
        at = na_date_white(text, at);
        found = take_word(text, &at, "now");
    }
    bool first = na_trim_white(na_str_take(text, i)).n == 0;
    if (!found || !na_date_open_after(text, at) || !na_date_open_before(text, i) ||
        !(first || na_date_white(text, at) == text.n))
        return false;
    *out = (na_date_match){0};
    set_moment(now, &out->date);
    return accept(i, at, out);
}

static bool named_day(na_str text, size_t i, int64_t now, na_date_match *out)
{
    for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
        size_t at = i;
        if (!take_word(text, &at, days[k].words))
            continue;
        *out = (na_date_match){0};
        na_date_from_days((now + days[k].zone * INT64_C(60)) / 86400 - days[k].days, &out->date);
        na_date_clock clock;
        size_t end = at;
        if (na_date_clock_after(text, &end, &clock))
            na_date_set_clock(&out->date, &clock);
        else if (na_date_white(text, at) != text.n || na_trim_white(na_str_take(text, i)).n)
            return false;
        else
            end = at;
        return accept(i, end, out);
    }
    return false;
}

/* A word that opens none of the forms: that spares trying them on every word of a text. */
static bool is_other_word(na_str text, size_t i)
{
    static const char openers[] =
        "just vor hace ha fa il a an one ein eine einer einem un une una um "
        "uma een";
    na_date_word word = na_date_word_at(text, i);
    if (word.end == i || na_date_word_in(&word, openers))
        return false;
    for (size_t k = 0; k < sizeof days / sizeof *days; k++)
        if (na_date_word_in(&word, days[k].words))
            return false;
    return true;
}

bool na_date_match_relative(na_str text, size_t i, int64_t now, na_date_match *out)
{
    uint32_t before = na_date_before(text, i);
    if (before && na_is_word(before) && !na_is_cjk(before))
        return false;
    size_t length;
    if (na_date_digit(text, i, &length) >= 0)
        return span_ago(text, i, now, out);
    if (is_other_word(text, i))
        return false;
    return named_day(text, i, now, out) || span_ago(text, i, now, out) ||
           just_now(text, i, now, out);
}
