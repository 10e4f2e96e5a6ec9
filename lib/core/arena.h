/* core/arena.h: memory of one page, and the guard over everything that is done with the page.
 *
 * All work on foreign bytes runs inside na_arena_run: there an allocation either succeeds or ends
 * the run with a status (the memory budget is used up, the CPU deadline has passed, the system has
 * no memory). So code inside a run never tests for NULL, and no input can make it hang or grow:
 * every quadratic path of Gumbo 0.10.1 allocates in its loop, and the deadline is looked at once in
 * 1,024 allocations. Long loops that allocate nothing call na_arena_tick.
 *
 * Because a run may end at any allocation, whatever is not memory of the arena (an iconv_t, a
 * json_t) is handed to na_arena_defer as soon as it is made.
 *
 * Under AddressSanitizer each piece is surrounded by poisoned bytes. Not thread-safe: one arena per
 * thread. */
#ifndef NA_CORE_ARENA_H
#define NA_CORE_ARENA_H

#include "core/str.h"
#include <newsarc/status.h>
#include <stdint.h>

typedef struct na_arena na_arena;

typedef struct na_arena_limits {
    size_t memory;   /* bytes this run may take; 0: no limit */
    uint64_t cpu_ns; /* CPU time of the thread for this run; 0: no limit */
} na_arena_limits;

/* What ended a run, for the error's text. */
typedef enum na_arena_cause {
    NA_CAUSE_NONE,
    NA_CAUSE_MEMORY,
    NA_CAUSE_CPU,
    NA_CAUSE_RAISED
} na_arena_cause;

na_arena *na_arena_new(void); /* NULL when out of memory */
void na_arena_free(na_arena *arena);
/* Runs what was deferred, newest first, and takes all pieces back. Keeps up to 32 MiB for the next
 * page. */
void na_arena_reset(na_arena *arena);

/* Calls fn(arena, user) under `limits`. Returns NEWSARC_OK when fn returned, NEWSARC_E_LIMIT or
 * NEWSARC_E_NOMEM when an allocation ended it, or what na_arena_raise gave. Runs nest: the inner
 * one's limits are capped by what the outer one has left, and its end does not end the outer one.
 * Pieces stay valid after the run, until the reset. */
newsarc_status na_arena_run(na_arena *arena, na_arena_limits limits,
                            void (*fn)(na_arena *arena, void *user), void *user);
/* Cause of the last run that did not end with NEWSARC_OK. */
na_arena_cause na_arena_last_cause(const na_arena *arena);
/* Ends the innermost run with `status`. Does not return. Only inside a run. */
_Noreturn void na_arena_raise(na_arena *arena, newsarc_status status);
/* Ends the run when its deadline has passed. */
void na_arena_tick(na_arena *arena);

/* 16-byte aligned. Never NULL inside a run; outside of one NULL when out of memory. */
void *na_arena_alloc(na_arena *arena, size_t size);
void *na_arena_zalloc(na_arena *arena, size_t size); /* zeroed */
void *na_arena_array(na_arena *arena, size_t count,
                     size_t size); /* overflow counts as out of memory */
/* A copy that is `size` bytes long, of which the first `old_size` come from `old`; in place when
 * `old` was the last piece. */
void *na_arena_grow(na_arena *arena, void *old, size_t old_size, size_t size);
/* A NUL stands behind the copy. */
na_str na_arena_str(na_arena *arena, na_str s);
char *na_arena_cstr(na_arena *arena, na_str s);
/* Calls fn(object) at the reset, or when the arena is freed. */
void na_arena_defer(na_arena *arena, void (*fn)(void *object), void *object);
size_t na_arena_used(const na_arena *arena);

#endif
