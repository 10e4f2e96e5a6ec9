/* Two texts, cut at the first NUL: equal and deleted pieces make up the first, equal and inserted
 * ones the second, and no two of one kind stand side by side. */
#include "text/diff.h"

#include <stdlib.h>

static void require(bool condition)
{
    if (!condition)
        abort();
}

typedef struct pair {
    na_str before, after;
} pair;

static void take(na_str *whole, na_str text)
{
    require(text.n > 0 && na_str_starts(*whole, text));
    *whole = na_str_skip(*whole, text.n);
}

static void compare(na_arena *arena, void *user)
{
    pair *p = user;
    na_diff d = na_diff_words(arena, p->before, p->after);
    for (size_t i = 0; i < d.n; i++) {
        require(i == 0 || d.v[i].kind != d.v[i - 1].kind);
        if (d.v[i].kind != NA_DIFF_INSERT)
            take(&p->before, d.v[i].text);
        if (d.v[i].kind != NA_DIFF_DELETE)
            take(&p->after, d.v[i].text);
    }
    require(p->before.n == 0 && p->after.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    na_arena *arena = na_arena_new();
    pair p;
    require(arena != NULL);
    p.before = na_str_cut((na_str){(const char *)data, size}, '\0', &p.after);
    require(na_arena_run(arena, (na_arena_limits){(size_t)256 << 20, 0}, compare, &p) ==
            NEWSARC_OK);
    na_arena_free(arena);
    return 0;
}
