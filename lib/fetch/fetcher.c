/* curl_multi in one thread: begin, wait, take. See fetcher.h. */
#include "fetch/fetcher.h"

#include "core/alloc.h"
#include "core/error.h"
#include "fetch/transfer.h"
#include <stdio.h>
#include <time.h>

#define MAX_IDLE_HANDLES 16
#define MAX_CONNECTIONS 64L
#define FROM_MAX 320 /* longer than any mail address (RFC 5321 4.5.3.1) */

struct na_fetcher {
    na_fetcher_options opts; /* strings are copies */
    CURLM *multi;
    struct curl_slist *headers;
    struct curl_slist *trusted_headers; /* those, and what the user gave */
    char **given;                       /* what the user gave, as opts.headers */
    na_guard *guard;                    /* NULL: any address will do */
    CURLSH *share;                      /* cookies; NULL: none are kept */
    na_transfer active, done;           /* list heads; done is in order of finishing */
    size_t active_count;
    CURL *idle[MAX_IDLE_HANDLES];
    size_t idle_count;
};

static int64_t monotonic_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t wall_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void list_add(na_transfer *head, na_transfer *t)
{
    t->next = head;
    t->prev = head->prev;
    head->prev->next = t;
    head->prev = t;
}

static void list_remove(na_transfer *t)
{
    t->prev->next = t->next;
    t->next->prev = t->prev;
}

static bool copy_option(const char **to, const char *from)
{
    *to = na_strdup(from);
    return *to || !from;
}

bool na_fetcher_is_header(const char *line)
{
    static const na_str made_here[] = {
        {"host", 4},   {"content-length", 14},  {"connection", 10}, {"transfer-encoding", 17},
        {"expect", 6}, {"accept-encoding", 15}, {"user-agent", 10}, {"from", 4},
        {"range", 5},  {"if-none-match", 13},   {"upgrade", 7},     {"if-modified-since", 17}};
    static const char token[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz"; /* RFC 9110, 5.6.2 */
    size_t n = strspn(line, token);
    if (n == 0 || line[n] != ':')
        return false;
    for (size_t i = 0; i < sizeof made_here / sizeof *made_here; i++)
        if (na_str_eq_nocase((na_str){line, n}, made_here[i]))
            return false;
    return na_transfer_is_field_value(line + n + 1) && na_str_trim(na_str_from(line + n + 1)).n;
}

/* The lines are kept as they were given: by their names they are left out of stored requests. */
static bool copy_headers(na_fetcher *f, const na_fetcher_options *opts)
{
    f->given = na_calloc(opts->header_count + 1, sizeof *f->given);
    f->opts.headers = (const char *const *)f->given;
    for (size_t i = 0; f->given && i < opts->header_count; i++) {
        if (!(f->given[i] = na_strdup(opts->headers[i])))
            return false;
        f->opts.header_count++;
    }
    return f->given != NULL;
}

static bool copy_options(na_fetcher *f, const na_fetcher_options *opts)
{
    f->opts.limits = opts->limits;
    f->opts.public_only = opts->public_only;
    f->opts.cookies = opts->cookies;
    return copy_headers(f, opts) &&
           copy_option(&f->opts.user_agent, opts->user_agent ? opts->user_agent : NA_USER_AGENT) &&
           copy_option(&f->opts.proxy, opts->proxy) &&
           copy_option(&f->opts.ca_file, opts->ca_file) &&
           copy_option(&f->opts.spool_dir, opts->spool_dir);
}

static bool add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

/* A value that would not stay in its line is not sent. */
static bool add_from(struct curl_slist **list, const char *from)
{
    char line[FROM_MAX + sizeof "From: "];
    if (!from || !*from || strlen(from) > FROM_MAX)
        return true;
    for (const char *p = from; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return true;
    snprintf(line, sizeof line, "From: %s", from);
    return add_header(list, line);
}

static struct curl_slist *make_headers(const na_fetcher_options *opts)
{
    struct curl_slist *list = NULL;
    if (add_header(&list, "Accept-Encoding: gzip, deflate, br, zstd") &&
        add_header(&list, "Expect:") && add_from(&list, opts->from))
        return list;
    curl_slist_free_all(list);
    return NULL;
}

static bool make_trusted_headers(na_fetcher *f, const na_fetcher_options *opts)
{
    bool ok = (f->trusted_headers = make_headers(opts)) != NULL;
    for (size_t i = 0; ok && i < f->opts.header_count; i++)
        ok = add_header(&f->trusted_headers, f->given[i]);
    return ok;
}

static bool make_guard(na_fetcher *f)
{
    f->guard = f->opts.public_only ? na_guard_new() : NULL;
    return f->guard || !f->opts.public_only;
}

/* One thread uses it, so it needs no locks. */
static bool make_cookie_jar(na_fetcher *f)
{
    f->share = f->opts.cookies ? curl_share_init() : NULL;
    return !f->opts.cookies || (f->share && curl_share_setopt(f->share, CURLSHOPT_SHARE,
                                                              CURL_LOCK_DATA_COOKIE) == CURLSHE_OK);
}

newsarc_status na_fetcher_new(const na_fetcher_options *opts, na_fetcher **out, newsarc_error *err)
{
    *out = NULL;
    na_fetcher *f = na_calloc(1, sizeof *f);
    if (!f)
        return na_error(err, NEWSARC_E_NOMEM, "fetch", NA_STR(""), "out of memory");
    f->active.next = f->active.prev = &f->active;
    f->done.next = f->done.prev = &f->done;
    /* counted by libcurl and safe in threads since 7.84 */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        na_free(f);
        return na_error(err, NEWSARC_E_INTERNAL, "fetch", NA_STR(""), "cannot start libcurl");
    }
    f->multi = curl_multi_init();
    f->headers = make_headers(opts);
    if (!f->multi || !f->headers || !copy_options(f, opts) || !make_trusted_headers(f, opts) ||
        !make_guard(f) || !make_cookie_jar(f)) {
        na_fetcher_free(f);
        return na_error(err, NEWSARC_E_NOMEM, "fetch", NA_STR(""), "out of memory");
    }
    curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, MAX_CONNECTIONS);
    *out = f;
    return NEWSARC_OK;
}

static void free_transfer(na_transfer *t)
{
    na_exchange_free(t->x);
    curl_slist_free_all(t->headers);
    na_free(t);
}

/* libcurl 7.88 forgets its list of cookie files when a handle is reset or freed; the shared cookies
 * stay. */
static void forget_cookie_files(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, NULL);
}

static void end_handle(CURL *easy)
{
    forget_cookie_files(easy);
    curl_easy_cleanup(easy);
}

static void drop_list(na_fetcher *f, na_transfer *head, void (*fn)(void *user))
{
    for (na_transfer *t = head->next, *next; t != head; t = next) {
        next = t->next;
        if (fn)
            fn(t->user);
        if (t->easy) {
            curl_multi_remove_handle(f->multi, t->easy);
            end_handle(t->easy);
        }
        free_transfer(t);
    }
    head->next = head->prev = head;
}

void na_fetcher_cancel(na_fetcher *f, void (*fn)(void *user))
{
    drop_list(f, &f->active, fn);
    drop_list(f, &f->done, fn);
    f->active_count = 0;
}

void na_fetcher_free(na_fetcher *f)
{
    if (!f)
        return;
    na_fetcher_cancel(f, NULL);
    while (f->idle_count)
        curl_easy_cleanup(f->idle[--f->idle_count]);
    curl_multi_cleanup(f->multi);
    curl_share_cleanup(f->share);
    na_guard_free(f->guard);
    curl_slist_free_all(f->headers);
    curl_slist_free_all(f->trusted_headers);
    for (size_t i = 0; i < f->opts.header_count; i++)
        na_free(f->given[i]);
    na_free(f->given);
    na_free((char *)f->opts.user_agent);
    na_free((char *)f->opts.proxy);
    na_free((char *)f->opts.ca_file);
    na_free((char *)f->opts.spool_dir);
    na_free(f);
    curl_global_cleanup();
}

static CURL *take_handle(na_fetcher *f)
{
    return f->idle_count ? f->idle[--f->idle_count] : curl_easy_init();
}

static void give_handle_back(na_fetcher *f, CURL *easy)
{
    if (f->idle_count == MAX_IDLE_HANDLES) {
        end_handle(easy);
        return;
    }
    forget_cookie_files(easy);
    curl_easy_reset(easy);
    f->idle[f->idle_count++] = easy;
}

static na_transfer *new_transfer(na_fetcher *f, const char *url, void *user)
{
    na_buf stored = NA_BUF((size_t)1 << 20);
    na_wire_public_url(&stored, na_str_from(url));
    char *public_url = na_buf_take(&stored);
    na_transfer *t = na_calloc(1, sizeof *t);
    if (t) {
        t->user = user;
        t->x = public_url ? na_exchange_new(public_url, f->opts.spool_dir) : NULL;
        t->easy = take_handle(f);
    }
    na_free(public_url);
    if (t && t->x && t->easy)
        return t;
    if (t && t->easy)
        give_handle_back(f, t->easy);
    if (t)
        free_transfer(t);
    return NULL;
}

static bool is_http(const char *url)
{
    na_str s = na_str_from(url);
    return na_str_starts_nocase(s, NA_STR("http://")) ||
           na_str_starts_nocase(s, NA_STR("https://"));
}

/* What the user gave goes to hosts that the user named, and nowhere else. */
static struct curl_slist *headers_for(const na_fetcher *f, const char *url)
{
    bool trusted = f->guard && na_guard_trusts(f->guard, na_str_from(url));
    return trusted ? f->trusted_headers : f->headers;
}

/* The lines of `common`, then those of this request. */
static newsarc_status add_conditions(const struct curl_slist *common, na_transfer *t,
                                     const na_validators *known)
{
    const struct {
        const char *name, *value;
    } lines[] = {{"If-None-Match", known->etag}, {"If-Modified-Since", known->modified}};
    bool ok = true;
    for (const struct curl_slist *h = common; ok && h; h = h->next)
        ok = na_transfer_add_header(t, NULL, h->data);
    for (size_t i = 0; ok && i < sizeof lines / sizeof *lines; i++)
        if (lines[i].value && na_transfer_is_field_value(lines[i].value))
            ok = na_transfer_add_header(t, lines[i].name, lines[i].value);
    return ok ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

static newsarc_status begin(na_fetcher *f, const char *url, na_str post, const na_validators *known,
                            void *user)
{
    if (!is_http(url))
        return NEWSARC_E_ARGUMENT;
    na_transfer *t = new_transfer(f, url, user);
    if (!t)
        return NEWSARC_E_NOMEM;
    struct curl_slist *common = headers_for(f, url);
    newsarc_status status = known ? add_conditions(common, t, known) : NEWSARC_OK;
    const na_transfer_setup setup = {&f->opts, t->headers ? t->headers : common, f->guard,
                                     f->share};
    if (status == NEWSARC_OK)
        status = na_transfer_prepare(t, &setup, url, post);
    t->x->begin_us = wall_us();
    t->deadline_ms =
        f->opts.limits.first_byte_ms ? monotonic_ms() + f->opts.limits.first_byte_ms : INT64_MAX;
    if (status == NEWSARC_OK && curl_multi_add_handle(f->multi, t->easy) != CURLM_OK)
        status = NEWSARC_E_NOMEM;
    if (status != NEWSARC_OK) {
        give_handle_back(f, t->easy);
        free_transfer(t);
        return status;
    }
    list_add(&f->active, t);
    f->active_count++;
    return NEWSARC_OK;
}

newsarc_status na_fetcher_begin(na_fetcher *f, const char *url, na_str post, void *user)
{
    return begin(f, url, post, NULL, user);
}

newsarc_status na_fetcher_begin_if(na_fetcher *f, const char *url, const na_validators *known,
                                   void *user)
{
    return begin(f, url, (na_str){NULL, 0}, known, user);
}

newsarc_status na_fetcher_trust(na_fetcher *f, na_str url)
{
    return f->guard ? na_guard_trust(f->guard, url) : NEWSARC_OK;
}

size_t na_fetcher_active(const na_fetcher *f)
{
    return f->active_count;
}

const char *na_fetcher_oldest(const na_fetcher *f)
{
    return f->active.next != &f->active ? f->active.next->x->url : NULL;
}

static void finish(na_fetcher *f, na_transfer *t, CURLcode code)
{
    na_transfer_finish(t, code);
    curl_multi_remove_handle(f->multi, t->easy);
    give_handle_back(f, t->easy);
    t->easy = NULL;
    list_remove(t);
    f->active_count--;
    list_add(&f->done, t);
}

static void collect(na_fetcher *f)
{
    int left;
    CURLMsg *msg;
    while ((msg = curl_multi_info_read(f->multi, &left))) {
        if (msg->msg != CURLMSG_DONE)
            continue;
        CURLcode code = msg->data.result; /* msg does not outlive the handle */
        char *t = NULL;
        curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &t);
        finish(f, (na_transfer *)(void *)t, code);
    }
}

/* Ends transfers whose head did not begin in time; returns how long the others may wait. */
static int64_t look_at_deadlines(na_fetcher *f, int64_t now)
{
    int64_t nearest = INT64_MAX;
    for (na_transfer *t = f->active.next, *next; t != &f->active; t = next) {
        next = t->next;
        if (t->head != NA_HEAD_NONE)
            continue;
        if (t->deadline_ms <= now) {
            t->timed_out = true;
            finish(f, t, CURLE_OPERATION_TIMEDOUT);
        } else if (t->deadline_ms < nearest) {
            nearest = t->deadline_ms;
        }
    }
    return nearest == INT64_MAX ? INT64_MAX : nearest - now;
}

static newsarc_status work(na_fetcher *f)
{
    int running;
    CURLMcode code = curl_multi_perform(f->multi, &running);
    collect(f);
    return code == CURLM_OK              ? NEWSARC_OK
           : code == CURLM_OUT_OF_MEMORY ? NEWSARC_E_NOMEM
                                         : NEWSARC_E_INTERNAL;
}

newsarc_status na_fetcher_wait(na_fetcher *f, int timeout_ms)
{
    newsarc_status status = work(f);
    int64_t nearest = look_at_deadlines(f, monotonic_ms());
    if (status != NEWSARC_OK || timeout_ms <= 0 || f->done.next != &f->done)
        return status;
    if (nearest < timeout_ms)
        timeout_ms = (int)nearest;
    if (curl_multi_poll(f->multi, NULL, 0, timeout_ms, NULL) == CURLM_OUT_OF_MEMORY)
        return NEWSARC_E_NOMEM;
    status = work(f);
    look_at_deadlines(f, monotonic_ms());
    return status;
}

na_exchange *na_fetcher_take(na_fetcher *f, void **user)
{
    na_transfer *t = f->done.next;
    if (t == &f->done)
        return NULL;
    list_remove(t);
    na_exchange *x = t->x;
    if (user)
        *user = t->user;
    t->x = NULL;
    free_transfer(t);
    return x;
}

void na_fetcher_wake(na_fetcher *f)
{
    curl_multi_wakeup(f->multi);
}
