/* See parse.h: entity -> article; else list page; and in any case the links of the document. */
#include "crawl/parse.h"

#include "archive/digest.h"
#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include "crawl/digest.h"
#include "crawl/outlinks.h"
#include "fetch/entity.h"
#include "html/intake.h"
#include "listing/listing.h"
#include "text/encoding.h"
#include <newsarc/article.h>

#define HTML_MAX ((size_t)8 << 20)

struct na_parser {
    newsarc_extractor *ex;
    na_arena *arena;
    na_buf entity;
    char *agent;
    char *json; /* of the last article */
    newsarc_error error;
};

/* One page on its way. */
typedef struct page {
    na_parser *p;
    na_intake in;
    na_str url, content_type;
    bool list;
    const newsarc_article *article;
    na_found *v;
    size_t n, room;
    na_parsed *out;
} page;

na_parser *na_parser_new(na_str agent)
{
    na_parser *p = na_calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->entity = NA_BUF(HTML_MAX);
    p->arena = na_arena_new();
    p->agent = na_strndup(agent.p, agent.n);
    if (!p->arena || !p->agent || newsarc_extractor_new(&p->ex) != NEWSARC_OK) {
        na_parser_free(p);
        return NULL;
    }
    return p;
}

void na_parser_free(na_parser *p)
{
    if (!p)
        return;
    newsarc_extractor_free(p->ex);
    na_arena_free(p->arena);
    na_buf_free(&p->entity);
    newsarc_free(p->json);
    na_free(p->agent);
    na_free(p);
}

static bool is_html(na_str content_type, na_str body)
{
    na_str essence = na_content_type_essence(content_type);
    if (na_str_eq_nocase(essence, NA_STR("text/html")) ||
        na_str_eq_nocase(essence, NA_STR("application/xhtml+xml")))
        return true;
    return essence.n == 0 && na_str_starts(na_str_trim(na_str_take(body, 1024)), NA_STR("<"));
}

/* The type says so: such a body need not be decoded. */
static bool is_something_else(na_str content_type)
{
    return na_content_type_essence(content_type).n && !is_html(content_type, NA_STR(""));
}

static void add(page *pg, na_str url, na_role role, na_str name, size_t parent)
{
    if (url.n == 0)
        return;
    if (pg->n == pg->room) {
        size_t room = pg->room ? pg->room * 2 : 64;
        pg->v = na_arena_grow(pg->p->arena, pg->v, pg->room * sizeof *pg->v, room * sizeof *pg->v);
        pg->room = room;
    }
    pg->v[pg->n++] =
        (na_found){na_arena_str(pg->p->arena, url), role, na_arena_str(pg->p->arena, name), parent};
}

static void add_plain(page *pg, na_str url, na_role role)
{
    add(pg, url, role, NA_STR(""), SIZE_MAX);
}

/* First, so that a category's parent is an index from the beginning. */
static void add_list(page *pg)
{
    na_list_page l;
    const na_list_input in = {.doc = pg->in.doc,
                              .url = pg->url,
                              .base = pg->in.base,
                              .encoding = pg->in.encoding,
                              .now = pg->in.opts.fetch_time};
    na_list_read(pg->p->arena, &in, &l);
    for (size_t i = 0; i < l.category_count; i++)
        add(pg, l.categories[i].url, NA_ROLE_CATEGORY, l.categories[i].name,
            l.categories[i].parent);
    for (size_t i = 0; i < l.entry_count; i++)
        add_plain(pg, l.entries[i].url, NA_ROLE_ENTRY);
    for (size_t i = 0; i < l.page_count; i++)
        if (l.pages[i].post.n == 0)
            add_plain(pg, l.pages[i].url, NA_ROLE_PAGER);
    pg->out->entries = l.entry_count;
}

static void add_body(page *pg)
{
    const newsarc_article *a = pg->article;
    for (size_t i = 0; i < newsarc_article_image_count(a); i++)
        add_plain(pg, na_str_from(newsarc_article_image_url(a, i)), NA_ROLE_BODY_IMAGE);
    for (size_t i = 0; i < newsarc_article_attachment_count(a); i++)
        add_plain(pg, na_str_from(newsarc_article_attachment_url(a, i)), NA_ROLE_BODY_ATTACHMENT);
}

static void add_outlinks(page *pg)
{
    static const na_role roles[] = {[NA_OUTLINK_PAGE] = NA_ROLE_PAGE,
                                    [NA_OUTLINK_REQUISITE] = NA_ROLE_REQUISITE,
                                    [NA_OUTLINK_ATTACHMENT] = NA_ROLE_ATTACHMENT,
                                    [NA_OUTLINK_REFRESH] = NA_ROLE_REFRESH};
    na_outlinks links = na_outlinks_find(pg->p->arena, pg->in.doc, pg->url, pg->in.encoding,
                                         na_str_from(pg->p->agent));
    for (size_t i = 0; i < links.n; i++)
        add_plain(pg, links.v[i].url, roles[links.v[i].type]);
}

/* What makes two versions of an article differ for a reader. */
static void digest_article(page *pg)
{
    static const newsarc_field fields[] = {NEWSARC_FIELD_TITLE, NEWSARC_FIELD_DATE,
                                           NEWSARC_FIELD_SOURCE, NEWSARC_FIELD_AUTHORS,
                                           NEWSARC_FIELD_TEXT};
    na_arena *arena = pg->p->arena;
    unsigned char value[NA_SHA256_SIZE];
    na_sb sb = NA_SB(arena);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        for (size_t k = 0; k < newsarc_article_count(pg->article, fields[i]); k++) {
            na_sb_add_cstr(&sb, newsarc_article_item(pg->article, fields[i], k));
            na_sb_add_byte(&sb, '\0');
        }
        na_sb_add_byte(&sb, '\0');
    }
    if (!na_sha256(na_sb_str(&sb), value))
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    char *hex = na_arena_alloc(arena, 2 * NA_SHA256_SIZE + 1);
    na_digest_hex(value, NA_SHA256_SIZE, hex);
    pg->out->digest = na_str_from(hex);
}

static na_str copy_field(page *pg, newsarc_field field)
{
    return na_arena_str(pg->p->arena, na_str_from(newsarc_article_text(pg->article, field)));
}

/* The rest of the page's reading, with one parse for list and links. */
static void collect(na_arena *arena, void *user)
{
    page *pg = user;
    if (pg->out->type == NA_PAGE_ARTICLE) {
        pg->out->title = copy_field(pg, NEWSARC_FIELD_TITLE);
        pg->out->date = copy_field(pg, NEWSARC_FIELD_DATE);
        digest_article(pg);
    }
    na_intake_read(arena, &pg->in);
    if (pg->list || pg->out->type != NA_PAGE_ARTICLE)
        add_list(pg);
    if (pg->out->type == NA_PAGE_ARTICLE)
        add_body(pg);
    add_outlinks(pg);
}

static na_page_type type_of(const newsarc_article *a)
{
    const char *type = newsarc_article_text(a, NEWSARC_FIELD_TYPE);
    const char *text = newsarc_article_text(a, NEWSARC_FIELD_TEXT);
    if (type && strcmp(type, "article") == 0 && text && *text)
        return NA_PAGE_ARTICLE;
    return type && strcmp(type, "listing") == 0 ? NA_PAGE_LISTING : NA_PAGE_OTHER;
}

static newsarc_status keep_json(page *pg)
{
    size_t length;
    newsarc_status status =
        newsarc_article_render(pg->article, NEWSARC_RENDER_JSON, NULL, &pg->p->json, &length);
    if (status == NEWSARC_OK)
        pg->out->json = (na_str){pg->p->json, length};
    return status;
}

/* A page that cannot be read is the page's fault and no failure of the crawl. */
static newsarc_status page_fault(page *pg, newsarc_status status)
{
    if (status != NEWSARC_E_LIMIT && status != NEWSARC_E_FORMAT)
        return status;
    if (pg->out->digest.n == 0) /* an article that was read stays one */
        pg->out->type = NA_PAGE_BROKEN;
    pg->out->reason = pg->p->error.message[0] ? pg->p->error.message : "a limit was reached";
    return NEWSARC_OK;
}

static newsarc_status read_article(page *pg, newsarc_article **article)
{
    na_parser *p = pg->p;
    newsarc_status status =
        newsarc_extract(p->ex, pg->in.bytes.p, pg->in.bytes.n, &pg->in.opts, article, &p->error);
    if (status != NEWSARC_OK)
        return page_fault(pg, status);
    pg->article = *article;
    pg->out->type = type_of(*article);
    return pg->out->type == NA_PAGE_ARTICLE ? keep_json(pg) : NEWSARC_OK;
}

static newsarc_status parse_html(page *pg, na_str body, int64_t fetch_time)
{
    newsarc_article *article = NULL;
    newsarc_extract_options opts;
    char *type = na_strndup(pg->content_type.p ? pg->content_type.p : "", pg->content_type.n);
    char *url = na_strndup(pg->url.p, pg->url.n);
    newsarc_status status = type && url ? NEWSARC_OK : NEWSARC_E_NOMEM;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = url;
    opts.content_type = pg->content_type.p ? type : NULL;
    opts.fetch_time = fetch_time;
    na_intake_init(&pg->in, body, &opts);
    if (status == NEWSARC_OK)
        status = read_article(pg, &article);
    if (status == NEWSARC_OK) {
        status = na_arena_run(pg->p->arena, pg->in.whole, collect, pg);
        status = status == NEWSARC_OK ? status : page_fault(pg, status);
    }
    newsarc_article_free(article);
    na_free(type);
    na_free(url);
    return status;
}

newsarc_status na_parse_response(na_parser *p, na_exchange *x, bool list, na_parsed *out)
{
    *out = (na_parsed){.type = NA_PAGE_NO_HTML};
    na_http_head head;
    na_arena_reset(p->arena);
    na_buf_clear(&p->entity);
    na_error_clear(&p->error);
    newsarc_free(p->json);
    p->json = NULL;
    if (x->status == 0 || !na_http_head_parse(na_buf_str(&x->head), &head) ||
        is_something_else(na_http_field(&head, "Content-Type")))
        return NEWSARC_OK;
    newsarc_status status = na_exchange_entity(x, &head, &p->entity);
    if (status == NEWSARC_E_NOT_FOUND)
        return NEWSARC_OK;
    if (status == NEWSARC_E_NOMEM || status == NEWSARC_E_IO)
        return status;
    na_str body = na_buf_str(&p->entity);
    page pg = {.p = p, .url = na_str_from(x->url), .list = list, .out = out};
    pg.content_type = na_http_field(&head, "Content-Type");
    if (!is_html(pg.content_type, body) || body.n == 0)
        return NEWSARC_OK;
    if (status == NEWSARC_E_LIMIT) {
        out->type = NA_PAGE_BROKEN;
        out->reason = "the page is longer than 8 MiB";
        return NEWSARC_OK;
    }
    status = parse_html(&pg, body, x->begin_us / 1000000);
    out->found = pg.v;
    out->found_count = pg.n;
    return status;
}
