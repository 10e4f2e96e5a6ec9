/* See outlinks.h. One pass over the flat document; a table says which attributes of which elements
 * hold links. */
#include "crawl/outlinks.h"

#include "core/hash.h"
#include "crawl/scripted.h"
#include "html/css.h"
#include "url/url.h"

#define SEEN_MIN 256

typedef struct finder {
    na_arena *arena;
    const na_doc *doc;
    const na_encoding *encoding;
    na_str base;
    na_outlink *v;
    size_t n, room;
    uint32_t *seen; /* open hash of indexes + 1 */
    size_t seen_size;
    bool nofollow;
} finder;

/* The slot where `url` stands or would stand. */
static uint32_t *slot_of(finder *f, na_str url)
{
    size_t i = na_hash(url) & (f->seen_size - 1);
    while (f->seen[i] && !na_str_eq(f->v[f->seen[i] - 1].url, url))
        i = (i + 1) & (f->seen_size - 1);
    return &f->seen[i];
}

static void grow(finder *f)
{
    size_t room = f->room ? f->room * 2 : SEEN_MIN / 2;
    f->v = na_arena_grow(f->arena, f->v, f->room * sizeof *f->v, room * sizeof *f->v);
    f->room = room;
    f->seen_size = room * 2;
    f->seen = na_arena_zalloc(f->arena, f->seen_size * sizeof *f->seen);
    for (size_t i = 0; i < f->n; i++)
        *slot_of(f, f->v[i].url) = (uint32_t)i + 1;
}

/* "/count.js?id=7", "dynclicks.jsp?clickid=7": counts the reader of a page. A crawl is none, and
 * the answer is no part of the page. */
static bool is_counter(na_str url)
{
    static const na_str words[] = {{"count", 5},   {"hits", 4},  {"click", 5},   {"viewnum", 7},
                                   {"readnum", 7}, {"visit", 5}, {"pageview", 8}};
    na_str query, path = na_str_cut(url, '?', &query);
    size_t name = path.n;
    while (name > 0 && path.p[name - 1] != '/')
        name--;
    path = na_str_skip(path, name);
    for (size_t i = 0; query.n && i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(path, words[i]) != NA_NOT_FOUND)
            return true;
    return false;
}

static void add(finder *f, na_str link, na_outlink_type type)
{
    link = na_str_trim(link);
    if (link.n == 0 || link.p[0] == '#' || f->n == NA_OUTLINKS_MAX)
        return;
    na_str url = na_url_resolve(f->arena, f->base, link, f->encoding);
    if (url.n == 0)
        return;
    if (type == NA_OUTLINK_PAGE && na_is_attachment_url(url))
        type = NA_OUTLINK_ATTACHMENT;
    if (f->nofollow && (type == NA_OUTLINK_PAGE || type == NA_OUTLINK_ATTACHMENT))
        return;
    if (f->n == f->room)
        grow(f);
    uint32_t *slot = slot_of(f, url);
    if (*slot)
        return;
    f->v[f->n++] = (na_outlink){url, type};
    *slot = (uint32_t)f->n;
}

bool na_has_token(na_str list, na_str token)
{
    while (list.n) {
        size_t n = 0;
        while (n < list.n && !na_is_space(list.p[n]) && list.p[n] != ',')
            n++;
        if (na_str_eq_nocase(na_str_take(list, n), token))
            return true;
        list = na_str_skip(list, n + 1);
    }
    return false;
}

/* srcset: URL, white space, descriptor, comma (HTML 4.8.4.2.1); data: URLs hold commas. */
static void add_srcset(finder *f, na_str value)
{
    for (;;) {
        while (value.n && (na_is_space(value.p[0]) || value.p[0] == ','))
            value = na_str_skip(value, 1);
        size_t n = 0;
        while (n < value.n && !na_is_space(value.p[n]))
            n++;
        if (n == 0)
            return;
        na_str url = na_str_take(value, n);
        value = na_str_skip(value, n);
        bool ended = na_str_ends(url, NA_STR(","));
        while (na_str_ends(url, NA_STR(",")))
            url.n--;
        add(f, url, NA_OUTLINK_REQUISITE);
        if (!ended)
            na_str_cut(value, ',', &value);
    }
}

/* "5; url='next.html'": the part behind url=. */
static na_str refresh_target(na_str content)
{
    na_str rest;
    na_str_cut(content, ';', &rest);
    rest = na_str_trim(rest);
    if (!na_str_starts_nocase(rest, NA_STR("url")))
        return (na_str){NULL, 0};
    rest = na_str_trim(na_str_skip(rest, 3));
    if (rest.n == 0 || rest.p[0] != '=')
        return (na_str){NULL, 0};
    rest = na_str_trim(na_str_skip(rest, 1));
    if (rest.n && (rest.p[0] == '\'' || rest.p[0] == '"')) {
        char quote = rest.p[0];
        rest = na_str_cut(na_str_skip(rest, 1), quote, &(na_str){0});
    }
    return rest;
}

typedef void (*add_fn)(finder *f, na_str value);

/* onclick="window.open('a.html')" and the like: such lists have no other links. */
static void add_scripted(finder *f, na_str code)
{
    na_str target;
    while ((target = na_scripted_target(&code)).n)
        add(f, target, NA_OUTLINK_PAGE);
}

static void add_page(finder *f, na_str value)
{
    static const na_str scheme = {"javascript:", 11};
    value = na_str_trim(value);
    if (na_str_starts_nocase(value, scheme))
        add_scripted(f, na_str_skip(value, scheme.n));
    else
        add(f, value, NA_OUTLINK_PAGE);
}

static void add_script(finder *f, na_str value)
{
    if (!is_counter(value))
        add(f, value, NA_OUTLINK_REQUISITE);
}

static void add_requisite(finder *f, na_str value)
{
    add(f, value, NA_OUTLINK_REQUISITE);
}

/* Which attributes hold what. Lazy images keep their address in data-attributes. */
static const struct {
    uint16_t tag;
    const char *attr;
    add_fn fn;
} table[] = {
    {NA_TAG_A, "href", add_page},
    {NA_TAG_AREA, "href", add_page},
    {NA_TAG_IFRAME, "src", add_page},
    {NA_TAG_IFRAME, "data-src", add_page},
    {NA_TAG_FRAME, "src", add_page},
    {NA_TAG_IMG, "src", add_requisite},
    {NA_TAG_IMG, "srcset", add_srcset},
    {NA_TAG_IMG, "data-src", add_requisite},
    {NA_TAG_IMG, "data-original", add_requisite},
    {NA_TAG_IMG, "data-lazy-src", add_requisite},
    {NA_TAG_IMG, "data-srcset", add_srcset},
    {NA_TAG_SOURCE, "src", add_requisite},
    {NA_TAG_SOURCE, "srcset", add_srcset},
    {NA_TAG_VIDEO, "src", add_requisite},
    {NA_TAG_VIDEO, "poster", add_requisite},
    {NA_TAG_AUDIO, "src", add_requisite},
    {NA_TAG_TRACK, "src", add_requisite},
    {NA_TAG_EMBED, "src", add_requisite},
    {NA_TAG_OBJECT, "data", add_requisite},
    {NA_TAG_SCRIPT, "src", add_script},
    {NA_TAG_INPUT, "src", add_requisite},
    {NA_TAG_BODY, "background", add_requisite},
    {NA_TAG_TABLE, "background", add_requisite},
    {NA_TAG_TD, "background", add_requisite},
    {NA_TAG_IMG, "data-lazy", add_requisite},
    {NA_TAG_IMG, "data-echo", add_requisite},
    {NA_TAG_IMG, "data-url", add_requisite},
    {NA_TAG_IMG, "data-actualsrc", add_requisite},
    {NA_TAG_SOURCE, "data-src", add_requisite},
    {NA_TAG_SOURCE, "data-srcset", add_srcset},
    {NA_TAG_VIDEO, "data-src", add_requisite},
};

static bool is_feed_type(na_str type)
{
    type = na_content_type_essence(type);
    return na_str_eq_nocase(type, NA_STR("application/rss+xml")) ||
           na_str_eq_nocase(type, NA_STR("application/atom+xml"));
}

static void look_at_link(finder *f, na_node_id n)
{
    static const na_str requisites[] = {{"stylesheet", 10},
                                        {"icon", 4},
                                        {"apple-touch-icon", 16},
                                        {"apple-touch-icon-precomposed", 28},
                                        {"mask-icon", 9}};
    na_str rel = na_attr_get(f->doc, n, "rel");
    for (size_t i = 0; i < sizeof requisites / sizeof *requisites; i++)
        if (na_has_token(rel, requisites[i])) {
            add(f, na_attr_get(f->doc, n, "href"), NA_OUTLINK_REQUISITE);
            return;
        }
    if (na_has_token(rel, NA_STR("alternate")) && is_feed_type(na_attr_get(f->doc, n, "type")))
        add(f, na_attr_get(f->doc, n, "href"), NA_OUTLINK_FEED);
}

static void add_styled(void *user, const na_css_link *link)
{
    add(user, link->address, NA_OUTLINK_REQUISITE);
}

static void look_at_meta(finder *f, na_node_id n)
{
    na_str equiv = na_attr_get(f->doc, n, "http-equiv");
    if (na_str_eq_nocase(na_str_trim(equiv), NA_STR("refresh")))
        add(f, refresh_target(na_attr_get(f->doc, n, "content")), NA_OUTLINK_REFRESH);
}

static void look_at_element(finder *f, na_node_id n)
{
    uint16_t tag = na_node_at(f->doc, n)->tag;
    if (tag == NA_TAG_LINK)
        look_at_link(f, n);
    else if (tag == NA_TAG_META)
        look_at_meta(f, n);
    if (tag == NA_TAG_A && na_has_token(na_attr_get(f->doc, n, "rel"), NA_STR("nofollow")))
        return;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].tag != tag)
            continue;
        na_str value = na_attr_get(f->doc, n, table[i].attr);
        if (value.p)
            table[i].fn(f, value);
    }
    if (na_node_at(f->doc, n)->attr_count == 0)
        return;
    add_scripted(f, na_attr_get(f->doc, n, "onclick"));
    na_str style = na_attr_get(f->doc, n, "style");
    if (na_str_find_nocase(style, NA_STR("url(")) != NA_NOT_FOUND)
        na_css_links(f->arena, style, add_styled, f);
}

/* meta name=robots (or our own name) content="nofollow" or "none". */
static bool page_says_nofollow(const na_doc *doc, na_str agent)
{
    for (na_node_id n = 0; n < doc->count; n++) {
        if (!na_is_element(doc, n, NA_TAG_META))
            continue;
        na_str name = na_str_trim(na_attr_get(doc, n, "name"));
        na_str content = na_attr_get(doc, n, "content");
        if ((na_str_eq_nocase(name, NA_STR("robots")) || na_str_eq_nocase(name, agent)) &&
            (na_has_token(content, NA_STR("nofollow")) || na_has_token(content, NA_STR("none"))))
            return true;
    }
    return false;
}

/* A page without links that leads on by a script does what a meta refresh does. */
static void follow_script(finder *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].type != NA_OUTLINK_REQUISITE)
            return;
    for (size_t i = 0; i < f->doc->script_count; i++) {
        na_str code = f->doc->scripts[i], target = na_scripted_target(&code);
        if (target.n) {
            add(f, target, NA_OUTLINK_REFRESH);
            return;
        }
    }
}

na_outlinks na_outlinks_find(na_arena *arena, const na_doc *doc, na_str url,
                             const na_encoding *encoding, na_str agent)
{
    finder f = {.arena = arena, .doc = doc, .encoding = encoding, .base = url};
    if (doc->base_href.n) {
        na_str base = na_url_resolve(arena, url, doc->base_href, encoding);
        f.base = base.n ? base : url;
    }
    f.nofollow = page_says_nofollow(doc, agent);
    for (na_node_id n = 0; n < doc->count; n++)
        if (na_node_at(doc, n)->type == NA_ELEMENT) {
            na_arena_tick(arena);
            look_at_element(&f, n);
        }
    na_css_style_elements(arena, doc->source, add_styled, &f);
    follow_script(&f);
    return (na_outlinks){f.v, f.n, f.base, f.nofollow};
}

bool na_is_attachment_url(na_str url)
{
    static const char *const endings[] = {
        "pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "pps", "wps", "et",
        "dps", "ofd", "odt",  "ods",  "odp", "rtf",  "csv",  "zip", "rar",  "7z",  "tar", "gz",
        "tgz", "bz2", "xz",   "caj",  "ceb", "epub", "mp3",  "mp4", "wma",  "wmv", "avi", "flv",
        "mov", "m4a", "m4v",  "mkv",  "wav", "dwg",  "apk",  "exe", "iso",
    };
    na_str path = na_str_take(url, na_str_find_byte(url, '#'));
    path = na_str_take(path, na_str_find_byte(path, '?'));
    size_t dot = path.n;
    while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
        dot--;
    if (dot == 0 || path.p[dot - 1] != '.')
        return false;
    na_str ending = na_str_skip(path, dot);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (na_str_eq_nocase(ending, na_str_from(endings[i])))
            return true;
    return false;
}
