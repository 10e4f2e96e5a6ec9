/* See site_run.h. The child writes JSON lines, which are messages with their levels, whatever form
 * ours take; its last one has the event "result". */
#include "site_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_MAX_BYTES 65536

static void add_arguments(const struct site_run *s, const struct cli *cli, const char **argv)
{
    size_t n = 0;
    argv[n++] = "newsarc";
    argv[n++] = "crawl";
    argv[n++] = "--log-format=json";
    argv[n++] = "--progress=none";
    if (cli->out.verbosity < 0)
        argv[n++] = "-q";
    for (int i = 0; i < cli->out.verbosity && i < 2; i++)
        argv[n++] = "-v";
    argv[n++] = "-c";
    argv[n++] = s->file;
}

/* A process group of its own, so that a Ctrl-C reaches it by way of us alone, and once. */
static int spawn(struct site_run *s, const struct cli *cli, int errors)
{
    const char *argv[12] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    add_arguments(s, cli, argv);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    /* posix_spawn takes char *const and leaves the strings alone */
    int error = posix_spawn(&s->pid, "/proc/self/exe", &files, &attributes,
                            (char *const *)(void *)argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

bool site_run_start(struct site_run *s, struct cli *cli)
{
    int ends[2] = {-1, -1};
    char reason[128];
    int error = pipe2(ends, O_CLOEXEC) == 0 ? spawn(s, cli, ends[1]) : errno;
    if (ends[1] >= 0)
        close(ends[1]);
    s->errors = ends[0];
    if (!error)
        return true;
    s->pid = 0;
    if (s->errors >= 0)
        close(s->errors);
    s->errors = -1;
    struct text text = {0};
    text_addf(&text, "cannot start the crawl: %s", strerror_r(error, reason, sizeof reason));
    site_run_end(s, cli, EXIT_FAILED, text.p);
    text_free(&text);
    return false;
}

void site_run_end(struct site_run *s, struct cli *cli, int code, const char *text)
{
    s->done = true;
    s->code = code;
    enum level level = code == EXIT_COMPLETE ? LEVEL_NOTICE : LEVEL_ERROR;
    output_message(&cli->out, level, "site", s->file, "%s: %s (exit %d)", exit_name(code), text,
                   code);
}

static enum level level_of(const char *name)
{
    static const char *const names[] = {"error", "warning", "notice", "info"};
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (enum level)i;
    return LEVEL_DEBUG;
}

static void take_message(struct site_run *s, struct cli *cli, const json_t *entry)
{
    const char *event = json_string_value(json_object_get(entry, "event"));
    const char *input = json_string_value(json_object_get(entry, "input"));
    const char *message = json_string_value(json_object_get(entry, "message"));
    if (!message)
        message = "";
    if (event && strcmp(event, "result") == 0) {
        text_clear(&s->result);
        text_adds(&s->result, message);
        return;
    }
    enum level level = level_of(json_string_value(json_object_get(entry, "level")));
    output_message(&cli->out, level, event ? event : "crawl", s->file, "%s%s%s", input ? input : "",
                   input ? ": " : "", message);
}

static void take_line(struct site_run *s, struct cli *cli)
{
    json_t *entry = s->line.n && !s->over_long ? json_loadb(s->line.p, s->line.n, 0, NULL) : NULL;
    if (json_is_object(entry))
        take_message(s, cli, entry);
    else if (s->line.n) /* a hook, or the loader of programs */
        output_message(&cli->out, LEVEL_WARNING, "output", s->file, "%s", s->line.p);
    json_decref(entry);
    text_clear(&s->line);
    s->over_long = false;
}

static void take_bytes(struct site_run *s, struct cli *cli, const char *bytes, size_t n)
{
    while (n) {
        const char *end = memchr(bytes, '\n', n);
        size_t part = end ? (size_t)(end - bytes) : n;
        if (s->line.n + part > LINE_MAX_BYTES)
            s->over_long = true;
        else
            text_add(&s->line, bytes, part);
        if (end)
            take_line(s, cli);
        part += end != NULL;
        bytes += part;
        n -= part;
    }
}

static void reap(struct site_run *s, struct cli *cli)
{
    int status = 0;
    while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
        ;
    s->pid = 0;
    if (WIFSIGNALED(status))
        site_run_end(s, cli, EXIT_SIGNAL + WTERMSIG(status), "the process was ended");
    else
        site_run_end(s, cli, WEXITSTATUS(status), s->result.n ? s->result.p : "nothing to say");
}

void site_run_read(struct site_run *s, struct cli *cli)
{
    char bytes[16384];
    ssize_t n = read(s->errors, bytes, sizeof bytes);
    if (n < 0 && errno == EINTR)
        return;
    if (n > 0) {
        take_bytes(s, cli, bytes, (size_t)n);
        return;
    }
    take_line(s, cli);
    close(s->errors);
    s->errors = -1;
    reap(s, cli);
}

void site_run_free(struct site_run *s)
{
    free(s->hosts);
    text_free(&s->line);
    text_free(&s->result);
}
