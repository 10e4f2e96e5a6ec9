/* core/hash.h: FNV-1a over slices, for tables in memory and keys of the frontier; nothing that a
 * stranger could not make collide on purpose. */
#ifndef NA_CORE_HASH_H
#define NA_CORE_HASH_H

#include "core/str.h"

/* 32 bits, mixed. Frontiers on disk hold it: it must stay as it is. */
static inline uint32_t na_hash(na_str s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h ^ h >> 15;
}

#define NA_HASH64_BEGIN UINT64_C(14695981039346656037)

/* 64 bits, piece by piece: `h` is NA_HASH64_BEGIN or the hash of what came before. */
static inline uint64_t na_hash64(uint64_t h, na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return h;
}

#endif
