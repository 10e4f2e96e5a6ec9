/* The writer itself: files with their warcinfo, and any record (ISO 28500:2017). What records there
 * are stands in warc_writer_http.c and warc_writer_other.c. */
#include "archive/warc_writer_parts.h"
#include "core/alloc.h"
#include "core/error.h"
#include "url/url.h"
#include <newsarc/version.h>
#include <stdio.h>
#include <time.h>

#define ROLL_BYTES UINT64_C(1000000000)
#define PREFIX_MAX 80
#define FIELDS_MAX ((size_t)1 << 20)

newsarc_status na_writer_no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "warc", (na_str){0}, "out of memory");
}

void na_writer_info_line(na_buf *b, const char *name, const char *value)
{
    char plain[1024];
    if (!value || !*value)
        return;
    na_printable(plain, sizeof plain, na_str_from(value));
    na_buf_addf(b, "%s: %s\r\n", name, plain);
}

static void make_info(na_buf *b, const na_warc_options *o)
{
    na_writer_info_line(b, "software", "newsarc/" NEWSARC_VERSION);
    na_writer_info_line(b, "format", NA_WARC_FORMAT);
    na_writer_info_line(b, "conformsTo", NA_WARC_CONFORMS_TO);
    na_writer_info_line(b, "robots", o->robots);
    na_writer_info_line(b, "operator", o->operator_);
    na_writer_info_line(b, "hostname", o->hostname);
    na_writer_info_line(b, "isPartOf", o->is_part_of);
    na_writer_info_line(b, "http-header-user-agent", o->user_agent);
    na_writer_info_line(b, "http-header-from", o->from);
    na_writer_info_line(b, "description", o->description);
}

static bool is_file_prefix(const char *prefix)
{
    na_str s = na_str_from(prefix);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '/' || s.p[i] == 0x7F)
            return false;
    return s.n > 0 && s.n <= PREFIX_MAX && s.p[0] != '.';
}

/* The digest that a resource record with the configuration has as its payload digest. */
static void add_configuration(na_warc_writer *w, na_str configuration)
{
    char digest[NA_DIGEST_TEXT];
    if (!configuration.n)
        return;
    na_digest_begin(w->block);
    na_digest_add(w->block, configuration);
    na_writer_digest(w->block, digest);
    na_writer_info_line(&w->info, "configuration-digest", digest);
}

/* The format of RFC 8878 section 5, or the same in a zstd frame: the draft allows no other. */
static bool is_dictionary(na_str s)
{
    return na_str_starts(s, NA_STR("\x37\xA4\x30\xEC")) ||
           na_str_starts(s, NA_STR("\x28\xB5\x2F\xFD"));
}

static newsarc_status check_options(const na_warc_options *opts, const char *prefix,
                                    newsarc_error *err)
{
    char name[NA_WARC_NAME];
    if (!opts->directory || !is_file_prefix(prefix))
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(prefix),
                        "give a folder, and a prefix without spaces, slashes or a leading dot");
    if (opts->compression == NA_COMPRESS_ZSTD && opts->dictionary.n &&
        !is_dictionary(opts->dictionary))
        return na_error(err, NEWSARC_E_CONFIG, "warc", (na_str){0},
                        "the dictionary is none of Zstandard; zstd --train makes one");
    const na_warc_naming trial = {.pattern = opts->name ? opts->name : NA_WARC_NAME_TEMPLATE,
                                  .prefix = prefix,
                                  .suffix = ".warc.zst",
                                  .hostname = opts->hostname ? opts->hostname : ""};
    newsarc_status status = na_warc_name(&trial, name);
    return status == NEWSARC_OK
               ? status
               : na_error(err, status == NEWSARC_E_NOMEM ? status : NEWSARC_E_CONFIG, "warc",
                          na_str_from(trial.pattern),
                          "no template of file names: it needs {serialno}, no spaces and slashes, "
                          "and may have {prefix}, {timestamp14}, {timestamp17}, {hostname}, "
                          "{shorthostname}; names are shorter than %d bytes",
                          NA_WARC_NAME);
}

static bool fill(na_warc_writer *w, const na_warc_options *opts, const char *prefix)
{
    w->roll_bytes = opts->roll_bytes ? opts->roll_bytes : ROLL_BYTES;
    w->info = NA_BUF(NA_WARC_INFO_MAX);
    w->head = NA_BUF(NA_WARC_URI_MAX * 3);
    w->uri = NA_BUF(NA_WARC_URI_MAX);
    w->fields = NA_BUF(FIELDS_MAX);
    w->prefix = na_strdup(prefix);
    w->pattern = na_strdup(opts->name ? opts->name : NA_WARC_NAME_TEMPLATE);
    w->hostname = na_strdup(opts->hostname ? opts->hostname : "");
    w->naming =
        (na_warc_naming){.pattern = w->pattern, .prefix = w->prefix, .hostname = w->hostname};
    w->naming.serial = opts->serial;
    w->arena = na_arena_new();
    w->originals = na_originals_new();
    w->algorithm = opts->digest == NA_SHA256 ? NA_SHA256 : NA_SHA1;
    w->file.compression = opts->compression;
    w->file.zstd.dictionary =
        opts->compression == NA_COMPRESS_ZSTD ? opts->dictionary : (na_str){0};
    w->block = na_digest_new(w->algorithm);
    if (!na_payload_init(&w->payload, w->algorithm, false) || !w->block)
        return false;
    make_info(&w->info, opts);
    add_configuration(w, opts->configuration);
    return w->prefix && w->pattern && w->hostname && w->arena && w->originals &&
           w->info.status == NEWSARC_OK;
}

newsarc_status na_warc_writer_new(const na_warc_options *opts, na_warc_writer **out,
                                  newsarc_error *err)
{
    *out = NULL;
    const char *prefix = opts->prefix && *opts->prefix ? opts->prefix : "newsarc";
    newsarc_status status = check_options(opts, prefix, err);
    if (status != NEWSARC_OK)
        return status;
    na_warc_writer *w = na_calloc(1, sizeof *w);
    if (!w)
        return na_writer_no_memory(err);
    status = na_warc_file_init(&w->file, opts->directory, err);
    if (!fill(w, opts, prefix) && status == NEWSARC_OK)
        status = na_writer_no_memory(err);
    if (status == NEWSARC_OK)
        *out = w;
    else
        na_warc_writer_free(w);
    return status;
}

void na_warc_writer_add_info(na_warc_writer *w, const char *name, const char *value)
{
    na_writer_info_line(&w->info, name, value);
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
    na_originals_free(w->originals);
    na_digest_free(w->block);
    na_arena_free(w->arena);
    na_buf_free(&w->info);
    na_buf_free(&w->head);
    na_buf_free(&w->uri);
    na_buf_free(&w->fields);
    na_free(w->prefix);
    na_free(w->pattern);
    na_free(w->hostname);
    na_free(w);
}

newsarc_status na_warc_writer_sync(na_warc_writer *w, newsarc_error *err)
{
    return na_warc_file_sync(&w->file, err);
}

const char *na_warc_writer_end(const na_warc_writer *w, uint64_t *offset)
{
    *offset = w->file.size;
    return w->file.name;
}

/* SHA-256 in base32 would need padding, which some readers want and some do not. */
void na_writer_digest(na_digest *d, char out[NA_DIGEST_TEXT])
{
    unsigned char value[64];
    na_digest_text(d, out);
    if (!na_str_starts(na_str_from(out), NA_STR("sha256:")))
        return;
    size_t n = na_digest_value(d, value);
    na_digest_hex(value, n, out + 7);
}

newsarc_status na_writer_record(na_warc_writer *w, const na_warc_header *given, na_str first,
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
    na_writer_digest(w->block, digest);
    if (!digest[0])
        return na_writer_no_memory(err);
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
    char date[32];
    na_warc_place place;
    clock_gettime(CLOCK_REALTIME, &w->naming.begun);
    na_warc_date(w->naming.begun.tv_sec, date);
    newsarc_status status = na_warc_file_open(&w->file, &w->naming, err);
    if (status != NEWSARC_OK)
        return status;
    w->has_pages = false;
    na_warc_header h = {.type = "warcinfo",
                        .date = date,
                        .filename = w->file.name,
                        .content_type = "application/warc-fields"};
    status = na_writer_record(w, &h, na_buf_str(&w->info), (na_str){0}, &place, err);
    snprintf(w->info_id, sizeof w->info_id, "%s", place.record_id);
    if (status != NEWSARC_OK)
        na_warc_file_discard(&w->file);
    return status;
}

newsarc_status na_writer_open_file(na_warc_writer *w, newsarc_error *err)
{
    return w->file.fd < 0 ? begin_file(w, err) : NEWSARC_OK;
}

bool na_warc_writer_is_full(const na_warc_writer *w)
{
    return w->file.fd >= 0 && w->has_pages && w->file.size >= w->roll_bytes;
}

newsarc_status na_writer_roll_file(na_warc_writer *w, newsarc_error *err)
{
    newsarc_status status =
        na_warc_writer_is_full(w) ? na_warc_file_finish(&w->file, err) : NEWSARC_OK;
    return status == NEWSARC_OK ? na_writer_open_file(w, err) : status;
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

newsarc_status na_writer_uri(na_warc_writer *w, const char *before, na_str url, newsarc_error *err)
{
    uri_job job = {url, &w->uri};
    na_buf_clear(&w->uri);
    na_buf_add_cstr(&w->uri, before);
    size_t empty = w->uri.n;
    newsarc_status status = na_arena_run(w->arena, (na_arena_limits){0}, uri_run, &job);
    na_arena_reset(w->arena);
    if (status == NEWSARC_E_NOMEM || w->uri.status == NEWSARC_E_NOMEM)
        return na_writer_no_memory(err);
    if (status != NEWSARC_OK || w->uri.status != NEWSARC_OK || w->uri.n == empty)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", url, "not a URL that a record can name");
    return NEWSARC_OK;
}
