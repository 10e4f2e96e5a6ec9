/* robots.txt after RFC 9309, as lenient as Google's parser where files in the wild are wrong: a
 * missing colon, misspelt names, "index.html" for its folder. Patterns are compared as RFC 9309
 * 2.2.2 says with one exception that Google's tests ask for: an escaped letter ("%62") stays
 * different from the letter. */
#include "site/robots.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "text/utf8.h"

#define LINE_MAX_BYTES ((size_t)16 << 10) /* the rest of a longer line is ignored */
#define SITEMAPS_MAX 1000

typedef struct rule {
    size_t at, n; /* pattern within `bytes` */
    bool allow;
    bool specific; /* of a group for our agent, not of "*" */
} rule;

typedef struct sitemap {
    size_t at, n;
} sitemap;

/* What of a group for our agent or for everyone was found. */
typedef struct scope {
    bool seen;
    double delay; /* -1: none */
} scope;

struct na_robots {
    na_buf bytes;
    rule *rules;
    size_t rule_count, rule_room;
    sitemap *sitemaps;
    size_t sitemap_count, sitemap_room;
    scope specific, global;
    bool failed; /* out of memory */
};

typedef struct parser {
    na_robots *robots;
    na_str agent;
    bool in_agents; /* no rule since the last user-agent line */
    bool specific, global;
} parser;

/* Makes room for one more element; NULL when out of memory. */
static void *grow(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    size_t wanted = *room ? *room * 2 : 16;
    void *grown = na_realloc_array(array, wanted, size);
    if (grown)
        *room = wanted;
    return grown;
}

/* A rule of the bytes from `at` on, for the group that is being read. */
static void add_rule(const parser *p, bool allow, size_t at)
{
    na_robots *r = p->robots;
    rule *rules = grow(r->rules, r->rule_count, &r->rule_room, sizeof *rules);
    r->failed |= !rules || r->bytes.status != NEWSARC_OK;
    r->rules = rules ? rules : r->rules;
    if (!r->failed && r->bytes.n > at)
        r->rules[r->rule_count++] = (rule){at, r->bytes.n - at, allow, p->specific};
}

/* Escapes get capital digits; other than ASCII becomes %XX if `all`. */
static void add_spelled(na_buf *out, na_str s, bool all)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool escaped = c == '%' && i + 2 < s.n && na_hex_value(s.p[i + 1]) >= 0 &&
                       na_hex_value(s.p[i + 2]) >= 0;
        if (c < 0x80 || !all)
            na_buf_add_byte(out, s.p[i]);
        else
            na_buf_addf(out, "%%%02X", (unsigned)c);
        for (int digits = 2; escaped && digits > 0; digits--)
            na_buf_add_byte(out, "0123456789ABCDEF"[na_hex_value(s.p[++i])]);
    }
}

static bool is_word_space(char c)
{
    return c == ' ' || c == '\t';
}

/* The product token that a User-agent line names: letters, "-" and "_". */
static na_str product_token(na_str value)
{
    size_t n = 0;
    while (n < value.n && (na_is_alpha(value.p[n]) || value.p[n] == '-' || value.p[n] == '_'))
        n++;
    return na_str_take(value, n);
}

static void on_agent(parser *p, na_str value)
{
    na_robots *r = p->robots;
    if (!p->in_agents)
        p->specific = p->global = false;
    p->in_agents = true;
    na_str token = product_token(value);
    if (value.n && value.p[0] == '*' && (value.n == 1 || is_word_space(value.p[1])))
        p->global = r->global.seen = true;
    else if (token.n && na_str_eq_nocase(token, p->agent))
        p->specific = r->specific.seen = true;
}

/* A group may be for our agent and for "*" at once: its rules are then kept as ours, for a group of
 * ours alone is asked. */
static void add_value(const parser *p, bool allow, na_str value, const char *suffix)
{
    size_t at = p->robots->bytes.n;
    if (!p->specific && !p->global)
        return;
    add_spelled(&p->robots->bytes, value, true);
    na_buf_add_cstr(&p->robots->bytes, suffix);
    add_rule(p, allow, at);
}

static void on_disallow(parser *p, na_str value)
{
    p->in_agents = false;
    add_value(p, false, value, "");
}

/* "/folder/index.html" allows "/folder/" too. */
static void on_allow(parser *p, na_str value)
{
    p->in_agents = false;
    add_value(p, true, value, "");
    const char *slash = value.n ? memrchr(value.p, '/', value.n) : NULL;
    if (!slash)
        return;
    size_t folder = (size_t)(slash - value.p);
    if (na_str_starts(na_str_skip(value, folder), NA_STR("/index.htm")))
        add_value(p, true, na_str_take(value, folder + 1), "$");
}

/* "10", "0.5", ".5"; -1 for what is none. Beyond thousandths nothing counts. */
static double parse_delay(na_str value)
{
    size_t used;
    double delay = (double)na_str_number(value, &used);
    na_str rest = na_str_skip(value, used), fraction = na_str_take(na_str_skip(rest, 1), 3);
    bool point = rest.n && rest.p[0] == '.';
    if (used == 0 && !point)
        return -1;
    if (point) {
        static const double units[] = {1, 10, 100, 1000};
        double parts = (double)na_str_number(fraction, &used);
        delay += parts / units[used];
    }
    return delay;
}

static void keep_longer(scope *s, double delay)
{
    if (delay > s->delay)
        s->delay = delay;
}

static void on_delay(parser *p, na_str value)
{
    double delay = parse_delay(value);
    if (p->specific)
        keep_longer(&p->robots->specific, delay);
    if (p->global)
        keep_longer(&p->robots->global, delay);
}

static void on_sitemap(parser *p, na_str value)
{
    na_robots *r = p->robots;
    for (size_t i = 0; i < r->sitemap_count; i++)
        if (na_str_eq(na_robots_sitemap(r, i), value))
            return;
    if (value.n == 0 || r->sitemap_count == SITEMAPS_MAX)
        return;
    sitemap *grown = grow(r->sitemaps, r->sitemap_count, &r->sitemap_room, sizeof *grown);
    size_t at = r->bytes.n;
    na_buf_add(&r->bytes, value);
    r->failed |= !grown || r->bytes.status != NEWSARC_OK;
    r->sitemaps = grown ? grown : r->sitemaps;
    if (!r->failed)
        r->sitemaps[r->sitemap_count++] = (sitemap){at, value.n};
}

typedef struct directive {
    const char *name;
    void (*handle)(parser *p, na_str value);
} directive;

/* The names, and how they are misspelt. */
static const directive directives[] = {
    {"user-agent", on_agent},  {"useragent", on_agent},   {"user agent", on_agent},
    {"useg-agent", on_agent},  {"disallow", on_disallow}, {"dissallow", on_disallow},
    {"dissalow", on_disallow}, {"disalow", on_disallow},  {"diasllow", on_disallow},
    {"disallaw", on_disallow}, {"desallow", on_disallow}, {"allow", on_allow},
    {"crawl-delay", on_delay}, {"crawldelay", on_delay},  {"crawl delay", on_delay},
    {"sitemap", on_sitemap},   {"site-map", on_sitemap},
};

static size_t find_space(na_str s)
{
    size_t i = 0;
    while (i < s.n && !is_word_space(s.p[i]))
        i++;
    return i;
}

/* "name: value" or, for want of a colon, two words. */
static bool split_line(na_str line, na_str *name, na_str *value)
{
    size_t colon = na_str_find_byte(line, ':');
    size_t end = colon == NA_NOT_FOUND ? find_space(line) : colon;
    *name = na_str_trim(na_str_take(line, end));
    *value = na_str_trim(na_str_skip(line, end + 1));
    return end < line.n && (colon != NA_NOT_FOUND || find_space(*value) == value->n);
}

static void parse_line(parser *p, na_str line)
{
    na_str name, value;
    line = na_str_take(line, LINE_MAX_BYTES);
    line = na_str_trim(na_str_take(line, na_str_find_byte(line, '#')));
    if (!split_line(line, &name, &value))
        return;
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
        if (na_str_eq_nocase(name, na_str_from(directives[i].name))) {
            directives[i].handle(p, value);
            return;
        }
}

static void parse_text(parser *p, na_str text)
{
    while (text.n && !p->robots->failed) {
        size_t n = 0;
        while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
            n++;
        parse_line(p, na_str_take(text, n));
        text = na_str_skip(text, n + 1);
    }
}

static na_robots *new_robots(void)
{
    na_robots *r = na_calloc(1, sizeof *r);
    if (r) {
        r->bytes = NA_BUF(4 * NA_ROBOTS_MAX);
        r->specific.delay = r->global.delay = -1;
    }
    return r;
}

/* Files saved by a text editor as UTF-16, read as UTF-8; empty when out of memory. */
static void parse_utf16(parser *p, na_str text, bool big_endian)
{
    na_buf utf8 = NA_BUF(4 * NA_ROBOTS_MAX);
    uint32_t high = 0;
    for (; text.n >= 2; text = na_str_skip(text, 2)) {
        unsigned char first = (unsigned char)text.p[0], second = (unsigned char)text.p[1];
        uint32_t c = big_endian ? first * 256U + second : second * 256U + first;
        char bytes[4];
        if (c >= 0xd800 && c < 0xdc00) {
            high = c;
            continue;
        }
        if (c >= 0xdc00 && c < 0xe000)
            c = high ? 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00) : 0xfffd;
        high = 0;
        na_buf_add(&utf8, (na_str){bytes, na_utf8_put(bytes, c)});
    }
    p->robots->failed = utf8.status != NEWSARC_OK;
    parse_text(p, na_buf_str(&utf8));
    na_buf_free(&utf8);
}

static void parse_bytes(parser *p, na_str text)
{
    if (na_str_starts(text, NA_STR("\xff\xfe")))
        parse_utf16(p, na_str_skip(text, 2), false);
    else if (na_str_starts(text, NA_STR("\xfe\xff")))
        parse_utf16(p, na_str_skip(text, 2), true);
    else
        parse_text(p, na_str_skip(text, na_str_starts(text, NA_STR("\xef\xbb\xbf")) ? 3 : 0));
}

na_robots *na_robots_parse(na_str text, na_str agent)
{
    na_robots *r = new_robots();
    parser p = {.robots = r, .agent = agent};
    if (!r)
        return NULL;
    parse_bytes(&p, na_str_take(text, NA_ROBOTS_MAX));
    if (r->failed) {
        na_robots_free(r);
        return NULL;
    }
    return r;
}

na_robots *na_robots_allow_all(void)
{
    return new_robots();
}

na_robots *na_robots_disallow_all(void)
{
    return na_robots_parse(NA_STR("User-agent: *\nDisallow: /\n"), NA_STR(""));
}

void na_robots_free(na_robots *r)
{
    if (!r)
        return;
    na_buf_free(&r->bytes);
    na_free(r->rules);
    na_free(r->sitemaps);
    na_free(r);
}

/* Offset behind the first occurrence of part in path, which must be at 0 if `here`. */
static size_t behind(na_str path, na_str part, bool here)
{
    if (here)
        return na_str_starts(path, part) ? part.n : NA_NOT_FOUND;
    size_t at = na_str_find(path, part);
    return at == NA_NOT_FOUND ? at : at + part.n;
}

/* The parts between the * are looked for one behind the other, so the time is that of reading the
 * path once, whatever the pattern. */
static bool matches(na_str path, na_str pattern)
{
    bool anchored = na_str_ends(pattern, NA_STR("$"));
    pattern.n -= anchored ? 1 : 0;
    for (bool first = true;; first = false) {
        bool last = na_str_find_byte(pattern, '*') == NA_NOT_FOUND;
        na_str part = na_str_cut(pattern, '*', &pattern);
        if (last && anchored)
            return first ? na_str_eq(path, part) : na_str_ends(path, part);
        size_t end = behind(path, part, first);
        if (last || end == NA_NOT_FOUND)
            return end != NA_NOT_FOUND;
        path = na_str_skip(path, end);
    }
}

static bool allowed(const na_robots *r, na_str path)
{
    size_t longest = 0;
    bool allow = true;
    for (size_t i = 0; i < r->rule_count; i++) {
        const rule *x = &r->rules[i];
        if (x->n < longest || x->specific != r->specific.seen)
            continue;
        if ((x->n > longest || x->allow) && matches(path, (na_str){r->bytes.p + x->at, x->n})) {
            longest = x->n;
            allow = x->allow;
        }
    }
    return allow;
}

bool na_robots_allowed(const na_robots *r, na_str path)
{
    na_buf spelled = NA_BUF(SIZE_MAX / 2);
    na_str query;
    if (na_str_eq(na_str_cut(path, '?', &query), NA_STR("/robots.txt")))
        return true;
    if (path.n == 0)
        return allowed(r, NA_STR("/"));
    add_spelled(&spelled, path, false);
    bool answer = allowed(r, spelled.status == NEWSARC_OK ? na_buf_str(&spelled) : path);
    na_buf_free(&spelled);
    return answer;
}

double na_robots_crawl_delay(const na_robots *r)
{
    return r->specific.seen ? r->specific.delay : r->global.delay;
}

size_t na_robots_sitemap_count(const na_robots *r)
{
    return r->sitemap_count;
}

na_str na_robots_sitemap(const na_robots *r, size_t i)
{
    return (na_str){r->bytes.p + r->sitemaps[i].at, r->sitemaps[i].n};
}
