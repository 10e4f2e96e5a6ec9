/* newsarc_recover on any bytes as the one file of an archive: it ends, and nothing is replaced
 * unless a sound state came out. */
#include <newsarc/collection.h>
#include <newsarc/crawl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT_MAX ((size_t)256 << 10)

static void require(int condition)
{
    if (!condition)
        abort();
}

static void write_archive(const char *path, const uint8_t *data, size_t size)
{
    FILE *f = fopen(path, "wb");
    require(f != NULL);
    require(fwrite(data, 1, size, f) == size);
    require(fclose(f) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char dir[64] = "/tmp/newsarc-replay-XXXXXX", path[128], command[160];
    newsarc_recover_summary sum = {.struct_size = sizeof sum};
    newsarc_error err = {0};
    if (size > INPUT_MAX)
        return 0;
    require(mkdtemp(dir) != NULL);
    snprintf(path, sizeof path, "%s/archive", dir);
    require(mkdir(path, 0777) == 0);
    snprintf(path, sizeof path, "%s/archive/a-20260101000000-00000.warc", dir);
    write_archive(path, data, size);
    newsarc_status status = newsarc_recover(dir, NULL, &sum, &err);
    snprintf(path, sizeof path, "%s/collection.db", dir);
    int made = access(path, F_OK) == 0;
    require(made == (status == NEWSARC_OK || status == NEWSARC_E_INCOMPLETE));
    require(made || err.message[0]);
    if (made) {
        char *json = NULL;
        require(newsarc_collection_status(dir, &json, &err) == NEWSARC_OK);
        newsarc_free(json);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    require(system(command) == 0);
    return 0;
}
