/* article/source.c: the outlet that the page names as its source. Order of trust: the CMS's metas,
 * the label of the byline, an element whose class says so, the bare name beside the date
 * (2018-12-28 19:55 新京报), a label behind the body. A label without a value means: none. */
#include "article/ablation.h"
#include "article/candidates.h"

#define TOKEN_CHARS_MAX 16
#define TOKENS_MAX 3

/* Metas that a CMS fills with the outlet of the article, and those that are less sure than what the
 * page shows. */
static const na_named_trust CMS_METAS[] = {{"ContentSource", 0.98}, {"docsource", 0.95}, {NULL, 0}};
static const na_named_trust SOURCE_METAS[] = {
    {"mediaid", 0.9}, {"article:source", 0.9}, {"source", 0.85}, {NULL, 0}};

/* What names of outlets end with. */
static const char *const OUTLET_WORDS[] = {
    "报",   "网",   "社",   "台",     "新闻", "在线", "客户端", "发布", "频道", "杂志",   "周刊",
    "时报", "娱乐", "音乐", "财经",   "科技", "体育", "日报",   "广播", "电视", "政府",   "局",
    "委",   "部",   "中心", "研究院", "大学", "学院", "协会",   "学会", "医院", "出版社", NULL};

static bool is_outlet_like(na_str s)
{
    for (const char *const *w = OUTLET_WORDS; *w; w++)
        if (na_str_ends(s, na_str_from(*w)))
            return true;
    return false;
}

static bool has_han(na_str s)
{
    while (s.n > 0)
        if (na_is_han(na_utf8_next(&s)))
            return true;
    return false;
}

static na_str strip_label(na_str s)
{
    na_label label;
    return na_label_at(s, 0, &label) && label.kind == NA_LABEL_SOURCE ? na_str_skip(s, label.value)
                                                                      : s;
}

static na_fact from_metas(na_page *page, const na_named_trust *t)
{
    for (; t->name; t++) {
        const na_named_trust one[] = {*t, {NULL, 0}};
        na_fact fact = na_meta_best(page->arena, page->candidates, one);
        fact.text = na_cut_outlet(na_clean_outlet(strip_label(fact.text)));
        if (fact.text.n > 0 && !na_str_eq_nocase(fact.text, NA_STR("web")))
            return fact;
    }
    return (na_fact){0};
}

/* --- an element whose class says source --- */

/* An account's name stands beside the author's. */
static bool is_not_author(const na_page *page, na_str value, const na_draft *draft)
{
    for (size_t i = 0; i < draft->authors.n; i++)
        if (na_str_eq(value, draft->authors.v[i]))
            return false;
    return !na_str_eq(value, na_meta_get(page->candidates, "author"));
}

/* The value of the element when its class says source. */
static na_str classed_value(na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    const na_node *node = &doc->nodes[n];
    if (node->type != NA_ELEMENT || node->text_chars < 2 || node->text_chars > 24 ||
        (node->flags & NA_HIDDEN_NODE) || !na_class_says(page, n, NA_CLASS_SOURCE))
        return (na_str){0};
    na_date_match date;
    na_str text = strip_label(na_node_text(page->arena, doc, n));
    if (na_date_find(text, page->now, &date))
        text = na_str_take(text, date.begin);
    na_str value = na_cut_outlet(na_clean_outlet(text));
    bool colon = na_str_find(value, NA_STR("：")) != NA_NOT_FOUND;
    return colon || na_is_control_word(value) ? ((na_str){0}) : value;
}

static na_fact from_class(na_page *page, const na_draft *draft)
{
    na_str first = {0};
    if (page->byline_begin == NA_NO_NODE)
        return (na_fact){0};
    for (na_node_id n = page->byline_begin; n < page->byline_end; n++) {
        na_str value = classed_value(page, n);
        if (value.n == 0)
            continue;
        if (is_not_author(page, value, draft))
            return (na_fact){value, "byline", 0.75};
        first = first.n > 0 ? first : value;
    }
    return (na_fact){first, "byline", 0.6};
}

/* --- the bare name beside the date --- */

static bool is_token_end(uint32_t c)
{
    return c < 0x20 || na_is_white(c) || c == '|' || c == 0xFF5C || c == 0xB7 || c == 0x2022 ||
           c == '/' || c == 0xFF0F;
}

static bool is_section(const na_draft *draft, na_str token)
{
    for (size_t i = 0; i < draft->sections.n; i++)
        if (na_str_eq(draft->sections.v[i], token))
            return true;
    return false;
}

static bool can_be_outlet(const na_page *page, const na_draft *draft, na_str token)
{
    na_label label;
    na_date_match date;
    na_str value = na_clean_outlet(token);
    size_t chars = na_utf8_count(value);
    if (value.n == 0 || chars > TOKEN_CHARS_MAX || na_is_control_word(value) ||
        na_label_at(value, 0, &label) || na_is_name_han(value) || is_section(draft, value))
        return false;
    if (!has_han(value) && (chars < 3 || !na_is_alpha(value.p[0])))
        return false;
    return !na_date_find(value, page->now, &date) && na_str_find_byte(value, ':') == NA_NOT_FOUND &&
           na_str_find(value, NA_STR("星期")) == NA_NOT_FOUND;
}

/* The first tokens behind `from`, at most on two lines. */
static size_t tokens_after(na_str text, size_t from, na_str out[TOKENS_MAX])
{
    size_t n = 0, lines = 0;
    na_str rest = na_str_skip(text, from);
    while (rest.n > 0 && n < TOKENS_MAX && lines < 2) {
        na_str next = rest;
        uint32_t c = na_utf8_next(&next);
        const char *begin = rest.p;
        while (!is_token_end(c) && next.n > 0) {
            rest = next;
            c = na_utf8_next(&next);
        }
        if (!is_token_end(c)) /* the text ends here */
            rest = next;
        na_str token = {begin, (size_t)(rest.p - begin)};
        if (token.n > 0)
            out[n++] = token;
        lines += c == NA_MARK_LINE && n > 0;
        rest = next;
    }
    return n;
}

/* Where the code point before `at` begins. */
static size_t step_back(na_str text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80);
    return at;
}

static uint32_t code_at(na_str text, size_t at)
{
    na_str rest = na_str_skip(text, at);
    return na_utf8_next(&rest);
}

/* The last token before `to`. */
static na_str token_before(na_str text, size_t to)
{
    size_t end = to;
    while (end > 0 && is_token_end(code_at(text, step_back(text, end))))
        end = step_back(text, end);
    size_t begin = end;
    while (begin > 0 && !is_token_end(code_at(text, step_back(text, begin))))
        begin = step_back(text, begin);
    return (na_str){text.p + begin, end - begin};
}

/* Names that do not end like an outlet's count only beside a time of day: portals write so. */
static na_fact beside_date(na_page *page, const na_draft *draft, const na_scan *region,
                           const na_byline *byline)
{
    na_str after[TOKENS_MAX];
    if (byline->date.text.n == 0)
        return (na_fact){0};
    size_t n = tokens_after(region->text, byline->date_end, after);
    na_str before = token_before(region->text, byline->date_begin), pick = {0};
    for (size_t i = 0; i < n && i < 2 && pick.n == 0; i++)
        if (can_be_outlet(page, draft, after[i]) && is_outlet_like(na_clean_outlet(after[i])))
            pick = after[i];
    bool timed = byline->date.text.n > 10;
    if (pick.n == 0 && can_be_outlet(page, draft, before) &&
        (timed || is_outlet_like(na_clean_outlet(before))))
        pick = before;
    if (pick.n == 0 && timed && n > 0 && can_be_outlet(page, draft, after[0]))
        pick = after[0];
    if (pick.n == 0)
        return (na_fact){0};
    return (na_fact){na_clean_outlet(pick), "byline", 0.6};
}

typedef struct finders {
    na_page *page;
    na_draft *draft;
    const na_scan *region;
    const na_byline *byline, *tail;
} finders;

static na_fact by_cms_metas(const finders *f)
{
    return from_metas(f->page, CMS_METAS);
}

static na_fact by_cms(const finders *f)
{
    return f->page->candidates->cms_source;
}

static na_fact by_label(const finders *f)
{
    return f->byline->source;
}

static na_fact by_metas(const finders *f)
{
    return from_metas(f->page, SOURCE_METAS);
}

/* What follows is for Chinese pages whose byline has no label of a source. */
static bool is_open(const finders *f)
{
    return !f->byline->source_label && f->page->candidates->chinese;
}

static na_fact by_class(const finders *f)
{
    return is_open(f) ? from_class(f->page, f->draft) : (na_fact){0};
}

static na_fact by_place(const finders *f)
{
    return is_open(f) ? beside_date(f->page, f->draft, f->region, f->byline) : (na_fact){0};
}

static na_fact by_tail(const finders *f)
{
    return is_open(f) ? (na_fact){f->tail->source.text, f->tail->source.from, 0.6} : (na_fact){0};
}

void na_source_choose(na_page *page, na_draft *draft, const na_scan *region,
                      const na_byline *byline, const na_byline *tail)
{
    static const struct {
        na_rule rule;
        na_fact (*find)(const finders *);
    } in_order[] = {{NA_RULE_SOURCE_METAS, by_cms_metas}, {NA_RULE_HEAD_CMS, by_cms},
                    {NA_RULE_SOURCE_LABEL, by_label},     {NA_RULE_SOURCE_METAS, by_metas},
                    {NA_RULE_SOURCE_CLASS, by_class},     {NA_RULE_SOURCE_PLACE, by_place},
                    {NA_RULE_SOURCE_TAIL, by_tail}};
    const finders f = {page, draft, region, byline, tail};
    na_fact chosen = {0};
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
        if (chosen.text.n > 0 && !page->trace)
            break;
        na_fact found = na_rule_on(in_order[i].rule) ? in_order[i].find(&f) : (na_fact){0};
        na_trace_value(page->trace, NEWSARC_FIELD_SOURCE, found.text, found.from, found.confidence,
                       NA_NO_NODE);
        chosen = chosen.text.n > 0 ? chosen : found;
    }
    draft->source = chosen;
}
