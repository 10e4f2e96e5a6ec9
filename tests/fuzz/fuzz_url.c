/* URLs: the first line of the input is the base, the rest the link. Whatever parses must come out
 * of a second parse as it is, and each form for archives must be made of printable ASCII. */
#include "core/arena.h"
#include "url/url.h"
#include <stdlib.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void check_ascii(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        check(s.p[i] >= ' ' && s.p[i] < 0x7f);
}

static void check_stable(na_arena *arena, const na_url *u)
{
    na_url again;
    check(na_url_parse(arena, u->href, NULL, NULL, &again));
    check(na_str_eq(again.href, u->href) && na_str_eq(again.host, u->host));
    check(na_str_eq(again.path, u->path) && na_str_eq(again.query, u->query));
    na_str canonical = na_url_canonical(arena, u->href);
    check(na_str_eq(na_url_canonical(arena, canonical), canonical));
    na_str target = na_url_rfc3986(arena, u->href);
    check(na_str_eq(na_url_rfc3986(arena, target), target));
}

static void run(na_arena *arena, void *user)
{
    na_str link, base = na_str_cut(*(na_str *)user, '\n', &link);
    na_url base_url, url;
    bool has_base = na_url_parse(arena, base, NULL, NULL, &base_url);
    if (has_base)
        check_stable(arena, &base_url);
    if (na_url_parse(arena, link, has_base ? &base_url : NULL, NULL, &url)) {
        check_ascii(url.href);
        check_stable(arena, &url);
        (void)na_url_registrable_domain(arena, url.host);
    }
    check_ascii(na_url_resolve(arena, base, link, NULL));
    check_ascii(na_url_resolve(arena, base, link, na_encoding_for_label(NA_STR("gbk"))));
    check_ascii(na_url_surt(arena, link));
    check_ascii(na_url_canonical(arena, link));
    check_ascii(na_url_rfc3986(arena, link));
    (void)na_url_registrable_domain(arena, link);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    na_arena *arena = na_arena_new();
    na_str input = {(const char *)data, size};
    if (arena)
        (void)na_arena_run(arena, (na_arena_limits){(size_t)64 << 20, 0}, run, &input);
    na_arena_free(arena);
    return 0;
}
