/* Differences of texts, word by word. Pieces are shown as wdiff does: [-deleted-] {+inserted+}. */
#include "unit/text_run.h"

#include "core/buf.h"
#include "text/diff.h"
#include <stdio.h>
#include <stdlib.h>

static void show(na_sb *sb, const na_diff *d)
{
    static const char *const open[] = {"", "[-", "{+"}, *const close[] = {"", "-]", "+}"};
    for (size_t i = 0; i < d->n; i++) {
        na_sb_add_cstr(sb, open[d->v[i].kind]);
        na_sb_add(sb, d->v[i].text);
        na_sb_add_cstr(sb, close[d->v[i].kind]);
    }
}

/* Equal and deleted pieces are the text before, equal and inserted ones that after. */
static void check_sum(const na_diff *d, na_str before, na_str after)
{
    for (size_t i = 0; i < d->n; i++) {
        na_str text = d->v[i].text;
        if (d->v[i].kind != NA_DIFF_INSERT) {
            assert_true(na_str_starts(before, text));
            before = na_str_skip(before, text.n);
        }
        if (d->v[i].kind != NA_DIFF_DELETE) {
            assert_true(na_str_starts(after, text));
            after = na_str_skip(after, text.n);
        }
        if (i > 0)
            assert_true(d->v[i].kind != d->v[i - 1].kind);
    }
    assert_true(before.n == 0 && after.n == 0);
}

struct expected {
    const char *before, *after, *shown;
};

static void check_one(na_arena *arena, void *user)
{
    const struct expected *e = user;
    na_str before = na_str_from(e->before), after = na_str_from(e->after);
    na_diff d = na_diff_words(arena, before, after);
    na_sb sb = NA_SB(arena);
    check_sum(&d, before, after);
    show(&sb, &d);
    na_sb_add_byte(&sb, '\0');
    assert_string_equal(sb.p, e->shown);
}

static void check_all(struct expected *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        run_in_arena(check_one, &cases[i]);
}

static void words_of_spaced_scripts(void **state)
{
    (void)state;
    struct expected cases[] = {
        {"", "", ""},
        {"same", "same", "same"},
        {"", "a b", "{+a b+}"},
        {"a b", "", "[-a b-]"},
        {"the old house stands", "the new house stands", "the [-old-]{+new+} house stands"},
        {"we met on Monday.", "we met on Monday, late.", "we met on Monday{+, late+}."},
        {"мы встретились вчера", "мы встретились сегодня", "мы встретились [-вчера-]{+сегодня+}"},
        {"회의가 열렸다 어제", "회의가 열렸다 오늘", "회의가 열렸다 [-어제-]{+오늘+}"},
        {"3.5 per cent", "3.6 per cent", "3.[-5-]{+6+} per cent"},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

static void characters_of_unspaced_ones(void **state)
{
    (void)state;
    struct expected cases[] = {
        {"召开第三次工作会议", "召开第四次工作会议", "召开第[-三-]{+四+}次工作会议"},
        {"会议时间为9月1日上午", "会议时间为9月12日上午", "会议时间为9月[-1-]{+12+}日上午"},
        {"きのう会議をした", "きょう会議をした", "き[-の-]{+ょ+}う会議をした"},
        {"ประชุมวันนี้", "ประชุมวันนั้", "ประชุมวัน[-นี้-]{+นั้+}"}, /* a consonant with its marks */
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

static void paragraphs_that_stay_are_not_looked_into(void **state)
{
    (void)state;
    struct expected cases[] = {
        {"一段\n二段\n三段", "一段\n新的\n二段\n三段", "一段\n{+新的\n+}二段\n三段"},
        {"一段\n二段", "一段\n二段\n附件", "一段\n二段{+\n附件+}"},
        {"一段\n二段\n三段", "一段\n三段", "一段\n[-二段\n-]三段"},
        {"甲\n乙\n丙丁戊己\n庚", "甲\n丙丁午己\n庚", "甲\n[-乙\n-]丙丁[-戊-]{+午+}己\n庚"},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

/* What two texts share by chance is no equality: it would only cut them to pieces. */
static void chance_equalities_are_taken_in(void **state)
{
    (void)state;
    struct expected cases[] = {
        {"red car stops", "old bus stops", "[-red car-]{+old bus+} stops"},
        {"北京的天气", "上海的交通", "[-北京的天气-]{+上海的交通+}"},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

static void bytes_that_are_no_utf8_are_compared_all_the_same(void **state)
{
    (void)state;
    struct expected cases[] = {
        {"a \xff\xfe b\xe4\xbd", "a \xff b", "a \xff[-\xfe-] b[-\xe4\xbd-]"}};
    check_all(cases, sizeof cases / sizeof *cases);
}

struct long_texts {
    char *before, *after;
    size_t n;
};

static void check_long(na_arena *arena, void *user)
{
    const struct long_texts *t = user;
    na_str before = {t->before, t->n}, after = {t->after, t->n};
    na_diff d = na_diff_words(arena, before, after);
    check_sum(&d, before, after);
    assert_int_equal(d.n, 2);
    assert_true(na_arena_used(arena) < (size_t)64 << 20);
}

/* Two texts of 300,000 characters with nothing but the alphabet in common. */
static void too_much_difference_is_replaced_as_a_whole(void **state)
{
    (void)state;
    enum { CHARACTERS = 300000 };
    struct long_texts t = {malloc(3 * CHARACTERS), malloc(3 * CHARACTERS), 3 * CHARACTERS};
    uint32_t seed = 1;
    assert_true(t.before && t.after);
    for (size_t i = 0; i < 2 * CHARACTERS; i++) {
        seed = seed * 1664525u + 1013904223u;
        char *at = i < CHARACTERS ? t.before + 3 * i : t.after + 3 * (i - CHARACTERS);
        at[0] = '\xe4';
        at[1] = '\xb8';
        at[2] = (char)(0x80 | (seed >> 26));
    }
    t.before[0] = '\xe5', t.after[3 * CHARACTERS - 3] = '\xe5'; /* neither end is in common */
    run_in_arena(check_long, &t);
    free(t.before);
    free(t.after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_spaced_scripts),
        cmocka_unit_test(characters_of_unspaced_ones),
        cmocka_unit_test(paragraphs_that_stay_are_not_looked_into),
        cmocka_unit_test(chance_equalities_are_taken_in),
        cmocka_unit_test(bytes_that_are_no_utf8_are_compared_all_the_same),
        cmocka_unit_test(too_much_difference_is_replaced_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
