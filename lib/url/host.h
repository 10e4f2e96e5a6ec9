/* url/host.h: the host parser of the URL Standard, section 3. Internal to url/. */
#ifndef NA_URL_HOST_H
#define NA_URL_HOST_H

#include "core/arena.h"
#include "core/str.h"

/* `in`: what stands between credentials and port, not empty. `special`: the scheme is one of the
 * special ones, so the host is a domain or an address; other schemes have opaque hosts. False on
 * failure. */
bool na_url_host(na_arena *arena, na_str in, bool special, na_str *out);
/* Whether a serialised host is an IPv4 or IPv6 address. */
bool na_url_host_is_address(na_str host);

#endif
