/* article/authors.c: whom the head, the markup, the byline and the text name as authors, and
 * whom of them to believe. Fewer authors are better than wrong ones. */
#include "article/ablation.h"
#include "article/candidates.h"

#define SHOWN_BYTES_MAX 100000

static const na_named_trust AUTHOR_METAS[] = {{"article:author_name", 0.9},
                                              {"parsely-author", 0.9},
                                              {"sailthru.author", 0.9},
                                              {"cXenseParse:author", 0.85},
                                              {"citation_author", 0.9},
                                              {"DC.creator", 0.85},
                                              {"dcterms.creator", 0.85},
                                              {"dc:creator", 0.85},
                                              {"byl", 0.9},
                                              {"docauthor", 0.9},
                                              {"author", 0.85},
                                              {"byline", 0.85},
                                              {"shareaholic:article_author_name", 0.85},
                                              {NULL, 0}};
/* Often the publisher or an account: after what the page shows. */
static const na_named_trust LATE_METAS[] = {
    {"article:author", 0.6}, {"og:article:author", 0.6}, {NULL, 0}};

/* Does the name name the site: its name, its publisher, or an address? */
static bool is_site(const na_page *page, na_str name)
{
    const na_candidates *c = page->candidates;
    na_str folded = na_fold(page->arena, name);
    if (c->site_name.n > 0 && na_str_eq(folded, na_fold(page->arena, c->site_name)))
        return true;
    if (c->jsonld.publisher.n > 0 && na_str_eq(folded, na_fold(page->arena, c->jsonld.publisher)))
        return true;
    if (c->host.n > 0 && na_str_starts(na_fold(page->arena, c->host), folded))
        return true;
    if (na_str_eq(folded, na_fold(page->arena, na_meta_get(c, "publisher"))) ||
        na_str_eq(folded, na_fold(page->arena, na_meta_get(c, "article:publisher"))))
        return true;
    size_t dot = na_str_find_byte(name, '.');
    return dot != NA_NOT_FOUND && name.n - dot <= 4 && dot + 1 < name.n &&
           na_is_alpha(name.p[dot + 1]) && na_str_find_byte(name, ' ') == NA_NOT_FOUND;
}

static bool any_site(const na_page *page, const na_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (is_site(page, names->v[i]))
            return true;
    return false;
}

static void note(na_trace *trace, const na_names *names, const char *from, double confidence)
{
    for (size_t i = 0; trace && i < names->n; i++)
        na_trace_value(trace, NEWSARC_FIELD_AUTHORS, names->v[i], from, confidence, NA_NO_NODE);
}

static void finish(na_draft *draft, na_names names, const char *from, double confidence)
{
    if (names.n == 0)
        return;
    names.from = from;
    names.confidence = confidence;
    note(draft->trace, &names, from, confidence);
    draft->authors = names;
}

static na_names from_jsonld(na_page *page)
{
    const na_jsonld *ld = &page->candidates->jsonld;
    na_names names = {0};
    for (size_t i = 0; i < ld->author_count; i++)
        na_names_split(page->arena, &names, ld->authors[i]);
    return names;
}

static na_names from_metas(na_page *page, const na_named_trust *t, const char **from,
                           double *confidence)
{
    const na_candidates *c = page->candidates;
    na_names names = {0};
    for (; na_rule_on(NA_RULE_AUTHOR_METAS) && t->name && names.n == 0; t++) {
        for (size_t i = 0; i < c->meta_count; i++)
            if (na_str_eq_nocase(c->metas[i].name, na_str_from(t->name)))
                na_names_split(page->arena, &names, c->metas[i].value);
        if (any_site(page, &names))
            names.n = 0;
        const na_named_trust one[] = {*t, {NULL, 0}};
        if (names.n > 0) {
            *from = na_meta_best(page->arena, c, one).from;
            *confidence = t->confidence;
        }
    }
    return names;
}

/* Is every name shown to the reader somewhere? */
static bool all_shown(const na_page *page, const na_names *names)
{
    const na_doc *doc = page->doc;
    na_node_id begin = doc->body != NA_NO_NODE ? doc->body : 0;
    na_node_id end = page->body_node != NA_NO_NODE ? doc->nodes[page->body_node].end : doc->count;
    na_scan scan = na_scan_nodes(page->arena, doc, begin, end, SHOWN_BYTES_MAX);
    for (size_t i = 0; i < names->n; i++)
        if (na_str_find_nocase(scan.text, names->v[i]) == NA_NOT_FOUND)
            return false;
    return true;
}

static void choose(na_draft *draft, na_names names, const char *from, double confidence)
{
    if (draft->authors.n == 0)
        finish(draft, names, from, confidence);
    else
        note(draft->trace, &names, from, confidence);
}

/* Pages that are not Chinese. An organisation as author counts only when no person is found, and a
 * meta that the page does not show only when the page shows nobody. */
static void choose_latin(na_page *page, na_draft *draft, const na_scan *region)
{
    const char *from = "meta", *late_from = "meta";
    double confidence = 0.8, late = 0.6;
    const na_doc *doc = page->doc;
    na_node_id end = page->body_node != NA_NO_NODE ? doc->nodes[page->body_node].end : doc->count;
    na_names stated = from_jsonld(page);
    na_names metas = from_metas(page, AUTHOR_METAS, &from, &confidence);
    if (!page->candidates->jsonld.author_is_group && !any_site(page, &stated))
        choose(draft, stated, "jsonld", 0.9);
    if (draft->authors.n == 0 && all_shown(page, &metas))
        choose(draft, metas, from, confidence);
    if (draft->authors.n == 0)
        choose(draft, na_authors_in_markup(page, 0, end), "byline", 0.7);
    if (draft->authors.n == 0)
        choose(draft, na_authors_in_lines(page, region->text), "byline", 0.7);
    if (draft->authors.n == 0 && metas.n == 0)
        choose(draft, na_authors_in_markup(page, end, page->doc->count), "byline", 0.5);
    choose(draft, metas, from, confidence);
    if (draft->authors.n == 0)
        metas = from_metas(page, LATE_METAS, &late_from, &late);
    choose(draft, metas, late_from, late);
    choose(draft, stated, "jsonld", 0.5);
}

void na_authors_choose(na_page *page, na_draft *draft, const na_scan *region,
                       const na_byline *byline)
{
    const na_fact *cms = &page->candidates->cms_author;
    na_names stated = {0};
    na_names_split(page->arena, &stated, cms->text);
    bool labelled = stated.n > 0 && strcmp(cms->from, "byline") == 0;
    if (byline->authors.n > 0 && na_rule_on(NA_RULE_AUTHOR_LABEL))
        finish(draft, byline->authors, byline->authors.from, byline->authors.confidence);
    else if (labelled && !any_site(page, &stated))
        finish(draft, stated, cms->from, cms->confidence);
    else if (page->candidates->chinese)
        na_authors_from_lines(page, draft, region->text);
    else
        choose_latin(page, draft, region);
}

/* Is the name shown in the byline region? */
static bool is_shown(na_page *page, na_str name)
{
    if (page->byline_begin == NA_NO_NODE)
        return false;
    na_scan scan =
        na_scan_nodes(page->arena, page->doc, page->byline_begin, page->byline_end, 3000);
    return na_str_find(scan.text, name) != NA_NOT_FOUND;
}

/* An element whose class says author, with nothing but a person's name in it. */
static na_names from_named_element(const na_page *page)
{
    na_names names = {0};
    for (na_node_id n = page->byline_begin; n < page->byline_end && names.n == 0; n++) {
        const na_node *node = &page->doc->nodes[n];
        if (node->type == NA_ELEMENT && node->text_chars >= 2 && node->text_chars <= 4 &&
            !(node->flags & NA_HIDDEN_NODE) && na_class_says(page, n, NA_CLASS_WRITER)) {
            na_str text = na_node_text(page->arena, page->doc, n);
            if (na_is_name_han(text))
                na_names_add(page->arena, &names, text);
        }
    }
    return names;
}

/* Names that the head of a Chinese page states: often the editor's account or the site, so only
 * what is a Chinese person's name or shown to the reader. */
static void keep_credible(na_page *page, na_draft *draft, na_names names, const char *from,
                          double confidence)
{
    na_names kept = {0};
    for (size_t i = 0; i < names.n; i++) {
        if (na_str_eq(names.v[i], draft->editor.text))
            continue; /* the desk's own account */
        if (na_is_name_han(names.v[i]) ||
            (is_shown(page, names.v[i]) && !is_site(page, names.v[i]) &&
             !na_title_names_outlet(names.v[i]) && !na_str_eq(names.v[i], draft->source.text)))
            na_names_add(page->arena, &kept, names.v[i]);
    }
    finish(draft, kept, from, confidence);
}

/* The body before anything was cut from it, in lines. */
static na_str raw_body(const na_page *page)
{
    if (page->body_node == NA_NO_NODE)
        return (na_str){0};
    na_scan scan = na_scan_nodes(page->arena, page->doc, page->body_node,
                                 page->doc->nodes[page->body_node].end, 200000);
    na_sb sb = NA_SB(page->arena);
    for (na_str rest = scan.text; rest.n;)
        na_sb_add(&sb, na_str_cut(rest, NA_MARK_INLINE, &rest));
    return na_sb_str(&sb);
}

void na_authors_finish(na_page *page, na_draft *draft, na_str body_text)
{
    const char *from = "meta";
    double confidence = 0.6;
    if (!page->candidates->chinese || draft->authors.n > 0)
        return;
    if (page->byline_begin != NA_NO_NODE && na_rule_on(NA_RULE_AUTHOR_ELEMENT))
        finish(draft, from_named_element(page), "byline", 0.7);
    if (draft->authors.n == 0)
        na_authors_from_text(page, draft, body_text);
    if (draft->authors.n == 0)
        na_authors_from_text(page, draft, raw_body(page));
    if (draft->authors.n == 0)
        finish(draft, page->candidates->tail->authors, "signature", 0.7);
    if (draft->authors.n == 0) {
        na_names stated = {0};
        na_names_split(page->arena, &stated, page->candidates->cms_author.text);
        keep_credible(page, draft, stated, "comment", 0.7);
    }
    if (draft->authors.n == 0)
        keep_credible(page, draft, from_jsonld(page), "jsonld", 0.7);
    if (draft->authors.n == 0) {
        na_names names = from_metas(page, AUTHOR_METAS, &from, &confidence);
        keep_credible(page, draft, names, from, confidence);
    }
}
