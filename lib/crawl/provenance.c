/* How a capture came about, as a metadata record behind it: what led there, how long it took, what
 * it links to. Who reads the archive alone can follow the crawl by these records. See crawler.h. */
#include "core/error.h"
#include "core/hash.h"
#include "crawl/crawler.h"

#define SEEN_SLOTS 4096 /* power of two */
#define SEEN_PROBES 8

typedef struct links {
    const na_found *found;
    uint64_t *seen; /* hashes of the URLs so far; 0: free */
} links;

static uint64_t hash(na_str s)
{
    return na_hash64(NA_HASH64_BEGIN, s) | 1;
}

/* A link may be found in two roles; in a crowded table some are told twice. */
static bool is_new(const links *l, na_str url)
{
    uint64_t h = hash(url);
    for (size_t i = 0; i < SEEN_PROBES; i++) {
        uint64_t *slot = &l->seen[((h >> 20) + i) & (SEEN_SLOTS - 1)];
        if (*slot == h)
            return false;
        if (*slot == 0) {
            *slot = h;
            return true;
        }
    }
    return true;
}

static na_str outlink(size_t i, char *hop, const void *user)
{
    const links *l = user;
    *hop = na_crawler_hop(l->found[i].role);
    return is_new(l, l->found[i].url) ? l->found[i].url : NA_STR("");
}

bool na_crawler_note_provenance(newsarc_crawler *c, const na_job *job, const na_exchange *x,
                                const na_warc_place *place, const na_parsed *parsed)
{
    newsarc_error err;
    uint64_t seen[SEEN_SLOTS] = {0};
    const links l = {parsed ? parsed->found : NULL, seen};
    if (!c->warc || c->opts.no_metadata || place->length == 0)
        return true;
    const na_warc_fetch_info info = {
        .via = job->task.via,
        .hops_from_seed = job->origin ? "P" : job->task.path,
        .fetch_time_ms = x->duration_ms,
        .outlink_count = parsed ? parsed->found_count : 0,
        .outlink = outlink,
        .user = &l,
    };
    na_error_clear(&err);
    newsarc_status status = na_warc_write_metadata(c->warc, place, &info, &err);
    return status == NEWSARC_OK || na_crawler_fail(c, status, &err);
}
