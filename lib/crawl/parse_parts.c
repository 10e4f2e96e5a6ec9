/* Articles that one page does not tell whole: their further pages, and title and date that only a
 * list states. See parse.h. */
#include "core/alloc.h"
#include "crawl/parse_page.h"
#include <jansson.h>
#include <stdlib.h>

#define LIST_CONFIDENCE 0.6

/* The page that a rule of the site names, unless the addresses told it. False: no rule bears on
 * this page. */
static bool add_next_page(na_parse_page *pg, const na_article_parts *parts)
{
    na_str next = na_str_from(newsarc_article_next_page(pg->article));
    for (size_t i = 0; i < parts->count; i++)
        if (na_str_eq(parts->urls[i], next))
            next.n = 0;
    na_parse_add(pg, next, NA_ROLE_PART);
    return next.n ||
           (pg->input->part &&
            newsarc_article_rule(pg->article, NEWSARC_RULE_NEXT_PAGE) != NEWSARC_RULE_NONE);
}

/* Addresses may say nothing of numbers where a rule names the next page; then parts stand in the
 * order in which they were met, which is that of the chain. */
static uint32_t number_of(const na_parse_page *pg, const na_article_parts *parts)
{
    if (parts->count == 0)
        return pg->input->part ? 2 : 1;
    return parts->number ? parts->number : 1;
}

void na_parse_parts(na_parse_page *pg)
{
    na_article_parts parts = {0};
    const na_list_input in = {.doc = pg->in.doc,
                              .url = pg->url,
                              .base = pg->in.base,
                              .encoding = pg->in.encoding,
                              .now = pg->now};
    na_article_parts_find(pg->arena, &in, &parts);
    bool ruled = add_next_page(pg, &parts);
    if (parts.count == 0 && !ruled)
        return;
    for (size_t i = 0; i < parts.count; i++)
        na_parse_add(pg, parts.urls[i], NA_ROLE_PART);
    pg->out->part_number = number_of(pg, &parts);
    if (parts.count)
        pg->out->part_first = na_arena_str(pg->arena, parts.first);
}

static bool lacks(const na_parse_page *pg, newsarc_field field, na_str said)
{
    const char *own = newsarc_article_text(pg->article, field);
    return said.n && (!own || !*own);
}

static void say(json_t *object, const char *key, na_str value)
{
    json_object_set_new(object, key, json_stringn(value.p, value.n));
    json_t *evidence = json_object_get(object, "evidence"), *one = json_object();
    json_object_set_new(one, "from", json_string("list"));
    json_object_set_new(one, "confidence", json_real(LIST_CONFIDENCE));
    json_object_set_new(evidence, key, one);
}

newsarc_status na_parse_complete(na_parse_page *pg, na_buf *json)
{
    bool title = lacks(pg, NEWSARC_FIELD_TITLE, pg->input->title);
    bool date = lacks(pg, NEWSARC_FIELD_DATE, pg->input->date);
    if (!title && !date)
        return NEWSARC_OK;
    json_t *object = json_loadb(json->p, json->n, 0, NULL);
    if (title && object)
        say(object, "title", pg->input->title);
    if (date && object)
        say(object, "date", pg->input->date);
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(2)) : NULL;
    json_decref(object);
    if (!text)
        return NEWSARC_E_NOMEM;
    na_buf_clear(json);
    na_buf_add_cstr(json, text);
    free(text);
    pg->out->completed = true;
    return json->status;
}
