/* Weighing: which text reads like sentences, and where it stands.
 *
 * The page is cut into runs: text between two boundaries (begin or end of a block, br). A run with
 * sentence ends and enough characters outside links is prose, a short or linked one is junk. So
 * paragraphs need no <p>: pages that part them by br or by spans count the same. Each run of prose
 * gives points to its container, half to the next ancestor and less further up, as in Readability;
 * sums of prose and junk are made bottom up in one pass. */
#include "article/body_parts.h"

#include "article/boilerplate.h"
#include "article/site_profile.h"
#include "html/textstat.h"

#define NA_POINT_LEVELS 5
#define NA_BODY_UNITS 400 /* prose of a body, at least */
#define NA_BIO_UNITS 900  /* prose about an author at most */

typedef struct run {
    na_node_id block; /* nearest block around it */
    uint32_t bytes, chars, links, sentences, commas;
    bool footer;
} run;

typedef struct weigher {
    na_body *b;
    run run;
    na_node_id open[NA_DEPTH_MAX + 2]; /* blocks around the place */
    size_t depth;
} weigher;

static const uint8_t dead_tags[NA_TAG_COUNT] = {
    [NA_TAG_NAV] = 1,      [NA_TAG_ASIDE] = 1,    [NA_TAG_FOOTER] = 1, [NA_TAG_BUTTON] = 1,
    [NA_TAG_SELECT] = 1,   [NA_TAG_TEXTAREA] = 1, [NA_TAG_SCRIPT] = 1, [NA_TAG_STYLE] = 1,
    [NA_TAG_TEMPLATE] = 1, [NA_TAG_IFRAME] = 1,   [NA_TAG_SVG] = 1,    [NA_TAG_OBJECT] = 1,
    [NA_TAG_VIDEO] = 1,    [NA_TAG_AUDIO] = 1,    [NA_TAG_CANVAS] = 1, [NA_TAG_MENU] = 1,
    [NA_TAG_FORM] = 1,     [NA_TAG_LABEL] = 1,    [NA_TAG_OPTION] = 1,
};

na_counts na_count_text(const na_body *b, na_node_id text)
{
    const na_node *t = na_node_at(b->doc, text);
    na_counts c = {t->text_chars, t->link_chars, t->sentences, t->commas};
    if (b->shown == NA_NO_NODE || !na_contains(b->doc, b->shown, text))
        return c;
    na_text_stat stat = na_text_measure(t->text);
    bool linked = (t->flags & NA_IN_LINK) != 0;
    c = (na_counts){stat.chars, linked ? stat.chars : 0, linked ? 0 : stat.sentences,
                    linked ? 0 : stat.commas};
    return c;
}

/* Nothing in there is ever text of the article. */
static bool is_void_of_text(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if (e->type != NA_ELEMENT)
        return false;
    switch (e->tag) {
    case NA_TAG_SCRIPT:
    case NA_TAG_STYLE:
    case NA_TAG_TEMPLATE:
    case NA_TAG_SELECT:
    case NA_TAG_TEXTAREA:
    case NA_TAG_BUTTON:
    case NA_TAG_IFRAME:
    case NA_TAG_SVG: return true;
    default:
        return (e->flags & NA_HIDDEN_NODE || e->tag == NA_TAG_NOSCRIPT) &&
               (b->shown == NA_NO_NODE || !na_contains(b->doc, b->shown, n));
    }
}

/* Is a run prose, and how much? */
static uint32_t prose_of(const run *r)
{
    uint32_t plain = r->chars - r->links;
    uint32_t units = na_units(r->bytes, r->chars);
    uint32_t plain_units = r->chars ? (uint32_t)((uint64_t)units * plain / r->chars) : 0;
    if (plain * 2 < r->chars || r->footer)
        return 0;
    if (r->sentences > 0 && plain_units >= 30)
        return plain_units;
    if (r->commas > 0 && plain_units >= 60)
        return plain_units * 3 / 4;
    return plain_units >= 100 ? plain_units / 2 : 0;
}

static void end_run(weigher *w)
{
    run *r = &w->run;
    if (r->chars) {
        na_weight *at = &w->b->weight[r->block];
        uint32_t prose = prose_of(r);
        at->raw += prose;
        if (prose == 0) {
            *(r->links * 2 > r->chars ? &at->linked : &at->junk) += na_units(r->bytes, r->chars);
        } else {
            at->prose += prose;
            float points = 1.0f + (float)(r->commas < 10 ? r->commas : 10) * 0.3f +
                           (float)(prose < 300 ? prose : 300) / 100.0f;
            at->points += points;
        }
    }
    *r = (run){.block = w->open[w->depth - 1]};
}

static void leave_blocks(weigher *w, na_node_id next)
{
    const na_doc *d = w->b->doc;
    while (w->depth > 1 && d->nodes[w->open[w->depth - 1]].end <= next) {
        end_run(w);
        w->depth--;
        w->run.block = w->open[w->depth - 1];
    }
}

static void add_text(const na_body *b, run *r, na_node_id n)
{
    na_counts c = na_count_text(b, n);
    r->bytes += (uint32_t)na_node_at(b->doc, n)->text.n;
    r->chars += c.chars;
    r->links += c.links;
    r->sentences += c.sentences;
    r->commas += c.commas;
    na_str text = na_node_at(b->doc, n)->text;
    if (!r->footer && text.n > c.chars + c.chars / 2) /* not in Latin letters alone */
        r->footer = na_is_footer(text);
}

static void weigh_runs(na_body *b)
{
    const na_doc *d = b->doc;
    weigher w = {.b = b, .depth = 1};
    w.open[0] = w.run.block = d->body;
    na_node_id end = d->nodes[d->body].end;
    for (na_node_id n = d->body + 1; n < end;) {
        const na_node *e = na_node_at(d, n);
        leave_blocks(&w, n);
        if (b->mark[n] || is_void_of_text(b, n)) { /* marked: it repeats on the site */
            n = e->end;
            continue;
        }
        if (e->type == NA_TEXT) {
            if (!(e->flags & NA_WHITE))
                add_text(b, &w.run, n);
        } else if (e->type == NA_ELEMENT && (e->flags & NA_BLOCK)) {
            end_run(&w);
            if (w.depth < NA_DEPTH_MAX + 1)
                w.open[w.depth++] = n;
            w.run.block = n;
        } else if (e->type == NA_ELEMENT && e->tag == NA_TAG_BR) {
            end_run(&w);
        }
        n++;
    }
    leave_blocks(&w, end);
    end_run(&w);
}

static void sum_raw(na_body *b)
{
    const na_doc *d = b->doc;
    for (na_node_id n = d->count - 1; n > 0; n--) {
        na_node_id p = d->nodes[n].parent;
        if (p != NA_NO_NODE)
            b->weight[p].raw += b->weight[n].raw;
    }
}

/* A box that is not body by its name, but holds most of the page's prose, is a matter of layout (a
 * form around an ASP.NET page, "sidebar-grid" around an article): then its name means nothing on
 * this page. Unless an article's container stands outside of it. Comments may hold nearly all. */
static bool holds_the_page(const na_body *b, na_node_id n)
{
    uint64_t part = b->weight[n].raw, whole = b->weight[b->doc->body].raw;
    if (b->signs[n] & NA_SIGN_COMMENTS)
        return part * 10 >= whole * 9;
    return part * 2 >= whole;
}

static bool body_elsewhere(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    bool aside = na_is_element(d, n, NA_TAG_ASIDE);
    for (na_node_id k = d->body; k < d->nodes[d->body].end;) {
        if (k == n) {
            k = d->nodes[n].end;
            continue;
        }
        bool meant = (b->signs[k] & NA_SIGN_BODY) ||
                     (aside && na_is_element(d, k, NA_TAG_ARTICLE)); /* a text box in a sidebar */
        if (meant && !na_contains(d, k, n) && b->weight[k].raw >= 150)
            return true;
        k++;
    }
    return false;
}

static bool *words_of_layout(const na_body *b)
{
    const na_doc *d = b->doc;
    bool *layout = na_arena_zalloc(b->arena, b->sign_map.words);
    if (b->weight[d->body].raw == 0 || !na_rule_on(NA_RULE_BODY_LAYOUT))
        return layout;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        uint16_t word = b->sign_map.drop_word[n];
        if (word && !layout[word] && !(b->signs[n] & NA_SIGN_FIRM) && holds_the_page(b, n) &&
            !body_elsewhere(b, n))
            layout[word] = true;
    }
    return layout;
}

/* Holds headline and body: whatever else its class says, it is the article. */
static bool is_around_article(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    bool title = false;
    if ((b->signs[n] & NA_SIGN_BODY) && !(b->signs[n] & NA_SIGN_COMMENTS))
        return true;
    for (na_node_id k = n + 1; k < d->nodes[n].end; k++) {
        title = title || na_is_element(d, k, NA_TAG_H1);
        if (title && (b->signs[k] & NA_SIGN_BODY) && b->weight[k].raw >= 100)
            return true;
    }
    return false;
}

/* A good part of the body in which it stands, hardly with a link: what only subscribers see is
 * called "subscription" by many, and is the article. */
static bool is_part_of_body(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    na_node_id p = e->parent;
    while (p != NA_NO_NODE && !(b->signs[p] & NA_SIGN_BODY))
        p = b->doc->nodes[p].parent;
    return p != NA_NO_NODE && b->weight[p].raw >= NA_BODY_UNITS &&
           !(b->signs[n] & NA_SIGN_COMMENTS) && e->link_chars * 5 < e->text_chars &&
           (uint64_t)b->weight[n].raw * 10 >= (uint64_t)b->weight[p].raw * 4;
}

/* Why an element is dead, or NA_DROP_INHERITED when it is not. */
static na_drop dead_by(const na_body *b, const bool *layout, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if (e->type != NA_ELEMENT || n == b->doc->body)
        return NA_DROP_INHERITED;
    if (is_void_of_text(b, n))
        return e->flags & NA_HIDDEN_NODE || e->tag == NA_TAG_NOSCRIPT ? NA_DROP_HIDDEN
                                                                      : NA_DROP_CONTROL;
    if (b->signs[n] & NA_SIGN_DROP) {
        if (is_around_article(b, n) || is_part_of_body(b, n) || layout[b->sign_map.drop_word[n]])
            return NA_DROP_INHERITED;
        return !holds_the_page(b, n) || body_elsewhere(b, n) ? NA_DROP_NAME : NA_DROP_INHERITED;
    }
    if ((b->signs[n] & NA_SIGN_AUTHOR) && b->weight[n].raw >= 40 && b->weight[n].raw < NA_BIO_UNITS)
        return !holds_the_page(b, n) && !is_around_article(b, n) ? NA_DROP_AUTHOR
                                                                 : NA_DROP_INHERITED;
    bool dead = dead_tags[e->tag] && (!holds_the_page(b, n) || b->weight[n].raw == 0 ||
                                      (e->tag == NA_TAG_ASIDE && body_elsewhere(b, n)));
    return dead ? NA_DROP_TAG : NA_DROP_INHERITED;
}

static void mark_dead(na_body *b)
{
    const na_doc *d = b->doc;
    const bool *layout = words_of_layout(b);
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        na_node_id p = d->nodes[n].parent;
        if (na_is_kept(b, n)) {
            b->mark[n] = 0;
            continue;
        }
        if (n != d->body && (b->mark[p] & NA_MARK_DEAD)) {
            b->mark[n] |= NA_MARK_DEAD;
            continue;
        }
        na_drop why = b->mark[n] ? NA_DROP_INHERITED : dead_by(b, layout, n);
        if (why)
            na_mark(b, n, NA_MARK_DEAD, why);
    }
}

/* Points of one container go to it and, less and less, to its ancestors. A paragraph element is not
 * its own container. */
static void hand_up(na_body *b, na_node_id block)
{
    const na_doc *d = b->doc;
    const na_node *e = na_node_at(d, block);
    bool leaf = e->tag == NA_TAG_P || e->tag == NA_TAG_PRE || e->tag == NA_TAG_LI ||
                e->tag == NA_TAG_DD || e->tag == NA_TAG_BLOCKQUOTE;
    float points = b->weight[block].points;
    na_node_id n = leaf ? e->parent : block;
    for (int level = 0; level < NA_POINT_LEVELS && n != NA_NO_NODE; level++) {
        float share = level == 0 ? 1.0f : level == 1 ? 2.0f : 3.0f * (float)level;
        b->weight[n].score += points / share;
        n = d->nodes[n].parent;
    }
}

/* Prose and junk of what is alive, bottom up; the dead have none. */
static void sum_alive(na_body *b)
{
    const na_doc *d = b->doc;
    for (na_node_id n = d->count - 1; n > 0; n--) {
        na_weight *w = &b->weight[n];
        if (b->mark[n] & NA_MARK_DEAD) {
            w->prose = w->junk = w->linked = 0;
            continue;
        }
        if (w->points > 0)
            hand_up(b, n);
        na_node_id p = d->nodes[n].parent;
        if (p != NA_NO_NODE) {
            b->weight[p].prose += w->prose;
            b->weight[p].junk += w->junk;
            b->weight[p].linked += w->linked;
        }
    }
}

/* Bytes of text below n that are no link, whatever hides them. */
static size_t text_bytes(const na_doc *d, na_node_id n)
{
    size_t bytes = 0;
    for (na_node_id k = n + 1; k < d->nodes[n].end; k++) {
        const na_node *t = na_node_at(d, k);
        bool code = t->type == NA_TEXT && (na_is_element(d, t->parent, NA_TAG_SCRIPT) ||
                                           na_is_element(d, t->parent, NA_TAG_STYLE));
        if (t->type == NA_TEXT && !code && !(t->flags & (NA_WHITE | NA_IN_LINK)))
            bytes += t->text.n;
    }
    return bytes;
}

/* Bodies that a script shows later, or that stand in noscript for readers without scripts: the
 * hidden element with the most text, when that is several times more than all visible prose. */
static na_node_id find_shown(const na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id best = NA_NO_NODE;
    size_t most = 0;
    for (na_node_id n = d->body + 1; n < d->nodes[d->body].end;) {
        const na_node *e = na_node_at(d, n);
        bool hidden =
            e->type == NA_ELEMENT && (e->flags & NA_HIDDEN_NODE || e->tag == NA_TAG_NOSCRIPT);
        size_t bytes = hidden ? text_bytes(d, n) : 0;
        if (bytes > most) {
            most = bytes;
            best = n;
        }
        n = hidden || is_void_of_text(b, n) ? e->end : n + 1;
    }
    return most > 400 && most > 3 * (size_t)b->weight[d->body].raw ? best : NA_NO_NODE;
}

void na_body_weigh(na_body *b, const newsarc_site_profile *site)
{
    const na_doc *d = b->doc;
    b->weight = na_arena_zalloc(b->arena, (d->count + 1u) * sizeof *b->weight);
    b->mark = na_arena_zalloc(b->arena, d->count + 1u);
    if (d->body == NA_NO_NODE)
        return;
    if (site)
        na_site_mark(b, site);
    weigh_runs(b);
    sum_raw(b);
    b->shown = b->ruled                         ? na_body_shown_ruled(b)
               : na_rule_on(NA_RULE_BODY_SHOWN) ? find_shown(b)
                                                : NA_NO_NODE;
    if (b->shown != NA_NO_NODE) {
        memset(b->weight, 0, (d->count + 1u) * sizeof *b->weight);
        weigh_runs(b);
        sum_raw(b);
    }
    na_body_mark_teasers(b);
    mark_dead(b);
    sum_alive(b);
}
