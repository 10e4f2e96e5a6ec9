/* archive/cdxj.h: lines of a CDXJ index, "KEY TIMESTAMP JSON", sorted by their bytes. */
#ifndef NA_ARCHIVE_CDXJ_H
#define NA_ARCHIVE_CDXJ_H

#include "archive/warc_reader.h"
#include "core/arena.h"
#include <newsarc/warc.h>

typedef struct na_cdxj {
    na_buf text;   /* lines in the order of coming, each with its LF */
    na_str *lines; /* after na_cdxj_sort: sorted, without LF, no line twice */
    size_t count;
    bool without_304; /* set by the caller: captures that are 304 answers are left out */
    uint64_t problems;
    newsarc_problem_fn problem;
    void *user;
    na_arena *arena;
} na_cdxj;

newsarc_status na_cdxj_init(na_cdxj *index, newsarc_problem_fn problem, void *user);
void na_cdxj_free(na_cdxj *index);
/* Called for each record that could be read, and before it is read. */
typedef struct na_cdxj_tap {
    void (*record)(const na_warc_record *record, void *user);
    void *user;
} na_cdxj_tap;
/* Adds the captures of a WARC or ARC file (responses, revisits, resources), or the lines of a CDXJ
 * file. Records that cannot be read, or not be reached by an offset, are reported and left out.
 * `tap` sees every record, with at most `block_max` bytes of its block; NULL: none. */
newsarc_status na_cdxj_add_file(na_cdxj *index, const char *path, size_t block_max,
                                const na_cdxj_tap *tap, newsarc_error *err);
/* The same of a WARC file in memory. */
newsarc_status na_cdxj_add_bytes(na_cdxj *index, const char *name, na_str warc, newsarc_error *err);
newsarc_status na_cdxj_sort(na_cdxj *index);

#endif
