/* pages/pages.jsonl of a WACZ file (WACZ 1.1.1, section 5.2.4): what ReplayWeb.page lists and
 * searches. Titles and texts come from the extractor, in UTF-8 whatever the page's encoding. */
#include "pack/pages.h"

#include "archive/digest.h"
#include "archive/json.h"
#include "http/message.h"

#define ENTITY_MAX ((size_t)8 << 20)
#define SPOOL_MEMORY ((size_t)16 << 20)
#define LINE_MAX_BYTES ((size_t)64 << 20)

newsarc_status na_pages_init(na_pages *p)
{
    *p = (na_pages){.entity = NA_BUF(ENTITY_MAX),
                    .line = NA_BUF(LINE_MAX_BYTES),
                    .main_url = NA_BUF(LINE_MAX_BYTES),
                    .main_date = NA_BUF(LINE_MAX_BYTES)};
    p->lines = na_spool_new(NULL, SPOOL_MEMORY);
    if (!p->lines)
        return NEWSARC_E_NOMEM;
    na_buf_add_cstr(&p->line, "{\"format\": \"json-pages-1.0\", \"id\": \"pages\", "
                              "\"title\": \"All Pages\", \"hasText\": true}\n");
    return na_spool_write(p->lines, na_buf_str(&p->line));
}

void na_pages_free(na_pages *p)
{
    na_spool_free(p->lines);
    newsarc_extractor_free(p->extractor);
    na_buf_free(&p->entity);
    na_buf_free(&p->line);
    na_buf_free(&p->main_url);
    na_buf_free(&p->main_date);
    p->lines = NULL;
    p->extractor = NULL;
}

static bool is_html(na_str type)
{
    na_str rest, name = na_str_trim(na_str_cut(type, ';', &rest));
    return na_str_eq_nocase(name, NA_STR("text/html")) ||
           na_str_eq_nocase(name, NA_STR("application/xhtml+xml"));
}

static bool is_page(const na_warc_record *record, na_http_head *head)
{
    return na_str_eq_nocase(na_warc_field(record, "WARC-Type"), NA_STR("response")) &&
           na_warc_field(record, "WARC-Target-URI").n && record->block.n &&
           na_http_head_parse(record->block, head) && head->status == 200 &&
           is_html(na_http_field(head, "Content-Type"));
}

/* The same page has the same id in every package: 22 hexadecimal digits. */
static void add_id(na_buf *line, na_str uri, na_str date)
{
    unsigned char value[64];
    char hex[129];
    na_digest *d = na_digest_new(NA_SHA256);
    if (!d) {
        line->status = NEWSARC_E_NOMEM;
        return;
    }
    na_digest_add(d, date);
    na_digest_add(d, NA_STR(" "));
    na_digest_add(d, uri);
    na_digest_hex(value, na_digest_value(d, value), hex);
    hex[22] = 0;
    na_json_member(line, "id", na_str_from(hex));
    na_digest_free(d);
}

static newsarc_article *extract(na_pages *p, const na_http_head *head, na_str uri)
{
    char url[4096], type[256];
    newsarc_extract_options opts;
    newsarc_article *article = NULL;
    na_str value = na_http_field(head, "Content-Type");
    newsarc_extract_options_init(&opts, sizeof opts);
    if (uri.n < sizeof url && value.n < sizeof type) {
        memcpy(url, uri.p, uri.n);
        url[uri.n] = 0;
        memcpy(type, value.p, value.n);
        type[value.n] = 0;
        opts.url = url;
        opts.content_type = type;
    }
    if (!p->extractor && newsarc_extractor_new(&p->extractor) != NEWSARC_OK)
        return NULL;
    newsarc_status status =
        newsarc_extract(p->extractor, p->entity.p, p->entity.n, &opts, &article, NULL);
    if (status <= NEWSARC_FATAL) {
        newsarc_extractor_free(p->extractor);
        p->extractor = NULL;
    }
    return article;
}

static void add_line(na_pages *p, const na_http_head *head, na_str uri, na_str date)
{
    newsarc_article *article = p->entity.n ? extract(p, head, uri) : NULL;
    na_buf_clear(&p->line);
    na_buf_add_byte(&p->line, '{');
    add_id(&p->line, uri, date);
    na_json_member(&p->line, "url", uri);
    na_json_member(&p->line, "ts", date);
    if (article) {
        na_json_member(&p->line, "title",
                       na_str_from(newsarc_article_text(article, NEWSARC_FIELD_TITLE)));
        na_json_member(&p->line, "text",
                       na_str_from(newsarc_article_text(article, NEWSARC_FIELD_TEXT)));
    }
    na_buf_addf(&p->line, ", \"size\": %zu}\n", p->entity.n);
    newsarc_article_free(article);
    if (p->line.status == NEWSARC_E_NOMEM)
        p->status = p->line.status;
    else if (p->line.status == NEWSARC_OK)
        p->status = na_spool_write(p->lines, na_buf_str(&p->line));
}

void na_pages_add(na_pages *p, const na_warc_record *record)
{
    na_http_head head;
    na_str date = na_warc_field(record, "WARC-Date");
    na_str uri = na_warc_uri(record, "WARC-Target-URI");
    if (p->status != NEWSARC_OK)
        return;
    if (date.n < sizeof p->last && memcmp(date.p ? date.p : "", p->last, date.n) > 0) {
        memcpy(p->last, date.p, date.n);
        p->last[date.n] = 0;
    }
    if (!is_page(record, &head))
        return;
    na_buf_clear(&p->entity);
    if (na_http_entity(record->block, &p->entity) == NEWSARC_E_NOMEM)
        p->status = NEWSARC_E_NOMEM;
    if (p->count++ == 0) {
        na_buf_add(&p->main_url, uri);
        na_buf_add(&p->main_date, date);
    }
    add_line(p, &head, uri, date);
}
