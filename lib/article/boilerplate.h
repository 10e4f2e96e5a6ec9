/* article/boilerplate.h: lines that many sites put around and into articles. */
#ifndef NA_ARTICLE_BOILERPLATE_H
#define NA_ARTICLE_BOILERPLATE_H

#include "core/str.h"

typedef enum na_boilerplate {
    NA_PLAIN,
    NA_BOILER_LINE,   /* this line is not body: sharing, advertisement, credit */
    NA_BOILER_HEAD,   /* byline, date, breadcrumb: not body at the head, nor alone at the tail */
    NA_BOILER_LINK,   /* "read also: ...": not body when what follows is a link */
    NA_BOILER_FOOTER, /* the foot of the page */
    NA_BOILER_TAIL    /* begins what stands behind an article: related stories, disclaimer */
} na_boilerplate;

/* By the beginning of a line (and, for some, by its whole). */
na_boilerplate na_boilerplate_of(na_str line);
/* Foot of a Chinese page: licence numbers, where to report. */
bool na_is_footer(na_str text);
/* Begins a byline or a date line, however long it is. */
bool na_begins_as_head(na_str line);
/* Speaks of who wrote, when it was filed, how often it was read. */
bool na_names_a_writer(na_str line);
/* Does the line ask to follow, subscribe, write? */
bool na_is_appeal(na_str line);

#endif
