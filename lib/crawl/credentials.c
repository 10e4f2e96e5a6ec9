/* See credentials.h. */
#include "crawl/credentials.h"

#include "core/alloc.h"
#include "core/buf.h"

#define MAX_KEPT 1000
#define URL_MAX ((size_t)64 << 10)

typedef struct kept {
    char *scheme, *userinfo, *host; /* "http://", "user:password@", "host:port" */
} kept;

struct na_credentials {
    kept *v;
    size_t n;
};

na_credentials *na_credentials_new(void)
{
    return na_calloc(1, sizeof(na_credentials));
}

static void free_kept(kept *k)
{
    na_free(k->scheme);
    na_free(k->userinfo);
    na_free(k->host);
}

void na_credentials_free(na_credentials *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++)
        free_kept(&c->v[i]);
    na_free(c->v);
    na_free(c);
}

/* Splits "http://" "user:password@" "host:port" "/path". */
static void split(na_str url, na_str part[4])
{
    size_t begin = na_str_find(url, NA_STR("//"));
    begin = begin == NA_NOT_FOUND ? 0 : begin + 2;
    na_str rest = na_str_skip(url, begin);
    size_t end = 0, at = 0;
    while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?' && rest.p[end] != '#')
        end++;
    for (size_t i = 0; i < end; i++)
        if (rest.p[i] == '@')
            at = i + 1;
    part[0] = na_str_take(url, begin);
    part[1] = na_str_take(rest, at);
    part[2] = na_str_skip(na_str_take(rest, end), at);
    part[3] = na_str_skip(rest, end);
}

bool na_credentials_keep(na_credentials *c, na_str url)
{
    na_str part[4];
    split(url, part);
    if (part[1].n == 0 || c->n == MAX_KEPT)
        return true;
    kept *v = na_realloc_array(c->v, c->n + 1, sizeof *v);
    if (!v)
        return false;
    c->v = v;
    v[c->n] = (kept){na_strndup(part[0].p, part[0].n), na_strndup(part[1].p, part[1].n),
                     na_strndup(part[2].p, part[2].n)};
    if (!v[c->n].scheme || !v[c->n].userinfo || !v[c->n].host) {
        free_kept(&v[c->n]);
        return false;
    }
    c->n++;
    return true;
}

char *na_credentials_apply(const na_credentials *c, const char *url)
{
    na_str part[4];
    split(na_str_from(url), part);
    for (size_t i = 0; i < c->n && part[1].n == 0; i++) {
        if (!na_str_eq(part[0], na_str_from(c->v[i].scheme)) ||
            !na_str_eq(part[2], na_str_from(c->v[i].host)))
            continue;
        na_buf b = NA_BUF(URL_MAX);
        na_buf_addf(&b, "%s%s%s", c->v[i].scheme, c->v[i].userinfo, c->v[i].host);
        na_buf_add(&b, part[3]);
        return na_buf_take(&b);
    }
    return na_strdup(url);
}

na_str na_url_without_userinfo(na_arena *arena, na_str url)
{
    na_str part[4];
    split(url, part);
    if (part[1].n == 0)
        return url;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, part[0]);
    na_sb_add(&sb, part[2]);
    na_sb_add(&sb, part[3]);
    return na_sb_str(&sb);
}
