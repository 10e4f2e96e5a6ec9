/* listing/words.h: word lists and how they are looked up. Words of link texts are folded (na_fold):
 * letters and digits only, lower case. */
#ifndef NA_LISTING_WORDS_H
#define NA_LISTING_WORDS_H

#include "core/str.h"

typedef enum na_word_list {
    NA_WORDS_HOME,
    NA_WORDS_NEXT,
    NA_WORDS_PREVIOUS,
    NA_WORDS_FIRST,
    NA_WORDS_LAST,
    NA_WORDS_MORE,
    NA_WORDS_LOAD_MORE, /* of this very list */
    NA_WORDS_UTILITY,   /* links of a menu that are no categories */
    NA_WORDS_CRUMB,     /* begin a breadcrumb */
    NA_WORDS_SIDE,      /* headings of lists beside the main one */
    NA_WORDS_COUNT
} na_word_list;

/* Is `text` one of the words? */
bool na_word_is(na_word_list list, na_str text);
/* Does it begin with one / contain one? */
bool na_word_starts(na_word_list list, na_str text);
bool na_word_in(na_word_list list, na_str text);

#endif
