/* See article_file.h. The members of a folder are written in byte order of their names. */
#include "pack/article_file.h"

#include "archive/bundle.h"
#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "pack/folder.h"
#include "pack/offline.h"
#include "text/date.h"

#define ENTITY_MAX ((size_t)64 << 20)
#define SMALL_MEMORY ((size_t)32 << 20)
#define PAGE_MEMORY_A_BYTE 64

struct na_article_file {
    na_file lines; /* fd -1: a bundle */
    na_bundle *bundle;
    na_arena *arena;
    na_buf entity; /* of an image or attachment */
    na_buf page;   /* page.html */
};

newsarc_status na_article_file_new(const char *path, na_article_file **out, newsarc_error *err)
{
    na_article_file *f = na_calloc(1, sizeof *f);
    *out = NULL;
    if (f) {
        f->lines = NA_FILE_NONE;
        f->entity = f->page = NA_BUF(ENTITY_MAX);
        f->arena = na_arena_new();
    }
    newsarc_status status = NEWSARC_OK;
    if (!f || !f->arena)
        status = na_error(err, NEWSARC_E_NOMEM, "pack", na_str_from(path), "out of memory");
    else if (na_str_ends(na_str_from(path), NA_STR(".jsonl")))
        status = na_file_open(&f->lines, "pack", path, err);
    else
        status = na_bundle_new(path, &f->bundle, err);
    if (status == NEWSARC_OK)
        *out = f;
    else
        na_article_file_free(f);
    return status;
}

bool na_article_file_has_lines(const na_article_file *f)
{
    return f->lines.fd >= 0;
}

newsarc_status na_article_file_add_line(na_article_file *f, na_str json, newsarc_error *err)
{
    return na_file_add_line(&f->lines, na_str_trim(json), err);
}

typedef struct job {
    na_article_file *file;
    const na_article_item *item;
    int64_t mtime;
    na_offline_file stored[2 * NA_ARTICLE_FILES];
    size_t count; /* of them */
    newsarc_status status;
    newsarc_error *err;
} job;

static void add_member(job *j, na_arena *arena, const char *folder, na_str name, na_str bytes)
{
    na_sb sb = NA_SB(arena);
    if (j->status != NEWSARC_OK)
        return;
    na_sb_add(&sb, j->item->folder);
    na_sb_add_byte(&sb, '/');
    na_sb_add_cstr(&sb, folder);
    na_sb_add(&sb, name);
    j->status = na_bundle_add(j->file->bundle, na_sb_str(&sb), bytes, j->mtime, j->err);
}

/* Images and attachments that were not captured are left out. */
static void add_file(job *j, na_arena *arena, const char *folder, const char *url, size_t n)
{
    na_buf *entity = &j->file->entity;
    if (j->status != NEWSARC_OK)
        return;
    na_buf_clear(entity);
    newsarc_status status = j->item->read(j->item->user, arena, url, entity, j->err);
    if (status == NEWSARC_E_NOT_FOUND)
        return;
    j->status = status;
    na_str name = na_member_name(arena, na_str_from(url), n);
    add_member(j, arena, folder, name, na_buf_str(entity));
    na_sb sb = NA_SB(arena);
    na_sb_add_cstr(&sb, folder);
    na_sb_add(&sb, name);
    j->stored[j->count++] = (na_offline_file){na_str_from(url), na_sb_str(&sb)};
}

/* `urls`: as in na_rendering. */
static void add_files(job *j, na_arena *arena, const char *folder, na_str urls)
{
    for (size_t n = 1; urls.n && j->item->read && n <= NA_ARTICLE_FILES; n++) {
        const char *url = urls.p;
        na_str_cut(urls, '\0', &urls);
        if (*url)
            add_file(j, arena, folder, url, n);
    }
}

static void add_rendering(job *j, na_arena *arena, na_str name, na_str bytes)
{
    if (bytes.p)
        add_member(j, arena, "", name, bytes);
}

static void add_members(na_arena *arena, void *user)
{
    job *j = user;
    const na_rendering *files = &j->item->files;
    add_rendering(j, arena, NA_STR("article.json"), files->json);
    add_rendering(j, arena, NA_STR("article.md"), files->markdown);
    add_rendering(j, arena, NA_STR("article.txt"), files->text);
    add_files(j, arena, "attachments/", files->attachments);
    add_files(j, arena, "images/", files->images);
}

static void write_page(na_arena *arena, void *user)
{
    job *j = user;
    const na_offline_page page = {.bytes = j->item->page,
                                  .url = na_str_from(j->item->url),
                                  .content_type = na_str_from(j->item->type),
                                  .files = j->stored,
                                  .count = j->count};
    na_offline_write(arena, &page, &j->file->page);
}

static void add_page(na_arena *arena, void *user)
{
    job *j = user;
    add_member(j, arena, "", NA_STR("page.html"), na_buf_str(&j->file->page));
}

static int64_t date_seconds(const char *text)
{
    na_date date;
    na_str s = na_str_from(text);
    return s.n && na_date_parse(s, INT64_MAX / 2, &date) ? na_date_seconds(&date) : 0;
}

newsarc_status na_article_file_add(na_article_file *f, const na_article_item *item,
                                   newsarc_error *err)
{
    const na_arena_limits small = {SMALL_MEMORY, 0};
    const na_arena_limits page = {SMALL_MEMORY + PAGE_MEMORY_A_BYTE * item->page.n, 0};
    job j = {.file = f, .item = item, .mtime = date_seconds(item->date), .err = err};
    na_arena_reset(f->arena);
    na_buf_clear(&f->page);
    newsarc_status status = na_arena_run(f->arena, small, add_members, &j);
    if (status == NEWSARC_OK && j.status == NEWSARC_OK)
        status = na_arena_run(f->arena, page, write_page, &j);
    if (status == NEWSARC_OK)
        status = f->page.status;
    if (status == NEWSARC_E_LIMIT)
        return j.status;
    if (status == NEWSARC_OK)
        status = na_arena_run(f->arena, small, add_page, &j);
    return status == NEWSARC_OK ? j.status : status;
}

newsarc_status na_article_file_close(na_article_file *f, newsarc_error *err)
{
    if (f->lines.fd >= 0)
        return na_file_finish(&f->lines, err);
    newsarc_status status = na_bundle_add_manifest(f->bundle, err);
    return status == NEWSARC_OK ? na_bundle_close(f->bundle, err) : status;
}

void na_article_file_free(na_article_file *f)
{
    if (!f)
        return;
    na_file_discard(&f->lines);
    na_bundle_free(f->bundle);
    na_arena_free(f->arena);
    na_buf_free(&f->entity);
    na_buf_free(&f->page);
    na_free(f);
}
