/* Chunks of growing size in a list; a bump pointer in the newest. A run is one setjmp: the only one
 * in the library. */
#include "core/arena.h"

#include "core/alloc.h"
#include <setjmp.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define NA_ASAN 1
#elif defined(__has_feature) && __has_include(<sanitizer/asan_interface.h>)
#if __has_feature(address_sanitizer)
#define NA_ASAN 1
#endif
#endif
#ifdef NA_ASAN
#include <sanitizer/asan_interface.h>
#define NA_POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define NA_UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define NA_RED_ZONE 16
#else
#define NA_POISON(p, n) ((void)(p), (void)(n))
#define NA_UNPOISON(p, n) ((void)(p), (void)(n))
#define NA_RED_ZONE 0
#endif

#define NA_ALIGN 16
#define NA_FIRST_CHUNK ((size_t)256 << 10)
#define NA_LARGEST_CHUNK ((size_t)16 << 20)
#define NA_KEEP ((size_t)32 << 20)
#define NA_TICKS_A_CLOCK_READ 1024

typedef struct chunk {
    struct chunk *older;
    size_t size; /* of data */
    _Alignas(NA_ALIGN) char data[];
} chunk;

typedef struct deferred {
    struct deferred *older;
    void (*fn)(void *object);
    void *object;
} deferred;

typedef struct run {
    struct run *outer;
    jmp_buf escape;
    volatile newsarc_status status; /* written between setjmp and longjmp */
    size_t memory_end;              /* `used` may not pass this */
    uint64_t cpu_end_ns;            /* thread clock may not pass this */
} run;

struct na_arena {
    chunk *newest;
    chunk *spare; /* kept from earlier pages, largest first */
    char *next, *end;
    size_t used;      /* bytes handed out since the reset, with padding */
    size_t next_size; /* of the next chunk */
    deferred *deferred;
    run *run;
    unsigned ticks;
    na_arena_cause cause;
};

static uint64_t thread_cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

na_arena *na_arena_new(void)
{
    na_arena *a = na_calloc(1, sizeof *a);
    if (a)
        a->next_size = NA_FIRST_CHUNK;
    return a;
}

static void free_chunks(chunk *c)
{
    while (c) {
        chunk *older = c->older;
        NA_UNPOISON(c->data, c->size);
        na_free(c);
        c = older;
    }
}

static void run_deferred(na_arena *a)
{
    while (a->deferred) {
        deferred *d = a->deferred;
        a->deferred = d->older;
        d->fn(d->object);
    }
}

/* Newest chunks are the largest: keep those that fit into NA_KEEP, free the others. */
static void keep_spares(na_arena *a)
{
    size_t kept = 0;
    chunk *all = a->newest, **tail = &a->spare, *rest = a->spare;
    a->spare = NULL;
    for (chunk *lists[2] = {all, rest}, **l = lists; l < lists + 2; l++)
        for (chunk *c = *l, *older; c; c = older) {
            older = c->older;
            c->older = NULL;
            if (kept + c->size > NA_KEEP) {
                free_chunks(c);
                continue;
            }
            kept += c->size;
            NA_POISON(c->data, c->size);
            *tail = c;
            tail = &c->older;
        }
}

void na_arena_reset(na_arena *a)
{
    run_deferred(a);
    keep_spares(a);
    a->newest = NULL;
    a->next = a->end = NULL;
    a->used = 0;
    a->next_size = NA_FIRST_CHUNK;
}

void na_arena_free(na_arena *a)
{
    if (!a)
        return;
    run_deferred(a);
    free_chunks(a->newest);
    free_chunks(a->spare);
    na_free(a);
}

_Noreturn static void end_run(na_arena *a, newsarc_status status, na_arena_cause cause)
{
    a->cause = cause;
    a->run->status = status;
    longjmp(a->run->escape, 1);
}

_Noreturn void na_arena_raise(na_arena *a, newsarc_status status)
{
    end_run(a, status, NA_CAUSE_RAISED);
}

na_arena_cause na_arena_last_cause(const na_arena *a)
{
    return a->cause;
}

void na_arena_tick(na_arena *a)
{
    if ((++a->ticks & (NA_TICKS_A_CLOCK_READ - 1)) == 0 && a->run && a->run->cpu_end_ns &&
        thread_cpu_ns() > a->run->cpu_end_ns)
        end_run(a, NEWSARC_E_LIMIT, NA_CAUSE_CPU);
}

static void set_limits(na_arena *a, run *r, na_arena_limits limits)
{
    r->memory_end = limits.memory ? a->used + limits.memory : SIZE_MAX;
    r->cpu_end_ns = limits.cpu_ns ? thread_cpu_ns() + limits.cpu_ns : 0;
    if (!r->outer)
        return;
    if (r->outer->memory_end < r->memory_end)
        r->memory_end = r->outer->memory_end;
    if (r->outer->cpu_end_ns && (!r->cpu_end_ns || r->outer->cpu_end_ns < r->cpu_end_ns))
        r->cpu_end_ns = r->outer->cpu_end_ns;
}

newsarc_status na_arena_run(na_arena *a, na_arena_limits limits, void (*fn)(na_arena *, void *),
                            void *user)
{
    run here = {.outer = a->run, .status = NEWSARC_OK};
    set_limits(a, &here, limits);
    a->run = &here;
    if (setjmp(here.escape) == 0)
        fn(a, user);
    a->run = here.outer;
    return here.status;
}

/* Takes a spare chunk that is large enough, or asks the system. */
static chunk *find_chunk(na_arena *a, size_t size)
{
    for (chunk **c = &a->spare; *c; c = &(*c)->older)
        if ((*c)->size >= size) {
            chunk *found = *c;
            *c = found->older;
            return found;
        }
    size_t want = size > a->next_size ? size : a->next_size;
    chunk *made = na_malloc(sizeof *made + want);
    if (!made)
        return NULL;
    made->size = want;
    NA_POISON(made->data, made->size);
    if (a->next_size < NA_LARGEST_CHUNK)
        a->next_size *= 2;
    return made;
}

static void *out_of_memory(na_arena *a, newsarc_status status)
{
    if (a->run)
        end_run(a, status, NA_CAUSE_MEMORY);
    return NULL;
}

/* What a piece of `size` bytes takes, with padding and red zone. */
static size_t room_for(size_t size)
{
    return ((size ? size : 1) + NA_RED_ZONE + NA_ALIGN - 1) & ~(size_t)(NA_ALIGN - 1);
}

static bool over_budget(const na_arena *a, size_t more)
{
    return a->run && (a->used > a->run->memory_end || more > a->run->memory_end - a->used);
}

void *na_arena_alloc(na_arena *a, size_t size)
{
    if (size > SIZE_MAX / 4)
        return out_of_memory(a, NEWSARC_E_NOMEM);
    size_t room = room_for(size);
    na_arena_tick(a);
    if (over_budget(a, room))
        return out_of_memory(a, NEWSARC_E_LIMIT);
    if ((size_t)(a->end - a->next) < room) {
        chunk *c = find_chunk(a, room);
        if (!c)
            return out_of_memory(a, NEWSARC_E_NOMEM);
        c->older = a->newest;
        a->newest = c;
        a->next = c->data;
        a->end = c->data + c->size;
    }
    void *piece = a->next;
    a->next += room;
    a->used += room;
    NA_UNPOISON(piece, size);
    return piece;
}

void *na_arena_zalloc(na_arena *a, size_t size)
{
    void *p = na_arena_alloc(a, size);
    return p ? memset(p, 0, size) : NULL;
}

void *na_arena_array(na_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return out_of_memory(a, NEWSARC_E_NOMEM);
    return na_arena_alloc(a, count * size);
}

/* True when `old` was the newest piece and could be made longer where it is. */
static bool grow_in_place(na_arena *a, void *old, size_t old_size, size_t size)
{
    if (!old || size > SIZE_MAX / 4 || (char *)old + room_for(old_size) != a->next)
        return false;
    size_t more = room_for(size) - room_for(old_size);
    if ((size_t)(a->end - a->next) < more || over_budget(a, more))
        return false;
    a->next += more;
    a->used += more;
    NA_UNPOISON(old, size);
    return true;
}

void *na_arena_grow(na_arena *a, void *old, size_t old_size, size_t size)
{
    if ((old && size <= old_size) || grow_in_place(a, old, old_size, size))
        return old;
    void *copy = na_arena_alloc(a, size);
    if (copy && old_size)
        memcpy(copy, old, old_size);
    return copy;
}

na_str na_arena_str(na_arena *a, na_str s)
{
    char *copy = na_arena_alloc(a, s.n + 1);
    if (!copy)
        return (na_str){NULL, 0};
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    return (na_str){copy, s.n};
}

char *na_arena_cstr(na_arena *a, na_str s)
{
    return (char *)na_arena_str(a, s).p;
}

void na_arena_defer(na_arena *a, void (*fn)(void *), void *object)
{
    run *outer = a->run;
    a->run = NULL; /* an allocation that fails here must not lose the object */
    deferred *d = na_arena_alloc(a, sizeof *d);
    a->run = outer;
    if (!d) {
        fn(object);
        if (a->run)
            end_run(a, NEWSARC_E_NOMEM, NA_CAUSE_MEMORY);
        return;
    }
    *d = (deferred){a->deferred, fn, object};
    a->deferred = d;
}

size_t na_arena_used(const na_arena *a)
{
    return a->used;
}
