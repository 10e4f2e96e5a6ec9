/* See records.h. */
#include "crawl/records.h"

#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include <stdio.h>
#include <unistd.h>

void na_records_init(na_records *r, const char *dir)
{
    *r = (na_records){.dir = dir};
}

void na_records_free(na_records *r)
{
    na_warc_reader_free(r->reader);
    r->reader = NULL;
}

static newsarc_status open_reader(na_records *r, const char *file, newsarc_error *err)
{
    char name[160];
    if (r->reader && strcmp(r->file, file) == 0)
        return NEWSARC_OK;
    na_records_free(r);
    snprintf(name, sizeof name, "archive/%s", file);
    char *path = na_path_join(r->dir, name);
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(file), "out of memory");
    if (access(path, F_OK) != 0) { /* the run that writes it is not finished */
        na_free(path);
        snprintf(name, sizeof name, "archive/%s.open", file);
        path = na_path_join(r->dir, name);
    }
    newsarc_status status =
        path ? na_warc_reader_open(path, NA_RECORD_MAX, &r->reader, err) : NEWSARC_E_NOMEM;
    na_free(path);
    snprintf(r->file, sizeof r->file, "%s", file);
    return status;
}

newsarc_status na_records_read(na_records *r, const na_place *place, na_warc_record *out,
                               newsarc_error *err)
{
    newsarc_status status = open_reader(r, place->file, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_warc_reader_seek(r->reader, place->offset, err);
    if (status == NEWSARC_OK)
        status = na_warc_reader_next(r->reader, out, err);
    if (status == NEWSARC_E_NOT_FOUND || status == NEWSARC_E_FORMAT)
        return na_error(err, NEWSARC_E_FORMAT, "crawl", na_str_from(place->file),
                        "no whole record at offset %llu", (unsigned long long)place->offset);
    return status;
}
