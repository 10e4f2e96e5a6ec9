/* What the resource records of a run say: configuration, log, summary. See replay.h. */
#include "core/alloc.h"
#include "crawl/identity.h"
#include "crawl/replay.h"
#include <stdlib.h>

#define SEEDS_MAX 10000
#define TRIES_MAX 100
#define KEY_MEMORY ((size_t)1 << 20)

struct na_configuration {
    json_t *json;
    newsarc_crawl_options options;
    const char **lists; /* of strings of the JSON */
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Strings of an array of the JSON; what else it holds is left out. */
static size_t list_of(const json_t *object, const char *key, const char **out)
{
    size_t i, n = 0;
    const json_t *item, *list = json_object_get(object, key);
    json_array_foreach(list, i, item)
    {
        if (json_is_string(item) && n < SEEDS_MAX)
            out[n++] = json_string_value(item);
    }
    return n;
}

static size_t count_of(const json_t *object, const char *key)
{
    size_t n = json_array_size(json_object_get(object, key));
    return n < SEEDS_MAX ? n : SEEDS_MAX;
}

static int64_t number_of(const json_t *object, const char *key)
{
    return (int64_t)json_integer_value(json_object_get(object, key));
}

static void read_options(na_configuration *c)
{
    newsarc_crawl_options *o = &c->options;
    const char **v = c->lists;
    newsarc_crawl_options_init(o, sizeof *o);
    o->directory = ".";
    o->dry_run = 1;
    o->scope = text_of(c->json, "scope");
    o->user_agent = text_of(c->json, "user-agent");
    o->seeds = v;
    v += o->seed_count = list_of(c->json, "seeds", v);
    o->categories = v;
    v += o->category_count = list_of(c->json, "category", v);
    o->excludes = v;
    o->exclude_count = list_of(c->json, "exclude", v);
    int64_t depth = number_of(c->json, "max-depth"), days = number_of(c->json, "recheck-days");
    o->max_depth = depth > 0 && depth < UINT32_MAX ? (uint32_t)depth : 0;
    o->recheck_days = days >= -1 && days < INT32_MAX ? (int32_t)days : 0;
    o->full = json_is_true(json_object_get(c->json, "full"));
    o->no_metadata = json_is_true(json_object_get(c->json, "no-metadata"));
}

na_configuration *na_configuration_new(na_str json)
{
    na_configuration *c = na_calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->json = json_loadb(json.p ? json.p : "", json.n, 0, NULL);
    size_t n =
        count_of(c->json, "seeds") + count_of(c->json, "category") + count_of(c->json, "exclude");
    c->lists = na_calloc(n + 1, sizeof *c->lists);
    if (c->lists && json_is_object(c->json))
        read_options(c);
    if (c->options.seed_count > 0)
        return c;
    na_configuration_free(c);
    return NULL;
}

void na_configuration_free(na_configuration *c)
{
    if (!c)
        return;
    json_decref(c->json);
    na_free(c->lists);
    na_free(c);
}

const newsarc_crawl_options *na_configuration_options(const na_configuration *c)
{
    return &c->options;
}

static bool is_resource(const na_warc_record *record, const char *ending)
{
    na_str uri = na_warc_field(record, "WARC-Target-URI");
    return na_str_eq(na_warc_field(record, "WARC-Type"), NA_STR("resource")) &&
           na_str_starts(uri, NA_STR("urn:newsarc:")) && na_str_ends(uri, na_str_from(ending));
}

bool na_is_configuration(const na_warc_record *record)
{
    return is_resource(record, ".json") && !is_resource(record, NA_SUMMARY_SUFFIX);
}

typedef struct key_job {
    na_replay *r;
    na_str url;
    na_state state;
    uint32_t tries;
    newsarc_status status;
} key_job;

static void settle_in_arena(na_arena *arena, void *user)
{
    key_job *job = user;
    na_str canonical = na_identity(arena, job->url, NA_STR(""));
    job->status = na_store_replay_settle(job->r->look, canonical, job->url, job->state, job->tries);
}

static newsarc_status settle(na_replay *r, na_str url, na_state state, uint32_t tries)
{
    key_job job = {r, url, state, tries, NEWSARC_OK};
    na_arena_reset(r->c->arena);
    newsarc_status status =
        na_arena_run(r->c->arena, (na_arena_limits){KEY_MEMORY, 0}, settle_in_arena, &job);
    return status == NEWSARC_E_NOMEM ? status : job.status;
}

/* "timed out (try 3)" */
static uint32_t tries_in(na_str message)
{
    size_t at = na_str_find(message, NA_STR("(try "));
    uint64_t n = at == NA_NOT_FOUND ? 0 : na_str_number(na_str_skip(message, at + 5), NULL);
    return n < TRIES_MAX ? (uint32_t)n : TRIES_MAX;
}

/* Events that settle a URL without an answer. */
static newsarc_status note_event(na_replay *r, const json_t *event)
{
    static const struct {
        const char *name;
        na_state state;
    } events[] = {
        {"failed", NA_STATE_FAILED},
        {"skipped", NA_STATE_SKIPPED},
        {"trap", NA_STATE_DONE},
    };
    const char *name = text_of(event, "event"), *url = text_of(event, "url");
    na_str message = na_str_from(text_of(event, "message"));
    if (name && strcmp(name, "no-answer") == 0)
        na_crawler_tally(r->c, NULL, 0, 0);
    for (size_t i = 0; name && url && i < sizeof events / sizeof *events; i++)
        if (strcmp(name, events[i].name) == 0)
            return settle(r, na_str_from(url), events[i].state, tries_in(message));
    return NEWSARC_OK;
}

static newsarc_status read_log(na_replay *r, na_str lines)
{
    newsarc_status status = NEWSARC_OK;
    while (lines.n && status == NEWSARC_OK) {
        na_str line = na_str_cut(lines, '\n', &lines);
        json_t *event = json_loadb(line.p, line.n, 0, NULL);
        status = note_event(r, event);
        json_decref(event);
    }
    return status;
}

newsarc_status na_replay_resource(na_replay *r, const na_warc_record *record)
{
    if (is_resource(record, ".jsonl")) {
        r->has_log = true;
        return read_log(r, record->block);
    }
    if (!is_resource(record, NA_SUMMARY_SUFFIX))
        return NEWSARC_OK;
    json_decref(r->summary);
    r->summary = json_loadb(record->block.p, record->block.n, 0, NULL);
    return NEWSARC_OK;
}

/* Names of statuses are static; one that is none of them is not kept. */
static const char *result_of(const json_t *summary)
{
    const char *name = text_of(summary, "result");
    for (newsarc_status s = NEWSARC_OK; name && s >= NEWSARC_E_BLOCKED; s--)
        if (strcmp(newsarc_status_name(s), name) == 0)
            return newsarc_status_name(s);
    return newsarc_status_name(NEWSARC_E_INCOMPLETE);
}

static uint64_t count_in(const json_t *summary, const char *key)
{
    int64_t n = number_of(summary, key);
    return n > 0 ? (uint64_t)n : 0;
}

void na_replay_outcome(const na_replay *r, na_run *run)
{
    const newsarc_crawl_summary *sum = &r->c->sum;
    const json_t *s = r->summary;
    *run = na_crawler_run_row(r->c);
    run->ended = r->replayed.now_s;
    run->result = newsarc_status_name(sum->failed ? NEWSARC_E_INCOMPLETE : NEWSARC_OK);
    run->tar = true;
    run->queued = 0;
    run->seconds = 0; /* how long the run took, not its replay */
    if (!s)
        return;
    const struct {
        uint64_t *to;
        const char *key;
    } counts[] = {
        {&run->pages, "pages"},
        {&run->articles, "articles"},
        {&run->new_articles, "new_articles"},
        {&run->changed_articles, "changed_articles"},
        {&run->failed, "failed"},
        {&run->skipped, "skipped"},
        {&run->queued, "queued"},
        {&run->bytes, "bytes"},
        {&run->gone, "gone_articles"},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i].to = count_in(s, counts[i].key);
    run->ended = number_of(s, "ended");
    run->result = result_of(s);
    run->seconds = json_number_value(json_object_get(s, "seconds"));
}
