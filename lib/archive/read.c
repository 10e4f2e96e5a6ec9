/* The public reader: na_warc_reader with strings that end with NUL, and a count of what was
 * tolerated. */
#include <newsarc/warc.h>

#include "archive/warc_reader.h"
#include "core/alloc.h"
#include "core/arena.h"
#include "core/error.h"

#define BLOCK_MAX ((uint64_t)64 << 20)
#define FIELDS_MAX 10000u

_Static_assert(NEWSARC_WARC_OPEN_MEMBER == NA_WARC_OPEN_MEMBER, "the bits are the same");

static const char *const tolerances[] = {"bare-lf",       "no-record-end", "extra-bytes",
                                         "shared-member", "open-member",   "angle-uri",
                                         "raw-uri",       "field-twice",   "skipped"};
enum { TOLERANCES = sizeof tolerances / sizeof *tolerances, SKIPPED = TOLERANCES - 1 };

struct newsarc_warc_reader {
    na_warc_reader *reader;
    na_warc_record record;
    na_arena *strings; /* of the present record */
    bool no_memory;
    uint64_t counts[TOLERANCES];
    newsarc_read_fn read;
    void *user;
};

newsarc_status newsarc_warc_options_init(newsarc_warc_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

static size_t block_max(const newsarc_warc_options *opts)
{
    const size_t end = offsetof(newsarc_warc_options, max_block_bytes) + sizeof(uint64_t);
    uint64_t max = opts && opts->struct_size >= end ? opts->max_block_bytes : 0;
    max = max ? max : BLOCK_MAX;
    return max < SIZE_MAX / 2 ? (size_t)max : SIZE_MAX / 2;
}

static newsarc_status no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "warc", (na_str){0}, "out of memory");
}

/* The handle without a source. */
static newsarc_status shell_new(newsarc_warc_reader **out, newsarc_error *err)
{
    newsarc_warc_reader *r = na_calloc(1, sizeof *r);
    *out = r;
    if (r)
        r->strings = na_arena_new();
    if (r && r->strings)
        return NEWSARC_OK;
    newsarc_warc_reader_free(r);
    *out = NULL;
    return no_memory(err);
}

static newsarc_status opened(newsarc_warc_reader **out, newsarc_status status)
{
    if (status == NEWSARC_OK) {
        na_warc_reader_take_arc((*out)->reader);
    } else {
        newsarc_warc_reader_free(*out);
        *out = NULL;
    }
    return status;
}

static newsarc_status wrong_argument(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_ARGUMENT, "warc", (na_str){0}, "an argument is missing");
}

newsarc_status newsarc_warc_reader_open(const char *path, const newsarc_warc_options *opts,
                                        newsarc_warc_reader **out, newsarc_error *err)
{
    na_error_clear(err);
    if (out)
        *out = NULL;
    if (!path || !out)
        return wrong_argument(err);
    newsarc_status status = shell_new(out, err);
    if (status != NEWSARC_OK)
        return status;
    return opened(out, na_warc_reader_open(path, block_max(opts), &(*out)->reader, err));
}

static newsarc_status open_source(const na_source *source, const char *name,
                                  const newsarc_warc_options *opts, newsarc_warc_reader **out,
                                  newsarc_error *err)
{
    return opened(out,
                  na_warc_reader_open_source(source, name, block_max(opts), &(*out)->reader, err));
}

newsarc_status newsarc_warc_reader_open_fd(int32_t fd, const newsarc_warc_options *opts,
                                           newsarc_warc_reader **out, newsarc_error *err)
{
    na_source source;
    na_error_clear(err);
    if (out)
        *out = NULL;
    if (fd < 0 || !out)
        return wrong_argument(err);
    newsarc_status status = shell_new(out, err);
    na_source_pipe(&source, fd);
    return status == NEWSARC_OK
               ? open_source(&source, fd ? "input" : "standard input", opts, out, err)
               : status;
}

newsarc_status newsarc_warc_reader_open_memory(const void *bytes, size_t length,
                                               const newsarc_warc_options *opts,
                                               newsarc_warc_reader **out, newsarc_error *err)
{
    na_source source;
    na_error_clear(err);
    if (out)
        *out = NULL;
    if ((!bytes && length) || !out)
        return wrong_argument(err);
    newsarc_status status = shell_new(out, err);
    na_source_memory(&source, (na_str){bytes, length});
    return status == NEWSARC_OK ? open_source(&source, "memory", opts, out, err) : status;
}

static ssize_t read_function(void *user, void *out, size_t size)
{
    newsarc_warc_reader *r = user;
    int64_t got = r->read(r->user, out, size);
    return got < 0 || (uint64_t)got > size ? -1 : (ssize_t)got;
}

newsarc_status newsarc_warc_reader_open_function(newsarc_read_fn fn, void *user, const char *name,
                                                 const newsarc_warc_options *opts,
                                                 newsarc_warc_reader **out, newsarc_error *err)
{
    na_source source;
    na_error_clear(err);
    if (out)
        *out = NULL;
    if (!fn || !out)
        return wrong_argument(err);
    newsarc_status status = shell_new(out, err);
    if (status != NEWSARC_OK)
        return status;
    (*out)->read = fn;
    (*out)->user = user;
    na_source_function(&source, read_function, *out);
    return open_source(&source, name ? name : "input", opts, out, err);
}

void newsarc_warc_reader_free(newsarc_warc_reader *r)
{
    if (!r)
        return;
    na_warc_reader_free(r->reader);
    na_arena_free(r->strings);
    na_free(r);
}

/* A copy that ends with NUL; NULL for an absent field. */
static const char *keep(newsarc_warc_reader *r, na_str s)
{
    char *copy = s.p ? na_arena_alloc(r->strings, s.n + 1) : NULL;
    if (!copy) {
        r->no_memory |= s.p != NULL;
        return NULL;
    }
    memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    return copy;
}

static na_str target_uri(newsarc_warc_reader *r)
{
    na_str uri = na_warc_field(&r->record, "WARC-Target-URI");
    if (uri.n > 1 && uri.p[0] == '<' && uri.p[uri.n - 1] == '>') {
        uri = (na_str){uri.p + 1, uri.n - 2};
        r->record.oddities |= NEWSARC_WARC_ANGLE_URI;
    }
    for (size_t i = 0; i < uri.n; i++)
        if ((unsigned char)uri.p[i] <= ' ' || (unsigned char)uri.p[i] >= 0x7F)
            r->record.oddities |= NEWSARC_WARC_RAW_URI;
    return uri;
}

/* One of the fields that tell what a record is stands twice. */
static bool has_doubles(const na_warc_record *record)
{
    static const char *const once[] = {"WARC-Type", "WARC-Record-ID", "WARC-Date",
                                       "WARC-Target-URI", "Content-Length"};
    size_t at = 0;
    na_str name, value;
    unsigned seen = 0;
    while (na_warc_next_field(record->fields, &at, &name, &value))
        for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
            if (!na_str_eq_nocase(name, na_str_from(once[i])))
                continue;
            if (seen >> i & 1)
                return true;
            seen |= 1u << i;
        }
    return false;
}

static void count(newsarc_warc_reader *r)
{
    for (size_t i = 0; i < SKIPPED; i++)
        r->counts[i] += r->record.oddities >> i & 1;
}

static void describe(newsarc_warc_reader *r, newsarc_warc_record *out)
{
    const na_warc_record *in = &r->record;
    out->offset = in->offset;
    out->length = in->length;
    out->version = keep(r, in->version);
    out->type = keep(r, na_warc_field(in, "WARC-Type"));
    out->record_id = keep(r, na_warc_field(in, "WARC-Record-ID"));
    out->date = keep(r, na_warc_field(in, "WARC-Date"));
    out->target_uri = keep(r, target_uri(r));
    out->content_type = keep(r, na_warc_field(in, "Content-Type"));
    out->content_length = in->block_size;
    out->block = in->block.p;
    out->block_length = in->block.n;
    out->oddities = in->oddities;
}

newsarc_status newsarc_warc_reader_next(newsarc_warc_reader *r, newsarc_warc_record *record,
                                        newsarc_error *err)
{
    newsarc_warc_record full = {0};
    na_error_clear(err);
    if (!r || !record || record->struct_size < sizeof record->struct_size)
        return wrong_argument(err);
    size_t size = record->struct_size < sizeof full ? record->struct_size : sizeof full;
    na_arena_reset(r->strings);
    r->no_memory = false;
    newsarc_status status = na_warc_reader_next(r->reader, &r->record, err);
    if (status == NEWSARC_OK && has_doubles(&r->record))
        r->record.oddities |= NEWSARC_WARC_TWICE;
    describe(r, &full);
    full.struct_size = record->struct_size;
    memcpy(record, &full, size);
    if (status == NEWSARC_OK)
        count(r);
    r->counts[SKIPPED] += status == NEWSARC_E_FORMAT;
    return r->no_memory ? no_memory(err) : status;
}

newsarc_status newsarc_warc_reader_seek(newsarc_warc_reader *r, uint64_t offset, newsarc_error *err)
{
    na_error_clear(err);
    return r ? na_warc_reader_seek(r->reader, offset, err) : wrong_argument(err);
}

const char *newsarc_warc_reader_field(newsarc_warc_reader *r, const char *name)
{
    return r && name ? keep(r, na_warc_field(&r->record, name)) : NULL;
}

const char *newsarc_warc_reader_field_at(newsarc_warc_reader *r, size_t i, const char **name)
{
    size_t at = 0;
    na_str key, value;
    if (name)
        *name = NULL;
    if (!r || i > FIELDS_MAX)
        return NULL;
    do
        if (!na_warc_next_field(r->record.fields, &at, &key, &value))
            return NULL;
    while (i-- > 0);
    if (name)
        *name = keep(r, key.p ? na_str_trim(key) : NA_STR(""));
    return keep(r, value);
}

uint64_t newsarc_warc_reader_position(const newsarc_warc_reader *r)
{
    return r ? na_warc_reader_position(r->reader) : 0;
}

uint64_t newsarc_warc_reader_size(const newsarc_warc_reader *r)
{
    return r ? na_warc_reader_size(r->reader) : 0;
}

const char *newsarc_warc_reader_tolerance(const newsarc_warc_reader *r, size_t i, uint64_t *n)
{
    if (n)
        *n = r && i < TOLERANCES ? r->counts[i] : 0;
    return r && i < TOLERANCES ? tolerances[i] : NULL;
}

int32_t newsarc_warc_is_warc(const void *bytes, size_t length)
{
    na_str head = {bytes, bytes ? length : 0};
    na_warc_reader *r = NULL;
    na_warc_record record;
    if (head.n < 4 || na_str_starts(na_str_trim(head), NA_STR("<"))) /* HTML is the usual case */
        return 0;
    if (na_warc_reader_open_memory(head, 0, &r, NULL) != NEWSARC_OK)
        return 0;
    na_warc_reader_take_arc(r);
    newsarc_status status = na_warc_reader_next(r, &record, NULL);
    bool begins = status == NEWSARC_OK || record.version.n > 0;
    /* Of a zstd frame the first bytes may tell nothing: nobody else begins files so. */
    bool unseen = !begins && na_str_starts(head, NA_STR("\x28\xB5\x2F\xFD")) &&
                  status == NEWSARC_E_FORMAT &&
                  na_str_eq(na_str_from(record.fault), NA_STR("torn-record"));
    bool dictionary = na_str_starts(head, NA_STR("\x5D\x2A\x4D\x18"));
    na_warc_reader_free(r);
    return begins || unseen || dictionary;
}
