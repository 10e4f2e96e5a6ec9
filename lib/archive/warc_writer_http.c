/* Requests, responses and revisits. The response stands before its request, which names it by
 * WARC-Concurrent-To: so a file that a crash cut between the two refers to nothing that is
 * missing. */
#include "archive/payload_type.h"
#include "archive/warc_writer_parts.h"
#include "core/alloc.h"
#include "core/error.h"
#include <arpa/inet.h>
#include <stdio.h>

#define REPEAT_LEAST 1024 /* bytes of payload */
#define REVISIT "http://netpreserve.org/warc/1.1/revisit/"

static newsarc_status digest_payload(na_payload *p, na_exchange *x, na_str body,
                                     char out[NA_DIGEST_TEXT])
{
    na_payload_begin(p);
    na_payload_add(p, na_buf_str(&x->head));
    na_payload_add(p, body);
    na_payload_end(p);
    na_writer_digest(p->digest, out);
    return p->head.status == NEWSARC_E_NOMEM || !out[0] ? NEWSARC_E_NOMEM : NEWSARC_OK;
}

const na_warc_place *na_warc_writer_payload(const na_warc_writer *w)
{
    return &w->payload_place;
}

newsarc_status na_warc_payload_digest(na_exchange *x, char out[64], newsarc_error *err)
{
    na_payload p;
    na_str body;
    char text[NA_DIGEST_TEXT] = "";
    out[0] = 0;
    newsarc_status status = na_spool_view(x->body, &body);
    if (status != NEWSARC_OK)
        return na_error(err, status, "warc", na_str_from(x->url), "cannot read the spooled body");
    if (!na_payload_init(&p, NA_SHA1, false))
        return na_writer_no_memory(err);
    status = digest_payload(&p, x, body, text);
    na_payload_free(&p);
    snprintf(out, 64, "%.63s", text);
    return status == NEWSARC_OK ? status : na_writer_no_memory(err);
}

newsarc_status na_warc_writer_payload_digest(na_warc_writer *w, na_exchange *x, char out[80],
                                             newsarc_error *err)
{
    na_str body;
    char text[NA_DIGEST_TEXT] = "";
    out[0] = 0;
    newsarc_status status = na_spool_view(x->body, &body);
    if (status != NEWSARC_OK)
        return na_error(err, status, "warc", na_str_from(x->url), "cannot read the spooled body");
    status = digest_payload(&w->payload, x, body, text);
    snprintf(out, 80, "%.79s", text);
    return status == NEWSARC_OK ? status : na_writer_no_memory(err);
}

static bool is_address(const char *ip)
{
    unsigned char room[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, ip, room) == 1 || inet_pton(AF_INET6, ip, room) == 1;
}

static const char *truncated_name(na_truncated why)
{
    static const char *const names[] = {NULL, "length", "time", "disconnect"};
    return names[why];
}

/* What response, revisit and request of an exchange have in common. */
static na_warc_header common(const na_warc_writer *w, const na_exchange *x, const char *date)
{
    return (na_warc_header){.date = date,
                            .target_uri = w->uri.p,
                            .ip = is_address(x->ip) ? x->ip : NULL,
                            .protocol = x->protocol,
                            .tls = x->tls,
                            .cipher = x->cipher,
                            .warcinfo_id = w->info_id};
}

typedef struct original {
    const na_warc_place *place; /* NULL: not known */
    const char *uri;
} original;

static newsarc_status write_response(na_warc_writer *w, na_exchange *x, const na_warc_header *base,
                                     na_str body, const char *digest, na_warc_place *place,
                                     newsarc_error *err)
{
    char type[NA_PAYLOAD_TYPE];
    na_warc_header h = *base;
    if (na_payload_type(w->arena, na_buf_str(&x->head), body, type) != NEWSARC_OK)
        return na_writer_no_memory(err);
    h.identified_type = type;
    h.type = "response";
    h.content_type = "application/http;msgtype=response";
    h.payload_digest = digest;
    h.truncated = truncated_name(x->truncated);
    return na_writer_record(w, &h, na_buf_str(&x->head), body, place, err);
}

static newsarc_status write_revisit(na_warc_writer *w, na_exchange *x, const na_warc_header *base,
                                    na_str body, const original *of, na_warc_place *place,
                                    newsarc_error *err)
{
    bool not_modified = x->status == 304;
    na_warc_header h = *base;
    h.type = "revisit";
    h.content_type = "application/http;msgtype=response";
    h.profile = not_modified ? REVISIT "server-not-modified" : REVISIT "identical-payload-digest";
    h.truncated = not_modified ? truncated_name(x->truncated) : "length";
    if (of->place) {
        h.payload_digest = of->place->payload_digest;
        h.refers_to = of->place->record_id;
        h.refers_to_uri = of->uri;
        h.refers_to_date = of->place->date;
    }
    return na_writer_record(w, &h, na_buf_str(&x->head), not_modified ? body : (na_str){0}, place,
                            err);
}

static newsarc_status write_request(na_warc_writer *w, na_exchange *x, const na_warc_header *base,
                                    const char *response_id, newsarc_error *err)
{
    na_warc_place place;
    na_warc_header h = *base;
    if (x->request.n == 0)
        return NEWSARC_OK;
    h.type = "request";
    h.content_type = "application/http;msgtype=request";
    h.concurrent_to = response_id;
    return na_writer_record(w, &h, na_buf_str(&x->request), (na_str){0}, &place, err);
}

/* Is it worth a revisit? Cut bodies may be cut elsewhere the next time, and a revisit takes as much
 * room as a tiny body. */
static bool may_repeat(const na_warc_writer *w, const na_exchange *x)
{
    return x->truncated == NA_WHOLE && w->payload.payload_bytes >= REPEAT_LEAST;
}

/* A response, or a revisit of one with the same payload that this writer stored. */
static newsarc_status write_new(na_warc_writer *w, na_exchange *x, const na_warc_header *base,
                                na_str body, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    if (digest_payload(&w->payload, x, body, digest) != NEWSARC_OK)
        return na_writer_no_memory(err);
    bool repeats = may_repeat(w, x);
    const na_payload_key key = {.digest = digest,
                                .status = x->status,
                                .chunked = w->payload.chunked,
                                .location = na_http_field(&w->payload.parsed, "Location")};
    na_warc_place stored;
    original of = {&stored, repeats ? na_originals_find(w->originals, &key, &stored) : NULL};
    if (of.uri) {
        w->payload_place = stored;
        return write_revisit(w, x, base, body, &of, place, err);
    }
    newsarc_status status = write_response(w, x, base, body, digest, place, err);
    w->payload_place = *place;
    if (status == NEWSARC_OK && repeats && !na_originals_add(w->originals, &key, place, w->uri.p))
        return na_writer_no_memory(err);
    return status;
}

/* Both records of an exchange, or none. */
static newsarc_status write_pair(na_warc_writer *w, na_exchange *x, const original *of,
                                 na_warc_place *place, newsarc_error *err)
{
    char date[32];
    na_str body;
    na_warc_date(x->begin_us / 1000000, date);
    newsarc_status status = na_spool_view(x->body, &body);
    if (status != NEWSARC_OK)
        return na_error(err, status, "warc", na_str_from(x->url), "cannot read the spooled body");
    na_warc_header base = common(w, x, date);
    uint64_t before = w->file.size;
    status = of ? write_revisit(w, x, &base, body, of, place, err)
                : write_new(w, x, &base, body, place, err);
    if (status == NEWSARC_OK)
        status = write_request(w, x, &base, place->record_id, err);
    if (status == NEWSARC_OK) {
        w->has_pages = true;
    } else {
        *place = (na_warc_place){0};
        if (w->file.size != before)
            na_warc_file_cut(&w->file, before, err);
    }
    return status;
}

static newsarc_status write_exchange(na_warc_writer *w, na_exchange *x, const original *of,
                                     na_warc_place *place, newsarc_error *err)
{
    *place = (na_warc_place){0};
    if (x->status == 0 || x->head.n == 0)
        return NEWSARC_OK;
    if (!na_str_starts(na_buf_str(&x->head), NA_STR("HTTP/1.")))
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(x->url),
                        "the status line is not one of HTTP/1, which is all that readers know");
    newsarc_status status = na_writer_uri(w, "", na_str_from(x->url), err);
    if (status == NEWSARC_OK)
        status = na_writer_roll_file(w, err);
    return status == NEWSARC_OK ? write_pair(w, x, of, place, err) : status;
}

newsarc_status na_warc_write_exchange(na_warc_writer *w, na_exchange *x, na_warc_place *response,
                                      newsarc_error *err)
{
    static const original unknown = {0};
    return write_exchange(w, x, x->status == 304 ? &unknown : NULL, response, err);
}

newsarc_status na_warc_write_revisit(na_warc_writer *w, na_exchange *x,
                                     const na_warc_place *original_place, na_str original_url,
                                     na_warc_place *revisit, newsarc_error *err)
{
    *revisit = (na_warc_place){0};
    newsarc_status status = na_writer_uri(w, "", original_url, err);
    if (status != NEWSARC_OK)
        return status;
    char *uri = na_buf_take(&w->uri);
    if (!uri)
        return na_writer_no_memory(err);
    const original of = {original_place, uri};
    status = write_exchange(w, x, &of, revisit, err);
    w->payload_place = *original_place;
    na_free(uri);
    return status;
}
