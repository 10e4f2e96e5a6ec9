/* article/title_mute.c: pages whose title element is the same on all pages of the site: its name, a
 * column, "Untitled Document". There the title is the line that heads the text. */
#include "article/candidates.h"

#define GENERIC_CHARS_MAX 8
#define SITE_BYTES_MORE 12
#define LINE_CHARS_MIN 4
#define LINE_CHARS_MAX 100
#define LINE_FOLDED_MIN 18 /* bytes: six Han characters */
#define DRESS_LEVELS 3

static bool equals_any(na_str s, const char *const *words)
{
    for (; *words; words++)
        if (na_str_eq_nocase(s, na_str_from(*words)))
            return true;
    return false;
}

/* What templates say of any page. */
static bool is_generic(na_str part)
{
    static const char *const WHOLE[] = {
        "untitled", "untitled document", "home",     "homepage", "index", "news",    "article",
        "detail",   "details",           "document", "page",     "title", "welcome", "new page 1",
        NULL};
    static const char *const HAN[] = {"首页", "首頁", "正文", "详情", "详细", "內容", "内容",
                                      "文章", "新闻", "新聞", "资讯", "查看", "显示", "浏览",
                                      "标题", "公告", "页面", "动态", NULL};
    static const char *const GREETINGS[] = {"欢迎", "歡迎", "welcome to", NULL};
    for (const char *const *g = GREETINGS; *g; g++)
        if (na_str_starts_nocase(part, na_str_from(*g)))
            return true;
    for (const char *const *h = HAN; *h && na_count_nonspace(part) <= GENERIC_CHARS_MAX; h++)
        if (na_str_find(part, na_str_from(*h)) != NA_NOT_FOUND)
            return true;
    return equals_any(part, WHOLE);
}

/* A link of the page bears these words: a column, or the site. Elsewhere than on Chinese pages
 * menus link the very articles. */
static bool is_link_text(const na_page *page, na_str part)
{
    const na_doc *doc = page->doc;
    if (!na_has_cjk(part))
        return false;
    for (na_node_id n = 0; n < doc->count; n++)
        if (doc->nodes[n].type == NA_TEXT && (doc->nodes[n].flags & NA_IN_LINK) &&
            na_str_eq(na_trim_white(doc->nodes[n].text), part))
            return true;
    return false;
}

/* A title may speak of the site, too; then it is longer than the site's name. */
static bool is_site(const na_page *page, na_str part)
{
    const na_candidates *c = page->candidates;
    size_t name = c->site_name.n > c->host.n ? c->site_name.n : c->host.n;
    return part.n <= name + SITE_BYTES_MORE && na_title_names_site(page->arena, part, c);
}

static bool says_nothing(const na_page *page, na_str part, bool shown)
{
    return part.n == 0 || is_generic(part) || (!shown && na_title_names_outlet(part)) ||
           is_site(page, part) || is_link_text(page, part);
}

static bool all_say_nothing(const na_page *page, na_str title, bool shown)
{
    na_str head, tail;
    bool cjk = na_has_cjk(title);
    for (int i = 0; i < 5 && na_title_split(title, cjk, &head, &tail); i++) {
        if (!says_nothing(page, tail, shown))
            return false;
        title = head;
    }
    return says_nothing(page, title, shown);
}

bool na_title_is_mute(const na_page *page, bool shown)
{
    const na_candidates *c = page->candidates;
    return c->cms_title.text.n == 0 && all_say_nothing(page, c->page_title, shown) &&
           all_say_nothing(page, c->og_title, shown) &&
           all_say_nothing(page, c->jsonld.headline, shown);
}

/* Set off by a heading's tag, its class, its place in the middle, its size or weight? */
static bool is_dressed(const na_page *page, na_node_id n)
{
    static const char *const STYLES[] = {"font-size", "bold", "center", NULL};
    const na_doc *doc = page->doc;
    for (int i = 0; i < DRESS_LEVELS && n != NA_NO_NODE; i++, n = doc->nodes[n].parent) {
        na_tag tag = (na_tag)doc->nodes[n].tag;
        if ((tag >= NA_TAG_H1 && tag <= NA_TAG_H6) || tag == NA_TAG_STRONG || tag == NA_TAG_B ||
            tag == NA_TAG_CENTER || na_class_says(page, n, NA_CLASS_TITLE | NA_CLASS_TITLE_WORD) ||
            na_str_eq_nocase(na_attr_get(doc, n, "align"), NA_STR("center")))
            return true;
        na_str style = na_attr_get(doc, n, "style");
        for (const char *const *s = STYLES; *s && style.n > 0; s++)
            if (na_str_find_nocase(style, na_str_from(*s)) != NA_NOT_FOUND)
                return true;
    }
    return false;
}

static bool has_label(na_str text)
{
    na_label label;
    for (na_str rest = text; rest.n > 0; na_utf8_next(&rest))
        if (na_label_at(text, (size_t)(rest.p - text.p), &label))
            return true;
    return false;
}

static bool is_byline(const na_page *page, na_str text)
{
    na_date_match m;
    return has_label(text) || na_date_find(text, page->now, &m);
}

/* A subtitle behind a dash, or a document's number: 青农〔2022〕7号. */
static bool is_beside_title(na_str text)
{
    na_str rest = text;
    uint32_t first = na_utf8_next(&rest);
    bool dash = first == '-' || (first >= 0x2010 && first <= 0x2015);
    bool number = na_str_ends(text, NA_STR("号")) && (na_str_find(text, NA_STR("〔")) < text.n ||
                                                      na_str_find_byte(text, '[') < text.n);
    return dash || number;
}

/* An element that is one line of plain text, long enough for a title and not too long. */
static bool is_line(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    const na_node *e = &doc->nodes[n];
    if (e->type != NA_ELEMENT || e->text_chars < LINE_CHARS_MIN || e->text_chars > LINE_CHARS_MAX ||
        e->link_chars > 0 || (e->flags & (NA_IN_LINK | NA_HIDDEN_NODE)) || na_in_furniture(page, n))
        return false;
    for (na_node_id i = n + 1; i < e->end; i++)
        if (doc->nodes[i].type == NA_ELEMENT && (doc->nodes[i].flags & NA_BLOCK) &&
            doc->nodes[i].text_chars > 0)
            return false;
    return true;
}

/* The last line that is dressed, before the last byline if there is one. */
na_node_id na_title_line(const na_page *page, na_node_id prose)
{
    const na_doc *doc = page->doc;
    na_node_id dressed = NA_NO_NODE, plain = NA_NO_NODE, before_byline = NA_NO_NODE;
    if (prose == NA_NO_NODE || doc->body == NA_NO_NODE)
        return NA_NO_NODE;
    for (na_node_id n = doc->body + 1; n < prose; n++) {
        if (na_contains(doc, n, prose) || !is_line(page, n))
            continue;
        na_str text = na_node_text(page->arena, doc, n);
        if (is_byline(page, text))
            before_byline = dressed != NA_NO_NODE ? dressed : plain;
        else if (na_fold(page->arena, text).n >= LINE_FOLDED_MIN && !is_beside_title(text))
            *(is_dressed(page, n) ? &dressed : &plain) = n;
        n = doc->nodes[n].end - 1;
    }
    if (before_byline != NA_NO_NODE)
        return before_byline;
    return dressed != NA_NO_NODE ? dressed : plain;
}
