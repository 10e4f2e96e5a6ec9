/* newsarc_warc_export: the articles in anybody's WARC files as a bundle or JSON lines. One pass
 * over the files extracts each page and notes where its captures are; the second reads the articles
 * again in the order of their folders, with their images and attachments. Of two captures of one
 * article the later one counts. */
#include <newsarc/warc.h>

#include "archive/bundle.h"
#include "core/alloc.h"
#include "core/error.h"
#include "pack/captures.h"
#include "pack/folder.h"
#include "pack/inputs.h"
#include "text/date.h"
#include "url/url.h"
#include <errno.h>
#include <fcntl.h>
#include <newsarc/article.h>
#include <stdio.h>
#include <unistd.h>

#define SMALL_MEMORY ((size_t)32 << 20)
#define FILES_MAX 99 /* images, attachments of an article */

typedef struct export
{
    na_captures captures;
    na_bundle *bundle;
    na_arena *arena;
    na_buf page, file;
    char *type;
    const na_capture *article; /* being written */
    newsarc_article *read;
    int64_t mtime;
    newsarc_status status;
    newsarc_error *err;
}
export;

static void add_member(export *e, na_arena *arena, const char *folder, na_str name, na_str bytes)
{
    na_sb sb = NA_SB(arena);
    if (e->status != NEWSARC_OK)
        return;
    na_sb_add(&sb, e->article->folder);
    na_sb_add_byte(&sb, '/');
    na_sb_add_cstr(&sb, folder);
    na_sb_add(&sb, name);
    e->status = na_bundle_add(e->bundle, na_sb_str(&sb), bytes, e->mtime, e->err);
}

static void add_rendering(export *e, na_arena *arena, newsarc_rendering how, const char *name)
{
    char *text = NULL;
    size_t length = 0;
    if (e->status == NEWSARC_OK)
        e->status = newsarc_article_render(e->read, how, NULL, &text, &length);
    if (e->status != NEWSARC_OK)
        return;
    na_sb sb = NA_SB(arena);
    na_arena_defer(arena, newsarc_free, text);
    na_sb_add(&sb, (na_str){text, length});
    if (sb.n && sb.p[sb.n - 1] != '\n')
        na_sb_add_byte(&sb, '\n');
    add_member(e, arena, "", na_str_from(name), na_sb_str(&sb));
}

/* Images and attachments that were not captured are left out. */
static void add_file(export *e, na_arena *arena, const char *folder, const char *url, size_t n)
{
    if (!url || e->status != NEWSARC_OK)
        return;
    const na_capture *found = na_captures_find(&e->captures, arena, na_str_from(url));
    if (!found)
        return;
    e->status = na_captures_read(&e->captures, found, &e->file, NULL, e->err);
    add_member(e, arena, folder, na_member_name(arena, na_str_from(url), n), na_buf_str(&e->file));
}

static void add_members(na_arena *arena, void *user)
{
    export *e = user;
    const newsarc_article *a = e->read;
    add_rendering(e, arena, NEWSARC_RENDER_JSON_PRETTY, "article.json");
    add_rendering(e, arena, NEWSARC_RENDER_MARKDOWN, "article.md");
    add_rendering(e, arena, NEWSARC_RENDER_TEXT, "article.txt");
    for (size_t i = 0; i < newsarc_article_attachment_count(a) && i < FILES_MAX; i++)
        add_file(e, arena, "attachments/", newsarc_article_attachment_url(a, i), i + 1);
    for (size_t i = 0; i < newsarc_article_image_count(a) && i < FILES_MAX; i++)
        add_file(e, arena, "images/", newsarc_article_image_url(a, i), i + 1);
    add_member(e, arena, "", NA_STR("page.html"), na_buf_str(&e->page));
}

static int64_t publication_time(const newsarc_article *a)
{
    na_date date;
    na_str text = na_str_from(newsarc_article_text(a, NEWSARC_FIELD_DATE));
    return text.n && na_date_parse(text, INT64_MAX / 2, &date) ? na_date_seconds(&date) : 0;
}

static newsarc_status write_article(export *e, const na_capture *c)
{
    e->article = c;
    newsarc_status status = na_captures_read(&e->captures, c, &e->page, &e->type, e->err);
    if (status == NEWSARC_OK)
        status = na_captures_extract(&e->captures, c, na_buf_str(&e->page), e->type, &e->read);
    if (status != NEWSARC_OK)
        return na_error(e->err, status, "pack", c->uri, "cannot read the article again");
    e->mtime = publication_time(e->read);
    na_arena_reset(e->arena);
    status = na_arena_run(e->arena, (na_arena_limits){SMALL_MEMORY, 0}, add_members, e);
    newsarc_article_free(e->read);
    e->read = NULL;
    return status == NEWSARC_OK ? e->status : status;
}

static newsarc_status write_bundle(export *e, const char *out, uint64_t *count)
{
    newsarc_status status = na_bundle_new(out, &e->bundle, e->err);
    for (size_t i = 0; i < e->captures.article_count && status == NEWSARC_OK; i++) {
        status = write_article(e, &e->captures.articles[i]);
        *count += status == NEWSARC_OK;
    }
    return status == NEWSARC_OK ? na_bundle_close(e->bundle, e->err) : status;
}

static newsarc_status write_line(export *e, const na_capture *c, FILE *f)
{
    char *text = NULL;
    size_t length = 0;
    newsarc_status status = na_captures_read(&e->captures, c, &e->page, &e->type, e->err);
    if (status == NEWSARC_OK)
        status = na_captures_extract(&e->captures, c, na_buf_str(&e->page), e->type, &e->read);
    if (status == NEWSARC_OK)
        status = newsarc_article_render(e->read, NEWSARC_RENDER_JSON, NULL, &text, &length);
    newsarc_article_free(e->read);
    e->read = NULL;
    while (length && text[length - 1] == '\n')
        length--;
    if (status == NEWSARC_OK && (fwrite(text, 1, length, f) != length || fputc('\n', f) == EOF))
        status = na_error_system(e->err, "pack", c->uri, "write the line", errno);
    newsarc_free(text);
    return status;
}

static newsarc_status write_lines(export *e, const char *out, uint64_t *count)
{
    na_buf open_path = NA_BUF(1 << 16);
    newsarc_status status = NEWSARC_OK;
    na_buf_addf(&open_path, "%s.open", out);
    FILE *f = open_path.status == NEWSARC_OK ? fopen(open_path.p, "we") : NULL;
    if (!f)
        status = na_error_system(e->err, "pack", na_str_from(out), "create the file", errno);
    for (size_t i = 0; f && i < e->captures.article_count && status == NEWSARC_OK; i++) {
        status = write_line(e, &e->captures.articles[i], f);
        *count += status == NEWSARC_OK;
    }
    if (f && (fflush(f) != 0 || fsync(fileno(f)) != 0) && status == NEWSARC_OK)
        status = na_error_system(e->err, "pack", na_str_from(out), "write the file", errno);
    if (f)
        fclose(f);
    if (status == NEWSARC_OK && rename(open_path.p, out) != 0)
        status = na_error_system(e->err, "pack", na_str_from(out), "name the file", errno);
    if (f && status != NEWSARC_OK)
        unlink(open_path.p);
    na_buf_free(&open_path);
    return status;
}

static newsarc_status run(export *e, const na_inputs *inputs, const char *out, uint64_t *count)
{
    newsarc_status status = na_captures_collect(&e->captures, inputs, e->err);
    if (status == NEWSARC_OK && e->captures.article_count == 0)
        return na_error(e->err, NEWSARC_E_NOT_FOUND, "pack", na_str_from(inputs->paths[0]),
                        "there are no articles in the WARC files");
    if (status != NEWSARC_OK)
        return status;
    return na_str_ends(na_str_from(out), NA_STR(".jsonl")) ? write_lines(e, out, count)
                                                           : write_bundle(e, out, count);
}

static newsarc_status outcome(newsarc_status status, uint64_t problems, const char *out,
                              newsarc_error *err)
{
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "pack", na_str_from(out), "out of memory");
    if (status == NEWSARC_OK && problems)
        return na_error(err, NEWSARC_E_INCOMPLETE, "pack", na_str_from(out),
                        "records that could not be read: %llu", (unsigned long long)problems);
    return status;
}

newsarc_status newsarc_warc_export(const char *const *paths, size_t count, const char *out,
                                   newsarc_problem_fn problem, void *user, uint64_t *articles,
                                   newsarc_error *err)
{
    uint64_t written = 0, problems = 0;
    na_inputs inputs;
    export e = {.err = err};
    na_error_clear(err);
    if (articles)
        *articles = 0;
    if (!paths || !count || !out || !*out)
        return na_error(err, NEWSARC_E_ARGUMENT, "pack", (na_str){0}, "an argument is missing");
    newsarc_status status = na_inputs_list(paths, count, &inputs, err);
    if (status != NEWSARC_OK)
        return status;
    e.page = e.file = NA_BUF(NA_CAPTURE_MAX);
    e.arena = na_arena_new();
    status = e.arena ? na_captures_init(&e.captures, problem, user) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = run(&e, &inputs, out, &written);
    problems = e.captures.problems;
    na_bundle_free(e.bundle);
    na_captures_free(&e.captures);
    na_arena_free(e.arena);
    na_buf_free(&e.page);
    na_buf_free(&e.file);
    na_free(e.type);
    na_inputs_free(&inputs);
    if (articles)
        *articles = written;
    return outcome(status, problems, out, err);
}
