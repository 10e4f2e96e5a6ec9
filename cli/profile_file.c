#include "profile_file.h"

#include "whole_file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX ((size_t)16 << 20) /* more than the library takes: it says what is too long */

/* 0, or the errno of what failed. */
static int read_all(const char *path, struct text *t)
{
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    text_adds(t, "");
    do {
        text_reserve(t, 65536);
        n = read(fd, t->p + t->n, 65536);
        t->n += n > 0 ? (size_t)n : 0;
    } while ((n > 0 && t->n < FILE_MAX) || (n < 0 && errno == EINTR));
    int error = n < 0 ? errno : 0;
    close(fd);
    return error;
}

newsarc_site_profile *profile_file_read(const char *path, bool or_new, struct text *error)
{
    struct text t = {0};
    char reason[128];
    newsarc_error err = {0};
    newsarc_site_profile *profile = NULL;
    int failed = read_all(path, &t);
    if (failed == ENOENT && or_new) {
        if (newsarc_site_profile_new(&profile) != NEWSARC_OK)
            text_addf(error, "%s: out of memory", path);
    } else if (failed) {
        text_addf(error, "%s: cannot read the profile: %s", path,
                  strerror_r(failed, reason, sizeof reason));
    } else if (newsarc_site_profile_load(t.p, t.n, &profile, &err) != NEWSARC_OK) {
        text_addf(error, "%s: %s", path, err.message);
    }
    text_free(&t);
    return profile;
}

bool profile_file_write(const char *path, const newsarc_site_profile *profile, struct text *error)
{
    char *json = NULL;
    size_t n = 0;
    if (newsarc_site_profile_save(profile, &json, &n) != NEWSARC_OK) {
        text_addf(error, "%s: out of memory", path);
        return false;
    }
    const struct text bytes = {.p = json, .n = n};
    bool good = whole_file_write(path, &bytes, "the profile", error);
    newsarc_free(json);
    return good;
}
