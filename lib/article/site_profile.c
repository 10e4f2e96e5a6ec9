/* The sample of a site's articles, and what repeats in it.
 *
 * Of all articles learned those with the smallest hashes of their text are kept, so the sample does
 * not depend on the order in which they came; of two with the same text the one that compares less.
 * What repeats is counted anew whenever the sample changes: in the end that is seldom, for few
 * pages of a large site get into it. */
#include "article/site_profile.h"

#include "core/alloc.h"
#include <stdlib.h>

newsarc_status newsarc_site_profile_new(newsarc_site_profile **out)
{
    if (!out)
        return NEWSARC_E_ARGUMENT;
    *out = na_calloc(1, sizeof **out);
    return *out ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

void newsarc_site_profile_free(newsarc_site_profile *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->page_count; i++)
        na_free(p->pages[i]);
    na_free(p->repeats);
    na_free(p);
}

size_t newsarc_site_profile_page_count(const newsarc_site_profile *p)
{
    return p ? p->page_count : 0;
}

size_t newsarc_site_profile_block_count(const newsarc_site_profile *p)
{
    return p ? p->repeat_count : 0;
}

uint32_t na_site_repeats(const newsarc_site_profile *p, uint64_t key)
{
    size_t low = 0, high = p->repeat_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->repeats[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->repeat_count && p->repeats[low].key == key ? p->repeats[low].pages : 0;
}

/* ---- the sample ---- */

static na_str copy_text(char **at, na_str s)
{
    na_str copy = {*at, s.n};
    if (s.n)
        memcpy(*at, s.p, s.n);
    *at += s.n;
    return copy;
}

/* One allocation for the page, its blocks and their texts. */
static na_site_page *copy_page(const na_site_page *page)
{
    size_t bytes = page->container.n;
    for (size_t i = 0; i < page->block_count; i++)
        bytes += page->blocks[i].excerpt.n;
    size_t blocks = page->block_count * sizeof *page->blocks;
    na_site_page *copy = na_malloc(sizeof *copy + blocks + bytes);
    if (!copy)
        return NULL;
    *copy = *page;
    copy->blocks = (na_site_block *)(copy + 1);
    char *text = (char *)copy->blocks + blocks;
    copy->container = copy_text(&text, page->container);
    for (size_t i = 0; i < page->block_count; i++) {
        copy->blocks[i].key = page->blocks[i].key;
        copy->blocks[i].excerpt = copy_text(&text, page->blocks[i].excerpt);
    }
    return copy;
}

/* Any order will do, as long as it is one. */
static int compare(const na_site_page *a, const na_site_page *b)
{
    if (a->block_count != b->block_count)
        return a->block_count < b->block_count ? -1 : 1;
    for (size_t i = 0; i < a->block_count; i++)
        if (a->blocks[i].key != b->blocks[i].key)
            return a->blocks[i].key < b->blocks[i].key ? -1 : 1;
    if (a->container.n != b->container.n)
        return a->container.n < b->container.n ? -1 : 1;
    return a->container.n ? memcmp(a->container.p, b->container.p, a->container.n) : 0;
}

/* Index of the first page whose text is not less. */
static size_t place_of(const newsarc_site_profile *p, uint64_t text)
{
    size_t i = 0;
    while (i < p->page_count && p->pages[i]->text < text)
        i++;
    return i;
}

/* ---- what repeats ---- */

typedef struct counting {
    na_site_repeat *v; /* every block of every page, then one for each key */
    size_t n;
} counting;

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const na_site_repeat *)a)->key, y = ((const na_site_repeat *)b)->key;
    return x < y ? -1 : x > y;
}

static bool same_path(uint64_t a, uint64_t b)
{
    return a >> NA_SITE_TEXT_BITS == b >> NA_SITE_TEXT_BITS;
}

/* On how many pages any text stands on the path of `key`. */
static uint32_t pages_of_path(na_site_page *const *pages, size_t n, uint64_t key)
{
    uint32_t count = 0;
    uint64_t least = key >> NA_SITE_TEXT_BITS << NA_SITE_TEXT_BITS;
    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = pages[i]->block_count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (pages[i]->blocks[middle].key < least)
                low = middle + 1;
            else
                high = middle;
        }
        count += low < pages[i]->block_count && same_path(pages[i]->blocks[low].key, key);
    }
    return count;
}

static newsarc_status gather(na_site_page *const *pages, size_t n, counting *c)
{
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += pages[i]->block_count;
    c->v = na_malloc((all + 1) * sizeof *c->v);
    if (!c->v)
        return NEWSARC_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < pages[i]->block_count; k++)
            c->v[c->n++] =
                (na_site_repeat){pages[i]->blocks[k].key, 1, pages[i]->blocks[k].excerpt};
    qsort(c->v, c->n, sizeof *c->v, by_key);
    return NEWSARC_OK;
}

/* One entry for each key, with its pages; those that do not repeat go. */
static void keep_repeated(na_site_page *const *pages, size_t n, counting *c)
{
    size_t kept = 0, end;
    for (size_t i = 0; i < c->n; i = end) {
        na_site_repeat r = c->v[i];
        for (end = i + 1; end < c->n && c->v[end].key == r.key; end++) {
            r.pages++;
            if (r.excerpt.n == 0)
                r.excerpt = c->v[end].excerpt;
        }
        if (r.pages >= NA_SITE_PAGES_LEAST && r.pages * 2 >= pages_of_path(pages, n, r.key))
            c->v[kept++] = r;
    }
    c->n = kept;
}

/* Counts what repeats on `pages`, or leaves all as it was. */
static newsarc_status count(newsarc_site_profile *p, na_site_page *const *pages, size_t n)
{
    counting c = {0};
    newsarc_status status = gather(pages, n, &c);
    if (status != NEWSARC_OK)
        return status;
    keep_repeated(pages, n, &c);
    na_free(p->repeats);
    p->repeats = c.v;
    p->repeat_count = c.n;
    return NEWSARC_OK;
}

/* The path on which at least half of the bodies stand. */
static void find_container(newsarc_site_profile *p)
{
    p->container = (na_str){0};
    p->container_pages = 0;
    for (size_t i = 0; i < p->page_count; i++) {
        uint32_t count = 0;
        for (size_t k = 0; p->pages[i]->container.n && k < p->page_count; k++)
            count += na_str_eq(p->pages[i]->container, p->pages[k]->container);
        if (count >= NA_SITE_PAGES_LEAST && count * 2 > p->page_count) {
            p->container = p->pages[i]->container;
            p->container_pages = count;
            return;
        }
    }
}

newsarc_status na_site_count(newsarc_site_profile *p)
{
    return count(p, p->pages, p->page_count);
}

newsarc_status na_site_add(newsarc_site_profile *p, const na_site_page *page, bool count_now,
                           bool *kept)
{
    na_site_page *pages[NEWSARC_PROFILE_PAGES_MAX + 1], *gone = NULL;
    size_t at = place_of(p, page->text), n = p->page_count;
    bool twin = at < n && p->pages[at]->text == page->text;
    *kept = false;
    if (at == NEWSARC_PROFILE_PAGES_MAX || (twin && compare(p->pages[at], page) <= 0))
        return NEWSARC_OK;
    na_site_page *copy = copy_page(page);
    if (!copy)
        return NEWSARC_E_NOMEM;
    memcpy(pages, p->pages, sizeof p->pages);
    gone = twin ? pages[at] : NULL;
    if (!twin) {
        memmove(pages + at + 1, pages + at, (n - at) * sizeof *pages);
        n++;
    }
    pages[at] = copy;
    if (n > NEWSARC_PROFILE_PAGES_MAX)
        gone = pages[--n];
    newsarc_status status = count_now ? count(p, pages, n) : NEWSARC_OK;
    if (status == NEWSARC_OK) {
        memcpy(p->pages, pages, n * sizeof *pages);
        p->page_count = n;
        find_container(p);
    }
    na_free(status == NEWSARC_OK ? gone : copy);
    *kept = status == NEWSARC_OK && !twin;
    return status;
}
