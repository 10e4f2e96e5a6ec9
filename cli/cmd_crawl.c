/* newsarc crawl: a site into a collection. This file turns the options and the crawl file
 * (config.c) into the options of the library and runs the crawl; crawl_report.c says how it went.
 */
#include "command.h"

#include "config.h"
#include "crawl_report.h"
#include "hook.h"
#include "input.h"
#include "metrics.h"
#include "site_hints.h"
#include "stop.h"
#include <regex.h>
#include <time.h>

static const char *const digests[] = {"sha1", "sha256", NULL};
static const char *const compressions[] = {"gzip", "zstd", "none", NULL};
static const char *const scopes[] = {"domain", "host", "prefix", NULL};

struct crawl_values {
    const char *config, *directory, *tar, *user_agent, *proxy, *ca_file, *prefix;
    const char *warc_name, *zstd_dictionary, *operator_contact, *from, *is_part_of, *description;
    const char *rules, *profile;
    struct option_list categories, excludes, headers;
    uint64_t max_pages, max_bytes, max_body, min_free, concurrency, max_depth, warc_max_size;
    int64_t delay, max_time; /* milliseconds */
    uint64_t recheck;        /* days */
    int scope, full, dry_run, digest, compress, no_metadata;
    const char *log_file, *metrics_file, *on_success, *on_failure;
    uint64_t log_file_size, log_file_count;
    int64_t hook_timeout; /* milliseconds */
};

static const struct crawl_values defaults = {.recheck = 30,
                                             .delay = -1,
                                             .log_file_size = 10U << 20,
                                             .log_file_count = 5,
                                             .hook_timeout = 60000};

static bool is_regex(const char *s)
{
    regex_t compiled;
    bool good = regcomp(&compiled, s, REG_EXTENDED | REG_NOSUB) == 0;
    if (good)
        regfree(&compiled);
    return good;
}

#define FIELD(name) offsetof(struct crawl_values, name)
static const struct option options[] = {
    {.name = "config",
     .letter = 'c',
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(config),
     .command_line_only = true,
     .help = "crawl file (YAML): seeds and options; those given here win"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .value = "DIR",
     .offset = FIELD(directory),
     .help = "folder of the collection, made when absent (required)"},
    {.name = "category",
     .type = OPTION_LIST,
     .value = "NAME|URL",
     .offset = FIELD(categories),
     .help = "keep to this category; may be given again (default: all)"},
    {.name = "exclude",
     .type = OPTION_LIST,
     .value = "REGEX",
     .offset = FIELD(excludes),
     .accepts = is_regex,
     .accepted = "a POSIX extended regular expression",
     .help = "never fetch URLs that match; may be given again"},
    {.name = "scope",
     .type = OPTION_CHOICE,
     .value = "SCOPE",
     .choices = scopes,
     .offset = FIELD(scope),
     .help = "domain (default), host or prefix of the seeds"},
    {.name = "max-pages",
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = FIELD(max_pages),
     .help = "stop after N pages"},
    {.name = "max-time",
     .type = OPTION_TIME,
     .value = "TIME",
     .offset = FIELD(max_time),
     .most = 86400000ULL * 365,
     .help = "stop after this time: 90s, 30m, 2h"},
    {.name = "max-bytes",
     .type = OPTION_BYTES,
     .value = "SIZE",
     .offset = FIELD(max_bytes),
     .help = "stop after receiving this much: 500M, 2G"},
    {.name = "max-body",
     .type = OPTION_BYTES,
     .value = "SIZE",
     .offset = FIELD(max_body),
     .help = "cut one response at this size (default: 64M)"},
    {.name = "max-depth",
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = FIELD(max_depth),
     .least = 1,
     .most = 1000000,
     .help = "links followed from a seed (default: 32)"},
    {.name = "min-free",
     .type = OPTION_BYTES,
     .value = "SIZE",
     .offset = FIELD(min_free),
     .help = "stop when the file system has less left (default: 64M)"},
    {.name = "delay",
     .type = OPTION_TIME,
     .value = "TIME",
     .offset = FIELD(delay),
     .most = 86400000,
     .help = "between two requests to a host: 2, 500ms (default: 1)"},
    {.name = "concurrency",
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = FIELD(concurrency),
     .least = 1,
     .most = 256,
     .help = "hosts fetched from at once (default: 8)"},
    {.name = "recheck",
     .type = OPTION_NUMBER,
     .value = "DAYS",
     .offset = FIELD(recheck),
     .most = 36500,
     .help = "ask again for articles younger than this (default: 30; 0: never)"},
    {.name = "full",
     .type = OPTION_FLAG,
     .offset = FIELD(full),
     .help = "fetch again what is known"},
    {.name = "rules",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(rules),
     .beside_file = true,
     .help = "selectors of sites (YAML) that go before what is found otherwise"},
    {.name = "profile",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(profile),
     .beside_file = true,
     .help = "leave out what repeats on the site, by a profile of extract --learn"},
    {.name = "dry-run",
     .type = OPTION_FLAG,
     .offset = FIELD(dry_run),
     .help = "archive nothing; list on stdout what would be fetched and why"},
    {.name = "tar",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(tar),
     .help = "article tar, instead of one in DIR/articles"},
    {.name = "prefix",
     .type = OPTION_TEXT,
     .value = "NAME",
     .offset = FIELD(prefix),
     .help = "first part of the files' names (default: the first seed's host)"},
    {.name = "digest",
     .type = OPTION_CHOICE,
     .value = "ALGORITHM",
     .choices = digests,
     .offset = FIELD(digest),
     .help = "of WARC records: sha1 (default) or sha256"},
    {.name = "compress",
     .type = OPTION_CHOICE,
     .value = "HOW",
     .choices = compressions,
     .offset = FIELD(compress),
     .help = "WARC files: gzip (default), zstd or none"},
    {.name = "zstd-dictionary",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(zstd_dictionary),
     .help = "dictionary for --compress=zstd, kept in each WARC file"},
    {.name = "warc-name",
     .type = OPTION_TEXT,
     .value = "TEMPLATE",
     .offset = FIELD(warc_name),
     .help = "names of WARC files (default: {prefix}-{timestamp14}-{serialno})"},
    {.name = "warc-max-size",
     .type = OPTION_BYTES,
     .value = "SIZE",
     .offset = FIELD(warc_max_size),
     .help = "begin a new WARC file past this size (default: 1000000000)"},
    {.name = "no-metadata",
     .type = OPTION_FLAG,
     .offset = FIELD(no_metadata),
     .help = "no metadata records: how a page was found, its links"},
    {.name = "operator",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = FIELD(operator_contact),
     .help = "who crawls, for warcinfo"},
    {.name = "is-part-of",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = FIELD(is_part_of),
     .help = "what the crawl belongs to, for warcinfo"},
    {.name = "description",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = FIELD(description),
     .help = "what is crawled, for warcinfo"},
    {.name = "from",
     .type = OPTION_TEXT,
     .value = "ADDRESS",
     .offset = FIELD(from),
     .help = "mail address to send as From, also for warcinfo"},
    {.name = "header",
     .type = OPTION_LIST,
     .value = "NAME: VALUE",
     .offset = FIELD(headers),
     .help = "send this to the seeds' hosts, never store it; may be given again"},
    {.name = "user-agent",
     .type = OPTION_TEXT,
     .value = "TEXT",
     .offset = FIELD(user_agent),
     .help = "User-Agent to send"},
    {.name = "proxy",
     .type = OPTION_TEXT,
     .value = "URL",
     .offset = FIELD(proxy),
     .help = "HTTP or SOCKS5 proxy"},
    {.name = "ca-file",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(ca_file),
     .help = "certificate authorities (PEM) instead of the system's"},
    {.name = "cacert",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(ca_file),
     .command_line_only = true,
     .help = "the same, under curl's name"},
    {.name = "log-file",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(log_file),
     .help = "append the messages to this file too, -q or not"},
    {.name = "log-file-size",
     .type = OPTION_BYTES,
     .value = "SIZE",
     .offset = FIELD(log_file_size),
     .least = 1,
     .help = "begin a new log file at this size (default: 10M)"},
    {.name = "log-file-count",
     .type = OPTION_NUMBER,
     .value = "N",
     .offset = FIELD(log_file_count),
     .most = 1000,
     .help = "older log files to keep, FILE.1 and so on (default: 5)"},
    {.name = "metrics-file",
     .type = OPTION_TEXT,
     .value = "FILE",
     .offset = FIELD(metrics_file),
     .help = "write the run's metrics in the text format of Prometheus"},
    {.name = "on-success",
     .type = OPTION_TEXT,
     .value = "COMMAND",
     .offset = FIELD(on_success),
     .help = "run this after a run that was complete"},
    {.name = "on-failure",
     .type = OPTION_TEXT,
     .value = "COMMAND",
     .offset = FIELD(on_failure),
     .help = "run this after any other run; it finds NEWSARC_* variables"},
    {.name = "hook-timeout",
     .type = OPTION_TIME,
     .value = "TIME",
     .offset = FIELD(hook_timeout),
     .least = 1,
     .most = 86400000,
     .help = "end these commands after this time (default: 1m)"},
};

static newsarc_crawl_options library_options(const struct crawl_values *v,
                                             const struct operands *seeds)
{
    newsarc_crawl_options o;
    newsarc_crawl_options_init(&o, sizeof o);
    o.directory = v->directory;
    o.seeds = seeds->v, o.seed_count = seeds->n;
    o.categories = v->categories.v, o.category_count = v->categories.n;
    o.excludes = v->excludes.v, o.exclude_count = v->excludes.n;
    o.headers = v->headers.v, o.header_count = v->headers.n;
    o.scope = scopes[v->scope];
    o.user_agent = v->user_agent;
    o.proxy = v->proxy;
    o.ca_file = v->ca_file;
    o.tar_path = v->tar;
    o.prefix = v->prefix;
    o.max_pages = v->max_pages;
    o.max_bytes = v->max_bytes;
    o.max_body_bytes = v->max_body;
    o.min_free_bytes = v->min_free;
    o.max_seconds = (uint32_t)((v->max_time + 999) / 1000);
    o.delay_ms = (int32_t)v->delay;
    o.concurrency = (uint32_t)v->concurrency;
    o.max_depth = (uint32_t)v->max_depth;
    o.digest = digests[v->digest];
    o.compress = compressions[v->compress];
    o.zstd_dictionary = v->zstd_dictionary;
    o.warc_name = v->warc_name;
    o.warc_max_bytes = v->warc_max_size;
    o.no_metadata = v->no_metadata > 0;
    o.operator_contact = v->operator_contact;
    o.from = v->from;
    o.is_part_of = v->is_part_of;
    o.description = v->description;
    o.recheck_days = v->recheck ? (int32_t)v->recheck : -1;
    o.full = v->full > 0;
    o.dry_run = v->dry_run > 0;
    return o;
}

/* Ends it with a message of ours, before anything was crawled. */
static void refuse(struct outcome *o, int code, const char *what, const char *value,
                   const char *problem)
{
    o->code = code;
    text_addf(&o->text, "crawl: %s%s%s", what, value, problem);
}

static bool check_values(const struct crawl_values *values, const struct operands *seeds,
                         struct outcome *o)
{
    if (seeds->n == 0)
        refuse(o, EXIT_USAGE, "an argument is missing; usage: newsarc crawl ",
               command_crawl.arguments, "");
    else if (!values->directory)
        refuse(o, EXIT_USAGE, "-o DIR is missing", "", "");
    for (size_t i = 0; o->code == EXIT_COMPLETE && i < seeds->n; i++)
        if (!is_url(seeds->v[i]))
            refuse(o, EXIT_USAGE, "\"", seeds->v[i], "\" is not an http or https URL");
    return o->code == EXIT_COMPLETE;
}

static void crawl(struct cli *cli, const struct crawl_values *values, const struct operands *seeds,
                  const struct site_hints *hints, struct outcome *o)
{
    newsarc_crawler *crawler = NULL;
    newsarc_error err = {0};
    struct crawl_report report;
    newsarc_crawl_options opts = library_options(values, seeds);
    crawl_report_begin(&report, cli, values->directory);
    opts.progress = crawl_report_progress;
    opts.log = crawl_report_log;
    opts.user = &report;
    opts.rules = hints->rules;
    opts.profile = hints->profile;
    newsarc_status status = newsarc_crawler_new(&opts, &crawler, &err);
    if (status == NEWSARC_OK) {
        stop_on_signals(crawler);
        status = newsarc_crawler_run(crawler, &o->sum, &err);
        o->ran = true;
        stop_on_signals(NULL);
    }
    newsarc_crawler_free(crawler);
    crawl_report_end(&report, status, &err, o);
}

/* Reads what is known of the site, then crawls. */
static void crawl_with_hints(struct cli *cli, const struct crawl_values *values,
                             const struct operands *seeds, struct outcome *o)
{
    struct site_hints hints;
    if (site_hints_read(&hints, values->rules, values->profile, &o->text))
        crawl(cli, values, seeds, &hints, o);
    else
        o->code = EXIT_CONFIG;
    site_hints_free(&hints);
}

/* What the user wants to happen after a run. It changes nothing about the run's own result, but is
 * said also with -q. */
static void follow_up(struct cli *cli, const struct crawl_values *values, const struct outcome *o)
{
    bool good = o->code == EXIT_COMPLETE;
    const char *hook = good ? values->on_success : values->on_failure;
    struct text error = {0};
    if (values->dry_run)
        return;
    if (values->metrics_file && !metrics_write(values->metrics_file, o, &error))
        output_message(&cli->out, LEVEL_ERROR, "metrics", NULL, "%s", error.p);
    text_clear(&error);
    if (hook && !hook_run(hook, values->hook_timeout, o, &error))
        output_message(&cli->out, LEVEL_ERROR, "hook", good ? "on-success" : "on-failure", "%s",
                       error.p);
    text_free(&error);
}

static void run_values(struct cli *cli, const struct crawl_values *values,
                       const struct operands *seeds, struct log_file *log, struct outcome *o)
{
    if (!check_values(values, seeds, o))
        return;
    if (values->log_file) {
        if (!log_file_open(log, values->log_file, values->log_file_size, values->log_file_count,
                           &o->text)) {
            o->code = EXIT_CONFIG;
            return;
        }
        cli->out.log = log;
    }
    crawl_with_hints(cli, values, seeds, o);
}

static int run_crawl(struct cli *cli, const void *v, const struct operands *operands)
{
    struct crawl_values values = *(const struct crawl_values *)v;
    struct operands seeds = *operands;
    struct config config = {0};
    struct log_file log = {.fd = -1};
    struct outcome o = {.started = (int64_t)time(NULL), .sum = {.struct_size = sizeof o.sum}};
    if (values.config && !config_read(values.config, &command_crawl, &config, &o.text)) {
        o.code = EXIT_CONFIG;
    } else {
        if (values.config)
            config_apply(&config, cli->given, &values);
        if (seeds.n == 0)
            seeds = (struct operands){config.seeds.v, config.seeds.n};
        o.directory = values.directory;
        run_values(cli, &values, &seeds, &log, &o);
    }
    follow_up(cli, &values, &o);
    crawl_report_last_line(cli, &o);
    cli->out.log = NULL;
    log_file_close(&log);
    config_free(&config);
    text_free(&o.text);
    return o.code;
}

const struct command command_crawl = {
    .name = "crawl",
    .arguments = "[-c FILE] URL... -o DIR",
    .summary = "Crawls sites into a collection of WARC files and articles",
    .details =
        "Run again with the same DIR it resumes and fetches what is new. SIGINT, SIGTERM or\n"
        "SIGHUP ends it in good order, a second one at once; what was archived stays valid.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .run = run_crawl,
};
