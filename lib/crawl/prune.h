/* crawl/prune.h: which files of a collection pruning removes. prune_plan.c reads the WARC files and
 * decides, prune.c does it. */
#ifndef NA_CRAWL_PRUNE_H
#define NA_CRAWL_PRUNE_H

#include "core/str.h"
#include "crawl/store_prune.h"
#include <newsarc/collection.h>

typedef struct na_prune_file {
    char *name; /* owned; in its folder */
    uint64_t bytes;
    int64_t newest;  /* time of what it holds, seconds since 1970; INT64_MAX: not known */
    const char *why; /* it is kept although it is old; NULL: no reason */
    bool kept;
} na_prune_file;

typedef struct na_prune_files {
    const char *folder; /* "archive" */
    na_prune_file *v;
    size_t n, room;
} na_prune_files;

/* A record that repeats or explains another one. */
typedef struct na_prune_link {
    uint64_t id; /* hash of the other one's id */
    uint32_t from;
} na_prune_link;

typedef struct na_prune_plan {
    const char *dir;
    const char *sums; /* text of SHA256SUMS */
    int64_t cutoff;   /* what is as new is kept */
    na_prune_files warcs;
    na_prune_link *links; /* WARC-Refers-To, `from`: file that has it */
    size_t link_count, link_room;
    na_prune_link *records; /* every record, `from`: file it is in */
    size_t record_count, record_room;
} na_prune_plan;

/* Files of DIR/FOLDER with names that end so, in byte order; regular ones that SHA256SUMS names. */
newsarc_status na_prune_list(const na_prune_plan *plan, const char *folder,
                             const char *const *endings, na_prune_files *out, newsarc_error *err);
/* Finds the WARC files and decides for each whether it is kept. */
newsarc_status na_prune_decide(na_prune_plan *plan, na_store *store, newsarc_error *err);
/* Time in a name "PREFIX-YYYYMMDDhhmmss.tar.gz"; INT64_MAX: none. */
int64_t na_prune_name_time(const char *name);
void na_prune_files_free(na_prune_files *files);
void na_prune_plan_free(na_prune_plan *plan);

#endif
