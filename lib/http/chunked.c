/* Chunked framing, RFC 9112 section 7.1: extensions and trailers are dropped, bare LF is taken. */
#include "http/coding.h"

/* Takes "1f;ext\r\n" off *s: the size, or false when no chunk begins here. */
static bool take_size(na_str *s, uint64_t *size)
{
    size_t digits = 0, lf = na_str_find_byte(*s, '\n');
    *size = 0;
    while (digits < s->n && na_hex_value(s->p[digits]) >= 0) {
        if (*size >> 60)
            return false;
        *size = *size << 4 | (uint64_t)na_hex_value(s->p[digits++]);
    }
    size_t end = lf == NA_NOT_FOUND ? s->n : lf;
    na_str extension = na_str_trim(na_str_skip(na_str_take(*s, end), digits));
    if (digits == 0 || (extension.n && extension.p[0] != ';'))
        return false;
    *s = na_str_skip(*s, lf == NA_NOT_FOUND ? s->n : lf + 1);
    return true;
}

/* The line end behind a chunk's bytes. */
static na_str skip_line_end(na_str s)
{
    if (na_str_starts(s, NA_STR("\r\n")))
        return na_str_skip(s, 2);
    return na_str_skip(s, s.n && s.p[0] == '\n' ? 1 : 0);
}

newsarc_status na_http_unframe(na_str body, na_buf *out, bool *complete, bool *framed)
{
    uint64_t size;
    *complete = *framed = false;
    while (out->status == NEWSARC_OK && take_size(&body, &size)) {
        *framed = true;
        if (size == 0) {
            *complete = true;
            break;
        }
        size_t n = size < body.n ? (size_t)size : body.n;
        na_http_append(out, na_str_take(body, n));
        body = skip_line_end(na_str_skip(body, n));
    }
    return out->status;
}

newsarc_status na_http_dechunk(na_str body, na_buf *out, bool *complete)
{
    bool framed;
    return na_http_unframe(body, out, complete, &framed);
}

bool na_http_is_chunked(const na_http_head *head)
{
    na_str found, value, last = {NULL, 0};
    for (size_t at = 0; na_http_next_field(head->fields, &at, &found, &value);)
        if (na_str_eq_nocase(found, NA_STR("transfer-encoding")))
            last = value;
    while (na_str_find_byte(last, ',') != NA_NOT_FOUND)
        (void)na_str_cut(last, ',', &last);
    return na_str_eq_nocase(na_str_trim(last), NA_STR("chunked"));
}
