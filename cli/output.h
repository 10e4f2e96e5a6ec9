/* output.h: messages of a run on stderr, as text or as JSON lines, and the data on stdout. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "log_file.h"
#include "text.h"
#include <jansson.h>
#include <newsarc/status.h>

/* Shown: errors always; warnings and notices unless -q; info with -v; debug with -vv. */
enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTICE, LEVEL_INFO, LEVEL_DEBUG };

struct output {
    bool json;            /* --log-format=json */
    int verbosity;        /* -1: -q, 0, 1: -v, 2: -vv */
    bool stdout_terminal; /* data goes to a terminal: escape it */
    _Atomic bool failed;  /* stdout could not be written */
    int failed_errno;
    void (*before)(void *user); /* called before a message, to wipe a progress bar; or NULL */
    void *before_user;
    struct log_file *log; /* gets the messages up to info, whatever is shown; NULL: none */
};

void output_init(struct output *out);

/* A string that may not be UTF-8, with the bytes that are not escaped. */
json_t *json_safe_string(const char *s);

/* One message. `input` (file, URL; may be NULL) stands before the text. */
void output_message(struct output *out, enum level level, const char *event, const char *input,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The error of a library call as one message. */
void output_error(struct output *out, const char *event, const newsarc_error *err);
/* Puts "INPUT: MESSAGE" of an error into t. */
void error_text(struct text *t, const newsarc_error *err);
/* Fills an error of the command's own. */
newsarc_status error_set(newsarc_error *err, newsarc_status code, const char *input,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The last line of a run: "newsarc: CLASS: TEXT (exit CODE)". Complete runs say it only when
 * `when_complete` and not quiet. `fields` (may be NULL, taken) are more keys of the JSON form.
 * Returns the code. */
int output_result(struct output *out, int code, bool when_complete, const char *text,
                  json_t *fields);
/* The result of a command that is one call of the library: `text` (NULL: success says nothing), or
 * what `err` says; the status's name with `input` when it says nothing. */
int output_status(struct output *out, newsarc_status status, const newsarc_error *err,
                  const char *input, const char *text);
/* The same as output_result for wrong usage. */
int output_usage(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Data to stdout, flushed, so that a reader at the other end of a pipe sees whole answers. After a
 * failure nothing more is written. */
void output_data(struct output *out, const char *bytes, size_t n, enum escape how);
/* The same of a text whose foreign parts are escaped already, and which may hold colours. */
void output_escaped(struct output *out, const struct text *t);
/* A JSON value as data, indented; takes it. */
void output_json(struct output *out, json_t *value);
/* The code of the run, or that of a failure to write stdout, which it reports. */
int output_close(struct output *out, int code);

#endif
