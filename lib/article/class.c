/* article/class.c: the words of an element's class and id. */
#include "article/candidates.h"

#define UP_MAX 40

static bool is_edge(na_str s, size_t at)
{
    if (at == 0 || at >= s.n)
        return true;
    char before = s.p[at - 1], after = s.p[at];
    if (!na_is_alpha(before) || !na_is_alpha(after))
        return true;
    return na_lower(before) == before && na_lower(after) != after;
}

static bool has_word(na_str value, na_str word, bool whole)
{
    for (size_t from = 0; from < value.n;) {
        size_t at = na_str_find_nocase(na_str_skip(value, from), word);
        if (at == NA_NOT_FOUND)
            return false;
        at += from;
        if (!whole || (is_edge(value, at) && is_edge(value, at + word.n)))
            return true;
        from = at + 1;
    }
    return false;
}

static bool has_any(na_str value, const char *const *words, bool whole)
{
    for (; value.n > 0 && *words; words++)
        if (has_word(value, na_str_from(*words), whole))
            return true;
    return false;
}

bool na_class_word(const na_doc *doc, na_node_id n, const char *const *words)
{
    return doc->nodes[n].attr_count > 0 && (has_any(na_attr_get(doc, n, "class"), words, true) ||
                                            has_any(na_attr_get(doc, n, "id"), words, true));
}

bool na_class_part(const na_doc *doc, na_node_id n, const char *const *parts)
{
    return doc->nodes[n].attr_count > 0 && (has_any(na_attr_get(doc, n, "class"), parts, false) ||
                                            has_any(na_attr_get(doc, n, "id"), parts, false));
}

/* Words of containers that hold other articles, other people's words, or the site's own lines. */
static const char *const FURNITURE[] = {
    "nav",      "navbar",      "menu",    "sidebar",  "related",    "recommend", "comment",
    "comments", "recommended", "popular", "trending", "newsletter", "share",     "widget",
    "promo",    "teaser",      "teasers", "disqus",   "respond",    "cookie",    "latest",
    "hot",      "aside",       "advert",  NULL};

/* Words of containers that hold other people's texts. */
static const char *const OTHER_TEXT[] = {"comment",   "comments",    "respond", "related",
                                         "recommend", "recommended", "disqus",  "popular",
                                         "sidebar",   "teaser",      "teasers", NULL};

static bool stops_search(const na_doc *doc, na_node_id n)
{
    na_tag tag = (na_tag)doc->nodes[n].tag;
    return tag == NA_TAG_BODY || tag == NA_TAG_ARTICLE || tag == NA_TAG_MAIN;
}

/* An element with most of the page's text is layout (with-sidebar), whatever its class says. */
static bool is_layout(const na_doc *doc, na_node_id n)
{
    return doc->nodes[n].text_chars * 2 > doc->nodes[0].text_chars;
}

bool na_in_other_text(const na_doc *doc, na_node_id n)
{
    bool footer = false;
    for (int i = 0; i < UP_MAX && n != NA_NO_NODE; i++, n = doc->nodes[n].parent) {
        if (doc->nodes[n].tag == NA_TAG_ARTICLE || doc->nodes[n].tag == NA_TAG_MAIN)
            return false; /* a footer inside is the article's */
        if (stops_search(doc, n) || is_layout(doc, n))
            return footer;
        if (na_class_word(doc, n, OTHER_TEXT))
            return true;
        footer = footer || doc->nodes[n].tag == NA_TAG_FOOTER;
    }
    return footer;
}

bool na_in_furniture(const na_doc *doc, na_node_id n)
{
    for (int i = 0; i < UP_MAX && n != NA_NO_NODE; i++, n = doc->nodes[n].parent) {
        na_tag tag = (na_tag)doc->nodes[n].tag;
        if (stops_search(doc, n) || is_layout(doc, n))
            return false;
        if (tag == NA_TAG_NAV || tag == NA_TAG_FOOTER || tag == NA_TAG_ASIDE ||
            na_class_word(doc, n, FURNITURE))
            return true;
    }
    return false;
}
