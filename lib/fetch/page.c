/* newsarc_fetch: one page, redirects followed by our own loop, framing and codings removed. */
#include <newsarc/fetch.h>

#include "core/alloc.h"
#include "core/error.h"
#include "fetch/entity.h"
#include "fetch/fetcher.h"
#include "url/url.h"

#define DEFAULT_MAX_BYTES ((uint64_t)16 << 20)
#define DEFAULT_TIMEOUT_MS 30000
#define DEFAULT_REDIRECTS 10
#define URL_MAX ((size_t)64 << 10)

struct newsarc_response {
    char *url;
    char *content_type;
    na_buf body;
};

newsarc_status newsarc_fetch_options_init(newsarc_fetch_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

/* The caller's options in our size, with defaults in place of zeros. */
static newsarc_fetch_options known_options(const newsarc_fetch_options *opts)
{
    newsarc_fetch_options o = {.struct_size = sizeof o};
    if (opts)
        memcpy(&o, opts, opts->struct_size < sizeof o ? opts->struct_size : sizeof o);
    if (!o.max_bytes)
        o.max_bytes = DEFAULT_MAX_BYTES;
    if (!o.timeout_ms)
        o.timeout_ms = DEFAULT_TIMEOUT_MS;
    if (!o.max_redirects)
        o.max_redirects = DEFAULT_REDIRECTS;
    return o;
}

/* One request and its answer; NULL: *status says why. */
static na_exchange *exchange(na_fetcher *f, const char *url, newsarc_status *status)
{
    na_exchange *x = NULL;
    *status = na_fetcher_begin(f, url, (na_str){NULL, 0}, NULL);
    while (*status == NEWSARC_OK && !(x = na_fetcher_take(f, NULL)))
        *status = na_fetcher_wait(f, 1000);
    return x;
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

typedef struct resolve_job {
    na_str base, link;
    char *out; /* NULL: no http(s) URL, or out of memory */
} resolve_job;

static void resolve_in_arena(na_arena *arena, void *user)
{
    resolve_job *job = user;
    na_str url = na_url_resolve(arena, job->base, job->link, NULL);
    if (url.n)
        job->out = na_strndup(url.p, url.n);
}

/* Absolute form of `link`; NULL when there is none. Also cleans what a person typed. */
static char *resolve(const char *base, na_str link)
{
    resolve_job job = {na_str_from(base), link, NULL};
    na_arena *arena = na_arena_new();
    if (!arena || link.n > URL_MAX)
        goto end;
    na_arena_run(arena, (na_arena_limits){(size_t)4 << 20, 0}, resolve_in_arena, &job);
end:
    na_arena_free(arena);
    return job.out;
}

/* Copies what the caller gets from a 2xx answer. A broken coding is no reason to give nothing. */
static newsarc_status fill_response(newsarc_response *r, na_exchange *x, uint64_t max_bytes)
{
    na_http_head head;
    r->body = NA_BUF((size_t)max_bytes);
    newsarc_status status = na_exchange_entity(x, &head, &r->body);
    if (status == NEWSARC_E_FORMAT && r->body.n)
        status = NEWSARC_OK;
    if (status != NEWSARC_OK)
        return status;
    na_str type = na_http_field(&head, "Content-Type");
    r->content_type = type.p ? na_strndup(type.p, type.n) : NULL;
    r->url = na_strdup(x->url);
    return r->url && (r->content_type || !type.p) ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

static newsarc_status answer(newsarc_response **out, na_exchange *x, uint64_t max_bytes,
                             newsarc_error *err)
{
    na_str url = na_str_from(x->url);
    if (x->result == NEWSARC_E_NOMEM)
        return na_error(err, NEWSARC_E_NOMEM, "fetch", url, "out of memory");
    if (x->result == NEWSARC_E_LIMIT)
        return na_error(err, NEWSARC_E_LIMIT, "fetch", url, "%s", x->reason);
    if (x->result != NEWSARC_OK)
        return na_error(err, NEWSARC_E_NETWORK, "fetch", url, "%s", x->reason);
    if (x->status < 200 || x->status > 299)
        return na_error(err, NEWSARC_E_NETWORK, "fetch", url, "the server answered with status %d",
                        x->status);
    newsarc_response *r = na_calloc(1, sizeof *r);
    newsarc_status status = r ? fill_response(r, x, max_bytes) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK) {
        *out = r;
        return NEWSARC_OK;
    }
    newsarc_response_free(r);
    return na_error(err, status, "fetch", url,
                    status == NEWSARC_E_LIMIT   ? "the page is longer than the limit"
                    : status == NEWSARC_E_NOMEM ? "out of memory"
                                                : "the body's content coding is broken or unknown");
}

/* Where a redirect leads, NULL when it is none. */
static char *redirect_target(const na_exchange *x)
{
    na_http_head head;
    if (!is_redirect(x->status) || !na_http_head_parse(na_buf_str(&x->head), &head))
        return NULL;
    na_str location = na_http_field(&head, "Location");
    return location.p ? resolve(x->url, location) : NULL;
}

static newsarc_status follow(na_fetcher *f, char **url, const newsarc_fetch_options *o,
                             newsarc_response **out, newsarc_error *err)
{
    for (uint32_t hops = 0;; hops++) {
        newsarc_status status;
        na_exchange *x = exchange(f, *url, &status);
        if (!x)
            return na_error(err, status, "fetch", na_str_from(*url), "cannot send the request");
        char *target = redirect_target(x);
        if (!target || hops == o->max_redirects) {
            if (target)
                status = na_error(err, NEWSARC_E_NETWORK, "fetch", na_str_from(*url),
                                  "more than %u redirects", (unsigned)o->max_redirects);
            else
                status = answer(out, x, o->max_bytes, err);
            na_free(target);
            na_exchange_free(x);
            return status;
        }
        na_exchange_free(x);
        na_free(*url);
        *url = target;
    }
}

newsarc_status newsarc_fetch(const char *url, const newsarc_fetch_options *opts,
                             newsarc_response **out, newsarc_error *err)
{
    na_error_clear(err);
    if (out)
        *out = NULL;
    if (!url || !out || (opts && opts->struct_size < sizeof opts->struct_size))
        return na_error(err, NEWSARC_E_ARGUMENT, "fetch", na_str_from(url), "argument missing");
    newsarc_fetch_options o = known_options(opts);
    na_fetcher_options fo = {.user_agent = o.user_agent, .proxy = o.proxy, .ca_file = o.ca_file};
    fo.public_only = true; /* no redirect leads into the caller's own network */
    fo.cookies = true;
    fo.limits = (na_fetch_limits){.connect_ms = o.timeout_ms,
                                  .first_byte_ms = o.timeout_ms,
                                  .total_ms = o.timeout_ms,
                                  .max_body = o.max_bytes};
    char *at = resolve("", na_str_from(url));
    if (!at)
        return na_error(err, NEWSARC_E_ARGUMENT, "fetch", na_str_from(url),
                        "not an http or https URL");
    na_fetcher *f;
    newsarc_status status = na_fetcher_new(&fo, &f, err);
    if (status == NEWSARC_OK)
        status = na_fetcher_trust(f, na_str_from(at));
    if (status == NEWSARC_OK)
        status = follow(f, &at, &o, out, err);
    na_fetcher_free(f);
    na_free(at);
    return status;
}

void newsarc_response_free(newsarc_response *r)
{
    if (!r)
        return;
    na_free(r->url);
    na_free(r->content_type);
    na_buf_free(&r->body);
    na_free(r);
}

const char *newsarc_response_url(const newsarc_response *r)
{
    return r ? r->url : NULL;
}

const char *newsarc_response_content_type(const newsarc_response *r)
{
    return r ? r->content_type : NULL;
}

const void *newsarc_response_body(const newsarc_response *r, size_t *length)
{
    if (length)
        *length = r ? r->body.n : 0;
    return r ? r->body.p : NULL;
}
