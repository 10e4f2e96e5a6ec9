/* The order of the readers, and what they agree on: a link is an entry, a page of the list or a
 * category, not two of them. */
#include "listing/listing.h"

#include "listing/categories.h"
#include "listing/data.h"
#include "listing/entries.h"
#include "listing/pager.h"
#include "listing/regions.h"

#define TEXT_CHARS_MIN 200 /* of an article's body */
#define ENTRIES_MIN 5      /* of a list that stands for itself */
#define STORES_MAX 8

static bool is_page_of_list(const na_pager *pager, na_str url)
{
    for (size_t i = 0; i < pager->n; i++)
        if (na_str_eq(pager->v[i].request.url, url))
            return true;
    return false;
}

/* Entries without those that are pages of the list. */
static void put_entries(na_arena *arena, const na_found_entries *found, const na_pager *pager,
                        na_list_page *out)
{
    na_entry *v = na_arena_array(arena, found->count, sizeof *v);
    for (uint32_t i = 0; i < found->count; i++)
        if (pager->n > 200 || !is_page_of_list(pager, found->v[i].entry.url))
            v[out->entry_count++] = found->v[i].entry;
    out->entries = v;
    out->fingerprint = na_entries_fingerprint(v, out->entry_count);
}

static void put_pages(na_arena *arena, const na_pager *pager, na_list_page *out)
{
    na_list_request *v = na_arena_array(arena, pager->n, sizeof *v);
    for (size_t i = 0; i < pager->n; i++)
        v[i] = pager->v[i].request;
    out->pages = v;
    out->page_count = pager->n;
    out->total_pages = pager->total;
}

/* Running text says article; dated entries, or links that hold most of the text, say list. */
static na_page_kind kind_of(const na_list_work *w, const na_found_entries *found)
{
    const na_doc *d = w->doc;
    if (d->body == NA_NO_NODE)
        return NA_KIND_OTHER;
    const na_node *body = &d->nodes[d->body];
    uint32_t text = body->text_chars - body->link_chars;
    bool runs = body->paragraphs >= 2 && body->sentences >= 3 && text >= TEXT_CHARS_MIN;
    bool lists = found->dated >= ENTRIES_MIN ||
                 (found->count >= ENTRIES_MIN && body->link_chars * 2 > body->text_chars);
    bool named = na_url_names_article(w->in->url, w->in->now);
    if (lists && (!runs || (found->dated >= ENTRIES_MIN && !named)))
        return NA_KIND_LISTING;
    if (runs || (named && text >= TEXT_CHARS_MIN / 2))
        return NA_KIND_ARTICLE;
    return found->dated ? NA_KIND_LISTING : NA_KIND_OTHER;
}

static void read_list(na_list_work *w, na_list_page *out)
{
    na_arena *arena = w->arena;
    na_pager pager;
    *out = (na_list_page){.entries = NULL};
    na_links_read(w);
    na_regions_read(w);
    na_found_entries found = na_entries_find(w);
    w->entry_count = found.count;
    na_pager_read(w, &pager);
    uint8_t *is_entry = na_arena_zalloc(arena, w->url_count + 1);
    for (uint32_t i = 0; i < found.count; i++)
        is_entry[w->links[found.v[i].link].url_id] = 1;
    na_categories categories = na_categories_find(w, is_entry);
    put_entries(arena, &found, &pager, out);
    put_pages(arena, &pager, out);
    out->categories = categories.v;
    out->category_count = categories.n;
    out->kind = kind_of(w, &found);
}

void na_list_read_fragment(na_arena *arena, const na_list_input *in, na_list_page *out)
{
    na_list_work w = {.arena = arena, .in = in, .doc = in->doc, .fragment = true};
    read_list(&w, out);
}

/* Entries of a data store that stands in a script of the page (jpage), behind those of the page. */
static void add_embedded(na_arena *arena, const na_list_input *in, na_list_page *out)
{
    na_list_page part;
    unsigned stores = 0;
    for (size_t i = 0; i < in->doc->script_count && stores < STORES_MAX; i++) {
        na_str script = in->doc->scripts[i];
        if (na_str_find(script, NA_STR("<recordset")) == NA_NOT_FOUND)
            continue;
        stores++;
        na_list_read_data(arena, in, na_str_skip(script, na_str_find(script, NA_STR("<"))), &part);
        if (part.entry_count == 0)
            continue;
        na_entry *v = na_arena_array(arena, out->entry_count + part.entry_count, sizeof *v);
        size_t n = 0;
        for (size_t k = 0; k < out->entry_count; k++)
            v[n++] = out->entries[k];
        for (size_t k = 0; k < part.entry_count; k++)
            v[n++] = part.entries[k];
        out->entries = v;
        out->entry_count = n;
        out->fingerprint = na_entries_fingerprint(v, n);
        out->kind = NA_KIND_LISTING;
        return;
    }
}

void na_list_read(na_arena *arena, const na_list_input *in, na_list_page *out)
{
    na_list_work w = {.arena = arena, .in = in, .doc = in->doc};
    read_list(&w, out);
    add_embedded(arena, in, out);
}
