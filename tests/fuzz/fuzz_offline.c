/* A page as it opens from its folder, of any bytes: it must be UTF-8, and say so where browsers
 * look. */
#include "core/arena.h"
#include "pack/offline.h"
#include "text/utf8.h"
#include <stdlib.h>

#define LIMITS ((na_arena_limits){(size_t)64 << 20, 0})

static void require(bool condition)
{
    if (!condition)
        abort();
}

typedef struct job {
    na_offline_page page;
    na_buf out;
} job;

static void write_page(na_arena *arena, void *user)
{
    job *j = user;
    na_offline_write(arena, &j->page, &j->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const na_offline_file file = {{"http://a.example/a.png", 22}, {"images/01-a.png", 15}};
    static na_arena *arena;
    if (!arena)
        arena = na_arena_new();
    char *copy = malloc(size + 1);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    copy[size] = 0;
    job j = {.page = {.bytes = {copy, size},
                      .url = NA_STR("http://a.example/1.html"),
                      .files = &file,
                      .count = 1},
             .out = NA_BUF((size_t)32 << 20)};
    na_arena_reset(arena);
    newsarc_status status = na_arena_run(arena, LIMITS, write_page, &j);
    na_str out = na_buf_str(&j.out);
    if (status == NEWSARC_OK && j.out.status == NEWSARC_OK) {
        size_t charset = na_str_find(out, NA_STR("<meta charset=\"utf-8\">"));
        require(na_utf8_valid(out));
        require(charset != NA_NOT_FOUND && charset < 1000);
    }
    na_buf_free(&j.out);
    free(copy);
    return 0;
}
