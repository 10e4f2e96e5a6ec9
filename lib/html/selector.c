/* Compiling selectors: one pass from left to right, no recursion (:not holds one simple selector).
 * The grammar is that of Selectors Level 3, sections 4 to 10. */
#include "html/selector_scan.h"

#include "core/alloc.h"

#define NUMBER_MAX 1000000 /* of An+B; no element has so many siblings */

typedef struct parser {
    na_sel_scan s;
    na_step steps[NA_SELECTOR_STEPS];
    na_test tests[NA_SELECTOR_TESTS];
    size_t step_count, test_count, tests_begin; /* tests_begin: of the step being read */
    uint64_t last;
    na_str attribute;
} parser;

/* ---- conditions ---- */

static bool add_test(parser *p, size_t at, na_test test)
{
    if (p->test_count == NA_SELECTOR_TESTS)
        return na_sel_fail(&p->s, at, "too long: more than %d conditions", NA_SELECTOR_TESTS);
    p->tests[p->test_count++] = test;
    return true;
}

static bool take_type(parser *p)
{
    size_t at = p->s.at;
    na_test test = {.kind = NA_TEST_TYPE};
    if (na_sel_peek(&p->s) == '|' ||
        (na_sel_peek(&p->s) == '*' && na_str_starts(na_str_skip(p->s.text, at), NA_STR("*|"))))
        return na_sel_fail(&p->s, at, "namespaces (\"|\") are not known");
    if (na_sel_take(&p->s, '*'))
        return true; /* no condition */
    return na_sel_lower_name(&p->s, "the name of an element", &test.name) && add_test(p, at, test);
}

static bool take_id(parser *p)
{
    size_t at = p->s.at++;
    na_test test = {.kind = NA_TEST_IS, .name = NA_STR("id"), .any_case = true};
    return na_sel_name(&p->s, "an id", &test.value) && add_test(p, at, test);
}

static bool take_class(parser *p)
{
    size_t at = p->s.at++;
    na_test test = {.kind = NA_TEST_WORD, .name = NA_STR("class"), .any_case = true};
    return na_sel_name(&p->s, "the name of a class", &test.value) && add_test(p, at, test);
}

/* The sign of equality, with what it asks. */
static bool take_operator(parser *p, uint8_t *kind)
{
    static const struct {
        na_str sign;
        na_test_kind kind;
    } operators[] = {{{"=", 1}, NA_TEST_IS},      {{"~=", 2}, NA_TEST_WORD},
                     {{"|=", 2}, NA_TEST_DASH},   {{"^=", 2}, NA_TEST_PREFIX},
                     {{"$=", 2}, NA_TEST_SUFFIX}, {{"*=", 2}, NA_TEST_PART}};
    na_str rest = na_str_skip(p->s.text, p->s.at);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (na_str_starts(rest, operators[i].sign)) {
            *kind = (uint8_t)operators[i].kind;
            p->s.at += operators[i].sign.n;
            return true;
        }
    return na_sel_unexpected(&p->s, "\"]\" or one of = ~= |= ^= $= *=");
}

static bool take_value(parser *p, na_str *out)
{
    char c = na_sel_peek(&p->s);
    if (c == '"' || c == '\'')
        return na_sel_string(&p->s, out);
    if (p->s.at < p->s.text.n && !na_sel_begins_name(&p->s, p->s.at) && c != '-' && c != ']')
        return na_sel_fail(&p->s, p->s.at,
                           "put this value in quotes: it does not begin with a letter");
    if (!na_sel_name(&p->s, "a value", out))
        return false;
    c = na_sel_peek(&p->s);
    if (p->s.at < p->s.text.n && !na_is_space(c) && c != ']')
        return na_sel_fail(&p->s, p->s.at,
                           "put the value in quotes: \"%.*s\" is no letter, digit, - or _",
                           NA_STR_ARG(na_sel_character(&p->s, p->s.at)));
    return true;
}

static bool take_attribute(parser *p)
{
    size_t open = p->s.at++;
    na_test test = {.kind = NA_TEST_HAS};
    na_sel_skip_space(&p->s);
    if (!na_sel_lower_name(&p->s, "the name of an attribute", &test.name))
        return false;
    na_sel_skip_space(&p->s);
    if (p->s.at < p->s.text.n && na_sel_peek(&p->s) != ']') {
        if (!take_operator(p, &test.kind))
            return false;
        na_sel_skip_space(&p->s);
        if (!take_value(p, &test.value))
            return false;
        if (na_sel_skip_space(&p->s) && na_lower(na_sel_peek(&p->s)) == 'i') {
            p->s.at++;
            test.any_case = true;
            na_sel_skip_space(&p->s);
        }
    }
    if (!na_sel_take(&p->s, ']'))
        return p->s.at < p->s.text.n
                   ? na_sel_unexpected(&p->s, "\"]\"")
                   : na_sel_fail(&p->s, open, "the bracket that begins here is never closed");
    return add_test(p, open, test);
}

/* ---- pseudo-classes ---- */

static bool take_word(parser *p, const char *word)
{
    bool is = na_str_starts_nocase(na_str_skip(p->s.text, p->s.at), na_str_from(word));
    p->s.at += is ? strlen(word) : 0;
    return is;
}

/* An unsigned number; false: there is none. */
static bool take_digits(parser *p, int32_t *out)
{
    size_t used = 0;
    uint64_t n = na_str_number(na_str_skip(p->s.text, p->s.at), &used);
    p->s.at += used;
    *out = n > NUMBER_MAX ? NUMBER_MAX : (int32_t)n;
    return used > 0;
}

static int32_t take_sign(parser *p)
{
    if (na_sel_take(&p->s, '-'))
        return -1;
    na_sel_take(&p->s, '+');
    return 1;
}

/* An+B, odd, even (Selectors 6.6.5.1), between the brackets. */
static bool take_every(parser *p, na_test *test)
{
    size_t begin = p->s.at;
    if (take_word(p, "odd") || take_word(p, "even")) {
        test->every = 2;
        test->from = na_lower(p->s.text.p[begin]) == 'o';
        return true;
    }
    int32_t sign = take_sign(p), number = 1;
    bool digits = take_digits(p, &number);
    if (na_lower(na_sel_peek(&p->s)) != 'n') {
        test->from = sign * number;
        return digits;
    }
    p->s.at++;
    test->every = sign * (digits ? number : 1);
    na_sel_skip_space(&p->s);
    if (na_sel_peek(&p->s) != '+' && na_sel_peek(&p->s) != '-')
        return true;
    sign = take_sign(p);
    na_sel_skip_space(&p->s);
    digits = take_digits(p, &number);
    test->from = sign * number;
    return digits;
}

static bool take_nth(parser *p, na_test *test)
{
    size_t begin = p->s.at;
    test->kind = NA_TEST_NTH;
    na_sel_skip_space(&p->s);
    bool good = take_every(p, test);
    na_sel_skip_space(&p->s);
    if (good && na_sel_take(&p->s, ')'))
        return true;
    na_str rest = na_str_skip(p->s.text, begin);
    size_t end = na_str_find_byte(rest, ')');
    if (end == NA_NOT_FOUND)
        return na_sel_fail(&p->s, begin - 1, "the bracket that begins here is never closed");
    return na_sel_fail(&p->s, begin, "\"%.*s\" is no An+B such as 3, odd or 2n+1",
                       (int)(end < 40 ? end : 40), rest.p);
}

/* What stands behind the colon at `at`. */
static bool take_pseudo_name(parser *p, size_t at, na_str *name)
{
    if (na_sel_peek(&p->s) == ':')
        return na_sel_fail(&p->s, at, "pseudo-elements (\"::\") name no element of the page");
    return na_sel_lower_name(&p->s, "the name of a pseudo-class", name);
}

static bool take_bracket(parser *p)
{
    return na_sel_take(&p->s, '(') || na_sel_unexpected(&p->s, "\"(\"");
}

/* The pseudo-classes of places among siblings. */
static bool take_place(parser *p, size_t at, na_str name)
{
    na_test test = {.kind = NA_TEST_NTH, .from = 1};
    if (na_str_eq(name, NA_STR("first-child")))
        return add_test(p, at, test);
    test = (na_test){.kind = NA_TEST_LAST};
    if (na_str_eq(name, NA_STR("last-child")))
        return add_test(p, at, test);
    if (na_str_eq(name, NA_STR("nth-child")))
        return take_bracket(p) && take_nth(p, &test) && add_test(p, at, test);
    return na_sel_fail(
        &p->s, at,
        "\":%.*s\" is not known; known are :first-child, :last-child, :nth-child(An+B) and "
        ":not(...)",
        (int)(name.n < 40 ? name.n : 40), name.p);
}

/* A condition inside :not. */
static bool take_simple(parser *p)
{
    size_t at = p->s.at;
    na_str name = {NULL, 0};
    switch (na_sel_peek(&p->s)) {
    case '#': return take_id(p);
    case '.': return take_class(p);
    case '[': return take_attribute(p);
    case ':': break;
    default: return take_type(p);
    }
    p->s.at++;
    if (!take_pseudo_name(p, at, &name))
        return false;
    if (na_str_eq(name, NA_STR("not")))
        return na_sel_fail(&p->s, at, ":not inside :not is not known");
    return take_place(p, at, name);
}

static bool begins_condition(const parser *p)
{
    char c = na_sel_peek(&p->s);
    return c == '#' || c == '.' || c == '[' || c == ':';
}

/* One simple selector, then its bracket. */
static bool take_not(parser *p, size_t at)
{
    size_t first = p->test_count;
    na_sel_skip_space(&p->s);
    if (na_sel_peek(&p->s) == '*')
        return na_sel_fail(&p->s, p->s.at, ":not(*) matches nothing");
    if (!take_simple(p))
        return false;
    na_sel_skip_space(&p->s);
    if (p->s.at >= p->s.text.n)
        return na_sel_fail(&p->s, at, "the bracket of this :not is never closed");
    if (!na_sel_take(&p->s, ')'))
        return na_sel_fail(&p->s, p->s.at,
                           ":not takes one simple selector, such as :not(.name); write "
                           ":not(.a):not(.b) for two");
    p->tests[first].negated = true;
    return true;
}

/* Any condition but a type. */
static bool take_condition(parser *p)
{
    size_t at = p->s.at;
    na_str name = {NULL, 0};
    if (na_sel_peek(&p->s) != ':')
        return take_simple(p);
    p->s.at++;
    if (!take_pseudo_name(p, at, &name))
        return false;
    if (na_str_eq(name, NA_STR("not")))
        return take_bracket(p) && take_not(p, at);
    return take_place(p, at, name);
}

/* ---- steps ---- */

static bool take_step(parser *p, na_binding binding)
{
    size_t at = p->s.at;
    p->tests_begin = p->test_count;
    if (na_sel_begins_name(&p->s, p->s.at) || na_sel_peek(&p->s) == '*' ||
        na_sel_peek(&p->s) == '-' || na_sel_peek(&p->s) == '|') {
        if (!take_type(p))
            return false;
    } else if (!begins_condition(p)) {
        return na_sel_unexpected(&p->s, "an element such as p, .name, #id or [attr]");
    }
    while (begins_condition(p))
        if (!take_condition(p))
            return false;
    if (p->step_count == NA_SELECTOR_STEPS)
        return na_sel_fail(&p->s, at, "too long: more than %d elements", NA_SELECTOR_STEPS);
    p->steps[p->step_count++] = (na_step){.binding = (uint8_t)binding,
                                          .test_count = (uint8_t)(p->test_count - p->tests_begin),
                                          .first_test = (uint16_t)p->tests_begin};
    return true;
}

/* What binds the next step; NA_BOUND_FREE: the alternative ends. */
static na_binding take_combinator(parser *p)
{
    static const char signs[] = {
        [NA_BOUND_CHILD] = '>', [NA_BOUND_NEXT] = '+', [NA_BOUND_BEHIND] = '~'};
    bool space = na_sel_skip_space(&p->s);
    for (na_binding b = NA_BOUND_CHILD; b <= NA_BOUND_BEHIND; b++)
        if (na_sel_take(&p->s, signs[b])) {
            na_sel_skip_space(&p->s);
            return b;
        }
    bool over = p->s.at >= p->s.text.n || na_sel_peek(&p->s) == ',' || na_sel_peek(&p->s) == '@';
    return space && !over ? NA_BOUND_DESCENDANT : NA_BOUND_FREE;
}

static bool take_alternative(parser *p)
{
    na_binding binding = NA_BOUND_FREE;
    na_sel_skip_space(&p->s);
    do {
        if (!take_step(p, binding))
            return false;
        binding = take_combinator(p);
    } while (binding != NA_BOUND_FREE);
    p->last |= UINT64_C(1) << (p->step_count - 1);
    return true;
}

static bool take_all(parser *p)
{
    do {
        if (!take_alternative(p))
            return false;
    } while (na_sel_take(&p->s, ','));
    if (na_sel_take(&p->s, '@')) {
        if (!na_sel_lower_name(&p->s, "the name of an attribute", &p->attribute))
            return false;
        na_sel_skip_space(&p->s);
        if (na_sel_peek(&p->s) == ',')
            return na_sel_fail(&p->s, p->s.at,
                               "@attr stands behind the whole selector; give two selectors "
                               "instead");
    }
    return p->s.at >= p->s.text.n || na_sel_unexpected(&p->s, "the end");
}

static bool is_allowed(parser *p)
{
    if (p->s.text.n > NA_SELECTOR_BYTES)
        return na_sel_fail(&p->s, 0, "too long: more than %d bytes", NA_SELECTOR_BYTES);
    for (size_t i = 0; i < p->s.text.n; i++)
        if ((unsigned char)p->s.text.p[i] < 0x20 && !na_is_space(p->s.text.p[i]))
            return na_sel_fail(&p->s, i, "a control character");
    if (na_str_trim(p->s.text).n == 0)
        return na_sel_fail(&p->s, 0, "a selector is missing");
    return true;
}

/* ---- the result ---- */

static na_str moved(const parser *p, const char *to, na_str s)
{
    bool own = s.p >= p->s.bytes && s.p < p->s.bytes + sizeof p->s.bytes;
    return own ? (na_str){to + (s.p - p->s.bytes), s.n} : s;
}

static na_selector *pack(const parser *p)
{
    size_t steps = p->step_count * sizeof *p->steps, tests = p->test_count * sizeof *p->tests;
    steps = (steps + 15) & ~(size_t)15;
    char *room = na_malloc(sizeof(na_selector) + tests + steps + p->s.used);
    if (!room)
        return NULL;
    na_selector *s = (void *)room;
    na_test *test = (void *)(room + sizeof *s);
    na_step *step = (void *)(room + sizeof *s + tests);
    char *bytes = room + sizeof *s + tests + steps;
    memcpy(bytes, p->s.bytes, p->s.used);
    memcpy(step, p->steps, p->step_count * sizeof *p->steps);
    for (size_t i = 0; i < p->test_count; i++) {
        test[i] = p->tests[i];
        test[i].name = moved(p, bytes, test[i].name);
        test[i].value = moved(p, bytes, test[i].value);
    }
    *s = (na_selector){p->last, p->step_count, moved(p, bytes, p->attribute), step, test};
    return s;
}

na_selector *na_selector_new(na_str text, na_selector_fault *fault)
{
    parser p = {.s = {.text = text, .fault = fault}};
    *fault = (na_selector_fault){.column = 0};
    return is_allowed(&p) && take_all(&p) ? pack(&p) : NULL;
}

na_str na_selector_attribute(const na_selector *selector)
{
    return selector->attribute;
}
