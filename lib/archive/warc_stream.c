/* A window over the decompressed file. zlib is used here and not libdeflate, because a member may
 * be larger than memory. Bytes are read with pread, so that offsets are never in doubt. */
#include "archive/warc_stream.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* How much of a possible member is looked at by na_stream_find_member. */
#define PROBE ((size_t)512)

static ssize_t read_at(const na_stream *s, uint64_t offset, void *out, size_t n)
{
    if (s->fd < 0) {
        na_str left = na_str_skip(s->memory, offset < s->memory.n ? (size_t)offset : s->memory.n);
        left = na_str_take(left, n);
        if (left.n)
            memcpy(out, left.p, left.n);
        return (ssize_t)left.n;
    }
    for (;;) {
        ssize_t got = pread(s->fd, out, n, (off_t)offset);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

bool na_stream_open(na_stream *s, int fd, na_str memory)
{
    struct stat st;
    unsigned char magic[2] = {0};
    memset(s, 0, offsetof(na_stream, in));
    s->fd = fd;
    s->memory = memory;
    s->size = memory.n;
    if (fd >= 0) {
        if (fstat(fd, &st) != 0)
            return false;
        s->size = (uint64_t)st.st_size;
    }
    if (read_at(s, 0, magic, 2) < 0)
        return false;
    s->gzip = magic[0] == 0x1F && magic[1] == 0x8B;
    return true;
}

void na_stream_close(na_stream *s)
{
    if (s->inflating)
        inflateEnd(&s->z);
    s->inflating = false;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

void na_stream_seek(na_stream *s, uint64_t offset)
{
    s->next = offset;
    s->in_at = s->in_n = 0;
    s->at = s->n = 0;
    s->in_member = false;
}

uint64_t na_stream_offset(const na_stream *s)
{
    return s->gzip ? s->next - (s->in_n - s->in_at) : s->next - (s->n - s->at);
}

/* Makes sure that `in` is not empty. */
static na_stream_state fill_input(na_stream *s)
{
    if (s->in_at < s->in_n)
        return NA_STREAM_OK;
    ssize_t got = read_at(s, s->next, s->in, sizeof s->in);
    if (got <= 0)
        return got < 0 ? NA_STREAM_IO : NA_STREAM_EOF;
    s->in_at = 0;
    s->in_n = (size_t)got;
    s->next += (uint64_t)got;
    return NA_STREAM_OK;
}

na_stream_state na_stream_begin_member(na_stream *s)
{
    na_stream_state state = fill_input(s);
    if (state != NA_STREAM_OK)
        return state;
    s->member = na_stream_offset(s);
    if (s->in[s->in_at] != 0x1F)
        return NA_STREAM_BAD;
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
    na_stream_state state = fill_input(s);
    if (state != NA_STREAM_OK)
        return state == NA_STREAM_EOF ? NA_STREAM_TORN : state;
    s->z.next_in = s->in + s->in_at;
    s->z.avail_in = (unsigned)(s->in_n - s->in_at);
    s->z.next_out = (unsigned char *)s->out + s->n;
    s->z.avail_out = (unsigned)(sizeof s->out - s->n);
    int rc = inflate(&s->z, Z_NO_FLUSH);
    s->in_at = s->in_n - s->z.avail_in;
    s->n = sizeof s->out - s->z.avail_out;
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
    ssize_t got = read_at(s, s->next, s->out + s->n, sizeof s->out - s->n);
    if (got <= 0)
        return got < 0 ? NA_STREAM_IO : NA_STREAM_EOF;
    s->n += (size_t)got;
    s->next += (uint64_t)got;
    return NA_STREAM_OK;
}

static na_stream_state more(na_stream *s)
{
    if (!s->gzip)
        return read_some(s);
    return s->in_member ? inflate_some(s) : NA_STREAM_MEMBER_END;
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

/* True when a gzip member at `offset` inflates to "WARC/...". */
static bool is_record_member(const na_stream *s, uint64_t offset)
{
    unsigned char in[PROBE], out[5];
    ssize_t n = read_at(s, offset, in, sizeof in);
    z_stream z = {0};
    if (n < 18 || inflateInit2(&z, 15 + 16) != Z_OK)
        return false;
    z.next_in = in;
    z.avail_in = (unsigned)n;
    z.next_out = out;
    z.avail_out = sizeof out;
    inflate(&z, Z_SYNC_FLUSH);
    bool is = z.avail_out == 0 && memcmp(out, "WARC/", 5) == 0;
    inflateEnd(&z);
    return is;
}

na_stream_state na_stream_find_member(na_stream *s, uint64_t from)
{
    static const char magic[] = {0x1F, (char)0x8B, 8};
    for (;;) {
        ssize_t got = read_at(s, from, s->in, sizeof s->in);
        if (got < 3)
            return got < 0 ? NA_STREAM_IO : NA_STREAM_EOF;
        na_str left = {(const char *)s->in, (size_t)got};
        size_t at = na_str_find(left, (na_str){magic, sizeof magic});
        from += at == NA_NOT_FOUND ? (uint64_t)got - 2 : at;
        if (at == NA_NOT_FOUND)
            continue;
        if (is_record_member(s, from)) {
            na_stream_seek(s, from);
            return NA_STREAM_OK;
        }
        from++;
    }
}
