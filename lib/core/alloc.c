#include "core/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Only ever written by tests, before they start threads: not state of the library. */
static long fail_countdown = -1;

static int must_fail(void)
{
    if (fail_countdown < 0)
        return 0;
    if (fail_countdown == 0)
        return 1;
    fail_countdown--;
    return 0;
}

void na_alloc_fail_after(long countdown)
{
    fail_countdown = countdown;
}

void *na_malloc(size_t size)
{
    return must_fail() ? NULL : malloc(size ? size : 1);
}

void *na_calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *na_realloc(void *old, size_t size)
{
    return must_fail() ? NULL : realloc(old, size ? size : 1);
}

void *na_realloc_array(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return na_realloc(old, count * size);
}

void na_free(void *memory)
{
    free(memory);
}

char *na_strndup(const char *s, size_t n)
{
    char *copy = na_malloc(n + 1);
    if (!copy)
        return NULL;
    if (n)
        memcpy(copy, s, n);
    copy[n] = 0;
    return copy;
}

char *na_strdup(const char *s)
{
    return s ? na_strndup(s, strlen(s)) : NULL;
}
