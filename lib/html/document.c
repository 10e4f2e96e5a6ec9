/* From the bytes of a page to the document. Gumbo 0.10.1 is quadratic in time and memory on hostile
 * pages, does not test its allocations and recurses when it frees; so it allocates from the arena
 * under a budget and a deadline, keeps no error list, and is never asked to free. It reads one byte
 * behind an input that ends in a character reference: the NUL behind the page is that byte. */
#include "html/document.h"

#include "html/fallback.h"
#include "html/flatten.h"
#include "html/parse.h"
#include "html/slim.h"
#include <gumbo.h>

#define MIB ((size_t)1 << 20)
#define MEMORY_LEAST (16 * MIB)
#define MEMORY_MOST (256 * MIB)
#define MEMORY_A_BYTE 48
#define CPU_LEAST_NS 1000000000u
#define CPU_A_MIB_NS 500000000u

typedef struct parse {
    na_str text;
    const GumboOutput *tree;
} parse;

na_arena_limits na_doc_default_limits(size_t bytes)
{
    size_t memory = bytes > MEMORY_MOST / MEMORY_A_BYTE ? MEMORY_MOST : bytes * MEMORY_A_BYTE;
    uint64_t cpu = (uint64_t)bytes * CPU_A_MIB_NS / MIB;
    return (na_arena_limits){memory < MEMORY_LEAST ? MEMORY_LEAST : memory, CPU_LEAST_NS + cpu};
}

static void *allocate(void *arena, size_t size)
{
    return na_arena_alloc(arena, size);
}

static void leave_to_arena(void *arena, void *piece)
{
    (void)arena, (void)piece;
}

static void run_gumbo(na_arena *arena, void *user)
{
    parse *p = user;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = leave_to_arena;
    options.userdata = arena;
    options.max_errors = 0;
    p->tree = gumbo_parse_with_options(&options, p->text.p, p->text.n);
}

/* The tree, or NULL when a limit ended the parse. */
static const GumboOutput *parse_within(na_arena *arena, na_str text, na_arena_limits limits)
{
    parse p = {.text = text};
    newsarc_status status = na_arena_run(arena, limits, run_gumbo, &p);
    if (status == NEWSARC_OK)
        return p.tree;
    if (status != NEWSARC_E_LIMIT)
        na_arena_raise(arena, status);
    return NULL;
}

/* Three attempts: the page, what the tag-stripper leaves of it, nothing. */
static const GumboOutput *parse_somehow(na_arena *arena, na_slimmed *slim, na_arena_limits limits,
                                        bool *fallback)
{
    const GumboOutput *tree = parse_within(arena, slim->text, limits);
    *fallback = !tree;
    if (tree)
        return tree;
    slim->text = na_flat_page(arena, slim);
    slim->slim_end = slim->text.n;
    tree = parse_within(arena, slim->text, na_doc_default_limits(slim->text.n));
    if (!tree)
        tree = parse_within(arena, NA_STR(""), (na_arena_limits){0, 0});
    if (!tree) /* the caller's own limits leave nothing */
        na_arena_raise(arena, NEWSARC_E_LIMIT);
    return tree;
}

const na_doc *na_doc_from_slimmed(na_arena *arena, na_str source, na_slimmed *slim,
                                  na_arena_limits limits)
{
    na_doc *doc = na_arena_zalloc(arena, sizeof *doc);
    doc->source = source;
    doc->head = doc->body = NA_NO_NODE;
    const GumboOutput *tree = parse_somehow(arena, slim, limits, &doc->fallback);
    na_flatten(arena, tree, slim, doc);
    doc->scripts = slim->scripts.v;
    doc->script_types = slim->script_types.v;
    doc->script_count = slim->scripts.n;
    doc->comments = slim->comments.v;
    doc->comment_count = slim->comments.n;
    return doc;
}

const na_doc *na_doc_parse(na_arena *arena, na_str source, na_arena_limits limits)
{
    na_slimmed slim;
    na_slim_page(arena, source, &slim);
    return na_doc_from_slimmed(arena, source, &slim, limits);
}
