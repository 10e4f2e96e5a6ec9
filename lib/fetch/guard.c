/* See guard.h. */
#include "fetch/guard.h"

#include "core/alloc.h"
#include "url/private.h"
#include <netinet/in.h>

#define MAX_HOSTS 10000
#define MAX_ADDRESSES 64

typedef struct address {
    unsigned char bytes[16];
    size_t n;
} address;

struct na_guard {
    char **hosts;
    size_t host_count;
    address addresses[MAX_ADDRESSES];
    size_t address_count;
};

na_guard *na_guard_new(void)
{
    return na_calloc(1, sizeof(na_guard));
}

void na_guard_free(na_guard *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->host_count; i++)
        na_free(g->hosts[i]);
    na_free(g->hosts);
    na_free(g);
}

/* "http://user:password@host:port/..." */
static na_str host_of(na_str url)
{
    size_t at = na_str_find(url, NA_STR("//"));
    na_str host = at == NA_NOT_FOUND ? url : na_str_skip(url, at + 2);
    size_t n = 0;
    while (n < host.n && host.p[n] != '/' && host.p[n] != '?' && host.p[n] != '#')
        n++;
    host.n = n;
    while ((at = na_str_find_byte(host, '@')) != NA_NOT_FOUND)
        host = na_str_skip(host, at + 1);
    return na_str_starts(host, NA_STR("[")) ? na_str_take(host, na_str_find_byte(host, ']') + 1)
                                            : na_str_take(host, na_str_find_byte(host, ':'));
}

static bool knows_host(const na_guard *g, na_str host)
{
    for (size_t i = 0; i < g->host_count; i++)
        if (na_str_eq_nocase(na_str_from(g->hosts[i]), host))
            return true;
    return false;
}

newsarc_status na_guard_trust(na_guard *g, na_str url)
{
    na_str host = host_of(url);
    if (g->host_count == MAX_HOSTS || host.n == 0 || knows_host(g, host))
        return NEWSARC_OK;
    char **more = na_realloc_array(g->hosts, g->host_count + 1, sizeof *more);
    if (!more)
        return NEWSARC_E_NOMEM;
    g->hosts = more;
    more[g->host_count] = na_strndup(host.p, host.n);
    if (!more[g->host_count])
        return NEWSARC_E_NOMEM;
    g->host_count++;
    return NEWSARC_OK;
}

bool na_guard_trusts(const na_guard *g, na_str url)
{
    return knows_host(g, host_of(url));
}

static address address_of(const struct sockaddr *from)
{
    address a = {.n = 0};
    if (from->sa_family == AF_INET) {
        a.n = 4;
        memcpy(a.bytes, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    } else if (from->sa_family == AF_INET6) {
        a.n = 16;
        memcpy(a.bytes, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
    }
    return a;
}

static bool knows_address(const na_guard *g, const address *a)
{
    for (size_t i = 0; i < g->address_count; i++)
        if (g->addresses[i].n == a->n && memcmp(g->addresses[i].bytes, a->bytes, a->n) == 0)
            return true;
    return false;
}

bool na_guard_opens(na_guard *g, bool trusted, const struct sockaddr *to)
{
    address a = address_of(to);
    if (!na_address_is_private(a.bytes, a.n) || knows_address(g, &a))
        return true;
    if (trusted && g->address_count < MAX_ADDRESSES)
        g->addresses[g->address_count++] = a;
    return trusted;
}
