/* article/meta.c: meta elements of the page, wherever they stand (some CMS put them into the body).
 * Names are compared without case, but the exact case wins when both occur: some government CMS
 * write both an empty Author and a filled author. */
#include "article/candidates.h"

#include "text/references.h"

#define METAS_MAX 400

static const char *const NAME_ATTRIBUTES[] = {"name", "property", "itemprop", "http-equiv"};

static na_str meta_name(const na_doc *doc, na_node_id n, size_t attribute)
{
    return na_str_trim(na_attr_get(doc, n, NAME_ATTRIBUTES[attribute]));
}

static size_t add_meta(const na_page *page, na_node_id n, na_meta *metas, size_t count)
{
    const na_doc *doc = page->doc;
    na_str value = na_trim_white(na_attr_get(doc, n, "content"));
    if (value.n == 0)
        value = na_trim_white(na_attr_get(doc, n, "value")); /* seen instead of content */
    if (value.n == 0)
        return count;
    value = na_references_read(page->arena, value); /* escaped twice */
    size_t attributes = sizeof NAME_ATTRIBUTES / sizeof NAME_ATTRIBUTES[0];
    for (size_t i = 0; i < attributes && count < METAS_MAX; i++) {
        na_str name = meta_name(doc, n, i);
        if (name.n > 0)
            metas[count++] = (na_meta){name, value};
    }
    return count;
}

void na_meta_collect(na_page *page, na_candidates *c)
{
    const na_doc *doc = page->doc;
    na_meta *metas = na_arena_array(page->arena, METAS_MAX, sizeof *metas);
    size_t count = 0;
    for (na_node_id n = 0; n < doc->count && count < METAS_MAX; n++)
        if (na_is_element(doc, n, NA_TAG_META))
            count = add_meta(page, n, metas, count);
    c->metas = metas;
    c->meta_count = count;
}

na_str na_meta_get(const na_candidates *c, const char *name)
{
    na_str wanted = na_str_from(name), other = {0};
    for (size_t i = 0; i < c->meta_count; i++) {
        if (na_str_eq(c->metas[i].name, wanted))
            return c->metas[i].value;
        if (other.n == 0 && na_str_eq_nocase(c->metas[i].name, wanted))
            other = c->metas[i].value;
    }
    return other;
}

static const char *evidence_of(na_arena *arena, const char *name)
{
    na_sb sb = NA_SB(arena);
    na_sb_addf(&sb, "meta:%s", name);
    return na_arena_cstr(arena, na_sb_str(&sb));
}

na_fact na_meta_best(na_arena *arena, const na_candidates *c, const na_named_trust *table)
{
    for (; table->name; table++) {
        na_str value = na_meta_get(c, table->name);
        if (value.n > 0)
            return (na_fact){value, evidence_of(arena, table->name), table->confidence};
    }
    return (na_fact){0};
}
