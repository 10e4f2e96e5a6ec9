/* WACZ 1.1.1, sections 5.2 (files), 5.3 (datapackage.json) and the compressed index as py-wacz
 * writes and wabac.js reads it. */
#include "pack/wacz.h"

#include "archive/digest.h"
#include "archive/json.h"
#include "core/alloc.h"
#include "pack/inputs.h"
#include <libdeflate.h>
#include <newsarc/version.h>
#include <stdio.h>

#define MEMBER_LINES ((size_t)1024)
#define LEVEL 6

newsarc_status na_wacz_hash(na_str bytes, char out[72])
{
    unsigned char value[64];
    na_digest *d = na_digest_new(NA_SHA256);
    if (!d)
        return NEWSARC_E_NOMEM;
    na_digest_add(d, bytes);
    memcpy(out, "sha256:", 7);
    size_t n = na_digest_value(d, value);
    na_digest_hex(value, n, out + 7);
    na_digest_free(d);
    return n ? NEWSARC_OK : NEWSARC_E_NOMEM;
}

/* Key and timestamp of a line. */
static na_str line_start(na_str line)
{
    size_t at = na_str_find_byte(line, ' ');
    size_t second = at == NA_NOT_FOUND ? at : na_str_find_byte(na_str_skip(line, at + 1), ' ');
    return second == NA_NOT_FOUND ? line : na_str_take(line, at + 1 + second);
}

static newsarc_status add_member(struct libdeflate_compressor *z, na_buf *lines, na_str first,
                                 na_buf *cdx, na_buf *idx)
{
    char hash[72];
    size_t bound = libdeflate_gzip_compress_bound(z, lines->n), offset = cdx->n;
    char *packed = lines->status == NEWSARC_OK ? na_malloc(bound) : NULL;
    if (!packed)
        return NEWSARC_E_NOMEM;
    na_str member = {packed, libdeflate_gzip_compress(z, lines->p, lines->n, packed, bound)};
    na_buf_add(cdx, member);
    newsarc_status status = na_wacz_hash(member, hash);
    na_buf_add(idx, line_start(first));
    na_buf_addf(idx, " {\"offset\": %zu, \"length\": %zu, \"digest\": \"%s\"", offset, member.n,
                hash);
    na_buf_add_cstr(idx, ", \"filename\": \"index.cdx.gz\"}\n");
    na_free(packed);
    na_buf_clear(lines);
    return status;
}

newsarc_status na_wacz_index(const na_cdxj *index, na_buf *cdx, na_buf *idx)
{
    na_buf lines = NA_BUF(index->text.max);
    newsarc_status status = NEWSARC_OK;
    size_t from = 0;
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(LEVEL);
    if (!z)
        return NEWSARC_E_NOMEM;
    na_buf_add_cstr(idx,
                    "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n");
    for (size_t i = 0; i < index->count && status == NEWSARC_OK; i++) {
        na_buf_add(&lines, index->lines[i]);
        na_buf_add_byte(&lines, '\n');
        if (i + 1 - from < MEMBER_LINES && i + 1 < index->count)
            continue;
        status = add_member(z, &lines, index->lines[from], cdx, idx);
        from = i + 1;
    }
    libdeflate_free_compressor(z);
    na_buf_free(&lines);
    if (status == NEWSARC_OK)
        status = cdx->status != NEWSARC_OK ? cdx->status : idx->status;
    return status;
}

/* Frictionless data packages allow these bytes in a resource's name. */
static void add_name(na_buf *out, const char *path)
{
    na_buf name = NA_BUF(1 << 16);
    for (const char *p = na_base_name(path); *p; p++) {
        char c = na_lower(*p);
        bool plain = (c >= 'a' && c <= 'z') || na_is_digit(c) || c == '.' || c == '_' || c == '-';
        na_buf_add_byte(&name, plain ? c : '-');
    }
    na_json_member(out, "name", na_buf_str(&name));
    if (name.status == NEWSARC_E_NOMEM)
        out->status = name.status;
    na_buf_free(&name);
}

static void add_member_line(na_buf *out, const char *key, na_str value)
{
    if (!value.n)
        return;
    na_buf_addf(out, "  \"%s\": ", key);
    na_json_string(out, value);
    na_buf_add_cstr(out, ",\n");
}

static void add_resource(na_buf *out, const na_wacz_resource *r, bool last)
{
    na_buf_add_cstr(out, "    {");
    add_name(out, r->path);
    na_json_member(out, "path", na_str_from(r->path));
    na_json_member(out, "hash", na_str_from(r->hash));
    na_buf_addf(out, ", \"bytes\": %llu}%s\n", (unsigned long long)r->bytes, last ? "" : ",");
}

newsarc_status na_wacz_datapackage(const na_wacz_package *p, na_buf *out)
{
    na_buf_add_cstr(out, "{\n");
    add_member_line(out, "profile", NA_STR("data-package"));
    add_member_line(out, "wacz_version", NA_STR("1.1.1"));
    add_member_line(out, "title", na_str_from(p->title));
    add_member_line(out, "description", na_str_from(p->description));
    add_member_line(out, "software", NA_STR("newsarc/" NEWSARC_VERSION));
    add_member_line(out, "created", na_str_from(p->created));
    add_member_line(out, "modified", na_str_from(p->created));
    add_member_line(out, "mainPageUrl", p->main_url);
    add_member_line(out, "mainPageDate", p->main_date);
    na_buf_add_cstr(out, "  \"resources\": [\n");
    for (size_t i = 0; i < p->count; i++)
        add_resource(out, &p->resources[i], i + 1 == p->count);
    na_buf_add_cstr(out, "  ]\n}\n");
    return out->status;
}
