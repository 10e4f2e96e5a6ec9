/* page.h: one page of `extract`: where it comes from and what became of it. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "output.h"
#include "pool.h"
#include <newsarc/profile.h>

/* What all pages of a run have in common. */
struct page_options {
    bool explain;                        /* how the article was found, instead of the article */
    const newsarc_site_profile *profile; /* of the pages' site; NULL: none. Borrowed */
    newsarc_site_profile *learner;       /* takes the pages, which then have no text; NULL: none.
                                            Borrowed, for one thread */
    const newsarc_rules *rules;          /* of sites; NULL: none. Borrowed */
};

struct page {
    char *name;         /* file, URL or "-" */
    char *url;          /* base address of a file; NULL: unknown */
    char *content_type; /* NULL: unknown */
    char *id;           /* first key of the JSON, as JSON text; NULL: none */
    newsarc_rendering rendering;
    const struct page_options *how; /* borrowed; NULL: the usual way */
    struct text head;               /* what was already read of standard input */
    struct text message;            /* HTTP message to take the page from, instead of `name` */
    char *record_id;                /* of the WARC record; NULL: none */
    int64_t fetch_time;             /* seconds since 1970; 0: now */
    const char *language;           /* only pages in this language (BCP 47); NULL: all. Borrowed */
    uint64_t done, total;           /* bytes of the input, for progress; total 0: not known */
    /* the result */
    bool unwanted; /* not in the language: nothing to write */
    newsarc_status status;
    newsarc_error error;
    struct text text;
    struct text rules; /* what is to be said of the rules of its site; empty: nothing */
};

struct page *page_new(const char *name);
void page_free(struct page *page);
/* Says, with -v, which rules of its site found nothing. */
void page_report_rules(struct output *out, const struct page *page);
/* "12 pages, 3 failed" */
void page_counts(struct text *t, uint64_t pages, uint64_t failed);

/* What the page holds of the pool's room. */
size_t page_bytes(const struct page *page);
/* The functions of a pool that reads and extracts pages; the caller sets deliver and user. */
struct pool_work page_work(void);

#endif
