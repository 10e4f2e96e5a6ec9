/* Writes record headers from a table of fields. */
#include "archive/warc_record.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#define FIELD(name, member)                                                                        \
    {                                                                                              \
        name, offsetof(na_warc_header, member)                                                     \
    }

static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    FIELD("WARC-Type", type),
    FIELD("WARC-Record-ID", id),
    FIELD("WARC-Date", date),
    FIELD("WARC-Target-URI", target_uri),
    FIELD("WARC-Filename", filename),
    FIELD("WARC-IP-Address", ip),
    FIELD("WARC-Protocol", protocol),
    FIELD("WARC-Protocol", tls),
    FIELD("WARC-Cipher-Suite", cipher),
    FIELD("WARC-Warcinfo-ID", warcinfo_id),
    FIELD("WARC-Concurrent-To", concurrent_to),
    FIELD("WARC-Profile", profile),
    FIELD("WARC-Refers-To", refers_to),
    FIELD("WARC-Refers-To-Target-URI", refers_to_uri),
    FIELD("WARC-Refers-To-Date", refers_to_date),
    FIELD("WARC-Block-Digest", block_digest),
    FIELD("WARC-Payload-Digest", payload_digest),
    FIELD("WARC-Identified-Payload-Type", identified_type),
    FIELD("WARC-Truncated", truncated),
    FIELD("Content-Type", content_type),
};

static bool is_plain(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value < 0x20 || *value == 0x7F)
            return false;
    return true;
}

newsarc_status na_warc_header_write(const na_warc_header *h, na_buf *out)
{
    na_buf_clear(out);
    na_buf_add_cstr(out, "WARC/1.1\r\n");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *value;
        memcpy(&value, (const char *)h + fields[i].offset, sizeof value);
        if (!value || !*value)
            continue;
        if (!is_plain(value))
            return NEWSARC_E_ARGUMENT;
        na_buf_addf(out, "%s: %s\r\n", fields[i].name, value);
    }
    na_buf_addf(out, "Content-Length: %llu\r\n\r\n", (unsigned long long)h->content_length);
    return out->status;
}

bool na_warc_new_id(char out[NA_WARC_ID])
{
    unsigned char b[16];
    if (getrandom(b, sizeof b, 0) != sizeof b)
        return false;
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    snprintf(out, NA_WARC_ID,
             "<urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x>",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
    return true;
}

static struct tm utc(int64_t seconds)
{
    const int64_t last = 253402300799; /* end of the year 9999 */
    time_t t = (time_t)(seconds < 0 ? 0 : seconds > last ? last : seconds);
    struct tm tm = {0};
    gmtime_r(&t, &tm);
    tm.tm_year += 1900;
    tm.tm_mon++;
    return tm;
}

void na_warc_date(int64_t seconds, char out[32])
{
    struct tm t = utc(seconds);
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year % 10000, t.tm_mon % 100,
             t.tm_mday % 100, t.tm_hour % 100, t.tm_min % 100, t.tm_sec % 100);
}

int64_t na_warc_seconds(na_str date)
{
    int v[6];
    static const int at[] = {0, 5, 8, 11, 14, 17};
    if (date.n < 19)
        return 0;
    for (int i = 0; i < 6; i++)
        v[i] = (int)na_str_number(na_str_take(na_str_skip(date, (size_t)at[i]), i ? 2 : 4), NULL);
    struct tm tm = {.tm_year = v[0] - 1900,
                    .tm_mon = v[1] - 1,
                    .tm_mday = v[2],
                    .tm_hour = v[3],
                    .tm_min = v[4],
                    .tm_sec = v[5]};
    return (int64_t)timegm(&tm);
}

void na_warc_stamp(int64_t seconds, char out[32])
{
    struct tm t = utc(seconds);
    snprintf(out, 32, "%04d%02d%02d%02d%02d%02d", t.tm_year % 10000, t.tm_mon % 100,
             t.tm_mday % 100, t.tm_hour % 100, t.tm_min % 100, t.tm_sec % 100);
}
