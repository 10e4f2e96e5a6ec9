/* What JSON-LD states as articleBody is not output: it is cut, without paragraphs or with markup
 * too often (alone it gives a page F1 of 0.78 to 0.90 where the page itself gives 0.95). But it
 * says where the body stands: in the container whose text it repeats. */
#include "article/body_parts.h"

#include "text/utf8.h"

#define NA_STATED_MIN 200    /* bytes of folded text; less is a summary */
#define NA_STATED_MAX 100000 /* so much of it is looked at */
#define NA_KEY_BYTES 120     /* of a text node that are looked for */
#define NA_KEY_CHARS 25      /* shorter nodes may stand anywhere */
#define NA_LOOKS_MAX 1500

/* The first `n` bytes at most, whole characters. */
static na_str whole_start(na_str s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return na_str_take(s, n);
}

/* Code points of each subtree's text that the statement repeats. */
static uint32_t *count_repeated(const na_body *b, na_str stated)
{
    const na_doc *d = b->doc;
    uint32_t *found = na_arena_zalloc(b->arena, (d->count + 1u) * sizeof *found);
    int looks = 0;
    for (na_node_id n = d->body; n < d->nodes[d->body].end && looks < NA_LOOKS_MAX; n++) {
        const na_node *t = na_node_at(d, n);
        if (t->type != NA_TEXT || t->text_chars < NA_KEY_CHARS)
            continue;
        na_str key = na_fold(b->arena, whole_start(t->text, NA_KEY_BYTES));
        looks++;
        if (key.n && na_str_find(stated, key) != NA_NOT_FOUND)
            found[n] = t->text_chars;
    }
    for (na_node_id n = d->count - 1; n > 0; n--)
        if (d->nodes[n].parent != NA_NO_NODE)
            found[d->nodes[n].parent] += found[n];
    return found;
}

/* The deepest container of nearly all that was found. */
static na_node_id container_of(const na_body *b, const uint32_t *found)
{
    const na_doc *d = b->doc;
    na_node_id n = d->body, best = d->body;
    uint64_t whole = found[d->body];
    for (;;) {
        na_node_id next = NA_NO_NODE;
        for (na_node_id c = na_first_child(d, n); c != NA_NO_NODE; c = na_next_sibling(d, c))
            if ((uint64_t)found[c] * 10 >= whole * 9)
                next = c;
        if (next == NA_NO_NODE)
            return best;
        n = next;
        if (na_is_body_container(na_node_at(d, n)))
            best = n;
    }
}

na_node_id na_body_stated(const na_body *b, na_str stated, na_node_id chosen)
{
    const na_doc *d = b->doc;
    na_str folded = na_fold(b->arena, whole_start(stated, NA_STATED_MAX));
    if (folded.n < NA_STATED_MIN)
        return chosen;
    uint32_t chars = (uint32_t)na_utf8_count(folded);
    bool summary =
        chosen != NA_NO_NODE && 2 * (uint64_t)na_units(folded.n, chars) < b->weight[chosen].prose;
    if (summary) /* or only the beginning: the choice knows more */
        return chosen;
    const uint32_t *found = count_repeated(b, folded);
    uint64_t whole = found[d->body];
    if (whole * 5 < (uint64_t)chars * 2) /* it is not on the page */
        return chosen;
    na_node_id n = container_of(b, found);
    if (chosen == NA_NO_NODE || (uint64_t)found[chosen] * 10 < whole * 6)
        return n;
    bool far_too_much = b->weight[chosen].prose > 2 * (uint64_t)b->weight[n].prose;
    return far_too_much && na_contains(d, chosen, n) && b->weight[n].prose ? n : chosen;
}
