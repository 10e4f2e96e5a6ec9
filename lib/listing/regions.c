/* Regions by element name, role, class and id, and by the words that begin or head them. A sign on
 * an element that holds most of the page says nothing and is not taken. */
#include "listing/regions.h"

#include "listing/words.h"
#include "text/utf8.h"

#define HINT_MAX 200 /* bytes of class and id that are looked at */
#define CRUMB_CHARS_MAX 200
#define LABEL_BYTES_MAX 60
#define HEADING_BYTES_MAX 30

typedef struct hint {
    const char *word;
    bool whole; /* a whole token of the class, else any part of it */
    uint8_t region;
} hint;

static const hint hints[] = {
    {"pagination", false, NA_IN_PAGER}, {"pager", false, NA_IN_PAGER},
    {"pages", false, NA_IN_PAGER},      {"pagelist", false, NA_IN_PAGER},
    {"pagenav", false, NA_IN_PAGER},    {"page-nav", false, NA_IN_PAGER},
    {"page_nav", false, NA_IN_PAGER},   {"pagebar", false, NA_IN_PAGER},
    {"fenye", false, NA_IN_PAGER},      {"nav-links", false, NA_IN_PAGER},
    {"page", true, NA_IN_PAGER},        {"crumb", false, NA_IN_CRUMB},
    {"weizhi", false, NA_IN_CRUMB},     {"dqwz", false, NA_IN_CRUMB},
    {"position", true, NA_IN_CRUMB},    {"location", true, NA_IN_CRUMB},
    {"place", true, NA_IN_CRUMB},       {"path", true, NA_IN_CRUMB},
    {"foot", false, NA_IN_FOOT},        {"copyright", false, NA_IN_FOOT},
    {"links", true, NA_IN_FOOT},        {"link", true, NA_IN_FOOT},
    {"friend", false, NA_IN_FOOT},      {"yqlj", false, NA_IN_FOOT},
    {"sidebar", false, NA_IN_SIDE},     {"related", false, NA_IN_SIDE},
    {"hot", true, NA_IN_SIDE},          {"recommend", false, NA_IN_SIDE},
    {"tuijian", false, NA_IN_SIDE},     {"paihang", false, NA_IN_SIDE},
    {"ranking", false, NA_IN_SIDE},     {"nav", false, NA_IN_NAV},
    {"menu", false, NA_IN_NAV},         {"daohang", false, NA_IN_NAV},
    {"caidan", false, NA_IN_NAV},
};

static bool hint_fits(const hint *h, na_str value)
{
    na_str word = na_str_from(h->word);
    for (size_t at = 0; at + word.n <= value.n; at++) {
        if (!na_str_starts_nocase(na_str_skip(value, at), word))
            continue;
        bool begins = at == 0 || na_is_space(value.p[at - 1]);
        bool ends = at + word.n == value.n || na_is_space(value.p[at + word.n]);
        if (!h->whole || (begins && ends))
            return true;
    }
    return false;
}

/* The first hint of the table that fits decides. */
static uint8_t region_of_name(na_str value)
{
    value = na_str_take(value, HINT_MAX);
    for (size_t i = 0; value.n && i < sizeof hints / sizeof *hints; i++)
        if (hint_fits(&hints[i], value))
            return hints[i].region;
    return 0;
}

static uint8_t region_of_element(const na_doc *d, na_node_id n)
{
    uint8_t region = region_of_name(na_attr_get(d, n, "class"));
    if (!region)
        region = region_of_name(na_attr_get(d, n, "id"));
    if (region)
        return region;
    switch (d->nodes[n].tag) {
    case NA_TAG_NAV: return NA_IN_NAV;
    case NA_TAG_FOOTER: return NA_IN_FOOT;
    case NA_TAG_ASIDE: return NA_IN_SIDE;
    default: break;
    }
    bool nav = na_str_eq_nocase(na_attr_get(d, n, "role"), NA_STR("navigation"));
    return nav ? NA_IN_NAV : 0;
}

/* Not more than four fifths of the page. */
static bool is_part(const na_doc *d, na_node_id n)
{
    uint64_t size = d->nodes[n].end - n;
    return size * 5 < (uint64_t)d->count * 4;
}

static na_node_id block_of(const na_doc *d, na_node_id n)
{
    while (n != 0 && !(d->nodes[n].flags & NA_BLOCK))
        n = d->nodes[n].parent;
    return n;
}

/* A short text in a block that is no item of a list. */
static bool is_heading(const na_doc *d, na_node_id block, na_str text)
{
    switch (d->nodes[block].tag) {
    case NA_TAG_LI:
    case NA_TAG_TD:
    case NA_TAG_TR:
    case NA_TAG_DD: return false;
    default: return block != 0 && d->nodes[block].links <= 1 && text.n <= HEADING_BYTES_MAX;
    }
}

/* A text that begins a breadcrumb or heads a side list marks the block it begins. */
static void mark_by_text(const na_list_work *w, na_node_id n, uint8_t *regions)
{
    const na_doc *d = w->doc;
    na_str text = na_trim_white(d->nodes[n].text);
    if (text.n == 0 || text.n > LABEL_BYTES_MAX || d->nodes[n].flags & NA_WHITE)
        return;
    na_node_id block = block_of(d, d->nodes[n].parent);
    if (na_word_starts(NA_WORDS_CRUMB, na_fold(w->arena, text))) {
        if (d->nodes[block].links == 0)
            block = block_of(d, d->nodes[block].parent == NA_NO_NODE ? 0 : d->nodes[block].parent);
        if (d->nodes[block].text_chars <= CRUMB_CHARS_MAX && is_part(d, block))
            regions[block] |= NA_IN_CRUMB;
    } else if (is_heading(d, block, text) && na_word_in(NA_WORDS_SIDE, text)) {
        na_node_id parent = d->nodes[block].parent;
        if (is_part(d, parent) && d->nodes[parent].text_chars * 2 < d->nodes[0].text_chars)
            regions[parent] |= NA_IN_SIDE;
    }
}

void na_regions_read(na_list_work *w)
{
    const na_doc *d = w->doc;
    uint8_t *regions = na_arena_zalloc(w->arena, d->count);
    for (na_node_id n = 1; n < d->count; n++)
        if (d->nodes[n].type == NA_TEXT)
            mark_by_text(w, n, regions);
    for (na_node_id n = 1; n < d->count; n++) {
        if (d->nodes[n].type == NA_ELEMENT && n != d->body && is_part(d, n))
            regions[n] |= region_of_element(d, n);
        regions[n] |= regions[d->nodes[n].parent];
    }
    w->regions = regions;
}
