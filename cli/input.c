/* Reads one page. The ceiling is checked while reading, not from the size the system states, so
 * that pipes and devices are bounded too; a WARC file is recognised from its first bytes. */
#include "input.h"

#include "output.h"
#include <errno.h>
#include <fcntl.h>
#include <newsarc/newsarc.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

void input_free(struct input *in)
{
    text_free(&in->bytes);
    text_free(&in->url);
    text_free(&in->content_type);
}

bool is_url(const char *name)
{
    return strncasecmp(name, "http://", 7) == 0 || strncasecmp(name, "https://", 8) == 0;
}

static newsarc_status system_error(newsarc_error *err, const char *name, const char *action)
{
    char reason[128];
    int number = errno;
    newsarc_status code = number == ENOENT ? NEWSARC_E_NOT_FOUND : NEWSARC_E_IO;
    return error_set(err, code, name, "cannot %s: %s", action,
                     strerror_r(number, reason, sizeof reason));
}

static newsarc_status check_head(const struct text *head, const char *name, newsarc_error *err)
{
    if (newsarc_warc_is_warc(head->p, head->n))
        return error_set(err, NEWSARC_E_UNSUPPORTED, name,
                         "this is a WARC file, not a page: give a pipe of one as standard input");
    if (head->n >= 2 && memcmp(head->p, "\x1f\x8b", 2) == 0)
        return error_set(err, NEWSARC_E_FORMAT, name,
                         "this is a gzip file, not a page: unpack it first");
    return NEWSARC_OK;
}

/* Reads up to `most` more bytes; fewer only at the end of the input. */
static bool read_up_to(int fd, struct text *out, size_t most)
{
    while (most > 0) {
        size_t piece = most < 65536 ? most : 65536;
        text_reserve(out, piece);
        ssize_t got = read(fd, out->p + out->n, piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        out->n += (size_t)got;
        most -= (size_t)got;
    }
    return true;
}

static newsarc_status too_large(newsarc_error *err, const char *name, uint64_t size)
{
    struct text t = {0};
    text_add_bytes(&t, size);
    error_set(err, NEWSARC_E_LIMIT, name, "too large for a page: %s%s, the most is 8 MiB",
              size ? "" : "more than that", size ? t.p : "");
    text_free(&t);
    return NEWSARC_E_LIMIT;
}

static newsarc_status read_open_file(int fd, const char *name, struct text *out, newsarc_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return system_error(err, name, "read");
    if (S_ISDIR(st.st_mode))
        return error_set(err, NEWSARC_E_FORMAT, name,
                         "is a directory: name its files, for example with a wildcard");
    if (out->n < 4096 && !read_up_to(fd, out, 4096 - out->n))
        return system_error(err, name, "read");
    if (out->n == 0)
        return error_set(err, NEWSARC_E_FORMAT, name, "is empty");
    newsarc_status status = check_head(out, name, err);
    if (status != NEWSARC_OK)
        return status;
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > PAGE_MAX)
        return too_large(err, name, (uint64_t)st.st_size);
    if (!read_up_to(fd, out, PAGE_MAX + 1 - out->n))
        return system_error(err, name, "read");
    return out->n > PAGE_MAX ? too_large(err, name, 0) : NEWSARC_OK;
}

static newsarc_status read_file(const char *path, struct input *in, newsarc_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_open_file(STDIN_FILENO, "standard input", &in->bytes, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return system_error(err, path, "open");
    newsarc_status status = read_open_file(fd, path, &in->bytes, err);
    close(fd);
    return status;
}

#if NEWSARC_HAS_CRAWL
/* One request at a time, whatever the number of threads: sites are not ours to hammer. */
static newsarc_status read_url(const char *url, struct input *in, newsarc_error *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    newsarc_fetch_options opts;
    newsarc_response *response = NULL;
    newsarc_fetch_options_init(&opts, sizeof opts);
    opts.max_bytes = PAGE_MAX;
    pthread_mutex_lock(&one_at_a_time);
    newsarc_status status = newsarc_fetch(url, &opts, &response, err);
    pthread_mutex_unlock(&one_at_a_time);
    if (status != NEWSARC_OK)
        return status;
    size_t length = 0;
    const void *body = newsarc_response_body(response, &length);
    const char *type = newsarc_response_content_type(response);
    text_add(&in->bytes, body, length);
    text_adds(&in->url, newsarc_response_url(response));
    if (type)
        text_adds(&in->content_type, type);
    newsarc_response_free(response);
    return length ? NEWSARC_OK : error_set(err, NEWSARC_E_FORMAT, url, "the answer is empty");
}
#else
static newsarc_status read_url(const char *url, struct input *in, newsarc_error *err)
{
    (void)in;
    return error_set(err, NEWSARC_E_UNSUPPORTED, url,
                     "this build cannot fetch (NEWSARC_CRAWL=OFF): save the page to a file");
}
#endif

newsarc_status input_read(const char *name, struct input *in, newsarc_error *err)
{
    return is_url(name) ? read_url(name, in, err) : read_file(name, in, err);
}

bool input_read_settings(const char *path, const char *what, size_t most_mib, struct text *bytes,
                         struct text *error)
{
    const size_t most = most_mib << 20;
    char reason[128];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && read_up_to(fd, bytes, most + 1);
    if (!good)
        text_addf(error, "%s: cannot read: %s", path, strerror_r(errno, reason, sizeof reason));
    else if (bytes->n > most)
        text_addf(error, "%s: too large for %s: the most is %zu MiB", path, what, most_mib);
    if (fd >= 0)
        close(fd);
    text_adds(bytes, "");
    return good && bytes->n <= most;
}
