/* fetch/fetcher.h: the one room that knows libcurl: many exchanges at once, one thread. Redirects
 * are not followed, nothing is decoded: the exchange holds the wire's bytes. */
#ifndef NA_FETCH_FETCHER_H
#define NA_FETCH_FETCHER_H

#include "http/exchange.h"
#include <newsarc/version.h>

typedef struct na_fetcher na_fetcher;

/* When the options name none. People who crawl a site should give one with their contact. */
#define NA_USER_AGENT "newsarc/" NEWSARC_VERSION " (+contact not given)"

typedef struct na_fetch_limits { /* 0: none */
    uint32_t connect_ms, first_byte_ms, total_ms;
    uint32_t stall_ms; /* without a byte, once the answer has begun */
    uint64_t max_body; /* bytes behind the head on the wire; longer: cut, NA_TRUNCATED_LENGTH */
} na_fetch_limits;

typedef struct na_fetcher_options {
    const char *user_agent; /* NULL: NA_USER_AGENT */
    const char *from;       /* mail address for the field From; or NULL */
    /* Lines "Name: value", each na_fetcher_is_header: sent to trusted hosts only, and left out of
     * the stored requests, for they may be secret. */
    const char *const *headers;
    size_t header_count;
    const char *proxy;     /* or NULL */
    const char *ca_file;   /* or NULL */
    const char *spool_dir; /* or NULL */
    na_fetch_limits limits;
    bool public_only; /* no connection to private addresses but for trusted hosts */
    bool cookies;     /* kept between requests, in memory */
} na_fetcher_options;

/* Is this "Name: value", of a field that a request may be given, and not one that is made here? */
bool na_fetcher_is_header(const char *line);
newsarc_status na_fetcher_new(const na_fetcher_options *opts, na_fetcher **out, newsarc_error *err);
/* Ends what is under way and drops what is finished; `fn` (may be NULL) gets the `user` of each. */
void na_fetcher_cancel(na_fetcher *f, void (*fn)(void *user));
void na_fetcher_free(na_fetcher *f); /* cancels first; NULL is ignored */
/* Begins a GET; `post` (may be empty, p == NULL) makes it a POST of form data. `user` comes back
 * with the exchange. */
newsarc_status na_fetcher_begin(na_fetcher *f, const char *url, na_str post, void *user);
/* What the server said of the copy that we have; NULL: nothing. */
typedef struct na_validators {
    const char *etag, *modified; /* values of ETag and Last-Modified, as they came */
} na_validators;
/* A GET that is answered with 304 when the copy is still good (RFC 9110 13.1). A value that is no
 * field value (control characters, too long) is not sent. */
newsarc_status na_fetcher_begin_if(na_fetcher *f, const char *url, const na_validators *known,
                                   void *user);
/* The user named this URL: its host may have a private address. */
newsarc_status na_fetcher_trust(na_fetcher *f, na_str url);
size_t na_fetcher_active(const na_fetcher *f);
/* URL of the request that is under way for longest, NULL: none is. */
const char *na_fetcher_oldest(const na_fetcher *f);
/* Waits up to timeout_ms for something to happen (0: only looks). */
newsarc_status na_fetcher_wait(na_fetcher *f, int timeout_ms);
/* A finished exchange that the caller owns, or NULL when there is none at present. */
na_exchange *na_fetcher_take(na_fetcher *f, void **user);
/* Ends na_fetcher_wait early; from any thread and from a signal handler. */
void na_fetcher_wake(na_fetcher *f);

#endif
