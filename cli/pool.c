/* A ring of slots: the caller fills the tail, threads take the next one, and whoever finishes the
 * oldest delivers it and the finished ones behind it. So results come out in order and at once (a
 * client that waits for each answer before its next question gets it), and memory stays bounded by
 * the ring. Order of the counters: delivered <= taken <= submitted <= delivered + room.
 *
 * One slow task at the head holds back the results behind it, not the threads, as long as there is
 * room for their tasks: so the ring is long, and what its tasks may hold is bounded by bytes.
 *
 * Delivering goes on without the lock, one thread at a time, so that the others keep taking tasks
 * while one writes. A caller that found the ring full is woken when half of it is free: waking it
 * for each slot costs two switches of threads a task. */
#include "pool.h"

#include "text.h"
#include <pthread.h>
#include <stdlib.h>

/* For each thread. */
enum { SLOTS = 64, BYTES = 8 << 20 };

struct slot {
    void *task;
    size_t bytes;
    bool done;
};

struct pool {
    struct pool_work work;
    struct slot *slots;
    size_t room, delivered, taken, submitted;
    size_t bytes_room, bytes; /* held by all tasks */
    bool closing, delivering;
    pthread_mutex_t lock;
    pthread_cond_t submitted_more, delivered_more;
    pthread_t *threads;
    size_t thread_count;
};

static struct slot *slot_at(struct pool *p, size_t number)
{
    return &p->slots[number % p->room];
}

static bool is_half_empty(const struct pool *p)
{
    return p->submitted - p->delivered <= p->room / 2 && p->bytes <= p->bytes_room / 2;
}

static void change_bytes(struct pool *p, struct slot *s, size_t bytes)
{
    p->bytes = p->bytes - s->bytes + bytes;
    s->bytes = bytes;
    if (is_half_empty(p))
        pthread_cond_signal(&p->delivered_more);
}

/* Under the lock, which is given up while a result is handed over. */
static void deliver_ready(struct pool *p)
{
    if (p->delivering)
        return; /* that thread looks again before it stops */
    p->delivering = true;
    while (p->delivered < p->taken && slot_at(p, p->delivered)->done) {
        void *task = slot_at(p, p->delivered)->task;
        pthread_mutex_unlock(&p->lock);
        p->work.deliver(task, p->work.user);
        pthread_mutex_lock(&p->lock);
        struct slot *s = slot_at(p, p->delivered++);
        change_bytes(p, s, 0);
        *s = (struct slot){0};
    }
    p->delivering = false;
}

static void *run_thread(void *arg)
{
    struct pool *p = arg;
    void *state = p->work.begin(p->work.user);
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->taken == p->submitted && !p->closing)
            pthread_cond_wait(&p->submitted_more, &p->lock);
        if (p->taken == p->submitted)
            break;
        struct slot *s = slot_at(p, p->taken++);
        pthread_mutex_unlock(&p->lock);
        size_t bytes = p->work.work(state, s->task);
        pthread_mutex_lock(&p->lock);
        s->done = true;
        change_bytes(p, s, bytes);
        deliver_ready(p);
    }
    pthread_mutex_unlock(&p->lock);
    p->work.end(state);
    return NULL;
}

struct pool *pool_new(size_t threads, const struct pool_work *work)
{
    struct pool *p = cli_alloc(1, sizeof *p);
    p->work = *work;
    p->room = threads * SLOTS;
    p->bytes_room = threads * BYTES;
    p->slots = cli_alloc(p->room, sizeof *p->slots);
    p->threads = cli_alloc(threads, sizeof *p->threads);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->submitted_more, NULL);
    pthread_cond_init(&p->delivered_more, NULL);
    while (p->thread_count < threads &&
           pthread_create(&p->threads[p->thread_count], NULL, run_thread, p) == 0)
        p->thread_count++;
    if (p->thread_count == 0) {
        pool_finish(p);
        return NULL;
    }
    return p;
}

static bool is_full(const struct pool *p, size_t bytes)
{
    size_t tasks = p->submitted - p->delivered;
    return tasks == p->room || (tasks && p->bytes + bytes > p->bytes_room);
}

void pool_submit(struct pool *p, void *task, size_t bytes)
{
    pthread_mutex_lock(&p->lock);
    if (is_full(p, bytes))
        while (!is_half_empty(p))
            pthread_cond_wait(&p->delivered_more, &p->lock);
    *slot_at(p, p->submitted++) = (struct slot){.task = task, .bytes = bytes};
    p->bytes += bytes;
    pthread_cond_signal(&p->submitted_more);
    pthread_mutex_unlock(&p->lock);
}

void pool_finish(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_cond_broadcast(&p->submitted_more);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->thread_count; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->submitted_more);
    pthread_cond_destroy(&p->delivered_more);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p->slots);
    free(p);
}
