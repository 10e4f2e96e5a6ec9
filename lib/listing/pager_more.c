/* "Load more" buttons, and scripts that ask for further pages: what they ask for is read, not run.
 *   <a data-url="list.json" data-page="1" data-total-page="3">加载更多</a>
 *   $.get("/api/list?cid=3&page=" + page + "&size=10")
 *   $.ajax({url: "/api/list", type: "post", data: {page: page, cid: 3}})
 * The number of pages is believed where its name says so or where it cannot be one of entries; else
 * only the next page is given, and its answer tells of the one behind it. */
#include "listing/pager.h"

#include "core/buf.h"
#include "listing/data.h"
#include "listing/page_param.h"
#include "listing/script.h"
#include "listing/words.h"
#include "text/utf8.h"

#define BUTTONS_MAX 16
#define SCRIPT_MAX ((size_t)256 << 10)
#define CALLS_MAX 8
#define CALL_BYTES_MAX 600
#define LITERAL_MAX 500
#define LABEL_CHARS_MAX 20

static bool looks_like_address(na_str value)
{
    return value.n > 2 && value.n <= LITERAL_MAX && na_str_find_byte(value, ' ') == NA_NOT_FOUND &&
           (na_str_find_byte(value, '/') != NA_NOT_FOUND ||
            na_str_find_byte(value, '?') != NA_NOT_FOUND || na_str_ends(value, NA_STR(".json")) ||
            na_str_ends(value, NA_STR(".xml")));
}

/* Endpoints of other things than lists of articles. */
static bool is_other_service(na_str url)
{
    static const na_str words[] = {{"comment", 7}, {"search", 6},  {"login", 5}, {"count", 5},
                                   {"captcha", 7}, {"pinglun", 7}, {"vote", 4},  {"track", 5}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(url, words[i]) != NA_NOT_FOUND)
            return true;
    return false;
}

static na_str first_attr(const na_doc *d, na_node_id n, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        na_str value = na_str_trim(na_attr_get(d, n, names[i]));
        if (value.n)
            return value;
    }
    return (na_str){NULL, 0};
}
#define FIRST_ATTR(d, n, names) first_attr(d, n, names, sizeof(names) / sizeof *(names))

static na_str address_attr(const na_doc *d, na_node_id n)
{
    static const char *const names[] = {"data-api",  "data-url",   "data-ajax", "data-ajax-url",
                                        "data-href", "data-link",  "data-more", "data-load",
                                        "data-src",  "data-action"};
    na_str value = FIRST_ATTR(d, n, names);
    return looks_like_address(value) ? value : (na_str){NULL, 0};
}

static uint32_t number_attr(const na_doc *d, na_node_id n, const char *const *names, size_t count)
{
    size_t used = 0;
    na_str value = first_attr(d, n, names, count);
    uint64_t number = na_str_number(value, &used);
    return used && used == value.n && number <= 1000000 ? (uint32_t)number : 0;
}

static bool is_button(const na_list_work *w, na_node_id n)
{
    const na_doc *d = w->doc;
    if (d->nodes[n].text_chars <= LABEL_CHARS_MAX) {
        na_str label = na_fold(w->arena, na_node_text(w->arena, d, n));
        if (na_word_is(NA_WORDS_LOAD_MORE, label) || na_word_is(NA_WORDS_MORE, label) ||
            na_word_is(NA_WORDS_NEXT, label))
            return true;
    }
    return na_attr_has(d, n, "data-page") || na_attr_has(d, n, "data-total") ||
           na_attr_has(d, n, "data-total-page");
}

/* "list_{page}.json": the number goes there. */
static bool placeholder(na_str url, na_page_pattern *out)
{
    static const na_str marks[] = {{"{page}", 6}, {"{pageNo}", 8}, {"{p}", 3}, {"{n}", 3},
                                   {"{0}", 3},    {"__PAGE__", 8}, {"%d", 2},  {"[page]", 6}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = na_str_find_nocase(url, marks[i]);
        if (at == NA_NOT_FOUND)
            continue;
        *out = (na_page_pattern){na_str_take(url, at), na_str_skip(url, at + marks[i].n)};
        return true;
    }
    return false;
}

static void add_page(na_pager *p, na_str url, uint32_t number)
{
    na_page_pattern pattern;
    na_page_param param;
    if (placeholder(url, &pattern))
        na_pager_add_pattern(p, &pattern, number);
    else if (na_page_param_find(url, &param))
        na_pager_add(p, na_page_param_set(p->w->arena, url, &param, number), number);
    else
        na_pager_add(p, na_page_param_append(p->w->arena, url, NA_STR("page"), number), number);
}

/* The page itself shows the first. */
static void read_button(na_pager *p, na_node_id n, na_str url)
{
    static const char *const pages[] = {"data-total-page", "data-total-pages", "data-totalpage",
                                        "data-pages",      "data-page-count",  "data-pagecount",
                                        "data-max-page",   "data-maxpage",     "data-last-page"};
    static const char *const totals[] = {"data-total", "data-count", "data-all"};
    const na_doc *d = p->w->doc;
    uint32_t last = number_attr(d, n, pages, sizeof pages / sizeof *pages);
    uint32_t total = number_attr(d, n, totals, sizeof totals / sizeof *totals);
    bool open = last == 0 && total == 0;
    if (last == 0 && total && total <= p->w->entry_count)
        last = total; /* fewer than there are entries on this page: pages */
    else if (last == 0)
        last = open || total > p->w->entry_count ? 2 : 1;
    if (last > p->total && !open)
        p->total = total && total > p->w->entry_count ? p->total : last;
    for (uint32_t k = 2; k <= last && k <= NA_PAGES_MAX; k++)
        add_page(p, url, k);
}

void na_pager_read_buttons(na_pager *p)
{
    const na_list_work *w = p->w;
    const na_doc *d = w->doc;
    unsigned buttons = 0;
    for (na_node_id n = 1; n < d->count && buttons < BUTTONS_MAX; n++) {
        na_str url = d->nodes[n].type == NA_ELEMENT && d->nodes[n].attr_count ? address_attr(d, n)
                                                                              : NA_STR("");
        if (url.n == 0 || is_other_service(url) || d->nodes[n].tag == NA_TAG_IMG ||
            d->nodes[n].tag == NA_TAG_SCRIPT || !is_button(w, n))
            continue;
        read_button(p, n, url);
        buttons++;
    }
}

static bool has_load_more(const na_list_work *w)
{
    const na_doc *d = w->doc;
    for (na_node_id n = 1; n < d->count; n++)
        if (d->nodes[n].type == NA_TEXT && !(d->nodes[n].flags & NA_WHITE) &&
            d->nodes[n].text.n <= 60 &&
            na_word_is(NA_WORDS_LOAD_MORE, na_fold(w->arena, d->nodes[n].text)))
            return true;
    return false;
}

/* The literal that holds the byte at `at`; false when there is none on this line. */
static bool literal_around(na_str script, size_t at, na_str *out, size_t *end)
{
    size_t begin = at;
    while (begin > 0 && at - begin < LITERAL_MAX && script.p[begin - 1] != '"' &&
           script.p[begin - 1] != '\'' && script.p[begin - 1] != '\n')
        begin--;
    if (begin == 0 || (script.p[begin - 1] != '"' && script.p[begin - 1] != '\''))
        return false;
    na_str rest = na_str_take(na_str_skip(script, begin - 1), LITERAL_MAX + 2);
    size_t before = rest.n;
    if (!na_take_literal(&rest, out) || out->n > LITERAL_MAX)
        return false;
    *end = begin - 1 + (before - rest.n);
    return true;
}

/* Behind `+ name` a further literal may stand: "&size=10". */
static na_str suffix_behind(na_str rest)
{
    na_str literal;
    rest = na_skip_space(rest);
    if (!na_str_starts(rest, NA_STR("+")))
        return (na_str){NULL, 0};
    rest = na_skip_space(na_str_skip(rest, 1));
    na_str name = na_take_name(rest);
    rest = na_skip_space(na_str_skip(rest, name.n));
    if (!name.n || !na_str_starts(rest, NA_STR("+")))
        return (na_str){NULL, 0};
    rest = na_skip_space(na_str_skip(rest, 1));
    return na_take_literal(&rest, &literal) ? literal : (na_str){NULL, 0};
}

/* The parameter name that ends the literal before its "=". */
static bool ends_in_page_param(na_str literal)
{
    if (!na_str_ends(literal, NA_STR("=")))
        return false;
    size_t n = literal.n - 1, begin = n;
    while (begin > 0 && literal.p[begin - 1] != '?' && literal.p[begin - 1] != '&')
        begin--;
    return begin > 0 && na_is_page_param((na_str){literal.p + begin, n - begin});
}

/* "/api/list?cid=3&page=" + page */
static bool read_sum(na_pager *p, na_str script, size_t at, uint32_t last)
{
    na_str literal;
    size_t end;
    if (!literal_around(script, at, &literal, &end) || !ends_in_page_param(literal) ||
        !looks_like_address(literal) || is_other_service(literal) || literal.p[0] == '?')
        return false;
    na_str rest = na_skip_space(na_str_skip(script, end));
    if (!na_str_starts(rest, NA_STR("+")))
        return false;
    const na_page_pattern pattern = {literal, suffix_behind(rest)};
    for (uint32_t k = 2; k <= last && k <= NA_PAGES_MAX; k++)
        na_pager_add_pattern(p, &pattern, k);
    return true;
}

/* {page: page, cid: 3, key: "x"}: name=value&..., `mark` where the page's number goes. Values that
 * are neither literals nor numbers are not known: then there is no request, but for the page's. */
static bool read_object(na_str s, na_sb *before, na_sb *behind, bool *page)
{
    *page = false;
    for (unsigned fields = 0; fields < 20; fields++) {
        na_str name, value;
        s = na_skip_space(s);
        if (!na_take_literal(&s, &name)) {
            name = na_take_name(s);
            s = na_str_skip(s, name.n);
        }
        s = na_skip_space(s);
        if (name.n == 0 || !na_str_starts(s, NA_STR(":")))
            return false;
        s = na_skip_space(na_str_skip(s, 1));
        bool literal = na_take_literal(&s, &value);
        if (!literal) {
            value = na_take_name(s);
            s = na_str_skip(s, value.n);
        }
        na_sb *sb = *page ? behind : before;
        na_sb_add_cstr(sb, before->n || *page ? "&" : "");
        na_sb_add(sb, name);
        na_sb_add_byte(sb, '=');
        if (!*page && na_is_page_param(name))
            *page = true;
        else if (literal || (value.n && na_is_digit(value.p[0])))
            na_sb_add(sb, value);
        else
            return false;
        s = na_skip_space(s);
        if (na_str_starts(s, NA_STR("}")))
            return *page;
        if (!na_str_starts(s, NA_STR(",")))
            return false;
        s = na_str_skip(s, 1);
    }
    return false;
}

static void add_call_pages(na_pager *p, na_str url, bool post, const na_page_pattern *fields,
                           uint32_t last)
{
    for (uint32_t k = 2; k <= last && k <= NA_PAGES_MAX; k++) {
        na_sb sb = NA_SB(p->w->arena);
        if (!post) {
            na_sb_add(&sb, url);
            na_sb_add_byte(&sb, na_str_find_byte(url, '?') == NA_NOT_FOUND ? '?' : '&');
        }
        na_sb_add(&sb, fields->prefix);
        na_sb_addf(&sb, "%u", k);
        na_sb_add(&sb, fields->suffix);
        na_str text = na_sb_str(&sb);
        na_pager_add_body(p, post ? url : text, post ? text : NA_STR(""), k);
    }
}

/* url: "/api/list" ... data: {page: n}, within one call. */
static bool read_call(na_pager *p, na_str call, uint32_t last)
{
    call = na_str_take(call, CALL_BYTES_MAX);
    na_str url, rest = na_skip_space(call);
    if (!na_str_starts(rest, NA_STR(":")))
        return false;
    rest = na_skip_space(na_str_skip(rest, 1));
    if (!na_take_literal(&rest, &url) || !looks_like_address(url) || is_other_service(url))
        return false;
    size_t data = na_str_find(call, NA_STR("data"));
    if (data == NA_NOT_FOUND)
        return false;
    rest = na_skip_space(na_str_skip(call, data + 4));
    if (!na_str_starts(rest, NA_STR(":")))
        return false;
    rest = na_skip_space(na_str_skip(rest, 1));
    na_sb before = NA_SB(p->w->arena), behind = NA_SB(p->w->arena);
    bool page;
    if (!na_str_starts(rest, NA_STR("{")) ||
        !read_object(na_str_skip(rest, 1), &before, &behind, &page))
        return false;
    bool post = na_str_find_nocase(call, NA_STR("\"post\"")) != NA_NOT_FOUND ||
                na_str_find_nocase(call, NA_STR("'post'")) != NA_NOT_FOUND;
    const na_page_pattern fields = {na_sb_str(&before), na_sb_str(&behind)};
    add_call_pages(p, url, post, &fields, last);
    return true;
}

/* Calls `read` behind each `mark` of the scripts until it says true. */
static bool read_marks(na_pager *p, na_str mark, uint32_t last, bool sums)
{
    const na_doc *d = p->w->doc;
    for (size_t i = 0; i < d->script_count; i++) {
        na_str script = na_str_take(d->scripts[i], SCRIPT_MAX);
        unsigned calls = 0;
        for (size_t at = 0, step;
             calls < CALLS_MAX * 8 &&
             (step = na_str_find_nocase(na_str_skip(script, at), mark)) != NA_NOT_FOUND;
             calls++) {
            at += step;
            if (sums ? read_sum(p, script, at, last)
                     : read_call(p, na_str_skip(script, at + mark.n), last))
                return true;
            at += mark.n;
        }
    }
    return false;
}

/* Only where no other reader found pages and the page is a list that says it has more. */
void na_pager_read_requests(na_pager *p)
{
    static const na_str marks[] = {{"page=", 5}, {"pageNo=", 7}, {"pageNum=", 8}, {"index=", 6},
                                   {"&p=", 3},   {"?p=", 3},     {"current=", 8}};
    if (p->n || p->w->doc->script_count == 0 || (p->total < 2 && !has_load_more(p->w)))
        return;
    uint32_t last = p->total >= 2 ? p->total : 2;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (read_marks(p, marks[i], last, true))
            return;
    read_marks(p, NA_STR("url"), last, false);
}
