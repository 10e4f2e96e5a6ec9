/* See politeness.h. */
#include "crawl/politeness.h"

#include "core/alloc.h"
#include "http/message.h"

/* Heritrix and StormCrawler let a server rest for several times its answer. Below QUICK_MS without
 * an asked delay nothing is added: the one who asks for none crawls a server of his own. */
#define REST_FACTOR 2
#define SLOWING_FACTOR 4
#define SLOW_MS 500
#define QUICK_MS 250
#define ADAPTIVE_MAX_MS 30000
#define PENALTY_FIRST_MS 500
#define PENALTY_MAX_MS 60000

struct na_hosts {
    na_host **v;
    size_t n, room;
    uint32_t delay_ms;
};

na_hosts *na_hosts_new(uint32_t delay_ms)
{
    na_hosts *h = na_calloc(1, sizeof *h);
    if (h)
        h->delay_ms = delay_ms;
    return h;
}

void na_hosts_free(na_hosts *h)
{
    if (!h)
        return;
    for (size_t i = 0; i < h->n; i++) {
        na_free(h->v[i]->name);
        na_free(h->v[i]);
    }
    na_free(h->v);
    na_free(h);
}

static na_host *add_host(na_hosts *h, int64_t id, const char *name)
{
    if (h->n == h->room) {
        size_t room = h->room ? h->room * 2 : 16;
        na_host **v = na_realloc_array(h->v, room, sizeof *v);
        if (!v)
            return NULL;
        h->v = v;
        h->room = room;
    }
    na_host *host = na_calloc(1, sizeof *host);
    char *copy = na_strdup(name);
    if (!host || !copy) {
        na_free(host);
        na_free(copy);
        return NULL;
    }
    host->id = id;
    host->name = copy;
    host->due_ms = INT64_MIN;
    h->v[h->n++] = host;
    return host;
}

na_host *na_hosts_get(na_hosts *h, int64_t id, const char *name)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->v[i]->id == id)
            return h->v[i];
    return name ? add_host(h, id, name) : NULL;
}

static bool is_candidate(const na_host *host)
{
    return host->queued && !host->busy && !host->aside;
}

na_host *na_hosts_due(const na_hosts *h, int64_t now_ms)
{
    na_host *best = NULL;
    for (size_t i = 0; i < h->n; i++)
        if (is_candidate(h->v[i]) && h->v[i]->due_ms <= now_ms &&
            (!best || h->v[i]->due_ms < best->due_ms))
            best = h->v[i];
    return best;
}

int64_t na_hosts_next_due(const na_hosts *h)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < h->n; i++)
        if (is_candidate(h->v[i]) && h->v[i]->due_ms < next)
            next = h->v[i]->due_ms;
    return next;
}

uint64_t na_hosts_queued(const na_hosts *h)
{
    uint64_t n = 0;
    for (size_t i = 0; i < h->n; i++)
        n += h->v[i]->queued;
    return n;
}

void na_host_set_crawl_delay(na_host *host, uint32_t ms)
{
    if (ms > host->crawl_delay_ms)
        host->crawl_delay_ms = ms;
}

/* Answers take twice as long as they used to. */
static bool is_slowing(const na_host *host)
{
    return host->answer_us > SLOW_MS * 1000 && host->answer_us / 2 > host->usual_us;
}

uint32_t na_host_delay(const na_hosts *h, const na_host *host)
{
    uint32_t asked = host->crawl_delay_ms > h->delay_ms ? host->crawl_delay_ms : h->delay_ms;
    uint32_t answer = host->answer_us / 1000;
    uint32_t rest = answer * (is_slowing(host) ? SLOWING_FACTOR : REST_FACTOR);
    if (asked == 0 && answer < QUICK_MS)
        rest = 0;
    rest = rest < ADAPTIVE_MAX_MS ? rest : ADAPTIVE_MAX_MS;
    return (rest > asked ? rest : asked) + host->penalty_ms;
}

uint32_t na_backoff_ms(uint32_t tries, uint64_t seed)
{
    static const uint32_t steps[] = {1000, 5000, 30000, 120000, 600000};
    const uint32_t last = sizeof steps / sizeof *steps - 1;
    uint32_t base = steps[tries == 0 ? 0 : tries - 1 < last ? tries - 1 : last];
    return base + (uint32_t)(seed * 2654435761U % (base / 4));
}

static uint32_t average(uint32_t old, uint32_t ms, uint32_t weight)
{
    uint64_t us = (uint64_t)(ms < 600000 ? ms : 600000) * 1000;
    return old ? (uint32_t)(((uint64_t)old * (weight - 1) + us) / weight) : (uint32_t)us;
}

/* How it answers, for the delays to come. */
static void learn(na_host *host, const na_ending *end)
{
    if (end->outcome == NA_REFUSED) {
        uint32_t more = host->penalty_ms * 2;
        host->penalty_ms = more < PENALTY_FIRST_MS ? PENALTY_FIRST_MS
                           : more > PENALTY_MAX_MS ? PENALTY_MAX_MS
                                                   : more;
    } else if (end->outcome == NA_ANSWERED) {
        host->penalty_ms -= (host->penalty_ms + 7) / 8;
        host->answer_us = average(host->answer_us, end->answer_ms, 8);
        host->usual_us = average(host->usual_us, end->answer_ms, 64);
    }
}

/* A refusal holds for the whole host. */
static int64_t refused_wait_ms(na_host *host, int64_t retry_after_s)
{
    if (retry_after_s > NA_RETRY_AFTER_MAX_S)
        host->aside = true;
    if (retry_after_s >= 0)
        return retry_after_s * 1000;
    return na_backoff_ms(host->strikes, (uint64_t)host->id);
}

void na_host_ended(const na_hosts *h, na_host *host, const na_ending *end)
{
    host->busy = false;
    host->strikes = end->outcome == NA_ANSWERED ? 0 : host->strikes + 1;
    if (end->outcome != NA_SILENT)
        host->answered = true;
    learn(host, end);
    uint32_t delay = na_host_delay(h, host);
    int64_t since = end->outcome == NA_SILENT ? end->now_ms : end->begun_ms;
    host->due_ms = since + delay + (delay > 0);
    if (end->outcome == NA_REFUSED) {
        int64_t until = end->now_ms + refused_wait_ms(host, end->retry_after_s);
        host->due_ms = until > host->due_ms ? until : host->due_ms;
    }
    if (end->outcome == NA_SILENT && host->strikes >= NA_DEAD_AFTER)
        host->aside = true;
}

int64_t na_retry_after(na_str value, int64_t now_s)
{
    size_t digits;
    int64_t date;
    value = na_str_trim(value);
    uint64_t seconds = na_str_number(value, &digits);
    if (digits && digits == value.n)
        return seconds > INT32_MAX ? INT32_MAX : (int64_t)seconds;
    if (!na_http_date(value, &date))
        return -1;
    return date > now_s ? date - now_s : 0;
}
