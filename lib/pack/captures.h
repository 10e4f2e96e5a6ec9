/* pack/captures.h: which captures WARC files hold, and which of them are articles. */
#ifndef NA_PACK_CAPTURES_H
#define NA_PACK_CAPTURES_H

#include "archive/warc_reader.h"
#include "article/hints.h"
#include "core/arena.h"
#include "pack/inputs.h"
#include <newsarc/article.h>
#include <newsarc/warc.h>

#define NA_CAPTURE_MAX ((size_t)64 << 20) /* of a block, of an entity */

/* Strings lie in the memory of the captures. */
typedef struct na_capture {
    na_str key; /* canonical URL */
    na_str uri;
    na_str folder; /* articles */
    int64_t time;  /* seconds since 1970 */
    size_t file;   /* number of the input */
    uint64_t offset;
} na_capture;

typedef struct na_capture_list {
    na_capture *p;
    size_t n, room;
} na_capture_list;

typedef struct na_captures {
    na_arena *strings, *work;
    na_capture_list all;  /* answers with status 200, sorted by key, time */
    na_capture_list news; /* articles among them */
    na_capture *articles; /* sorted by folder, each folder once */
    size_t article_count;
    uint64_t problems;
    newsarc_problem_fn problem;
    void *user;
    na_hints hints; /* none, unless set after na_captures_init */
    const na_inputs *inputs;
    newsarc_extractor *extractor;
    na_warc_reader *reader; /* of reader_file */
    size_t reader_file;
    na_buf entity;
} na_captures;

newsarc_status na_captures_init(na_captures *c, newsarc_problem_fn problem, void *user);
void na_captures_free(na_captures *c);
/* Reads all inputs, which must outlive the captures. */
newsarc_status na_captures_collect(na_captures *c, const na_inputs *inputs, newsarc_error *err);
/* The latest capture of a URL, or NULL. Inside an arena run. */
const na_capture *na_captures_find(const na_captures *c, na_arena *arena, na_str url);
/* The capture's entity, as far as it can be decoded; *type (may be NULL) its Content-Type, which
 * na_free frees. */
newsarc_status na_captures_read(na_captures *c, const na_capture *capture, na_buf *out, char **type,
                                newsarc_error *err);
newsarc_status na_captures_extract(na_captures *c, const na_capture *capture, na_str page,
                                   const char *type, newsarc_article **out);

#endif
