/* pool.h: tasks done by threads, delivered in the order they came. */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool;

struct pool_work {
    void *(*begin)(void *user); /* once a thread: its own state; NULL ends the program */
    void (*end)(void *state);   /* frees it */
    /* In any thread. Returns how many bytes the task holds from now on. */
    size_t (*work)(void *state, void *task);
    /* Called once a task in the order of submission, never twice at once; frees the task. */
    void (*deliver)(void *task, void *user);
    void *user;
};

/* `threads` from 1. NULL when no thread can be started. */
struct pool *pool_new(size_t threads, const struct pool_work *work);
/* `bytes`: what the task holds. Waits while the pool holds as much as it has room for. */
void pool_submit(struct pool *pool, void *task, size_t bytes);
/* Waits for all tasks and frees the pool. */
void pool_finish(struct pool *pool);

#endif
