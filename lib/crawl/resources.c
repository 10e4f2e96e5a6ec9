/* What an archive says of the crawl that made it, as resource records: the configuration behind the
 * first capture of a run, so that a killed run has it, too; how the run ended, and its log, as the
 * last ones. The digest of the configuration and the number of the run stand in each warcinfo. See
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
    json_object_set_new(object, "recheck-days", json_integer(o->recheck_days));
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

newsarc_status na_crawler_write_configuration(newsarc_crawler *c, newsarc_error *err)
{
    return write_one(c, ".json", "application/json", na_str_from(c->configuration), err);
}

static char *summary_json(const newsarc_crawler *c, newsarc_status result)
{
    const newsarc_crawl_summary *sum = &c->sum;
    const struct {
        const char *key;
        uint64_t value;
    } counts[] = {
        {"run", (uint64_t)c->run},
        {"started", (uint64_t)c->started_s},
        {"ended", (uint64_t)na_now_s()},
        {"pages", sum->pages},
        {"articles", sum->articles},
        {"new_articles", sum->new_articles},
        {"changed_articles", sum->changed_articles},
        {"gone_articles", sum->gone_articles},
        {"failed", sum->failed},
        {"skipped", sum->skipped},
        {"queued", sum->queued},
        {"bytes", sum->bytes},
    };
    json_t *object = json_object();
    json_object_set_new(object, "result", json_string(newsarc_status_name(result)));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(object, counts[i].key, json_integer((json_int_t)counts[i].value));
    json_object_set_new(object, "seconds", json_real(sum->elapsed));
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    return text;
}

newsarc_status na_crawler_write_end(newsarc_crawler *c, newsarc_status result, newsarc_error *err)
{
    na_str log;
    if (!c->warc || c->sum.pages == 0)
        return NEWSARC_OK;
    char *summary = summary_json(c, result);
    if (!summary)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
    newsarc_status status =
        write_one(c, NA_SUMMARY_SUFFIX, "application/json", na_str_from(summary), err);
    free(summary);
    if (status == NEWSARC_OK)
        status = na_log_map(c->log, &log, err);
    if (status != NEWSARC_OK)
        return status;
    if (log.n)
        status = write_one(c, ".jsonl", "application/x-ndjson", log, err);
    na_log_unmap(log);
    return status;
}
