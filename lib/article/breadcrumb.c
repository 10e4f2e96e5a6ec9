/* article/breadcrumb.c: sections, from the line that says where the page stands: 当前位置：首页 >
 * 新闻中心 > 协会动态 > 正文. Without 首页, 正文 and the title. */
#include "article/candidates.h"

#define CRUMB_CHARS_MAX 200
#define ITEM_CHARS_MAX 30
#define LEVELS_MAX 6 /* more is a menu */

static const char *const STARTS[] = {
    "您现在所在的位置", "您现在的位置", "你现在的位置", "您所在的位置", "您当前的位置",
    "您当前所在位置",   "当前所在位置", "您所在位置",   "当前位置",     "您的位置",
    "你的位置",         "现在位置",     "所在位置",     "目前位置",     "當前位置",
    "您的當前位置",     "您在这里",     "位置：",       "位置:",        NULL};
static const char *const SEPARATORS[] = {">>", ">", "＞", "»", "›", "→",  "::", "/",
                                         "·",  "–", "-",  "—", "|", "\\", NULL};
static const char *const HOMES[] = {"首页",     "网站首页", "主页",       "首頁",    "home",
                                    "homepage", "start",    "startseite", "accueil", "inicio",
                                    "главная",  "Главная",  "ホーム",     "トップ",  "top",
                                    "홈",       "网站主页", "本站首页",   NULL};
static const char *const ENDS[] = {
    "正文",     "文章正文", "信息内容", "内容",     "详情",     "内容正文", "新闻正文",
    "文章内容", "新闻详情", "文章详情", "查看文章", "详细内容", "正文内容", "浏览文章",
    "浏览正文", "信息正文", "查看内容", "阅读正文", "文章页",   "内容页",   "詳情",
    "內容",     "內文",     "詳細內容", "新聞內容", "文章內容", NULL};

static bool equals_any(na_str s, const char *const *words)
{
    for (; *words; words++)
        if (na_str_eq_nocase(s, na_str_from(*words)))
            return true;
    return false;
}

static na_str trim_edges(na_str s)
{
    for (;;) {
        size_t before = s.n;
        s = na_trim_white(s);
        for (const char *const *p = SEPARATORS; *p; p++) {
            na_str sep = na_str_from(*p);
            if (na_str_starts(s, sep))
                s = na_str_skip(s, sep.n);
            if (na_str_ends(s, sep))
                s.n -= sep.n;
        }
        while (s.n > 0 && (s.p[0] == ':' || s.p[0] == '['))
            s = na_str_skip(s, 1);
        if (na_str_starts(s, NA_STR("：")))
            s = na_str_skip(s, 3);
        if (s.n == before)
            return s;
    }
}

/* Is the item the title, or its beginning cut short? */
static bool is_title(na_page *page, na_str item, na_str title)
{
    na_str a = na_fold(page->arena, item), b = na_fold(page->arena, title);
    return a.n > 0 && b.n > 0 &&
           (na_str_eq(a, b) || (a.n >= 12 && (na_str_starts(b, a) || na_str_starts(a, b))));
}

/* Names the home page: 首页, 音乐频道首页, the site's own name. */
static bool is_home(const na_page *page, na_str item)
{
    na_str site = page->candidates->site_name;
    return equals_any(item, HOMES) || na_str_ends(item, NA_STR("首页")) ||
           na_str_ends(item, NA_STR("网")) ||
           (site.n > 0 && na_str_eq(na_fold(page->arena, item), na_fold(page->arena, site)));
}

static void add_item(na_page *page, na_names *names, na_str item, na_str title)
{
    item = na_collapse(page->arena, trim_edges(item));
    size_t chars = na_utf8_count(item);
    if (chars == 0 || chars > ITEM_CHARS_MAX || na_str_ends(item, NA_STR(":")) ||
        na_str_starts_nocase(item, NA_STR("breadcrumb")) || equals_any(item, HOMES) ||
        equals_any(item, ENDS) || is_title(page, item, title) ||
        na_count_nonspace(na_fold(page->arena, item)) == 0)
        return;
    if (names->n == 0 && is_home(page, item))
        return;
    na_names_add(page->arena, names, item);
}

/* Is the mark at [at, at + n) free-standing? A hyphen inside a word divides nothing. */
static bool stands_free(na_str text, size_t at, size_t n)
{
    char sign = text.p[at];
    bool weak = n == 1 && (sign == '-' || sign == '/' || sign == '|' || sign == '\\');
    weak = weak || na_str_eq(na_str_take(na_str_skip(text, at), n), NA_STR("–")) ||
           na_str_eq(na_str_take(na_str_skip(text, at), n), NA_STR("·"));
    if (!weak)
        return true;
    bool before = at == 0 || (unsigned char)text.p[at - 1] <= ' ';
    bool after = at + n >= text.n || (unsigned char)text.p[at + n] <= ' ';
    return before && after;
}

/* The next place where `by` divides, from byte `from` on. */
static size_t find_divider(na_str text, size_t from, na_str by)
{
    while (from < text.n) {
        size_t at = na_str_find(na_str_skip(text, from), by);
        if (at == NA_NOT_FOUND)
            break;
        at += from;
        if (stands_free(text, at, by.n))
            return at;
        from = at + by.n;
    }
    return NA_NOT_FOUND;
}

static const char *separator_of(na_str text)
{
    for (const char *const *p = SEPARATORS; *p; p++)
        if (find_divider(text, 0, na_str_from(*p)) != NA_NOT_FOUND)
            return *p;
    return NULL;
}

static na_str plain_marks(na_arena *arena, na_str s)
{
    char *flat = na_arena_cstr(arena, s);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)flat[i] < 0x20)
            flat[i] = ' ';
    return (na_str){flat, s.n};
}

static na_names split_by_text(na_page *page, na_str text, na_str by, na_str title)
{
    na_names names = {0};
    while (text.n > 0) {
        size_t at = find_divider(text, 0, by);
        na_str item = at == NA_NOT_FOUND ? text : na_str_take(text, at);
        text = at == NA_NOT_FOUND ? ((na_str){0}) : na_str_skip(text, at + by.n);
        add_item(page, &names, plain_marks(page->arena, item), title);
    }
    return names;
}

static na_names split_by_marks(na_page *page, na_str text, na_str title)
{
    na_names names = {0};
    size_t begin = 0;
    for (size_t i = 0; text.p && i <= text.n; i++) {
        if (i < text.n && (unsigned char)text.p[i] >= 0x20)
            continue;
        add_item(page, &names, (na_str){text.p + begin, i - begin}, title);
        begin = i + 1;
    }
    return names;
}

/* Splits by arrows, else by elements, else by what else may divide: a hyphen or slash between
 * spaces may also belong to the title at the end. */
static na_names split(na_page *page, na_str text, na_str title)
{
    const char *sep = separator_of(text);
    bool arrow = sep && !strchr("-/|\\", sep[0]) && strcmp(sep, "–") != 0 &&
                 strcmp(sep, "—") != 0 && strcmp(sep, "·") != 0;
    if (arrow)
        return split_by_text(page, text, na_str_from(sep), title);
    bool has_marks = false;
    for (size_t i = 0; i < text.n; i++)
        has_marks = has_marks || (unsigned char)text.p[i] < 0x20;
    if (sep && !has_marks)
        return split_by_text(page, text, na_str_from(sep), title);
    return split_by_marks(page, text, title);
}

/* Takes 当前位置 and the colon off the front. */
static na_str skip_start(na_str text)
{
    if (na_utf8_ascii_run(text) == text.n)
        return text;
    for (const char *const *s = STARTS; *s; s++) {
        size_t at = na_str_find(text, na_str_from(*s));
        if (at != NA_NOT_FOUND && at < 60)
            return na_str_skip(text, at + strlen(*s));
    }
    return text;
}

static bool has_start(na_str text)
{
    return skip_start(text).n != text.n;
}

/* The smallest element around text node n that has links, still short. */
static na_node_id line_around(const na_doc *doc, na_node_id n)
{
    na_node_id a = doc->nodes[n].parent;
    for (int i = 0; i < 4 && a != NA_NO_NODE; i++, a = doc->nodes[a].parent) {
        if (doc->nodes[a].text_chars > CRUMB_CHARS_MAX)
            return NA_NO_NODE;
        bool in_link = doc->nodes[a].tag == NA_TAG_A || (doc->nodes[a].flags & NA_IN_LINK);
        if (!in_link && (doc->nodes[a].links > 0 || separator_of(doc->nodes[n].text)))
            return a;
    }
    return NA_NO_NODE;
}

/* The text that stands right behind text node n outside of links; empty when a link follows. */
static na_str text_behind(const na_doc *doc, na_node_id n)
{
    na_str text = {0};
    for (na_node_id i = n + 1; i < doc->count && i < n + 8; i++) {
        if (doc->nodes[i].type != NA_TEXT || (doc->nodes[i].flags & NA_WHITE))
            continue;
        if (!(doc->nodes[i].flags & NA_IN_LINK))
            text = na_trim_white(doc->nodes[i].text);
        break;
    }
    return text;
}

/* Does text node n begin a chain: a link with an arrow right behind it, or 首页 with any
 * separator but the bar of menus? */
static bool begins_chain(const na_page *page, na_node_id n)
{
    static const char *const ARROWS[] = {">", "＞", "»", "›", "→", NULL};
    const na_node *node = &page->doc->nodes[n];
    if (!(node->flags & NA_IN_LINK))
        return false;
    na_str behind = text_behind(page->doc, n);
    for (const char *const *a = ARROWS; *a; a++)
        if (na_str_starts(behind, na_str_from(*a)))
            return true;
    return behind.n > 0 && behind.p[0] != '|' && is_home(page, na_trim_white(node->text)) &&
           trim_edges(behind).n != behind.n;
}

static na_node_id crumb_line(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    const na_node *node = &doc->nodes[n];
    if (node->flags & (NA_HIDDEN_NODE | NA_WHITE))
        return NA_NO_NODE;
    if (node->type == NA_TEXT && (has_start(node->text) || begins_chain(page, n)))
        return line_around(doc, n);
    if (node->type == NA_ELEMENT && node->links > 0 && node->text_chars <= CRUMB_CHARS_MAX &&
        node->tag != NA_TAG_BODY && na_class_says(page, n, NA_CLASS_CRUMB))
        return n;
    return NA_NO_NODE;
}

/* Items that only menus have. */
static bool is_menu(const na_names *names)
{
    static const char *const MENU[] = {"设为首页", "加入收藏", "登录", "注册",
                                       "导航",     "联系我们", NULL};
    for (size_t i = 0; i < names->n; i++)
        if (equals_any(names->v[i], MENU))
            return true;
    return false;
}

/* Does the link lead to the root of its host: /, /index.html, /Default.aspx? */
static bool leads_home(na_page *page, na_node_id link)
{
    static const char *const PAGES[] = {"index.", "default.", "main.", "home.", NULL};
    na_str base = page->base.n > 0 ? page->base : page->url;
    na_str url =
        na_url_resolve(page->arena, base, na_attr_get(page->doc, link, "href"), page->encoding);
    size_t scheme = na_str_find(url, NA_STR("://"));
    if (scheme == NA_NOT_FOUND)
        return false;
    na_str rest = na_str_skip(url, scheme + 3);
    na_str path = na_str_skip(rest, na_str_find_byte(rest, '/'));
    for (const char *const *p = PAGES; *p; p++)
        if (path.n > 1 && na_str_starts_nocase(na_str_skip(path, 1), na_str_from(*p)))
            return na_str_find_byte(na_str_skip(path, 1), '/') == NA_NOT_FOUND &&
                   na_str_find_byte(path, '?') == NA_NOT_FOUND;
    return path.n == 1;
}

/* The site's own name may stand for 首页: the first item, when its link leads there. */
static void drop_home(na_page *page, na_names *names, na_node_id line)
{
    na_node_id link = na_find_tag(page->doc, line, page->doc->nodes[line].end, NA_TAG_A);
    if (names->n < 2 || link == NA_NO_NODE ||
        !na_str_eq(names->v[0], na_node_text(page->arena, page->doc, link)) ||
        !leads_home(page, link))
        return;
    names->v++;
    names->n--;
}

static na_names from_page(na_page *page, na_str title)
{
    const na_doc *doc = page->doc;
    na_node_id prose = na_first_prose(page);
    na_node_id end = prose != NA_NO_NODE ? prose : doc->count;
    for (na_node_id n = 0; n < end; n++) {
        na_node_id line = crumb_line(page, n);
        if (line == NA_NO_NODE)
            continue;
        na_scan scan = na_scan_nodes(page->arena, doc, line, doc->nodes[line].end, 1200);
        na_names names = split(page, skip_start(scan.text), title);
        drop_home(page, &names, line);
        if (names.n > 0 && names.n <= LEVELS_MAX && !is_menu(&names))
            return names;
    }
    return (na_names){0};
}

static na_names from_jsonld(na_page *page, na_str title)
{
    const na_jsonld *ld = &page->candidates->jsonld;
    na_names names = {0};
    for (size_t i = 0; i < ld->crumb_count; i++)
        if (i > 0 || !na_str_eq_nocase(ld->crumbs[i], page->candidates->site_name))
            add_item(page, &names, ld->crumbs[i], title);
    return names;
}

static na_names from_metas(na_page *page, na_str title, const char **from)
{
    static const char *const METAS[] = {"ColumnName", "lanmu", "article:section",
                                        "og:article:section", NULL};
    na_names names = {0};
    for (const char *const *m = METAS; *m && names.n == 0; m++) {
        na_str value = na_meta_get(page->candidates, *m);
        add_item(page, &names, value, title);
        *from = *m;
    }
    if (names.n == 0) {
        add_item(page, &names, page->candidates->jsonld.section, title);
        *from = "jsonld";
    }
    return names;
}

void na_sections_choose(na_page *page, na_draft *draft)
{
    const char *from = "breadcrumb";
    na_names names = from_page(page, draft->title.text);
    double confidence = 0.9;
    if (names.n == 0) {
        names = from_jsonld(page, draft->title.text);
        from = "jsonld";
    }
    if (names.n == 0) {
        names = from_metas(page, draft->title.text, &from);
        confidence = 0.8;
    }
    if (names.n > 0) {
        names.from = from;
        names.confidence = confidence;
        draft->sections = names;
    }
}
