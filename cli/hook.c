/* Hooks. The command is the user's own, so a shell runs it; what comes from pages reaches it only
 * as values of environment variables, as one line of printable text each. It gets a process group
 * of its own, so that its children can be ended with it. */
#include "hook.h"

#include "exit_code.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define VARIABLES 12
#define LOOK_MS 10
#define KILL_MS 2000 /* from SIGTERM to SIGKILL */

struct environment {
    char **v;
    size_t n;
    struct text own[VARIABLES];
    size_t own_count;
};

static void add_own(struct environment *e, const char *name, const char *value)
{
    struct text *t = &e->own[e->own_count++];
    text_addf(t, "NEWSARC_%s=", name);
    text_add_escaped(t, value, strlen(value), ESCAPE_LINE);
    e->v[e->n++] = t->p;
}

static void add_number(struct environment *e, const char *name, unsigned long long value)
{
    struct text t = {0};
    text_addf(&t, "%llu", value);
    add_own(e, name, t.p);
    text_free(&t);
}

static bool is_ours(const char *variable)
{
    static const char *const names[] = {
        "EXIT=",    "RESULT=", "MESSAGE=", "DIR=",    "PAGES=", "NEW=",
        "CHANGED=", "FAILED=", "SKIPPED=", "QUEUED=", "BYTES=", "SECONDS="};
    const size_t prefix = sizeof "NEWSARC_" - 1;
    bool ours = false;
    for (size_t i = 0; !ours && i < sizeof names / sizeof *names; i++)
        ours = strncmp(variable, "NEWSARC_", prefix) == 0 &&
               strncmp(variable + prefix, names[i], strlen(names[i])) == 0;
    return ours;
}

/* Our own environment, and the outcome. */
static void make_environment(struct environment *e, const struct outcome *o)
{
    size_t n = 0;
    while (environ[n])
        n++;
    e->v = cli_alloc(n + VARIABLES + 1, sizeof *e->v);
    for (size_t i = 0; i < n; i++)
        if (!is_ours(environ[i]))
            e->v[e->n++] = environ[i];
    add_number(e, "EXIT", (unsigned long long)o->code);
    add_own(e, "RESULT", exit_name(o->code));
    add_own(e, "MESSAGE", o->text.p ? o->text.p : "");
    add_own(e, "DIR", o->directory ? o->directory : "");
    add_number(e, "PAGES", o->sum.pages);
    add_number(e, "NEW", o->sum.new_articles);
    add_number(e, "CHANGED", o->sum.changed_articles);
    add_number(e, "FAILED", o->sum.failed);
    add_number(e, "SKIPPED", o->sum.skipped);
    add_number(e, "QUEUED", o->sum.queued);
    add_number(e, "BYTES", o->sum.bytes);
    add_number(e, "SECONDS", o->sum.elapsed > 0 ? (unsigned long long)o->sum.elapsed : 0);
}

static void free_environment(struct environment *e)
{
    for (size_t i = 0; i < e->own_count; i++)
        text_free(&e->own[i]);
    free(e->v);
}

static int start(const char *command, char **env, pid_t *pid)
{
    char shell[] = "sh", flag[] = "-c", *line = cli_copy(command);
    char *const argv[] = {shell, flag, line, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigemptyset(&defaults); /* main() ignores it, a pipeline in the command wants it */
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    int error = posix_spawn(pid, "/bin/sh", &files, &attributes, argv, env);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    free(line);
    return error;
}

/* Waits at most `ms`; false: it still runs. */
static bool wait_for(pid_t pid, int64_t ms, int *status)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    struct timespec begun, now;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (;;) {
        pid_t got = waitpid(pid, status, WNOHANG);
        if (got != 0 && (got == pid || errno != EINTR))
            return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((now.tv_sec - begun.tv_sec) * 1000 + (now.tv_nsec - begun.tv_nsec) / 1000000 >= ms)
            return false;
        nanosleep(&pause, NULL);
    }
}

static void end_group(pid_t pid, int *status)
{
    kill(-pid, SIGTERM);
    if (!wait_for(pid, KILL_MS, status)) {
        kill(-pid, SIGKILL);
        wait_for(pid, KILL_MS, status);
    }
}

bool hook_run(const char *command, int64_t timeout_ms, const struct outcome *outcome,
              struct text *error)
{
    struct environment e = {0};
    pid_t pid = 0;
    int status = 0;
    char reason[128];
    make_environment(&e, outcome);
    int failed = start(command, e.v, &pid);
    free_environment(&e);
    if (failed) {
        text_addf(error, "cannot start \"%s\": %s", command,
                  strerror_r(failed, reason, sizeof reason));
    } else if (!wait_for(pid, timeout_ms, &status)) {
        end_group(pid, &status);
        text_addf(error, "\"%s\" was ended: it took more than %.1f s", command,
                  (double)timeout_ms / 1000);
    } else if (status != 0) {
        bool killed = WIFSIGNALED(status);
        text_addf(error, "\"%s\" ended with %s %d", command, killed ? "signal" : "status",
                  killed ? WTERMSIG(status) : WEXITSTATUS(status));
    }
    return error->n == 0;
}
