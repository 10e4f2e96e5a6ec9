/* See reader.h. A ring of pages with three counters: given, done, released. Two parsers take turns,
 * so one page can be read while the result of the one before is applied. */
#include "crawl/reader.h"

#include "core/alloc.h"
#include <pthread.h>
#include <signal.h>

#define PARSERS 2

struct na_reader {
    na_parser *parsers[PARSERS];
    na_read ring[NA_READER_MAX];
    void (*wake)(void *user);
    void *user;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, result;
    /* under the lock: */
    size_t given, done, released;
    bool ending, started;
};

static bool may_read(const na_reader *r)
{
    return r->done < r->given && r->done - r->released < PARSERS;
}

static void *run(void *user)
{
    na_reader *r = user;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (!r->ending && !may_read(r))
            pthread_cond_wait(&r->work, &r->lock);
        if (r->ending)
            break;
        na_read *page = &r->ring[r->done % NA_READER_MAX];
        na_parser *parser = r->parsers[r->done % PARSERS];
        pthread_mutex_unlock(&r->lock);
        page->status = na_parse_response(parser, page->x, &page->input, &page->parsed);
        pthread_mutex_lock(&r->lock);
        r->done++;
        pthread_cond_signal(&r->result);
        r->wake(r->user);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Signals are for the program's own threads. */
static bool start(na_reader *r)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    r->started = pthread_create(&r->thread, NULL, run, r) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return r->started;
}

na_reader *na_reader_new(na_str agent, na_hints hints, void (*wake)(void *user), void *user)
{
    na_reader *r = na_calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->wake = wake;
    r->user = user;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->work, NULL);
    pthread_cond_init(&r->result, NULL);
    bool ok = true;
    for (size_t i = 0; ok && i < PARSERS; i++)
        ok = (r->parsers[i] = na_parser_new(agent, hints)) != NULL;
    if (ok && start(r))
        return r;
    na_reader_free(r);
    return NULL;
}

void na_reader_free(na_reader *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->ending = true;
    pthread_cond_signal(&r->work);
    pthread_mutex_unlock(&r->lock);
    if (r->started)
        pthread_join(r->thread, NULL);
    for (size_t i = 0; i < PARSERS; i++)
        na_parser_free(r->parsers[i]);
    pthread_cond_destroy(&r->result);
    pthread_cond_destroy(&r->work);
    pthread_mutex_destroy(&r->lock);
    na_free(r);
}

/* `given` and `released` are written by the caller's thread only, so it may read them freely. */
size_t na_reader_pending(const na_reader *r)
{
    return r->given - r->released;
}

void na_reader_give(na_reader *r, const na_read *page)
{
    pthread_mutex_lock(&r->lock);
    r->ring[r->given % NA_READER_MAX] = *page;
    r->given++;
    pthread_cond_signal(&r->work);
    pthread_mutex_unlock(&r->lock);
}

na_read *na_reader_next(na_reader *r, bool wait)
{
    if (na_reader_pending(r) == 0)
        return NULL;
    pthread_mutex_lock(&r->lock);
    while (wait && r->done == r->released)
        pthread_cond_wait(&r->result, &r->lock);
    bool done = r->done > r->released;
    pthread_mutex_unlock(&r->lock);
    return done ? &r->ring[r->released % NA_READER_MAX] : NULL;
}

void na_reader_release(na_reader *r)
{
    pthread_mutex_lock(&r->lock);
    r->released++;
    pthread_cond_signal(&r->work);
    pthread_mutex_unlock(&r->lock);
}
