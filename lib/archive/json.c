#include "archive/json.h"

#include "text/utf8.h"

static void add_escape(na_buf *out, char c)
{
    static const char from[] = "\"\\\n\r\t", to[] = "\"\\nrt";
    const char *at = c ? strchr(from, c) : NULL;
    if (at)
        na_buf_addf(out, "\\%c", to[at - from]);
    else
        na_buf_addf(out, "\\u%04x", (unsigned)(unsigned char)c);
}

/* Bytes at the front that stand for themselves. */
static size_t plain_run(na_str s)
{
    size_t n = na_utf8_valid_run(s);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == '"' || s.p[i] == '\\' || s.p[i] == 0x7F)
            return i;
    return n;
}

void na_json_string(na_buf *out, na_str s)
{
    na_buf_add_byte(out, '"');
    while (s.n) {
        size_t n = plain_run(s);
        na_buf_add(out, na_str_take(s, n));
        s = na_str_skip(s, n);
        if (s.n && (unsigned char)s.p[0] < 0x80) {
            add_escape(out, s.p[0]);
            s = na_str_skip(s, 1);
        } else if (s.n) {
            na_buf_add_cstr(out, "\xEF\xBF\xBD");
            s = na_str_skip(s, na_utf8_bad_length(s));
        }
    }
    na_buf_add_byte(out, '"');
}

void na_json_member(na_buf *out, const char *key, na_str value)
{
    if (!value.p)
        return;
    if (out->n && out->p[out->n - 1] != '{')
        na_buf_add_cstr(out, ", ");
    na_buf_addf(out, "\"%s\": ", key);
    na_json_string(out, value);
}
