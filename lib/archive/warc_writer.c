/* Writes exchanges and articles as WARC/1.1 records (ISO 28500:2017). The response stands before
 * its request, which names it by WARC-Concurrent-To: so a file that a crash cut between the two
 * refers to nothing that is missing. Article records carry a URI of their own, because replay tools
 * would take a record under the page's URI for the page. */
#include "archive/warc_writer.h"

#include "archive/payload.h"
#include "archive/warc_file.h"
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "url/url.h"
#include <arpa/inet.h>
#include <newsarc/version.h>
#include <stdio.h>
#include <time.h>

#define ROLL_BYTES UINT64_C(1000000000)
#define URI_MAX ((size_t)64 << 10)
#define INFO_MAX ((size_t)64 << 10)
#define PREFIX_MAX 80
#define REVISIT "http://netpreserve.org/warc/1.1/revisit/"
#define CONFORMS "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

struct na_warc_writer {
    char *prefix;
    uint64_t roll_bytes;
    na_buf info; /* block of the warcinfo records */
    na_warc_file file;
    char info_id[NA_WARC_ID];
    uint32_t serial;
    bool has_pages; /* the present file holds more than its warcinfo */
    na_buf head;    /* of the record being written */
    na_buf uri;
    na_arena *arena;
    na_algorithm algorithm;
    na_digest *block;
    na_payload payload;
};

static newsarc_status no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "warc", (na_str){0}, "out of memory");
}

static void info_line(na_buf *b, const char *name, const char *value)
{
    char plain[1024];
    if (!value || !*value)
        return;
    na_printable(plain, sizeof plain, na_str_from(value));
    na_buf_addf(b, "%s: %s\r\n", name, plain);
}

static void make_info(na_buf *b, const na_warc_options *o)
{
    info_line(b, "software", "newsarc/" NEWSARC_VERSION);
    info_line(b, "format", "WARC File Format 1.1");
    info_line(b, "conformsTo", CONFORMS);
    info_line(b, "robots", o->robots);
    info_line(b, "operator", o->operator_);
    info_line(b, "hostname", o->hostname);
    info_line(b, "isPartOf", o->is_part_of);
    info_line(b, "http-header-user-agent", o->user_agent);
    info_line(b, "description", o->description);
}

static bool is_file_prefix(const char *prefix)
{
    na_str s = na_str_from(prefix);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '/' || s.p[i] == 0x7F)
            return false;
    return s.n > 0 && s.n <= PREFIX_MAX && s.p[0] != '.';
}

newsarc_status na_warc_writer_new(const na_warc_options *opts, na_warc_writer **out,
                                  newsarc_error *err)
{
    *out = NULL;
    const char *prefix = opts->prefix && *opts->prefix ? opts->prefix : "newsarc";
    if (!opts->directory || !is_file_prefix(prefix))
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(prefix),
                        "give a folder, and a prefix without spaces, slashes or a leading dot");
    na_warc_writer *w = na_calloc(1, sizeof *w);
    if (!w)
        return no_memory(err);
    w->roll_bytes = opts->roll_bytes ? opts->roll_bytes : ROLL_BYTES;
    w->info = NA_BUF(INFO_MAX);
    w->head = NA_BUF(URI_MAX * 3);
    w->uri = NA_BUF(URI_MAX);
    newsarc_status status = na_warc_file_init(&w->file, opts->directory, err);
    w->prefix = na_strdup(prefix);
    w->arena = na_arena_new();
    w->algorithm = opts->digest == NA_SHA256 ? NA_SHA256 : NA_SHA1;
    w->file.compression = opts->compression;
    w->file.zstd.dictionary =
        opts->compression == NA_COMPRESS_ZSTD ? opts->dictionary : (na_str){0};
    w->block = na_digest_new(w->algorithm);
    bool payload = na_payload_init(&w->payload, w->algorithm, false);
    make_info(&w->info, opts);
    if (status == NEWSARC_OK &&
        (!w->prefix || !w->arena || !w->block || !payload || w->info.status != NEWSARC_OK))
        status = no_memory(err);
    if (status == NEWSARC_OK)
        *out = w;
    else
        na_warc_writer_free(w);
    return status;
}

newsarc_status na_warc_writer_close(na_warc_writer *w, newsarc_error *err)
{
    if (w->file.fd < 0)
        return NEWSARC_OK;
    if (w->has_pages)
        return na_warc_file_finish(&w->file, err);
    na_warc_file_discard(&w->file);
    return NEWSARC_OK;
}

void na_warc_writer_free(na_warc_writer *w)
{
    if (!w)
        return;
    na_warc_writer_close(w, NULL);
    na_warc_file_free(&w->file);
    na_payload_free(&w->payload);
    na_digest_free(w->block);
    na_arena_free(w->arena);
    na_buf_free(&w->info);
    na_buf_free(&w->head);
    na_buf_free(&w->uri);
    na_free(w->prefix);
    na_free(w);
}

newsarc_status na_warc_writer_sync(na_warc_writer *w, newsarc_error *err)
{
    return na_warc_file_sync(&w->file, err);
}

/* SHA-256 in base32 would need padding, which some readers want and some do not. */
static void digest_field(na_digest *d, char out[NA_DIGEST_TEXT])
{
    unsigned char value[64];
    na_digest_text(d, out);
    if (!na_str_starts(na_str_from(out), NA_STR("sha256:")))
        return;
    size_t n = na_digest_value(d, value);
    na_digest_hex(value, n, out + 7);
}

/* Completes the header with id, digest and length, and appends the record; its place is noted. */
static newsarc_status write_record(na_warc_writer *w, const na_warc_header *given, na_str first,
                                   na_str second, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    na_warc_header h = *given;
    *place = (na_warc_place){0};
    if (!na_warc_new_id(place->record_id))
        return na_error(err, NEWSARC_E_IO, "warc", (na_str){0},
                        "no random numbers for a record id");
    na_digest_begin(w->block);
    na_digest_add(w->block, first);
    na_digest_add(w->block, second);
    digest_field(w->block, digest);
    if (!digest[0])
        return no_memory(err);
    h.id = place->record_id;
    h.block_digest = digest;
    h.content_length = (uint64_t)first.n + second.n;
    newsarc_status status = na_warc_header_write(&h, &w->head);
    if (status != NEWSARC_OK)
        return na_error(err, status, "warc", na_str_from(h.target_uri),
                        "a field of the record is too long or holds control characters");
    const na_str parts[] = {na_buf_str(&w->head), first, second, NA_STR("\r\n\r\n")};
    place->offset = w->file.size;
    status = na_warc_file_append(&w->file, parts, sizeof parts / sizeof *parts, err);
    place->length = w->file.size - place->offset;
    snprintf(place->file, sizeof place->file, "%s", w->file.name);
    snprintf(place->date, sizeof place->date, "%s", h.date);
    snprintf(place->payload_digest, sizeof place->payload_digest, "%s",
             h.payload_digest ? h.payload_digest : "");
    return status;
}

static newsarc_status begin_file(na_warc_writer *w, newsarc_error *err)
{
    char stamp[32], date[32];
    na_warc_place place;
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    na_warc_stamp(now.tv_sec, stamp);
    na_warc_date(now.tv_sec, date);
    newsarc_status status = na_warc_file_open(&w->file, w->prefix, stamp, &w->serial, err);
    if (status != NEWSARC_OK)
        return status;
    w->has_pages = false;
    na_warc_header h = {.type = "warcinfo",
                        .date = date,
                        .filename = w->file.name,
                        .content_type = "application/warc-fields"};
    status = write_record(w, &h, na_buf_str(&w->info), (na_str){0}, &place, err);
    snprintf(w->info_id, sizeof w->info_id, "%s", place.record_id);
    if (status != NEWSARC_OK)
        na_warc_file_discard(&w->file);
    return status;
}

/* A file with room for the next record. */
static newsarc_status ensure_file(na_warc_writer *w, newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    if (w->file.fd >= 0 && w->has_pages && w->file.size >= w->roll_bytes)
        status = na_warc_file_finish(&w->file, err);
    if (status == NEWSARC_OK && w->file.fd < 0)
        status = begin_file(w, err);
    return status;
}

typedef struct uri_job {
    na_str url;
    na_buf *out;
} uri_job;

static void uri_run(na_arena *arena, void *user)
{
    uri_job *job = user;
    na_buf_add(job->out, na_url_rfc3986(arena, job->url));
}

/* RFC 3986 form of `url` behind `before`, in w->uri. */
static newsarc_status make_uri(na_warc_writer *w, const char *before, na_str url,
                               newsarc_error *err)
{
    uri_job job = {url, &w->uri};
    na_buf_clear(&w->uri);
    na_buf_add_cstr(&w->uri, before);
    size_t empty = w->uri.n;
    newsarc_status status = na_arena_run(w->arena, (na_arena_limits){0}, uri_run, &job);
    na_arena_reset(w->arena);
    if (status == NEWSARC_E_NOMEM || w->uri.status == NEWSARC_E_NOMEM)
        return no_memory(err);
    if (status != NEWSARC_OK || w->uri.status != NEWSARC_OK || w->uri.n == empty)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", url, "not a URL that a record can name");
    return NEWSARC_OK;
}

static newsarc_status digest_payload(na_payload *p, na_exchange *x, na_str body,
                                     char out[NA_DIGEST_TEXT])
{
    na_payload_begin(p);
    na_payload_add(p, na_buf_str(&x->head));
    na_payload_add(p, body);
    na_payload_end(p);
    digest_field(p->digest, out);
    return p->head.status == NEWSARC_E_NOMEM || !out[0] ? NEWSARC_E_NOMEM : NEWSARC_OK;
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
        return no_memory(err);
    status = digest_payload(&p, x, body, text);
    na_payload_free(&p);
    snprintf(out, 64, "%.63s", text);
    return status == NEWSARC_OK ? status : no_memory(err);
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
    return status == NEWSARC_OK ? status : no_memory(err);
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
    char *uri;
} original;

static newsarc_status write_response(na_warc_writer *w, na_exchange *x, const na_warc_header *base,
                                     na_str body, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    na_warc_header h = *base;
    if (digest_payload(&w->payload, x, body, digest) != NEWSARC_OK)
        return no_memory(err);
    h.type = "response";
    h.content_type = "application/http;msgtype=response";
    h.payload_digest = digest;
    h.truncated = truncated_name(x->truncated);
    return write_record(w, &h, na_buf_str(&x->head), body, place, err);
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
    return write_record(w, &h, na_buf_str(&x->head), not_modified ? body : (na_str){0}, place, err);
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
    return write_record(w, &h, na_buf_str(&x->request), (na_str){0}, &place, err);
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
                : write_response(w, x, &base, body, place, err);
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
    newsarc_status status = make_uri(w, "", na_str_from(x->url), err);
    if (status == NEWSARC_OK)
        status = ensure_file(w, err);
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
    newsarc_status status = make_uri(w, "", original_url, err);
    if (status != NEWSARC_OK)
        return status;
    original of = {original_place, na_buf_take(&w->uri)};
    if (!of.uri)
        return no_memory(err);
    status = write_exchange(w, x, &of, revisit, err);
    na_free(of.uri);
    return status;
}

newsarc_status na_warc_write_article(na_warc_writer *w, na_str url, const na_warc_place *response,
                                     na_str json, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    *place = (na_warc_place){0};
    newsarc_status status = make_uri(w, "urn:article:", url, err);
    if (status == NEWSARC_OK)
        status = ensure_file(w, err);
    if (status != NEWSARC_OK)
        return status;
    na_digest_begin(w->block);
    na_digest_add(w->block, json);
    digest_field(w->block, digest);
    na_warc_header h = {.type = "conversion",
                        .date = response->date,
                        .target_uri = w->uri.p,
                        .warcinfo_id = w->info_id,
                        .refers_to = response->record_id,
                        .payload_digest = digest,
                        .content_type = "application/json"};
    status = write_record(w, &h, json, (na_str){0}, place, err);
    if (status == NEWSARC_OK)
        w->has_pages = true;
    return status;
}

/* The file that holds the response: a metadata record in the next one would refer out of it. */
newsarc_status na_warc_write_metadata(na_warc_writer *w, const na_warc_place *response,
                                      const na_warc_fetch_info *info, newsarc_error *err)
{
    na_warc_place place;
    na_buf block = NA_BUF(INFO_MAX);
    if (w->file.fd < 0 || strcmp(response->file, w->file.name) != 0)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(response->file),
                        "the response is not in the file being written");
    info_line(&block, "via", info->via);
    info_line(&block, "hopsFromSeed", info->hops_from_seed);
    na_buf_addf(&block, "fetchTimeMs: %u\r\n", info->fetch_time_ms);
    na_warc_header h = {.type = "metadata",
                        .date = response->date,
                        .warcinfo_id = w->info_id,
                        .concurrent_to = response->record_id,
                        .content_type = "application/warc-fields"};
    newsarc_status status = block.status;
    if (status == NEWSARC_OK)
        status = write_record(w, &h, na_buf_str(&block), (na_str){0}, &place, err);
    na_buf_free(&block);
    return status == NEWSARC_E_NOMEM ? no_memory(err) : status;
}

newsarc_status na_warc_write_resource(na_warc_writer *w, const char *name, const char *content_type,
                                      na_str bytes, int64_t seconds, newsarc_error *err)
{
    char date[32], digest[NA_DIGEST_TEXT];
    na_warc_place place;
    na_buf uri = NA_BUF(URI_MAX);
    na_buf_addf(&uri, "%s:%s", w->prefix, name);
    na_warc_date(seconds, date);
    newsarc_status status = uri.status;
    if (status == NEWSARC_OK)
        status = make_uri(w, "urn:newsarc:", na_buf_str(&uri), err);
    na_buf_free(&uri);
    if (status == NEWSARC_OK)
        status = ensure_file(w, err);
    if (status != NEWSARC_OK)
        return status;
    na_digest_begin(w->block);
    na_digest_add(w->block, bytes);
    digest_field(w->block, digest);
    na_warc_header h = {.type = "resource",
                        .date = date,
                        .target_uri = w->uri.p,
                        .warcinfo_id = w->info_id,
                        .payload_digest = digest,
                        .content_type = content_type};
    return write_record(w, &h, bytes, (na_str){0}, &place, err);
}
