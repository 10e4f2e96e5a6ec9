/* Records about captures: the article of a page, how a page was found, files of the crawl itself.
 * They carry URIs of their own, or none, because replay tools would take a record under the page's
 * URI for the page. */
#include "archive/warc_writer_parts.h"
#include "core/error.h"
#include <stdio.h>

newsarc_status na_warc_write_article(na_warc_writer *w, na_str url, const na_warc_place *response,
                                     na_str json, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    *place = (na_warc_place){0};
    newsarc_status status = na_writer_uri(w, "urn:article:", url, err);
    if (status == NEWSARC_OK)
        status = na_writer_ensure_file(w, err);
    if (status != NEWSARC_OK)
        return status;
    na_digest_begin(w->block);
    na_digest_add(w->block, json);
    na_writer_digest(w->block, digest);
    na_warc_header h = {.type = "conversion",
                        .date = response->date,
                        .target_uri = w->uri.p,
                        .warcinfo_id = w->info_id,
                        .refers_to = response->record_id,
                        .payload_digest = digest,
                        .content_type = "application/json"};
    status = na_writer_record(w, &h, json, (na_str){0}, place, err);
    if (status == NEWSARC_OK)
        w->has_pages = true;
    return status;
}

/* The file that holds the response: a metadata record in the next one would refer out of it. */
newsarc_status na_warc_write_metadata(na_warc_writer *w, const na_warc_place *response,
                                      const na_warc_fetch_info *info, newsarc_error *err)
{
    na_warc_place place;
    na_buf block = NA_BUF(NA_WARC_INFO_MAX);
    if (w->file.fd < 0 || strcmp(response->file, w->file.name) != 0)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", na_str_from(response->file),
                        "the response is not in the file being written");
    na_writer_info_line(&block, "via", info->via);
    na_writer_info_line(&block, "hopsFromSeed", info->hops_from_seed);
    na_buf_addf(&block, "fetchTimeMs: %u\r\n", info->fetch_time_ms);
    na_warc_header h = {.type = "metadata",
                        .date = response->date,
                        .warcinfo_id = w->info_id,
                        .concurrent_to = response->record_id,
                        .content_type = "application/warc-fields"};
    newsarc_status status = block.status;
    if (status == NEWSARC_OK)
        status = na_writer_record(w, &h, na_buf_str(&block), (na_str){0}, &place, err);
    na_buf_free(&block);
    return status == NEWSARC_E_NOMEM ? na_writer_no_memory(err) : status;
}

newsarc_status na_warc_write_resource(na_warc_writer *w, const char *name, const char *content_type,
                                      na_str bytes, int64_t seconds, newsarc_error *err)
{
    char date[32], digest[NA_DIGEST_TEXT];
    na_warc_place place;
    na_buf uri = NA_BUF(NA_WARC_URI_MAX);
    na_buf_addf(&uri, "%s:%s", w->prefix, name);
    na_warc_date(seconds, date);
    newsarc_status status = uri.status;
    if (status == NEWSARC_OK)
        status = na_writer_uri(w, "urn:newsarc:", na_buf_str(&uri), err);
    na_buf_free(&uri);
    if (status == NEWSARC_OK)
        status = na_writer_ensure_file(w, err);
    if (status != NEWSARC_OK)
        return status;
    na_digest_begin(w->block);
    na_digest_add(w->block, bytes);
    na_writer_digest(w->block, digest);
    na_warc_header h = {.type = "resource",
                        .date = date,
                        .target_uri = w->uri.p,
                        .warcinfo_id = w->info_id,
                        .payload_digest = digest,
                        .content_type = content_type};
    return na_writer_record(w, &h, bytes, (na_str){0}, &place, err);
}
