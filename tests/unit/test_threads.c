/* Same input, same bytes: threads with an extractor each give, for every fixture, what one thread
 * gives, in whatever order the pages come. Under ThreadSanitizer also that they share nothing. */
#include "article_support.h"

#include <dirent.h>
#include <newsarc/newsarc.h>
#include <pthread.h>

#define THREADS 2
#define ROUNDS 2
#define PAGES_MAX 256

typedef struct page {
    char *bytes;
    size_t n;
    char *outcome; /* of one thread; ends with NUL */
} page;

static page pages[PAGES_MAX];
static size_t page_count;

/* Article and explanation in one text; the caller frees. NULL: an error. No asserts: cmocka's do
 * not work in threads. */
static char *outcome_of(newsarc_extractor *ex, const page *p)
{
    newsarc_extract_options opts;
    newsarc_article *a = NULL;
    char *article = NULL, *explained = NULL, *both = NULL;
    size_t n = 0, m = 0;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = PAGE_URL;
    opts.fetch_time = FETCHED;
    opts.explain = 1;
    if (newsarc_extract(ex, p->bytes, p->n, &opts, &a, NULL) == NEWSARC_OK &&
        newsarc_article_render(a, NEWSARC_RENDER_JSON, "1", &article, &n) == NEWSARC_OK &&
        newsarc_article_explain(a, NEWSARC_RENDER_JSON, &explained, &m) == NEWSARC_OK)
        both = malloc(n + m + 1);
    if (both)
        snprintf(both, n + m + 1, "%s%s", article, explained);
    newsarc_free(article);
    newsarc_free(explained);
    newsarc_article_free(a);
    return both;
}

static int read_pages(void **state)
{
    (void)state;
    struct dirent **names;
    int n = scandir(NEWSARC_FIXTURES "/articles", &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char name[512];
        snprintf(name, sizeof name, "articles/%s/page.html", names[i]->d_name);
        if (names[i]->d_name[0] != '.' && page_count < PAGES_MAX) {
            pages[page_count].bytes = read_fixture(name, &pages[page_count].n);
            page_count++;
        }
        free(names[i]);
    }
    free(names);
    return n < 0;
}

static int free_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < page_count; i++) {
        free(pages[i].bytes);
        free(pages[i].outcome);
    }
    return 0;
}

/* How many pages came out otherwise. The thread whose number is odd begins at the last page. */
static void *extract_all(void *arg)
{
    size_t *wrong = arg;
    newsarc_extractor *ex = NULL;
    bool backwards = *wrong % 2 == 1;
    *wrong = newsarc_extractor_new(&ex) != NEWSARC_OK;
    for (size_t i = 0; i < ROUNDS * page_count && !*wrong; i++) {
        size_t at = i % page_count;
        const page *p = &pages[backwards ? page_count - 1 - at : at];
        char *outcome = outcome_of(ex, p);
        *wrong += !outcome || strcmp(outcome, p->outcome) != 0;
        free(outcome);
    }
    newsarc_extractor_free(ex);
    return NULL;
}

static void threads_give_the_same_bytes(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    size_t wrong[THREADS];
    newsarc_extractor *ex = NULL;
    assert_true(page_count >= 30);
    assert_int_equal(newsarc_extractor_new(&ex), NEWSARC_OK);
    for (size_t i = 0; i < page_count; i++) {
        pages[i].outcome = outcome_of(ex, &pages[i]);
        assert_non_null(pages[i].outcome);
    }
    newsarc_extractor_free(ex);
    for (size_t i = 0; i < THREADS; i++) {
        wrong[i] = i; /* in: its number */
        assert_int_equal(pthread_create(&threads[i], NULL, extract_all, &wrong[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_give_the_same_bytes)};
    return cmocka_run_group_tests(tests, read_pages, free_pages);
}
