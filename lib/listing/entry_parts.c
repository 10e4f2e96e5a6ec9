/* Title and date of a list's item. Lists shorten titles and keep the whole in the title attribute;
 * they write the day apart from the month, or leave the year out. */
#include "listing/entries.h"

#include "core/buf.h"
#include "text/date.h"
#include "text/utf8.h"

#define ITEM_TEXT_MAX 600 /* bytes of an item beside its link that are looked at for a date */

static bool is_shortened(na_str text)
{
    return na_str_ends(text, NA_STR("...")) || na_str_ends(text, NA_STR("…")) ||
           na_str_ends(text, NA_STR(".."));
}

static na_str without_ellipsis(na_str text)
{
    while (text.n && (na_str_ends(text, NA_STR(".")) || na_str_ends(text, NA_STR("…"))))
        text.n -= text.p[text.n - 1] == '.' ? 1 : 3;
    return na_trim_white(text);
}

static na_node_id heading_in(const na_doc *d, na_node_id n)
{
    for (na_node_id i = n; i < d->nodes[n].end; i++)
        if (d->nodes[i].tag >= NA_TAG_H1 && d->nodes[i].tag <= NA_TAG_H6)
            return i;
    return NA_NO_NODE;
}

/* Inside a link that holds blocks (a card): the longest of them. */
static na_str longest_block(const na_list_work *w, na_node_id n)
{
    const na_doc *d = w->doc;
    na_node_id best = NA_NO_NODE;
    for (na_node_id i = n + 1; i < d->nodes[n].end; i++)
        if (d->nodes[i].type == NA_ELEMENT && na_first_child(d, i) != NA_NO_NODE &&
            (best == NA_NO_NODE || d->nodes[i].text_chars > d->nodes[best].text_chars) &&
            (d->nodes[i].end - i == 2 || d->nodes[i].tag == NA_TAG_P))
            best = i;
    return best == NA_NO_NODE ? (na_str){NULL, 0} : na_node_text(w->arena, d, best);
}

na_str na_entry_title(const na_list_work *w, na_node_id item, const na_link *link)
{
    const na_doc *d = w->doc;
    na_str text = link->text;
    na_str given = na_collapse(w->arena, na_attr_get(d, link->node, "title"));
    na_node_id heading = heading_in(d, link->node);
    if (heading == NA_NO_NODE && text.n == 0)
        heading = heading_in(d, item);
    if (heading != NA_NO_NODE)
        text = na_node_text(w->arena, d, heading);
    else if (d->nodes[link->node].elements > 2 && longest_block(w, link->node).n)
        text = longest_block(w, link->node);
    na_str stem = without_ellipsis(text);
    if (given.n && (text.n == 0 || (given.n > stem.n && na_str_starts(given, stem)) ||
                    (is_shortened(text) && given.n > text.n)))
        return given;
    return text;
}

/* Text of the item beside its link, up to the next link when the item is the link itself. */
static na_str text_beside(const na_list_work *w, na_node_id item, const na_link *link)
{
    const na_doc *d = w->doc;
    na_sb sb = NA_SB(w->arena);
    na_node_id from = item, end = d->nodes[item].end;
    if (item == link->node) {
        from = end;
        end = d->nodes[d->nodes[item].parent].end;
    }
    for (na_node_id n = from; n < end && sb.n < ITEM_TEXT_MAX; n++) {
        if (n == link->node)
            n = d->nodes[n].end - 1;
        else if (item == link->node &&
                 (d->nodes[n].tag == NA_TAG_A || d->nodes[n].tag == NA_TAG_BR))
            break;
        else if (d->nodes[n].type == NA_TEXT && !(d->nodes[n].flags & NA_WHITE)) {
            na_sb_add(&sb, d->nodes[n].text);
            na_sb_add_byte(&sb, ' ');
        }
    }
    return na_collapse(w->arena, na_str_take(na_sb_str(&sb), ITEM_TEXT_MAX));
}

/* Text nodes inside the link that hold nothing but digits and marks: the date of a card. */
static na_str numbers_inside(const na_list_work *w, const na_link *link)
{
    const na_doc *d = w->doc;
    na_sb sb = NA_SB(w->arena);
    for (na_node_id n = link->node + 1; n < d->nodes[link->node].end && sb.n < 60; n++) {
        na_str text = d->nodes[n].text;
        if (d->nodes[n].type != NA_TEXT || d->nodes[n].flags & NA_WHITE || text.n > 40)
            continue;
        size_t digits = 0, letters = 0;
        for (size_t i = 0; i < text.n; i++) {
            digits += na_is_digit(text.p[i]);
            letters += na_is_alpha(text.p[i]);
        }
        if (digits >= 1 && letters == 0 && digits * 5 >= na_count_nonspace(text) * 3) {
            na_sb_add(&sb, text);
            na_sb_add_byte(&sb, ' ');
        }
    }
    return na_collapse(w->arena, na_sb_str(&sb));
}

/* Numbers of a short text, in order; returns how many, at most `max`. False when letters stand
 * among them that are not 年 月 日. */
static size_t numbers_of(na_str text, uint32_t *v, uint8_t *digits, size_t max)
{
    size_t count = 0;
    while (text.n) {
        size_t used = 0;
        uint64_t value = na_str_number(text, &used);
        if (used == 0) {
            uint32_t c = na_utf8_next(&text);
            if (na_is_word(c) && c != 0x5E74 && c != 0x6708 && c != 0x65E5)
                return 0;
            continue;
        }
        if (count == max || used > 4)
            return 0;
        v[count] = (uint32_t)value;
        digits[count++] = (uint8_t)used;
        text = na_str_skip(text, used);
    }
    return count;
}

static bool make_day(uint32_t year, uint32_t month, uint32_t day, na_date *out)
{
    if (year < 1990 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *out = (na_date){.year = (int16_t)year,
                     .month = (uint8_t)month,
                     .day = (uint8_t)day,
                     .hour = -1,
                     .minute = -1,
                     .second = -1};
    return true;
}

/* "09-01": the year of the address when it states the same month, else the latest year in which
 * the day is not later than now. */
static bool complete_year(const na_list_work *w, na_str url, uint32_t month, uint32_t day,
                          na_date *out, bool *has_year)
{
    na_date from_url;
    if (na_date_from_url(url, w->in->now, &from_url) &&
        (from_url.month == 0 || from_url.month == month))
        return make_day((uint32_t)from_url.year, month, day, out);
    uint32_t year = (uint32_t)(1970 + w->in->now / 31556952);
    *has_year = false;
    return make_day(year, month, day, out) &&
           (na_date_seconds(out) <= w->in->now + 86400 || make_day(year - 1, month, day, out));
}

/* "01 2015-09", "2015-09 01", "09-01", "09 01", "15-09-01". */
static bool find_split_date(const na_list_work *w, na_str text, na_str url, na_date *out,
                            bool *has_year)
{
    uint32_t v[4];
    uint8_t digits[4];
    size_t count = numbers_of(text, v, digits, 3);
    *has_year = true;
    if (count == 3 && digits[0] == 4)
        return make_day(v[0], v[1], v[2], out);
    if (count == 3 && digits[1] == 4)
        return make_day(v[1], v[2], v[0], out);
    if (count == 3 && digits[0] == 2 && digits[1] == 2 && digits[2] == 2)
        return make_day(2000 + v[0], v[1], v[2], out);
    if (count == 2 && digits[0] <= 2 && digits[1] <= 2)
        return complete_year(w, url, v[0], v[1], out, has_year);
    return false;
}

static na_str formatted(const na_list_work *w, const na_date *date)
{
    char text[40];
    size_t n = na_date_format(date, text);
    return na_arena_str(w->arena, (na_str){text, n});
}

void na_entry_read_date(const na_list_work *w, na_node_id item, const na_link *link, na_entry *out)
{
    na_str texts[2] = {text_beside(w, item, link), numbers_inside(w, link)};
    na_date_match match;
    na_date date;
    out->date = (na_str){NULL, 0};
    out->date_has_year = false;
    for (size_t i = 0; i < 2 && out->date.n == 0; i++) {
        bool has_year;
        if (texts[i].n == 0)
            continue;
        if (find_split_date(w, texts[i], link->url, &date, &has_year) &&
            na_date_seconds(&date) <= w->in->now + 86400) {
            out->date = formatted(w, &date);
            out->date_has_year = has_year;
        } else if (na_date_find(texts[i], w->in->now, &match) && match.date.day) {
            out->date = formatted(w, &match.date);
            out->date_has_year = !match.no_year;
        }
    }
}
