/* fetch/guard: to which addresses sockets are opened. */
#include "unit/unit.h"

#include "fetch/guard.h"
#include <arpa/inet.h>

static bool opens(na_guard *g, bool trusted, const char *address)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
        return na_guard_opens(g, trusted, (const struct sockaddr *)(const void *)&v4);
    assert_int_equal(inet_pton(AF_INET6, address, &v6.sin6_addr), 1);
    return na_guard_opens(g, trusted, (const struct sockaddr *)(const void *)&v6);
}

static void names_that_lead_to_private_addresses_are_refused(void **state)
{
    (void)state;
    na_guard *g = na_guard_new();
    assert_true(opens(g, false, "8.8.8.8"));
    assert_true(opens(g, false, "2400::1"));
    assert_false(opens(g, false, "10.0.0.1"));
    assert_false(opens(g, false, "::ffff:169.254.169.254"));
    assert_true(opens(g, true, "10.0.0.1")); /* a host that the user named stands there */
    assert_true(opens(g, false, "10.0.0.1"));
    assert_false(opens(g, false, "10.0.0.2"));
    na_guard_free(g);
}

static void only_named_hosts_are_trusted(void **state)
{
    (void)state;
    na_guard *g = na_guard_new();
    assert_int_equal(na_guard_trust(g, NA_STR("http://u:p@Intranet.example:81/x")), NEWSARC_OK);
    assert_int_equal(na_guard_trust(g, NA_STR("http://[::1]:81/x")), NEWSARC_OK);
    assert_true(na_guard_trusts(g, NA_STR("https://intranet.example/y?z=http://b.example/")));
    assert_true(na_guard_trusts(g, NA_STR("http://[::1]/")));
    assert_false(na_guard_trusts(g, NA_STR("http://www.intranet.example/")));
    assert_false(na_guard_trusts(g, NA_STR("http://intranet.example@b.example/")));
    assert_false(na_guard_trusts(g, NA_STR("http://b.example/intranet.example")));
    na_guard_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_lead_to_private_addresses_are_refused),
        cmocka_unit_test(only_named_hosts_are_trusted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
