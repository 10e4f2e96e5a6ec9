/* Content and transfer codings, RFC 9110 section 8.4 and RFC 9112 section 7: which there are, and
 * removing several. */
#include "http/coding.h"

static newsarc_status copy(na_str body, na_buf *out)
{
    return na_http_append(out, body);
}

typedef struct coding {
    const char *name;
    newsarc_status (*decode)(na_str body, na_buf *out);
} coding;

/* The last four are no codings, but servers write them for "no coding". */
static const coding codings[] = {
    {"gzip", na_http_gunzip}, {"x-gzip", na_http_gunzip}, {"deflate", na_http_inflate},
    {"br", na_http_unbrotli}, {"zstd", na_http_unzstd},   {"identity", copy},
    {"none", copy},           {"binary", copy},           {"8bit", copy},
    {"utf-8", copy},
};

static const coding *find_coding(na_str name)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (na_str_eq_nocase(name, na_str_from(codings[i].name)))
            return &codings[i];
    return NULL;
}

void na_http_codings_add(na_http_codings *list, na_str value)
{
    while (value.n) {
        na_str parameters, name = na_str_cut(value, ',', &value);
        name = na_str_trim(na_str_cut(name, ';', &parameters));
        if (name.n == 0)
            continue;
        list->too_many |= list->n == NA_HTTP_CODINGS_MAX;
        if (!list->too_many)
            list->name[list->n++] = name;
    }
}

void na_http_codings_add_fields(na_http_codings *list, const na_http_head *head, const char *name)
{
    na_str found, value;
    for (size_t at = 0; na_http_next_field(head->fields, &at, &found, &value);)
        if (na_str_eq_nocase(found, na_str_from(name)))
            na_http_codings_add(list, value);
}

newsarc_status na_http_append(na_buf *out, na_str bytes)
{
    size_t left = out->max - out->n;
    if (out->status == NEWSARC_OK && bytes.n > left) {
        na_buf_add(out, na_str_take(bytes, left));
        bytes = na_str_skip(bytes, left); /* does not fit: sets the status */
    }
    na_buf_add(out, bytes);
    return out->status;
}

static bool all_known(const na_http_codings *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!find_coding(list->name[i]))
            return false;
    return !list->too_many;
}

/* A broken layer does not keep the next one from being tried on what there is. */
newsarc_status na_http_codings_remove(const na_http_codings *list, na_str body, na_buf *out)
{
    newsarc_status worst = NEWSARC_OK;
    na_buf layer = NA_BUF(out->max);
    if (!all_known(list))
        return NEWSARC_E_UNSUPPORTED;
    for (size_t i = list->n; i-- > 1;) {
        na_buf inner = NA_BUF(out->max);
        newsarc_status status = find_coding(list->name[i])->decode(body, &inner);
        worst = worst == NEWSARC_OK ? status : worst;
        na_buf_free(&layer);
        layer = inner;
        body = na_buf_str(&layer);
    }
    newsarc_status status =
        list->n ? find_coding(list->name[0])->decode(body, out) : na_http_append(out, body);
    na_buf_free(&layer);
    return worst == NEWSARC_OK ? status : worst;
}

newsarc_status na_http_decode(na_str body, na_str names, na_buf *out)
{
    na_http_codings list = {0};
    na_http_codings_add(&list, names);
    return na_http_codings_remove(&list, body, out);
}
