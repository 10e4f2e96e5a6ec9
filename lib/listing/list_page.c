/* newsarc_list_page: reads a page under the guard of the arena, copies the result to the heap in
 * one allocation. */
#include "article/sniff.h"
#include "core/alloc.h"
#include "core/error.h"
#include "html/extractor.h"
#include "html/intake.h"
#include "listing/listing.h"
#include "url/url.h"
#include <newsarc/listing.h>

struct newsarc_listing {
    na_list_page page; /* its slices are NUL-terminated strings behind this struct */
};

typedef struct job {
    na_intake in;
    na_list_page page;
} job;

static void run_job(na_arena *arena, void *user)
{
    job *j = user;
    na_intake_read(arena, &j->in);
    na_str url = na_url_resolve(arena, j->in.url, j->in.url, j->in.encoding);
    na_list_input list = {.doc = j->in.doc,
                          .url = url.n ? url : j->in.url,
                          .base = j->in.base,
                          .encoding = j->in.encoding,
                          .now = j->in.opts.fetch_time};
    if (na_list_is_data(na_str_from(j->in.opts.content_type), j->in.bytes))
        na_list_read_data(arena, &list, j->in.doc->source, &j->page);
    else
        na_list_read(arena, &list, &j->page);
}

/* Writes into `base`, or only counts when it is NULL. */
typedef struct packer {
    char *base;
    size_t used;
} packer;

static void *pack(packer *p, const void *bytes, size_t n)
{
    char *at = p->base ? p->base + p->used : NULL;
    if (at && n)
        memcpy(at, bytes, n);
    p->used += n;
    return at;
}

static na_str pack_str(packer *p, na_str s)
{
    if (s.n == 0)
        return (na_str){NULL, 0};
    na_str copy = {pack(p, s.p, s.n), s.n};
    pack(p, "", 1);
    return copy;
}

/* The arrays first, for they must be aligned; then the strings. */
static void pack_page(packer *p, const na_list_page *from, na_list_page *to)
{
    *to = *from;
    na_entry *entries = pack(p, from->entries, from->entry_count * sizeof *entries);
    na_category *categories = pack(p, from->categories, from->category_count * sizeof *categories);
    na_list_request *pages = pack(p, from->pages, from->page_count * sizeof *pages);
    for (size_t i = 0; i < from->entry_count; i++) {
        const na_entry *e = &from->entries[i];
        na_entry copy = {pack_str(p, e->url), pack_str(p, e->title), pack_str(p, e->date),
                         e->date_has_year};
        if (entries)
            entries[i] = copy;
    }
    for (size_t i = 0; i < from->category_count; i++) {
        const na_category *c = &from->categories[i];
        na_category copy = {pack_str(p, c->url), pack_str(p, c->name), c->parent};
        if (categories)
            categories[i] = copy;
    }
    for (size_t i = 0; i < from->page_count; i++) {
        const na_list_request *r = &from->pages[i];
        na_list_request copy = {pack_str(p, r->url), pack_str(p, r->post), pack_str(p, r->key)};
        if (pages)
            pages[i] = copy;
    }
    to->entries = entries;
    to->categories = categories;
    to->pages = pages;
}

static newsarc_listing *copy_listing(const na_list_page *page)
{
    newsarc_listing head;
    packer p = {NULL, sizeof head};
    pack_page(&p, page, &head.page);
    newsarc_listing *listing = na_malloc(p.used);
    if (!listing)
        return NULL;
    p = (packer){(char *)listing, sizeof head};
    pack_page(&p, page, &head.page);
    *listing = head;
    return listing;
}

static newsarc_status check_input(const job *j, newsarc_error *err)
{
    const newsarc_extract_options *o = &j->in.opts;
    na_str input = na_str_from(o->url);
    if (input.n == 0)
        return na_error(err, NEWSARC_E_ARGUMENT, "listing", input,
                        "the page's address is missing: links cannot be made absolute");
    if (j->in.bytes.n == 0)
        return na_error(err, NEWSARC_E_FORMAT, "listing", input, "the page is empty (0 bytes)");
    if (j->in.bytes.n > o->max_html_bytes)
        return na_error(err, NEWSARC_E_LIMIT, "listing", input,
                        "the page has %zu bytes, the ceiling is %llu (max_html_bytes)",
                        j->in.bytes.n, (unsigned long long)o->max_html_bytes);
    const char *kind = na_binary_kind(j->in.bytes);
    if (kind)
        return na_error(err, NEWSARC_E_FORMAT, "listing", input, "this is not an HTML page but %s",
                        kind);
    return NEWSARC_OK;
}

static newsarc_status read_page(newsarc_extractor *ex, job *j, newsarc_listing **out,
                                newsarc_error *err)
{
    newsarc_status status = na_arena_run(ex->arena, j->in.whole, run_job, j);
    if (status == NEWSARC_OK && !(*out = copy_listing(&j->page)))
        status = NEWSARC_E_NOMEM;
    na_arena_reset(ex->arena);
    if (status == NEWSARC_OK)
        return status;
    return na_error(err, status, "listing", na_str_from(j->in.opts.url), "%s",
                    status == NEWSARC_E_LIMIT
                        ? "page limit: the page needs more memory or CPU time than it may take"
                        : "out of memory while reading the page");
}

newsarc_status newsarc_list_page(newsarc_extractor *ex, const void *html, size_t length,
                                 const newsarc_extract_options *opts, newsarc_listing **out,
                                 newsarc_error *err)
{
    job j = {.page = {.entries = NULL}};
    if (out)
        *out = NULL;
    if (!ex || !html || !out || !na_intake_init(&j.in, (na_str){html, length}, opts))
        return na_error(err, NEWSARC_E_ARGUMENT, "listing", (na_str){0},
                        "extractor, page or result is NULL, or struct_size is wrong");
    newsarc_status status = check_input(&j, err);
    return status == NEWSARC_OK ? read_page(ex, &j, out, err) : status;
}

void newsarc_listing_free(newsarc_listing *listing)
{
    na_free(listing);
}

size_t newsarc_listing_entry_count(const newsarc_listing *listing)
{
    return listing ? listing->page.entry_count : 0;
}

static const na_entry *entry_at(const newsarc_listing *listing, size_t i)
{
    static const na_entry none;
    return i < newsarc_listing_entry_count(listing) ? &listing->page.entries[i] : &none;
}

const char *newsarc_listing_entry_url(const newsarc_listing *listing, size_t i)
{
    return entry_at(listing, i)->url.p;
}

const char *newsarc_listing_entry_title(const newsarc_listing *listing, size_t i)
{
    return entry_at(listing, i)->title.p;
}

const char *newsarc_listing_entry_date(const newsarc_listing *listing, size_t i)
{
    return entry_at(listing, i)->date.p;
}

int newsarc_listing_entry_date_has_year(const newsarc_listing *listing, size_t i)
{
    return entry_at(listing, i)->date_has_year;
}

size_t newsarc_listing_page_count(const newsarc_listing *listing)
{
    return listing ? listing->page.page_count : 0;
}

static const na_list_request *page_at(const newsarc_listing *listing, size_t i)
{
    static const na_list_request none;
    return i < newsarc_listing_page_count(listing) ? &listing->page.pages[i] : &none;
}

const char *newsarc_listing_page_url(const newsarc_listing *listing, size_t i)
{
    return page_at(listing, i)->url.p;
}

const char *newsarc_listing_page_post(const newsarc_listing *listing, size_t i)
{
    return page_at(listing, i)->post.p;
}

uint32_t newsarc_listing_total_pages(const newsarc_listing *listing)
{
    return listing ? listing->page.total_pages : 0;
}

size_t newsarc_listing_category_count(const newsarc_listing *listing)
{
    return listing ? listing->page.category_count : 0;
}

static const na_category *category_at(const newsarc_listing *listing, size_t i)
{
    static const na_category none = {.parent = SIZE_MAX};
    return i < newsarc_listing_category_count(listing) ? &listing->page.categories[i] : &none;
}

const char *newsarc_listing_category_url(const newsarc_listing *listing, size_t i)
{
    return category_at(listing, i)->url.p;
}

const char *newsarc_listing_category_name(const newsarc_listing *listing, size_t i)
{
    return category_at(listing, i)->name.p;
}

size_t newsarc_listing_category_parent(const newsarc_listing *listing, size_t i)
{
    return category_at(listing, i)->parent;
}
