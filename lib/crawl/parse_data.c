/* Bodies that are no pages: sitemaps and feeds, the data of "load more" lists, style sheets. What
 * they are is told by their content, for servers give them any type. See parse.h. */
#include "crawl/parse_page.h"
#include "html/css.h"
#include "http/message.h"
#include "site/feed.h"
#include "text/encoding.h"
#include "url/url.h"

#define DATA_MEMORY ((size_t)256 << 20)

static bool is_one_of(na_str essence, const na_str *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (na_str_eq_nocase(essence, v[i]))
            return true;
    return false;
}
#define IS_ONE_OF(essence, v) is_one_of(essence, v, sizeof(v) / sizeof *(v))

static const na_str html_types[] = {{"text/html", 9}, {"application/xhtml+xml", 21}};
static const na_str xml_types[] = {{"application/rss+xml", 19}, {"application/atom+xml", 20},
                                   {"application/xml", 15},     {"text/xml", 8},
                                   {"application/rdf+xml", 19}, {"text/rss+xml", 12}};
/* of lists, also asked for as XML; of sitemaps also as text and packed */
static const na_str data_types[] = {{"application/json", 16},
                                    {"text/json", 9},
                                    {"text/plain", 10},
                                    {"application/javascript", 22},
                                    {"application/x-javascript", 24},
                                    {"text/javascript", 15}};
static const na_str packed_types[] = {{"application/gzip", 16},
                                      {"application/x-gzip", 18},
                                      {"application/octet-stream", 24},
                                      {"text/plain", 10}};

static bool is_html(na_str content_type, na_str body)
{
    na_str essence = na_content_type_essence(content_type);
    if (essence.n)
        return IS_ONE_OF(essence, html_types);
    return na_str_starts(na_str_trim(na_str_take(body, 1024)), NA_STR("<"));
}

bool na_parse_wants(const na_parse_input *input, na_str content_type)
{
    na_str essence = na_content_type_essence(content_type);
    if (input->requisite)
        return essence.n == 0 || na_str_eq_nocase(essence, NA_STR("text/css"));
    return essence.n == 0 || IS_ONE_OF(essence, html_types) || IS_ONE_OF(essence, xml_types) ||
           (input->list && IS_ONE_OF(essence, data_types)) ||
           (input->feed && IS_ONE_OF(essence, packed_types));
}

static na_str path_of(na_str url)
{
    return na_str_take(url, na_str_find_byte(url, '?'));
}

static bool begins_as_xml(na_str body)
{
    static const char *const begins[] = {"<?xml",         "<rss",     "<feed", "<urlset",
                                         "<sitemapindex", "<rdf:rdf", NULL};
    if (na_str_starts(body, NA_STR("\xef\xbb\xbf")))
        body = na_str_skip(body, 3);
    body = na_str_trim(na_str_take(body, 1024));
    for (size_t i = 0; begins[i]; i++)
        if (na_str_starts_nocase(body, na_str_from(begins[i])))
            return true;
    return false;
}

na_body_type na_parse_body_type(const na_parse_page *pg)
{
    na_str essence = na_content_type_essence(pg->content_type);
    if (pg->body.n == 0)
        return NA_BODY_OTHER;
    if (pg->input->requisite)
        return essence.n || na_str_ends(path_of(pg->url), NA_STR(".css")) ? NA_BODY_CSS
                                                                          : NA_BODY_OTHER;
    if (pg->input->list && na_list_is_data(pg->content_type, pg->body))
        return NA_BODY_DATA;
    bool html = is_html(pg->content_type, pg->body);
    if (pg->input->feed ||
        (begins_as_xml(pg->body) && !IS_ONE_OF(essence, html_types) &&
         na_str_find_nocase(na_str_take(pg->body, 1024), NA_STR("<html")) == NA_NOT_FOUND))
        return NA_BODY_FEED;
    return html ? NA_BODY_HTML : NA_BODY_OTHER;
}

static void add_item(na_parse_page *pg, const na_feed_item *item, bool is_index)
{
    char date[40];
    na_role role = is_index ? NA_ROLE_FEED : item->title.n ? NA_ROLE_ENTRY : NA_ROLE_CANDIDATE;
    na_found *f = na_parse_add(pg, item->url, role);
    if (!f || role != NA_ROLE_ENTRY)
        return;
    f->name = na_arena_str(pg->arena, item->title);
    if (item->date.year)
        f->date = na_arena_str(pg->arena, (na_str){date, na_date_format(&item->date, date)});
}

/* Sitemaps may be gzip files (sitemaps.org, "Sitemap file"). */
static void read_feed(na_arena *arena, void *user)
{
    na_parse_page *pg = user;
    na_feed feed = na_feed_read(arena, pg->body, pg->url, pg->now);
    if (feed.kind == NA_FEED_TEXT_SITEMAP && !pg->input->feed)
        return;
    pg->out->is_feed = feed.kind != NA_FEED_NONE;
    for (size_t i = 0; i < feed.count; i++)
        add_item(pg, &feed.items[i], feed.kind == NA_FEED_SITEMAP_INDEX);
}

static void read_data(na_arena *arena, void *user)
{
    na_parse_page *pg = user;
    na_list_page list;
    const na_decoded text = na_decode_page(arena, pg->body, pg->content_type);
    const na_list_input in = {.url = pg->url,
                              .base = pg->input->from.n ? pg->input->from : pg->url,
                              .encoding = text.encoding,
                              .now = pg->now,
                              .post = pg->input->post};
    na_list_read_data(arena, &in, text.text, &list);
    na_parse_add_list(pg, &list);
}

static void add_requisite(void *user, const na_css_link *link)
{
    na_parse_page *pg = user;
    na_parse_add(pg, na_url_resolve(pg->arena, pg->url, link->address, NULL), NA_ROLE_REQUISITE);
}

static void read_css(na_arena *arena, void *user)
{
    na_parse_page *pg = user;
    na_css_links(arena, pg->body, add_requisite, pg);
}

static newsarc_status unpack(na_parse_page *pg, na_buf *plain)
{
    if (!na_str_starts(pg->body, NA_STR("\x1f\x8b")))
        return NEWSARC_OK;
    newsarc_status status = na_http_decode(pg->body, NA_STR("gzip"), plain);
    pg->body = na_buf_str(plain);
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK; /* of a broken one the beginning */
}

newsarc_status na_parse_data(na_parse_page *pg, na_body_type type)
{
    static void (*const readers[])(na_arena *, void *) = {
        [NA_BODY_FEED] = read_feed, [NA_BODY_DATA] = read_data, [NA_BODY_CSS] = read_css};
    na_buf plain = NA_BUF(NA_PARSE_MAX);
    newsarc_status status = type == NA_BODY_FEED ? unpack(pg, &plain) : NEWSARC_OK;
    if (status == NEWSARC_OK)
        status = na_arena_run(pg->arena, (na_arena_limits){DATA_MEMORY, 0}, readers[type], pg);
    na_buf_free(&plain);
    return status;
}
