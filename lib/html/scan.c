#include "html/scan.h"

bool na_scan_is_tag(na_str page, size_t at)
{
    size_t name = at + 1;
    if (name < page.n && page.p[name] == '/')
        name++;
    return name < page.n && na_is_alpha(page.p[name]);
}

size_t na_scan_behind(na_str page, size_t from, char byte)
{
    size_t found = from < page.n ? na_str_find_byte(na_str_skip(page, from), byte) : NA_NOT_FOUND;
    return found == NA_NOT_FOUND ? found : from + found + 1;
}

static bool ends_name(char c)
{
    return na_is_space(c) || c == '/' || c == '>';
}

static size_t skip_space(na_str page, size_t at)
{
    while (at < page.n && na_is_space(page.p[at]))
        at++;
    return at;
}

/* Value of an attribute from behind its '='; returns the offset behind it. */
static size_t scan_value(na_str page, size_t at, na_str *value)
{
    at = skip_space(page, at);
    if (at >= page.n)
        return NA_NOT_FOUND;
    char quote = page.p[at];
    if (quote == '"' || quote == '\'') {
        size_t end = na_scan_behind(page, at + 1, quote);
        if (end != NA_NOT_FOUND)
            *value = (na_str){page.p + at + 1, end - at - 2};
        return end;
    }
    size_t end = at;
    while (end < page.n && !na_is_space(page.p[end]) && page.p[end] != '>')
        end++;
    *value = (na_str){page.p + at, end - at};
    return end;
}

/* One attribute whose name begins at `at`; returns the offset behind it. */
static size_t scan_attr(na_str page, size_t at, na_attr_scan *attr)
{
    size_t end = at + 1; /* a '=' may begin a name */
    while (end < page.n && !ends_name(page.p[end]) && page.p[end] != '=')
        end++;
    *attr = (na_attr_scan){.name = {page.p + at, end - at}};
    size_t equals = skip_space(page, end);
    if (equals < page.n && page.p[equals] == '=')
        end = scan_value(page, equals + 1, &attr->value);
    if (end != NA_NOT_FOUND)
        attr->whole = (na_str){page.p + at, end - at};
    return end;
}

bool na_scan_attr(na_str tag, size_t *at, na_attr_scan *out)
{
    while (*at < tag.n && (na_is_space(tag.p[*at]) || tag.p[*at] == '/'))
        ++*at;
    if (*at >= tag.n || tag.p[*at] == '>')
        return false;
    *at = scan_attr(tag, *at, out);
    return *at != NA_NOT_FOUND;
}

na_tag_scan na_scan_tag(na_str page, size_t at)
{
    na_tag_scan tag = {.closing = page.p[at + 1] == '/', .end = NA_NOT_FOUND};
    size_t begin = at + 1 + tag.closing, end = begin;
    while (end < page.n && !ends_name(page.p[end]))
        end++;
    tag.name = (na_str){page.p + begin, end - begin};
    while (end < page.n && page.p[end] != '>') {
        na_attr_scan attr;
        tag.self_closing = page.p[end] == '/';
        if (na_is_space(page.p[end]) || page.p[end] == '/') {
            end++;
            continue;
        }
        end = scan_attr(page, end, &attr);
        if (end == NA_NOT_FOUND)
            return tag;
        if (tag.type.p == NULL && na_str_eq_nocase(attr.name, NA_STR("type")))
            tag.type = attr.value;
        tag.attr_count++;
    }
    if (end < page.n)
        tag.end = end + 1;
    return tag;
}

/* "-->" may share its dashes with "<!--" ("<!-->" and "<!--->" are empty comments); "--!>" may not.
 */
size_t na_scan_comment(na_str page, size_t at, na_str *inside)
{
    size_t dash = at + 2;
    for (;;) {
        dash = na_scan_behind(page, dash, '-');
        if (dash == NA_NOT_FOUND || dash + 1 >= page.n)
            return NA_NOT_FOUND;
        if (page.p[dash] != '-')
            continue;
        size_t bang = page.p[dash + 1] == '!' && dash - 1 >= at + 4;
        size_t gt = dash + 1 + bang;
        if (gt < page.n && page.p[gt] == '>') {
            size_t begin = at + 4, end = dash - 1;
            *inside = (na_str){page.p + begin, end > begin ? end - begin : 0};
            return gt + 1;
        }
    }
}

static bool is_raw_end(na_str page, size_t at, na_str name)
{
    size_t behind = at + 2 + name.n;
    return behind < page.n && page.p[at] == '<' && page.p[at + 1] == '/' &&
           ends_name(page.p[behind]) && na_str_starts_nocase(na_str_skip(page, at + 2), name);
}

size_t na_scan_raw_end(na_str page, size_t from, na_str name)
{
    for (size_t at = from; (at = na_scan_behind(page, at, '<')) != NA_NOT_FOUND;)
        if (is_raw_end(page, at - 1, name))
            return at - 1;
    return NA_NOT_FOUND;
}

static bool is_script_start(na_str page, size_t at)
{
    const size_t length = sizeof "<script" - 1;
    return at + length < page.n && ends_name(page.p[at + length]) &&
           na_str_starts_nocase(na_str_skip(page, at), NA_STR("<script"));
}

/* The states "script data", "script data escaped" and "script data double escaped". */
size_t na_scan_script_end(na_str page, size_t from)
{
    enum { PLAIN, ESCAPED, DOUBLE } state = PLAIN;
    for (size_t at = from; at < page.n; at++) {
        if (state == PLAIN && (at = na_scan_behind(page, at, '<')) == NA_NOT_FOUND)
            break;
        at -= state == PLAIN;
        na_str rest = na_str_skip(page, at);
        if (page.p[at] == '-' && state != PLAIN && na_str_starts(rest, NA_STR("-->"))) {
            state = PLAIN;
        } else if (page.p[at] != '<') {
            continue;
        } else if (is_raw_end(page, at, NA_STR("script"))) {
            if (state != DOUBLE)
                return at;
            state = ESCAPED;
        } else if (state == PLAIN && na_str_starts(rest, NA_STR("<!--"))) {
            state = ESCAPED;
            at++; /* its dashes may belong to "-->" */
        } else if (state == ESCAPED && is_script_start(page, at)) {
            state = DOUBLE;
        }
    }
    return NA_NOT_FOUND;
}

static bool is_shape(na_str name)
{
    static const na_str names[] = {
        {"path", 4},
        {"g", 1},
        {"circle", 6},
        {"rect", 4},
        {"use", 3},
        {"polygon", 7},
        {"line", 4},
        {"defs", 4},
        {"stop", 4},
        {"ellipse", 7},
        {"polyline", 8},
        {"symbol", 6},
        {"clippath", 8},
        {"mask", 4},
        {"lineargradient", 14},
        {"radialgradient", 14},
        {"pattern", 7},
        {"filter", 6},
        {"animate", 7},
        {"animatetransform", 16},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (na_str_eq_nocase(name, names[i]))
            return true;
    return na_str_starts_nocase(name, NA_STR("fe"));
}

/* Behind one tag or comment of a drawing at `at`; NA_NOT_FOUND when it is something else. */
static size_t scan_drawing_part(na_str page, size_t at)
{
    na_str inside;
    if (na_str_starts(na_str_skip(page, at), NA_STR("<!--")))
        return na_scan_comment(page, at, &inside);
    if (page.p[at] != '<' || !na_scan_is_tag(page, at))
        return NA_NOT_FOUND;
    na_tag_scan tag = na_scan_tag(page, at);
    return is_shape(tag.name) ? tag.end : NA_NOT_FOUND;
}

size_t na_scan_drawing_end(na_str page, size_t from)
{
    for (size_t at = from; at != NA_NOT_FOUND; at = scan_drawing_part(page, at)) {
        at = skip_space(page, at);
        if (at >= page.n)
            return NA_NOT_FOUND;
        if (is_raw_end(page, at, NA_STR("svg")))
            return at;
    }
    return NA_NOT_FOUND;
}
