/* article/model.h: what the files of this room share: the page being read, the article being made.
 */
#ifndef NA_ARTICLE_MODEL_H
#define NA_ARTICLE_MODEL_H

#include "article/trace.h"
#include "core/arena.h"
#include "html/document.h"
#include "text/date.h"
#include "text/encoding.h"
#include "url/url.h"
#include <newsarc/article.h>

/* A value with where it came from. Empty text: unknown. */
typedef struct na_fact {
    na_str text;
    const char *from; /* static string, or in the arena */
    double confidence;
} na_fact;

typedef struct na_image {
    na_str url, alt, caption;
} na_image;

typedef struct na_attachment {
    na_str url, name;
} na_attachment;

typedef struct na_names { /* authors, sections */
    na_str *v;
    size_t n;
    const char *from;
    double confidence;
} na_names;

/* One block of the body, in reading order. */
typedef enum na_block_type {
    NA_BLOCK_PARAGRAPH,
    NA_BLOCK_HEADING,   /* level 1 to 6 */
    NA_BLOCK_LIST_ITEM, /* level: nesting from 1; ordered: its number, 0 for bullets */
    NA_BLOCK_QUOTE,
    NA_BLOCK_PRE,
    NA_BLOCK_TABLE_ROW,  /* cells joined by tabs */
    NA_BLOCK_CAPTION,    /* of an image: in Markdown, not in the text */
    NA_BLOCK_ATTACHMENT, /* a line of links to files: in Markdown, not in the text */
    NA_BLOCK_IMAGE       /* image: index into images */
} na_block_type;

typedef struct na_block {
    na_block_type type;
    uint8_t level;
    uint32_t ordered;
    uint32_t image;
    na_str text;     /* plain, white space collapsed */
    na_str markdown; /* the same with links and emphasis; empty: as text */
    na_node_id node; /* where it begins */
} na_block;

struct na_candidates; /* what the head states, see fields.h */
struct na_ruled;      /* what the rules of the site found, see rules.h */

/* The page while it is read. */
typedef struct na_page {
    na_arena *arena;
    const na_doc *doc;
    const na_encoding *encoding;
    na_str url;              /* empty: unknown */
    na_str base;             /* URL after <base>, for resolving */
    int64_t now;             /* fetch time, seconds */
    const uint32_t *classes; /* one a node, see class.h; set by na_fields_from_head */
    /* found on the way, for those who come later: */
    na_node_id body_node;  /* chosen container (the best one when several), or NA_NO_NODE */
    na_node_id title_node; /* element that shows the title, or NA_NO_NODE */
    na_node_id byline_begin, byline_end; /* nodes of the byline region, or NA_NO_NODE */
    struct na_candidates *candidates;    /* set by na_fields_from_head */
    const struct na_ruled *ruled;        /* NULL: no rules for this page */
    na_trace *trace;                     /* NULL: nobody asked how */
    const newsarc_site_profile *site;    /* NULL: the page is read by itself */
} na_page;

/* The article while it is made; everything in the page's arena. newsarc_article is its copy on the
 * heap. */
typedef struct na_draft {
    na_fact url, canonical_url, type, title, date, modified, source, editor, language, text,
        charset;
    na_names authors, sections;
    na_image *images;
    size_t image_count;
    na_attachment *attachments;
    size_t attachment_count;
    na_block *blocks;
    size_t block_count;
    na_fact site_name; /* not output: og:site_name, SiteName, for suffixes and as resolved 本站 */
    const struct na_ruled *ruled; /* as the page's */
    na_trace *trace;              /* as the page's */
} na_draft;

#endif
