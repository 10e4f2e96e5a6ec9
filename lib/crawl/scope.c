/* See scope.h. A seed's own rule is kept as one string, its realm, which a URL's realm must equal
 * (domain, host) or begin with (prefix). Hosts that have no registrable domain (addresses, single
 * labels such as localhost) are told apart by port, for there each port is a site of its own. */
#include "crawl/scope.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include "crawl/origins.h"
#include "url/private.h"
#include "url/url.h"
#include <regex.h>

#define MAX_REALMS 10000
#define MAX_PARTS 40 /* of a path or query */
#define MAX_REPEATS 4

typedef enum scope_kind { SCOPE_DOMAIN, SCOPE_HOST, SCOPE_PREFIX } scope_kind;

struct na_scope {
    scope_kind kind;
    char **realms;
    size_t realm_count;
    char **private_hosts; /* that the user named */
    size_t private_count;
    regex_t *excludes;
    size_t exclude_count;
};

static bool kind_by_name(const char *name, scope_kind *kind)
{
    static const char *const names[] = {"domain", "host", "prefix"};
    *kind = SCOPE_DOMAIN;
    if (!name || !*name)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (scope_kind)i;
            return true;
        }
    return false;
}

static newsarc_status compile(na_scope *s, const char *pattern, newsarc_error *err)
{
    regex_t *re = &s->excludes[s->exclude_count];
    int code = regcomp(re, pattern, REG_EXTENDED | REG_NOSUB);
    if (code == 0) {
        s->exclude_count++;
        return NEWSARC_OK;
    }
    if (code == REG_ESPACE)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(pattern), "out of memory");
    char why[128];
    regerror(code, re, why, sizeof why);
    return na_error(err, NEWSARC_E_CONFIG, "crawl", na_str_from(pattern),
                    "not a regular expression: %s", why);
}

newsarc_status na_scope_new(const char *kind, const char *const *excludes, size_t count,
                            na_scope **out, newsarc_error *err)
{
    *out = NULL;
    scope_kind k;
    if (!kind_by_name(kind, &k))
        return na_error(err, NEWSARC_E_CONFIG, "crawl", na_str_from(kind),
                        "unknown scope: use domain, host or prefix");
    na_scope *s = na_calloc(1, sizeof *s);
    if (s)
        s->excludes = na_calloc(count ? count : 1, sizeof *s->excludes);
    if (!s || !s->excludes) {
        na_scope_free(s);
        return na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
    }
    s->kind = k;
    for (size_t i = 0; i < count; i++) {
        newsarc_status status = compile(s, excludes[i], err);
        if (status != NEWSARC_OK) {
            na_scope_free(s);
            return status;
        }
    }
    *out = s;
    return NEWSARC_OK;
}

void na_scope_free(na_scope *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->realm_count; i++)
        na_free(s->realms[i]);
    for (size_t i = 0; i < s->exclude_count; i++)
        regfree(&s->excludes[i]);
    for (size_t i = 0; i < s->private_count; i++)
        na_free(s->private_hosts[i]);
    na_free(s->private_hosts);
    na_free(s->realms);
    na_free(s->excludes);
    na_free(s);
}

static bool is_http(const na_url *u)
{
    return na_str_eq(u->scheme, NA_STR("http")) || na_str_eq(u->scheme, NA_STR("https"));
}

/* The path up to and with its last slash. */
static na_str folder(na_str path)
{
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

static na_str realm_of(const na_scope *s, na_arena *arena, const na_url *u, bool seed)
{
    na_sb sb = NA_SB(arena);
    na_str domain = na_url_registrable_domain(arena, u->host);
    bool has_domain = na_str_find_byte(domain, '.') != NA_NOT_FOUND &&
                      !na_is_digit(u->host.p[u->host.n - 1]) && u->host.p[0] != '[';
    na_sb_add(&sb, s->kind == SCOPE_DOMAIN ? domain : u->host);
    if (s->kind != SCOPE_DOMAIN || !has_domain) {
        na_sb_add_byte(&sb, ':');
        na_sb_add(&sb, u->port);
    }
    if (s->kind == SCOPE_PREFIX)
        na_sb_add(&sb, seed ? folder(u->path) : u->path);
    return na_sb_str(&sb);
}

static bool matches(const na_scope *s, na_str realm, na_str rule)
{
    return s->kind == SCOPE_PREFIX ? na_str_starts(realm, rule) : na_str_eq(realm, rule);
}

static bool in_realms(const na_scope *s, na_str realm)
{
    for (size_t i = 0; i < s->realm_count; i++)
        if (matches(s, realm, na_str_from(s->realms[i])))
            return true;
    return false;
}

bool na_scope_add_seed(na_scope *s, na_arena *arena, na_str url)
{
    na_url u;
    if (!na_url_parse(arena, url, NULL, NULL, &u) || !is_http(&u) || u.host.n == 0)
        return false;
    na_str realm = realm_of(s, arena, &u, true);
    if (in_realms(s, realm))
        return true;
    if (s->realm_count == MAX_REALMS)
        return false;
    char **more = na_realloc_array(s->realms, s->realm_count + 1, sizeof *more);
    if (!more)
        return false;
    s->realms = more;
    more[s->realm_count] = na_strndup(realm.p, realm.n);
    if (!more[s->realm_count])
        return false;
    s->realm_count++;
    return true;
}

static bool is_named(const na_scope *s, na_str host)
{
    for (size_t i = 0; i < s->private_count; i++)
        if (na_str_eq_nocase(na_str_from(s->private_hosts[i]), host))
            return true;
    return false;
}

void na_scope_trust(na_scope *s, na_arena *arena, na_str url)
{
    na_str host = na_host_of(url);
    if (!na_host_is_private(host) || is_named(s, host) || s->private_count == MAX_REALMS)
        return;
    char **more = na_realloc_array(s->private_hosts, s->private_count + 1, sizeof *more);
    if (!more)
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    s->private_hosts = more;
    more[s->private_count] = na_strndup(host.p, host.n);
    if (!more[s->private_count])
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    s->private_count++;
}

/* A page of a public site must not lead into the network of the one who crawls. */
static bool is_foreign_private(const na_scope *s, na_str url)
{
    na_str host = na_host_of(url);
    return na_host_is_private(host) && !is_named(s, host);
}

bool na_scope_allows(const na_scope *s, na_arena *arena, na_str url)
{
    na_url u;
    return na_url_parse(arena, url, NULL, NULL, &u) && is_http(&u) && u.host.n &&
           in_realms(s, realm_of(s, arena, &u, false)) && !na_scope_excludes(s, arena, url);
}

/* A relative link on a page that the server gives under any address grows the path without end:
 * "/a/b/a/b/a/b/". True when one part, or two in turn, stand there MAX_REPEATS times in a row. */
static bool is_growing_path(na_str url)
{
    na_str parts[MAX_PARTS], rest = na_str_take(url, na_str_find_byte(url, '?'));
    size_t n = 0, same[2] = {0, 0};
    while (rest.n && n < MAX_PARTS) {
        parts[n] = na_str_cut(rest, '/', &rest);
        for (size_t k = 0; k < 2; k++) {
            bool again = parts[n].n && n > k && na_str_eq(parts[n], parts[n - k - 1]);
            same[k] = again ? same[k] + 1 : 0;
            if (same[k] >= (MAX_REPEATS - 1) * (k + 1))
                return true;
        }
        n++;
    }
    return n == MAX_PARTS;
}

/* Filters that add themselves to the query of the page they stand on: "?a=1&b=2&a=1". */
static bool is_growing_query(na_str url)
{
    na_str parts[MAX_PARTS], rest;
    size_t n = 0;
    na_str_cut(url, '?', &rest);
    for (; rest.n && n < MAX_PARTS; n++) {
        parts[n] = na_str_cut(rest, '&', &rest);
        for (size_t i = 0; i < n; i++)
            if (parts[n].n && na_str_eq(parts[i], parts[n]))
                return true;
    }
    return n == MAX_PARTS;
}

bool na_scope_excludes(const na_scope *s, na_arena *arena, na_str url)
{
    if (url.n > NA_URL_MAX || is_growing_path(url) || is_growing_query(url) ||
        (!na_str_starts(url, NA_STR("http://")) && !na_str_starts(url, NA_STR("https://"))) ||
        is_foreign_private(s, url))
        return true;
    if (s->exclude_count == 0)
        return false;
    const char *text = na_arena_cstr(arena, url);
    for (size_t i = 0; i < s->exclude_count; i++)
        if (regexec(&s->excludes[i], text, 0, NULL, 0) == 0)
            return true;
    return false;
}
