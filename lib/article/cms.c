/* article/cms.c: what Chinese content management systems state beside the text: the metas of the
 * government site guide of 2017, Founder's enpproperty comment, field marks in comments. */
#include "article/candidates.h"

static const na_named_trust TITLE_METAS[] = {{"ArticleTitle", 0.98}, {NULL, 0}};
static const na_named_trust DATE_METAS[] = {
    {"PubDate", 0.98}, {"firstpublishedtime", 0.98}, {"publishdate", 0.95}, {NULL, 0}};
static const na_named_trust MODIFIED_METAS[] = {{"lastmodifiedtime", 0.95}, {NULL, 0}};

/* Value of <name> in Founder's comment: up to the next tag. */
static na_str property(na_str comment, const char *name)
{
    na_str rest = comment, tag = na_str_from(name);
    size_t at = na_str_find(rest, tag);
    if (at == NA_NOT_FOUND)
        return (na_str){0};
    rest = na_str_skip(rest, at + tag.n);
    return na_trim_white(na_str_cut(rest, '<', &rest));
}

static void set(na_fact *fact, na_str value, const char *from, double confidence)
{
    if (fact->text.n == 0 && value.n > 0)
        *fact = (na_fact){value, from, confidence};
}

/* Text of a small element, hidden or not. */
static na_str hidden_text(na_page *page, na_node_id n)
{
    na_sb sb = NA_SB(page->arena);
    const na_doc *doc = page->doc;
    for (na_node_id i = n; i < doc->nodes[n].end && sb.n < 400; i++)
        if (doc->nodes[i].type == NA_TEXT)
            na_sb_add(&sb, doc->nodes[i].text);
    return na_collapse(page->arena, na_sb_str(&sb));
}

/* Papers have a day and no time: the system writes 2017-07-03 00:00:00:0. */
static na_str without_midnight(na_str date)
{
    size_t at = na_str_find(date, NA_STR(" 00:00:00"));
    return at == NA_NOT_FOUND ? date : na_str_take(date, at);
}

static void read_enpproperty(na_page *page, na_candidates *c)
{
    for (size_t i = 0; i < page->doc->comment_count; i++) {
        na_str comment = na_trim_white(page->doc->comments[i]);
        if (!na_str_starts(comment, NA_STR("enpproperty")))
            continue;
        set(&c->cms_title, na_collapse(page->arena, property(comment, "<title>")), "comment", 0.95);
        set(&c->cms_date, without_midnight(property(comment, "<date>")), "comment", 0.95);
        set(&c->cms_author, property(comment, "<author>"), "comment", 0.9);
        return;
    }
}

/* Fields between comments such as <!--<$[信息来源]>begin--> and ...end-->. */
static na_str marked_field(na_page *page, na_str name)
{
    const na_doc *doc = page->doc;
    na_node_id begin = NA_NO_NODE;
    for (na_node_id n = 0; n < doc->count; n++) {
        if (doc->nodes[n].type != NA_COMMENT)
            continue;
        na_str text = doc->nodes[n].text;
        if (begin != NA_NO_NODE) {
            na_scan scan = na_scan_nodes(page->arena, doc, begin, n, 400);
            return na_trim_white(scan.text);
        }
        if (na_str_find(text, name) != NA_NOT_FOUND &&
            na_str_find_nocase(text, NA_STR("begin")) != NA_NOT_FOUND)
            begin = n;
    }
    return (na_str){0};
}

/* Fields that pages show to a search engine, also in hidden elements. */
static void read_engine_fields(na_page *page, na_candidates *c)
{
    const na_doc *doc = page->doc;
    struct {
        na_str id;
        na_fact *fact;
    } fields[] = {{NA_STR("pubtime_baidu"), &c->cms_date},
                  {NA_STR("source_baidu"), &c->cms_source},
                  {NA_STR("author_baidu"), &c->cms_author},
                  {NA_STR("editor_baidu"), &c->cms_editor}};
    for (na_node_id n = 0; n < doc->count; n++) {
        na_str id = doc->nodes[n].attr_count > 0 ? na_attr_get(doc, n, "id") : (na_str){0};
        for (size_t i = 0; id.n > 0 && i < sizeof fields / sizeof fields[0]; i++) {
            if (!na_str_eq_nocase(id, fields[i].id))
                continue;
            na_str text = na_strip_brackets(hidden_text(page, n));
            na_label label;
            if (na_label_at(text, 0, &label))
                text = na_str_skip(text, label.value);
            set(fields[i].fact, na_trim_white(text), "byline", 0.95);
        }
    }
}

void na_cms_collect(na_page *page, na_candidates *c)
{
    na_arena *a = page->arena;
    c->cms_title = na_meta_best(a, c, TITLE_METAS);
    c->cms_date = na_meta_best(a, c, DATE_METAS);
    c->cms_modified = na_meta_best(a, c, MODIFIED_METAS);
    c->cms_title.text = na_collapse(a, c->cms_title.text);
    read_enpproperty(page, c);
    set(&c->cms_source, na_clean_outlet(marked_field(page, NA_STR("[信息来源]"))), "comment", 0.95);
    read_engine_fields(page, c);
    set(&c->cms_date, marked_field(page, NA_STR("[发布时间]")), "comment", 0.9);
}
