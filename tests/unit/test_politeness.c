/* crawl/politeness: when a host may be asked again. The clock is the tests' own. */
#include "unit/unit.h"

#include "crawl/politeness.h"

#define NOW 1000000

static na_hosts *two_hosts(na_host **a, na_host **b)
{
    na_hosts *h = na_hosts_new(1000);
    *a = na_hosts_get(h, 1, "a.example");
    *b = na_hosts_get(h, 2, "b.example");
    (*a)->queued = (*b)->queued = 5;
    return h;
}

static void ended(const na_hosts *h, na_host *host, na_outcome outcome, int64_t retry_after_s)
{
    const na_ending end = {
        .outcome = outcome, .retry_after_s = retry_after_s, .begun_ms = NOW, .now_ms = NOW};
    na_host_ended(h, host, &end);
}

static void one_request_at_a_time_to_a_host(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    na_host *first = na_hosts_due(h, NOW);
    assert_non_null(first);
    first->busy = true;
    na_host *second = na_hosts_due(h, NOW);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    second->busy = true;
    assert_null(na_hosts_due(h, NOW));
    assert_int_equal(na_hosts_queued(h), 10);
    na_hosts_free(h);
}

static void the_delay_counts_from_the_first_byte_of_the_answer(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    b->queued = 0;
    a->busy = true;
    const na_ending end = {.retry_after_s = -1, .begun_ms = NOW, .now_ms = NOW + 300};
    na_host_ended(h, a, &end);
    assert_null(na_hosts_due(h, NOW + 1000));
    assert_ptr_equal(na_hosts_due(h, NOW + 1001), a);
    assert_int_equal(na_hosts_next_due(h), NOW + 1001);
    const na_ending silent = {
        .outcome = NA_SILENT, .retry_after_s = -1, .begun_ms = NOW, .now_ms = NOW + 300};
    na_host_ended(h, a, &silent);
    assert_true(na_hosts_next_due(h) > NOW + 1300);
    na_hosts_free(h);
}

static void the_longer_of_delay_and_crawl_delay_counts(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    na_host_set_crawl_delay(a, 4000);
    na_host_set_crawl_delay(a, 2000);
    na_host_set_crawl_delay(b, 200);
    assert_int_equal(na_host_delay(h, a), 4000);
    assert_int_equal(na_host_delay(h, b), 1000);
    na_hosts_free(h);
}

static void retry_after_pauses_the_whole_host(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    b->queued = 0;
    ended(h, a, NA_REFUSED, 7);
    assert_int_equal(na_hosts_next_due(h), NOW + 7000);
    ended(h, a, NA_REFUSED, 0); /* never sooner than the delay */
    assert_true(na_hosts_next_due(h) > NOW + 1000);
    na_hosts_free(h);
}

static void refusals_without_retry_after_wait_longer_each_time(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    b->queued = 0;
    int64_t last = 0;
    for (int i = 0; i < 4; i++) {
        ended(h, a, NA_REFUSED, -1);
        assert_true(a->due_ms - NOW > last);
        last = a->due_ms - NOW;
    }
    ended(h, a, NA_ANSWERED, -1);
    ended(h, a, NA_REFUSED, -1);
    assert_true(a->due_ms - NOW < last); /* an answer forgives */
    na_hosts_free(h);
}

static void dead_hosts_and_long_pauses_are_put_aside(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    for (int i = 0; i < NA_DEAD_AFTER; i++) {
        assert_false(a->aside);
        ended(h, a, NA_SILENT, -1);
    }
    assert_true(a->aside);
    ended(h, b, NA_REFUSED, NA_RETRY_AFTER_MAX_S + 1);
    assert_true(b->aside);
    assert_null(na_hosts_due(h, INT64_MAX));
    assert_true(na_hosts_next_due(h) == INT64_MAX);
    na_hosts_free(h);
}

static void backoff_grows_and_has_a_ceiling(void **state)
{
    (void)state;
    for (uint32_t tries = 1; tries < 5; tries++)
        assert_true(na_backoff_ms(tries + 1, 1) > na_backoff_ms(tries, 99));
    assert_in_range(na_backoff_ms(1000000, 12345), 600000, 750000);
    assert_int_equal(na_backoff_ms(2, 7), na_backoff_ms(2, 7));
}

static void retry_after_is_seconds_or_a_date(void **state)
{
    (void)state;
    const int64_t now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
    assert_int_equal(na_retry_after(NA_STR(" 120 "), now), 120);
    assert_int_equal(na_retry_after(NA_STR("Sun, 06 Nov 1994 08:50:00 GMT"), now), 23);
    assert_int_equal(na_retry_after(NA_STR("Sun, 06 Nov 1994 08:00:00 GMT"), now), 0);
    assert_int_equal(na_retry_after(NA_STR("soon"), now), -1);
    assert_int_equal(na_retry_after(NA_STR("12 minutes"), now), -1);
    assert_int_equal(na_retry_after(NA_STR("-5"), now), -1);
    assert_true(na_retry_after(NA_STR("99999999999999999999"), now) > NA_RETRY_AFTER_MAX_S);
}

static void answer_in(const na_hosts *h, na_host *host, uint32_t ms, int times)
{
    const na_ending end = {.retry_after_s = -1, .answer_ms = ms, .begun_ms = NOW, .now_ms = NOW};
    while (times--)
        na_host_ended(h, host, &end);
}

static void slow_answers_make_the_delay_longer(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    answer_in(h, a, 100, 50);
    assert_int_equal(na_host_delay(h, a), 1000); /* the floor */
    answer_in(h, a, 2000, 4);
    uint32_t slowing = na_host_delay(h, a);
    assert_true(slowing > 2500);
    answer_in(h, a, 2000, 400);
    assert_in_range(na_host_delay(h, a), 3900, 4000); /* slow is its usual way now */
    answer_in(h, a, 100, 100);
    assert_int_equal(na_host_delay(h, a), 1000);
    answer_in(h, a, UINT32_MAX, 100);
    assert_int_equal(na_host_delay(h, a), 30000);
    na_hosts_free(h);
}

static void refusals_make_the_delay_longer_for_a_while(void **state)
{
    (void)state;
    na_host *a, *b;
    na_hosts *h = two_hosts(&a, &b);
    ended(h, a, NA_REFUSED, 0);
    uint32_t once = na_host_delay(h, a);
    ended(h, a, NA_REFUSED, 0);
    assert_true(once > 1000 && na_host_delay(h, a) > once);
    answer_in(h, a, 1, 100);
    assert_int_equal(na_host_delay(h, a), 1000);
    for (int i = 0; i < 100; i++)
        ended(h, a, NA_REFUSED, 0);
    assert_int_equal(na_host_delay(h, a), 61000);
    na_hosts_free(h);
}

static void who_asks_for_no_delay_gets_none_from_a_quick_host(void **state)
{
    (void)state;
    na_hosts *h = na_hosts_new(0);
    na_host *a = na_hosts_get(h, 1, "a.example");
    answer_in(h, a, 100, 100);
    assert_int_equal(na_host_delay(h, a), 0);
    answer_in(h, a, 1000, 500);
    assert_in_range(na_host_delay(h, a), 1900, 2000);
    na_hosts_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_request_at_a_time_to_a_host),
        cmocka_unit_test(the_delay_counts_from_the_first_byte_of_the_answer),
        cmocka_unit_test(the_longer_of_delay_and_crawl_delay_counts),
        cmocka_unit_test(retry_after_pauses_the_whole_host),
        cmocka_unit_test(refusals_without_retry_after_wait_longer_each_time),
        cmocka_unit_test(dead_hosts_and_long_pauses_are_put_aside),
        cmocka_unit_test(slow_answers_make_the_delay_longer),
        cmocka_unit_test(refusals_make_the_delay_longer_for_a_while),
        cmocka_unit_test(who_asks_for_no_delay_gets_none_from_a_quick_host),
        cmocka_unit_test(backoff_grows_and_has_a_ceiling),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
