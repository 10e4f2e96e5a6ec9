/* See offline.h. One pass over the tags of the decoded page, in the manner of html/slim.c. */
#include "pack/offline_parts.h"

#include "url/url.h"

/* The elements that go in front of the page's own. The encoding must stand within the first 1,024
 * bytes (HTML Standard, 4.2.5.4). Names of the hosts of links are not looked up either. */
static const char head[] =
    "<meta charset=\"utf-8\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src 'self' file: data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'\">"
    "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">";

#define PREAMBLE_MAX ((size_t)512) /* of doctype, comments, html in front of it */

typedef enum kind {
    OTHER,
    HTML,
    HEAD,
    BASE,
    META,
    LINK,
    SCRIPT,
    STYLE,
    TEXT_ONLY, /* its content is text with character references */
    RAW,       /* its content is text */
    EMPTIED,   /* its content is for browsers that do not know the element */
    REST       /* everything behind it is text */
} kind;

static const struct {
    na_str name;
    kind kind;
} kinds[] = {
#define ELEMENT(name, kind)                                                                        \
    {                                                                                              \
        {(name), sizeof(name) - 1}, (kind)                                                         \
    }
    ELEMENT("html", HTML),        ELEMENT("head", HEAD),       ELEMENT("base", BASE),
    ELEMENT("meta", META),        ELEMENT("link", LINK),       ELEMENT("script", SCRIPT),
    ELEMENT("style", STYLE),      ELEMENT("title", TEXT_ONLY), ELEMENT("textarea", TEXT_ONLY),
    ELEMENT("xmp", RAW),          ELEMENT("iframe", EMPTIED),  ELEMENT("noembed", EMPTIED),
    ELEMENT("noframes", EMPTIED), ELEMENT("plaintext", REST),
#undef ELEMENT
};

static kind kind_of(na_str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (na_str_eq_nocase(name, kinds[i].name))
            return kinds[i].kind;
    return OTHER;
}

static na_str slice(const na_offline *w, size_t from, size_t to)
{
    return (na_str){w->text.p + from, to - from};
}

static void put_head(na_offline *w)
{
    if (!w->headed)
        na_buf_add_cstr(w->out, head);
    w->headed = true;
}

/* Comments, the doctype: they may stand in front of the head, as long as it comes early. */
static void put_preamble(na_offline *w, na_str s)
{
    if (w->headed || w->out->n + s.n <= PREAMBLE_MAX)
        na_buf_add(w->out, s);
}

static void put_text(na_offline *w, na_str s)
{
    if (na_str_trim(s).n)
        put_head(w);
    na_buf_add(w->out, s);
}

/* Text in which no tag begins, whatever reads it. */
static void put_text_only(na_offline *w, na_str s)
{
    for (size_t at; (at = na_str_find_byte(s, '<')) != NA_NOT_FOUND; s = na_str_skip(s, at + 1)) {
        na_buf_add(w->out, na_str_take(s, at));
        na_buf_add_cstr(w->out, "&lt;");
    }
    na_buf_add(w->out, s);
}

static size_t take_script(na_offline *w, const na_tag_scan *tag)
{
    size_t end = w->no_script_end ? NA_NOT_FOUND : na_scan_script_end(w->text, tag->end);
    if (end != NA_NOT_FOUND)
        return na_scan_behind(w->text, end, '>');
    w->no_script_end = true;
    return tag->self_closing ? tag->end : NA_NOT_FOUND; /* as in svg */
}

/* An element whose content holds no tags. Returns the offset of its end tag. */
static size_t take_raw(na_offline *w, const na_tag_scan *tag, na_str whole, kind what)
{
    size_t end = na_scan_raw_end(w->text, tag->end, tag->name);
    na_str content = slice(w, tag->end, end == NA_NOT_FOUND ? w->text.n : end);
    na_offline_tag(w, tag, whole);
    if (what == STYLE)
        na_offline_css(w, content, w->out);
    else if (what == TEXT_ONLY)
        put_text_only(w, content);
    else if (what == RAW)
        na_buf_add(w->out, content);
    return end;
}

/* The first one holds for the page (HTML Standard, 4.2.3). */
static void take_base(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    na_str href = na_offline_attr(w, tag, whole, "href");
    na_str base = href.p && !w->based ? na_url_resolve(w->arena, w->page->url, href, w->encoding)
                                      : (na_str){NULL, 0};
    w->based |= href.p != NULL;
    if (base.n)
        w->base = base;
}

/* Those that state another encoding, lead away, or set a policy are left out. */
static void take_meta(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    na_str equiv = na_str_trim(na_offline_attr(w, tag, whole, "http-equiv"));
    bool harmless = equiv.n == 0 || na_str_eq_nocase(equiv, NA_STR("content-language")) ||
                    na_str_eq_nocase(equiv, NA_STR("x-ua-compatible"));
    if (harmless && na_offline_attr(w, tag, whole, "charset").p == NULL)
        na_offline_tag(w, tag, whole);
}

/* Those that only name another page stay. */
static void take_link(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    static const na_str names[] = {
        {"canonical", 9}, {"alternate", 9}, {"license", 7}, {"shortlink", 9}};
    na_str rel = na_offline_attr(w, tag, whole, "rel");
    bool loads = na_offline_has_word(rel, NA_STR("stylesheet"));
    for (size_t i = 0; i < sizeof names / sizeof *names && !loads; i++)
        if (na_offline_has_word(rel, names[i])) {
            na_offline_tag(w, tag, whole);
            return;
        }
}

/* Returns the offset behind what was taken, NA_NOT_FOUND at the end of the page. */
static size_t take_start_tag(na_offline *w, const na_tag_scan *tag, na_str whole)
{
    kind what = kind_of(tag->name);
    if (what != HTML && what != HEAD)
        put_head(w);
    switch (what) {
    case SCRIPT: return take_script(w, tag);
    case STYLE:
    case TEXT_ONLY:
    case RAW:
    case EMPTIED: return take_raw(w, tag, whole, what);
    case BASE: take_base(w, tag, whole); return tag->end;
    case META: take_meta(w, tag, whole); return tag->end;
    case LINK: take_link(w, tag, whole); return tag->end;
    default: na_offline_tag(w, tag, whole); break;
    }
    if (what == HEAD || w->out->n > PREAMBLE_MAX)
        put_head(w);
    if (what == REST)
        na_buf_add(w->out, na_str_skip(w->text, tag->end));
    return what == REST ? NA_NOT_FOUND : tag->end;
}

static size_t take_tag(na_offline *w, size_t at)
{
    na_tag_scan tag = na_scan_tag(w->text, at);
    if (tag.end == NA_NOT_FOUND)
        return tag.end;
    na_str whole = slice(w, at, tag.end);
    if (!tag.closing)
        return take_start_tag(w, &tag, whole);
    put_head(w);
    if (kind_of(tag.name) != SCRIPT)
        na_buf_add(w->out, whole);
    return tag.end;
}

/* "<!", "<?" and "</" that begin no tag. */
static size_t take_declaration(na_offline *w, size_t at)
{
    na_str inside;
    bool comment = na_str_starts(na_str_skip(w->text, at), NA_STR("<!--"));
    size_t end =
        comment ? na_scan_comment(w->text, at, &inside) : na_scan_behind(w->text, at + 1, '>');
    if (end != NA_NOT_FOUND)
        put_preamble(w, slice(w, at, end));
    return end;
}

static size_t take_markup(na_offline *w, size_t at)
{
    char next = at + 1 < w->text.n ? w->text.p[at + 1] : 0;
    if (na_scan_is_tag(w->text, at))
        return take_tag(w, at);
    if (next == '!' || next == '/' || next == '?')
        return take_declaration(w, at);
    put_text(w, slice(w, at, at + 1));
    return at + 1;
}

void na_offline_write(na_arena *arena, const na_offline_page *page, na_buf *out)
{
    na_decoded decoded = na_decode_page(arena, page->bytes, page->content_type);
    na_offline w = {.arena = arena,
                    .page = page,
                    .text = decoded.text,
                    .base = page->url,
                    .encoding = decoded.encoding,
                    .out = out};
    for (size_t at = 0; at < w.text.n && out->status == NEWSARC_OK;) {
        size_t mark = na_str_find_byte(na_str_skip(w.text, at), '<');
        size_t next = mark == NA_NOT_FOUND ? w.text.n : at + mark;
        put_text(&w, slice(&w, at, next));
        at = next < w.text.n ? take_markup(&w, next) : next;
        na_arena_tick(arena);
    }
    put_head(&w);
}
