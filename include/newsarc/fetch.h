/* newsarc/fetch.h: fetching one page without a collection. Absent from builds with
 * NEWSARC_CRAWL=OFF. */
#ifndef NEWSARC_FETCH_H
#define NEWSARC_FETCH_H

#include <newsarc/status.h>

NEWSARC_BEGIN

typedef struct newsarc_response newsarc_response;

typedef struct newsarc_fetch_options {
    size_t struct_size;
    const char *user_agent; /* NULL: "newsarc/VERSION (+contact)". Borrowed for the call */
    const char *proxy;      /* URL of an HTTP or SOCKS5 proxy; NULL: none. Borrowed */
    const char *ca_file; /* PEM file with certificate authorities; NULL: the system's. Borrowed */
    uint64_t max_bytes;  /* of the decoded body. 0: 16 MiB */
    uint32_t timeout_ms; /* of the whole exchange. 0: 30 000 */
    uint32_t max_redirects; /* 0: 10 */
} newsarc_fetch_options;

NEWSARC_API newsarc_status newsarc_fetch_options_init(newsarc_fetch_options *opts, size_t size);

/* Fetches `url` (http or https), follows redirects, removes content codings. The caller owns *out.
 * A status other than 2xx is NEWSARC_E_NETWORK with the status in the error's text. Thread-safe.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NETWORK, NEWSARC_E_LIMIT, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_fetch(const char *url, const newsarc_fetch_options *opts,
                                         newsarc_response **out, newsarc_error *err);
NEWSARC_API void newsarc_response_free(newsarc_response *response); /* NULL is ignored */

/* All owned by the response. The body is followed by a NUL that *length does not count. */
NEWSARC_API const char *
newsarc_response_url(const newsarc_response *response); /* after redirects */
NEWSARC_API const char *
newsarc_response_content_type(const newsarc_response *response); /* or NULL */
NEWSARC_API const void *newsarc_response_body(const newsarc_response *response, size_t *length);

NEWSARC_END

#endif
