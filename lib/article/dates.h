/* article/dates.h: candidates for a date, gathered in order of trust. Private to dates.c and
 * date_finders.c. */
#ifndef NA_ARTICLE_DATES_H
#define NA_ARTICLE_DATES_H

#include "article/candidates.h"

/* A date and how it is stated. */
typedef struct na_dated {
    na_date date;
    na_fact fact;
} na_dated;

#define NA_DATED_MAX 24

typedef struct na_date_chooser {
    na_page *page;
    const na_candidates *c;
    na_dated found[NA_DATED_MAX];
    size_t count;
} na_date_chooser;

/* Adds what `text` says, if it is a date. */
void na_dates_add(na_date_chooser *x, na_str text, const char *from, double confidence);
/* Adds a match that states its year. */
void na_dates_add_match(na_date_chooser *x, na_str text, const na_date_match *m, const char *from,
                        double confidence);
/* time elements, itemprop datePublished or dateModified */
void na_dates_add_elements(na_date_chooser *x, bool want_modified);
/* the first small element in [begin, end) whose class speaks of a date */
void na_dates_add_classed(na_date_chooser *x, na_node_id begin, na_node_id end, double confidence);
/* above the title, inside it, and where the prose begins */
void na_dates_add_near_title(na_date_chooser *x);
/* short lines in the first paragraphs */
void na_dates_add_early_lines(na_date_chooser *x);

#endif
