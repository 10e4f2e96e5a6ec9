/* url/private: which hosts and addresses are not on the public internet. */
#include "unit/unit.h"

#include "url/private.h"

static bool is_private(const char *host)
{
    return na_host_is_private(na_str_from(host));
}

static void addresses_of_this_machine_and_network(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        "127.0.0.1",       "127.0.0.2",        "10.0.0.1",        "172.16.0.1",
        "172.31.255.255",  "0.0.0.0",          "192.168.1.1",     "169.254.169.254",
        "100.64.0.1",      "224.0.0.1",        "[::1]",           "[::]",
        "[fe80::1]",       "[fc00::1]",        "[fd12:3456::1]",  "[ff02::1]",
        "[::ffff:7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "255.255.255.255",
    };
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        assert_true(is_private(hosts[i]));
}

static void public_addresses(void **state)
{
    (void)state;
    static const char *const hosts[] = {"8.8.8.8",    "172.15.0.1",       "172.32.0.1",
                                        "100.63.0.1", "192.169.0.1",      "[2001:db8::1]",
                                        "126.0.0.1",  "[::ffff:808:808]", "11.0.0.1"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        assert_false(is_private(hosts[i]));
}

static void names(void **state)
{
    (void)state;
    assert_true(is_private("localhost"));
    assert_true(is_private("LOCALHOST."));
    assert_true(is_private("a.localhost"));
    assert_true(is_private("printer.local"));
    assert_true(is_private("metadata.google.internal"));
    assert_false(is_private("notlocalhost"));
    assert_false(is_private("local.example"));
    assert_false(is_private("www.example.cn"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_this_machine_and_network),
        cmocka_unit_test(public_addresses),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
