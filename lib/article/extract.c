/* newsarc_extract: checks the input, runs decode -> parse -> fields -> body -> fields under the
 * guard of the arena, copies the result to the heap.
 *
 * Two budgets nest: the inner one is the caller's (max_memory, max_cpu_ms) and holds for the parse
 * alone; when it ends the parse, a fallback document still gives title and metas. The outer one
 * bounds the page as a whole. */
#include "article/body.h"
#include "article/fields.h"
#include "article/result.h"
#include "article/sniff.h"
#include "core/alloc.h"
#include "core/error.h"
#include "html/extractor.h"
#include "text/utf8.h"
#include <newsarc/article.h>
#include <time.h>

#define NA_MIB ((uint64_t)1 << 20)
#define NA_DEFAULT_HTML_MAX (8 * NA_MIB)
#define NA_EXTRA_CPU_MS 1000 /* for all that is not the parse */
#define NA_OPTIONS_MIN offsetof(newsarc_extract_options, content_type)

typedef struct job {
    na_str html;
    newsarc_extract_options opts;
    na_arena_limits parse_limits;
    na_page page;
    na_draft draft;
    na_str markdown;
    bool fallback;
} job;

newsarc_status newsarc_extract_options_init(newsarc_extract_options *opts, size_t size)
{
    if (!opts || size < NA_OPTIONS_MIN || size > sizeof *opts)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

newsarc_status newsarc_extractor_new(newsarc_extractor **out)
{
    if (!out)
        return NEWSARC_E_ARGUMENT;
    *out = NULL;
    newsarc_extractor *ex = na_calloc(1, sizeof *ex);
    if (!ex)
        return NEWSARC_E_NOMEM;
    ex->arena = na_arena_new();
    if (!ex->arena) {
        na_free(ex);
        return NEWSARC_E_NOMEM;
    }
    *out = ex;
    return NEWSARC_OK;
}

void newsarc_extractor_free(newsarc_extractor *ex)
{
    if (!ex)
        return;
    na_arena_free(ex->arena);
    na_free(ex);
}

/* The caller's options as far as he knows them, defaults for the rest. False: struct_size is
 * nonsense. */
static bool read_options(const newsarc_extract_options *from, newsarc_extract_options *to)
{
    *to = (newsarc_extract_options){.struct_size = sizeof *to};
    if (!from)
        return true;
    size_t size = from->struct_size;
    if (size < NA_OPTIONS_MIN || size > sizeof *to)
        return false;
    memcpy(to, from, size);
    return true;
}

static void set_defaults(newsarc_extract_options *o, size_t length)
{
    if (o->max_html_bytes == 0)
        o->max_html_bytes = NA_DEFAULT_HTML_MAX;
    if (o->max_memory == 0) {
        uint64_t want = 48 * (uint64_t)length;
        o->max_memory = want < 16 * NA_MIB    ? 16 * NA_MIB
                        : want > 256 * NA_MIB ? 256 * NA_MIB
                                              : want;
    }
    if (o->max_cpu_ms == 0)
        o->max_cpu_ms = 1000 + (uint32_t)(500 * (uint64_t)length / NA_MIB);
    if (o->fetch_time == 0)
        o->fetch_time = (int64_t)time(NULL);
}

static na_fact stated(na_str text, const char *from)
{
    return (na_fact){text, from, 1.0};
}

static void begin_page(job *j, na_arena *arena)
{
    const char *type = j->opts.content_type;
    na_decoded d = na_decode_page(arena, j->html, na_str_from(type));
    na_str url = na_decode(arena, na_str_from(j->opts.url), na_encoding_utf8(), NULL);
    j->page = (na_page){
        .arena = arena,
        .encoding = d.encoding,
        .url = url,
        .base = url,
        .now = j->opts.fetch_time,
        .body_node = NA_NO_NODE,
        .title_node = NA_NO_NODE,
        .byline_begin = NA_NO_NODE,
        .byline_end = NA_NO_NODE,
    };
    j->page.doc = na_doc_parse(arena, d.text, j->parse_limits);
    j->fallback = j->page.doc->fallback;
    if (j->page.doc->base_href.n) {
        na_str base = na_url_resolve(arena, url, j->page.doc->base_href, d.encoding);
        j->page.base = base.n ? base : url;
    }
    j->draft.url = stated(url, "options");
    j->draft.charset = stated(na_str_from(d.encoding->name), "decoder");
}

static void run_job(na_arena *arena, void *user)
{
    job *j = user;
    begin_page(j, arena);
    na_fields_from_head(&j->page, &j->draft);
    na_body *body = na_body_find(&j->page);
    na_fields_from_body(&j->page, &j->draft);
    na_body_render(&j->page, body, &j->draft);
    na_fields_finish(&j->page, &j->draft, j->draft.text.text);
    j->markdown = na_body_markdown(&j->page, &j->draft);
}

static const char *cause_text(na_arena_cause cause)
{
    return cause == NA_CAUSE_CPU ? "CPU time (max_cpu_ms)" : "memory (max_memory)";
}

/* Why a page gave nothing, in words. */
static newsarc_status explain(const job *j, const na_arena *arena, newsarc_status status,
                              newsarc_error *err)
{
    na_str input = na_str_from(j->opts.url);
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "article", input, "out of memory while reading the page");
    if (status == NEWSARC_E_LIMIT)
        return na_error(err, status, "article", input,
                        "page limit: the page of %zu bytes needs more %s than it may take",
                        j->html.n, cause_text(na_arena_last_cause(arena)));
    return na_error(err, status, "article", input, "the page could not be read");
}

static newsarc_status check_input(const job *j, newsarc_error *err)
{
    na_str input = na_str_from(j->opts.url);
    if (j->html.n == 0)
        return na_error(err, NEWSARC_E_FORMAT, "article", input, "the page is empty (0 bytes)");
    if (j->html.n > j->opts.max_html_bytes)
        return na_error(err, NEWSARC_E_LIMIT, "article", input,
                        "the page has %zu bytes, the ceiling is %llu (max_html_bytes)", j->html.n,
                        (unsigned long long)j->opts.max_html_bytes);
    const char *kind = na_binary_kind(j->html);
    if (kind)
        return na_error(err, NEWSARC_E_FORMAT, "article", input, "this is not an HTML page but %s",
                        kind);
    return NEWSARC_OK;
}

static newsarc_status finish(const job *j, const na_arena *arena, newsarc_status status,
                             newsarc_article **out, newsarc_error *err)
{
    bool empty = j->draft.title.text.n == 0 && j->draft.text.text.n == 0;
    if (status == NEWSARC_OK && j->fallback && empty)
        status = NEWSARC_E_LIMIT;
    if (status == NEWSARC_OK) {
        *out = na_result_new(&j->draft, j->markdown);
        if (!*out)
            status = NEWSARC_E_NOMEM;
    }
    return status == NEWSARC_OK ? status : explain(j, arena, status, err);
}

newsarc_status newsarc_extract(newsarc_extractor *ex, const void *html, size_t length,
                               const newsarc_extract_options *opts, newsarc_article **out,
                               newsarc_error *err)
{
    job j = {.html = {html, length}};
    if (out)
        *out = NULL;
    if (!ex || !html || !out || !read_options(opts, &j.opts))
        return na_error(err, NEWSARC_E_ARGUMENT, "article", (na_str){0},
                        "extractor, page or result is NULL, or struct_size is wrong");
    set_defaults(&j.opts, length);
    newsarc_status status = check_input(&j, err);
    if (status != NEWSARC_OK)
        return status;
    uint64_t cpu = (uint64_t)j.opts.max_cpu_ms * 1000000;
    j.parse_limits = (na_arena_limits){(size_t)j.opts.max_memory, cpu};
    na_arena_limits whole = {(size_t)(j.opts.max_memory + 32 * NA_MIB + 32 * (uint64_t)length),
                             cpu + (uint64_t)NA_EXTRA_CPU_MS * 1000000};
    status = na_arena_run(ex->arena, whole, run_job, &j);
    status = finish(&j, ex->arena, status, out, err);
    na_arena_reset(ex->arena);
    return status;
}
