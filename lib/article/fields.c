/* article/fields.c: the order in which an article's metadata are found, see fields.h. */
#include "article/ablation.h"
#include "article/candidates.h"
#include "article/rules.h"

#define DOCUMENT_TABLE_CHARS 220

static na_str title_element(const na_page *page)
{
    const na_doc *doc = page->doc;
    na_node_id from = doc->head != NA_NO_NODE ? doc->head : 0;
    na_node_id n = na_find_tag(doc, from, doc->count, NA_TAG_TITLE);
    if (n == NA_NO_NODE || na_first_child(doc, n) == NA_NO_NODE)
        return (na_str){0};
    return na_collapse(page->arena, doc->nodes[n + 1].text);
}

static na_str canonical_link(const na_page *page)
{
    const na_doc *doc = page->doc;
    for (na_node_id n = 0; n < doc->count; n++)
        if (na_is_element(doc, n, NA_TAG_LINK) &&
            na_str_eq_nocase(na_attr_get(doc, n, "rel"), NA_STR("canonical")))
            return na_attr_get(doc, n, "href");
    return (na_str){0};
}

static void set_canonical(na_page *page, na_draft *draft)
{
    const char *from = "link";
    na_str link = canonical_link(page);
    if (link.n == 0) {
        link = na_meta_get(page->candidates, "og:url");
        from = "og";
    }
    if (link.n == 0)
        return;
    na_str base = page->base.n > 0 ? page->base : page->url;
    na_str url = na_url_resolve(page->arena, base, link, page->encoding);
    if (url.n > 0)
        draft->canonical_url = (na_fact){url, from, 0.9};
}

static na_str host_of(na_page *page, na_str url)
{
    na_url parsed;
    if (url.n == 0 || !na_url_parse(page->arena, url, NULL, NULL, &parsed))
        return (na_str){0};
    return na_url_registrable_domain(page->arena, parsed.host);
}

static const na_named_trust SITE_METAS[] = {
    {"SiteName", 0.95},        {"og:site_name", 0.95},
    {"application-name", 0.8}, {"apple-mobile-web-app-title", 0.7},
    {"publisher", 0.6},        {NULL, 0}};

void na_fields_from_head(na_page *page, na_draft *draft)
{
    na_candidates *c = na_arena_zalloc(page->arena, sizeof *c);
    page->candidates = c;
    page->classes = na_classes_read(page->arena, page->doc);
    na_meta_collect(page, c);
    if (na_rule_on(NA_RULE_HEAD_JSONLD))
        na_jsonld_collect(page, &c->jsonld);
    if (na_rule_on(NA_RULE_HEAD_CMS))
        na_cms_collect(page, c);
    c->page_title = title_element(page);
    if (na_rule_on(NA_RULE_HEAD_OG_TITLE))
        c->og_title = na_collapse(page->arena, na_meta_get(c, "og:title"));
    draft->site_name = na_meta_best(page->arena, c, SITE_METAS);
    bool own_title =
        na_str_eq(na_fold(page->arena, draft->site_name.text), na_fold(page->arena, c->page_title));
    if (own_title && draft->site_name.confidence < 0.9)
        draft->site_name = (na_fact){0}; /* some pages give their own title as the application's */
    if (draft->site_name.text.n == 0 && c->jsonld.publisher.n > 0)
        draft->site_name = (na_fact){c->jsonld.publisher, "jsonld", 0.8};
    c->site_name = draft->site_name.text;
    set_canonical(page, draft);
    c->host = host_of(page, page->url.n > 0 ? page->url : draft->canonical_url.text);
    na_language_from_head(page, draft);
}

static bool is_chinese(na_str s)
{
    size_t han = 0, kana = 0, hangul = 0;
    while (s.n > 0) {
        uint32_t c = na_utf8_next(&s);
        han += na_is_han(c);
        kana += c >= 0x3040 && c <= 0x30FF;
        hangul += c >= 0xAC00 && c <= 0xD7AF;
    }
    return han >= 2 && kana == 0 && hangul == 0;
}

static na_fact first_known(na_fact a, na_fact b, na_fact c)
{
    return a.text.n > 0 ? a : b.text.n > 0 ? b : c;
}

/* Government offices put a table over the title: issuing office, date, number. */
static void add_document_table(na_page *page, na_byline *byline)
{
    na_byline *above = na_arena_zalloc(page->arena, sizeof *above);
    na_byline_read(page, na_above_title(page, DOCUMENT_TABLE_CHARS).text, above);
    if (above->date_labelled) {
        byline->date = above->date;
        byline->date_labelled = true;
    }
    if (above->source_label) {
        byline->source = above->source;
        byline->source_label = true;
    }
}

void na_fields_from_body(na_page *page, na_draft *draft)
{
    na_candidates *c = page->candidates;
    na_byline *byline = na_arena_zalloc(page->arena, sizeof *byline);
    c->tail = na_arena_zalloc(page->arena, sizeof *c->tail);
    page->title_node = page->byline_begin = page->byline_end = NA_NO_NODE;
    na_title_choose(page, draft);
    na_rules_set_title(page, draft);
    c->chinese = is_chinese(draft->title.text);
    na_scan region = na_byline_region(page);
    na_byline_read(page, region.text, byline);
    if (c->chinese && !byline->date_labelled && !byline->source_label &&
        na_rule_on(NA_RULE_SOURCE_TABLE))
        add_document_table(page, byline);
    na_byline_read(page, na_tail_region(page).text, c->tail);
    na_dates_choose(page, draft, byline);
    na_authors_choose(page, draft, &region, byline);
    na_sections_choose(page, draft);
    na_source_choose(page, draft, &region, byline, c->tail);
    draft->editor = first_known(byline->editor, c->cms_editor, c->tail->editor);
    na_rules_set_fields(page, draft);
}

void na_fields_finish(na_page *page, na_draft *draft, na_str body_text)
{
    na_authors_finish(page, draft, body_text);
    na_language_check(page, draft, body_text);
}
