/* Images and attachments: where the address stands, and which links lead to files. */
#include "article/lines.h"

#include "text/utf8.h"

#define NA_BEHIND_NODES 400 /* nodes behind the body in which attachments are looked for */

na_str na_absolute_url(const na_page *page, na_str link)
{
    link = na_trim_white(link);
    if (link.n == 0)
        return link;
    na_str url = na_url_resolve(page->arena, page->base, link, page->encoding);
    bool relative = na_str_find_byte(link, ':') == NA_NOT_FOUND && link.p[0] != '#';
    return url.n == 0 && page->base.n == 0 && relative ? link : url;
}

/* The first address of the widest candidate in a srcset. */
static na_str widest(na_str srcset)
{
    na_str best = {0};
    uint64_t top = 0;
    while (srcset.n) {
        srcset = na_trim_white(srcset);
        size_t n = 0;
        while (n < srcset.n && !na_is_space(srcset.p[n]))
            n++;
        na_str url = na_str_take(srcset, n), rest, size;
        if (na_str_ends(url, NA_STR(","))) { /* no descriptor */
            url.n--;
            rest = na_str_skip(srcset, n);
            size = (na_str){0};
        } else {
            size = na_str_cut(na_str_skip(srcset, n), ',', &rest);
        }
        uint64_t width = na_str_number(na_str_trim(size), NULL);
        if (best.n == 0 || width > top) {
            best = url;
            top = width;
        }
        srcset = rest;
    }
    return best;
}

static bool is_placeholder(na_str src)
{
    static const char *const words[] = {"placeholder", "spacer",      "blank.", "loading",
                                        "lazyload",    "transparent", "1x1",    "pixel."};
    if (src.n == 0 || na_str_starts_nocase(src, NA_STR("data:")) ||
        na_str_starts_nocase(src, NA_STR("about:")))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(src, na_str_from(words[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

/* Icons and counters by their stated size. */
static bool is_tiny(const na_doc *d, na_node_id n)
{
    static const char *const sides[] = {"width", "height"};
    for (size_t i = 0; i < 2; i++) {
        size_t used = 0;
        na_str value = na_attr_get(d, n, sides[i]);
        uint64_t size = na_str_number(na_str_trim(value), &used);
        if (used && size < 48 && na_str_find_byte(value, '%') == NA_NOT_FOUND)
            return true;
    }
    return false;
}

na_str na_image_url(const na_page *page, na_node_id n)
{
    static const char *const lazy[] = {
        "data-src",       "data-original",     "data-lazy-src", "data-lazy", "data-url",
        "data-actualsrc", "data-original-src", "data-echo",     "_src",      "lazy-src"};
    const na_doc *d = page->doc;
    if (is_tiny(d, n))
        return (na_str){0};
    na_str src = {0};
    for (size_t i = 0; i < sizeof lazy / sizeof *lazy && is_placeholder(src); i++)
        src = na_attr_get(d, n, lazy[i]);
    if (is_placeholder(src))
        src = na_attr_get(d, n, "src");
    if (is_placeholder(src))
        src = widest(na_attr_get(d, n, "srcset"));
    if (is_placeholder(src))
        src = widest(na_attr_get(d, n, "data-srcset"));
    return is_placeholder(src) ? ((na_str){0}) : na_absolute_url(page, src);
}

static const char *const file_kinds[] = {".pdf", ".doc",  ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
                                         ".zip", ".rar",  ".7z",   ".wps", ".et",   ".ofd", ".ceb",
                                         ".csv", ".epub", ".odt",  ".ods", ".rtf",  ".tif", ".dps"};

static bool has_file_kind(na_str s)
{
    for (size_t i = 0; i < sizeof file_kinds / sizeof *file_kinds; i++) {
        na_str kind = na_str_from(file_kinds[i]);
        if (s.n > kind.n && na_str_eq_nocase(na_str_skip(s, s.n - kind.n), kind))
            return true;
    }
    return false;
}

bool na_is_attachment(const na_page *page, na_node_id link)
{
    const na_doc *d = page->doc;
    na_str href = na_trim_white(na_attr_get(d, link, "href")), rest;
    if (href.n == 0 || na_str_starts_nocase(href, NA_STR("javascript:")))
        return false;
    na_str path = na_str_cut(href, '#', &rest);
    na_str query, file = na_str_cut(path, '?', &query);
    return has_file_kind(file) || has_file_kind(query) ||
           na_str_find_nocase(href, NA_STR("downloadattach")) != NA_NOT_FOUND ||
           na_str_find_nocase(href, NA_STR("download.jsp")) != NA_NOT_FOUND;
}

void na_add_attachment(const na_page *page, na_node_id link, na_lines *lines)
{
    na_str url = na_absolute_url(page, na_attr_get(page->doc, link, "href"));
    if (url.n == 0)
        return;
    for (size_t i = 0; i < lines->attachment_count; i++)
        if (na_str_eq(lines->attachments[i].url, url))
            return;
    size_t n = lines->attachment_count;
    if (n % 16 == 0)
        lines->attachments =
            na_arena_grow(page->arena, lines->attachments, n * sizeof(na_attachment),
                          (n + 16) * sizeof(na_attachment));
    na_str name = na_node_text(page->arena, page->doc, link);
    lines->attachments[lines->attachment_count++] = (na_attachment){url, name};
}

static bool ends_the_search(const na_doc *d, const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(d, n);
    return (e->type == NA_ELEMENT && (e->tag == NA_TAG_FOOTER || e->tag == NA_TAG_H1)) ||
           b->weight[n].points > 4;
}

void na_attachments_behind(const na_page *page, const na_body *b, na_lines *lines)
{
    const na_doc *d = b->doc;
    if (b->root_count == 0)
        return;
    na_node_id n = d->nodes[b->roots[b->root_count - 1]].end;
    for (int i = 0; i < NA_BEHIND_NODES && n < d->count; i++, n++) {
        if (ends_the_search(d, b, n))
            return;
        if (na_is_element(d, n, NA_TAG_A) && !(d->nodes[n].flags & NA_HIDDEN_NODE) &&
            na_is_attachment(page, n))
            na_add_attachment(page, n, lines);
    }
}
