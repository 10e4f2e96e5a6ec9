/* SURT keys as the Python package surt makes them, after which pywb, cdxj-indexer and
 * ReplayWeb.page look captures up: lower-cased, www. and session ids dropped, escapes undone as
 * often as they were done and done once, query arguments sorted, labels of the host reversed. */
#include "url/percent.h"
#include "url/url.h"
#include <stdlib.h>

static na_str lower(na_arena *arena, na_str s)
{
    char *out = na_arena_cstr(arena, s);
    for (size_t i = 0; i < s.n; i++)
        out[i] = na_lower(out[i]);
    return (na_str){out, s.n};
}

/* Undoes escapes until none is left. Works from the left on a stack: an escape that was undone may
 * be the end of another one ("%25%32%35"). */
static na_str unescape(na_arena *arena, na_str s)
{
    char *out = na_arena_array(arena, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        out[n++] = s.p[i];
        for (int byte; n >= 3 && (byte = na_percent_byte((na_str){out + n - 3, 3})) >= 0;) {
            n -= 2;
            out[n - 1] = (char)byte;
        }
    }
    return (na_str){out, n};
}

/* Unlike the sets of the URL Standard: all of printable ASCII but "#" and "%" stays. */
static na_str escape(na_arena *arena, na_str s)
{
    na_sb sb = NA_SB(arena);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c > 0x20 && c < 0x7f && c != '#' && c != '%')
            na_sb_add_byte(&sb, c);
        else
            na_percent_put(&sb, c);
    }
    return na_sb_str(&sb);
}

/* Segments without ".", "..", and empty ones. */
static na_str normalise_path(na_arena *arena, na_str path)
{
    na_str *kept = na_arena_array(arena, path.n + 1, sizeof *kept);
    size_t n = 0;
    path = na_str_skip(path, 1);
    while (path.n) {
        na_str segment = na_str_cut(path, '/', &path);
        if (na_str_eq(segment, NA_STR("..")))
            n -= n ? 1 : 0;
        else if (!na_str_eq(segment, NA_STR(".")))
            kept[n++] = segment;
    }
    na_sb sb = NA_SB(arena);
    for (size_t i = 0; i < n; i++) {
        if (kept[i].n == 0)
            continue;
        na_sb_add_byte(&sb, '/');
        na_sb_add(&sb, kept[i]);
    }
    return sb.n ? na_sb_str(&sb) : NA_STR("/");
}

/* Takes "x" 24 letters or digits "x" off s, with the parentheses. */
static bool take_asp_id(na_str *s)
{
    size_t n = 1;
    if (s->n < 26 || s->p[0] != '(' || s->p[25] != ')')
        return false;
    while (n < 25 && (na_is_alpha(s->p[n]) || na_is_digit(s->p[n])))
        n++;
    *s = na_str_skip(*s, 26);
    return n == 25;
}

/* Session of a page without cookies: "(0123…)" or "(s(0123…)f(0123…))" as a whole segment. */
static bool is_asp_session(na_str segment)
{
    na_str rest = segment;
    if (take_asp_id(&rest) && rest.n == 0)
        return true;
    if (segment.n < 2 || segment.p[0] != '(' || segment.p[segment.n - 1] != ')')
        return false;
    rest = (na_str){segment.p + 1, segment.n - 2};
    while (rest.n && na_is_alpha(rest.p[0])) {
        rest = na_str_skip(rest, 1);
        if (!take_asp_id(&rest))
            return false;
        if (rest.n == 0)
            return true;
    }
    return false;
}

/* "/(session)/page.aspx" -> "/page.aspx" */
static na_str drop_asp_session(na_arena *arena, na_str path)
{
    na_str rest = na_str_skip(path, 1);
    while (rest.n) {
        na_str segment = na_str_cut(rest, '/', &rest);
        size_t aspx = na_str_find(rest, NA_STR(".aspx"));
        if (aspx == NA_NOT_FOUND)
            return path;
        if (aspx == 0 || !is_asp_session(segment))
            continue;
        na_sb sb = NA_SB(arena);
        na_sb_add(&sb, na_str_take(path, (size_t)(segment.p - path.p)));
        na_sb_add(&sb, rest);
        return na_sb_str(&sb);
    }
    return path;
}

static na_str surt_path(na_arena *arena, na_str path)
{
    path = escape(arena, normalise_path(arena, unescape(arena, path)));
    return drop_asp_session(arena, lower(arena, path));
}

/* Names of sessions: `tail` letters finish the name, then come "=" and `length` letters (or digits,
 * with the full names) up to the end of the parameter. */
typedef struct session_rule {
    const char *name;
    size_t tail, length;
} session_rule;

static const session_rule session_rules[] = {
    {"jsessionid", 0, 32},
    {"phpsessid", 0, 32},
    {"sid", 0, 32},
    {"aspsessionid", 8, 24},
};

static size_t alnum_run(na_str s, bool digits)
{
    size_t n = 0;
    while (n < s.n && (na_is_alpha(s.p[n]) || (digits && na_is_digit(s.p[n]))))
        n++;
    return n;
}

/* Length of a session at the start of s, 0 when there is none. */
static size_t session_length(na_str s, const session_rule *rule)
{
    size_t name = strlen(rule->name) + rule->tail, end = name + 1 + rule->length;
    if (s.n < end || s.p[name] != '=' || (s.n > end && s.p[end] != '&') ||
        !na_str_starts(s, na_str_from(rule->name)))
        return 0;
    bool digits = rule->tail == 0;
    if (rule->tail && alnum_run(na_str_skip(s, name - rule->tail), false) != rule->tail)
        return 0;
    return alnum_run(na_str_skip(s, name + 1), digits) == rule->length ? end : 0;
}

static na_str without(na_arena *arena, na_str query, size_t at, size_t n)
{
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, na_str_take(query, at));
    na_sb_add(&sb, na_str_skip(query, at + n + 1));
    return na_sb_str(&sb);
}

/* Without the last session of one kind; the "&" behind it goes with it. */
static na_str drop_session(na_arena *arena, na_str query, const session_rule *rule)
{
    for (size_t i = query.n; i-- > 0;) {
        size_t n = session_length(na_str_skip(query, i), rule);
        if (n)
            return without(arena, query, i, n);
    }
    return query;
}

/* Offset of "cfid=" and a value at the end of a parameter, NA_NOT_FOUND when there is none. */
static size_t cfid_in(na_str parameter)
{
    for (size_t i = parameter.n; i-- > 0;)
        if (na_str_starts(na_str_skip(parameter, i), NA_STR("cfid=")) && i + 5 < parameter.n)
            return i;
    return NA_NOT_FOUND;
}

/* The same for the pair "cfid=1&cftoken=2". */
static na_str drop_cold_fusion(na_arena *arena, na_str query)
{
    na_str rest = query, cut = {NULL, 0};
    while (rest.n) {
        na_str parameter = na_str_cut(rest, '&', &rest);
        size_t at = cfid_in(parameter);
        na_str token = na_str_take(rest, na_str_find_byte(rest, '&'));
        if (at != NA_NOT_FOUND && token.n > 8 && na_str_starts(token, NA_STR("cftoken=")))
            cut = (na_str){parameter.p + at, parameter.n - at + 1 + token.n};
    }
    return cut.n ? without(arena, query, (size_t)(cut.p - query.p), cut.n) : query;
}

static int compare_bytes(na_str a, na_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* By name, then by value; "a" before "a=". */
static int compare_arguments(const void *x, const void *y)
{
    const na_str *a = x, *b = y;
    na_str a_value, b_value, a_name = na_str_cut(*a, '=', &a_value);
    na_str b_name = na_str_cut(*b, '=', &b_value);
    int order = compare_bytes(a_name, b_name);
    if (order == 0)
        order = (a_name.n < a->n) - (b_name.n < b->n);
    return order ? order : compare_bytes(a_value, b_value);
}

static na_str sort_query(na_arena *arena, na_str query)
{
    size_t n = 1, i = 0;
    if (query.n <= 1)
        return query;
    for (size_t at = 0; at < query.n; at++)
        n += query.p[at] == '&';
    na_str *arguments = na_arena_array(arena, n, sizeof *arguments);
    for (; i < n; i++)
        arguments[i] = na_str_cut(query, '&', &query);
    qsort(arguments, n, sizeof *arguments, compare_arguments);
    na_sb sb = NA_SB(arena);
    for (i = 0; i < n; i++) {
        na_sb_add_cstr(&sb, i ? "&" : "");
        na_sb_add(&sb, arguments[i]);
    }
    return na_sb_str(&sb);
}

static na_str surt_query(na_arena *arena, na_str query)
{
    query = lower(arena, escape(arena, unescape(arena, query)));
    for (size_t i = 0; i < sizeof session_rules / sizeof *session_rules; i++)
        query = drop_session(arena, query, &session_rules[i]);
    return sort_query(arena, drop_cold_fusion(arena, query));
}

/* "www.", "www2.", ... in front */
static na_str drop_www(na_str host)
{
    size_t n = 3;
    if (!na_str_starts(host, NA_STR("www")))
        return host;
    while (n < host.n && na_is_digit(host.p[n]))
        n++;
    return n < host.n && host.p[n] == '.' ? na_str_skip(host, n + 1) : host;
}

static void add_host(na_sb *sb, na_str host)
{
    bool first = true;
    host = drop_www(host);
    if (host.n && host.p[0] == '[') {
        na_sb_add(sb, host);
        return;
    }
    while (host.n) {
        const char *dot = memrchr(host.p, '.', host.n);
        size_t label = dot ? (size_t)(dot - host.p) + 1 : 0;
        if (label < host.n) {
            na_sb_add_cstr(sb, first ? "" : ",");
            na_sb_add(sb, na_str_skip(host, label));
            first = false;
        }
        host = na_str_take(host, dot ? label - 1 : 0);
    }
}

static void add_query(na_sb *sb, na_str query)
{
    if (query.n) {
        na_sb_add_byte(sb, '?');
        na_sb_add(sb, query);
    }
}

/* dns:, urn:, mailto: have no host to sort by: they keep their scheme. */
static na_str key_without_host(na_arena *arena, const na_url *u)
{
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, u->scheme);
    na_sb_add_byte(&sb, ':');
    na_sb_add(&sb, lower(arena, escape(arena, unescape(arena, u->path))));
    add_query(&sb, surt_query(arena, u->query));
    return na_sb_str(&sb);
}

static na_str key(na_arena *arena, const na_url *u)
{
    na_sb sb = NA_SB(arena);
    if (u->host.n == 0)
        return key_without_host(arena, u);
    add_host(&sb, lower(arena, u->host));
    if (u->port.n) {
        na_sb_add_byte(&sb, ':');
        na_sb_add(&sb, u->port);
    }
    na_sb_add_byte(&sb, ')');
    na_sb_add(&sb, surt_path(arena, u->path));
    add_query(&sb, surt_query(arena, u->query));
    return na_sb_str(&sb);
}

na_str na_url_surt(na_arena *arena, na_str url)
{
    na_url u;
    if (na_str_trim(url).n == 0)
        return NA_STR("-");
    if (na_str_starts(url, NA_STR("filedesc:")) || na_str_starts(url, NA_STR("warcinfo:")))
        return escape(arena, url);
    if (na_url_parse(arena, url, NULL, NULL, &u))
        return key(arena, &u);
    if (na_str_find(url, NA_STR("://")) == NA_NOT_FOUND) {
        na_sb with_scheme = NA_SB(arena);
        na_sb_add_cstr(&with_scheme, "http://");
        na_sb_add(&with_scheme, na_str_trim(url));
        if (na_url_parse(arena, na_sb_str(&with_scheme), NULL, NULL, &u))
            return key(arena, &u);
    }
    return lower(arena, escape(arena, unescape(arena, url)));
}
