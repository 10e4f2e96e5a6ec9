/* newsarc_extract: checks the input, runs decode -> parse -> fields -> body -> fields under the
 * guard of the arena, copies the result to the heap. The limits are those of html/intake.h. */
#include "article/extract.h"

#include "article/body.h"
#include "article/fields.h"
#include "article/result.h"
#include "article/rules.h"
#include "article/site_profile.h"
#include "article/sniff.h"
#include "core/alloc.h"
#include "core/error.h"
#include "html/extractor.h"
#include "html/intake.h"
#include "text/utf8.h"
#include <newsarc/article.h>

typedef struct job {
    na_intake in;
    na_page page;
    na_draft draft;
    na_str markdown;
    na_site_page *learned; /* NULL: nothing is learned from the page */
} job;

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

static na_fact stated(na_str text, const char *from)
{
    return (na_fact){text, from, 1.0};
}

static na_trace *new_trace(na_arena *arena, const na_doc *doc)
{
    na_trace *trace = na_arena_zalloc(arena, sizeof *trace);
    trace->arena = arena;
    trace->doc = doc;
    return trace;
}

static void begin_page(job *j, na_arena *arena)
{
    na_trace *trace = j->in.opts.explain ? new_trace(arena, j->in.doc) : NULL;
    j->page = (na_page){
        .arena = arena,
        .doc = j->in.doc,
        .encoding = j->in.encoding,
        .url = j->in.url,
        .base = j->in.base,
        .now = j->in.opts.fetch_time,
        .body_node = NA_NO_NODE,
        .title_node = NA_NO_NODE,
        .byline_begin = NA_NO_NODE,
        .byline_end = NA_NO_NODE,
        .trace = trace,
        .site = j->in.opts.profile,
    };
    j->draft.trace = trace;
    j->draft.url = stated(j->in.url, "options");
    j->draft.charset = stated(na_str_from(j->in.encoding->name), "decoder");
}

static void read_job(na_arena *arena, void *user)
{
    job *j = user;
    begin_page(j, arena);
    na_rules_read(&j->page, j->in.opts.rules);
    j->draft.ruled = j->page.ruled;
    na_fields_from_head(&j->page, &j->draft);
    na_body *body = na_body_find(&j->page);
    na_fields_from_body(&j->page, &j->draft);
    na_body_render(&j->page, body, &j->draft);
    na_fields_finish(&j->page, &j->draft, j->draft.text.text);
    j->markdown = na_body_markdown(&j->page, &j->draft);
    if (j->learned && na_str_eq(j->draft.type.text, NA_STR("article")))
        *j->learned = na_site_page_read(&j->page, &j->draft);
}

static const char *cause_text(na_arena_cause cause)
{
    return cause == NA_CAUSE_CPU ? "CPU time (max_cpu_ms)" : "memory (max_memory)";
}

static void run_job(na_arena *arena, void *user)
{
    job *j = user;
    na_intake_read(arena, &j->in);
    read_job(arena, user);
}

/* Why a page gave nothing, in words. */
static newsarc_status explain(const job *j, const na_arena *arena, newsarc_status status,
                              newsarc_error *err)
{
    na_str input = na_str_from(j->in.opts.url);
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "article", input, "out of memory while reading the page");
    if (status == NEWSARC_E_LIMIT)
        return na_error(err, status, "article", input,
                        "page limit: the page of %zu bytes needs more %s than it may take",
                        j->in.bytes.n, cause_text(na_arena_last_cause(arena)));
    return na_error(err, status, "article", input, "the page could not be read");
}

newsarc_status na_article_check(const na_intake *in, newsarc_error *err)
{
    na_str input = na_str_from(in->opts.url);
    if (in->bytes.n == 0)
        return na_error(err, NEWSARC_E_FORMAT, "article", input, "the page is empty (0 bytes)");
    if (in->bytes.n > in->opts.max_html_bytes)
        return na_error(err, NEWSARC_E_LIMIT, "article", input,
                        "the page has %zu bytes, the ceiling is %llu (max_html_bytes)", in->bytes.n,
                        (unsigned long long)in->opts.max_html_bytes);
    const char *kind = na_binary_kind(in->bytes);
    if (kind)
        return na_error(err, NEWSARC_E_FORMAT, "article", input, "this is not an HTML page but %s",
                        kind);
    return NEWSARC_OK;
}

static newsarc_status finish(const job *j, const na_arena *arena, newsarc_status status,
                             newsarc_article **out, newsarc_error *err)
{
    bool empty = j->draft.title.text.n == 0 && j->draft.text.text.n == 0;
    if (status == NEWSARC_OK && j->in.doc->fallback && empty)
        status = NEWSARC_E_LIMIT;
    if (status == NEWSARC_OK) {
        *out = na_result_new(&j->draft, j->markdown);
        if (!*out)
            status = NEWSARC_E_NOMEM;
    }
    return status == NEWSARC_OK ? status : explain(j, arena, status, err);
}

newsarc_status na_article_read(na_arena *arena, const na_intake *in, newsarc_article **out,
                               newsarc_error *err)
{
    job j = {.in = *in, .markdown = {NULL, 0}};
    *out = NULL;
    newsarc_status status = na_arena_run(arena, in->whole, read_job, &j);
    return finish(&j, arena, status, out, err);
}

static newsarc_status prepare(job *j, const newsarc_extractor *ex, na_str html,
                              const newsarc_extract_options *opts, newsarc_error *err)
{
    if (!ex || !html.p || !na_intake_init(&j->in, html, opts))
        return na_error(err, NEWSARC_E_ARGUMENT, "article", (na_str){0},
                        "extractor, page or result is NULL, or struct_size is wrong");
    return na_article_check(&j->in, err);
}

newsarc_status newsarc_extract(newsarc_extractor *ex, const void *html, size_t length,
                               const newsarc_extract_options *opts, newsarc_article **out,
                               newsarc_error *err)
{
    job j = {.markdown = {NULL, 0}};
    if (out)
        *out = NULL;
    newsarc_status status = prepare(&j, out ? ex : NULL, (na_str){html, length}, opts, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_arena_run(ex->arena, j.in.whole, run_job, &j);
    status = finish(&j, ex->arena, status, out, err);
    na_arena_reset(ex->arena);
    return status;
}

newsarc_status newsarc_site_profile_learn(newsarc_site_profile *profile, newsarc_extractor *ex,
                                          const void *html, size_t length,
                                          const newsarc_extract_options *opts, int32_t *learned,
                                          newsarc_error *err)
{
    bool kept = false;
    na_site_page page = {0};
    job j = {.markdown = {NULL, 0}, .learned = &page};
    if (learned)
        *learned = 0;
    newsarc_status status = prepare(&j, profile ? ex : NULL, (na_str){html, length}, opts, err);
    if (status != NEWSARC_OK)
        return status;
    j.in.opts.profile = NULL;
    j.in.opts.explain = 0;
    status = na_arena_run(ex->arena, j.in.whole, run_job, &j);
    if (status == NEWSARC_OK && page.block_count)
        status = na_site_add(profile, &page, true, &kept);
    if (status != NEWSARC_OK)
        status = explain(&j, ex->arena, status, err);
    na_arena_reset(ex->arena);
    if (learned)
        *learned = kept;
    return status;
}
