/* newsarc/crawl.h: crawling a site into a collection, and reading a collection. Absent from builds
 * with NEWSARC_CRAWL=OFF.
 *
 *     newsarc_crawl_options opts;
 *     newsarc_crawl_options_init(&opts, sizeof opts);
 *     const char *seeds[] = {"http://example.org/"};
 *     opts.seeds = seeds, opts.seed_count = 1, opts.directory = "example";
 *     newsarc_crawler *crawler = NULL;
 *     newsarc_crawl_summary sum = {.struct_size = sizeof sum};
 *     newsarc_status s = newsarc_crawler_new(&opts, &crawler, &err);
 *     if (s == NEWSARC_OK)
 *         s = newsarc_crawler_run(crawler, &sum, &err);
 *     newsarc_crawler_free(crawler);
 *
 * A collection is a folder: archive/ (WARC), articles/ (tar), logs/, collection.db (state). Running
 * the same crawl again resumes it; what a killed run had archived is not asked for again. */
#ifndef NEWSARC_CRAWL_H
#define NEWSARC_CRAWL_H

#include <newsarc/profile.h>
#include <newsarc/rules.h>
#include <newsarc/status.h>
#include <newsarc/warc.h>

NEWSARC_BEGIN

typedef struct newsarc_crawler newsarc_crawler;

typedef struct newsarc_crawl_progress {
    size_t struct_size;
    uint64_t pages;    /* responses archived in this run */
    uint64_t articles; /* articles extracted in this run */
    uint64_t queued;   /* URLs still to fetch */
    uint64_t failed;
    uint64_t bytes;    /* received from the network */
    double elapsed;    /* seconds */
    uint32_t delay_ms; /* politeness delay in force for `host` */
    const char *host;  /* being fetched, borrowed for the callback; may be NULL */
    const char *url;   /* last URL finished, borrowed for the callback; may be NULL */
} newsarc_crawl_progress;

typedef int32_t newsarc_log_level;
#define NEWSARC_LOG_ERROR 0
#define NEWSARC_LOG_WARNING 1
#define NEWSARC_LOG_INFO 2
#define NEWSARC_LOG_DEBUG 3

/* Callbacks come from the thread that runs the crawler. Strings are borrowed for the call; `url`
 * may be NULL. */
typedef void (*newsarc_progress_fn)(const newsarc_crawl_progress *progress, void *user);
typedef void (*newsarc_log_fn)(newsarc_log_level level, const char *event, const char *url,
                               const char *message, void *user);

/* Every string and array is borrowed until newsarc_crawler_new returns. 0 or NULL means the
 * default. */
typedef struct newsarc_crawl_options {
    size_t struct_size;
    const char *directory;    /* the collection; made when absent. Required */
    const char *const *seeds; /* URLs to begin with. Required */
    size_t seed_count;
    const char *const *categories; /* names or URLs of categories to keep to; none: all */
    size_t category_count;
    const char *const *excludes; /* POSIX extended regular expressions over URLs never to fetch */
    size_t exclude_count;
    const char *scope;       /* "domain" (default), "host" or "prefix" */
    const char *user_agent;  /* default: "newsarc/VERSION (+contact)" */
    const char *proxy;       /* URL of an HTTP or SOCKS5 proxy */
    const char *ca_file;     /* PEM file with certificate authorities */
    const char *tar_path;    /* article tar instead of the one in articles/ */
    const char *prefix;      /* of the files' names; default: the first seed's host */
    uint64_t max_pages;      /* 0: no limit */
    uint64_t max_bytes;      /* 0: no limit */
    uint64_t max_body_bytes; /* of one response; longer ones are cut and marked. 0: 64 MiB */
    uint64_t min_free_bytes; /* stop when the file system has less left. 0: 64 MiB */
    uint32_t max_seconds;    /* 0: no limit */
    int32_t delay_ms;        /* between requests to one host; -1: default (1000) */
    uint32_t concurrency;    /* hosts at once. 0: 8 */
    uint32_t max_depth;      /* links from a seed. 0: 32 */
    int32_t full;            /* not 0: fetch again what is known */
    int32_t dry_run;         /* not 0: archive nothing */
    newsarc_progress_fn progress;
    newsarc_log_fn log;
    void *user;
    /* Form of the WARC files. */
    const char *digest;          /* "sha1" (default) or "sha256" */
    const char *compress;        /* "gzip" (default), "zstd" or "none" */
    const char *zstd_dictionary; /* file with a dictionary, for "zstd"; at most 8 MiB */
    const char *warc_name;       /* template: {prefix}, {timestamp14}, {timestamp17}, {serialno},
                                    {hostname}, {shorthostname}; must have {serialno}. Default:
                                    "{prefix}-{timestamp14}-{serialno}" */
    uint64_t warc_max_bytes;     /* a new file is begun past this size. 0: 1 GB (10^9) */
    int32_t no_metadata;         /* not 0: no metadata records (via, hopsFromSeed, fetchTimeMs,
                                    outlink) */
    /* What stands in warcinfo, besides software, host name, robots and user agent. */
    const char *operator_contact; /* "operator" */
    const char *from;             /* sent as From, and "http-header-from" */
    const char *is_part_of;       /* "isPartOf" */
    const char *description;      /* "description" */
    /* Later runs ask again for articles younger than this, less often with age, on condition that
     * they changed. 0: 30; -1: never. What the first run finds is as old as its date, and old when
     * it has none; the newest entries of its lists, and what later runs find, count from the day
     * they were found. */
    int32_t recheck_days;
    /* Lines "Name: value" for requests to the hosts of the seeds, such as a token of a site that
     * asks for one. They are never stored: neither in request records nor in the configuration. Not
     * for fields that a crawl sets itself (Host, User-Agent, Accept-Encoding, Range, ...). */
    const char *const *headers;
    size_t header_count;
    const newsarc_rules *rules; /* of sites, for the articles (newsarc/rules.h). Borrowed until
                                   newsarc_crawler_free, and not changed before */
    /* What the pages of the site have in common (newsarc/profile.h), for the articles. Borrowed as
     * `rules` is. A crawl never learns by itself: an article then changes only when its page does.
     */
    const newsarc_site_profile *profile;
} newsarc_crawl_options;

/* What went wrong, or was kept out of, in classes. Each answer that shows one counts, also where
 * another try went well. The log says which URLs, and what in words. */
typedef int32_t newsarc_fault;
#define NEWSARC_FAULT_NO_ANSWER 0    /* no connection, or it broke before the head was there */
#define NEWSARC_FAULT_REFUSED 1      /* status 429 or 503 */
#define NEWSARC_FAULT_SERVER_ERROR 2 /* another 5xx, or 408 */
#define NEWSARC_FAULT_MISSING 3      /* another 4xx, or a page that says that there is none */
#define NEWSARC_FAULT_CUT_SHORT 4    /* the body ended too early */
#define NEWSARC_FAULT_STALLED 5      /* the body stood still, or took too long */
#define NEWSARC_FAULT_TOO_LONG 6     /* the body was cut at max_body_bytes */
#define NEWSARC_FAULT_CODING 7       /* the content coding is broken or unknown */
#define NEWSARC_FAULT_UNREADABLE 8   /* a page beyond what may be read */
#define NEWSARC_FAULT_BLOCKED 9      /* a firewall or bot check in the site's place */
#define NEWSARC_FAULT_REDIRECTS 10   /* redirects in a circle, without end, or to nowhere */
#define NEWSARC_FAULT_FORBIDDEN 11   /* by robots.txt, or because it leads into a private network */
#define NEWSARC_FAULT_TRAP 12        /* addresses without end that give nothing new */
#define NEWSARC_FAULT_COUNT 13

typedef struct newsarc_crawl_summary {
    size_t struct_size;
    uint64_t pages;
    uint64_t articles;
    uint64_t new_articles;
    uint64_t changed_articles;
    uint64_t failed;
    uint64_t skipped; /* by robots.txt, scope or exclusion */
    uint64_t queued;  /* left for the next run */
    uint64_t bytes;
    double elapsed;         /* seconds */
    uint64_t faults[16];    /* by newsarc_fault */
    uint64_t gone_articles; /* that were archived and now answer 404 or 410 */
} newsarc_crawl_summary;

/* A class of faults in words ("cut short"), static; NULL: there is none of that number. */
NEWSARC_API const char *newsarc_fault_name(newsarc_fault fault);

/* Sets every field to its default. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_crawl_options_init(newsarc_crawl_options *opts, size_t size);

/* Opens (or makes) the collection and locks it. On success the caller owns *out.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_CONFIG, NEWSARC_E_LOCKED, NEWSARC_E_FORMAT (the
 * state is damaged or lost: newsarc_recover), NEWSARC_E_IO, NEWSARC_E_DISK_FULL,
 * NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_crawler_new(const newsarc_crawl_options *opts,
                                               newsarc_crawler **out, newsarc_error *err);

/* Crawls until the frontier is empty or a limit is reached; `summary` (struct_size set) is filled
 * in either case. Returns NEWSARC_OK (complete), NEWSARC_E_INCOMPLETE (some pages failed),
 * NEWSARC_E_STOPPED (a limit or newsarc_crawler_stop; resumable), NEWSARC_E_NETWORK (no seed
 * answered), NEWSARC_E_DISK_FULL, NEWSARC_E_BLOCKED, NEWSARC_E_IO, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_crawler_run(newsarc_crawler *crawler,
                                               newsarc_crawl_summary *summary, newsarc_error *err);

/* Asks a running crawler to finish what is under way, save and return. From any thread and from a
 * signal handler (it only sets a flag and writes to a pipe). */
NEWSARC_API void newsarc_crawler_stop(newsarc_crawler *crawler);
NEWSARC_API void newsarc_crawler_free(newsarc_crawler *crawler); /* NULL is ignored */

/* State of a collection as one JSON object (keys: directory, seeds, pages, articles, queued,
 * failed, bytes, warc_files, last_run {started, ended, result, ...}). The caller frees *json with
 * newsarc_free. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT (not
 * a collection), NEWSARC_E_IO, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_status(const char *directory, char **json,
                                                     newsarc_error *err);

/* Writes the articles of a collection to `path`: .tar.gz, .tar.zst, .tar.xz, .tar, .zip or .jsonl
 * by its name. The same articles give the same bytes. The file appears under its name only when
 * whole. `opts` may be NULL; only its rules and profile are used, for they change what the pages
 * give: give those that the crawl had. *count (may be NULL) gets the number of articles. Returns
 * NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND, NEWSARC_E_FORMAT, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_collection_export(const char *directory, const char *path,
                                                     const newsarc_export_options *opts,
                                                     uint64_t *count, newsarc_error *err);

/* ---- the state of a collection from its WARC files ---- */

typedef struct newsarc_recover_progress {
    size_t struct_size;
    const char *file;     /* in archive/, borrowed for the callback */
    uint64_t files;       /* that are done */
    uint64_t file_count;  /* of all */
    uint64_t records;     /* so far */
    uint64_t bytes;       /* of the files as stored, so far */
    uint64_t total_bytes; /* of all */
    double elapsed;       /* seconds */
} newsarc_recover_progress;

/* Callbacks come from the calling thread; strings are borrowed for the call. */
typedef void (*newsarc_recover_progress_fn)(const newsarc_recover_progress *progress, void *user);
/* One record (or file: offset 0) that was passed over; `message`: in words. */
typedef void (*newsarc_recover_fault_fn)(const char *file, uint64_t offset, const char *message,
                                         void *user);

typedef struct newsarc_recover_options {
    size_t struct_size;
    newsarc_recover_progress_fn progress; /* NULL: none */
    newsarc_recover_fault_fn fault;       /* NULL: none */
    void *user;
} newsarc_recover_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_recover_options_init(newsarc_recover_options *opts, size_t size);

typedef struct newsarc_recover_summary {
    size_t struct_size;      /* set by the caller */
    uint64_t files, records; /* that were gone through */
    uint64_t faults;         /* records and files that could not be used */
    uint64_t passed;         /* answers that lead to nothing: their original is not there */
    uint64_t runs, urls, captures, articles, versions; /* in the new state */
    uint64_t queued;                                   /* URLs for the next run to fetch */
    double elapsed;                                    /* seconds */
    char kept[64]; /* name of the old state, "collection.db.broken-YYYYMMDDhhmmss"; "": none */
} newsarc_recover_summary;

/* Builds the state (collection.db) anew from the WARC files of a collection, for one that is
 * damaged, lost, or behind its archive. A torn file that a killed run left is finished first, as a
 * crawl does. The new database is built beside the old one, which is kept as
 * collection.db.broken-YYYYMMDDhhmmss; until then nothing is replaced. The archive is gone through
 * in the order of its writing, by the crawler's own code, so the next run asks for what it would
 * have asked for: runs, URLs and what became of them, captures with ETag and Last-Modified,
 * articles with their versions, lists, robots.txt. Not rebuilt is what no record tells: runs that
 * got no answer, files that were removed (newsarc_collection_prune), the tries of URLs that never
 * answered in a killed run. Locks the collection. `opts` may be NULL (defaults), and so may
 * `summary`. Returns NEWSARC_OK, NEWSARC_E_INCOMPLETE (rebuilt without faulty records),
 * NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND (no such folder, no WARC files), NEWSARC_E_FORMAT (no
 * record that can be read: nothing was replaced), NEWSARC_E_LOCKED, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_recover(const char *directory,
                                           const newsarc_recover_options *opts,
                                           newsarc_recover_summary *summary, newsarc_error *err);

NEWSARC_END

#endif
