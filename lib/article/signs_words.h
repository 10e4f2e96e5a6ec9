/* article/signs_words.h: the words that signs are read from. */
#ifndef NA_ARTICLE_SIGNS_WORDS_H
#define NA_ARTICLE_SIGNS_WORDS_H

#include "article/signs.h"

#define NA_WORD_LAYOUT 0x8000u /* the token speaks of the layout around it: has-sidebar */
#define NA_WORD_TAXON                                                                              \
    0x2000u                   /* first part of category-politics: the rest is a term of the site   \
                               */
#define NA_WORD_WHOLE 0x4000u /* counts only as the whole token */

typedef struct na_sign_word {
    const char *text;
    unsigned signs;
} na_sign_word;

extern const na_sign_word na_sign_words[];
extern const size_t na_sign_word_count; /* below 1,000: the lexicon has 2,048 slots */

#endif
