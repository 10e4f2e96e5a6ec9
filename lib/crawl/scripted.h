/* crawl/scripted.h: addresses to which scripts lead a reader. */
#ifndef NA_CRAWL_SCRIPTED_H
#define NA_CRAWL_SCRIPTED_H

#include "core/str.h"

/* The next address in `code` that stands there whole: the string in location = "...",
 * location.href = "...", location.replace("..."), location.assign("...") or window.open("...").
 * One that is put together from pieces ("..." + id) is none. *code moves behind it. Empty: there is
 * none. */
na_str na_scripted_target(na_str *code);

#endif
