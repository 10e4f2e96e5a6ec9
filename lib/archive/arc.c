/* ARC version 1 (Internet Archive, 1996): records of "URL IP-address Archive-date Content-type
 * Archive-length LF", the block, LF. The fields are taken from the right, because URLs with raw
 * spaces occur. The same line of version 2 has more fields in the middle; only the first three and
 * the last are used. */
#include "archive/arc.h"

#include <arpa/inet.h>

typedef struct line {
    na_str url, ip, date, type, length;
} line;

/* Cuts the last word off. */
static na_str last_word(na_str *rest)
{
    na_str s = na_str_trim(*rest);
    size_t at = s.n;
    while (at && s.p[at - 1] != ' ')
        at--;
    *rest = na_str_take(s, at);
    return na_str_skip(s, at);
}

static bool is_number(na_str s)
{
    size_t used = 0;
    na_str_number(s, &used);
    return s.n && used == s.n;
}

static bool has_scheme(na_str url)
{
    size_t colon = na_str_find_byte(url, ':');
    if (colon == NA_NOT_FOUND || colon == 0 || colon > 20)
        return false;
    for (size_t i = 0; i < colon; i++)
        if (!na_is_alpha(url.p[i]) && !na_is_digit(url.p[i]) && url.p[i] != '+')
            return false;
    return true;
}

static bool read_line(na_str text, line *out)
{
    na_str rest = na_str_take(text, na_str_find_byte(text, '\n'));
    if (!has_scheme(rest))
        return false;
    out->length = last_word(&rest);
    out->type = last_word(&rest);
    out->date = last_word(&rest);
    while (!is_number(out->date) && rest.n) /* a type with spaces, or version 2 */
        out->date = last_word(&rest);
    out->ip = last_word(&rest);
    out->url = na_str_trim(rest);
    return is_number(out->length) && is_number(out->date) && out->date.n >= 8 && out->url.n;
}

bool na_arc_begins_record(na_str bytes)
{
    line l;
    return na_str_find_byte(bytes, '\n') == NA_NOT_FOUND ? has_scheme(bytes) : read_line(bytes, &l);
}

static void add_date(na_buf *b, na_str digits)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    size_t at = 0;
    na_buf_add_cstr(b, "WARC-Date: ");
    for (size_t i = 0; shape[i]; i++) {
        bool digit = shape[i] == '0';
        na_buf_add_byte(b, digit && at < digits.n ? digits.p[at] : shape[i]);
        at += digit;
    }
    na_buf_add_cstr(b, "\r\n");
}

static void add_field(na_buf *b, const char *name, na_str value)
{
    na_buf_addf(b, "%s: ", name);
    na_buf_add(b, value);
    na_buf_add_cstr(b, "\r\n");
}

static bool is_address(na_str ip)
{
    char text[64], bytes[16];
    if (ip.n == 0 || ip.n >= sizeof text)
        return false;
    memcpy(text, ip.p, ip.n);
    text[ip.n] = 0;
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

bool na_arc_header(na_buf *head)
{
    line l;
    if (!read_line(na_buf_str(head), &l))
        return false;
    na_buf out = NA_BUF(head->max);
    bool http = na_str_starts_nocase(l.url, NA_STR("http"));
    bool file = na_str_starts(l.url, NA_STR("filedesc:"));
    add_field(&out, "WARC-Type",
              file   ? NA_STR("warcinfo")
              : http ? NA_STR("response")
                     : NA_STR("resource"));
    add_field(&out, file ? "WARC-Filename" : "WARC-Target-URI", l.url);
    add_date(&out, l.date);
    if (is_address(l.ip) && !file)
        add_field(&out, "WARC-IP-Address", l.ip);
    add_field(&out, "Content-Type", http ? NA_STR("application/http;msgtype=response") : l.type);
    add_field(&out, "Content-Length", l.length);
    na_buf_free(head);
    *head = out;
    return head->status == NEWSARC_OK;
}
