/* The WARC files of a collection in the order of their writing, and by runs. See recover_files.h.
 */
#include "crawl/recover_files.h"

#include "archive/warc_reader.h"
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/layout.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILES_MAX 1000000
#define RUN_MAX 1000000000
#define HEAD_RECORDS 3 /* a warcinfo is the first record, if there is one */

bool na_is_warc_name(const char *name)
{
    static const na_str endings[] = {{".warc.gz", 8}, {".warc.zst", 9}, {".warc", 5}};
    na_str s = na_str_from(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name[0] != '.' && s.n < NA_RECOVER_NAME && na_str_ends(s, endings[i]))
            return true;
    return false;
}

uint64_t na_count_warcs(const char *dir)
{
    char *path = na_path_join(dir, "archive");
    DIR *d = path ? opendir(path) : NULL;
    uint64_t found = 0;
    for (struct dirent *e; d && (e = readdir(d));)
        found += na_is_warc_name(e->d_name);
    if (d)
        closedir(d);
    na_free(path);
    return found;
}

bool na_has_state(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_size > 0;
}

newsarc_status na_no_state(const char *dir, newsarc_error *err)
{
    if (na_count_warcs(dir) == 0)
        return na_error(err, NEWSARC_E_FORMAT, "crawl", na_str_from(dir),
                        "not a collection: it has no collection.db");
    return na_error(err, NEWSARC_E_FORMAT, "crawl", na_str_from(dir),
                    "the state (collection.db) is lost; rebuild it from the WARC files: newsarc "
                    "recover %s",
                    dir);
}

/* "PREFIX-YYYYMMDDhhmmss-00000.warc.gz": the first of a run. */
static bool is_first_by_name(const char *name)
{
    const char *dot = strstr(name, ".warc");
    for (const char *next = dot; next && (next = strstr(next + 1, ".warc"));)
        dot = next;
    return !dot || dot - name < 6 || strncmp(dot - 6, "-00000", 6) == 0;
}

static void read_info(na_str block, na_recover_file *f)
{
    size_t at = 0;
    na_str name, value;
    while (na_warc_next_field(block, &at, &name, &value)) {
        uint64_t n = na_str_number(value, NULL);
        if (na_str_eq(name, NA_STR("run")) && n <= RUN_MAX)
            f->run = (int64_t)n;
        if (na_str_eq(name, NA_STR("run-started")))
            f->started = na_warc_seconds(value);
    }
}

/* What the first records say; a file that has none to be read comes last. */
static newsarc_status look_at(const char *path, na_recover_file *f)
{
    na_warc_reader *reader;
    na_warc_record record;
    newsarc_status status = na_warc_reader_open(path, (size_t)64 << 10, &reader, NULL);
    if (status != NEWSARC_OK)
        return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
    f->written = INT64_MAX;
    for (int i = 0; i < HEAD_RECORDS && f->written == INT64_MAX; i++) {
        status = na_warc_reader_next(reader, &record, NULL);
        if (status != NEWSARC_OK && status != NEWSARC_E_FORMAT)
            break;
        if (status != NEWSARC_OK)
            continue;
        f->written = na_warc_seconds(na_warc_field(&record, "WARC-Date"));
        if (na_str_eq(na_warc_field(&record, "WARC-Type"), NA_STR("warcinfo")))
            read_info(record.block, f);
    }
    na_warc_reader_free(reader);
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

static newsarc_status add_file(na_recover_files *files, const char *folder, const char *name)
{
    struct stat st;
    if (files->count == files->room) {
        size_t room = files->room ? files->room * 2 : 32;
        na_recover_file *v = na_realloc_array(files->v, room, sizeof *v);
        if (!v)
            return NEWSARC_E_NOMEM;
        files->v = v;
        files->room = room;
    }
    char *path = na_path_join(folder, name);
    if (!path)
        return NEWSARC_E_NOMEM;
    newsarc_status status = NEWSARC_OK;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
        na_recover_file *f = &files->v[files->count++];
        *f = (na_recover_file){.bytes = (uint64_t)st.st_size};
        snprintf(f->name, sizeof f->name, "%.*s", (int)sizeof f->name - 1, name);
        files->bytes += f->bytes;
        status = look_at(path, f);
    }
    na_free(path);
    return status;
}

/* By the time of the run, then of the file. */
static int by_time(const void *a, const void *b)
{
    const na_recover_file *x = a, *y = b;
    int64_t s = x->started ? x->started : x->written, t = y->started ? y->started : y->written;
    if (s != t)
        return s < t ? -1 : 1;
    if (x->run != y->run && x->started && y->started) /* two began in one second */
        return x->run < y->run ? -1 : 1;
    if (x->written != y->written)
        return x->written < y->written ? -1 : 1;
    return strcmp(x->name, y->name);
}

bool na_recover_begins_run(const na_recover_files *files, size_t i)
{
    if (i == 0)
        return true;
    const na_recover_file *f = &files->v[i], *before = &files->v[i - 1];
    if (f->run || before->run)
        return f->run != before->run || f->started != before->started;
    return is_first_by_name(f->name);
}

newsarc_status na_recover_list(const char *dir, na_recover_files *files, newsarc_error *err)
{
    *files = (na_recover_files){.count = 0};
    char *folder = na_path_join(dir, "archive");
    DIR *d = folder ? opendir(folder) : NULL;
    newsarc_status status = NEWSARC_OK;
    if (!folder)
        status = NEWSARC_E_NOMEM;
    else if (!d)
        status = na_error_system(err, "crawl", na_str_from(folder), "open the folder", errno);
    for (struct dirent *e; d && status == NEWSARC_OK && (e = readdir(d));)
        if (na_is_warc_name(e->d_name) && files->count < FILES_MAX)
            status = add_file(files, folder, e->d_name);
    if (d)
        closedir(d);
    na_free(folder);
    if (files->count)
        qsort(files->v, files->count, sizeof *files->v, by_time);
    return status == NEWSARC_E_NOMEM
               ? na_error(err, status, "crawl", na_str_from(dir), "out of memory")
               : status;
}

void na_recover_files_free(na_recover_files *files)
{
    na_free(files->v);
    *files = (na_recover_files){.count = 0};
}
