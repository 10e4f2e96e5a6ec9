/* text/utf8.h: walking over UTF-8 and classes of characters, as extraction needs them. */
#ifndef NA_TEXT_UTF8_H
#define NA_TEXT_UTF8_H

#include "core/arena.h"
#include "core/str.h"

/* Takes the first code point off *s; U+FFFD for a bad byte (one byte is taken). s->n must not be 0.
 */
uint32_t na_utf8_next_wide(na_str *s);
static inline uint32_t na_utf8_next(na_str *s)
{
    unsigned char lead = (unsigned char)*s->p;
    if (lead >= 0x80)
        return na_utf8_next_wide(s);
    s->p++;
    s->n--;
    return lead;
}
/* Writes a code point, returns the bytes written (1 to 4). */
size_t na_utf8_put(char out[4], uint32_t c);
bool na_utf8_valid(na_str s);
/* Bytes at the start of s that are ASCII, that are valid UTF-8. */
size_t na_utf8_ascii_run(na_str s);
size_t na_utf8_valid_run(na_str s);
/* s begins with a byte that is no valid sequence: how many bytes one U+FFFD stands for ("maximal
 * subpart", as the Encoding Standard's decoder has it). s.n must not be 0. */
size_t na_utf8_bad_length(na_str s);
size_t na_utf8_count(na_str s); /* code points */
size_t na_utf8_leads(na_str s); /* bytes that begin a sequence of several */

/* White space of Unicode, with U+3000, U+00A0, U+FEFF and U+200B. */
bool na_is_white(uint32_t c);
/* Han, kana, hangul and their punctuation: scripts written without spaces between words. */
bool na_is_cjk(uint32_t c);
bool na_is_han(uint32_t c);
/* Letters, their combining marks, and digits of any script. */
bool na_is_word(uint32_t c);
bool na_is_upper(uint32_t c);     /* Latin, Greek, Cyrillic capitals */
uint32_t na_to_lower(uint32_t c); /* the same scripts, one to one */
/* Ends a sentence: . ! ? and the ideographic, Arabic and Devanagari stops. */
bool na_is_sentence_end(uint32_t c);
/* Commas and their like, also ， 、 ； ;. */
bool na_is_comma(uint32_t c);
/* Columns on a terminal: 0 (controls, combining marks), 1, or 2 (East Asian wide). */
int na_width(uint32_t c);

/* Counts without white space: code points. */
size_t na_count_nonspace(na_str s);
/* Trims Unicode white space at both ends. */
na_str na_trim_white(na_str s);
/* Runs of Unicode white space become one space, both ends trimmed. Into the arena. */
na_str na_collapse(na_arena *arena, na_str s);
/* For comparing titles and names: full-width forms to ASCII, lower case (Latin, Greek, Cyrillic),
 * only letters, marks and digits kept. Into the arena. */
na_str na_fold(na_arena *arena, na_str s);

#endif
