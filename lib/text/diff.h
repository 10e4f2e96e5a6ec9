/* text/diff.h: what changed between two texts, word by word. */
#ifndef NA_TEXT_DIFF_H
#define NA_TEXT_DIFF_H

#include "core/arena.h"

typedef enum na_diff_kind { NA_DIFF_EQUAL, NA_DIFF_DELETE, NA_DIFF_INSERT } na_diff_kind;

typedef struct na_diff_piece {
    na_diff_kind kind;
    na_str text; /* a slice of `before` (equal, deleted) or of `after` (inserted) */
} na_diff_piece;

typedef struct na_diff {
    na_diff_piece *v; /* the arena's */
    size_t n;
} na_diff;

/* Compares paragraphs, and within those that changed words: of scripts written with spaces whole
 * words, of Han, kana, Thai and their like single characters. Equal and deleted pieces make up
 * `before`, equal and inserted ones `after`; between two equal pieces stands at most one deleted
 * and behind it one inserted piece. Where more than 1,000 paragraphs or words differ, they are
 * replaced as a whole, so that time and memory (2 MiB, and 45 bytes a token) are bounded.
 * Only inside an arena run. The same texts give the same pieces. */
na_diff na_diff_words(na_arena *arena, na_str before, na_str after);

#endif
