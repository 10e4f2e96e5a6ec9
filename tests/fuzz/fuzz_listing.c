/* Lists that come as data, pagers, parts of articles and block pages, on any bytes. What the
 * readers ask for must be requests that can be sent, and not more of them than the ceilings allow.
 */
#include "core/arena.h"
#include "html/document.h"
#include "listing/listing.h"
#include "listing/pager.h"
#include <stdlib.h>

#define LIMITS ((na_arena_limits){(size_t)8 << 20, 200000000})

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_list(const na_list_page *page)
{
    require(page->page_count <= NA_PAGES_MAX + 1);
    require((page->fingerprint != 0) == (page->entry_count != 0));
    for (size_t i = 0; i < page->page_count; i++) {
        require(na_str_starts(page->pages[i].url, NA_STR("http")));
        require(page->pages[i].post.n == 0 || page->pages[i].key.n != 0);
    }
    for (size_t i = 0; i < page->entry_count; i++)
        require(page->entries[i].url.n && page->entries[i].title.n);
}

static void check_page(na_arena *arena, void *user)
{
    na_str text = *(na_str *)user, url = NA_STR("http://www.example.org/a/list_2.html?page=2");
    na_list_input in = {NULL, url, url, na_encoding_utf8(), 1442000000, {NULL, 0}};
    na_list_page page;
    na_article_parts parts;
    na_list_read_data(arena, &in, text, &page);
    check_list(&page);
    in.doc = na_doc_parse(arena, text, LIMITS);
    na_list_read(arena, &in, &page);
    check_list(&page);
    na_article_parts_find(arena, &in, &parts);
    require(parts.count <= NA_ARTICLE_PARTS_MAX && parts.number > 0);
    na_page_is_soft_404(200, in.doc);
    na_page_is_blocked(200, in.doc);
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
    na_str text = {copy, size};
    na_arena_reset(arena);
    na_arena_run(arena, (na_arena_limits){(size_t)64 << 20, 0}, check_page, &text);
    free(copy);
    return 0;
}
