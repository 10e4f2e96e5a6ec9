/* stdout is data, stderr is messages. A message is one line, whatever the input put into it. */
#include "output.h"

#include "exit_code.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const level_names[] = {"error", "warning", "notice", "info", "debug"};

void output_init(struct output *out)
{
    *out = (struct output){.stdout_terminal = isatty(STDOUT_FILENO) == 1};
}

json_t *json_safe_string(const char *s)
{
    struct text safe = {0};
    text_adds(&safe, "");
    text_add_escaped(&safe, s, strlen(s), ESCAPE_TEXT);
    json_t *value = json_stringn(safe.p, safe.n);
    text_free(&safe);
    return value;
}

static void set_string(json_t *object, const char *key, const char *s)
{
    json_object_set_new(object, key, json_safe_string(s));
}

static void add_now(struct text *t)
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    text_addf(t, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
              utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static json_t *new_entry(enum level level, const char *event)
{
    struct text stamp = {0};
    add_now(&stamp);
    json_t *entry = json_object();
    json_object_set_new(entry, "time", json_string(stamp.p));
    json_object_set_new(entry, "level", json_string(level_names[level]));
    json_object_set_new(entry, "event", json_string(event));
    text_free(&stamp);
    return entry;
}

/* Where a line goes. */
struct target {
    bool shown, logged;
};

static void log_line(const struct output *out, const struct text *line)
{
    struct text dated = {0};
    if (out->json) {
        log_file_write(out->log, line);
        return;
    }
    add_now(&dated);
    text_addf(&dated, " %s", line->p);
    log_file_write(out->log, &dated);
    text_free(&dated);
}

static void write_line(const struct output *out, const struct text *line, struct target to)
{
    if (to.shown && out->before)
        out->before(out->before_user);
    if (to.shown) {
        fwrite(line->p, 1, line->n, stderr);
        fflush(stderr);
    }
    if (to.logged && out->log)
        log_line(out, line);
}

static void write_entry(const struct output *out, json_t *entry, struct target to)
{
    char *dump = json_dumps(entry, JSON_COMPACT);
    struct text line = {0};
    if (dump)
        text_addf(&line, "%s\n", dump);
    if (line.n)
        write_line(out, &line, to);
    text_free(&line);
    free(dump);
    json_decref(entry);
}

static bool is_wanted(const struct output *out, enum level level)
{
    if (out->verbosity < 0)
        return level == LEVEL_ERROR;
    return (int)level <= out->verbosity + (int)LEVEL_NOTICE;
}

static void write_message(const struct output *out, enum level level, const char *event,
                          const char *input, const char *message, struct target to)
{
    struct text line = {0};
    if (out->json) {
        json_t *entry = new_entry(level, event);
        if (input)
            set_string(entry, "input", input);
        set_string(entry, "message", message);
        write_entry(out, entry, to);
        return;
    }
    text_adds(&line, level == LEVEL_WARNING ? "newsarc: warning: " : "newsarc: ");
    if (input)
        text_add_escaped(&line, input, strlen(input), ESCAPE_LINE);
    text_adds(&line, input ? ": " : "");
    text_add_escaped(&line, message, strlen(message), ESCAPE_LINE);
    text_adds(&line, "\n");
    write_line(out, &line, to);
    text_free(&line);
}

/* A log that cannot be written is lost for this run, which goes on and says so. */
static void check_log(struct output *out)
{
    char reason[128];
    struct text message = {0};
    if (!out->log || !out->log->error)
        return;
    text_addf(&message, "cannot write the log: %s",
              strerror_r(out->log->error, reason, sizeof reason));
    const char *path = out->log->path;
    out->log = NULL;
    write_message(out, LEVEL_ERROR, "log", path, message.p, (struct target){true, false});
    text_free(&message);
}

void output_message(struct output *out, enum level level, const char *event, const char *input,
                    const char *format, ...)
{
    const struct target to = {is_wanted(out, level), out->log && level <= LEVEL_INFO};
    if (!to.shown && !to.logged)
        return;
    struct text message = {0};
    va_list args;
    va_start(args, format);
    text_addv(&message, format, args);
    va_end(args);
    text_adds(&message, "");
    write_message(out, level, event, input, message.p, to);
    text_free(&message);
    check_log(out);
}

static const char *message_of(const newsarc_error *err)
{
    return err->message[0] ? err->message : newsarc_status_name(err->code);
}

void output_error(struct output *out, const char *event, const newsarc_error *err)
{
    output_message(out, LEVEL_ERROR, event, err->input[0] ? err->input : NULL, "%s",
                   message_of(err));
}

void error_text(struct text *t, const newsarc_error *err)
{
    if (err->input[0])
        text_addf(t, "%s: ", err->input);
    text_adds(t, message_of(err));
}

newsarc_status error_set(newsarc_error *err, newsarc_status code, const char *input,
                         const char *format, ...)
{
    *err = (newsarc_error){.code = code, .offset = UINT64_MAX, .subsystem = "cli"};
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    snprintf(err->input, sizeof err->input, "%s", input ? input : "");
    return code;
}

int output_result(struct output *out, int code, bool when_complete, const char *text,
                  json_t *fields)
{
    bool silent = code == EXIT_COMPLETE && (!when_complete || out->verbosity < 0);
    const struct target to = {!silent, out->log != NULL};
    if ((to.shown || to.logged) && out->json) {
        json_t *entry = new_entry(code == EXIT_COMPLETE ? LEVEL_INFO : LEVEL_ERROR, "result");
        json_object_set_new(entry, "result", json_string(exit_name(code)));
        json_object_set_new(entry, "exit", json_integer(code));
        if (fields)
            json_object_update(entry, fields);
        set_string(entry, "message", text);
        write_entry(out, entry, to);
    } else if (to.shown || to.logged) {
        struct text line = {0};
        text_addf(&line, "newsarc: %s: ", exit_name(code));
        text_add_escaped(&line, text, strlen(text), ESCAPE_LINE);
        text_addf(&line, " (exit %d)\n", code);
        write_line(out, &line, to);
        text_free(&line);
    }
    json_decref(fields);
    check_log(out);
    return code;
}

int output_status(struct output *out, newsarc_status status, const newsarc_error *err,
                  const char *input, const char *text)
{
    int code = exit_of_status(status);
    struct text error = {0};
    newsarc_error plain;
    if (status != NEWSARC_OK && err->code == NEWSARC_OK) {
        error_set(&plain, status, input, "%s", newsarc_status_name(status));
        err = &plain;
    }
    if (status != NEWSARC_OK)
        error_text(&error, err);
    if (status != NEWSARC_OK || text)
        output_result(out, code, true, status != NEWSARC_OK ? error.p : text, NULL);
    text_free(&error);
    return code;
}

int output_usage(struct output *out, const char *format, ...)
{
    struct text text = {0};
    va_list args;
    va_start(args, format);
    text_addv(&text, format, args);
    va_end(args);
    output_result(out, EXIT_USAGE, true, text.p, NULL);
    text_free(&text);
    return EXIT_USAGE;
}

static void write_data(struct output *out, const char *bytes, size_t n)
{
    if (out->failed)
        return;
    if (out->before)
        out->before(out->before_user);
    if ((n && fwrite(bytes, 1, n, stdout) != n) || fflush(stdout) != 0) {
        out->failed = true;
        out->failed_errno = errno;
    }
}

void output_data(struct output *out, const char *bytes, size_t n, enum escape how)
{
    struct text safe = {0};
    if (!out->stdout_terminal) {
        write_data(out, bytes, n);
        return;
    }
    text_add_escaped(&safe, bytes, n, how);
    write_data(out, safe.p, safe.n);
    text_free(&safe);
}

void output_escaped(struct output *out, const struct text *t)
{
    write_data(out, t->p, t->n);
}

void output_json(struct output *out, json_t *value)
{
    char *dump = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);
    struct text t = {0};
    text_addf(&t, "%s\n", dump ? dump : "null");
    output_data(out, t.p, t.n, ESCAPE_JSON);
    text_free(&t);
    free(dump);
    json_decref(value);
}

int output_close(struct output *out, int code)
{
    if (!out->failed)
        return code;
    if (out->failed_errno == EPIPE)
        return EXIT_SIGNAL + SIGPIPE; /* the reader has gone: nobody wants to hear about it */
    char reason[128];
    struct text text = {0};
    text_addf(&text, "cannot write to standard output: %s",
              strerror_r(out->failed_errno, reason, sizeof reason));
    code = out->failed_errno == ENOSPC ? EXIT_DISK_FULL : EXIT_FAILED;
    output_result(out, code, true, text.p, NULL);
    text_free(&text);
    return code;
}
