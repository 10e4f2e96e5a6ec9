/* Heads of HTTP/1 messages, RFC 9112 sections 2 to 5, as servers and archives have them: bare LF as
 * line end, empty lines in front, status lines without reason, "HTTP/2 200" as curl writes it. */
#include "http/message.h"

/* Takes a line off *s, without its CRLF or LF. */
static na_str take_line(na_str *s)
{
    na_str line = na_str_cut(*s, '\n', s);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* Takes what stands before the next spaces off *s, and the spaces. */
static na_str take_word(na_str *s)
{
    na_str word = na_str_cut(*s, ' ', s);
    while (s->n && s->p[0] == ' ')
        *s = na_str_skip(*s, 1);
    return word;
}

static bool is_version(na_str word)
{
    return na_str_starts_nocase(word, NA_STR("HTTP/")) && word.n > 5 && na_is_digit(word.p[5]);
}

/* "HTTP/1.0" -> 0; 1 for all versions above 1.0. */
static int minor_version(na_str word)
{
    return na_str_eq_nocase(word, NA_STR("HTTP/1.0")) ? 0 : 1;
}

static void parse_status_line(na_str line, na_http_head *out)
{
    size_t digits;
    out->minor = minor_version(take_word(&line));
    uint64_t status = na_str_number(line, &digits);
    out->status = digits == 3 && status >= 100 ? (int)status : 0;
    out->reason = na_str_trim(na_str_skip(line, digits));
}

static bool parse_request_line(na_str line, na_http_head *out)
{
    out->is_request = true;
    out->method = take_word(&line);
    size_t space = line.n;
    while (space && line.p[space - 1] != ' ')
        space--;
    na_str version = na_str_skip(line, space);
    out->target = na_str_trim(na_str_take(line, space));
    out->minor = minor_version(version);
    return out->method.n && na_is_alpha(out->method.p[0]) && out->target.n && is_version(version);
}

static bool parse_first_line(na_str line, na_http_head *out)
{
    if (!is_version(line))
        return parse_request_line(line, out);
    parse_status_line(line, out);
    return true;
}

bool na_http_head_parse(na_str message, na_http_head *out)
{
    na_str rest = na_str_take(message, NA_HTTP_HEAD_MAX), line = {NULL, 0};
    *out = (na_http_head){0};
    while (rest.n && line.n == 0)
        line = take_line(&rest);
    if (!parse_first_line(na_str_trim(line), out))
        return false;
    out->fields = (na_str){rest.p, 0};
    while (rest.n) {
        const char *start = rest.p;
        line = take_line(&rest);
        if (line.n == 0) {
            out->fields.n = (size_t)(start - out->fields.p);
            out->size = (size_t)(rest.p - message.p);
            return true;
        }
    }
    out->fields.n = (size_t)(rest.p - out->fields.p);
    out->size = message.n;
    return message.n <= NA_HTTP_HEAD_MAX;
}

static bool is_folded(na_str rest)
{
    return rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

bool na_http_next_field(na_str fields, size_t *at, na_str *name, na_str *value)
{
    while (*at < fields.n) {
        na_str rest = na_str_skip(fields, *at);
        const char *start = rest.p;
        na_str line = take_line(&rest);
        while (is_folded(rest))
            line = take_line(&rest);
        *at = (size_t)(rest.p - fields.p);
        na_str whole = {start, (size_t)(line.p + line.n - start)};
        if (na_str_find_byte(whole, ':') == NA_NOT_FOUND)
            continue;
        *name = na_str_trim(na_str_cut(whole, ':', &whole));
        *value = na_str_trim(whole);
        return true;
    }
    return false;
}

na_str na_http_field(const na_http_head *head, const char *name)
{
    na_str found, value;
    for (size_t at = 0; na_http_next_field(head->fields, &at, &found, &value);)
        if (na_str_eq_nocase(found, na_str_from(name)))
            return value;
    return (na_str){NULL, 0};
}
