/* SHA-256: in one call for the many small strings of the frontier, else through archive/. */
#include "crawl/digest.h"

#include "archive/digest.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

bool na_sha256(na_str bytes, unsigned char out[NA_SHA256_SIZE])
{
    return EVP_Digest(bytes.p ? bytes.p : "", bytes.n, out, NULL, EVP_sha256(), NULL) == 1;
}

static newsarc_status digest_fd(na_digest *d, int fd, char out[NA_SHA256_HEX])
{
    char block[65536];
    unsigned char value[64];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return NEWSARC_E_IO;
        na_digest_add(d, (na_str){block, (size_t)n});
    }
    if (na_digest_value(d, value) != NA_SHA256_SIZE)
        return NEWSARC_E_NOMEM;
    na_digest_hex(value, NA_SHA256_SIZE, out);
    return NEWSARC_OK;
}

newsarc_status na_sha256_file(const char *path, char out[NA_SHA256_HEX])
{
    na_digest *d = na_digest_new(NA_SHA256);
    if (!d)
        return NEWSARC_E_NOMEM;
    na_digest_begin(d);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    newsarc_status status = fd < 0 ? NEWSARC_E_IO : digest_fd(d, fd, out);
    if (fd >= 0)
        close(fd);
    na_digest_free(d);
    return status;
}
