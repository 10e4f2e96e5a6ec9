/* Registrable domain after the public suffix list that libpsl has built in: the same answer on
 * every machine with the same package. */
#include "url/host.h"
#include "url/url.h"
#include <libpsl.h>

na_str na_url_registrable_domain(na_arena *arena, na_str host)
{
    if (na_url_host_is_address(host))
        return host;
    char *name = na_arena_cstr(arena, host);
    size_t n = host.n;
    for (size_t i = 0; i < n; i++)
        name[i] = na_lower(name[i]);
    if (n && name[n - 1] == '.')
        name[--n] = '\0';
    const psl_ctx_t *list = psl_builtin();
    const char *domain = list && n && name[0] != '.' ? psl_registrable_domain(list, name) : NULL;
    return na_str_from(domain ? domain : name);
}
