/* article/dates.c: publication and modification date. Order of trust: the CMS's own metas, labelled
 * byline, publication metas and JSON-LD, time elements, URL, an unlabelled date near the title. A
 * later candidate of the same day adds the minute when the first has none. */
#include "article/dates.h"

#include "article/ablation.h"

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

static void na_dates_add_metas(na_date_chooser *x, const na_named_trust *table)
{
    for (; table->name; table++) {
        const na_named_trust one[] = {*table, {NULL, 0}};
        na_fact fact = na_meta_best(x->page->arena, x->c, one);
        na_dates_add(x, fact.text, fact.from, fact.confidence);
    }
}

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
static const na_dated *refine(const na_date_chooser *x, const na_dated *first)
{
    if (!na_rule_on(NA_RULE_DATE_REFINE))
        return NULL;
    for (size_t i = 1; i < x->count; i++) {
        const na_dated *other = &x->found[i];
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

static na_fact best(const na_date_chooser *x, newsarc_field field)
{
    for (size_t i = 0; i < x->count; i++)
        na_trace_value(x->page->trace, field, x->found[i].fact.text, x->found[i].fact.from,
                       x->found[i].fact.confidence, NA_NO_NODE);
    if (x->count == 0)
        return (na_fact){0};
    const na_dated *first = &x->found[0], *finer = refine(x, first);
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

static void add_url(na_date_chooser *x)
{
    na_date date;
    na_str url = x->page->url;
    if (url.n == 0)
        url = na_meta_get(x->c, "og:url");
    if (url.n > 0 && x->count < NA_DATED_MAX && na_date_from_url(own_url(url), x->page->now, &date))
        x->found[x->count++] = (na_dated){date, na_date_fact(x->page->arena, &date, "url", 0.75)};
}

static void add_fact(na_date_chooser *x, na_fact fact)
{
    na_dates_add(x, fact.text, fact.from, fact.confidence);
}

/* What is looked at only when nothing better was found. */
static void add_last_resorts(na_date_chooser *x, const na_byline *byline)
{
    const na_page *page = x->page;
    na_node_id end =
        page->body_node != NA_NO_NODE ? page->doc->nodes[page->body_node].end : page->doc->count;
    bool classed = na_rule_on(NA_RULE_DATE_CLASSED);
    if (na_rule_on(NA_RULE_DATE_NEAR))
        na_dates_add_near_title(x);
    if (classed)
        na_dates_add_classed(x, 0, end, 0.6);
    if (x->count == 0 && na_rule_on(NA_RULE_DATE_EARLY))
        na_dates_add_early_lines(x);
    if (x->count == 0 && classed)
        na_dates_add_classed(x, end, page->doc->count, 0.4);
    if (x->count == 0 && na_rule_on(NA_RULE_DATE_SCRIPT))
        na_dates_add(x, na_script_date(page), "script", 0.5);
    if (x->count == 0 && na_rule_on(NA_RULE_DATE_VAGUE))
        add_fact(x, byline->vague_date);
}

static na_fact choose_published(na_page *page, const na_byline *byline)
{
    na_date_chooser *x = na_arena_zalloc(page->arena, sizeof *x);
    x->page = page;
    x->c = page->candidates;
    add_fact(x, x->c->cms_date);
    if (byline->date_labelled && na_rule_on(NA_RULE_DATE_BYLINE))
        add_fact(x, byline->date);
    if (na_rule_on(NA_RULE_DATE_METAS))
        na_dates_add_metas(x, PUBLISHED_METAS);
    na_dates_add(x, x->c->jsonld.published, "jsonld", 0.9);
    if (na_rule_on(NA_RULE_DATE_ELEMENTS))
        na_dates_add_elements(x, false);
    if (na_rule_on(NA_RULE_DATE_URL))
        add_url(x);
    if (na_rule_on(NA_RULE_DATE_BYLINE))
        add_fact(x, byline->date);
    if (na_rule_on(NA_RULE_DATE_WEAK_METAS))
        na_dates_add_metas(x, WEAK_METAS);
    add_last_resorts(x, byline);
    return best(x, NEWSARC_FIELD_DATE);
}

static na_fact choose_modified(na_page *page, const na_byline *byline)
{
    na_date_chooser *x = na_arena_zalloc(page->arena, sizeof *x);
    x->page = page;
    x->c = page->candidates;
    add_fact(x, x->c->cms_modified);
    add_fact(x, byline->modified);
    na_dates_add_metas(x, MODIFIED_METAS);
    na_dates_add(x, x->c->jsonld.modified, "jsonld", 0.9);
    na_dates_add_elements(x, true);
    return best(x, NEWSARC_FIELD_MODIFIED);
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
