/* See private.h. */
#include "url/private.h"

#include "url/address.h"

typedef struct range4 {
    uint32_t first;
    unsigned bits;
} range4;

static const range4 private4[] = {
    {0x00000000, 8},  /* this network */
    {0x0a000000, 8},  /* private use */
    {0x64400000, 10}, /* shared by a carrier's customers */
    {0x7f000000, 8},  /* loopback */
    {0xa9fe0000, 16}, /* link-local; cloud metadata services */
    {0xac100000, 12}, /* private use */
    {0xc0000000, 24}, /* protocol assignments */
    {0xc0a80000, 16}, /* private use */
    {0xc6120000, 15}, /* benchmarks */
    {0xe0000000, 3},  /* multicast, reserved, broadcast */
};

static bool is_private4(const unsigned char *b)
{
    uint32_t a = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    for (size_t i = 0; i < sizeof private4 / sizeof *private4; i++)
        if ((a ^ private4[i].first) >> (32 - private4[i].bits) == 0)
            return true;
    return false;
}

static bool begins(const unsigned char *b, const void *with, size_t n)
{
    return memcmp(b, with, n) == 0;
}

static bool is_private6(const unsigned char *b)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    static const unsigned char nat64[12] = {0x00, 0x64, 0xff, 0x9b};
    static const unsigned char zero[12] = {0};
    if (begins(b, mapped, 12) || begins(b, nat64, 12) || begins(b, zero, 12))
        return is_private4(b + 12); /* ::1 and :: are in 0.0.0.0/8 by this */
    if (b[0] == 0x20 && b[1] == 0x02)
        return is_private4(b + 2);
    return (b[0] & 0xfe) == 0xfc ||                    /* unique local */
           (b[0] == 0xfe && (b[1] & 0x80) == 0x80) ||  /* link-local, site-local */
           b[0] == 0xff ||                             /* multicast */
           begins(b, "\x00\x64\xff\x9b\x00\x01", 6) || /* NAT64 for local use */
           begins(b, "\x01\x00\0\0\0\0\0\0", 8);       /* discard only */
}

bool na_address_is_private(const unsigned char *bytes, size_t n)
{
    return n == 4 ? is_private4(bytes) : n == 16 ? is_private6(bytes) : true;
}

static bool literal6_is_private(na_str host)
{
    uint16_t pieces[8];
    unsigned char bytes[16];
    if (host.n < 2 || !na_url_ipv6((na_str){host.p + 1, host.n - 2}, pieces))
        return true;
    for (size_t i = 0; i < 8; i++) {
        bytes[2 * i] = (unsigned char)(pieces[i] >> 8);
        bytes[2 * i + 1] = (unsigned char)(pieces[i] & 0xff);
    }
    return is_private6(bytes);
}

static bool name_is_private(na_str host)
{
    static const char *const names[] = {"localhost", "local", "internal", "home.arpa"};
    if (na_str_ends(host, NA_STR(".")))
        host.n--;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        na_str name = na_str_from(names[i]);
        if (host.n < name.n || !na_str_eq_nocase(na_str_skip(host, host.n - name.n), name))
            continue;
        if (host.n == name.n || host.p[host.n - name.n - 1] == '.')
            return true;
    }
    return false;
}

bool na_host_is_private(na_str host)
{
    uint32_t a;
    if (na_str_starts(host, NA_STR("[")))
        return literal6_is_private(host);
    if (host.n && na_url_ends_in_number(host)) {
        if (!na_url_ipv4(host, &a))
            return true;
        const unsigned char bytes[4] = {(unsigned char)(a >> 24), (unsigned char)(a >> 16),
                                        (unsigned char)(a >> 8), (unsigned char)a};
        return is_private4(bytes);
    }
    return name_is_private(host);
}
