/* newsarc_warc_export: the articles in anybody's WARC files as a bundle or JSON lines. One pass
 * over the files extracts each page and notes where its captures are; the second reads the articles
 * again in the order of their folders, with their images and attachments. Of two captures of one
 * article the later one counts. */
#include <newsarc/warc.h>

#include "core/alloc.h"
#include "core/error.h"
#include "pack/article_file.h"
#include "pack/captures.h"
#include "pack/inputs.h"
#include "pack/self_contained.h"
#include <newsarc/article.h>

typedef struct export
{
    na_captures captures;
    na_article_file *file;
    na_buf page;
    na_buf line, packed; /* a rendering */
    char *type;          /* Content-Type of page */
    newsarc_error *err;
}
export;

/* Images and attachments, see na_article_item. */
static newsarc_status read_file(void *user, na_arena *arena, const char *url, na_buf *out,
                                newsarc_error *err)
{
    export *e = user;
    const na_capture *found = na_captures_find(&e->captures, arena, na_str_from(url));
    return found ? na_captures_read(&e->captures, found, out, NULL, err) : NEWSARC_E_NOT_FOUND;
}

static newsarc_status read_article(export *e, const na_capture *c, newsarc_article **article)
{
    newsarc_status status = na_captures_read(&e->captures, c, &e->page, &e->type, e->err);
    if (status == NEWSARC_OK)
        status = na_captures_extract(&e->captures, c, na_buf_str(&e->page), e->type, article);
    if (status != NEWSARC_OK)
        return na_error(e->err, status, "pack", c->uri, "cannot read the article again");
    na_buf_clear(&e->line);
    na_buf_clear(&e->packed);
    na_rendering_pack(*article, &e->line, &e->packed);
    return e->line.status != NEWSARC_OK ? e->line.status : e->packed.status;
}

static newsarc_status add_item(export *e, const na_capture *c, const newsarc_article *article)
{
    na_article_item item = {.folder = c->folder,
                            .date = newsarc_article_text(article, NEWSARC_FIELD_DATE),
                            .page = na_buf_str(&e->page),
                            .url = c->uri.p,
                            .type = e->type,
                            .read = read_file,
                            .user = e};
    if (!na_rendering_unpack(na_buf_str(&e->packed), &item.files))
        return NEWSARC_E_INTERNAL;
    return na_article_file_add(e->file, &item, e->err);
}

static newsarc_status add_article(export *e, const na_capture *c)
{
    newsarc_article *article = NULL;
    newsarc_status status = read_article(e, c, &article);
    if (status == NEWSARC_OK)
        status = na_article_file_has_lines(e->file)
                     ? na_article_file_add_line(e->file, na_buf_str(&e->line), e->err)
                     : add_item(e, c, article);
    newsarc_article_free(article);
    return status;
}

static newsarc_status run(export *e, const na_inputs *inputs, const char *out, uint64_t *count)
{
    newsarc_status status = na_captures_collect(&e->captures, inputs, e->err);
    if (status == NEWSARC_OK && e->captures.article_count == 0)
        return na_error(e->err, NEWSARC_E_NOT_FOUND, "pack", na_str_from(inputs->paths[0]),
                        "there are no articles in the WARC files");
    if (status == NEWSARC_OK)
        status = na_article_file_new(out, &e->file, e->err);
    for (size_t i = 0; i < e->captures.article_count && status == NEWSARC_OK; i++) {
        status = add_article(e, &e->captures.articles[i]);
        *count += status == NEWSARC_OK;
    }
    return status == NEWSARC_OK ? na_article_file_close(e->file, e->err) : status;
}

newsarc_status newsarc_export_options_init(newsarc_export_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
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
                                   const newsarc_export_options *given, uint64_t *articles,
                                   newsarc_error *err)
{
    uint64_t written = 0, problems = 0;
    na_inputs inputs;
    na_self_contained copies = {0};
    newsarc_export_options opts = {0};
    export e = {.err = err};
    na_error_clear(err);
    if (articles)
        *articles = 0;
    if (!paths || !count || !out || !*out || (given && given->struct_size < sizeof(size_t)))
        return na_error(err, NEWSARC_E_ARGUMENT, "pack", (na_str){0}, "an argument is missing");
    if (given)
        memcpy(&opts, given, given->struct_size < sizeof opts ? given->struct_size : sizeof opts);
    newsarc_status status = na_inputs_list(paths, count, &inputs, err);
    if (status != NEWSARC_OK)
        return status;
    e.page = e.line = e.packed = NA_BUF(NA_CAPTURE_MAX);
    status = na_captures_init(&e.captures, opts.problem, opts.user);
    e.captures.hints = (na_hints){opts.rules, opts.profile};
    if (status == NEWSARC_OK && opts.self_contained)
        status = na_self_contain(&inputs, out, opts.problem, opts.user, &copies, err);
    if (status == NEWSARC_OK)
        status = run(&e, &inputs, out, &written);
    problems = e.captures.problems + copies.missing;
    na_article_file_free(e.file);
    na_captures_free(&e.captures);
    na_buf_free(&e.page);
    na_buf_free(&e.line);
    na_buf_free(&e.packed);
    na_free(e.type);
    na_self_contained_free(&copies);
    na_inputs_free(&inputs);
    if (articles)
        *articles = written;
    return outcome(status, problems, out, err);
}
