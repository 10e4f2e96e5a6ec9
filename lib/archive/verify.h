/* archive/verify.h: what the parts of newsarc_verify share.
 *
 * Rules, by the names that findings carry (stable; errors unless said otherwise):
 *
 * - file: not-warc, torn-record, gzip-data, zstd-data, gzip-member, unreadable, version, header,
 *   content-length, record-end, extra-bytes; warnings: warcinfo, filename, left-open
 * - fields: field-missing, field-repeated, field-forbidden, field-value, record-id, date,
 *   target-uri, ip-address, content-type, segment-number; warnings: type, profile, truncated
 * - digests: block-digest, payload-digest, digest-format; warnings: digest-algorithm, digest-case,
 *   payload-digest-chunked
 * - HTTP: http-head, http-length, http-chunks; warning: credentials
 * - links: duplicate-id, repeated-record (a warning within one file), concurrent-date,
 *   concurrent-to, refers-to, refers-to-target, warcinfo-id (warnings for a file that was named
 *   itself: the record may be in one that was not); warning: unchecked
 * - folder: sha256, sha256sums
 * - tar, zip: archive-data, archive-end, member-name, member-twice, member-missing, member-extra,
 *   member-hash, manifest-line; warnings: manifest-absent, unchecked
 * - WACZ: wacz-data, wacz-members, wacz-stored, wacz-twice, wacz-datapackage, wacz-resource,
 *   wacz-hash, wacz-bytes, wacz-digest (a warning when absent), wacz-index */
#ifndef NA_ARCHIVE_VERIFY_H
#define NA_ARCHIVE_VERIFY_H

#include "archive/digest.h"
#include "archive/warc_reader.h"
#include <newsarc/warc.h>

#define ERROR NEWSARC_SEVERITY_ERROR
#define WARNING NEWSARC_SEVERITY_WARNING

/* Record types as bits, so that a rule can name several. */
enum {
    NA_WARCINFO = 1,
    NA_RESPONSE = 2,
    NA_RESOURCE = 4,
    NA_REQUEST = 8,
    NA_METADATA = 16,
    NA_REVISIT = 32,
    NA_CONVERSION = 64,
    NA_CONTINUATION = 128,
    NA_KNOWN_TYPES = 255,
    NA_OTHER_TYPE = 256
};

typedef struct na_ids na_ids;

typedef struct na_verify {
    newsarc_finding_fn fn;
    void *user;
    newsarc_verify_summary sum;
    bool stopped;          /* the callback said so */
    newsarc_status failed; /* NEWSARC_E_NOMEM or NEWSARC_OK */
    bool lone;             /* what the present file refers to may be in one that was not given */
    na_ids *ids;
    const char *file; /* present file */
    uint64_t offset;  /* present record */
    char record_id[128];
    const char *member; /* of a tar or zip, that the finding is about; NULL: none */
} na_verify;

/* One finding about the present record (or file, when record_id is empty). */
void na_verify_report(na_verify *v, int32_t severity, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Type bit of a record, NA_OTHER_TYPE, or 0 when the field is missing. */
unsigned na_verify_type(const na_warc_record *record);
/* Version, header lines, and each field by the table of the standard. */
void na_verify_fields(na_verify *v, const na_warc_record *record);
bool na_verify_is_date(na_str value, bool fraction);

/* Block, payload and HTTP: a tap for the reader. */
typedef struct na_check na_check;
na_check *na_check_new(na_verify *v); /* NULL when out of memory */
void na_check_free(na_check *c);
na_warc_tap na_check_tap(na_check *c);
/* Forgets the record before. */
void na_check_reset(na_check *c);
/* After the record was read whole: compares, and reports. */
void na_check_finish(na_check *c, const na_warc_record *record);
/* Number that tells apart blocks of records with the same id. */
uint64_t na_check_fingerprint(const na_check *c);

na_ids *na_ids_new(void); /* NULL when out of memory */
void na_ids_free(na_ids *ids);
/* Notes the record's id, and what it refers to. */
void na_verify_ids(na_verify *v, const na_warc_record *record, uint64_t fingerprint);
/* At the end: reports what was referred to and not found. */
void na_verify_links(na_verify *v);

/* newsarc_verify of a file's bytes, for fuzzing. */
newsarc_status na_verify_memory(na_str bytes, newsarc_finding_fn fn, void *user);

/* Every record of an open file. NEWSARC_E_FORMAT: not one begins in it. */
newsarc_status na_verify_reader(na_verify *v, na_warc_reader *r, newsarc_error *err);
/* A WACZ package and the WARC files in it. */
newsarc_status na_verify_wacz(na_verify *v, const char *path, newsarc_error *err);

/* A tar (plain, gzip, zstd, xz, bzip2, lz4) or zip file, against the manifest in it. */
newsarc_status na_verify_bundle(na_verify *v, const char *path);
bool na_is_bundle_name(na_str name);

/* A line in the form of sha256sum(1): 64 hexadecimal digits, a space, a space or asterisk, a path
 * that stays in the folder. False: it is none. */
bool na_verify_sums_line(na_str line, na_str *digest, na_str *path);
/* DIR/SHA256SUMS, when it is there. */
void na_verify_sums(na_verify *v, const char *folder);

#endif
