/* One pass of libxml2's reader. Documents differ only in the names of their elements, so a table
 * says which element is an item and which child is which field. Names are compared without prefix:
 * feeds bind namespaces in every way, also wrongly. */
#include "site/feed.h"

#include "core/buf.h"
#include "text/utf8.h"
#include "url/url.h"
#include <libxml/xmlreader.h>

#define FIELD_MAX_BYTES 4096
#define DEPTH_MAX 64

typedef enum field {
    FIELD_NONE,
    FIELD_URL,
    FIELD_TITLE,
    FIELD_PUBLISHED,
    FIELD_MODIFIED,
    FIELD_COUNT
} field;

static const struct {
    const char *root;
    na_feed_kind kind;
    const char *item;
} kinds[] = {
    {"urlset", NA_FEED_SITEMAP, "url"}, {"sitemapindex", NA_FEED_SITEMAP_INDEX, "sitemap"},
    {"rss", NA_FEED_RSS, "item"},       {"rdf", NA_FEED_RSS, "item"},
    {"feed", NA_FEED_ATOM, "entry"},
};

static const struct {
    const char *name;
    field field;
} fields[] = {
    {"loc", FIELD_URL},           {"link", FIELD_URL},
    {"title", FIELD_TITLE},       {"publication_date", FIELD_PUBLISHED},
    {"pubdate", FIELD_PUBLISHED}, {"published", FIELD_PUBLISHED},
    {"issued", FIELD_PUBLISHED},  {"date", FIELD_PUBLISHED},
    {"lastmod", FIELD_MODIFIED},  {"updated", FIELD_MODIFIED},
    {"modified", FIELD_MODIFIED},
};

typedef struct reading {
    na_arena *arena;
    xmlTextReaderPtr xml;
    na_str base;
    int64_t now;
    size_t kind; /* index into kinds */
    na_feed feed;
    na_feed_item *items;
    size_t room;
    int item_depth; /* of the item that is open, -1: none */
    field open;     /* field that is open */
    int open_depth;
    na_sb values[FIELD_COUNT];
} reading;

static na_str local_name(xmlTextReaderPtr xml)
{
    return na_str_from((const char *)xmlTextReaderConstLocalName(xml));
}

static field field_of(na_str name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (na_str_eq_nocase(name, na_str_from(fields[i].name)))
            return fields[i].field;
    return FIELD_NONE;
}

static bool take_root(reading *r, na_str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (na_str_eq_nocase(name, na_str_from(kinds[i].root))) {
            r->kind = i;
            r->feed.kind = kinds[i].kind;
            return true;
        }
    return false;
}

static void add_value(reading *r, field f, na_str text)
{
    na_sb *value = &r->values[f];
    if (value->n < FIELD_MAX_BYTES)
        na_sb_add(value, na_str_take(text, FIELD_MAX_BYTES - value->n));
}

static void begin_item(reading *r, int depth)
{
    r->item_depth = depth;
    r->open = FIELD_NONE;
    for (size_t f = 0; f < FIELD_COUNT; f++)
        r->values[f] = NA_SB(r->arena);
}

/* The item's fields become its entry, unless it has no usable address. */
static void end_item(reading *r)
{
    na_feed_item item = {0};
    na_str address = na_trim_white(na_sb_str(&r->values[FIELD_URL]));
    r->item_depth = -1;
    if (address.n) /* an empty one would resolve to the feed itself */
        item.url = na_url_resolve(r->arena, r->base, address, NULL);
    if (item.url.n == 0)
        return;
    if (r->feed.count == NA_FEED_ITEMS_MAX) {
        r->feed.cut = true;
        return;
    }
    item.title = na_collapse(r->arena, na_sb_str(&r->values[FIELD_TITLE]));
    if (!na_date_parse(na_sb_str(&r->values[FIELD_PUBLISHED]), r->now, &item.date) &&
        !na_date_parse(na_sb_str(&r->values[FIELD_MODIFIED]), r->now, &item.date))
        item.date = (na_date){0};
    if (r->feed.count == r->room) {
        size_t room = r->room ? r->room * 2 : 64;
        r->items =
            na_arena_grow(r->arena, r->items, r->room * sizeof *r->items, room * sizeof *r->items);
        r->room = room;
    }
    r->items[r->feed.count++] = item;
}

/* Atom: <link href rel>; only the page itself counts, and the first. RSS: <link>text</link>. */
static void take_link(reading *r)
{
    xmlChar *href = xmlTextReaderGetAttribute(r->xml, BAD_CAST "href");
    if (!href)
        return;
    na_arena_defer(r->arena, xmlFree, href);
    xmlChar *rel = xmlTextReaderGetAttribute(r->xml, BAD_CAST "rel");
    bool page = !rel || na_str_eq_nocase(na_str_from((char *)rel), NA_STR("alternate"));
    xmlFree(rel);
    if (page && r->values[FIELD_URL].n == 0)
        add_value(r, FIELD_URL, na_str_from((char *)href));
}

static bool on_element(reading *r, int depth)
{
    na_str name = local_name(r->xml);
    if (depth == 0)
        return take_root(r, name);
    if (r->item_depth < 0) {
        if (na_str_eq_nocase(name, na_str_from(kinds[r->kind].item)))
            begin_item(r, depth);
        return true;
    }
    field f = field_of(name);
    if (r->open != FIELD_NONE || f == FIELD_NONE)
        return true;
    if (f == FIELD_URL)
        take_link(r);
    /* the first of a kind counts: a news sitemap has image:title and the like behind */
    if (r->values[f].n == 0 && !xmlTextReaderIsEmptyElement(r->xml)) {
        r->open = f;
        r->open_depth = depth;
    }
    return true;
}

static void on_end(reading *r, int depth)
{
    if (r->open != FIELD_NONE && depth == r->open_depth)
        r->open = FIELD_NONE;
    if (depth == r->item_depth)
        end_item(r);
}

static void on_text(reading *r)
{
    if (r->item_depth >= 0 && r->open != FIELD_NONE)
        add_value(r, r->open, na_str_from((const char *)xmlTextReaderConstValue(r->xml)));
}

/* False: nothing more to read here. */
static bool on_node(reading *r)
{
    int depth = xmlTextReaderDepth(r->xml);
    if (depth > DEPTH_MAX)
        return true;
    switch (xmlTextReaderNodeType(r->xml)) {
    case XML_READER_TYPE_ELEMENT:
        if (!on_element(r, depth))
            return false;
        if (xmlTextReaderIsEmptyElement(r->xml))
            on_end(r, depth);
        return true;
    case XML_READER_TYPE_END_ELEMENT: on_end(r, depth); return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: on_text(r); return true;
    default: return true;
    }
}

static void free_reader(void *xml)
{
    xmlFreeTextReader(xml);
}

static void ignore_error(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

static na_feed read_xml(reading *r, na_str bytes)
{
    if (bytes.n > INT32_MAX)
        return r->feed;
    r->xml = xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                    XML_PARSE_NOWARNING);
    if (!r->xml)
        na_arena_raise(r->arena, NEWSARC_E_NOMEM);
    na_arena_defer(r->arena, free_reader, r->xml);
    xmlTextReaderSetStructuredErrorHandler(r->xml, ignore_error, NULL);
    while (xmlTextReaderRead(r->xml) == 1 && on_node(r))
        na_arena_tick(r->arena);
    /* an item that the document cuts off is left: its address may be half a one */
    r->feed.items = r->items;
    return r->feed;
}

/* sitemaps.org: a text file with one URL a line and nothing else. */
static na_feed read_text(reading *r, na_str bytes)
{
    for (na_str rest = bytes; rest.n;) {
        na_str line = na_trim_white(na_str_cut(rest, '\n', &rest));
        if (line.n == 0)
            continue;
        if (!na_str_starts_nocase(line, NA_STR("http://")) &&
            !na_str_starts_nocase(line, NA_STR("https://")))
            return (na_feed){0};
        begin_item(r, 0);
        add_value(r, FIELD_URL, line);
        end_item(r);
    }
    r->feed.kind = r->feed.count ? NA_FEED_TEXT_SITEMAP : NA_FEED_NONE;
    r->feed.items = r->items;
    return r->feed;
}

na_feed na_feed_read(na_arena *arena, na_str bytes, na_str url, int64_t now)
{
    reading r = {.arena = arena, .base = url, .now = now, .item_depth = -1};
    na_str start = na_trim_white(na_str_take(bytes, 256));
    return na_str_starts_nocase(start, NA_STR("http")) ? read_text(&r, bytes) : read_xml(&r, bytes);
}
