/* Running a test's work inside an arena run, where the rooms' functions may allocate. */
#ifndef TESTS_TEXT_RUN_H
#define TESTS_TEXT_RUN_H

#include "unit/unit.h"

#include "core/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void run_in_arena(void (*fn)(na_arena *arena, void *user), void *user)
{
    na_arena *arena = na_arena_new();
    assert_non_null(arena);
    na_arena_limits limits = {0};
    assert_int_equal(na_arena_run(arena, limits, fn, user), NEWSARC_OK);
    na_arena_free(arena);
}

#endif
