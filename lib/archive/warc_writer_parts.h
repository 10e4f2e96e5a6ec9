/* archive/warc_writer_parts.h: what warc_writer*.c share. No other file includes it. */
#ifndef NA_ARCHIVE_WARC_WRITER_PARTS_H
#define NA_ARCHIVE_WARC_WRITER_PARTS_H

#include "archive/originals.h"
#include "archive/payload.h"
#include "archive/warc_record.h"
#include "archive/warc_writer.h"
#include "core/arena.h"

#define NA_WARC_URI_MAX ((size_t)64 << 10)
#define NA_WARC_INFO_MAX ((size_t)64 << 10)

struct na_warc_writer {
    char *prefix, *pattern, *hostname;
    na_warc_naming naming;
    uint64_t roll_bytes;
    na_buf info; /* block of the warcinfo records */
    na_warc_file file;
    char info_id[NA_WARC_ID];
    bool has_pages; /* the present file holds more than its warcinfo */
    na_buf head;    /* of the record being written */
    na_buf uri;
    na_buf fields; /* block of a metadata record */
    na_arena *arena;
    na_algorithm algorithm;
    na_digest *block;
    na_payload payload;
    na_originals *originals;
    na_warc_place payload_place; /* of the exchange written last */
};

newsarc_status na_writer_no_memory(newsarc_error *err);
/* One line of application/warc-fields; nothing for an empty value. Control characters are
 * replaced. */
void na_writer_info_line(na_buf *b, const char *name, const char *value);
/* "sha1:BASE32" or "sha256:HEX" of what was added; empty when out of memory. */
void na_writer_digest(na_digest *d, char out[NA_DIGEST_TEXT]);
/* RFC 3986 form of `url` behind `before`, in w->uri. */
newsarc_status na_writer_uri(na_warc_writer *w, const char *before, na_str url, newsarc_error *err);
/* An open file: the present one, however full it is. */
newsarc_status na_writer_open_file(na_warc_writer *w, newsarc_error *err);
/* The same for the first record of a capture: a new file when the present one is full. */
newsarc_status na_writer_roll_file(na_warc_writer *w, newsarc_error *err);
/* Completes the header with id, digest and length, and appends the record; its place is noted. */
newsarc_status na_writer_record(na_warc_writer *w, const na_warc_header *given, na_str first,
                                na_str second, na_warc_place *place, newsarc_error *err);

#endif
