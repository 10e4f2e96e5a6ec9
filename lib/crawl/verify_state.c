/* newsarc_collection_verify: the archives by newsarc_verify, then each state against its archive.
 */
#include "archive/warc_reader.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include "crawl/store_prune.h"
#include <newsarc/collection.h>
#include <stdio.h>
#include <unistd.h>

typedef struct state_check {
    const char *dir;
    newsarc_finding_fn fn;
    void *user;
    newsarc_verify_summary sum;
    na_warc_reader *reader; /* of `file`; NULL: it cannot be read */
    char file[160];         /* name in archive/ */
    char *path;             /* of it */
    bool passed;            /* records of it are not looked for */
} state_check;

static newsarc_status find(state_check *c, const char *rule, const char *file, uint64_t offset,
                           const char *message)
{
    const newsarc_finding f = {.struct_size = sizeof f,
                               .severity = NEWSARC_SEVERITY_ERROR,
                               .file = file,
                               .rule = rule,
                               .offset = offset,
                               .message = message};
    c->sum.errors++;
    return c->fn && c->fn(&f, c->user) ? NEWSARC_E_STOPPED : NEWSARC_OK;
}

static void close_file(state_check *c)
{
    na_warc_reader_free(c->reader);
    na_free(c->path);
    c->reader = NULL;
    c->path = NULL;
}

static newsarc_status open_file(state_check *c, const char *file)
{
    char name[192];
    close_file(c);
    snprintf(c->file, sizeof c->file, "%s", file);
    snprintf(name, sizeof name, "archive/%s.open", c->file);
    c->path = na_path_join(c->dir, name);
    if (!c->path)
        return NEWSARC_E_NOMEM;
    c->passed = access(c->path, F_OK) == 0;
    c->path[strlen(c->path) - (sizeof ".open" - 1)] = 0;
    if (c->passed)
        return NEWSARC_OK;
    newsarc_status status = na_warc_reader_open(c->path, 0, &c->reader, NULL);
    if (status == NEWSARC_OK || status == NEWSARC_E_NOMEM)
        return status;
    c->passed = true;
    return find(c, "state-file", c->path, 0, "the state has records of a file that cannot be read");
}

static newsarc_status check_place(const char *file, uint64_t offset, const char *id, void *user)
{
    state_check *c = user;
    na_warc_record record;
    newsarc_status status = NEWSARC_OK;
    if (!c->path || strcmp(c->file, file) != 0)
        status = open_file(c, file);
    if (status != NEWSARC_OK || c->passed)
        return status;
    c->sum.records++;
    if (na_warc_reader_seek(c->reader, offset, NULL) != NEWSARC_OK ||
        na_warc_reader_next(c->reader, &record, NULL) != NEWSARC_OK)
        return find(c, "state-record", c->path, offset, "no record where the state has one");
    na_str is = na_warc_field(&record, *id ? "WARC-Record-ID" : "WARC-Type");
    na_str wanted = *id ? na_str_from(id) : NA_STR("conversion");
    return na_str_eq(is, wanted)
               ? NEWSARC_OK
               : find(c, "state-record", c->path, offset, "another record than the state says");
}

static newsarc_status check_state(state_check *c, const char *path, newsarc_error *err)
{
    na_store *store = NULL;
    newsarc_error why;
    na_error_clear(&why);
    newsarc_status status = na_store_open(path, NA_STORE_READ, &store, &why);
    if (status == NEWSARC_OK) {
        status = na_store_check(store);
        if (status == NEWSARC_OK)
            status = na_store_places(store, check_place, c);
        if (status != NEWSARC_OK && status != NEWSARC_E_STOPPED)
            na_store_explain(store, status, &why);
    }
    na_store_close(store);
    close_file(c);
    if (status == NEWSARC_E_FORMAT)
        return find(c, "state-damaged", path, 0, why.message);
    if (status == NEWSARC_E_UNSUPPORTED) /* an older version: the next run brings it up to date */
        return NEWSARC_OK;
    if (status == NEWSARC_E_STOPPED)
        return na_error(err, status, "crawl", na_str_from(path), "stopped by the callback");
    if (status != NEWSARC_OK && err)
        *err = why;
    return status;
}

/* And no folder that only has the shape of one. */
static bool is_collection(const char *directory)
{
    char *path = na_path_join(directory, "collection.lock");
    bool yes = path && access(path, F_OK) == 0;
    na_free(path);
    return yes;
}

static void add_summary(newsarc_verify_summary *to, const newsarc_verify_summary *from)
{
    newsarc_verify_summary all = {.struct_size = sizeof all};
    size_t size = to->struct_size < sizeof all ? to->struct_size : sizeof all;
    memcpy(&all, to, size);
    all.errors += from->errors;
    memcpy(to, &all, size);
}

/* OK also when the folder has no state. */
static newsarc_status check_collection(state_check *c, const char *directory, newsarc_error *err)
{
    char *path = na_path_join(directory, "collection.db");
    if (!path)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(directory), "out of memory");
    c->dir = directory;
    newsarc_status status = NEWSARC_OK;
    if (access(path, F_OK) == 0)
        status = check_state(c, path, err);
    else if (is_collection(directory))
        status = find(c, "state-damaged", path, 0,
                      "the state is lost; newsarc recover rebuilds it from the WARC files");
    na_free(path);
    return status;
}

newsarc_status newsarc_collection_verify(const char *const *paths, size_t count,
                                         newsarc_finding_fn fn, void *user,
                                         newsarc_verify_summary *summary, newsarc_error *err)
{
    state_check c = {.fn = fn, .user = user};
    newsarc_status status = newsarc_verify(paths, count, fn, user, summary, err);
    newsarc_status state = NEWSARC_OK;
    if (status != NEWSARC_OK && status != NEWSARC_E_INCOMPLETE)
        return status;
    for (size_t i = 0; i < count && state == NEWSARC_OK; i++)
        state = check_collection(&c, paths[i], err);
    if (summary)
        add_summary(summary, &c.sum);
    if (state != NEWSARC_OK)
        return state;
    if (c.sum.errors == 0)
        return status;
    na_error_clear(err);
    return na_error(err, NEWSARC_E_INCOMPLETE, "crawl", na_str_from(count == 1 ? paths[0] : ""),
                    "%llu errors in the state", (unsigned long long)c.sum.errors);
}
