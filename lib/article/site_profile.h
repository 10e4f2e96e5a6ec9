/* article/site_profile.h: what stands behind newsarc_site_profile.
 *
 *     site_blocks.c    a page -> its blocks, each with a key, and the path of its body
 *     site_profile.c   the sample of pages, and what repeats in it
 *     site_json.c      saving and loading
 *     site_marks.c     a page that is read with a profile
 *
 * A key has two parts: the path of elements in the upper bits, the folded text in the lower ones,
 * so that sorted keys stand together by their path. */
#ifndef NA_ARTICLE_SITE_PROFILE_H
#define NA_ARTICLE_SITE_PROFILE_H

#include "article/body_parts.h"
#include <newsarc/profile.h>

#define NA_SITE_BLOCKS_MAX 512    /* of a page */
#define NA_SITE_EXCERPT_MAX 80    /* bytes of folded text kept for people to read */
#define NA_SITE_CONTAINER_MAX 240 /* bytes of a path */
#define NA_SITE_PAGES_LEAST 3     /* so many must have a block, or a container */
#define NA_SITE_TEXT_BITS 40      /* of a key */

typedef struct na_site_block {
    uint64_t key;
    na_str excerpt; /* of the text; empty: not known. In the page's memory */
} na_site_block;

/* What is kept of an article. */
typedef struct na_site_page {
    uint64_t text;         /* hash of its main text */
    na_site_block *blocks; /* by key, each once */
    size_t block_count;
    na_str container; /* path of the element that holds the body; empty: none to speak of */
} na_site_page;

typedef struct na_site_repeat {
    uint64_t key;
    uint32_t pages;
    na_str excerpt; /* in a page's memory */
} na_site_repeat;

struct newsarc_site_profile {
    na_site_page *pages[NEWSARC_PROFILE_PAGES_MAX]; /* each one allocation; by text */
    size_t page_count;
    na_site_repeat *repeats; /* by key */
    size_t repeat_count;
    na_str container; /* where most bodies stand; empty: here and there. In a page's memory */
    uint32_t container_pages;
};

/* ---- site_blocks.c; inside an arena run ---- */

/* Paths of all elements of a page, as hashes. */
typedef struct na_site_paths {
    const na_doc *doc;
    uint32_t *of; /* one a node */
} na_site_paths;
na_site_paths na_site_paths_read(na_arena *arena, const na_doc *doc);
/* The same for people and for the saved profile, empty when the element has neither id nor class.
 */
na_str na_site_path_text(na_arena *arena, const na_doc *doc, na_node_id n);

/* Text between two boundaries (begin or end of a block, br): nodes [first, last]. */
typedef struct na_site_run {
    uint64_t key;
    na_node_id first, last;
    na_str folded;
} na_site_run;
/* Calls fn for each run of text on the page that is long enough to be known by. */
void na_site_runs(na_arena *arena, const na_doc *doc, void (*fn)(const na_site_run *, void *),
                  void *user);
/* Is node n part of a run's text, and not of a script or a hidden element? Steps over the latter:
 * *next gets the node to look at then. */
bool na_site_is_text(const na_doc *doc, na_node_id n, na_node_id *next);
/* What is kept of an article that was read. In the arena. */
na_site_page na_site_page_read(const na_page *page, const na_draft *draft);

/* ---- site_profile.c ---- */

/* Adds a page, which is copied. *kept: it is now in the sample. With count_now false the caller
 * calls na_site_count when all are in. NEWSARC_OK; NEWSARC_E_NOMEM: all is as it was. */
newsarc_status na_site_add(newsarc_site_profile *p, const na_site_page *page, bool count_now,
                           bool *kept);
newsarc_status na_site_count(newsarc_site_profile *p);
/* On so many pages a block with that key repeats; 0: it does not. */
uint32_t na_site_repeats(const newsarc_site_profile *p, uint64_t key);

/* ---- site_marks.c ---- */

/* Marks what repeats as dead and the known container as a body; before anything is weighed. */
void na_site_mark(na_body *b, const newsarc_site_profile *p);

#endif
