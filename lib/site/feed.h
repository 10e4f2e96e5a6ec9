/* site/feed.h: what a site itself says is new: sitemaps (index, plain, news, text) and feeds (RSS
 * 0.9x, 1.0, 2.0, Atom). sitemaps.org protocol; RFC 4287. */
#ifndef NA_SITE_FEED_H
#define NA_SITE_FEED_H

#include "core/arena.h"
#include "core/str.h"
#include "text/date.h"

#define NA_FEED_ITEMS_MAX 50000 /* sitemaps.org: URLs in one file */

typedef enum na_feed_kind {
    NA_FEED_NONE, /* not one of these */
    NA_FEED_SITEMAP,
    NA_FEED_SITEMAP_INDEX, /* items are further sitemaps */
    NA_FEED_TEXT_SITEMAP,  /* one URL a line */
    NA_FEED_RSS,
    NA_FEED_ATOM
} na_feed_kind;

typedef struct na_feed_item {
    na_str url;   /* absolute, http or https */
    na_str title; /* empty when not stated */
    na_date date; /* published, else last modified; year 0 when not stated */
} na_feed_item;

typedef struct na_feed {
    na_feed_kind kind;
    const na_feed_item *items;
    size_t count;
    bool cut; /* there were more than NA_FEED_ITEMS_MAX */
} na_feed;

/* Reads a sitemap or feed from its bytes (content coding removed). `url`: its own address, for
 * relative links. `now`: as for na_date_find. Entities of a DTD are never expanded, nothing is
 * loaded; of an ill-formed document what stands before the fault is taken. Inside an arena run;
 * everything is in the arena. */
na_feed na_feed_read(na_arena *arena, na_str bytes, na_str url, int64_t now);

#endif
