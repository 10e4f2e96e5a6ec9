#include "core/buf.h"

#include "core/alloc.h"
#include <stdarg.h>
#include <stdio.h>

static bool make_room(na_buf *b, size_t more)
{
    if (b->status != NEWSARC_OK)
        return false;
    if (more > b->max || b->n > b->max - more) {
        b->status = NEWSARC_E_LIMIT;
        return false;
    }
    size_t need = b->n + more + 1;
    if (need <= b->room)
        return true;
    size_t room = b->room * 2 > need ? b->room * 2 : need + 64;
    char *p = na_realloc(b->p, room);
    if (!p) {
        b->status = NEWSARC_E_NOMEM;
        return false;
    }
    b->p = p;
    b->room = room;
    return true;
}

void na_buf_add(na_buf *b, na_str s)
{
    if (!make_room(b, s.n))
        return;
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
}

char *na_buf_extend(na_buf *b, size_t n)
{
    if (!make_room(b, n))
        return NULL;
    char *end = b->p + b->n;
    b->n += n;
    b->p[b->n] = 0;
    return end;
}

void na_buf_add_cstr(na_buf *b, const char *s)
{
    na_buf_add(b, na_str_from(s));
}

void na_buf_add_byte(na_buf *b, char c)
{
    na_buf_add(b, (na_str){&c, 1});
}

/* Into the room that is there; when it is too small, once more into more. */
void na_buf_addf(na_buf *b, const char *format, ...)
{
    va_list args;
    size_t spare = b->status == NEWSARC_OK && b->p ? b->room - b->n : 0;
    va_start(args, format);
    int n = vsnprintf(spare ? b->p + b->n : NULL, spare, format, args);
    va_end(args);
    if (n < 0 || !make_room(b, (size_t)n)) {
        if (spare)
            b->p[b->n] = 0;
        return;
    }
    if ((size_t)n >= spare) {
        va_start(args, format);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
        va_end(args);
    }
    b->n += (size_t)n;
}

void na_buf_clear(na_buf *b)
{
    b->n = 0;
    b->status = NEWSARC_OK;
    if (b->p)
        b->p[0] = 0;
}

void na_buf_free(na_buf *b)
{
    na_free(b->p);
    *b = NA_BUF(b->max);
}

char *na_buf_take(na_buf *b)
{
    na_buf_add(b, (na_str){NULL, 0}); /* an empty buffer becomes "" */
    char *p = b->p;
    if (b->status != NEWSARC_OK) {
        na_free(p);
        p = NULL;
    }
    *b = NA_BUF(b->max);
    return p;
}

static void sb_room(na_sb *sb, size_t more)
{
    size_t need = sb->n + more + 1;
    if (need <= sb->room)
        return;
    size_t room = sb->room * 2 > need ? sb->room * 2 : need + 64;
    sb->p = na_arena_grow(sb->arena, sb->p, sb->room, room);
    sb->room = room;
}

void na_sb_add(na_sb *sb, na_str s)
{
    sb_room(sb, s.n);
    if (s.n)
        memcpy(sb->p + sb->n, s.p, s.n);
    sb->n += s.n;
    sb->p[sb->n] = 0;
}

void na_sb_add_cstr(na_sb *sb, const char *s)
{
    na_sb_add(sb, na_str_from(s));
}

void na_sb_add_byte(na_sb *sb, char c)
{
    na_sb_add(sb, (na_str){&c, 1});
}

void na_sb_addf(na_sb *sb, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        return;
    sb_room(sb, (size_t)n);
    va_start(args, format);
    vsnprintf(sb->p + sb->n, (size_t)n + 1, format, args);
    va_end(args);
    sb->n += (size_t)n;
}
