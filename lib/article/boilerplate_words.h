/* article/boilerplate_words.h: the words by which boilerplate lines are known. */
#ifndef NA_ARTICLE_BOILERPLATE_WORDS_H
#define NA_ARTICLE_BOILERPLATE_WORDS_H

#include <stddef.h>
#include <stdint.h>

typedef struct na_phrase {
    const char *text; /* with which the line begins */
    uint8_t kind;     /* na_boilerplate */
    uint8_t longest;  /* code points of the line; 0: any */
} na_phrase;

extern const na_phrase na_phrases[];
extern const size_t na_phrase_count;
/* Parts of lines that ask for something; NULL ends. Such lines stand at the end. */
extern const char *const na_appeals[];

#endif
