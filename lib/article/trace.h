/* article/trace.h: the account of how an article was found, for --explain.
 *
 * A page's trace is NULL unless the caller asked for the account; every function below takes NULL
 * and does nothing then, so that a page that is not explained pays a test of a pointer. Notes are
 * kept in the order in which they were made. */
#ifndef NA_ARTICLE_TRACE_H
#define NA_ARTICLE_TRACE_H

#include "core/arena.h"
#include "html/document.h"
#include <newsarc/article.h>

typedef enum na_note_kind {
    NA_NOTE_BOX,   /* a container that may hold the body */
    NA_NOTE_STEP,  /* the choice moved to this element: `what` is why */
    NA_NOTE_ROOT,  /* chosen in the end; text: all of its text, whatever hides it */
    NA_NOTE_DROP,  /* text of a root that is not in the output; what: the rule */
    NA_NOTE_VALUE, /* a value for a field; what: where it stands */
    NA_NOTE_RULE   /* a selector of the site's rules; what: the selector, trust 1: it gave a value,
                      place: of that value or the first match; drop: text is what went */
} na_note_kind;

typedef struct na_note {
    na_note_kind kind;
    newsarc_field field; /* values; -1: none */
    newsarc_rule rule;   /* rules */
    const char *what;
    const char *place; /* the element as a CSS selector; NULL: none */
    const char *text;  /* may be NULL */
    double trust;      /* values, rules */
    double value;      /* boxes: points x density x names */
    double points, density, names;
    uint32_t prose; /* units */
} na_note;

typedef struct na_trace {
    na_arena *arena;
    const na_doc *doc;
    na_note *v;
    size_t n, room;
} na_trace;

/* One more note about an element (NA_NO_NODE: none), or NULL when nobody wants to know. `what` and
 * `text` are copied. */
na_note *na_trace_note(na_trace *t, na_note_kind kind, const char *what, na_node_id place,
                       na_str text);
/* Shorthand for a field's candidate; empty ones are passed over. */
void na_trace_value(na_trace *t, newsarc_field field, na_str text, const char *from, double trust,
                    na_node_id place);
/* All text nodes of a subtree, one after the other, with a space between two. In the arena. */
na_str na_trace_text(na_arena *arena, const na_doc *doc, na_node_id n);

#endif
