#include "pack/inputs.h"

#include "archive/digest.h"
#include "core/alloc.h"
#include "core/error.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX ((size_t)1 << 20)
#define PATH_ROOM 4096

const char *na_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_warc_name(const char *name)
{
    static const char *const suffixes[] = {".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (na_str_ends(na_str_from(name), na_str_from(suffixes[i])))
            return true;
    return false;
}

newsarc_status na_inputs_add(na_inputs *list, const char *path)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 32;
        char **paths = na_realloc_array(list->paths, room, sizeof *paths);
        if (!paths)
            return NEWSARC_E_NOMEM;
        list->paths = paths;
        list->room = room;
    }
    list->paths[list->count] = na_strdup(path);
    if (!list->paths[list->count])
        return NEWSARC_E_NOMEM;
    list->count++;
    return NEWSARC_OK;
}

static newsarc_status add_folder(na_inputs *list, const char *folder, newsarc_error *err)
{
    char path[PATH_ROOM];
    struct stat st;
    const struct dirent *entry;
    newsarc_status status = NEWSARC_OK;
    int n = snprintf(path, sizeof path, "%s/archive", folder);
    bool collection = n < (int)sizeof path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    const char *inside = collection ? "/archive" : "";
    DIR *dir = opendir(collection ? path : folder);
    if (!dir)
        return na_error_system(err, "pack", na_str_from(folder), "open the folder", errno);
    while (status == NEWSARC_OK && list->count < FILES_MAX && (entry = readdir(dir))) {
        if (!is_warc_name(entry->d_name))
            continue;
        n = snprintf(path, sizeof path, "%s%s/%s", folder, inside, entry->d_name);
        status = n < (int)sizeof path ? na_inputs_add(list, path) : NEWSARC_OK;
    }
    closedir(dir);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(na_base_name(*(char *const *)a), na_base_name(*(char *const *)b));
}

static newsarc_status sort(na_inputs *list, newsarc_error *err)
{
    if (list->count)
        qsort(list->paths, list->count, sizeof *list->paths, by_name);
    for (size_t i = 1; i < list->count; i++)
        if (by_name(&list->paths[i - 1], &list->paths[i]) == 0)
            return na_error(err, NEWSARC_E_ARGUMENT, "pack", na_str_from(list->paths[i]),
                            "there is another file of this name: a package can hold only one");
    return NEWSARC_OK;
}

newsarc_status na_inputs_list(const char *const *paths, size_t count, na_inputs *out,
                              newsarc_error *err)
{
    struct stat st;
    newsarc_status status = NEWSARC_OK;
    *out = (na_inputs){0};
    for (size_t i = 0; i < count && status == NEWSARC_OK; i++) {
        if (stat(paths[i], &st) != 0)
            status = na_error_system(err, "pack", na_str_from(paths[i]), "open the file", errno);
        else
            status =
                S_ISDIR(st.st_mode) ? add_folder(out, paths[i], err) : na_inputs_add(out, paths[i]);
    }
    if (status == NEWSARC_OK)
        status = sort(out, err);
    if (status == NEWSARC_OK && out->count == 0)
        status = na_error(err, NEWSARC_E_FORMAT, "pack", na_str_from(count ? paths[0] : ""),
                          "no WARC files in this folder");
    if (status == NEWSARC_E_NOMEM)
        na_error(err, status, "pack", (na_str){0}, "out of memory");
    if (status != NEWSARC_OK)
        na_inputs_free(out);
    return status;
}

void na_inputs_free(na_inputs *list)
{
    for (size_t i = 0; i < list->count; i++)
        na_free(list->paths[i]);
    na_free(list->paths);
    *list = (na_inputs){0};
}

newsarc_status na_hash_file(const char *path, char out[72], uint64_t *size, newsarc_error *err)
{
    char piece[1 << 16];
    unsigned char value[64];
    ssize_t n = 1;
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return na_error_system(err, "pack", na_str_from(path), "open the file", errno);
    na_digest *d = na_digest_new(NA_SHA256);
    while (d && n > 0) {
        n = read(fd, piece, sizeof piece);
        if (n > 0)
            na_digest_add(d, (na_str){piece, (size_t)n});
        *size += n > 0 ? (uint64_t)n : 0;
        n = n < 0 && errno == EINTR ? 1 : n;
    }
    int reason = errno;
    close(fd);
    if (d) {
        memcpy(out, "sha256:", 7);
        na_digest_hex(value, na_digest_value(d, value), out + 7);
    }
    na_digest_free(d);
    if (n < 0)
        return na_error_system(err, "pack", na_str_from(path), "read the file", reason);
    return d ? NEWSARC_OK : NEWSARC_E_NOMEM;
}
