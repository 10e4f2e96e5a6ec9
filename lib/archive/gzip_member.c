/* libdeflate compresses whole buffers, twice as fast as zlib and smaller (measured on news pages at
 * level 6), so records up to a ceiling go that way; larger ones stream through zlib. The header has
 * neither name nor time, so the same record gives the same bytes. */
#include "archive/gzip_member.h"

#include "core/file.h"
#include <libdeflate.h>
#include <zlib.h>

#define LEVEL 6
#define WHOLE_MAX ((size_t)8 << 20)
#define PIECE ((size_t)64 << 10)

void na_gzip_init(na_gzip *g)
{
    *g = (na_gzip){.in = NA_BUF(WHOLE_MAX), .out = NA_BUF(WHOLE_MAX * 2)};
}

void na_gzip_free(na_gzip *g)
{
    libdeflate_free_compressor(g->compressor);
    na_buf_free(&g->in);
    na_buf_free(&g->out);
    g->compressor = NULL;
}

newsarc_status na_gzip_pack(na_gzip *g, const na_str *parts, size_t count, na_str *out)
{
    na_buf_clear(&g->in);
    for (size_t i = 0; i < count && count > 1; i++)
        na_buf_add(&g->in, parts[i]);
    na_str whole = count == 1 ? parts[0] : na_buf_str(&g->in);
    if (!g->compressor)
        g->compressor = libdeflate_alloc_compressor(LEVEL);
    if (!g->compressor || g->in.status != NEWSARC_OK)
        return NEWSARC_E_NOMEM;
    size_t bound = libdeflate_gzip_compress_bound(g->compressor, whole.n);
    na_buf_clear(&g->out);
    char *room = na_buf_extend(&g->out, bound);
    if (!room)
        return NEWSARC_E_NOMEM;
    *out = (na_str){room, libdeflate_gzip_compress(g->compressor, whole.p, whole.n, room, bound)};
    return out->n ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

static newsarc_status write_whole(na_gzip *g, int fd, const na_str *parts, size_t count,
                                  uint64_t *written)
{
    na_str member;
    newsarc_status status = na_gzip_pack(g, parts, count, &member);
    return status == NEWSARC_OK ? na_write_all(fd, member, written) : status;
}

/* Compresses one slice; `flush` is Z_FINISH for the last. */
static newsarc_status deflate_part(z_stream *z, int fd, na_str part, int flush, uint64_t *written)
{
    char out[PIECE];
    newsarc_status status = NEWSARC_OK;
    do {
        size_t take = part.n < (1u << 30) ? part.n : 1u << 30;
        bool last = take == part.n;
        z->next_in = (unsigned char *)(uintptr_t)part.p; /* zlib only reads it */
        z->avail_in = (unsigned)take;
        do {
            z->next_out = (unsigned char *)out;
            z->avail_out = sizeof out;
            if (deflate(z, last ? flush : Z_NO_FLUSH) == Z_STREAM_ERROR)
                return NEWSARC_E_NOMEM;
            status = na_write_all(fd, (na_str){out, sizeof out - z->avail_out}, written);
        } while (z->avail_out == 0 && status == NEWSARC_OK);
        part = na_str_skip(part, take);
    } while (part.n && status == NEWSARC_OK);
    return status;
}

static newsarc_status write_stream(int fd, const na_str *parts, size_t count, uint64_t *written)
{
    z_stream z = {0};
    newsarc_status status = NEWSARC_OK;
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NEWSARC_E_NOMEM;
    for (size_t i = 0; i < count && status == NEWSARC_OK; i++)
        status = deflate_part(&z, fd, parts[i], i + 1 == count ? Z_FINISH : Z_NO_FLUSH, written);
    deflateEnd(&z);
    return status;
}

newsarc_status na_gzip_write(na_gzip *g, int fd, const na_str *parts, size_t count,
                             uint64_t *written)
{
    size_t total = 0;
    *written = 0;
    for (size_t i = 0; i < count; i++)
        total = parts[i].n > WHOLE_MAX ? WHOLE_MAX + 1 : total + parts[i].n;
    return total <= WHOLE_MAX ? write_whole(g, fd, parts, count, written)
                              : write_stream(fd, parts, count, written);
}
