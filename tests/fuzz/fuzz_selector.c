/* na_selector_new on the first line, na_select on the page behind it: what is found is in the
 * document and in order, a fault names a place in the selector, and a plain matcher that tries
 * everything finds as much. */
#include "core/alloc.h"
#include "core/arena.h"
#include "html/selector.h"
#include "html/selector_parts.h"
#include "text/utf8.h"
#include <stdlib.h>

#define LIMITS ((na_arena_limits){(size_t)8 << 20, 200000000})

typedef struct input {
    const na_selector *selector;
    na_str html;
} input;

static void require(bool condition)
{
    if (!condition)
        abort();
}

/* Few steps with conditions on types alone, which the reference understands. */
static bool is_simple(const na_selector *s)
{
    for (size_t i = 0; i < s->step_count; i++)
        for (size_t k = 0; k < s->steps[i].test_count; k++)
            if (s->tests[s->steps[i].first_test + k].kind != NA_TEST_TYPE)
                return false;
    return s->step_count <= 4;
}

static bool fits(const na_selector *s, const na_doc *d, size_t i, na_node_id n);

/* The reference goes from right to left and tries every element of the page for the step on the
 * left. */
static bool is_bound(const na_selector *s, const na_doc *d, size_t i, na_node_id n)
{
    const na_node *node = na_node_at(d, n);
    na_node_id nearest = NA_NO_NODE;
    for (na_node_id k = n; k-- > 0 && nearest == NA_NO_NODE;)
        if (d->nodes[k].type == NA_ELEMENT && d->nodes[k].parent == node->parent)
            nearest = k;
    for (na_node_id k = 0; k < n; k++) {
        bool above = na_contains(d, k, n), beside = d->nodes[k].parent == node->parent;
        bool there = s->steps[i].binding == NA_BOUND_DESCENDANT ? above
                     : s->steps[i].binding == NA_BOUND_CHILD    ? k == node->parent
                     : s->steps[i].binding == NA_BOUND_NEXT     ? k == nearest
                                                                : beside;
        if (there && fits(s, d, i - 1, k))
            return true;
    }
    return false;
}

static bool fits(const na_selector *s, const na_doc *d, size_t i, na_node_id n)
{
    const na_step *step = &s->steps[i];
    if (d->nodes[n].type != NA_ELEMENT)
        return false;
    for (size_t k = 0; k < step->test_count; k++) {
        const na_test *t = &s->tests[step->first_test + k];
        if (na_str_eq(d->nodes[n].text, t->name) == t->negated)
            return false;
    }
    return step->binding == NA_BOUND_FREE || is_bound(s, d, i, n);
}

static bool fits_any(const na_selector *s, const na_doc *d, na_node_id n)
{
    for (size_t i = 0; i < s->step_count; i++)
        if (s->last >> i & 1 && fits(s, d, i, n))
            return true;
    return false;
}

static void match(na_arena *arena, void *user)
{
    const input *in = user;
    const na_doc *d = na_doc_parse(arena, in->html, LIMITS);
    na_selection s = na_select(arena, in->selector, d);
    na_node_id n, last = 0;
    size_t found = 0, expected = 0;
    for (; (n = na_select_next(&s)) != NA_NO_NODE; found++) {
        require(n < d->count && d->nodes[n].type == NA_ELEMENT && (n > last || found == 0));
        last = n;
    }
    if (!is_simple(in->selector) || d->count > 60)
        return;
    for (n = 0; n < d->count; n++)
        expected += fits_any(in->selector, d, n);
    require(found == expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static na_arena *arena;
    na_selector_fault fault;
    char *copy = malloc(size + 1);
    if (!arena)
        arena = na_arena_new();
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    copy[size] = 0;
    input in;
    na_str line = na_str_cut((na_str){copy, size}, '\n', &in.html);
    na_selector *selector = na_utf8_valid(line) ? na_selector_new(line, &fault) : NULL;
    in.selector = selector;
    if (!selector && na_utf8_valid(line))
        require(fault.column >= 1 && fault.column <= line.n + 1 && fault.message[0]);
    na_arena_reset(arena);
    if (selector)
        na_arena_run(arena, (na_arena_limits){(size_t)64 << 20, 0}, match, &in);
    na_free(selector);
    free(copy);
    return 0;
}
