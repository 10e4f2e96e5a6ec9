/* verify against the WARC files of others in NEWSARC_SHARED/judges/warc, which are named by what is
 * wrong with them: the valid ones pass, each invalid one is refused for the fault that its name
 * says. Skipped when they are absent. */
#include "unit/unit.h"

#include "core/str.h"
#include <dirent.h>
#include <newsarc/newsarc.h>
#include <stdio.h>
#include <string.h>

#define JUDGES NEWSARC_SHARED "/judges/warc/"

/* All of `rules` (parted by spaces) must be named; NOT_WARC: no record begins in the file, which is
 * no finding but the call's own status. */
#define NOT_WARC ""

typedef struct verdict {
    const char *file; /* without "invalid-" and ".warc" */
    const char *rules;
    const char *reason; /* exception: why the rule is not the one that the name says; or NULL */
} verdict;

#define HEADER_ALONE "breaks no rule for fields; it is a header alone, and that is what is told"
#define KNOWN "the version is one that we read; only the rest of the record is absent"
#define HEADER_ENDS "the version is right; the header ends early"

static const verdict verdicts[] = {
    {"empty", NOT_WARC, NULL},
    {"warcfile-contenttype-recommended", "content-type", NULL},
    {"warcfile-contenttype-warcinfo-recommended", "content-type", NULL},
    {"warcfile-digest-fields", "digest-format", NULL},
    {"warcfile-duplicate-fields", "field-repeated", NULL},
    {"warcfile-fields-empty", "field-value", NULL},
    {"warcfile-fields-invalidformat",
     "target-uri ip-address date record-id content-length content-type digest-format "
     "segment-number",
     NULL},
    {"warcfile-fields-missing", "field-value field-missing content-length", NULL},
    {"warcfile-lonely-continuation", "field-missing", NULL},
    {"warcfile-lonely-monkeys", "field-missing type", NULL},
    {"warcfile-lonely-request-response-resource-conversion", "field-missing", NULL},
    {"warcfile-lonely-revisit", "field-missing", NULL},
    {"warcfile-lonely-warcinfo-metadata", "field-missing", NULL},
    {"warcfile-segment-number-continuation", "segment-number", NULL},
    {"warcfile-segment-number-response", "segment-number", NULL},
    {"warcheaderfieldpolicy-1", "field-missing type", NULL},
    {"warcheaderfieldpolicy-2", "record-end", HEADER_ALONE},
    {"warcheaderfieldpolicy-3", "torn-record", HEADER_ALONE},
    {"warcheaderfieldpolicy-4", "profile", NULL},
    {"warcheaderfieldpolicy-5", "content-type", NULL},
    {"warcheaderfieldpolicy-6", "torn-record", HEADER_ALONE},
    {"warcheaderfieldpolicy-7", "field-missing content-type", NULL},
    {"warcheaderfieldpolicy-8", "field-missing content-type field-value", NULL},
    {"warcheaderfieldpolicy-9", "content-type", NULL},
    {"warcheaderfieldpolicy-10", "content-type", NULL},
    {"warcheaderfieldpolicy-11", "torn-record", HEADER_ALONE},
    {"warcheaderfieldpolicy-12", "torn-record", HEADER_ALONE},
    {"warcheaderfieldpolicy-13", "segment-number", NULL},
    {"warcheaderfieldpolicy-14", "field-missing", NULL},
    {"warcheaderfieldpolicy-15", "segment-number", NULL},
    {"warcheaderfieldpolicy-16", "torn-record", HEADER_ALONE},
    {"warcheaderfieldpolicy-17", "torn-record", HEADER_ALONE},
    {"warcheaderversion-1", "version", NULL},
    {"warcheaderversion-2", "torn-record", KNOWN},
    {"warcheaderversion-3", "torn-record", KNOWN},
    {"warcheaderversion-4", "version", NULL},
    {"warcheaderversion-5", "version", NULL},
    {"warcheaderversion-6", "torn-record", KNOWN},
    {"warcheaderversion-7", "torn-record", KNOWN},
    {"warcheaderversion-8", "version", NULL},
    {"warcheaderversion-9", NOT_WARC, NULL},
    {"warcheaderversion-10", "version", NULL},
    {"warcheaderversion-11", "version", NULL},
    {"warcheaderversion-12", "version", NULL},
    {"warcheaderversion-13", "version", NULL},
    {"warcheaderversion-14", NOT_WARC, NULL},
    {"warcheaderversion-15", NOT_WARC, NULL},
    {"warcheaderversion-16", NOT_WARC, NULL},
    {"warcheaderversion-17", NOT_WARC, NULL},
    {"warcheaderversion-18", NOT_WARC, NULL},
    {"warcheaderversion-19", NOT_WARC, NULL},
    {"warcheaderversion-20", NOT_WARC, NULL},
    {"warcheaderversion-21", "field-missing content-length",
     "the version is right; the header has no fields"},
    {"warcheaderversion-22", "torn-record", HEADER_ENDS},
    {"warcheaderversion-23", "torn-record", HEADER_ENDS},
    {"warcheaderversion-24", "header torn-record",
     "the version is right; a line of the header has no colon"},
    {"warcheaderversion-25", "header torn-record",
     "the version is right; a line of the header has no name"},
    {"warcheaderversion-26", "torn-record", HEADER_ENDS},
    {"warcreader-diagnosis-1", NOT_WARC, NULL},
    {"warcrecord-1", "content-length field-missing content-type", NULL},
    {"warcrecord-2", "content-type", NULL},
    {"warcrecord-3", "record-end not-warc torn-record", NULL},
    {"warcrecorddigests-1", "digest-format", NULL},
    {"warcrecorddigests-2", "digest-format", NULL},
    {"warcrecorddigests-3", "block-digest payload-digest", NULL},
};
#define VERDICTS (sizeof verdicts / sizeof *verdicts)

static int32_t listen(const newsarc_finding *f, void *user)
{
    char *all = user; /* " rule rule " of 2048 bytes */
    size_t n = strlen(all);
    snprintf(all + n, 2048 - n, "%s ", f->rule);
    return 0;
}

/* The first of the wanted rules that was not named, or NULL. */
static const char *not_named(const char *wanted, const char *all)
{
    static char rule[64];
    char padded[80];
    for (size_t n; *wanted; wanted += n + (wanted[n] == ' ')) {
        n = strcspn(wanted, " ");
        snprintf(rule, sizeof rule, "%.*s", (int)n, wanted);
        snprintf(padded, sizeof padded, " %s ", rule);
        if (!strstr(all, padded))
            return rule;
    }
    return NULL;
}

static bool as_named(const verdict *v)
{
    char path[1024], all[2048] = " ";
    snprintf(path, sizeof path, JUDGES "invalid/invalid-%s.warc", v->file);
    newsarc_status wanted = v->rules[0] ? NEWSARC_E_INCOMPLETE : NEWSARC_E_FORMAT;
    newsarc_status status = newsarc_verify(&(const char *){path}, 1, listen, all, NULL, NULL);
    const char *absent = not_named(v->rules, all);
    if (status == wanted && !absent)
        return true;
    print_error("%s: %s; not named: %s; named:%s\n", v->file, newsarc_status_name(status),
                absent ? absent : "-", all);
    return false;
}

/* Files of a set; `each` is called with the path of every one. */
static unsigned count_set(const char *set, void (*each)(const char *path))
{
    char path[1024];
    unsigned n = 0;
    snprintf(path, sizeof path, JUDGES "%s", set);
    DIR *dir = opendir(path);
    const struct dirent *entry;
    if (!dir)
        skip();
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, JUDGES "%s/%s", set, entry->d_name);
        if (each)
            each(path);
        n++;
    }
    closedir(dir);
    return n;
}

static void passes(const char *path)
{
    char all[2048] = " ";
    newsarc_status status = newsarc_verify(&(const char *){path}, 1, listen, all, NULL, NULL);
    if (status != NEWSARC_OK)
        fail_msg("%s: %s:%s", path, newsarc_status_name(status), all);
}

static void valid_files_pass(void **state)
{
    (void)state;
    assert_int_equal(count_set("valid", passes), 10);
}

/* As many files as verdicts, and each verdict has its file: none is left out. */
static void invalid_files_are_refused_as_named(void **state)
{
    (void)state;
    unsigned wrong = 0, excused = 0;
    assert_int_equal(count_set("invalid", NULL), VERDICTS);
    for (size_t i = 0; i < VERDICTS; i++) {
        wrong += !as_named(&verdicts[i]);
        excused += verdicts[i].reason != NULL;
    }
    print_message("%zu files, %u exceptions\n", VERDICTS, excused);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_files_pass),
        cmocka_unit_test(invalid_files_are_refused_as_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
