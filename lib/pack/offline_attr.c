/* Attributes and addresses of an offline page, see offline.h. */
#include "pack/offline_parts.h"

#include "html/css.h"
#include "text/utf8.h"
#include "url/url.h"

typedef enum rule {
    KEPT,
    LEFT_OUT,
    LOADED, /* an address that a browser loads by itself */
    LINKED, /* an address that a reader may go to */
    STYLED
} rule;

static const struct {
    na_str name;
    rule rule;
} rules[] = {
#define ATTR(name, rule)                                                                           \
    {                                                                                              \
        {(name), sizeof(name) - 1}, (rule)                                                         \
    }
    ATTR("src", LOADED),
    ATTR("href", LOADED),
    ATTR("xlink:href", LOADED),
    ATTR("poster", LOADED),
    ATTR("background", LOADED),
    ATTR("data", LOADED),
    ATTR("action", LINKED),
    ATTR("formaction", LINKED),
    ATTR("cite", LINKED),
    ATTR("longdesc", LINKED),
    ATTR("style", STYLED),
    ATTR("srcset", LEFT_OUT),
    ATTR("imagesrcset", LEFT_OUT),
    ATTR("lowsrc", LEFT_OUT),
    ATTR("dynsrc", LEFT_OUT),
    ATTR("srcdoc", LEFT_OUT),
    ATTR("ping", LEFT_OUT),
    ATTR("manifest", LEFT_OUT),
    ATTR("attributionsrc", LEFT_OUT),
    ATTR("codebase", LEFT_OUT),
    ATTR("classid", LEFT_OUT),
    ATTR("archive", LEFT_OUT),
    ATTR("code", LEFT_OUT),
    ATTR("profile", LEFT_OUT),
    ATTR("integrity", LEFT_OUT),
    ATTR("crossorigin", LEFT_OUT),
    ATTR("nonce", LEFT_OUT),
#undef ATTR
};

static bool is_one_of(na_str name, const na_str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (na_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

static bool is_link(na_str element)
{
    static const na_str names[] = {{"a", 1}, {"area", 4}, {"link", 4}};
    return is_one_of(element, names, sizeof names / sizeof *names);
}

static bool is_image(na_str element)
{
    static const na_str names[] = {{"img", 3}, {"image", 5}};
    return is_one_of(element, names, sizeof names / sizeof *names);
}

/* Shows another document: one in a data: URL would run as a page of its own. */
static bool is_frame(na_str element)
{
    static const na_str names[] = {
        {"iframe", 6}, {"frame", 5}, {"object", 6}, {"embed", 5}, {"applet", 6}};
    return is_one_of(element, names, sizeof names / sizeof *names);
}

static rule rule_of(na_str element, na_str name)
{
    if (name.n > 2 && na_str_starts_nocase(name, NA_STR("on")))
        return LEFT_OUT;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (na_str_eq_nocase(name, rules[i].name))
            return is_link(element) && na_str_ends(rules[i].name, NA_STR("href")) ? LINKED
                                                                                  : rules[i].rule;
    return KEPT;
}

bool na_offline_has_word(na_str list, na_str word)
{
    while (list.n) {
        list = na_str_trim(list);
        size_t n = 0;
        while (n < list.n && !na_is_space(list.p[n]))
            n++;
        if (n && na_str_eq_nocase(na_str_take(list, n), word))
            return true;
        list = na_str_skip(list, n);
    }
    return false;
}

/* "&#x4e;", "&#78;" at the start of s; 0: none. */
static uint32_t number_reference(na_str s, size_t *length)
{
    uint32_t code = 0;
    size_t i = 2;
    bool hex = s.n > 2 && na_lower(s.p[2]) == 'x';
    if (s.n < 3 || s.p[1] != '#')
        return 0;
    for (i += hex; i < s.n && code < 0x110000; i++) {
        int digit = hex || na_is_digit(s.p[i]) ? na_hex_value(s.p[i]) : -1;
        if (digit < 0)
            break;
        code = code * (hex ? 16 : 10) + (uint32_t)digit;
    }
    *length = i + (i < s.n && s.p[i] == ';');
    return code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? code : 0;
}

static const struct {
    na_str text;
    char c;
} named[] = {{{"&amp;", 5}, '&'}, {{"&quot;", 6}, '"'}, {{"&apos;", 6}, '\''},
             {{"&lt;", 4}, '<'},  {{"&gt;", 4}, '>'},   {{"&colon;", 7}, ':'}};

/* Character references of an attribute's value: the few that stand in addresses and styles. */
static na_str unescape(na_arena *arena, na_str s)
{
    na_sb sb = NA_SB(arena);
    if (na_str_find_byte(s, '&') == NA_NOT_FOUND)
        return s;
    while (s.n) {
        size_t used = 0, i = 0;
        char bytes[4];
        uint32_t code = s.p[0] == '&' ? number_reference(s, &used) : 0;
        while (s.p[0] == '&' && !code && i < sizeof named / sizeof *named &&
               !na_str_starts(s, named[i].text))
            i++;
        if (code) {
            na_sb_add(&sb, (na_str){bytes, na_utf8_put(bytes, code)});
        } else if (s.p[0] == '&' && i < sizeof named / sizeof *named) {
            na_sb_add_byte(&sb, named[i].c);
            used = named[i].text.n;
        } else {
            na_sb_add_byte(&sb, s.p[0]);
            used = 1;
        }
        s = na_str_skip(s, used);
    }
    return na_sb_str(&sb);
}

static void put_escaped(na_buf *out, na_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '&')
            na_buf_add_cstr(out, "&amp;");
        else if (s.p[i] == '"')
            na_buf_add_cstr(out, "&quot;");
        else
            na_buf_add_byte(out, s.p[i]);
    }
}

static void put_attr(na_offline *w, na_str name, na_str value)
{
    na_buf_add_byte(w->out, ' ');
    na_buf_add(w->out, name);
    na_buf_add_cstr(w->out, "=\"");
    put_escaped(w->out, value);
    na_buf_add_byte(w->out, '"');
}

static na_str resolve(const na_offline *w, na_str link)
{
    return na_url_resolve(w->arena, w->base, na_str_trim(link), w->encoding);
}

/* The stored file; empty: none. */
static na_str file_of(const na_offline *w, na_str url)
{
    for (size_t i = 0; i < w->page->count; i++)
        if (url.n && na_str_eq(w->page->files[i].url, url))
            return w->page->files[i].name;
    return (na_str){NULL, 0};
}

/* The stored file among the addresses of a value, which may be a srcset. */
static na_str file_in(const na_offline *w, na_str value)
{
    while (value.n) {
        value = na_str_trim(value);
        size_t n = 0;
        while (n < value.n && !na_is_space(value.p[n]))
            n++;
        na_str one = na_str_take(value, n);
        while (na_str_ends(one, NA_STR(",")))
            one.n--;
        na_str file = one.n ? file_of(w, resolve(w, one)) : one;
        if (file.n)
            return file;
        value = na_str_skip(value, n);
    }
    return value;
}

/* Where an image is, whichever attribute says so: those that a script would have moved to src have
 * many names. Words of titles and classes are no addresses of files. */
static na_str image_file(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    na_attr_scan attr;
    size_t at = 1 + tag->name.n;
    while (w->page->count && na_scan_attr(whole, &at, &attr)) {
        bool address = na_str_eq_nocase(attr.name, NA_STR("src")) ||
                       na_str_starts_nocase(attr.name, NA_STR("data-")) ||
                       na_str_find_nocase(attr.name, NA_STR("src")) != NA_NOT_FOUND;
        na_str file = address ? file_in(w, unescape(w->arena, attr.value)) : (na_str){NULL, 0};
        if (file.n)
            return file;
    }
    return (na_str){NULL, 0};
}

static void put_loaded(na_offline *w, na_str element, const na_attr_scan *attr)
{
    na_str value = na_str_trim(unescape(w->arena, attr->value));
    na_str file = file_of(w, resolve(w, value));
    bool inside = na_str_starts(value, NA_STR("#")) ||
                  (na_str_starts_nocase(value, NA_STR("data:")) && !is_frame(element));
    if (file.n || inside)
        put_attr(w, attr->name, file.n ? file : value);
}

static void put_linked(na_offline *w, const na_attr_scan *attr)
{
    static const na_str schemes[] = {{"mailto:", 7}, {"tel:", 4}, {"ftp:", 4}};
    na_str value = na_str_trim(unescape(w->arena, attr->value));
    na_str url = resolve(w, value), file = file_of(w, url);
    size_t hash = na_str_find_byte(value, '#');
    bool kept = na_str_starts(value, NA_STR("#"));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        kept |= na_str_starts_nocase(value, schemes[i]);
    if (kept || file.n) {
        put_attr(w, attr->name, kept ? value : file);
    } else if (url.n) {
        na_sb sb = NA_SB(w->arena);
        na_sb_add(&sb, url);
        na_sb_add(&sb, na_str_skip(value, hash));
        put_attr(w, attr->name, na_sb_str(&sb));
    }
}

static void put_styled(na_offline *w, const na_attr_scan *attr)
{
    na_buf css = NA_BUF(w->out->max);
    na_offline_css(w, unescape(w->arena, attr->value), &css);
    put_attr(w, attr->name, na_buf_str(&css));
    if (css.status != NEWSARC_OK)
        w->out->status = css.status;
    na_buf_free(&css);
}

static bool has_address(na_str style)
{
    return na_str_find_byte(style, '(') != NA_NOT_FOUND ||
           na_str_find_byte(style, '&') != NA_NOT_FOUND;
}

static void put_rewritten(na_offline *w, na_str element, const na_attr_scan *attr)
{
    switch (rule_of(element, attr->name)) {
    case LOADED: put_loaded(w, element, attr); break;
    case LINKED: put_linked(w, attr); break;
    case STYLED:
        if (has_address(attr->value)) {
            put_styled(w, attr);
            break;
        }
        /* fall through */
    case KEPT:
        na_buf_add_byte(w->out, ' ');
        na_buf_add(w->out, attr->whole);
        break;
    case LEFT_OUT: break;
    }
}

void na_offline_tag(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    na_attr_scan attr;
    size_t at = 1 + tag->name.n;
    na_str file = is_image(tag->name) ? image_file(w, tag, whole) : (na_str){NULL, 0};
    na_buf_add_byte(w->out, '<');
    na_buf_add(w->out, tag->name);
    if (file.n)
        put_attr(w, NA_STR("src"), file);
    while (na_scan_attr(whole, &at, &attr))
        if (!file.n || !na_str_eq_nocase(attr.name, NA_STR("src")))
            put_rewritten(w, tag->name, &attr);
    na_buf_add_cstr(w->out, tag->self_closing ? " />" : ">");
}

na_str na_offline_attr(na_offline *w, const na_tag_scan *tag, na_str whole, const char *name)
{
    na_attr_scan attr;
    size_t at = 1 + tag->name.n;
    while (na_scan_attr(whole, &at, &attr))
        if (na_str_eq_nocase(attr.name, na_str_from(name)))
            return attr.value.p ? unescape(w->arena, attr.value) : NA_STR("");
    return (na_str){NULL, 0};
}

typedef struct sheet {
    na_offline *w;
    na_str css;
    size_t copied;
    na_buf *out;
} sheet;

static void put_address(void *user, const na_css_link *link)
{
    sheet *s = user;
    na_str file = file_of(s->w, resolve(s->w, link->address));
    if (na_str_starts(link->address, NA_STR("#")))
        return;
    na_buf_add(s->out, (na_str){s->css.p + s->copied, link->begin - s->copied});
    na_buf_add_cstr(s->out, "url(");
    na_buf_add(s->out, file.n ? file : NA_STR("data:,"));
    na_buf_add_byte(s->out, ')');
    s->copied = link->end;
}

void na_offline_css(na_offline *w, na_str css, na_buf *out)
{
    sheet s = {.w = w, .css = css, .out = out};
    na_css_links(w->arena, css, put_address, &s);
    na_buf_add(out, na_str_skip(css, s.copied));
}
