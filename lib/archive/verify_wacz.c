/* WACZ 1.1.1: the members that must be there and how they are kept, datapackage.json against them,
 * its digest, the index against the files; the WARC files inside are checked as any other. The zip
 * is read by libarchive, once, member by member. */
#include "archive/verify.h"

#include "archive/warc_stream.h"
#include "core/alloc.h"
#include "core/error.h"
#include <archive.h>
#include <archive_entry.h>
#include <jansson.h>
#include <stdio.h>

#define KEEP_MAX ((size_t)256 << 20) /* of a member that is looked into */
#define BLOCK_MAX ((size_t)1 << 20)
#define MEMBERS_MAX ((size_t)1 << 14)
#define LINE_MAX_BYTES ((size_t)1 << 20)

typedef struct member {
    char *name;
    uint64_t size;
    char hash[72]; /* "sha256:..." */
    bool listed;
} member;

typedef struct package {
    na_verify *v;
    const char *path;
    struct archive *zip;
    member *members;
    size_t count, room;
    uint32_t *by_name; /* numbers of the members, in the order of their names */
    na_digest *digest; /* of the member being read */
    uint64_t size;
    bool torn;                /* the member cannot be read to its end */
    na_buf data, seal, index; /* datapackage.json, -digest.json, indexes/index.cdx.gz */
    bool has_warc, has_pages, has_index;
} package;

/* Place in by_name of the first member whose name is not less. */
static size_t place_of(const package *p, const char *name)
{
    size_t from = 0, to = p->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(p->members[p->by_name[middle]].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static member *find(const package *p, const char *name)
{
    size_t i = place_of(p, name);
    member *m = i < p->count ? &p->members[p->by_name[i]] : NULL;
    return m && strcmp(m->name, name) == 0 ? m : NULL;
}

static bool make_room(package *p)
{
    size_t room = p->room ? p->room * 2 : 32;
    if (p->count < p->room)
        return true;
    member *all = na_realloc_array(p->members, room, sizeof *all);
    p->members = all ? all : p->members;
    uint32_t *by_name = na_realloc_array(p->by_name, room, sizeof *by_name);
    p->by_name = by_name ? by_name : p->by_name;
    if (all && by_name)
        p->room = room;
    return all && by_name;
}

static member *add(package *p, const char *name)
{
    char *copy = make_room(p) ? na_strdup(name) : NULL;
    if (!copy)
        return NULL;
    size_t i = place_of(p, name);
    memmove(p->by_name + i + 1, p->by_name + i, (p->count - i) * sizeof *p->by_name);
    p->by_name[i] = (uint32_t)p->count;
    p->members[p->count] = (member){.name = copy};
    return &p->members[p->count++];
}

/* Bytes of the present member: digested as they go by. */
static ssize_t read_member(void *user, void *out, size_t size)
{
    package *p = user;
    la_ssize_t n = p->torn ? -1 : archive_read_data(p->zip, out, size);
    p->torn |= n < 0;
    if (n <= 0)
        return n < 0 ? -1 : 0;
    na_digest_add(p->digest, (na_str){out, (size_t)n});
    p->size += (uint64_t)n;
    return (ssize_t)n;
}

/* Reads the rest of the member; `keep` (may be NULL) gets it. */
static void drain(package *p, na_buf *keep)
{
    char bytes[1 << 14];
    ssize_t n;
    while ((n = read_member(p, bytes, sizeof bytes)) > 0)
        if (keep)
            na_buf_add(keep, (na_str){bytes, (size_t)n});
}

static newsarc_status check_warc(package *p, const char *name, newsarc_error *err)
{
    na_buf inside = NA_BUF(1 << 16);
    na_source source;
    na_warc_reader *r = NULL;
    na_buf_addf(&inside, "%s/%s", p->path, name);
    if (inside.status != NEWSARC_OK)
        return NEWSARC_E_NOMEM;
    p->v->file = inside.p;
    na_source_function(&source, read_member, p);
    newsarc_status status = na_warc_reader_open_source(&source, inside.p, BLOCK_MAX, &r, err);
    if (status == NEWSARC_OK)
        status = na_verify_reader(p->v, r, err);
    na_warc_reader_free(r);
    p->v->record_id[0] = 0;
    p->v->offset = 0;
    if (status == NEWSARC_E_FORMAT) {
        na_verify_report(p->v, ERROR, "not-warc", "not a WARC file");
        status = NEWSARC_OK;
    }
    if (status == NEWSARC_E_IO && p->torn) /* told as a fault of the package */
        status = NEWSARC_OK;
    p->v->file = p->path;
    na_buf_free(&inside);
    return status;
}

static na_buf *kept(package *p, const char *name)
{
    if (strcmp(name, "datapackage.json") == 0)
        return &p->data;
    if (strcmp(name, "datapackage-digest.json") == 0)
        return &p->seal;
    return strcmp(name, "indexes/index.cdx.gz") == 0 ? &p->index : NULL;
}

static void note_kind(package *p, na_str name)
{
    const char *how = archive_format_name(p->zip);
    bool stored = how && strstr(how, "uncompressed");
    if (na_str_starts(name, NA_STR("archive/"))) {
        p->has_warc = true;
        if (!stored)
            na_verify_report(p->v, ERROR, "wacz-stored",
                             "%.*s is compressed in the package: no offset leads into it",
                             name.n < 200 ? (int)name.n : 200, name.p);
    }
    p->has_pages |= na_str_eq(name, NA_STR("pages/pages.jsonl"));
    p->has_index |= na_str_starts(name, NA_STR("indexes/"));
}

static bool is_warc(na_str name)
{
    return na_str_starts(name, NA_STR("archive/")) &&
           (na_str_ends(name, NA_STR(".warc")) || na_str_ends(name, NA_STR(".warc.gz")) ||
            na_str_ends(name, NA_STR(".warc.zst")));
}

static newsarc_status check_member(package *p, const char *name, newsarc_error *err)
{
    unsigned char value[64];
    newsarc_status status = NEWSARC_OK;
    na_str text = na_str_from(name);
    if (find(p, name))
        na_verify_report(p->v, ERROR, "wacz-twice", "%.200s stands twice in the package", name);
    member *m = add(p, name);
    if (!m)
        return NEWSARC_E_NOMEM;
    size_t number = (size_t)(m - p->members);
    note_kind(p, text);
    na_digest_begin(p->digest);
    p->size = 0;
    p->torn = false;
    if (is_warc(text))
        status = check_warc(p, name, err);
    if (status == NEWSARC_OK)
        drain(p, kept(p, name));
    if (p->torn)
        na_verify_report(p->v, ERROR, "wacz-data", "%.200s cannot be read: %s", name,
                         archive_error_string(p->zip));
    m = &p->members[number];
    m->size = p->size;
    memcpy(m->hash, "sha256:", 7);
    na_digest_hex(value, na_digest_value(p->digest, value), m->hash + 7);
    return status;
}

static void check_resource(package *p, const json_t *resource)
{
    const char *path = json_string_value(json_object_get(resource, "path"));
    const char *hash = json_string_value(json_object_get(resource, "hash"));
    json_int_t bytes = json_integer_value(json_object_get(resource, "bytes"));
    member *m = path ? find(p, path) : NULL;
    if (!path || !hash || !json_is_string(json_object_get(resource, "name"))) {
        na_verify_report(p->v, ERROR, "wacz-datapackage", "a resource lacks name, path or hash");
        return;
    }
    if (!m) {
        na_verify_report(p->v, ERROR, "wacz-resource", "%.200s is listed and not in the package",
                         path);
        return;
    }
    m->listed = true;
    p->v->sum.digests++;
    if (na_str_starts(na_str_from(hash), NA_STR("sha256:")) && strcmp(hash, m->hash) != 0)
        na_verify_report(p->v, ERROR, "wacz-hash", "%.200s is not the file that was listed", path);
    if (bytes < 0 || (uint64_t)bytes != m->size)
        na_verify_report(p->v, ERROR, "wacz-bytes", "%.200s has %llu bytes, listed are %lld", path,
                         (unsigned long long)m->size, (long long)bytes);
}

static void check_datapackage(package *p)
{
    size_t i;
    const json_t *resource;
    json_t *data = p->data.n ? json_loadb(p->data.p, p->data.n, 0, NULL) : NULL;
    const char *profile = json_string_value(json_object_get(data, "profile"));
    if (!data)
        na_verify_report(p->v, ERROR, "wacz-datapackage", "datapackage.json is absent or not JSON");
    else if (!profile || strcmp(profile, "data-package") != 0 ||
             !json_is_string(json_object_get(data, "wacz_version")) ||
             !json_is_array(json_object_get(data, "resources")))
        na_verify_report(p->v, ERROR, "wacz-datapackage",
                         "datapackage.json lacks profile, wacz_version or resources");
    json_array_foreach(json_object_get(data, "resources"), i, resource) check_resource(p, resource);
    json_decref(data);
}

static void check_seal(package *p)
{
    const member *m = find(p, "datapackage.json");
    json_t *seal = p->seal.n ? json_loadb(p->seal.p, p->seal.n, 0, NULL) : NULL;
    const char *hash = json_string_value(json_object_get(seal, "hash"));
    const char *path = json_string_value(json_object_get(seal, "path"));
    if (!find(p, "datapackage-digest.json"))
        na_verify_report(p->v, WARNING, "wacz-digest", "there is no datapackage-digest.json");
    else if (!m || !hash || !path || strcmp(path, "datapackage.json") != 0 ||
             strcmp(hash, m->hash) != 0)
        na_verify_report(p->v, ERROR, "wacz-digest",
                         "datapackage-digest.json does not match datapackage.json");
    json_decref(seal);
}

static void check_members(package *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const char *name = p->members[i].name;
        bool own =
            strcmp(name, "datapackage.json") == 0 || strcmp(name, "datapackage-digest.json") == 0;
        if (!own && !p->members[i].listed && p->data.n)
            na_verify_report(p->v, ERROR, "wacz-resource",
                             "%.200s is not listed in datapackage.json", name);
    }
    if (!p->has_warc || !p->has_pages || !p->has_index)
        na_verify_report(p->v, ERROR, "wacz-members", "there is no %s in the package",
                         !p->has_warc    ? "archive/"
                         : !p->has_pages ? "pages/pages.jsonl"
                                         : "index");
}

/* Where a line of the index points. */
static void check_line(package *p, na_str line)
{
    char name[1024];
    na_str object = na_str_skip(line, na_str_find_byte(line, '{'));
    json_t *json = object.n ? json_loadb(object.p, object.n, 0, NULL) : NULL;
    const char *file = json_string_value(json_object_get(json, "filename"));
    const char *offset = json_string_value(json_object_get(json, "offset"));
    const char *length = json_string_value(json_object_get(json, "length"));
    if (!file || snprintf(name, sizeof name, "archive/%s", file) >= (int)sizeof name)
        na_verify_report(p->v, ERROR, "wacz-index", "malformed line of the index");
    const member *m = file ? find(p, name) : NULL;
    if (file && !m)
        na_verify_report(p->v, ERROR, "wacz-index", "the index names %.200s, which is not there",
                         file);
    if (m && offset && length) {
        uint64_t at = na_str_number(na_str_from(offset), NULL);
        uint64_t n = na_str_number(na_str_from(length), NULL);
        if (at > m->size || n > m->size - at)
            na_verify_report(p->v, ERROR, "wacz-index", "the index points behind the end of %.200s",
                             file);
    }
    json_decref(json);
}

static void check_order(package *p, na_buf *last, na_str line)
{
    size_t n = last->n < line.n ? last->n : line.n;
    int order = n ? memcmp(last->p, line.p, n) : 0;
    if (order > 0 || (order == 0 && last->n > line.n))
        na_verify_report(p->v, ERROR, "wacz-index", "the index is not sorted by its bytes");
    na_buf_clear(last);
    na_buf_add(last, line);
}

/* Lines that are whole in `text`; the rest stays. */
static void check_lines(package *p, na_buf *text, na_buf *last)
{
    na_str left = na_buf_str(text);
    for (size_t at; (at = na_str_find_byte(left, '\n')) != NA_NOT_FOUND && !p->v->stopped;) {
        na_str line = na_str_take(left, at);
        left = na_str_skip(left, at + 1);
        if (line.n && line.p[0] != '!') {
            check_order(p, last, line);
            check_line(p, line);
        }
    }
    if (left.n)
        memmove(text->p, left.p, left.n);
    text->n = left.n;
}

static newsarc_status check_index(package *p)
{
    na_source source;
    na_stream *s = na_calloc(1, sizeof *s);
    na_buf text = NA_BUF(LINE_MAX_BYTES), last = NA_BUF(LINE_MAX_BYTES);
    if (!s)
        return NEWSARC_E_NOMEM;
    na_source_memory(&source, na_buf_str(&p->index));
    na_stream_state state = p->index.n && na_stream_open(s, &source) ? NA_STREAM_OK : NA_STREAM_EOF;
    while (state == NA_STREAM_OK && text.status == NEWSARC_OK && !p->v->stopped) {
        state = na_stream_need(s, 1);
        if (state == NA_STREAM_MEMBER_END) {
            state = na_stream_begin_member(s);
            continue;
        }
        na_str view = state == NA_STREAM_OK ? na_stream_view(s) : (na_str){0};
        view = na_str_take(view, LINE_MAX_BYTES / 2);
        na_buf_add(&text, view);
        na_stream_consume(s, view.n);
        check_lines(p, &text, &last);
    }
    if (state == NA_STREAM_BAD || state == NA_STREAM_TORN || text.status == NEWSARC_E_LIMIT)
        na_verify_report(p->v, ERROR, "wacz-index", "the index cannot be read to its end");
    na_stream_close(s);
    na_free(s);
    na_buf_free(&text);
    na_buf_free(&last);
    return NEWSARC_OK;
}

static newsarc_status walk(package *p, newsarc_error *err)
{
    struct archive_entry *entry;
    newsarc_status status = NEWSARC_OK;
    int rc = ARCHIVE_OK;
    while (status == NEWSARC_OK && !p->v->stopped && p->v->failed == NEWSARC_OK &&
           p->count < MEMBERS_MAX &&
           (rc = archive_read_next_header(p->zip, &entry)) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname(entry);
        if (name && archive_entry_filetype(entry) == AE_IFREG)
            status = check_member(p, name, err);
    }
    if (p->count == MEMBERS_MAX)
        na_verify_report(p->v, ERROR, "wacz-members", "%zu members: the others were not looked at",
                         MEMBERS_MAX);
    if (status == NEWSARC_OK && rc != ARCHIVE_OK && rc != ARCHIVE_EOF)
        na_verify_report(p->v, ERROR, "wacz-data", "the package cannot be read to its end: %s",
                         archive_error_string(p->zip));
    if (status != NEWSARC_OK)
        return status;
    check_datapackage(p);
    check_seal(p);
    check_members(p);
    return check_index(p);
}

static void package_free(package *p)
{
    for (size_t i = 0; i < p->count; i++)
        na_free(p->members[i].name);
    na_free(p->members);
    na_free(p->by_name);
    na_digest_free(p->digest);
    archive_read_free(p->zip);
    na_buf_free(&p->data);
    na_buf_free(&p->seal);
    na_buf_free(&p->index);
}

newsarc_status na_verify_wacz(na_verify *v, const char *path, newsarc_error *err)
{
    package p = {.v = v,
                 .path = path,
                 .data = NA_BUF(KEEP_MAX),
                 .seal = NA_BUF(KEEP_MAX),
                 .index = NA_BUF(KEEP_MAX)};
    newsarc_status status = NEWSARC_E_NOMEM;
    v->file = path;
    p.zip = archive_read_new();
    p.digest = na_digest_new(NA_SHA256);
    if (p.zip && p.digest && archive_read_support_format_zip_seekable(p.zip) == ARCHIVE_OK) {
        if (archive_read_open_filename(p.zip, path, 1 << 16) == ARCHIVE_OK)
            status = walk(&p, err);
        else
            status = na_error(err, NEWSARC_E_FORMAT, "warc", na_str_from(path),
                              "not a WACZ package: %s", archive_error_string(p.zip));
    }
    package_free(&p);
    return status;
}
