/* IPv4 and IPv6 addresses after the URL Standard, sections 3.5 and 3.6. */
#include "url/address.h"

#include "core/buf.h"

static bool all_digits(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!na_is_digit(s.p[i]))
            return false;
    return true;
}

/* "0x1f", "017", "31", "0x"; saturates far above any address. */
static bool ipv4_number(na_str s, uint64_t *out)
{
    uint64_t value = 0;
    int base = 10;
    if (s.n == 0)
        return false;
    if (na_str_starts_nocase(s, NA_STR("0x"))) {
        base = 16;
        s = na_str_skip(s, 2);
    } else if (s.n > 1 && s.p[0] == '0') {
        base = 8;
        s = na_str_skip(s, 1);
    }
    for (size_t i = 0; i < s.n; i++) {
        int digit = na_hex_value(s.p[i]);
        if (digit < 0 || digit >= base)
            return false;
        if (value <= UINT32_MAX)
            value = value * (uint64_t)base + (uint64_t)digit;
    }
    *out = value;
    return true;
}

static na_str last_label(na_str host)
{
    if (host.n && host.p[host.n - 1] == '.')
        host.n--;
    size_t start = host.n;
    while (start && host.p[start - 1] != '.')
        start--;
    return na_str_skip(host, start);
}

bool na_url_ends_in_number(na_str host)
{
    na_str last = last_label(host);
    uint64_t ignored;
    return last.n && (all_digits(last) || ipv4_number(last, &ignored));
}

bool na_url_ipv4(na_str in, uint32_t *out)
{
    uint64_t parts[4];
    size_t n = 0;
    if (in.n && in.p[in.n - 1] == '.')
        in.n--;
    for (bool more = true; more; n++) {
        more = na_str_find_byte(in, '.') != NA_NOT_FOUND;
        if (n == 4 || !ipv4_number(na_str_cut(in, '.', &in), &parts[n]))
            return false;
    }
    uint64_t address = parts[n - 1];
    if (address >= (uint64_t)1 << (8 * (5 - n)))
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        if (parts[i] > 255)
            return false;
        address += parts[i] << (8 * (3 - i));
    }
    *out = (uint32_t)address;
    return true;
}

na_str na_url_ipv4_text(na_arena *arena, uint32_t address)
{
    na_sb sb = NA_SB(arena);
    na_sb_addf(&sb, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
               address & 255);
    return na_sb_str(&sb);
}

/* The dotted tail of an IPv6 address: four decimal parts without leading zeros fill two pieces. */
static bool ipv6_dotted_tail(na_str in, uint16_t out[2])
{
    uint32_t address = 0;
    for (int i = 0; i < 4; i++) {
        size_t used;
        if (i && (in.n == 0 || in.p[0] != '.'))
            return false;
        in = na_str_skip(in, i ? 1 : 0);
        uint64_t part = na_str_number(in, &used);
        if (in.n == 0 || used == 0 || part > 255 || (used > 1 && in.p[0] == '0'))
            return false;
        address = address << 8 | (uint32_t)part;
        in = na_str_skip(in, used);
    }
    out[0] = (uint16_t)(address >> 16);
    out[1] = (uint16_t)address;
    return in.n == 0;
}

/* Up to four hexadecimal digits; *used gets how many. */
static uint16_t ipv6_piece(na_str in, size_t *used)
{
    unsigned value = 0;
    size_t i = 0;
    for (; i < 4 && i < in.n && na_hex_value(in.p[i]) >= 0; i++)
        value = value * 16 + (unsigned)na_hex_value(in.p[i]);
    *used = i;
    return (uint16_t)value;
}

/* Moves the pieces behind "::" to the end. */
static void ipv6_stretch(uint16_t out[8], size_t n, size_t compress)
{
    size_t tail = n - compress;
    memmove(out + (8 - tail), out + compress, tail * sizeof *out);
    memset(out + compress, 0, (8 - n) * sizeof *out);
}

bool na_url_ipv6(na_str in, uint16_t out[8])
{
    size_t n = 0, compress = SIZE_MAX;
    if (na_str_starts(in, NA_STR("::"))) {
        in = na_str_skip(in, 2);
        compress = 0;
    }
    while (in.n) {
        size_t used;
        if (n == 8)
            return false;
        if (in.p[0] == ':') { /* the second colon of "::" */
            if (compress != SIZE_MAX || n == 0)
                return false;
            in = na_str_skip(in, 1);
            compress = n;
            continue;
        }
        out[n] = ipv6_piece(in, &used);
        if (used < in.n && in.p[used] == '.') {
            if (n > 6 || !ipv6_dotted_tail(in, out + n))
                return false;
            n += 2;
            break;
        }
        n++;
        in = na_str_skip(in, used);
        if (in.n && (in.p[0] != ':' || in.n == 1))
            return false;
        in = na_str_skip(in, 1);
    }
    if (compress == SIZE_MAX)
        return n == 8;
    ipv6_stretch(out, n, compress);
    return n < 8;
}

/* First longest run of at least two zero pieces: *length is 0 when there is none. */
static size_t ipv6_longest_zeros(const uint16_t address[8], size_t *length)
{
    size_t best = 0, start = 0;
    *length = 0;
    for (size_t i = 0; i < 8; i++) {
        if (address[i] != 0) {
            start = i + 1;
        } else if (i + 1 - start > *length) {
            best = start;
            *length = i + 1 - start;
        }
    }
    if (*length < 2)
        *length = 0;
    return best;
}

na_str na_url_ipv6_text(na_arena *arena, const uint16_t address[8])
{
    na_sb sb = NA_SB(arena);
    size_t zeros, at = ipv6_longest_zeros(address, &zeros);
    na_sb_add_byte(&sb, '[');
    for (size_t i = 0; i < 8; i++) {
        if (zeros && i == at) {
            na_sb_add_cstr(&sb, i == 0 ? "::" : ":");
            i += zeros - 1;
            continue;
        }
        na_sb_addf(&sb, i < 7 ? "%x:" : "%x", (unsigned)address[i]);
    }
    na_sb_add_byte(&sb, ']');
    return na_sb_str(&sb);
}
