/* article/hash.h: FNV-1a over a slice, for small tables of words. */
#ifndef NA_ARTICLE_HASH_H
#define NA_ARTICLE_HASH_H

#include "core/str.h"

static inline uint32_t na_hash(na_str s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h ^ h >> 15;
}

#endif
