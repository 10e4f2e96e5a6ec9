/* crawl/replay.h: goes through the records of an archive again as if the answers came from the
 * network just now, by the crawler's own code: so the state comes out as the crawl had it, for all
 * that follows from the answers. Nothing is asked for and no record is written.
 *
 * What answers do not tell stands in the resource records of a run: its configuration, its log
 * (URLs that got no answer, or were left out) and its summary. Records are bytes that anybody may
 * have written; what is no record of ours is passed over.
 *
 * In a file a capture has the order response, request, and later, when its page was read, metadata
 * and conversion. Pages wait for these, as they waited for the reader's thread in the crawl.
 *
 * There are two uses: a whole archive (recover.c), and the end of a killed run, which its state
 * does not have yet (catch_up.c). */
#ifndef NA_CRAWL_REPLAY_H
#define NA_CRAWL_REPLAY_H

#include "archive/warc_reader.h"
#include "crawl/crawler.h"
#include "crawl/records.h"
#include "crawl/store_replay.h"
#include <jansson.h>

#define NA_REPLAY_BLOCK ((size_t)72 << 20) /* of a record; a body has 64 MiB by default */

typedef struct na_replay_page {
    na_warc_place place; /* of its response or revisit */
    char *url;           /* owned */
    int64_t id;          /* of the URL in the frontier */
} na_replay_page;

typedef struct na_replay {
    na_store *store;
    na_store_replay *look;
    newsarc_crawler *c; /* of the present run; NULL: none has begun */
    na_replayed replayed;
    na_records originals; /* of revisits */

    na_exchange *answer; /* waits for its request; NULL: none */
    na_warc_place place, payload;
    bool is_revisit;
    na_replay_page last; /* the answer before, when it was no page */
    na_replay_page pages[NA_READER_MAX];
    size_t first, count; /* of them; a ring */
    bool due;            /* its metadata came: nothing but its conversion may follow */
    bool read_later;     /* that metadata: by a run that caught up */

    json_t *summary; /* of the run; NULL: none, so far */
    bool has_log;
    bool resumed;    /* the state has what the run did before */
    bool described;  /* it has metadata records */
    uint64_t passed; /* answers that could not be used: an original that is not there */
} na_replay;

typedef struct na_replay_run {
    int64_t number, started; /* 0: not known */
    const newsarc_crawl_options *options;
} na_replay_run;

/* `dir`: of the collection, borrowed. Free it before the store is closed. */
newsarc_status na_replay_init(na_replay *r, const char *dir, na_store *store, newsarc_error *err);
void na_replay_free(na_replay *r);
newsarc_status na_replay_begin(na_replay *r, const na_replay_run *run, newsarc_error *err);
/* The next record of a file in archive/. NEWSARC_E_FORMAT: it is not what it says it is, as `err`
 * tells, and was passed over; other statuses end the replay. */
newsarc_status na_replay_record(na_replay *r, const char *file, const na_warc_record *record,
                                newsarc_error *err);
/* The run has no more records. Commits. */
newsarc_status na_replay_end(na_replay *r, newsarc_error *err);
/* Ends the run as it is, without a commit. */
void na_replay_drop(na_replay *r);
/* The crawler's own functions note their failure in it: the status of one that returned `ok`. */
newsarc_status na_replay_result(const na_replay *r, bool ok, newsarc_error *err);

/* replay_answer.c: a response or revisit into r->answer, r->place, r->payload. */
newsarc_status na_replay_read_answer(na_replay *r, const char *file, const na_warc_record *record,
                                     newsarc_error *err);
/* Its request says by which URL it was asked for, and with which form data (borrowed from the
 * record; empty: by GET). */
void na_replay_read_request(na_replay *r, const na_warc_record *record, na_str *post);

/* replay_run.c: what stands in resource records. */
typedef struct na_configuration na_configuration;
/* NULL: it is none, or out of memory. */
na_configuration *na_configuration_new(na_str json);
void na_configuration_free(na_configuration *c); /* NULL is ignored */
/* Borrowed. */
const newsarc_crawl_options *na_configuration_options(const na_configuration *c);
bool na_is_configuration(const na_warc_record *record);
newsarc_status na_replay_resource(na_replay *r, const na_warc_record *record);
/* How the run ended, as its summary says, or by what was counted. */
void na_replay_outcome(const na_replay *r, na_run *run);

#endif
