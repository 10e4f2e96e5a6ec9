/* newsarc run-all: the crawls of many sites, each from its crawl file and as a process of its own.
 * Sites run side by side; those that share a host one after the other, for each asks it as often as
 * its delay allows. */
#include "command.h"

#include "config.h"
#include "site_run.h"
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define SITES_MAX 100000
#define POLL_MS 1000

struct run_all_values {
    uint64_t jobs;
};

static const struct run_all_values defaults = {.jobs = 4};

static const struct option options[] = {
    {.name = "jobs",
     .letter = 'j',
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = offsetof(struct run_all_values, jobs),
     .least = 1,
     .most = 64,
     .help = "sites at once (default: 4)"},
};

struct batch {
    struct cli *cli;
    struct site_run *sites;
    char **names; /* of their files, owned; as many */
    size_t count, running;
    int told; /* signals that were passed on */
};

static volatile sig_atomic_t signals, last_signal;

static void on_signal(int number)
{
    last_signal = number;
    signals = signals + 1;
}

static void catch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}, before;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

/* ---- the crawl files ---- */

static void add_name(struct batch *b, char *name)
{
    if ((b->count & (b->count - 1)) == 0) {
        size_t room = b->count ? 2 * b->count : 1;
        char **wider = cli_alloc(room, sizeof *wider);
        for (size_t i = 0; i < b->count; i++)
            wider[i] = b->names[i];
        free(b->names);
        b->names = wider;
    }
    b->names[b->count++] = name;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n > m && strcmp(s + n - m, end) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A folder stands for the files *.yaml and *.yml in it. */
static void add_folder(struct batch *b, const char *folder, DIR *d)
{
    size_t first = b->count;
    for (struct dirent *e; (e = readdir(d)) && b->count < SITES_MAX;) {
        struct text path = {0};
        if (e->d_name[0] == '.' ||
            (!ends_with(e->d_name, ".yaml") && !ends_with(e->d_name, ".yml")))
            continue;
        text_addf(&path, "%s/%s", folder, e->d_name);
        add_name(b, path.p);
    }
    if (b->count > first)
        qsort(b->names + first, b->count - first, sizeof *b->names, by_name);
}

static void collect(struct batch *b, const struct operands *paths)
{
    for (size_t i = 0; i < paths->n && b->count < SITES_MAX; i++) {
        DIR *d = opendir(paths->v[i]);
        if (d)
            add_folder(b, paths->v[i], d);
        else
            add_name(b, cli_copy(paths->v[i]));
        if (d)
            closedir(d);
    }
    b->sites = cli_alloc(b->count + 1, sizeof *b->sites);
    for (size_t i = 0; i < b->count; i++)
        b->sites[i] = (struct site_run){.file = b->names[i], .errors = -1};
}

/* The host of a URL, without user and port, in small letters. */
static void add_host(struct text *hosts, const char *url)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    size_t n = strcspn(start, "/?#"), user = n;
    while (user && start[user - 1] != '@')
        user--;
    start += user;
    n -= user;
    if (start[0] != '[' && memchr(start, ':', n))
        n = strcspn(start, ":");
    for (size_t i = 0; i < n; i++)
        text_addf(hosts, "%c",
                  start[i] >= 'A' && start[i] <= 'Z' ? start[i] - 'A' + 'a' : start[i]);
    text_adds(hosts, " ");
}

/* A file that is wrong is a site that has failed, and the others are crawled. */
static void read_hosts(struct batch *b, struct site_run *s)
{
    struct config config = {0};
    struct text error = {0}, hosts = {0};
    if (config_read(s->file, &command_crawl, &config, &error)) {
        text_adds(&hosts, " ");
        for (size_t i = 0; i < config.seeds.n; i++)
            add_host(&hosts, config.seeds.v[i]);
        s->hosts = hosts.p;
    } else {
        site_run_end(s, b->cli, EXIT_CONFIG, error.p);
    }
    config_free(&config);
    text_free(&error);
}

/* ---- running them ---- */

static bool share_host(const struct site_run *a, const struct site_run *b)
{
    for (const char *p = a->hosts; p && *p && p[1];) {
        const char *end = strchr(p + 1, ' ');
        struct text one = {0};
        text_add(&one, p, (size_t)(end - p) + 1);
        bool shared = strstr(b->hosts, one.p) != NULL;
        text_free(&one);
        if (shared)
            return true;
        p = end;
    }
    return false;
}

static bool may_start(const struct batch *b, const struct site_run *s)
{
    if (s->done || s->pid)
        return false;
    for (size_t i = 0; i < b->count; i++)
        if (b->sites[i].pid && share_host(s, &b->sites[i]))
            return false;
    return true;
}

static void start_some(struct batch *b, uint64_t jobs)
{
    for (size_t i = 0; i < b->count && b->running < jobs && !signals; i++)
        if (may_start(b, &b->sites[i]) && site_run_start(&b->sites[i], b->cli))
            b->running++;
}

/* Each signal that we get goes to all of them: the first ends them in good order, the second at
 * once. What was not started is stopped as well. */
static void pass_signals(struct batch *b)
{
    for (; b->told < signals; b->told++)
        for (size_t i = 0; i < b->count; i++)
            if (b->sites[i].pid)
                kill(b->sites[i].pid, last_signal);
    for (size_t i = 0; signals && i < b->count; i++)
        if (!b->sites[i].pid && !b->sites[i].done)
            site_run_end(&b->sites[i], b->cli, EXIT_SIGNAL + last_signal, "not started");
}

static void wait_some(struct batch *b)
{
    struct pollfd fds[64];
    struct site_run *of[64];
    nfds_t n = 0;
    for (size_t i = 0; i < b->count && n < 64; i++) {
        if (!b->sites[i].pid)
            continue;
        fds[n] = (struct pollfd){.fd = b->sites[i].errors, .events = POLLIN};
        of[n++] = &b->sites[i];
    }
    if (poll(fds, n, POLL_MS) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++) {
        if (!fds[i].revents)
            continue;
        site_run_read(of[i], b->cli);
        b->running -= of[i]->done;
    }
}

/* From the lightest to the gravest; other codes are graver still. */
static size_t gravity(int code)
{
    static const int order[] = {EXIT_COMPLETE, EXIT_STOPPED,  EXIT_INCOMPLETE, EXIT_LOCKED,
                                EXIT_NETWORK,  EXIT_BLOCKED,  EXIT_USAGE,      EXIT_CONFIG,
                                EXIT_FAILED,   EXIT_DISK_FULL};
    size_t i = 0;
    while (i < sizeof order / sizeof *order && order[i] != code)
        i++;
    return i;
}

/* "12 sites: 10 complete, 2 incomplete" */
static int say_all(const struct batch *b)
{
    struct text text = {0};
    int worst = EXIT_COMPLETE;
    json_t *classes = json_object();
    text_add_count(&text, b->count, "site");
    for (size_t i = 0; i < b->count; i++) {
        const char *name = exit_name(b->sites[i].code);
        json_int_t n = json_integer_value(json_object_get(classes, name));
        json_object_set_new(classes, name, json_integer(n + 1));
        if (gravity(b->sites[i].code) > gravity(worst))
            worst = b->sites[i].code;
    }
    const char *name, *mark = ":";
    json_t *count;
    json_object_foreach(classes, name, count)
    {
        text_addf(&text, "%s %lld %s", mark, (long long)json_integer_value(count), name);
        mark = ",";
    }
    if (signals)
        worst = EXIT_SIGNAL + last_signal;
    json_t *fields = json_pack("{sI so}", "sites", (json_int_t)b->count, "classes", classes);
    output_result(&b->cli->out, worst, true, text.p, fields);
    text_free(&text);
    return worst;
}

static int run_run_all(struct cli *cli, const void *v, const struct operands *paths)
{
    const struct run_all_values *values = v;
    struct batch b = {.cli = cli};
    int code;
    catch_signals();
    collect(&b, paths);
    for (size_t i = 0; i < b.count; i++)
        read_hosts(&b, &b.sites[i]);
    do {
        start_some(&b, values->jobs);
        pass_signals(&b);
        if (b.running)
            wait_some(&b);
    } while (b.running);
    if (b.count == 0)
        code = output_result(&cli->out, EXIT_CONFIG, true, "no crawl files there (*.yaml)", NULL);
    else
        code = say_all(&b);
    for (size_t i = 0; i < b.count; i++) {
        site_run_free(&b.sites[i]);
        free(b.names[i]);
    }
    free(b.sites);
    free(b.names);
    return code;
}

const struct command command_run_all = {
    .name = "run-all",
    .arguments = "FILE|DIR...",
    .summary = "Crawls many sites, each from its crawl file",
    .details =
        "A folder stands for the files *.yaml in it. Sites that share a host wait for each other.\n"
        "The exit code is that of the gravest class.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .run = run_run_all,
};
