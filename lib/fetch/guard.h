/* fetch/guard.h: keeps requests out of the network of the one who crawls. Sockets to private
 * addresses (url/private.h) are opened only for hosts that are trusted because the user named them,
 * and for addresses that such a host has. Looked at when the socket is opened, so a name that leads
 * to a private address, now or at its next look-up, does not help.
 *
 * Inside lib/fetch only. */
#ifndef NA_FETCH_GUARD_H
#define NA_FETCH_GUARD_H

#include "core/str.h"
#include <newsarc/status.h>
#include <sys/socket.h>

typedef struct na_guard na_guard;

na_guard *na_guard_new(void);    /* NULL when out of memory */
void na_guard_free(na_guard *g); /* NULL is ignored */
/* Trusts the host of `url`; ports do not matter. */
newsarc_status na_guard_trust(na_guard *g, na_str url);
/* Is the host of this URL one of them? */
bool na_guard_trusts(const na_guard *g, na_str url);
/* May a socket be opened there? A trusted request's address becomes trusted. */
bool na_guard_opens(na_guard *g, bool trusted, const struct sockaddr *address);

#endif
