/* newsarc/warc.h: WARC files (ISO 28500): reading anybody's, and checking what was written.
 *
 *     newsarc_warc_reader *reader = NULL;
 *     newsarc_warc_record record = {.struct_size = sizeof record};
 *     newsarc_status s = newsarc_warc_reader_open("file.warc.gz", NULL, &reader, &err);
 *     while (s == NEWSARC_OK || s == NEWSARC_E_FORMAT) {
 *         s = newsarc_warc_reader_next(reader, &record, &err);
 *         if (s == NEWSARC_OK)
 *             printf("%s %s\n", record.type, record.target_uri ? record.target_uri : "");
 *     }
 *     newsarc_warc_reader_free(reader);
 *
 * A damaged record is one NEWSARC_E_FORMAT; the next call goes on with the next record. */
#ifndef NEWSARC_WARC_H
#define NEWSARC_WARC_H

#include <newsarc/profile.h>
#include <newsarc/rules.h>
#include <newsarc/status.h>

NEWSARC_BEGIN

/* ---- reading ---- */

/* Reads WARC 0.17 to 1.1 and ARC version 1; plain, gzip (one member a record or not), zstd (also
 * with a dictionary frame); told by the first bytes. One reader is for one thread at a time. */
typedef struct newsarc_warc_reader newsarc_warc_reader;

/* What is odd about a record that could be read all the same: bits. */
#define NEWSARC_WARC_BARE_LF 1u       /* header lines that end with LF alone */
#define NEWSARC_WARC_NO_END 2u        /* no CRLF CRLF behind the block */
#define NEWSARC_WARC_EXTRA_BYTES 4u   /* empty lines before the record */
#define NEWSARC_WARC_SHARED_MEMBER 8u /* does not begin a gzip member of its own */
#define NEWSARC_WARC_OPEN_MEMBER 16u  /* the gzip member goes on behind the record */
#define NEWSARC_WARC_ANGLE_URI 32u    /* the target URI stood in < > (taken off) */
#define NEWSARC_WARC_RAW_URI 64u      /* spaces or bytes beyond ASCII in the target URI */
#define NEWSARC_WARC_TWICE 128u       /* a field that may stand once stands twice */

typedef struct newsarc_warc_options {
    size_t struct_size;
    uint64_t max_block_bytes; /* of a block that are kept; the rest is read over. 0: 64 MiB */
} newsarc_warc_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_warc_options_init(newsarc_warc_options *opts, size_t size);

/* Strings and block belong to the reader and are valid until its next call; strings are NULL when
 * the record has no such field, and otherwise bytes as in the file, ending with NUL. */
typedef struct newsarc_warc_record {
    size_t struct_size;      /* set by the caller */
    uint64_t offset, length; /* as stored. length 0: shares its gzip member with others */
    const char *version;     /* "WARC/1.1", "ARC/1" */
    const char *type;        /* "response", ...; ARC: "response", "resource" or "warcinfo" */
    const char *record_id;
    const char *date;
    const char *target_uri;
    const char *content_type;
    uint64_t content_length; /* of the whole block */
    const void *block;
    size_t block_length; /* smaller than content_length: cut at max_block_bytes */
    uint32_t oddities;   /* NEWSARC_WARC_... */
    uint32_t reserved;   /* 0 */
} newsarc_warc_record;

/* `opts` NULL means defaults. On success the caller owns *out. A path that is no regular file (a
 * named pipe) is read in order. Return NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND,
 * NEWSARC_E_IO, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_warc_reader_open(const char *path,
                                                    const newsarc_warc_options *opts,
                                                    newsarc_warc_reader **out, newsarc_error *err);
/* Reads a descriptor (pipe, socket, file) in order from where it stands; it stays the caller's. */
NEWSARC_API newsarc_status newsarc_warc_reader_open_fd(int32_t fd, const newsarc_warc_options *opts,
                                                       newsarc_warc_reader **out,
                                                       newsarc_error *err);
/* `bytes` are borrowed until the reader is freed. */
NEWSARC_API newsarc_status newsarc_warc_reader_open_memory(const void *bytes, size_t length,
                                                           const newsarc_warc_options *opts,
                                                           newsarc_warc_reader **out,
                                                           newsarc_error *err);
/* Puts up to `size` bytes into `out` and returns how many: 0 at the end, below 0 on failure. */
typedef int64_t (*newsarc_read_fn)(void *user, void *out, size_t size);
/* Reads what `fn` gives. `name`: for messages, may be NULL. */
NEWSARC_API newsarc_status newsarc_warc_reader_open_function(newsarc_read_fn fn, void *user,
                                                             const char *name,
                                                             const newsarc_warc_options *opts,
                                                             newsarc_warc_reader **out,
                                                             newsarc_error *err);
NEWSARC_API void newsarc_warc_reader_free(newsarc_warc_reader *r); /* NULL is ignored */

/* The next record. Returns NEWSARC_OK; NEWSARC_E_NOT_FOUND at the end of the file (err is left
 * alone); NEWSARC_E_FORMAT for a torn or malformed record: what is known of it is in *record, err
 * says what is wrong, and the next call goes on with the next record; NEWSARC_E_ARGUMENT,
 * NEWSARC_E_IO, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_warc_reader_next(newsarc_warc_reader *r,
                                                    newsarc_warc_record *record,
                                                    newsarc_error *err);
/* The next record will be the one at `offset` (newsarc_warc_record.offset, or of an index). Returns
 * NEWSARC_OK, NEWSARC_E_NOT_FOUND (behind the end), NEWSARC_E_UNSUPPORTED (not a file or memory),
 * NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_warc_reader_seek(newsarc_warc_reader *r, uint64_t offset,
                                                    newsarc_error *err);
/* Value of the present record's first field of that name (in any case), or NULL; as the strings of
 * the record. */
NEWSARC_API const char *newsarc_warc_reader_field(newsarc_warc_reader *r, const char *name);
/* The i-th field: its value, *name (may be NULL) its name; NULL when there are fewer. */
NEWSARC_API const char *newsarc_warc_reader_field_at(newsarc_warc_reader *r, size_t i,
                                                     const char **name);
/* Bytes read of the file as stored, and its size (0: not known), for progress. */
NEWSARC_API uint64_t newsarc_warc_reader_position(const newsarc_warc_reader *r);
NEWSARC_API uint64_t newsarc_warc_reader_size(const newsarc_warc_reader *r);
/* What was tolerated so far: name of the i-th kind ("bare-lf", "angle-uri", ..., last "skipped":
 * damaged records) and in *count (may be NULL) how many records had it; NULL: no such kind. Static
 * storage. */
NEWSARC_API const char *newsarc_warc_reader_tolerance(const newsarc_warc_reader *r, size_t i,
                                                      uint64_t *count);
/* Not 0 when the bytes (the first few hundred of a file suffice) begin a file that this reader
 * reads; a gzip or zstd file counts when what is in it begins so, or cannot be seen yet. */
NEWSARC_API int32_t newsarc_warc_is_warc(const void *bytes, size_t length);

/* ---- HTTP messages, as the blocks of response records are ---- */

/* Status of a response, 0 when the message is none. */
NEWSARC_API int32_t newsarc_http_status(const void *message, size_t length);
/* *value gets the first field of that name, trimmed, ending with NUL; the caller frees it with
 * newsarc_free. Returns NEWSARC_OK, NEWSARC_E_NOT_FOUND (no such field, no HTTP),
 * NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_http_field(const void *message, size_t length, const char *name,
                                              char **value);
/* Offset of the body as stored (the raw body); `length` when there is no HTTP head. */
NEWSARC_API size_t newsarc_http_body_offset(const void *message, size_t length);
/* The body without chunk framing and content codings (gzip, deflate, br, zstd), at most `max_bytes`
 * of it (0: 64 MiB), ending with NUL (not counted); the caller frees *body with newsarc_free.
 * Returns NEWSARC_OK; NEWSARC_E_FORMAT (torn or broken: *body holds what could be decoded, NULL
 * when nothing could), NEWSARC_E_LIMIT (*body holds the first max_bytes), NEWSARC_E_UNSUPPORTED (an
 * unknown coding), NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_http_body(const void *message, size_t length, uint64_t max_bytes,
                                             char **body, size_t *body_length, newsarc_error *err);

/* ---- indexing and packing ---- */

/* A record that was left out: what is wrong with it, where. Borrowed for the call; a value other
 * than 0 ends the work with NEWSARC_E_STOPPED. */
typedef int32_t (*newsarc_problem_fn)(const newsarc_error *problem, void *user);

/* CDXJ lines (SURT key, timestamp, JSON) of all captures of WARC and ARC files, merged with the
 * lines of files named *.cdxj and *.cdx, sorted by their bytes, none twice. `problem` may be NULL.
 * *cdxj gets the text, ending with NUL, which the caller frees with newsarc_free. Thread-safe.
 * Returns NEWSARC_OK, NEWSARC_E_INCOMPLETE (records were left out; *cdxj holds the others),
 * NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND, NEWSARC_E_IO, NEWSARC_E_FORMAT, NEWSARC_E_STOPPED,
 * NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_index(const char *const *paths, size_t count,
                                         newsarc_problem_fn problem, void *user, char **cdxj,
                                         size_t *length, newsarc_error *err);

typedef struct newsarc_pack_options {
    size_t struct_size;
    const char *title;       /* of the package; NULL: none. Strings are borrowed for the call */
    const char *description; /* NULL: none */
    const char *key_path; /* PEM file, Ed25519 or P-384 private key to sign with; NULL: unsigned */
    newsarc_problem_fn problem; /* NULL: none */
    void *user;
    /* Not 0: revisit records become responses in the package, with the payloads of the responses
     * that they refer to; these are looked for in the files, then in the WARC files beside them. */
    int32_t self_contained;
    int32_t reserved; /* 0 */
} newsarc_pack_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_pack_options_init(newsarc_pack_options *opts, size_t size);

typedef struct newsarc_pack_summary {
    size_t struct_size;
    uint64_t warcs, captures, pages;
    uint64_t problems;     /* records left out of the index */
    uint64_t bytes;        /* of the files in the package */
    uint64_t replaced;     /* revisit records that became responses */
    uint64_t missing;      /* revisit records whose responses are not in the package: no replay */
    uint64_t not_modified; /* 304 answers that replay by a record that was made for them */
} newsarc_pack_summary;

/* Writes a WACZ 1.1.1 package to `out`: the WARC files as they are, a compressed CDXJ index, the
 * pages with titles and texts. For the 304 answers among the revisit records (ISO 28500:2017,
 * 6.7.3), which replay tools would show as empty pages, the index names records of one more WARC
 * file, made for the package: revisits with the same URIs and dates and with the heads of the
 * responses that were not modified. `paths`: WARC files, or folders (a collection's archive/ is
 * looked into). The file appears under its name only when whole; the same input gives the same
 * bytes unless it is signed. `opts` and `summary` (struct_size set) may be NULL. Thread-safe.
 * Returns NEWSARC_OK, NEWSARC_E_INCOMPLETE (records were left out of the index, or a revisit's
 * response is not in the package; the package is valid), NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND,
 * NEWSARC_E_IO, NEWSARC_E_DISK_FULL, NEWSARC_E_FORMAT, NEWSARC_E_STOPPED, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_pack(const char *const *paths, size_t count, const char *out,
                                        const newsarc_pack_options *opts,
                                        newsarc_pack_summary *summary, newsarc_error *err);

typedef struct newsarc_export_options {
    size_t struct_size;
    newsarc_problem_fn problem; /* NULL: none */
    void *user;
    /* Not 0: what is a revisit record in the files counts as a capture, too, with the payload of
     * the response that it refers to, see newsarc_pack_options. */
    int32_t self_contained;
    int32_t reserved; /* 0 */
    /* For what is extracted again, borrowed: rules of sites and what the pages of a site have in
     * common; NULL: none. */
    const newsarc_rules *rules;
    const newsarc_site_profile *profile;
} newsarc_export_options;
/* Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_export_options_init(newsarc_export_options *opts, size_t size);

/* Writes the articles in WARC and ARC files (or folders of them) to `out`: .tar.gz, .tar.zst,
 * .tar.xz, .tar, .zip or .jsonl by its name; in the order and with the members of
 * newsarc_collection_export. Of two captures of one article the later one counts. The file appears
 * under its name only when whole; the same articles give the same bytes. `opts` and *articles
 * (the number written) may be NULL. Thread-safe. Returns NEWSARC_OK, NEWSARC_E_INCOMPLETE (some
 * records could not be read), NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND (also: no article),
 * NEWSARC_E_IO, NEWSARC_E_DISK_FULL, NEWSARC_E_FORMAT, NEWSARC_E_STOPPED, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_warc_export(const char *const *paths, size_t count,
                                               const char *out, const newsarc_export_options *opts,
                                               uint64_t *articles, newsarc_error *err);

/* ---- checking ---- */

/* How much a finding weighs. */
#define NEWSARC_SEVERITY_ERROR 1   /* the standard says "shall", or data is damaged */
#define NEWSARC_SEVERITY_WARNING 2 /* the standard says "should", or readers stumble over it */

/* One fault found by newsarc_verify. Strings are borrowed for the callback. */
typedef struct newsarc_finding {
    size_t struct_size;
    int32_t severity;      /* NEWSARC_SEVERITY_... */
    const char *file;      /* path of the file */
    const char *rule;      /* short stable name, e.g. "payload-digest" */
    const char *record_id; /* WARC-Record-ID, or NULL */
    uint64_t offset;       /* of the record in the file as stored (compressed) */
    const char *message;   /* what is wrong, printable UTF-8 */
    const char *member;    /* name of the member of a tar or zip file that it is about, or NULL */
} newsarc_finding;

typedef struct newsarc_verify_summary {
    size_t struct_size;
    uint64_t files;
    uint64_t records;
    uint64_t digests; /* digests compared */
    uint64_t bytes;   /* of the files as stored */
    uint64_t errors;
    uint64_t warnings;
} newsarc_verify_summary;

/* Called once per finding; a value other than 0 ends the check with NEWSARC_E_STOPPED. */
typedef int32_t (*newsarc_finding_fn)(const newsarc_finding *finding, void *user);

/* Checks `count` (at least 1) paths: WARC files (plain, gzip or zstd), collections' folders
 * (archive/, articles/ and SHA256SUMS), WACZ packages (*.wacz: members, hashes, index, and the WARC
 * files in it), tar and zip files of articles (*.tar, *.tar.gz, *.zip, ...: that they can be read
 * to their end, and their members against the SHA256SUMS in them). Of WARC files: record grammar,
 * lengths, gzip members, dates, block and payload digests; that no record id stands in two places
 * of all the files, and that what records refer to is in one of them. What a file in a folder
 * refers to must be there; what one that was given itself refers to may be elsewhere (a warning); a
 * package is checked against itself. Takes 50 to 200 bytes of memory for a record, about 300 MiB at
 * most; then it says that ids are no longer checked. Paths UTF-8. `fn` and `summary` (struct_size
 * set) may be NULL. Thread-safe. Returns NEWSARC_OK when there was no error (there may have been
 * warnings), NEWSARC_E_INCOMPLETE when there were errors, NEWSARC_E_ARGUMENT, NEWSARC_E_STOPPED,
 * NEWSARC_E_NOMEM; of a single path also NEWSARC_E_NOT_FOUND, NEWSARC_E_IO, NEWSARC_E_FORMAT (not a
 * WARC at all), which of one among several are findings ("unreadable", "not-warc"). */
NEWSARC_API newsarc_status newsarc_verify(const char *const *paths, size_t count,
                                          newsarc_finding_fn fn, void *user,
                                          newsarc_verify_summary *summary, newsarc_error *err);

/* Cuts what stands behind the last whole record off a WARC file, as a crash leaves it, and keeps it
 * in PATH.torn. *cut_bytes (may be NULL) gets how much: 0 when the end is whole. Damage in front of
 * a whole record is left alone. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND,
 * NEWSARC_E_FORMAT (no whole record at all: nothing is done), NEWSARC_E_IO (also: PATH.torn
 * exists), NEWSARC_E_DISK_FULL, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_warc_repair(const char *path, uint64_t *cut_bytes,
                                               newsarc_error *err);

NEWSARC_END

#endif
