/* What an archive says of the crawl that made it: the configuration and the log of the run, as
 * resource records at its end; the digest of the configuration stands in each warcinfo. See
 * crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "fetch/wire.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define URL_MAX ((size_t)64 << 10)

/* Without the user and password of a URL. */
static json_t *public_text(const char *text)
{
    na_buf b = NA_BUF(URL_MAX);
    bool url = text && strstr(text, "//");
    if (url)
        na_wire_public_url(&b, na_str_from(text));
    na_str s = url ? na_buf_str(&b) : na_str_from(text);
    json_t *json = s.n ? json_stringn(s.p, s.n) : NULL;
    na_buf_free(&b);
    return json;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    json_t *value = public_text(text);
    if (value)
        json_object_set_new(object, key, value);
}

static void set_list(json_t *object, const char *key, const char *const *v, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *value = public_text(v[i]);
        if (value)
            json_array_append_new(list, value);
    }
    if (n)
        json_object_set_new(object, key, list);
    else
        json_decref(list);
}

static void set_texts(json_t *object, const newsarc_crawler *c, const newsarc_crawl_options *o)
{
    const struct {
        const char *key, *value;
    } texts[] = {
        {"scope", o->scope ? o->scope : "domain"},
        {"user-agent", c->user_agent},
        {"from", o->from},
        {"proxy", o->proxy},
        {"operator", o->operator_contact},
        {"is-part-of", o->is_part_of},
        {"description", o->description},
        {"digest", o->digest ? o->digest : "sha1"},
        {"compress", o->compress ? o->compress : "gzip"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        set_text(object, texts[i].key, texts[i].value);
}

static void set_numbers(json_t *object, const newsarc_crawl_options *o)
{
    const struct {
        const char *key;
        uint64_t value;
    } numbers[] = {
        {"max-pages", o->max_pages},         {"max-bytes", o->max_bytes},
        {"max-time", o->max_seconds},        {"max-body", o->max_body_bytes},
        {"max-depth", o->max_depth},         {"concurrency", o->concurrency},
        {"min-free", o->min_free_bytes},     {"warc-max-size", o->warc_max_bytes},
        {"delay-ms", (uint64_t)o->delay_ms},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        json_object_set_new(object, numbers[i].key, json_integer((json_int_t)numbers[i].value));
    json_object_set_new(object, "full", json_boolean(o->full));
    json_object_set_new(object, "no-metadata", json_boolean(o->no_metadata));
}

char *na_crawler_configuration(const newsarc_crawler *c, const newsarc_crawl_options *o)
{
    json_t *object = json_object();
    set_text(object, "software", "newsarc/" NEWSARC_VERSION);
    set_list(object, "seeds", (const char *const *)c->seeds, c->seed_count);
    set_list(object, "category", o->categories, o->category_count);
    set_list(object, "exclude", o->excludes, o->exclude_count);
    set_texts(object, c, o);
    set_numbers(object, o);
    char *text = json_dumps(object, JSON_INDENT(2));
    json_decref(object);
    char *copy = na_strdup(text);
    free(text);
    return copy;
}

static newsarc_status write_one(newsarc_crawler *c, const char *suffix, const char *type,
                                na_str bytes, newsarc_error *err)
{
    char name[192];
    snprintf(name, sizeof name, "%s%s", c->stem, suffix);
    return na_warc_write_resource(c->warc, name, type, bytes, na_now_s(), err);
}

newsarc_status na_crawler_write_resources(newsarc_crawler *c, newsarc_error *err)
{
    na_str log;
    if (!c->warc || c->sum.pages == 0)
        return NEWSARC_OK;
    newsarc_status status =
        write_one(c, ".json", "application/json", na_str_from(c->configuration), err);
    if (status == NEWSARC_OK)
        status = na_log_map(c->log, &log, err);
    if (status != NEWSARC_OK)
        return status;
    if (log.n)
        status = write_one(c, ".jsonl", "application/x-ndjson", log, err);
    na_log_unmap(log);
    return status;
}
