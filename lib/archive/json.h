/* archive/json.h: JSON as text into a buffer, for lines that are written by the million. */
#ifndef NA_ARCHIVE_JSON_H
#define NA_ARCHIVE_JSON_H

#include "core/buf.h"

/* The string in quotes; bytes that are not UTF-8 become U+FFFD. */
void na_json_string(na_buf *out, na_str s);
/* `"key": "value"`, after ", " unless an object was just begun; nothing when value.p is NULL. */
void na_json_member(na_buf *out, const char *key, na_str value);

#endif
