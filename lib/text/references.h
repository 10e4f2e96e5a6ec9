/* text/references.h: HTML's character references where no HTML parser has read them: strings of
 * JSON-LD, and attributes that a page escaped twice. */
#ifndef NA_TEXT_REFERENCES_H
#define NA_TEXT_REFERENCES_H

#include "core/arena.h"
#include "core/str.h"

/* Replaces numeric references and those that JSON and CMS exports use (&amp; &lt; &gt; &quot;
 * &apos; &nbsp;); what is no reference stays as it is. Returns `s` itself when it has none, else a
 * string in the arena. */
na_str na_references_read(na_arena *arena, na_str s);

#endif
