/* article/inline.h: one line being written, as plain text and as Markdown at once. */
#ifndef NA_ARTICLE_INLINE_H
#define NA_ARTICLE_INLINE_H

#include "core/buf.h"

typedef struct na_style { /* of the text to come */
    na_str link;          /* absolute URL, empty: none */
    bool bold, italic, code;
} na_style;

typedef struct na_inline {
    na_sb text, md;
    size_t text_from, md_from; /* where the line begins in them */
    na_style want, is;         /* is: marks that stand open in md */
    bool space;                /* white space is due before the next character */
    bool pre;                  /* white space is kept */
} na_inline;

void na_inline_begin(na_inline *w);
void na_inline_text(na_inline *w, na_str s);
/* Closes open marks; what stands from text_from and md_from on is the line. */
void na_inline_end(na_inline *w);
/* A tab in the text, a bar in Markdown: between two cells of a row. */
void na_inline_cell(na_inline *w);
/* Appends an address as a link's target. */
void na_inline_target(na_sb *md, na_str url);
/* Appends text so that Markdown reads it as text. */
void na_markdown_escape(na_sb *md, na_str s);

#endif
