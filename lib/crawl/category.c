/* See category.h. Names are compared without spaces, width and case. */
#include "crawl/category.h"

#include "core/alloc.h"
#include "text/utf8.h"
#include "url/url.h"

#define MAX_PARENTS 16

typedef struct wanted {
    char *text;
    bool is_url, met;
} wanted;

struct na_category_filter {
    wanted *v;
    size_t n;
};

static bool is_url(const char *s)
{
    return na_str_starts_nocase(na_str_from(s), NA_STR("http://")) ||
           na_str_starts_nocase(na_str_from(s), NA_STR("https://"));
}

na_category_filter *na_category_filter_new(const char *const *texts, size_t count)
{
    na_category_filter *c = na_calloc(1, sizeof *c);
    if (c)
        c->v = na_calloc(count ? count : 1, sizeof *c->v);
    if (!c || !c->v) {
        na_free(c);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        c->v[c->n++] = (wanted){na_strdup(texts[i]), is_url(texts[i]), is_url(texts[i])};
        if (!c->v[i].text) {
            na_category_filter_free(c);
            return NULL;
        }
    }
    return c;
}

void na_category_filter_free(na_category_filter *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++)
        na_free(c->v[i].text);
    na_free(c->v);
    na_free(c);
}

bool na_category_filter_on(const na_category_filter *c)
{
    return c->n > 0;
}

static bool is_wanted(na_category_filter *c, na_arena *arena, const na_found *found)
{
    na_str name = na_fold(arena, found->name);
    na_str url = na_url_canonical(arena, found->url);
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        na_str text = na_str_from(c->v[i].text);
        bool same = c->v[i].is_url ? na_str_eq(na_url_canonical(arena, text), url)
                                   : name.n && na_str_eq(na_fold(arena, text), name);
        c->v[i].met |= same;
        any |= same;
    }
    return any;
}

bool na_category_filter_wants(na_category_filter *c, na_arena *arena, const na_found *found,
                              size_t i)
{
    bool any = false;
    for (int up = 0; i != SIZE_MAX && up < MAX_PARENTS; up++, i = found[i].parent)
        any |= is_wanted(c, arena, &found[i]);
    return any;
}

const char *na_category_filter_url(const na_category_filter *c, size_t i)
{
    for (size_t k = 0; k < c->n; k++)
        if (c->v[k].is_url && i-- == 0)
            return c->v[k].text;
    return NULL;
}

const char *na_category_filter_missing(const na_category_filter *c, size_t i)
{
    for (size_t k = 0; k < c->n; k++)
        if (!c->v[k].met && i-- == 0)
            return c->v[k].text;
    return NULL;
}
