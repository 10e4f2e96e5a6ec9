/* Articles in several pages, and under several URLs. Each part is kept as it was read; at the end
 * of a run the articles of which parts came or changed are joined and their records written anew,
 * so that it does not matter in which order parts come, nor in which run. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "crawl/join.h"
#include "pack/rendering.h"
#include <stdio.h>
#include <stdlib.h>

/* The URL as one of the frontier, added as an article when it is not known; 0: it is none of this
 * crawl. */
static bool find_or_add(newsarc_crawler *c, const na_task *task, na_str url, int64_t *id)
{
    if (!na_crawler_find(c, url, id) || *id)
        return *id != 0;
    const na_add add = {.url = url,
                        .kind = NA_URL_ARTICLE,
                        .priority = NA_PRIORITY_BODY,
                        .via = task,
                        .hop = 'L',
                        .depth = task->depth,
                        .id = id};
    return na_crawler_add(c, &add);
}

static bool article_of(newsarc_crawler *c, const na_task *task, const na_parsed *parsed,
                       int64_t *article)
{
    *article = 0;
    newsarc_status status = task->kind == NA_URL_PART
                                ? na_store_part_of(c->store, task->id, article)
                                : NEWSARC_E_NOT_FOUND;
    if (status != NEWSARC_E_NOT_FOUND)
        return status == NEWSARC_OK || na_crawler_fail_store(c, status);
    if (parsed->part_number > 1 && parsed->part_first.n &&
        !find_or_add(c, task, parsed->part_first, article))
        return c->end != NA_END_FAILURE;
    if (*article == 0 && parsed->part_number)
        *article = task->id;
    return true;
}

bool na_crawler_keep_part(newsarc_crawler *c, const na_task *task, const na_parsed *parsed,
                          bool *further)
{
    int64_t article = 0;
    *further = false;
    if (parsed->digest.n == 0 || (parsed->part_number == 0 && task->kind != NA_URL_PART))
        return true;
    if (!article_of(c, task, parsed, &article))
        return false;
    if (article == 0)
        return true;
    *further = article != task->id;
    na_rendering files = {0};
    na_rendering_unpack(parsed->rendering, &files);
    const na_part_row row = {.url = task->id,
                             .article = article,
                             .number = *further ? parsed->part_number : 1,
                             .digest = parsed->digest,
                             .json = parsed->json,
                             .markdown = na_str_trim(files.markdown)};
    newsarc_status status = na_store_put_part(c->store, &row);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

bool na_crawler_match(newsarc_crawler *c, const na_task *task, const na_parsed *parsed, bool *twin)
{
    int64_t canonical = 0;
    newsarc_status status = NEWSARC_OK;
    *twin = false;
    if (parsed->canonical.n && !find_or_add(c, task, parsed->canonical, &canonical) &&
        c->end == NA_END_FAILURE)
        return false;
    if (canonical && canonical != task->id)
        status = na_store_set_canonical(c->store, task->id, canonical);
    if (status == NEWSARC_OK)
        status = na_store_match_twins(c->store, task->id, twin);
    return status == NEWSARC_OK || na_crawler_fail_store(c, status);
}

static newsarc_status add_part(const na_stored_part *part, void *user)
{
    return na_join_add(user, part->number, part->url, part->json, part->markdown) ? NEWSARC_OK
                                                                                  : NEWSARC_E_NOMEM;
}

static bool write_joined(newsarc_crawler *c, int64_t article, na_str json)
{
    na_warc_place page, place;
    na_place kept = {.offset = 0};
    na_buf url = NA_BUF(NA_URL_MAX);
    newsarc_error err;
    bool changed = false;
    na_error_clear(&err);
    newsarc_status status = na_store_article_page(c->store, article, &url, &page);
    if (status == NEWSARC_OK) {
        status = na_warc_write_article(c->warc, na_buf_str(&url), &page, json, &place, &err);
        if (status == NEWSARC_OK) {
            snprintf(kept.file, sizeof kept.file, "%s", place.file);
            kept.offset = place.offset;
            status = na_store_set_joined(c->store, article, c->run, &kept, &changed);
        }
    }
    na_buf_free(&url);
    c->sum.changed_articles += changed;
    if (status == NEWSARC_OK || status == NEWSARC_E_NOT_FOUND) /* the first part is no article */
        return true;
    return err.code == NEWSARC_OK ? na_crawler_fail_store(c, status)
                                  : na_crawler_fail(c, status, &err);
}

static bool join_one(newsarc_crawler *c, int64_t article)
{
    na_join join;
    na_join_init(&join);
    newsarc_status status = na_store_parts(c->store, article, add_part, &join);
    char *json = status == NEWSARC_OK ? na_join_json(&join) : NULL;
    na_join_free(&join);
    bool ok = status == NEWSARC_OK || na_crawler_fail_store(c, status);
    if (json)
        ok = write_joined(c, article, na_str_from(json));
    free(json);
    return ok;
}

bool na_crawler_join(newsarc_crawler *c)
{
    int64_t article = 0;
    newsarc_status status;
    if (!c->warc)
        return true;
    while ((status = na_store_next_join(c->store, article, &article)) == NEWSARC_OK) {
        if (!join_one(c, article))
            return false;
        status = na_store_end_join(c->store, article);
        if (status != NEWSARC_OK)
            return na_crawler_fail_store(c, status);
    }
    return status == NEWSARC_E_NOT_FOUND || na_crawler_fail_store(c, status);
}
