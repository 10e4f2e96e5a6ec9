/* Compiling selectors: one pass from left to right, no recursion (:not holds one simple selector).
 * The grammar is that of Selectors Level 3, sections 4 to 10; names and strings are those of CSS
 * Syntax Level 3, section 4. */
#include "html/selector_parts.h"

#include "core/alloc.h"
#include "core/error.h"
#include "text/utf8.h"
#include <stdarg.h>
#include <stdio.h>

#define NUMBER_MAX 1000000 /* of An+B; no element has so many siblings */

typedef struct parser {
    na_str text;
    size_t at;
    na_selector_fault *fault;
    na_step steps[NA_SELECTOR_STEPS];
    na_test tests[NA_SELECTOR_TESTS];
    size_t step_count, test_count, tests_begin; /* tests_begin: of the step being read */
    uint64_t last;
    na_str attribute;
    /* unescaped names; an escape of two bytes may become three, and each name ends with a NUL */
    char bytes[2 * NA_SELECTOR_BYTES + NA_SELECTOR_TESTS * 2 + 2];
    size_t used;
} parser;

/* ---- errors ---- */

__attribute__((format(printf, 3, 4))) static bool fail(parser *p, size_t at, const char *format,
                                                       ...)
{
    char text[sizeof p->fault->message];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->fault->column = na_utf8_count(na_str_take(p->text, at)) + 1;
    na_printable(p->fault->message, sizeof p->fault->message, na_str_from(text));
    return false;
}

/* The character at `at`, for a message. */
static na_str shown(const parser *p, size_t at)
{
    na_str rest = na_str_skip(p->text, at), from = rest;
    if (rest.n)
        na_utf8_next(&rest);
    return na_str_take(from, from.n - rest.n);
}

static bool unexpected(parser *p, const char *wanted)
{
    if (p->at >= p->text.n)
        return fail(p, p->at, "the selector ends where %s is expected", wanted);
    return fail(p, p->at, "\"%.*s\" stands where %s is expected", NA_STR_ARG(shown(p, p->at)),
                wanted);
}

/* ---- characters ---- */

static char peek(const parser *p)
{
    return p->at < p->text.n ? p->text.p[p->at] : '\0';
}

static bool take(parser *p, char c)
{
    bool is = p->at < p->text.n && p->text.p[p->at] == c;
    p->at += is;
    return is;
}

static bool skip_space(parser *p)
{
    size_t from = p->at;
    while (p->at < p->text.n && na_is_space(p->text.p[p->at]))
        p->at++;
    return p->at > from;
}

static bool begins_name(const parser *p, size_t at)
{
    char c = at < p->text.n ? p->text.p[at] : '\0';
    return na_is_alpha(c) || c == '_' || c == '\\' || (unsigned char)c >= 0x80;
}

static bool goes_on(const parser *p)
{
    char c = peek(p);
    return begins_name(p, p->at) || na_is_digit(c) || c == '-';
}

static void put(parser *p, na_str s)
{
    memcpy(p->bytes + p->used, s.p, s.n);
    p->used += s.n;
}

/* What stands behind a backslash. */
static void take_escape(parser *p)
{
    char out[4];
    uint32_t code = 0;
    size_t digits = 0;
    for (; digits < 6 && p->at < p->text.n && na_hex_value(peek(p)) >= 0; digits++, p->at++)
        code = code * 16 + (uint32_t)na_hex_value(peek(p));
    if (digits == 0) {
        na_str c = shown(p, p->at);
        put(p, c);
        p->at += c.n;
        return;
    }
    if (p->at < p->text.n && na_is_space(peek(p)))
        p->at++;
    bool bad = code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
    put(p, (na_str){out, na_utf8_put(out, bad ? 0xFFFD : code)});
}

/* From `begin` in bytes to what is there now, closed by a NUL. */
static na_str close_name(parser *p, size_t begin)
{
    na_str name = {p->bytes + begin, p->used - begin};
    p->bytes[p->used++] = '\0';
    return name;
}

static bool take_name(parser *p, const char *wanted, na_str *out)
{
    size_t begin = p->used, at = p->at;
    while (peek(p) == '-' && p->at - at < 2)
        put(p, (na_str){p->text.p + p->at++, 1});
    if (!begins_name(p, p->at) && p->at - at < 2) {
        if (na_is_digit(peek(p)))
            return fail(p, p->at, "a name cannot begin with a digit: write [attr=\"value\"]");
        return unexpected(p, wanted);
    }
    while (p->at < p->text.n && goes_on(p)) {
        if (take(p, '\\'))
            take_escape(p);
        else
            put(p, (na_str){p->text.p + p->at++, 1});
    }
    *out = close_name(p, begin);
    return true;
}

static bool take_lower_name(parser *p, const char *wanted, na_str *out)
{
    size_t begin = p->used;
    if (!take_name(p, wanted, out))
        return false;
    for (size_t i = begin; i < p->used; i++)
        p->bytes[i] = na_lower(p->bytes[i]);
    return true;
}

static bool take_string(parser *p, na_str *out)
{
    size_t open = p->at, begin = p->used;
    char quote = p->text.p[p->at++];
    while (p->at < p->text.n && peek(p) != quote) {
        if (take(p, '\\'))
            take_escape(p);
        else
            put(p, (na_str){p->text.p + p->at++, 1});
    }
    if (!take(p, quote))
        return fail(p, open, "the quote that begins here is never closed");
    *out = close_name(p, begin);
    return true;
}

/* ---- conditions ---- */

static bool add_test(parser *p, size_t at, na_test test)
{
    if (p->test_count == NA_SELECTOR_TESTS)
        return fail(p, at, "too long: more than %d conditions", NA_SELECTOR_TESTS);
    p->tests[p->test_count++] = test;
    return true;
}

static bool take_type(parser *p)
{
    size_t at = p->at;
    na_test test = {.kind = NA_TEST_TYPE};
    if (peek(p) == '|' || (peek(p) == '*' && na_str_starts(na_str_skip(p->text, at), NA_STR("*|"))))
        return fail(p, at, "namespaces (\"|\") are not known");
    if (take(p, '*'))
        return true; /* no condition */
    return take_lower_name(p, "the name of an element", &test.name) && add_test(p, at, test);
}

static bool take_id(parser *p)
{
    size_t at = p->at++;
    na_test test = {.kind = NA_TEST_IS, .name = NA_STR("id"), .any_case = true};
    return take_name(p, "an id", &test.value) && add_test(p, at, test);
}

static bool take_class(parser *p)
{
    size_t at = p->at++;
    na_test test = {.kind = NA_TEST_WORD, .name = NA_STR("class"), .any_case = true};
    return take_name(p, "the name of a class", &test.value) && add_test(p, at, test);
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
    na_str rest = na_str_skip(p->text, p->at);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (na_str_starts(rest, operators[i].sign)) {
            *kind = (uint8_t)operators[i].kind;
            p->at += operators[i].sign.n;
            return true;
        }
    return unexpected(p, "\"]\" or one of = ~= |= ^= $= *=");
}

static bool take_value(parser *p, na_str *out)
{
    char c = peek(p);
    if (c == '"' || c == '\'')
        return take_string(p, out);
    if (p->at < p->text.n && !begins_name(p, p->at) && c != '-' && c != ']')
        return fail(p, p->at, "put this value in quotes: it does not begin with a letter");
    if (!take_name(p, "a value", out))
        return false;
    c = peek(p);
    if (p->at < p->text.n && !na_is_space(c) && c != ']')
        return fail(p, p->at, "put the value in quotes: \"%.*s\" is no letter, digit, - or _",
                    NA_STR_ARG(shown(p, p->at)));
    return true;
}

static bool take_attribute(parser *p)
{
    size_t open = p->at++;
    na_test test = {.kind = NA_TEST_HAS};
    skip_space(p);
    if (!take_lower_name(p, "the name of an attribute", &test.name))
        return false;
    skip_space(p);
    if (p->at < p->text.n && peek(p) != ']') {
        if (!take_operator(p, &test.kind))
            return false;
        skip_space(p);
        if (!take_value(p, &test.value))
            return false;
        if (skip_space(p) && na_lower(peek(p)) == 'i') {
            p->at++;
            test.any_case = true;
            skip_space(p);
        }
    }
    if (!take(p, ']'))
        return p->at < p->text.n ? unexpected(p, "\"]\"")
                                 : fail(p, open, "the bracket that begins here is never closed");
    return add_test(p, open, test);
}

/* ---- pseudo-classes ---- */

static bool take_word(parser *p, const char *word)
{
    bool is = na_str_starts_nocase(na_str_skip(p->text, p->at), na_str_from(word));
    p->at += is ? strlen(word) : 0;
    return is;
}

/* An unsigned number; false: there is none. */
static bool take_digits(parser *p, int32_t *out)
{
    size_t used = 0;
    uint64_t n = na_str_number(na_str_skip(p->text, p->at), &used);
    p->at += used;
    *out = n > NUMBER_MAX ? NUMBER_MAX : (int32_t)n;
    return used > 0;
}

static int32_t take_sign(parser *p)
{
    if (take(p, '-'))
        return -1;
    take(p, '+');
    return 1;
}

/* An+B, odd, even (Selectors 6.6.5.1), between the brackets. */
static bool take_every(parser *p, na_test *test)
{
    size_t begin = p->at;
    if (take_word(p, "odd") || take_word(p, "even")) {
        test->every = 2;
        test->from = na_lower(p->text.p[begin]) == 'o';
        return true;
    }
    int32_t sign = take_sign(p), number = 1;
    bool digits = take_digits(p, &number);
    if (na_lower(peek(p)) != 'n') {
        test->from = sign * number;
        return digits;
    }
    p->at++;
    test->every = sign * (digits ? number : 1);
    skip_space(p);
    if (peek(p) != '+' && peek(p) != '-')
        return true;
    sign = take_sign(p);
    skip_space(p);
    digits = take_digits(p, &number);
    test->from = sign * number;
    return digits;
}

static bool take_nth(parser *p, na_test *test)
{
    size_t begin = p->at;
    test->kind = NA_TEST_NTH;
    skip_space(p);
    bool good = take_every(p, test);
    skip_space(p);
    if (good && take(p, ')'))
        return true;
    na_str rest = na_str_skip(p->text, begin);
    size_t end = na_str_find_byte(rest, ')');
    if (end == NA_NOT_FOUND)
        return fail(p, begin - 1, "the bracket that begins here is never closed");
    return fail(p, begin, "\"%.*s\" is no An+B such as 3, odd or 2n+1", (int)(end < 40 ? end : 40),
                rest.p);
}

/* What stands behind the colon at `at`. */
static bool take_pseudo_name(parser *p, size_t at, na_str *name)
{
    if (peek(p) == ':')
        return fail(p, at, "pseudo-elements (\"::\") name no element of the page");
    return take_lower_name(p, "the name of a pseudo-class", name);
}

static bool take_bracket(parser *p)
{
    return take(p, '(') || unexpected(p, "\"(\"");
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
    return fail(p, at,
                "\":%.*s\" is not known; known are :first-child, :last-child, :nth-child(An+B) and "
                ":not(...)",
                (int)(name.n < 40 ? name.n : 40), name.p);
}

/* A condition inside :not. */
static bool take_simple(parser *p)
{
    size_t at = p->at;
    na_str name = {NULL, 0};
    switch (peek(p)) {
    case '#': return take_id(p);
    case '.': return take_class(p);
    case '[': return take_attribute(p);
    case ':': break;
    default: return take_type(p);
    }
    p->at++;
    if (!take_pseudo_name(p, at, &name))
        return false;
    if (na_str_eq(name, NA_STR("not")))
        return fail(p, at, ":not inside :not is not known");
    return take_place(p, at, name);
}

static bool begins_condition(const parser *p)
{
    char c = peek(p);
    return c == '#' || c == '.' || c == '[' || c == ':';
}

/* One simple selector, then its bracket. */
static bool take_not(parser *p, size_t at)
{
    size_t first = p->test_count;
    skip_space(p);
    if (peek(p) == '*')
        return fail(p, p->at, ":not(*) matches nothing");
    if (!take_simple(p))
        return false;
    skip_space(p);
    if (p->at >= p->text.n)
        return fail(p, at, "the bracket of this :not is never closed");
    if (!take(p, ')'))
        return fail(p, p->at,
                    ":not takes one simple selector, such as :not(.name); write "
                    ":not(.a):not(.b) for two");
    p->tests[first].negated = true;
    return true;
}

/* Any condition but a type. */
static bool take_condition(parser *p)
{
    size_t at = p->at;
    na_str name = {NULL, 0};
    if (peek(p) != ':')
        return take_simple(p);
    p->at++;
    if (!take_pseudo_name(p, at, &name))
        return false;
    if (na_str_eq(name, NA_STR("not")))
        return take_bracket(p) && take_not(p, at);
    return take_place(p, at, name);
}

/* ---- steps ---- */

static bool take_step(parser *p, na_binding binding)
{
    size_t at = p->at;
    p->tests_begin = p->test_count;
    if (begins_name(p, p->at) || peek(p) == '*' || peek(p) == '-' || peek(p) == '|') {
        if (!take_type(p))
            return false;
    } else if (!begins_condition(p)) {
        return unexpected(p, "an element such as p, .name, #id or [attr]");
    }
    while (begins_condition(p))
        if (!take_condition(p))
            return false;
    if (p->step_count == NA_SELECTOR_STEPS)
        return fail(p, at, "too long: more than %d elements", NA_SELECTOR_STEPS);
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
    bool space = skip_space(p);
    for (na_binding b = NA_BOUND_CHILD; b <= NA_BOUND_BEHIND; b++)
        if (take(p, signs[b])) {
            skip_space(p);
            return b;
        }
    bool over = p->at >= p->text.n || peek(p) == ',' || peek(p) == '@';
    return space && !over ? NA_BOUND_DESCENDANT : NA_BOUND_FREE;
}

static bool take_alternative(parser *p)
{
    na_binding binding = NA_BOUND_FREE;
    skip_space(p);
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
    } while (take(p, ','));
    if (take(p, '@')) {
        if (!take_lower_name(p, "the name of an attribute", &p->attribute))
            return false;
        skip_space(p);
        if (peek(p) == ',')
            return fail(p, p->at,
                        "@attr stands behind the whole selector; give two selectors "
                        "instead");
    }
    return p->at >= p->text.n || unexpected(p, "the end");
}

static bool is_allowed(parser *p)
{
    if (p->text.n > NA_SELECTOR_BYTES)
        return fail(p, 0, "too long: more than %d bytes", NA_SELECTOR_BYTES);
    for (size_t i = 0; i < p->text.n; i++)
        if ((unsigned char)p->text.p[i] < 0x20 && !na_is_space(p->text.p[i]))
            return fail(p, i, "a control character");
    if (na_str_trim(p->text).n == 0)
        return fail(p, 0, "a selector is missing");
    return true;
}

/* ---- the result ---- */

static na_str moved(const parser *p, const char *to, na_str s)
{
    bool own = s.p >= p->bytes && s.p < p->bytes + sizeof p->bytes;
    return own ? (na_str){to + (s.p - p->bytes), s.n} : s;
}

static na_selector *pack(const parser *p)
{
    size_t steps = p->step_count * sizeof *p->steps, tests = p->test_count * sizeof *p->tests;
    steps = (steps + 15) & ~(size_t)15;
    char *room = na_malloc(sizeof(na_selector) + tests + steps + p->used);
    if (!room)
        return NULL;
    na_selector *s = (void *)room;
    na_test *test = (void *)(room + sizeof *s);
    na_step *step = (void *)(room + sizeof *s + tests);
    char *bytes = room + sizeof *s + tests + steps;
    memcpy(bytes, p->bytes, p->used);
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
    parser p = {.text = text, .fault = fault};
    *fault = (na_selector_fault){.column = 0};
    return is_allowed(&p) && take_all(&p) ? pack(&p) : NULL;
}

na_str na_selector_attribute(const na_selector *selector)
{
    return selector->attribute;
}
