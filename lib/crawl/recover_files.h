/* crawl/recover_files.h: the finished WARC files of a collection, in the order in which they were
 * written. */
#ifndef NA_CRAWL_RECOVER_FILES_H
#define NA_CRAWL_RECOVER_FILES_H

#include "core/str.h"
#include <newsarc/status.h>

#define NA_RECOVER_NAME 128

typedef struct na_recover_file {
    char name[NA_RECOVER_NAME]; /* in archive/ */
    uint64_t bytes;
    int64_t run, started; /* of its run, as its warcinfo says; 0: it does not */
    int64_t written;      /* date of its first record; INT64_MAX: it cannot be read */
} na_recover_file;

typedef struct na_recover_files {
    na_recover_file *v;
    size_t count, room;
    uint64_t bytes;
} na_recover_files;

/* NEWSARC_E_NOT_FOUND: no archive/; NEWSARC_E_IO, NEWSARC_E_NOMEM. Free the list in either case. */
newsarc_status na_recover_list(const char *dir, na_recover_files *files, newsarc_error *err);
void na_recover_files_free(na_recover_files *files);
/* Is the i-th file the first of its run? By their warcinfo; files of older versions by the number
 * in their name. */
bool na_recover_begins_run(const na_recover_files *files, size_t i);
/* Is it the name of a finished WARC file? */
bool na_is_warc_name(const char *name);
/* How many the collection has. */
uint64_t na_count_warcs(const char *dir);
/* Is there a collection.db with anything in it? */
bool na_has_state(const char *path);
/* NEWSARC_E_FORMAT: the folder has no collection.db, and what to do. */
newsarc_status na_no_state(const char *dir, newsarc_error *err);

#endif
