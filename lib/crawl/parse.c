/* See parse.h: entity -> article; else list page; and in any case the links of the document. What
 * is no HTML: parse_data.c. */
#include "crawl/parse_page.h"

#include "archive/digest.h"
#include "article/extract.h"
#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include "crawl/digest.h"
#include "crawl/outlinks.h"
#include "fetch/entity.h"
#include "html/intake.h"
#include "listing/listing.h"
#include "pack/rendering.h"
#include "text/encoding.h"
#include <newsarc/article.h>

#define TWIN_TEXT_MIN 150 /* bytes */
#define RENDERING_MAX ((size_t)128 << 20)

struct na_parser {
    na_arena *arena;
    na_buf entity;
    char *agent;
    na_hints hints;
    na_buf json, rendering; /* of the last article */
    newsarc_error error;
};

/* A page with its parser. */
typedef struct page {
    na_parse_page base;
    na_parser *p;
} page;

na_parser *na_parser_new(na_str agent, na_hints hints)
{
    na_parser *p = na_calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->hints = hints;
    p->entity = NA_BUF(NA_PARSE_MAX);
    p->json = p->rendering = NA_BUF(RENDERING_MAX);
    p->arena = na_arena_new();
    p->agent = na_strndup(agent.p, agent.n);
    if (!p->arena || !p->agent) {
        na_parser_free(p);
        return NULL;
    }
    return p;
}

void na_parser_free(na_parser *p)
{
    if (!p)
        return;
    na_arena_free(p->arena);
    na_buf_free(&p->entity);
    na_buf_free(&p->json);
    na_buf_free(&p->rendering);
    na_free(p->agent);
    na_free(p);
}

/* What a page needs, and where it says it stands now. */
static bool is_no_link(na_role role)
{
    return role == NA_ROLE_BODY_IMAGE || role == NA_ROLE_REQUISITE || role == NA_ROLE_REFRESH;
}

na_found *na_parse_add(na_parse_page *pg, na_str url, na_role role)
{
    if (url.n == 0 || (pg->directives.nofollow && !is_no_link(role)))
        return NULL;
    if (pg->n == pg->room) {
        size_t room = pg->room ? pg->room * 2 : 64;
        pg->v = na_arena_grow(pg->arena, pg->v, pg->room * sizeof *pg->v, room * sizeof *pg->v);
        pg->room = room;
    }
    na_found *f = &pg->v[pg->n++];
    *f = (na_found){.url = na_arena_str(pg->arena, url), .role = role, .parent = SIZE_MAX};
    return f;
}

static void add_entry(na_parse_page *pg, const na_entry *e)
{
    na_found *f = na_parse_add(pg, e->url, NA_ROLE_ENTRY);
    if (!f)
        return;
    f->name = na_arena_str(pg->arena, e->title);
    if (e->date_has_year)
        f->date = na_arena_str(pg->arena, e->date);
}

static void add_request(na_parse_page *pg, const na_list_request *r)
{
    na_found *f = na_parse_add(pg, r->url, NA_ROLE_PAGER);
    if (!f || r->post.n == 0)
        return;
    f->post = na_arena_str(pg->arena, r->post);
    f->key = na_arena_str(pg->arena, r->key);
}

/* Categories first, so that a category's parent is an index from the beginning; entries before
 * pages, so that it is known whether they were new. */
void na_parse_add_list(na_parse_page *pg, const na_list_page *l)
{
    for (size_t i = 0; i < l->category_count; i++) {
        na_found *f = na_parse_add(pg, l->categories[i].url, NA_ROLE_CATEGORY);
        if (!f)
            f = na_parse_add(pg, pg->url, NA_ROLE_CATEGORY);
        f->name = na_arena_str(pg->arena, l->categories[i].name);
        f->parent = l->categories[i].parent;
    }
    for (size_t i = 0; i < l->entry_count; i++)
        add_entry(pg, &l->entries[i]);
    for (size_t i = 0; i < l->page_count; i++)
        add_request(pg, &l->pages[i]);
    pg->out->entries = l->entry_count;
    pg->out->fingerprint = l->fingerprint;
}

static void add_list(na_parse_page *pg)
{
    na_list_page l;
    const na_list_input in = {.doc = pg->in.doc,
                              .url = pg->url,
                              .base = pg->in.base,
                              .encoding = pg->in.encoding,
                              .now = pg->now,
                              .post = pg->input->post};
    na_list_read(pg->arena, &in, &l);
    na_parse_add_list(pg, &l);
}

static void add_body(na_parse_page *pg)
{
    const newsarc_article *a = pg->article;
    for (size_t i = 0; i < newsarc_article_image_count(a); i++)
        na_parse_add(pg, na_str_from(newsarc_article_image_url(a, i)), NA_ROLE_BODY_IMAGE);
    for (size_t i = 0; i < newsarc_article_attachment_count(a); i++)
        na_parse_add(pg, na_str_from(newsarc_article_attachment_url(a, i)),
                     NA_ROLE_BODY_ATTACHMENT);
}

static void add_outlinks(na_parse_page *pg)
{
    static const na_role roles[] = {[NA_OUTLINK_PAGE] = NA_ROLE_PAGE,
                                    [NA_OUTLINK_REQUISITE] = NA_ROLE_REQUISITE,
                                    [NA_OUTLINK_ATTACHMENT] = NA_ROLE_ATTACHMENT,
                                    [NA_OUTLINK_REFRESH] = NA_ROLE_REFRESH,
                                    [NA_OUTLINK_FEED] = NA_ROLE_FEED};
    na_outlinks links =
        na_outlinks_find(pg->arena, pg->in.doc, pg->url, pg->in.encoding, pg->agent);
    for (size_t i = 0; i < links.n; i++)
        na_parse_add(pg, links.v[i].url, roles[links.v[i].type]);
}

static na_str hex_digest(na_arena *arena, na_str bytes)
{
    unsigned char value[NA_SHA256_SIZE];
    if (!na_sha256(bytes, value))
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    char *hex = na_arena_alloc(arena, 2 * NA_SHA256_SIZE + 1);
    na_digest_hex(value, NA_SHA256_SIZE, hex);
    return na_str_from(hex);
}

static na_str digest_fields(na_parse_page *pg, const newsarc_field *fields, size_t n)
{
    na_sb sb = NA_SB(pg->arena);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < newsarc_article_count(pg->article, fields[i]); k++) {
            na_sb_add_cstr(&sb, newsarc_article_item(pg->article, fields[i], k));
            na_sb_add_byte(&sb, '\0');
        }
        na_sb_add_byte(&sb, '\0');
    }
    return hex_digest(pg->arena, na_sb_str(&sb));
}

static na_str field(const na_parse_page *pg, newsarc_field which)
{
    return na_str_from(newsarc_article_text(pg->article, which));
}

/* Two digests: of what makes two versions of an article differ for a reader, and of what makes two
 * pages the same article (a print version may lack source and authors). With little text only the
 * same page, byte for byte, is the same article: short notices differ in what they attach. */
static void digest_article(na_parse_page *pg)
{
    static const newsarc_field fields[] = {NEWSARC_FIELD_TITLE, NEWSARC_FIELD_TEXT,
                                           NEWSARC_FIELD_DATE, NEWSARC_FIELD_SOURCE,
                                           NEWSARC_FIELD_AUTHORS};
    pg->out->digest = digest_fields(pg, fields, 5);
    if (field(pg, NEWSARC_FIELD_TITLE).n == 0)
        return;
    bool telling = field(pg, NEWSARC_FIELD_TEXT).n >= TWIN_TEXT_MIN;
    pg->out->twin = telling ? digest_fields(pg, fields, 2) : hex_digest(pg->arena, pg->body);
}

/* What the page lacks lists have said. */
static na_str first_of(na_parse_page *pg, newsarc_field which, na_str said)
{
    na_str own = field(pg, which);
    return na_arena_str(pg->arena, own.n ? own : said);
}

static void read_fields(na_parse_page *pg)
{
    pg->out->title = first_of(pg, NEWSARC_FIELD_TITLE, pg->input->title);
    pg->out->date = first_of(pg, NEWSARC_FIELD_DATE, pg->input->date);
    pg->out->canonical = first_of(pg, NEWSARC_FIELD_CANONICAL_URL, NA_STR(""));
    digest_article(pg);
}

static na_page_type type_of(const newsarc_article *a)
{
    const char *type = newsarc_article_text(a, NEWSARC_FIELD_TYPE);
    const char *text = newsarc_article_text(a, NEWSARC_FIELD_TEXT);
    if (type && strcmp(type, "article") == 0 && text && *text)
        return NA_PAGE_ARTICLE;
    return type && strcmp(type, "listing") == 0 ? NA_PAGE_LISTING : NA_PAGE_OTHER;
}

static newsarc_status keep_renderings(page *pg)
{
    na_parser *p = pg->p;
    na_parsed *out = pg->base.out;
    na_rendering_pack(pg->base.article, &p->json, &p->rendering);
    newsarc_status status = p->json.status != NEWSARC_OK ? p->json.status : p->rendering.status;
    if (status == NEWSARC_OK)
        status = na_parse_complete(&pg->base, &p->json);
    out->json = na_str_trim(na_buf_str(&p->json));
    out->rendering = na_buf_str(&p->rendering);
    return status == NEWSARC_E_LIMIT ? NEWSARC_E_NOMEM : status;
}

/* A page that cannot be read is the page's fault and no failure of the crawl. */
static newsarc_status page_fault(page *pg, newsarc_status status)
{
    na_parsed *out = pg->base.out;
    if (status != NEWSARC_E_LIMIT && status != NEWSARC_E_FORMAT)
        return status;      /* also NEWSARC_OK */
    if (out->digest.n == 0) /* an article that was read stays one */
        out->type = NA_PAGE_BROKEN;
    out->reason = pg->p->error.message[0] ? pg->p->error.message : "a limit was reached";
    return NEWSARC_OK;
}

static newsarc_status read_article(page *pg)
{
    na_parser *p = pg->p;
    na_parse_page *b = &pg->base;
    newsarc_status status = na_article_read(p->arena, &b->in, &b->article, &p->error);
    if (status != NEWSARC_OK)
        return page_fault(pg, status);
    b->out->type = type_of(b->article);
    if (b->out->type == NA_PAGE_ARTICLE || b->input->part)
        read_fields(b);
    return NEWSARC_OK;
}

static na_page_verdict verdict_on(const na_parse_page *pg)
{
    if (na_page_is_blocked(pg->status, pg->in.doc))
        return NA_PAGE_BLOCKED;
    return na_page_is_soft_404(pg->status, pg->in.doc) ? NA_PAGE_GONE : NA_PAGE_GENUINE;
}

/* One parse for article, list and links. */
static void collect(na_arena *arena, void *user)
{
    page *whole = user;
    na_parse_page *pg = &whole->base;
    na_intake_read(arena, &pg->in);
    pg->out->verdict = verdict_on(pg);
    if (pg->out->verdict != NA_PAGE_GENUINE) {
        pg->out->type = NA_PAGE_OTHER;
        return;
    }
    na_directives_from_doc(pg->in.doc, pg->agent, &pg->directives);
    pg->out->noindex = pg->directives.noindex;
    newsarc_status status = read_article(whole);
    if (status != NEWSARC_OK)
        na_arena_raise(arena, status);
    bool article = pg->out->type == NA_PAGE_ARTICLE;
    if (!pg->directives.nofollow && (pg->input->list || (!article && !pg->input->part)))
        add_list(pg);
    if ((article && !pg->input->list) || pg->input->part)
        na_parse_parts(pg);
    if (article || pg->input->part)
        add_body(pg);
    add_outlinks(pg);
}

static newsarc_status parse_html(page *pg)
{
    na_parse_page *b = &pg->base;
    newsarc_extract_options opts;
    char *type = na_strndup(b->content_type.p ? b->content_type.p : "", b->content_type.n);
    char *url = na_strndup(b->url.p, b->url.n);
    newsarc_status status = type && url ? NEWSARC_OK : NEWSARC_E_NOMEM;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = url;
    opts.content_type = b->content_type.p ? type : NULL;
    opts.fetch_time = b->now;
    opts.rules = pg->p->hints.rules;
    opts.profile = pg->p->hints.profile;
    na_intake_init(&b->in, b->body, &opts);
    if (status == NEWSARC_OK)
        status = page_fault(pg, na_article_check(&b->in, &pg->p->error));
    if (status == NEWSARC_OK && b->out->type != NA_PAGE_BROKEN) {
        const na_arena_limits all = {2 * b->in.whole.memory, 2 * b->in.whole.cpu_ns};
        status = na_arena_run(b->arena, all, collect, pg); /* the article has its own half */
        status = status == NEWSARC_OK ? status : page_fault(pg, status);
    }
    if (status == NEWSARC_OK && b->out->digest.n)
        status = keep_renderings(pg);
    newsarc_article_free(b->article);
    na_free(type);
    na_free(url);
    return status;
}

static newsarc_status too_long(page *pg)
{
    pg->base.out->type = NA_PAGE_BROKEN;
    pg->base.out->reason = "the page is longer than 8 MiB";
    return NEWSARC_OK;
}

static newsarc_status parse_body(page *pg, bool cut)
{
    na_body_type type = na_parse_body_type(&pg->base);
    if (type == NA_BODY_OTHER)
        return NEWSARC_OK;
    if (type == NA_BODY_HTML)
        return cut ? too_long(pg) : parse_html(pg);
    newsarc_status status = na_parse_data(&pg->base, type);
    return status == NEWSARC_OK ? status : page_fault(pg, status);
}

static void begin(na_parser *p)
{
    na_arena_reset(p->arena);
    na_buf_clear(&p->entity);
    na_error_clear(&p->error);
    na_buf_clear(&p->json);
    na_buf_clear(&p->rendering);
}

newsarc_status na_parse_response(na_parser *p, na_exchange *x, const na_parse_input *input,
                                 na_parsed *out)
{
    *out = (na_parsed){.type = NA_PAGE_NO_HTML};
    na_http_head head;
    int64_t fetched = x->begin_us / 1000000;
    begin(p);
    if (x->status == 0 || !na_http_head_parse(na_buf_str(&x->head), &head) ||
        !na_parse_wants(input, na_http_field(&head, "Content-Type")))
        return NEWSARC_OK;
    newsarc_status status = na_exchange_entity(x, &head, &p->entity);
    if (status == NEWSARC_E_NOT_FOUND)
        return NEWSARC_OK;
    if (status == NEWSARC_E_NOMEM || status == NEWSARC_E_IO)
        return status;
    out->broken_coding = status == NEWSARC_E_FORMAT && x->truncated == NA_WHOLE;
    page pg = {.p = p,
               .base = {.arena = p->arena,
                        .input = input,
                        .agent = na_str_from(p->agent),
                        .url = na_str_from(x->url),
                        .content_type = na_http_field(&head, "Content-Type"),
                        .body = na_buf_str(&p->entity),
                        .now = fetched > input->no_earlier ? fetched : input->no_earlier,
                        .status = x->status,
                        .out = out}};
    na_directives_from_head(&head, pg.base.agent, &pg.base.directives);
    status = parse_body(&pg, status == NEWSARC_E_LIMIT);
    out->found = pg.base.v;
    out->found_count = pg.base.n;
    return status;
}
