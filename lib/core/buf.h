/* core/buf.h: growing byte buffers, each with a ceiling.
 *
 * na_buf lives on the heap, for work outside a page's arena (HTTP messages, records). Its error is
 * sticky: append freely and test na_buf_status once at the end. na_sb builds a string inside an
 * arena run, where allocation never fails. */
#ifndef NA_CORE_BUF_H
#define NA_CORE_BUF_H

#include "core/arena.h"
#include "core/str.h"

typedef struct na_buf {
    char *p; /* owned; a NUL stands behind the bytes once anything was appended */
    size_t n;
    size_t room;
    size_t max; /* ceiling of n */
    newsarc_status status;
} na_buf;

#define NA_BUF(ceiling) ((na_buf){.max = (ceiling)})

/* Appending past the ceiling keeps what is there and sets NEWSARC_E_LIMIT; out of memory sets
 * NEWSARC_E_NOMEM. After an error nothing is appended any more. */
void na_buf_add(na_buf *b, na_str s);
void na_buf_add_cstr(na_buf *b, const char *s);
void na_buf_add_byte(na_buf *b, char c);
void na_buf_addf(na_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends n bytes that the caller then writes, from the address returned; NULL after an error. */
char *na_buf_extend(na_buf *b, size_t n);
void na_buf_clear(na_buf *b); /* empty, memory kept, status OK */
void na_buf_free(na_buf *b);
/* Gives the bytes to the caller (na_free), NUL-terminated, NULL after an error; b is empty then. */
char *na_buf_take(na_buf *b);
static inline na_str na_buf_str(const na_buf *b)
{
    return (na_str){b->p, b->n};
}

typedef struct na_sb {
    na_arena *arena;
    char *p;
    size_t n;
    size_t room;
} na_sb;

#define NA_SB(arena_) ((na_sb){.arena = (arena_)})

void na_sb_add(na_sb *sb, na_str s);
void na_sb_add_cstr(na_sb *sb, const char *s);
void na_sb_add_byte(na_sb *sb, char c);
void na_sb_addf(na_sb *sb, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline na_str na_sb_str(const na_sb *sb)
{
    return (na_str){sb->p, sb->n};
}

#endif
