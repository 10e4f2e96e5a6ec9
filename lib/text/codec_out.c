/* The growing output of the decoders, and iconv behind the arena. */
#include "text/codec.h"
#include "text/utf8.h"

#include <errno.h>

void na_out_reserve(na_decode_out *out, size_t more)
{
    if (out->room - out->n >= more)
        return;
    size_t room = out->n + more + out->room / 2;
    out->p = na_arena_grow(out->arena, out->p, out->n, room);
    out->room = room;
}

void na_out_add(na_decode_out *out, na_str bytes)
{
    if (bytes.n == 0)
        return;
    na_out_reserve(out, bytes.n);
    memcpy(out->p + out->n, bytes.p, bytes.n);
    out->n += bytes.n;
}

void na_out_put(na_decode_out *out, uint32_t c)
{
    na_out_reserve(out, 4);
    out->n += na_utf8_put(out->p + out->n, c);
}

void na_out_bad(na_decode_out *out)
{
    na_out_put(out, 0xFFFD);
    out->replacements++;
}

static void close_iconv(void *object)
{
    iconv_close((iconv_t)object);
}

iconv_t na_iconv_open(na_arena *arena, const char *to, const char *from)
{
    iconv_t cd = iconv_open(to, from);
    if (cd != (iconv_t)-1)
        na_arena_defer(arena, close_iconv, cd);
    return cd;
}

/* Takes what iconv holds back (a letter of HKSCS that a combining mark may follow). */
static void flush(na_decode_out *out, iconv_t cd)
{
    na_out_reserve(out, 16);
    char *to = out->p + out->n;
    size_t left = out->room - out->n;
    iconv(cd, NULL, NULL, &to, &left);
    out->n = (size_t)(to - out->p);
}

bool na_iconv_run(na_decode_out *out, iconv_t cd, na_str *in)
{
    char *from = (char *)(uintptr_t)in->p; /* iconv's prototype; it does not write there */
    size_t left = in->n;
    bool full = true, refused = false;
    while (left && full) {
        na_out_reserve(out, left + left / 2 + 16);
        char *to = out->p + out->n;
        size_t room = out->room - out->n;
        refused = iconv(cd, &from, &left, &to, &room) == (size_t)-1;
        full = refused && errno == E2BIG;
        out->n = (size_t)(to - out->p);
    }
    flush(out, cd);
    *in = na_str_skip(*in, in->n - left);
    return !refused;
}
