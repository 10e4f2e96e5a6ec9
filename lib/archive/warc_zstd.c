/* WARC files in zstd after the IIPC's draft "Zstandard compression for WARC": a record is one or
 * more frames; a dictionary, plain or itself in zstd, may stand in a skippable frame with the magic
 * number 0x184D2A5D before the first record. Other skippable frames are passed over. */
#include "archive/warc_stream.h"
#include "core/alloc.h"
#include "core/buf.h"

#include <errno.h>
#include <zstd.h>

#define DICTIONARY_MAGIC UINT32_C(0x184D2A5D)
#define SKIPPABLE_MAGIC UINT32_C(0x184D2A50) /* the last four bits are free */
#define DICTIONARY_MAX ((size_t)8 << 20)
#define WINDOW_LOG_MAX 25 /* 32 MiB: what decoders must offer is 8 */

static uint32_t little(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Takes n bytes of input; `keep` (may be NULL) gets them. */
static na_stream_state take(na_stream *s, uint64_t n, na_buf *keep)
{
    while (n) {
        na_stream_state state = na_stream_fill(s);
        if (state != NA_STREAM_OK)
            return state == NA_STREAM_EOF ? NA_STREAM_TORN : state;
        size_t piece = s->in_n - s->in_at;
        piece = n < piece ? (size_t)n : piece;
        if (keep)
            na_buf_add(keep, (na_str){(const char *)s->in + s->in_at, piece});
        s->in_at += piece;
        n -= piece;
    }
    return NA_STREAM_OK;
}

static na_stream_state load(na_stream *s, na_str dictionary)
{
    if (!ZSTD_isError(ZSTD_DCtx_loadDictionary(s->zstd, dictionary.p, dictionary.n)))
        return NA_STREAM_OK;
    errno = ENOMEM;
    return NA_STREAM_IO;
}

/* The dictionary may be a zstd frame of its own. */
static na_stream_state load_packed(na_stream *s, na_str packed)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.p, packed.n);
    if (size == ZSTD_CONTENTSIZE_ERROR)
        return load(s, packed);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == 0 || size > DICTIONARY_MAX)
        return NA_STREAM_BAD;
    char *plain = na_malloc((size_t)size);
    if (!plain) {
        errno = ENOMEM;
        return NA_STREAM_IO;
    }
    size_t n = ZSTD_decompress(plain, (size_t)size, packed.p, packed.n);
    na_stream_state state = ZSTD_isError(n) ? NA_STREAM_BAD : load(s, (na_str){plain, n});
    na_free(plain);
    return state;
}

/* A skippable frame, whose header is in `head`. */
static na_stream_state skippable(na_stream *s, const unsigned char *head)
{
    uint32_t size = little(head + 4);
    na_buf bytes = NA_BUF(DICTIONARY_MAX);
    if ((little(head) & ~UINT32_C(15)) != SKIPPABLE_MAGIC)
        return NA_STREAM_BAD;
    if (little(head) != DICTIONARY_MAGIC)
        return take(s, size, NULL);
    if (size > DICTIONARY_MAX)
        return NA_STREAM_BAD;
    na_stream_state state = take(s, size, &bytes);
    if (state == NA_STREAM_OK && bytes.status != NEWSARC_OK) {
        errno = ENOMEM;
        state = NA_STREAM_IO;
    }
    if (state == NA_STREAM_OK)
        state = load_packed(s, na_buf_str(&bytes));
    na_buf_free(&bytes);
    return state;
}

static bool set_up(na_stream *s)
{
    if (!s->zstd) {
        s->zstd = ZSTD_createDCtx();
        if (s->zstd)
            ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
    }
    if (s->zstd)
        ZSTD_DCtx_reset(s->zstd, ZSTD_reset_session_only);
    else
        errno = ENOMEM;
    return s->zstd != NULL;
}

/* Passes skippable frames up to the next frame of a record. */
static na_stream_state begin_here(na_stream *s)
{
    na_buf head = NA_BUF(8);
    na_stream_state state;
    if (!set_up(s))
        return NA_STREAM_IO;
    for (;;) {
        state = na_stream_fill(s);
        s->member = na_stream_offset(s);
        if (state != NA_STREAM_OK)
            break;
        s->in_member = (s->in[s->in_at] & 0xF0) != 0x50; /* no frame but a skippable one */
        if (s->in_member)
            break;
        na_buf_clear(&head);
        state = take(s, 8, &head);
        if (state == NA_STREAM_OK && head.n < 8) {
            errno = ENOMEM;
            state = NA_STREAM_IO;
        }
        if (state == NA_STREAM_OK)
            state = skippable(s, (const unsigned char *)head.p);
        if (state != NA_STREAM_OK)
            break;
    }
    na_buf_free(&head);
    return state;
}

/* The first record that is read stands in the middle of the file: the dictionary is fetched from
 * its head. Faults there are told when the head itself is read. */
static na_stream_state load_from_head(na_stream *s)
{
    uint64_t to = na_stream_offset(s);
    na_stream_seek(s, 0);
    na_stream_state state = begin_here(s);
    na_stream_seek(s, to);
    return state;
}

na_stream_state na_stream_begin_zstd(na_stream *s)
{
    bool in_the_middle = !s->zstd && s->source.seekable && na_stream_offset(s) > 0;
    if (in_the_middle && load_from_head(s) == NA_STREAM_IO)
        return NA_STREAM_IO;
    return begin_here(s);
}

na_stream_state na_stream_unzstd(na_stream *s)
{
    na_stream_state state = na_stream_fill(s);
    if (state != NA_STREAM_OK)
        return state == NA_STREAM_EOF ? NA_STREAM_TORN : state;
    ZSTD_inBuffer in = {s->in, s->in_n, s->in_at};
    ZSTD_outBuffer out = {s->out, sizeof s->pieces, s->n};
    size_t left = ZSTD_decompressStream(s->zstd, &out, &in);
    s->in_at = in.pos;
    s->n = out.pos;
    if (ZSTD_isError(left))
        return NA_STREAM_BAD;
    s->in_member = left != 0;
    return NA_STREAM_OK;
}
