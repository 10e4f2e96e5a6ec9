/* fetch/transfer.h: one transfer of the fetcher: an easy handle, its callbacks and the exchange it
 * fills. Inside lib/fetch only. */
#ifndef NA_FETCH_TRANSFER_H
#define NA_FETCH_TRANSFER_H

#include "fetch/fetcher.h"
#include "fetch/guard.h"
#include "fetch/wire.h"
#include <curl/curl.h>

typedef struct na_transfer {
    struct na_transfer *next, *prev; /* in the fetcher's list of active or finished ones */
    CURL *easy;                      /* NULL once finished */
    na_exchange *x;
    void *user;
    na_head_state head;
    uint64_t max_body;
    newsarc_status failure; /* why a callback ended the transfer; NEWSARC_OK: none did */
    bool timed_out;         /* no first byte in time */
    bool proxied;
    bool trusted;               /* its host is: see guard.h */
    na_guard *guard;            /* NULL: any address will do */
    int64_t deadline_ms;        /* monotonic, for the first byte of the head */
    struct curl_slist *headers; /* of this request; NULL: the fetcher's */
    na_wire_lines secret;       /* the user's headers, as the fetcher keeps them */
    char error[CURL_ERROR_SIZE];
} na_transfer;

/* What every transfer of a fetcher has in common. */
typedef struct na_transfer_setup {
    const na_fetcher_options *opts;
    struct curl_slist *headers;
    na_guard *guard; /* or NULL */
    CURLSH *share;   /* cookies; or NULL */
} na_transfer_setup;

/* Sets all options of t->easy for a request of `url`. */
newsarc_status na_transfer_prepare(na_transfer *t, const na_transfer_setup *setup, const char *url,
                                   na_str post);
/* Adds "NAME: VALUE" (name NULL: `value` is the line) to t->headers; false when out of memory. */
bool na_transfer_add_header(na_transfer *t, const char *name, const char *value);
bool na_transfer_is_field_value(const char *value);
/* Fills what is known only at the end; `code` is libcurl's result. */
void na_transfer_finish(na_transfer *t, CURLcode code);

#endif
