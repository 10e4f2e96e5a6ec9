/* html/selector_scan.h: the characters of a selector, for selector.c. */
#ifndef NA_HTML_SELECTOR_SCAN_H
#define NA_HTML_SELECTOR_SCAN_H

#include "html/selector_parts.h"

typedef struct na_sel_scan {
    na_str text;
    size_t at;
    na_selector_fault *fault;
    /* unescaped names; an escape of two bytes may become three, and each name ends with a NUL */
    char bytes[2 * NA_SELECTOR_BYTES + NA_SELECTOR_TESTS * 2 + 2];
    size_t used;
} na_sel_scan;

/* Both return false, with the fault at the byte `at` or where the scan stands. */
__attribute__((format(printf, 3, 4))) bool na_sel_fail(na_sel_scan *s, size_t at,
                                                       const char *format, ...);
bool na_sel_unexpected(na_sel_scan *s, const char *wanted);

char na_sel_peek(const na_sel_scan *s); /* NUL at the end */
bool na_sel_take(na_sel_scan *s, char c);
bool na_sel_skip_space(na_sel_scan *s); /* whether there was any */
bool na_sel_begins_name(const na_sel_scan *s, size_t at);
/* The character at byte `at`, for a message. */
na_str na_sel_character(const na_sel_scan *s, size_t at);

/* Names and strings without their escapes, in s->bytes, a NUL behind each. False with the fault. */
bool na_sel_name(na_sel_scan *s, const char *wanted, na_str *out);
bool na_sel_lower_name(na_sel_scan *s, const char *wanted, na_str *out);
bool na_sel_string(na_sel_scan *s, na_str *out); /* stands at its quote */

#endif
