/* article/memo.h: what was found out about a text before. Templates repeat the same few class
 * attributes over a page, so that most are read but once. One entry a slot; a later text takes the
 * place of an earlier one. */
#ifndef NA_ARTICLE_MEMO_H
#define NA_ARTICLE_MEMO_H

#include "core/arena.h"
#include "core/hash.h"

#define NA_MEMO_SLOTS 512u /* a power of two */

typedef struct na_memo_entry {
    na_str text;
    uint32_t value, more;
} na_memo_entry;

typedef struct na_memo {
    na_memo_entry slot[NA_MEMO_SLOTS];
} na_memo;

static inline na_memo *na_memo_new(na_arena *arena)
{
    return na_arena_zalloc(arena, sizeof(na_memo));
}

/* The entry for a text that is not empty; *known: it is filled in, else the caller does so. */
static inline na_memo_entry *na_memo_at(na_memo *m, na_str text, bool *known)
{
    na_memo_entry *e = &m->slot[na_hash(text) & (NA_MEMO_SLOTS - 1)];
    *known = na_str_eq(e->text, text);
    e->text = text;
    return e;
}

#endif
