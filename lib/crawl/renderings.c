/* See renderings.h. The index is kept in memory, 32 bytes an article, and sorted when it is asked
 * the first time. */
#include "crawl/renderings.h"

#include "core/alloc.h"
#include "core/hash.h"
#include "core/spool.h"
#include <stdlib.h>

#define IN_MEMORY ((size_t)64 << 10)

typedef struct entry {
    int64_t article;
    uint64_t version; /* of it: where its JSON is kept, as a number */
    uint64_t at, n;   /* in the spool */
} entry;

struct na_renderings {
    na_spool *spool;
    uint64_t max;
    entry *entries;
    size_t n, room;
    bool sorted;
};

na_renderings *na_renderings_new(const char *dir, uint64_t max)
{
    na_renderings *r = na_calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->max = max;
    r->spool = na_spool_new(dir, IN_MEMORY);
    if (r->spool)
        return r;
    na_free(r);
    return NULL;
}

void na_renderings_free(na_renderings *r)
{
    if (!r)
        return;
    na_spool_free(r->spool);
    na_free(r->entries);
    na_free(r);
}

static bool make_room(na_renderings *r)
{
    if (r->n < r->room)
        return true;
    size_t room = r->room ? 2 * r->room : 256;
    entry *grown = na_realloc(r->entries, room * sizeof *grown);
    if (!grown)
        return false;
    r->entries = grown;
    r->room = room;
    return true;
}

/* An article has few versions in a run. */
static uint64_t version_of(const na_place *json)
{
    return na_hash64(NA_HASH64_BEGIN ^ json->offset, na_str_from(json->file));
}

void na_renderings_put(na_renderings *r, int64_t article, const na_place *json, na_str packed)
{
    uint64_t at = na_spool_size(r->spool);
    if (packed.n == 0 || packed.n > r->max - at || !make_room(r) ||
        na_spool_write(r->spool, packed) != NEWSARC_OK)
        return;
    r->entries[r->n++] =
        (entry){.article = article, .version = version_of(json), .at = at, .n = packed.n};
    r->sorted = false;
}

static int compare(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    return (a->version > b->version) - (a->version < b->version);
}

bool na_renderings_get(na_renderings *r, int64_t article, const na_place *json, na_buf *packed)
{
    const entry key = {.article = article, .version = version_of(json)};
    if (!r->sorted && r->n)
        qsort(r->entries, r->n, sizeof *r->entries, compare);
    r->sorted = true;
    const entry *e = r->n ? bsearch(&key, r->entries, r->n, sizeof *r->entries, compare) : NULL;
    return e && na_spool_read(r->spool, e->at, (size_t)e->n, packed) == NEWSARC_OK;
}
