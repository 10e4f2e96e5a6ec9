/* listing/script.h: reading what scripts say without running them: literals, names, bodies. */
#ifndef NA_LISTING_SCRIPT_H
#define NA_LISTING_SCRIPT_H

#include "core/str.h"

na_str na_skip_space(na_str s);
/* A string literal at the start of *s without escapes; takes it off. */
bool na_take_literal(na_str *s, na_str *out);
/* The identifier at the start of s; empty when there is none. */
na_str na_take_name(na_str s);
/* Behind "function name(" in a script; empty when it is not there. */
na_str na_find_function(na_str script, na_str name);

#endif
