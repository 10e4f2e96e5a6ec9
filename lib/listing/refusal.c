/* Pages that stand in for another one: "this page does not exist" with status 200 (soft 404), and
 * what firewalls and bot checks answer. Both are short, so a news page about either is neither:
 * text outside of links is counted, for such answers may carry the site's whole menu.
 * Signs: chinese-cms section 7 (412, 521 and 202 with a script), the block pages of the firewalls
 * in use in China and of Cloudflare, Akamai, F5, Imperva. */
#include "listing/links.h"
#include "text/utf8.h"

#define GONE_CHARS_MAX 300     /* outside of links */
#define SENTENCE_WIDTH_MAX 120 /* columns of the text node that says it */
#define BLOCK_CHARS_MAX 600
#define EMPTY_CHARS_MAX 20
#define SCRIPT_MAX ((size_t)256 << 10)

#define HAS(text, list) has_any((text), (list), sizeof(list) / sizeof *(list))

static bool has_any(na_str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (na_str_find_nocase(text, na_str_from(list[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

static uint32_t own_chars(const na_doc *d)
{
    if (d->body == NA_NO_NODE)
        return 0;
    return d->nodes[d->body].text_chars - d->nodes[d->body].link_chars;
}

/* Text nodes of title and body; script and style have none. */
static bool is_said(const na_doc *d, na_node_id n)
{
    const na_node *node = &d->nodes[n];
    return node->type == NA_TEXT && !(node->flags & (NA_WHITE | NA_IN_LINK | NA_HIDDEN_NODE));
}

static bool is_short(na_str text)
{
    return text.n <= (size_t)SENTENCE_WIDTH_MAX * 4 && na_text_width(text) <= SENTENCE_WIDTH_MAX;
}

/* 页面 ... 不存在, within the sentence */
static bool says_gone_in_chinese(na_str text)
{
    static const char *const subjects[] = {"页面",   "网页",   "頁面",   "網頁",   "该文章",
                                           "文章不", "该信息", "内容不", "该内容", "文章已",
                                           "信息不", "信息已", "内容已", "链接",   "此页"};
    static const char *const verbs[] = {"不存在",   "已被删除", "已删除",   "未找到",
                                        "没有找到", "找不到",   "无法找到", "已失效",
                                        "被移除",   "已下线",   "没找到"};
    return HAS(text, subjects) && HAS(text, verbs);
}

static bool says_gone(na_str text)
{
    static const char *const phrases[] = {
        "page not found",
        "page cannot be found",
        "page can't be found",
        "page could not be found",
        "page doesn't exist",
        "page does not exist",
        "page you requested was not found",
        "page you are looking for",
        "404 not found",
        "error 404",
        "404错误",
        "404页面",
        "404 - ",
        "seite nicht gefunden",
        "page introuvable",
        "página no encontrada",
        "ページが見つかりません",
    };
    return HAS(text, phrases) || says_gone_in_chinese(text);
}

static bool is_404(na_str text)
{
    return na_str_eq(na_trim_white(text), NA_STR("404"));
}

bool na_page_is_soft_404(int status, const na_doc *doc)
{
    if (status < 200 || status > 299 || own_chars(doc) > GONE_CHARS_MAX)
        return false;
    for (na_node_id n = 0; n < doc->count; n++)
        if (is_said(doc, n) && is_short(doc->nodes[n].text) &&
            (says_gone(doc->nodes[n].text) || is_404(doc->nodes[n].text)))
            return true;
    return false;
}

/* Titles and sentences of block pages. */
static bool says_blocked(na_str text)
{
    static const char *const phrases[] = {
        "访问被拒绝",
        "访问被阻断",
        "访问被拦截",
        "访问拦截",
        "请求被拦截",
        "请求已被拦截",
        "已被网站管理员设置拦截",
        "请求被拒绝",
        "疑似黑客攻击",
        "存在威胁，已被拦截",
        "网站防火墙",
        "web应用防火墙",
        "安全威胁，您的访问",
        "访问过于频繁",
        "人机验证",
        "滑动验证",
        "请完成安全验证",
        "正在进行安全检查",
        "just a moment",
        "attention required!",
        "access denied",
        "checking your browser",
        "ddos protection by",
        "pardon our interruption",
        "request rejected",
        "requested url was rejected",
        "verify you are human",
        "verifying you are human",
        "are you a robot",
        "enable javascript and cookies to continue",
        "请开启javascript",
        "incapsula incident",
    };
    return HAS(text, phrases);
}

static bool says_block(const na_doc *d)
{
    for (na_node_id n = 0; n < d->count; n++)
        if (is_said(d, n) && is_short(d->nodes[n].text) && says_blocked(d->nodes[n].text))
            return true;
    return false;
}

/* Sets a cookie and comes again: the check of a browser. */
static bool is_challenge(na_str script)
{
    static const char *const marks[] = {"acw_sc__v2", "__jsl_clearance", "$_ts",
                                        "_cf_chl",    "_guard",          "challenge-platform"};
    static const char *const cookie[] = {"document.cookie", "document['cookie']",
                                         "document[\"cookie\"]"};
    static const char *const reload[] = {"location", "reload", "submit("};
    script = na_str_take(script, SCRIPT_MAX);
    return HAS(script, marks) || (HAS(script, cookie) && HAS(script, reload));
}

static bool has_challenge(const na_doc *d)
{
    for (size_t i = 0; i < d->script_count; i++)
        if (is_challenge(d->scripts[i]))
            return true;
    return false;
}

bool na_page_is_blocked(int status, const na_doc *doc)
{
    uint32_t own = own_chars(doc);
    bool empty =
        own <= EMPTY_CHARS_MAX && (doc->body == NA_NO_NODE || doc->nodes[doc->body].links == 0);
    if (own > BLOCK_CHARS_MAX)
        return false;
    if (status == 412 || status == 521)
        return true;
    if (empty && doc->script_count && (status == 202 || has_challenge(doc)))
        return true;
    return says_block(doc);
}
