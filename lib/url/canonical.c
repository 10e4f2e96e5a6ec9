/* The forms of a URL by which it is known: the frontier's key and the WARC-Target-URI. Both are
 * spelled as RFC 3986 asks (section 6.2.2 for percent-escapes), so that they pass every reader. */
#include "url/percent.h"
#include "url/url.h"

static bool is_unreserved(int c)
{
    return na_is_alpha((char)c) || na_is_digit((char)c) || (c > 0 && strchr("-._~", c) != NULL);
}

/* One escape or one character of s; returns how many bytes of s that was. `key`: escapes are made
 * equal for equal meaning; else they stay as they are. */
static size_t add_one(na_sb *sb, na_str s, bool key)
{
    int byte = na_percent_byte(s);
    if (byte < 0 && s.p[0] == '%')
        na_percent_put(sb, '%');
    else if (byte < 0)
        na_percent_add(sb, na_str_take(s, 1), NA_SET_RFC3986);
    else if (!key)
        na_sb_add(sb, na_str_take(s, 3));
    else if (is_unreserved(byte))
        na_sb_add_byte(sb, (char)byte);
    else
        na_percent_put(sb, (char)byte);
    return byte < 0 ? 1 : 3;
}

static void add_spelled(na_sb *sb, na_str s, bool key)
{
    while (s.n)
        s = na_str_skip(s, add_one(sb, s, key));
}

static na_str spelled(na_arena *arena, na_str s, bool key)
{
    na_sb sb = NA_SB(arena);
    add_spelled(&sb, s, key);
    return na_sb_str(&sb);
}

/* Everything before the path. */
static na_str prefix(const na_url *u)
{
    return (na_str){u->href.p, (size_t)(u->path.p - u->href.p)};
}

na_str na_url_rfc3986(na_arena *arena, na_str url)
{
    na_url u;
    if (!na_url_parse(arena, url, NULL, NULL, &u))
        return spelled(arena, url, false);
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, prefix(&u));
    add_spelled(&sb, u.path, false);
    na_sb_add_cstr(&sb, u.has_query ? "?" : "");
    add_spelled(&sb, u.query, false);
    return na_sb_str(&sb);
}

/* Names of query parameters that only carry a session. What other sites use for something else has
 * to look like a session id too. */
typedef struct session_name {
    const char *name;
    bool prefix;     /* the name only begins so */
    size_t at_least; /* length of the value */
} session_name;

static const session_name session_names[] = {
    {"jsessionid", false, 1}, {"phpsessid", false, 1}, {"aspsessionid", true, 1},
    {"sid", false, 32},       {"cfid", false, 1},      {"cftoken", false, 1},
};

static bool is_session_id(na_str value, size_t at_least)
{
    for (size_t i = 0; i < value.n; i++)
        if (!na_is_alpha(value.p[i]) && !na_is_digit(value.p[i]) && !strchr(".-_!%=", value.p[i]))
            return false;
    return value.n >= at_least;
}

static bool is_session(na_str parameter)
{
    na_str value, name = na_str_cut(parameter, '=', &value);
    for (size_t i = 0; i < sizeof session_names / sizeof *session_names; i++) {
        const session_name *s = &session_names[i];
        na_str want = na_str_from(s->name);
        if ((s->prefix ? na_str_starts_nocase(name, want) : na_str_eq_nocase(name, want)) &&
            is_session_id(value, s->at_least))
            return true;
    }
    return false;
}

/* Without sessions and empty parameters. */
static void add_query(na_sb *sb, na_str query)
{
    char separator = '?';
    while (query.n) {
        na_str parameter = na_str_cut(query, '&', &query);
        if (parameter.n == 0 || is_session(parameter))
            continue;
        na_sb_add_byte(sb, separator);
        na_sb_add(sb, parameter);
        separator = '&';
    }
}

/* Java servers put the session behind the path: "/a;jsessionid=0123". */
static na_str drop_path_session(na_arena *arena, na_str path)
{
    static const char parameter[] = ";jsessionid=";
    na_sb sb = NA_SB(arena);
    size_t at = na_str_find_nocase(path, NA_STR(parameter));
    if (at == NA_NOT_FOUND)
        return path;
    for (; at != NA_NOT_FOUND; at = na_str_find_nocase(path, NA_STR(parameter))) {
        na_sb_add(&sb, na_str_take(path, at));
        path = na_str_skip(path, at + sizeof parameter - 1);
        while (path.n && is_session_id(na_str_take(path, 1), 1))
            path = na_str_skip(path, 1);
    }
    na_sb_add(&sb, path);
    return na_sb_str(&sb);
}

na_str na_url_canonical(na_arena *arena, na_str url)
{
    na_url u;
    if (!na_url_parse(arena, url, NULL, NULL, &u))
        return spelled(arena, url, true);
    na_str path = spelled(arena, u.path, true);
    na_str whole = u.has_host ? drop_path_session(arena, path) : path;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, prefix(&u));
    na_sb_add(&sb, whole);
    add_query(&sb, spelled(arena, u.query, true));
    if (whole.n < path.n && na_url_parse(arena, na_sb_str(&sb), NULL, NULL, &u))
        return u.href; /* without the dot segments that may have come to light */
    return na_sb_str(&sb);
}
