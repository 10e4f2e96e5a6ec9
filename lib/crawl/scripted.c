/* See scripted.h. No script is run: what counts is what stands there as one string. */
#include "crawl/scripted.h"

#include "crawl/scope.h"

static na_str skip_space(na_str s)
{
    while (s.n && na_is_space(s.p[0]))
        s = na_str_skip(s, 1);
    return s;
}

static bool is_name_byte(char c)
{
    return na_is_alpha(c) || na_is_digit(c) || c == '_' || c == '$';
}

/* Takes `word` off the front when it stands there. */
static bool take(na_str *s, na_str word)
{
    if (!na_str_starts(*s, word))
        return false;
    *s = na_str_skip(*s, word.n);
    return true;
}

/* Behind "location": up to where the string begins. */
static bool leads_away(na_str *s)
{
    if (take(s, NA_STR(".replace")) || take(s, NA_STR(".assign"))) {
        *s = skip_space(*s);
        return take(s, NA_STR("("));
    }
    take(s, NA_STR(".href"));
    *s = skip_space(*s);
    return take(s, NA_STR("=")) && !na_str_starts(*s, NA_STR("="));
}

static bool opens(na_str *s)
{
    *s = skip_space(*s);
    return take(s, NA_STR("("));
}

/* A string with nothing added to it. Escapes are not undone: such a string is left alone. */
static na_str whole_string(na_str s)
{
    s = skip_space(s);
    if (s.n == 0 || (s.p[0] != '"' && s.p[0] != '\''))
        return (na_str){NULL, 0};
    na_str inside = na_str_skip(s, 1);
    size_t end = na_str_find_byte(inside, s.p[0]);
    na_str string = na_str_take(inside, end);
    if (end == NA_NOT_FOUND || end == 0 || end > NA_URL_MAX)
        return (na_str){NULL, 0};
    for (size_t i = 0; i < string.n; i++)
        if (string.p[i] == '\\' || string.p[i] == '\n' || string.p[i] == '<')
            return (na_str){NULL, 0};
    na_str behind = skip_space(na_str_skip(inside, end + 1));
    return behind.n && strchr("+.[?", behind.p[0]) ? (na_str){NULL, 0} : string;
}

na_str na_scripted_target(na_str *code)
{
    static const struct {
        na_str word;
        bool (*follows)(na_str *s);
    } ways[] = {{{"location", 8}, leads_away}, {{"open", 4}, opens}};
    for (size_t i = 0; i < code->n; i++) {
        if (i && (is_name_byte(code->p[i - 1])))
            continue;
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
            na_str rest = na_str_skip(*code, i);
            if (code->p[i] != ways[k].word.p[0] || !take(&rest, ways[k].word) ||
                !ways[k].follows(&rest))
                continue;
            na_str target = whole_string(rest);
            if (target.n == 0)
                continue;
            *code = na_str_skip(*code, (size_t)(target.p - code->p) + target.n);
            return target;
        }
    }
    *code = (na_str){NULL, 0};
    return *code;
}
