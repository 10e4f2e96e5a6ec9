/* url/percent.h: percent-encode sets of the URL Standard, section 1.3. Internal to url/. */
#ifndef NA_URL_PERCENT_H
#define NA_URL_PERCENT_H

#include "core/buf.h"

/* Each set also holds the C0 controls and everything above "~". */
enum {
    NA_SET_C0 = 0,
    NA_SET_FRAGMENT = 1,
    NA_SET_QUERY = 2,
    NA_SET_SPECIAL_QUERY = 4,
    NA_SET_PATH = 8,
    NA_SET_USERINFO = 16,
    NA_SET_RFC3986 = 32 /* what RFC 3986 does not allow in a path or query, % not among it */
};

/* Appends s with the bytes of `set` as %XX. */
void na_percent_add(na_sb *sb, na_str s, unsigned set);
na_str na_percent_encode(na_arena *arena, na_str s, unsigned set);
/* Decodes every %XX; s itself when there is none. */
na_str na_percent_decode(na_arena *arena, na_str s);
/* The byte that s begins with as %XX, or -1. */
int na_percent_byte(na_str s);
void na_percent_put(na_sb *sb, char byte);

#endif
