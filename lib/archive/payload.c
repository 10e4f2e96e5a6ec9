/* A push parser for chunked framing (RFC 9112 section 7.1) and the digest over what is inside. It
 * gives the same bytes as na_http_dechunk, which needs the whole body and a buffer. */
#include "archive/payload.h"

static void end_size(na_dechunker *d)
{
    d->state = !d->digits ? NA_CHUNK_BAD : d->left ? NA_CHUNK_DATA : NA_CHUNK_TRAILER;
    d->flag = d->digits = false;
}

static void extension_byte(na_dechunker *d, char c)
{
    if (c == '\n')
        end_size(d);
    else if (c == ';')
        d->flag = true;
    else if (!d->flag && !na_is_space(c))
        d->state = NA_CHUNK_BAD;
}

static void size_byte(na_dechunker *d, char c)
{
    int value = na_hex_value(c);
    if (value < 0 && d->digits) {
        d->state = NA_CHUNK_EXTENSION;
        extension_byte(d, c);
    } else if (value < 0 || d->left >> 60) {
        d->state = NA_CHUNK_BAD;
    } else {
        d->left = d->left << 4 | (uint64_t)value;
        d->digits = true;
    }
}

/* The line end behind the data may be missing, but not half of it. */
static void data_end_byte(na_dechunker *d, char c)
{
    bool half = d->flag;
    d->flag = c == '\r' && !half;
    if (d->flag)
        return;
    d->state = half && c != '\n' ? NA_CHUNK_BAD : NA_CHUNK_SIZE;
    if (!half && c != '\n')
        size_byte(d, c);
}

static void trailer_byte(na_dechunker *d, char c)
{
    if (c == '\n' && !d->flag)
        d->state = NA_CHUNK_DONE;
    d->flag = c != '\n' && (d->flag || c != '\r');
}

static void framing_byte(na_dechunker *d, char c)
{
    switch (d->state) {
    case NA_CHUNK_SIZE: size_byte(d, c); break;
    case NA_CHUNK_EXTENSION: extension_byte(d, c); break;
    case NA_CHUNK_DATA_END: data_end_byte(d, c); break;
    case NA_CHUNK_TRAILER: trailer_byte(d, c); break;
    default: break;
    }
}

na_str na_dechunk_next(na_dechunker *d, na_str *bytes)
{
    while (bytes->n && d->state < NA_CHUNK_DONE) {
        if (d->state == NA_CHUNK_DATA) {
            na_str piece = na_str_take(*bytes, d->left < bytes->n ? (size_t)d->left : bytes->n);
            *bytes = na_str_skip(*bytes, piece.n);
            d->left -= piece.n;
            if (d->left == 0)
                d->state = NA_CHUNK_DATA_END;
            return piece;
        }
        framing_byte(d, bytes->p[0]);
        *bytes = na_str_skip(*bytes, 1);
    }
    *bytes = na_str_skip(*bytes, bytes->n);
    return (na_str){0};
}

bool na_payload_init(na_payload *p, na_algorithm algorithm, bool with_stored)
{
    *p = (na_payload){.head = NA_BUF(NA_HTTP_HEAD_MAX)};
    if (algorithm == NA_ALGORITHM_NONE)
        return true;
    p->digest = na_digest_new(algorithm);
    p->stored = with_stored ? na_digest_new(algorithm) : NULL;
    if (p->digest && (p->stored || !with_stored))
        return true;
    na_payload_free(p);
    return false;
}

void na_payload_free(na_payload *p)
{
    na_digest_free(p->digest);
    na_digest_free(p->stored);
    na_buf_free(&p->head);
    *p = (na_payload){0};
}

void na_payload_begin(na_payload *p)
{
    na_digest *digest = p->digest, *stored = p->stored;
    na_buf head = p->head;
    na_buf_clear(&head);
    *p = (na_payload){.digest = digest, .stored = stored, .head = head};
    if (digest)
        na_digest_begin(digest);
    if (stored)
        na_digest_begin(stored);
}

static void add_payload(na_payload *p, na_str bytes)
{
    p->payload_bytes += bytes.n;
    if (p->digest)
        na_digest_add(p->digest, bytes);
}

static void add_body(na_payload *p, na_str bytes)
{
    p->stored_bytes += bytes.n;
    if (p->stored && p->chunked)
        na_digest_add(p->stored, bytes);
    if (!p->chunked) {
        add_payload(p, bytes);
        return;
    }
    while (bytes.n)
        add_payload(p, na_dechunk_next(&p->chunks, &bytes));
}

static void parse_head(na_payload *p)
{
    p->has_head = true;
    p->is_http = na_http_head_parse(na_buf_str(&p->head), &p->parsed);
    p->chunked = p->is_http && na_http_is_chunked(&p->parsed);
}

/* Index behind the empty line that ends the head, searching from `from`; 0 when there is none. */
static size_t head_end(na_str s, size_t from)
{
    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] != '\n')
            continue;
        if (i + 1 < s.n && s.p[i + 1] == '\n')
            return i + 2;
        if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

/* Collects the head; returns what of `bytes` is behind it. */
static na_str add_head(na_payload *p, na_str bytes)
{
    size_t before = p->head.n, room = p->head.max - before;
    na_buf_add(&p->head, na_str_take(bytes, room));
    size_t end = head_end(na_buf_str(&p->head), before > 2 ? before - 2 : 0);
    if (end)
        p->head.n = end;
    if (end || p->head.n == p->head.max || p->head.status != NEWSARC_OK)
        parse_head(p);
    return na_str_skip(bytes, p->head.n - before);
}

void na_payload_add(na_payload *p, na_str bytes)
{
    if (!p->has_head)
        bytes = add_head(p, bytes);
    if (bytes.n)
        add_body(p, bytes);
}

void na_payload_end(na_payload *p)
{
    if (!p->has_head)
        parse_head(p);
}
