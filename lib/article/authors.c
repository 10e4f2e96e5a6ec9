/* article/authors.c: authors by what the head states, by markup (rel=author, itemprop, class) and
 * by lines like "By X and Y". Fewer authors are better than wrong ones. */
#include "article/candidates.h"

#define LINE_CHARS_MAX 100

static const na_named_trust AUTHOR_METAS[] = {{"article:author_name", 0.9},
                                              {"parsely-author", 0.9},
                                              {"sailthru.author", 0.9},
                                              {"cXenseParse:author", 0.85},
                                              {"citation_author", 0.9},
                                              {"DC.creator", 0.85},
                                              {"dcterms.creator", 0.85},
                                              {"dc:creator", 0.85},
                                              {"author", 0.85},
                                              {"byl", 0.9},
                                              {"byline", 0.85},
                                              {"article:author", 0.8},
                                              {"og:article:author", 0.8},
                                              {"docauthor", 0.9},
                                              {"shareaholic:article_author_name", 0.85},
                                              {"twitter:data1", 0},
                                              {NULL, 0}};

static const char *const AUTHOR_WORDS[] = {
    "author",   "byline",     "authors", "writer",    "autor",   "auteur", "autoren", "bylines",
    "reporter", "authorname", "autore",  "verfasser", "creator", "vcard",  NULL};
static const char *const NOT_AUTHOR_WORDS[] = {
    "bio",     "about", "image",       "avatar", "photo", "social", "follow",  "box",
    "comment", "desc",  "description", "title",  "role",  "job",    "related", NULL};

static bool is_site(const na_page *page, na_str name)
{
    const na_candidates *c = page->candidates;
    na_str folded = na_fold(page->arena, name);
    return c->site_name.n > 0 && na_str_eq(folded, na_fold(page->arena, c->site_name));
}

static void finish(na_draft *draft, na_names names, const char *from, double confidence)
{
    if (names.n == 0)
        return;
    names.from = from;
    names.confidence = confidence;
    draft->authors = names;
}

static na_names from_jsonld(na_page *page)
{
    const na_jsonld *ld = &page->candidates->jsonld;
    na_names names = {0};
    for (size_t i = 0; i < ld->author_count; i++)
        na_names_split(page->arena, &names, ld->authors[i], page->candidates);
    return names;
}

static na_names from_metas(na_page *page, const char **from, double *confidence)
{
    const na_candidates *c = page->candidates;
    na_names names = {0};
    for (const na_named_trust *t = AUTHOR_METAS; t->name && names.n == 0; t++) {
        for (size_t i = 0; i < c->meta_count; i++)
            if (na_str_eq_nocase(c->metas[i].name, na_str_from(t->name)) &&
                !is_site(page, c->metas[i].value))
                na_names_split(page->arena, &names, c->metas[i].value, c);
        const na_named_trust one[] = {*t, {NULL, 0}};
        if (names.n > 0) {
            *from = na_meta_best(page->arena, c, one).from;
            *confidence = t->confidence;
        }
    }
    return names;
}

/* --- markup --- */

static bool is_author_element(const na_doc *doc, na_node_id n)
{
    na_str rel = na_attr_get(doc, n, "rel"), prop = na_attr_get(doc, n, "itemprop");
    if (na_str_eq_nocase(rel, NA_STR("author")) || na_str_eq_nocase(prop, NA_STR("author")))
        return true;
    return na_class_word(doc, n, AUTHOR_WORDS) && !na_class_word(doc, n, NOT_AUTHOR_WORDS);
}

static bool is_name_element(const na_doc *doc, na_node_id n)
{
    na_str href = na_attr_get(doc, n, "href");
    return na_str_eq_nocase(na_attr_get(doc, n, "rel"), NA_STR("author")) ||
           na_str_eq_nocase(na_attr_get(doc, n, "itemprop"), NA_STR("name")) ||
           na_str_find(href, NA_STR("/author")) != NA_NOT_FOUND;
}

/* The names of nested elements that are marked as names. */
static na_names nested_names(na_page *page, na_node_id from)
{
    const na_doc *doc = page->doc;
    na_names names = {0};
    for (na_node_id n = from; n < doc->nodes[from].end; n++)
        if (doc->nodes[n].type == NA_ELEMENT && doc->nodes[n].text_chars > 2 &&
            doc->nodes[n].text_chars < LINE_CHARS_MAX && is_name_element(doc, n))
            na_names_split(page->arena, &names, na_node_text(page->arena, doc, n),
                           page->candidates);
    return names;
}

/* The first line of an element's text, without a date in it. */
static na_str first_line(na_page *page, na_node_id n)
{
    na_scan scan = na_scan_nodes(page->arena, page->doc, n, page->doc->nodes[n].end, 600);
    na_str rest = scan.text;
    while (rest.n > 0) {
        na_str line = na_str_cut(rest, NA_MARK_LINE, &rest);
        char *flat = na_arena_cstr(page->arena, line);
        for (size_t i = 0; i < line.n; i++)
            if ((unsigned char)flat[i] < 0x20)
                flat[i] = ' ';
        na_str text = na_collapse(page->arena, (na_str){flat, line.n});
        na_date_match date;
        if (na_date_find(text, page->now, &date))
            text = date.begin > 3 ? na_str_take(text, date.begin) : na_str_skip(text, date.end);
        if (na_count_nonspace(text) > 3)
            return na_trim_white(text);
    }
    return (na_str){0};
}

static na_names from_markup(na_page *page)
{
    const na_doc *doc = page->doc;
    na_node_id end = page->body_node != NA_NO_NODE ? doc->nodes[page->body_node].end : doc->count;
    for (na_node_id n = 0; n < end; n++) {
        const na_node *node = &doc->nodes[n];
        if (node->type != NA_ELEMENT || node->tag == NA_TAG_META || node->text_chars < 3 ||
            node->text_chars > 200 || (node->flags & NA_HIDDEN_NODE) ||
            !is_author_element(doc, n) || na_in_furniture(doc, n))
            continue;
        na_names names = nested_names(page, n);
        if (names.n == 0)
            na_names_split(page->arena, &names, first_line(page, n), page->candidates);
        if (names.n > 0)
            return names;
    }
    return (na_names){0};
}

/* --- a line that begins with By --- */

static const char *const BY[] = {
    "By ",  "BY ", "by ",    "Von ",    "VON ",     "von ",       "Par ",        "PAR ",    "Por ",
    "POR ", "Di ", "Text: ", "Autor: ", "Author: ", "Posted by ", "Written by ", "Автор: ", NULL};

static na_names from_line(na_page *page, na_str text)
{
    na_names names = {0};
    for (na_str rest = text; rest.n > 0 && names.n == 0;) {
        na_str line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        if (na_utf8_count(line) > LINE_CHARS_MAX)
            continue;
        for (const char *const *b = BY; *b; b++)
            if (na_str_starts(line, na_str_from(*b))) {
                na_date_match date;
                if (na_date_find(line, page->now, &date))
                    line = na_str_take(line, date.begin);
                na_names_split(page->arena, &names, line, page->candidates);
                break;
            }
    }
    return names;
}

void na_authors_choose(na_page *page, na_draft *draft, const na_scan *region,
                       const na_byline *byline)
{
    const char *from = "meta";
    double confidence = 0.8;
    if (byline->authors.n > 0) {
        draft->authors = byline->authors;
        return;
    }
    finish(draft, from_jsonld(page), "jsonld", 0.9);
    if (draft->authors.n == 0 && !byline->author_label)
        finish(draft, from_metas(page, &from, &confidence), from, confidence);
    if (draft->authors.n == 0 && !page->candidates->chinese)
        finish(draft, from_markup(page), "byline", 0.7);
    if (draft->authors.n == 0 && !page->candidates->chinese)
        finish(draft, from_line(page, region->text), "byline", 0.7);
}
