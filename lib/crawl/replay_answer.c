/* Responses, revisits and requests of an archive as exchanges. See replay.h. */
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/replay.h"
#include "http/message.h"
#include <stdio.h>

static newsarc_status bad(const na_warc_record *record, newsarc_error *err, const char *what)
{
    return na_error(err, NEWSARC_E_FORMAT, "crawl", na_warc_field(record, "WARC-Record-ID"), "%s",
                    what);
}

static void copy_text(char *to, size_t size, na_str from)
{
    snprintf(to, size, "%.*s", NA_STR_ARG(na_str_take(from, size - 1)));
}

static na_warc_place place_of(const char *file, const na_warc_record *record)
{
    na_warc_place place = {.offset = record->offset, .length = record->length};
    copy_text(place.file, sizeof place.file, na_str_from(file));
    copy_text(place.record_id, sizeof place.record_id, na_warc_field(record, "WARC-Record-ID"));
    copy_text(place.date, sizeof place.date, na_warc_field(record, "WARC-Date"));
    copy_text(place.payload_digest, sizeof place.payload_digest,
              na_warc_field(record, "WARC-Payload-Digest"));
    return place;
}

static na_truncated truncated_of(const na_warc_record *record)
{
    static const char *const names[] = {
        [NA_TRUNCATED_LENGTH] = "length",
        [NA_TRUNCATED_TIME] = "time",
        [NA_TRUNCATED_DISCONNECT] = "disconnect",
    };
    na_str why = na_warc_field(record, "WARC-Truncated");
    for (size_t i = 1; why.n && i < sizeof names / sizeof *names; i++)
        if (na_str_eq(why, na_str_from(names[i])))
            return (na_truncated)i;
    return NA_WHOLE;
}

static bool same_field(const na_http_head *a, const na_http_head *b, const char *name)
{
    return na_str_eq(na_http_field(a, name), na_http_field(b, name));
}

/* The body that a revisit leaves out; and the head that says how it is framed and coded, when its
 * own says otherwise. */
static newsarc_status take_original(na_replay *r, na_exchange *x, const na_http_head *own,
                                    newsarc_error *err)
{
    na_warc_record record;
    na_http_head head;
    na_place at = {.offset = r->payload.offset};
    copy_text(at.file, sizeof at.file, na_str_from(r->payload.file));
    newsarc_status status = na_records_read(&r->originals, &at, &record, err);
    if (status != NEWSARC_OK)
        return status;
    if (!na_http_head_parse(record.block, &head) || head.is_request)
        return bad(&record, err, "the original of a revisit is no HTTP response");
    if (!same_field(own, &head, "Transfer-Encoding") ||
        !same_field(own, &head, "Content-Encoding")) {
        na_buf_clear(&x->head);
        na_buf_add(&x->head, na_str_take(record.block, head.size));
    }
    status = na_spool_write(x->body, na_str_skip(record.block, head.size));
    return status == NEWSARC_OK ? x->head.status : status;
}

static newsarc_status fill(na_replay *r, na_exchange *x, const na_warc_record *record,
                           newsarc_error *err)
{
    na_http_head head;
    if (!na_http_head_parse(record->block, &head) || head.is_request || head.status == 0)
        return bad(record, err, "no HTTP response");
    na_buf_add(&x->head, na_str_take(record->block, head.size));
    x->status = head.status;
    x->begin_us = na_warc_seconds(na_str_from(r->place.date)) * 1000000;
    bool repeats = r->is_revisit && head.status != 304;
    x->truncated = repeats ? NA_WHOLE : truncated_of(record);
    if (x->truncated != NA_WHOLE)
        snprintf(x->reason, sizeof x->reason, "the body was cut short");
    if (x->head.status != NEWSARC_OK)
        return x->head.status;
    return repeats ? take_original(r, x, &head, err)
                   : na_spool_write(x->body, na_str_skip(record->block, head.size));
}

/* What a revisit refers to; a 304 may refer to nothing. */
static newsarc_status find_payload(na_replay *r, const na_warc_record *record, newsarc_error *err)
{
    na_str id = na_warc_field(record, "WARC-Refers-To");
    r->payload = r->place;
    if (!r->is_revisit || id.n == 0)
        return NEWSARC_OK;
    newsarc_status status = na_store_replay_record(r->look, id, &r->payload);
    if (status != NEWSARC_E_NOT_FOUND)
        return status == NEWSARC_OK ? status : na_store_explain(r->store, status, err);
    r->passed++;
    return bad(record, err, "a revisit of a response that is not in the archive");
}

newsarc_status na_replay_read_answer(na_replay *r, const char *file, const na_warc_record *record,
                                     newsarc_error *err)
{
    na_str url = na_warc_field(record, "WARC-Target-URI");
    if (url.n == 0 || url.n > NA_URL_MAX ||
        (!na_str_starts(url, NA_STR("http://")) && !na_str_starts(url, NA_STR("https://"))))
        return bad(record, err, "no address of a page");
    char *text = na_strndup(url.p, url.n);
    na_exchange *x = text ? na_exchange_new(text, NULL) : NULL;
    na_free(text);
    if (!x)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", url, "out of memory");
    r->is_revisit = na_str_eq(na_warc_field(record, "WARC-Type"), NA_STR("revisit"));
    r->place = place_of(file, record);
    newsarc_status status = find_payload(r, record, err);
    if (status == NEWSARC_OK)
        status = fill(r, x, record, err);
    if (status == NEWSARC_OK)
        r->answer = x;
    else
        na_exchange_free(x);
    return status;
}

/* The address as it was asked for: the record has it in the form of RFC 3986, which escapes what
 * the URL standard leaves alone. */
static void set_url(na_exchange *x, na_str target)
{
    char url[NA_URL_MAX + 1];
    na_str origin = na_origin_of(na_str_from(x->url));
    if (na_str_starts(target, NA_STR("/"))) /* else by way of a proxy */
        snprintf(url, sizeof url, "%.*s%.*s", NA_STR_ARG(origin), NA_STR_ARG(target));
    else
        snprintf(url, sizeof url, "%.*s", NA_STR_ARG(target));
    char *copy = na_str_starts(na_str_from(url), origin) ? na_strdup(url) : NULL;
    if (!copy)
        return;
    na_free(x->url);
    x->url = copy;
}

void na_replay_read_request(na_replay *r, const na_warc_record *record, na_str *post)
{
    na_http_head head;
    *post = NA_STR("");
    if (!na_str_eq(na_warc_field(record, "WARC-Concurrent-To"), na_str_from(r->place.record_id)) ||
        !na_http_head_parse(record->block, &head) || !head.is_request)
        return;
    if (head.target.n + na_origin_of(na_str_from(r->answer->url)).n <= NA_URL_MAX)
        set_url(r->answer, head.target);
    if (na_str_eq(head.method, NA_STR("POST")))
        *post = na_str_skip(record->block, head.size);
}
