/* The archive of a run: what a killed run left is finished, then a writer in the form that the
 * options ask for. See crawler.h. */
#include "archive/warc_record.h"
#include "core/alloc.h"
#include "core/error.h"
#include "crawl/crawler.h"
#include "crawl/layout.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Forms of the files, by their names in the options; false for any other. */
static bool choose(const char *name, const char *const names[], size_t n, size_t *chosen)
{
    *chosen = 0;
    for (size_t i = 0; name && i < n; i++)
        if (strcmp(names[i], name) == 0) {
            *chosen = i;
            return true;
        }
    return !name;
}

static newsarc_status archive_form(const newsarc_crawl_options *o, na_warc_options *warc,
                                   newsarc_error *err)
{
    static const char *const digests[] = {"sha1", "sha256"};
    static const na_algorithm algorithms[] = {NA_SHA1, NA_SHA256};
    static const char *const compressions[] = {"gzip", "zstd", "none"};
    static const na_compression forms[] = {NA_COMPRESS_GZIP, NA_COMPRESS_ZSTD, NA_COMPRESS_NONE};
    size_t digest, form;
    if (!choose(o->digest, digests, 2, &digest))
        return na_error(err, NEWSARC_E_CONFIG, "crawl", na_str_from(o->digest),
                        "a digest is sha1 or sha256");
    if (!choose(o->compress, compressions, 3, &form))
        return na_error(err, NEWSARC_E_CONFIG, "crawl", na_str_from(o->compress),
                        "WARC files are compressed by gzip, zstd or none");
    if (o->zstd_dictionary && forms[form] != NA_COMPRESS_ZSTD)
        return na_error(err, NEWSARC_E_CONFIG, "crawl", na_str_from(o->zstd_dictionary),
                        "a dictionary is for the compression zstd");
    warc->digest = algorithms[digest];
    warc->compression = forms[form];
    return NEWSARC_OK;
}

static newsarc_status read_dictionary(newsarc_crawler *c, newsarc_error *err)
{
    char piece[16384];
    na_buf b = NA_BUF(NA_WARC_DICTIONARY_MAX);
    na_str path = na_str_from(c->opts.zstd_dictionary);
    FILE *f = path.n ? fopen(path.p, "re") : NULL;
    size_t n;
    if (!path.n)
        return NEWSARC_OK;
    if (!f)
        return na_error_system(err, "crawl", path, "open the dictionary", errno);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0 && b.status == NEWSARC_OK)
        na_buf_add(&b, (na_str){piece, n});
    newsarc_status status = b.status;
    if (ferror(f))
        status = na_error_system(err, "crawl", path, "read the dictionary", errno);
    else if (status != NEWSARC_OK && status != NEWSARC_E_NOMEM)
        status = na_error(err, NEWSARC_E_CONFIG, "crawl", path, "a dictionary has at most 8 MiB");
    fclose(f);
    c->dictionary.n = b.n;
    c->dictionary.p = na_buf_take(&b);
    return status;
}

static newsarc_status new_writer(newsarc_crawler *c, const char *path, uint32_t serial,
                                 newsarc_error *err)
{
    const newsarc_crawl_options *o = &c->opts;
    char hostname[256] = "";
    gethostname(hostname, sizeof hostname - 1);
    na_warc_options warc = {
        .directory = path,
        .prefix = c->prefix,
        .name = o->warc_name,
        .serial = serial,
        .roll_bytes = o->warc_max_bytes,
        .user_agent = c->user_agent,
        .from = o->from,
        .robots = "obey",
        .operator_ = o->operator_contact,
        .description = o->description,
        .hostname = hostname,
        .is_part_of = o->is_part_of,
        .configuration = na_str_from(c->configuration),
    };
    newsarc_status status = archive_form(o, &warc, err);
    if (status == NEWSARC_OK)
        status = read_dictionary(c, err);
    warc.dictionary = (na_str){c->dictionary.p, c->dictionary.n};
    return status == NEWSARC_OK ? na_warc_writer_new(&warc, &c->warc, err) : status;
}

static newsarc_status no_memory(newsarc_error *err)
{
    return na_error(err, NEWSARC_E_NOMEM, "crawl", NA_STR(""), "out of memory");
}

newsarc_status na_crawler_open_writer(newsarc_crawler *c, uint32_t serial, newsarc_error *err)
{
    char *path = na_path_join(c->directory, "archive");
    if (!c->configuration)
        c->configuration = na_crawler_configuration(c, &c->opts);
    newsarc_status status =
        path && c->configuration ? new_writer(c, path, serial, err) : no_memory(err);
    na_free(path);
    return status;
}

void na_crawler_name_run(newsarc_crawler *c)
{
    char text[32];
    if (!c->warc)
        return;
    snprintf(text, sizeof text, "%lld", (long long)c->run);
    na_warc_writer_add_info(c->warc, "run", text);
    na_warc_date(c->started_s, text);
    na_warc_writer_add_info(c->warc, "run-started", text);
}

newsarc_status na_crawler_open_archive(newsarc_crawler *c, newsarc_error *err)
{
    na_warc_recovered recovered = {0};
    char *path = na_path_join(c->directory, "archive");
    newsarc_status status = path ? na_warc_recover(path, &recovered, err) : no_memory(err);
    if (status == NEWSARC_OK)
        status = na_crawler_open_writer(c, 0, err);
    if (recovered.files || recovered.removed)
        na_log_event(
            c->log, NEWSARC_LOG_WARNING, "recovered", NULL,
            "%u files of a killed run finished, %u without a page removed, %llu torn bytes "
            "cut off",
            (unsigned)recovered.files, (unsigned)recovered.removed,
            (unsigned long long)recovered.cut_bytes);
    na_free(path);
    return status;
}
