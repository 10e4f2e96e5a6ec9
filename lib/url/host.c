/* Hosts after the URL Standard, section 3: domains to ASCII by libidn2 (UTS #46, non-transitional),
 * addresses, opaque hosts. libidn2 holds names to the lengths of DNS, which the standard does not;
 * a longer name could not be looked up anyway. */
#include "url/host.h"

#include "url/address.h"
#include "url/percent.h"
#include <idn2.h>

/* Forbidden host code points; a domain may not have controls, % and DEL either. */
static bool forbidden_in_host(char c)
{
    return c == '\0' || strchr("\t\n\r #/:<>?@[\\]^|", c) != NULL;
}

static bool forbidden_in_domain(char c)
{
    return forbidden_in_host(c) || (unsigned char)c < 0x20 || c == '%' || c == 0x7f;
}

static bool any_forbidden(na_str s, bool (*forbidden)(char c))
{
    for (size_t i = 0; i < s.n; i++)
        if (forbidden(s.p[i]))
            return true;
    return false;
}

static bool is_ascii(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static na_str lower(na_arena *arena, na_str s)
{
    char *out = na_arena_cstr(arena, s);
    for (size_t i = 0; i < s.n; i++)
        out[i] = na_lower(out[i]);
    return (na_str){out, s.n};
}

/* Sharp s, final sigma, ZWNJ and ZWJ: what transitional processing maps otherwise. */
static bool has_deviation(na_str s)
{
    static const char *const deviations[] = {"\xc3\x9f", "\xcf\x82", "\xe2\x80\x8c",
                                             "\xe2\x80\x8d"};
    for (size_t i = 0; i < sizeof deviations / sizeof *deviations; i++)
        if (na_str_find(s, na_str_from(deviations[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

/* libidn2 holds non-transitional names to IDNA 2008 besides UTS #46, which forbids symbols (the
 * snowman, emoji); transitional names it does not. Without deviation characters both give the
 * same name, so the second serves where the first objects. */
static int idna_lookup(const char *domain, bool deviation, uint8_t **ascii)
{
    const uint8_t *in = (const uint8_t *)domain;
    int status = idn2_lookup_u8(in, ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (status == IDN2_DISALLOWED && !deviation)
        status = idn2_lookup_u8(in, ascii, IDN2_NFC_INPUT | IDN2_TRANSITIONAL);
    return status;
}

static bool idna_to_ascii(na_arena *arena, na_str domain, na_str *out)
{
    char *room = na_arena_alloc(arena, IDN2_DOMAIN_MAX_LENGTH + 1); /* before ascii needs freeing */
    const char *input = na_arena_cstr(arena, domain);
    uint8_t *ascii = NULL;
    if (idna_lookup(input, has_deviation(domain), &ascii) != IDN2_OK || !ascii)
        return false;
    na_str result = na_str_take(na_str_from((const char *)ascii), IDN2_DOMAIN_MAX_LENGTH);
    memcpy(room, result.p, result.n);
    idn2_free(ascii);
    *out = (na_str){room, result.n};
    return true;
}

static bool domain_to_ascii(na_arena *arena, na_str domain, na_str *out)
{
    if (any_forbidden(domain, forbidden_in_domain))
        return false;
    if (is_ascii(domain)) /* also bad punycode, for the sake of names in use */
        *out = lower(arena, domain);
    else if (!idna_to_ascii(arena, domain, out))
        return false;
    return out->n && !any_forbidden(*out, forbidden_in_domain);
}

static bool bracketed(na_arena *arena, na_str in, na_str *out)
{
    uint16_t address[8];
    if (in.p[in.n - 1] != ']' || !na_url_ipv6((na_str){in.p + 1, in.n - 2}, address))
        return false;
    *out = na_url_ipv6_text(arena, address);
    return true;
}

bool na_url_host(na_arena *arena, na_str in, bool special, na_str *out)
{
    if (in.p[0] == '[')
        return bracketed(arena, in, out);
    if (!special) {
        *out = na_percent_encode(arena, in, NA_SET_C0);
        return !any_forbidden(in, forbidden_in_host);
    }
    if (!domain_to_ascii(arena, na_percent_decode(arena, in), out))
        return false;
    if (na_url_ends_in_number(*out)) {
        uint32_t address;
        if (!na_url_ipv4(*out, &address))
            return false;
        *out = na_url_ipv4_text(arena, address);
    }
    return true;
}

bool na_url_host_is_address(na_str host)
{
    return host.n && (host.p[0] == '[' || na_url_ends_in_number(host));
}
