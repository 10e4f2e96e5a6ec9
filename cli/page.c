/* Reads, extracts and renders one page; a thread keeps one extractor for all its pages. */
#include "page.h"

#include "input.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    text_free(&page->text);
    free(page);
}

void page_counts(struct text *t, uint64_t pages, uint64_t failed)
{
    text_add_count(t, pages, "page");
    text_addf(t, ", %llu failed", (unsigned long long)failed);
}

/* The rendering of a whole article; `id`, any JSON value, becomes its first key. */
static newsarc_status render(struct page *page, const newsarc_article *article)
{
    char *out = NULL;
    size_t length = 0;
    newsarc_status status = newsarc_article_render(article, page->rendering, NULL, &out, &length);
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

static newsarc_status extract(newsarc_extractor *ex, struct page *page, const struct input *in)
{
    newsarc_extract_options opts;
    newsarc_article *article = NULL;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = in->url.n ? in->url.p : page->url;
    opts.content_type = in->content_type.n ? in->content_type.p : page->content_type;
    opts.max_html_bytes = PAGE_MAX;
    newsarc_status status =
        newsarc_extract(ex, in->bytes.p, in->bytes.n, &opts, &article, &page->error);
    if (status == NEWSARC_OK)
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

static void work(void *state, void *task)
{
    struct worker *w = state;
    struct page *page = task;
    struct input in = {0};
    if (page->status == NEWSARC_OK)
        page->status = input_read(page->name, &in, &page->error);
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
}

struct pool_work page_work(void)
{
    return (struct pool_work){.begin = begin, .end = end, .work = work};
}
