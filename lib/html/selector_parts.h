/* html/selector_parts.h: a compiled selector, for selector.c (compiles) and select.c (matches). */
#ifndef NA_HTML_SELECTOR_PARTS_H
#define NA_HTML_SELECTOR_PARTS_H

#include "html/selector.h"

/* How a step is bound to the one on its left. */
typedef enum na_binding {
    NA_BOUND_FREE, /* it is the first of its alternative */
    NA_BOUND_DESCENDANT,
    NA_BOUND_CHILD,
    NA_BOUND_NEXT,  /* A + B */
    NA_BOUND_BEHIND /* A ~ B */
} na_binding;

typedef enum na_test_kind {
    NA_TEST_TYPE,
    NA_TEST_HAS,
    NA_TEST_IS,
    NA_TEST_WORD,   /* ~= */
    NA_TEST_DASH,   /* |= */
    NA_TEST_PREFIX, /* ^= */
    NA_TEST_SUFFIX, /* $= */
    NA_TEST_PART,   /* *= */
    NA_TEST_NTH,    /* first-child is 0n+1 */
    NA_TEST_LAST
} na_test_kind;

/* A condition on one element. */
typedef struct na_test {
    uint8_t kind; /* na_test_kind */
    bool negated, any_case;
    int32_t every, from; /* NTH: An+B */
    na_str name;         /* of the type or attribute, lower case; a NUL stands behind it */
    na_str value;
} na_test;

typedef struct na_step {
    uint8_t binding; /* na_binding */
    uint8_t test_count;
    uint16_t first_test;
} na_step;

/* One piece of memory; the bytes of the names stand behind the tests. */
struct na_selector {
    uint64_t last; /* bit i: step i is the last of its alternative, so its matches are the result */
    size_t step_count;
    na_str attribute;
    const na_step *steps;
    const na_test *tests;
};

#endif
