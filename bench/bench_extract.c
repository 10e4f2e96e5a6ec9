/* bench_extract FOLDER [ROUNDS]: CPU time of newsarc_extract over every *.html of a folder, as a
 * ratio to a plain Gumbo parse (default options but max_errors = 0, with destroy) of the same bytes
 * in the same run. Rounds alternate between the two, the median of the rounds' ratios is what
 * counts. */
#include <dirent.h>
#include <gumbo.h>
#include <newsarc/newsarc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGES_MAX 4096
#define ROUNDS_MAX 99

typedef struct page {
    char *data;
    size_t length;
} page;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int read_page(const char *path, page *out)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    out->length = size > 0 ? (size_t)size : 0;
    out->data = calloc(1, out->length + 1);
    int ok = out->data && fread(out->data, 1, out->length, f) == out->length;
    fclose(f);
    return ok;
}

static size_t load(const char *folder, page *pages)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    size_t count = 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (count < PAGES_MAX && strstr(names[i]->d_name, ".html"))
            count += (size_t)read_page(path, &pages[count]);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return count;
}

static double time_gumbo(const page *pages, size_t n)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    double start = cpu_seconds();
    for (size_t i = 0; i < n; i++)
        gumbo_destroy_output(&options,
                             gumbo_parse_with_options(&options, pages[i].data, pages[i].length));
    return cpu_seconds() - start;
}

static double time_newsarc(newsarc_extractor *ex, const page *pages, size_t n, size_t *articles)
{
    double start = cpu_seconds();
    for (size_t i = 0; i < n; i++) {
        newsarc_article *article = NULL;
        if (newsarc_extract(ex, pages[i].data, pages[i].length, NULL, &article, NULL) == NEWSARC_OK)
            ++*articles;
        newsarc_article_free(article);
    }
    return cpu_seconds() - start;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, compare);
    return v[n / 2];
}

int main(int argc, char **argv)
{
    static page pages[PAGES_MAX];
    double gumbo[ROUNDS_MAX], ours[ROUNDS_MAX], ratio[ROUNDS_MAX];
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    newsarc_extractor *ex = NULL;
    if (argc < 2 || rounds < 1 || rounds > ROUNDS_MAX || newsarc_extractor_new(&ex) != NEWSARC_OK) {
        fputs("usage: bench_extract FOLDER [ROUNDS]\n", stderr);
        return 2;
    }
    size_t n = load(argv[1], pages), bytes = 0, articles = 0;
    for (size_t i = 0; i < n; i++)
        bytes += pages[i].length;
    for (int r = 0; r < rounds; r++) {
        gumbo[r] = time_gumbo(pages, n);
        ours[r] = time_newsarc(ex, pages, n, &articles);
        ratio[r] = ours[r] / gumbo[r];
    }
    double g = median(gumbo, rounds), o = median(ours, rounds);
    printf("%zu pages, %.1f MB, %d rounds, %zu extracted\n", n, (double)bytes / 1e6, rounds,
           articles / (size_t)rounds);
    printf("plain gumbo parse  %7.1f pages/s of CPU  %6.1f MB/s\n", (double)n / g,
           (double)bytes / g / 1e6);
    printf("newsarc_extract    %7.1f pages/s of CPU  %6.1f MB/s\n", (double)n / o,
           (double)bytes / o / 1e6);
    printf(
        "ratio of CPU time  %.2f (median of %d rounds; below 1 is faster than the parse alone)\n",
        median(ratio, rounds), rounds);
    newsarc_extractor_free(ex);
    for (size_t i = 0; i < n; i++)
        free(pages[i].data);
    return 0;
}
