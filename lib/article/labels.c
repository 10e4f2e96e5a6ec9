/* article/labels.c: the labels that Chinese bylines use, and where their values end. Rests on
 * counts over government, association and news templates: a label is one of a small set, it may
 * have spaces inside (来 源), its colon is full or half width or missing, and it may touch the date
 * before it (2015.09.01来源:). So bylines are read by label, not by space. */
#include "article/candidates.h"

#define VALUE_CHARS_MAX 40
#define CELL_CHARS_MAX 24

typedef enum label_form {
    COLON, /* a colon must follow */
    BARE,  /* a space or the end of an element will do */
    GLUED  /* the value may follow at once */
} label_form;

/* The text stands in the table itself, so that looking for its first character is quick. */
static const struct {
    char text[16];
    na_label_kind kind;
    label_form form;
} LABELS[] = {
    /* source */
    {"信息来源", NA_LABEL_SOURCE, BARE},
    {"文章来源", NA_LABEL_SOURCE, BARE},
    {"稿件来源", NA_LABEL_SOURCE, BARE},
    {"消息来源", NA_LABEL_SOURCE, BARE},
    {"新闻来源", NA_LABEL_SOURCE, BARE},
    {"内容来源", NA_LABEL_SOURCE, BARE},
    {"来源单位", NA_LABEL_SOURCE, COLON},
    {"来源媒体", NA_LABEL_SOURCE, COLON},
    {"来源网站", NA_LABEL_SOURCE, COLON},
    {"文章出处", NA_LABEL_SOURCE, COLON},
    {"供稿单位", NA_LABEL_SOURCE, COLON},
    {"发布单位", NA_LABEL_SOURCE, COLON},
    {"发布机构", NA_LABEL_SOURCE, COLON},
    {"发文机关", NA_LABEL_SOURCE, COLON},
    {"發布單位", NA_LABEL_SOURCE, COLON},
    {"本文来源于", NA_LABEL_SOURCE, GLUED},
    {"来源于", NA_LABEL_SOURCE, BARE},
    {"转载自", NA_LABEL_SOURCE, BARE},
    {"来源", NA_LABEL_SOURCE, BARE},
    {"來源", NA_LABEL_SOURCE, BARE},
    {"稿源", NA_LABEL_SOURCE, BARE},
    {"来稿", NA_LABEL_SOURCE, COLON},
    {"出处", NA_LABEL_SOURCE, COLON},
    {"来自", NA_LABEL_SOURCE, COLON},
    {"媒体", NA_LABEL_SOURCE, COLON},
    {"发布部门", NA_LABEL_SOURCE, COLON},
    {"发布来源", NA_LABEL_SOURCE, COLON},
    {"来源部门", NA_LABEL_SOURCE, COLON},
    {"来源出处", NA_LABEL_SOURCE, COLON},
    {"供稿部门", NA_LABEL_SOURCE, COLON},
    {"报送单位", NA_LABEL_SOURCE, COLON},
    {"提供单位", NA_LABEL_SOURCE, COLON},
    {"信息提供", NA_LABEL_SOURCE, COLON},
    {"信源", NA_LABEL_SOURCE, COLON},
    {"文章來源", NA_LABEL_SOURCE, COLON},
    {"新聞來源", NA_LABEL_SOURCE, COLON},
    {"消息來源", NA_LABEL_SOURCE, COLON},
    {"稿件來源", NA_LABEL_SOURCE, COLON},
    {"發佈單位", NA_LABEL_SOURCE, COLON},
    {"張貼單位", NA_LABEL_SOURCE, COLON},
    {"公告單位", NA_LABEL_SOURCE, COLON},
    {"出處", NA_LABEL_SOURCE, COLON},
    /* people */
    {"本文作者", NA_LABEL_AUTHOR, COLON},
    {"文章作者", NA_LABEL_AUTHOR, COLON},
    {"作者", NA_LABEL_AUTHOR, BARE},
    {"撰稿人", NA_LABEL_AUTHOR, COLON},
    {"撰稿", NA_LABEL_AUTHOR, COLON},
    {"撰文", NA_LABEL_AUTHOR, BARE},
    {"文", NA_LABEL_AUTHOR, COLON},
    {"本报记者", NA_LABEL_AUTHOR, BARE},
    {"本网记者", NA_LABEL_AUTHOR, BARE},
    {"本刊记者", NA_LABEL_AUTHOR, BARE},
    {"特约记者", NA_LABEL_AUTHOR, BARE},
    {"实习记者", NA_LABEL_AUTHOR, BARE},
    {"见习记者", NA_LABEL_AUTHOR, BARE},
    {"本報記者", NA_LABEL_AUTHOR, BARE},
    {"實習生", NA_LABEL_AUTHOR, COLON},
    {"实习生", NA_LABEL_AUTHOR, COLON},
    {"通訊員", NA_LABEL_AUTHOR, BARE},
    {"撰写", NA_LABEL_AUTHOR, COLON},
    {"撰寫", NA_LABEL_AUTHOR, COLON},
    {"记者", NA_LABEL_AUTHOR, BARE},
    {"記者", NA_LABEL_AUTHOR, BARE},
    {"通讯员", NA_LABEL_AUTHOR, BARE},
    {"供稿人", NA_LABEL_AUTHOR, COLON},
    {"供稿", NA_LABEL_AUTHOR, COLON},
    {"责任编辑", NA_LABEL_EDITOR, BARE},
    {"責任編輯", NA_LABEL_EDITOR, BARE},
    {"网络编辑", NA_LABEL_EDITOR, COLON},
    {"本文编辑", NA_LABEL_EDITOR, COLON},
    {"责编", NA_LABEL_EDITOR, BARE},
    {"编辑", NA_LABEL_EDITOR, COLON},
    {"編輯", NA_LABEL_EDITOR, COLON},
    {"责编人", NA_LABEL_EDITOR, COLON},
    {"責編", NA_LABEL_EDITOR, COLON},
    {"网编", NA_LABEL_EDITOR, COLON},
    {"编审", NA_LABEL_EDITOR, COLON},
    {"编校", NA_LABEL_EDITOR, COLON},
    {"编发", NA_LABEL_EDITOR, COLON},
    {"栏目编辑", NA_LABEL_EDITOR, COLON},
    {"本期编辑", NA_LABEL_EDITOR, COLON},
    {"值班编辑", NA_LABEL_EDITOR, COLON},
    {"网页编辑", NA_LABEL_EDITOR, COLON},
    /* dates */
    {"发布时间", NA_LABEL_DATE, GLUED},
    {"发布日期", NA_LABEL_DATE, GLUED},
    {"发表时间", NA_LABEL_DATE, GLUED},
    {"发表日期", NA_LABEL_DATE, GLUED},
    {"發布時間", NA_LABEL_DATE, GLUED},
    {"發佈時間", NA_LABEL_DATE, GLUED},
    {"添加时间", NA_LABEL_DATE, GLUED},
    {"添加日期", NA_LABEL_DATE, GLUED},
    {"发稿日期", NA_LABEL_DATE, GLUED},
    {"上传日期", NA_LABEL_DATE, GLUED},
    {"录入日期", NA_LABEL_DATE, GLUED},
    {"公布日期", NA_LABEL_DATE, GLUED},
    {"公布时间", NA_LABEL_DATE, GLUED},
    {"加入时间", NA_LABEL_DATE, GLUED},
    {"提交时间", NA_LABEL_DATE, GLUED},
    {"创建日期", NA_LABEL_DATE, GLUED},
    {"刊发时间", NA_LABEL_DATE, GLUED},
    {"見報時間", NA_LABEL_DATE, GLUED},
    {"見報日期", NA_LABEL_DATE, GLUED},
    {"发布時間", NA_LABEL_DATE, GLUED},
    {"發布日期", NA_LABEL_DATE, GLUED},
    {"發佈日期", NA_LABEL_DATE, GLUED},
    {"發表時間", NA_LABEL_DATE, GLUED},
    {"發表日期", NA_LABEL_DATE, GLUED},
    {"刊登日期", NA_LABEL_DATE, GLUED},
    {"刊登時間", NA_LABEL_DATE, GLUED},
    {"張貼日期", NA_LABEL_DATE, GLUED},
    {"公告日期", NA_LABEL_DATE, GLUED},
    {"上稿日期", NA_LABEL_DATE, GLUED},
    {"上版日期", NA_LABEL_DATE, GLUED},
    {"發稿時間", NA_LABEL_DATE, GLUED},
    {"發佈於", NA_LABEL_DATE, GLUED},
    {"發布於", NA_LABEL_DATE, GLUED},
    {"發表於", NA_LABEL_DATE, GLUED},
    {"上传时间", NA_LABEL_DATE, GLUED},
    {"录入时间", NA_LABEL_DATE, GLUED},
    {"发稿时间", NA_LABEL_DATE, GLUED},
    {"创建时间", NA_LABEL_DATE, GLUED},
    {"更新时间", NA_LABEL_MODIFIED, GLUED},
    {"更新日期", NA_LABEL_MODIFIED, GLUED},
    {"修改时间", NA_LABEL_MODIFIED, GLUED},
    {"最后更新", NA_LABEL_MODIFIED, GLUED},
    {"更新于", NA_LABEL_MODIFIED, GLUED},
    {"更新時間", NA_LABEL_MODIFIED, GLUED},
    {"修改時間", NA_LABEL_MODIFIED, GLUED},
    {"修改日期", NA_LABEL_MODIFIED, GLUED},
    {"最後更新", NA_LABEL_MODIFIED, GLUED},
    {"最后修改", NA_LABEL_MODIFIED, GLUED},
    {"更新於", NA_LABEL_MODIFIED, GLUED},
    {"发布于", NA_LABEL_DATE, GLUED},
    {"发表于", NA_LABEL_DATE, GLUED},
    {"時間", NA_LABEL_DATE, COLON},
    {"时间", NA_LABEL_DATE, COLON},
    {"日期", NA_LABEL_DATE, COLON},
    {"成文日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"发文日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"生成日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"生效日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"印发日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"有效日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"截止日期", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"截止时间", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"活动时间", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"报名时间", NA_LABEL_DOCUMENT_DATE, GLUED},
    {"注册时间", NA_LABEL_DOCUMENT_DATE, GLUED},
    /* people and things that are in no field */
    {"图", NA_LABEL_STOP, COLON},
    {"发布人", NA_LABEL_STAFF, COLON},
    {"发布者", NA_LABEL_STAFF, COLON},
    {"录入者", NA_LABEL_STAFF, COLON},
    {"录入", NA_LABEL_STAFF, COLON},
    {"上传者", NA_LABEL_STAFF, COLON},
    {"审核人", NA_LABEL_STAFF, COLON},
    {"审稿", NA_LABEL_STAFF, COLON},
    {"图片", NA_LABEL_STOP, COLON},
    {"制图", NA_LABEL_STAFF, COLON},
    {"举报", NA_LABEL_STOP, BARE},
    {"图片来源", NA_LABEL_STOP, COLON},
    {"圖片來源", NA_LABEL_STOP, COLON},
    {"资料来源", NA_LABEL_STOP, COLON},
    {"数据来源", NA_LABEL_STOP, COLON},
    {"视频来源", NA_LABEL_STOP, COLON},
    {"摄影记者", NA_LABEL_STAFF, COLON},
    {"摄影", NA_LABEL_STAFF, COLON},
    {"校对", NA_LABEL_STAFF, COLON},
    {"校對", NA_LABEL_STAFF, COLON},
    {"審核", NA_LABEL_STAFF, COLON},
    {"攝影", NA_LABEL_STAFF, COLON},
    {"翻譯", NA_LABEL_STAFF, COLON},
    {"發布者", NA_LABEL_STAFF, COLON},
    {"发布員", NA_LABEL_STAFF, COLON},
    {"发布员", NA_LABEL_STAFF, COLON},
    {"信息员", NA_LABEL_STAFF, COLON},
    {"核稿", NA_LABEL_STAFF, COLON},
    {"审定", NA_LABEL_STAFF, COLON},
    {"编辑审核", NA_LABEL_STAFF, COLON},
    {"二审", NA_LABEL_STAFF, COLON},
    {"三审", NA_LABEL_STAFF, COLON},
    {"一审", NA_LABEL_STAFF, COLON},
    {"图文", NA_LABEL_STAFF, COLON},
    {"摄像", NA_LABEL_STAFF, COLON},
    {"供图", NA_LABEL_STAFF, COLON},
    {"通联", NA_LABEL_STAFF, COLON},
    {"审核", NA_LABEL_STAFF, COLON},
    {"审签", NA_LABEL_STAFF, COLON},
    {"签发", NA_LABEL_STAFF, COLON},
    {"初审", NA_LABEL_STAFF, COLON},
    {"复审", NA_LABEL_STAFF, COLON},
    {"终审", NA_LABEL_STAFF, COLON},
    {"监制", NA_LABEL_STAFF, COLON},
    {"主编", NA_LABEL_STAFF, COLON},
    {"总编", NA_LABEL_STAFF, COLON},
    {"翻译", NA_LABEL_STAFF, COLON},
    {"原标题", NA_LABEL_STOP, COLON},
    {"标题", NA_LABEL_STOP, COLON},
    {"标签", NA_LABEL_STOP, COLON},
    {"关键词", NA_LABEL_STOP, COLON},
    {"关键字", NA_LABEL_STOP, COLON},
    {"摘要", NA_LABEL_STOP, COLON},
    {"导读", NA_LABEL_STOP, COLON},
    {"核心提示", NA_LABEL_STOP, COLON},
    {"栏目", NA_LABEL_STOP, COLON},
    {"所属栏目", NA_LABEL_STOP, COLON},
    {"类别", NA_LABEL_STOP, COLON},
    {"分类", NA_LABEL_STOP, COLON},
    {"微信号", NA_LABEL_STOP, COLON},
    {"索引号", NA_LABEL_STOP, COLON},
    {"发文字号", NA_LABEL_STOP, COLON},
    {"文号", NA_LABEL_STOP, COLON},
    {"主题分类", NA_LABEL_STOP, COLON},
    {"主题词", NA_LABEL_STOP, COLON},
    {"有效性", NA_LABEL_STOP, COLON},
    {"浏览次数", NA_LABEL_STOP, GLUED},
    {"瀏覽次數", NA_LABEL_STOP, GLUED},
    {"瀏覽人次", NA_LABEL_STOP, GLUED},
    {"點閱次數", NA_LABEL_STOP, GLUED},
    {"點閱數", NA_LABEL_STOP, GLUED},
    {"點閱", NA_LABEL_STOP, GLUED},
    {"點擊次數", NA_LABEL_STOP, GLUED},
    {"點擊數", NA_LABEL_STOP, GLUED},
    {"閱讀次數", NA_LABEL_STOP, GLUED},
    {"阅读量", NA_LABEL_STOP, GLUED},
    {"阅读数", NA_LABEL_STOP, GLUED},
    {"浏览数", NA_LABEL_STOP, GLUED},
    {"访问人次", NA_LABEL_STOP, GLUED},
    {"瀏覽", NA_LABEL_STOP, GLUED},
    {"浏览量", NA_LABEL_STOP, GLUED},
    {"浏览", NA_LABEL_STOP, GLUED},
    {"点击次数", NA_LABEL_STOP, GLUED},
    {"点击率", NA_LABEL_STOP, GLUED},
    {"点击数", NA_LABEL_STOP, GLUED},
    {"点击", NA_LABEL_STOP, GLUED},
    {"阅读次数", NA_LABEL_STOP, GLUED},
    {"阅读", NA_LABEL_STOP, BARE},
    {"访问次数", NA_LABEL_STOP, GLUED},
    {"访问量", NA_LABEL_STOP, GLUED},
    {"访问", NA_LABEL_STOP, COLON},
    {"查看", NA_LABEL_STOP, BARE},
    {"热度", NA_LABEL_STOP, BARE},
    {"人气", NA_LABEL_STOP, BARE},
    {"评论", NA_LABEL_STOP, BARE},
    {"字号", NA_LABEL_STOP, GLUED},
    {"字体", NA_LABEL_STOP, GLUED},
    {"调整字体", NA_LABEL_STOP, GLUED},
    {"打印", NA_LABEL_STOP, BARE},
    {"列印", NA_LABEL_STOP, BARE},
    {"友善列印", NA_LABEL_STOP, BARE},
    {"轉寄", NA_LABEL_STOP, BARE},
    {"字級", NA_LABEL_STOP, BARE},
    {"關閉", NA_LABEL_STOP, BARE},
    {"关闭", NA_LABEL_STOP, BARE},
    {"收藏", NA_LABEL_STOP, BARE},
    {"分享到", NA_LABEL_STOP, GLUED},
    {"分享", NA_LABEL_STOP, BARE},
    {"背景色", NA_LABEL_STOP, GLUED},
    {"我要评论", NA_LABEL_STOP, GLUED},
    {"我来说两句", NA_LABEL_STOP, GLUED},
    {"参与互动", NA_LABEL_STOP, GLUED},
    {"扫一扫", NA_LABEL_STOP, GLUED},
};
#define LABEL_COUNT (sizeof LABELS / sizeof LABELS[0])

static bool is_gap(uint32_t c)
{
    return na_is_white(c) || c == (uint32_t)NA_MARK_INLINE;
}

/* Skips white space and inline marks; how many went. */
static size_t skip_gap(na_str *s, size_t max)
{
    size_t n = 0;
    while (s->n > 0 && n < max) {
        na_str next = *s;
        uint32_t c = na_utf8_next(&next);
        if (!is_gap(c) || c == NA_MARK_LINE || c == NA_MARK_CELL)
            break;
        *s = next;
        n++;
    }
    return n;
}

/* Takes the label off *s, allowing up to six spaces between its characters. */
static bool take_label(na_str *s, const char *label)
{
    na_str l = na_str_from(label), rest = *s;
    for (bool first = true; l.n > 0; first = false) {
        if (!first)
            skip_gap(&rest, 6);
        if (rest.n == 0 || na_utf8_next(&rest) != na_utf8_next(&l))
            return false;
    }
    *s = rest;
    return true;
}

/* 文/张三, 编辑丨李四 and 来源 | 新华社 are as good as a colon. */
static bool is_colon(uint32_t c)
{
    switch (c) {
    case ':':
    case 0xFF1A: /* ： */
    case 0x2236: /* ∶ */
    case 0xFE55: /* ﹕ */
    case '/':
    case 0xFF0F: /* ／ */
    case '|':
    case 0xFF5C: /* ｜ */
    case 0x2502: /* │ */
    case 0x4E28: /* 丨 */ return true;
    default: return false;
    }
}

/* A bar or slash divides menu items too: it counts only behind a label at a border. */
static bool is_real_colon(na_str before)
{
    size_t n = before.n;
    return n > 0 && (before.p[n - 1] == ':' || na_str_ends(before, NA_STR("：")) ||
                     na_str_ends(before, NA_STR("∶")) || na_str_ends(before, NA_STR("﹕")));
}

static bool take_colon(na_str *s)
{
    na_str rest = *s;
    skip_gap(&rest, 8);
    while (rest.n > 0) {
        na_str next = rest;
        uint32_t c = na_utf8_next(&next);
        if (c == ']' || c == 0x3011) { /* [来源]：, 【来源】 */
            rest = next;
            continue;
        }
        if (!is_colon(c))
            return false;
        *s = next;
        return true;
    }
    return false;
}

/* A bare label is a label only where nothing but a border stands before it. */
static bool border_before(na_str text, size_t at)
{
    if (at == 0)
        return true;
    unsigned char b = (unsigned char)text.p[at - 1];
    if (b < 0x80)
        return !na_is_alpha((char)b) && b != '.' && b != '/';
    size_t from = at;
    do
        from--;
    while (from > 0 && ((unsigned char)text.p[from] & 0xC0) == 0x80);
    na_str c = {text.p + from, at - from};
    return !na_is_word(na_utf8_next(&c));
}

static bool form_fits(label_form form, na_str text, size_t at, na_str *rest, bool *colon)
{
    na_str label = *rest;
    *colon = take_colon(rest);
    if (*colon &&
        (is_real_colon((na_str){text.p, (size_t)(rest->p - text.p)}) || border_before(text, at)))
        return true;
    *rest = label;
    *colon = false;
    if (form == COLON || !border_before(text, at))
        return false;
    na_str behind = *rest;
    size_t gap = skip_gap(&behind, 8);
    bool ends = behind.n == 0 || behind.p[0] == NA_MARK_CELL;
    return form == GLUED || ends || gap > 0;
}

/* A label may have a cell of its own; the value then is the next cell, when that is short. */
static size_t value_begin(na_str text, size_t at)
{
    na_str rest = na_str_skip(text, at);
    skip_gap(&rest, 8);
    if (rest.n == 0 || rest.p[0] != NA_MARK_CELL)
        return at;
    na_str ahead = na_str_skip(rest, 1), cell = ahead;
    size_t end = 0;
    while (end < cell.n && cell.p[end] != NA_MARK_CELL && cell.p[end] != NA_MARK_LINE)
        end++;
    return na_utf8_count(na_str_take(cell, end)) <= CELL_CHARS_MAX ? (size_t)(ahead.p - text.p)
                                                                   : at;
}

static unsigned head_of(const char *c) /* the low twelve bits of three bytes of UTF-8 */
{
    return (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
}

na_label_heads na_label_heads_make(void)
{
    na_label_heads heads = {0};
    for (size_t i = 0; i < LABEL_COUNT; i++) {
        unsigned h = head_of(LABELS[i].text);
        heads.bits[h / 64] |= (uint64_t)1 << h % 64;
    }
    return heads;
}

bool na_label_may_begin(const na_label_heads *heads, na_str text, size_t at)
{
    if (text.n - at < 3 || (unsigned char)text.p[at] < 0xE4)
        return false;
    unsigned h = head_of(text.p + at);
    return heads->bits[h / 64] >> h % 64 & 1;
}

bool na_label_at(na_str text, size_t at, na_label *out)
{
    size_t best = 0;
    na_str here = na_str_skip(text, at);
    if (here.n < 3 || (unsigned char)here.p[0] < 0xE4)
        return false;
    for (size_t i = 0; i < LABEL_COUNT; i++) {
        if (memcmp(LABELS[i].text, here.p, 3) != 0)
            continue;
        na_str rest = here;
        bool colon;
        size_t length = strlen(LABELS[i].text);
        if (length <= best || !take_label(&rest, LABELS[i].text) ||
            !form_fits(LABELS[i].form, text, at, &rest, &colon))
            continue;
        if (length == 3 && !border_before(text, at)) /* 文: only after a border */
            continue;
        best = length;
        *out = (na_label){LABELS[i].kind, at, value_begin(text, (size_t)(rest.p - text.p)), colon};
    }
    return best > 0;
}

static bool ends_value(uint32_t c)
{
    switch (c) {
    case '|':
    case 0xFF5C: /* ｜ */
    case 0x2502: /* │ */
    case 0x4E28: /* 丨 */
    case ']':
    case 0x3011: /* 】 */
    case 0x3010: /* 【 */
    case '[':
    case 0x3002: /* 。 */
    case NA_MARK_CELL:
    case NA_MARK_LINE: return true;
    default: return false;
    }
}

size_t na_label_value_end(na_str text, size_t from)
{
    na_str s = na_str_skip(text, from);
    size_t chars = 0, gap = 0, depth = 0;
    while (s.n > 0 && chars < VALUE_CHARS_MAX) {
        size_t at = (size_t)(s.p - text.p);
        na_label next;
        uint32_t c = na_utf8_next(&s);
        if (ends_value(c) || na_label_at(text, at, &next))
            return at;
        if (c == (uint32_t)NA_MARK_INLINE && chars > 0)
            return at;
        if (c == '(' || c == 0xFF08)
            depth++;
        if ((c == ')' || c == 0xFF09) && depth-- == 0)
            return at;
        gap = na_is_white(c) ? gap + (c == 0x3000 ? 2 : 1) : 0;
        if (gap >= 2 && chars > 0)
            return at;
        chars += !is_gap(c);
    }
    return (size_t)(s.p - text.p);
}

static const char *const CONTROL_WORDS[] = {
    "分享",   "打印",   "字号",       "字体",   "评论", "收藏", "关闭", "举报",   "阅读",
    "点击",   "浏览",   "关注",       "原创",   "首页", "正文", "微博", "微信",   "朋友圈",
    "复制",   "链接",   "我来说",     "我要",   "参与", "条",   "转发", "二维码", "扫",
    "放大",   "缩小",   "默认",       "背景",   "朗读", "听",   "视频", "图片",   "责任",
    "大",     "中",     "小",         "发布于", "登录", "注册", "搜索", "返回",   "标签",
    "繁体",   "简体",   "客户端下载", "手机",   "邮件", "投稿", "更多", "查看",   "讨论",
    "上一篇", "下一篇", "播放",       "热度",   "人气", "已有", "赞",   "次",     NULL};

bool na_is_control_word(na_str s)
{
    for (const char *const *w = CONTROL_WORDS; *w; w++) {
        na_str word = na_str_from(*w);
        if (word.n <= 3 ? na_str_eq(s, word) : na_str_find(s, word) != NA_NOT_FOUND)
            return true;
    }
    return false;
}
