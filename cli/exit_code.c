/* One table from the library's statuses to exit codes and their names. A status that is not in it
 * is a plain failure. */
#include "exit_code.h"

static const struct {
    newsarc_status status;
    int code;
} codes[] = {
    {NEWSARC_OK, EXIT_COMPLETE},          {NEWSARC_E_INCOMPLETE, EXIT_INCOMPLETE},
    {NEWSARC_E_CONFIG, EXIT_CONFIG},      {NEWSARC_E_NETWORK, EXIT_NETWORK},
    {NEWSARC_E_STOPPED, EXIT_STOPPED},    {NEWSARC_E_DISK_FULL, EXIT_DISK_FULL},
    {NEWSARC_E_BLOCKED, EXIT_BLOCKED},    {NEWSARC_E_LOCKED, EXIT_LOCKED},
    {NEWSARC_E_UNSUPPORTED, EXIT_FAILED},
};

static const struct {
    int code;
    const char *name;
} names[] = {
    {EXIT_COMPLETE, "complete"},
    {EXIT_FAILED, "failed"},
    {EXIT_USAGE, "usage"},
    {EXIT_INCOMPLETE, "incomplete"},
    {EXIT_CONFIG, "bad configuration"},
    {EXIT_NETWORK, "site or network down"},
    {EXIT_STOPPED, "stopped"},
    {EXIT_DISK_FULL, "disk full"},
    {EXIT_BLOCKED, "too many errors"},
    {EXIT_LOCKED, "locked"},
};

int exit_of_status(newsarc_status status)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].status == status)
            return codes[i].code;
    return EXIT_FAILED;
}

int exit_of_counts(uint64_t total, uint64_t failed, uint64_t network)
{
    if (failed == 0)
        return EXIT_COMPLETE;
    if (failed < total)
        return EXIT_INCOMPLETE;
    return network == total ? EXIT_NETWORK : EXIT_FAILED;
}

const char *exit_name(int code)
{
    if (code > EXIT_SIGNAL)
        return "interrupted";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == code)
            return names[i].name;
    return "failed";
}
