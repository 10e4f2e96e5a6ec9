/* newsarc_extract and all renderings on any bytes. The first bytes choose the options: with or
 * without address, Content-Type, tight limits. Every string that comes out is valid UTF-8. */
#include "text/utf8.h"
#include <newsarc/article.h>
#include <stdlib.h>
#include <string.h>

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void choose(newsarc_extract_options *opts, uint8_t how)
{
    static const char *const types[] = {NULL, "text/html; charset=gbk", "text/html",
                                        "text/html; charset=shift_jis"};
    newsarc_extract_options_init(opts, sizeof *opts);
    opts->url = how & 1 ? "http://example.org/2015/09/01/a.html?x=1" : NULL;
    opts->content_type = types[how >> 1 & 3];
    opts->fetch_time = 1500000000;
    opts->max_memory = how & 8 ? 1 << 20 : 0;
    opts->max_cpu_ms = 500;
}

static void check(const newsarc_article *a)
{
    for (newsarc_field f = 0; f < NEWSARC_FIELD_COUNT; f++)
        for (size_t i = 0; i < newsarc_article_count(a, f); i++) {
            const char *s = newsarc_article_item(a, f, i);
            require(s && *s && na_utf8_valid(na_str_from(s)));
        }
    require(newsarc_article_text(a, NEWSARC_FIELD_TYPE) != NULL);
    for (newsarc_rendering how = 0; how <= NEWSARC_RENDER_MARKDOWN; how++) {
        char *out = NULL;
        size_t n = 0;
        require(newsarc_article_render(a, how, "id", &out, &n) == NEWSARC_OK);
        require(strlen(out) == n && na_utf8_valid((na_str){out, n}));
        newsarc_free(out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static newsarc_extractor *ex;
    if (!ex && newsarc_extractor_new(&ex) != NEWSARC_OK)
        return 0;
    if (size < 2)
        return 0;
    newsarc_extract_options opts;
    choose(&opts, data[0]);
    newsarc_article *a = NULL;
    if (newsarc_extract(ex, data + 1, size - 1, &opts, &a, NULL) == NEWSARC_OK)
        check(a);
    newsarc_article_free(a);
    return 0;
}
