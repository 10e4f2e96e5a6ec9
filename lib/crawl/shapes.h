/* crawl/shapes.h: keeps a crawl out of places where a site makes addresses without end: calendars,
 * filters in every combination, paths that grow. They have in common that pages lead to more
 * addresses of their own shape and that nothing new comes of it.
 *
 * A shape is an address with what counts or names things taken out: numbers, the values of a query
 * that hold digits, the order of its parameters, parts of a path that stood in it before. Each page
 * notes for its shape whether it gave something new; a shape that keeps giving nothing is used up,
 * one that gives goes on. So no list of words for calendars is needed, and a long archive of
 * articles is no trap however many there are.
 *
 * A second, coarser shape bounds the first: filters make many shapes of one path. It only counts
 * against shapes that have never given anything. */
#ifndef NA_CRAWL_SHAPES_H
#define NA_CRAWL_SHAPES_H

#include "core/buf.h"
#include "crawl/store.h"

typedef struct na_shape {
    uint64_t fine;
    uint64_t coarse; /* 0: none */
    bool repeats;    /* a part of the path stands in it twice */
} na_shape;

/* `canonical`: as from na_url_canonical. */
na_shape na_shape_of(na_str canonical);
/* Could one be made from a page of the other without end? */
bool na_shape_is_kin(const na_shape *a, const na_shape *b);

typedef enum na_yield {
    NA_YIELD_NEW,   /* an article, or a list with entries that were not known */
    NA_YIELD_KNOWN, /* a list whose entries were */
    NA_YIELD_NOTHING
} na_yield;

typedef struct na_shapes na_shapes;

na_shapes *na_shapes_new(void);    /* NULL when out of memory */
void na_shapes_free(na_shapes *s); /* NULL is ignored */
void na_shapes_note(na_shapes *s, const na_shape *shape, na_yield yield);
/* No more of these: what a list names as an article is believed longer than a link. */
bool na_shapes_used_up(const na_shapes *s, const na_shape *shape, na_url_kind kind);
/* Is it the first time that this digest comes? Forgets old ones, so true may be wrong. */
bool na_shapes_is_new(na_shapes *s, na_str digest);

#define NA_SHAPES_SAVED ((size_t)1 << 20) /* bytes at most */
/* What is known, for a run that goes on with a killed one; `out` keeps its failure. */
void na_shapes_save(const na_shapes *s, na_buf *out);
/* Takes what na_shapes_save gave; of other bytes it takes nothing, or what means little. */
void na_shapes_load(na_shapes *s, na_str saved);

#endif
