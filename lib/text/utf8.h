/* text/utf8.h: walking over UTF-8 and classes of characters, as extraction needs them. */
#ifndef NA_TEXT_UTF8_H
#define NA_TEXT_UTF8_H

#include "core/arena.h"
#include "core/str.h"

uint32_t na_utf8_next_wide(na_str *s); /* what na_utf8_next leaves: neither ASCII nor plain */
/* Takes the first code point off *s; U+FFFD for a bad byte (one byte is taken). s->n must not be 0.
 * Most that is not ASCII on pages are sequences of three bytes with no special case. */
static inline uint32_t na_utf8_next(na_str *s)
{
    const unsigned char *p = (const unsigned char *)s->p;
    if (p[0] < 0x80) {
        s->p++;
        s->n--;
        return p[0];
    }
    if (p[0] < 0xE1 || p[0] > 0xEC || s->n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return na_utf8_next_wide(s);
    s->p += 3;
    s->n -= 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
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

/* The bulk of Han: letters that are neither white space nor punctuation, answered without a call.
 */
static inline bool na_is_plain_han(uint32_t c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}
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
