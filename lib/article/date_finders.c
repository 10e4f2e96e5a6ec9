/* article/date_finders.c: dates in elements that say so by tag, itemprop or class, and in the lines
 * around the title. */
#include "article/dates.h"

#define ABOVE_TITLE_CHARS 90
#define EARLY_BYTES 1500
#define ELEMENT_CHARS_MAX 400 /* "This entry was posted on ... and is filed under ..." */
#define ELEMENT_BYTES 160     /* in which the date must stand */

static bool parse(const na_date_chooser *x, na_str text, na_date *out)
{
    na_date_match match;
    if (na_date_parse(text, x->page->now, out))
        return true;
    if (text.n <= 60 && na_date_find(text, x->page->now, &match)) {
        *out = match.date;
        return true;
    }
    return text.n > 10 && na_date_parse(na_str_take(text, 10), x->page->now, out);
}

void na_dates_add(na_date_chooser *x, na_str text, const char *from, double confidence)
{
    na_date date;
    if (text.n == 0 || x->count == NA_DATED_MAX || !parse(x, text, &date))
        return;
    na_fact fact = na_date_fact(x->page->arena, &date, from, confidence);
    x->found[x->count++] = (na_dated){date, fact};
}

/* A date without its year, or reckoned from now, says little about an old page. Groups of digits
 * that belong to a time of day do not count. */
bool na_date_is_full(na_str text, const na_date_match *m)
{
    size_t groups = 0;
    for (size_t i = m->begin; i < m->end && i < text.n; i++) {
        size_t length = 0;
        while (i + length < text.n && na_is_digit(text.p[i + length]))
            length++;
        bool time =
            (i > 0 && text.p[i - 1] == ':') || (i + length < text.n && text.p[i + length] == ':');
        groups += length >= 4 ? 3 : length > 0 && !time;
        i += length;
    }
    return !m->relative && (groups >= 3 || m->date.year < 2000);
}

void na_dates_add_match(na_date_chooser *x, na_str text, const na_date_match *m, const char *from,
                        double confidence)
{
    if (x->count < NA_DATED_MAX && na_date_is_full(text, m))
        x->found[x->count++] =
            (na_dated){m->date, na_date_fact(x->page->arena, &m->date, from, confidence)};
}

static bool is_modified_element(const na_page *page, na_node_id n)
{
    if (na_class_says(page, n, NA_CLASS_MODIFIED))
        return true;
    return na_class_says(page, n, NA_CLASS_MARKUP) &&
           na_str_find_nocase(na_attr_get(page->doc, n, "itemprop"), NA_STR("modified")) !=
               NA_NOT_FOUND;
}

static bool is_published_element(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    if (!na_class_says(page, n, NA_CLASS_MARKUP))
        return false;
    na_str property = na_attr_get(doc, n, "property");
    return na_str_eq_nocase(na_attr_get(doc, n, "itemprop"), NA_STR("datePublished")) ||
           na_str_eq_nocase(property, NA_STR("datePublished")) ||
           na_str_eq_nocase(property, NA_STR("dc:date")) || na_attr_has(doc, n, "pubdate");
}

static na_str machine_date(const na_doc *doc, na_node_id n)
{
    static const char *const ATTRIBUTES[] = {"datetime",  "content",    "data-datetime",
                                             "data-time", "data-utime", "data-timestamp",
                                             "title"};
    for (size_t i = 0; i < sizeof ATTRIBUTES / sizeof ATTRIBUTES[0]; i++) {
        na_str v = na_attr_get(doc, n, ATTRIBUTES[i]);
        if (v.n > 0)
            return v;
    }
    return (na_str){0};
}

/* Date of an element: its machine-readable attribute, else its text. */
static void add_element(na_date_chooser *x, na_node_id n, const char *from, double confidence)
{
    const na_doc *doc = x->page->doc;
    na_dates_add(x, machine_date(doc, n), from, confidence);
    if (doc->nodes[n].text_chars > 0 && doc->nodes[n].text_chars < ELEMENT_CHARS_MAX) {
        na_str text = na_str_take(na_node_text(x->page->arena, doc, n), ELEMENT_BYTES);
        na_date_match match;
        if (na_date_find(text, x->page->now, &match))
            na_dates_add_match(x, text, &match, from, confidence);
    }
}

/* Elements that say by tag, itemprop or class that they are a date. `want_modified`: which kind. */
void na_dates_add_elements(na_date_chooser *x, bool want_modified)
{
    const na_doc *doc = x->page->doc;
    size_t limit = x->count + 3;
    for (na_node_id n = 0; n < doc->count && x->count < limit; n++) {
        if (doc->nodes[n].type != NA_ELEMENT || doc->nodes[n].tag == NA_TAG_META)
            continue;
        bool time = doc->nodes[n].tag == NA_TAG_TIME || doc->nodes[n].tag == NA_TAG_ABBR;
        if ((time || is_published_element(x->page, n)) &&
            is_modified_element(x->page, n) == want_modified && !na_in_other_text(x->page, n))
            add_element(x, n, "time", 0.85);
    }
}

/* The first small element in [begin, end) whose class speaks of a date. */
void na_dates_add_classed(na_date_chooser *x, na_node_id begin, na_node_id end, double confidence)
{
    const na_doc *doc = x->page->doc;
    size_t before = x->count;
    for (na_node_id n = begin; n < end && x->count == before; n++) {
        const na_node *node = &doc->nodes[n];
        if (node->type == NA_ELEMENT && node->text_chars >= 5 &&
            node->text_chars <= ELEMENT_CHARS_MAX && !(node->flags & NA_HIDDEN_NODE) &&
            na_class_says(x->page, n, NA_CLASS_DATE) && !is_modified_element(x->page, n) &&
            !na_in_other_text(x->page, n))
            add_element(x, n, "byline", confidence);
    }
}

/* The last date in the lines right above the title. */
static void add_above_title(na_date_chooser *x)
{
    na_scan scan = na_above_title(x->page, ABOVE_TITLE_CHARS);
    na_date_match m, last = {.begin = NA_NOT_FOUND};
    size_t from = 0;
    for (int i = 0; i < 8 && na_date_find_from(scan.text, from, x->page->now, &m); i++) {
        last = m;
        from = m.end > from ? m.end : from + 1;
    }
    if (last.begin != NA_NOT_FOUND)
        na_dates_add_match(x, scan.text, &last, "byline", 0.6);
}

/* A date inside the title's element, or with which the prose begins. */
static void add_at_edges(na_date_chooser *x)
{
    na_date_match m;
    const na_doc *doc = x->page->doc;
    na_node_id prose = na_first_prose(x->page);
    if (x->page->title_node != NA_NO_NODE) {
        na_str text = na_node_text(x->page->arena, doc, x->page->title_node);
        if (na_date_find(text, x->page->now, &m))
            na_dates_add_match(x, text, &m, "byline", 0.5);
    }
    if (prose == NA_NO_NODE)
        return;
    na_str text = na_str_take(na_trim_white(doc->nodes[prose].text), 60);
    if (na_date_find(text, x->page->now, &m) && m.begin <= 3)
        na_dates_add_match(x, text, &m, "text", 0.5);
}

/* A line that is little more than a date, or a place and a date: "Hofheim, 11. November 2021". */
static bool is_dateline(na_str line, const na_date_match *m)
{
    bool behind_place = na_str_ends(na_trim_white(na_str_take(line, m->begin)), NA_STR(","));
    return (m->end - m->begin) * 2 >= line.n || (behind_place && line.n - m->end <= 2);
}

/* Such lines in the first paragraphs. */
void na_dates_add_early_lines(na_date_chooser *x)
{
    const na_doc *doc = x->page->doc;
    na_node_id prose = na_first_prose(x->page);
    if (prose == NA_NO_NODE)
        return;
    na_scan scan = na_scan_nodes(x->page->arena, doc, prose, doc->count, EARLY_BYTES);
    for (na_str rest = scan.text; rest.n > 0;) {
        na_date_match m;
        na_str line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        if (line.n <= 60 && na_date_find(line, x->page->now, &m) && is_dateline(line, &m)) {
            na_dates_add_match(x, line, &m, "byline", 0.5);
            return;
        }
    }
}

void na_dates_add_near_title(na_date_chooser *x)
{
    add_above_title(x);
    add_at_edges(x);
}
