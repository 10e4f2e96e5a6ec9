/* The link table: every a[href] with its address, text and role, and for each node the range of its
 * links, so that the other readers never search. */
#include "listing/links.h"

#include "core/hash.h"
#include "listing/words.h"
#include "text/utf8.h"
#include "url/url.h"

#define LABEL_MAX 60 /* bytes; longer texts are no labels */

static const na_str next_signs[] = {{">", 1}, {">>", 2}, {"›", 3}, {"»", 2}, {"→", 3}, {"＞", 3}};
static const na_str previous_signs[] = {{"<", 1}, {"<<", 2}, {"‹", 3},
                                        {"«", 2}, {"←", 3},  {"＜", 3}};

static bool is_sign(na_str text, const na_str *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (na_str_eq(text, signs[i]))
            return true;
    return false;
}

/* "http://www.example.org:80/a" -> "example.org:80" */
static na_str host_of(na_str url)
{
    size_t at = na_str_find(url, NA_STR("://"));
    na_str rest = at == NA_NOT_FOUND ? (na_str){NULL, 0} : na_str_skip(url, at + 3);
    na_str host = na_str_cut(rest, '/', &rest);
    return na_str_starts(host, NA_STR("www.")) ? na_str_skip(host, 4) : host;
}

uint32_t na_text_width(na_str text)
{
    uint32_t width = 0;
    while (text.n) {
        uint32_t c = na_utf8_next(&text);
        width += na_is_white(c) ? 0 : (uint32_t)na_width(c);
    }
    return width;
}

static na_link_role role_of(const na_link *link, const na_doc *doc, uint32_t *number)
{
    size_t digits = 0;
    *number = 0;
    if (link->text.n == 0 || link->text.n > LABEL_MAX)
        return NA_LINK_PLAIN;
    na_str plain = link->label;
    if (na_str_starts(plain, NA_STR("第")) && na_str_ends(plain, NA_STR("页")))
        plain = na_str_take(na_str_skip(plain, 3), plain.n - 6);
    uint64_t value = na_str_number(plain, &digits);
    if (digits && digits == plain.n && value > 0 && value <= 99999) {
        *number = (uint32_t)value;
        return NA_LINK_NUMBER;
    }
    if (na_str_eq_nocase(na_attr_get(doc, link->node, "rel"), NA_STR("next")) ||
        na_word_is(NA_WORDS_NEXT, link->label) ||
        is_sign(link->text, next_signs, sizeof next_signs / sizeof *next_signs))
        return NA_LINK_NEXT;
    if (na_word_is(NA_WORDS_PREVIOUS, link->label) ||
        is_sign(link->text, previous_signs, sizeof previous_signs / sizeof *previous_signs))
        return NA_LINK_PREVIOUS;
    if (na_word_is(NA_WORDS_LAST, link->label))
        return NA_LINK_LAST;
    return na_word_is(NA_WORDS_FIRST, link->label) ? NA_LINK_FIRST : NA_LINK_PLAIN;
}

static na_link read_link(const na_list_work *w, na_node_id n)
{
    na_link link = {.node = n, .url_id = NA_NO_URL};
    link.href = na_str_trim(na_attr_get(w->doc, n, "href"));
    link.url = na_url_resolve(w->arena, w->in->base, link.href, w->in->encoding);
    if (link.href.n == 0 || link.href.p[0] == '#')
        link.url = (na_str){NULL, 0};
    link.text = na_node_text(w->arena, w->doc, n);
    if (link.text.n <= LABEL_MAX)
        link.label = na_fold(w->arena, link.text);
    link.same_site = link.url.n && na_str_eq(host_of(link.url), w->host);
    link.role = role_of(&link, w->doc, &link.number);
    return link;
}

/* FNV-1a with the finish of MurmurHash3, so that sums of hashes do not cancel out. */
uint64_t na_link_hash(na_str s)
{
    uint64_t h = na_hash64(NA_HASH64_BEGIN, s);
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

/* Numbers the URLs: an open hash table of link indices, half empty. */
static void number_urls(na_list_work *w)
{
    size_t size = 64;
    while (size < (size_t)w->link_count * 2)
        size *= 2;
    uint32_t *slots = na_arena_zalloc(w->arena, size * sizeof *slots);
    for (uint32_t i = 0; i < w->link_count; i++) {
        na_link *link = &w->links[i];
        if (link->url.n == 0)
            continue;
        size_t at = na_link_hash(link->url) & (size - 1);
        while (slots[at] && !na_str_eq(w->links[slots[at] - 1].url, link->url))
            at = (at + 1) & (size - 1);
        if (!slots[at]) {
            slots[at] = i + 1;
            link->url_id = w->url_count++;
        } else {
            link->url_id = w->links[slots[at] - 1].url_id;
        }
    }
}

void na_links_read(na_list_work *w)
{
    const na_doc *d = w->doc;
    uint32_t count = 0;
    for (na_node_id n = 0; n < d->count && count < NA_LINKS_MAX; n++)
        count += na_is_element(d, n, NA_TAG_A) && na_attr_has(d, n, "href");
    uint32_t *first = na_arena_array(w->arena, d->count + 1, sizeof *first);
    w->links = na_arena_array(w->arena, count, sizeof *w->links);
    w->host = host_of(w->in->url);
    for (na_node_id n = 0; n < d->count; n++) {
        first[n] = w->link_count;
        if (w->link_count < count && na_is_element(d, n, NA_TAG_A) && na_attr_has(d, n, "href"))
            w->links[w->link_count++] = read_link(w, n);
    }
    first[d->count] = w->link_count;
    w->first_link = first;
    number_urls(w);
}
