/* SHA256SUMS of a collection, in the format of sha256sum(1): "HEX  path". See layout.h. */
#include "crawl/layout.h"

#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "crawl/digest.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUMS_MAX ((size_t)64 << 20)
#define FILES_MAX 100000

typedef struct sums {
    const char *dir;
    na_buf old;
    na_str rest;  /* of old: lines that are not behind the name in hand */
    char **names; /* "archive/x.warc.gz", sorted */
    size_t n, room;
} sums;

static newsarc_status read_file(const char *path, na_buf *out)
{
    char block[65536];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NEWSARC_OK : NEWSARC_E_IO;
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0)
        na_buf_add(out, (na_str){block, (size_t)n});
    close(fd);
    return n < 0 ? NEWSARC_E_IO : out->status;
}

static bool add_name(sums *s, const char *folder, const char *name)
{
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : 32;
        char **names = na_realloc_array(s->names, room, sizeof *names);
        if (!names)
            return false;
        s->names = names;
        s->room = room;
    }
    s->names[s->n] = na_path_join(folder, name);
    return s->names[s->n] && ++s->n;
}

static bool is_file(DIR *d, const struct dirent *e)
{
    struct stat st;
    if (e->d_type != DT_UNKNOWN) /* not every file system tells */
        return e->d_type == DT_REG;
    return fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static newsarc_status list_folder(sums *s, const char *folder)
{
    char *path = na_path_join(s->dir, folder);
    DIR *d = path ? opendir(path) : NULL;
    na_free(path);
    newsarc_status status = NEWSARC_OK;
    for (struct dirent *e; d && status == NEWSARC_OK && (e = readdir(d));) {
        if (e->d_name[0] == '.' || na_str_ends(na_str_from(e->d_name), NA_STR(".open")) ||
            !is_file(d, e) || s->n == FILES_MAX)
            continue;
        if (!add_name(s, folder, e->d_name))
            status = NEWSARC_E_NOMEM;
    }
    if (d)
        closedir(d);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The hex digest that a SHA256SUMS has for a name; empty: none. */
static na_str digest_in(na_str rest, const char *name)
{
    na_str wanted = na_str_from(name);
    while (rest.n) {
        na_str line = na_str_cut(rest, '\n', &rest);
        if (line.n == wanted.n + NA_SHA256_HEX + 1 && na_str_ends(line, wanted))
            return na_str_take(line, NA_SHA256_HEX - 1);
    }
    return (na_str){NULL, 0};
}

/* The same for names that come in order, over lines that do: each line is read once, however many
 * files years of nights have left. Where the lines are in disorder, files are read again. */
static na_str next_digest(na_str *rest, const char *name)
{
    na_str wanted = na_str_from(name), after;
    for (; rest->n; *rest = after) {
        na_str line = na_str_cut(*rest, '\n', &after);
        na_str has = na_str_skip(line, NA_SHA256_HEX + 1);
        if (na_str_eq(has, wanted))
            return na_str_take(line, NA_SHA256_HEX - 1);
        if (has.n && strncmp(has.p, name, has.n) > 0)
            break;
    }
    return (na_str){NULL, 0};
}

/* Files that later runs replace. */
static bool is_rewritten(const char *name)
{
    na_str s = na_str_from(name);
    return na_str_starts(s, NA_STR("reports/")) || na_str_starts(s, NA_STR("indexes/")) ||
           na_str_starts(s, NA_STR("pages/"));
}

static newsarc_status add_line(sums *s, const char *name, na_buf *out)
{
    char hex[NA_SHA256_HEX];
    na_str digest = is_rewritten(name) ? (na_str){NULL, 0} : next_digest(&s->rest, name);
    if (digest.n == 0) {
        char *path = na_path_join(s->dir, name);
        newsarc_status status = path ? na_sha256_file(path, hex) : NEWSARC_E_NOMEM;
        na_free(path);
        if (status != NEWSARC_OK)
            return status;
        digest = na_str_from(hex);
    }
    na_buf_add(out, digest);
    na_buf_add_cstr(out, "  ");
    na_buf_add_cstr(out, name);
    na_buf_add_byte(out, '\n');
    return out->status;
}

static newsarc_status make_sums(sums *s, const char *path, bool rewritten, newsarc_error *err)
{
    static const char *const folders[] = {"archive", "articles", "indexes",
                                          "logs",    "pages",    "reports"};
    na_buf out = NA_BUF(SUMS_MAX);
    newsarc_status status = read_file(path, &s->old);
    for (size_t i = 0; status == NEWSARC_OK && i < sizeof folders / sizeof *folders; i++)
        status = list_folder(s, folders[i]);
    s->rest = na_buf_str(&s->old);
    if (s->n)
        qsort(s->names, s->n, sizeof *s->names, by_name);
    for (size_t i = 0; status == NEWSARC_OK && i < s->n; i++)
        if (rewritten || !is_rewritten(s->names[i]))
            status = add_line(s, s->names[i], &out);
    if (status == NEWSARC_OK)
        status = na_file_write("crawl", path, na_buf_str(&out), err);
    na_buf_free(&out);
    return status;
}

newsarc_status na_layout_sums(const char *dir, bool rewritten, newsarc_error *err)
{
    sums s = {.dir = dir, .old = NA_BUF(SUMS_MAX)};
    char *path = na_path_join(dir, "SHA256SUMS");
    newsarc_status status = path ? make_sums(&s, path, rewritten, err) : NEWSARC_E_NOMEM;
    for (size_t i = 0; i < s.n; i++)
        na_free(s.names[i]);
    na_free(s.names);
    na_buf_free(&s.old);
    na_free(path);
    if (status != NEWSARC_OK)
        return na_error(err, status, "crawl", na_str_from(dir), "cannot write SHA256SUMS");
    return NEWSARC_OK;
}

newsarc_status na_layout_read_sums(const char *dir, char **out, newsarc_error *err)
{
    na_buf text = NA_BUF(SUMS_MAX);
    char *path = na_path_join(dir, "SHA256SUMS");
    newsarc_status status = path ? read_file(path, &text) : NEWSARC_E_NOMEM;
    na_free(path);
    *out = status == NEWSARC_OK ? na_buf_take(&text) : NULL;
    na_buf_free(&text);
    if (status == NEWSARC_OK && *out)
        return status;
    status = status == NEWSARC_OK ? NEWSARC_E_NOMEM : status;
    return na_error(err, status, "crawl", na_str_from(dir), "cannot read SHA256SUMS");
}

bool na_layout_is_listed(const char *sums_text, const char *name)
{
    return digest_in(na_str_from(sums_text), name).n > 0;
}
