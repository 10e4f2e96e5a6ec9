#include "core/error.h"

#include "core/alloc.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    newsarc_status status;
    const char *name;
} status_names[] = {
    {NEWSARC_OK, "ok"},
    {NEWSARC_E_ARGUMENT, "argument"},
    {NEWSARC_E_FORMAT, "format"},
    {NEWSARC_E_LIMIT, "limit"},
    {NEWSARC_E_NOT_FOUND, "not found"},
    {NEWSARC_E_IO, "input/output"},
    {NEWSARC_E_UNSUPPORTED, "unsupported"},
    {NEWSARC_E_NETWORK, "network"},
    {NEWSARC_E_STOPPED, "stopped"},
    {NEWSARC_E_LOCKED, "locked"},
    {NEWSARC_E_DISK_FULL, "disk full"},
    {NEWSARC_E_CONFIG, "configuration"},
    {NEWSARC_E_INCOMPLETE, "incomplete"},
    {NEWSARC_E_BLOCKED, "blocked"},
    {NEWSARC_E_NOMEM, "out of memory"},
    {NEWSARC_E_INTERNAL, "internal error"},
};

const char *newsarc_status_name(newsarc_status status)
{
    for (size_t i = 0; i < sizeof status_names / sizeof *status_names; i++)
        if (status_names[i].status == status)
            return status_names[i].name;
    return "unknown";
}

void newsarc_free(void *memory)
{
    na_free(memory);
}

/* Length of the valid UTF-8 sequence at the start of s, 0 when there is none (RFC 3629 section 4).
 */
static size_t utf8_length(na_str s)
{
    unsigned char c = (unsigned char)s.p[0], d = s.n > 1 ? (unsigned char)s.p[1] : 0;
    size_t want = c < 0x80                ? 1
                  : c >= 0xC2 && c < 0xE0 ? 2
                  : c >= 0xE0 && c < 0xF0 ? 3
                  : c >= 0xF0 && c < 0xF5 ? 4
                                          : 0;
    if (want == 0 || want > s.n)
        return 0;
    for (size_t i = 1; i < want; i++)
        if (((unsigned char)s.p[i] & 0xC0) != 0x80)
            return 0;
    if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d > 0x9F) || (c == 0xF0 && d < 0x90) ||
        (c == 0xF4 && d > 0x8F))
        return 0;
    return want;
}

/* C0, DEL and C1 (U+0080 to U+009F): what could steer a terminal. */
static bool is_control(const char *p, size_t n)
{
    unsigned char c = (unsigned char)p[0];
    return n == 1 ? c < 0x20 || c == 0x7F : n == 2 && c == 0xC2 && (unsigned char)p[1] < 0xA0;
}

/* Copies what fits into `room` bytes from s; returns the bytes written. */
static size_t copy_printable(char *out, size_t room, na_str s)
{
    size_t w = 0;
    while (s.n) {
        size_t n = utf8_length(s);
        size_t take = n ? n : 1;
        bool bad = n == 0 || is_control(s.p, n);
        size_t need = bad ? 1 : n;
        if (w + need > room)
            break;
        if (bad)
            out[w] = '?';
        else
            memcpy(out + w, s.p, n);
        w += need;
        s = na_str_skip(s, take);
    }
    return w;
}

void na_printable(char *out, size_t size, na_str s)
{
    if (size == 0)
        return;
    size_t room = size - 1, w;
    if (s.n <= room || room < 16) {
        w = copy_printable(out, room, s);
    } else {
        size_t half = (room - 3) / 2;
        w = copy_printable(out, half, s);
        memcpy(out + w, "...", 3);
        w += 3;
        na_str tail = na_str_skip(s, s.n - half);
        while (tail.n && ((unsigned char)tail.p[0] & 0xC0) == 0x80)
            tail = na_str_skip(tail, 1);
        w += copy_printable(out + w, room - w, tail);
    }
    out[w] = 0;
}

void na_error_clear(newsarc_error *err)
{
    if (err)
        *err = (newsarc_error){.offset = UINT64_MAX};
}

static void fill(newsarc_error *err, newsarc_status code, const char *subsystem, na_str input,
                 uint64_t offset, const char *format, va_list args)
{
    char text[sizeof err->message];
    if (!err || err->code != NEWSARC_OK)
        return;
    vsnprintf(text, sizeof text, format, args);
    err->code = code;
    err->offset = offset;
    na_printable(err->subsystem, sizeof err->subsystem, na_str_from(subsystem));
    na_printable(err->input, sizeof err->input, input);
    na_printable(err->message, sizeof err->message, na_str_from(text));
}

newsarc_status na_error(newsarc_error *err, newsarc_status code, const char *subsystem,
                        na_str input, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, subsystem, input, UINT64_MAX, format, args);
    va_end(args);
    return code;
}

newsarc_status na_error_at(newsarc_error *err, newsarc_status code, const char *subsystem,
                           na_str input, uint64_t offset, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, subsystem, input, offset, format, args);
    va_end(args);
    return code;
}

static newsarc_status status_of_errno(int errnum)
{
    switch (errnum) {
    case ENOENT: return NEWSARC_E_NOT_FOUND;
    case ENOSPC:
    case EDQUOT: return NEWSARC_E_DISK_FULL;
    case ENOMEM: return NEWSARC_E_NOMEM;
    default: return NEWSARC_E_IO;
    }
}

newsarc_status na_error_system(newsarc_error *err, const char *subsystem, na_str input,
                               const char *action, int errnum)
{
    char reason[128];
    return na_error(err, status_of_errno(errnum), subsystem, input, "cannot %s: %s", action,
                    strerror_r(errnum, reason, sizeof reason));
}
