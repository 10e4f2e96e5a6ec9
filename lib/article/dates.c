/* article/dates.c: publication and modification date. Order of trust: the CMS's own metas, labelled
 * byline, publication metas and JSON-LD, time elements, URL, an unlabelled date near the title. A
 * later candidate of the same day adds the minute when the first has none. */
#include "article/candidates.h"

static const na_named_trust PUBLISHED_METAS[] = {{"PubDate", 0.98},
                                                 {"firstpublishedtime", 0.98},
                                                 {"publishdate", 0.97},
                                                 {"og:time", 0.95},
                                                 {"apub:time", 0.95},
                                                 {"article:published_time", 0.95},
                                                 {"og:article:published_time", 0.95},
                                                 {"article:published", 0.95},
                                                 {"article_published_time", 0.95},
                                                 {"article:publish_date", 0.95},
                                                 {"datePublished", 0.95},
                                                 {"parsely-pub-date", 0.95},
                                                 {"sailthru.date", 0.95},
                                                 {"cXenseParse:recs:publishtime", 0.95},
                                                 {"cXenseParse:publishtime", 0.95},
                                                 {"shareaholic:article_published_time", 0.95},
                                                 {"og:release_date", 0.9},
                                                 {"og:pubdate", 0.9},
                                                 {"published_time", 0.9},
                                                 {"publish_time", 0.9},
                                                 {"publication_date", 0.9},
                                                 {"publisheddate", 0.9},
                                                 {"publish-date", 0.9},
                                                 {"pub_date", 0.9},
                                                 {"DC.date.issued", 0.9},
                                                 {"dcterms.issued", 0.9},
                                                 {"dcterms.date", 0.9},
                                                 {"prism.publicationDate", 0.9},
                                                 {"citation_publication_date", 0.85},
                                                 {"citation_online_date", 0.85},
                                                 {"originalpublicationdate", 0.85},
                                                 {"article_date_original", 0.85},
                                                 {"weibo: article:create_at", 0.85},
                                                 {NULL, 0}};
/* Some sites keep the last change in these. */
static const na_named_trust WEAK_METAS[] = {{"dcterms.created", 0.8},
                                            {"DC.date.created", 0.8},
                                            {"dc:date.created", 0.8},
                                            {"dateCreated", 0.8},
                                            {"DC.date", 0.8},
                                            {"dc:date", 0.8},
                                            {"bepress_citation_date", 0.8},
                                            {"date", 0.8},
                                            {"release_date", 0.8},
                                            {"createdate", 0.8},
                                            {"Maketime", 0.8},
                                            {"cms_creationdate", 0.8},
                                            {"date.available", 0.8},
                                            {NULL, 0}};

static const na_named_trust MODIFIED_METAS[] = {{"article:modified_time", 0.95},
                                                {"og:article:modified_time", 0.95},
                                                {"dateModified", 0.95},
                                                {"lastmodifiedtime", 0.95},
                                                {"og:updated_time", 0.9},
                                                {"dcterms.modified", 0.9},
                                                {"DC.date.modified", 0.9},
                                                {"article_modified_time", 0.9},
                                                {"dateupdate", 0.85},
                                                {"last_updated_date", 0.85},
                                                {"last-modified", 0.7},
                                                {NULL, 0}};

na_fact na_date_fact(na_arena *arena, const na_date *date, const char *from, double confidence)
{
    char out[40];
    size_t n = na_date_format(date, out);
    return (na_fact){na_arena_str(arena, (na_str){out, n}), from, confidence};
}

/* A date of the right day and its fact. */
typedef struct dated {
    na_date date;
    na_fact fact;
} dated;

#define DATED_MAX 24
#define EARLY_BYTES 1500

typedef struct chooser {
    na_page *page;
    const na_candidates *c;
    dated found[DATED_MAX];
    size_t count;
} chooser;

static bool parse(const chooser *x, na_str text, na_date *out)
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

static void add(chooser *x, na_str text, const char *from, double confidence)
{
    na_date date;
    if (text.n == 0 || x->count == DATED_MAX || !parse(x, text, &date))
        return;
    na_fact fact = na_date_fact(x->page->arena, &date, from, confidence);
    x->found[x->count++] = (dated){date, fact};
}

static void add_metas(chooser *x, const na_named_trust *table)
{
    for (; table->name; table++) {
        const na_named_trust one[] = {*table, {NULL, 0}};
        na_fact fact = na_meta_best(x->page->arena, x->c, one);
        add(x, fact.text, fact.from, fact.confidence);
    }
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

static void add_match(chooser *x, na_str text, const na_date_match *m, const char *from,
                      double confidence)
{
    if (x->count < DATED_MAX && na_date_is_full(text, m))
        x->found[x->count++] =
            (dated){m->date, na_date_fact(x->page->arena, &m->date, from, confidence)};
}

/* --- elements --- */

static const char *const MODIFIED_WORDS[] = {"updated",      "modified",     "update", "lastmod",
                                             "dateModified", "aktualisiert", NULL};
static const char *const DATE_WORDS[] = {
    "date",   "time",     "published", "pubdate",  "posted",   "timestamp", "dateline",
    "datum",  "fecha",    "publish",   "pubtime",  "datetime", "created",   "meta",
    "byline", "postmeta", "entrydate", "postdate", "info",     NULL};

static const char *const DATE_PARTS[] = {"postmeta", "pubdate",     "datum",
                                         "posttime", "pubtime",     "publishdate",
                                         "postdate", "publishtime", NULL};

static bool is_modified_element(const na_doc *doc, na_node_id n)
{
    na_str prop = na_attr_get(doc, n, "itemprop");
    return na_str_find_nocase(prop, NA_STR("modified")) != NA_NOT_FOUND ||
           na_class_word(doc, n, MODIFIED_WORDS);
}

static bool is_published_element(const na_doc *doc, na_node_id n)
{
    na_str prop = na_attr_get(doc, n, "itemprop");
    return na_str_eq_nocase(prop, NA_STR("datePublished")) ||
           na_str_eq_nocase(na_attr_get(doc, n, "property"), NA_STR("datePublished")) ||
           na_str_eq_nocase(na_attr_get(doc, n, "property"), NA_STR("dc:date")) ||
           na_attr_has(doc, n, "pubdate");
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
static void add_element(chooser *x, na_node_id n, const char *from, double confidence)
{
    const na_doc *doc = x->page->doc;
    add(x, machine_date(doc, n), from, confidence);
    if (doc->nodes[n].text_chars > 0 && doc->nodes[n].text_chars < 120) {
        na_str text = na_node_text(x->page->arena, doc, n);
        na_date_match match;
        if (na_date_find(text, x->page->now, &match))
            add_match(x, text, &match, from, confidence);
    }
}

/* Elements that say by tag, itemprop or class that they are a date. `want_modified`: which kind. */
static void add_elements(chooser *x, bool want_modified)
{
    const na_doc *doc = x->page->doc;
    size_t limit = x->count + 3;
    for (na_node_id n = 0; n < doc->count && x->count < limit; n++) {
        if (doc->nodes[n].type != NA_ELEMENT || doc->nodes[n].tag == NA_TAG_META)
            continue;
        bool time = doc->nodes[n].tag == NA_TAG_TIME || doc->nodes[n].tag == NA_TAG_ABBR;
        if ((time || is_published_element(doc, n)) &&
            is_modified_element(doc, n) == want_modified && !na_in_other_text(doc, n))
            add_element(x, n, "time", 0.85);
    }
}

/* The first small element in [begin, end) whose class speaks of a date. */
static void add_classed(chooser *x, na_node_id begin, na_node_id end, double confidence)
{
    const na_doc *doc = x->page->doc;
    size_t before = x->count;
    for (na_node_id n = begin; n < end && x->count == before; n++) {
        const na_node *node = &doc->nodes[n];
        if (node->type == NA_ELEMENT && node->text_chars >= 5 && node->text_chars <= 160 &&
            !(node->flags & NA_HIDDEN_NODE) &&
            (na_class_word(doc, n, DATE_WORDS) || na_class_part(doc, n, DATE_PARTS)) &&
            !is_modified_element(doc, n) && !na_in_other_text(doc, n))
            add_element(x, n, "byline", confidence);
    }
}

/* --- text near the title --- */

/* The last date in the lines right above the title. */
static void add_above_title(chooser *x)
{
    na_scan scan = na_above_title(x->page);
    na_date_match m, last = {.begin = NA_NOT_FOUND};
    size_t from = 0;
    for (int i = 0; i < 8 && na_date_find_from(scan.text, from, x->page->now, &m); i++) {
        last = m;
        from = m.end > from ? m.end : from + 1;
    }
    if (last.begin != NA_NOT_FOUND)
        add_match(x, scan.text, &last, "byline", 0.6);
}

/* A date inside the title's element, or with which the prose begins. */
static void add_at_edges(chooser *x)
{
    na_date_match m;
    const na_doc *doc = x->page->doc;
    na_node_id prose = na_first_prose(x->page);
    if (x->page->title_node != NA_NO_NODE) {
        na_str text = na_node_text(x->page->arena, doc, x->page->title_node);
        if (na_date_find(text, x->page->now, &m))
            add_match(x, text, &m, "byline", 0.5);
    }
    if (prose == NA_NO_NODE)
        return;
    na_str text = na_str_take(na_trim_white(doc->nodes[prose].text), 60);
    if (na_date_find(text, x->page->now, &m) && m.begin <= 3)
        add_match(x, text, &m, "text", 0.5);
}

/* Short lines in the first paragraphs that are little more than a date. */
static void add_early_lines(chooser *x)
{
    const na_doc *doc = x->page->doc;
    na_node_id prose = na_first_prose(x->page);
    if (prose == NA_NO_NODE)
        return;
    na_scan scan = na_scan_nodes(x->page->arena, doc, prose, doc->count, EARLY_BYTES);
    for (na_str rest = scan.text; rest.n > 0;) {
        na_date_match m;
        na_str line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        if (line.n <= 60 && na_date_find(line, x->page->now, &m) &&
            (m.end - m.begin) * 2 >= line.n) {
            add_match(x, line, &m, "byline", 0.5);
            return;
        }
    }
}

/* --- the choice --- */

static bool is_utc(const na_date *d)
{
    return d->hour >= 0 && d->has_offset && d->offset_minutes == 0;
}

/* A time in UTC may fall on another day than where the site is; `other` then states the local day.
 */
static bool is_local_day_of(const na_date *other, const na_date *utc)
{
    int64_t apart = na_date_seconds(other) - na_date_seconds(utc);
    if (other->hour < 0 || !other->has_offset)
        return apart > -38 * 3600 && apart < 14 * 3600;
    return other->offset_minutes != 0 && apart > -120 && apart < 120;
}

/* The same moment on the clock of the site, which the page shows without an offset. Chinese pages
 * are quoted by that clock, and China has one. */
static bool is_shown_time_of(const na_date *other, const na_date *utc)
{
    int64_t apart = na_date_seconds(other) - na_date_seconds(utc);
    int64_t rest = (apart % 900 + 900) % 900;
    return other->hour >= 0 && !other->has_offset && apart >= -12 * 3600 && apart <= 14 * 3600 &&
           (rest <= 60 || rest >= 840);
}

/* Of the candidates behind the first, the one that makes it local or more precise. */
static const dated *refine(const chooser *x, const dated *first)
{
    for (size_t i = 1; i < x->count; i++) {
        const dated *other = &x->found[i];
        bool same_day = na_date_compare_day(&other->date, &first->date) == 0;
        if (first->date.hour < 0 && other->date.hour >= 0 && same_day)
            return other;
        bool states_day = strcmp(other->fact.from, "url") == 0 || other->date.has_offset;
        if (!is_utc(&first->date))
            continue;
        if ((x->c->chinese && is_shown_time_of(&other->date, &first->date)) ||
            (!same_day && states_day && is_local_day_of(&other->date, &first->date)))
            return other;
    }
    return NULL;
}

static na_fact best(const chooser *x)
{
    if (x->count == 0)
        return (na_fact){0};
    const dated *first = &x->found[0], *finer = refine(x, first);
    return finer ? (na_fact){finer->fact.text, first->fact.from, first->fact.confidence}
                 : first->fact;
}

/* An archive's address holds the page's own behind "/web/20130307194448/". */
static na_str own_url(na_str url)
{
    size_t at = na_str_find(url, NA_STR("/web/"));
    if (at == NA_NOT_FOUND)
        return url;
    size_t digits = 0;
    na_str rest = na_str_skip(url, at + 5);
    na_str_number(rest, &digits);
    return digits == 14 ? na_str_skip(rest, digits) : url;
}

static void add_url(chooser *x)
{
    na_date date;
    na_str url = x->page->url;
    if (url.n == 0)
        url = na_meta_get(x->c, "og:url");
    if (url.n > 0 && x->count < DATED_MAX && na_date_from_url(own_url(url), x->page->now, &date))
        x->found[x->count++] = (dated){date, na_date_fact(x->page->arena, &date, "url", 0.75)};
}

static void add_fact(chooser *x, na_fact fact)
{
    add(x, fact.text, fact.from, fact.confidence);
}

/* What is looked at only when nothing better was found. */
static void add_last_resorts(chooser *x, const na_byline *byline)
{
    const na_page *page = x->page;
    na_node_id end =
        page->body_node != NA_NO_NODE ? page->doc->nodes[page->body_node].end : page->doc->count;
    add_above_title(x);
    add_at_edges(x);
    add_classed(x, 0, end, 0.6);
    if (x->count == 0)
        add_early_lines(x);
    if (x->count == 0)
        add_classed(x, end, page->doc->count, 0.4);
    if (x->count == 0)
        add(x, na_script_date(page), "script", 0.5);
    if (x->count == 0)
        add_fact(x, byline->vague_date);
}

static na_fact choose_published(na_page *page, const na_byline *byline)
{
    chooser *x = na_arena_zalloc(page->arena, sizeof *x);
    x->page = page;
    x->c = page->candidates;
    add_fact(x, x->c->cms_date);
    if (byline->date_labelled)
        add_fact(x, byline->date);
    add_metas(x, PUBLISHED_METAS);
    add(x, x->c->jsonld.published, "jsonld", 0.9);
    add_elements(x, false);
    add_url(x);
    add_fact(x, byline->date);
    add_metas(x, WEAK_METAS);
    add_last_resorts(x, byline);
    return best(x);
}

static na_fact choose_modified(na_page *page, const na_byline *byline)
{
    chooser *x = na_arena_zalloc(page->arena, sizeof *x);
    x->page = page;
    x->c = page->candidates;
    add_fact(x, x->c->cms_modified);
    add_fact(x, byline->modified);
    add_metas(x, MODIFIED_METAS);
    add(x, x->c->jsonld.modified, "jsonld", 0.9);
    add_elements(x, true);
    return best(x);
}

void na_dates_choose(na_page *page, na_draft *draft, const na_byline *byline)
{
    draft->date = choose_published(page, byline);
    draft->modified = choose_modified(page, byline);
    if (draft->date.text.n == 0 && draft->modified.text.n > 0) {
        draft->date = draft->modified;
        draft->date.confidence *= 0.6;
    }
}
