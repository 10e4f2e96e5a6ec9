/* The URL parser of the WHATWG URL Standard, section 4.4. The standard's state machine walks
 * character by character and back; here each state is a function that takes its part off the front
 * of `in`, with the same outcome. Input that is not UTF-8 (a Location field in GBK) keeps its
 * bytes, percent-encoded, so that the server gets back what it sent. */
#include "url/host.h"
#include "url/percent.h"
#include "url/query.h"
#include "url/url.h"

typedef struct parser {
    na_arena *arena;
    na_str in; /* what is still to be parsed */
    const na_url *base;
    const na_encoding *encoding;
    na_url url;   /* parts found so far, each on its own; href comes last */
    na_str slash; /* characters that separate path segments: "/" or "/\" */
    bool file;
} parser;

typedef struct special_scheme {
    const char *name;
    const char *port; /* the default one */
} special_scheme;

static const special_scheme special_schemes[] = {
    {"http", "80"}, {"https", "443"}, {"file", ""}, {"ftp", "21"}, {"ws", "80"}, {"wss", "443"},
};

static const special_scheme *find_special(na_str scheme)
{
    for (size_t i = 0; i < sizeof special_schemes / sizeof *special_schemes; i++)
        if (na_str_eq(scheme, na_str_from(special_schemes[i].name)))
            return &special_schemes[i];
    return NULL;
}

/* The character at `at` separates path segments. */
static bool is_slash(const parser *p, size_t at)
{
    return at < p->in.n && na_str_find_byte(p->slash, p->in.p[at]) != NA_NOT_FOUND;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static void skip(parser *p, size_t n)
{
    p->in = na_str_skip(p->in, n);
}

static bool next_is(const parser *p, char c)
{
    return p->in.n && p->in.p[0] == c;
}

/* Length of what comes before the first ? or # (and, with `slashes`, before the first slash). */
static size_t part_length(const parser *p, bool slashes)
{
    size_t n = 0;
    while (n < p->in.n && p->in.p[n] != '?' && p->in.p[n] != '#' && !(slashes && is_slash(p, n)))
        n++;
    return n;
}

static void set_scheme(parser *p, na_str scheme)
{
    p->url.scheme = scheme;
    p->url.special = find_special(scheme) != NULL;
    p->slash = p->url.special ? NA_STR("/\\") : NA_STR("/");
    p->file = na_str_eq(scheme, NA_STR("file"));
}

/* The page's encoding is for the queries of http, ftp and file; the others are in UTF-8. */
static const na_encoding *query_encoding(const parser *p)
{
    bool socket = na_str_starts(p->url.scheme, NA_STR("ws"));
    return p->url.special && !socket ? p->encoding : NULL;
}

/* Query and fragment: the end of every URL. */
static bool parse_tail(parser *p)
{
    if (next_is(p, '?')) {
        na_str rest, query = na_str_cut(na_str_skip(p->in, 1), '#', &rest);
        skip(p, 1 + query.n);
        unsigned set = p->url.special ? NA_SET_SPECIAL_QUERY : NA_SET_QUERY;
        p->url.has_query = true;
        p->url.query = na_url_query(p->arena, query, set, query_encoding(p));
    }
    if (next_is(p, '#')) {
        p->url.has_fragment = true;
        p->url.fragment = na_percent_encode(p->arena, na_str_skip(p->in, 1), NA_SET_FRAGMENT);
    }
    return true;
}

static bool is_drive_letter(na_str s)
{
    return s.n == 2 && na_is_alpha(s.p[0]) && (s.p[1] == ':' || s.p[1] == '|');
}

/* "C:" followed by nothing or the end of a segment. */
static bool starts_with_drive_letter(na_str s)
{
    return is_drive_letter(na_str_take(s, 2)) && (s.n == 2 || is_one_of(s.p[2], "/\\?#"));
}

/* A path that begins with the segment "C:" */
static bool path_has_drive(na_str path)
{
    return path.n >= 3 && is_drive_letter((na_str){path.p + 1, 2}) && path.p[2] == ':' &&
           (path.n == 3 || path.p[3] == '/');
}

/* Removes the last segment; a drive letter stays. */
static na_str shorten(const parser *p, na_str path)
{
    if (p->file && path.n == 3 && path_has_drive(path))
        return path;
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    if (path.n)
        path.n--;
    return path;
}

/* How many dots a segment stands for: 1 for "." and "%2e", 2 for "..", else 0. */
static int dots(na_str segment)
{
    int n = 0;
    while (segment.n) {
        size_t step = segment.p[0] == '.' ? 1 : na_percent_byte(segment) == '.' ? 3 : 0;
        if (step == 0 || ++n > 2)
            return 0;
        segment = na_str_skip(segment, step);
    }
    return n;
}

static void add_segment(parser *p, na_sb *path, na_str segment, bool last)
{
    int n = dots(segment);
    if (n == 2)
        path->n = shorten(p, na_sb_str(path)).n;
    if (n) {
        if (last)
            na_sb_add_byte(path, '/');
        return;
    }
    bool drive = p->file && path->n == 0 && is_drive_letter(segment);
    na_sb_add_byte(path, '/');
    na_percent_add(path, segment, NA_SET_PATH);
    if (drive)
        path->p[path->n - 1] = ':';
}

/* Segments are added to what url.path holds; `in` stands behind the slash of the first one. */
static bool parse_path(parser *p)
{
    na_sb path = NA_SB(p->arena);
    na_sb_add(&path, p->url.path);
    for (bool last = false; !last;) {
        size_t n = part_length(p, true);
        last = !is_slash(p, n);
        add_segment(p, &path, na_str_take(p->in, n), last);
        skip(p, last ? n : n + 1);
    }
    p->url.path = na_sb_str(&path);
    return parse_tail(p);
}

/* Behind the authority; special URLs have always a path. */
static bool parse_path_start(parser *p)
{
    if (!p->url.special && !next_is(p, '/'))
        return parse_tail(p);
    skip(p, is_slash(p, 0) ? 1 : 0);
    return parse_path(p);
}

static bool parse_opaque_path(parser *p)
{
    size_t n = part_length(p, false);
    na_str path = na_str_take(p->in, n);
    na_sb sb = NA_SB(p->arena);
    bool space = n && n < p->in.n && path.p[n - 1] == ' '; /* would be lost with the query */
    na_percent_add(&sb, na_str_take(path, space ? n - 1 : n), NA_SET_C0);
    if (space)
        na_percent_put(&sb, ' ');
    p->url.opaque_path = true;
    p->url.path = na_sb_str(&sb);
    skip(p, n);
    return parse_tail(p);
}

static void parse_credentials(parser *p, na_str credentials)
{
    na_str password, username = na_str_cut(credentials, ':', &password);
    p->url.username = na_percent_encode(p->arena, username, NA_SET_USERINFO);
    p->url.password = na_percent_encode(p->arena, password, NA_SET_USERINFO);
}

static bool parse_port(parser *p, na_str port)
{
    size_t used;
    uint64_t number = na_str_number(port, &used);
    if (used < port.n || number > 65535)
        return false;
    if (port.n == 0)
        return true;
    na_sb sb = NA_SB(p->arena);
    na_sb_addf(&sb, "%u", (unsigned)number);
    const special_scheme *special = find_special(p->url.scheme);
    if (!special || !na_str_eq(na_sb_str(&sb), na_str_from(special->port)))
        p->url.port = na_sb_str(&sb);
    return true;
}

/* Offset of the colon before the port; those within brackets are part of an address. */
static size_t find_port(na_str s)
{
    bool brackets = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ':' && !brackets)
            return i;
        brackets = s.p[i] == '[' || (brackets && s.p[i] != ']');
    }
    return NA_NOT_FOUND;
}

static bool parse_host_and_port(parser *p, na_str s)
{
    size_t colon = find_port(s);
    na_str host = na_str_take(s, colon);
    p->url.has_host = true;
    if (host.n == 0)
        return !p->url.special && colon == NA_NOT_FOUND;
    return na_url_host(p->arena, host, p->url.special, &p->url.host) &&
           (colon == NA_NOT_FOUND || parse_port(p, na_str_skip(s, colon + 1)));
}

/* Behind the two slashes. */
static bool parse_authority(parser *p)
{
    na_str authority = na_str_take(p->in, part_length(p, true));
    skip(p, authority.n);
    const char *at = authority.n ? memrchr(authority.p, '@', authority.n) : NULL;
    if (at) {
        size_t n = (size_t)(at - authority.p);
        parse_credentials(p, na_str_take(authority, n));
        authority = na_str_skip(authority, n + 1);
        if (authority.n == 0)
            return false;
    }
    return parse_host_and_port(p, authority) && parse_path_start(p);
}

/* Special schemes take any number of slashes, also none. */
static bool parse_special_authority(parser *p)
{
    while (is_slash(p, 0))
        skip(p, 1);
    return parse_authority(p);
}

/* What a relative URL has from its base: everything up to the path, or up to the query. */
static void copy_authority(parser *p)
{
    p->url.username = p->base->username;
    p->url.password = p->base->password;
    p->url.has_host = p->base->has_host;
    p->url.host = p->base->host;
    p->url.port = p->base->port;
}

static void copy_path_and_query(parser *p)
{
    p->url.path = p->base->path;
    p->url.has_query = p->base->has_query;
    p->url.query = p->base->query;
}

static void drop_query(parser *p)
{
    p->url.has_query = false;
    p->url.query = (na_str){NULL, 0};
}

static bool parse_relative(parser *p)
{
    set_scheme(p, p->base->scheme);
    if (is_slash(p, 0) && is_slash(p, 1)) {
        skip(p, 2);
        return p->url.special ? parse_special_authority(p) : parse_authority(p);
    }
    copy_authority(p);
    if (is_slash(p, 0)) {
        skip(p, 1);
        return parse_path(p);
    }
    copy_path_and_query(p);
    if (p->in.n == 0 || next_is(p, '#'))
        return parse_tail(p);
    drop_query(p);
    if (next_is(p, '?'))
        return parse_tail(p);
    p->url.path = shorten(p, p->url.path);
    return parse_path(p);
}

/* Behind "file://". A drive letter there is no host but begins the path. */
static bool parse_file_host(parser *p)
{
    na_str host = na_str_take(p->in, part_length(p, true));
    if (is_drive_letter(host))
        return parse_path(p);
    skip(p, host.n);
    if (host.n && !na_url_host(p->arena, host, true, &p->url.host))
        return false;
    if (na_str_eq(p->url.host, NA_STR("localhost")))
        p->url.host = (na_str){NULL, 0};
    return parse_path_start(p);
}

/* "file:/path" keeps host and drive of the base. */
static bool parse_file_slash(parser *p, const na_url *base)
{
    skip(p, 1);
    if (is_slash(p, 0)) {
        skip(p, 1);
        return parse_file_host(p);
    }
    if (base) {
        p->url.host = base->host;
        if (!starts_with_drive_letter(p->in) && path_has_drive(base->path))
            p->url.path = na_str_take(base->path, 3);
    }
    return parse_path(p);
}

static bool parse_file(parser *p)
{
    bool with_base = p->base && na_str_eq(p->base->scheme, NA_STR("file"));
    set_scheme(p, NA_STR("file"));
    p->url.has_host = true;
    if (is_slash(p, 0))
        return parse_file_slash(p, with_base ? p->base : NULL);
    if (!with_base)
        return parse_path(p);
    p->url.host = p->base->host;
    copy_path_and_query(p);
    if (p->in.n == 0 || next_is(p, '#'))
        return parse_tail(p);
    drop_query(p);
    if (next_is(p, '?'))
        return parse_tail(p);
    if (starts_with_drive_letter(p->in))
        p->url.path = (na_str){NULL, 0};
    else
        p->url.path = shorten(p, p->url.path);
    return parse_path(p);
}

static bool parse_with_scheme(parser *p)
{
    bool slashes = na_str_starts(p->in, NA_STR("//"));
    if (p->file)
        return parse_file(p);
    if (p->url.special && p->base && na_str_eq(p->base->scheme, p->url.scheme) && !slashes)
        return parse_relative(p);
    if (p->url.special)
        return parse_special_authority(p);
    if (!next_is(p, '/'))
        return parse_opaque_path(p);
    skip(p, slashes ? 2 : 1);
    return slashes ? parse_authority(p) : parse_path(p);
}

static bool parse_without_scheme(parser *p)
{
    if (!p->base || (p->base->opaque_path && !next_is(p, '#')))
        return false;
    if (na_str_eq(p->base->scheme, NA_STR("file")))
        return parse_file(p);
    if (!p->base->opaque_path)
        return parse_relative(p);
    set_scheme(p, p->base->scheme);
    p->url.opaque_path = true;
    copy_path_and_query(p);
    return parse_tail(p);
}

/* Takes "scheme:" off the input; false when it does not begin so. */
static bool take_scheme(parser *p)
{
    size_t n = 0;
    while (n < p->in.n && (na_is_alpha(p->in.p[n]) ||
                           (n && (na_is_digit(p->in.p[n]) || is_one_of(p->in.p[n], "+-.")))))
        n++;
    if (n == 0 || n == p->in.n || p->in.p[n] != ':')
        return false;
    char *scheme = na_arena_cstr(p->arena, na_str_take(p->in, n));
    for (size_t i = 0; i < n; i++)
        scheme[i] = na_lower(scheme[i]);
    set_scheme(p, (na_str){scheme, n});
    skip(p, n + 1);
    return true;
}

static bool is_c0_or_space(char c)
{
    return (unsigned char)c <= 0x20;
}

/* Without controls and spaces at the ends, and without tabs and line ends anywhere. */
static na_str clean(na_arena *arena, na_str s)
{
    while (s.n && is_c0_or_space(s.p[0]))
        s = na_str_skip(s, 1);
    while (s.n && is_c0_or_space(s.p[s.n - 1]))
        s.n--;
    char *out = na_arena_array(arena, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
            out[n++] = s.p[i];
    return (na_str){out, n};
}

/* Copies s to *at; the result is the copy. */
static na_str put(char **at, na_str s)
{
    na_str copy = {*at, s.n};
    if (s.n)
        memcpy(*at, s.p, s.n);
    *at += s.n;
    return copy;
}

static void put_authority(char **at, na_url *u)
{
    put(at, NA_STR("//"));
    bool password = u->password.n != 0, credentials = u->username.n || password;
    u->username = put(at, u->username);
    put(at, password ? NA_STR(":") : NA_STR(""));
    u->password = put(at, u->password);
    put(at, credentials ? NA_STR("@") : NA_STR(""));
    u->host = put(at, u->host);
    put(at, u->port.n ? NA_STR(":") : NA_STR(""));
    u->port = put(at, u->port);
}

/* The URL serialiser: makes href and lets all parts be slices of it. */
static void serialise(na_arena *arena, na_url *u)
{
    size_t room = u->scheme.n + u->username.n + u->password.n + u->host.n + u->port.n + u->path.n +
                  u->query.n + u->fragment.n + sizeof "://:@:/.?#";
    char *start = na_arena_array(arena, room, 1), *at = start;
    u->scheme = put(&at, u->scheme);
    put(&at, NA_STR(":"));
    if (u->has_host)
        put_authority(&at, u);
    else if (!u->opaque_path && na_str_starts(u->path, NA_STR("//")))
        put(&at, NA_STR("/.")); /* or the path would be read as a host */
    u->path = put(&at, u->path);
    put(&at, u->has_query ? NA_STR("?") : NA_STR(""));
    u->query = put(&at, u->query);
    put(&at, u->has_fragment ? NA_STR("#") : NA_STR(""));
    u->fragment = put(&at, u->fragment);
    u->href = (na_str){start, (size_t)(at - start)};
    *at = '\0';
}

bool na_url_parse(na_arena *arena, na_str input, const na_url *base, const na_encoding *encoding,
                  na_url *out)
{
    parser p = {.arena = arena, .base = base, .encoding = encoding, .in = clean(arena, input)};
    if (!(take_scheme(&p) ? parse_with_scheme(&p) : parse_without_scheme(&p)))
        return false;
    serialise(arena, &p.url);
    *out = p.url;
    return true;
}

na_str na_url_resolve(na_arena *arena, na_str base, na_str link, const na_encoding *encoding)
{
    na_url base_url, url;
    if (link.n > NA_URL_LINK_MAX)
        return (na_str){NULL, 0};
    bool has_base = na_url_parse(arena, base, NULL, NULL, &base_url);
    if (!na_url_parse(arena, link, has_base ? &base_url : NULL, encoding, &url) ||
        !na_str_starts(url.scheme, NA_STR("http")) || !url.special)
        return (na_str){NULL, 0};
    return na_str_take(url.href, na_str_find_byte(url.href, '#'));
}
