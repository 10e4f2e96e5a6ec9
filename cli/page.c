/* Reads, extracts and renders one page; a thread keeps one extractor for all its pages. */
#include "page.h"

#include "input.h"
#include <newsarc/warc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct page *page_new(const char *name)
{
    struct page *page = cli_alloc(1, sizeof *page);
    page->name = cli_copy(name);
    return page;
}

void page_free(struct page *page)
{
    free(page->name);
    free(page->url);
    free(page->content_type);
    free(page->id);
    free(page->record_id);
    text_free(&page->head);
    text_free(&page->message);
    text_free(&page->text);
    text_free(&page->rules);
    free(page);
}

size_t page_bytes(const struct page *page)
{
    return page->head.n + page->message.n + page->text.n;
}

void page_counts(struct text *t, uint64_t pages, uint64_t failed)
{
    text_add_count(t, pages, "page");
    text_addf(t, ", %llu failed", (unsigned long long)failed);
}

void page_report_rules(struct output *out, const struct page *page)
{
    if (page->rules.n)
        output_message(out, LEVEL_INFO, "rules", page->name, "%s", page->rules.p);
}

/* Rules that find nothing to drop, or no next page, are none to speak of. */
static void note_rules(struct page *page, const newsarc_article *article)
{
    bool any = false;
    size_t missed = 0;
    for (newsarc_rule r = 0; r < NEWSARC_RULE_COUNT; r++) {
        newsarc_rule_state state = newsarc_article_rule(article, r);
        any = any || state != NEWSARC_RULE_NONE;
        if (state != NEWSARC_RULE_MISSED || r == NEWSARC_RULE_DROP || r == NEWSARC_RULE_NEXT_PAGE)
            continue;
        text_addf(&page->rules, "%s%s", missed++ ? ", " : "", newsarc_rule_name(r));
    }
    if (missed)
        text_adds(&page->rules, ": the rule found nothing; found the usual way");
    else if (!any)
        text_adds(&page->rules,
                  newsarc_article_text(article, NEWSARC_FIELD_URL)
                      ? "no rules are for this address"
                      : "no rules are for pages without an address; give one with --url");
}

/* The rendering of a whole article; `id`, any JSON value, becomes its first key. */
static newsarc_status render(struct page *page, const newsarc_article *article)
{
    char *out = NULL;
    size_t length = 0;
    newsarc_status status =
        page->how && page->how->explain
            ? newsarc_article_explain(article, page->rendering, &out, &length)
            : newsarc_article_render(article, page->rendering, NULL, &out, &length);
    if (status != NEWSARC_OK)
        return error_set(&page->error, status, page->name, "cannot render the article");
    if (page->id && length > 1) {
        text_addf(&page->text, "{\"id\":%s,", page->id);
        text_add(&page->text, out + 1, length - 1);
    } else {
        text_add(&page->text, out, length);
    }
    if (page->text.n == 0 || page->text.p[page->text.n - 1] != '\n')
        text_add(&page->text, "\n", 1);
    newsarc_free(out);
    return NEWSARC_OK;
}

/* "zh" takes "zh" and "zh-Hans". */
static bool is_in_language(const newsarc_article *article, const char *language)
{
    const char *found = newsarc_article_text(article, NEWSARC_FIELD_LANGUAGE);
    size_t n = language ? strlen(language) : 0;
    return !language ||
           (found && strncasecmp(found, language, n) == 0 && (found[n] == 0 || found[n] == '-'));
}

static newsarc_status extract(newsarc_extractor *ex, struct page *page, const struct input *in)
{
    newsarc_extract_options opts;
    newsarc_article *article = NULL;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = in->url.n ? in->url.p : page->url;
    opts.content_type = in->content_type.n ? in->content_type.p : page->content_type;
    opts.max_html_bytes = PAGE_MAX;
    opts.fetch_time = page->fetch_time;
    if (page->how) {
        opts.explain = page->how->explain;
        opts.profile = page->how->profile;
        opts.rules = page->how->rules;
    }
    if (page->how && page->how->learner)
        return newsarc_site_profile_learn(page->how->learner, ex, in->bytes.p, in->bytes.n, &opts,
                                          NULL, &page->error);
    newsarc_status status =
        newsarc_extract(ex, in->bytes.p, in->bytes.n, &opts, &article, &page->error);
    if (status == NEWSARC_OK && opts.rules)
        note_rules(page, article);
    page->unwanted = status == NEWSARC_OK && !is_in_language(article, page->language);
    if (status == NEWSARC_OK && !page->unwanted)
        status = render(page, article);
    newsarc_article_free(article);
    return status;
}

/* A thread's state: the extractor, made anew after an error that spoilt it. */
struct worker {
    newsarc_extractor *extractor;
};

static void *begin(void *user)
{
    (void)user;
    return cli_alloc(1, sizeof(struct worker));
}

static void end(void *state)
{
    struct worker *w = state;
    newsarc_extractor_free(w->extractor);
    free(w);
}

/* An error says on which input, whoever made it. */
static void complete_error(struct page *page)
{
    newsarc_error *err = &page->error;
    if (err->code == NEWSARC_OK)
        error_set(err, page->status, NULL, "%s", newsarc_status_name(page->status));
    if (!err->input[0])
        snprintf(err->input, sizeof err->input, "%s",
                 strcmp(page->name, "-") == 0 ? "standard input" : page->name);
}

/* The page out of the HTTP message of a record. A body that is torn, or broken in its coding, is
 * read as far as it goes. */
static newsarc_status unpack(struct page *page, struct input *in)
{
    char *body = NULL;
    size_t length = 0;
    newsarc_status status =
        newsarc_http_body(page->message.p, page->message.n, PAGE_MAX, &body, &length, &page->error);
    if (status == NEWSARC_E_FORMAT && length) {
        page->error = (newsarc_error){0};
        status = NEWSARC_OK;
    }
    if (status == NEWSARC_E_LIMIT)
        error_set(&page->error, status, NULL, "too large for a page: the most is 8 MiB");
    if (status == NEWSARC_OK && length)
        text_add(&in->bytes, body, length);
    else if (status == NEWSARC_OK)
        status = error_set(&page->error, NEWSARC_E_FORMAT, NULL, "the body is empty");
    newsarc_free(body);
    text_free(&page->message);
    return status;
}

static newsarc_status read_page(struct page *page, struct input *in)
{
    if (page->message.n)
        return unpack(page, in);
    in->bytes = page->head;
    page->head = (struct text){0};
    return input_read(page->name, in, &page->error);
}

static size_t work(void *state, void *task)
{
    struct worker *w = state;
    struct page *page = task;
    struct input in = {0};
    if (page->status == NEWSARC_OK)
        page->status = read_page(page, &in);
    if (page->status == NEWSARC_OK && !w->extractor)
        page->status = newsarc_extractor_new(&w->extractor);
    if (page->status == NEWSARC_OK)
        page->status = extract(w->extractor, page, &in);
    if (page->status <= NEWSARC_FATAL) {
        newsarc_extractor_free(w->extractor);
        w->extractor = NULL;
    }
    if (page->status != NEWSARC_OK)
        complete_error(page);
    input_free(&in);
    return page_bytes(page);
}

struct pool_work page_work(void)
{
    return (struct pool_work){.begin = begin, .end = end, .work = work};
}
