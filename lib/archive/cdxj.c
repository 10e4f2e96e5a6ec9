/* CDXJ as cdxj-indexer writes it and pywb, wabac.js and outbackcdx read it: SURT key, 14 digits,
 * JSON with url, mime, status, digest, length, offset, filename, all of them strings. A resource
 * record has the status 200, with which replay tools serve it: CDXJ wants one in each line, and
 * outbackcdx takes only numbers. Metadata and conversion records are left out: replay
 * tools would take one under a page's URI for the page. */
#include "archive/cdxj.h"

#include "archive/json.h"
#include "archive/payload.h"
#include "core/alloc.h"
#include "core/error.h"
#include "url/url.h"
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX ((size_t)4 << 30)
#define LINE_MAX_BYTES ((size_t)1 << 20)
#define TYPE_MAX_BYTES 256

typedef struct capture {
    na_cdxj *index;
    na_payload payload; /* head, and digest when the record states none */
    bool wanted;        /* the record is one to index */
    bool hash;
    const char *name; /* of the file, without folder */
} capture;

newsarc_status na_cdxj_init(na_cdxj *index, newsarc_problem_fn problem, void *user)
{
    *index = (na_cdxj){.text = NA_BUF(TEXT_MAX), .problem = problem, .user = user};
    index->arena = na_arena_new();
    return index->arena ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

void na_cdxj_free(na_cdxj *index)
{
    na_buf_free(&index->text);
    na_free(index->lines);
    na_arena_free(index->arena);
    index->lines = NULL;
    index->arena = NULL;
}

static newsarc_status report(na_cdxj *index, const newsarc_error *problem)
{
    index->problems++;
    if (index->problem && index->problem(problem, index->user) != 0)
        return NEWSARC_E_STOPPED;
    return NEWSARC_OK;
}

static bool is_type(const na_warc_record *record, const char *type)
{
    return na_str_eq_nocase(na_warc_field(record, "WARC-Type"), na_str_from(type));
}

static bool is_http(const na_warc_record *record)
{
    return na_str_starts_nocase(na_warc_field(record, "Content-Type"), NA_STR("application/http"));
}

/* Before a block comes by. */
static void begin(const na_warc_record *record, void *user)
{
    capture *c = user;
    c->wanted =
        is_type(record, "response") || is_type(record, "revisit") || is_type(record, "resource");
    c->hash =
        c->wanted && !is_type(record, "revisit") && !na_warc_field(record, "WARC-Payload-Digest").n;
    na_payload_begin(&c->payload);
    if (c->hash && !is_http(record))
        c->payload.has_head = true; /* the payload of a resource is its block */
}

static void piece(na_str bytes, void *user)
{
    capture *c = user;
    if (c->wanted && (c->hash || !c->payload.has_head))
        na_payload_add(&c->payload, bytes);
}

/* The digits of the date as 14; what is missing is the first instant of it. */
static void add_stamp(na_buf *out, na_str date)
{
    static const char least[] = "00000101000000";
    char stamp[15];
    size_t n = 0;
    memcpy(stamp, least, sizeof stamp);
    for (size_t i = 0; i < date.n && n < 14; i++)
        if (na_is_digit(date.p[i]))
            stamp[n++] = date.p[i];
    na_buf_add_cstr(out, stamp);
}

/* Type and subtype alone; readers split lines at spaces. */
static na_str media_type(na_str value, char out[TYPE_MAX_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < value.n && n < TYPE_MAX_BYTES; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c == ';' || c == ',')
            break;
        if (c > ' ' && c < 0x7F)
            out[n++] = na_lower((char)c);
    }
    return n ? (na_str){out, n} : NA_STR("unk");
}

typedef struct key_job {
    na_str uri, key;
} key_job;

static void make_key(na_arena *arena, void *user)
{
    key_job *job = user;
    job->key = na_url_surt(arena, job->uri);
}

static void add_number(na_buf *out, const char *key, uint64_t value)
{
    na_buf_addf(out, ", \"%s\": \"%llu\"", key, (unsigned long long)value);
}

static void add_line(capture *c, const na_warc_record *record, na_str key, na_str uri)
{
    char digest[NA_DIGEST_TEXT], type[TYPE_MAX_BYTES];
    na_buf *out = &c->index->text;
    const na_http_head *head = &c->payload.parsed;
    bool http = is_http(record) && c->payload.is_http;
    na_str stated = na_warc_field(record, "WARC-Payload-Digest");
    na_str value = http ? na_http_field(head, "Content-Type")
                        : na_warc_field(record, is_http(record) ? "" : "Content-Type");
    na_buf_add(out, key);
    na_buf_add_byte(out, ' ');
    add_stamp(out, na_warc_field(record, "WARC-Date"));
    na_buf_add_cstr(out, " {");
    na_json_member(out, "url", uri);
    na_json_member(out, "mime",
                   is_type(record, "revisit") ? NA_STR("warc/revisit") : media_type(value, type));
    if (http && !head->is_request && head->status)
        na_buf_addf(out, ", \"status\": \"%d\"", head->status);
    else if (is_type(record, "resource"))
        na_buf_add_cstr(out, ", \"status\": \"200\"");
    if (c->hash) {
        na_digest_text(c->payload.digest, digest);
        stated = na_str_from(digest);
    }
    na_json_member(out, "digest", stated);
    add_number(out, "length", record->length);
    add_number(out, "offset", record->offset);
    na_json_member(out, "filename", na_str_from(c->name));
    na_buf_add_cstr(out, "}\n");
}

static bool is_304(const capture *c, const na_warc_record *record)
{
    return is_type(record, "revisit") && is_http(record) && c->payload.is_http &&
           c->payload.parsed.status == 304;
}

static newsarc_status index_record(capture *c, const na_warc_record *record)
{
    key_job job = {.uri = na_warc_uri(record, "WARC-Target-URI")};
    na_cdxj *index = c->index;
    na_payload_end(&c->payload);
    if (!c->wanted || !job.uri.n || (index->without_304 && is_304(c, record)))
        return NEWSARC_OK;
    if (!record->length) {
        newsarc_error problem = {0};
        na_error_at(&problem, NEWSARC_E_FORMAT, "warc", na_str_from(c->name), record->offset,
                    "shares its gzip member with other records: no offset leads to it");
        return report(index, &problem);
    }
    na_arena_reset(index->arena);
    newsarc_status status =
        na_arena_run(index->arena, (na_arena_limits){.memory = (size_t)64 << 20}, make_key, &job);
    if (status == NEWSARC_E_LIMIT)
        return NEWSARC_OK; /* a URI of megabytes */
    if (status == NEWSARC_OK)
        add_line(c, record, job.key, job.uri);
    return status == NEWSARC_OK ? index->text.status : status;
}

static newsarc_status index_records(capture *c, na_warc_reader *r, const na_cdxj_tap *tap,
                                    newsarc_error *err)
{
    na_warc_record record;
    na_warc_tap own = {begin, piece, c};
    newsarc_status status = NEWSARC_OK;
    na_warc_reader_tap(r, &own);
    while (status == NEWSARC_OK) {
        newsarc_error problem = {0};
        status = na_warc_reader_next(r, &record, &problem);
        if (status == NEWSARC_E_NOT_FOUND)
            return NEWSARC_OK;
        if (status == NEWSARC_OK)
            status = index_record(c, &record);
        else if (status == NEWSARC_E_FORMAT)
            status = report(c->index, &problem);
        else if (err)
            *err = problem;
        if (status == NEWSARC_OK && !record.fault && tap)
            tap->record(&record, tap->user);
    }
    return status;
}

/* A line of an index: a key, a space, digits, a space, an object. */
static bool is_line(na_str line)
{
    na_str rest;
    size_t used = 0;
    na_str key = na_str_cut(line, ' ', &rest);
    na_str_number(rest, &used);
    return key.n && used >= 4 && na_str_starts(na_str_skip(rest, used), NA_STR(" {")) &&
           na_str_ends(line, NA_STR("}"));
}

/* Lines of an index that is there, for merging. NEWSARC_E_FORMAT: it is none. */
static newsarc_status add_lines(na_cdxj *index, const char *path, newsarc_error *err)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    newsarc_status status = NEWSARC_OK;
    FILE *f = fopen(path, "re");
    if (!f)
        return NEWSARC_E_NOT_FOUND;
    while (status == NEWSARC_OK && (n = getline(&line, &room, f)) > 0) {
        na_str s = na_str_trim((na_str){line, (size_t)n});
        if (na_str_starts(s, NA_STR("!")) || !s.n)
            continue;
        status = s.n <= LINE_MAX_BYTES && is_line(s) ? NEWSARC_OK : NEWSARC_E_FORMAT;
        if (status == NEWSARC_OK) {
            na_buf_add(&index->text, s);
            na_buf_add_byte(&index->text, '\n');
            status = index->text.status;
        }
    }
    free(line);
    fclose(f);
    if (status == NEWSARC_E_FORMAT)
        return na_error(err, status, "warc", na_str_from(path), "neither a WARC nor a CDXJ file");
    return status;
}

static bool is_index_name(na_str path)
{
    return na_str_ends(path, NA_STR(".cdxj")) || na_str_ends(path, NA_STR(".cdx"));
}

static newsarc_status add_reader(capture *c, na_warc_reader *r, const na_cdxj_tap *tap,
                                 newsarc_error *err)
{
    na_warc_reader_take_arc(r);
    newsarc_status status = na_payload_init(&c->payload, NA_SHA1, false)
                                ? index_records(c, r, tap, err)
                                : NEWSARC_E_NOMEM;
    na_payload_free(&c->payload);
    na_warc_reader_free(r);
    return status;
}

newsarc_status na_cdxj_add_file(na_cdxj *index, const char *path, size_t block_max,
                                const na_cdxj_tap *tap, newsarc_error *err)
{
    const char *slash = strrchr(path, '/');
    capture c = {.index = index, .name = slash ? slash + 1 : path};
    na_warc_reader *r = NULL;
    if (is_index_name(na_str_from(path)))
        return add_lines(index, path, err);
    newsarc_status status = na_warc_reader_open(path, block_max, &r, err);
    return status == NEWSARC_OK ? add_reader(&c, r, tap, err) : status;
}

newsarc_status na_cdxj_add_bytes(na_cdxj *index, const char *name, na_str warc, newsarc_error *err)
{
    capture c = {.index = index, .name = name};
    na_warc_reader *r = NULL;
    newsarc_status status = na_warc_reader_open_memory(warc, 0, &r, err);
    return status == NEWSARC_OK ? add_reader(&c, r, NULL, err) : status;
}

static int by_bytes(const void *a, const void *b)
{
    const na_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

newsarc_status na_cdxj_sort(na_cdxj *index)
{
    na_str rest = na_buf_str(&index->text);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < rest.n; i++)
        n += rest.p[i] == '\n';
    index->lines = na_realloc_array(index->lines, n + 1, sizeof *index->lines);
    if (!index->lines)
        return NEWSARC_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        index->lines[i] = na_str_cut(rest, '\n', &rest);
    if (n)
        qsort(index->lines, n, sizeof *index->lines, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !na_str_eq(index->lines[kept - 1], index->lines[i]))
            index->lines[kept++] = index->lines[i];
    index->count = kept;
    return NEWSARC_OK;
}
