/* What the archive tests share: a folder of their own, exchanges made by hand, files in memory. */
#ifndef NA_TESTS_ARCHIVE_FILES_H
#define NA_TESTS_ARCHIVE_FILES_H

#include "archive/warc_writer.h"
#include "http/exchange.h"
#include <dirent.h>
#include <newsarc/warc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/unit.h"

static char folder[] = "/tmp/na_archive_XXXXXX";

static inline const char *in_folder(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline na_buf slurp(const char *path)
{
    char bytes[4096];
    size_t n;
    na_buf b = NA_BUF((size_t)64 << 20);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        na_buf_add(&b, (na_str){bytes, n});
    fclose(f);
    return b;
}

static inline void spill(const char *path, na_str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

/* Removes the files of the folder (not its folders). */
static inline void empty_folder(void)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    assert_non_null(dir);
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            unlink(in_folder(entry->d_name));
    closedir(dir);
}

/* Number of names that end with `suffix`; the last one in byte order goes to `name`. */
static inline unsigned count_files(const char *suffix, char name[256])
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    unsigned n = 0;
    assert_non_null(dir);
    name[0] = 0;
    while ((entry = readdir(dir)))
        if (na_str_ends(na_str_from(entry->d_name), na_str_from(suffix))) {
            n++;
            if (strcmp(entry->d_name, name) > 0)
                snprintf(name, 256, "%s", entry->d_name);
        }
    closedir(dir);
    return n;
}

static inline na_exchange *exchange(const char *url, int status, const char *fields, na_str body)
{
    na_exchange *x = na_exchange_new(url, folder);
    assert_non_null(x);
    const char *path = strchr(strstr(url, "//") + 2, '/');
    na_buf_addf(&x->request, "GET %s HTTP/1.1\r\nHost: news.example\r\n\r\n", path);
    na_buf_addf(&x->head, "HTTP/1.1 %d X\r\n%s\r\n", status, fields);
    assert_int_equal(na_spool_write(x->body, body), NEWSARC_OK);
    x->status = status;
    x->begin_us = INT64_C(1441102920123456); /* 2015-09-01T10:22:00Z */
    snprintf(x->ip, sizeof x->ip, "192.0.2.7");
    snprintf(x->protocol, sizeof x->protocol, "http/1.1");
    return x;
}

static inline na_warc_writer *writer(uint64_t roll_bytes)
{
    na_warc_writer *w;
    na_warc_options o = {.directory = folder,
                         .prefix = "test",
                         .roll_bytes = roll_bytes,
                         .user_agent = "newsarc-test",
                         .robots = "obey"};
    assert_int_equal(na_warc_writer_new(&o, &w, NULL), NEWSARC_OK);
    return w;
}

static inline na_warc_place put(na_warc_writer *w, const char *url, int status, const char *fields,
                                na_str body)
{
    na_warc_place place;
    na_exchange *x = exchange(url, status, fields, body);
    assert_int_equal(na_warc_write_exchange(w, x, &place, NULL), NEWSARC_OK);
    na_exchange_free(x);
    return place;
}

static inline int run_in_folder(const struct CMUnitTest *tests, size_t n)
{
    if (!mkdtemp(folder))
        return 1;
    int failed = _cmocka_run_group_tests("archive", tests, n, NULL, NULL);
    empty_folder();
    rmdir(folder);
    return failed;
}

static inline newsarc_status verify_path(const char *path, newsarc_finding_fn fn, void *user,
                                         newsarc_verify_summary *summary, newsarc_error *err)
{
    return newsarc_verify(&path, 1, fn, user, summary, err);
}

#endif
