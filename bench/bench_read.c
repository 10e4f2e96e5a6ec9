/* bench_read FILE: reads every record of a WARC file through the public reader and decodes the body
 * of each HTTP response, as a program that uses the records would, and prints how many records and
 * bytes of bodies there were, and the seconds of CPU and wall clock. */
#include <newsarc/newsarc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t body_length(const newsarc_warc_record *record)
{
    char *body = NULL;
    size_t length = 0;
    if (!record->type || strcmp(record->type, "response") != 0)
        return record->block_length;
    newsarc_http_body(record->block, record->block_length, 0, &body, &length, NULL);
    newsarc_free(body);
    return length;
}

int main(int argc, char **argv)
{
    newsarc_warc_reader *reader = NULL;
    newsarc_warc_record record = {.struct_size = sizeof record};
    newsarc_error err = {0};
    unsigned long long records = 0, bytes = 0;
    if (argc != 2 || newsarc_warc_reader_open(argv[1], NULL, &reader, &err) != NEWSARC_OK) {
        fprintf(stderr, "usage: bench_read FILE.warc.gz (%s)\n", err.message);
        return 2;
    }
    double wall = seconds(CLOCK_MONOTONIC);
    newsarc_status status = NEWSARC_OK;
    while (status == NEWSARC_OK || status == NEWSARC_E_FORMAT) {
        status = newsarc_warc_reader_next(reader, &record, &err);
        if (status == NEWSARC_OK) {
            records++;
            bytes += body_length(&record);
        }
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    printf("%llu %llu %.3f %.3f\n", records, bytes, seconds(CLOCK_PROCESS_CPUTIME_ID), wall);
    newsarc_warc_reader_free(reader);
    return status == NEWSARC_E_NOT_FOUND ? 0 : 1;
}
