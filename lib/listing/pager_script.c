/* Pagers that a script writes. Nothing is run: three forms are read.
 *   createPageHTML(12, 0, "index", "html")  TRS, 0-based: page 1 is index.html, page k index_{k-1}
 *   <select onchange="..."> with addresses, or with numbers that go into one
 *   javascript:goPage(2) where goPage's body sets location to text + number + text */
#include "listing/pager.h"

#include "core/buf.h"
#include "listing/script.h"

#define ARGS_MAX 8
#define CODE_MAX 2000  /* bytes of a function body that are looked at */
#define LOOKUPS_MAX 16 /* functions and selects that are looked up in the scripts */

bool na_pattern_parse(na_str expression, na_str variable, na_page_pattern *out)
{
    bool have_number = false;
    *out = (na_page_pattern){{NULL, 0}, {NULL, 0}};
    for (na_str s = na_skip_space(expression); s.n; s = na_skip_space(na_str_skip(s, 1))) {
        na_str literal;
        if (na_take_literal(&s, &literal)) {
            na_str *part = have_number ? &out->suffix : &out->prefix;
            if (part->n)
                return false;
            *part = literal;
        } else if (!have_number && variable.n && na_str_starts(s, variable)) {
            have_number = true;
            s = na_str_skip(s, variable.n);
        } else {
            return false;
        }
        s = na_skip_space(s);
        if (s.n == 0 || s.p[0] != '+')
            break;
    }
    return have_number && out->prefix.n + out->suffix.n > 0;
}

na_str na_location_expression(na_str code)
{
    size_t at = na_str_find(code, NA_STR("location"));
    if (at == NA_NOT_FOUND)
        return (na_str){NULL, 0};
    na_str rest = na_str_skip(code, at + 8);
    if (na_str_starts(rest, NA_STR(".href")))
        rest = na_str_skip(rest, 5);
    rest = na_skip_space(rest);
    if (rest.n == 0 || rest.p[0] != '=')
        return (na_str){NULL, 0};
    return na_skip_space(na_str_skip(rest, 1));
}

bool na_pattern_of_function(const na_doc *doc, na_str name, na_page_pattern *out)
{
    for (size_t i = 0; name.n && i < doc->script_count; i++) {
        na_str body = na_str_take(na_find_function(doc->scripts[i], name), CODE_MAX);
        na_str variable = na_take_name(na_skip_space(body));
        if (variable.n && na_pattern_parse(na_location_expression(body), variable, out))
            return true;
    }
    return false;
}

typedef struct call {
    na_str strings[ARGS_MAX];
    uint32_t numbers[ARGS_MAX];
    size_t string_count, number_count;
} call;

/* The arguments of a call: numbers and string literals; false when anything else is among them. */
static bool read_call(na_str s, call *out)
{
    *out = (call){.string_count = 0};
    for (size_t i = 0; i < ARGS_MAX; i++) {
        na_str literal;
        size_t used = 0;
        s = na_skip_space(s);
        uint64_t value = na_str_number(s, &used);
        if (used) {
            out->numbers[out->number_count++] = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
            s = na_str_skip(s, used);
        } else if (na_take_literal(&s, &literal)) {
            out->strings[out->string_count++] = literal;
        } else {
            return false;
        }
        s = na_skip_space(s);
        if (s.n == 0 || s.p[0] != ',')
            return s.n && s.p[0] == ')';
        s = na_str_skip(s, 1);
    }
    return false;
}

/* Some versions name the pager's element first; the last two strings are name and extension. */
static void add_created_pages(na_pager *p, const call *c)
{
    uint32_t count = c->numbers[0], current = c->numbers[1];
    na_str name = c->strings[c->string_count - 2], extension = c->strings[c->string_count - 1];
    if (count == 0 || current >= count)
        return;
    p->total = count > p->total ? count : p->total;
    p->current = current + 1;
    for (uint32_t k = 0; k < count && k < NA_PAGES_MAX; k++) {
        na_sb sb = NA_SB(p->w->arena);
        na_sb_add(&sb, name);
        if (k)
            na_sb_addf(&sb, "_%u", k);
        na_sb_addf(&sb, ".%.*s", NA_STR_ARG(extension));
        if (k != current)
            na_pager_add(p, na_sb_str(&sb), k + 1);
    }
}

void na_pager_read_create_page(na_pager *p)
{
    const na_doc *d = p->w->doc;
    const na_str name = NA_STR("createPageHTML");
    for (size_t i = 0; i < d->script_count; i++) {
        na_str rest = d->scripts[i];
        for (size_t at; (at = na_str_find(rest, name)) != NA_NOT_FOUND;) {
            call c;
            rest = na_skip_space(na_str_skip(rest, at + name.n));
            if (na_str_starts(rest, NA_STR("(")) && read_call(na_str_skip(rest, 1), &c) &&
                c.number_count >= 2 && c.string_count >= 2) {
                add_created_pages(p, &c);
                return;
            }
        }
    }
}

/* How a select's value becomes an address. False: the value is the address itself. */
static bool select_pattern(const na_doc *d, na_str code, na_page_pattern *out)
{
    static const na_str values[] = {
        {"this.value", 10},
        {"this.options[this.selectedIndex].value", 38},
        {"options[selectedIndex].value", 28},
        {"value", 5},
    };
    na_str expression = na_location_expression(code);
    for (size_t i = 0; expression.n && i < sizeof values / sizeof *values; i++)
        if (na_pattern_parse(expression, values[i], out))
            return true;
    size_t paren = na_str_find_byte(code, '(');
    return paren != NA_NOT_FOUND &&
           na_pattern_of_function(d, na_str_trim(na_str_take(code, paren)), out);
}

static bool all_digits(na_str s)
{
    size_t used = 0;
    na_str_number(s, &used);
    return used && used == s.n && used <= 6;
}

static uint32_t number_in(na_str text)
{
    while (text.n && !na_is_digit(text.p[0]))
        text = na_str_skip(text, 1);
    return (uint32_t)(na_str_number(text, NULL) % UINT32_MAX);
}

static bool looks_like_address(na_str value)
{
    return na_str_find_byte(value, '.') != NA_NOT_FOUND ||
           na_str_find_byte(value, '/') != NA_NOT_FOUND ||
           na_str_find_byte(value, '?') != NA_NOT_FOUND;
}

/* Is it a pager: does each option show a number, and lead to an address? */
static bool is_page_option(const na_pager *p, na_node_id option, bool pattern)
{
    na_str value = na_str_trim(na_attr_get(p->w->doc, option, "value"));
    na_str text = na_node_text(p->w->arena, p->w->doc, option);
    return number_in(text) > 0 && (pattern ? all_digits(value) : looks_like_address(value));
}

static void read_one_select(na_pager *p, na_node_id select)
{
    const na_doc *d = p->w->doc;
    na_page_pattern pattern;
    bool made = select_pattern(d, na_attr_get(d, select, "onchange"), &pattern);
    uint32_t options = 0;
    for (na_node_id n = select; n < d->nodes[select].end; n++)
        if (na_is_element(d, n, NA_TAG_OPTION) && !is_page_option(p, n, made))
            return;
    for (na_node_id n = select; n < d->nodes[select].end; n++) {
        if (!na_is_element(d, n, NA_TAG_OPTION))
            continue;
        na_str value = na_str_trim(na_attr_get(d, n, "value"));
        uint32_t number = number_in(na_node_text(p->w->arena, d, n));
        if (na_attr_has(d, n, "selected"))
            p->current = number;
        if (made)
            na_pager_add_pattern(p, &pattern, number_in(value));
        else
            na_pager_add(p, value, number);
        options++;
    }
    p->total = options > p->total ? options : p->total;
}

void na_pager_read_select(na_pager *p)
{
    const na_doc *d = p->w->doc;
    unsigned selects = 0;
    for (na_node_id n = 0; n < d->count && selects < LOOKUPS_MAX; n++)
        if (na_is_element(d, n, NA_TAG_SELECT) && na_attr_has(d, n, "onchange")) {
            read_one_select(p, n);
            selects++;
        }
}

/* "javascript:goPage(2)" or "goPage(2);return false" -> name and number. */
static bool read_page_call(na_str code, na_str *name, uint32_t *number)
{
    size_t used = 0;
    if (na_str_starts_nocase(code, NA_STR("javascript:")))
        code = na_str_skip(code, 11);
    code = na_skip_space(code);
    *name = na_take_name(code);
    na_str rest = na_skip_space(na_str_skip(code, name->n));
    if (name->n == 0 || !na_str_starts(rest, NA_STR("(")))
        return false;
    rest = na_skip_space(na_str_skip(rest, 1));
    if (rest.n && (rest.p[0] == '\'' || rest.p[0] == '"'))
        rest = na_str_skip(rest, 1);
    uint64_t value = na_str_number(rest, &used);
    *number = (uint32_t)(value % UINT32_MAX);
    return used && value && value < 1000000;
}

/* The call that a link of a pager makes instead of leading somewhere. */
static bool link_call(const na_doc *d, const na_link *link, na_str *name, uint32_t *number)
{
    return link->role != NA_LINK_PLAIN &&
           (read_page_call(link->href, name, number) ||
            read_page_call(na_attr_get(d, link->node, "onclick"), name, number));
}

void na_pager_read_functions(na_pager *p)
{
    const na_list_work *w = p->w;
    na_page_pattern pattern = {{NULL, 0}, {NULL, 0}};
    na_str known = {NULL, 0}, name;
    uint32_t highest = p->total, number, lookups = 0;
    for (uint32_t i = 0; i < w->link_count && lookups < LOOKUPS_MAX; i++) {
        if (!link_call(w->doc, &w->links[i], &name, &number))
            continue;
        if (!na_str_eq(name, known)) {
            lookups++;
            if (!na_pattern_of_function(w->doc, name, &pattern))
                continue;
            known = name;
        }
        highest = number > highest ? number : highest;
        if (number != p->current)
            na_pager_add_pattern(p, &pattern, number);
    }
    for (uint32_t k = 2; known.n && k <= highest && k <= NA_PAGES_MAX; k++)
        if (k != p->current)
            na_pager_add_pattern(p, &pattern, k);
}
