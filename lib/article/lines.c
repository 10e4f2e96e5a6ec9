/* Cleaning the lines of the body: what repeats the head of the page, what stands behind the end,
 * and boilerplate in between.
 *
 * No rule takes a line of prose by its looks alone: a line has to begin with a known phrase, to be
 * mostly links, or to repeat title, byline or an earlier line. */
#include "article/lines.h"

#include "article/ablation.h"
#include "article/boilerplate.h"
#include "article/candidates.h"
#include "text/utf8.h"

#define NA_HEAD_LINES 12
#define NA_BYLINE_LINES 4
#define NA_LAST_LINES 4
#define NA_LABEL_UNITS 60
#define NA_GOES_ON_UNITS 150 /* of prose behind a list of links: the body goes on */
#define NA_APPEAL_UNITS 400
#define NA_REPEAT_LEAD_UNITS 40
#define NA_FOLD_MAX 600 /* bytes of a line that are compared with the title */

static bool is_text(const na_line *l)
{
    return !l->cut && l->block.type != NA_BLOCK_IMAGE && l->block.type != NA_BLOCK_CAPTION;
}

static bool is_linked(const na_line *l) /* nearly all of it is link text */
{
    return l->link_chars * 10 >= l->chars * 8;
}

static bool is_prose(const na_line *l)
{
    uint32_t plain = l->chars - l->link_chars;
    if (plain * 2 < l->chars)
        return false;
    uint32_t units = na_line_units(l);
    return (l->sentences > 0 && units >= 40) || (l->commas > 0 && units >= 60) || units >= 120;
}

/* ---- head ---- */

static bool same_folded(na_arena *arena, na_str a, na_str folded_b)
{
    if (a.n == 0 || folded_b.n == 0 || a.n > NA_FOLD_MAX)
        return false;
    return na_str_eq(na_fold(arena, a), folded_b);
}

static bool in_range(na_node_id n, na_node_id begin, na_node_id end)
{
    return begin != NA_NO_NODE && end != NA_NO_NODE && n >= begin && n < end;
}

/* The byline's nodes, as far as they stand inside the body: a region that begins before it may end
 * too late. */
static bool is_byline(const na_page *page, const na_line *l)
{
    return in_range(l->block.node, page->byline_begin, page->byline_end) &&
           page->body_node != NA_NO_NODE && page->byline_begin >= page->body_node && !is_prose(l) &&
           na_line_units(l) < 100;
}

static bool is_head_line(const na_page *page, const na_line *l, na_str title, bool byline)
{
    na_boilerplate kind = (na_boilerplate)l->kind;
    if (kind == NA_BOILER_HEAD || kind == NA_BOILER_LINE)
        return !is_prose(l) || na_line_units(l) < 100;
    if (byline && is_byline(page, l))
        return true;
    if (page->title_node != NA_NO_NODE && na_contains(page->doc, page->title_node, l->block.node))
        return true;
    return same_folded(page->arena, l->block.text, title) ||
           (l->block.type == NA_BLOCK_HEADING && l->block.level == 1);
}

/* 会议时间：, 活动日期：: a label of the text's own stands before the date. */
static bool is_own_date(na_str text, size_t date)
{
    na_str before = na_trim_white(na_str_take(text, date));
    na_label label;
    bool colon = na_str_ends(before, NA_STR("：")) || na_str_ends(before, NA_STR(":"));
    return colon && na_has_cjk(before) && !na_label_at(text, 0, &label);
}

/* A short line with a date and little else, or with a date and the words of a byline. */
static bool is_date_line(const na_page *page, const na_line *l)
{
    na_date_match m;
    uint32_t units = na_line_units(l);
    if (units > 160 || l->sentences > 3 || l->block.type == NA_BLOCK_TABLE_ROW ||
        !na_date_find(l->block.text, page->now, &m) || is_own_date(l->block.text, m.begin))
        return false;
    size_t left = l->block.text.n - (m.end - m.begin);
    if (units <= 90 && l->sentences < 2 && left <= 24)
        return true;
    return na_begins_as_head(l->block.text) || (m.begin == 0 && na_names_a_writer(l->block.text));
}

/* Lines of the byline's region inside the body; a region with many has gone too far. */
static bool byline_is_short(const na_page *page, const na_lines *o)
{
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++)
        n += in_range(o->v[i].block.node, page->byline_begin, page->byline_end);
    return n <= NA_BYLINE_LINES;
}

static void cut_head(const na_page *page, const na_draft *draft, na_lines *o)
{
    na_str title = na_fold(page->arena, na_str_take(draft->title.text, NA_FOLD_MAX));
    size_t seen = 0, kept = 0, prose = 0;
    bool byline = byline_is_short(page, o);
    for (size_t i = 0; i < o->n && seen < NA_HEAD_LINES && prose < 2; i++) {
        na_line *l = &o->v[i];
        if (!is_text(l))
            continue;
        seen++;
        if (is_head_line(page, l, title, byline) || (kept == 0 && is_date_line(page, l)))
            l->cut = NA_CUT_HEAD;
        else
            kept++;
        if (!l->cut && is_prose(l))
            prose++;
    }
}

/* ---- everywhere ---- */

static void cut_boilerplate(na_lines *o)
{
    for (size_t i = 0; i < o->n; i++) {
        na_line *l = &o->v[i];
        if (!is_text(l))
            continue;
        na_boilerplate kind = (na_boilerplate)l->kind;
        if (kind == NA_BOILER_LINE)
            l->cut = NA_CUT_PHRASE;
        else if (kind == NA_BOILER_LINK && (l->link_chars > 0 || na_line_units(l) < 40))
            l->cut = NA_CUT_PHRASE;
        if (kind == NA_BOILER_LINK && l->cut && l->link_chars == 0)
            for (size_t k = i + 1; k < o->n && k < i + 8; k++) { /* the links that it announces */
                if (!is_text(&o->v[k]))
                    continue;
                if (!is_linked(&o->v[k]) || o->v[k].attachment)
                    break;
                o->v[k].cut = NA_CUT_ANNOUNCED;
            }
    }
}

/* Lines that are nothing but a link, outside tables: teasers. */
static void cut_links(na_lines *o)
{
    for (size_t i = 0; i < o->n; i++) {
        na_line *l = &o->v[i];
        if (!is_text(l) || l->attachment || l->block.type == NA_BLOCK_TABLE_ROW)
            continue;
        bool address = na_str_starts_nocase(l->block.text, NA_STR("http")) ||
                       na_str_starts_nocase(l->block.text, NA_STR("www."));
        if (l->link_chars && is_linked(l) && !address)
            l->cut = NA_CUT_LINKS;
    }
}

/* The standfirst, which stands before the body's container, for the second time. Other lines may
 * come again: refrains, quotations, tables. Cutting those, too, cost seven of the labelled pages up
 * to a tenth of their text and helped none. */
static void cut_repeats(const na_page *page, na_lines *o)
{
    for (size_t i = 0; i < o->n && i < NA_HEAD_LINES; i++) {
        const na_line *lead = &o->v[i];
        if (lead->block.node >= page->body_node)
            return;
        if (!is_text(lead) || na_line_units(lead) < NA_REPEAT_LEAD_UNITS)
            continue;
        for (size_t k = i + 1; k < o->n; k++)
            if (is_text(&o->v[k]) && na_str_eq(o->v[k].block.text, lead->block.text))
                o->v[k].cut = NA_CUT_REPEAT;
    }
}

/* Headings and labels ("More topics:") of which nothing is left but links that were cut. */
static void cut_labels(na_lines *o)
{
    for (size_t i = 0; i + 1 < o->n; i++) {
        na_line *l = &o->v[i];
        na_str s = l->block.text;
        bool colon = na_str_ends(s, NA_STR(":")) || na_str_ends(s, NA_STR("："));
        if (!is_text(l) || na_line_units(l) > NA_LABEL_UNITS || l->sentences ||
            !(colon || l->block.type == NA_BLOCK_HEADING))
            continue;
        size_t k = i + 1;
        while (k < o->n && o->v[k].block.type == NA_BLOCK_IMAGE)
            k++;
        if (k < o->n && (o->v[k].cut == NA_CUT_LINKS || o->v[k].cut == NA_CUT_ANNOUNCED))
            l->cut = NA_CUT_LINKS;
    }
}

/* ---- tail ---- */

static uint64_t prose_units(const na_lines *o, size_t from, size_t to)
{
    uint64_t sum = 0;
    for (size_t i = from; i < to; i++)
        if (is_text(&o->v[i]) && is_prose(&o->v[i]))
            sum += na_line_units(&o->v[i]);
    return sum;
}

static void cut_range(na_lines *o, size_t i, size_t end)
{
    for (; i < end; i++)
        if (!o->v[i].attachment && !o->v[i].cut)
            o->v[i].cut = NA_CUT_TAIL;
}

/* Where a tail ends that begins at i: at the page's end, or behind a few links when plain prose
 * follows, up to the next tail or the end, without a link among it. */
static size_t end_of_tail(const na_lines *o, size_t i)
{
    size_t links = 0, from = i + 1, to;
    for (; from < o->n && !(is_text(&o->v[from]) && is_prose(&o->v[from])); from++)
        links += is_text(&o->v[from]) && o->v[from].link_chars > 0;
    for (to = from; to < o->n && (na_boilerplate)o->v[to].kind != NA_BOILER_TAIL; to++)
        if (is_text(&o->v[to]) && o->v[to].link_chars && is_linked(&o->v[to]))
            return o->n;
    return links && prose_units(o, from, to) >= NA_GOES_ON_UNITS ? from : o->n;
}

/* At the first line that begins the tail, provided that little prose stands behind it; at the foot
 * of the page, when a third stands before it. */
static void cut_tail(na_lines *o)
{
    uint64_t all = prose_units(o, 0, o->n), before = 0;
    for (size_t i = 0; i < o->n; i++) {
        na_line *l = &o->v[i];
        bool tail = (na_boilerplate)l->kind == NA_BOILER_TAIL;
        bool foot = (na_boilerplate)l->kind == NA_BOILER_FOOTER;
        if (!is_text(l))
            continue;
        if (before * 10 >= all * (foot ? 3u : 8u) && (tail || foot)) {
            size_t end = foot ? o->n : end_of_tail(o, i);
            cut_range(o, i, end);
            continue;
        }
        if (is_prose(l))
            before += na_line_units(l);
        if (foot || (tail && !is_prose(l)))
            l->cut = NA_CUT_TAIL;
    }
}

/* Pages that go on with the next article: at a second headline in the dress of the first, no deeper
 * in the tree (there it heads a section). */
static void cut_next_article(const na_page *page, na_lines *o)
{
    const na_doc *d = page->doc;
    na_node_id title = page->title_node;
    if (title == NA_NO_NODE || !na_is_element(d, title, NA_TAG_H1))
        return;
    na_str dress = na_str_trim(na_attr_get(d, title, "class"));
    uint64_t before = 0;
    for (size_t i = 0; i < o->n; i++) {
        na_line *l = &o->v[i];
        if (l->block.type == NA_BLOCK_HEADING && !is_linked(l) && before > 200 && dress.n) {
            na_node_id h = l->block.node;
            while (h != NA_NO_NODE &&
                   !(d->nodes[h].type == NA_ELEMENT && d->nodes[h].tag == d->nodes[title].tag))
                h = d->nodes[h].parent;
            if (h != NA_NO_NODE && h != title && d->nodes[h].depth <= d->nodes[title].depth &&
                na_str_eq(dress, na_str_trim(na_attr_get(d, h, "class")))) {
                for (; i < o->n; i++)
                    o->v[i].cut = NA_CUT_TAIL;
                return;
            }
        }
        if (is_text(l) && is_prose(l))
            before += na_line_units(l);
    }
}

/* Bylines and sources in the last part, where they sign. */
static void cut_signatures(na_lines *o)
{
    uint64_t all = prose_units(o, 0, o->n), before = 0;
    for (size_t i = 0; i < o->n; i++) {
        na_line *l = &o->v[i];
        if (!is_text(l))
            continue;
        if (is_prose(l))
            before += na_line_units(l);
        else if (before * 10 >= all * 8 && (na_boilerplate)l->kind == NA_BOILER_HEAD)
            l->cut = NA_CUT_END;
    }
}

/* Appeals, copyright and notes about the writer among the last lines. */
static void cut_appeals(na_lines *o)
{
    uint64_t all = prose_units(o, 0, o->n);
    for (size_t i = o->n, seen = 0; i-- > 0 && seen < NA_LAST_LINES;) {
        na_line *l = &o->v[i];
        if (!is_text(l))
            continue;
        seen++;
        uint32_t units = na_line_units(l);
        if (units < NA_APPEAL_UNITS && (uint64_t)units * 5 < all && na_is_appeal(l->block.text))
            l->cut = NA_CUT_END;
    }
}

/* Headings, bylines and scraps at the end that nothing follows. */
static void trim_end(na_lines *o)
{
    for (size_t i = o->n; i-- > 0;) {
        na_line *l = &o->v[i];
        if (!is_text(l))
            continue;
        na_boilerplate kind = (na_boilerplate)l->kind;
        bool scrap =
            l->block.type == NA_BLOCK_HEADING || kind == NA_BOILER_HEAD || kind == NA_BOILER_LINK;
        if (!scrap || is_prose(l) || l->attachment)
            return;
        l->cut = NA_CUT_END;
    }
}

void na_lines_clean(const na_page *page, const na_draft *draft, na_lines *lines)
{
    if (na_rule_on(NA_RULE_CAPTION_LINES))
        na_lines_mark_captions(lines);
    for (size_t i = 0; i < lines->n; i++)
        lines->v[i].kind = (uint8_t)na_boilerplate_of(lines->v[i].block.text);
    if (na_rule_on(NA_RULE_LINE_HEAD))
        cut_head(page, draft, lines);
    if (na_rule_on(NA_RULE_LINE_PHRASE))
        cut_boilerplate(lines);
    if (na_rule_on(NA_RULE_LINE_NEXT))
        cut_next_article(page, lines);
    if (na_rule_on(NA_RULE_LINE_TAIL))
        cut_tail(lines);
    if (na_rule_on(NA_RULE_LINE_LINKS))
        cut_links(lines);
    cut_labels(lines);
    if (na_rule_on(NA_RULE_LINE_REPEAT))
        cut_repeats(page, lines);
    if (na_rule_on(NA_RULE_LINE_SIGNATURE))
        cut_signatures(lines);
    if (na_rule_on(NA_RULE_LINE_APPEAL))
        cut_appeals(lines);
    if (na_rule_on(NA_RULE_LINE_SCRAPS))
        trim_end(lines);
    na_lines_mark_extras(lines);
}
