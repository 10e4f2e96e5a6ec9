/* listing/links.h: the links of a page, resolved once, with what the readers of this room ask. */
#ifndef NA_LISTING_LINKS_H
#define NA_LISTING_LINKS_H

#include "listing/listing.h"

#define NA_LINKS_MAX 20000
#define NA_NO_URL UINT32_MAX

/* What a link says when it is part of a pager. */
typedef enum na_link_role {
    NA_LINK_PLAIN,
    NA_LINK_NUMBER,
    NA_LINK_FIRST,
    NA_LINK_PREVIOUS,
    NA_LINK_NEXT,
    NA_LINK_LAST
} na_link_role;

typedef struct na_link {
    na_node_id node;
    na_str href;     /* as written */
    na_str url;      /* absolute, without fragment; empty for javascript: and their like */
    uint32_t url_id; /* equal URLs have equal numbers; NA_NO_URL without URL */
    na_str text;     /* white space collapsed */
    na_str label;    /* text folded: letters and digits only */
    bool same_site;  /* same host as the page, "www." aside */
    na_link_role role;
    uint32_t number; /* of NA_LINK_NUMBER */
} na_link;

/* A page while this room reads it. */
typedef struct na_list_work {
    na_arena *arena;
    const na_list_input *in;
    const na_doc *doc;
    na_link *links; /* in page order */
    uint32_t link_count;
    uint32_t url_count;
    const uint32_t *first_link; /* for each node and one more: first link at or behind it */
    const uint8_t *regions;     /* for each node: flags of listing/regions.h */
    na_str host;                /* of the page, without "www." */
    bool article;               /* look for its further parts: pagers of lists are none */
    bool fragment;              /* a part of a list and nothing else */
    uint32_t entry_count;       /* for the pager readers */
} na_list_work;

void na_links_read(na_list_work *w);

/* Links of a subtree: indices from `*from` up to, not including, the value returned. */
static inline uint32_t na_links_of(const na_list_work *w, na_node_id n, uint32_t *from)
{
    *from = w->first_link[n];
    return w->first_link[w->doc->nodes[n].end];
}

uint64_t na_link_hash(na_str s);

/* Columns that a text takes: a Han character counts as two letters. */
uint32_t na_text_width(na_str text);

#endif
