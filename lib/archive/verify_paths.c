/* newsarc_verify: the files and folders that were given, one after another, and then what they
 * refer to in each other. */
#include "archive/verify.h"

#include "core/alloc.h"
#include "core/error.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BLOCK_MAX ((size_t)1 << 20)
#define FILES_MAX ((size_t)1 << 20)
#define PATH_ROOM 4096

static void set_file(na_verify *v, const char *path)
{
    v->file = path;
    v->record_id[0] = 0;
    v->offset = 0;
}

/* A package stands for itself: its records may also be in the files it was packed from. */
static newsarc_status check_package(na_verify *v, const char *path, newsarc_error *err)
{
    na_ids *outer = v->ids;
    v->ids = na_ids_new();
    newsarc_status status = v->ids ? na_verify_wacz(v, path, err) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        na_verify_links(v);
    na_ids_free(v->ids);
    v->ids = outer;
    return status;
}

static newsarc_status check_file(na_verify *v, const char *path, newsarc_error *err)
{
    na_warc_reader *r;
    set_file(v, path);
    if (na_str_ends(na_str_from(path), NA_STR(".wacz")))
        return check_package(v, path, err);
    if (na_is_bundle_name(na_str_from(path)))
        return na_verify_bundle(v, path);
    newsarc_status status = na_warc_reader_open(path, BLOCK_MAX, &r, err);
    if (status != NEWSARC_OK)
        return status;
    status = na_verify_reader(v, r, err);
    na_warc_reader_free(r);
    return status;
}

typedef struct names {
    char **p;
    size_t n, room;
} names;

static void names_free(names *list)
{
    for (size_t i = 0; i < list->n; i++)
        na_free(list->p[i]);
    na_free(list->p);
    *list = (names){0};
}

static bool names_add(names *list, const char *name)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        char **p = na_realloc_array(list->p, room, sizeof *p);
        if (!p)
            return false;
        list->p = p;
        list->room = room;
    }
    list->p[list->n] = na_strdup(name);
    return list->p[list->n++] != NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_warc_name(const char *name)
{
    static const char *const suffixes[] = {".warc",         ".warc.gz",  ".warc.open",
                                           ".warc.gz.open", ".warc.zst", ".warc.zst.open"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (na_str_ends(na_str_from(name), na_str_from(suffixes[i])))
            return true;
    return false;
}

/* Also one that its run has not named yet. */
static bool is_tar_name(const char *name)
{
    na_str s = na_str_from(name);
    if (na_str_ends(s, NA_STR(".open")))
        s.n -= sizeof ".open" - 1;
    return na_is_bundle_name(s);
}

/* Names of the files of a kind in a folder, in byte order. */
static newsarc_status list_folder(const char *folder, bool (*is_kind)(const char *name),
                                  names *list, newsarc_error *err)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    bool enough = true;
    if (!dir)
        return na_error_system(err, "warc", na_str_from(folder), "open the folder", errno);
    while (enough && list->n < FILES_MAX && (entry = readdir(dir)))
        if (is_kind(entry->d_name))
            enough = names_add(list, entry->d_name);
    closedir(dir);
    if (!enough) {
        list->n -= list->n > 0 && !list->p[list->n - 1];
        return NEWSARC_E_NOMEM;
    }
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_name);
    return NEWSARC_OK;
}

/* What cannot be read or is no WARC is a finding, when others are still to be checked. */
static newsarc_status as_finding(na_verify *v, const char *path, newsarc_status status,
                                 const newsarc_error *why)
{
    if (status == NEWSARC_OK || status == NEWSARC_E_NOMEM)
        return status;
    set_file(v, path);
    na_verify_report(v, ERROR, status == NEWSARC_E_FORMAT ? "not-warc" : "unreadable", "%s",
                     why->message);
    return NEWSARC_OK;
}

static newsarc_status check_member(na_verify *v, const char *folder, const char *name)
{
    char path[PATH_ROOM];
    newsarc_status status = NEWSARC_OK;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return NEWSARC_OK;
    set_file(v, path);
    if (name[0] == '.' || na_str_ends(na_str_from(name), NA_STR(".open"))) {
        na_verify_report(v, WARNING, "left-open",
                         "not finished: a crawl is running, or was killed; not checked");
    } else {
        newsarc_error why = {0};
        status = check_file(v, path, &why);
        status = as_finding(v, path, status, &why);
    }
    v->file = folder;
    return status;
}

/* The articles of a collection, when they are there. */
static newsarc_status check_articles(na_verify *v, const char *folder, newsarc_error *err)
{
    char path[PATH_ROOM];
    struct stat st;
    names list = {0};
    int n = snprintf(path, sizeof path, "%s/articles", folder);
    if (n >= (int)sizeof path || stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return NEWSARC_OK;
    newsarc_status status = list_folder(path, is_tar_name, &list, err);
    for (size_t i = 0; i < list.n && status == NEWSARC_OK && !v->stopped; i++)
        status = check_member(v, path, list.p[i]);
    v->file = folder;
    names_free(&list);
    return status;
}

/* A collection has its WARC files in archive/; any other folder may hold them itself. */
static newsarc_status check_folder(na_verify *v, const char *folder, newsarc_error *err)
{
    char inner[PATH_ROOM];
    struct stat st;
    names list = {0};
    int n = snprintf(inner, sizeof inner, "%s/archive", folder);
    bool collection = n < (int)sizeof inner && stat(inner, &st) == 0 && S_ISDIR(st.st_mode);
    const char *place = collection ? inner : folder;
    newsarc_status status = list_folder(place, is_warc_name, &list, err);
    if (status == NEWSARC_OK && list.n == 0)
        status = na_error(err, NEWSARC_E_FORMAT, "warc", na_str_from(place),
                          "no WARC files in this folder");
    for (size_t i = 0; i < list.n && status == NEWSARC_OK && !v->stopped; i++)
        status = check_member(v, place, list.p[i]);
    if (status == NEWSARC_OK && collection && !v->stopped)
        status = check_articles(v, folder, err);
    if (status == NEWSARC_OK && !v->stopped)
        na_verify_sums(v, folder);
    v->file = folder;
    names_free(&list);
    return status;
}

static newsarc_status check_path(na_verify *v, const char *path, newsarc_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return na_error_system(err, "warc", na_str_from(path), "open the file", errno);
    v->lone = !S_ISDIR(st.st_mode);
    return v->lone ? check_file(v, path, err) : check_folder(v, path, err);
}

static newsarc_status check_paths(na_verify *v, const char *const *paths, size_t count,
                                  newsarc_error *err)
{
    newsarc_status status = count == 1 ? check_path(v, paths[0], err) : NEWSARC_OK;
    for (size_t i = 0; i < count && count > 1 && status == NEWSARC_OK && !v->stopped; i++) {
        newsarc_error why = {0};
        status = check_path(v, paths[i], &why);
        status = as_finding(v, paths[i], status, &why);
    }
    return status;
}

static newsarc_status outcome(na_verify *v, const char *input, newsarc_status status,
                              newsarc_error *err)
{
    na_str name = na_str_from(input);
    if (status == NEWSARC_OK && !v->stopped)
        na_verify_links(v);
    if (v->stopped)
        return na_error(err, NEWSARC_E_STOPPED, "warc", name, "stopped by the callback");
    if (status == NEWSARC_OK)
        status = v->failed;
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "warc", name, "out of memory");
    if (status != NEWSARC_OK || v->sum.errors == 0)
        return status;
    return na_error(err, NEWSARC_E_INCOMPLETE, "warc", name, "%llu errors were found",
                    (unsigned long long)v->sum.errors);
}

static void give_summary(const na_verify *v, newsarc_verify_summary *out)
{
    size_t size = out ? out->struct_size : 0;
    if (size > sizeof *out)
        size = sizeof *out;
    if (size > sizeof size)
        memcpy((char *)out + sizeof size, (const char *)&v->sum + sizeof size, size - sizeof size);
}

static bool are_arguments(const char *const *paths, size_t count,
                          const newsarc_verify_summary *summary)
{
    bool good = paths && count && (!summary || summary->struct_size >= sizeof summary->struct_size);
    for (size_t i = 0; i < count && good; i++)
        good = paths[i] && *paths[i];
    return good;
}

newsarc_status newsarc_verify(const char *const *paths, size_t count, newsarc_finding_fn fn,
                              void *user, newsarc_verify_summary *summary, newsarc_error *err)
{
    na_verify v = {.fn = fn, .user = user, .sum = {.struct_size = sizeof v.sum}};
    na_error_clear(err);
    if (!are_arguments(paths, count, summary))
        return na_error(err, NEWSARC_E_ARGUMENT, "warc", (na_str){0},
                        "give at least one path, and set the summary's struct_size");
    v.ids = na_ids_new();
    newsarc_status status = v.ids ? check_paths(&v, paths, count, err) : NEWSARC_E_NOMEM;
    status = outcome(&v, count == 1 ? paths[0] : "", status, err);
    give_summary(&v, summary);
    na_ids_free(v.ids);
    return status;
}

newsarc_status na_verify_memory(na_str bytes, newsarc_finding_fn fn, void *user)
{
    na_warc_reader *r;
    na_verify v = {.fn = fn, .user = user, .lone = true, .file = "memory"};
    newsarc_status status = na_warc_reader_open_memory(bytes, BLOCK_MAX, &r, NULL);
    if (status != NEWSARC_OK)
        return status;
    v.ids = na_ids_new();
    status = v.ids ? na_verify_reader(&v, r, NULL) : NEWSARC_E_NOMEM;
    status = outcome(&v, v.file, status, NULL);
    na_ids_free(v.ids);
    na_warc_reader_free(r);
    return status;
}
