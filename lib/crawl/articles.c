/* See articles.h. */
#include "crawl/articles.h"

#include "core/alloc.h"
#include "core/error.h"
#include "crawl/join.h"
#include "crawl/records.h"
#include "http/message.h"
#include "pack/article_file.h"
#include "url/url.h"
#include <newsarc/article.h>
#include <stdlib.h>

#define SMALL_MEMORY ((size_t)32 << 20)

typedef struct writer {
    na_store *store;
    const char *path;
    na_article_file *file; /* NULL: no article yet */
    na_records records;
    newsarc_extractor *ex;
    na_arena *arena;
    na_renderings *kept; /* NULL: none */
    na_hints hints;
    na_buf page;         /* entity */
    na_buf line, packed; /* a rendering */
    char *type;          /* Content-Type of page */
    uint64_t count;
    newsarc_error *err;
} writer;

/* The entity of a stored response into `out`; what could be decoded of a broken one. */
static newsarc_status read_entity(writer *w, const na_place *place, na_buf *out, char **type)
{
    na_warc_record record = {0};
    na_http_head head;
    newsarc_status status = na_records_read(&w->records, place, &record, w->err);
    if (status != NEWSARC_OK)
        return status;
    na_buf_clear(out);
    status = na_http_entity(record.block, out);
    if (type && na_http_head_parse(record.block, &head)) {
        na_str value = na_http_field(&head, "Content-Type");
        na_free(*type);
        *type = value.p ? na_strndup(value.p, value.n) : NULL;
    }
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

/* Images and attachments, see na_article_item. */
static newsarc_status read_file(void *user, na_arena *arena, const char *url, na_buf *out,
                                newsarc_error *err)
{
    writer *w = user;
    na_place place;
    (void)err; /* it is the writer's */
    na_str canonical = na_url_canonical(arena, na_str_from(url));
    newsarc_status status = na_store_find_capture(w->store, canonical, &place);
    return status == NEWSARC_OK ? read_entity(w, &place, out, NULL) : status;
}

/* What was joined from several pages, or completed from lists: the stored JSON is the article. */
typedef struct completed {
    writer *w;
    const na_stored_article *a;
    na_rendering files; /* of its first page; then its own */
    newsarc_status status;
} completed;

static void free_json(void *json)
{
    json_decref(json);
}

static json_t *read_json(completed *c, na_arena *arena)
{
    na_warc_record record = {0};
    c->status = na_records_read(&c->w->records, &c->a->json, &record, c->w->err);
    json_t *json = c->status == NEWSARC_OK
                       ? json_loadb((const char *)record.block.p, record.block.n, 0, NULL)
                       : NULL;
    if (c->status == NEWSARC_OK && !json)
        c->status = NEWSARC_E_FORMAT;
    na_arena_defer(arena, free_json, json);
    return json;
}

static na_str dumped(completed *c, na_arena *arena, const json_t *json)
{
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(2));
    na_sb sb = NA_SB(arena);
    if (!text && c->status == NEWSARC_OK)
        c->status = NEWSARC_E_NOMEM;
    na_sb_add_cstr(&sb, text ? text : "");
    free(text);
    na_sb_add_byte(&sb, '\n');
    return na_sb_str(&sb);
}

static newsarc_status join_part(const na_stored_part *part, void *user)
{
    return na_join_add(user, part->number, part->url, part->json, part->markdown) ? NEWSARC_OK
                                                                                  : NEWSARC_E_NOMEM;
}

static void free_join(void *join)
{
    na_join_free(join);
}

static na_str joined_markdown(completed *c, na_arena *arena)
{
    na_join *join = na_arena_alloc(arena, sizeof *join);
    na_join_init(join);
    na_arena_defer(arena, free_join, join);
    newsarc_status status = na_store_parts(c->w->store, c->a->id, join_part, join);
    if (c->status == NEWSARC_OK)
        c->status = status;
    if (join->markdown.n == 0) /* completed, but not joined */
        return c->files.markdown;
    na_buf_add_byte(&join->markdown, '\n');
    return na_buf_str(&join->markdown);
}

static na_str joined_text(na_arena *arena, const json_t *json)
{
    const char *title = json_string_value(json_object_get(json, "title"));
    const char *text = json_string_value(json_object_get(json, "text"));
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, title ? title : "");
    na_sb_add_cstr(&sb, title ? "\n\n" : "");
    na_sb_add_cstr(&sb, text ? text : "");
    na_sb_add_byte(&sb, '\n');
    return na_sb_str(&sb);
}

/* As in na_rendering. */
static na_str urls_of(na_arena *arena, const json_t *list)
{
    size_t i;
    const json_t *one;
    na_sb sb = NA_SB(arena);
    json_array_foreach(list, i, one)
    {
        const char *url = json_string_value(json_object_get(one, "url"));
        na_sb_add_cstr(&sb, url ? url : "");
        na_sb_add_byte(&sb, '\0');
    }
    return na_sb_str(&sb);
}

static void complete(na_arena *arena, void *user)
{
    completed *c = user;
    const json_t *json = read_json(c, arena);
    c->files = (na_rendering){.json = dumped(c, arena, json),
                              .markdown = joined_markdown(c, arena),
                              .text = joined_text(arena, json),
                              .attachments = urls_of(arena, json_object_get(json, "attachments")),
                              .images = urls_of(arena, json_object_get(json, "images"))};
}

static newsarc_status find_completed(writer *w, const na_stored_article *a, na_rendering *files)
{
    completed c = {.w = w, .a = a, .files = *files};
    na_arena_reset(w->arena);
    newsarc_status status =
        na_arena_run(w->arena, (na_arena_limits){SMALL_MEMORY, 0}, complete, &c);
    *files = c.files;
    return status == NEWSARC_OK ? c.status : status;
}

/* Reads the page again, as of the day of the fetch, so that the same comes out. */
static newsarc_status extract(writer *w, const na_stored_article *a)
{
    newsarc_extract_options opts;
    newsarc_article *article = NULL;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = a->url;
    opts.content_type = w->type;
    opts.fetch_time = a->fetched;
    opts.rules = w->hints.rules;
    opts.profile = w->hints.profile;
    newsarc_status status = newsarc_extract(w->ex, w->page.p, w->page.n, &opts, &article, NULL);
    if (status == NEWSARC_E_LIMIT || status == NEWSARC_E_FORMAT)
        return NEWSARC_OK;
    if (status != NEWSARC_OK)
        return status;
    na_buf_clear(&w->line);
    na_rendering_pack(article, &w->line, &w->packed);
    newsarc_article_free(article);
    return w->line.status != NEWSARC_OK ? w->line.status : w->packed.status;
}

static newsarc_status find_rendering(writer *w, const na_stored_article *a, na_rendering *files)
{
    na_warc_record record = {0};
    newsarc_status status = NEWSARC_OK;
    na_buf_clear(&w->packed);
    if (!w->kept || !na_renderings_get(w->kept, a->id, &a->json, &w->packed)) {
        na_buf_clear(&w->packed);
        status = extract(w, a);
    }
    if (status != NEWSARC_OK)
        return status;
    if (na_rendering_unpack(na_buf_str(&w->packed), files))
        return a->completed ? find_completed(w, a, files) : NEWSARC_OK;
    /* The page can no longer be read: the stored JSON alone. */
    status = na_records_read(&w->records, &a->json, &record, w->err);
    *files = (na_rendering){.json = record.block};
    return status;
}

static newsarc_status add_item(writer *w, const na_stored_article *a)
{
    na_article_item item = {.folder = na_str_from(a->folder),
                            .date = a->date,
                            .url = a->url,
                            .read = read_file,
                            .user = w};
    newsarc_status status = read_entity(w, &a->page, &w->page, &w->type);
    if (status == NEWSARC_OK)
        status = find_rendering(w, a, &item.files);
    item.page = na_buf_str(&w->page);
    item.type = w->type;
    return status == NEWSARC_OK ? na_article_file_add(w->file, &item, w->err) : status;
}

static newsarc_status add_line(writer *w, const na_stored_article *a)
{
    na_warc_record record = {0};
    newsarc_status status = na_records_read(&w->records, &a->json, &record, w->err);
    return status == NEWSARC_OK ? na_article_file_add_line(w->file, record.block, w->err) : status;
}

static newsarc_status on_article(const na_stored_article *a, void *user)
{
    writer *w = user;
    newsarc_status status = w->file ? NEWSARC_OK : na_article_file_new(w->path, &w->file, w->err);
    if (status == NEWSARC_OK)
        status = na_article_file_has_lines(w->file) ? add_line(w, a) : add_item(w, a);
    w->count += status == NEWSARC_OK;
    return status;
}

static void free_writer(writer *w)
{
    na_article_file_free(w->file);
    na_records_free(&w->records);
    newsarc_extractor_free(w->ex);
    na_arena_free(w->arena);
    na_buf_free(&w->page);
    na_buf_free(&w->line);
    na_buf_free(&w->packed);
    na_free(w->type);
}

newsarc_status na_articles_write(na_store *store, const char *dir, na_renderings *kept,
                                 na_hints hints, bool fresh, const char *path, uint64_t *count,
                                 newsarc_error *err)
{
    writer w = {.store = store, .kept = kept, .hints = hints, .path = path, .err = err};
    w.page = w.line = w.packed = NA_BUF(NA_RECORD_MAX);
    na_records_init(&w.records, dir);
    w.arena = na_arena_new();
    newsarc_status status = w.arena ? newsarc_extractor_new(&w.ex) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = na_store_articles(store, fresh, on_article, &w);
    if (status == NEWSARC_OK && w.file)
        status = na_article_file_close(w.file, err);
    if (status != NEWSARC_OK)
        na_error(err, status, "crawl", na_str_from(path), "cannot write the articles: %s",
                 newsarc_status_name(status));
    *count = w.count;
    free_writer(&w);
    return status;
}
