/* Answers of "load more" endpoints: entries, and which page comes next. The next pages are those of
 * the request itself with another number: how many, the answer says or leaves open; then one at a
 * time, for the caller stops when a page brings nothing new. */
#include "listing/data.h"

#include "html/document.h"
#include "listing/entries.h"
#include "listing/page_param.h"
#include "listing/pager.h"
#include "text/encoding.h"
#include "text/utf8.h"
#include "url/url.h"

static bool is_json_start(na_str body)
{
    return na_str_starts(body, NA_STR("{")) || na_str_starts(body, NA_STR("["));
}

bool na_list_is_data(na_str content_type, na_str body)
{
    na_str type = na_content_type_essence(content_type);
    body = na_trim_white(na_str_take(body, 1024));
    if (na_str_find_nocase(body, NA_STR("<html")) != NA_NOT_FOUND ||
        na_str_find_nocase(body, NA_STR("<!doctype html")) != NA_NOT_FOUND)
        return false;
    if (is_json_start(body) || na_str_starts_nocase(body, NA_STR("<datastore")))
        return true;
    if (na_str_find_nocase(type, NA_STR("json")) != NA_NOT_FOUND ||
        na_str_find_nocase(type, NA_STR("javascript")) != NA_NOT_FOUND)
        return true;
    return na_str_starts_nocase(body, NA_STR("<?xml"));
}

/* The last page that is known to be there. */
static uint32_t last_page(const na_data_totals *t, uint32_t current, bool entries)
{
    if (t->pages)
        return t->pages;
    if (t->total && t->size)
        return (t->total + t->size - 1) / t->size;
    if (!entries || (t->total && t->total <= current))
        return current;
    return current + 1;
}

static na_list_request numbered(na_arena *arena, const na_list_input *in,
                                const na_page_param *param, uint32_t number)
{
    na_list_request r = {in->url, {NULL, 0}, {NULL, 0}};
    if (in->post.n)
        r.post = r.key = na_page_param_set(arena, in->post, param, number);
    else
        r.url = na_page_param_set(arena, in->url, param, number);
    return r;
}

static void put_pages(na_arena *arena, const na_list_input *in, const na_data *data,
                      na_list_page *out)
{
    na_page_param param;
    out->total_pages = data->totals.pages;
    if (data->next.n) {
        na_list_request *one = na_arena_zalloc(arena, sizeof *one);
        one->url = na_url_resolve(arena, in->base, data->next, in->encoding);
        out->pages = one;
        out->page_count = one->url.n > 0 && !na_str_eq(one->url, in->url);
        return;
    }
    if (!na_page_param_find(in->post.n ? in->post : in->url, &param))
        return;
    uint32_t last = last_page(&data->totals, param.number, out->entry_count > 0);
    if (last > param.number + NA_PAGES_MAX)
        last = param.number + NA_PAGES_MAX;
    if (last <= param.number)
        return;
    na_list_request *v = na_arena_array(arena, last - param.number, sizeof *v);
    for (uint32_t k = param.number + 1; k <= last; k++)
        v[out->page_count++] = numbered(arena, in, &param, k);
    out->pages = v;
}

static void put_html(na_arena *arena, const na_list_input *in, na_data *data, na_list_page *out)
{
    na_list_input fragment = *in;
    na_str source = na_arena_str(arena, data->html);
    fragment.doc = na_doc_parse(arena, source, na_doc_default_limits(source.n));
    na_list_read_fragment(arena, &fragment, out);
    if (out->total_pages && !data->totals.pages)
        data->totals.pages = out->total_pages;
    out->categories = NULL;
    out->category_count = out->page_count = 0;
}

void na_list_read_data(na_arena *arena, const na_list_input *in, na_str text, na_list_page *out)
{
    na_data data = {.entry_count = 0};
    *out = (na_list_page){.entries = NULL};
    text = na_trim_white(text);
    if (na_str_starts(text, NA_STR("<")))
        na_data_read_xml(arena, text, &data);
    else
        na_data_read_json(arena, in, text, &data);
    if (data.entry_count == 0 && data.html.n) {
        put_html(arena, in, &data, out);
    } else {
        out->entries = data.entries;
        out->entry_count = data.entry_count;
        out->fingerprint = na_entries_fingerprint(data.entries, data.entry_count);
    }
    out->kind = out->entry_count ? NA_KIND_LISTING : NA_KIND_OTHER;
    put_pages(arena, in, &data, out);
}
