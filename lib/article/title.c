/* article/title.c: the title that the page shows. Headings near and above the body are compared
 * with what the head states (title, og:title, JSON-LD) by their longest common run after folding,
 * which finds the title also where the title element carries section and site, or is cut short. */
#include "article/ablation.h"
#include "article/candidates.h"
#include "article/common_run.h"

#define HEADINGS_MAX 200
#define TITLE_CHARS_MIN 4
#define TITLE_CHARS_MAX 200
#define HEADING_SCORE_MAX 3.3 /* alike, covered, and an h1 of class title */

typedef struct heading {
    na_node_id node;
    na_str text, folded;
    double like;  /* share of the heading that a reference has */
    double cover; /* share of the reference that the heading has */
    double score;
    bool is_aside; /* a logo, furniture, or behind the first prose */
} heading;

typedef struct finder {
    na_page *page;
    const na_candidates *c;
    na_str refs[5];      /* folded: og:title, headline, the CMS's title, stripped title, title */
    na_run_text runs[5]; /* of refs; empty where one before says the same */
    heading found[HEADINGS_MAX];
    size_t count;
    na_node_id prose;
} finder;

static bool is_headline_property(const na_page *page, na_node_id n)
{
    return na_class_says(page, n, NA_CLASS_MARKUP) &&
           na_str_find_nocase(na_attr_get(page->doc, n, "itemprop"), NA_STR("headline")) !=
               NA_NOT_FOUND;
}

static double weight_of(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    bool says = na_class_says(page, n, NA_CLASS_TITLE | NA_CLASS_TITLE_WORD);
    double classed = says || is_headline_property(page, n) ? 0.3 : 0;
    na_node_id parent = doc->nodes[n].parent;
    if (classed == 0 && parent != NA_NO_NODE && (doc->nodes[n].flags & NA_BLOCK) &&
        na_class_says(page, parent, NA_CLASS_TITLE))
        classed = 0.15;
    switch (doc->nodes[n].tag) {
    case NA_TAG_H1: return 0.7 + classed / 3;
    case NA_TAG_H2: return 0.4 + classed / 3;
    case NA_TAG_H3: return 0.25 + classed / 3;
    case NA_TAG_H4:
    case NA_TAG_H5: return 0.1 + classed / 3;
    case NA_TAG_STRONG:
    case NA_TAG_B:
    case NA_TAG_FONT:
    case NA_TAG_TD:
    case NA_TAG_CENTER: return 0.05 + classed;
    default: return classed;
    }
}

static void compare(const finder *f, heading *h)
{
    for (size_t i = 0; i < sizeof f->refs / sizeof f->refs[0]; i++) {
        if (f->runs[i].text.n == 0)
            continue;
        size_t own = h->folded.n, other = f->refs[i].n, most = own < other ? own : other;
        if ((double)most / (double)own + (double)most / (double)other <= h->like + h->cover)
            continue;
        size_t run = na_common_run(&f->runs[i], h->folded);
        double like = (double)run / (double)own, cover = (double)run / (double)other;
        if (like + cover > h->like + h->cover) {
            h->like = like;
            h->cover = cover;
        }
    }
}

static bool is_link_elsewhere(const na_doc *doc, na_node_id n)
{
    return doc->nodes[n].link_chars * 2 > doc->nodes[n].text_chars ||
           (doc->nodes[n].flags & NA_IN_LINK);
}

static void rate(finder *f, heading *h)
{
    const na_doc *doc = f->page->doc;
    h->score = h->like + 1.5 * h->cover + weight_of(f->page, h->node);
    bool site =
        f->c->site_name.n > 0 && na_str_eq(h->folded, na_fold(f->page->arena, f->c->site_name));
    bool link = is_link_elsewhere(doc, h->node), furniture = na_in_furniture(f->page, h->node);
    bool late = f->prose != NA_NO_NODE && h->node > f->prose;
    h->score -= (link ? 0.3 : 0) + (furniture ? 0.8 : 0) + (late ? 1.0 : 0) + (site ? 2.0 : 0);
    h->is_aside = link || furniture || late || site;
}

/* A container with lines of its own is no heading. */
static bool is_one_line(const na_doc *doc, na_node_id n)
{
    for (na_node_id i = n + 1; i < doc->nodes[n].end; i++)
        if (doc->nodes[i].type == NA_ELEMENT && (doc->nodes[i].flags & NA_BLOCK) &&
            doc->nodes[i].text_chars > 0)
            return false;
    return true;
}

static bool is_heading_tag(const na_doc *doc, na_node_id n)
{
    return doc->nodes[n].tag >= NA_TAG_H1 && doc->nodes[n].tag <= NA_TAG_H6;
}

/* Says the element what the head states, or the beginning of the title element? */
static bool is_as_stated(const finder *f, na_str folded)
{
    size_t last = sizeof f->refs / sizeof f->refs[0] - 1;
    for (size_t i = 0; i < last; i++)
        if (na_str_eq(folded, f->refs[i]))
            return true;
    return folded.n < f->refs[last].n && folded.n * 3 >= f->refs[last].n &&
           na_str_starts(f->refs[last], folded);
}

/* `plain`: nothing sets the element off, so its words must be the head's. */
static void consider(finder *f, na_node_id n, bool plain)
{
    const na_doc *doc = f->page->doc;
    const na_node *node = &doc->nodes[n];
    if (node->text_chars < TITLE_CHARS_MIN || node->text_chars > TITLE_CHARS_MAX ||
        (node->flags & NA_HIDDEN_NODE) || (!plain && weight_of(f->page, n) <= 0) ||
        (!is_heading_tag(doc, n) && !is_one_line(doc, n)))
        return;
    heading h = {.node = n, .text = na_node_text(f->page->arena, doc, n)};
    h.folded = na_fold(f->page->arena, h.text);
    if (h.folded.n == 0 || (plain && !is_as_stated(f, h.folded)))
        return;
    compare(f, &h);
    rate(f, &h);
    f->found[f->count++] = h;
}

/* Elements that nothing sets off, but that say what the head says. */
static void consider_plain(finder *f)
{
    const na_doc *doc = f->page->doc;
    if (f->prose == NA_NO_NODE || !na_rule_on(NA_RULE_TITLE_PLAIN))
        return;
    for (na_node_id n = doc->body; n < f->prose && f->count < HEADINGS_MAX; n++) {
        if (doc->nodes[n].type != NA_ELEMENT || !(doc->nodes[n].flags & NA_BLOCK) ||
            doc->nodes[n].link_chars > 0 || weight_of(f->page, n) > 0)
            continue;
        consider(f, n, true);
    }
}

static const heading *best_heading(const finder *f)
{
    const heading *best = NULL;
    for (size_t i = 0; i < f->count; i++)
        if (!best || f->found[i].score > best->score)
            best = &f->found[i];
    return best;
}

/* The only h1 above the prose that is no logo: the title, though the head words it otherwise. */
static const heading *sole_h1(const finder *f)
{
    const heading *sole = NULL;
    for (size_t i = 0; na_rule_on(NA_RULE_TITLE_SOLE_H1) && i < f->count; i++) {
        const heading *h = &f->found[i];
        if (f->page->doc->nodes[h->node].tag != NA_TAG_H1 || h->is_aside)
            continue;
        if (sole && !na_str_eq(sole->folded, h->folded))
            return NULL;
        sole = h;
    }
    return sole && na_count_nonspace(sole->text) >= 6 ? sole : NULL;
}

static bool is_site_like(const finder *f, const heading *h)
{
    return na_str_eq(h->folded, f->refs[3]) || na_str_eq(h->folded, f->refs[4]);
}

/* The line that heads the prose, where the head names only the site or nothing. */
static const heading *line_above(finder *f, bool shown)
{
    na_node_id n = na_title_is_mute(f->page, shown) ? na_title_line(f->page, f->prose) : NA_NO_NODE;
    if (n == NA_NO_NODE || !na_rule_on(NA_RULE_TITLE_LINE))
        return NULL;
    heading *h = na_arena_zalloc(f->page->arena, sizeof *h);
    h->node = n;
    h->text = na_node_text(f->page->arena, f->page->doc, n);
    h->folded = na_fold(f->page->arena, h->text);
    return h;
}

/* Is the heading the title, after what the head states? */
static bool fits(const heading *h)
{
    return h && (h->like >= 0.8 ? h->cover >= 0.3 : h->like >= 0.5 && h->cover >= 0.8);
}

/* --- pieces: a heading may carry a kicker, a date or a sign beside the title --- */

#define PIECES_MAX 8

typedef struct pieces {
    na_str v[PIECES_MAX];
    size_t n;
} pieces;

static pieces split_pieces(finder *f, na_node_id n)
{
    const na_doc *doc = f->page->doc;
    na_scan scan = na_scan_nodes(f->page->arena, doc, n, doc->nodes[n].end, 1000);
    pieces p = {.n = 0};
    const char *begin = scan.text.p;
    for (size_t i = 0; i <= scan.text.n && p.n < PIECES_MAX; i++) {
        if (i < scan.text.n && (unsigned char)scan.text.p[i] >= 0x20)
            continue;
        na_str piece = na_trim_white((na_str){begin, (size_t)(scan.text.p + i - begin)});
        if (piece.n > 0)
            p.v[p.n++] = piece;
        begin = scan.text.p + i + 1;
    }
    return p;
}

static na_str join(na_arena *arena, const pieces *p, size_t from, size_t to)
{
    na_sb sb = NA_SB(arena);
    for (size_t i = from; i < to; i++) {
        na_sb_add_cstr(&sb, i > from ? " " : "");
        na_sb_add(&sb, p->v[i]);
    }
    return na_collapse(arena, na_sb_str(&sb));
}

static bool is_stated(const finder *f, na_str text)
{
    na_str folded = na_fold(f->page->arena, text);
    for (size_t i = 0; i < 4; i++)
        if (folded.n > 0 && na_str_eq(folded, f->refs[i]))
            return true;
    return false;
}

/* The heading's text without a kicker inside it; empty when it has none. */
static na_str without_kicker(finder *f, na_node_id n)
{
    const na_doc *doc = f->page->doc;
    na_node_id end = doc->nodes[n].end;
    for (na_node_id i = n + 1; i < end; i++) {
        if (doc->nodes[i].type != NA_ELEMENT || !na_class_says(f->page, i, NA_CLASS_KICKER) ||
            doc->nodes[i].text_chars == 0)
            continue;
        na_scan rest = na_scan_nodes(f->page->arena, doc, doc->nodes[i].end, end, 1000);
        char *flat = na_arena_cstr(f->page->arena, rest.text);
        for (size_t k = 0; k < rest.text.n; k++)
            if ((unsigned char)flat[k] < 0x20)
                flat[k] = ' ';
        na_str text = na_collapse(f->page->arena, (na_str){flat, rest.text.n});
        return na_count_nonspace(text) >= 8 ? text : (na_str){0};
    }
    return (na_str){0};
}

/* The heading's text, or the run of its pieces that the head states as the title. */
static na_str shown_text(finder *f, const heading *h)
{
    if (f->refs[0].n > 0 && na_str_eq(h->folded, f->refs[0]))
        return f->c->og_title; /* the same words, with the colon behind a kicker */
    na_str bare = na_rule_on(NA_RULE_TITLE_PIECES) ? without_kicker(f, h->node) : (na_str){0};
    if (bare.n > 0)
        return bare;
    if (is_stated(f, h->text) || !na_rule_on(NA_RULE_TITLE_PIECES))
        return h->text;
    pieces p = split_pieces(f, h->node);
    for (size_t length = p.n; length-- > 1;)
        for (size_t from = 0; from + length <= p.n; from++) {
            na_str text = join(f->page->arena, &p, from, from + length);
            if (is_stated(f, text))
                return text;
        }
    return h->text;
}

static const char *from_of(const na_doc *doc, na_node_id n)
{
    switch (doc->nodes[n].tag) {
    case NA_TAG_H1: return "h1";
    case NA_TAG_H2: return "h2";
    case NA_TAG_H3: return "h3";
    default: return "heading";
    }
}

/* Makes the references ready for comparing, each but once. */
static void prepare_runs(finder *f)
{
    for (size_t i = 0; i < sizeof f->refs / sizeof f->refs[0]; i++) {
        bool said = f->refs[i].n == 0;
        for (size_t k = 0; k < i; k++)
            said = said || na_str_eq(f->refs[k], f->refs[i]);
        if (!said)
            f->runs[i] = na_run_text_make(f->page->arena, f->refs[i]);
    }
}

static void start(finder *f, na_page *page)
{
    const na_candidates *c = page->candidates;
    na_arena *a = page->arena;
    f->page = page;
    f->c = c;
    f->prose = na_first_prose(page);
    f->refs[0] = na_fold(a, c->og_title);
    f->refs[1] = na_fold(a, c->jsonld.headline);
    f->refs[2] = na_fold(a, c->cms_title.text);
    f->refs[3] = na_fold(a, na_title_strip(a, c->page_title, c));
    f->refs[4] = na_fold(a, c->page_title);
    prepare_runs(f);
    /* heading elements first: menus may hold more elements of class title than are looked at */
    for (int pass = 0; na_rule_on(NA_RULE_TITLE_HEADINGS) && pass < 2; pass++)
        for (na_node_id n = 0; n < page->doc->count && f->count < HEADINGS_MAX; n++)
            if (page->doc->nodes[n].type == NA_ELEMENT &&
                is_heading_tag(page->doc, n) == (pass == 0))
                consider(f, n, false);
}

static na_fact stated_title(const finder *f)
{
    na_arena *a = f->page->arena;
    const na_candidates *c = f->c;
    if (c->og_title.n > 0)
        return (na_fact){na_title_strip(a, c->og_title, c), "og", 0.8};
    if (c->jsonld.headline.n > 0)
        return (na_fact){c->jsonld.headline, "jsonld", 0.8};
    if (c->page_title.n > 0)
        return (na_fact){na_title_strip(a, c->page_title, c), "title", 0.6};
    return (na_fact){0};
}

static void note_candidates(const finder *f)
{
    na_trace *t = f->page->trace;
    const na_candidates *c = f->c;
    na_trace_value(t, NEWSARC_FIELD_TITLE, c->cms_title.text, c->cms_title.from,
                   c->cms_title.confidence, NA_NO_NODE);
    for (size_t i = 0; i < f->count; i++) {
        const heading *h = &f->found[i];
        if (h->score > 0.5)
            na_trace_value(t, NEWSARC_FIELD_TITLE, h->text, from_of(f->page->doc, h->node),
                           h->score / HEADING_SCORE_MAX, h->node);
    }
    na_trace_value(t, NEWSARC_FIELD_TITLE, c->og_title, "og", 0.8, NA_NO_NODE);
    na_trace_value(t, NEWSARC_FIELD_TITLE, c->jsonld.headline, "jsonld", 0.8, NA_NO_NODE);
    na_trace_value(t, NEWSARC_FIELD_TITLE, c->page_title, "title", 0.6, NA_NO_NODE);
}

void na_title_choose(na_page *page, na_draft *draft)
{
    finder *f = na_arena_zalloc(page->arena, sizeof *f);
    start(f, page);
    if (page->trace)
        note_candidates(f);
    const heading *h = best_heading(f);
    if (!fits(h) && sole_h1(f))
        h = sole_h1(f);
    if (!h || !(h == sole_h1(f) || (fits(h) && is_as_stated(f, h->folded)))) {
        consider_plain(f);
        h = best_heading(f);
    }
    bool shown = h && (fits(h) || h == sole_h1(f));
    const heading *line = !shown || h->cover < 0.3 || is_site_like(f, h)
                              ? line_above(f, shown && h->cover >= 0.3)
                              : NULL;
    if (line) {
        h = line;
        shown = true;
    }
    if (shown)
        page->title_node = h->node;
    if (f->c->cms_title.text.n > 0)
        draft->title = f->c->cms_title;
    else if (shown)
        draft->title = (na_fact){shown_text(f, h), from_of(page->doc, h->node), 0.95};
    else
        draft->title = stated_title(f);
    if (shown)
        page->candidates->shown_title = shown_text(f, h);
    if (draft->title.text.n == 0 && h)
        draft->title = (na_fact){h->text, from_of(page->doc, h->node), 0.5};
}
