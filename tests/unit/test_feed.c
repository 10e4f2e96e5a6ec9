/* site/feed: sitemaps and feeds, well-formed and not. */
#include "unit/unit.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "site/feed.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW 1800000000 /* 2027-01-15 */

typedef struct expectation {
    const char *document;
    na_feed_kind kind;
    const char *rows; /* "url|title|date" joined by newlines */
} expectation;

static const expectation cases[] = {
    {"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
     "<url><loc> http://a.example/x?a=1&amp;b=2 </loc><lastmod>2015-09-01</lastmod></url>"
     "<url><loc>/relative</loc></url><url><loc>ftp://a.example/</loc></url></urlset>",
     NA_FEED_SITEMAP, "http://a.example/x?a=1&b=2||2015-09-01\nhttp://a.example/relative||"},
    {"<urlset xmlns:news='urn:n' "
     "xmlns:image='urn:i'><url><loc>http://a.example/1</loc><lastmod>2020-01-02</lastmod>"
     "<news:news><news:publication_date>2020-01-01T10:22:00+08:00</news:publication_date>"
     "<news:title>标题 "
     "一</news:title></news:news><image:image><image:title>no</image:title></image:image>"
     "</url></urlset>",
     NA_FEED_SITEMAP, "http://a.example/1|标题 一|2020-01-01T10:22:00+08:00"},
    {"<sitemapindex><sitemap><loc>http://a.example/s1.xml.gz</loc></sitemap></sitemapindex>",
     NA_FEED_SITEMAP_INDEX, "http://a.example/s1.xml.gz||"},
    {"<rss "
     "version='2.0'><channel><title>Site</title><link>http://a.example/</"
     "link><item><title><![CDATA[A & B]]></title>"
     "<link>http://a.example/2</link><pubDate>Tue, 01 Sep 2015 10:22:00 "
     "GMT</pubDate></item></channel></rss>",
     NA_FEED_RSS, "http://a.example/2|A & B|2015-09-01T10:22:00+00:00"},
    {"<feed xmlns='http://www.w3.org/2005/Atom'><title>Site</title><link "
     "href='/'/><entry><title>T</title>"
     "<link rel='self' href='/self'/><link rel='alternate' "
     "href='/e1'/><updated>2015-09-02T00:00:00Z</updated>"
     "<published>2015-09-01T00:00:00Z</published></entry></feed>",
     NA_FEED_ATOM, "http://a.example/e1|T|2015-09-01T00:00:00+00:00"},
    {"http://a.example/1\r\n\r\nhttps://a.example/2\n", NA_FEED_TEXT_SITEMAP,
     "http://a.example/1||\nhttps://a.example/2||"},
    {"<!DOCTYPE r [<!ENTITY x 'http://evil.example/'>]><urlset><url><loc>&x;</loc></url>"
     "<url><loc>http://a.example/ok</loc></url></urlset>",
     NA_FEED_SITEMAP, "http://a.example/ok||"},
    {"<urlset><url><loc>http://a.example/1</loc></url><url><loc>http://a.example/2",
     NA_FEED_SITEMAP, "http://a.example/1||"},
    {"<html><body>no feed</body></html>", NA_FEED_NONE, ""},
    {"", NA_FEED_NONE, ""},
};

typedef struct reading {
    const expectation *want;
    char *got;
    na_feed_kind kind;
} reading;

static void read_one(na_arena *arena, void *user)
{
    reading *r = user;
    na_sb out = NA_SB(arena);
    na_feed feed =
        na_feed_read(arena, na_str_from(r->want->document), NA_STR("http://a.example/feed"), NOW);
    for (size_t i = 0; i < feed.count; i++) {
        char date[40] = "";
        if (feed.items[i].date.year)
            na_date_format(&feed.items[i].date, date);
        na_sb_addf(&out, "%s%.*s|%.*s|%s", i ? "\n" : "", NA_STR_ARG(feed.items[i].url),
                   NA_STR_ARG(feed.items[i].title), date);
    }
    r->kind = feed.kind;
    r->got = na_strndup(out.p ? out.p : "", out.n);
}

static void documents_give_their_items(void **state)
{
    (void)state;
    na_arena *arena = na_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = {.want = &cases[i]};
        assert_int_equal(na_arena_run(arena, (na_arena_limits){0}, read_one, &r), NEWSARC_OK);
        assert_string_equal(r.got, cases[i].rows);
        assert_int_equal(r.kind, cases[i].kind);
        na_free(r.got);
        na_arena_reset(arena);
    }
    na_arena_free(arena);
}

static void read_file(na_arena *arena, void *user)
{
    static char room[1 << 20];
    FILE *f = fopen(user, "rb");
    assert_non_null(f);
    size_t n = fread(room, 1, sizeof room, f);
    fclose(f);
    na_feed feed = na_feed_read(arena, (na_str){room, n}, NA_STR("http://a.example/"), NOW);
    for (size_t i = 0; i < feed.count; i++)
        assert_true(na_str_starts(feed.items[i].url, NA_STR("http")));
    if (strstr(user, "/wellformed/")) /* of atom10 and rss */
        assert_int_equal(feed.kind, strstr(user, "/atom10/") ? NA_FEED_ATOM : NA_FEED_RSS);
}

/* Other people's documents: none may crash, whatever they hold. Returns how many there were. */
static unsigned read_folder(na_arena *arena, const char *folder)
{
    DIR *d = opendir(folder);
    unsigned count = 0;
    if (!d)
        return 0;
    for (struct dirent *e; (e = readdir(d));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] == '.')
            continue;
        if (e->d_type == DT_DIR) {
            count += read_folder(arena, path); /* our own folders: three levels */
            continue;
        }
        assert_int_equal(na_arena_run(arena, (na_arena_limits){0}, read_file, path), NEWSARC_OK);
        na_arena_reset(arena);
        count++;
    }
    closedir(d);
    return count;
}

static void judges_are_read_without_a_crash(void **state)
{
    (void)state;
    static const char *const folders[] = {"sitemaps", "rss", "feeds"};
    na_arena *arena = na_arena_new();
    for (size_t i = 0; i < 3; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/judges/%s", NEWSARC_SHARED, folders[i]);
        if (read_folder(arena, path) == 0) {
            na_arena_free(arena); /* skip does not come back */
            skip();
        }
    }
    na_arena_free(arena);
}

typedef struct judged {
    const char *file;
    na_feed_kind kind;
    size_t items;
} judged;

static const judged named[] = {
    {"sitemaps/sitemap.ns.xml", NA_FEED_SITEMAP, 2},
    {"sitemaps/sitemap.badns.xml", NA_FEED_SITEMAP, 2},
    {"sitemaps/sitemap.txt", NA_FEED_TEXT_SITEMAP, 2},
    {"sitemaps/sitemap-with-bom.txt", NA_FEED_TEXT_SITEMAP, 2},
    {"sitemaps/atom.xml", NA_FEED_ATOM, 1},
    {"sitemaps/extension/sitemap-news.xml", NA_FEED_SITEMAP, 2},
    {"sitemaps/extension/sitemap-links.xml", NA_FEED_SITEMAP, 3},
    {"sitemaps/extension/hebdenbridgetimes-articles-sitemap.xml", NA_FEED_SITEMAP, 74},
    {"rss/feed.rss", NA_FEED_RSS, 3},
    {"rss/xmlRss_pubDate.xml", NA_FEED_RSS, 7},
    {"feeds/big5.xml", NA_FEED_RSS, 0},
    {"feeds/http_application_atom_xml_gb2312_encoding.xml", NA_FEED_ATOM, 0},
    {"feeds/illformed/rss_item_link_corrupted_ampersands.xml", NA_FEED_RSS, 1},
    {"feeds/wellformed/rss/entity_in_doctype.xml", NA_FEED_RSS, 0}, /* its link is an entity */
};

static void compare(na_arena *arena, void *user)
{
    static char room[1 << 20];
    const judged *want = user;
    char path[4096];
    snprintf(path, sizeof path, "%s/judges/%s", NEWSARC_SHARED, want->file);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(room, 1, sizeof room, f);
    fclose(f);
    na_feed feed = na_feed_read(arena, (na_str){room, n}, NA_STR("http://a.example/"), NOW);
    if (feed.kind != want->kind || feed.count != want->items)
        fail_msg("%s: kind %d, %zu items", want->file, (int)feed.kind, feed.count);
}

static void judges_are_what_their_names_say(void **state)
{
    (void)state;
    char path[4096];
    snprintf(path, sizeof path, "%s/judges/%s", NEWSARC_SHARED, named[0].file);
    FILE *f = fopen(path, "rb");
    if (!f)
        skip();
    fclose(f);
    na_arena *arena = na_arena_new();
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        judged want = named[i];
        na_arena_reset(arena);
        assert_int_equal(na_arena_run(arena, (na_arena_limits){0}, compare, &want), NEWSARC_OK);
    }
    na_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_give_their_items),
        cmocka_unit_test(judges_are_read_without_a_crash),
        cmocka_unit_test(judges_are_what_their_names_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
