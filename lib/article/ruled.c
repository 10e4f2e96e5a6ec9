/* What the rules of a page's site find on the page. The selectors see the page as it came; what
 * they drop is taken out behind that, so that a byline may be read and dropped. */
#include "article/rules.h"

#include "article/candidates.h"
#include "html/without.h"

#define MATCHES_MAX 1000   /* elements of one selector that are looked at */
#define RULE_TEXT_MAX 4000 /* bytes of an element's text that may hold a field */

/* A rule being followed: takes the value of element n, or refuses it. */
typedef struct follower {
    na_page *page;
    na_ruled *out;
    const na_doc *doc; /* as it came */
    const na_selector *selector;
} follower;
typedef bool take_fn(follower *f, na_node_id n);

/* The text of an element, hidden or not. */
static na_str text_of(const follower *f, na_node_id n)
{
    na_arena *arena = f->page->arena;
    if (f->doc->nodes[n].flags & NA_HIDDEN_NODE)
        return na_collapse(arena, na_trace_text(arena, f->doc, n));
    return na_node_text(arena, f->doc, n);
}

static na_str value_of(const follower *f, na_node_id n)
{
    na_str name = na_selector_attribute(f->selector);
    if (name.n == 0)
        return text_of(f, n);
    return na_collapse(f->page->arena, na_attr_get(f->doc, n, name.p));
}

/* ---- values ---- */

static bool take_title(follower *f, na_node_id n)
{
    na_str value = value_of(f, n);
    if (value.n == 0 || value.n > RULE_TEXT_MAX)
        return false;
    f->out->title = (na_fact){value, "rule", 1.0};
    bool shown = na_selector_attribute(f->selector).n == 0 && f->doc->body != NA_NO_NODE &&
                 na_contains(f->doc, f->doc->body, n);
    f->out->title_node = shown ? n : NA_NO_NODE;
    return true;
}

static bool take_date(follower *f, na_node_id n)
{
    na_date_match match;
    na_str value = na_str_take(value_of(f, n), RULE_TEXT_MAX);
    if (!na_date_parse(value, f->page->now, &match.date) &&
        !na_date_find(value, f->page->now, &match))
        return false;
    f->out->date = na_date_fact(f->page->arena, &match.date, "rule", 1.0);
    return true;
}

/* Reads the labels of a byline, if the text has any: where elements end, values end. */
static const na_byline *read_labels(const follower *f, na_node_id n, na_str value)
{
    const na_doc *d = f->doc;
    na_arena *arena = f->page->arena;
    na_byline *byline = na_arena_zalloc(arena, sizeof *byline);
    bool shown = na_selector_attribute(f->selector).n == 0 && d->nodes[n].text_chars > 0;
    if (shown)
        value = na_scan_nodes(arena, d, n, d->nodes[n].end, RULE_TEXT_MAX).text;
    na_byline_read(f->page, value, byline);
    return byline;
}

static bool take_source(follower *f, na_node_id n)
{
    na_date_match match;
    na_str value = value_of(f, n);
    if (value.n > RULE_TEXT_MAX)
        return false;
    const na_byline *byline = read_labels(f, n, value);
    if (byline->source_label)
        value = byline->source.text;
    else if (na_date_find(value, f->page->now, &match))
        value = na_str_take(value, match.begin);
    value = na_clean_outlet(value);
    if (value.n == 0)
        return false;
    f->out->source = (na_fact){value, "rule", 1.0};
    return true;
}

/* All elements add their names. */
static bool take_authors(follower *f, na_node_id n)
{
    na_names *names = &f->out->authors;
    na_str value = value_of(f, n);
    if (value.n > RULE_TEXT_MAX)
        return false;
    const na_byline *byline = read_labels(f, n, value);
    if (!byline->author_label)
        na_names_split(f->page->arena, names, value);
    for (size_t i = 0; i < byline->authors.n; i++)
        na_names_add(f->page->arena, names, byline->authors.v[i]);
    names->from = "rule";
    names->confidence = 1.0;
    return false; /* and the next */
}

/* Text or a picture, in the body of the page. */
static bool take_body(follower *f, na_node_id n)
{
    const na_doc *d = f->doc;
    bool inside = d->body != NA_NO_NODE && na_contains(d, d->body, n);
    if (inside && (text_of(f, n).n || na_find_tag(d, n, d->nodes[n].end, NA_TAG_IMG) != NA_NO_NODE))
        f->out->body[f->out->body_count++] = n;
    return false;
}

/* The link of the element, of one inside it, or of one around it. */
static na_str link_of(const follower *f, na_node_id n)
{
    const na_doc *d = f->doc;
    if (na_selector_attribute(f->selector).n)
        return value_of(f, n);
    na_node_id a = na_find_tag(d, n, d->nodes[n].end, NA_TAG_A);
    for (; a == NA_NO_NODE && n != NA_NO_NODE; n = d->nodes[n].parent)
        if (na_is_element(d, n, NA_TAG_A) || na_is_element(d, n, NA_TAG_LINK))
            a = n;
    if (a == NA_NO_NODE)
        return (na_str){0};
    return na_attr_get(d, a, "href");
}

/* "#" and scripts, as on the last page, lead nowhere. */
static bool take_next_page(follower *f, na_node_id n)
{
    const na_page *page = f->page;
    na_str link = na_str_trim(link_of(f, n));
    if (link.n == 0 || link.p[0] == '#')
        return false;
    na_str url = na_url_resolve(page->arena, page->base, link, page->encoding);
    na_str own = na_url_resolve(page->arena, page->url, NA_STR(""), page->encoding);
    if (url.n == 0 || na_str_eq(url, own))
        return false;
    f->out->next_page = url;
    return true;
}

static take_fn *const takers[NEWSARC_RULE_COUNT] = {
    [NEWSARC_RULE_TITLE] = take_title,   [NEWSARC_RULE_DATE] = take_date,
    [NEWSARC_RULE_SOURCE] = take_source, [NEWSARC_RULE_AUTHORS] = take_authors,
    [NEWSARC_RULE_BODY] = take_body,     [NEWSARC_RULE_NEXT_PAGE] = take_next_page,
};

/* ---- following ---- */

static bool has_value(const na_ruled *r, newsarc_rule rule)
{
    switch (rule) {
    case NEWSARC_RULE_TITLE: return r->title.text.n > 0;
    case NEWSARC_RULE_DATE: return r->date.text.n > 0;
    case NEWSARC_RULE_SOURCE: return r->source.text.n > 0;
    case NEWSARC_RULE_AUTHORS: return r->authors.n > 0;
    case NEWSARC_RULE_BODY: return r->body_count > 0;
    default: return r->next_page.n > 0;
    }
}

static void note_selector(const follower *f, newsarc_rule rule, size_t i, na_node_id n, na_str text)
{
    const char *selector = f->out->site->rules[rule].text[i];
    na_note *note = na_trace_note(f->page->trace, NA_NOTE_RULE, selector, n, text);
    if (!note)
        return;
    note->rule = rule;
    note->trust = rule == NEWSARC_RULE_DROP || has_value(f->out, rule);
}

/* Goes over what one selector names; the element that gave the value, or the first one. */
static na_node_id follow_selector(follower *f, newsarc_rule rule, const na_selector *selector)
{
    na_node_id n, first = NA_NO_NODE;
    f->selector = selector;
    na_selection s = na_select(f->page->arena, selector, f->doc);
    for (int k = 0; k < MATCHES_MAX && (n = na_select_next(&s)) != NA_NO_NODE; k++) {
        if (takers[rule](f, n))
            return n;
        first = first == NA_NO_NODE ? n : first;
    }
    return first;
}

/* The selectors of a rule one after the other, until one gives a value. */
static void follow(follower *f, newsarc_rule rule)
{
    const na_rule_list *list = &f->out->site->rules[rule];
    for (size_t i = 0; i < list->n && !has_value(f->out, rule); i++) {
        na_node_id n = follow_selector(f, rule, list->v[i]);
        note_selector(f, rule, i, n, NA_STR(""));
    }
    if (list->n)
        f->out->state[rule] = has_value(f->out, rule) ? NEWSARC_RULE_FOUND : NEWSARC_RULE_MISSED;
}

/* Marks what is dropped; false: nothing. */
static bool mark_dropped(follower *f, bool *gone)
{
    const na_rule_list *list = &f->out->site->rules[NEWSARC_RULE_DROP];
    bool any = false;
    for (size_t i = 0; i < list->n; i++) {
        na_selection s = na_select(f->page->arena, list->v[i], f->doc);
        for (na_node_id n; (n = na_select_next(&s)) != NA_NO_NODE;) {
            if (!gone[n] && f->page->trace)
                note_selector(f, NEWSARC_RULE_DROP, i, n, text_of(f, n));
            any = gone[n] = true;
        }
    }
    return any;
}

/* Nodes that were found, in the document without what is dropped. */
static void move_nodes(na_ruled *r, const na_node_id *map)
{
    size_t kept = 0;
    if (r->title_node != NA_NO_NODE)
        r->title_node = map[r->title_node];
    for (size_t i = 0; i < r->body_count; i++)
        if (map[r->body[i]] != NA_NO_NODE)
            r->body[kept++] = map[r->body[i]];
    r->body_count = kept;
    if (r->state[NEWSARC_RULE_BODY] && kept == 0)
        r->state[NEWSARC_RULE_BODY] = NEWSARC_RULE_MISSED;
}

static void drop(follower *f)
{
    na_page *page = f->page;
    if (f->out->site->rules[NEWSARC_RULE_DROP].n == 0)
        return;
    bool *gone = na_arena_zalloc(page->arena, f->doc->count);
    f->out->state[NEWSARC_RULE_DROP] = NEWSARC_RULE_MISSED;
    if (!mark_dropped(f, gone))
        return;
    na_node_id *map = na_arena_array(page->arena, f->doc->count, sizeof *map);
    page->doc = na_doc_without(page->arena, f->doc, gone, map);
    if (page->trace)
        page->trace->doc = page->doc;
    f->out->state[NEWSARC_RULE_DROP] = NEWSARC_RULE_FOUND;
    move_nodes(f->out, map);
}

void na_rules_read(na_page *page, const newsarc_rules *rules)
{
    const na_site_rules *site = rules ? na_rules_of(page->arena, rules, page->url) : NULL;
    if (!site)
        return;
    na_ruled *r = na_arena_zalloc(page->arena, sizeof *r);
    r->site = site;
    r->title_node = NA_NO_NODE;
    r->body = na_arena_array(page->arena, MATCHES_MAX, sizeof *r->body);
    follower f = {.page = page, .out = r, .doc = page->doc};
    for (newsarc_rule rule = 0; rule < NEWSARC_RULE_COUNT; rule++)
        if (rule != NEWSARC_RULE_DROP)
            follow(&f, rule);
    drop(&f);
    page->ruled = r;
}

/* ---- into the draft ---- */

void na_rules_set_title(na_page *page, na_draft *draft)
{
    const na_ruled *r = page->ruled;
    if (!r || r->title.text.n == 0)
        return;
    draft->title = r->title;
    if (r->title_node != NA_NO_NODE) {
        page->title_node = r->title_node;
        page->candidates->shown_title = r->title.text;
    }
    na_trace_value(page->trace, NEWSARC_FIELD_TITLE, r->title.text, "rule", 1.0, r->title_node);
}

void na_rules_set_fields(const na_page *page, na_draft *draft)
{
    const na_ruled *r = page->ruled;
    if (!r)
        return;
    if (r->date.text.n)
        draft->date = r->date;
    if (r->source.text.n)
        draft->source = r->source;
    if (r->authors.n)
        draft->authors = r->authors;
    na_trace_value(page->trace, NEWSARC_FIELD_DATE, r->date.text, "rule", 1.0, NA_NO_NODE);
    na_trace_value(page->trace, NEWSARC_FIELD_SOURCE, r->source.text, "rule", 1.0, NA_NO_NODE);
    for (size_t i = 0; i < r->authors.n; i++)
        na_trace_value(page->trace, NEWSARC_FIELD_AUTHORS, r->authors.v[i], "rule", 1.0,
                       NA_NO_NODE);
}
