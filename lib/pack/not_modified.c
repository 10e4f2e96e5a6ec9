/* A 304 answer has no payload, and its head says nothing of the page's type, encoding and coding
 * (RFC 9110, 15.4.5). Its record is a revisit of the profile server-not-modified (ISO 28500:2017,
 * 6.7.3), with that head as it came. Replay tools give the head of the revisit to the payload that
 * it refers to (wabac.js: OnDemandPayloadArchiveDB.loadPayload; pywb: WARCPathLoader.load_resource)
 * and so answer the browser's plain request with 304: no page. The revisits made here say for
 * replay what the 304 said to a cache: on that date the page is the one of this digest, with this
 * head. */
#include "pack/not_modified.h"

#include "archive/gzip_member.h"
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "http/message.h"
#include "pack/made.h"
#include <newsarc/version.h>
#include <stdio.h>

#define BLOCK_MAX ((size_t)1 << 20) /* the head of a response */
#define HEADER_MAX ((size_t)1 << 20)
#define PLACES_MAX ((size_t)1 << 27)
#define SPOOL_MEMORY ((size_t)16 << 20)
#define PROFILE "http://netpreserve.org/warc/1.1/revisit/"

typedef struct maker {
    na_not_modified *m;
    const char *name;
    const na_inputs *inputs;
    na_revisits *revisits;
    na_places answers, originals;
    na_gzip gzip;
    na_buf header, info;
    char info_id[NA_WARC_ID];
} maker;

bool na_not_modified_note(na_not_modified *m, const na_warc_record *record, size_t file)
{
    const uint32_t shared = NA_WARC_SHARED_MEMBER | NA_WARC_OPEN_MEMBER;
    if (!na_is_304(record) || record->oddities & shared)
        return true;
    if (m->n == m->room) {
        size_t room = m->room ? m->room * 2 : 256;
        na_original *p = room <= PLACES_MAX ? na_realloc_array(m->places, room, sizeof *p) : NULL;
        if (!p)
            return false;
        m->places = p;
        m->room = room;
    }
    m->places[m->n++] = (na_original){file, record->offset};
    return true;
}

void na_not_modified_free(na_not_modified *m)
{
    na_free(m->places);
    na_spool_free(m->warc);
    *m = (na_not_modified){0};
}

/* The same record has the same ID in every package. */
static newsarc_status make_id(na_str kind, const na_warc_record *answer, char out[NA_WARC_ID])
{
    char uuid[NA_UUID_TEXT];
    const na_str parts[] = {NA_STR("newsarc pack"), kind, na_warc_field(answer, "WARC-Record-ID")};
    if (!na_digest_uuid(parts, sizeof parts / sizeof *parts, uuid))
        return NEWSARC_E_NOMEM;
    snprintf(out, NA_WARC_ID, "<%s>", uuid);
    return NEWSARC_OK;
}

static newsarc_status write_record(maker *k, const na_warc_record *like, na_str block)
{
    char digest[NA_DIGEST_TEXT];
    na_str member;
    if (!na_made_digest(like, &block, 1, digest))
        return NEWSARC_E_NOMEM;
    na_made_field(&k->header, "WARC-Block-Digest", na_str_from(digest));
    na_buf_addf(&k->header, "Content-Length: %zu\r\n\r\n", block.n);
    const na_str parts[] = {na_buf_str(&k->header), block, NA_STR("\r\n\r\n")};
    newsarc_status status = k->header.status;
    if (status == NEWSARC_OK)
        status = na_gzip_pack(&k->gzip, parts, sizeof parts / sizeof *parts, &member);
    return status == NEWSARC_OK ? na_spool_write(k->m->warc, member) : status;
}

static void begin_record(maker *k, const char *type, const char *id, na_str date)
{
    na_buf_clear(&k->header);
    na_buf_add_cstr(&k->header, "WARC/1.1\r\n");
    na_made_field(&k->header, "WARC-Type", na_str_from(type));
    na_made_field(&k->header, "WARC-Record-ID", na_str_from(id));
    na_made_field(&k->header, "WARC-Date", date);
}

/* With ID and date after the first of the answers. */
static newsarc_status write_info(maker *k, const na_warc_record *first)
{
    newsarc_status status = make_id(NA_STR("warcinfo"), first, k->info_id);
    if (status != NEWSARC_OK)
        return status;
    begin_record(k, "warcinfo", k->info_id, na_warc_field(first, "WARC-Date"));
    na_made_field(&k->header, "WARC-Filename", na_str_from(k->name));
    na_made_field(&k->header, "Content-Type", NA_STR("application/warc-fields"));
    na_made_field(&k->info, "software", NA_STR("newsarc/" NEWSARC_VERSION));
    na_made_field(&k->info, "format", NA_STR(NA_WARC_FORMAT));
    na_made_field(&k->info, "conformsTo", NA_STR(NA_WARC_CONFORMS_TO));
    na_made_field(&k->info, "description",
                  NA_STR("made when the package was: for each 304 answer in its other WARC files, "
                         "a revisit record of the same URI and date that replay tools resolve, "
                         "with the head of the response that was not modified"));
    return write_record(k, first, na_buf_str(&k->info));
}

static newsarc_status write_revisit(maker *k, const na_warc_record *answer,
                                    const na_warc_record *original, na_str head)
{
    char id[NA_WARC_ID];
    na_buf *out = &k->header;
    na_str digest = na_warc_field(original, "WARC-Payload-Digest");
    newsarc_status status = make_id(NA_STR("revisit"), answer, id);
    if (status != NEWSARC_OK)
        return status;
    begin_record(k, "revisit", id, na_warc_field(answer, "WARC-Date"));
    na_made_field(out, "WARC-Target-URI", na_warc_uri(answer, "WARC-Target-URI"));
    na_made_field(out, "WARC-IP-Address", na_warc_field(answer, "WARC-IP-Address"));
    na_made_field(out, "WARC-Warcinfo-ID", na_str_from(k->info_id));
    na_made_field(out, "WARC-Profile",
                  digest.n ? NA_STR(PROFILE "identical-payload-digest")
                           : NA_STR(PROFILE "server-not-modified"));
    na_made_field(out, "WARC-Refers-To", na_warc_field(original, "WARC-Record-ID"));
    na_made_field(out, "WARC-Refers-To-Target-URI", na_warc_uri(original, "WARC-Target-URI"));
    na_made_field(out, "WARC-Refers-To-Date", na_warc_field(original, "WARC-Date"));
    na_made_field(out, "WARC-Payload-Digest", digest);
    na_made_field(out, "WARC-Truncated", NA_STR("length"));
    na_made_field(out, "Content-Type", NA_STR("application/http;msgtype=response"));
    return write_record(k, original, head);
}

/* Of one answer, when there is something to say. */
static newsarc_status make_one(maker *k, const na_original *place)
{
    na_original found;
    na_warc_record answer, original;
    na_http_head head;
    newsarc_status status =
        na_places_read(&k->answers, k->inputs->paths[place->file], place, &answer);
    if (status != NEWSARC_OK)
        return status;
    if (na_revisits_stand_in(k->revisits, &answer) ||
        !na_revisits_find(k->revisits, &answer, &found))
        return NEWSARC_OK;
    status = na_places_read(&k->originals, k->inputs->paths[found.file], &found, &original);
    if (status != NEWSARC_OK)
        return status;
    if (!na_http_head_parse(original.block, &head))
        return NEWSARC_E_NOT_FOUND;
    if (k->m->made == 0)
        status = write_info(k, &answer);
    if (status == NEWSARC_OK)
        status = write_revisit(k, &answer, &original, na_str_take(original.block, head.size));
    k->m->made += status == NEWSARC_OK;
    return status;
}

newsarc_status na_not_modified_make(na_not_modified *m, const char *name, na_revisits *revisits,
                                    const na_inputs *inputs, na_str *warc)
{
    maker k = {.m = m,
               .name = name,
               .inputs = inputs,
               .revisits = revisits,
               .answers = {.block_max = BLOCK_MAX},
               .originals = {.block_max = BLOCK_MAX},
               .header = NA_BUF(HEADER_MAX),
               .info = NA_BUF(HEADER_MAX)};
    newsarc_status status = NEWSARC_OK;
    na_gzip_init(&k.gzip);
    m->warc = na_spool_new(NULL, SPOOL_MEMORY);
    if (!m->warc)
        status = NEWSARC_E_NOMEM;
    for (size_t i = 0; i < m->n && status == NEWSARC_OK; i++) {
        status = make_one(&k, &m->places[i]);
        m->unread += status == NEWSARC_E_NOT_FOUND;
        status = status == NEWSARC_E_NOT_FOUND ? NEWSARC_OK : status;
    }
    if (status == NEWSARC_OK)
        status = na_spool_view(m->warc, warc);
    na_places_free(&k.answers);
    na_places_free(&k.originals);
    na_gzip_free(&k.gzip);
    na_buf_free(&k.header);
    na_buf_free(&k.info);
    return status;
}
