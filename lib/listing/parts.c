/* Articles in several pages. The pager readers find what looks like a pager; of that, parts are the
 * pages whose address is this one's with a number put in, taken off or changed:
 *   229.html   229_2.html  229-2.html  229-p2.html  229/2.html  229/2/  229.html?page=2
 * &ArticlePage=2 t20150901_12.html -> t20150901_12_1.html (0-based, as createPageHTML counts) and
 * the number must agree with the label. So the next article (230.html) is none, and pagers of
 * comments and of lists behind the text are left out by their place. */
#include "listing/listing.h"

#include "core/buf.h"
#include "listing/page_param.h"
#include "listing/pager.h"
#include "listing/regions.h"
#include "text/utf8.h"

#define UNNAMED_MAX 50   /* highest number that counts without a label that says it */
#define TEXT_CHARS 30    /* of a text node that belongs to a body */
#define LIST_LINKS_MIN 4 /* between the body and a pager: the pager is that list's */
#define LIST_LINK_WIDTH 12
#define CLIMB_MAX 6

/* An address around a number: before + joint + number + behind. */
typedef struct split {
    na_str before, joint,
        behind; /* joint: _ - / _p -p /p or, for a parameter, "?name=", "&name=" */
    uint32_t number;
} split;

static bool is_segment(const split *s)
{
    return s->joint.p[0] == '/';
}

static bool is_comment_name(na_str name)
{
    static const na_str words[] = {{"comment", 7}, {"pinglun", 7}, {"reply", 5}, {"review", 6}};
    name = na_str_take(name, 200);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(name, words[i]) != NA_NOT_FOUND)
            return true;
    return false;
}

static bool is_in_comments(const na_doc *d, na_node_id n)
{
    for (int level = 0; level < CLIMB_MAX && n != 0 && n != d->body; level++) {
        if (is_comment_name(na_attr_get(d, n, "class")) || is_comment_name(na_attr_get(d, n, "id")))
            return true;
        n = d->nodes[n].parent;
    }
    return false;
}

/* Going back from the pager: is running text met before a list of links? */
bool na_pager_is_of_article(const na_list_work *w, na_node_id root)
{
    const na_doc *d = w->doc;
    uint32_t link = w->first_link[root], links = 0;
    if (is_in_comments(d, root))
        return false;
    for (na_node_id n = root - 1; n > 0 && root > 0; n--) {
        const na_node *node = &d->nodes[n];
        if (node->type == NA_TEXT && !(node->flags & (NA_IN_LINK | NA_WHITE | NA_HIDDEN_NODE)) &&
            na_count_nonspace(node->text) >= TEXT_CHARS)
            return true;
        if (link == 0 || w->links[link - 1].node != n)
            continue;
        link--;
        bool menu = w->regions[n] & (NA_IN_NAV | NA_IN_CRUMB | NA_IN_PAGER);
        links += !menu && na_text_width(w->links[link].text) >= LIST_LINK_WIDTH;
        if (links >= LIST_LINKS_MIN)
            return false;
    }
    return true;
}

/* "/a/229_2.html?x" */
static bool split_path(na_str url, split *out)
{
    size_t end = na_str_find_byte(url, '?');
    end = end == NA_NOT_FOUND ? url.n : end;
    size_t name = end;
    while (name > 0 && url.p[name - 1] != '/' && url.p[name - 1] != '.')
        name--;
    bool ending = name > 0 && url.p[name - 1] == '.' && name < end && end - name <= 6;
    size_t stop = ending ? name - 1 : end;
    if (stop > 0 && stop == end && url.p[stop - 1] == '/')
        stop--;
    size_t begin = stop;
    while (begin > 0 && stop - begin < 6 && na_is_digit(url.p[begin - 1]))
        begin--;
    size_t joint = begin;
    if (joint > 2 && na_lower(url.p[joint - 1]) == 'p' && strchr("_-/", url.p[joint - 2]))
        joint--;
    if (begin == stop || joint < 2 || !strchr("_-/", url.p[joint - 1]))
        return false;
    out->joint = (na_str){url.p + joint - 1, begin - joint + 1};
    out->before = na_str_take(url, joint - 1);
    out->behind = na_str_skip(url, stop);
    out->number = (uint32_t)na_str_number(na_str_skip(url, begin), NULL);
    return true;
}

static bool is_part_param(na_str name)
{
    return na_is_page_param(name) || na_str_eq_nocase(name, NA_STR("ArticlePage")) ||
           na_str_eq_nocase(name, NA_STR("ipage")) || na_str_eq_nocase(name, NA_STR("cpage"));
}

/* "/show.asp?id=3&ArticlePage=2&x=1": without the parameter and the mark before it */
static bool split_query(na_str url, split *out)
{
    size_t at = na_str_find_byte(url, '?');
    while (at != NA_NOT_FOUND && at < url.n) {
        na_str field = na_str_skip(url, at + 1), rest, value;
        size_t used = 0, length = na_str_cut(field, '&', &rest).n;
        na_str name = na_str_cut(na_str_take(field, length), '=', &value);
        uint64_t number = na_str_number(value, &used);
        if (used && used == value.n && number < 100000 && is_part_param(name)) {
            *out = (split){na_str_take(url, at),
                           {url.p + at, name.n + 2},
                           na_str_skip(field, length),
                           (uint32_t)number};
            return true;
        }
        at = length == field.n ? NA_NOT_FOUND : at + 1 + length;
    }
    return false;
}

/* Is `url` the address without the number? Slashes at the end do not count: /post and /post/2/. */
static bool is_base(const split *s, na_str url)
{
    na_str before = s->before, behind = s->behind;
    if (is_segment(s) && behind.n <= 1) {
        behind.n = 0;
        url.n -= na_str_ends(url, NA_STR("/"));
    }
    if (url.n != before.n + behind.n || !na_str_starts(url, before))
        return false;
    if (s->joint.p[0] == '?' && behind.n) { /* "?page=2&x=1" of "?x=1" */
        behind = na_str_skip(behind, 1);
        return url.p[before.n] == '?' && na_str_ends(url, behind);
    }
    return na_str_ends(url, behind);
}

/* Does the number in the address mean part `label`? */
static bool agrees(uint32_t number, uint32_t label)
{
    return number == label || number + 1 == label;
}

typedef struct finder {
    na_arena *arena;
    na_str url;
    uint32_t current; /* as the pager shows it; 0: not known */
    uint32_t own;     /* as the addresses tell it */
    na_str *parts;    /* by number, from 1; empty: not met */
    uint32_t highest;
    split pattern; /* of a numbered part */
    uint32_t pattern_part;
} finder;

static void keep(finder *f, na_str url, uint32_t part, const split *s)
{
    if (part == 0 || part > NA_ARTICLE_PARTS_MAX || f->parts[part].n)
        return;
    f->parts[part] = url;
    f->highest = part > f->highest ? part : f->highest;
    if (s && !f->pattern_part) {
        f->pattern = *s;
        f->pattern_part = part;
    }
}

static bool same_around(const split *a, const split *b)
{
    return na_str_eq(a->joint, b->joint) && na_str_eq(a->before, b->before) &&
           na_str_eq(a->behind, b->behind);
}

/* This page has a number, the other one another. */
static bool is_replaced(const finder *f, const split *own, const split *other, uint32_t label)
{
    if (!same_around(own, other) || own->number == other->number)
        return false;
    if (f->current && !agrees(own->number, f->current))
        return false;
    if (label)
        return is_segment(other) ? other->number == label && own->number <= UNNAMED_MAX
                                 : agrees(other->number, label);
    uint32_t low = own->number < other->number ? own->number : other->number;
    return !is_segment(other) && low < UNNAMED_MAX && own->number + other->number == 2 * low + 1;
}

/* One way of writing numbers: `own` and `other` are NULL when that address has none. */
static bool try_form(finder *f, const split *own, const split *other, na_str url, uint32_t label)
{
    if (other && is_base(other, f->url) && other->number > 0 &&
        (label ? agrees(other->number, label) : other->number <= 2)) {
        f->own = 1;
        keep(f, url, label ? label : 2, other);
        return true;
    }
    if (own && own->number <= NA_ARTICLE_PARTS_MAX && is_base(own, url) && label <= 1) {
        f->own = f->current ? f->current : own->number < 2 ? 2 : own->number;
        keep(f, url, 1, NULL);
        return true;
    }
    if (!own || !other || !is_replaced(f, own, other, label))
        return false;
    uint32_t shift = label ? label - other->number : 0;
    f->own = f->current ? f->current : own->number + shift;
    keep(f, url, other->number + shift, other);
    return true;
}

static void read_page(finder *f, const na_page_ref *page)
{
    split own, other;
    na_str url = page->request.url;
    bool has_own = split_query(f->url, &own), has_other = split_query(url, &other);
    if ((has_own || has_other) &&
        try_form(f, has_own ? &own : NULL, has_other ? &other : NULL, url, page->number))
        return;
    has_own = split_path(f->url, &own);
    has_other = split_path(url, &other);
    if (has_own || has_other)
        try_form(f, has_own ? &own : NULL, has_other ? &other : NULL, url, page->number);
}

/* "1 2 3 ... 9": the parts between are written like the others. */
static void fill_gaps(finder *f)
{
    const split *s = &f->pattern;
    for (uint32_t k = 2; f->pattern_part && k < f->highest; k++) {
        uint32_t number = k + s->number - f->pattern_part;
        if (f->parts[k].n || k == f->own)
            continue;
        na_sb sb = NA_SB(f->arena);
        na_sb_add(&sb, s->before);
        na_sb_add(&sb, s->joint);
        na_sb_addf(&sb, "%u", number);
        na_sb_add(&sb, s->behind);
        f->parts[k] = na_sb_str(&sb);
    }
}

static void put_parts(finder *f, na_article_parts *out)
{
    na_str *v = na_arena_array(f->arena, f->highest, sizeof *v);
    out->number = f->own;
    out->first = f->own == 1 ? f->url : f->parts[1];
    for (uint32_t k = 1; k <= f->highest; k++)
        if (f->parts[k].n && !na_str_eq(f->parts[k], f->url))
            v[out->count++] = f->parts[k];
    out->urls = v;
}

void na_article_parts_find(na_arena *arena, const na_list_input *in, na_article_parts *out)
{
    na_list_work w = {.arena = arena, .in = in, .doc = in->doc, .article = true};
    na_pager pager;
    *out = (na_article_parts){.number = 1, .first = in->url};
    na_links_read(&w);
    na_regions_read(&w);
    na_pager_read(&w, &pager);
    finder f = {.arena = arena, .url = in->url, .current = pager.current};
    f.parts = na_arena_zalloc(arena, (NA_ARTICLE_PARTS_MAX + 1) * sizeof *f.parts);
    for (size_t i = 0; i < pager.n; i++)
        if (pager.v[i].request.post.n == 0)
            read_page(&f, &pager.v[i]);
    if (f.highest == 0)
        return;
    fill_gaps(&f);
    put_parts(&f, out);
}
