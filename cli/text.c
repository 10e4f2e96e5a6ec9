/* Growing text, and its readable forms. Foreign text (titles, URLs, file names, server answers) may
 * hold escape sequences that steer a terminal, so whatever goes to one passes text_add_escaped. */
#include "text.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static void out_of_memory(void)
{
    static const char line[] = "newsarc: failed: out of memory (exit 1)\n";
    if (write(STDERR_FILENO, line, sizeof line - 1) < 0)
        _exit(1);
    _exit(1);
}

void *cli_alloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

char *cli_copy(const char *s)
{
    char *p = strdup(s);
    if (!p)
        out_of_memory();
    return p;
}

void text_free(struct text *t)
{
    free(t->p);
    *t = (struct text){0};
}

void text_clear(struct text *t)
{
    t->n = 0;
    if (t->p)
        t->p[0] = 0;
}

void text_reserve(struct text *t, size_t n)
{
    if (t->room - t->n > n)
        return;
    if (n > SIZE_MAX / 2 - t->n - 1)
        out_of_memory();
    size_t room = (t->n + n + 1) * 2;
    char *p = realloc(t->p, room);
    if (!p)
        out_of_memory();
    t->p = p;
    t->room = room;
    t->p[t->n] = 0;
}

void text_add(struct text *t, const char *bytes, size_t n)
{
    text_reserve(t, n);
    if (n)
        memcpy(t->p + t->n, bytes, n);
    t->n += n;
    t->p[t->n] = 0;
}

void text_adds(struct text *t, const char *s)
{
    text_add(t, s, strlen(s));
}

void text_addv(struct text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        text_reserve(t, (size_t)n);
        vsnprintf(t->p + t->n, (size_t)n + 1, format, again);
        t->n += (size_t)n;
    }
    va_end(again);
}

void text_addf(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_addv(t, format, args);
    va_end(args);
}

/* Length of the UTF-8 sequence at p (RFC 3629), 0 when the bytes are none; *code gets the scalar
 * value. */
static size_t utf8_next(const char *bytes, size_t n, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)bytes;
    size_t want = p[0] < 0x80 ? 1 : p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (want == 0 || want > n || p[0] > 0xF4)
        return 0;
    uint32_t c = want == 1 ? p[0] : (uint32_t)(p[0] & (0x7F >> want));
    for (size_t i = 1; i < want; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = (c << 6) | (p[i] & 0x3F);
    }
    if (c < least[want] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    *code = c;
    return want;
}

static void add_control(struct text *t, uint32_t c, enum escape how)
{
    bool line_end = c == '\n' || c == '\t';
    char raw = (char)c;
    if (how == ESCAPE_JSON && c < 0x20)
        text_add(t, &raw, 1); /* only between tokens: JSON escapes these itself */
    else if (how == ESCAPE_TEXT && line_end)
        text_add(t, &raw, 1);
    else if (line_end)
        text_adds(t, c == '\n' ? "\\n" : "\\t");
    else
        text_addf(t, how == ESCAPE_JSON || c > 0x7F ? "\\u%04x" : "\\x%02x", (unsigned)c);
}

void text_add_escaped(struct text *t, const char *bytes, size_t n, enum escape how)
{
    for (size_t i = 0; i < n;) {
        uint32_t c = 0;
        size_t length = utf8_next(bytes + i, n - i, &c);
        if (length == 0) {
            text_addf(t, "\\x%02x", (unsigned char)bytes[i]);
            i++;
            continue;
        }
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            add_control(t, c, how);
        else
            text_add(t, bytes + i, length);
        i += length;
    }
}

/* Widths are those of Unicode, whatever the locale is. */
struct width_locale {
    locale_t own, before;
};

static struct width_locale width_begin(void)
{
    locale_t own = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return (struct width_locale){own, own ? uselocale(own) : (locale_t)0};
}

static void width_end(struct width_locale l)
{
    if (!l.own)
        return;
    uselocale(l.before);
    freelocale(l.own);
}

/* Columns of the character at s, and its length. */
static size_t columns_of(const char *s, size_t n, size_t *length)
{
    uint32_t c = 0;
    *length = utf8_next(s, n, &c);
    int columns = *length ? wcwidth((wchar_t)c) : 1;
    *length += *length == 0;
    return columns > 0 ? (size_t)columns : 0;
}

size_t text_width(const char *s)
{
    size_t width = 0, n = strlen(s), length;
    struct width_locale l = width_begin();
    for (size_t i = 0; i < n; i += length)
        width += columns_of(s + i, n - i, &length);
    width_end(l);
    return width;
}

/* Length of what stays together on a line: a space, a wide character with its marks, or a word. */
static size_t unit_length(const char *s, size_t n, size_t *width)
{
    size_t length, i = 0;
    bool wide = columns_of(s, n, &length) > 1, space = s[0] == ' ';
    *width = 0;
    while (i < n) {
        size_t columns = columns_of(s + i, n - i, &length);
        bool ends = wide || space ? columns > 0 : columns > 1 || s[i] == ' ';
        if (i > 0 && ends)
            break;
        *width += columns;
        i += length;
    }
    return i;
}

void text_add_wrapped(struct text *t, const char *s, size_t *column, size_t indent, size_t width)
{
    size_t n = strlen(s), unit, columns;
    struct width_locale l = width_begin();
    for (size_t i = 0; i < n; i += unit) {
        unit = unit_length(s + i, n - i, &columns);
        if (*column > indent && *column + columns > width) {
            text_addf(t, "\n%*s", (int)indent, "");
            *column = indent;
            if (s[i] == ' ')
                continue;
        }
        text_add(t, s + i, unit);
        *column += columns;
    }
    width_end(l);
}

void text_add_count(struct text *t, unsigned long long n, const char *one)
{
    text_addf(t, "%llu %s%s", n, one, n == 1 ? "" : "s");
}

void text_add_bytes(struct text *t, unsigned long long bytes)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB"};
    size_t unit = 0;
    double value = (double)bytes;
    while (value >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    text_addf(t, unit > 0 && value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

void text_add_seconds(struct text *t, double seconds)
{
    unsigned long long s = seconds > 0 ? (unsigned long long)seconds : 0;
    if (s >= 3600)
        text_addf(t, "%lluh%02llum", s / 3600, s / 60 % 60);
    else if (s >= 60)
        text_addf(t, "%llum%02llus", s / 60, s % 60);
    else
        text_addf(t, "%.1fs", seconds > 0 ? seconds : 0.0);
}
