/* Annex C of ISO 28500 proposes prefix, timestamp, serial and host; crawlers let their users choose
 * the order. */
#include "archive/warc_name.h"

#include "archive/warc_record.h"
#include "core/buf.h"
#include <stdio.h>

static void add_prefix(const na_warc_naming *n, na_buf *out)
{
    na_buf_add_cstr(out, n->prefix);
}

static void add_stamp(const na_warc_naming *n, na_buf *out)
{
    char stamp[32];
    na_warc_stamp(n->begun.tv_sec, stamp);
    na_buf_add_cstr(out, stamp);
}

static void add_long_stamp(const na_warc_naming *n, na_buf *out)
{
    add_stamp(n, out);
    na_buf_addf(out, "%03ld", n->begun.tv_nsec / 1000000);
}

static void add_serial(const na_warc_naming *n, na_buf *out)
{
    na_buf_addf(out, "%05u", (unsigned)n->serial);
}

/* Host names hold nothing else, but nobody checks what a machine is called. */
static void add_host(const na_warc_naming *n, na_buf *out)
{
    for (const char *p = n->hostname; *p; p++)
        na_buf_add_byte(out,
                        na_is_alpha(*p) || na_is_digit(*p) || *p == '.' || *p == '-' ? *p : '_');
}

static void add_short_host(const na_warc_naming *n, na_buf *out)
{
    size_t before = out->n;
    add_host(n, out);
    for (size_t i = before; i < out->n; i++)
        if (out->p[i] == '.')
            out->n = i;
}

static const struct {
    const char *name;
    void (*add)(const na_warc_naming *n, na_buf *out);
} fields[] = {
    {"prefix", add_prefix},   {"timestamp14", add_stamp}, {"timestamp17", add_long_stamp},
    {"serialno", add_serial}, {"hostname", add_host},     {"shorthostname", add_short_host},
};

/* A field up to its closing brace; false when there is no such field. */
static bool add_field(const na_warc_naming *n, na_str *rest, bool *serial, na_buf *out)
{
    size_t end = na_str_find(*rest, NA_STR("}"));
    if (end == NA_NOT_FOUND)
        return false;
    na_str name = na_str_take(*rest, end);
    *rest = na_str_skip(*rest, end + 1);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!na_str_eq(name, na_str_from(fields[i].name)))
            continue;
        *serial = *serial || fields[i].add == add_serial;
        fields[i].add(n, out);
        return true;
    }
    return false;
}

static bool is_file_name(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '/' || s.p[i] == 0x7F)
            return false;
    return s.n > 0 && s.p[0] != '.';
}

static bool expand(const na_warc_naming *n, na_buf *out)
{
    na_str rest = na_str_from(n->pattern);
    bool good = true, serial = false;
    while (good && rest.n) {
        char c = rest.p[0];
        rest = na_str_skip(rest, 1);
        if (c == '{')
            good = add_field(n, &rest, &serial, out);
        else
            na_buf_add_byte(out, c);
    }
    na_buf_add_cstr(out, n->suffix);
    return good && serial && is_file_name(na_buf_str(out));
}

newsarc_status na_warc_name(const na_warc_naming *n, char out[NA_WARC_NAME])
{
    na_buf b = NA_BUF(NA_WARC_NAME - 1);
    bool good = expand(n, &b) && b.status == NEWSARC_OK;
    newsarc_status status = b.status == NEWSARC_E_NOMEM ? NEWSARC_E_NOMEM : NEWSARC_E_ARGUMENT;
    snprintf(out, NA_WARC_NAME, "%.*s", good ? (int)b.n : 0, good ? b.p : "");
    na_buf_free(&b);
    return good ? NEWSARC_OK : status;
}
