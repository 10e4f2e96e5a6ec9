/* Choosing the container: several candidates, one comparison.
 *
 * Candidates are every live block: scored bottom up by points (as Readability does), by density,
 * and by what its names say. The winner is widened to an ancestor or to siblings of the same shape
 * when the body is split, and narrowed to a child that holds nearly all of it. */
#include "article/body_parts.h"

#define NA_WEAK_UNITS 300      /* prose below which plain text is weighed, too */
#define NA_BEHIND_HEADLINE 1.6 /* worth of prose right behind the headline */
#define NOTED_BOXES 8          /* of the candidates --explain shows */
#define NA_SURE_UNITS 400      /* prose at which a container that is called a body is believed */

bool na_is_body_container(const na_node *e)
{
    if (e->type != NA_ELEMENT || !(e->flags & NA_BLOCK))
        return false;
    switch (e->tag) {
    case NA_TAG_P:
    case NA_TAG_LI:
    case NA_TAG_H1:
    case NA_TAG_H2:
    case NA_TAG_H3:
    case NA_TAG_H4:
    case NA_TAG_H5:
    case NA_TAG_H6:
    case NA_TAG_BLOCKQUOTE:
    case NA_TAG_FIGURE:
    case NA_TAG_FIGCAPTION:
    case NA_TAG_UL:
    case NA_TAG_OL:
    case NA_TAG_TBODY:
    case NA_TAG_TR: return false;
    default: return true;
    }
}

static double name_factor(const na_body *b, na_node_id n)
{
    na_signs s = b->signs[n];
    const na_node *e = na_node_at(b->doc, n);
    double f = s & NA_SIGN_BODY ? 1.6 : s & NA_SIGN_MAIN ? 1.15 : 1.0;
    if (e->tag == NA_TAG_ARTICLE && na_rule_on(NA_RULE_BODY_ARTICLE))
        f *= 1.15;
    if (s & (NA_SIGN_META | NA_SIGN_CAPTION | NA_SIGN_LINKS))
        f *= 0.8;
    if (e->tag == NA_TAG_HEADER && na_rule_on(NA_RULE_BODY_ARTICLE))
        f *= 0.5;
    if (b->first_prose != NA_NO_NODE && na_contains(b->doc, n, b->first_prose))
        f *= NA_BEHIND_HEADLINE;
    return f;
}

/* The first prose behind the only h1: there the body begins. */
static na_node_id prose_behind_headline(const na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id headline = NA_NO_NODE;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++)
        if (na_is_element(d, n, NA_TAG_H1) && d->nodes[n].text_chars >= 6 &&
            !(b->mark[n] & NA_MARK_DEAD)) {
            if (headline != NA_NO_NODE)
                return NA_NO_NODE;
            headline = n;
        }
    if (headline == NA_NO_NODE)
        return NA_NO_NODE;
    for (na_node_id n = d->nodes[headline].end; n < d->nodes[d->body].end; n++)
        if (b->weight[n].points > 0 && !(b->mark[n] & NA_MARK_DEAD))
            return n;
    return NA_NO_NODE;
}

static double value_of(const na_body *b, na_node_id n)
{
    const na_weight *w = &b->weight[n];
    double dens = na_density(w);
    return (double)w->score * dens * name_factor(b, n);
}

static na_node_id best_container(const na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id best = NA_NO_NODE;
    double top = 0;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        if (b->weight[n].score <= 0 || (b->mark[n] & NA_MARK_DEAD) ||
            !na_is_body_container(&d->nodes[n]))
            continue;
        double v = value_of(b, n);
        if (v > top) {
            top = v;
            best = n;
        }
    }
    return best;
}

/* The child of `n` with the most prose. */
static na_node_id main_child(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = NA_NO_NODE;
    for (na_node_id c = na_first_child(d, n); c != NA_NO_NODE; c = na_next_sibling(d, c))
        if (best == NA_NO_NODE || b->weight[c].prose > b->weight[best].prose)
            best = c;
    return best;
}

static na_node_id narrow(const na_body *b, na_node_id n)
{
    na_node_id best = n;
    for (;;) {
        na_node_id c = main_child(b, n);
        if (c == NA_NO_NODE || (b->mark[c] & NA_MARK_DEAD) ||
            b->weight[c].prose * 100ull < b->weight[best].prose * 97ull)
            return best;
        n = c;
        if (na_is_body_container(na_node_at(b->doc, c)))
            best = c;
    }
}

/* An ancestor is taken when it adds a good deal of prose and little else. */
static na_node_id widen(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = n, p = d->nodes[n].parent;
    if ((b->signs[n] & NA_SIGN_BODY) && b->weight[n].prose >= NA_SURE_UNITS)
        return n;
    for (int level = 0; level < 4 && p != NA_NO_NODE && p != d->body; level++) {
        double more = (double)b->weight[p].prose - (double)b->weight[best].prose;
        double junk = (double)b->weight[p].junk - (double)b->weight[best].junk;
        double linked = (double)b->weight[p].linked - (double)b->weight[best].linked;
        double had = b->weight[best].prose;
        if ((more > 0.2 * had && more > 2.5 * linked + 1.3 * junk) ||
            (more > 0.08 * had && more > 5 * (linked + junk)))
            best = p;
        p = d->nodes[p].parent;
    }
    return best;
}

bool na_same_shape(const na_doc *d, na_node_id a, na_node_id b)
{
    if (d->nodes[a].type != NA_ELEMENT || d->nodes[b].type != NA_ELEMENT ||
        d->nodes[a].tag != d->nodes[b].tag)
        return false;
    na_str ca = na_str_trim(na_attr_get(d, a, "class")),
           cb = na_str_trim(na_attr_get(d, b, "class"));
    na_str rest;
    bool plain = d->nodes[a].tag == NA_TAG_DIV || d->nodes[a].tag == NA_TAG_TABLE;
    if (plain && ca.n == 0) /* any two divs have that shape */
        return false;
    return na_str_eq(na_str_cut(ca, ' ', &rest), na_str_cut(cb, ' ', &rest));
}

/* Parts that one template made, or that are both called content. */
static bool are_parts(const na_body *b, na_node_id n, na_node_id other)
{
    const na_doc *d = b->doc;
    bool named = (b->signs[n] & (NA_SIGN_BODY | NA_SIGN_MAIN)) &&
                 (b->signs[other] & (NA_SIGN_BODY | NA_SIGN_MAIN)) &&
                 d->nodes[n].tag == d->nodes[other].tag;
    return named || na_same_shape(d, n, other);
}

/* Prose of the siblings of n that have its shape and hold little else. */
static uint64_t prose_beside(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    uint64_t sum = 0;
    for (na_node_id c = na_first_child(d, d->nodes[n].parent); c != NA_NO_NODE;
         c = na_next_sibling(d, c))
        if (c != n && !(b->mark[c] & NA_MARK_DEAD) && b->weight[c].prose &&
            na_density(&b->weight[c]) > 0.6 && are_parts(b, n, c) &&
            na_find_tag(d, c, d->nodes[c].end, NA_TAG_H1) == NA_NO_NODE)
            sum += b->weight[c].prose;
    return sum;
}

/* A body in several boxes: the parent of the boxes. */
static na_node_id join_parts(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = n, p = n;
    for (int level = 0; level < 6 && p != d->body && d->nodes[p].parent != d->body; level++) {
        if (prose_beside(b, p) * 10 > b->weight[best].prose)
            best = d->nodes[p].parent;
        p = d->nodes[p].parent;
    }
    return best;
}

/* The outermost ancestor that is called a body, when it holds little else. */
static na_node_id named_ancestor(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    na_node_id best = n, p = d->nodes[n].parent;
    for (int level = 0; level < 6 && p != NA_NO_NODE && p != d->body; level++) {
        if ((b->signs[p] & NA_SIGN_BODY) &&
            b->weight[p].prose > b->weight[best].prose * 51ull / 50 &&
            na_density(&b->weight[p]) > 0.7 * na_density(&b->weight[n]))
            best = p;
        p = d->nodes[p].parent;
    }
    return best;
}

static uint64_t plain_units(const na_body *b, na_node_id n)
{
    return (uint64_t)b->weight[n].prose + b->weight[n].junk;
}

/* The largest plain text of what bears one of `signs` or the tag, more than `top` units and mostly
 * without links. */
static na_node_id largest_plain(const na_body *b, unsigned signs, na_tag tag, uint64_t top,
                                na_node_id otherwise)
{
    const na_doc *d = b->doc;
    for (na_node_id k = d->body; k < d->nodes[d->body].end; k++) {
        bool meant = (b->signs[k] & signs) || na_is_element(d, k, tag);
        uint64_t plain = plain_units(b, k);
        if (!meant || (b->mark[k] & NA_MARK_DEAD) || b->weight[k].linked >= plain || plain <= top)
            continue;
        top = plain;
        otherwise = k;
    }
    return otherwise;
}

/* Pages with hardly a sentence: what is called a body, by its plain text; else what may be one. */
static na_node_id weak_body(const na_body *b, na_node_id n)
{
    uint64_t prose = n == NA_NO_NODE ? 0 : b->weight[n].prose;
    if (prose >= NA_WEAK_UNITS)
        return n;
    n = largest_plain(b, NA_SIGN_BODY, NA_TAG_COUNT, prose ? 3 * prose : 40, n);
    if (n == NA_NO_NODE)
        n = largest_plain(b, NA_SIGN_MAIN, NA_TAG_ARTICLE, 0, n);
    return n != NA_NO_NODE ? n : largest_plain(b, 0, NA_TAG_BODY, 0, n);
}

/* Text that is named a body, inside the container that was found, wins over the container when it
 * is a good part of it and no other box bears the name: lists of dates or results are bodies, too,
 * and have no sentences. */
static na_node_id named_inside(const na_body *b, na_node_id n)
{
    const na_doc *d = b->doc;
    uint64_t whole = plain_units(b, n), named = 0, top = 0;
    na_node_id best = n, k = n + 1;
    if (b->signs[n] & NA_SIGN_BODY)
        return n;
    while (k < d->nodes[n].end) {
        if (!(b->signs[k] & NA_SIGN_BODY) || (b->mark[k] & NA_MARK_DEAD)) {
            k++;
            continue;
        }
        uint64_t plain = plain_units(b, k);
        named += plain;
        if (plain > top && na_is_body_container(na_node_at(d, k))) {
            top = plain;
            best = k;
        }
        k = d->nodes[k].end;
    }
    return top >= 200 && top * 5 >= whole * 2 && top * 20 >= named * 17 ? best : n;
}

/* ---- for --explain ---- */

static void note_box(na_body *b, na_node_id n)
{
    const na_weight *w = &b->weight[n];
    na_note *note = na_trace_note(b->trace, NA_NOTE_BOX, NULL, n, (na_str){0});
    if (!note)
        return;
    note->value = value_of(b, n);
    note->points = (double)w->score;
    note->density = na_density(w);
    note->names = name_factor(b, n);
    note->prose = w->prose;
}

/* The containers with the highest values, the best first. */
static void note_boxes(na_body *b)
{
    const na_doc *d = b->doc;
    na_node_id best[NOTED_BOXES];
    size_t count = 0;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        if (b->weight[n].score <= 0 || (b->mark[n] & NA_MARK_DEAD) ||
            !na_is_body_container(&d->nodes[n]))
            continue;
        size_t at = count;
        for (; at > 0 && value_of(b, n) > value_of(b, best[at - 1]); at--)
            if (at < NOTED_BOXES)
                best[at] = best[at - 1];
        if (at < NOTED_BOXES)
            best[at] = n;
        count += count < NOTED_BOXES;
    }
    for (size_t i = 0; i < count; i++)
        note_box(b, best[i]);
}

static na_node_id moved(na_body *b, const char *why, na_node_id from, na_node_id to)
{
    if (to != from && to != NA_NO_NODE)
        na_trace_note(b->trace, NA_NOTE_STEP, why, to, (na_str){0});
    return to;
}

/* The roots: `n`, and before it the opening of a live blog when `n` holds its updates alone. */
static void set_roots(na_body *b, na_node_id opening, na_node_id n)
{
    const na_doc *d = b->doc;
    if (opening != NA_NO_NODE && opening < n && !na_contains(d, opening, n)) {
        b->roots[b->root_count++] = opening;
        na_trace_note(b->trace, NA_NOTE_STEP, "a live blog opens with this", opening, (na_str){0});
    }
    b->roots[b->root_count++] = n;
}

/* From the best value to the container, step by step. */
static const struct {
    na_rule rule;
    const char *why; /* for --explain */
    na_node_id (*take)(const na_body *, na_node_id);
} steps[] = {{NA_RULE_BODY_ANCESTOR, "an ancestor is named a body", named_ancestor},
             {NA_RULE_BODY_PARTS, "siblings of its shape are parts of it", join_parts},
             {NA_RULE_BODY_WIDEN, "an ancestor adds prose and little else", widen},
             {NA_RULE_BODY_NARROW, "a child holds nearly all of it", narrow},
             {NA_RULE_BODY_INSIDE, "text inside is named a body", named_inside}};

void na_body_choose(na_body *b, na_str stated, bool live)
{
    if (b->doc->body == NA_NO_NODE || na_body_choose_ruled(b))
        return;
    if (na_rule_on(NA_RULE_BODY_HEADLINE))
        b->first_prose = prose_behind_headline(b);
    if (b->trace)
        note_boxes(b);
    na_node_id n = moved(b, "best value", NA_NO_NODE, best_container(b));
    if (na_rule_on(NA_RULE_BODY_WEAK))
        n = moved(b, "little prose: by names and plain text", n, weak_body(b, n));
    for (size_t i = 0; n != NA_NO_NODE && i < sizeof steps / sizeof *steps; i++)
        if (na_rule_on(steps[i].rule))
            n = moved(b, steps[i].why, n, steps[i].take(b, n));
    na_node_id opening = live && na_rule_on(NA_RULE_BODY_LIVE) ? n : NA_NO_NODE;
    if (na_rule_on(NA_RULE_BODY_STATED))
        n = moved(b, "JSON-LD repeats the text of this", n, na_body_stated(b, stated, n));
    if (n != NA_NO_NODE)
        set_roots(b, opening, n);
}
