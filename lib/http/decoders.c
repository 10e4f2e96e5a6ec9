/* The content codings themselves: zlib for gzip and deflate, libbrotlidec, libzstd. All of them
 * write through a piece of fixed size into a buffer with a ceiling, so a bomb ends there. Where the
 * header promised gzip or zstd and the body shows no sign of it (archives that store the decoded
 * body under the old header), the body is passed on as it is. */
#include "http/coding.h"
#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE ((size_t)32 << 10)
#define INPUT_MAX ((size_t)1 << 30) /* zlib counts in 32 bits */
#define ZSTD_WINDOW_LOG_MAX 23      /* RFC 9659: windows of up to 8 MiB */

static newsarc_status pass_on(na_str body, na_buf *out)
{
    newsarc_status status = na_http_append(out, body);
    return status == NEWSARC_OK ? NEWSARC_E_FORMAT : status;
}

/* One call of inflate with a fresh piece: what it gave goes to `out`. */
static int inflate_piece(z_stream *z, na_buf *out)
{
    unsigned char piece[PIECE];
    z->next_out = piece;
    z->avail_out = PIECE;
    int rc = inflate(z, Z_NO_FLUSH);
    na_http_append(out, (na_str){(const char *)piece, PIECE - z->avail_out});
    return rc;
}

static bool is_gzip(na_str s)
{
    return na_str_starts(s, NA_STR("\x1f\x8b"));
}

/* Whole streams, one behind the other when `members`; bytes behind the last one are ignored. */
static newsarc_status run_inflate(z_stream *z, na_str body, na_buf *out, bool members)
{
    while (out->status == NEWSARC_OK) {
        na_str input = na_str_take(body, INPUT_MAX);
        z->next_in = (Bytef *)(uintptr_t)input.p;
        z->avail_in = (uInt)input.n;
        int rc = inflate_piece(z, out);
        size_t used = input.n - z->avail_in;
        body = na_str_skip(body, used);
        if (rc == Z_STREAM_END && (!members || !is_gzip(body) || inflateReset(z) != Z_OK))
            break;
        if (rc == Z_MEM_ERROR)
            return NEWSARC_E_NOMEM;
        if (rc != Z_OK && rc != Z_STREAM_END) /* also Z_BUF_ERROR: the input is torn */
            return out->status == NEWSARC_OK ? NEWSARC_E_FORMAT : out->status;
    }
    return out->status;
}

static newsarc_status zlib_decode(na_str body, na_buf *out, int window_bits, bool members)
{
    z_stream z = {0};
    if (inflateInit2(&z, window_bits) != Z_OK)
        return NEWSARC_E_NOMEM;
    newsarc_status status = run_inflate(&z, body, out, members);
    inflateEnd(&z);
    return status;
}

newsarc_status na_http_gunzip(na_str body, na_buf *out)
{
    if (body.n == 0)
        return NEWSARC_OK;
    return is_gzip(body) ? zlib_decode(body, out, 15 + 16, true) : pass_on(body, out);
}

static bool is_zlib(na_str s)
{
    unsigned char first = s.n > 1 ? (unsigned char)s.p[0] : 0;
    return (first & 15) == Z_DEFLATED && (first * 256U + (unsigned char)s.p[1]) % 31 == 0;
}

/* "deflate" is the zlib format, but some servers send it raw. */
newsarc_status na_http_inflate(na_str body, na_buf *out)
{
    if (body.n == 0)
        return NEWSARC_OK;
    size_t before = out->n;
    newsarc_status status = NEWSARC_E_FORMAT;
    if (is_zlib(body))
        status = zlib_decode(body, out, 15, false);
    if (status == NEWSARC_E_FORMAT && out->n == before)
        status = zlib_decode(body, out, -15, false);
    return status;
}

newsarc_status na_http_unbrotli(na_str body, na_buf *out)
{
    if (body.n == 0)
        return NEWSARC_OK;
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return NEWSARC_E_NOMEM;
    const uint8_t *in = (const uint8_t *)body.p;
    BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out->status == NEWSARC_OK) {
        uint8_t piece[PIECE], *to = piece;
        size_t room = PIECE;
        rc = BrotliDecoderDecompressStream(state, &body.n, &in, &room, &to, NULL);
        na_http_append(out, (na_str){(const char *)piece, PIECE - room});
    }
    BrotliDecoderDestroyInstance(state);
    if (out->status != NEWSARC_OK)
        return out->status;
    return rc == BROTLI_DECODER_RESULT_SUCCESS ? NEWSARC_OK : NEWSARC_E_FORMAT;
}

/* Frames, one behind the other. */
static newsarc_status run_zstd(ZSTD_DStream *stream, na_str body, na_buf *out)
{
    ZSTD_inBuffer in = {body.p, body.n, 0};
    size_t left = 1;
    bool full = false; /* the piece was filled: there may be more output without more input */
    while (out->status == NEWSARC_OK && (in.pos < in.size || (full && left))) {
        char piece[PIECE];
        ZSTD_outBuffer to = {piece, PIECE, 0};
        left = ZSTD_decompressStream(stream, &to, &in);
        if (ZSTD_isError(left))
            break;
        na_http_append(out, (na_str){piece, to.pos});
        full = to.pos == PIECE;
    }
    if (out->status != NEWSARC_OK)
        return out->status;
    return left == 0 ? NEWSARC_OK : NEWSARC_E_FORMAT;
}

newsarc_status na_http_unzstd(na_str body, na_buf *out)
{
    if (body.n == 0)
        return NEWSARC_OK;
    if (!na_str_starts(body, NA_STR("\x28\xb5\x2f\xfd")))
        return pass_on(body, out);
    ZSTD_DStream *stream = ZSTD_createDStream();
    if (!stream)
        return NEWSARC_E_NOMEM;
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
    newsarc_status status = run_zstd(stream, body, out);
    ZSTD_freeDStream(stream);
    return status;
}
