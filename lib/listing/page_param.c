/* See page_param.h. The names are those of the CMSs of chinese-cms, section 5, and of common
 * frameworks; an unknown name is no page. */
#include "listing/page_param.h"

#include "core/buf.h"

#define DIGITS_MAX 6

bool na_is_page_param(na_str name)
{
    static const na_str names[] = {
        {"page", 4},        {"pageno", 6},
        {"pagenum", 7},     {"pageindex", 9},
        {"pagenumber", 10}, {"curpage", 7},
        {"currpage", 8},    {"currentpage", 11},
        {"nowpage", 7},     {"page_no", 7},
        {"page_num", 8},    {"page_index", 10},
        {"pn", 2},          {"p", 1},
        {"pg", 2},          {"paged", 5},
        {"cp", 2},          {"pagecurrent", 11},
        {"current", 7},     {"pageid", 6},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (na_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

/* Takes `s` off the end of text[0..*end). */
static bool back_over(na_str text, size_t *end, na_str s)
{
    if (*end < s.n || !na_str_eq_nocase((na_str){text.p + *end - s.n, s.n}, s))
        return false;
    *end -= s.n;
    return true;
}

static bool is_name_byte(char c)
{
    return na_is_alpha(c) || na_is_digit(c) || c == '_';
}

/* The name that ends where `end` is; behind a "%22" its digits are none of the name. */
static na_str name_before(na_str text, size_t end)
{
    size_t begin = end;
    while (begin > 0 && end - begin < 40 && is_name_byte(text.p[begin - 1]))
        begin--;
    if (begin > 0 && text.p[begin - 1] == '%' && end - begin > 2)
        begin += 2;
    return (na_str){text.p + begin, end - begin};
}

/* What stands between name and number: = or, in JSON, a colon with quotes around. */
static bool name_of_value(na_str text, size_t value, na_str *name)
{
    size_t end = value;
    if (!back_over(text, &end, NA_STR("=")) && !back_over(text, &end, NA_STR("%3D"))) {
        if (!back_over(text, &end, NA_STR("\"")))
            back_over(text, &end, NA_STR("%22"));
        if (!back_over(text, &end, NA_STR(":")) && !back_over(text, &end, NA_STR("%3A")))
            return false;
        if (!back_over(text, &end, NA_STR("\"")) && !back_over(text, &end, NA_STR("%22")))
            return false;
    }
    *name = name_before(text, end);
    return name->n > 0;
}

static bool ends_value(na_str text, size_t at)
{
    return at == text.n || strchr("&#,}%\"", text.p[at]) != NULL;
}

bool na_page_param_find(na_str text, na_page_param *out)
{
    for (size_t end = text.n; end > 0; end--) {
        size_t begin = end;
        na_str name;
        while (begin > 0 && na_is_digit(text.p[begin - 1]))
            begin--;
        if (begin == end)
            continue;
        if (end - begin <= DIGITS_MAX && ends_value(text, end) &&
            name_of_value(text, begin, &name) && na_is_page_param(name)) {
            uint64_t number = na_str_number((na_str){text.p + begin, end - begin}, NULL);
            *out = (na_page_param){begin, end, name, (uint32_t)number};
            return true;
        }
        end = begin + 1;
    }
    return false;
}

na_str na_page_param_set(na_arena *arena, na_str text, const na_page_param *param, uint32_t number)
{
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, na_str_take(text, param->begin));
    na_sb_addf(&sb, "%u", number);
    na_sb_add(&sb, na_str_skip(text, param->end));
    return na_sb_str(&sb);
}

na_str na_page_param_append(na_arena *arena, na_str url, na_str name, uint32_t number)
{
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, url);
    if (url.n && url.p[url.n - 1] != '?' && url.p[url.n - 1] != '&')
        na_sb_add_byte(&sb, na_str_find_byte(url, '?') == NA_NOT_FOUND ? '?' : '&');
    na_sb_add(&sb, name);
    na_sb_addf(&sb, "=%u", number);
    return na_sb_str(&sb);
}
