/* core/error.h: filling a newsarc_error. All functions accept err == NULL and return `code`, so
 * that `return na_error(err, ...)` reads well. The first error stays. */
#ifndef NA_CORE_ERROR_H
#define NA_CORE_ERROR_H

#include "core/str.h"
#include <newsarc/status.h>

/* `input` (file, URL; UTF-8 or foreign bytes, may be empty) is made printable and shortened in the
 * middle. `format` and its arguments as for printf. */
newsarc_status na_error(newsarc_error *err, newsarc_status code, const char *subsystem,
                        na_str input, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The same with the place in the input. */
newsarc_status na_error_at(newsarc_error *err, newsarc_status code, const char *subsystem,
                           na_str input, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* For a failed system call: code NEWSARC_E_IO, NEWSARC_E_NOT_FOUND, NEWSARC_E_DISK_FULL or
 * NEWSARC_E_NOMEM after `errnum`; the text is "cannot <action>: <reason>". */
newsarc_status na_error_system(newsarc_error *err, const char *subsystem, na_str input,
                               const char *action, int errnum);
/* Makes *err empty, so that the next error is the first. */
void na_error_clear(newsarc_error *err);

/* Copies s into out (size bytes, NUL included): invalid UTF-8 and control characters become '?',
 * what is too long loses its middle to "...". For everything foreign that a person may see. */
void na_printable(char *out, size_t size, na_str s);

#endif
