/* See origins.h. */
#include "crawl/origins.h"

#include "core/alloc.h"

struct na_origins {
    na_origin **v;
    size_t n, room;
    na_store *store;
    char *agent;
};

na_origins *na_origins_new(na_store *store, na_str agent)
{
    na_origins *o = na_calloc(1, sizeof *o);
    if (!o)
        return NULL;
    o->store = store;
    o->agent = na_strndup(agent.p, agent.n);
    if (!o->agent) {
        na_free(o);
        return NULL;
    }
    return o;
}

static void free_origin(na_origin *origin)
{
    na_robots_free(origin->robots);
    na_free(origin->name);
    na_free(origin->moved);
    na_free(origin);
}

void na_origins_free(na_origins *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->n; i++)
        free_origin(o->v[i]);
    na_free(o->v);
    na_free(o->agent);
    na_free(o);
}

static bool make_room(na_origins *o)
{
    if (o->n < o->room)
        return true;
    size_t room = o->room ? o->room * 2 : 16;
    na_origin **v = na_realloc_array(o->v, room, sizeof *v);
    if (!v)
        return false;
    o->v = v;
    o->room = room;
    return true;
}

/* RFC 9309 2.3.1: what an answer means. NULL when out of memory. */
static na_robots *rules_of(const na_origins *o, int status, na_str body)
{
    if (status >= 200 && status < 300)
        return na_robots_parse(na_str_take(body, NA_ROBOTS_MAX), na_str_from(o->agent));
    return na_robots_allow_all();
}

static bool load_kept(na_origins *o, na_origin *origin, int64_t now)
{
    int64_t fetched;
    int status;
    na_buf body = NA_BUF(NA_ROBOTS_MAX);
    bool ok = true;
    if (na_store_get_robots(o->store, na_str_from(origin->name), &fetched, &status, &body) ==
            NEWSARC_OK &&
        fetched <= now && now - fetched < NA_ROBOTS_AGE_S) {
        origin->robots = rules_of(o, status, na_buf_str(&body));
        origin->state = NA_ROBOTS_KNOWN;
        ok = origin->robots != NULL;
    }
    na_buf_free(&body);
    return ok;
}

na_origin *na_origins_get(na_origins *o, na_str name, int64_t now)
{
    for (size_t i = 0; i < o->n; i++)
        if (na_str_eq(na_str_from(o->v[i]->name), name))
            return o->v[i];
    na_origin *origin = make_room(o) ? na_calloc(1, sizeof *origin) : NULL;
    if (!origin)
        return NULL;
    origin->name = na_strndup(name.p, name.n);
    if (!origin->name || !load_kept(o, origin, now)) {
        free_origin(origin);
        return NULL;
    }
    return o->v[o->n++] = origin;
}

static bool is_robots_of(const na_origin *origin, na_str url)
{
    na_str name = na_str_from(origin->name);
    if (origin->moved)
        return na_str_eq(url, na_str_from(origin->moved));
    return na_str_starts(url, name) && na_str_eq(na_str_skip(url, name.n), NA_STR("/robots.txt"));
}

na_origin *na_origins_asked(const na_origins *o, na_str url)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i]->state == NA_ROBOTS_UNKNOWN && is_robots_of(o->v[i], url))
            return o->v[i];
    return NULL;
}

newsarc_status na_origin_answered(na_origins *o, na_origin *origin, int status, na_str body,
                                  int64_t now, na_robots_verdict *verdict)
{
    if (status == 0 || status == 429 || status >= 500) {
        *verdict = ++origin->tries < NA_ROBOTS_TRIES ? NA_ROBOTS_AGAIN : NA_ROBOTS_UNREACHABLE;
        return NEWSARC_OK;
    }
    *verdict = NA_ROBOTS_SETTLED;
    body = na_str_take(body, NA_ROBOTS_MAX);
    origin->robots = rules_of(o, status, body);
    origin->state = NA_ROBOTS_KNOWN;
    if (!origin->robots)
        return NEWSARC_E_NOMEM;
    return na_store_put_robots(o->store, na_str_from(origin->name), now, status, body);
}

uint32_t na_origin_delay_ms(const na_origin *origin)
{
    double ms = origin->robots ? na_robots_crawl_delay(origin->robots) * 1000 : 0;
    return ms <= 0 ? 0 : ms > NA_CRAWL_DELAY_MAX_MS ? NA_CRAWL_DELAY_MAX_MS : (uint32_t)ms;
}

na_str na_origin_of(na_str url)
{
    size_t i = na_str_find(url, NA_STR("//"));
    i = i == NA_NOT_FOUND ? 0 : i + 2;
    while (i < url.n && url.p[i] != '/' && url.p[i] != '?' && url.p[i] != '#')
        i++;
    return na_str_take(url, i);
}

na_str na_path_of(na_str url)
{
    na_str path = na_str_skip(url, na_origin_of(url).n);
    path = na_str_take(path, na_str_find_byte(path, '#'));
    return path.n ? path : NA_STR("/");
}

na_str na_host_of(na_str url)
{
    na_str host = na_origin_of(url);
    size_t i = na_str_find(host, NA_STR("//"));
    host = i == NA_NOT_FOUND ? host : na_str_skip(host, i + 2);
    size_t at = na_str_find_byte(host, '@');
    host = at == NA_NOT_FOUND ? host : na_str_skip(host, at + 1);
    if (na_str_starts(host, NA_STR("[")))
        return na_str_take(host, na_str_find_byte(host, ']') + 1);
    return na_str_take(host, na_str_find_byte(host, ':'));
}
