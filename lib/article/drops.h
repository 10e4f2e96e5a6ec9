/* article/drops.h: the rules under which text of the chosen container is not body. Each piece of
 * text that is left out falls under one of them; --explain names it, the manual describes it. */
#ifndef NA_ARTICLE_DROPS_H
#define NA_ARTICLE_DROPS_H

#include "article/ablation.h"

#include <stdint.h>

/* Of nodes, with everything below them. At most 64: they share a byte with the marks. */
typedef enum na_drop {
    NA_DROP_INHERITED, /* of the node around it */
    NA_DROP_HIDDEN,
    NA_DROP_CONTROL, /* buttons, lists to choose from, drawings */
    NA_DROP_TAG,     /* nav, aside, footer, form, ... */
    NA_DROP_NAME,    /* class, id or role says that it is no body */
    NA_DROP_AUTHOR,  /* a box about the author */
    NA_DROP_TEASERS,
    NA_DROP_META,    /* a short box that is named byline, date, breadcrumb */
    NA_DROP_RELATED, /* named related, more, and much of it is links */
    NA_DROP_LINKS,   /* many short links */
    NA_DROP_SITE,    /* repeats on the pages of the site, by its profile */
    NA_DROP_COUNT
} na_drop;

/* The family of rules that a reason belongs to. */
static inline na_rule na_drop_rule(na_drop drop)
{
    return (na_rule)((int)NA_RULE_DROP_HIDDEN + (int)drop - (int)NA_DROP_HIDDEN);
}

/* Of lines. */
typedef enum na_cut {
    NA_KEPT,
    NA_CUT_HEAD,
    NA_CUT_PHRASE,
    NA_CUT_ANNOUNCED, /* links behind "read also" */
    NA_CUT_TAIL,
    NA_CUT_LINKS,
    NA_CUT_REPEAT,
    NA_CUT_PAGER, /* of an article in several pages */
    NA_CUT_END,
    NA_CUT_COUNT
} na_cut;

/* Names as --explain shows them. Static storage. */
const char *na_drop_name(na_drop drop);
const char *na_cut_name(na_cut cut);

#endif
