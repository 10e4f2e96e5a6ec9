/* The pages are extracted as they come by; what is kept of them is where they are, so that memory
 * grows with the number of captures and not with their sizes. */
#include "pack/captures.h"

#include "core/alloc.h"
#include "core/error.h"
#include "http/message.h"
#include "pack/folder.h"
#include "text/date.h"
#include "url/url.h"
#include <stdlib.h>

#define SMALL_MEMORY ((size_t)32 << 20)
#define PAGE_MAX ((size_t)8 << 20)
#define CAPTURES_MAX ((size_t)1 << 28)

newsarc_status na_captures_init(na_captures *c, newsarc_problem_fn problem, void *user)
{
    *c = (na_captures){.problem = problem, .user = user, .entity = NA_BUF(NA_CAPTURE_MAX)};
    c->strings = na_arena_new();
    c->work = na_arena_new();
    return c->strings && c->work ? newsarc_extractor_new(&c->extractor) : NEWSARC_E_NOMEM;
}

void na_captures_free(na_captures *c)
{
    na_arena_free(c->strings);
    na_arena_free(c->work);
    na_free(c->all.p);
    na_free(c->news.p);
    newsarc_extractor_free(c->extractor);
    na_warc_reader_free(c->reader);
    na_buf_free(&c->entity);
    *c = (na_captures){0};
}

static bool add(na_capture_list *list, const na_capture *capture)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 256;
        na_capture *p = room <= CAPTURES_MAX ? na_realloc_array(list->p, room, sizeof *p) : NULL;
        if (!p)
            return false;
        list->p = p;
        list->room = room;
    }
    list->p[list->n++] = *capture;
    return true;
}

/* A copy that lasts; false when out of memory. */
static bool keep(na_captures *c, na_str s, na_str *out)
{
    char *p = na_arena_alloc(c->strings, s.n + 1);
    if (!p)
        return false;
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    *out = (na_str){p, s.n};
    return true;
}

typedef struct key_job {
    na_str uri, date; /* date: of the article; p == NULL: only the key is wanted */
    na_str key, folder;
} key_job;

static void make_key(na_arena *arena, void *user)
{
    key_job *job = user;
    job->key = na_url_canonical(arena, job->uri);
    if (job->date.p)
        job->folder = na_article_folder(arena, job->key, job->date);
}

static bool is_html(na_str type)
{
    na_str rest, name = na_str_trim(na_str_cut(type, ';', &rest));
    return na_str_eq_nocase(name, NA_STR("text/html")) ||
           na_str_eq_nocase(name, NA_STR("application/xhtml+xml"));
}

newsarc_status na_captures_extract(na_captures *c, const na_capture *capture, na_str page,
                                   const char *type, newsarc_article **out)
{
    newsarc_extract_options opts;
    newsarc_extract_options_init(&opts, sizeof opts);
    opts.url = capture->uri.p;
    opts.content_type = type;
    opts.rules = c->hints.rules;
    opts.profile = c->hints.profile;
    opts.fetch_time = capture->time;
    newsarc_status status = newsarc_extract(c->extractor, page.p, page.n, &opts, out, NULL);
    if (status <= NEWSARC_FATAL) {
        newsarc_extractor_free(c->extractor);
        c->extractor = NULL;
        if (newsarc_extractor_new(&c->extractor) != NEWSARC_OK)
            return NEWSARC_E_NOMEM;
    }
    return status;
}

/* Notes the capture as an article when its page is one. */
static newsarc_status look_at_page(na_captures *c, na_capture *capture, na_str message, na_str type)
{
    newsarc_article *article = NULL;
    na_buf_clear(&c->entity);
    if (na_http_entity(message, &c->entity) == NEWSARC_E_NOMEM)
        return NEWSARC_E_NOMEM;
    if (c->entity.n == 0 || c->entity.n > PAGE_MAX)
        return NEWSARC_OK;
    char *content_type = na_strndup(type.p, type.n);
    if (!content_type)
        return NEWSARC_E_NOMEM;
    newsarc_status status =
        na_captures_extract(c, capture, na_buf_str(&c->entity), content_type, &article);
    na_free(content_type);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
    bool is_article = strcmp(newsarc_article_text(article, NEWSARC_FIELD_TYPE), "article") == 0;
    if (is_article) {
        const char *date = newsarc_article_text(article, NEWSARC_FIELD_DATE);
        key_job job = {.uri = capture->uri, .date = date ? na_str_from(date) : NA_STR("")};
        na_arena_reset(c->work);
        status = na_arena_run(c->work, (na_arena_limits){SMALL_MEMORY, 0}, make_key, &job);
        if (status == NEWSARC_OK &&
            (!keep(c, job.folder, &capture->folder) || !add(&c->news, capture)))
            status = NEWSARC_E_NOMEM;
    }
    newsarc_article_free(article);
    return status == NEWSARC_E_LIMIT ? NEWSARC_OK : status;
}

static newsarc_status see_record(na_captures *c, const na_warc_record *record, size_t file)
{
    na_http_head head;
    na_date date;
    key_job job = {.uri = na_warc_uri(record, "WARC-Target-URI")};
    na_capture capture = {.file = file, .offset = record->offset};
    if (!na_str_eq_nocase(na_warc_field(record, "WARC-Type"), NA_STR("response")) || !job.uri.n ||
        !record->length || !na_http_head_parse(record->block, &head) || head.status != 200)
        return NEWSARC_OK;
    na_arena_reset(c->work);
    newsarc_status status =
        na_arena_run(c->work, (na_arena_limits){SMALL_MEMORY, 0}, make_key, &job);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_LIMIT ? NEWSARC_OK : status;
    if (na_date_parse(na_warc_field(record, "WARC-Date"), INT64_MAX / 2, &date))
        capture.time = na_date_seconds(&date);
    if (!keep(c, job.key, &capture.key) || !keep(c, job.uri, &capture.uri) ||
        !add(&c->all, &capture))
        return NEWSARC_E_NOMEM;
    na_str type = na_http_field(&head, "Content-Type");
    return is_html(type) ? look_at_page(c, &capture, record->block, type) : NEWSARC_OK;
}

static newsarc_status collect_file(na_captures *c, size_t file, newsarc_error *err)
{
    na_warc_reader *r = NULL;
    na_warc_record record;
    newsarc_status status = na_warc_reader_open(c->inputs->paths[file], NA_CAPTURE_MAX, &r, err);
    bool opened = status == NEWSARC_OK;
    if (opened)
        na_warc_reader_take_arc(r);
    while (status == NEWSARC_OK) {
        newsarc_error problem = {0};
        status = na_warc_reader_next(r, &record, &problem);
        if (status == NEWSARC_OK) {
            status = see_record(c, &record, file);
        } else if (status == NEWSARC_E_FORMAT) {
            c->problems++;
            bool stop = c->problem && c->problem(&problem, c->user) != 0;
            status = stop ? NEWSARC_E_STOPPED : NEWSARC_OK;
        } else if (err && status != NEWSARC_E_NOT_FOUND) {
            *err = problem;
        }
    }
    na_warc_reader_free(r);
    return status == NEWSARC_E_NOT_FOUND && opened ? NEWSARC_OK : status;
}

static int compare(na_str a, na_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* By time, then as they came. */
static int later(const na_capture *a, const na_capture *b)
{
    if (a->time != b->time)
        return (a->time > b->time) - (a->time < b->time);
    if (a->file != b->file)
        return (a->file > b->file) - (a->file < b->file);
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static int by_key(const void *a, const void *b)
{
    const na_capture *x = a, *y = b;
    int order = compare(x->key, y->key);
    return order ? order : later(x, y);
}

static int by_folder(const void *a, const void *b)
{
    const na_capture *x = a, *y = b;
    int order = compare(x->folder, y->folder);
    return order ? order : later(x, y);
}

newsarc_status na_captures_collect(na_captures *c, const na_inputs *inputs, newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    size_t kept = 0;
    c->inputs = inputs;
    for (size_t i = 0; i < inputs->count && status == NEWSARC_OK; i++)
        status = collect_file(c, i, err);
    if (c->all.n)
        qsort(c->all.p, c->all.n, sizeof *c->all.p, by_key);
    if (c->news.n)
        qsort(c->news.p, c->news.n, sizeof *c->news.p, by_folder);
    for (size_t i = 0; i < c->news.n; i++) {
        bool last =
            i + 1 == c->news.n || compare(c->news.p[i].folder, c->news.p[i + 1].folder) != 0;
        if (last)
            c->news.p[kept++] = c->news.p[i];
    }
    c->articles = c->news.p;
    c->article_count = kept;
    return status;
}

const na_capture *na_captures_find(const na_captures *c, na_arena *arena, na_str url)
{
    na_str key = na_url_canonical(arena, url);
    size_t low = 0, high = c->all.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(c->all.p[middle].key, key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low && na_str_eq(c->all.p[low - 1].key, key) ? &c->all.p[low - 1] : NULL;
}

static newsarc_status open_file(na_captures *c, size_t file, newsarc_error *err)
{
    if (c->reader && c->reader_file == file)
        return NEWSARC_OK;
    na_warc_reader_free(c->reader);
    c->reader = NULL;
    c->reader_file = file;
    newsarc_status status =
        na_warc_reader_open(c->inputs->paths[file], NA_CAPTURE_MAX, &c->reader, err);
    if (status == NEWSARC_OK)
        na_warc_reader_take_arc(c->reader);
    return status;
}

newsarc_status na_captures_read(na_captures *c, const na_capture *capture, na_buf *out, char **type,
                                newsarc_error *err)
{
    na_warc_record record;
    na_http_head head;
    newsarc_status status = open_file(c, capture->file, err);
    if (status == NEWSARC_OK)
        status = na_warc_reader_seek(c->reader, capture->offset, err);
    if (status == NEWSARC_OK)
        status = na_warc_reader_next(c->reader, &record, err);
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
