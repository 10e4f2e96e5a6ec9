/* Matching selectors in one pass, without going back.
 *
 * Each step of a selector (at most 64) is a bit. Nodes stand in preorder, so parent, ancestors and
 * earlier siblings of an element are decided before it: a step matches when its conditions hold and
 * the step on its left matched where its binding looks. A level keeps those sums for the children
 * of the element that is open at its depth, so nothing is kept for a node and nothing is tried
 * twice: a selector that sends a matcher with backtracking up all ancestors for each of its steps
 * costs the same here as any other. */
#include "html/selector_parts.h"

#define TICK 1024 /* nodes between two looks at the deadline */

/* The children of the open element one level up, as far as they were seen. */
typedef struct na_level {
    uint64_t parent; /* steps that match the parent */
    uint64_t above;  /* any ancestor */
    uint64_t before; /* the last element before */
    uint64_t behind; /* any element before */
    int32_t count;   /* elements before */
} na_level;

static bool same(na_str a, na_str b, bool any_case)
{
    return any_case ? na_str_eq_nocase(a, b) : na_str_eq(a, b);
}

static bool starts(na_str s, na_str with, bool any_case)
{
    return any_case ? na_str_starts_nocase(s, with) : na_str_starts(s, with);
}

static bool holds(na_str s, na_str part, bool any_case)
{
    return (any_case ? na_str_find_nocase(s, part) : na_str_find(s, part)) != NA_NOT_FOUND;
}

static bool is_dashed(na_str s, na_str value, bool any_case)
{
    return starts(s, value, any_case) && (s.n == value.n || s.p[value.n] == '-');
}

/* Empty values begin, end and are part of nothing (Selectors 6.3.2). */
static bool attribute_fits(const na_test *t, na_str s)
{
    size_t n = t->value.n;
    switch (t->kind) {
    case NA_TEST_IS: return same(s, t->value, t->any_case);
    case NA_TEST_WORD: return n && na_has_word(s, t->value, t->any_case);
    case NA_TEST_DASH: return is_dashed(s, t->value, t->any_case);
    case NA_TEST_PREFIX: return n && starts(s, t->value, t->any_case);
    case NA_TEST_SUFFIX:
        return n && n <= s.n && same(na_str_skip(s, s.n - n), t->value, t->any_case);
    case NA_TEST_PART: return n && holds(s, t->value, t->any_case);
    default: return true;
    }
}

/* Is `index`, counted from 1, An+B for an n from 0? */
static bool is_nth(const na_test *t, int32_t index)
{
    int32_t way = index - t->from;
    if (t->every == 0)
        return way == 0;
    return way % t->every == 0 && way / t->every >= 0;
}

static bool is_last(const na_doc *d, na_node_id n)
{
    do
        n = na_next_sibling(d, n);
    while (n != NA_NO_NODE && d->nodes[n].type != NA_ELEMENT);
    return n == NA_NO_NODE;
}

static bool holds_for(const na_test *t, const na_doc *d, na_node_id n, int32_t index)
{
    switch (t->kind) {
    case NA_TEST_TYPE: return na_str_eq(d->nodes[n].text, t->name);
    case NA_TEST_NTH: return is_nth(t, index);
    case NA_TEST_LAST: return is_last(d, n);
    default: {
        na_str value = na_attr_get(d, n, t->name.p);
        return value.p && attribute_fits(t, value);
    }
    }
}

/* Did the step on the left match where it must? `i` is not 0 unless the step is free. */
static bool is_bound(const na_step *step, size_t i, const na_level *l)
{
    const uint64_t where[] = {[NA_BOUND_FREE] = UINT64_MAX,
                              [NA_BOUND_DESCENDANT] = l->above,
                              [NA_BOUND_CHILD] = l->parent,
                              [NA_BOUND_NEXT] = l->before,
                              [NA_BOUND_BEHIND] = l->behind};
    return where[step->binding] >> (i ? i - 1 : 0) & 1;
}

/* The steps that match element n. */
static uint64_t steps_of(const na_selection *s, na_node_id n, const na_level *l)
{
    const na_selector *sel = s->selector;
    uint64_t found = 0;
    for (size_t i = 0; i < sel->step_count; i++) {
        const na_step *step = &sel->steps[i];
        bool fits = is_bound(step, i, l);
        for (size_t k = 0; fits && k < step->test_count; k++) {
            const na_test *t = &sel->tests[step->first_test + k];
            fits = holds_for(t, s->doc, n, l->count + 1) != t->negated;
        }
        found |= (uint64_t)fits << i;
    }
    return found;
}

na_selection na_select(na_arena *arena, const na_selector *selector, const na_doc *doc)
{
    na_selection s = {.arena = arena, .selector = selector, .doc = doc};
    s.levels = na_arena_array(arena, NA_DEPTH_MAX + 3, sizeof *s.levels);
    s.levels[0] = (na_level){.count = 0};
    return s;
}

na_node_id na_select_next(na_selection *s)
{
    while (s->next < s->doc->count) {
        na_node_id n = s->next++;
        const na_node *node = na_node_at(s->doc, n);
        if (n % TICK == 0)
            na_arena_tick(s->arena);
        if (node->type != NA_ELEMENT)
            continue;
        na_level *l = &s->levels[node->depth];
        uint64_t found = steps_of(s, n, l);
        l[1] = (na_level){.parent = found, .above = l->above | found};
        l->before = found;
        l->behind |= found;
        l->count++;
        if (found & s->selector->last)
            return n;
    }
    return NA_NO_NODE;
}
