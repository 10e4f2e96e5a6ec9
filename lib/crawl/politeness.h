/* crawl/politeness.h: when a host may be asked again. One request at a time to a host.
 *
 * Between two requests lies at least the asked delay: the larger of the user's and of robots.txt's
 * Crawl-delay. It counts from the first byte of a response, when the request is known to have
 * reached the server, so requests reach it no closer than that. On top of this floor the delay
 * adapts: it is at least a multiple of the time that the host takes to answer, a larger one while
 * answers become slower than they used to be, and grows with each 429 and 503, to shrink again with
 * good answers. 429 and 503 also make the host wait as long as Retry-After says (RFC 9110 10.2.3),
 * else for a time that grows by itself. Hosts that do not answer at all are put aside.
 *
 * The clock is an argument (milliseconds of a monotonic clock), so tests need no time. */
#ifndef NA_CRAWL_POLITENESS_H
#define NA_CRAWL_POLITENESS_H

#include "core/str.h"
#include <newsarc/status.h>

#define NA_RETRY_AFTER_MAX_S 3600 /* a host that asks for more is left to the next run */
#define NA_DEAD_AFTER 6           /* failures in a row without any answer */

typedef struct na_host {
    int64_t id;
    char *name;
    uint64_t queued;
    bool busy;
    bool aside; /* no more requests in this run */
    bool answered;
    int64_t due_ms;
    uint32_t crawl_delay_ms;      /* of robots.txt */
    uint32_t strikes;             /* refusals and failures in a row */
    uint32_t answer_us, usual_us; /* time to the first byte: average of late, and of long */
    uint32_t penalty_ms;          /* for refusals of late */
} na_host;

typedef struct na_hosts na_hosts;

na_hosts *na_hosts_new(uint32_t delay_ms); /* NULL when out of memory */
void na_hosts_free(na_hosts *h);           /* NULL is ignored */
/* Finds or makes; name may be NULL when the host is known. NULL: unknown, or out of memory. */
na_host *na_hosts_get(na_hosts *h, int64_t id, const char *name);
/* A host that may be asked now: has queued URLs, is not busy nor aside, its time has come; the one
 * that has waited longest. NULL: none. */
na_host *na_hosts_due(const na_hosts *h, int64_t now_ms);
/* When the next host will be due, INT64_MAX: none has queued URLs. */
int64_t na_hosts_next_due(const na_hosts *h);
uint64_t na_hosts_queued(const na_hosts *h); /* URLs of all hosts */
/* robots.txt asks for it; of several origins on a host the longest counts. */
void na_host_set_crawl_delay(na_host *host, uint32_t ms);
/* The delay as it is at present. */
uint32_t na_host_delay(const na_hosts *h, const na_host *host);

typedef enum na_outcome {
    NA_ANSWERED, /* any answer but a refusal */
    NA_REFUSED,  /* 429, 503 */
    NA_SILENT    /* no connection, no or torn answer */
} na_outcome;

typedef struct na_ending {
    na_outcome outcome;
    int64_t retry_after_s; /* of a refusal, -1: not stated */
    uint32_t answer_ms;    /* from the request to the first byte of the response */
    int64_t begun_ms;      /* when that byte came; now_ms when none did */
    int64_t now_ms;
} na_ending;
/* A request ended. */
void na_host_ended(const na_hosts *h, na_host *host, const na_ending *end);
/* How long to wait before try number `tries` + 1 (tries from 1): grows by four, with up to a
 * quarter more by `seed`, so that many URLs do not come back at once. */
uint32_t na_backoff_ms(uint32_t tries, uint64_t seed);
/* Value of Retry-After in seconds from `now_s` (seconds since 1970), -1 when malformed. A date in
 * the past is 0. */
int64_t na_retry_after(na_str value, int64_t now_s);

#endif
