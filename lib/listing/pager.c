/* The table of pager readers, and their results as one ascending list. */
#include "listing/pager.h"

#include "core/buf.h"
#include "url/url.h"
#include <stdlib.h>

static void (*const readers[])(na_pager *p) = {
    na_pager_read_links,       /* links: numbers, next, previous, last */
    na_pager_read_totals,      /* texts and scripts that state the number of pages */
    na_pager_read_create_page, /* TRS: createPageHTML(N, current, "index", "html") */
    na_pager_read_select,      /* select onchange */
    na_pager_read_functions,   /* javascript:goPage(N) */
    na_pager_read_postback,    /* ASP.NET: __doPostBack('AspNetPager1', 'N') */
    na_pager_read_jpage,       /* jpage: dataproxy.jsp */
    na_pager_read_units,       /* JPaaS: unitbuild.js with queryData */
    na_pager_read_buttons,     /* 加载更多 with data attributes */
    na_pager_read_requests,    /* scripts that name an address with a page; last of all */
};

void na_pager_add_request(na_pager *p, const na_list_request *request, uint32_t number)
{
    na_arena *arena = p->w->arena;
    if (request->url.n == 0 || p->n >= NA_PAGES_MAX)
        return;
    if (p->n == p->room) {
        size_t room = p->room ? p->room * 2 : 16;
        p->v = na_arena_grow(arena, p->v, p->room * sizeof *p->v, room * sizeof *p->v);
        p->room = room;
    }
    p->v[p->n++] = (na_page_ref){*request, number};
}

void na_pager_add_body(na_pager *p, na_str link, na_str post, uint32_t number)
{
    const na_list_request request = {
        na_url_resolve(p->w->arena, p->w->in->base, link, p->w->in->encoding), post, post};
    na_pager_add_request(p, &request, number);
}

void na_pager_add(na_pager *p, na_str link, uint32_t number)
{
    na_pager_add_body(p, link, (na_str){NULL, 0}, number);
}

void na_pager_add_pattern(na_pager *p, const na_page_pattern *pattern, uint32_t number)
{
    na_sb sb = NA_SB(p->w->arena);
    na_sb_add(&sb, pattern->prefix);
    na_sb_addf(&sb, "%u", number);
    na_sb_add(&sb, pattern->suffix);
    na_pager_add(p, na_sb_str(&sb), number);
}

static int compare_strings(na_str a, na_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int compare_requests(const na_list_request *a, const na_list_request *b)
{
    int order = compare_strings(a->url, b->url);
    return order ? order : compare_strings(a->key, b->key);
}

static int compare_pages(const void *a, const void *b)
{
    const na_page_ref *x = a, *y = b;
    int order = compare_requests(&x->request, &y->request);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Pages without a number come behind those with one. */
static int compare_numbers(const void *a, const void *b)
{
    const na_page_ref *x = a, *y = b;
    uint32_t i = x->number ? x->number : UINT32_MAX, j = y->number ? y->number : UINT32_MAX;
    return i != j ? (i < j ? -1 : 1) : compare_requests(&x->request, &y->request);
}

/* One reference for each request, with the number that any reader gave; the page itself goes. */
static void merge(na_pager *p)
{
    size_t kept = 0;
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, compare_pages);
    for (size_t i = 0; i < p->n; i++) {
        const na_list_request *request = &p->v[i].request;
        if (request->post.n == 0 && na_str_eq(request->url, p->w->in->url))
            continue;
        if (kept && compare_requests(&p->v[kept - 1].request, request) == 0) {
            if (!p->v[kept - 1].number)
                p->v[kept - 1].number = p->v[i].number;
            continue;
        }
        p->v[kept++] = p->v[i];
    }
    p->n = kept;
    if (kept)
        qsort(p->v, kept, sizeof *p->v, compare_numbers);
}

void na_pager_read(const na_list_work *w, na_pager *out)
{
    *out = (na_pager){.w = w};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        readers[i](out);
    merge(out);
    for (size_t i = 0; i < out->n; i++)
        if (out->total && out->v[i].number > out->total)
            out->total = out->v[i].number;
}
