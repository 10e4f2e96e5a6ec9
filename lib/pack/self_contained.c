/* See self_contained.h. A copy is the input's bytes up to a revisit, the response in its place, and
 * so on: nothing else is read again or compressed anew. */
#include "pack/self_contained.h"

#include "archive/gzip_member.h"
#include "archive/zstd_frame.h"
#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "http/message.h"
#include "pack/made.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_MAX ((size_t)64 << 20)
#define HEADER_MAX ((size_t)1 << 20)

typedef struct maker {
    na_inputs *inputs;
    na_inputs others; /* WARC files beside the inputs */
    na_revisits *revisits;
    bool *has_revisits; /* of each input */
    char **copies;      /* of each input its path; NULL: none is needed */
    na_places originals;
    newsarc_problem_fn problem;
    void *user;
    na_self_contained *made;
    newsarc_error *err;
    /* The copy being written: */
    int from, to;
    uint64_t copied; /* of the input */
    na_gzip gzip;
    na_zstd zstd;
    na_buf header;
} maker;

/* Numbered through: the inputs, then the others. */
static const char *path_of(const maker *m, size_t file)
{
    size_t n = m->inputs->count;
    return file < n ? m->inputs->paths[file] : m->others.paths[file - n];
}

static newsarc_status tell(maker *m, const na_warc_record *record, const char *path,
                           const char *what)
{
    newsarc_error problem = {0};
    na_error_at(&problem, NEWSARC_E_NOT_FOUND, "pack", na_str_from(path), record->offset, "%s",
                what);
    m->made->missing++;
    bool stop = m->problem && m->problem(&problem, m->user) != 0;
    return stop ? NEWSARC_E_STOPPED : NEWSARC_OK;
}

/* Notes the responses and revisits of a file; *any (may be NULL): it has revisits. Damaged records
 * are for the index to report. */
static newsarc_status note_file(maker *m, size_t file, bool *any)
{
    na_warc_reader *r = NULL;
    na_warc_record record;
    newsarc_status status = na_warc_reader_open(path_of(m, file), 0, &r, m->err);
    while (status == NEWSARC_OK) {
        status = na_warc_reader_next(r, &record, NULL);
        if (status == NEWSARC_OK && !na_revisits_note(m->revisits, &record, file))
            status = NEWSARC_E_NOMEM;
        if (status == NEWSARC_OK && any)
            *any |= na_is_revisit(&record);
        status = status == NEWSARC_E_FORMAT ? NEWSARC_OK : status;
    }
    na_warc_reader_free(r);
    return status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
}

static bool is_listed(const na_inputs *list, const char *path)
{
    struct stat a, b;
    bool there = stat(path, &a) == 0;
    for (size_t i = 0; i < list->count && there; i++)
        if (stat(list->paths[i], &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
            return true;
    return false;
}

/* Adds those files of the input's folder that are not known yet. */
static newsarc_status list_beside(maker *m, const char *input)
{
    char folder[4096];
    na_inputs found = {0};
    int n = (int)(na_base_name(input) - input);
    const char *const path = folder;
    if (snprintf(folder, sizeof folder, "%.*s", n ? n : 1, n ? input : ".") >= (int)sizeof folder)
        return NEWSARC_OK;
    newsarc_status status = na_inputs_list(&path, 1, &found, NULL);
    for (size_t i = 0; i < found.count && status == NEWSARC_OK; i++)
        if (!is_listed(m->inputs, found.paths[i]) && !is_listed(&m->others, found.paths[i]))
            status = na_inputs_add(&m->others, found.paths[i]);
    na_inputs_free(&found);
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

static newsarc_status note_all(maker *m)
{
    newsarc_status status = NEWSARC_OK;
    size_t n = m->inputs->count;
    for (size_t i = 0; i < n && status == NEWSARC_OK; i++)
        status = note_file(m, i, &m->has_revisits[i]);
    if (status != NEWSARC_OK || na_revisits_missing(m->revisits) == 0)
        return status;
    for (size_t i = 0; i < n && status == NEWSARC_OK; i++)
        status = list_beside(m, m->inputs->paths[i]);
    for (size_t i = 0; i < m->others.count && status == NEWSARC_OK; i++)
        if (note_file(m, n + i, NULL) == NEWSARC_E_NOMEM) /* others may be anything */
            status = NEWSARC_E_NOMEM;
    return status;
}

/* The response at a place; NEWSARC_E_NOT_FOUND when it cannot be read whole. */
static newsarc_status read_original(maker *m, const na_original *place, na_warc_record *out)
{
    newsarc_status status = na_places_read(&m->originals, path_of(m, place->file), place, out);
    return status == NEWSARC_OK && out->block_cut ? NEWSARC_E_NOT_FOUND : status;
}

/* The block of a response: its head and its body. */
typedef struct block {
    na_str head, body;
} block;

static bool same_field(const na_http_head *a, const na_http_head *b, const char *name)
{
    return na_str_eq_nocase(na_http_field(a, name), na_http_field(b, name));
}

/* The revisit's own head goes with the payload when both are framed and coded alike, and it says
 * no less of it. */
static bool fits(const na_http_head *own, const na_http_head *original, na_str body)
{
    na_str length = na_http_field(own, "Content-Length");
    return own->status == original->status &&
           na_http_is_chunked(own) == na_http_is_chunked(original) &&
           same_field(own, original, "Content-Encoding") &&
           (na_http_field(own, "Content-Type").n || !na_http_field(original, "Content-Type").n) &&
           (length.n == 0 || na_str_number(length, NULL) == body.n);
}

static block block_of(const na_warc_record *revisit, const na_warc_record *original)
{
    na_http_head own, theirs;
    if (!na_http_head_parse(original->block, &theirs))
        return (block){original->block, {NULL, 0}};
    block b = {na_str_take(original->block, theirs.size),
               na_str_skip(original->block, theirs.size)};
    if (revisit->block.n && na_http_head_parse(revisit->block, &own) && fits(&own, &theirs, b.body))
        b.head = na_str_take(revisit->block, own.size);
    return b;
}

static bool is_of_revisit_alone(na_str name)
{
    static const char *const names[] = {"WARC-Type",           "WARC-Profile",
                                        "WARC-Truncated",      "WARC-Block-Digest",
                                        "WARC-Payload-Digest", "WARC-Identified-Payload-Type",
                                        "Content-Length",      "Content-Type"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (na_str_eq_nocase(name, na_str_from(names[i])))
            return true;
    return na_str_starts_nocase(name, NA_STR("WARC-Refers-To"));
}

static newsarc_status make_header(maker *m, const na_warc_record *revisit,
                                  const na_warc_record *original, const block *b)
{
    char digest[NA_DIGEST_TEXT];
    size_t at = 0;
    na_str name, value, payload = na_warc_field(original, "WARC-Payload-Digest");
    na_buf *out = &m->header;
    const na_str parts[] = {b->head, b->body};
    if (!na_made_digest(original, parts, 2, digest))
        return NEWSARC_E_NOMEM;
    na_buf_clear(out);
    na_buf_add(out, revisit->version);
    na_buf_add_cstr(out, "\r\nWARC-Type: response\r\n");
    while (na_warc_next_field(revisit->fields, &at, &name, &value))
        if (name.p && !is_of_revisit_alone(name)) {
            na_buf_add(out, name);
            na_buf_add_cstr(out, ": ");
            na_buf_add(out, value);
            na_buf_add_cstr(out, "\r\n");
        }
    na_made_field(out, "WARC-Block-Digest", na_str_from(digest));
    na_made_field(out, "WARC-Payload-Digest",
                  payload.n ? payload : na_warc_field(revisit, "WARC-Payload-Digest"));
    na_made_field(out, "WARC-Identified-Payload-Type",
                  na_warc_field(original, "WARC-Identified-Payload-Type"));
    na_made_field(out, "WARC-Truncated", na_warc_field(original, "WARC-Truncated"));
    na_buf_addf(out,
                "Content-Type: application/http;msgtype=response\r\nContent-Length: %zu\r\n\r\n",
                b->head.n + b->body.n);
    return out->status;
}

static newsarc_status copy_up_to(maker *m, uint64_t end)
{
    char piece[1 << 16];
    uint64_t written = 0;
    while (m->copied < end) {
        uint64_t left = end - m->copied;
        ssize_t n = pread(m->from, piece, left < sizeof piece ? (size_t)left : sizeof piece,
                          (off_t)m->copied);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = EIO; /* the file became shorter */
        if (n <= 0 || na_write_all(m->to, (na_str){piece, (size_t)n}, &written) != NEWSARC_OK)
            return NEWSARC_E_IO;
        m->copied += (uint64_t)n;
    }
    return NEWSARC_OK;
}

/* As the input's records are. */
static newsarc_status append(maker *m, const char *path, bool compressed, const block *b)
{
    const na_str parts[] = {na_buf_str(&m->header), b->head, b->body, NA_STR("\r\n\r\n")};
    const size_t n = sizeof parts / sizeof *parts;
    uint64_t written = 0;
    newsarc_status status = NEWSARC_OK;
    if (na_str_ends(na_str_from(path), NA_STR(".zst")))
        return na_zstd_write(&m->zstd, m->to, parts, n, &written);
    if (compressed)
        return na_gzip_write(&m->gzip, m->to, parts, n, &written);
    for (size_t i = 0; i < n && status == NEWSARC_OK; i++)
        status = na_write_all(m->to, parts[i], &written);
    return status;
}

/* A response for one revisit, or the revisit as it is when there is none. */
static newsarc_status replace(maker *m, const char *path, bool compressed,
                              const na_warc_record *revisit)
{
    na_original place;
    na_warc_record original = {0};
    const uint32_t shared = NA_WARC_SHARED_MEMBER | NA_WARC_OPEN_MEMBER;
    if (!na_revisits_find(m->revisits, revisit, &place))
        return tell(m, revisit, path, "the response that this revisit refers to was not found");
    if (revisit->length == 0 || revisit->oddities & shared)
        return tell(m, revisit, path, "the revisit shares its gzip member with other records");
    newsarc_status status = read_original(m, &place, &original);
    if (status == NEWSARC_E_NOT_FOUND)
        return tell(m, revisit, path, "the response that this revisit refers to cannot be read");
    const block b = block_of(revisit, &original);
    if (status == NEWSARC_OK)
        status = make_header(m, revisit, &original, &b);
    if (status == NEWSARC_OK)
        status = copy_up_to(m, revisit->offset);
    if (status == NEWSARC_OK)
        status = append(m, path, compressed, &b);
    m->copied = revisit->offset + revisit->length;
    m->made->replaced += status == NEWSARC_OK;
    return status;
}

static newsarc_status copy_records(maker *m, const char *path)
{
    na_warc_reader *r = NULL;
    na_warc_record record;
    struct stat st;
    newsarc_status status = na_warc_reader_open(path, BLOCK_MAX, &r, m->err);
    while (status == NEWSARC_OK) {
        status = na_warc_reader_next(r, &record, NULL);
        if (status == NEWSARC_OK && na_is_revisit(&record))
            status = replace(m, path, na_warc_reader_is_compressed(r), &record);
        status = status == NEWSARC_E_FORMAT ? NEWSARC_OK : status;
    }
    na_warc_reader_free(r);
    if (status != NEWSARC_E_NOT_FOUND)
        return status;
    if (fstat(m->from, &st) != 0)
        return NEWSARC_E_IO;
    return copy_up_to(m, (uint64_t)st.st_size);
}

/* Room for its path in `made`, which then removes it. */
static char *name_copy(maker *m, const char *input)
{
    na_self_contained *made = m->made;
    na_buf path = NA_BUF(1 << 16);
    na_buf_addf(&path, "%s/%s", made->folder, na_base_name(input));
    char *name = na_buf_take(&path);
    if (name)
        made->copies[made->count++] = name;
    return name;
}

static newsarc_status copy_file(maker *m, size_t file)
{
    const char *input = m->inputs->paths[file], *name = name_copy(m, input);
    newsarc_status status = name ? NEWSARC_OK : NEWSARC_E_NOMEM;
    m->copied = 0;
    m->copies[file] = na_strdup(name);
    m->from = name ? open(input, O_RDONLY | O_CLOEXEC) : -1;
    m->to = name ? open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644) : -1;
    if (name && (!m->copies[file] || m->from < 0 || m->to < 0))
        status = m->copies[file] ? NEWSARC_E_IO : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = copy_records(m, input);
    if (status == NEWSARC_E_IO)
        status = na_error_system(m->err, "pack", na_str_from(name), "write the copy", errno);
    if (m->from >= 0)
        close(m->from);
    if (m->to >= 0)
        close(m->to);
    return status;
}

/* When all are made, for until then the originals are read from the inputs. */
static void take_copies(maker *m)
{
    for (size_t i = 0; i < m->inputs->count; i++)
        if (m->copies[i]) {
            na_free(m->inputs->paths[i]);
            m->inputs->paths[i] = m->copies[i];
            m->copies[i] = NULL;
        }
}

static newsarc_status make_folder(maker *m, const char *out)
{
    na_buf path = NA_BUF(1 << 16);
    na_buf_addf(&path, "%s.parts", out);
    char *name = na_buf_take(&path);
    m->made->copies = na_calloc(m->inputs->count, sizeof *m->made->copies);
    if (!name || !m->made->copies) {
        na_free(name);
        return NEWSARC_E_NOMEM;
    }
    if (mkdir(name, 0700) != 0) {
        na_error_system(m->err, "pack", na_str_from(name), "make a folder for the copies", errno);
        na_free(name);
        return NEWSARC_E_IO;
    }
    m->made->folder = name;
    return NEWSARC_OK;
}

static newsarc_status make(maker *m, const char *out)
{
    newsarc_status status = note_all(m);
    for (size_t i = 0; i < m->inputs->count && status == NEWSARC_OK; i++) {
        if (!m->has_revisits[i])
            continue;
        if (!m->made->folder)
            status = make_folder(m, out);
        if (status == NEWSARC_OK)
            status = copy_file(m, i);
    }
    if (status == NEWSARC_OK)
        take_copies(m);
    return status;
}

newsarc_status na_self_contain(na_inputs *inputs, const char *out, newsarc_problem_fn problem,
                               void *user, na_self_contained *made, newsarc_error *err)
{
    maker m = {.inputs = inputs,
               .problem = problem,
               .user = user,
               .made = made,
               .originals = {.block_max = BLOCK_MAX},
               .err = err,
               .header = NA_BUF(HEADER_MAX)};
    *made = (na_self_contained){0};
    na_gzip_init(&m.gzip);
    m.revisits = na_revisits_new();
    m.has_revisits = na_calloc(inputs->count + 1, sizeof *m.has_revisits);
    m.copies = na_calloc(inputs->count + 1, sizeof *m.copies);
    newsarc_status status =
        m.revisits && m.has_revisits && m.copies ? make(&m, out) : NEWSARC_E_NOMEM;
    for (size_t i = 0; i < inputs->count && m.copies; i++)
        na_free(m.copies[i]);
    na_places_free(&m.originals);
    na_revisits_free(m.revisits);
    na_inputs_free(&m.others);
    na_free(m.has_revisits);
    na_free(m.copies);
    na_gzip_free(&m.gzip);
    na_zstd_free(&m.zstd);
    na_buf_free(&m.header);
    return status;
}

void na_self_contained_free(na_self_contained *made)
{
    for (size_t i = 0; i < made->count; i++) {
        unlink(made->copies[i]);
        na_free(made->copies[i]);
    }
    if (made->folder)
        rmdir(made->folder);
    na_free(made->copies);
    na_free(made->folder);
    *made = (na_self_contained){0};
}
