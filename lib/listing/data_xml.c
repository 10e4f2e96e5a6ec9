/* XML answers: the data store of jpage (<record> and <nextgroup> with HTML in CDATA), and HTML that
 * is escaped inside of any element, as .asmx services answer. Read by search, not by a parser: the
 * same store also stands inside of script elements, and none of it is well-formed for sure. */
#include "listing/data.h"

#include "core/buf.h"
#include "html/document.h"

#define RECORDS_MAX 5000
#define TEXT_MAX ((size_t)4 << 20)
#define ESCAPED_MAX ((size_t)1 << 20)

uint32_t na_data_number(na_str text, na_str name)
{
    for (size_t at; (at = na_str_find_nocase(text, name)) != NA_NOT_FOUND;) {
        size_t used = 0;
        text = na_str_skip(text, at + name.n);
        na_str rest = text;
        while (rest.n && (na_is_space(rest.p[0]) || strchr("\"':=>", rest.p[0])))
            rest = na_str_skip(rest, 1);
        uint64_t value = rest.p != text.p ? na_str_number(rest, &used) : 0;
        if (used)
            return value > 100000000 ? 0 : (uint32_t)value;
    }
    return 0;
}

/* Takes the next <tag>...</tag> off *text; *out is what stands inside, without CDATA marks. */
static bool take_element(na_str *text, na_str open, na_str close, na_str *out)
{
    size_t begin = na_str_find_nocase(*text, open);
    if (begin == NA_NOT_FOUND)
        return false;
    na_str inside = na_str_skip(*text, begin + open.n);
    size_t end = na_str_find_nocase(inside, close);
    if (end == NA_NOT_FOUND)
        return false;
    *text = na_str_skip(inside, end + close.n);
    *out = na_str_trim(na_str_take(inside, end));
    if (na_str_starts(*out, NA_STR("<![CDATA[")))
        *out = na_str_skip(*out, 9);
    if (na_str_ends(*out, NA_STR("]]>")))
        out->n -= 3;
    return true;
}

uint32_t na_data_records(na_str text)
{
    uint32_t count = 0;
    na_str record;
    while (count < RECORDS_MAX &&
           take_element(&text, NA_STR("<record>"), NA_STR("</record>"), &record))
        count++;
    return count;
}

/* Rows want a table around them, or the parser drops their tags. */
static na_str wrapped(na_arena *arena, na_str records, na_str first)
{
    bool rows = na_str_starts_nocase(na_str_trim(first), NA_STR("<tr")) ||
                na_str_starts_nocase(na_str_trim(first), NA_STR("<td"));
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, rows ? "<table>" : "<div>");
    na_sb_add(&sb, records);
    return na_sb_str(&sb);
}

static na_str records_of(na_arena *arena, na_str text)
{
    na_sb sb = NA_SB(arena);
    na_str record, first = {NULL, 0};
    uint32_t count = 0;
    while (count < RECORDS_MAX &&
           take_element(&text, NA_STR("<record>"), NA_STR("</record>"), &record)) {
        bool item = na_str_starts_nocase(na_str_trim(record), NA_STR("<li")) ||
                    na_str_starts_nocase(na_str_trim(record), NA_STR("<tr"));
        first = count++ ? first : record;
        na_sb_add_cstr(&sb, item ? "" : "<div>");
        na_sb_add(&sb, record);
        na_sb_add_cstr(&sb, item ? "" : "</div>");
    }
    return count ? wrapped(arena, na_sb_str(&sb), first) : (na_str){NULL, 0};
}

static na_str href_in(na_str html)
{
    size_t at = na_str_find_nocase(html, NA_STR("href="));
    na_str rest = na_str_skip(html, at == NA_NOT_FOUND ? html.n : at + 5);
    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
        return (na_str){NULL, 0};
    char quote = rest.p[0];
    rest = na_str_skip(rest, 1);
    size_t end = na_str_find_byte(rest, quote);
    return end == NA_NOT_FOUND ? (na_str){NULL, 0} : na_str_take(rest, end);
}

/* &lt;li&gt;&lt;a href... : the text of the document is HTML itself. */
static na_str escaped_html(na_arena *arena, na_str text)
{
    if (!na_str_starts(text, NA_STR("<?xml")) || text.n > ESCAPED_MAX)
        return (na_str){NULL, 0};
    na_str source = na_arena_str(arena, text);
    const na_doc *doc = na_doc_parse(arena, source, na_doc_default_limits(source.n));
    na_str inside = na_node_text(arena, doc, 0);
    return na_str_find_nocase(inside, NA_STR("<a ")) == NA_NOT_FOUND ? text : inside;
}

void na_data_read_xml(na_arena *arena, na_str text, na_data *out)
{
    na_str rest = text, next;
    text = na_str_take(text, TEXT_MAX);
    out->html = records_of(arena, text);
    if (take_element(&rest, NA_STR("<nextgroup>"), NA_STR("</nextgroup>"), &next))
        out->next = href_in(next);
    out->totals.pages = na_data_number(text, NA_STR("<totalpage"));
    out->totals.total = na_data_number(text, NA_STR("<totalrecord"));
    if (out->html.n == 0)
        out->html = escaped_html(arena, text);
}
