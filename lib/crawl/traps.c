/* The crawler's use of shapes.h: which of the URLs that wait may be one of an endless number, and
 * what counts as something new. */
#include "crawl/crawler.h"
#include "crawl/identity.h"

#define SHAPE_MEMORY ((size_t)16 << 20)

typedef struct shape_job {
    const char *url;
    na_shape shape;
} shape_job;

static void shape_in_arena(na_arena *arena, void *user)
{
    shape_job *job = user;
    job->shape = na_shape_of(na_identity(arena, na_str_from(job->url), NA_STR("")));
}

na_shape na_crawler_shape_of(newsarc_crawler *c, const char *url)
{
    shape_job job = {.url = url};
    na_arena_reset(c->arena);
    na_arena_run(c->arena, (na_arena_limits){SHAPE_MEMORY, 0}, shape_in_arena, &job);
    return job.shape;
}

/* What pages of one shape make from each other can be without end; and there is no use in
 * asking for a counter on each page that is never there. */
static bool is_suspect(const na_task *task)
{
    return task->kind == NA_URL_LIST || task->kind == NA_URL_ARTICLE ||
           task->kind == NA_URL_REQUISITE || task->priority == NA_PRIORITY_KIN;
}

bool na_crawler_is_trap(newsarc_crawler *c, const na_task *task)
{
    if (!is_suspect(task))
        return false;
    na_shape shape = na_crawler_shape_of(c, task->url);
    return na_shapes_used_up(c->shapes, &shape, task->kind);
}

void na_crawler_note_yield(newsarc_crawler *c, const na_task *task, na_yield yield)
{
    if (task->kind == NA_URL_ATTACHMENT || (yield != NA_YIELD_NEW && !is_suspect(task)))
        return;
    na_shape shape = na_crawler_shape_of(c, task->url);
    na_shapes_note(c->shapes, &shape, yield);
}

newsarc_status na_crawler_keep_shapes(newsarc_crawler *c)
{
    na_buf known = NA_BUF(NA_SHAPES_SAVED);
    na_shapes_save(c->shapes, &known);
    newsarc_status status = known.status;
    if (status == NEWSARC_OK)
        status = na_store_put_shapes(c->store, na_buf_str(&known));
    na_buf_free(&known);
    return status;
}

static void load(na_str known, void *user)
{
    na_shapes_load(user, known);
}

newsarc_status na_crawler_load_shapes(newsarc_crawler *c)
{
    return na_store_shapes(c->store, load, c->shapes);
}
