/* Blocks and payloads as they stream by: digests (sections 5.8, 5.9) and the HTTP message inside
 * (6.3, 6.5; RFC 9112). */
#include "archive/payload.h"
#include "archive/verify.h"
#include "core/alloc.h"
#include <libdeflate.h>

struct na_check {
    na_verify *v;
    bool begun;
    unsigned type;
    bool truncated, segment;
    na_labelled block_want, payload_want;
    na_digest *block; /* NULL: no digest to compare */
    bool http;
    na_payload payload;
    uint32_t sum; /* CRC-32 of the block */
    uint64_t size;
};

na_check *na_check_new(na_verify *v)
{
    na_check *c = na_calloc(1, sizeof *c);
    if (c)
        c->v = v;
    return c;
}

void na_check_reset(na_check *c)
{
    na_digest_free(c->block);
    if (c->http)
        na_payload_free(&c->payload);
    *c = (na_check){.v = c->v};
}

void na_check_free(na_check *c)
{
    if (!c)
        return;
    na_check_reset(c);
    na_free(c);
}

uint64_t na_check_fingerprint(const na_check *c)
{
    return (uint64_t)c->sum << 20 ^ c->size;
}

static na_labelled digest_field(const na_warc_record *record, const char *name)
{
    na_labelled d;
    na_digest_parse(na_warc_field(record, name), &d);
    if (d.size == 0)
        d.algorithm = NA_ALGORITHM_NONE;
    return d;
}

static bool holds_http(const na_warc_record *record, unsigned type)
{
    na_str rest, value = na_warc_field(record, "Content-Type");
    return (type & (NA_REQUEST | NA_RESPONSE | NA_REVISIT)) && record->block_size &&
           na_str_eq_nocase(na_str_trim(na_str_cut(value, ';', &rest)), NA_STR("application/http"));
}

/* Digest of the whole block: the block digest, or the payload digest where block and payload are
 * the same. */
static void begin(const na_warc_record *record, void *user)
{
    na_check *c = user;
    na_check_reset(c);
    c->begun = true;
    c->type = na_verify_type(record);
    c->truncated = na_warc_field(record, "WARC-Truncated").n > 0;
    c->segment = na_warc_field(record, "WARC-Segment-Number").n > 0;
    c->block_want = digest_field(record, "WARC-Block-Digest");
    c->payload_want = digest_field(record, "WARC-Payload-Digest");
    if (c->block_want.algorithm != NA_ALGORITHM_NONE)
        c->block = na_digest_new(c->block_want.algorithm);
    bool enough = c->block || c->block_want.algorithm == NA_ALGORITHM_NONE;
    c->http = holds_http(record, c->type);
    if (enough && c->http)
        enough = c->http = na_payload_init(&c->payload, c->payload_want.algorithm, true);
    if (!enough)
        c->v->failed = NEWSARC_E_NOMEM;
}

static void piece(na_str bytes, void *user)
{
    na_check *c = user;
    c->sum = libdeflate_crc32(c->sum, bytes.p, bytes.n);
    c->size += bytes.n;
    if (c->block)
        na_digest_add(c->block, bytes);
    if (c->http)
        na_payload_add(&c->payload, bytes);
}

na_warc_tap na_check_tap(na_check *c)
{
    return (na_warc_tap){begin, piece, c};
}

static bool equals(na_digest *d, const na_labelled *want)
{
    unsigned char value[64];
    size_t n = na_digest_value(d, value);
    return n == want->size && memcmp(value, want->value, n) == 0;
}

static void check_block(na_check *c)
{
    if (!c->block)
        return;
    c->v->sum.digests++;
    if (!equals(c->block, &c->block_want))
        na_verify_report(c->v, ERROR, "block-digest",
                         "WARC-Block-Digest is not the digest of the block");
}

/* Payload of a record that is no HTTP message: the whole block, which must be in memory when block
 * and payload digest are of different algorithms. */
static void check_plain_payload(na_check *c, const na_warc_record *record)
{
    na_digest *own = NULL;
    na_digest *d =
        c->block && c->block_want.algorithm == c->payload_want.algorithm ? c->block : NULL;
    if (!d && record->block_cut) {
        na_verify_report(c->v, WARNING, "unchecked",
                         "the block is too large to compare a second kind of digest");
        return;
    }
    if (!d) {
        d = own = na_digest_new(c->payload_want.algorithm);
        if (!own) {
            c->v->failed = NEWSARC_E_NOMEM;
            return;
        }
        na_digest_add(own, record->block);
    }
    c->v->sum.digests++;
    if (!equals(d, &c->payload_want))
        na_verify_report(c->v, ERROR, "payload-digest",
                         "WARC-Payload-Digest is not the digest of the block");
    na_digest_free(own);
}

static void check_http_payload(na_check *c)
{
    c->v->sum.digests++;
    if (equals(c->payload.digest, &c->payload_want))
        return;
    if (c->payload.chunked && equals(c->payload.stored, &c->payload_want))
        na_verify_report(c->v, WARNING, "payload-digest-chunked",
                         "WARC-Payload-Digest was taken with the chunk framing; the payload is the "
                         "body without it");
    else
        na_verify_report(c->v, ERROR, "payload-digest",
                         "WARC-Payload-Digest is not the digest of the HTTP body");
}

/* The digest of a revisit is that of its original, the one of a segment that of the whole. */
static void check_payload(na_check *c, const na_warc_record *record)
{
    if (c->payload_want.algorithm == NA_ALGORITHM_NONE || c->segment ||
        c->type & (NA_REVISIT | NA_CONTINUATION))
        return;
    if (c->http)
        check_http_payload(c);
    else if (c->type & (NA_RESPONSE | NA_RESOURCE | NA_CONVERSION | NA_REQUEST))
        check_plain_payload(c, record);
}

/* "HTTP/1.0 " or "HTTP/1.1 " and a status: what replay tools accept. */
static bool is_status_line(na_str head)
{
    return head.n >= 12 && na_str_starts(head, NA_STR("HTTP/1.")) &&
           (head.p[7] == '0' || head.p[7] == '1') && head.p[8] == ' ' && na_is_digit(head.p[9]) &&
           na_is_digit(head.p[10]) && na_is_digit(head.p[11]);
}

static void check_head(na_check *c)
{
    const na_payload *p = &c->payload;
    na_str head = na_buf_str(&p->head);
    bool request = c->type == NA_REQUEST;
    bool right = p->is_http && p->parsed.is_request == request;
    if (!right || (!request && !is_status_line(head)))
        na_verify_report(c->v, c->truncated ? WARNING : ERROR, "http-head",
                         "the block does not begin with %s of HTTP/1",
                         request ? "a request line" : "a status line");
    if (p->is_http && request &&
        (na_http_field(&p->parsed, "Authorization").p ||
         na_http_field(&p->parsed, "Proxy-Authorization").p))
        na_verify_report(c->v, WARNING, "credentials", "the request holds credentials");
}

static void check_chunks(na_check *c)
{
    const na_dechunker *d = &c->payload.chunks;
    if (d->state == NA_CHUNK_BAD && c->payload.payload_bytes == 0)
        na_verify_report(c->v, ERROR, "http-chunks",
                         "Transfer-Encoding is chunked but the body is not");
    else if (d->state != NA_CHUNK_TRAILER && d->state != NA_CHUNK_DONE && !c->truncated)
        na_verify_report(c->v, ERROR, "http-chunks",
                         "the chunked body has no end, and there is no WARC-Truncated");
}

static void check_length(na_check *c)
{
    size_t used;
    na_str value = na_http_field(&c->payload.parsed, "Content-Length");
    uint64_t want = na_str_number(value, &used), have = c->payload.stored_bytes;
    if (value.n == 0 || used != value.n || want == have)
        return;
    if (have > want)
        na_verify_report(c->v, ERROR, "http-length", "the body is longer than its Content-Length");
    else if (!c->truncated && have > 0)
        na_verify_report(c->v, ERROR, "http-length",
                         "the body is shorter than its Content-Length, and there is no "
                         "WARC-Truncated");
}

static void check_body(na_check *c)
{
    int status = c->payload.parsed.status;
    bool bodiless = status == 204 || status == 304 || status < 200;
    if (c->type != NA_RESPONSE || !c->payload.is_http || c->segment || bodiless)
        return;
    if (c->payload.chunked && c->payload.stored_bytes)
        check_chunks(c);
    else if (!c->payload.chunked)
        check_length(c);
}

void na_check_finish(na_check *c, const na_warc_record *record)
{
    if (!c->begun || c->v->failed != NEWSARC_OK)
        return;
    if (c->http)
        na_payload_end(&c->payload);
    if (c->http && c->payload.head.status == NEWSARC_E_NOMEM) {
        c->v->failed = NEWSARC_E_NOMEM;
        return;
    }
    check_block(c);
    if (c->http) {
        check_head(c);
        check_body(c);
    }
    check_payload(c, record);
}
