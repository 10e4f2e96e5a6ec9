/* text.h: growing text for the command, and making foreign text safe to show. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *p; /* ends with NUL once anything was added */
    size_t n, room;
};

/* Out of memory ends the program: there is nothing left to do for a command. */
void *cli_alloc(size_t count, size_t size); /* zeroed */
char *cli_copy(const char *s);

void text_free(struct text *t);
void text_clear(struct text *t); /* keeps the room */
void text_add(struct text *t, const char *bytes, size_t n);
void text_adds(struct text *t, const char *s);
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_addv(struct text *t, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Room for at least n more bytes behind t->p + t->n; the caller adds to t->n what it used. */
void text_reserve(struct text *t, size_t n);

/* What is escaped besides C0, DEL, C1 and bytes that are not UTF-8. */
enum escape {
    ESCAPE_LINE, /* also line ends and tabs: names and messages */
    ESCAPE_TEXT, /* line ends and tabs stay: a page's text */
    ESCAPE_JSON  /* JSON text: only what JSON leaves raw (DEL and C1), as \u00XX */
};
void text_add_escaped(struct text *t, const char *bytes, size_t n, enum escape how);
/* Columns that valid UTF-8 takes on a terminal (wide ideographs take two). */
size_t text_width(const char *s);

/* Adds one line's text, broken into lines of `width` columns: between wide characters and at
 * spaces. *column: where it begins, and where it ends; further lines begin at `indent`. Words that
 * are longer than a line, such as URLs, stay whole. */
void text_add_wrapped(struct text *t, const char *s, size_t *column, size_t indent, size_t width);

/* "1 page", "212 pages", "41 MB", "6m12s": as people read them. */
void text_add_count(struct text *t, unsigned long long n, const char *one);
void text_add_bytes(struct text *t, unsigned long long bytes);
void text_add_seconds(struct text *t, double seconds);

#endif
