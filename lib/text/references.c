#include "text/references.h"

#include "core/buf.h"
#include "text/utf8.h"

#define DIGITS_MAX 7 /* 1114111 is the highest code point */

static const struct {
    const char *name;
    uint32_t code;
} NAMED[] = {{"amp;", '&'},  {"lt;", '<'},    {"gt;", '>'},
             {"quot;", '"'}, {"apos;", '\''}, {"nbsp;", 0xA0}};

static int digit_of(char c, unsigned base)
{
    int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (c >= 'A' && c <= 'F')
        value = c - 'A' + 10;
    return value < (int)base ? value : -1;
}

/* "#39;" and "#x27;": the bytes it takes, 0 when it is none. */
static size_t numeric(na_str s, uint32_t *code)
{
    bool hex = s.n > 1 && (s.p[1] == 'x' || s.p[1] == 'X');
    unsigned base = hex ? 16 : 10;
    size_t first = hex ? 2 : 1, i = first;
    for (*code = 0; i < s.n && i < first + DIGITS_MAX; i++) {
        int digit = digit_of(s.p[i], base);
        if (digit < 0)
            break;
        *code = *code * base + (unsigned)digit;
    }
    bool scalar = *code >= 0x20 && *code <= 0x10FFFF && !(*code >= 0xD800 && *code <= 0xDFFF);
    return i > first && i < s.n && s.p[i] == ';' && scalar ? i + 1 : 0;
}

/* The reference behind an ampersand: the bytes it takes, 0 when it is none. */
static size_t reference(na_str s, uint32_t *code)
{
    if (s.n && s.p[0] == '#')
        return numeric(s, code);
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++)
        if (na_str_starts(s, na_str_from(NAMED[i].name))) {
            *code = NAMED[i].code;
            return strlen(NAMED[i].name);
        }
    return 0;
}

na_str na_references_read(na_arena *arena, na_str s)
{
    size_t at = na_str_find(s, NA_STR("&"));
    if (at == NA_NOT_FOUND)
        return s;
    na_sb sb = NA_SB(arena);
    while (at != NA_NOT_FOUND) {
        uint32_t code = 0;
        char bytes[4];
        na_sb_add(&sb, na_str_take(s, at));
        s = na_str_skip(s, at + 1);
        size_t length = reference(s, &code);
        if (length)
            na_sb_add(&sb, (na_str){bytes, na_utf8_put(bytes, code)});
        else
            na_sb_add_byte(&sb, '&');
        s = na_str_skip(s, length);
        at = na_str_find(s, NA_STR("&"));
    }
    na_sb_add(&sb, s);
    return na_sb_str(&sb);
}
