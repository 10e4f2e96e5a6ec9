/* archive/warc_writer.h: WARC/1.1 files, one gzip member (or zstd frame) a record, after ISO
 * 28500:2017. */
#ifndef NA_ARCHIVE_WARC_WRITER_H
#define NA_ARCHIVE_WARC_WRITER_H

#include "archive/digest.h"
#include "archive/warc_file.h"
#include "core/str.h"
#include "http/exchange.h"
#include <newsarc/status.h>

typedef struct na_warc_writer na_warc_writer;

#define NA_WARC_DICTIONARY_MAX ((size_t)8 << 20)

typedef struct na_warc_options {
    const char *directory; /* where PREFIX-YYYYMMDDhhmmss-NNNNN.warc.gz appear */
    const char *prefix;
    const char *name;      /* template of the names (warc_name.h); NULL: NA_WARC_NAME_TEMPLATE */
    uint32_t serial;       /* of the first file */
    uint64_t roll_bytes;   /* begin a new file past this size. 0: 1 GB (10^9) */
    const char *operator_; /* warcinfo fields; NULL: left out */
    const char *user_agent, *from;
    const char *robots; /* "obey" */
    const char *description;
    const char *hostname, *is_part_of;
    na_str configuration; /* of the crawl: its digest stands in warcinfo; empty: none */
    na_algorithm
        digest; /* NA_SHA1 (also for 0): base32, as indexes expect; NA_SHA256: hexadecimal */
    na_compression compression;
    na_str dictionary; /* zstd: in the format of RFC 8878 section 5, written into each file, at
                          most 8 MiB; borrowed until free */
} na_warc_options;

/* Where a record lies. */
typedef struct na_warc_place {
    char file[128];          /* name without folder, the final one */
    uint64_t offset, length; /* in the file as stored */
    char record_id[64];      /* "<urn:uuid:...>" */
    char date[32];           /* WARC-Date */
    char payload_digest[80]; /* "sha1:..." or empty */
} na_warc_place;

/* No file is made before the first record. All functions return NEWSARC_OK, NEWSARC_E_IO,
 * NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM, NEWSARC_E_ARGUMENT; after an I/O error the torn record is
 * cut off again, so that what is on disk stays valid. */
/* Also NEWSARC_E_NOT_FOUND: no such folder; NEWSARC_E_CONFIG: no template of names, no
 * dictionary. */
newsarc_status na_warc_writer_new(const na_warc_options *opts, na_warc_writer **out,
                                  newsarc_error *err);
/* A further field of the warcinfo records of files that are begun from now on. */
void na_warc_writer_add_info(na_warc_writer *w, const char *name, const char *value);
/* Closes the open file under its final name (fsync, rename, fsync of the folder). */
newsarc_status na_warc_writer_close(na_warc_writer *w, newsarc_error *err);
void na_warc_writer_free(na_warc_writer *w); /* closes when still open; NULL is ignored */

/* request + response (without an answer nothing is written and the place is empty). `response` gets
 * the response's place. A payload that this writer has stored before, be it under another URL, is
 * not stored again: a revisit with the profile identical-payload-digest takes the response's place,
 * when status, Location and framing are the same, nothing is cut, and the payload has 1024 bytes or
 * more. Revisits refer to responses only. */
newsarc_status na_warc_write_exchange(na_warc_writer *w, na_exchange *x, na_warc_place *response,
                                      newsarc_error *err);
/* Place of the response that holds the payload of the exchange written last: that exchange's own,
 * or the original of its revisit. Borrowed until the next exchange. */
const na_warc_place *na_warc_writer_payload(const na_warc_writer *w);
/* The same for a page that is unchanged: request + revisit. `original` is the place of the response
 * that was kept, `original_url` its URL. A 304 is stored under the profile server-not-modified
 * (also by na_warc_write_exchange, which then cannot name the original), any other answer, without
 * its body, under identical-payload-digest: the caller has compared the digests
 * (na_warc_payload_digest). */
newsarc_status na_warc_write_revisit(na_warc_writer *w, na_exchange *x,
                                     const na_warc_place *original, na_str original_url,
                                     na_warc_place *revisit, newsarc_error *err);
/* WARC-Payload-Digest that the exchange's response has: chunk framing out, content coding in. */
newsarc_status na_warc_payload_digest(na_exchange *x, char out[64], newsarc_error *err);
/* The same by the writer's algorithm. */
newsarc_status na_warc_writer_payload_digest(na_warc_writer *w, na_exchange *x, char out[80],
                                             newsarc_error *err);
/* The next exchange begins a new file. Records about captures of the present one (metadata,
 * articles) never do, so that they lie in one file with what they refer to. */
bool na_warc_writer_is_full(const na_warc_writer *w);
/* How a page was found, how long its fetch took, and what it links to: a metadata record of the
 * response (or revisit) with the fields via, hopsFromSeed, fetchTimeMs and outlink (Heritrix's
 * names), without a target URI, which replay tools would take for the page. Links beyond 1 MiB are
 * left out. A page that was read after its run had been killed is described in another file, by
 * WARC-Refers-To and without its time, which nobody knows any more. */
typedef struct na_warc_fetch_info {
    const char *via; /* URL of the page that links here; NULL: a seed */
    /* One letter a hop, as Heritrix has them: L link, E embed, R redirect or refresh, M named by a
     * sitemap or feed, P robots.txt. NULL: left out. */
    const char *hops_from_seed;
    uint32_t fetch_time_ms;
    size_t outlink_count;
    /* URL of the i-th link, its letter into *hop; borrowed until the next call. Empty: left out. */
    na_str (*outlink)(size_t i, char *hop, const void *user);
    const void *user;
} na_warc_fetch_info;
newsarc_status na_warc_write_metadata(na_warc_writer *w, const na_warc_place *response,
                                      const na_warc_fetch_info *info, newsarc_error *err);
/* A file of the crawl itself (log, configuration): a resource record under
 * "urn:newsarc:PREFIX:NAME", dated `seconds` since 1970. */
newsarc_status na_warc_write_resource(na_warc_writer *w, const char *name, const char *content_type,
                                      na_str bytes, int64_t seconds, newsarc_error *err);
/* conversion record under urn:article:URL, refers to the response. */
newsarc_status na_warc_write_article(na_warc_writer *w, na_str url, const na_warc_place *response,
                                     na_str json, na_warc_place *place, newsarc_error *err);
/* Flushes and fsyncs what was written. */
newsarc_status na_warc_writer_sync(na_warc_writer *w, newsarc_error *err);
/* Where the next record comes: behind the last one of this file. An empty name: no file was begun;
 * borrowed until the next record. */
const char *na_warc_writer_end(const na_warc_writer *w, uint64_t *offset);

typedef struct na_warc_recovered {
    uint32_t files;     /* finished under their final names */
    uint32_t removed;   /* held no record of a page */
    uint64_t cut_bytes; /* of torn records */
} na_warc_recovered;

/* Finishes what a killed run left: each `.open` file of the folder that no writer holds is cut
 * behind its last whole record and gets its final name. `out` may be NULL. Returns NEWSARC_OK (also
 * when there was nothing to do or no such folder), NEWSARC_E_IO, NEWSARC_E_DISK_FULL,
 * NEWSARC_E_NOMEM. */
newsarc_status na_warc_recover(const char *directory, na_warc_recovered *out, newsarc_error *err);

#endif
