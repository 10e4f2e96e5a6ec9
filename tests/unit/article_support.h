/* What the tests of the article room share: extraction of a string or a fixture in one call. */
#ifndef TESTS_ARTICLE_SUPPORT_H
#define TESTS_ARTICLE_SUPPORT_H

#include "unit.h"

#include <newsarc/article.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FETCHED 1500000000 /* 2017-07-14 */
#define PAGE_URL "http://www.example.org/index.php/News/view/id/229.html"

static inline newsarc_article *extract_bytes(const char *html, size_t n)
{
    newsarc_extractor *ex = NULL;
    newsarc_article *article = NULL;
    newsarc_extract_options opts;
    newsarc_error err = {0};
    assert_int_equal(newsarc_extract_options_init(&opts, sizeof opts), NEWSARC_OK);
    opts.url = PAGE_URL;
    opts.fetch_time = FETCHED;
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    newsarc_status status = newsarc_extract(ex, html, n, &opts, &article, &err);
    if (status != NEWSARC_OK)
        print_error("%s\n", err.message);
    assert_int_equal(status, NEWSARC_OK);
    newsarc_extractor_free(ex);
    return article;
}

static inline newsarc_article *extract_string(const char *html)
{
    return extract_bytes(html, strlen(html));
}

/* A file below tests/fixtures; the caller frees. */
static inline char *read_fixture(const char *name, size_t *n)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", NEWSARC_FIXTURES, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(1 << 20);
    assert_non_null(bytes);
    *n = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    return bytes;
}

static inline const char *text_of(const newsarc_article *a)
{
    const char *s = newsarc_article_text(a, NEWSARC_FIELD_TEXT);
    return s ? s : "";
}

static inline char *render(const newsarc_article *a, newsarc_rendering how, const char *id)
{
    char *out = NULL;
    size_t n = 0;
    assert_int_equal(newsarc_article_render(a, how, id, &out, &n), NEWSARC_OK);
    assert_int_equal(strlen(out), n);
    return out;
}

#define P1                                                                                         \
    "<p>The harbour board met on Tuesday evening, and after two hours of debate it agreed to "     \
    "repair the northern quay before the winter storms arrive.</p>"
#define P2                                                                                         \
    "<p>Work begins in October, said the engineer, who expects that the costs will stay within "   \
    "the budget that the council voted last year.</p>"
#define P3                                                                                         \
    "<p>Fishermen have asked for the repair since 2012, when a part of the wall slid into the "    \
    "basin, but the money was spent on the ferry terminal.</p>"
#define PAGE(inside)                                                                               \
    "<html><head><title>Board agrees to repair the quay</title></head><body>" inside               \
    "</body></html>"

#endif
