/* pack/wacz.h: the files of a WACZ package besides the WARC files: pieces of WACZ 1.1.1. */
#ifndef NA_PACK_WACZ_H
#define NA_PACK_WACZ_H

#include "archive/cdxj.h"
#include "core/buf.h"

/* indexes/index.cdx.gz (gzip members of 1,024 lines) and indexes/index.idx (their first lines and
 * places). NEWSARC_OK, NEWSARC_E_NOMEM. */
newsarc_status na_wacz_index(const na_cdxj *index, na_buf *cdx, na_buf *idx);

/* One entry of "resources" in datapackage.json. */
typedef struct na_wacz_resource {
    char *path; /* inside the package; owned */
    char hash[72];
    uint64_t bytes;
} na_wacz_resource;

/* "sha256:" and hexadecimal digits. */
newsarc_status na_wacz_hash(na_str bytes, char out[72]);

typedef struct na_wacz_package {
    const char *title, *description; /* NULL: none */
    na_str main_url, main_date;      /* empty: no page */
    const char *created;
    const na_wacz_resource *resources;
    size_t count;
} na_wacz_package;
newsarc_status na_wacz_datapackage(const na_wacz_package *package, na_buf *out);

/* datapackage-digest.json, signed after wacz-auth 0.1.0 (anonymous) when there is a key: a PEM file
 * with an Ed25519 or P-384 private key. */
newsarc_status na_wacz_digest(na_str datapackage, const char *key_path, const char *created,
                              na_buf *out, newsarc_error *err);

#endif
