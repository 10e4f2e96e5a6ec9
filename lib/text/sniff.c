/* What a page declares: byte order mark, meta elements, XML declaration (HTML Standard 13.2.3.2,
 * "prescan a byte stream to determine its encoding"), and the parameters of Content-Type. The
 * standard looks at 1,024 bytes; Chinese pages put the meta element behind long comments and
 * scripts, so 4,096 are read here. */
#include "text/sniff.h"

enum { PRESCAN = 4096 };

typedef struct attribute {
    na_str name, value;
} attribute;

static bool is_space_or_slash(char c)
{
    return na_is_space(c) || c == '/';
}

static na_str skip_while(na_str s, bool (*test)(char))
{
    size_t i = 0;
    while (i < s.n && test(s.p[i]))
        i++;
    return na_str_skip(s, i);
}

static na_str take_value(na_str *s)
{
    if (s->n == 0)
        return *s;
    char quote = s->p[0];
    if (quote == '"' || quote == '\'') {
        na_str rest = na_str_skip(*s, 1);
        size_t end = na_str_find_byte(rest, quote);
        na_str value = na_str_take(rest, end);
        *s = na_str_skip(rest, end == NA_NOT_FOUND ? rest.n : end + 1);
        return value;
    }
    size_t i = 0;
    while (i < s->n && !na_is_space(s->p[i]) && s->p[i] != '>')
        i++;
    na_str value = na_str_take(*s, i);
    *s = na_str_skip(*s, i);
    return value;
}

/* "Get an attribute": false at the tag's end. */
static bool next_attribute(na_str *s, attribute *a)
{
    *s = skip_while(*s, is_space_or_slash);
    if (s->n == 0 || s->p[0] == '>')
        return false;
    size_t i = 0;
    while (i < s->n && !is_space_or_slash(s->p[i]) && s->p[i] != '>' && (s->p[i] != '=' || i == 0))
        i++;
    *a = (attribute){.name = na_str_take(*s, i)};
    na_str rest = skip_while(na_str_skip(*s, i), na_is_space);
    if (rest.n && rest.p[0] == '=') {
        rest = skip_while(na_str_skip(rest, 1), na_is_space);
        a->value = take_value(&rest);
    }
    *s = rest;
    return true;
}

/* "Extracting a character encoding from a meta element". */
static na_str charset_in_content(na_str s)
{
    for (size_t at; (at = na_str_find_nocase(s, NA_STR("charset"))) != NA_NOT_FOUND;) {
        s = skip_while(na_str_skip(s, at + 7), na_is_space);
        if (s.n == 0 || s.p[0] != '=')
            continue;
        s = skip_while(na_str_skip(s, 1), na_is_space);
        if (s.n && (s.p[0] == '"' || s.p[0] == '\''))
            return take_value(&s);
        size_t i = 0;
        while (i < s.n && !na_is_space(s.p[i]) && s.p[i] != ';')
            i++;
        return na_str_take(s, i);
    }
    return (na_str){0};
}

/* A page that can be read as ASCII up to here is not UTF-16, whatever it says. */
static const na_encoding *declared(na_str label)
{
    const na_encoding *encoding = na_encoding_for_label(label);
    if (!encoding)
        return NULL;
    if (na_str_starts(na_str_from(encoding->name), NA_STR("utf-16")))
        return na_encoding_utf8();
    if (na_str_eq(na_str_from(encoding->name), NA_STR("x-user-defined")))
        return na_encoding_for_label(NA_STR("windows-1252"));
    return encoding;
}

/* The attributes of a meta element; *s moves behind them. A second attribute of a name is not
 * looked at. */
static const na_encoding *read_meta(na_str *s)
{
    na_str charset = {0}, content = {0};
    bool has_charset = false, pragma = false, has_pragma = false;
    for (attribute a; next_attribute(s, &a);) {
        if (na_str_eq_nocase(a.name, NA_STR("charset")) && !has_charset) {
            charset = a.value;
            has_charset = true;
        } else if (na_str_eq_nocase(a.name, NA_STR("http-equiv")) && !has_pragma) {
            pragma = na_str_eq_nocase(a.value, NA_STR("content-type"));
            has_pragma = true;
        } else if (na_str_eq_nocase(a.name, NA_STR("content")) && content.n == 0) {
            content = charset_in_content(a.value);
        }
    }
    if (has_charset)
        return declared(charset);
    return pragma ? declared(content) : NULL;
}

static na_str skip_attributes(na_str s)
{
    size_t i = 0;
    while (i < s.n && !na_is_space(s.p[i]) && s.p[i] != '>')
        i++;
    s = na_str_skip(s, i);
    for (attribute a; next_attribute(&s, &a);)
        ;
    return s;
}

static na_str skip_to(na_str s, na_str mark)
{
    size_t at = na_str_find(s, mark);
    return at == NA_NOT_FOUND ? na_str_skip(s, s.n) : na_str_skip(s, at + mark.n);
}

static bool is_tag(na_str s)
{
    size_t i = s.n > 1 && s.p[1] == '/' ? 2 : 1;
    return i < s.n && na_is_alpha(s.p[i]);
}

const na_encoding *na_sniff_meta(na_str bytes)
{
    na_str s = na_str_take(bytes, PRESCAN);
    for (size_t at; (at = na_str_find_byte(s, '<')) != NA_NOT_FOUND;) {
        s = na_str_skip(s, at);
        if (na_str_starts(s, NA_STR("<!--"))) {
            s = skip_to(na_str_skip(s, 2), NA_STR("-->")); /* <!--> is a whole comment */
        } else if (na_str_starts_nocase(s, NA_STR("<meta")) && s.n > 5 &&
                   is_space_or_slash(s.p[5])) {
            s = na_str_skip(s, 5);
            const na_encoding *found = read_meta(&s);
            if (found)
                return found;
        } else if (is_tag(s)) {
            s = skip_attributes(na_str_skip(s, 1));
        } else if (s.n > 1 && (s.p[1] == '!' || s.p[1] == '/' || s.p[1] == '?')) {
            s = skip_to(s, NA_STR(">"));
        } else {
            s = na_str_skip(s, 1);
        }
    }
    return NULL;
}

const na_encoding *na_sniff_xml(na_str bytes)
{
    if (!na_str_starts(bytes, NA_STR("<?xml")))
        return NULL;
    na_str s = na_str_take(bytes, 1024);
    s = na_str_take(s, na_str_find_byte(s, '>'));
    size_t at = na_str_find(s, NA_STR("encoding"));
    if (at == NA_NOT_FOUND)
        return NULL;
    s = skip_while(na_str_skip(s, at + 8), na_is_space);
    if (s.n == 0 || s.p[0] != '=')
        return NULL;
    s = skip_while(na_str_skip(s, 1), na_is_space);
    if (s.n == 0 || (s.p[0] != '"' && s.p[0] != '\''))
        return NULL;
    return declared(take_value(&s));
}

const na_encoding *na_sniff_bom(na_str bytes)
{
    if (na_str_starts(bytes, NA_STR("\xEF\xBB\xBF")))
        return na_encoding_utf8();
    if (na_str_starts(bytes, NA_STR("\xFE\xFF")))
        return na_encoding_for_label(NA_STR("utf-16be"));
    if (na_str_starts(bytes, NA_STR("\xFF\xFE")))
        return na_encoding_for_label(NA_STR("utf-16le"));
    return NULL;
}

na_str na_content_type_essence(na_str content_type)
{
    na_str rest;
    return na_str_trim(na_str_cut(na_str_cut(content_type, ';', &rest), ',', &rest));
}

na_str na_content_type_charset(na_str content_type)
{
    na_str rest = content_type;
    na_str_cut(rest, ';', &rest);
    while (rest.n) {
        na_str parameter = na_str_trim(na_str_cut(rest, ';', &rest));
        na_str value;
        na_str name = na_str_trim(na_str_cut(parameter, '=', &value));
        if (!na_str_eq_nocase(name, NA_STR("charset")))
            continue;
        value = na_str_trim(value);
        na_str label = take_value(&value);
        return na_str_trim(na_str_cut(label, ',', &rest));
    }
    return (na_str){0};
}
