/* Options and callbacks of one transfer. HTTP_TRANSFER_DECODING off, no ACCEPT_ENCODING and our own
 * Accept-Encoding header: so libcurl decodes nothing and the callbacks see the wire. The request's
 * exact bytes come through the debug function. */
#include "fetch/transfer.h"

#include "core/error.h"
#include <openssl/ssl.h>
#include <stdio.h>
#include <time.h>

/* Version and cipher of the connection; asked while it is in use, for later they are gone. */
static void note_tls(na_transfer *t)
{
    struct curl_tlssessioninfo *info = NULL;
    if (curl_easy_getinfo(t->easy, CURLINFO_TLS_SSL_PTR, &info) != CURLE_OK || !info ||
        info->backend != CURLSSLBACKEND_OPENSSL || !info->internals)
        return;
    const SSL *ssl = info->internals;
    const char *version = SSL_get_version(ssl);
    const char *cipher = SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl));
    if (strncmp(version, "TLSv", 4) == 0)
        snprintf(t->x->tls, sizeof t->x->tls, "tls/%s%s", version + 4,
                 strchr(version, '.') ? "" : ".0");
    if (cipher && strcmp(cipher, "(NONE)") != 0)
        snprintf(t->x->cipher, sizeof t->x->cipher, "%s", cipher);
}

static size_t on_header(char *p, size_t size, size_t n, void *user)
{
    na_transfer *t = user;
    na_wire_head_line(&t->x->head, &t->head, (na_str){p, size * n});
    t->failure = t->x->head.status;
    if (t->head == NA_HEAD_DONE && !t->x->tls[0])
        note_tls(t);
    return t->failure == NEWSARC_OK ? size * n : 0;
}

static size_t on_body(char *p, size_t size, size_t n, void *user)
{
    na_transfer *t = user;
    na_str bytes = {p, size * n};
    uint64_t room = t->max_body - na_spool_size(t->x->body);
    bool too_long = t->max_body && bytes.n > room;
    if (too_long)
        bytes.n = (size_t)room;
    t->failure = na_spool_write(t->x->body, bytes);
    if (t->failure == NEWSARC_OK && too_long)
        t->failure = NEWSARC_E_LIMIT;
    return t->failure == NEWSARC_OK ? bytes.n : 0;
}

static int on_debug(CURL *easy, curl_infotype type, char *p, size_t n, void *user)
{
    (void)easy;
    na_transfer *t = user;
    if (type == CURLINFO_HEADER_OUT)
        na_wire_request_piece(&t->x->request, (na_str){p, n});
    else if (type == CURLINFO_DATA_OUT)
        na_buf_add(&t->x->request, (na_str){p, n});
    return 0;
}

/* A connection to a proxy goes where the user said. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to)
{
    na_transfer *t = user;
    if (purpose == CURLSOCKTYPE_IPCXN && t->guard && !t->proxied &&
        !na_guard_opens(t->guard, t->trusted, &to->addr)) {
        t->x->off_limits = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static void set_callbacks(na_transfer *t)
{
    CURL *e = t->easy;
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(e, CURLOPT_DEBUGDATA, t);
    curl_easy_setopt(e, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(e, CURLOPT_PRIVATE, t);
}

/* The environment's proxy variables are not looked at: a proxy is what the options say. */
static void set_connection(na_transfer *t, const na_fetcher_options *opts)
{
    CURL *e = t->easy;
    t->proxied = opts->proxy && *opts->proxy;
    curl_easy_setopt(e, CURLOPT_PROXY, t->proxied ? opts->proxy : "");
    curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (opts->ca_file)
        curl_easy_setopt(e, CURLOPT_CAINFO, opts->ca_file);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)opts->limits.connect_ms);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)opts->limits.total_ms);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)(opts->limits.stall_ms / 1000));
}

static CURLcode set_request(na_transfer *t, const na_transfer_setup *setup, const char *url,
                            na_str post)
{
    CURL *e = t->easy;
    CURLcode code = curl_easy_setopt(e, CURLOPT_URL, url);
    curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L); /* the URL room has resolved dots already */
    curl_easy_setopt(e, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, setup->headers);
    if (code == CURLE_OK)
        code = curl_easy_setopt(e, CURLOPT_USERAGENT, setup->opts->user_agent);
    if (post.p) {
        curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post.n);
        curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, post.p);
    }
    return code;
}

newsarc_status na_transfer_prepare(na_transfer *t, const na_transfer_setup *setup, const char *url,
                                   na_str post)
{
    t->max_body = setup->opts->limits.max_body;
    t->guard = setup->guard;
    t->secret = (na_wire_lines){setup->opts->headers, setup->opts->header_count};
    t->trusted = setup->guard && na_guard_trusts(setup->guard, na_str_from(url));
    if (setup->share) {
        curl_easy_setopt(t->easy, CURLOPT_SHARE, setup->share);
        curl_easy_setopt(t->easy, CURLOPT_COOKIEFILE, ""); /* cookies on, none to begin with */
    }
    t->x->request = NA_BUF(NA_REQUEST_MAX);
    t->x->head = NA_BUF(NA_HEAD_MAX);
    set_callbacks(t);
    set_connection(t, setup->opts);
    return set_request(t, setup, url, post) == CURLE_OK ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

#define FIELD_VALUE_MAX 1024

bool na_transfer_is_field_value(const char *value)
{
    size_t n = strlen(value);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < ' ' || value[i] == 0x7F)
            return false;
    return n > 0 && n <= FIELD_VALUE_MAX;
}

bool na_transfer_add_header(na_transfer *t, const char *name, const char *value)
{
    char line[FIELD_VALUE_MAX + 64];
    snprintf(line, sizeof line, "%s%s%s", name ? name : "", name ? ": " : "", value);
    struct curl_slist *longer = curl_slist_append(t->headers, line);
    if (longer)
        t->headers = longer;
    return longer != NULL;
}

static bool is_timeout(const na_transfer *t, CURLcode code)
{
    return t->timed_out || code == CURLE_OPERATION_TIMEDOUT;
}

static na_truncated why_short(const na_transfer *t, CURLcode code)
{
    if (code == CURLE_OK && !t->timed_out)
        return NA_WHOLE;
    if (is_timeout(t, code))
        return NA_TRUNCATED_TIME;
    return t->failure == NEWSARC_E_LIMIT ? NA_TRUNCATED_LENGTH : NA_TRUNCATED_DISCONNECT;
}

/* Why it failed, in words a person can act on. */
static const char *reason_text(const na_transfer *t, CURLcode code)
{
    if (t->timed_out)
        return "no answer in time";
    if (t->x->off_limits)
        return "the name leads to an address that is not on the public internet";
    switch (t->failure) {
    case NEWSARC_E_LIMIT: return "the response is longer than the limit";
    case NEWSARC_E_DISK_FULL: return "no space for the response's temporary file";
    case NEWSARC_E_IO: return "cannot write the response's temporary file";
    case NEWSARC_E_NOMEM: return "out of memory";
    default: return t->error[0] ? t->error : curl_easy_strerror(code);
    }
}

static void note_result(na_transfer *t, CURLcode code)
{
    na_exchange *x = t->x;
    if (code == CURLE_OK && !t->timed_out && t->failure == NEWSARC_OK)
        return;
    x->result = t->failure != NEWSARC_OK      ? t->failure
                : code == CURLE_OUT_OF_MEMORY ? NEWSARC_E_NOMEM
                                              : NEWSARC_E_NETWORK;
    na_printable(x->reason, sizeof x->reason, na_str_from(reason_text(t, code)));
}

/* Without a whole head there is no response to keep. */
static void drop_response(na_exchange *x)
{
    na_buf_clear(&x->head);
    na_spool_clear(x->body);
    x->status = 0;
    x->truncated = NA_WHOLE;
    if (x->result == NEWSARC_OK) {
        x->result = NEWSARC_E_NETWORK;
        snprintf(x->reason, sizeof x->reason, "the server sent no HTTP response");
    }
}

static void note_times(na_transfer *t)
{
    curl_off_t us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &us);
    t->x->duration_ms = us / 1000 > UINT32_MAX ? UINT32_MAX : (uint32_t)(us / 1000);
    us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_STARTTRANSFER_TIME_T, &us);
    t->x->first_byte_ms =
        us > 0 && us / 1000 < t->x->duration_ms ? (uint32_t)(us / 1000) : t->x->duration_ms;
    char *ip = NULL;
    if (!t->proxied && curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &ip) == CURLE_OK && ip)
        snprintf(t->x->ip, sizeof t->x->ip, "%s", ip);
}

void na_transfer_finish(na_transfer *t, CURLcode code)
{
    na_exchange *x = t->x;
    note_times(t);
    note_result(t, code);
    x->status = na_wire_status(na_buf_str(&x->head));
    x->truncated = why_short(t, code);
    snprintf(x->protocol, sizeof x->protocol, "%s", na_wire_protocol(na_buf_str(&x->head)));
    na_wire_request_finish(&x->request, t->secret);
    na_wire_head_finish(&x->head);
    if (t->head != NA_HEAD_DONE || x->status == 0)
        drop_response(x);
}
