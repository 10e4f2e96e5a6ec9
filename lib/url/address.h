/* url/address.h: IPv4 and IPv6 parsers and serialisers of the URL Standard, sections 3.5 and 3.6.
 * Internal to url/. */
#ifndef NA_URL_ADDRESS_H
#define NA_URL_ADDRESS_H

#include "core/arena.h"
#include "core/str.h"

/* Whether the last label is a number, so that the host must be an IPv4 address. */
bool na_url_ends_in_number(na_str host);
/* One to four parts, decimal, octal or hexadecimal. */
bool na_url_ipv4(na_str in, uint32_t *out);
na_str na_url_ipv4_text(na_arena *arena, uint32_t address);
/* Without brackets. */
bool na_url_ipv6(na_str in, uint16_t out[8]);
/* Compressed, with brackets. */
na_str na_url_ipv6_text(na_arena *arena, const uint16_t address[8]);

#endif
