/* The article tar of a run. A tar and the state that says which articles are in it cannot change
 * together, so the tar is written whole under a hidden name, then the state is committed, and only
 * then the tar gets its name: a hidden tar that the state knows is named by the next run, one that
 * it does not know is written anew. See crawler.h. */
#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "crawl/articles.h"
#include "crawl/crawler.h"
#include "crawl/layout.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* "DIR/NAME" -> "DIR/.NAME"; NULL when out of memory. */
static char *hidden(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    size_t size = strlen(path) + sizeof ".";
    char *out = na_malloc(size);
    if (out)
        snprintf(out, size, "%.*s.%s", (int)folder, path, path + folder);
    return out;
}

static char *tar_path(const newsarc_crawler *c)
{
    char name[160];
    if (c->tar_path)
        return na_strdup(c->tar_path);
    snprintf(name, sizeof name, "articles/%s.tar.gz", c->stem);
    return na_path_join(c->directory, name);
}

newsarc_status na_crawler_write_tar(newsarc_crawler *c, newsarc_error *err)
{
    uint64_t count;
    char *path = tar_path(c), *from = path ? hidden(path) : NULL;
    newsarc_status status =
        from ? na_articles_write(c->store, c->directory, c->renderings, na_crawler_hints(c), true,
                                 from, &count, err)
             : na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
    na_free(path);
    na_free(from);
    return status;
}

/* No hidden file: there were no articles, or it has its name already. */
static newsarc_status give_name(const char *from, const char *to, newsarc_error *err)
{
    if (rename(from, to) == 0) {
        na_sync_folder_of(to);
        return NEWSARC_OK;
    }
    if (errno == ENOENT)
        return NEWSARC_OK;
    return na_error_system(err, "crawl", na_str_from(to), "give the file its final name", errno);
}

newsarc_status na_crawler_name_tar(newsarc_crawler *c, newsarc_error *err)
{
    char *path = tar_path(c), *from = path ? hidden(path) : NULL;
    newsarc_status status =
        from ? give_name(from, path, err)
             : na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
    na_free(path);
    na_free(from);
    return status;
}

/* `name`: a hidden file in `folder`. */
static newsarc_status recover(const char *folder, const char *name, bool known, newsarc_error *err)
{
    char *from = na_path_join(folder, name), *to = na_path_join(folder, name + 1);
    newsarc_status status = NEWSARC_OK;
    if (!from || !to)
        status = na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
    else if (known && !na_str_ends(na_str_from(name), NA_STR(".open")))
        status = give_name(from, to, err);
    else if (unlink(from) != 0 && errno != ENOENT)
        status = na_error_system(err, "crawl", na_str_from(from), "remove the file", errno);
    na_free(from);
    na_free(to);
    return status;
}

newsarc_status na_crawler_recover_tars(newsarc_crawler *c, bool known, newsarc_error *err)
{
    char *folder = na_path_join(c->directory, "articles");
    DIR *d = folder ? opendir(folder) : NULL;
    newsarc_status status = NEWSARC_OK;
    for (struct dirent *e; d && status == NEWSARC_OK && (e = readdir(d));)
        if (e->d_name[0] == '.' &&
            na_str_find(na_str_from(e->d_name), NA_STR(".tar.gz")) != NA_NOT_FOUND)
            status = recover(folder, e->d_name, known, err);
    if (d)
        closedir(d);
    na_free(folder);
    return status == NEWSARC_OK && known ? na_crawler_name_tar(c, err) : status;
}
