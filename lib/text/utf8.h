/* text/utf8.h: walking over UTF-8 and classes of characters, as extraction needs them. */
#ifndef NA_TEXT_UTF8_H
#define NA_TEXT_UTF8_H

#include "core/arena.h"
#include "core/str.h"

/* Takes the first code point off *s; U+FFFD for a bad byte (one byte is taken). s->n must not be 0.
 */
uint32_t na_utf8_next(na_str *s);
/* Writes a code point, returns the bytes written (1 to 4). */
size_t na_utf8_put(char out[4], uint32_t c);
bool na_utf8_valid(na_str s);
size_t na_utf8_count(na_str s); /* code points */

/* White space of Unicode, with U+3000, U+00A0, U+FEFF and U+200B. */
bool na_is_white(uint32_t c);
/* Han, kana, hangul and their punctuation: scripts written without spaces between words. */
bool na_is_cjk(uint32_t c);
bool na_is_han(uint32_t c);
/* Letters and digits of any script. */
bool na_is_word(uint32_t c);
bool na_is_upper(uint32_t c); /* Latin, Greek, Cyrillic capitals */
/* Ends a sentence: . ! ? and the ideographic, Arabic and Devanagari stops. */
bool na_is_sentence_end(uint32_t c);
/* Commas and their like, also ， 、 ； ;. */
bool na_is_comma(uint32_t c);
/* Columns on a terminal: 0, 1 or 2. */
int na_width(uint32_t c);

/* Counts without white space: code points. */
size_t na_count_nonspace(na_str s);
/* Trims Unicode white space at both ends. */
na_str na_trim_white(na_str s);
/* Runs of Unicode white space become one space, both ends trimmed. Into the arena. */
na_str na_collapse(na_arena *arena, na_str s);
/* For comparing titles and names: full-width forms to ASCII, case folded (Latin, Greek, Cyrillic),
 * only letters and digits kept. Into the arena. */
na_str na_fold(na_arena *arena, na_str s);

#endif
