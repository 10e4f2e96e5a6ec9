/* url/private.h: addresses that are not on the public internet: loopback, private use, link-local,
 * shared, multicast, reserved (RFC 6890 and the IANA special-purpose registries). A page of a
 * public site that leads there leads into the network of the one who crawls. */
#ifndef NA_URL_PRIVATE_H
#define NA_URL_PRIVATE_H

#include "core/str.h"

/* `bytes` in network order, n of them: 4 (IPv4) or 16 (IPv6); other lengths count as private. IPv6
 * addresses that carry an IPv4 one (mapped, NAT64, 6to4) are what that one is. */
bool na_address_is_private(const unsigned char *bytes, size_t n);
/* A serialised host: an address as above, "localhost" and names below it, ".local", ".internal" and
 * ".home.arpa" names. Other names say nothing until they are resolved. */
bool na_host_is_private(na_str host);

#endif
