/* site/atom.h: writing an Atom feed (RFC 4287). Text may hold anything: what XML 1.0 has no place
 * for (control characters, bytes that are no UTF-8) becomes U+FFFD. */
#ifndef NA_SITE_ATOM_H
#define NA_SITE_ATOM_H

#include "core/buf.h"
#include "core/str.h"

typedef struct na_atom_feed {
    na_str id, title, updated; /* IRI, text, RFC 3339 */
    na_str author;
    na_str url; /* page that it tells of; empty: none */
    na_str generator, version;
} na_atom_feed;

typedef struct na_atom_entry {
    na_str id, title, updated;
    na_str url;             /* empty: none */
    na_str category, label; /* what kind of entry this is: term, and for people */
    na_str section;         /* another category; empty: none */
    na_str html;            /* content */
} na_atom_entry;

typedef struct na_atom na_atom;

/* NULL when out of memory. */
na_atom *na_atom_new(const na_atom_feed *feed);
void na_atom_add(na_atom *a, const na_atom_entry *entry);
/* Appends the whole document to `out` and frees the writer. NEWSARC_E_NOMEM, NEWSARC_E_LIMIT (of
 * the buffer). */
newsarc_status na_atom_end(na_atom *a, na_buf *out);

#endif
