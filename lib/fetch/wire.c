/* See wire.h. */
#include "fetch/wire.h"

#include "core/alloc.h"

static bool is_empty_line(na_str line)
{
    return na_str_eq(line, NA_STR("\r\n")) || na_str_eq(line, NA_STR("\n"));
}

int na_wire_status(na_str head)
{
    na_str rest;
    if (!na_str_starts(head, NA_STR("HTTP/")))
        return 0;
    na_str_cut(head, ' ', &rest);
    size_t digits;
    uint64_t status = na_str_number(na_str_take(rest, 3), &digits);
    return digits == 3 ? (int)status : 0;
}

void na_wire_head_line(na_buf *head, na_head_state *state, na_str line)
{
    if (*state != NA_HEAD_OPEN) {
        if (!na_str_starts(line, NA_STR("HTTP/")))
            return; /* trailers of HTTP/2 come this way */
        na_buf_clear(head);
        *state = NA_HEAD_OPEN;
    }
    na_buf_add(head, line);
    if (!is_empty_line(line))
        return;
    int status = na_wire_status(na_buf_str(head));
    *state = NA_HEAD_DONE;
    if (status >= 100 && status < 200) {
        *state = NA_HEAD_NONE;
        na_buf_clear(head);
    }
}

void na_wire_request_piece(na_buf *request, na_str piece)
{
    static const na_str methods[] = {{"GET ", 4}, {"POST ", 5}, {"CONNECT ", 8}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (na_str_starts(piece, methods[i])) {
            na_buf_clear(request);
            break;
        }
    na_buf_add(request, piece);
}

/* First line of a head with its line end. */
static na_str first_line(na_str s)
{
    size_t n = na_str_find_byte(s, '\n');
    return n == NA_NOT_FOUND ? s : na_str_take(s, n + 1);
}

/* `s` becomes the new contents of b. */
static void replace(na_buf *b, na_buf *with)
{
    newsarc_status status = b->status != NEWSARC_OK ? b->status : with->status;
    na_free(b->p);
    *b = *with;
    b->status = status;
}

static bool is_secret(na_str line, na_wire_lines secret)
{
    if (na_str_starts_nocase(line, NA_STR("authorization:")) ||
        na_str_starts_nocase(line, NA_STR("proxy-authorization:")))
        return true;
    for (size_t i = 0; i < secret.n; i++) {
        na_str given = na_str_from(secret.v[i]);
        if (na_str_starts_nocase(line, na_str_take(given, na_str_find_byte(given, ':') + 1)))
            return true;
    }
    return false;
}

/* The request line with HTTP/1.1 where libcurl wrote HTTP/2. */
static void add_request_line(na_buf *out, na_str line)
{
    na_str trimmed = na_str_trim(line);
    if (na_str_ends(trimmed, NA_STR(" HTTP/2"))) {
        na_buf_add(out, na_str_take(trimmed, trimmed.n - 1));
        na_buf_add_cstr(out, "1.1\r\n");
    } else {
        na_buf_add(out, line);
    }
}

void na_wire_request_finish(na_buf *request, na_wire_lines secret)
{
    na_buf out = NA_BUF(NA_REQUEST_MAX);
    na_str rest = na_buf_str(request), line = first_line(rest);
    add_request_line(&out, line);
    rest = na_str_skip(rest, line.n);
    while (rest.n && !is_empty_line(line = first_line(rest))) {
        if (!is_secret(line, secret))
            na_buf_add(&out, line);
        rest = na_str_skip(rest, line.n);
    }
    na_buf_add(&out, rest);
    replace(request, &out);
}

void na_wire_head_finish(na_buf *head)
{
    na_str rest = na_buf_str(head);
    if (!na_str_starts(rest, NA_STR("HTTP/2 ")))
        return;
    na_buf out = NA_BUF(NA_HEAD_MAX);
    na_buf_add_cstr(&out, "HTTP/1.1");
    na_buf_add(&out, na_str_skip(rest, sizeof "HTTP/2" - 1));
    replace(head, &out);
}

const char *na_wire_protocol(na_str head)
{
    static const struct {
        na_str begin;
        const char *name;
    } table[] = {{{"HTTP/2", 6}, "h2"},
                 {{"HTTP/1.0", 8}, "http/1.0"},
                 {{"HTTP/1.1", 8}, "http/1.1"},
                 {{"HTTP/3", 6}, "h3"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (na_str_starts(head, table[i].begin))
            return table[i].name;
    return "";
}

void na_wire_public_url(na_buf *out, na_str url)
{
    url = na_str_take(url, na_str_find_byte(url, '#'));
    size_t slashes = na_str_find(url, NA_STR("//"));
    if (slashes == NA_NOT_FOUND) {
        na_buf_add(out, url);
        return;
    }
    na_buf_add(out, na_str_take(url, slashes + 2));
    na_str rest = na_str_skip(url, slashes + 2);
    size_t end = 0;
    while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?')
        end++;
    size_t host = end;
    while (host > 0 && rest.p[host - 1] != '@')
        host--;
    na_buf_add(out, na_str_skip(rest, host));
}
