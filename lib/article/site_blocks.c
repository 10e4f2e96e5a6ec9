/* A page as a profile sees it: runs of text with their keys, paths of elements. */
#include "article/site_profile.h"

#include "core/buf.h"
#include "core/hash.h"
#include "text/utf8.h"
#include <stdlib.h>

#define LEVELS 3          /* of elements in a path */
#define UNITS_LEAST 16    /* of a run: a letter counts 1, a Han character 2 */
#define FOLDED_BYTES 4000 /* of a run that are compared */
#define NAME_BYTES 60     /* of an id or a class */
#define TEXT_MASK ((UINT64_C(1) << NA_SITE_TEXT_BITS) - 1)

/* ---- paths ---- */

static bool is_plain_byte(char c)
{
    return c > ' ' && c < 0x7F && c != '"' && c != '\\';
}

/* Ids and classes differ from page to page by numbers: post-1234, page-id-77. Only the first class;
 * what is not ASCII is not told apart. */
static void add_name(na_sb *sb, char mark, na_str name)
{
    bool begun = false, digits = false;
    name = na_str_take(name, NAME_BYTES);
    for (size_t i = 0; i < name.n && !na_is_space(name.p[i]); i++) {
        char c = name.p[i];
        if (na_is_digit(c) && digits)
            continue;
        digits = na_is_digit(c);
        if (!begun)
            na_sb_add_byte(sb, mark);
        begun = true;
        na_sb_add_byte(sb, digits ? '0' : is_plain_byte(c) ? c : '?');
    }
}

static void add_element(na_sb *sb, const na_doc *doc, na_node_id n)
{
    na_sb_add(sb, doc->nodes[n].text);
    add_name(sb, '#', na_str_trim(na_attr_get(doc, n, "id")));
    add_name(sb, '.', na_str_trim(na_attr_get(doc, n, "class")));
}

na_site_paths na_site_paths_read(na_arena *arena, const na_doc *doc)
{
    na_site_paths paths = {.doc = doc, .of = na_arena_array(arena, doc->count + 1u, 4)};
    uint64_t *own = na_arena_array(arena, doc->count + 1u, sizeof *own);
    na_sb sb = NA_SB(arena);
    for (na_node_id n = 0; n < doc->count; n++) {
        own[n] = NA_HASH64_BEGIN;
        if (doc->nodes[n].type == NA_ELEMENT) {
            sb.n = 0;
            add_element(&sb, doc, n);
            own[n] = na_hash64(own[n], na_sb_str(&sb));
        }
        uint64_t h = NA_HASH64_BEGIN;
        na_node_id at = n;
        for (int level = 0; level < LEVELS && at != NA_NO_NODE; level++) {
            h = (h ^ own[at]) * UINT64_C(0x9E3779B97F4A7C15);
            h ^= h >> 29;
            at = doc->nodes[at].parent;
        }
        paths.of[n] = (uint32_t)(h ^ h >> 32);
    }
    return paths;
}

na_str na_site_path_text(na_arena *arena, const na_doc *doc, na_node_id n)
{
    na_node_id levels[LEVELS];
    int count = 0;
    na_sb sb = NA_SB(arena);
    if (na_str_trim(na_attr_get(doc, n, "id")).n + na_str_trim(na_attr_get(doc, n, "class")).n == 0)
        return (na_str){0};
    for (; count < LEVELS && n != NA_NO_NODE; n = doc->nodes[n].parent)
        levels[count++] = n;
    while (count-- > 0) {
        na_sb_add_cstr(&sb, sb.n ? " > " : "");
        add_element(&sb, doc, levels[count]);
    }
    return sb.n <= NA_SITE_CONTAINER_MAX ? na_sb_str(&sb) : (na_str){0};
}

/* ---- runs ---- */

bool na_site_is_text(const na_doc *doc, na_node_id n, na_node_id *next)
{
    const na_node *e = na_node_at(doc, n);
    *next = n + 1;
    if (e->type == NA_TEXT)
        return true;
    bool silent = e->flags & NA_HIDDEN_NODE || e->tag == NA_TAG_SCRIPT || e->tag == NA_TAG_STYLE ||
                  e->tag == NA_TAG_NOSCRIPT || e->tag == NA_TAG_TEMPLATE ||
                  e->tag == NA_TAG_SELECT || e->tag == NA_TAG_TEXTAREA || e->tag == NA_TAG_SVG;
    if (e->type == NA_ELEMENT && silent)
        *next = e->end;
    return false;
}

typedef struct walker {
    const na_doc *doc;
    na_arena *arena;
    na_site_paths paths;
    void (*fn)(const na_site_run *, void *);
    void *user;
    na_sb text;
    na_node_id block, first, last;
    na_node_id open[NA_DEPTH_MAX + 2]; /* blocks around the place */
    size_t depth;
} walker;

static void end_run(walker *w)
{
    na_str text = na_sb_str(&w->text);
    if (w->first != NA_NO_NODE && text.n >= UNITS_LEAST) {
        na_str folded = na_fold(w->arena, text);
        uint32_t chars = (uint32_t)na_utf8_count(folded);
        if (na_units(folded.n, chars) >= UNITS_LEAST) {
            uint64_t path = w->paths.of[w->open[w->depth - 1]] >> (NA_SITE_TEXT_BITS - 32);
            uint64_t hash = na_hash64(NA_HASH64_BEGIN, folded);
            uint64_t key = path << NA_SITE_TEXT_BITS | ((hash ^ hash >> 24) & TEXT_MASK);
            w->fn(&(na_site_run){key, w->first, w->last, folded}, w->user);
        }
    }
    w->text.n = 0;
    w->first = NA_NO_NODE;
}

static void add_text(walker *w, na_node_id n)
{
    const na_node *t = na_node_at(w->doc, n);
    if (w->text.n < FOLDED_BYTES)
        na_sb_add(&w->text, t->text);
    if (t->flags & NA_WHITE)
        return;
    w->first = w->first == NA_NO_NODE ? n : w->first;
    w->last = n;
}

static void leave_blocks(walker *w, na_node_id next)
{
    while (w->depth > 1 && w->doc->nodes[w->open[w->depth - 1]].end <= next) {
        end_run(w);
        w->depth--;
    }
}

void na_site_runs(na_arena *arena, const na_doc *doc, void (*fn)(const na_site_run *, void *),
                  void *user)
{
    if (doc->body == NA_NO_NODE)
        return;
    walker *w = na_arena_zalloc(arena, sizeof *w);
    *w = (walker){.doc = doc, .arena = arena, .fn = fn, .user = user, .first = NA_NO_NODE};
    w->paths = na_site_paths_read(arena, doc);
    w->text = NA_SB(arena);
    w->open[w->depth++] = doc->body;
    na_node_id end = doc->nodes[doc->body].end;
    for (na_node_id n = doc->body + 1, next; n < end; n = next) {
        const na_node *e = na_node_at(doc, n);
        leave_blocks(w, n);
        if (na_site_is_text(doc, n, &next))
            add_text(w, n);
        if (e->type != NA_ELEMENT || next != n + 1)
            continue;
        if (e->flags & NA_BLOCK || e->tag == NA_TAG_BR)
            end_run(w);
        if (e->flags & NA_BLOCK && w->depth < NA_DEPTH_MAX + 1)
            w->open[w->depth++] = n;
    }
    leave_blocks(w, end);
    end_run(w);
}

/* ---- a page for the sample ---- */

typedef struct gatherer {
    na_arena *arena;
    na_site_page page;
} gatherer;

static void gather(const na_site_run *run, void *user)
{
    gatherer *g = user;
    if (g->page.block_count == NA_SITE_BLOCKS_MAX)
        return;
    size_t n = run->folded.n;
    if (n > NA_SITE_EXCERPT_MAX)
        for (n = NA_SITE_EXCERPT_MAX; ((unsigned char)run->folded.p[n] & 0xC0) == 0x80; n--) {
        }
    g->page.blocks[g->page.block_count++] = (na_site_block){run->key, na_str_take(run->folded, n)};
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const na_site_block *)a)->key, y = ((const na_site_block *)b)->key;
    return x < y ? -1 : x > y;
}

static void sort_blocks(na_site_page *page)
{
    size_t kept = 0;
    qsort(page->blocks, page->block_count, sizeof *page->blocks, by_key);
    for (size_t i = 0; i < page->block_count; i++)
        if (kept == 0 || page->blocks[i].key != page->blocks[kept - 1].key)
            page->blocks[kept++] = page->blocks[i];
    page->block_count = kept;
}

na_site_page na_site_page_read(const na_page *page, const na_draft *draft)
{
    gatherer g = {.arena = page->arena};
    g.page.blocks = na_arena_array(page->arena, NA_SITE_BLOCKS_MAX, sizeof *g.page.blocks);
    g.page.text = na_hash64(NA_HASH64_BEGIN, na_fold(page->arena, draft->text.text));
    na_site_runs(page->arena, page->doc, gather, &g);
    sort_blocks(&g.page);
    if (page->body_node != NA_NO_NODE)
        g.page.container = na_site_path_text(page->arena, page->doc, page->body_node);
    return g.page;
}
