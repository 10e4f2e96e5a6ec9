/* Categories come from three places, in this order: menus (marked as such, or a block of short
 * links with the home page among them), the breadcrumb, and blocks of a home page with a heading
 * and a 更多 link. Links to other hosts, to articles, to logins and the like are none. */
#include "listing/categories.h"

#include "listing/entries.h"
#include "listing/regions.h"
#include "listing/words.h"
#include "text/utf8.h"

#define NAME_WIDTH_MAX 32 /* columns */
#define MENU_LINKS_MIN 3
#define MENU_LINKS_MAX 300
#define MENU_CLIMB_MAX 6
#define PARENT_CLIMB_MAX 12
#define MORE_CLIMB_MAX 4
#define MORE_NODES_MAX 200

typedef struct collector {
    const na_list_work *w;
    const uint8_t *entries;
    na_categories out;
    uint32_t *category_of_link; /* index + 1, 0: none */
} collector;

static bool has_file_ending(na_str url)
{
    static const na_str endings[] = {{".pdf", 4}, {".doc", 4}, {".docx", 5}, {".xls", 4},
                                     {".zip", 4}, {".rar", 4}, {".jpg", 4},  {".xml", 4}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (url.n > endings[i].n &&
            na_str_eq_nocase(na_str_skip(url, url.n - endings[i].n), endings[i]))
            return true;
    return false;
}

static bool is_service(na_str url)
{
    static const na_str words[] = {{"login", 5},  {"logout", 6},   {"register", 8},
                                   {"search", 6}, {"passport", 8}, {"/user/", 6},
                                   {"signin", 6}, {"/admin/", 7},  {"/feed", 5}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(url, words[i]) != NA_NOT_FOUND)
            return true;
    return has_file_ending(url);
}

/* "http://host/" and "http://host/index.html" */
static bool is_home(na_str url)
{
    size_t scheme = na_str_find(url, NA_STR("://"));
    na_str path = na_str_skip(url, scheme == NA_NOT_FOUND ? 0 : scheme + 3);
    na_str_cut(path, '/', &path);
    return path.n == 0 || (na_str_starts(path, NA_STR("index.")) && path.n <= 11 &&
                           na_str_find_byte(path, '/') == NA_NOT_FOUND &&
                           na_str_find_byte(path, '?') == NA_NOT_FOUND);
}

static na_str name_of(const na_list_work *w, const na_link *link)
{
    na_str given = na_attr_get(w->doc, link->node, "title");
    return link->text.n ? link->text : na_collapse(w->arena, given);
}

static bool may_be_category(const collector *c, const na_link *link)
{
    if (!link->same_site || is_home(link->url) || is_service(link->url))
        return false;
    if (na_word_is(NA_WORDS_HOME, link->label) || na_word_is(NA_WORDS_UTILITY, link->label) ||
        na_word_is(NA_WORDS_MORE, link->label) || link->role != NA_LINK_PLAIN)
        return false;
    uint32_t width = na_text_width(name_of(c->w, link));
    return width >= 2 && width <= NAME_WIDTH_MAX && !c->entries[link->url_id];
}

static size_t find_category(const collector *c, na_str url, na_str name)
{
    for (size_t i = 0; i < c->out.n; i++)
        if (na_str_eq(c->out.v[i].url, url) && (!name.p || na_str_eq(c->out.v[i].name, name)))
            return i;
    return SIZE_MAX;
}

/* Returns its index; SIZE_MAX when there are too many. */
static size_t add_category(collector *c, na_str url, na_str name, size_t parent)
{
    size_t known = find_category(c, url, name);
    if (known != SIZE_MAX || c->out.n == NA_CATEGORIES_MAX)
        return known;
    c->out.v[c->out.n] = (na_category){url, name, parent};
    return c->out.n++;
}

static bool is_in_dt(const na_doc *d, na_node_id n)
{
    return d->nodes[d->nodes[n].parent].tag == NA_TAG_DT;
}

/* The category whose submenu the link stands in: the first link of an enclosing item that stands
 * less deep than this one. */
static size_t menu_parent(const collector *c, uint32_t i, na_node_id menu)
{
    const na_doc *d = c->w->doc;
    const na_link *link = &c->w->links[i];
    na_node_id n = d->nodes[link->node].parent;
    for (int level = 0; level < PARENT_CLIMB_MAX && n != menu && n != 0; level++) {
        uint32_t first;
        na_links_of(c->w, n, &first);
        na_node_id head = c->w->links[first].node;
        bool above = d->nodes[head].depth < d->nodes[link->node].depth ||
                     (is_in_dt(d, head) && !is_in_dt(d, link->node));
        if (first < i && above && c->category_of_link[first])
            return c->category_of_link[first] - 1;
        n = d->nodes[n].parent;
    }
    return SIZE_MAX;
}

static void read_menu(collector *c, na_node_id menu)
{
    uint32_t from, end = na_links_of(c->w, menu, &from);
    for (uint32_t i = from; i < end; i++) {
        const na_link *link = &c->w->links[i];
        if (c->category_of_link[i] || c->w->regions[link->node] & (NA_IN_CRUMB | NA_IN_PAGER) ||
            !may_be_category(c, link))
            continue;
        size_t parent = menu_parent(c, i, menu);
        size_t at = add_category(c, link->url, name_of(c->w, link), parent);
        c->category_of_link[i] = at == SIZE_MAX ? 0 : (uint32_t)at + 1;
    }
}

/* Most links short: a menu, not a list of articles. */
static bool is_menu(const na_list_work *w, na_node_id n)
{
    uint32_t from, end = na_links_of(w, n, &from), shorts = 0, links = end - from;
    if (links < MENU_LINKS_MIN || links > MENU_LINKS_MAX)
        return false;
    for (uint32_t i = from; i < end; i++)
        shorts += w->links[i].text.n && na_text_width(w->links[i].text) <= NAME_WIDTH_MAX;
    return shorts * 4 >= links * 3;
}

/* Elements marked as menus; the outermost of each. */
static void read_marked_menus(collector *c)
{
    const na_list_work *w = c->w;
    for (na_node_id n = 1; n < w->doc->count; n++) {
        uint8_t region = w->regions[n];
        if (w->doc->nodes[n].type != NA_ELEMENT || !(region & NA_IN_NAV) ||
            region & (NA_IN_CRUMB | NA_IN_PAGER | NA_IN_FOOT) || !is_menu(w, n))
            continue;
        read_menu(c, n);
        n = w->doc->nodes[n].end - 1;
    }
}

/* The block of short links around a link to the home page. */
static void read_home_menus(collector *c)
{
    const na_list_work *w = c->w;
    const na_doc *d = w->doc;
    for (uint32_t i = 0; i < w->link_count; i++) {
        const na_link *link = &w->links[i];
        if (!na_word_is(NA_WORDS_HOME, link->label) ||
            w->regions[link->node] & (NA_IN_NAV | NA_IN_CRUMB | NA_IN_PAGER | NA_IN_FOOT))
            continue;
        na_node_id n = d->nodes[link->node].parent, menu = NA_NO_NODE;
        for (int level = 0; level < MENU_CLIMB_MAX && n != d->body && n != 0; level++) {
            if (is_menu(w, n)) {
                menu = n;
                break;
            }
            n = d->nodes[n].parent;
        }
        if (menu != NA_NO_NODE)
            read_menu(c, menu);
    }
}

/* 首页 > 新闻中心 > 协会动态: each names the one before it as its parent. */
static void read_crumb(collector *c)
{
    const na_list_work *w = c->w;
    size_t parent = SIZE_MAX;
    for (uint32_t i = 0; i < w->link_count; i++) {
        const na_link *link = &w->links[i];
        if (!(w->regions[link->node] & NA_IN_CRUMB) || !may_be_category(c, link))
            continue;
        na_str name = name_of(w, link);
        size_t at = find_category(c, link->url, name);
        if (at == SIZE_MAX)
            at = find_category(c, link->url, (na_str){NULL, 0});
        parent = at != SIZE_MAX ? at : add_category(c, link->url, name, parent);
    }
}

/* Short text of a heading that stands in the block of a 更多 link, without the link's own. */
static na_str heading_beside(const na_list_work *w, const na_link *more)
{
    const na_doc *d = w->doc;
    na_node_id block = d->nodes[more->node].parent;
    for (int level = 0; level < MORE_CLIMB_MAX && block != d->body && block != 0; level++) {
        for (na_node_id n = block; n < d->nodes[block].end && n < block + MORE_NODES_MAX; n++) {
            if (n == more->node)
                n = d->nodes[n].end - 1;
            else if (d->nodes[n].type == NA_TEXT && !(d->nodes[n].flags & NA_WHITE)) {
                na_str text = na_collapse(w->arena, d->nodes[n].text);
                uint32_t width = na_text_width(text);
                return width >= 4 && width <= NAME_WIDTH_MAX ? text : (na_str){NULL, 0};
            }
        }
        block = d->nodes[block].parent;
    }
    return (na_str){NULL, 0};
}

static void read_more_links(collector *c)
{
    const na_list_work *w = c->w;
    for (uint32_t i = 0; i < w->link_count; i++) {
        const na_link *link = &w->links[i];
        if (!na_word_is(NA_WORDS_MORE, link->label) || !link->same_site || is_home(link->url) ||
            is_service(link->url) || c->entries[link->url_id] ||
            na_url_names_article(link->url, w->in->now) ||
            find_category(c, link->url, (na_str){NULL, 0}) != SIZE_MAX)
            continue;
        na_str name = heading_beside(w, link);
        if (name.n)
            add_category(c, link->url, name, SIZE_MAX);
    }
}

na_categories na_categories_find(const na_list_work *w, const uint8_t *entries)
{
    collector c = {.w = w, .entries = entries};
    c.out.v = na_arena_array(w->arena, NA_CATEGORIES_MAX, sizeof *c.out.v);
    c.category_of_link = na_arena_zalloc(w->arena, (w->link_count + 1) * sizeof(uint32_t));
    read_marked_menus(&c);
    read_home_menus(&c);
    read_crumb(&c);
    read_more_links(&c);
    return c.out;
}
