/* See revisits.h. Each response has up to three keys, hashes of what a revisit may name; they are
 * sorted when they are first asked for. What reads a response that was found compares nothing: two
 * of a million keys of 64 bits are the same once in a hundred thousand years of nights. */
#include "pack/revisits.h"

#include "core/alloc.h"
#include "core/hash.h"
#include "http/message.h"
#include "text/date.h"
#include <stdlib.h>

#define KEYS_MAX ((size_t)1 << 27)

typedef struct key {
    uint64_t hash;
    int64_t time;
    na_original place;
} key;

typedef struct wanted { /* of a revisit; 0: not named */
    uint64_t capture, payload, page;
    int64_t time;
} wanted;

struct na_revisits {
    key *keys;
    size_t n, room;
    bool sorted;
    wanted *wanted;
    size_t wanted_n, wanted_room;
};

na_revisits *na_revisits_new(void)
{
    return na_calloc(1, sizeof(na_revisits));
}

void na_revisits_free(na_revisits *r)
{
    if (!r)
        return;
    na_free(r->keys);
    na_free(r->wanted);
    na_free(r);
}

static uint64_t hash_of(const char *kind, na_str a, na_str b)
{
    uint64_t h = na_hash64(NA_HASH64_BEGIN, na_str_from(kind));
    h = na_hash64(na_hash64(h, a), (na_str){"", 1});
    h = na_hash64(h, b);
    return h ? h : 1;
}

static na_str uri_of(const na_warc_record *record)
{
    return na_warc_uri(record, "WARC-Target-URI");
}

static int64_t time_of(const na_warc_record *record)
{
    na_date date;
    return na_date_parse(na_warc_field(record, "WARC-Date"), INT64_MAX / 2, &date)
               ? na_date_seconds(&date)
               : 0;
}

static bool is_type(const na_warc_record *record, na_str type)
{
    return na_str_eq_nocase(na_warc_field(record, "WARC-Type"), type);
}

bool na_is_revisit(const na_warc_record *record)
{
    return is_type(record, NA_STR("revisit"));
}

bool na_is_304(const na_warc_record *record)
{
    na_http_head head;
    return na_is_revisit(record) && na_http_head_parse(record->block, &head) && head.status == 304;
}

/* Room for one more of `size` bytes. */
static bool make_room(void **p, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return true;
    size_t more = *room ? *room * 2 : 256;
    void *grown = more <= KEYS_MAX ? na_realloc_array(*p, more, size) : NULL;
    if (!grown)
        return false;
    *p = grown;
    *room = more;
    return true;
}

static bool add_key(na_revisits *r, const key *k)
{
    if (!make_room((void **)&r->keys, r->n, &r->room, sizeof *r->keys))
        return false;
    r->keys[r->n++] = *k;
    r->sorted = false;
    return true;
}

/* One that no offset leads to is of no use. */
static bool note_response(na_revisits *r, const na_warc_record *record, size_t file)
{
    if (record->oddities & (NA_WARC_SHARED_MEMBER | NA_WARC_OPEN_MEMBER))
        return true;
    na_str uri = uri_of(record), digest = na_warc_field(record, "WARC-Payload-Digest");
    key k = {.time = time_of(record), .place = {file, record->offset}};
    k.hash = hash_of("capture", uri, na_warc_field(record, "WARC-Date"));
    bool ok = add_key(r, &k);
    k.hash = hash_of("page", uri, (na_str){NULL, 0});
    ok = ok && add_key(r, &k);
    k.hash = hash_of("payload", digest, (na_str){NULL, 0});
    return ok && (digest.n == 0 || add_key(r, &k));
}

static wanted wanted_of(const na_warc_record *revisit)
{
    na_str uri = na_warc_uri(revisit, "WARC-Refers-To-Target-URI");
    na_str date = na_warc_field(revisit, "WARC-Refers-To-Date");
    na_str digest = na_warc_field(revisit, "WARC-Payload-Digest");
    na_str profile = na_warc_field(revisit, "WARC-Profile");
    wanted w = {.time = time_of(revisit)};
    if (date.n)
        w.capture = hash_of("capture", uri.n ? uri : uri_of(revisit), date);
    if (digest.n)
        w.payload = hash_of("payload", digest, (na_str){NULL, 0});
    if (!date.n && na_str_ends(profile, NA_STR("server-not-modified")))
        w.page = hash_of("page", uri_of(revisit), (na_str){NULL, 0});
    return w;
}

bool na_revisits_note(na_revisits *r, const na_warc_record *record, size_t file)
{
    if (is_type(record, NA_STR("response")))
        return note_response(r, record, file);
    if (!na_is_revisit(record))
        return true;
    const key k = {.hash = hash_of("revisit", uri_of(record), na_warc_field(record, "WARC-Date"))};
    if (!na_is_304(record) && !add_key(r, &k))
        return false;
    if (!make_room((void **)&r->wanted, r->wanted_n, &r->wanted_room, sizeof *r->wanted))
        return false;
    r->wanted[r->wanted_n++] = wanted_of(record);
    return true;
}

static int compare(const void *x, const void *y)
{
    const key *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    if (a->place.file != b->place.file)
        return a->place.file < b->place.file ? -1 : 1;
    return (a->place.offset > b->place.offset) - (a->place.offset < b->place.offset);
}

/* The latest one not later than `time`. */
static const key *latest(const na_revisits *r, uint64_t hash, int64_t time)
{
    size_t low = 0, high = r->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const key *k = &r->keys[middle];
        if (k->hash < hash || (k->hash == hash && k->time <= time))
            low = middle + 1;
        else
            high = middle;
    }
    return hash && low && r->keys[low - 1].hash == hash ? &r->keys[low - 1] : NULL;
}

static void sort(na_revisits *r)
{
    if (!r->sorted && r->n)
        qsort(r->keys, r->n, sizeof *r->keys, compare);
    r->sorted = true;
}

static const key *find(na_revisits *r, const wanted *w)
{
    sort(r);
    const key *k = latest(r, w->capture, INT64_MAX);
    k = k ? k : latest(r, w->payload, INT64_MAX);
    return k ? k : latest(r, w->page, w->time);
}

bool na_revisits_find(na_revisits *r, const na_warc_record *revisit, na_original *out)
{
    const wanted w = wanted_of(revisit);
    const key *k = find(r, &w);
    if (k)
        *out = k->place;
    return k != NULL;
}

bool na_revisits_stand_in(na_revisits *r, const na_warc_record *revisit)
{
    na_str uri = uri_of(revisit), date = na_warc_field(revisit, "WARC-Date");
    sort(r);
    return latest(r, hash_of("capture", uri, date), INT64_MAX) ||
           latest(r, hash_of("revisit", uri, date), INT64_MAX);
}

uint64_t na_revisits_missing(na_revisits *r)
{
    uint64_t missing = 0;
    for (size_t i = 0; i < r->wanted_n; i++)
        missing += find(r, &r->wanted[i]) == NULL;
    return missing;
}
