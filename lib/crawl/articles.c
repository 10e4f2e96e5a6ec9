/* See articles.h. The members of a folder are written in byte order of their names:
 * article.json, article.md, article.txt, attachments/, images/, page.html. */
#include "crawl/articles.h"

#include "archive/bundle.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/join.h"
#include "crawl/line_file.h"
#include "crawl/records.h"
#include "http/message.h"
#include "pack/folder.h"
#include "text/date.h"
#include "url/url.h"
#include <newsarc/article.h>
#include <stdlib.h>

#define SMALL_MEMORY ((size_t)32 << 20)

typedef struct writer {
    na_store *store;
    const char *path;
    na_bundle *bundle;  /* NULL: JSON lines */
    na_line_file lines; /* no file: a bundle */
    na_records records;
    newsarc_extractor *ex;
    na_arena *arena;
    na_renderings *kept; /* NULL: none */
    na_buf page, file;   /* entities */
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

/* One article on its way into the bundle. */
typedef struct item {
    writer *w;
    const na_stored_article *a;
    na_rendering files;
    bool readable; /* false: no longer; what was stored has to do */
    int64_t mtime;
    newsarc_status status;
} item;

static void add_member(item *it, na_arena *arena, const char *folder, na_str name, na_str bytes)
{
    if (it->status != NEWSARC_OK)
        return;
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, it->a->folder);
    na_sb_add_byte(&sb, '/');
    na_sb_add_cstr(&sb, folder);
    na_sb_add(&sb, name);
    it->status = na_bundle_add(it->w->bundle, na_sb_str(&sb), bytes, it->mtime, it->w->err);
}

/* Images and attachments that were not captured are left out. */
static void add_file(item *it, na_arena *arena, const char *folder, const char *url, size_t n)
{
    na_place place;
    if (!url || it->status != NEWSARC_OK)
        return;
    na_str canonical = na_url_canonical(arena, na_str_from(url));
    newsarc_status status = na_store_find_capture(it->w->store, canonical, &place);
    if (status == NEWSARC_E_NOT_FOUND)
        return;
    if (status == NEWSARC_OK)
        status = read_entity(it->w, &place, &it->w->file, NULL);
    it->status = status;
    add_member(it, arena, folder, na_member_name(arena, na_str_from(url), n),
               na_buf_str(&it->w->file));
}

/* The stored JSON alone. */
static void add_stored(item *it, na_arena *arena)
{
    na_warc_record record = {0};
    it->status = na_records_read(&it->w->records, &it->a->json, &record, it->w->err);
    add_member(it, arena, "", NA_STR("article.json"), record.block);
    add_member(it, arena, "", NA_STR("page.html"), na_buf_str(&it->w->page));
}

static void add_dumped(item *it, na_arena *arena, const json_t *json)
{
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(2));
    na_sb sb = NA_SB(arena);
    if (!text)
        it->status = NEWSARC_E_NOMEM;
    na_sb_add_cstr(&sb, text ? text : "");
    free(text);
    na_sb_add_byte(&sb, '\n');
    add_member(it, arena, "", NA_STR("article.json"), na_sb_str(&sb));
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

static void add_joined_markdown(item *it, na_arena *arena)
{
    na_join *join = na_arena_alloc(arena, sizeof *join);
    na_join_init(join);
    na_arena_defer(arena, free_join, join);
    newsarc_status status = na_store_parts(it->w->store, it->a->id, join_part, join);
    if (it->status == NEWSARC_OK)
        it->status = status;
    if (join->markdown.n == 0) { /* completed, but not joined */
        add_member(it, arena, "", NA_STR("article.md"), it->files.markdown);
        return;
    }
    na_buf_add_byte(&join->markdown, '\n');
    add_member(it, arena, "", NA_STR("article.md"), na_buf_str(&join->markdown));
}

static void add_joined_text(item *it, na_arena *arena, const json_t *json)
{
    const char *title = json_string_value(json_object_get(json, "title"));
    const char *text = json_string_value(json_object_get(json, "text"));
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, title ? title : "");
    na_sb_add_cstr(&sb, title ? "\n\n" : "");
    na_sb_add_cstr(&sb, text ? text : "");
    na_sb_add_byte(&sb, '\n');
    add_member(it, arena, "", NA_STR("article.txt"), na_sb_str(&sb));
}

static void add_named_files(item *it, na_arena *arena, const json_t *list, const char *folder)
{
    size_t i;
    const json_t *one;
    json_array_foreach(list, i, one)
    {
        if (i < NA_ARTICLE_FILES)
            add_file(it, arena, folder, json_string_value(json_object_get(one, "url")), i + 1);
    }
}

/* `urls`: as in na_rendering. */
static void add_kept_files(item *it, na_arena *arena, na_str urls, const char *folder)
{
    for (size_t n = 1; urls.n; n++) {
        const char *url = urls.p;
        na_str_cut(urls, '\0', &urls);
        add_file(it, arena, folder, *url ? url : NULL, n);
    }
}

static void free_json(void *json)
{
    json_decref(json);
}

/* What was joined from several pages, or completed from lists: the stored JSON is the article. */
static void add_completed(item *it, na_arena *arena)
{
    na_warc_record record = {0};
    it->status = na_records_read(&it->w->records, &it->a->json, &record, it->w->err);
    json_t *json = it->status == NEWSARC_OK
                       ? json_loadb((const char *)record.block.p, record.block.n, 0, NULL)
                       : NULL;
    if (it->status == NEWSARC_OK && !json)
        it->status = NEWSARC_E_FORMAT;
    na_arena_defer(arena, free_json, json);
    add_dumped(it, arena, json);
    add_joined_markdown(it, arena);
    add_joined_text(it, arena, json);
    add_named_files(it, arena, json_object_get(json, "attachments"), "attachments/");
    add_named_files(it, arena, json_object_get(json, "images"), "images/");
    add_member(it, arena, "", NA_STR("page.html"), na_buf_str(&it->w->page));
}

static void add_members(na_arena *arena, void *user)
{
    item *it = user;
    const na_rendering *files = &it->files;
    if (!it->readable || it->a->completed) {
        it->readable ? add_completed(it, arena) : add_stored(it, arena);
        return;
    }
    add_member(it, arena, "", NA_STR("article.json"), files->json);
    add_member(it, arena, "", NA_STR("article.md"), files->markdown);
    add_member(it, arena, "", NA_STR("article.txt"), files->text);
    add_kept_files(it, arena, files->attachments, "attachments/");
    add_kept_files(it, arena, files->images, "images/");
    add_member(it, arena, "", NA_STR("page.html"), na_buf_str(&it->w->page));
}

static int64_t date_seconds(const na_stored_article *a)
{
    na_date date;
    return na_date_parse(na_str_from(a->date), INT64_MAX / 2, &date) ? na_date_seconds(&date) : 0;
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

static newsarc_status find_rendering(item *it)
{
    writer *w = it->w;
    newsarc_status status = NEWSARC_OK;
    na_buf_clear(&w->packed);
    if (!w->kept || !na_renderings_get(w->kept, it->a->id, &it->a->json, &w->packed)) {
        na_buf_clear(&w->packed);
        status = extract(w, it->a);
    }
    it->readable = na_rendering_unpack(na_buf_str(&w->packed), &it->files);
    return status;
}

static newsarc_status add_to_bundle(writer *w, const na_stored_article *a)
{
    newsarc_status status = read_entity(w, &a->page, &w->page, &w->type);
    item it = {.w = w, .a = a, .mtime = date_seconds(a)};
    if (status == NEWSARC_OK)
        status = find_rendering(&it);
    if (status != NEWSARC_OK)
        return status;
    na_arena_reset(w->arena);
    status = na_arena_run(w->arena, (na_arena_limits){SMALL_MEMORY, 0}, add_members, &it);
    return status == NEWSARC_OK ? it.status : status;
}

static newsarc_status add_line(writer *w, const na_stored_article *a)
{
    na_warc_record record = {0};
    newsarc_status status = na_records_read(&w->records, &a->json, &record, w->err);
    return status == NEWSARC_OK ? na_line_file_add(&w->lines, na_str_trim(record.block), w->err)
                                : status;
}

static newsarc_status open_output(writer *w)
{
    if (w->lines.file || w->bundle)
        return NEWSARC_OK;
    return na_str_ends(na_str_from(w->path), NA_STR(".jsonl"))
               ? na_line_file_open(w->path, &w->lines, w->err)
               : na_bundle_new(w->path, &w->bundle, w->err);
}

static newsarc_status on_article(const na_stored_article *a, void *user)
{
    writer *w = user;
    newsarc_status status = open_output(w);
    if (status == NEWSARC_OK)
        status = w->lines.file ? add_line(w, a) : add_to_bundle(w, a);
    w->count += status == NEWSARC_OK;
    return status;
}

static newsarc_status close_output(writer *w)
{
    if (w->lines.file)
        return na_line_file_close(&w->lines, w->err);
    return w->bundle ? na_bundle_close(w->bundle, w->err) : NEWSARC_OK;
}

static void free_writer(writer *w)
{
    na_line_file_free(&w->lines);
    na_bundle_free(w->bundle);
    na_records_free(&w->records);
    newsarc_extractor_free(w->ex);
    na_arena_free(w->arena);
    na_buf_free(&w->page);
    na_buf_free(&w->file);
    na_buf_free(&w->line);
    na_buf_free(&w->packed);
    na_free(w->type);
}

newsarc_status na_articles_write(na_store *store, const char *dir, na_renderings *kept, bool fresh,
                                 const char *path, uint64_t *count, newsarc_error *err)
{
    writer w = {.store = store, .kept = kept, .path = path, .err = err};
    w.page = w.file = w.line = w.packed = NA_BUF(NA_RECORD_MAX);
    na_records_init(&w.records, dir);
    w.arena = na_arena_new();
    newsarc_status status = w.arena ? newsarc_extractor_new(&w.ex) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = na_store_articles(store, fresh, on_article, &w);
    if (status == NEWSARC_OK)
        status = close_output(&w);
    if (status != NEWSARC_OK)
        na_error(err, status, "crawl", na_str_from(path), "cannot write the articles: %s",
                 newsarc_status_name(status));
    *count = w.count;
    free_writer(&w);
    return status;
}
