/* Which groups of items are lists of articles: those with dates, those with texts as long as
 * headlines, those whose addresses look like articles. Menus, breadcrumbs, pagers and feet are not;
 * lists beside the main one (hot, related) only when there is no main one. */
#include "listing/entries.h"

#include "listing/items.h"
#include "listing/regions.h"
#include "listing/words.h"
#include "text/date.h"
#include <stdlib.h>

#define HEADLINE_WIDTH 20 /* columns: ten Han characters */
#define SHORT_WIDTH 12
#define TITLE_WIDTH_MIN 4

typedef struct group_report {
    uint32_t items, dated, same_site, article_urls, width;
    uint8_t regions;
} group_report;

typedef struct finder {
    const na_list_work *w;
    na_found_entries out;
    uint32_t room;
    uint8_t *taken; /* URLs that are entries already */
    bool have_main; /* a dated list outside of the side regions */
} finder;

bool na_url_names_article(na_str url, int64_t now)
{
    static const na_str words[] = {{"/view", 5},    {"/show", 5},    {"/detail", 7},
                                   {"/article", 8}, {"/content", 8}, {"/info/", 6},
                                   {"/art/", 5},    {"/post", 5},    {"/news/", 6}};
    na_date date;
    if (na_date_from_url(url, now, &date))
        return true;
    size_t digits = 0, scheme = na_str_find(url, NA_STR("://"));
    na_str path = na_str_skip(url, scheme == NA_NOT_FOUND ? 0 : scheme + 3);
    na_str_cut(path, '/', &path);
    for (size_t i = path.n; i > 0 && (na_is_digit(path.p[i - 1]) || digits == 0); i--)
        digits += na_is_digit(path.p[i - 1]);
    for (size_t i = 0; digits && i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(url, words[i]) != NA_NOT_FOUND)
            return true;
    return digits >= 3;
}

/* The link of an item that leads to its article: the one with the longest text. The item's links
 * are v[0] up to, not including, v[count]. */
static const na_link *main_link(const na_list_work *w, const na_item *v, uint32_t count)
{
    const na_link *best = NULL;
    uint32_t best_width = 0;
    for (uint32_t i = 0; i < count; i++) {
        const na_link *link = &w->links[v[i].link];
        if (link->role != NA_LINK_PLAIN || na_word_is(NA_WORDS_UTILITY, link->label))
            continue;
        uint32_t width = na_word_is(NA_WORDS_MORE, link->label) ? 0 : na_text_width(link->text);
        if (!best || width > best_width) {
            best = link;
            best_width = width;
        }
    }
    return best;
}

static bool is_accepted(const finder *f, const group_report *r)
{
    if (r->items == 0 || r->regions & (NA_IN_CRUMB | NA_IN_PAGER | NA_IN_FOOT))
        return false;
    if (f->w->fragment)
        return true;
    if (r->regions & NA_IN_SIDE && f->have_main)
        return false;
    if (r->dated * 2 >= r->items)
        return true;
    if (r->regions & NA_IN_NAV || r->same_site * 2 < r->items || r->items < 2)
        return false;
    uint32_t width = r->width / r->items;
    return width >= HEADLINE_WIDTH ||
           (width >= SHORT_WIDTH && r->items >= 3 && r->article_urls * 5 >= r->items * 4);
}

/* Reads one item; false when it leads to no article. */
static bool read_item(const na_list_work *w, const na_item *v, uint32_t count, na_found_entry *e)
{
    const na_link *link = main_link(w, v, count);
    if (!link)
        return false;
    e->entry.url = link->url;
    e->entry.title = na_entry_title(w, v->node, link);
    na_entry_read_date(w, v->node, link, &e->entry);
    e->link = (uint32_t)(link - w->links);
    e->dated = e->entry.date.n > 0;
    e->width = na_text_width(e->entry.title);
    return e->width >= TITLE_WIDTH_MIN && !na_word_is(NA_WORDS_MORE, link->label);
}

/* Reads the items of a group into `found` (room for all of them). */
static group_report read_group(const na_list_work *w, const na_items *items,
                               const na_item_group *group, na_found_entry *found)
{
    group_report r = {.regions = w->regions[items->v[group->from].node]};
    for (uint32_t i = group->from, end; i < group->end; i = end) {
        for (end = i + 1; end < group->end && items->v[end].node == items->v[i].node;)
            end++;
        na_found_entry *e = &found[r.items];
        if (!read_item(w, &items->v[i], end - i, e))
            continue;
        r.items++;
        r.dated += e->dated;
        r.same_site += w->links[e->link].same_site;
        r.article_urls += na_url_names_article(e->entry.url, w->in->now);
        r.width += e->width;
    }
    return r;
}

static void add_entries(finder *f, const na_found_entry *found, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t url = f->w->links[found[i].link].url_id;
        if (f->taken[url] || na_str_eq(found[i].entry.url, f->w->in->url))
            continue;
        f->taken[url] = 1;
        f->out.v[f->out.count++] = found[i];
        f->out.dated += found[i].dated;
    }
}

uint64_t na_entries_fingerprint(const na_entry *v, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += na_link_hash(v[i].url);
    return count && sum == 0 ? 1 : sum;
}

static int compare_by_link(const void *a, const void *b)
{
    const na_found_entry *x = a, *y = b;
    return x->link < y->link ? -1 : x->link > y->link;
}

na_found_entries na_entries_find(const na_list_work *w)
{
    finder f = {.w = w};
    na_items items = na_items_find(w);
    na_found_entry *found = na_arena_array(w->arena, items.count, sizeof *found);
    group_report *reports = na_arena_array(w->arena, items.group_count, sizeof *reports);
    f.taken = na_arena_zalloc(w->arena, w->url_count + 1);
    f.out.v = na_arena_array(w->arena, items.count, sizeof *f.out.v);
    for (uint32_t g = 0; g < items.group_count; g++) {
        const na_item_group *group = &items.groups[g];
        reports[g] = read_group(w, &items, group, found + group->from);
        const group_report *r = &reports[g];
        f.have_main |= r->items >= 3 && r->dated * 2 >= r->items && is_accepted(&f, r) &&
                       !(r->regions & NA_IN_SIDE);
    }
    for (uint32_t g = 0; g < items.group_count; g++)
        if (is_accepted(&f, &reports[g]))
            add_entries(&f, found + items.groups[g].from, reports[g].items);
    qsort(f.out.v, f.out.count, sizeof *f.out.v, compare_by_link);
    return f.out;
}
