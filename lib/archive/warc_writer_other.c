/* Records about captures: the article of a page, how a page was found, files of the crawl itself.
 * They carry URIs of their own, or none, because replay tools would take a record under the page's
 * URI for the page. */
#include "archive/warc_writer_parts.h"
#include "core/error.h"
#include <stdio.h>

#define LINE_ROOM 64 /* for the name and what stands behind the URL */

newsarc_status na_warc_write_article(na_warc_writer *w, na_str url, const na_warc_place *response,
                                     na_str json, na_warc_place *place, newsarc_error *err)
{
    char digest[NA_DIGEST_TEXT];
    *place = (na_warc_place){0};
    newsarc_status status = na_writer_uri(w, "urn:article:", url, err);
    if (status == NEWSARC_OK)
        status = na_writer_open_file(w, err);
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

static bool is_one_word(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
            return false;
    return s.n > 0;
}

/* A URL as the value of a field; left out when it would not stay in its line. */
static void url_line(na_buf *b, const char *name, na_str url, const char *hop)
{
    if (!is_one_word(url) || b->max - b->n < url.n + LINE_ROOM)
        return;
    na_buf_add_cstr(b, name);
    na_buf_add(b, url);
    na_buf_add_cstr(b, hop);
    na_buf_add_cstr(b, "\r\n");
}

static void fetch_fields(na_buf *b, const na_warc_fetch_info *info, bool timed)
{
    url_line(b, "via: ", na_str_from(info->via), "");
    na_writer_info_line(b, "hopsFromSeed", info->hops_from_seed);
    if (timed)
        na_buf_addf(b, "fetchTimeMs: %u\r\n", info->fetch_time_ms);
    for (size_t i = 0; i < info->outlink_count; i++) {
        char hop[] = {' ', 0, 0};
        na_str url = info->outlink(i, &hop[1], info->user);
        url_line(b, "outlink: ", url, hop);
    }
}

newsarc_status na_warc_write_metadata(na_warc_writer *w, const na_warc_place *response,
                                      const na_warc_fetch_info *info, newsarc_error *err)
{
    na_warc_place place;
    newsarc_status status = na_writer_open_file(w, err);
    if (status != NEWSARC_OK)
        return status;
    bool here = strcmp(response->file, w->file.name) == 0;
    na_buf_clear(&w->fields);
    fetch_fields(&w->fields, info, here);
    if (w->fields.status != NEWSARC_OK)
        return na_writer_no_memory(err);
    const na_warc_header h = {.type = "metadata",
                              .date = response->date,
                              .warcinfo_id = w->info_id,
                              .concurrent_to = here ? response->record_id : NULL,
                              .refers_to = here ? NULL : response->record_id,
                              .content_type = "application/warc-fields"};
    status = na_writer_record(w, &h, na_buf_str(&w->fields), (na_str){0}, &place, err);
    w->has_pages |= status == NEWSARC_OK;
    return status;
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
        status = na_writer_open_file(w, err);
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
    status = na_writer_record(w, &h, bytes, (na_str){0}, &place, err);
    if (status == NEWSARC_OK)
        w->has_pages = true;
    return status;
}
