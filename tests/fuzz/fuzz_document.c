/* na_doc_parse and na_list_read on any bytes: the shape of the document holds, and on UTF-8 a
 * slimmed page gives the same elements and text as the page itself. */
#include "core/arena.h"
#include "listing/listing.h"
#include "text/utf8.h"
#include "unit/html_support.h"
#include <stdlib.h>

#define LIMITS ((na_arena_limits){(size_t)8 << 20, 200000000})

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_shape(const na_doc *d)
{
    require(d->count > 1 && d->nodes[0].end == d->count && d->head != NA_NO_NODE);
    for (na_node_id n = 1; n < d->count; n++) {
        const na_node *node = na_node_at(d, n);
        require(node->parent < n && node->end > n);
        require(node->end <= d->nodes[node->parent].end && node->link_chars <= node->text_chars);
        require(node->depth == d->nodes[node->parent].depth + 1 && node->depth <= NA_DEPTH_MAX + 1);
    }
}

static void check_listing(na_arena *arena, const na_doc *d)
{
    na_str url = NA_STR("http://www.example.org/news/index_1.html");
    na_list_input in = {d, url, url, na_encoding_utf8(), 1442000000, {NULL, 0}};
    na_list_page page;
    na_list_read(arena, &in, &page);
    for (size_t i = 0; i < page.category_count; i++)
        require(page.categories[i].parent == SIZE_MAX || page.categories[i].parent < i);
    for (size_t i = 0; i < page.entry_count; i++)
        require(page.entries[i].url.n && page.entries[i].title.n);
}

static void check_page(na_arena *arena, void *user)
{
    na_str html = *(na_str *)user;
    const na_doc *d = na_doc_parse(arena, html, LIMITS);
    check_shape(d);
    na_node_text(arena, d, 0);
    check_listing(arena, d);
    /* which tags of svg and math pair up differs when comments and scripts are still there */
    if (d->fallback || !na_utf8_valid(html) ||
        na_str_find_nocase(html, NA_STR("<svg")) != NA_NOT_FOUND ||
        na_str_find_nocase(html, NA_STR("<math")) != NA_NOT_FOUND)
        return;
    const na_doc *plain = parse_plain(arena, html);
    require(plain->fallback || na_str_eq(dump_doc(arena, d), dump_doc(arena, plain)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static na_arena *arena;
    if (!arena)
        arena = na_arena_new();
    char *copy = malloc(size + 1);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    copy[size] = 0;
    na_str html = {copy, size};
    na_arena_reset(arena);
    na_arena_run(arena, (na_arena_limits){(size_t)64 << 20, 0}, check_page, &html);
    free(copy);
    return 0;
}
