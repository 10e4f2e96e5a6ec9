/* Rules of sites: keeping them, and finding those of a page. */
#include "article/rules.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include "text/utf8.h"

#define SITES_MAX 10000
#define SELECTORS_MAX 32
#define PATTERN_BYTES 1000

struct newsarc_rules {
    na_site_rules **v;
    size_t n, room;
    na_arena *arena; /* for reading patterns */
};

static const char *const names[NEWSARC_RULE_COUNT] = {
    [NEWSARC_RULE_TITLE] = "title",        [NEWSARC_RULE_DATE] = "date",
    [NEWSARC_RULE_SOURCE] = "source",      [NEWSARC_RULE_AUTHORS] = "authors",
    [NEWSARC_RULE_BODY] = "body",          [NEWSARC_RULE_DROP] = "drop",
    [NEWSARC_RULE_NEXT_PAGE] = "next-page"};

const char *newsarc_rule_name(newsarc_rule rule)
{
    return rule >= 0 && rule < NEWSARC_RULE_COUNT ? names[rule] : NULL;
}

newsarc_status newsarc_rules_new(newsarc_rules **out)
{
    if (!out)
        return NEWSARC_E_ARGUMENT;
    *out = NULL;
    newsarc_rules *rules = na_calloc(1, sizeof *rules);
    if (!rules)
        return NEWSARC_E_NOMEM;
    rules->arena = na_arena_new();
    if (!rules->arena) {
        na_free(rules);
        return NEWSARC_E_NOMEM;
    }
    *out = rules;
    return NEWSARC_OK;
}

static void free_site(na_site_rules *site)
{
    if (!site)
        return;
    for (size_t r = 0; r < NEWSARC_RULE_COUNT; r++) {
        na_rule_list *list = &site->rules[r];
        for (size_t i = 0; i < list->n; i++) {
            na_free(list->v[i]);
            na_free(list->text[i]);
        }
        na_free(list->v);
        na_free(list->text);
    }
    na_free(site->pattern);
    na_free(site->host);
    na_free(site->path);
    na_free(site);
}

void newsarc_rules_free(newsarc_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->n; i++)
        free_site(rules->v[i]);
    na_free(rules->v);
    na_arena_free(rules->arena);
    na_free(rules);
}

/* ---- patterns ---- */

typedef struct site_pattern {
    na_str text;
    bool any, below;
    na_str host, path; /* path: p == NULL when there is none */
    const char *wrong; /* NULL: nothing */
} site_pattern;

/* What an address has behind its host, without the fragment. */
static na_str target_of(const na_url *url)
{
    na_str last = url->has_query ? url->query : url->path;
    return (na_str){url->path.p, (size_t)(last.p + last.n - url->path.p)};
}

/* The address that a pattern stands for is read as any address, so that both are spelt alike. */
static void read_pattern(na_arena *arena, void *user)
{
    site_pattern *p = user;
    na_url url;
    na_sb sb = NA_SB(arena);
    size_t slash = na_str_find_byte(p->text, '/');
    na_str host = na_str_take(p->text, slash), path = na_str_skip(p->text, slash);
    p->any = na_str_eq(host, NA_STR("*"));
    p->below = !p->any && na_str_starts(host, NA_STR("*."));
    host = p->below ? na_str_skip(host, 2) : p->any ? NA_STR("any") : host;
    if (host.n == 0)
        p->wrong = "a host is missing: www.example.org, *.example.org or *";
    else if (na_str_find_byte(host, '*') != NA_NOT_FOUND)
        p->wrong = "* stands for a whole host or at its front only, as in *.example.org";
    else if (na_str_find_byte(host, ':') != NA_NOT_FOUND && host.p[0] != '[')
        p->wrong = "a host stands here without scheme and port: www.example.org";
    if (p->wrong)
        return;
    na_sb_add_cstr(&sb, "http://");
    na_sb_add(&sb, host);
    na_sb_add(&sb, path.n ? path : NA_STR("/"));
    bool good = na_url_parse(arena, na_sb_str(&sb), NULL, NULL, &url) && url.host.n &&
                url.port.n == 0 && url.username.n == 0 && url.password.n == 0;
    if (!good || url.path.p != url.host.p + url.host.n || url.has_fragment) {
        p->wrong = "not a host, without a port, or a host and a path: www.example.org/news/*";
        return;
    }
    p->host = p->any ? NA_STR("") : url.host;
    if (path.n)
        p->path = target_of(&url);
}

static newsarc_status check_pattern(newsarc_rules *rules, const char *text, site_pattern *p,
                                    newsarc_error *err)
{
    *p = (site_pattern){.text = na_str_from(text)};
    if (p->text.n > PATTERN_BYTES || !na_utf8_valid(p->text))
        return na_error(err, NEWSARC_E_CONFIG, "rules", p->text,
                        "not UTF-8, or longer than %d bytes", PATTERN_BYTES);
    na_arena_reset(rules->arena);
    newsarc_status status = na_arena_run(rules->arena, (na_arena_limits){0, 0}, read_pattern, p);
    if (status != NEWSARC_OK)
        return na_error(err, NEWSARC_E_NOMEM, "rules", p->text, "out of memory");
    return p->wrong ? na_error(err, NEWSARC_E_CONFIG, "rules", p->text, "%s", p->wrong)
                    : NEWSARC_OK;
}

static na_site_rules *new_site(const site_pattern *p)
{
    na_site_rules *site = na_calloc(1, sizeof *site);
    if (!site)
        return NULL;
    site->below = p->below;
    site->pattern = na_strndup(p->text.p, p->text.n);
    site->host = na_strndup(p->host.p, p->host.n);
    site->path = p->path.p ? na_strndup(p->path.p, p->path.n) : NULL;
    if (site->pattern && site->host && (site->path || !p->path.p))
        return site;
    free_site(site);
    return NULL;
}

static bool make_room(newsarc_rules *rules)
{
    if (rules->n < rules->room)
        return true;
    size_t room = rules->room ? 2 * rules->room : 8;
    na_site_rules **v = na_realloc_array(rules->v, room, sizeof(na_site_rules *));
    if (!v)
        return false;
    rules->v = v;
    rules->room = room;
    return true;
}

/* The rules of that pattern, made when it is new. Files have the rules of a site together, so the
 * last one is looked at first. */
static newsarc_status site_of(newsarc_rules *rules, const char *text, na_site_rules **out,
                              newsarc_error *err)
{
    site_pattern p;
    for (size_t i = rules->n; i-- > 0;)
        if (strcmp(rules->v[i]->pattern, text) == 0) {
            *out = rules->v[i];
            return NEWSARC_OK;
        }
    newsarc_status status = check_pattern(rules, text, &p, err);
    if (status != NEWSARC_OK)
        return status;
    if (rules->n == SITES_MAX)
        return na_error(err, NEWSARC_E_LIMIT, "rules", p.text, "more than %d patterns", SITES_MAX);
    na_site_rules *site = make_room(rules) ? new_site(&p) : NULL;
    if (!site)
        return na_error(err, NEWSARC_E_NOMEM, "rules", p.text, "out of memory");
    *out = rules->v[rules->n++] = site;
    return NEWSARC_OK;
}

/* ---- selectors ---- */

static newsarc_status compile(const char *text, na_selector **out, newsarc_error *err)
{
    na_selector_fault fault;
    na_str selector = na_str_from(text);
    if (!na_utf8_valid(selector))
        return na_error(err, NEWSARC_E_CONFIG, "rules", selector, "not UTF-8");
    *out = na_selector_new(selector, &fault);
    if (*out)
        return NEWSARC_OK;
    if (fault.column == 0)
        return na_error(err, NEWSARC_E_NOMEM, "rules", selector, "out of memory");
    return na_error_at(err, NEWSARC_E_CONFIG, "rules", selector, fault.column - 1, "%s",
                       fault.message);
}

/* Takes the selector when it succeeds. */
static bool append(na_rule_list *list, na_selector *selector, const char *text)
{
    na_selector **v = na_realloc_array(list->v, list->n + 1, sizeof(na_selector *));
    if (v)
        list->v = v;
    char **texts = v ? na_realloc_array(list->text, list->n + 1, sizeof(char *)) : NULL;
    if (texts)
        list->text = texts;
    char *copy = texts ? na_strdup(text) : NULL;
    if (!copy)
        return false;
    list->v[list->n] = selector;
    list->text[list->n++] = copy;
    return true;
}

newsarc_status newsarc_rules_add(newsarc_rules *rules, const char *pattern, newsarc_rule rule,
                                 const char *selector, newsarc_error *err)
{
    na_site_rules *site = NULL;
    na_selector *compiled = NULL;
    if (!rules || !pattern || !selector || !newsarc_rule_name(rule))
        return na_error(err, NEWSARC_E_ARGUMENT, "rules", (na_str){0},
                        "rules, pattern or selector is NULL, or the rule is unknown");
    newsarc_status status = compile(selector, &compiled, err);
    if (status == NEWSARC_OK)
        status = site_of(rules, pattern, &site, err);
    if (status == NEWSARC_OK && site->rules[rule].n == SELECTORS_MAX)
        status = na_error(err, NEWSARC_E_LIMIT, "rules", na_str_from(selector),
                          "more than %d selectors for %s", SELECTORS_MAX, names[rule]);
    if (status == NEWSARC_OK && !append(&site->rules[rule], compiled, selector))
        status = na_error(err, NEWSARC_E_NOMEM, "rules", na_str_from(selector), "out of memory");
    if (status != NEWSARC_OK)
        na_free(compiled);
    return status;
}

/* ---- the rules of a page ---- */

static bool fits_host(const na_site_rules *site, na_str host)
{
    na_str own = na_str_from(site->host);
    if (own.n == 0 || na_str_eq(own, host))
        return true;
    return site->below && host.n > own.n && na_str_ends(host, own) &&
           host.p[host.n - own.n - 1] == '.';
}

/* Does the whole of s match, * being any characters? Goes back to the last * alone, which is
 * enough: what an earlier one could take the last one can take. */
static bool fits_path(const char *pattern, na_str s)
{
    na_str p = na_str_from(pattern), star = {NULL, 0}, again = {NULL, 0};
    while (s.n || p.n) {
        if (p.n && p.p[0] == '*') {
            star = p = na_str_skip(p, 1);
            again = s;
        } else if (p.n && s.n && p.p[0] == s.p[0]) {
            p = na_str_skip(p, 1);
            s = na_str_skip(s, 1);
        } else if (star.p && again.n) {
            p = star;
            s = again = na_str_skip(again, 1);
        } else {
            return false;
        }
    }
    return true;
}

/* Orders patterns that fit one page. */
static bool is_more_specific(const na_site_rules *a, const na_site_rules *b)
{
    size_t host_a = strlen(a->host), host_b = strlen(b->host);
    bool whole_a = host_a && !a->below, whole_b = host_b && !b->below;
    if (whole_a != whole_b)
        return whole_a;
    if (host_a != host_b)
        return host_a > host_b;
    return (a->path ? strlen(a->path) : 0) > (b->path ? strlen(b->path) : 0);
}

const na_site_rules *na_rules_of(na_arena *arena, const newsarc_rules *rules, na_str url)
{
    const na_site_rules *best = NULL;
    na_url parsed = {.has_host = false};
    bool known = rules && rules->n && url.n && na_url_parse(arena, url, NULL, NULL, &parsed);
    na_str host = known ? parsed.host : (na_str){0};
    for (size_t i = 0; rules && i < rules->n; i++) {
        const na_site_rules *site = rules->v[i];
        if (fits_host(site, host) &&
            (!site->path || (known && fits_path(site->path, target_of(&parsed)))) &&
            (!best || is_more_specific(site, best)))
            best = site;
    }
    return best;
}
