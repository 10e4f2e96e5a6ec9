/* newsarc/article.h: one HTML page in, one article out.
 *
 *     newsarc_extractor *ex = NULL;
 *     newsarc_article *article = NULL;
 *     newsarc_extract_options opts;
 *     newsarc_extract_options_init(&opts, sizeof opts);
 *     opts.url = "http://example.org/news/229.html";
 *     if (newsarc_extractor_new(&ex) == NEWSARC_OK &&
 *         newsarc_extract(ex, html, length, &opts, &article, NULL) == NEWSARC_OK)
 *         puts(newsarc_article_text(article, NEWSARC_FIELD_TITLE));
 *     newsarc_article_free(article);
 *     newsarc_extractor_free(ex);
 *
 * The extractor is a pure function of page, URL, Content-Type, fetch time and, when one is given,
 * site profile: no cache, no state, the same bytes out for the same bytes in. An extractor holds
 * the working memory of one thread: use one per thread and call it for page after page. Articles
 * are independent of the extractor that made them and may be read from several threads at once.
 *
 * Words used for ownership: "owns" (frees it with itself), "borrows" (valid only as long as
 * stated), "takes" (the caller must not free it any more). */
#ifndef NEWSARC_ARTICLE_H
#define NEWSARC_ARTICLE_H

#include <newsarc/rules.h>
#include <newsarc/status.h>

NEWSARC_BEGIN

typedef struct newsarc_extractor newsarc_extractor;
typedef struct newsarc_article newsarc_article;
typedef struct newsarc_site_profile newsarc_site_profile; /* newsarc/profile.h */

/* Options grow at the end; struct_size says which fields the caller knows. */
typedef struct newsarc_extract_options {
    size_t struct_size;
    const char *url;          /* address of the page, UTF-8; NULL: unknown. Borrowed for the call */
    const char *content_type; /* value of the HTTP Content-Type header; NULL: none. Borrowed */
    int64_t fetch_time;       /* seconds since 1970 UTC; no date may be later. 0: now */
    uint64_t max_html_bytes;  /* larger pages fail with NEWSARC_E_LIMIT. 0: 8 MiB */
    uint64_t max_memory;      /* bytes of working memory a page; 0: max(16 MiB, 48 x page), at most
                                 256 MiB (three times the worst honest page measured) */
    uint32_t max_cpu_ms;      /* CPU time of the thread for the parse; 0: 1000 + 500 per MB */
    uint32_t explain;         /* 1: keep the account that newsarc_article_explain gives; 0: do not,
                                 which costs nothing */
    const newsarc_site_profile *profile; /* what the pages of the site have in common; NULL: the
                                            page is read by itself. Borrowed for the call; threads
                                            may share one that nobody changes */
    const newsarc_rules *rules; /* of sites; those that fit `url` go before what extraction finds.
                                   NULL: none. Borrowed for the call */
} newsarc_extract_options;

/* Sets every field to its default. `size` is sizeof(newsarc_extract_options) of the caller.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT. */
NEWSARC_API newsarc_status newsarc_extract_options_init(newsarc_extract_options *opts, size_t size);

/* Makes an extractor; the caller owns it. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM.
 */
NEWSARC_API newsarc_status newsarc_extractor_new(newsarc_extractor **out);
NEWSARC_API void newsarc_extractor_free(newsarc_extractor *ex); /* NULL is ignored */

/* Extracts the article of `html`, `length` bytes as the server sent them after removing any content
 * coding, in whatever encoding. `html` is borrowed for the call. `opts` NULL means defaults. On
 * success *out is an article that the caller owns; on failure *out is NULL. A page without an
 * article (a listing, a login page) succeeds with type "listing" or "other". Returns NEWSARC_OK,
 * NEWSARC_E_ARGUMENT, NEWSARC_E_FORMAT (empty or binary input), NEWSARC_E_LIMIT (a ceiling of the
 * options), NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_extract(newsarc_extractor *ex, const void *html, size_t length,
                                           const newsarc_extract_options *opts,
                                           newsarc_article **out, newsarc_error *err);
NEWSARC_API void newsarc_article_free(newsarc_article *article); /* NULL is ignored */

/* Fields. Text fields have one value or none; list fields have any number. */
typedef int32_t newsarc_field;
#define NEWSARC_FIELD_URL 0           /* as given in the options */
#define NEWSARC_FIELD_CANONICAL_URL 1 /* link rel=canonical or og:url, absolute */
#define NEWSARC_FIELD_TYPE 2          /* "article", "listing" or "other"; never NULL */
#define NEWSARC_FIELD_TITLE 3
#define NEWSARC_FIELD_DATE 4 /* ISO 8601, as precise as the page states */
#define NEWSARC_FIELD_MODIFIED 5
#define NEWSARC_FIELD_SOURCE 6    /* the outlet (来源), not the author */
#define NEWSARC_FIELD_EDITOR 7    /* 责任编辑 */
#define NEWSARC_FIELD_LANGUAGE 8  /* BCP 47, e.g. "zh" */
#define NEWSARC_FIELD_TEXT 9      /* the body: paragraphs joined by one \n */
#define NEWSARC_FIELD_CHARSET 10  /* name of the page's encoding, e.g. "gb18030" */
#define NEWSARC_FIELD_AUTHORS 11  /* list */
#define NEWSARC_FIELD_SECTIONS 12 /* list: the breadcrumb */
#define NEWSARC_FIELD_COUNT 13

/* Value of a text field, UTF-8, owned by the article; NULL when unknown, for list fields and for
 * unknown numbers. */
NEWSARC_API const char *newsarc_article_text(const newsarc_article *article, newsarc_field field);
/* Number of values: 0 or 1 for text fields. */
NEWSARC_API size_t newsarc_article_count(const newsarc_article *article, newsarc_field field);
/* The i-th value, owned by the article; NULL when out of range. */
NEWSARC_API const char *newsarc_article_item(const newsarc_article *article, newsarc_field field,
                                             size_t i);
/* Where the field's value came from ("meta:PubDate", "jsonld", "og", "byline", "h1", "url", ...),
 * owned by the article, or NULL when the field is unknown; *confidence (may be NULL) gets 0 to 1.
 */
NEWSARC_API const char *newsarc_article_evidence(const newsarc_article *article,
                                                 newsarc_field field, double *confidence);

/* What became of a rule of the site on this page (newsarc/rules.h). */
typedef int32_t newsarc_rule_state;
#define NEWSARC_RULE_NONE 0   /* there is none for this page */
#define NEWSARC_RULE_FOUND 1  /* it gave the value; the evidence of the field is "rule" */
#define NEWSARC_RULE_MISSED 2 /* it found nothing, so the value was found the usual way, or not */
NEWSARC_API newsarc_rule_state newsarc_article_rule(const newsarc_article *article,
                                                    newsarc_rule rule);
/* Address of the next page of an article in several pages, absolute, owned by the article. NULL: no
 * rule of the site found one. */
NEWSARC_API const char *newsarc_article_next_page(const newsarc_article *article);

/* Images and attachments of the body, URLs absolute where the page's address is known. Strings are
 * owned by the article, NULL when absent. */
NEWSARC_API size_t newsarc_article_image_count(const newsarc_article *article);
NEWSARC_API const char *newsarc_article_image_url(const newsarc_article *article, size_t i);
NEWSARC_API const char *newsarc_article_image_alt(const newsarc_article *article, size_t i);
NEWSARC_API const char *newsarc_article_image_caption(const newsarc_article *article, size_t i);
NEWSARC_API size_t newsarc_article_attachment_count(const newsarc_article *article);
NEWSARC_API const char *newsarc_article_attachment_url(const newsarc_article *article, size_t i);
NEWSARC_API const char *newsarc_article_attachment_name(const newsarc_article *article, size_t i);

/* Renderings of the whole article. JSON is one object on one line (JSON_PRETTY: indented), keys in
 * the order of the documentation; TEXT is the title, a blank line and the body; MARKDOWN keeps
 * headings, lists, links, images and tables. */
typedef int32_t newsarc_rendering;
#define NEWSARC_RENDER_JSON 0
#define NEWSARC_RENDER_JSON_PRETTY 1
#define NEWSARC_RENDER_TEXT 2
#define NEWSARC_RENDER_MARKDOWN 3

/* Renders into *out, UTF-8 ending with NUL (not counted in *length), which the caller frees with
 * newsarc_free. `id` (UTF-8, may be NULL) becomes the first key of a JSON rendering.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM. Thread-safe for one article. */
NEWSARC_API newsarc_status newsarc_article_render(const newsarc_article *article,
                                                  newsarc_rendering how, const char *id, char **out,
                                                  size_t *length);

/* How the article was found, of an article that was extracted with `explain`: the containers that
 * may hold the body with their values, the steps of the choice, every piece of text of the chosen
 * containers that is not in the text with the rule it falls under, and for title, date, source and
 * authors every candidate with where it stands and how far it is trusted; with rules of the site
 * also what each of their selectors named. `how` is
 * NEWSARC_RENDER_TEXT (for people, may change with any version), NEWSARC_RENDER_JSON or
 * NEWSARC_RENDER_JSON_PRETTY (one object, described in newsarc(1)). *out as above.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOT_FOUND (extracted without `explain`),
 * NEWSARC_E_NOMEM. Thread-safe for one article. */
NEWSARC_API newsarc_status newsarc_article_explain(const newsarc_article *article,
                                                   newsarc_rendering how, char **out,
                                                   size_t *length);

NEWSARC_END

#endif
