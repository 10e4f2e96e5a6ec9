/* See log.h. Lines that cannot be written wait for the next try; the last one is the end of the
 * run, which tells. */
#include "crawl/log.h"

#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

struct na_log {
    na_file file; /* fd -1: none */
    newsarc_log_fn fn;
    void *user;
};

newsarc_status na_log_new(const char *path, newsarc_log_fn fn, void *user, na_log **out,
                          newsarc_error *err)
{
    *out = NULL;
    na_log *log = na_calloc(1, sizeof *log);
    if (!log)
        return na_error(err, NEWSARC_E_NOMEM, "crawl", na_str_from(path), "out of memory");
    log->fn = fn;
    log->user = user;
    log->file = NA_FILE_NONE;
    *out = log;
    return path ? na_file_open(&log->file, "crawl", path, err) : NEWSARC_OK;
}

static void write_line(na_log *log, const char *level, const char *event, const char *url,
                       const char *message)
{
    char when[96];
    struct timespec t;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &tm);
    snprintf(when, sizeof when, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", tm.tm_year + 1900,
             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, t.tv_nsec / 1000000);
    json_t *line = json_pack("{ss ss ss}", "time", when, "level", level, "event", event);
    if (line && url)
        json_object_set_new(line, "url", json_string(url));
    if (line && *message)
        json_object_set_new(line, "message", json_string(message));
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    if (text)
        na_file_add_line(&log->file, na_str_from(text), NULL); /* once more at the next line */
    free(text);
    json_decref(line);
}

void na_log_event(na_log *log, newsarc_log_level level, const char *event, const char *url,
                  const char *format, ...)
{
    static const char *const levels[] = {"error", "warning", "info", "debug"};
    char raw[1024], message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    na_printable(message, sizeof message, na_str_from(raw));
    if (log->file.fd >= 0 && level <= NEWSARC_LOG_INFO)
        write_line(log, levels[level], event, url, message);
    if (log->fn)
        log->fn(level, event, url, message, log->user);
}

static newsarc_status map_file(const na_log *log, na_str *out, newsarc_error *err)
{
    struct stat st;
    na_str path = na_str_from(log->file.path);
    if (fstat(log->file.fd, &st) != 0)
        return na_error_system(err, "crawl", path, "look at the log", errno);
    if (st.st_size == 0)
        return NEWSARC_OK;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, log->file.fd, 0);
    if (p == MAP_FAILED)
        return na_error_system(err, "crawl", path, "map the log", errno);
    *out = (na_str){p, (size_t)st.st_size};
    return NEWSARC_OK;
}

newsarc_status na_log_map(na_log *log, na_str *out, newsarc_error *err)
{
    *out = (na_str){0};
    if (log->file.fd < 0)
        return NEWSARC_OK;
    newsarc_status status = na_file_flush(&log->file, err);
    return status == NEWSARC_OK ? map_file(log, out, err) : status;
}

void na_log_unmap(na_str lines)
{
    if (lines.n)
        munmap((void *)(uintptr_t)lines.p, lines.n);
}

newsarc_status na_log_close(na_log *log, newsarc_error *err)
{
    return log->file.fd >= 0 ? na_file_finish(&log->file, err) : NEWSARC_OK;
}

void na_log_free(na_log *log)
{
    if (!log)
        return;
    na_file_close(&log->file);
    na_free(log);
}
