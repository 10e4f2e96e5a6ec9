/* Reads the records of a WARC file: ISO 28500:2017 section 4 (record = header, CRLF, block, CRLF
 * CRLF) and annex D (one gzip member a record). Lenient where a record can still be told from the
 * next one; what is odd is noted in the record, so that verify can name it. */
#include "archive/warc_reader.h"

#include "archive/arc.h"
#include "archive/warc_stream.h"
#include "core/alloc.h"
#include "core/error.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define HEADER_MAX ((size_t)1 << 20)
/* Behind so many damaged members the rest is given up: each may cost a pass over the file. */
#define DAMAGE_MAX 1000

typedef enum lost {
    NOT_LOST,
    LOST_IN_TEXT,   /* look for a line that begins a record */
    LOST_IN_MEMBERS /* look for a gzip member or zstd frame that begins a record */
} lost;

struct na_warc_reader {
    na_buf head, block;
    na_warc_tap tap;
    char *path;
    lost lost;
    unsigned damaged;
    bool fresh; /* nothing was read of this member yet */
    bool arc_allowed, arc;
    na_stream stream; /* the last: its buffers need not be cleared */
};

newsarc_status na_warc_reader_open_source(const na_source *source, const char *name,
                                          size_t block_max, na_warc_reader **out,
                                          newsarc_error *err)
{
    na_str input = na_str_from(name);
    na_source own = *source;
    na_warc_reader *r = na_malloc(sizeof *r);
    *out = NULL;
    if (!r) {
        na_source_close(&own);
        return na_error(err, NEWSARC_E_NOMEM, "warc", input, "out of memory");
    }
    memset(r, 0, offsetof(na_warc_reader, stream));
    r->head = NA_BUF(HEADER_MAX);
    r->block = NA_BUF(block_max);
    r->path = na_strdup(name);
    bool opened = na_stream_open(&r->stream, source);
    if (!opened || !r->path) {
        newsarc_status status =
            na_error_system(err, "warc", input, "read the file", r->path ? errno : ENOMEM);
        na_warc_reader_free(r);
        return status;
    }
    *out = r;
    return NEWSARC_OK;
}

newsarc_status na_warc_reader_open(const char *path, size_t block_max, na_warc_reader **out,
                                   newsarc_error *err)
{
    na_source source;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !na_source_file(&source, fd))
        return na_error_system(err, "warc", na_str_from(path), "open the file", errno);
    return na_warc_reader_open_source(&source, path, block_max, out, err);
}

newsarc_status na_warc_reader_open_memory(na_str bytes, size_t block_max, na_warc_reader **out,
                                          newsarc_error *err)
{
    na_source source;
    na_source_memory(&source, bytes);
    return na_warc_reader_open_source(&source, "memory", block_max, out, err);
}

void na_warc_reader_free(na_warc_reader *r)
{
    if (!r)
        return;
    na_stream_close(&r->stream);
    na_buf_free(&r->head);
    na_buf_free(&r->block);
    na_free(r->path);
    na_free(r);
}

void na_warc_reader_tap(na_warc_reader *r, const na_warc_tap *tap)
{
    r->tap = tap ? *tap : (na_warc_tap){0};
}

uint64_t na_warc_reader_size(const na_warc_reader *r)
{
    return r->stream.source.size;
}

uint64_t na_warc_reader_position(const na_warc_reader *r)
{
    return r->stream.next;
}

bool na_warc_reader_is_compressed(const na_warc_reader *r)
{
    return r->stream.coding != NA_CODING_NONE;
}

void na_warc_reader_take_arc(na_warc_reader *r)
{
    r->arc_allowed = true;
}

newsarc_status na_warc_reader_seek(na_warc_reader *r, uint64_t offset, newsarc_error *err)
{
    const na_source *source = &r->stream.source;
    if (!source->seekable)
        return na_error(err, NEWSARC_E_UNSUPPORTED, "warc", na_str_from(r->path),
                        "there is no going to an offset in a pipe");
    if (offset > source->size)
        return na_error_at(err, NEWSARC_E_NOT_FOUND, "warc", na_str_from(r->path), offset,
                           "the file has only %llu bytes", (unsigned long long)source->size);
    na_stream_seek(&r->stream, offset);
    r->lost = NOT_LOST;
    return NEWSARC_OK;
}

/* Notes a fault in the record; the next call will look for the next record. */
static newsarc_status fault(na_warc_reader *r, na_warc_record *out, lost where, const char *name,
                            const char *message)
{
    r->lost = where;
    out->fault = name;
    out->message = message;
    return NEWSARC_E_FORMAT;
}

/* What the end of the bytes means where a record needs more of them. */
static newsarc_status broken(na_warc_reader *r, na_warc_record *out, na_stream_state state)
{
    switch (state) {
    case NA_STREAM_BAD:
        if (r->stream.coding == NA_CODING_ZSTD)
            return fault(r, out, LOST_IN_MEMBERS, "zstd-data", "the zstd data is wrong");
        return fault(r, out, LOST_IN_MEMBERS, "gzip-data",
                     "the gzip data or its check sum is wrong");
    case NA_STREAM_TORN:
        return fault(r, out, LOST_IN_MEMBERS, "torn-record",
                     r->stream.coding == NA_CODING_ZSTD ? "the file ends inside a zstd frame"
                                                        : "the file ends inside a gzip member");
    case NA_STREAM_MEMBER_END:
        return fault(r, out, LOST_IN_TEXT, "torn-record", "the gzip member ends inside the record");
    case NA_STREAM_EOF:
        return fault(r, out, LOST_IN_TEXT, "torn-record", "the file ends inside the record");
    default: return NEWSARC_E_IO;
    }
}

/* More bytes of the record: in zstd it may go on in the next frame. */
static na_stream_state more(na_warc_reader *r)
{
    na_stream *s = &r->stream;
    na_stream_state state = na_stream_need(s, 1);
    while (state == NA_STREAM_MEMBER_END && s->coding == NA_CODING_ZSTD) {
        uint64_t first = s->member; /* where the record is, not where it goes on */
        state = na_stream_begin_member(s);
        s->member = first;
        if (state == NA_STREAM_OK)
            state = na_stream_need(s, 1);
    }
    return state;
}

/* Has a byte in the window, in the present gzip member or one that follows. */
static na_stream_state first_byte(na_warc_reader *r, na_warc_record *out)
{
    na_stream *s = &r->stream;
    size_t want = r->arc ? NA_ARC_LINE : 16;
    na_stream_state state = na_stream_need(s, want);
    while (state == NA_STREAM_MEMBER_END) {
        if (r->fresh)
            out->oddities |= NA_WARC_EXTRA_BYTES; /* an empty member */
        state = na_stream_begin_member(s);
        r->fresh = state == NA_STREAM_OK;
        if (state == NA_STREAM_OK)
            state = na_stream_need(s, want);
    }
    return state;
}

static bool begins_record(na_warc_reader *r)
{
    na_str s = na_stream_view(&r->stream);
    if (r->arc_allowed && !r->arc && na_str_starts(s, NA_STR("filedesc:")))
        r->arc = true;
    if (r->arc)
        return na_arc_begins_record(s);
    return s.n > 5 && na_str_starts_nocase(s, NA_STR("WARC/")) && na_is_digit(s.p[5]);
}

/* Drops the rest of the line in the window and behind it. */
static na_stream_state skip_line(na_warc_reader *r)
{
    na_stream_state state;
    while ((state = na_stream_need(&r->stream, 1)) == NA_STREAM_OK) {
        na_str view = na_stream_view(&r->stream);
        size_t at = na_str_find_byte(view, '\n');
        na_stream_consume(&r->stream, at == NA_NOT_FOUND ? view.n : at + 1);
        if (at != NA_NOT_FOUND)
            break;
    }
    r->fresh = false;
    return state;
}

/* Behind a fault: to the next place where a record begins. */
static na_stream_state find_record(na_warc_reader *r, na_warc_record *out)
{
    na_stream_state state = NA_STREAM_OK;
    if (r->lost == LOST_IN_MEMBERS) {
        if (++r->damaged > DAMAGE_MAX)
            return NA_STREAM_EOF;
        state = na_stream_find_member(&r->stream, r->stream.member + 1);
        r->fresh = false;
        return state == NA_STREAM_OK ? first_byte(r, out) : state;
    }
    while (state == NA_STREAM_OK || state == NA_STREAM_MEMBER_END) {
        state = first_byte(r, out);
        if (state != NA_STREAM_OK || begins_record(r))
            return state;
        state = skip_line(r);
    }
    return state;
}

/* Skips empty lines before the record. */
static na_stream_state skip_blank(na_warc_reader *r, na_warc_record *out)
{
    na_stream_state state;
    while ((state = first_byte(r, out)) == NA_STREAM_OK) {
        char c = na_stream_view(&r->stream).p[0];
        if (c != '\r' && c != '\n')
            break;
        na_stream_consume(&r->stream, 1);
        out->oddities |= NA_WARC_EXTRA_BYTES;
        r->fresh = false;
    }
    return state;
}

/* To the first byte of a record, whose offset is noted. */
static newsarc_status start(na_warc_reader *r, na_warc_record *out)
{
    na_stream *s = &r->stream;
    na_stream_state state = r->lost == NOT_LOST ? skip_blank(r, out) : find_record(r, out);
    out->offset = s->coding ? s->member : na_stream_offset(s);
    if (state == NA_STREAM_EOF)
        return NEWSARC_E_NOT_FOUND;
    if (state != NA_STREAM_OK)
        return broken(r, out, state);
    r->lost = NOT_LOST;
    if (s->coding && !r->fresh)
        out->oddities |= NA_WARC_SHARED_MEMBER;
    r->fresh = false;
    if (!begins_record(r)) {
        state = skip_line(r);
        if (state == NA_STREAM_BAD || state == NA_STREAM_TORN || state == NA_STREAM_IO)
            return broken(r, out, state);
        return fault(r, out, LOST_IN_TEXT, "not-warc", "no WARC record begins here");
    }
    return NEWSARC_OK;
}

/* Appends one line with its LF to the head. */
static newsarc_status header_line(na_warc_reader *r, na_warc_record *out, na_str *line)
{
    size_t from = r->head.n;
    for (;;) {
        na_stream_state state = more(r);
        if (state != NA_STREAM_OK)
            return broken(r, out, state);
        na_str view = na_stream_view(&r->stream);
        size_t at = na_str_find_byte(view, '\n');
        na_str part = na_str_take(view, at == NA_NOT_FOUND ? view.n : at + 1);
        na_buf_add(&r->head, part);
        na_stream_consume(&r->stream, part.n);
        if (r->head.status == NEWSARC_E_LIMIT)
            return fault(r, out, LOST_IN_TEXT, "header", "the record's header is over 1 MiB long");
        if (r->head.status != NEWSARC_OK)
            return r->head.status;
        if (at != NA_NOT_FOUND)
            break;
    }
    *line = na_str_skip(na_buf_str(&r->head), from);
    if (!na_str_ends(*line, NA_STR("\r\n")))
        out->oddities |= NA_WARC_BARE_LF;
    return NEWSARC_OK;
}

/* The one line of an ARC record, turned into the fields that a WARC record would have. */
static newsarc_status arc_header(na_warc_reader *r, na_warc_record *out)
{
    na_str line;
    na_buf_clear(&r->head);
    out->version = NA_STR("ARC/1");
    newsarc_status status = header_line(r, out, &line);
    out->oddities &= ~NA_WARC_BARE_LF; /* is the rule here */
    if (status != NEWSARC_OK)
        return status;
    if (!na_arc_header(&r->head))
        return r->head.status != NEWSARC_OK
                   ? r->head.status
                   : fault(r, out, LOST_IN_TEXT, "header", "not the header of an ARC record");
    out->fields = na_buf_str(&r->head);
    return NEWSARC_OK;
}

static newsarc_status header(na_warc_reader *r, na_warc_record *out)
{
    na_str line;
    newsarc_status status;
    if (r->arc)
        return arc_header(r, out);
    na_buf_clear(&r->head);
    size_t end;
    do {
        end = r->head.n;
        status = header_line(r, out, &line);
    } while (status == NEWSARC_OK && !na_str_eq(line, NA_STR("\r\n")) &&
             !na_str_eq(line, NA_STR("\n")));
    out->header_cut = status != NEWSARC_OK;
    if (out->header_cut && end == 0)
        end = r->head.n; /* of the version what there is; half a field would say what is not so */
    na_str all = na_str_take(na_buf_str(&r->head), end);
    out->version = na_str_trim(na_str_cut(all, '\n', &out->fields));
    return status;
}

static newsarc_status content_length(na_warc_reader *r, na_warc_record *out)
{
    size_t used = 0;
    na_str value = na_warc_field(out, "Content-Length");
    out->block_size = na_str_number(value, &used);
    if (!value.n)
        return fault(r, out, LOST_IN_TEXT, "content-length", "no Content-Length");
    if (used != value.n)
        return fault(r, out, LOST_IN_TEXT, "content-length", "Content-Length is not a number");
    if (out->block_size > INT64_MAX)
        return fault(r, out, LOST_IN_TEXT, "content-length",
                     "Content-Length is larger than any file can be (2^63 bytes or more)");
    return NEWSARC_OK;
}

/* A length beyond the file's end would swallow all records behind: told without reading on. */
static bool ends_beyond(const na_warc_reader *r, const na_warc_record *out)
{
    const na_stream *s = &r->stream;
    return s->coding == NA_CODING_NONE && s->source.seekable &&
           out->block_size > s->source.size - na_stream_offset(s);
}

static newsarc_status block(na_warc_reader *r, na_warc_record *out)
{
    uint64_t left = out->block_size;
    na_buf_clear(&r->block);
    while (left) {
        na_stream_state state = more(r);
        if (state != NA_STREAM_OK)
            return broken(r, out, state);
        na_str piece = na_stream_view(&r->stream);
        piece = na_str_take(piece, left < piece.n ? (size_t)left : piece.n);
        size_t room = r->block.max - r->block.n;
        na_buf_add(&r->block, na_str_take(piece, room));
        if (r->block.status != NEWSARC_OK)
            return r->block.status;
        if (r->tap.piece)
            r->tap.piece(piece, r->tap.user);
        na_stream_consume(&r->stream, piece.n);
        left -= piece.n;
    }
    return NEWSARC_OK;
}

/* CRLF CRLF behind the block; LF in ARC. */
static void record_end(na_warc_reader *r, na_warc_record *out)
{
    const char *want = r->arc ? "\n" : "\r\n\r\n";
    for (size_t i = 0; want[i]; i++) {
        if (more(r) != NA_STREAM_OK || na_stream_view(&r->stream).p[0] != want[i]) {
            out->oddities |= NA_WARC_NO_END;
            return;
        }
        na_stream_consume(&r->stream, 1);
    }
}

/* Length of the record as stored; for gzip also whether its member ends here and was whole. */
static newsarc_status measure(na_warc_reader *r, na_warc_record *out)
{
    na_stream *s = &r->stream;
    if (s->coding) {
        na_stream_state state = na_stream_need(s, 1);
        if (state == NA_STREAM_OK) {
            out->oddities |= NA_WARC_OPEN_MEMBER;
            return NEWSARC_OK;
        }
        if (state != NA_STREAM_MEMBER_END)
            return broken(r, out, state);
    }
    if (!(out->oddities & NA_WARC_SHARED_MEMBER))
        out->length = na_stream_offset(s) - out->offset;
    return NEWSARC_OK;
}

static newsarc_status read_record(na_warc_reader *r, na_warc_record *out)
{
    newsarc_status status = start(r, out);
    if (status == NEWSARC_OK)
        status = header(r, out);
    if (status == NEWSARC_OK)
        status = content_length(r, out);
    if (status != NEWSARC_OK)
        return status;
    if (ends_beyond(r, out))
        return broken(r, out, NA_STREAM_EOF);
    if (r->tap.begin)
        r->tap.begin(out, r->tap.user);
    status = block(r, out);
    out->block = na_buf_str(&r->block);
    out->block_cut = out->block.n < out->block_size;
    if (status != NEWSARC_OK)
        return status;
    record_end(r, out);
    return measure(r, out);
}

newsarc_status na_warc_reader_next(na_warc_reader *r, na_warc_record *out, newsarc_error *err)
{
    *out = (na_warc_record){0};
    newsarc_status status = read_record(r, out);
    na_str input = na_str_from(r->path);
    switch (status) {
    case NEWSARC_OK:
    case NEWSARC_E_NOT_FOUND: return status;
    case NEWSARC_E_FORMAT:
        return na_error_at(err, status, "warc", input, out->offset, "%s", out->message);
    case NEWSARC_E_NOMEM: return na_error(err, status, "warc", input, "out of memory");
    default: return na_error_system(err, "warc", input, "read the file", errno);
    }
}
