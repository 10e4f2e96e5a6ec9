#include "pack/made.h"

newsarc_status na_places_read(na_places *p, const char *path, const na_original *place,
                              na_warc_record *out)
{
    newsarc_status status = NEWSARC_OK;
    if (!p->reader || p->file != place->file) {
        na_places_free(p);
        p->file = place->file;
        status = na_warc_reader_open(path, p->block_max, &p->reader, NULL);
        if (status == NEWSARC_OK)
            na_warc_reader_take_arc(p->reader);
    }
    if (status == NEWSARC_OK)
        status = na_warc_reader_seek(p->reader, place->offset, NULL);
    if (status == NEWSARC_OK)
        status = na_warc_reader_next(p->reader, out, NULL);
    return status == NEWSARC_OK || status == NEWSARC_E_NOMEM ? status : NEWSARC_E_NOT_FOUND;
}

void na_places_free(na_places *p)
{
    na_warc_reader_free(p->reader);
    p->reader = NULL;
}

void na_made_field(na_buf *out, const char *name, na_str value)
{
    if (value.n == 0)
        return;
    na_buf_addf(out, "%s: ", name);
    na_buf_add(out, value);
    na_buf_add_cstr(out, "\r\n");
}

bool na_made_digest(const na_warc_record *like, const na_str *parts, size_t count,
                    char out[NA_DIGEST_TEXT])
{
    na_labelled labelled = {.algorithm = NA_SHA1};
    na_digest_parse(na_warc_field(like, "WARC-Block-Digest"), &labelled);
    bool known = labelled.algorithm == NA_SHA256 || labelled.algorithm == NA_SHA512;
    na_digest *d = na_digest_new(known ? labelled.algorithm : NA_SHA1);
    out[0] = 0;
    if (!d)
        return false;
    for (size_t i = 0; i < count; i++)
        na_digest_add(d, parts[i]);
    na_digest_text(d, out);
    na_digest_free(d);
    return true;
}
