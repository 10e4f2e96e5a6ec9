/* See shapes.h. */
#include "crawl/shapes.h"

#include "core/alloc.h"
#include "crawl/origins.h"

#define SLOTS 8192 /* power of two */
#define WAYS 4
#define DIGESTS 32768 /* power of two */
#define MAX_PARTS 64  /* of a path or query */
#define WORD_MAX 24   /* longer values of a query name things */
/* In units: what one page adds that gives nothing, what one of known entries adds, and what a page
 * takes off that gives something new. */
#define NOTHING 8
#define KNOWN 1
#define REWARD 128

typedef struct slot {
    uint64_t key; /* 0: free */
    uint32_t idle, yields;
} slot;

struct na_shapes {
    slot slots[SLOTS];
    uint64_t digests[DIGESTS];
};

na_shapes *na_shapes_new(void)
{
    return na_calloc(1, sizeof(na_shapes));
}

void na_shapes_free(na_shapes *s)
{
    na_free(s);
}

/* FNV-1a with a final mix, for sums of hashes must not collide. */
static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93U;
    return h ^ h >> 32;
}

static uint64_t add_byte(uint64_t h, char c)
{
    return (h ^ (unsigned char)c) * 0x100000001b3U;
}

#define HASH_BEGIN 0xcbf29ce484222325U

/* A run of digits counts as one. */
static uint64_t hash_part(na_str s)
{
    uint64_t h = HASH_BEGIN;
    for (size_t i = 0; i < s.n; i++)
        if (!na_is_digit(s.p[i]))
            h = add_byte(h, na_lower(s.p[i]));
        else if (i == 0 || !na_is_digit(s.p[i - 1]))
            h = add_byte(h, '#');
    return mix(h);
}

static bool has_digit(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (na_is_digit(s.p[i]))
            return true;
    return false;
}

/* Short words of a query say what a page does ("a=show"), the rest says which one. */
static uint64_t hash_parameter(na_str parameter)
{
    na_str value, name = na_str_cut(parameter, '=', &value);
    uint64_t h = hash_part(name);
    return value.n > WORD_MAX || has_digit(value) ? mix(h + 1) : mix(h ^ (hash_part(value) + 2));
}

static bool is_among(const uint64_t *v, size_t n, uint64_t h)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == h)
            return true;
    return false;
}

/* Parts that stood in the path before do not count again; whether one did that is no number. */
static uint64_t hash_path(na_str path, uint64_t *first, bool *repeats)
{
    uint64_t seen[MAX_PARTS], h = HASH_BEGIN;
    size_t n = 0;
    while (path.n && n < MAX_PARTS) {
        na_str part = na_str_cut(path, '/', &path);
        uint64_t one = hash_part(part);
        if (part.n == 0)
            continue;
        if (is_among(seen, n, one) && !has_digit(part)) {
            *repeats = true;
            continue;
        }
        if (n == 0)
            *first = one;
        h = mix(h * 31 + one);
        seen[n++] = one;
    }
    return h;
}

/* In any order, each once: filters put themselves behind one another. */
static uint64_t hash_query(na_str query)
{
    uint64_t seen[MAX_PARTS], sum = 0;
    size_t n = 0;
    while (query.n && n < MAX_PARTS) {
        uint64_t one = hash_parameter(na_str_cut(query, '&', &query));
        if (is_among(seen, n, one))
            continue;
        sum += one;
        seen[n++] = one;
    }
    return mix(sum + 1);
}

static uint64_t key_of(uint64_t a, uint64_t b)
{
    uint64_t key = mix(a * 31 + b);
    return key ? key : 1;
}

na_shape na_shape_of(na_str canonical)
{
    na_shape shape = {.repeats = false};
    na_str query, path = na_str_cut(na_path_of(canonical), '?', &query);
    uint64_t first = 0, host = hash_part(na_host_of(canonical));
    uint64_t h = mix(host * 31 + hash_path(path, &first, &shape.repeats));
    shape.fine = key_of(h, query.n ? hash_query(query) : 0);
    if (shape.repeats)
        shape.coarse = key_of(host + 1, first);
    else if (query.n)
        shape.coarse = key_of(h, 2);
    return shape;
}

bool na_shape_is_kin(const na_shape *a, const na_shape *b)
{
    return a->fine == b->fine || (b->coarse && (a->coarse == b->coarse || b->repeats));
}

static uint64_t slot_start(uint64_t key)
{
    return mix(key) & (SLOTS - WAYS);
}

static const slot *find(const na_shapes *s, uint64_t key)
{
    const slot *set = &s->slots[slot_start(key)];
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].key == key)
            return &set[i];
    return NULL;
}

/* Makes room by forgetting the shape of which least is known. */
static slot *take(na_shapes *s, uint64_t key)
{
    slot *set = &s->slots[slot_start(key)], *least = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].key == 0 || set[i].idle < least->idle)
            least = &set[i];
        if (set[i].key == 0) /* and so are those behind it */
            break;
    }
    *least = (slot){.key = key};
    return least;
}

static void note(slot *at, na_yield yield)
{
    static const uint32_t costs[] = {
        [NA_YIELD_NEW] = 0, [NA_YIELD_KNOWN] = KNOWN, [NA_YIELD_NOTHING] = NOTHING};
    if (yield == NA_YIELD_NEW) {
        at->idle = at->idle > REWARD ? at->idle - REWARD : 0;
        at->yields++;
    } else if (at->idle < UINT32_MAX / 2) {
        at->idle += costs[yield];
    }
}

void na_shapes_note(na_shapes *s, const na_shape *shape, na_yield yield)
{
    note(take(s, shape->fine), yield);
    if (shape->coarse)
        note(take(s, shape->coarse), yield);
}

/* Pages in a row that may give nothing, by what is asked for. Paths are believed longer than
 * queries, which a page can make from its own address. */
typedef struct patience {
    uint32_t path, query; /* of one shape */
    uint32_t queries;     /* of all shapes with one path */
    uint32_t repeats;
} patience;

static patience patience_with(na_url_kind kind)
{
    switch (kind) {
    case NA_URL_ARTICLE: return (patience){200, 200, 400, 100};
    case NA_URL_LIST: return (patience){36, 36, 40, 10};
    case NA_URL_REQUISITE: return (patience){16, 4, 40, 4}; /* nothing: there is none */
    default: return (patience){16, 5, 5, 3};
    }
}

bool na_shapes_used_up(const na_shapes *s, const na_shape *shape, na_url_kind kind)
{
    const patience p = patience_with(kind);
    const slot *fine = find(s, shape->fine);
    if (fine && fine->idle >= (shape->coarse ? p.query : p.path) * NOTHING)
        return true;
    if (shape->coarse == 0 || (fine && fine->yields))
        return false;
    const slot *coarse = find(s, shape->coarse);
    return coarse && coarse->idle >= (shape->repeats ? p.repeats : p.queries) * NOTHING;
}

bool na_shapes_is_new(na_shapes *s, na_str digest)
{
    uint64_t h = HASH_BEGIN;
    for (size_t i = 0; i < digest.n; i++)
        h = add_byte(h, digest.p[i]);
    h = mix(h);
    uint64_t *at = &s->digests[h & (DIGESTS - 1)];
    bool fresh = *at != h;
    *at = h;
    return fresh;
}

/* --- kept between runs: a letter and numbers, the lowest byte first --- */

static void add_number(na_buf *out, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        na_buf_add_byte(out, (char)(v >> (8 * i) & 0xFF));
}

static uint64_t take_number(na_str *s, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)(unsigned char)s->p[i] << (8 * i);
    *s = na_str_skip(*s, bytes);
    return v;
}

void na_shapes_save(const na_shapes *s, na_buf *out)
{
    for (size_t i = 0; i < SLOTS; i++) {
        const slot *at = &s->slots[i];
        if (at->key == 0)
            continue;
        na_buf_add_byte(out, 's');
        add_number(out, at->key, 8);
        add_number(out, at->idle, 4);
        add_number(out, at->yields, 4);
    }
    for (size_t i = 0; i < DIGESTS; i++) {
        if (s->digests[i] == 0)
            continue;
        na_buf_add_byte(out, 'd');
        add_number(out, s->digests[i], 8);
    }
}

void na_shapes_load(na_shapes *s, na_str saved)
{
    while (saved.n >= 9) {
        char what = saved.p[0];
        saved = na_str_skip(saved, 1);
        uint64_t v = take_number(&saved, 8);
        if (what == 'd') {
            s->digests[v & (DIGESTS - 1)] = v;
        } else if (what == 's' && saved.n >= 8 && v) {
            slot *at = take(s, v);
            at->idle = (uint32_t)take_number(&saved, 4);
            at->yields = (uint32_t)take_number(&saved, 4);
        } else {
            return;
        }
    }
}
