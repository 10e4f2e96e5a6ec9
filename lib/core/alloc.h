/* core/alloc.h: the one place where the library asks the system for memory, so that a test can make
 * the n-th request fail. Sizes are checked for overflow. */
#ifndef NA_CORE_ALLOC_H
#define NA_CORE_ALLOC_H

#include <stddef.h>

void *na_malloc(size_t size);               /* NULL when out of memory */
void *na_calloc(size_t count, size_t size); /* zeroed */
void *na_realloc(void *old, size_t size);   /* old stays valid on NULL */
void *na_realloc_array(void *old, size_t count, size_t size);
void na_free(void *memory);
char *na_strndup(const char *s, size_t n); /* NUL-terminated copy */
char *na_strdup(const char *s);            /* NULL for NULL */

/* Test hook: the request after `countdown` more fails, and all that follow; < 0: none. Not
 * thread-safe; only tests set it. Other libraries' requests are not counted. */
void na_alloc_fail_after(long countdown);

#endif
