/* A window over the decompressed file. Members that fit into buffers go through libdeflate at once,
 * which takes a third of zlib's time; all others, and damaged ones, stream through zlib. */
#include "archive/warc_stream.h"

#include "core/alloc.h"
#include <errno.h>
#include <libdeflate.h>
#include <zstd.h>

/* How much of a possible member is looked at by na_stream_find_member. */
#define PROBE ((size_t)512)
/* Of a member that is decompressed at once. */
#define WHOLE_FIRST NA_STREAM_INPUT
#define WHOLE_MAX ((size_t)4 << 20)

static na_coding coding_of(const unsigned char *in, size_t n)
{
    if (n >= 2 && in[0] == 0x1F && in[1] == 0x8B)
        return NA_CODING_GZIP;
    if (n >= 4 && in[0] == 0x28 && in[1] == 0xB5 && in[2] == 0x2F && in[3] == 0xFD)
        return NA_CODING_ZSTD;
    if (n >= 4 && (in[0] & 0xF0) == 0x50 && in[1] == 0x2A && in[2] == 0x4D && in[3] == 0x18)
        return NA_CODING_ZSTD; /* a skippable frame: the dictionary stands first */
    return NA_CODING_NONE;
}

/* Moves what is left of the input to the front and reads, up to `room` bytes in all, until `want`
 * are there. */
static na_stream_state read_input(na_stream *s, size_t want, size_t room)
{
    if (s->in_n - s->in_at >= want)
        return NA_STREAM_OK;
    memmove(s->in, s->in + s->in_at, s->in_n - s->in_at);
    s->in_n -= s->in_at;
    s->in_at = 0;
    while (s->in_n < want) {
        ssize_t got = na_source_read(&s->source, s->next, s->in + s->in_n, room - s->in_n);
        if (got <= 0)
            return got < 0 ? NA_STREAM_IO : NA_STREAM_EOF;
        s->in_n += (size_t)got;
        s->next += (uint64_t)got;
    }
    return NA_STREAM_OK;
}

static na_stream_state need_input(na_stream *s, size_t want)
{
    return read_input(s, want, sizeof s->in);
}

/* A reader that goes to one record in many files has no use for the beginning of each. */
bool na_stream_open(na_stream *s, const na_source *source)
{
    memset(s, 0, offsetof(na_stream, in));
    s->source = *source;
    s->out = s->pieces;
    if (read_input(s, 4, PROBE) == NA_STREAM_IO)
        return false;
    s->coding = coding_of(s->in, s->in_n);
    return true;
}

void na_stream_close(na_stream *s)
{
    if (s->inflating)
        inflateEnd(&s->z);
    s->inflating = false;
    libdeflate_free_decompressor(s->deflate);
    s->deflate = NULL;
    na_free(s->whole);
    s->whole = NULL;
    ZSTD_freeDCtx(s->zstd);
    s->zstd = NULL;
    na_source_close(&s->source);
}

void na_stream_seek(na_stream *s, uint64_t offset)
{
    s->next = offset;
    s->in_at = s->in_n = 0;
    s->at = s->n = 0;
    s->out = s->pieces;
    s->in_member = false;
}

uint64_t na_stream_offset(const na_stream *s)
{
    uint64_t unread = s->in_n - s->in_at;
    return s->next - unread - (s->coding == NA_CODING_NONE ? s->n - s->at : 0);
}

na_stream_state na_stream_fill(na_stream *s)
{
    return need_input(s, 1);
}

static bool grow_whole(na_stream *s)
{
    size_t room = s->whole_room ? s->whole_room * 2 : WHOLE_FIRST;
    char *p = room <= WHOLE_MAX ? na_realloc(s->whole, room) : NULL;
    if (!p)
        return false;
    s->whole = p;
    s->whole_room = room;
    return true;
}

/* Decompresses the member at the present place when it is good and fits; else nothing is done. */
static bool take_whole(na_stream *s)
{
    size_t used = 0, n = 0;
    enum libdeflate_result result;
    if (!s->deflate)
        s->deflate = libdeflate_alloc_decompressor();
    if (!s->deflate || (!s->whole && !grow_whole(s)))
        return false;
    do
        result = libdeflate_gzip_decompress_ex(s->deflate, s->in + s->in_at, s->in_n - s->in_at,
                                               s->whole, s->whole_room, &used, &n);
    while (result == LIBDEFLATE_INSUFFICIENT_SPACE && grow_whole(s));
    if (result != LIBDEFLATE_SUCCESS)
        return false;
    s->in_at += used;
    s->out = s->whole;
    s->at = 0;
    s->n = n;
    return true;
}

na_stream_state na_stream_begin_member(na_stream *s)
{
    s->out = s->pieces;
    s->at = s->n = 0;
    if (s->coding == NA_CODING_ZSTD)
        return na_stream_begin_zstd(s);
    na_stream_state state = need_input(s, sizeof s->in / 2);
    if (state == NA_STREAM_EOF && s->in_at < s->in_n)
        state = NA_STREAM_OK;
    if (state != NA_STREAM_OK)
        return state;
    s->member = na_stream_offset(s);
    if (s->in[s->in_at] != 0x1F)
        return NA_STREAM_BAD;
    s->in_member = false;
    if (take_whole(s))
        return NA_STREAM_OK;
    int ok = s->inflating ? inflateReset(&s->z) : inflateInit2(&s->z, 15 + 16);
    if (ok != Z_OK) {
        errno = ENOMEM;
        return NA_STREAM_IO;
    }
    s->inflating = s->in_member = true;
    return NA_STREAM_OK;
}

/* One call of inflate: appends to the window. */
static na_stream_state inflate_some(na_stream *s)
{
    na_stream_state state = na_stream_fill(s);
    if (state != NA_STREAM_OK)
        return state == NA_STREAM_EOF ? NA_STREAM_TORN : state;
    s->z.next_in = s->in + s->in_at;
    s->z.avail_in = (unsigned)(s->in_n - s->in_at);
    s->z.next_out = (unsigned char *)s->out + s->n;
    s->z.avail_out = (unsigned)(sizeof s->pieces - s->n);
    int rc = inflate(&s->z, Z_NO_FLUSH);
    s->in_at = s->in_n - s->z.avail_in;
    s->n = sizeof s->pieces - s->z.avail_out;
    if (rc == Z_STREAM_END)
        s->in_member = false;
    else if (rc == Z_MEM_ERROR)
        errno = ENOMEM;
    if (rc == Z_MEM_ERROR)
        return NA_STREAM_IO;
    return rc == Z_STREAM_END || rc == Z_OK || rc == Z_BUF_ERROR ? NA_STREAM_OK : NA_STREAM_BAD;
}

static na_stream_state read_some(na_stream *s)
{
    size_t held = s->in_n - s->in_at, room = sizeof s->pieces - s->n;
    if (held) {
        held = held < room ? held : room;
        memcpy(s->out + s->n, s->in + s->in_at, held);
        s->in_at += held;
        s->n += held;
        return NA_STREAM_OK;
    }
    ssize_t got = na_source_read(&s->source, s->next, s->out + s->n, room);
    if (got <= 0)
        return got < 0 ? NA_STREAM_IO : NA_STREAM_EOF;
    s->n += (size_t)got;
    s->next += (uint64_t)got;
    return NA_STREAM_OK;
}

static na_stream_state more(na_stream *s)
{
    if (s->coding == NA_CODING_NONE)
        return read_some(s);
    if (!s->in_member)
        return NA_STREAM_MEMBER_END;
    return s->coding == NA_CODING_ZSTD ? na_stream_unzstd(s) : inflate_some(s);
}

na_stream_state na_stream_need(na_stream *s, size_t want)
{
    if (s->n - s->at >= want)
        return NA_STREAM_OK;
    if (s->at) {
        memmove(s->out, s->out + s->at, s->n - s->at);
        s->n -= s->at;
        s->at = 0;
    }
    na_stream_state state = NA_STREAM_OK;
    while (s->n < want && state == NA_STREAM_OK)
        state = more(s);
    /* A fault that shows while bytes are left is met again when they are used up. */
    return s->n && state != NA_STREAM_IO ? NA_STREAM_OK : state;
}

/* True when the gzip member that begins these bytes inflates to "WARC/...". */
static bool is_gzip_record(const unsigned char *in, size_t n)
{
    unsigned char out[5];
    z_stream z = {0};
    if (n < 18 || inflateInit2(&z, 15 + 16) != Z_OK)
        return false;
    z.next_in = (unsigned char *)(uintptr_t)in; /* zlib only reads it */
    z.avail_in = (unsigned)(n < PROBE ? n : PROBE);
    z.next_out = out;
    z.avail_out = sizeof out;
    inflate(&z, Z_SYNC_FLUSH);
    bool is = z.avail_out == 0 && memcmp(out, "WARC/", 5) == 0;
    inflateEnd(&z);
    return is;
}

/* A zstd block gives no byte before it is whole, so that its first bytes tell little. */
static bool is_member(const na_stream *s)
{
    const unsigned char *in = s->in + s->in_at;
    size_t n = s->in_n - s->in_at;
    unsigned long long size;
    if (s->coding == NA_CODING_GZIP)
        return is_gzip_record(in, n);
    size = ZSTD_getFrameContentSize(in, n);
    return size != ZSTD_CONTENTSIZE_ERROR && size != 0;
}

/* Puts in_at to `from`, or as near as it can be. */
static void go_back(na_stream *s, uint64_t from)
{
    uint64_t first = s->next - s->in_n;
    if (s->source.seekable)
        na_stream_seek(s, from);
    else if (from >= first && from <= s->next)
        s->in_at = (size_t)(from - first);
    s->at = s->n = 0;
    s->out = s->pieces;
    s->in_member = false;
}

na_stream_state na_stream_find_member(na_stream *s, uint64_t from)
{
    static const char gzip[] = {0x1F, (char)0x8B, 8}, zstd[] = {0x28, (char)0xB5, 0x2F, (char)0xFD};
    na_str magic = s->coding == NA_CODING_GZIP ? (na_str){gzip, 3} : (na_str){zstd, 4};
    go_back(s, from);
    for (;;) {
        if (need_input(s, PROBE) == NA_STREAM_IO)
            return NA_STREAM_IO;
        na_str left = {(const char *)s->in + s->in_at, s->in_n - s->in_at};
        if (left.n < magic.n)
            return NA_STREAM_EOF;
        size_t at = na_str_find(left, magic);
        s->in_at += at == NA_NOT_FOUND ? left.n - (magic.n - 1) : at;
        if (at == NA_NOT_FOUND)
            continue;
        if (need_input(s, PROBE) == NA_STREAM_IO)
            return NA_STREAM_IO;
        if (is_member(s))
            return NA_STREAM_OK;
        s->in_at++;
    }
}
