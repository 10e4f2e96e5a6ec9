/* Prints what newsarc finds in a saved page:  extract FILE [URL]
 *
 *     cc extract.c $(pkg-config --cflags --libs newsarc) -o extract */
#include <newsarc/newsarc.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *page = malloc(8 << 20);
    *length = f && page ? fread(page, 1, 8 << 20, f) : 0;
    if (f)
        fclose(f);
    return page;
}

static void show(const newsarc_article *article, const char *label, newsarc_field field)
{
    for (size_t i = 0; i < newsarc_article_count(article, field); i++)
        printf("%-9s %s\n", label, newsarc_article_item(article, field, i));
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: extract FILE [URL]\n");
        return 2;
    }
    size_t length;
    char *page = read_file(argv[1], &length);
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = argc > 2 ? argv[2] : NULL;

    newsarc_extractor *extractor = NULL;
    newsarc_article *article = NULL;
    newsarc_error err = {0};
    newsarc_status status = newsarc_extractor_new(&extractor);
    if (status == NEWSARC_OK)
        status = newsarc_extract(extractor, page, length, &opts, &article, &err);
    if (status == NEWSARC_OK) {
        show(article, "title", NEWSARC_FIELD_TITLE);
        show(article, "date", NEWSARC_FIELD_DATE);
        show(article, "source", NEWSARC_FIELD_SOURCE);
        show(article, "author", NEWSARC_FIELD_AUTHORS);
        show(article, "section", NEWSARC_FIELD_SECTIONS);
        const char *body = newsarc_article_text(article, NEWSARC_FIELD_TEXT);
        printf("\n%s\n", body ? body : "(no body)");
    } else {
        fprintf(stderr, "%s: %s\n", argv[1],
                err.message[0] ? err.message : newsarc_status_name(status));
    }
    newsarc_article_free(article);
    newsarc_extractor_free(extractor);
    free(page);
    return status == NEWSARC_OK ? 0 : 1;
}
