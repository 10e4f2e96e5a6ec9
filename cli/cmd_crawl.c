/* newsarc crawl: a site into a collection. This file turns the options and the crawl file
 * (config.c) into the options of the library and runs the crawl; crawl_report.c says how it went.
 */
#include "command.h"

#include "config.h"
#include "crawl_report.h"
#include "input.h"
#include "stop.h"
#include <regex.h>

static const char *const digests[] = {"sha1", "sha256", NULL};
static const char *const compressions[] = {"gzip", "zstd", "none", NULL};
static const char *const scopes[] = {"domain", "host", "prefix", NULL};

struct crawl_values {
    const char *config, *directory, *tar, *user_agent, *proxy, *ca_file, *prefix;
    const char *warc_name, *zstd_dictionary, *operator_contact, *from, *is_part_of, *description;
    struct option_list categories, excludes;
    uint64_t max_pages, max_bytes, max_body, min_free, concurrency, max_depth, warc_max_size;
    int64_t delay, max_time; /* milliseconds */
    int scope, full, dry_run, digest, compress, no_metadata;
};

static const struct crawl_values defaults = {.delay = -1};

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
    {.name = "full",
     .type = OPTION_FLAG,
     .offset = FIELD(full),
     .help = "fetch again what is known"},
    {.name = "dry-run",
     .type = OPTION_FLAG,
     .offset = FIELD(dry_run),
     .help = "archive nothing, only say what would be fetched"},
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
    o.full = v->full > 0;
    o.dry_run = v->dry_run > 0;
    return o;
}

static int run_values(struct cli *cli, const struct crawl_values *values,
                      const struct operands *seeds)
{
    newsarc_crawl_summary sum = {.struct_size = sizeof sum};
    newsarc_crawler *crawler = NULL;
    newsarc_error err = {0};
    struct crawl_report report;
    if (seeds->n == 0)
        return output_usage(&cli->out, "crawl: an argument is missing; usage: newsarc crawl %s",
                            command_crawl.arguments);
    if (!values->directory)
        return output_usage(&cli->out, "crawl: -o DIR is missing");
    for (size_t i = 0; i < seeds->n; i++)
        if (!is_url(seeds->v[i]))
            return output_usage(&cli->out, "crawl: \"%s\" is not an http or https URL",
                                seeds->v[i]);
    newsarc_crawl_options opts = library_options(values, seeds);
    crawl_report_begin(&report, cli, values->directory);
    opts.progress = crawl_report_progress;
    opts.log = crawl_report_log;
    opts.user = &report;
    newsarc_status status = newsarc_crawler_new(&opts, &crawler, &err);
    if (status == NEWSARC_OK) {
        stop_on_signals(crawler);
        status = newsarc_crawler_run(crawler, &sum, &err);
        report.ran = true;
        stop_on_signals(NULL);
    }
    newsarc_crawler_free(crawler);
    return crawl_report_end(&report, status, &sum, &err);
}

static int run_crawl(struct cli *cli, const void *v, const struct operands *operands)
{
    struct crawl_values values = *(const struct crawl_values *)v;
    struct operands seeds = *operands;
    struct config config = {0};
    struct text error = {0};
    int code;
    if (values.config && !config_read(values.config, &command_crawl, &config, &error)) {
        code = output_result(&cli->out, EXIT_CONFIG, false, error.p, NULL);
    } else {
        if (values.config)
            config_apply(&config, cli->given, &values);
        if (seeds.n == 0)
            seeds = (struct operands){config.seeds.v, config.seeds.n};
        code = run_values(cli, &values, &seeds);
    }
    config_free(&config);
    text_free(&error);
    return code;
}

const struct command command_crawl = {
    .name = "crawl",
    .arguments = "[-c FILE] URL... -o DIR",
    .summary = "Crawls sites into a collection of WARC files and articles",
    .details = "Run again with the same DIR it resumes and fetches what is new. SIGINT or SIGTERM\n"
               "ends it in good order, a second one at once; what was archived stays valid.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .run = run_crawl,
};
