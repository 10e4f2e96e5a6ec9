/* crawl/join.h: one article of its parts. */
#ifndef NA_CRAWL_JOIN_H
#define NA_CRAWL_JOIN_H

#include "core/buf.h"
#include <jansson.h>

typedef struct na_join {
    json_t *article; /* the first part, with what the others add; NULL: none yet */
    json_t *parts;   /* their URLs */
    na_buf text, markdown;
    na_buf last;     /* text of the part before */
    uint32_t number; /* of that part */
} na_join;

void na_join_init(na_join *j);
void na_join_free(na_join *j);
/* The next part: its number (0: not known), its JSON and Markdown. False: out of memory. What is no
 * JSON is left out. */
bool na_join_add(na_join *j, uint32_t number, na_str url, na_str json, na_str markdown);
/* The article as one line of JSON (free with free()); NULL: fewer than two parts, or out of memory.
 */
char *na_join_json(na_join *j);

/* Text or Markdown of a part without the pager that stands behind it ("1 2 下一页"). */
na_str na_without_pager(na_str text);

#endif
