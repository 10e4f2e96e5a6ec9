/* Pagers made of links, and the texts beside them: 上一页 1 2 3 下一页 尾页 共 12 页. */
#include "listing/pager.h"

#include "core/buf.h"
#include "listing/regions.h"
#include "text/utf8.h"

#define CLIMB_MAX 8
#define ROOT_LINKS_MAX 60
#define TOTAL_MAX 100000
#define SURROUNDINGS_MAX 120 /* characters */

/* The highest ancestor that holds links of pagers only, and no text of an article beside them. */
static na_node_id root_of(const na_list_work *w, uint32_t i)
{
    const na_doc *d = w->doc;
    na_node_id root = w->links[i].node, up = d->nodes[root].parent;
    for (int level = 0; level < CLIMB_MAX && up != d->body && up != 0; level++) {
        uint32_t from, end = na_links_of(w, up, &from);
        if (end - from > ROOT_LINKS_MAX ||
            d->nodes[up].text_chars - d->nodes[up].link_chars > SURROUNDINGS_MAX ||
            w->regions[root] & ~w->regions[up] & NA_IN_PAGER)
            return root;
        for (uint32_t k = from; k < end; k++)
            if (w->links[k].role == NA_LINK_PLAIN)
                return root;
        root = up;
        up = d->nodes[up].parent;
    }
    return root;
}

/* Numbers alone may be years or figures; with next or last beside them, with a class that says so,
 * or counting from 1 or 2 they are pages. */
static bool is_pager(const na_list_work *w, na_node_id root)
{
    uint32_t from, end = na_links_of(w, root, &from), numbers = 0, least = UINT32_MAX;
    for (uint32_t i = from; i < end; i++) {
        const na_link *link = &w->links[i];
        if (link->role == NA_LINK_NEXT || link->role == NA_LINK_PREVIOUS ||
            link->role == NA_LINK_LAST)
            return true;
        if (link->role == NA_LINK_NUMBER) {
            numbers++;
            least = link->number < least ? link->number : least;
        }
    }
    return numbers && (w->regions[root] & NA_IN_PAGER || (numbers >= 2 && least <= 2));
}

/* A number that is no link: the page shown now. */
static uint32_t shown_number(const na_list_work *w, na_node_id root)
{
    const na_doc *d = w->doc;
    for (na_node_id n = root; n < d->nodes[root].end; n++) {
        na_str text = na_trim_white(d->nodes[n].text);
        size_t used = 0;
        if (d->nodes[n].type != NA_TEXT || d->nodes[n].flags & NA_IN_LINK || text.n == 0)
            continue;
        uint64_t value = na_str_number(text, &used);
        if (used && used == text.n && value && value < TOTAL_MAX)
            return (uint32_t)value;
    }
    return 0;
}

static uint32_t number_of(const na_pager *p, const na_link *link)
{
    switch (link->role) {
    case NA_LINK_NUMBER: return link->number;
    case NA_LINK_FIRST: return 1;
    case NA_LINK_NEXT: return p->current ? p->current + 1 : 0;
    case NA_LINK_PREVIOUS: return p->current > 1 ? p->current - 1 : 0;
    case NA_LINK_LAST:
    case NA_LINK_PLAIN: break;
    }
    return 0;
}

static void add_links(na_pager *p, na_node_id root)
{
    uint32_t from, end = na_links_of(p->w, root, &from), highest = 0;
    uint32_t shown = shown_number(p->w, root);
    if (shown)
        p->current = shown;
    for (uint32_t i = from; i < end; i++) {
        const na_link *link = &p->w->links[i];
        if (link->url.n)
            na_pager_add(p, link->url, number_of(p, link));
        if (link->role == NA_LINK_LAST)
            highest = UINT32_MAX; /* there may be more than are shown */
        if (link->role == NA_LINK_NUMBER && link->number > highest)
            highest = link->number;
    }
    if (highest != UINT32_MAX && highest > p->total && shown > highest)
        p->total = shown;
}

void na_pager_read_links(na_pager *p)
{
    const na_list_work *w = p->w;
    na_node_id seen = 0; /* end of the last root: roots come in page order */
    for (uint32_t i = 0; i < w->link_count && p->root_count < NA_PAGER_ROOTS_MAX; i++) {
        const na_link *link = &w->links[i];
        if (link->role == NA_LINK_PLAIN || link->node < seen ||
            w->regions[link->node] & (NA_IN_CRUMB | NA_IN_FOOT))
            continue;
        na_node_id root = root_of(w, i);
        if (!is_pager(w, root) || (w->article && !na_pager_is_of_article(w, root)))
            continue;
        seen = w->doc->nodes[root].end;
        p->roots[p->root_count++] = root;
        add_links(p, root);
    }
}

/* Number behind `before` (white space between them allowed) when `behind` follows; 0: none. */
static uint32_t number_between(na_str text, na_str before, na_str behind)
{
    for (size_t at; (at = na_str_find(text, before)) != NA_NOT_FOUND;) {
        size_t used = 0;
        text = na_str_skip(text, at + before.n);
        na_str rest = na_trim_white(text);
        uint64_t value = na_str_number(rest, &used);
        rest = na_trim_white(na_str_skip(rest, used));
        if (used && value && value < TOTAL_MAX && na_str_starts(rest, behind))
            return (uint32_t)value;
    }
    return 0;
}

/* "第1/3页", "1/12页": the number behind the slash. */
static uint32_t total_in_text(na_str text)
{
    static const struct {
        na_str before, behind;
    } forms[] = {
        {{"共", 3}, {"页", 3}},      {{"总", 3}, {"页", 3}}, {{"/", 1}, {"页", 3}},
        {{"/共", 4}, {"页", 3}},     {{"共", 3}, {"頁", 3}}, {{"总页数:", 10}, {"", 0}},
        {{"总页数：", 12}, {"", 0}}, {{"of ", 3}, {"", 0}},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t total = number_between(text, forms[i].before, forms[i].behind);
        if (total)
            return total;
    }
    return 0;
}

/* "共 53 条 每页 20 条" */
static uint32_t total_of_entries(na_str text)
{
    uint32_t size = number_between(text, NA_STR("每页"), NA_STR("条"));
    uint32_t entries = number_between(text, NA_STR("共"), NA_STR("条"));
    return size && entries ? (entries + size - 1) / size : 0;
}

static uint32_t current_in_text(na_str text)
{
    uint32_t current = number_between(text, NA_STR("第"), NA_STR("页"));
    return current ? current : number_between(text, NA_STR("第"), NA_STR("/"));
}

static void read_total(na_pager *p, na_node_id n)
{
    na_str text = na_node_text(p->w->arena, p->w->doc, n);
    uint32_t total = total_in_text(text);
    total = total ? total : total_of_entries(text);
    if (total > p->total)
        p->total = total;
    if (!p->current)
        p->current = current_in_text(text);
}

/* 第1/3页 often stands beside the links. */
static na_node_id with_surroundings(const na_doc *d, na_node_id root)
{
    na_node_id up = d->nodes[root].parent;
    return up != NA_NO_NODE && d->nodes[up].text_chars <= SURROUNDINGS_MAX ? up : root;
}

/* var countPage = 12; totalPage: 12; pageCount=12 */
static uint32_t total_in_script(na_str script)
{
    static const na_str names[] = {{"countPage", 9},   {"totalPage", 9}, {"pageCount", 9},
                                   {"PageCount", 9},   {"countpage", 9}, {"contenpage", 10},
                                   {"totalPages", 10}, {"pagecount", 9}, {"maxPage", 7}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        na_str rest = script;
        for (size_t at; (at = na_str_find(rest, names[i])) != NA_NOT_FOUND;) {
            size_t used = 0;
            rest = na_str_trim(na_str_skip(rest, at + names[i].n));
            if (rest.n == 0 || (rest.p[0] != '=' && rest.p[0] != ':'))
                continue;
            uint64_t value = na_str_number(na_str_trim(na_str_skip(rest, 1)), &used);
            if (used && value && value < TOTAL_MAX)
                return (uint32_t)value;
        }
    }
    return 0;
}

void na_pager_read_totals(na_pager *p)
{
    const na_doc *d = p->w->doc;
    for (size_t i = 0; i < p->root_count; i++)
        read_total(p, with_surroundings(d, p->roots[i]));
    for (na_node_id n = 0; n < d->count; n++)
        if (p->w->regions[n] & NA_IN_PAGER && d->nodes[n].type == NA_ELEMENT) {
            read_total(p, n);
            n = d->nodes[n].end - 1;
        }
    for (size_t i = 0; i < d->script_count && !p->total; i++)
        p->total = total_in_script(d->scripts[i]);
}
