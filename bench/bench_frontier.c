/* Cost of the frontier: adds N URLs as pages find them (known ones among them), then takes and
 * settles each. Prints microseconds per URL and the peak of memory for growing N.
 *
 *   bench_frontier FILE N [order]    FILE: a new database; order: "lists" (default: neighbours
 *                                    together) or "mixed" (anywhere) */
#include "crawl/store.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define BATCH 256 /* pages between commits, as the crawl does */
#define LINKS 50

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(newsarc_status status)
{
    if (status == NEWSARC_OK)
        return;
    fprintf(stderr, "bench_frontier: %s\n", newsarc_status_name(status));
    exit(1);
}

static bool add(na_store *s, uint64_t n)
{
    char url[128];
    snprintf(url, sizeof url, "http://www.example.org/news/2015%02u/t2015_%" PRIu64 ".html",
             (unsigned)(n / 1000 % 100), n);
    int64_t host;
    const na_new_url u = {.canonical = na_str_from(url),
                          .url = na_str_from(url),
                          .host = NA_STR("www.example.org"),
                          .via = 1,
                          .kind = NA_URL_ARTICLE,
                          .priority = 2};
    check(na_store_add(s, &u, &host));
    return host != 0;
}

static uint64_t fill(na_store *s, uint64_t count, bool mixed)
{
    uint64_t added = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint64_t at = mixed ? n * 2654435761U % count : n;
        added += add(s, at);
        if (n % 10 == 0)
            add(s, n * 7919 % (n + 1)); /* a link to what is known */
        if (n % (BATCH * LINKS) == 0)
            check(na_store_commit(s));
    }
    check(na_store_commit(s));
    return added;
}

static void drain(na_store *s, uint64_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        na_task task;
        check(na_store_next(s, 1, &task));
        const na_settle how = {.id = task.id, .state = NA_STATE_DONE, .kind = task.kind};
        check(na_store_settle(s, &how));
        na_task_clear(&task);
        if (n % BATCH == 0)
            check(na_store_commit(s));
    }
    check(na_store_commit(s));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_frontier FILE N [lists|mixed]\n");
        return 2;
    }
    na_store *s;
    uint64_t count = strtoull(argv[2], NULL, 10);
    check(na_store_open(argv[1], NA_STORE_WRITE, &s, NULL));
    double begin = seconds();
    uint64_t added = fill(s, count, argc > 3 && strcmp(argv[3], "mixed") == 0);
    double filled = seconds();
    drain(s, added);
    double end = seconds();
    na_store_close(s);
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    printf("%" PRIu64
           " URLs: add %.2f us, take and settle %.2f us a URL; CPU %.2f us; peak %ld KiB\n",
           added, (filled - begin) * 1e6 / (double)added, (end - filled) * 1e6 / (double)added,
           ((double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e6 +
            (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec)) /
               (double)added,
           r.ru_maxrss);
    return 0;
}
