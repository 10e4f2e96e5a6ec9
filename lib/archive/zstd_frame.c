#include "archive/zstd_frame.h"

#include "core/file.h"
#include <errno.h>
#include <zstd.h>

#define LEVEL 9
#define PIECE ((size_t)64 << 10)
#define DICTIONARY_MAGIC UINT32_C(0x184D2A5D)

void na_zstd_free(na_zstd *z)
{
    ZSTD_freeCCtx(z->context);
    z->context = NULL;
}

static bool set_up(na_zstd *z)
{
    if (z->context)
        return true;
    z->context = ZSTD_createCCtx();
    if (!z->context)
        return false;
    ZSTD_CCtx_setParameter(z->context, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(z->context, ZSTD_c_contentSizeFlag, 1);
    ZSTD_CCtx_setParameter(z->context, ZSTD_c_checksumFlag, 1);
    return !z->dictionary.n ||
           !ZSTD_isError(ZSTD_CCtx_loadDictionary(z->context, z->dictionary.p, z->dictionary.n));
}

static newsarc_status compress(na_zstd *z, int fd, na_str part, bool last, uint64_t *written)
{
    char bytes[PIECE];
    ZSTD_inBuffer in = {part.p, part.n, 0};
    newsarc_status status = NEWSARC_OK;
    for (bool more = true; more && status == NEWSARC_OK;) {
        ZSTD_outBuffer out = {.size = sizeof bytes};
        out.dst = bytes;
        size_t left =
            ZSTD_compressStream2(z->context, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left))
            return NEWSARC_E_NOMEM;
        status = na_write_all(fd, (na_str){bytes, out.pos}, written);
        more = last ? left != 0 : in.pos < in.size;
    }
    return status;
}

newsarc_status na_zstd_write(na_zstd *z, int fd, const na_str *parts, size_t count,
                             uint64_t *written)
{
    uint64_t total = 0;
    newsarc_status status = NEWSARC_OK;
    *written = 0;
    if (!set_up(z))
        return NEWSARC_E_NOMEM;
    for (size_t i = 0; i < count; i++)
        total += parts[i].n;
    ZSTD_CCtx_reset(z->context, ZSTD_reset_session_only);
    ZSTD_CCtx_setPledgedSrcSize(z->context, total);
    for (size_t i = 0; i < count && status == NEWSARC_OK; i++)
        status = compress(z, fd, parts[i], i + 1 == count, written);
    return status;
}

static void put_little(char *p, uint32_t n)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (char)(n >> 8 * i & 0xFF);
}

newsarc_status na_zstd_write_dictionary(const na_zstd *z, int fd, uint64_t *written)
{
    char head[8];
    *written = 0;
    put_little(head, DICTIONARY_MAGIC);
    put_little(head + 4, (uint32_t)z->dictionary.n);
    newsarc_status status = na_write_all(fd, (na_str){head, sizeof head}, written);
    return status == NEWSARC_OK ? na_write_all(fd, z->dictionary, written) : status;
}
