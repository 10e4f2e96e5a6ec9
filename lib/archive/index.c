/* newsarc_index: the public face of cdxj.c. */
#include "archive/cdxj.h"
#include "core/error.h"

newsarc_status newsarc_index(const char *const *paths, size_t count, newsarc_problem_fn problem,
                             void *user, char **cdxj, size_t *length, newsarc_error *err)
{
    na_cdxj index;
    na_error_clear(err);
    if (!paths || !count || !cdxj || !length)
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", (na_str){0}, "an argument is missing");
    *cdxj = NULL;
    *length = 0;
    newsarc_status status = na_cdxj_init(&index, problem, user);
    for (size_t i = 0; i < count && status == NEWSARC_OK; i++)
        status = na_cdxj_add_file(&index, paths[i], 0, NULL, err);
    if (status == NEWSARC_OK)
        status = na_cdxj_sort(&index);
    na_buf out = NA_BUF(index.text.n);
    for (size_t i = 0; i < index.count && status == NEWSARC_OK; i++) {
        na_buf_add(&out, index.lines[i]);
        na_buf_add_byte(&out, '\n');
        status = out.status;
    }
    uint64_t problems = index.problems;
    *length = out.n;
    *cdxj = status == NEWSARC_OK ? na_buf_take(&out) : NULL;
    na_buf_free(&out);
    na_cdxj_free(&index);
    if (status == NEWSARC_E_NOMEM || (status == NEWSARC_OK && !*cdxj))
        return na_error(err, NEWSARC_E_NOMEM, "warc", (na_str){0}, "out of memory");
    if (status == NEWSARC_OK && problems)
        return na_error(err, NEWSARC_E_INCOMPLETE, "warc", (na_str){0},
                        "records that are not in the index: %llu", (unsigned long long)problems);
    return status;
}
