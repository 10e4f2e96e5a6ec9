/* The links of a page, of its styles and scripts, and those of sitemaps and feeds, on any bytes:
 * they must be http or https URLs, and not more of them than the ceilings allow. */
#include "core/arena.h"
#include "crawl/outlinks.h"
#include "html/document.h"
#include "site/feed.h"
#include <stdlib.h>

#define LIMITS ((na_arena_limits){(size_t)8 << 20, 200000000})
#define NOW 1442000000

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check(na_arena *arena, void *user)
{
    na_str text = *(na_str *)user, url = NA_STR("http://www.example.org/a/index.html");
    const na_doc *doc = na_doc_parse(arena, text, LIMITS);
    na_outlinks links = na_outlinks_find(arena, doc, url, na_encoding_utf8(), NA_STR("newsarc"));
    require(links.n <= NA_OUTLINKS_MAX);
    for (size_t i = 0; i < links.n; i++)
        require(na_str_starts(links.v[i].url, NA_STR("http")));
    na_feed feed = na_feed_read(arena, text, url, NOW);
    require(feed.count <= NA_FEED_ITEMS_MAX);
    for (size_t i = 0; i < feed.count; i++)
        require(na_str_starts(feed.items[i].url, NA_STR("http")));
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
    na_arena_run(arena, (na_arena_limits){(size_t)64 << 20, 0}, check, &text);
    free(copy);
    return 0;
}
